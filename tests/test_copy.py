"""Copying: the copy is the same in every node, relationship and property, or the copy says that it is not finished."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kgraph.cli import cli
from kgraph.connection import Connection
from kgraph.engines import Engine
from kgraph.errors import ConnectionFailed, ForeignGraph, GraphBusy, GraphIncomplete, UsageError
from kgraph.load import load
from kgraph.moving import Copied, Whole, copy
from kgraph.moving.copy import refuse_itself
from kgraph.property_kinds import node_kinds, relationship_kinds
from kgraph.server.ports import free_port
from kgraph.statements import DERIVED, node_columns, relationship_columns
from kgraph.study import Study
from kgraph.vocabulary import LABELS, TYPES
from tests.moved import HERE, RUNNER, awkward_study, everything, held, loaded, opened, there, threesites
from tests.studies import EVENTS, SMALL, many_events, write_study

pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")


def copied(source: Connection, target: Connection, study: Study, other: Study | None = None) -> Copied:
    with opened(source, study) as old, opened(target, other or study) as new:
        return copy(old, new)


def schema(engine: Engine) -> list[str]:
    constraints = engine.read("SHOW CONSTRAINTS YIELD name").rows
    return sorted(name for (name,) in constraints + engine.read("SHOW INDEXES YIELD name").rows if "token" not in name)


# -- the same ----------------------------------------------------------------------------------------------------------


def test_a_study_comes_back_from_a_server_as_it_went(tmp_path: Path, neo4j_engine: Engine) -> None:
    study, again = loaded(threesites(tmp_path / "one")), threesites(tmp_path / "again")
    before = held(HERE, study)
    there_and_back = [copied(HERE, there(), study), copied(there(), HERE, again)]
    assert everything(neo4j_engine) == before
    assert held(HERE, again) == before
    nodes, relationships = map(len, before)
    assert [(one.nodes, one.relationships, one.differed) for one in there_and_back] == [
        (nodes, relationships, nodes + relationships - 1),
        (nodes, relationships, None),
    ]


def test_texts_of_any_kind_survive(tmp_path: Path, neo4j_engine: Engine) -> None:
    study, again = loaded(awkward_study(tmp_path / "one")), awkward_study(tmp_path / "again")
    copied(HERE, there(), study)
    copied(there(), HERE, again)
    assert held(HERE, study) == everything(neo4j_engine) == held(HERE, again)


def test_constraints_and_indexes_come_too(tmp_path: Path, neo4j_engine: Engine) -> None:
    study = loaded(write_study(tmp_path))
    copied(HERE, there(), study)
    by_copy = schema(neo4j_engine)
    load(study, there())
    assert by_copy == schema(neo4j_engine)
    assert "actor_id" in by_copy


@pytest.mark.parametrize("to_server", [True, False], ids=["to-a-server", "from-a-server"])
def test_a_load_into_a_copy_knows_what_it_holds(tmp_path: Path, neo4j_engine: Engine, to_server: bool) -> None:
    study = write_study(tmp_path)
    source, target = (HERE, there()) if to_server else (there(), HERE)
    load(study, source)
    copied(source, target, study)
    before = held(target, study)
    assert load(study, target).same
    assert held(target, study) == before
    changed = write_study(tmp_path, events=[{**EVENTS[0], "summary": "Ana tells the board"}, *EVENTS[1:]])
    report = load(changed, target)
    assert [(label, found.added, found.changed, found.gone) for label, found in report.plan.nodes.items()] == [
        ("Event", [], ["e1"], [])
    ]
    assert report.plan.relationships == {}
    assert report.elsewhere, "the graph that it was copied from holds what the files said before"


def test_an_older_copy_becomes_the_same(tmp_path: Path, neo4j_engine: Engine) -> None:
    """With what a hand did to it taken back, and the loads of the one it is a copy of."""
    study = loaded(write_study(tmp_path))
    copied(HERE, there(), study)
    neo4j_engine.write_freely("MATCH (a:Actor {id: 'ana'}) SET a.name = 'Anna' CREATE (a)-[:LIKES]->(a)")
    newer = loaded(write_study(tmp_path, events=[*EVENTS[:2], *many_events(3)]))
    copied(HERE, there(), newer)
    assert everything(neo4j_engine) == held(HERE, newer)
    assert copied(HERE, there(), newer).differed == 0
    assert len(everything(neo4j_engine)[0]) == len(held(HERE, newer)[0])


def test_a_hand_s_value_of_a_property_of_ours_is_copied_as_it_is(tmp_path: Path, neo4j_engine: Engine) -> None:
    study = loaded(write_study(tmp_path))
    with opened(HERE, study) as graph:
        graph.engine.write_freely("MATCH (a:Actor {id: 'ana'}) SET a.name = 'Anna', a.size = 3")
        before = everything(graph.engine)
    copied(HERE, there(), study)
    assert everything(neo4j_engine) == before


# -- refused -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by_hand", "named"),
    [
        ("CREATE (:Note {id: 'n'})", "1 nodes (Note)"),
        ("CREATE (:Actor:Site {id: 'n'})", "1 nodes (Actor:Site)"),
        ("MATCH (a:Actor {id: 'ana'}), (b:Actor {id: 'ben'}) CREATE (a)-[:LIKES]->(b)", "1 relationships LIKES"),
        ("MATCH (a:Actor {id: 'ana'}) SET a.nickname = 'An'", "the property nickname of 1 Actor"),
        ("MATCH (a:Actor {id: 'ana'}) SET a.size = 'three'", "Actor.size where it is not a whole number"),
        ("MATCH (e:Event {id: 'e1'}) SET e.earliest = '2010'", "Event.earliest where it is not a day"),
        ("CREATE (:Barrier {name: 'Money'})", "1 Barrier without an id"),
        ("MATCH ()-[r:IN]->() WITH r LIMIT 1 SET r.page = 3", "the property page of 1 IN"),
        (
            "MATCH ()-[r:HELD_IN]->() WITH r LIMIT 1 SET r.accounts = [1]",
            "HELD_IN.accounts where it is not a list of texts",
        ),
        (
            "MATCH (a)-[r:MEMBER_OF {begins: '2009'}]->(b) CREATE (a)-[n:MEMBER_OF]->(b) SET n = properties(r)",
            "1 MEMBER_OF that are there already",
        ),
        ("MATCH (a:Actor {id: 'ana'}), (l:Load) CREATE (a)-[:IN]->(l)", "IN from Actor to Load"),
    ],
)  # fmt: skip
def test_what_kgraph_did_not_write_is_named_and_refused(tmp_path: Path, by_hand: str, named: str) -> None:
    study = loaded(write_study(tmp_path))
    with opened(HERE, study) as graph:
        graph.engine.write_freely(by_hand)
        with pytest.raises(ForeignGraph) as refused:
            Whole(graph).content()
        place = graph.place
    assert str(refused.value) == (
        f"{place} holds what kgraph did not write: {named}. `kgraph load --verify` into it makes it again what the "
        "study's files say"
    )
    load(study, HERE, verify=True)
    with opened(HERE, study) as graph:
        assert Whole(graph).content().nodes.keys() == {"Account", "Actor", "Event", "Idea", "Network", "Source"}


def test_a_database_of_another_study_is_left_alone(tmp_path: Path, neo4j_engine: Engine) -> None:
    study = loaded(write_study(tmp_path / "one"))
    other = write_study(tmp_path / "other", id="another")
    load(other, there())
    before = everything(neo4j_engine)
    with pytest.raises(ForeignGraph, match="holds the study another, not small; a database holds one study"):
        copied(HERE, there(), study)
    assert everything(neo4j_engine) == before


def test_a_database_with_nodes_of_others_is_left_alone(tmp_path: Path, neo4j_engine: Engine) -> None:
    study = loaded(write_study(tmp_path))
    neo4j_engine.write_freely("CREATE (:Film {title: 'One'})")
    with pytest.raises(ForeignGraph, match=r"holds nodes that kgraph did not write \(1 Film\)"):
        copied(HERE, there(), study)
    assert [node for node in everything(neo4j_engine)[0] if "Film" not in node] == []


def test_a_graph_that_is_not_loaded_whole_is_not_copied(tmp_path: Path, neo4j_engine: Engine) -> None:
    study = write_study(tmp_path)
    with pytest.raises(GraphIncomplete, match="nothing has been loaded"):
        copied(there(), HERE, study)
    load(study, there())
    neo4j_engine.write_freely("MATCH (l:Load) SET l.complete = false")
    with pytest.raises(GraphIncomplete, match="was interrupted"):
        copied(there(), HERE, study)


@pytest.mark.parametrize(
    "meanwhile",
    [
        "CREATE (:Load {id: 'later', study: 'small', at: '2999', complete: true})",
        "CREATE (:Barrier {id: 'money', name: 'Money'})",
        "MATCH (a:Actor {id: 'ana'})-[:MEMBER_OF]->(n) WITH a, n LIMIT 1 CREATE (a)-[:MEMBER_OF {begins: '2020'}]->(n)",
    ],
)
def test_a_graph_that_changes_while_it_is_read_is_not_taken_for_either(
    tmp_path: Path, neo4j_engine: Engine, meanwhile: str
) -> None:
    study = write_study(tmp_path, {**SMALL, "Barriers": [{"id": "time", "name": "Time"}]})
    load(study, there())
    with opened(there(), study) as graph:
        whole = Whole(graph)
        neo4j_engine.write_freely(meanwhile)
        with pytest.raises(GraphBusy, match="while it was read; do it again"):
            whole.content()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (HERE, Connection("embedded")),
        (Connection("bolt://localhost"), Connection("neo4j://127.0.0.1:7687", database="neo4j")),
        (Connection("bolt://anna:secret@Host:7688"), Connection("neo4j+s://HOST:7688", "ben")),
    ],
)
def test_a_graph_is_not_copied_to_itself(one: Connection, other: Connection) -> None:
    with pytest.raises(UsageError, match="a graph cannot be copied to itself; name two"):
        refuse_itself(one, other)


def test_another_database_or_port_is_another_graph() -> None:
    refuse_itself(Connection("bolt://localhost"), Connection("bolt://localhost:7688"))
    refuse_itself(Connection("bolt://localhost"), Connection("bolt://localhost", database="other"))
    refuse_itself(HERE, Connection("bolt://localhost"))


# -- killed ------------------------------------------------------------------------------------------------------------

_CHILD = """
import os, signal, sys
from pathlib import Path
import kgraph.write
from kgraph.engines.neo4j import Neo4j
from kgraph.study import open_study
from tests.moved import HERE, RUNNER, awkward_study, everything, held, loaded, opened, there, threesites
from kgraph.moving import copy

