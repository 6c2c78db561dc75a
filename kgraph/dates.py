"""Dates as people know them: EDTF text, and the earliest and latest day that it allows.

What is read is a closed part of the Extended Date/Time Format (ISO 8601-2:2019): a year, a month, a day or a season
(21 spring to 24 winter), each with ``~`` (approximate), ``?`` (uncertain) or ``%`` (both); an interval of two of these;
and ``..`` or nothing for an end that is open or unknown. Everything else is refused with the right form offered.

Spring is March to May, and so on; winter is December to the February after. The library ``edtf`` agrees on what is
plain and is the oracle of the tests; it widens ``~`` by a year where a month is meant, so it is not used here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from kgraph.errors import InputError

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
_SEASON_BEGINS = {21: 3, 22: 6, 23: 9, 24: 12}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}


class DateError(InputError, ValueError):
    """A date that is not in a form kgraph reads."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as it was written, and what it allows.

    ``earliest`` and ``latest`` are the first and last day it can mean, both included; ``None`` where that end is open
    or unknown. ``certain`` is false for ``?`` and ``%``: the days still stand, but no order is concluded from them.
    """

    text: str
    earliest: date | None
    latest: date | None
    certain: bool


@lru_cache(maxsize=65_536)
def parse(text: str) -> Dated:
    """What an EDTF date allows.

    >>> dated = parse("2010-07~")
    >>> dated.earliest.isoformat(), dated.latest.isoformat(), dated.certain
    ('2010-06-01', '2010-08-31', True)
    >>> parse("2010-07/..").latest is None
    True

    Raises DateError when it is not a form that kgraph reads, saying which form would be.
    """
    text = text.strip()
    if "/" not in text:
        earliest, latest, certain = _point(text)
        return Dated(text, earliest, latest, certain)
    ends = text.split("/")
    if len(ends) != 2 or not any(_known(end) for end in ends):
        raise DateError(_refusal(text))
    unknown = (None, None, True)
    first = _span(ends[0]) if _known(ends[0]) else unknown
    last = _span(ends[1]) if _known(ends[1]) else unknown
    if first is None or last is None:
        raise DateError(_refusal(text))
    if first[0] and last[1] and first[0] > last[1]:
        raise DateError(f"{text!r} ends before it begins; write the earlier date first")
    return Dated(text, first[0], last[1], first[2] and last[2])


def edtf_text(value: Any) -> Any:
    """The text of a cell that holds a date, checked; a whole number of four digits is a year.

    >>> edtf_text(2010)
    '2010'

    Raises DateError for what is not EDTF, and for a spreadsheet's own date: Excel turns ``2015-03`` into 1 March 2015,
    so what the coder meant cannot be told from it.
    """
    if isinstance(value, date):
        day = f"{value:%Y-%m-%d}"
        raise DateError(
            f"the cell holds a spreadsheet's own date ({day}), which may say more than was typed; "
            f"format the column as Text and write {day}, or {day[:7]} when only the month is known"
        )
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return parse(value).text if isinstance(value, str) else value


def _known(end: str) -> bool:
    return end not in ("", "..")


def _point(text: str) -> tuple[date | None, date | None, bool]:
    span = _span(text)
    if span is None:
        raise DateError(_refusal(text))
    return span


def _span(text: str) -> tuple[date, date, bool] | None:
    """First day, last day and certainty of a date that is no interval; None when it is not in a form read here."""
    match = _POINT.fullmatch(text)
    if not match:
        return None
    year, second, day, mark = int(match[1]), int(match[2] or 0), int(match[3] or 0), match[4]
    try:
        first, last, unit = _bounds(year, second, day, has_month=match[2] is not None, has_day=match[3] is not None)
        if mark in ("~", "%"):
            first, last = _widen(first, last, unit)
    except (ValueError, OverflowError):
        return None
    return first, last, mark not in ("?", "%")


def _bounds(year: int, month: int, day: int, *, has_month: bool, has_day: bool) -> tuple[date, date, int]:
    """First day, last day, and the unit of the date's precision in months (0 for a day)."""
    if has_day:
        exact = date(year, month, day)
        return exact, exact, 0
    if month in _SEASON_BEGINS:
        first = date(year, _SEASON_BEGINS[month], 1)
        return first, _month_end(_months_on(first, 2)), 3
    if has_month:
        return date(year, month, 1), _month_end(date(year, month, 1)), 1
    return date(year, 1, 1), date(year, 12, 31), 12


