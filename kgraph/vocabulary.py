"""The model, read: which columns, ends, links and dates each sheet has.

kgraph/model.py says what there is; this module answers questions about it, once, for every stage.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from kgraph.model import ENTITIES, KNOWLEDGE, RELATIONS, SHEETS, Entity, Link, Ref, Relation, Sheet

EVIDENCE_COLUMNS = ("source", "locator", "quote", "paraphrase", "given_by", "stance", "certainty", "coder")
"""The columns of a claim's row that become its account."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: its name, what it holds, and whether it must be filled."""

    name: str
    description: str
    required: bool
    default: Any
    several: bool
    """Whether it holds several values, separated by ``;`` in a cell."""
    is_date: bool
    ref: tuple[str, ...]
    """The labels of what it names, when it holds ids or names."""
    link: str | None
    """The relationship type it is a short way to write."""
    choices: tuple[str, ...]
    type: str
    """``text``, ``int``, ``bool``, ``date`` or ``one of``."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends of a relation: the columns that name them, and the labels each may have."""

    start: str
    start_labels: tuple[str, ...]
    end: str
    end_labels: tuple[str, ...]


@cache
def columns(sheet: type[Sheet]) -> tuple[Column, ...]:
    """The columns of a sheet, its own before those it shares with others of its kind."""
    schema = sheet.model_json_schema()
    own = [name for name in sheet.__annotations__ if name in sheet.model_fields]
    shared = [name for name in sheet.model_fields if name not in own]
    names = shared + own if issubclass(sheet, Entity) else own + shared
    return tuple(_column(sheet, name, schema["properties"][name]) for name in names)


def column(sheet: type[Sheet], name: str) -> Column:
    """One column of a sheet by its name. Raises KeyError when there is none."""
    return _by_name(sheet)[name]


@cache
def _by_name(sheet: type[Sheet]) -> dict[str, Column]:
    return {column.name: column for column in columns(sheet)}


@cache
def dates(sheet: type[Sheet]) -> tuple[str, ...]:
    """The columns of a sheet that hold dates."""
    return tuple(column.name for column in columns(sheet) if column.is_date)


def _column(sheet: type[Sheet], name: str, schema: dict[str, Any]) -> Column:
    field = sheet.model_fields[name]
    marks = {type(mark): mark for mark in field.metadata}
    ref, link = marks.get(Ref), marks.get(Link)
    plain = next((form for form in schema.get("anyOf", ()) if form.get("type") != "null"), schema)
    choices = tuple(plain.get("enum", ()))
    kinds = {"integer": "int", "boolean": "bool"}
    is_date = plain.get("format") == "edtf"
    return Column(
        name=name,
        description=field.description or "",
        required=field.is_required(),
        default=None if field.is_required() else field.get_default(),
        several=plain.get("type") == "array",
        is_date=is_date,
        ref=ref.labels if ref else link.labels if link else (),
        link=link.type if link else None,
        choices=choices,
        type="one of" if choices else "date" if is_date else kinds.get(plain.get("type", ""), "text"),
    )


@cache
def ends(relation: type[Relation]) -> Ends:
    """The two ends of a relation: the first two columns of its own that name something."""
    named = [c for c in columns(relation) if c.ref and c.name in relation.__annotations__][:2]
    return Ends(named[0].name, named[0].ref, named[1].name, named[1].ref)


@cache
def links(entity: type[Entity]) -> tuple[Column, ...]:
    """The columns of an entity that are a short way to write relationships."""
    return tuple(column for column in columns(entity) if column.link)


@cache
def relation_of(link: str, entity: type[Entity]) -> tuple[type[Relation], bool]:
    """The relation that a link column of an entity writes, and whether the entity is its start."""
    for relation in RELATIONS:
        if relation.type == link:
            both = ends(relation)
            if entity.labels[0] in both.start_labels:
                return relation, True
            if entity.labels[0] in both.end_labels:
                return relation, False
    raise KeyError((link, entity))


@cache
def properties(relation: type[Relation]) -> tuple[str, ...]:
    """The properties of a relation's relationships, besides ``accounts`` and ``denied_by``."""
    both = ends(relation)
    hidden = {both.start, both.end, "accounts", "denied_by"}
    if relation.evidence == "claim":
        hidden |= set(EVIDENCE_COLUMNS)
    return tuple(column.name for column in columns(relation) if column.name not in hidden)


@cache
def node_properties(entity: type[Entity]) -> tuple[str, ...]:
    """The properties of an entity's nodes that its columns give, without those that kgraph works out."""
    return tuple(column.name for column in columns(entity) if not column.link)


def day_bounds(name: str) -> tuple[str, str]:
    """The names of the two properties that hold the first and last day of a date column.

    >>> day_bounds("date"), day_bounds("begins")
    (('earliest', 'latest'), ('begins_earliest', 'begins_latest'))
    """
    return ("earliest", "latest") if name == "date" else (f"{name}_earliest", f"{name}_latest")


ENTITY_OF: dict[str, type[Entity]] = {kind.labels[0]: kind for kind in ENTITIES}
"""The entity of each label."""

ADDED: dict[str, dict[str, str]] = {
    "Event": {
        "date_certain": "false for a date with `?`, from which no order is concluded",
        "stands": "true while somebody asserts it or has it by hearsay",
    },
    "Source": {
        "text_length": "how many characters its text has, where the text is there, as positions in it are counted: "
        "read as UTF-8, each end of a line one character"
    },
}
"""The properties that kgraph itself gives to nodes of a label, and what each says."""

LABELS: tuple[str, ...] = tuple(ENTITY_OF)
TYPES: tuple[str, ...] = tuple(dict.fromkeys(kind.type for kind in RELATIONS))

__all__ = [
    "ADDED",
    "ENTITIES",
    "ENTITY_OF",
    "EVIDENCE_COLUMNS",
    "KNOWLEDGE",
    "LABELS",
    "RELATIONS",
    "SHEETS",
    "TYPES",
    "Column",
    "Ends",
    "column",
    "columns",
    "day_bounds",
    "ends",
    "links",
    "node_properties",
    "properties",
    "relation_of",
]
