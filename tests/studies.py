"""Small studies as files, written for a test: so that what is tested is what a user's files do."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kgraph.connection import EMBEDDED, Connection
from kgraph.graph import Graph
from kgraph.load import load
from kgraph.study import Study, open_study

Rows = Sequence[Mapping[str, Any]]

ENGINES = ["embedded", "neo4j"]


@contextmanager
def loaded_into(engine: str, study: Study, request: pytest.FixtureRequest) -> Iterator[Graph]:
    """The study, loaded into one of the two engines for all tests of a module."""
    if engine == "neo4j":
        graph = Graph(request.getfixturevalue("neo4j_of_module"), study)
        graph.load()
        yield graph
        return
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    via = Connection(EMBEDDED)
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        yield graph


SMALL: dict[str, Rows] = {
    "Actors": [{"id": "ana", "name": "Ana Lee"}, {"id": "ben", "name": "Ben Ola"}, {"id": "cat", "name": "Cat Roe"}],
    "Networks": [
        {"id": "board", "name": "The Board", "kind": "stable"},
        {"id": "force", "name": "Taskforce", "kind": "fluid", "begins": "2010-06", "ends": "2010-12"},
    ],
    "Ideas": [{"id": "x", "name": "Open data"}, {"id": "y", "name": "Falls clinic"}],
    "Sources": [
        {"id": "s1", "kind": "interview", "title": "Interview 1", "date": "2012", "given_by": "ana"},
        {"id": "s2", "kind": "minutes", "title": "Minutes", "date": "2011"},
    ],
    "MemberOf": [
        {"actor": "ana", "network": "board", "begins": "2009", "source": "s2", "locator": "p. 1"},
        {
            "actor": "ana",
            "network": "force",
            "begins": "2010-06",
            "ends": "2010-12",
            "source": "s1",
            "locator": "turn 4",
        },
    ],
}
EVENTS: list[dict[str, Any]] = [
    {
        "id": "e1", "move": "share", "summary": "Ana brings it to the board", "date": "2010-01-10",
        "held_in": ["board"],
        "participants": [{"actor": "ana", "role": "initiator"}, "ben"], "concerns": ["x"],
        "accounts": [{"id": "a1", "source": "s1", "locator": "turn 2", "quote": "I brought it to them"}],
    },
    {
        "id": "e2", "move": "adapt", "summary": "The taskforce takes it up", "date": "2010-07", "held_in": ["force"],
        "participants": ["ana", "cat"], "concerns": ["x"], "produced": ["y"],
        "accounts": [
            {"id": "a2", "source": "s1", "locator": "turn 5"}, {"id": "a3", "source": "s2", "locator": "p. 2"},
        ],
    },
    {
        "id": "e3", "move": "adopt", "summary": "The board decides", "date": "2011-02-01", "held_in": ["board"],
        "participants": ["cat", "ben"], "concerns": ["x"], "drew_on": ["y"],
        "accounts": [{"id": "a4", "source": "s2", "locator": "p. 7"}],
    },
]  # fmt: skip


def write_study(
    folder: Path, sheets: Mapping[str, Rows] = SMALL, events: Sequence[Mapping[str, Any]] = EVENTS, id: str = "small"
) -> Study:
    """A study of these sheets and nested events, as a folder of .csv and a .jsonl file, opened."""
    (folder / "sheets").mkdir(parents=True, exist_ok=True)
    for old in (folder / "sheets").glob("*.csv"):
        old.unlink()
    for name, rows in sheets.items():
        header = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / "sheets" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header)
            writer.writeheader()
            writer.writerows(rows)
    lines = "".join(json.dumps(event) + "\n" for event in events)
    (folder / "events.jsonl").write_text(lines, encoding="utf-8")
    toml = f'[study]\nid = "{id}"\ntitle = "A small study"\nfiles = ["sheets", "events.jsonl"]\n'
    (folder / "kgraph.toml").write_text(toml, encoding="utf-8")
    return open_study(folder)


def many_events(number: int, seed: int = 1) -> list[dict[str, Any]]:
    """So many events of the people, networks and ideas of SMALL, drawn at random."""
    chance = random.Random(seed)
    return [
        {
            "id": f"m{at}", "move": "share", "summary": f"Something {at}",
            "date": f"20{chance.randrange(10, 20)}-{chance.randrange(1, 13):02}",
            "held_in": [chance.choice(["board", "force"])], "participants": chance.sample(["ana", "ben", "cat"], 2),
            "concerns": [chance.choice("xy")], "accounts": [{"id": f"b{at}", "source": "s1", "locator": f"turn {at}"}],
        }
        for at in range(number)
    ]  # fmt: skip
