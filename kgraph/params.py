"""The values that packs are given: from text, or from Python, to a value of the declared type.

Nothing is guessed: what is not of its type is refused with a sentence that says what would be right.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kgraph.errors import ParameterError

PLAIN = ("text", "int", "float", "bool", "date")
"""The types of single values, as headers write them."""

_WIDEST = 2**63
_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of a parameter or of a returned column.

    >>> str(Kind("text", several=True)), str(Kind("one of", choices=("stable", "fluid")))
    ('list of text', 'one of stable|fluid')
    """

    name: str
    several: bool = False
    choices: tuple[str, ...] = ()

    def __str__(self) -> str:
        single = f"one of {'|'.join(self.choices)}" if self.choices else self.name
        return f"list of {single}" if self.several else single


def kind(text: str) -> Kind:
    """The type that a header's words stand for. Raises ValueError, with a sentence, when they stand for none.

    >>> kind("list of int")
    Kind(name='int', several=True, choices=())
    """
    words = " ".join(text.split())
    several = words.startswith("list of ")
    single = words[len("list of ") :] if several else words
    if single.startswith("one of "):
        choices = tuple(part.strip() for part in single[len("one of ") :].split("|"))
        if not all(choices) or len(set(choices)) < len(choices):
            raise ValueError(f"{words!r} is no choice; write it as one of a|b|c, each once")
        return Kind("one of", several, choices)
    if single not in PLAIN:
        from kgraph.rows import nearest

        guess = nearest(single, PLAIN)
        hint = f"perhaps {guess!r}; " if guess else ""
        raise ValueError(
            f"there is no type {words!r}; {hint}a type is one of {', '.join(PLAIN)}, list of these, one of a|b|c"
        )
    return Kind(single, several)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a pack asks for: a name, a type, whether it may be left out, and what it means."""

    name: str
    kind: Kind
    optional: bool
    default: Any
    doc: str
    line: int = 0

    @property
    def said(self) -> str:
        """The type as the header writes it: ``date, optional``."""
        if self.default is not None:
            return f"{self.kind}, default {plain(self.default)}"
        return f"{self.kind}, optional" if self.optional else str(self.kind)


def values(parameters: Sequence[Parameter], given: Mapping[str, Any], pack: str, example: str = "") -> dict[str, Any]:
    """The value of each of a pack's parameters: what was given, read by its type; else its default; else null.

    Raises ParameterError that says everything that is wrong at once: unknown names, values of the wrong type, and what
    is missing, with the pack's example.
    """
    known = {parameter.name: parameter for parameter in parameters}
    wrong = [_unknown(name, list(known), pack) for name in given if name not in known]
    made: dict[str, Any] = {}
    for parameter in parameters:
        value = given.get(parameter.name)
        if value is None:
            made[parameter.name] = parameter.default
            if not parameter.optional:
                instance = f"; for instance: {example}" if example else ""
                wrong.append(f"{pack} needs {parameter.name} ({parameter.said}): {parameter.doc}{instance}")
            continue
        try:
            made[parameter.name] = read(parameter.kind, value)
        except ValueError as error:
            wrong.append(f"{parameter.name}: {error}")
    if wrong:
        raise ParameterError("\n".join(wrong))
    return made


def _unknown(name: str, known: list[str], pack: str) -> str:
    if not known:
        return f"{pack} has no parameter {name!r}; it takes none"
    from kgraph.rows import nearest

    guess = nearest(name, known)
    hint = f"perhaps {guess!r}; " if guess else ""
    return f"{pack} has no parameter {name!r}; {hint}it takes {', '.join(known)}"


def read(kind: Kind, given: Any) -> Any:
    """A value of this type. Raises ValueError, with a sentence, when what was given is not one.

    >>> read(Kind("int", several=True), "3; 4"), read(Kind("bool"), "yes")
    ([3, 4], True)
    """
    if not kind.several:
        return _single(kind, given)
    if isinstance(given, str):
        parts: Iterable[Any] = [part.strip() for part in given.split(";") if part.strip()]
    elif isinstance(given, Iterable) and not isinstance(given, (bytes, Mapping)):
        parts = list(given)
    else:
        parts = [given]
    made = [_single(kind, part) for part in parts]
    if not made:
        raise ValueError("is empty; give at least one value, or several separated by ;")
    return made


def _single(kind: Kind, given: Any) -> Any:
    if isinstance(given, str):
        given = given.strip()
        if not given:
            raise ValueError("is empty; leave it out, or give a value")
    return _READERS[kind.name](kind, given)


def _read_text(_: Kind, given: Any) -> str:
    if not isinstance(given, str):
        raise ValueError(f"{given!r} is not text; write it in quotes, {str(given)!r}")
    return given


def _read_int(_: Kind, given: Any) -> int:
    if isinstance(given, str) and re.fullmatch(r"[+-]?\d{1,20}", given, re.ASCII):
        given = int(given)
    if not isinstance(given, int) or isinstance(given, bool):
        raise ValueError(f"{given!r} is not a whole number; write digits only, such as 12")
    if given < 0:
        raise ValueError(f"{given} is less than 0; give 0 or more")  # packs count things, years and days
    if given >= _WIDEST:
        raise ValueError(f"{given} is larger than a database can hold; the largest is {_WIDEST - 1}")
    return given


def _read_float(_: Kind, given: Any) -> float:
    made = float(given) if isinstance(given, str) and _DECIMAL.fullmatch(given) else given
    if isinstance(made, int) and not isinstance(made, bool) and -_WIDEST <= made < _WIDEST:
        made = float(made)
    if not isinstance(made, float) or not math.isfinite(made):
        raise ValueError(f"{given!r} is not a number; write it with a point, such as 0.5")
    return made


def _read_bool(_: Kind, given: Any) -> bool:
    if isinstance(given, str):
        given = {"true": True, "yes": True, "false": False, "no": False}.get(given.lower(), given)
    if not isinstance(given, bool):
        raise ValueError(f"{given!r} is neither true nor false; write true or false")
    return given


def _read_date(_: Kind, given: Any) -> date:
    if isinstance(given, datetime):
        raise ValueError(f"{given.isoformat()} has a time of day; give the day, {given.date().isoformat()}")
    if isinstance(given, date):
        return given
    if not isinstance(given, str):
        raise ValueError(f"{given!r} is not a day; write it as YYYY-MM-DD, such as 2010-07-20")
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", given, re.ASCII):
            return date.fromisoformat(given)
    except ValueError:
        raise ValueError(
            f"{given!r} is not a day of the calendar; write it as YYYY-MM-DD, such as 2010-07-20"
        ) from None
    raise ValueError(f"{given!r} is not a day; {_right_day(given)}")


def _right_day(given: str) -> str:
    """What would be right where a day was asked for and something else was written."""
    from kgraph import dates

    try:
        known = dates.parse(given)
    except dates.DateError:
        meant = [text for text in dates.suggest(given) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)]
        return f"perhaps {' or '.join(meant)}" if meant else "write it as YYYY-MM-DD, such as 2010-07-20"
    ends = [end.isoformat() for end in (known.earliest, known.latest) if end]
    return f"write the day you mean, such as {' or '.join(dict.fromkeys(ends))}"


def _read_choice(kind: Kind, given: Any) -> str:
    if given in kind.choices:
        return str(given)
    from kgraph.rows import one_of

    raise ValueError(f"{given!r} is not among its values; {one_of(str(given), kind.choices)}")


_READERS: dict[str, Callable[[Kind, Any], Any]] = {
    "text": _read_text,
    "int": _read_int,
    "float": _read_float,
    "bool": _read_bool,
    "date": _read_date,
    "one of": _read_choice,
}


def holds(kind: Kind, value: Any) -> bool:
    """Whether a value that an engine answered is of this type; null always is."""
    if value is None:
        return True
    if kind.several:
        return isinstance(value, list) and all(
            part is not None and holds(Kind(kind.name, False, kind.choices), part) for part in value
        )
    if kind.name == "date":
        return isinstance(value, date) and not isinstance(value, datetime)
    if kind.name == "one of":
        return value in kind.choices
    if isinstance(value, bool):
        return kind.name == "bool"
    wanted: dict[str, type | tuple[type, ...]] = {"text": str, "int": int, "float": (int, float), "bool": bool}
    return isinstance(value, wanted[kind.name])


def plain(value: Any) -> str:
    """A value as it would be written after ``name=``: an ISO day, true or false, several joined with ``;``.

    >>> plain([date(2010, 7, 20), True, 3])
    '2010-07-20;true;3'
    """
    if isinstance(value, (list, tuple)):
        return ";".join(plain(part) for part in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
