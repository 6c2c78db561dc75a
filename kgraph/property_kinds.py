"""What each property of the model holds: text, a whole number, true or false, a day, or texts."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from kgraph.model import LeadsTo, Sheet
from kgraph.statements import DERIVED, node_columns, relationship_columns
from kgraph.vocabulary import ENTITY_OF, RELATIONS, columns, day_bounds

PYTHON: dict[str, type] = {"text": str, "int": int, "bool": bool, "date": date, "texts": list}
"""The Python type of each kind's values, and of no other kind's."""
SPOKEN = {"text": "text", "int": "a whole number", "bool": "true or false", "date": "a day", "texts": "a list of texts"}

_ADDED = {"date_certain": "bool", "stands": "bool", "text_length": "int", "accounts": "texts", "denied_by": "texts"}


@cache
def node_kinds(label: str) -> dict[str, str]:
    """Every property that a node of a label may have, and its kind; ``id`` first."""
    known = _kinds(ENTITY_OF[label])
    return {name: known[name] for name in node_columns(label)}


@cache
def relationship_kinds(type: str) -> dict[str, str]:
    """Every property that a relationship of a type may have, and its kind."""
    known: dict[str, str] = {}
    for relation in RELATIONS:
        if relation.type == type:
            known |= _kinds(relation)
    if type in DERIVED:
        known = {name: _edge_kind(field.annotation) for name, field in LeadsTo.model_fields.items()} | _ADDED
    return {name: known[name] for name in relationship_columns(type)}


def _kinds(sheet: type[Sheet]) -> dict[str, str]:
    found = dict(_ADDED)
    for column in columns(sheet):
        plain = column.type if column.type in ("int", "bool") else "text"  # a date's own property is its text
        found[column.name] = "texts" if column.several else plain
        if column.is_date:
            found |= dict.fromkeys(day_bounds(column.name), "date")
    return found


def _edge_kind(annotation: Any) -> str:
    return "int" if int in getattr(annotation, "__args__", ()) else "text"
