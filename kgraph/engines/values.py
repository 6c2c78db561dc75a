"""What the two engines' values become where Python has no type of its own for them."""

from __future__ import annotations

import re

_DURATION = re.compile(
    r"P(?:(-?\d+)Y)?(?:(-?\d+)M)?(?:(-?\d+)W)?(?:(-?\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?)(\d+)(?:\.(\d+))?S)?)?"
)


def duration_text(months: int, days: int, seconds: int, nanoseconds: int) -> str:
    """A duration as ISO 8601 writes it, the same for both engines.

    >>> duration_text(14, 3, 14405, 500_000_000)
    'P1Y2M3DT4H5.5S'
    >>> duration_text(0, 0, 0, 0)
    'PT0S'
    """
    whole = seconds * 1_000_000_000 + nanoseconds
    sign, rest = ("-", -whole) if whole < 0 else ("", whole)
    minutes, fraction = divmod(rest, 60_000_000_000)
    hours, minutes = divmod(minutes, 60)
    years, months = (abs(months) // 12, abs(months) % 12) if months >= 0 else (-(-months // 12), -(-months % 12))
    day = "".join(f"{n}{unit}" for n, unit in ((years, "Y"), (months, "M"), (days, "D")) if n)
    clock = "".join(f"{sign}{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M")) if n)
    if fraction:
        second, nano = divmod(fraction, 1_000_000_000)
        clock += f"{sign}{second}" + (f".{nano:09d}".rstrip("0") if nano else "") + "S"
    return f"P{day}" + (f"T{clock}" if clock else "") if day or clock else "PT0S"


def same_duration(text: str) -> str:
    """A duration written by another hand, in the form of ``duration_text``.

    >>> same_duration("P14M3DT245M")
    'P1Y2M3DT4H5M'
    """
    found = _DURATION.fullmatch(text)
    if found is None:
        return text
    years, months, weeks, days, hours, minutes = (int(part or 0) for part in found.groups()[:6])
    sign, second, fraction = found.groups()[6:]
    nano = int(second or 0) * 1_000_000_000 + int((fraction or "").ljust(9, "0")[:9])
    nano = -nano if sign else nano
    return duration_text(years * 12 + months, weeks * 7 + days, hours * 3600 + minutes * 60, nano)
