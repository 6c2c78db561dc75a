"""Row rules: one record against its sheet in the model, with what is wrong in words a coder can act on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from kgraph.model import SHEETS, Sheet
from kgraph.records import Problem, Record
from kgraph.vocabulary import column

_PLAIN = {
    "missing": "is empty, and must be filled",
    "int_parsing": "is not a whole number",
    "int_type": "is not a whole number",
    "int_from_float": "is not a whole number",
    "bool_parsing": "is neither true nor false",
    "bool_type": "is neither true nor false",
    "string_type": "is not text",
    "string_too_short": "is empty",
    "string_too_long": "is too long",
    "list_type": "is not a list",
    "tuple_type": "is not a list",
    "greater_than_equal": "is too small",
}


class Refused(NamedTuple):
    """What is wrong with a record, and the columns that it is about."""

    problems: list[Problem]
    columns: frozenset[str]


def validate(record: Record) -> Sheet | Refused:
    """The row of the model that a record is, or everything that is wrong with it."""
    try:
        row = SHEETS[record.sheet].model_validate(dict(record.cells))
    except ValidationError as error:
        found = [one for one in error.errors(include_url=False) if not _spoilt(record, one)]
        about = {str(one["loc"][0]) for one in found if one["loc"]}
        return Refused([_problem(record, one) for one in found], record.spoilt | about)
    return Refused([], record.spoilt) if record.spoilt else row


def _spoilt(record: Record, found: Any) -> bool:
    """Whether a cell is only missing because what it holds was refused before."""
    return found["type"] == "missing" and found["loc"][0] in record.spoilt


def nearest(value: str, choices: Sequence[str]) -> str:
    """The choice that is spelt most like a value, whatever the case, or nothing when none is near.

    >>> nearest("Idees", ["Routines", "Ideas"]), nearest("foo", ["took_from", "move"])
    ('Ideas', '')
    """
    from rapidfuzz import fuzz, process

    best = process.extractOne(str(value), choices, scorer=fuzz.ratio, processor=str.lower, score_cutoff=60)
    return str(best[0]) if best else ""


def one_of(value: str, choices: Sequence[str]) -> str:
    """What would be right where a value is none of the choices.

    >>> one_of("stabel", ["stable", "fluid"])
    "perhaps 'stable'; it is one of stable, fluid"
    """
    guess = nearest(value, choices)
    return (f"perhaps {guess!r}; " if guess else "") + f"it is one of {', '.join(choices)}"


def _problem(record: Record, found: Any) -> Problem:
    name = str(found["loc"][0]) if found["loc"] else ""
    place, value, kind = record.where(name), found["input"], found["type"]
    if kind == "value_error":
        return Problem(place, f"{name}: {found['ctx']['error']}")
    if kind == "literal_error":
        return Problem(place, f"{name} is {value!r}", one_of(value, column(SHEETS[record.sheet], name).choices))
    if kind == "extra_forbidden":
        known = list(SHEETS[record.sheet].model_fields)
        return Problem(place, f"{record.sheet} has no column {name!r}", one_of(name, known))
    if kind == "missing":
        return Problem(place, f"{name} {_PLAIN[kind]}", column(SHEETS[record.sheet], name).description)
    if kind == "string_pattern_mismatch":
        return Problem(
            place,
            f"{name} {value!r} cannot be an id",
            "an id has no ; : | or line break in it, and no space at its ends",
        )
    plain = _PLAIN.get(kind)
    said = f"{name} is {value!r}, which {plain}" if plain else f"{name} is {value!r}: {found['msg']}"
    return Problem(place, said, _remedy(kind, SHEETS[record.sheet], name))


def _remedy(kind: str, sheet: type[Sheet], name: str) -> str:
    if kind == "string_type":
        return "write it as text; format the column as Text"
    if name not in sheet.model_fields:
        return ""
    least = next((mark.ge for mark in sheet.model_fields[name].metadata if hasattr(mark, "ge")), None)
    whole = "a whole number" if column(sheet, name).type == "int" else ""
    wanted = f"{whole}{f' from {least} up' if least is not None else ''}"
    return f"write {wanted}, or leave it empty: {column(sheet, name).description}" if wanted else ""
