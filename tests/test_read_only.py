"""Opened to read only: who may be there at once, what is refused, and that nothing is written."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kgraph
from checkout import ROOT
from kgraph.connection import Connection
from kgraph.engines import READ_ONLY, Engine, NodeTable, Statement
from kgraph.engines.door import open_engine
from kgraph.errors import GraphBusy, GraphError, GraphIncomplete, ReadOnlyError
from kgraph.load import load
from tests.studies import write_study

pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed here")

from kgraph.engines.embedded import Embedded

HOLD = """
import sys
from pathlib import Path
from kgraph.engines.embedded import Embedded
engine = Embedded(Path(sys.argv[1]), read_only=sys.argv[2] == "read")
print(engine.read("MATCH (e:Event) RETURN e.id").rows, flush=True)
sys.stdin.read()
"""
ROWS = [("e1",)]


def child(folder: Path, how: str) -> subprocess.Popen[str]:
    """A process of its own that has opened the graph, to "read" or to "write", and holds it until its input ends."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), how],
        **{"stdin": pipe, "stdout": pipe, "stderr": pipe, "text": True, "cwd": ROOT},
    )
    assert process.stdout
    if process.stdout.readline() != f"{ROWS}\n":
        raise AssertionError(process.communicate()[1])
    return process


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a graph of one event."""
    folder = tmp_path / "Städte & more" / "graph"
    with Embedded(folder) as engine:
        engine.define(["CREATE CONSTRAINT e IF NOT EXISTS FOR (n:Event) REQUIRE n.id IS UNIQUE"])
        engine.write([Statement("CREATE (:Event {id: 'e1'})")])
    return folder


def contents(folder: Path) -> dict[str, str]:
    """A hash of every file below a folder, save those that say who is there."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".lock")
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path.name != "gate"}


def rows(engine: Engine) -> list[Any]:
    return engine.read("MATCH (e:Event) RETURN e.id").rows


# -- who may be there --------------------------------------------------------------------------------------------------


def test_readers_of_several_processes_and_of_one_share_a_graph_and_write_nothing_into_it(folder: Path) -> None:
    before = contents(folder)
    other = child(folder, "read")
    try:
        with Embedded(folder, read_only=True) as first:
            with Embedded(folder, read_only=True) as second:
                assert (rows(first), rows(second)) == (ROWS, ROWS)
            assert rows(first) == ROWS, "the first still has it when the second is closed"
    finally:
        assert other.communicate("")[1] == ""
    assert contents(folder) == before
    assert not list(folder.glob("r-*"))


def test_one_that_would_write_is_told_who_reads(folder: Path) -> None:
    readers = [child(folder, "read")]
    try:
        with pytest.raises(GraphBusy) as busy:
            Embedded(folder)
        assert str(busy.value) == (
            f"The graph in {folder} is being read by 'python' (pid {readers[0].pid}), and nobody can write to it "
            "meanwhile: wait for it to end."
        )
        readers.append(child(folder, "read"))
        with pytest.raises(GraphBusy) as busy:
            Embedded(folder)
        assert {str(reader.pid) in str(busy.value) for reader in readers} == {True}
    finally:
        for reader in readers:
            reader.communicate("")
    with Embedded(folder, read_only=True), pytest.raises(GraphBusy, match=r"by this process \(pid \d+\), .*close\(\)"):
        Embedded(folder)
    with Embedded(folder) as engine:
        assert rows(engine) == ROWS


def test_a_reader_is_told_who_may_write(folder: Path) -> None:
    writer = child(folder, "write")
    try:
        with pytest.raises(GraphBusy, match=rf"^Another process \(pid {writer.pid}, 'python'\) holds the graph in "):
            Embedded(folder, read_only=True)
    finally:
        writer.communicate("")
    with Embedded(folder) as engine:
        with pytest.raises(GraphBusy, match=r"^This process \(pid \d+\) already has the graph in .* close it first"):
            Embedded(folder, read_only=True)
        assert rows(engine) == ROWS
    assert not list(folder.glob("r-*"))


