"""What two graphs are compared by when one was made from the other: everything that each holds, read plainly."""

from __future__ import annotations

import os
import shutil
from inspect import signature
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from kgraph.connection import EMBEDDED, Connection
from kgraph.engines import Engine
from kgraph.graph import Graph
from kgraph.load import load
from kgraph.study import Study, open_study
from tests.studies import EVENTS, SMALL, write_study

ROOT = Path(__file__).resolve().parent.parent
HERE = Connection(EMBEDDED)
_APART: Any = {"mix_stderr": False} if "mix_stderr" in signature(CliRunner).parameters else {}
RUNNER = CliRunner(env={"NEO4J_URI": EMBEDDED}, **_APART)  # click before 8.2 has to be asked to keep stderr apart
"""Runs a command on the embedded graph, unless it names another."""

AWKWARD = [
    'She said "no"; twice',
    "a \\ and \\\"both\\\" \\u0041 \\n 'x'",
    "one line\nand another\r\nand\ta tab",
    "=1+1",
    "😀 𝒳 e\u0301 \u2028 \u00a0.",
    "// no comment; /* nor this */ {$x} `y`, ||",
]
"""Texts that a file of values or a script could spoil."""


def everything(engine: Engine) -> tuple[list[str], list[str]]:
    """Every node and every relationship, with labels, types, ends, properties and the kinds of their values."""
    nodes = engine.read("MATCH (n) RETURN n AS node").rows
    cypher = "MATCH (a)-[r]->(b) RETURN labels(a) AS s, a.id AS a, r AS found, labels(b) AS e, b.id AS b"
    rows = engine.read(cypher).rows
    return (
        sorted(repr((node.labels, sorted(node.properties.items()))) for (node,) in nodes),
        sorted(repr((sorted(s), a, r.type, sorted(r.properties.items()), sorted(e), b)) for s, a, r, e, b in rows),
    )


def awkward_study(folder: Path) -> Study:
    """The small study, with awkward texts wherever people write freely."""
    ideas = [{"id": f"i{n}", "name": f"Idea {n}", "description": text} for n, text in enumerate(AWKWARD)]
    accounts = [{"id": f"aw{n}", "source": "s2", "locator": "p. 9", "quote": text} for n, text in enumerate(AWKWARD)]
    events = [{**EVENTS[0], "accounts": [*EVENTS[0]["accounts"], *accounts]}, *EVENTS[1:]]
    return write_study(folder, {**SMALL, "Ideas": [*SMALL["Ideas"], *ideas]}, events)


def threesites(folder: Path) -> Study:
    """The invented study that ships, in a folder of its own."""
    shutil.copytree(ROOT / "examples" / "threesites", folder, ignore=shutil.ignore_patterns(".kgraph"))
    return open_study(folder)


def loaded(study: Study) -> Study:
    """The study, loaded into its embedded graph."""
    load(study, HERE)
    return study


def there(**instead: Any) -> Connection:
    """The way to the environment's Neo4j."""
    given = {name: os.environ.get(f"NEO4J_{name.upper()}") for name in ("username", "password", "database")}
    return Connection(**{"uri": os.environ["NEO4J_URI"], **given, **instead})


def opened(via: Connection, study: Study | None) -> Graph:
    """The graph at the end of a way."""
    return Graph(via.open(study), study, via)


def held(via: Connection, study: Study | None) -> tuple[list[str], list[str]]:
    """Everything that the graph there holds."""
    with opened(via, study) as graph:
        return everything(graph.engine)
