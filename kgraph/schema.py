"""The model for others to read: a JSON Schema, the statements by which a database keeps it, and docs/model.md."""

from __future__ import annotations

from typing import Any

from kgraph.model import SHEETS, Event, Sheet
from kgraph.model_page import model_page, says
from kgraph.nested import Part, parts, sheet_keys, small
from kgraph.vocabulary import ENTITIES, LABELS, Column, columns, day_bounds, node_properties

__all__ = ["ddl", "json_schema", "model_page"]

# -- JSON Schema -------------------------------------------------------------------------------------------------------


def json_schema() -> dict[str, Any]:
    """A JSON Schema (2020-12) of what a study's files may hold.

    The whole is a .yaml file: a list for each sheet, by its name. ``$defs/event`` is one line of a .jsonl file.
    """
    definitions = {sheet: _row_schema(kind) for sheet, kind in SHEETS.items()}
    definitions["event"] = _event_schema()
    rows = {
        key: {"type": ["array", "null"], "items": {"$ref": f"#/$defs/{'event' if sheet == Event.sheet else sheet}"}}
        for key, sheet in sheet_keys().items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A kgraph study's sheets",
        "type": "object",
        "properties": rows,
        "additionalProperties": False,
        "$defs": definitions,
    }


def _row_schema(kind: type[Sheet]) -> dict[str, Any]:
    """One row of a sheet, as a file may write it: numbers may stand for text, and one text for a list."""
    made = kind.model_json_schema()
    found = {name: _written(column, made["properties"][name]) for name, column in _by_name(kind).items()}
    required = [name for name, column in _by_name(kind).items() if column.required]
    return {
        "title": kind.sheet,
        "description": says(kind),
        "type": "object",
        "properties": found,
        "required": required,
        "additionalProperties": False,
    }


def _by_name(kind: type[Sheet]) -> dict[str, Column]:
    return {column.name: column for column in columns(kind)}


def _written(column: Column, made: dict[str, Any]) -> dict[str, Any]:
    plain = next((form for form in made.get("anyOf", ()) if form.get("type") != "null"), made)
    value = {key: found for key, found in plain.items() if key in ("enum", "pattern", "minimum", "maxLength", "format")}
    if not column.choices:
        value["type"] = ["string", "number"] if plain.get("type") == "string" else plain.get("type", "string")
    if column.several:
        value = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
    if not column.required:
        value = {"anyOf": [value, {"type": "null"}]}
    shown = {"description": column.description, **value}
    return shown if column.default in (None, []) else {**shown, "default": column.default}


_TEXT: dict[str, Any] = {"type": ["string", "number"]}


def _event_schema() -> dict[str, Any]:
    """An event with what belongs to it inside; a .jsonl line with the key ``sheet`` is not this."""
    found = _row_schema(Event)
    own = found["properties"]
    inside = {key: _part_schema(part, own.get(key, {}).get("description")) for key, part in parts().items()}
    return {**found, "title": "event", "properties": {**own, **inside}}


def _part_schema(part: Part, description: str | None) -> dict[str, Any]:
    row = _row_schema(part.sheet)
    member = {
        **row,
        "properties": {key: row["properties"][column] for key, column in part.keys.items()},
        "required": [key for key, column in part.keys.items() if column in row["required"]],
    }
    forms = [member] if part.text is None else [_TEXT, member]
    several = {"type": "array", "items": {"anyOf": forms}}
    return {"description": description or row["description"], "anyOf": [*forms, several, _NULL]}


_NULL: dict[str, Any] = {"type": "null"}


# -- what the database keeps -------------------------------------------------------------------------------------------


def ddl() -> tuple[str, ...]:
    """The Cypher statements, the same on both engines, that keep ids unique and make looking up quick.

    Each may be run again; none changes a node. A KnowledgeItem's id is unique across its kinds.
    """
    labels = (*LABELS, "KnowledgeItem")
    named = [entity.labels[0] for entity in ENTITIES if "name" in node_properties(entity)] + ["KnowledgeItem"]
    looked_up = [(label, "name") for label in named] + [(Event.labels[0], day_bounds("date")[0])]
    return (
        *(f"CREATE CONSTRAINT {small(n)}_id IF NOT EXISTS FOR (n:{n}) REQUIRE n.id IS UNIQUE" for n in labels),
        *(f"CREATE INDEX {small(n)}_{name} IF NOT EXISTS FOR (n:{n}) ON (n.{name})" for n, name in looked_up),
    )
