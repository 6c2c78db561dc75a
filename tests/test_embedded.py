"""The embedded graph: who may hold it, what a crash leaves, what a rebuild swaps, and that it works unseen."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checkout import ROOT
from kgraph.engines import Node, NodeTable, Relationship, RelationshipTable, Statement
from kgraph.engines.java import MISSING
from kgraph.errors import EngineMissing, GraphBusy, GraphError, ParameterError, QueryError

pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed here")

from kgraph.engines.embedded import Embedded

SCHEMA = [
    "CREATE CONSTRAINT idea_id IF NOT EXISTS FOR (n:Idea) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT item_id IF NOT EXISTS FOR (n:KnowledgeItem) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT event_id IF NOT EXISTS FOR (n:Event) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX event_earliest IF NOT EXISTS FOR (n:Event) ON (n.earliest)",
]

START = """
import os, sys
from pathlib import Path
from kgraph.engines import NodeTable, RelationshipTable, Statement
from kgraph.engines.embedded import Embedded
engine = Embedded(Path(sys.argv[1]))
print("ready", flush=True)
"""

HOLD = START + "sys.stdin.read()"

WRITE = (
    START
    + """
for turn in range(10_000):
    half = "UNWIND range(1, 300) AS i CREATE (:Event {turn: $turn, half: $half})"
    engine.write([Statement(half, {"turn": f"{os.getpid()}-{turn}", "half": side}) for side in "ab"])
"""
)

REBUILD = (
    START
    + """
for turn in range(1, 10_000):
    ids = [f"e{i}" for i in range(2_000)]
    events = NodeTable(("Event",), {"id": ids, "turn": [turn] * len(ids)})
    after = RelationshipTable("AFTER", "Event", "Event", ids[1:], ids[:-1], {"turn": [turn] * (len(ids) - 1)})
    engine.rebuild(["CREATE CONSTRAINT e IF NOT EXISTS FOR (n:Event) REQUIRE n.id IS UNIQUE"], [events], [after])
    engine.mark(str(turn))
"""
)


def child(script: str, folder: Path, cwd: Path | None = None) -> subprocess.Popen[str]:
    """A process of its own that runs a script on the graph in a folder, once it has opened it."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(folder)],
        **{"stdin": pipe, "stdout": pipe, "stderr": pipe, "text": True, "cwd": cwd or ROOT},
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout
    if process.stdout.readline() != "ready\n":
        raise AssertionError(process.communicate()[1])
    return process


def tables(*ids: str, name: Any = None) -> list[NodeTable]:
    return [NodeTable(("Idea", "KnowledgeItem"), {"id": list(ids), "name": [name] * len(ids)})]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Städte & more" / "graph"


# -- who holds it ------------------------------------------------------------------------------------------------------


def test_a_second_process_is_told_who_holds_the_graph(folder: Path) -> None:
    holder = child(HOLD, folder)
    try:
        with pytest.raises(GraphBusy) as busy:
            Embedded(folder)
        assert str(busy.value).startswith(f"Another process (pid {holder.pid}, 'python') holds the graph in {folder}: ")
        assert Embedded.state(folder) == {"graph": next(folder.glob("g-*")).name, "load": None}
    finally:
        holder.communicate("")
    assert holder.returncode == 0
    Embedded(folder).close()


def test_the_same_process_twice_is_told_so(folder: Path) -> None:
    with (
        Embedded(folder),
        pytest.raises(GraphBusy, match=r"^This process \(pid \d+\) already has the graph in .* open"),
    ):
        Embedded(folder)
    Embedded(folder).close()


def test_a_killed_process_leaves_no_lock(folder: Path) -> None:
    holder = child(HOLD, folder)
    holder.kill()
    holder.communicate()
    with Embedded(folder) as engine:
        assert engine.read("MATCH (n) RETURN count(n)").rows == [(0,)]


# -- what it was made from ---------------------------------------------------------------------------------------------


