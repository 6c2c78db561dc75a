"""The files of `neo4j-admin database import`: what a real server makes of them is the graph they were written from."""

from __future__ import annotations

import csv
import os
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.cli import cli
from kgraph.connection import Connection
from kgraph.engines import Engine
from kgraph.errors import ForeignGraph, GraphIncomplete, KgraphError, UsageError
from kgraph.load import load
from kgraph.moving import Whole, Written, copy, export_admin_import
from kgraph.moving.admin_import import write_tables
from kgraph.schema import ddl
from kgraph.server.home import cache_folder
from kgraph.study import Study
from tests.moved import HERE, ROOT, RUNNER, awkward_study, everything, held, loaded, opened, there, threesites
from tests.studies import write_study

pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")


def exported(study: Study, folder: Path) -> Written:
    with opened(HERE, study) as graph:
        return export_admin_import(Whole(graph), folder)


# -- a real server -----------------------------------------------------------------------------------------------------


class Server:
    """A Neo4j of these tests' own, which is stopped while it is filled."""

    def __init__(self, home: Path, java: str) -> None:
        self.home, self.java = home, java

    def script(self, what: str) -> str:
        command = [sys.executable, str(ROOT / "scripts" / "neo4j_server.py"), "--home", str(self.home), what]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def fill(self, folder: Path) -> Connection:
        """Import the files of a folder in the place of what it holds, and start it."""
        self.script("stop")
        jars = max((cache_folder() / "jars").glob("5.*"))
        tool = [self.java, "--add-opens=java.base/java.nio=ALL-UNNAMED", "-cp", f"{jars}/*", "org.neo4j.cli.AdminTool"]
        home = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        done = subprocess.run(
            [*tool, "database", "import", "full", "neo4j", "--overwrite-destination", "@import.args"],
            cwd=folder, env={**os.environ, **home}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        self.script("start")
        words = (word.split("=", 1) for word in shlex.split(self.script("env")) if "=" in word)
        found = dict(words)
        return Connection(found["NEO4J_URI"], found["NEO4J_USERNAME"], found["NEO4J_PASSWORD"])


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory, neo4j_server: Engine) -> Iterator[Server]:
    """A server that may be stopped and filled; beside the environment's, so that both are there or neither."""
    java = shutil.which("java", path=f"{os.environ.get('JAVA_HOME')}/bin") or shutil.which("java")
    if not (java and shutil.which("mvn")):
        missing = "there is no Java or no Maven to import with"
        if os.environ.get("KGRAPH_REQUIRE_NEO4J") == "1":
            pytest.fail(f"{missing}, and KGRAPH_REQUIRE_NEO4J=1 says that no test may be left out for that")
        pytest.skip(missing)
    server = Server(tmp_path_factory.mktemp("import"), java)
    server.script("start")
    try:
        yield server
    finally:
        server.script("stop")


def finish(via: Connection, folder: Path) -> None:
    """Run the script that goes with the files, as cypher-shell would: each statement by itself."""
    with opened(via, None) as graph:
        for line in (folder / "finish.cypher").read_text(encoding="utf-8").splitlines():
            graph.engine.write_freely(line.removesuffix(";"))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("make", [threesites, awkward_study])
def test_a_server_that_is_filled_from_the_files_holds_the_graph(
    tmp_path: Path, own_server: Server, neo4j_engine: Engine, make: Callable[[Path], Study]
) -> None:
    study, folder = loaded(make(tmp_path / "study")), tmp_path / "files"
    written = exported(study, folder)
    via = own_server.fill(folder)
    with opened(via, study) as graph, pytest.raises(GraphIncomplete, match="holds only a part of the study"):
        graph.ready()
    finish(via, folder)
    found = held(via, study)
    assert found == held(HERE, study)
    assert (written.nodes, written.relationships) == tuple(map(len, found))
    assert load(study, via).same
    with opened(via, study) as graph:
        names = {name for (name,) in graph.engine.read("SHOW CONSTRAINTS YIELD name").rows}
        assert len(names) == sum(statement.startswith("CREATE CONSTRAINT") for statement in ddl())
    with opened(via, None) as old, opened(there(), None) as new:
        copy(old, new)  # from one server to another, without a study's folder
    assert everything(neo4j_engine) == found


# -- the files ---------------------------------------------------------------------------------------------------------

