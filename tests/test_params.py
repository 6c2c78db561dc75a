"""Values for packs: read by type, refused with a sentence."""
# ruff: noqa: E501 - a case a line

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import ParameterError
from kgraph.params import Kind, Parameter, holds, kind, plain, read, values

IDEA = Parameter("idea", Kind("text"), False, None, "id or name of an idea")
UNTIL = Parameter("until", Kind("date"), True, None, "leave out what happened later")
MOST = Parameter("most", Kind("int"), True, 5, "how many")
KIND = Parameter("kind", Kind("one of", choices=("stable", "fluid")), True, None, "which kind")
IDS = Parameter("ids", Kind("text", several=True), True, None, "several")


@pytest.mark.parametrize(
    ("type", "given", "wanted"),
    [
        ("text", " open-licence ", "open-licence"),
        ("int", "+12", 12),
        ("int", "0", 0),
        ("int", 12, 12),
        ("float", "0.5", 0.5),
        ("float", 2, 2.0),
        ("bool", "Yes", True),
        ("bool", "false", False),
        ("bool", True, True),
        ("date", "2010-07-20", date(2010, 7, 20)),
        ("date", date(2010, 7, 20), date(2010, 7, 20)),
        ("one of a|b", "b", "b"),
        ("list of int", "1; 2;3", [1, 2, 3]),
        ("list of text", ("a", "b;c"), ["a", "b;c"]),
        ("list of date", date(2010, 7, 20), [date(2010, 7, 20)]),
        ("list of one of a|b", "a;b", ["a", "b"]),
    ],
)
def test_text_and_python_values_are_read_by_type(type: str, given: Any, wanted: Any) -> None:
    made = read(kind(type), given)
    assert made == wanted
    assert holds(kind(type), made)


@pytest.mark.parametrize(
    ("type", "given", "sentence"),
    [
        ("text", "", "is empty; leave it out, or give a value"),
        ("text", 5, "5 is not text; write it in quotes, '5'"),
        ("int", "5.0", "'5.0' is not a whole number; write digits only, such as 12"),
        ("int", True, "True is not a whole number; write digits only, such as 12"),
        ("int", "99999999999999999999", "99999999999999999999 is larger than a database can hold; the largest is 9223372036854775807"),
        ("int", "-12", "-12 is less than 0; give 0 or more"),
        ("list of int", [1, -2], "-2 is less than 0; give 0 or more"),
        ("float", "0,5", "'0,5' is not a number; write it with a point, such as 0.5"),
        ("float", "nan", "'nan' is not a number; write it with a point, such as 0.5"),
        ("bool", "maybe", "'maybe' is neither true nor false; write true or false"),
        ("date", "2010", "'2010' is not a day; write the day you mean, such as 2010-01-01 or 2010-12-31"),
        ("date", "2010-07", "'2010-07' is not a day; write the day you mean, such as 2010-07-01 or 2010-07-31"),
        ("date", "20/7/2010", "'20/7/2010' is not a day; perhaps 2010-07-20"),
        ("date", "2010-02-30", "'2010-02-30' is not a day of the calendar; write it as YYYY-MM-DD, such as 2010-07-20"),
        ("date", "soon", "'soon' is not a day; write it as YYYY-MM-DD, such as 2010-07-20"),
        ("date", datetime(2010, 7, 20, 9), "2010-07-20T09:00:00 has a time of day; give the day, 2010-07-20"),
        ("one of stable|fluid", "stabel", "'stabel' is not among its values; perhaps 'stable'; it is one of stable, fluid"),
        ("list of int", " ; ", "is empty; give at least one value, or several separated by ;"),
        ("list of int", "1;x", "'x' is not a whole number; write digits only, such as 12"),
    ],
)  # fmt: skip
def test_what_is_not_of_its_type_is_refused_with_what_would_be_right(type: str, given: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        read(kind(type), given)


def test_what_is_not_given_is_its_default_or_null() -> None:
    assert values([IDEA, UNTIL, MOST], {"idea": "x"}, "trace/route") == {"idea": "x", "until": None, "most": 5}
    assert values([MOST], {"most": None}, "p") == {"most": 5}


def test_everything_wrong_is_said_at_once_by_name() -> None:
    with pytest.raises(ParameterError) as refused:
        values(
            [IDEA, UNTIL, KIND],
            {"untill": "2010-01-01", "until": "2010", "kind": "solid"},
            "trace/route",
            "idea=open-licence",
        )
    assert str(refused.value).splitlines() == [
        "trace/route has no parameter 'untill'; perhaps 'until'; it takes idea, until, kind",
        "trace/route needs idea (text): id or name of an idea; for instance: idea=open-licence",
        "until: '2010' is not a day; write the day you mean, such as 2010-01-01 or 2010-12-31",
        "kind: 'solid' is not among its values; perhaps 'fluid'; it is one of stable, fluid",
    ]
    assert refused.value.exit_status == 2


def test_a_pack_without_parameters_says_so() -> None:
    with pytest.raises(ParameterError, match="p has no parameter 'idea'; it takes none"):
        values([], {"idea": "x"}, "p")


@pytest.mark.parametrize("text", ["txt", "list of", "one of a|a", "list of list of int", ""])
def test_words_that_are_no_type_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"there is no type|is no choice"):
        kind(text)


@pytest.mark.parametrize(
    ("type", "value", "right"),
    [
        ("text", None, True), ("text", 1, False), ("int", True, False), ("int", 1, True), ("float", 1, True),
        ("date", datetime(2010, 1, 1), False), ("date", date(2010, 1, 1), True), ("list of text", ["a", None], False),
        ("list of text", "a", False), ("one of a|b", "c", False), ("bool", 1, False),
    ],
)  # fmt: skip
def test_values_of_an_answer_are_held_against_their_type(type: str, value: Any, right: bool) -> None:
    assert holds(kind(type), value) is right


_SINGLE = st.one_of(
    st.tuples(st.just(Kind("int")), st.integers(0, 2**63 - 1)),
    st.tuples(st.just(Kind("bool")), st.booleans()),
    st.tuples(st.just(Kind("date")), st.dates()),
    st.tuples(st.just(Kind("float")), st.floats(allow_nan=False, allow_infinity=False)),
)


@given(_SINGLE)
def test_what_is_written_plainly_is_read_back(pair: tuple[Kind, Any]) -> None:
    assert read(pair[0], plain(pair[1])) == pair[1]