def test_what_the_graph_was_made_from_is_read_without_starting_java(folder: Path) -> None:
    assert Embedded.state(folder) is None
    with Embedded(folder) as engine:
        assert Embedded.state(folder) == {"graph": next(folder.glob("g-*")).name, "load": None}
        engine.mark("load-1")
    script = (
        "import sys; from pathlib import Path; from kgraph.engines.embedded import Embedded;"
        "print(Embedded.state(Path(sys.argv[1]))['load'], 'jpype' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "load-1 False\n"


def test_a_mark_outlives_the_process_and_a_rebuild_takes_it_off(folder: Path) -> None:
    with Embedded(folder) as engine:
        engine.rebuild(SCHEMA, tables("a"), [])
        engine.mark("load-1")
    with Embedded(folder) as engine:
        assert Embedded.state(folder) == {"graph": next(folder.glob("g-*")).name, "load": "load-1"}
        engine.mark(None)
        engine.mark("load-2")
        engine.rebuild(SCHEMA, tables("b"), [])
    assert (Embedded.state(folder) or {})["load"] is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"graph": 1}', '{"graph": "g-gone", "load": null}'])
def test_a_damaged_folder_is_said_to_be_so_and_left_alone(folder: Path, text: str) -> None:
    Embedded(folder).close()
    (folder / "current").write_text(text, encoding="utf-8")
    with pytest.raises(GraphError, match="is damaged: its file 'current' names no graph that is there"):
        Embedded(folder)
    assert (folder / "current").read_text(encoding="utf-8") == text


# -- rebuilding --------------------------------------------------------------------------------------------------------


def test_a_rebuild_puts_the_new_graph_in_the_place_of_the_old(folder: Path) -> None:
    with Embedded(folder) as engine:
        engine.write([Statement("CREATE (:Old {id: 'x'})")])
        engine.rebuild(
            iter(SCHEMA),
            iter(
                [
                    NodeTable(
                        ("Event",), {"id": ["e1", "e2"], "earliest": [date(2010, 1, 2), None], "certain": [True, None]}
                    ),
                    NodeTable(("Idea", "KnowledgeItem"), {"id": ["i1"], "name": ["Öffnen 😀"]}),
                    NodeTable(("Routine", "KnowledgeItem"), {"id": ["r1"]}),
                    NodeTable(("Actor",), {"id": []}),
                ]
            ),
            iter(
                [
                    RelationshipTable("AFTER", "Event", "Event", ["e2"], ["e1"], {}),
                    RelationshipTable(
                        "CONCERNS", "Event", "KnowledgeItem", ["e1", "e1"], ["i1", "r1"], {"accounts": [["t1"], []]}
                    ),
                    RelationshipTable(
                        "BUILDS_ON", "KnowledgeItem", "KnowledgeItem", ["i1"], ["r1"], {"until": [date(2011, 2, 3)]}
                    ),
                    RelationshipTable("MET", "Event", "Actor", [], [], {"accounts": []}),
                ]
            ),
        )
        first = Node(("Event",), {"id": "e1", "earliest": date(2010, 1, 2), "certain": True})
        idea, routine = (
            Node(("Idea", "KnowledgeItem"), {"id": "i1", "name": "Öffnen 😀"}),
            Node(("KnowledgeItem", "Routine"), {"id": "r1"}),
        )
        wanted = [(first,), (Node(("Event",), {"id": "e2"}),), (idea,), (routine,)]
        relationships = [
            (Relationship("AFTER", {}, "e2", "e1"),),
            (Relationship("BUILDS_ON", {"until": date(2011, 2, 3)}, "i1", "r1"),),
            (Relationship("CONCERNS", {"accounts": ["t1"]}, "e1", "i1"),),
            (Relationship("CONCERNS", {"accounts": []}, "e1", "r1"),),
        ]
        for _ in range(2):
            assert engine.read("MATCH (n) RETURN n ORDER BY n.id").rows == wanted
            assert engine.read("MATCH ()-[r]->(m) RETURN r ORDER BY type(r), m.id").rows == relationships
            assert engine.read("MATCH (n:Event) WHERE n.earliest < date('2011-01-01') RETURN n.id").rows == [("e1",)]
            assert engine.read(
                "MATCH (n:KnowledgeItem {id: 'i1'}) RETURN labels(n) = ['Idea', 'KnowledgeItem']"
            ).rows == [(True,)]
            assert len(list(folder.glob("g-*"))) == 1
            engine.close()
            engine = Embedded(folder)  # the second round reads what is on the disk
        engine.define(SCHEMA)
        engine.write([Statement("MATCH (n:Event {id: 'e2'}) SET n.earliest = $day", {"day": date(2012, 1, 1)})])
        assert engine.read("MATCH (n:Event) RETURN n.earliest ORDER BY n.earliest").rows == [
            (date(2010, 1, 2),),
            (date(2012, 1, 1),),
        ]
        with pytest.raises(QueryError):
            engine.write([Statement("CREATE (:Skill:KnowledgeItem {id: 'i1'})")])
        engine.close()