TINY = {
    "Actors": [{"id": "ana", "name": 'Ana "A" Lee', "size": 1}, {"id": "ben", "name": "Ben"}],
    "Networks": [{"id": "board", "name": "Board", "kind": "stable", "begins": "2010"}],
    "Sources": [{"id": "s1", "kind": "interview", "title": "One"}],
}
TINY_EVENT = {
    "id": "e1", "move": "share", "summary": "a; b,\nc", "date": "2010-07", "participants": ["ana"],
    "accounts": [{"id": "a1", "source": "s1"}, {"id": "a2", "source": "s1"}],
}  # fmt: skip


def test_the_files_of_a_tiny_study(tmp_path: Path) -> None:
    study, folder = loaded(write_study(tmp_path / "study", TINY, [TINY_EVENT])), tmp_path / "files"
    written = exported(study, folder)
    names = [
        "Account", "Actor", "Event", "IN-Account-Source", "Load", "Network-StableNetwork",
        "REPORTS-Account-Event", "Source", "TOOK_PART-Actor-Event",
    ]  # fmt: skip
    texts = {path.name: path.read_bytes().decode("utf-8") for path in folder.iterdir()}
    assert sorted(texts) == sorted(
        [
            *(f"{name}{end}.csv" for name in names for end in ("", "-header")),
            "README.txt",
            "finish.cypher",
            "import.args",
        ]
    )
    assert (written.nodes, written.relationships, written.files) == (8, 5, len(texts))
    actors = sorted(texts["Actor.csv"].splitlines())
    assert (texts["Actor-header.csv"], actors) == (
        '"id:ID(Actor)","name:string","kind:string","size:long","description:string"\n',
        ['"ana","Ana ""A"" Lee","person",1,', '"ben","Ben","person",,'],
    )
    assert (texts["Event-header.csv"], texts["Event.csv"]) == (
        '"id:ID(Event)","move:string","summary:string","date:string","outcome:string","conversion:string",'
        '"earliest:date","latest:date","date_certain:boolean","stands:boolean"\n',
        '"e1","share","a; b,\nc","2010-07",,,2010-07-01,2010-07-31,true,true\n',
    )
    assert (texts["TOOK_PART-Actor-Event-header.csv"], texts["TOOK_PART-Actor-Event.csv"]) == (
        '":START_ID(Actor)",":END_ID(Event)","role:string","accounts:string[]","denied_by:string[]"\n',
        '"ana","e1","participant","a1\x1fa2",""\n',
    )
    assert texts["import.args"].splitlines() == [
        "--nodes=Account=./Account-header.csv,./Account.csv",
        "--nodes=Actor=./Actor-header.csv,./Actor.csv",
        "--nodes=Event=./Event-header.csv,./Event.csv",
        "--nodes=Network:StableNetwork=./Network-StableNetwork-header.csv,./Network-StableNetwork.csv",
        "--nodes=Source=./Source-header.csv,./Source.csv",
        "--nodes=Load=./Load-header.csv,./Load.csv",
        "--relationships=IN=./IN-Account-Source-header.csv,./IN-Account-Source.csv",
        "--relationships=REPORTS=./REPORTS-Account-Event-header.csv,./REPORTS-Account-Event.csv",
        "--relationships=TOOK_PART=./TOOK_PART-Actor-Event-header.csv,./TOOK_PART-Actor-Event.csv",
        "--id-type=string",
        "--array-delimiter=U+001F",
        "--multiline-fields=true",
        "--legacy-style-quoting=false",
        "--ignore-empty-strings=false",
        "--trim-strings=false",
    ]
    with opened(HERE, study) as graph:
        (node,) = graph.loads()
    after = "CALL (n) { SET n.%s = [] } IN TRANSACTIONS OF 10000 ROWS;"
    assert texts["finish.cypher"].splitlines() == [
        *(f"{statement};" for statement in ddl()),
        f"MATCH (n:Load) WHERE n.texts IS NULL {after % 'texts'}",
        f"MATCH ()-[n:TOOK_PART]->() WHERE n.denied_by IS NULL {after % 'denied_by'}",
        f"MATCH (l:Load {{id: '{node['id']}'}}) SET l.complete = true;",
    ]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert (modes, stat.S_IMODE(folder.stat().st_mode)) == ({0o600}, 0o700)


NOT_READ = "" if sys.version_info >= (3, 11) else "\0"  # by the csv module of Python 3.10
TEXT = st.text(st.characters(codec="utf-8", exclude_characters=NOT_READ), max_size=20)
MEMBERS = st.lists(TEXT.filter(lambda text: "\x1f" not in text), min_size=1, max_size=3).filter(lambda m: m != [""])


