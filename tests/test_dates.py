"""Dates: what each form allows, what is refused, and what is offered instead."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from kgraph.dates import Dated, DateError, edtf_text, parse, suggest

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31))


def allowed(text: str) -> tuple[str | None, str | None, bool]:
    dated = parse(text)
    first, last = dated.earliest, dated.latest
    return first.isoformat() if first else None, last.isoformat() if last else None, dated.certain


@pytest.mark.parametrize(
    ("text", "first", "last", "certain"),
    [
        ("2010", "2010-01-01", "2010-12-31", True),
        ("2010-07", "2010-07-01", "2010-07-31", True),
        ("2012-02", "2012-02-01", "2012-02-29", True),
        ("2010-07-20", "2010-07-20", "2010-07-20", True),
        ("2010-21", "2010-03-01", "2010-05-31", True),
        ("2010-24", "2010-12-01", "2011-02-28", True),
        ("2010-07/2011-03", "2010-07-01", "2011-03-31", True),
        ("2010~", "2009-01-01", "2011-12-31", True),
        ("2010-07~", "2010-06-01", "2010-08-31", True),
        ("2010-01~", "2009-12-01", "2010-02-28", True),
        ("2010-07-20~", "2010-07-19", "2010-07-21", True),
        ("2010-22~", "2010-03-01", "2010-11-30", True),
        ("2010?", "2010-01-01", "2010-12-31", False),
        ("2010%", "2009-01-01", "2011-12-31", False),
        ("2010-07~/2011?", "2010-06-01", "2011-12-31", False),
        ("2010/..", "2010-01-01", None, True),
        ("../2010", None, "2010-12-31", True),
        ("2010/", "2010-01-01", None, True),
        ("/2010", None, "2010-12-31", True),
        (" 2010-07 ", "2010-07-01", "2010-07-31", True),
    ],
)
def test_each_form_allows_these_days(text: str, first: str, last: str, certain: bool) -> None:
    assert allowed(text) == (first, last, certain)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("spring 2015", "perhaps 2015-21"),
        ("late 2015", "write a year"),
        ("2015-13", "write a year"),
        ("2010-02-30", "write a year"),
        ("20/7/2010", "perhaps 2010-07-20"),
        ("3/4/2010", "perhaps 2010-04-03 or 2010-03-04"),
        ("July 2010", "perhaps 2010-07"),
        ("July 20th, 2010", "perhaps 2010-07-20"),
        ("20 July 2010", "perhaps 2010-07-20"),
        ("about July 2010", "perhaps 2010-07~"),
        ("2010-7", "perhaps 2010-07"),
        ("2010-07-20 10:30", "perhaps 2010-07-20"),
        ("2014-15", "perhaps 2014/2015"),
        ("2015-25", "write a year"),
        ("c. 2015", "perhaps 2015~"),
        ("2015-2016", "perhaps 2015/2016"),
        ("2010s", "perhaps 2010/2019"),
        ("20150320", "perhaps 2015-03-20"),
        ("Mar-15", "perhaps 2015-03"),
        ("Tuesday 10 March 2015", "perhaps 2015-03-10"),
        ("2010/11", "perhaps 2010-11 or 2010/2011"),
        ("2011/2010", "write the earlier date first"),
        ("2010/2011/2012", "write a year"),
        ("..", "write a year"),
        ("../..", "write a year"),
        ("/", "write a year"),
        ("", "write a year"),
        ("0000", "write a year"),
        ("9999~", "write a year"),
        ("٢٠١٠", "write a year"),
    ],
)
def test_what_is_no_date_is_refused_and_the_right_form_offered(text: str, offered: str) -> None:
    with pytest.raises(DateError) as refused:
        parse(text)
    assert offered in str(refused.value)


def test_a_spreadsheets_own_date_is_refused_because_excel_may_have_made_it_of_a_month() -> None:
    with pytest.raises(DateError, match="write 2015-03-01, or 2015-03 when only the month is known"):
        edtf_text(datetime(2015, 3, 1))


@pytest.mark.parametrize(("cell", "text"), [(2010, "2010"), (2010.0, "2010"), ("2010-07", "2010-07"), (None, None)])
def test_a_year_typed_as_a_number_is_that_year(cell: object, text: str | None) -> None:
    assert edtf_text(cell) == text


@pytest.mark.parametrize("cell", [40379, 2010.5, True])
def test_a_number_that_is_no_year_is_not_taken_for_a_date(cell: object) -> None:
    try:
        assert edtf_text(cell) == cell  # left as it is: the model then says that it is not text
    except DateError as error:
        assert "40379" in str(error)


@given(DAYS)
def test_plain_dates_mean_what_the_edtf_library_says(day: date) -> None:
    for text in (f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"):
        theirs = parse_edtf(text)
        first, last = theirs.lower_strict(), theirs.upper_strict()
        assert parse(text) == Dated(text, date(*first[:3]), date(*last[:3]), True)


@given(DAYS, st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]), st.sampled_from(["", "~", "?", "%"]))
def test_a_date_allows_the_day_it_was_made_from_and_approximate_ones_allow_more(
    day: date, form: str, mark: str
) -> None:
    dated, plain = parse(day.strftime(form) + mark), parse(day.strftime(form))
    assert dated.earliest and dated.latest and plain.earliest and plain.latest
    assert dated.earliest <= plain.earliest <= day <= plain.latest <= dated.latest
    wider = mark in ("~", "%")
    assert (dated.earliest < plain.earliest) is (dated.latest > plain.latest) is wider
    assert dated.certain is (mark in ("", "~"))


@given(DAYS, DAYS)
def test_an_interval_reaches_from_the_first_of_one_to_the_last_of_the_other(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert allowed(f"{first}/{last:%Y-%m}")[:2] == (first.isoformat(), parse(f"{last:%Y-%m}").latest.isoformat())  # type: ignore[union-attr]
    if last - first > timedelta(days=366):
        with pytest.raises(DateError, match="ends before it begins"):
            parse(f"{last}/{first}")


@given(st.text(max_size=20))
def test_any_text_is_either_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        dated = parse(text)
    except DateError as error:
        assert len(str(error)) > 20
    else:
        assert dated.earliest is None or dated.latest is None or dated.earliest <= dated.latest


@given(st.text(max_size=20))
def test_whatever_is_suggested_can_be_read(text: str) -> None:
    for offered in suggest(text):
        assert parse(offered)
