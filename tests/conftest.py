"""Graphs for the tests: one in a folder of the test's own, one on the Neo4j that NEO4J_URI names, and each in turn.

A Neo4j is used only when it holds no node, and is left as it was found. KGRAPH_REQUIRE_NEO4J=1 makes a test fail that
would be left out for want of one.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import hypothesis
import pytest

from kgraph.connection import Connection
from kgraph.engines import Engine
from kgraph.errors import EngineMissing, GraphError

hypothesis.settings.register_profile("kgraph", deadline=None)  # how long one example takes says nothing of a law
hypothesis.settings.load_profile("kgraph")

WITHOUT = "NEO4J_URI is not set"
SERVER = Path(__file__).resolve().parent.parent / "scripts" / "neo4j_server.py"
HOW = "scripts/neo4j_server.py run -- python -m pytest  runs them too"


@pytest.fixture
def embedded_engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty graph inside this process."""
    from kgraph.engines.embedded import Embedded

    try:
        engine = Embedded(tmp_path / "graph")
    except EngineMissing as missing:
        pytest.skip(str(missing))
    with engine:
        yield engine


@pytest.fixture(scope="session")
def neo4j_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URI of the environment's Neo4j; else of one started for these tests, where Java and Maven are there."""
    if uri := os.environ.get("NEO4J_URI"):
        yield uri
        return
    if os.environ.get("KGRAPH_NO_NEO4J") == "1":
        _left_out(f"{WITHOUT}, and KGRAPH_NO_NEO4J=1 says to start none")
    if not (shutil.which("java") and shutil.which("mvn")):
        _left_out(f"{WITHOUT}, and there is no Java or no Maven to start a Neo4j with")
    server = [sys.executable, str(SERVER), "--home", str(tmp_path_factory.mktemp("neo4j"))]
    started = subprocess.run([*server, "start"], capture_output=True, text=True, check=False)
    if started.returncode:
        _left_out(f"a Neo4j could not be started: {started.stderr.strip()}")
    try:
        settings = subprocess.run([*server, "env"], capture_output=True, text=True, check=True).stdout
        os.environ.update(word.split("=", 1) for word in shlex.split(settings) if "=" in word)
        yield os.environ["NEO4J_URI"]
    finally:
        for name in ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_BROWSER"):
            os.environ.pop(name, None)
        subprocess.run([*server, "stop"], capture_output=True, check=False)


def _left_out(why: str) -> NoReturn:
    if os.environ.get("KGRAPH_REQUIRE_NEO4J") == "1":
        pytest.fail(f"{why}; KGRAPH_REQUIRE_NEO4J=1 says that no test may be left out for that: {HOW}")
    pytest.skip(why)


@pytest.fixture(scope="session")
def neo4j_server(neo4j_environment: str) -> Iterator[Engine]:
    """The Neo4j of the environment, connected, and empty when the first test asks for it."""
    from kgraph.engines.neo4j import Neo4j

    uri = neo4j_environment
    name, word = os.environ.get("NEO4J_USERNAME"), os.environ.get("NEO4J_PASSWORD")
    try:
        engine = Neo4j(uri, name, word, os.environ.get("NEO4J_DATABASE"))
    except GraphError as error:
        pytest.exit(f"The tests that ask a Neo4j cannot: {error}", returncode=3)
    with engine:
        held = engine.read("MATCH (n) RETURN count(n)").rows[0][0]
        if held:
            pytest.exit(
                f"The Neo4j at {engine.place} holds {held} nodes that these tests did not put there, and they would "
                "delete them: give them an empty one (scripts/neo4j_server.py), or unset NEO4J_URI.",
                returncode=3,
            )
        yield engine


@pytest.fixture
def neo4j_engine(neo4j_server: Engine) -> Iterator[Engine]:
    """The Neo4j of the environment, empty; emptied again after the test, its schema too."""
    with _left_as_found(neo4j_server):
        yield neo4j_server


@pytest.fixture(scope="module")
def neo4j_of_module(neo4j_server: Engine) -> Iterator[Engine]:
    """The same for all tests of a module, where each only reads what the first of them loaded."""
    with _left_as_found(neo4j_server):
        yield neo4j_server


@contextmanager
def _left_as_found(engine: Engine) -> Iterator[None]:
    """Empty the server at the end, and drop the schema that was added."""
    before = _schema(engine)
    yield
    engine.write_freely("MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")
    engine.define(f"DROP {kind} `{name}` IF EXISTS" for kind, name in _schema(engine) if (kind, name) not in before)


def _schema(engine: Engine) -> list[tuple[str, str]]:
    """Every constraint, and every index that is not one's, by kind and name."""
    constraints = engine.read("SHOW CONSTRAINTS YIELD name").rows
    indexes = engine.read("SHOW INDEXES YIELD name, owningConstraint WHERE owningConstraint IS NULL").rows
    return [("CONSTRAINT", row[0]) for row in constraints] + [("INDEX", row[0]) for row in indexes]


@pytest.fixture(params=["embedded", "neo4j"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each of the two engines in turn, empty."""
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    return found


@pytest.fixture(params=["embedded", "neo4j"])
def via(request: pytest.FixtureRequest) -> Connection:
    """How to reach each of the two engines in turn: an empty graph in the study's own folder, and an empty server."""
    if request.param == "embedded":
        pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
        return Connection("embedded")
    request.getfixturevalue("neo4j_engine")
    name, word = os.environ.get("NEO4J_USERNAME"), os.environ.get("NEO4J_PASSWORD")
    return Connection(os.environ["NEO4J_URI"], name, word, os.environ.get("NEO4J_DATABASE"))


ON_EACH = ("engine", "via", "graph", "reader", "threesites")
"""The fixtures that are there once on each engine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that ask a Neo4j, so that ``-m neo4j`` and ``-m 'not neo4j'`` choose them."""
    for item in items:
        names: tuple[str, ...] = tuple(getattr(item, "fixturenames", ()))
        params: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
        asked = {"neo4j_engine", "neo4j_server", "neo4j_of_module"} & {*names}
        if asked or "neo4j" in (params.get(name) for name in ON_EACH):
            item.add_marker(pytest.mark.neo4j)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the last lines what was left out, and why."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(_reason(report) for report in skipped)
    if not reasons:
        return
    terminalreporter.section("left out")
    for reason, count in reasons.most_common():
        more = f" ({HOW})" if reason == WITHOUT else ""
        terminalreporter.write_line(f"{count} test{'s' if count > 1 else ''}: {reason}{more}")


def _reason(report: pytest.TestReport) -> str:
    where = report.longrepr
    return where[2].removeprefix("Skipped: ") if isinstance(where, tuple) else str(where)
