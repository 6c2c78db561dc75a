"""The Neo4j of `kgraph up`, which commands call local: how it is reached, found outside a study, and listed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import kgraph as package
from checkout import ROOT
from kgraph.cli.move import _side
from kgraph.connection import Connection, connection
from kgraph.engines import Engine
from kgraph.engines.address import loopback
from kgraph.engines.settings import NAMES, Settings, variable
from kgraph.errors import UsageError
from kgraph.graph import Graph
from kgraph.server import State, home_of
from kgraph.study import open_study
from tests.studies import write_study
from tests.test_cli import kgraph
from tests.test_server import sleeping

OWN = "local is the Neo4j of `kgraph up`, whose user, password and database kgraph knows: leave out"


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user who never started a Neo4j, and has no setting in the environment but what a test puts there."""
    for name in [*map(variable, NAMES), "KGRAPH_STUDY"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KGRAPH_NEO4J_HOME", str(tmp_path / "neo4j"))


@contextmanager
def running(name: str = "", bolt: int = 7687, http: int = 7474, word: str = "of-its-own") -> Iterator[None]:
    """A server of `kgraph up` for a study or for none, as far as can be seen from outside: its folder and a process."""
    home = home_of(name)
    home.make()
    home.keep_password(word)
    with sleeping(home) as process:
        home.keep(State("java", bolt=bolt, http=http, pid=process.pid))
        yield


def stopped(name: str) -> None:
    """A server of `kgraph up` that was started once, and runs no more."""
    home_of(name).make()
    home_of(name).keep(State("java"))


# -- how it is reached -------------------------------------------------------------------------------------------------


def test_it_is_reached_by_what_kgraph_knows_and_by_every_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = write_study(tmp_path / "study")
    with (study.folder / "kgraph.toml").open("a") as file:
        file.write('[graph]\nuri = "neo4j+s://uni"\nusername = "anna"\nca = "ours.pem"\nwait_seconds = 2.5\n')
    monkeypatch.setenv("NEO4J_USERNAME", "ben")
    monkeypatch.setenv("NEO4J_PASSWORD", "of-the-university")
    monkeypatch.setenv("NEO4J_DATABASE", "falls")
    monkeypatch.setenv("KGRAPH_POOL_SIZE", "4")
    with running(study.id, 7999, 7998):
        found = connection(open_study(study.folder), {"uri": "local"}, {"retry_seconds": 3})
    assert (found.password, found) == (
        "of-its-own",
        Connection(
            "bolt://127.0.0.1:7999", "neo4j", "of-its-own", None, "http://localhost:7998/browser/",
            Settings(ca=study.folder / "ours.pem", pool_size=4, wait_seconds=2.5, retry_seconds=3.0),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-u", "anna"), "the username"),
        (("-p", "hush"), "the password"),
        (("-d", "falls"), "the database"),
        (("-u", "anna", "-p", "hush", "-d", "falls"), "the username and the password and the database"),
    ],
)
def test_a_user_password_or_database_for_it_is_refused(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    write_study(tmp_path / "study")
    asked = kgraph("status", "-a", "local", *words, folder=tmp_path / "study")
    assert asked == (2, "", f"kgraph: {OWN} {said} that you gave\n")


def test_what_is_given_for_one_side_of_a_copy_is_not_dropped_either(tmp_path: Path) -> None:
    given = dict.fromkeys(f"{side}_{name}" for side in ("from", "to") for name in ("username", "password", "database"))
    with running():
        assert _side(None, "from", "local", {**given, "to_username": "anna"}).username == "neo4j"
        with pytest.raises(UsageError) as refused:
            _side(None, "to", "local", {**given, "to_username": "anna"})
    assert str(refused.value) == f"{OWN} the username that you gave"


def test_a_wrong_setting_for_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGRAPH_POOL_SIZE", "many")
    with running(), pytest.raises(UsageError) as refused:
        package.open(uri="local")
    assert str(refused.value) == "KGRAPH_POOL_SIZE is 'many'; write a whole number of connections, from 1 to 1000"


# -- outside a study's folder ------------------------------------------------------------------------------------------


def test_outside_a_study_status_lists_servers_that_are_stopped_too(tmp_path: Path) -> None:
    for name in ("", "falls", "wards"):
        stopped(name)
    with running("falls", 7999, 7998):
        assert kgraph("status", folder=tmp_path) == (
            0,
            "Server   of no study in particular, stopped; `kgraph up` starts it\n"
            "Server   falls: Neo4j 5.26.28 at bolt://127.0.0.1:7999, Browser at http://localhost:7998/browser/\n"
            "Server   wards, stopped; `kgraph up` in the folder of wards starts it\n",
            "",
        )


def test_outside_a_study_status_lists_servers_where_all_are_stopped(tmp_path: Path) -> None:
    stopped("falls")
    assert kgraph("status", folder=tmp_path) == (
        0,
        "Server   falls, stopped; `kgraph up` in the folder of falls starts it\n",
        "",
    )


def test_outside_a_study_where_none_was_ever_started_status_asks_for_a_study(tmp_path: Path) -> None:
    assert kgraph("status", folder=tmp_path) == (
        2, "", f"kgraph: no kgraph.toml in {tmp_path}; `kgraph init DIR` makes a study folder\n",
    )  # fmt: skip


def test_in_a_study_status_lists_its_own_and_no_other_that_is_stopped(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    study = write_study(tmp_path / "study")
    for name in ("", study.id, "wards"):
        stopped(name)
    status, out, _ = kgraph("status", folder=study.folder)
    assert (status, [line for line in out.splitlines() if line.startswith("Server")]) == (
        0,
        ["Server   its own, stopped; `kgraph up` starts it"],
    )


def test_outside_a_study_there_is_nothing_to_browse_where_none_runs(tmp_path: Path) -> None:
    stopped("")
    assert kgraph("browser", "--no-open", folder=tmp_path) == (
        2, "",
        f"kgraph: no kgraph.toml in {tmp_path}, and no Neo4j that `kgraph up` started for no study in particular runs; "
        "give a study's folder with --study, or the address of a Neo4j with -a\n",
    )  # fmt: skip


def test_outside_a_study_the_one_of_no_study_is_browsed(tmp_path: Path, neo4j_engine: Engine) -> None:
    study = write_study(tmp_path / "study")
    Graph(neo4j_engine, study).load()
    where = urlsplit(os.environ["NEO4J_URI"])
    if not loopback(where.hostname or ""):
        pytest.skip("the Neo4j of the environment is on another computer")
    port = where.port or 7687
    (tmp_path / "elsewhere").mkdir()
    own = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    with running("", port, 7998, os.environ["NEO4J_PASSWORD"]):
        command = [sys.executable, "-m", "kgraph", "browser", "--no-open"]
        with subprocess.Popen(
            command, cwd=tmp_path / "elsewhere", env={**own, "PYTHONPATH": str(ROOT)}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=_heeds_ctrl_c,
        ) as serving:  # fmt: skip
            assert serving.stdout and serving.stderr
            address = serving.stdout.readline().strip()
            said = [serving.stderr.readline()]
            said += [serving.stderr.readline()]
            serving.send_signal(signal.SIGINT)
            said += [serving.stderr.read()]
            status = serving.wait(30)
    browsed, _, guide = address.partition("&arg=")
    assert browsed == f"http://localhost:7998/browser/?dbms=bolt://neo4j@127.0.0.1:{port}&db=neo4j&cmd=play"
    assert guide.startswith("http://localhost:") and guide.endswith("/guide.html")
    assert (status, said) == (
        0,
        [
            "making the guide …\n",
            "The guide and the style are served to Browser until you press Ctrl-C.\n",
            "Ended: the guide and the style are no longer served.\n",
        ],
    )


def _heeds_ctrl_c() -> None:
    """Let Ctrl-C end a command also where the tests themselves run in the background and do not heed it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