kgraph.write.ONE_TRANSACTION = 100
left, write = int(sys.argv[2]), Neo4j.write

def counted(self, *given):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    write(self, *given)

Neo4j.write = counted
study = open_study(Path(sys.argv[1]))
with opened(HERE, study) as old, opened(there(), study) as new:
    copy(old, new)
print("done")
"""


def killed_after(transactions: int, study: Study) -> Any:
    root = Path(__file__).resolve().parent.parent
    command: Sequence[str] = [sys.executable, "-c", _CHILD, str(study.folder), str(transactions)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120)


@pytest.mark.slow
def test_a_copy_that_is_killed_says_that_it_is_not_whole_and_copying_again_mends_it(
    tmp_path: Path, neo4j_engine: Engine
) -> None:
    study = loaded(write_study(tmp_path, events=[*EVENTS, *many_events(200)]))
    for transactions in (1, 5):
        done = killed_after(transactions, study)
        assert (done.returncode, done.stdout) == (-signal.SIGKILL, "")
        with opened(there(), study) as graph, pytest.raises(GraphIncomplete, match="holds only a part of the study"):
            graph.ready()
    copied(HERE, there(), study)
    assert everything(neo4j_engine) == held(HERE, study)


@pytest.mark.slow
def test_a_copy_over_an_older_one_that_is_killed_is_finished_by_a_load(tmp_path: Path, neo4j_engine: Engine) -> None:
    study = loaded(write_study(tmp_path))
    copied(HERE, there(), study)
    newer = loaded(write_study(tmp_path, events=[*EVENTS, *many_events(200)]))
    assert killed_after(4, newer).returncode == -signal.SIGKILL
    with opened(there(), newer) as graph, pytest.raises(GraphIncomplete, match="holds only a part of the study"):
        graph.ready()
    load(newer, there())
    ours, theirs = everything(neo4j_engine), held(HERE, newer)
    assert ours[1] == theirs[1]
    assert [node for node in ours[0] if "'Load'" not in node] == [node for node in theirs[0] if "'Load'" not in node]


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_command_copies_both_ways(tmp_path: Path, neo4j_engine: Engine) -> None:
    study = loaded(write_study(tmp_path))
    server = there().uri
    told = RUNNER.invoke(cli, ["copy", "embedded", server, "--study", str(tmp_path)], catch_exceptions=False)
    place = (study.hidden / "graph").as_posix()
    assert (told.exit_code, told.stdout) == (
        0,
        f"Copied the study small from {place} to {neo4j_engine.place}: 19 nodes and 35 relationships; 53 of them "
        "differed there\n",
    )
    back = RUNNER.invoke(cli, ["copy", server, "embedded", "--study", str(tmp_path)], catch_exceptions=False)
    assert back.stdout == (
        f"Copied the study small from {neo4j_engine.place} to {place}: 19 nodes and 35 relationships\n"
    )


def test_an_authority_for_another_server_does_not_keep_a_copy_from_this_computer(
    tmp_path: Path, neo4j_engine: Engine
) -> None:
    """As of a study that lives on a server of a university, and is copied to a Neo4j here."""
    study = loaded(write_study(tmp_path))
    with (tmp_path / "kgraph.toml").open("a") as file:
        file.write('[graph]\nuri = "neo4j+s://graph.example.org"\nca = "ours.pem"\n')
    told = RUNNER.invoke(cli, ["copy", "embedded", there().uri, "--study", str(tmp_path)], catch_exceptions=False)
    place = (study.hidden / "graph").as_posix()
    assert (told.exit_code, told.stdout) == (
        0,
        f"Copied the study small from {place} to {neo4j_engine.place}: 19 nodes and 35 relationships; 53 of them "
        "differed there\n",
    )


def test_the_command_refuses_one_graph_for_both(tmp_path: Path) -> None:
    write_study(tmp_path)
    with pytest.raises(UsageError, match="name two"):
        RUNNER.invoke(cli, ["copy", "embedded", "embedded", "-s", str(tmp_path)], catch_exceptions=False)


def test_the_side_that_cannot_be_reached_is_named_with_what_it_alone_is_told(tmp_path: Path) -> None:
    study = loaded(write_study(tmp_path))
    away = f"bolt://127.0.0.1:{free_port()}"
    with pytest.raises(ConnectionFailed) as refused:
        RUNNER.invoke(cli, ["copy", "embedded", away, "-s", str(study.folder)], catch_exceptions=False)
    said = str(refused.value)
    assert said.startswith(f"TO: No Neo4j answers at {away} (connection refused). ")
    assert said.endswith(" For TO alone there are --to-username, KGRAPH_TO_PASSWORD and --to-database.")


def test_each_side_has_its_own_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Options go before the address, and the address before the environment."""
    from kgraph.cli.move import _side

    monkeypatch.setenv("NEO4J_USERNAME", "envy")
    monkeypatch.setenv("NEO4J_PASSWORD", "of-all")
    monkeypatch.delenv("NEO4J_DATABASE", raising=False)
    none = dict.fromkeys(
        ["from_username", "from_password", "from_database", "to_username", "to_password", "to_database"]
    )
    given = {**none, "to_password": "own", "to_database": "two"}
    ways = [
        _side(None, "from", "bolt://anna:secret@one", given),
        _side(None, "to", "bolt://anna:secret@two", given),
        _side(None, "from", "bolt://three", given),
    ]
    assert [(way.username, way.password, way.database) for way in ways] == [
        ("anna", "secret", None),
        ("anna", "own", "two"),
        ("envy", "of-all", None),
    ]


def test_every_property_of_the_model_has_a_kind() -> None:
    assert {label: tuple(node_kinds(label)) for label in LABELS} == {label: node_columns(label) for label in LABELS}
    types = (*TYPES, *DERIVED)
    assert {t: tuple(relationship_kinds(t)) for t in types} == {t: relationship_columns(t) for t in types}