def test_a_reader_that_was_killed_is_in_nobody_s_way(folder: Path) -> None:
    reader = child(folder, "read")
    reader.kill()
    reader.communicate()
    assert len(list(folder.glob("r-*"))) == 2
    with Embedded(folder) as engine:
        engine.rebuild([], [NodeTable(("Event",), {"id": ["e2"]})], [])
        assert rows(engine) == [("e2",)]
    assert not list(folder.glob("r-*"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_what_a_killed_writer_left_is_made_whole_before_it_is_read(folder: Path) -> None:
    writer = child(folder, "write")
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    assert list(folder.glob("g-*/database.lck")), "it was not closed"
    with Embedded(folder, read_only=True) as engine:
        assert rows(engine) == ROWS
    assert not list(folder.glob("g-*/database.lck"))


def test_where_nothing_was_loaded_there_is_nothing_to_read_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(GraphIncomplete) as nothing:
        Embedded(tmp_path / "graph", read_only=True)
    assert (
        str(nothing.value) == f"nothing has been loaded into {(tmp_path / 'graph').as_posix()} yet; `kgraph load` does"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever runs this may write anywhere")
def test_a_folder_where_one_may_not_write_is_said_to_be_so(folder: Path) -> None:
    for name in ("gate", "lock"):
        (folder / name).unlink(missing_ok=True)
    folder.chmod(0o555)
    try:
        with pytest.raises(GraphError, match=r"kgraph notes in that folder who reads it: .*Copy the study to where"):
            Embedded(folder, read_only=True)
    finally:
        folder.chmod(0o755)


# -- what is refused ---------------------------------------------------------------------------------------------------


@pytest.fixture(params=["embedded", "neo4j"])
def reader(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A graph of one event, opened to read only, on each engine."""
    if request.param == "embedded":
        found: Engine = Embedded(request.getfixturevalue("folder"), read_only=True)
    else:
        request.getfixturevalue("neo4j_engine").write([Statement("CREATE (:Event {id: 'e1'})")])
        name, word = os.environ.get("NEO4J_USERNAME"), os.environ.get("NEO4J_PASSWORD")
        found = open_engine(
            os.environ["NEO4J_URI"], username=name, password=word, database=os.environ.get("NEO4J_DATABASE"),
            read_only=True,
        )  # fmt: skip
    yield found
    found.close()


def test_whatever_would_write_is_refused_and_reading_goes_on(reader: Engine) -> None:
    tries = [
        lambda: reader.write([Statement("CREATE (:Event {id: 'e2'})")]),
        lambda: reader.write_freely("CREATE (:Event {id: 'e2'})"),
        lambda: reader.define(["CREATE INDEX i IF NOT EXISTS FOR (n:Event) ON (n.day)"]),
        lambda: reader.rebuild([], [], []),
    ]
    for one in tries:
        with pytest.raises(ReadOnlyError) as refused:
            one()
        assert str(refused.value) == READ_ONLY.format(place=reader.place)
    with pytest.raises(ReadOnlyError, match="only reading is allowed here"):
        reader.read("CREATE (:Event {id: 'e2'})")
    assert rows(reader) == ROWS


def test_a_study_is_asked_and_compared_but_not_loaded(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    load(study, via)
    with kgraph.open(tmp_path, uri=via.uri, read_only=True) as graph:
        assert len(graph.run("trace/route", idea="x")) == 3
        assert not len(graph.load(dry=True).plan or ())
        (tmp_path / "sheets" / "Ideas.csv").write_text("id,name\nx,Open data\ny,Falls\n", encoding="utf-8")
        with pytest.raises(ReadOnlyError, match="was opened to read only"):
            graph.load()
        assert graph.frame("Idea")["name"].tolist() == ["Open data", "Falls clinic"]
        assert repr(graph).endswith(", read only>")
