"""The script of a graph: it makes the same graph anew, and two scripts differ in what changed and nowhere else."""

from __future__ import annotations

import difflib
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.cli import cli
from kgraph.connection import Connection
from kgraph.engines import Engine, Statement
from kgraph.errors import ForeignGraph, GraphIncomplete
from kgraph.load import load
from kgraph.moving import Whole, copy, export_script
from kgraph.moving.script import properties_text, text
from kgraph.schema import ddl
from kgraph.study import Study
from tests.moved import HERE, RUNNER, awkward_study, everything, held, loaded, opened, there
from tests.studies import EVENTS, SMALL, write_study

pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")

TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)


def script(study: Study, via: Connection = HERE) -> list[str]:
    with opened(via, study) as graph:
        return list(export_script(Whole(graph)))


# -- it makes the same graph -------------------------------------------------------------------------------------------


def test_the_script_makes_the_graph_anew(tmp_path: Path, engine: Engine) -> None:
    study = loaded(awkward_study(tmp_path / "study"))
    statements = [line.removesuffix(";") for line in script(study) if not line.startswith("//")]
    schema = ddl()
    engine.define(statements[: len(schema)])
    engine.write(Statement(statement) for statement in statements[len(schema) :])
    assert tuple(statements[: len(schema)]) == schema
    assert everything(engine) == held(HERE, study)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    from kgraph.engines.embedded import Embedded

    with Embedded(tmp_path_factory.mktemp("asked") / "graph") as engine:
        yield engine


@given(values=st.lists(TEXTS, max_size=5))
@settings(max_examples=50)
def test_every_text_is_read_as_it_was_by_the_embedded_engine(asked: Engine, values: list[str]) -> None:
    assert asked.read(f"RETURN {properties_text({'values': values})} AS found").rows == [({"values": values},)]


@given(values=st.lists(TEXTS, max_size=5))
@settings(max_examples=50)
def test_every_text_is_read_as_it_was_by_a_server(neo4j_of_module: Engine, values: list[str]) -> None:
    assert neo4j_of_module.read(f"RETURN {properties_text({'values': values})} AS found").rows == [
        ({"values": values},)
    ]


@given(TEXTS)
def test_every_text_is_on_one_line(value: str) -> None:
    assert len(text(value).splitlines()) == 1


# -- only what changed differs -----------------------------------------------------------------------------------------

TINY = {"Actors": [{"id": "ana", "name": "Ana's"}], "Sources": [{"id": "s1", "kind": "interview", "title": "One"}]}
TINY_EVENT = {
    "id": "e1", "move": "share", "summary": "Ana tells", "date": "2010-07", "participants": ["ana"],
    "accounts": [{"id": "a1", "source": "s1"}],
}  # fmt: skip


def test_the_whole_script_of_a_tiny_study(tmp_path: Path) -> None:
    study = loaded(write_study(tmp_path, TINY, [TINY_EVENT]))
    with opened(HERE, study) as graph:
        (node,) = graph.loads()
    *lines, last = script(study)
    assert lines == [
        "// The study small, for an empty database: cypher-shell -f FILE",
        "// It holds the study's passages and names: keep it as safeguarded as the study is.",
        *(f"{statement};" for statement in ddl()),
        "CREATE (:Account {id: 'a1', stance: 'asserts'});",
        "CREATE (:Actor {id: 'ana', kind: 'person', name: 'Ana\\'s'});",
        "CREATE (:Event {date: '2010-07', date_certain: true, earliest: date('2010-07-01'), id: 'e1', "
        "latest: date('2010-07-31'), move: 'share', stands: true, summary: 'Ana tells'});",
        "CREATE (:Source {access: 'safeguarded', id: 's1', kind: 'interview', title: 'One'});",
        "MATCH (a:Account {id: 'a1'}), (b:Source {id: 's1'}) CREATE (a)-[:IN]->(b);",
        "MATCH (a:Account {id: 'a1'}), (b:Event {id: 'e1'}) CREATE (a)-[:REPORTS]->(b);",
        "MATCH (a:Actor {id: 'ana'}), (b:Event {id: 'e1'}) "
        "CREATE (a)-[:TOOK_PART {accounts: ['a1'], denied_by: [], role: 'participant'}]->(b);",
    ]
    assert last == f"CREATE (:Load {properties_text(node)});"


def test_both_engines_and_any_order_of_the_files_give_one_script(tmp_path: Path, neo4j_engine: Engine) -> None:
    study = loaded(awkward_study(tmp_path / "one"))
    with opened(HERE, study) as old, opened(there(), study) as new:
        copy(old, new)
    turned = {name: list(reversed(rows)) for name, rows in reversed(SMALL.items())}
    one = loaded(write_study(tmp_path / "small"))
    other = loaded(write_study(tmp_path / "turned", turned, list(reversed(EVENTS))))
    assert script(study) == script(study, there())
    assert script(one)[:-1] == script(other)[:-1]


def test_only_what_changed_differs(tmp_path: Path) -> None:
    before = script(loaded(write_study(tmp_path)))
    first = {**EVENTS[0], "summary": "Ana tells the board"}
    after = script(loaded(write_study(tmp_path, events=[first, *EVENTS[1:]])))
    assert after[-2] == before[-1]
    differing = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    assert [line.partition(" {")[0] for line in differing] == [
        "- CREATE (:Event",
        "+ CREATE (:Event",
        "+ CREATE (:Load",
    ]


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_command_writes_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    study = loaded(write_study(tmp_path / "study"))
    folder, target = str(study.folder), tmp_path / "small.cypher"
    target.write_text("an older one", encoding="utf-8")
    to_file = RUNNER.invoke(cli, ["export", "cypher", "-s", folder, "-o", str(target)], catch_exceptions=False)
    shown = RUNNER.invoke(cli, ["export", "cypher", "-s", folder], catch_exceptions=False)
    said = (
        "This script holds passages and names of the study, those of controlled access too: keep that as safeguarded "
        "as the study is, and write it anew when somebody withdraws.\n"
    )
    assert target.read_text(encoding="utf-8") == shown.stdout == "".join(f"{line}\n" for line in script(study))
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert (to_file.stdout, to_file.stderr, shown.stderr) == ("", f"written to {target}\n{said}", said)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.cypher", "study"]


def test_what_is_refused_leaves_the_older_file(tmp_path: Path) -> None:
    study = loaded(write_study(tmp_path / "study"))
    target = tmp_path / "small.cypher"
    target.write_text("an older one", encoding="utf-8")
    with opened(HERE, study) as graph:
        graph.engine.write_freely("MATCH ()-[r:TOOK_PART]->() WITH r LIMIT 1 SET r.seat = 4")
    with pytest.raises(ForeignGraph, match="the property seat of 1 TOOK_PART"):
        RUNNER.invoke(cli, ["export", "cypher", "-s", str(study.folder), "-o", str(target)], catch_exceptions=False)
    assert target.read_text(encoding="utf-8") == "an older one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.cypher", "study"]
    own = RUNNER.invoke(cli, ["export", "cypher", "-s", str(study.folder), "-o", str(study.folder / "kgraph.toml")])
    assert (own.exit_code, "belongs to the study" in own.stderr) == (2, True)


def test_a_graph_that_is_not_loaded_whole_has_no_script(tmp_path: Path, neo4j_engine: Engine) -> None:
    study = write_study(tmp_path)
    load(study, there())
    neo4j_engine.write_freely("MATCH (l:Load) SET l.complete = false")
    with pytest.raises(GraphIncomplete, match="was interrupted"):
        script(study, there())