@pytest.mark.parametrize(
    ("nodes", "relationships"),
    [
        (tables("a", "a"), []),
        ([*tables("a"), NodeTable(("Skill", "KnowledgeItem"), {"id": ["a"]})], []),
        (tables("a"), [RelationshipTable("PART_OF", "Idea", "Idea", ["a"], ["nobody"], {})]),
        (tables("a", name="half \ud83d"), []),
        (tables("a", name=object()), []),
        (tables("a", name=2**64), []),
    ],
)
def test_a_rebuild_that_fails_leaves_the_old_graph(folder: Path, nodes: list[NodeTable], relationships: Any) -> None:
    with Embedded(folder) as engine:
        engine.rebuild(SCHEMA, tables("kept"), [])
        engine.mark("load-1")
        before = Embedded.state(folder)
        with pytest.raises((QueryError, ParameterError)):
            engine.rebuild(SCHEMA, nodes, relationships)
        assert engine.read("MATCH (n) RETURN n.id").rows == [("kept",)]
        assert Embedded.state(folder) == before
        assert len(list(folder.glob("g-*"))) == 1
        engine.rebuild(SCHEMA, tables("next"), [])
        assert engine.read("MATCH (n) RETURN n.id").rows == [("next",)]


def test_what_json_cannot_carry_arrives_all_the_same(folder: Path) -> None:
    values = {"id": ["a", "b"], "days": [[date(2010, 1, 2)], None], "far": [float("inf"), 1.0]}
    with Embedded(folder) as engine:
        links = RelationshipTable("AFTER", "Event", "Event", ["a", "b"], ["b", "a"], {"days": [[date(2010, 1, 2)], []]})
        engine.rebuild([], [NodeTable(("Event",), values)], [links])
        assert engine.read("MATCH (n)-[r]->() RETURN n, r.days ORDER BY n.id").rows == [
            (Node(("Event",), {"id": "a", "days": [date(2010, 1, 2)], "far": float("inf")}), [date(2010, 1, 2)]),
            (Node(("Event",), {"id": "b", "far": 1.0}), []),
        ]


# -- crashes -----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_process_killed_in_the_middle_of_a_rebuild_leaves_one_whole_graph(folder: Path) -> None:
    chance = random.Random(7)
    for _ in range(5):
        builder = child(REBUILD, folder)
        time.sleep(chance.uniform(0.1, 2.5))
        builder.kill()
        builder.communicate()
        with Embedded(folder) as engine:
            nodes = engine.read("MATCH (n:Event) RETURN n.turn AS turn, count(n)").rows
            edges = engine.read("MATCH ()-[r:AFTER]->() RETURN r.turn AS turn, count(r)").rows
            state = Embedded.state(folder) or {}
            assert [graph.name for graph in folder.glob("g-*")] == [state["graph"]]
            assert not list(folder.glob("*.part"))
        turn = nodes[0][0] if nodes else None
        assert (nodes, edges) == ([(turn, 2_000)], [(turn, 1_999)]) if nodes else ([], [])
        assert state["load"] in (None, str(turn))


@pytest.mark.slow
def test_a_process_killed_in_the_middle_of_a_write_leaves_whole_transactions(folder: Path) -> None:
    chance = random.Random(11)
    for _ in range(5):
        writer = child(WRITE, folder)
        time.sleep(chance.uniform(0.1, 1.5))
        writer.kill()
        writer.communicate()
        assert halves(folder) == set()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("script", [WRITE, REBUILD], ids=["write", "rebuild"])