def _widen(first: date, last: date, months: int) -> tuple[date, date]:
    """The same span with one unit of its precision more at either end."""
    if months == 0:
        return first - timedelta(days=1), last + timedelta(days=1)
    return _months_on(first, -months), _month_end(_months_on(last.replace(day=1), months))


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


# -- what was probably meant -------------------------------------------------------------------------------------------

_FORMS = (
    "write a year (2010), month (2010-07), day (2010-07-20), season (2010-21 is spring) or interval (2010-07/2011-03)"
)


def _refusal(text: str) -> str:
    meant = suggest(text)
    return f"{text!r} is not an EDTF date; " + (f"perhaps {' or '.join(meant)}" if meant else _FORMS)


def suggest(text: str) -> list[str]:
    """What may have been meant by a date that is not EDTF: for a person to choose from, never applied.

    >>> suggest("spring 2015"), suggest("20/7/2010"), suggest("3/4/2010")
    (['2015-21'], ['2010-07-20'], ['2010-04-03', '2010-03-04'])
    >>> suggest("about July 2010"), suggest("2014-15"), suggest("nonsense")
    (['2010-07~'], ['2014/2015'], [])
    """
    words = text.strip().lower()
    words = re.sub(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+", "", words)
    about = re.match(r"(?:about|around|circa|approximately|c\.|ca?\.?)\s*(?=[\da-z])", words)
    mark = "~" if about else ""
    rest = words[about.end() :] if about else words
    candidates = [rest] if mark and re.fullmatch(r"[0-9]{4}(?:-[0-9]{2})?", rest) else _readings(rest)
    return [candidate + mark for candidate in candidates if _reads(candidate + mark)]


def _readings(words: str) -> list[str]:
    if match := re.fullmatch(r"(spring|summer|autumn|fall|winter)(?:\s+of)?[\s,]+(\d{4})", words):
        return [f"{match[2]}-{_SEASONS[match[1]]}"]
    if match := re.fullmatch(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([a-z]{3})[a-z]*\.?[\s,]+(\d{4})", words):
        return [_iso(match[3], _month(match[2]), match[1])]
    if match := re.fullmatch(r"([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", words):
        return [_iso(match[3], _month(match[1]), match[2])]
    if match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", words):
        day_first, month_first = _iso(match[3], match[2], match[1]), _iso(match[3], match[1], match[2])
        return [day_first] if day_first == month_first else [day_first, month_first]
    if match := re.fullmatch(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[t ].*)?", words):
        return [_iso(*match.groups())]
    if match := re.fullmatch(r"(\d{2})(\d{2})[-/](\d{2})", words):
        years = [f"{match[1]}{match[2]}/{match[1]}{match[3]}"] if int(match[3]) == (int(match[2]) + 1) % 100 else []
        return [_iso(match[1] + match[2], match[3]), *years]
    if match := re.fullmatch(r"(\d{4})\s*(?:-|to|–)\s*(\d{4})", words):
        return [f"{match[1]}/{match[2]}"]
    if match := re.fullmatch(r"(\d{3})0'?s", words):
        return [f"{match[1]}0/{match[1]}9"]
    if match := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", words):
        return [_iso(*match.groups())]
    if match := re.fullmatch(r"([a-z]{3})[a-z]*[-\s](\d{2})", words):  # Mar-15, as spreadsheets show a month
        return [_iso(f"20{match[2]}", _month(match[1]))]
    if match := re.fullmatch(r"(\d{1,2})[/.-](\d{4})", words):
        return [_iso(match[2], match[1])]
    if match := re.fullmatch(r"(\d{4})[./-](\d)", words):
        return [_iso(match[1], match[2])]
    return []


def _month(name: str) -> str:
    return str(_MONTHS.index(name) + 1) if name in _MONTHS else "0"


def _iso(year: str, month: str, day: str | None = None) -> str:
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")


def _reads(text: str) -> bool:
    match = re.fullmatch(r"(\d{4})/(\d{4})", text)
    return match[1] <= match[2] if match else _span(text) is not None
