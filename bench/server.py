"""The Neo4j that is measured: one started for it, fresh, or the one that NEO4J_URI names."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.measure import ROOT, Failed
from kgraph.engines.neo4j import Neo4j
from kgraph.graph import Graph
from kgraph.study import Study

HEAP = "2g"
SCRIPT = ROOT / "scripts" / "neo4j_server.py"


@contextmanager
def server() -> Iterator[dict[str, str]]:
    """How to reach the server, as NEO4J_… variables; one that was started here is stopped and removed at the end."""
    if os.environ.get("NEO4J_URI", "embedded") != "embedded":
        yield {name: value for name, value in os.environ.items() if name.startswith("NEO4J_")}
        return
    with own_server() as (env, _):
        yield env


@contextmanager
def own_server() -> Iterator[tuple[dict[str, str], Path]]:
    """A fresh server: how to reach it, and its folder, which is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="kgraph-bench-") as home:
        script("start", "--home", home, "--heap", HEAP)
        try:
            said = script("env", "--home", home)
            pairs = (shlex.split(line.removeprefix("export "))[0] for line in said.splitlines())
            yield {name: value for name, _, value in (pair.partition("=") for pair in pairs)}, Path(home)
        finally:
            script("stop", "--home", home)


def script(*arguments: str) -> str:
    """What scripts/neo4j_server.py prints. Raises Failed where it fails."""
    done = subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True)
    if done.returncode:
        raise Failed(done.stderr.strip() or f"{SCRIPT.name} {arguments[0]} failed")
    return done.stdout


def opened(env: dict[str, str], study: Study) -> Graph:
    """The graph on the server, emptied. Raises ForeignGraph where it holds what no measuring of ours put there."""
    engine = Neo4j(env["NEO4J_URI"], env.get("NEO4J_USERNAME"), env.get("NEO4J_PASSWORD"), env.get("NEO4J_DATABASE"))
    graph = Graph(engine, study)
    try:
        graph.refuse_foreign(study)
        empty(engine)
    except BaseException:
        graph.close()
        raise
    return graph


def empty(engine: Any) -> None:
    """Take every node out of the database. Constraints and indexes stay, for whoever is timed next."""
    engine.write_freely("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS")


def version(engine: Any) -> str:
    """The version that the server says it is."""
    rows = engine.read("CALL dbms.components() YIELD versions, edition RETURN versions[0], edition").rows
    return " ".join(str(part) for part in rows[0])


def plain_name(label: str) -> str:
    """A label or type as it may stand in a query."""
    if not re.fullmatch(r"[A-Za-z_]+", label):
        raise Failed(f"{label!r} is no label or type")
    return label


def remove_kept(folder: Path) -> None:
    """Take away what kgraph keeps of a study, so that its next load is a first one."""
    import shutil

    shutil.rmtree(folder / ".kgraph", ignore_errors=True)