def test_a_signal_in_the_middle_closes_the_graph_and_leaves_it_whole(
    folder: Path, number: signal.Signals, script: str
) -> None:
    working = child(script, folder)
    time.sleep(1.0)
    working.send_signal(number)
    said = working.communicate(timeout=60)[1]
    assert working.returncode == (143 if number == signal.SIGTERM else -signal.SIGINT)
    assert said == "" if number == signal.SIGTERM else said.rstrip().endswith("KeyboardInterrupt")
    assert not (folder / "holder").exists()
    assert len(list(folder.glob("g-*"))) == 1
    assert halves(folder) == set()


def test_an_interrupt_while_a_rebuild_tidies_up_leaves_one_graph_once_closed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    with Embedded(folder) as engine:
        monkeypatch.setattr("kgraph.engines.embedded.shutil.rmtree", interrupted)
        with pytest.raises(KeyboardInterrupt):
            engine.rebuild(SCHEMA, tables("new"), [])
        assert len(list(folder.glob("g-*"))) == 2
    assert len(list(folder.glob("g-*"))) == 1
    with Embedded(folder) as engine:
        assert engine.read("MATCH (n) RETURN n.id").rows == [("new",)]


def halves(folder: Path) -> set[Any]:
    """The writes of which not everything is there."""
    with Embedded(folder) as engine:
        rows = engine.read("MATCH (n:Event) WHERE n.half IS NOT NULL RETURN n.turn, n.half, count(n)").rows
    whole = {(turn, half) for turn, half, count in rows if count == 300}
    return {row for row in rows if row[2] != 300} | {
        turn for turn, _ in whole if not {(turn, "a"), (turn, "b")} <= whole
    }


def test_what_a_crashed_rebuild_left_is_removed_when_the_graph_is_opened(folder: Path) -> None:
    with Embedded(folder) as engine:
        engine.rebuild([], tables("a"), [])
    for name in ("g-000000000001", "g-000000000002"):
        (folder / name).mkdir()
        (folder / name / "half.bucket").write_bytes(b"x" * 1000)
    (folder / "current.part").write_text("{", encoding="utf-8")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with Embedded(folder) as engine:
        assert engine.read("MATCH (n) RETURN n.id").rows == [("a",)]
    left = {path.name for path in folder.iterdir()} - {(Embedded.state(folder) or {})["graph"]}
    assert left == {"current", "gate", "lock", "notes.txt"}


# -- unseen ------------------------------------------------------------------------------------------------------------


def test_it_prints_nothing_and_leaves_nothing_where_the_user_is(folder: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    script = (
        START
        + """
engine.define(["CREATE CONSTRAINT e IF NOT EXISTS FOR (n:Event) REQUIRE n.id IS UNIQUE"])
engine.rebuild(["CREATE INDEX i IF NOT EXISTS FOR (n:Event) ON (n.day)"], [NodeTable(("Event",), {"id": ["a"]})], [])
engine.write([Statement("MATCH (n) SET n.x = 1")])
try:
    engine.read("RETRUN")
except Exception as error:
    print(type(error).__name__)
print(engine.read("MATCH (n) RETURN n.id, n.x").rows)
"""
    )
    process = child(script, folder, cwd=here)
    assert process.communicate() == ("QueryError\n[('a', 1)]\n", "")
    assert process.returncode == 0
    assert list(here.iterdir()) == []


def test_without_the_engine_s_package_one_sentence_says_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "arcadedb_embedded", None)
    with pytest.raises(EngineMissing) as missing:
        Embedded(folder)
    assert str(missing.value) == MISSING
    assert not folder.exists()


def test_a_heap_that_is_no_size_is_refused(folder: Path) -> None:
    script = START.partition("print")[0]
    environment = {**os.environ, "KGRAPH_HEAP": "lots", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script, str(folder)], env=environment, capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == (
        "kgraph.errors.UsageError: KGRAPH_HEAP is 'lots': give a number and m or g, such as 512m or 2g."
    )