@given(st.lists(st.tuples(st.none() | TEXT, MEMBERS), min_size=1, max_size=4))
@settings(max_examples=50)
def test_any_text_can_be_read_again(rows: list[tuple[str | None, list[str]]]) -> None:
    nodes: list[dict[str, Any]] = [
        {"id": str(n), "study": text, "files": members} for n, (text, members) in enumerate(rows)
    ]
    with tempfile.TemporaryDirectory() as folder:
        write_tables(Path(folder), [], [], nodes)
        with (Path(folder) / "Load.csv").open(encoding="utf-8", newline="") as file:
            found = list(csv.reader(file, strict=True))
    assert [(row[0], row[1], row[4].split("\x1f"), row[9]) for row in found] == [
        (str(n), text or "", members, "false") for n, (text, members) in enumerate(rows)
    ]


def test_nothing_is_told_from_an_empty_text(tmp_path: Path) -> None:
    rows: list[Mapping[str, Any]] = [{"id": "one", "description": ""}, {"id": "two"}]
    write_tables(tmp_path, [("Site", [dict(row) for row in rows])], [], [])
    assert (tmp_path / "Site.csv").read_text(encoding="utf-8") == '"one",,""\n"two",,\n'


def test_a_long_text_makes_the_importer_read_longer_lines(tmp_path: Path) -> None:
    quoted = {**TINY_EVENT, "accounts": [{"id": "a1", "source": "s1", "quote": "a" * 2_000_000}]}
    exported(loaded(write_study(tmp_path / "study", TINY, [quoted])), tmp_path / "files")
    longest = len((tmp_path / "files" / "Account.csv").read_text(encoding="utf-8").rstrip("\n"))
    arguments = (tmp_path / "files" / "import.args").read_text(encoding="utf-8").splitlines()
    assert [line for line in arguments if "buffer" in line] == [f"--read-buffer-size={8 * longest}"]


# -- refused -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by_hand", "named"),
    [
        ("MATCH ()-[r:TOOK_PART]->() WITH r LIMIT 1 SET r.denied_by = null", "TOOK_PART.denied_by has lists"),
        ("MATCH ()-[r:TOOK_PART]->() WITH r LIMIT 1 SET r.denied_by = ['']", "TOOK_PART.denied_by has lists"),
        ("MATCH ()-[r:HELD_IN]->() WITH r LIMIT 1 SET r.accounts = ['a\\u001Fb']", "HELD_IN.accounts has lists"),
        ("MATCH (e:Event {id: 'e1'}) SET e.mood = 'glad'", "the property mood of 1 Event"),
    ],
)
def test_what_could_not_be_imported_as_it_is_is_refused_and_nothing_is_left(
    tmp_path: Path, by_hand: str, named: str
) -> None:
    study = loaded(write_study(tmp_path / "study"))
    with opened(HERE, study) as graph:
        graph.engine.write_freely(by_hand)
    with pytest.raises(ForeignGraph, match=named):
        exported(study, tmp_path / "files")
    assert not (tmp_path / "files").exists()
    (tmp_path / "empty").mkdir()
    with pytest.raises(ForeignGraph, match=named):
        exported(study, tmp_path / "empty")
    assert list((tmp_path / "empty").iterdir()) == []


def test_the_command_writes_only_into_a_folder_that_is_new_or_empty(tmp_path: Path) -> None:
    study = loaded(write_study(tmp_path / "study", TINY, [TINY_EVENT]))
    command = ["export", "admin-import", "-s", str(study.folder)]
    told = RUNNER.invoke(cli, [*command, str(tmp_path / "files")], catch_exceptions=False)
    assert told.stdout == (
        f"Wrote 8 nodes and 5 relationships into 21 files in {tmp_path / 'files'}; README.txt there says how to import "
        "them\n"
    )
    assert told.stderr.startswith("The files hold passages and names of the study")
    with pytest.raises(UsageError, match="is there and not an empty folder; name a new one"):
        RUNNER.invoke(cli, [*command, str(tmp_path / "files")], catch_exceptions=False)
    own = RUNNER.invoke(cli, [*command, str(study.folder / ".kgraph" / "files")])
    assert (own.exit_code, "belongs to the study" in own.stderr) == (2, True)
    with pytest.raises(KgraphError, match="not an empty folder"):
        RUNNER.invoke(cli, [*command, str(study.folder)], catch_exceptions=False)
