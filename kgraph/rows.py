"""Row rules: one record against its sheet in the model, with what is wrong in words a coder can act on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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


def validate(record: Record) -> Sheet | list[Problem]:
    """The row of the model that a record is, or everything that is wrong with it."""
    try:
        return SHEETS[record.sheet].model_validate(dict(record.cells))
    except ValidationError as error:
        return [_problem(record, found) for found in error.errors(include_url=False)]


def nearest(value: str, choices: Sequence[str]) -> str:
    """The choice that is spelt most like a value, or nothing when none is near."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(str(value).lower(), choices, scorer=fuzz.WRatio, score_cutoff=60)
    return best[0] if best else ""


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
    return Problem(place, f"{name} is {value!r}, which {plain}" if plain else f"{name} is {value!r}: {found['msg']}")