def test_a_question_that_needs_more_memory_than_there_is_says_what_to_do(folder: Path) -> None:
    """The engine stops it at half of its heap, before Java is out of memory; the graph goes on answering."""
    script = (
        "import sys; from pathlib import Path; from kgraph.engines.embedded import Embedded\n"
        "with Embedded(Path(sys.argv[1])) as engine:\n"
        "    try:\n"
        "        engine.read('UNWIND range(1, 400000) AS n WITH n, toString(n) AS t ORDER BY t RETURN count(t)')\n"
        "    except Exception as error:\n"
        "        print(type(error).__name__, error)\n"
        "    print(engine.read('RETURN 1 AS one').rows)\n"
    )
    environment = {**os.environ, "KGRAPH_HEAP": "48m", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script, str(folder)], env=environment, capture_output=True, text=True)
    assert done.stdout.splitlines() == [
        "OutOfMemory This needs more memory than the embedded graph may take: ask for less, set KGRAPH_HEAP to more "
        "(it takes 1g unless told), such as 4g, or load the study into a Neo4j, which `kgraph up` starts.",
        "[(1,)]",
    ], done.stderr


def test_a_question_is_not_refused_for_memory_that_earlier_ones_have_not_given_back(folder: Path) -> None:
    """The engine counts what a subquery put in order as held until Java tidies up; forty of these are too much."""
    query = "CALL { UNWIND range(1, 80000) AS n WITH n ORDER BY n DESC RETURN collect(n) AS c } RETURN size(c) AS n"
    script = (
        "import sys; from pathlib import Path; from kgraph.engines.embedded import Embedded\n"
        "with Embedded(Path(sys.argv[1])) as engine:\n"
        "    print({tuple(engine.read(sys.argv[2]).rows) for _ in range(40)})\n"
    )
    environment = {**os.environ, "KGRAPH_HEAP": "48m", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script, str(folder), query]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["{((80000,),)}"], done.stderr


def test_a_disk_that_fills_up_in_the_middle_of_a_rebuild_is_noticed(folder: Path) -> None:
    """Files may have 2 MB here. The engine meets that in a thread of its own, and tells nobody."""
    pytest.importorskip("resource", reason="Windows has no limit on the size of files")
    script = (
        START
        + """
import resource
from kgraph.errors import GraphError
engine.rebuild([], [NodeTable(("Event",), {"id": ["kept"]})], [])
engine.mark("load-1")
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
many = [f"e{i}" for i in range(20_000)]
try:
    engine.rebuild([], [NodeTable(("Event",), {"id": many, "text": ["x" * 500] * len(many)})], [])
except GraphError as error:
    print(error)
print(engine.read("MATCH (n) RETURN n.id").rows, Embedded.state(Path(sys.argv[1]))["load"])
"""
    )
    said, complaints = child(script, folder).communicate()
    assert (said.splitlines(), complaints) == (
        [
            f"The graph in {folder} could not be written, and stays as it was: the disk is full.",
            "[('kept',)] load-1",
        ],
        "",
    )
    assert len(list(folder.glob("g-*"))) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere file names are UTF-8 whatever the locale")
def test_the_c_locale_is_no_hindrance(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    script = (
        START
        + """
engine.write([Statement("CREATE (:Event {id: $id})", {"id": "\u00f6\U0001f600"})])
print(ascii(engine.read("MATCH (n) RETURN n.id").rows), os.environ["LC_ALL"])
"""
    )
    assert child(script, folder).communicate() == ("[('\\xf6\\U0001f600',)] C\n", "")


def test_a_folder_that_cannot_be_made_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(GraphError, match="could not be written"):
        Embedded(tmp_path / "file" / "graph")


def test_the_holder_s_name_is_plain_json(folder: Path) -> None:
    with Embedded(folder):
        assert set(json.loads((folder / "holder").read_text(encoding="utf-8"))) == {"pid", "command", "notebook"}


def test_a_graph_opened_in_one_thread_is_let_go_of_in_another(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as elsewhere:
        opened = elsewhere.submit(Embedded, tmp_path / "graph").result()
    opened.close()
    with Embedded(tmp_path / "graph") as again:
        assert again.read("RETURN 1 AS one").rows == [(1,)]
