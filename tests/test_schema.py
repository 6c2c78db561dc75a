"""What is made from the model: the JSON Schema, the constraints and indexes, docs/model.md."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from test_events import EVENT

from checkout import ROOT
from kgraph.engines import Engine
from kgraph.model import SHEETS
from kgraph.moves import MOVES
from kgraph.schema import ddl, json_schema, model_page
from kgraph.vocabulary import LABELS, TYPES, columns

SCHEMA = json_schema()
LINE = {**SCHEMA, "$ref": "#/$defs/event"}
for key in ("type", "properties", "additionalProperties"):
    del LINE[key]


def wrong(value: Any, schema: dict[str, Any]) -> list[str]:
    return [error.json_path for error in jsonschema.Draft202012Validator(schema).iter_errors(value)]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    json.dumps(SCHEMA)
    assert set(SCHEMA["$defs"]) == {*SHEETS, "event"}
    for sheet, kind in SHEETS.items():
        assert list(SCHEMA["$defs"][sheet]["properties"]) == [column.name for column in columns(kind)]
        assert all(said["description"] for said in SCHEMA["$defs"][sheet]["properties"].values())


def test_it_takes_an_event_with_everything_inside() -> None:
    assert wrong(EVENT, LINE) == []
    assert wrong({"events": [EVENT], "actors": [{"id": "a1", "name": "Ann"}], "TookPart": None}, SCHEMA) == []


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"sumary": "x"}, "$"),
        ({"summary": None}, "$.summary"),
        ({"summary": ["x"]}, "$.summary"),
        ({"conversion": "magic"}, "$.conversion"),
        ({"participants": [{"role": "chair"}]}, "$.participants"),
        ({"participants": [{"actor": "a1", "role": "boss"}]}, "$.participants"),
        ({"positions": ["a1"]}, "$.positions"),
        ({"took_from": [{"event": "e0", "item": "x"}]}, "$.took_from"),
        ({"accounts": [{"quote": "x"}]}, "$.accounts"),
        ({"accounts": [{"source": "s1", "start": -1}]}, "$.accounts"),
        ({"id": "a;b"}, "$.id"),
    ],
)
def test_it_refuses_an_event_that_is_wrong(changed: dict[str, Any], path: str) -> None:
    assert wrong({**EVENT, **changed}, LINE) == [path]


def test_it_refuses_an_event_without_an_id_and_a_sheet_that_is_not_there() -> None:
    assert wrong({key: value for key, value in EVENT.items() if key != "id"}, LINE) == ["$"]
    assert wrong({"evnts": []}, SCHEMA) == ["$"]


def test_it_takes_what_people_write_where_the_loader_does() -> None:
    assert wrong({**EVENT, "id": 5, "date": 2010, "concerns": "licence", "site": None}, LINE) == []


# -- constraints and indexes -------------------------------------------------------------------------------------------


def test_every_label_has_a_unique_id_and_every_statement_its_own_name() -> None:
    constrained = [found[1] for line in ddl() if (found := re.search(r"CONSTRAINT .*\(n:(\w+)\) REQUIRE n.id", line))]
    assert constrained == [*LABELS, "KnowledgeItem"]
    names = [line.split()[2] for line in ddl()]
    assert len(set(names)) == len(names)
    assert all(" IF NOT EXISTS " in line and ";" not in line for line in ddl())
    assert "CREATE INDEX event_earliest IF NOT EXISTS FOR (n:Event) ON (n.earliest)" in ddl()
    assert "CREATE INDEX actor_name IF NOT EXISTS FOR (n:Actor) ON (n.name)" in ddl()


def test_the_engine_takes_every_statement_twice(engine: Engine) -> None:
    engine.define(ddl())
    engine.define(ddl())


# -- docs/model.md -----------------------------------------------------------------------------------------------------


def test_docs_model_is_what_the_model_says() -> None:
    shown = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    assert shown == model_page(), "kgraph schema --output docs/model.md"


def test_the_page_names_every_sheet_column_label_type_and_move() -> None:
    page = model_page()
    for sheet, kind in SHEETS.items():
        assert re.search(rf"^#+ {sheet}$", page, re.M)
        assert all(re.search(rf"^\| \**{column.name}\** \|", page, re.M) for column in columns(kind))
    assert [label for label in LABELS if f":{label}" not in page] == []
    assert [type for type in (*TYPES, "LEADS_TO", "MAY_LEAD_TO") if f"[:{type}]" not in page] == []
    assert [move for move in MOVES if f"| `{move}` |" not in page] == []


def test_its_tables_are_whole() -> None:
    widths: list[int] = []
    for line in model_page().splitlines():
        if not line.startswith("|"):
            widths = []
            continue
        widths.append(len(re.findall(r"(?<!\\)\|", line)))
        assert widths[-1] == widths[0], line
