"""One cell of a file as it was written: tidied where nobody could mean the difference, else left or refused."""

from __future__ import annotations

import math
import re
from datetime import date, time, timedelta
from typing import Any

UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"
"""Signs that take no room: they come along when text is copied from a browser, and nobody sees them."""

_BLANK = (
    *range(9, 14),
    *range(28, 33),
    0x85,
    0xA0,
    0x1680,
    *range(0x2000, 0x200B),
    0x2028,
    0x2029,
    0x202F,
    0x205F,
    0x3000,
)
_EDGES = UNSEEN + "".join(map(chr, _BLANK))
_SENTINELS = frozenset(
    "#N/A #REF! #VALUE! #DIV/0! #NAME? #NUM! #NULL! #SPILL! #CALC! #FIELD! #BLOCKED! #UNKNOWN! #CONNECT! #GETTING_DATA "
    "#NV #BEZUG! #WERT! #ZAHL!".split()
)
_LIBRE = re.compile(r"Err:\d{3}")
_LONE = re.compile("[\0\ud800-\udfff]")
_DIGITS_KEPT = 10**15
_DIGITS_STORED = 2**63


Wrong = tuple[str, str]
"""What is wrong with a value, and what would be right."""


def tidy(value: Any) -> Any:
    """A cell's value: text without blanks at its ends and with plain line ends, whole numbers as such.

    ``None`` stands for an empty cell.

    >>> tidy("\u00a0Jane \u200b"), tidy(" "), tidy(5.0), tidy(1.5), tidy(True)
    ('Jane', None, 5, 1.5, True)
    """
    if isinstance(value, str):
        value = value.strip(_EDGES)
        if "\r" in value:
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        return value or None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def checked(value: Any) -> tuple[Any, Wrong | None]:
    """A value tidied, and what is wrong with it in whatever column it stands.

    >>> checked(" Jane ")
    ('Jane', None)
    >>> checked("#N/A")
    ('#N/A', ("holds '#N/A', a formula that failed", 'mend the formula, or write the value'))
    """
    if type(value) is str and value.isascii() and value.isprintable():  # nearly every cell
        value = value.strip()
        if value[:1] not in "#E":
            return value, None
    value = tidy(value)
    if isinstance(value, str):
        return value, _text_fault(value)
    if value is None or isinstance(value, (bool, date)):
        return value, None  # a date is refused later, by what the column is for
    if isinstance(value, (time, timedelta)):
        return value, ("holds a time of day or a length of time", "format the column as Text and write it again")
    if isinstance(value, float) and not math.isfinite(value):
        return value, (f"holds {value}, which is no number", "write the value, or leave it empty")
    if isinstance(value, int) and abs(value) >= _DIGITS_STORED:
        return value, ("holds a number of more digits than a database keeps", "write it as text, if it is an id")
    return value, None


def worn_out(value: Any) -> bool:
    """Whether a spreadsheet has kept only the first fifteen digits of a number, so that the rest is lost."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) >= _DIGITS_KEPT


def _text_fault(value: str) -> Wrong | None:
    if value in _SENTINELS or _LIBRE.fullmatch(value):
        return f"holds {value!r}, a formula that failed", "mend the formula, or write the value"
    found = _LONE.search(value)
    return (f"holds {found[0]!r}, which is no letter", "take it out") if found else None
