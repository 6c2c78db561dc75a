"""The Neo4j engine: what is said when there is no reaching it, what it asks of the driver, and what never leaks."""

from __future__ import annotations

import base64
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from neo4j import exceptions as driver

from checkout import ROOT
from kgraph.connection import Connection
from kgraph.engines import Engine, Statement
from kgraph.engines.door import open_engine
from kgraph.engines.neo4j import Neo4j
from kgraph.engines.neo4j_errors import EXCEPTIONS, in_words
from kgraph.errors import ConnectionFailed, GraphError, KgraphError, OutOfMemory, QueryError, ReadOnlyError
from kgraph.graph import Graph
from kgraph.load import load
from kgraph.status import status
from kgraph.study import KEPT, Study, open_study
from tests.studies import write_study

PLACE = "bolt://localhost:7687"


def kinds(kind: type[BaseException]) -> Iterator[type[BaseException]]:
    """A class of exceptions and everything below it."""
    yield kind
    for below in kind.__subclasses__():
        yield from kinds(below)


EVERY = sorted({*kinds(driver.DriverError), *kinds(driver.Neo4jError)}, key=lambda kind: kind.__name__)

CODES = [
    ("Neo.ClientError.Statement.SyntaxError", QueryError),
    ("Neo.ClientError.Statement.ParameterMissing", QueryError),
    ("Neo.ClientError.Statement.AccessMode", ReadOnlyError),
    ("Neo.ClientError.Schema.ConstraintValidationFailed", QueryError),
    ("Neo.ClientError.Security.Unauthorized", ConnectionFailed),
    ("Neo.ClientError.Security.CredentialsExpired", ConnectionFailed),
    ("Neo.ClientError.Security.AuthenticationRateLimit", ConnectionFailed),
    ("Neo.ClientError.Security.Forbidden", QueryError),
    ("Neo.ClientError.Database.DatabaseNotFound", ConnectionFailed),
    ("Neo.TransientError.Transaction.DeadlockDetected", ConnectionFailed),
    ("Neo.TransientError.General.DatabaseUnavailable", ConnectionFailed),
    ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", OutOfMemory),
    ("Neo.DatabaseError.General.UnknownError", QueryError),
    ("Something.Never.Heard.Of", QueryError),
    (None, QueryError),
]


# -- nothing of the driver's leaks -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_every_exception_of_the_driver_becomes_one_of_ours(kind: type[BaseException]) -> None:
    if issubclass(kind, driver.Neo4jError):  # made by the driver from what the server sent
        error = driver.Neo4jError._hydrate_neo4j(
            code="Neo.ClientError.General.Unknown", message="first line\nsecond line"
        )
        error.__class__ = kind
    else:
        error = kind.__new__(kind)
        error.args = ("first line\nsecond line",)
    assert isinstance(error, EXCEPTIONS)
    said = in_words(error, PLACE, None, reading=False)
    assert isinstance(said, GraphError)
    assert "\n" not in str(said)
    assert str(said).endswith(".") or isinstance(said, QueryError)


@pytest.mark.parametrize(("code", "kind"), CODES)
def test_every_kind_of_answer_of_the_server_s_has_its_own_error(code: str | None, kind: type[KgraphError]) -> None:
    error = driver.Neo4jError._hydrate_neo4j(code=code, message="first line\nsecond line")
    said = in_words(error, PLACE, "study", reading=True)
    assert type(said) is kind
    assert "second line" not in str(said)
    if type(said) is QueryError:
        assert "first line" in str(said)


@pytest.mark.parametrize(
    "error", [OSError("x"), ValueError("x"), TypeError("x"), OverflowError("x"), ssl.SSLError("x"), TimeoutError()]
)
def test_what_python_says_of_the_network_or_of_a_value_does_not_leak(error: Exception) -> None:
    assert isinstance(error, EXCEPTIONS)
    assert isinstance(in_words(error, PLACE, None, reading=True), KgraphError)


# -- away --------------------------------------------------------------------------------------------------------------


@contextmanager
def answering(words: bytes) -> Iterator[int]:
    """A port that answers everybody with the same words, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(100)
                    connection.sendall(words)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def refused(uri: str, *more: str) -> str:
    """What opening an address says, which must be one sentence or two about it."""
    with pytest.raises(ConnectionFailed) as failed:
        open_engine(uri, **dict(zip(("username", "password", "database"), more, strict=False)))
    assert "\n" not in str(failed.value)
    return str(failed.value)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s", "bolt+ssc", "neo4j+s"])
def test_a_closed_port_is_named_with_what_to_do(scheme: str) -> None:
    uri = f"{scheme}://127.0.0.1:{closed_port()}"
    assert refused(uri, "neo4j", "secret") == (
        f"No Neo4j answers at {uri} (connection refused). Start it, or correct its address; without one, kgraph uses a "
        "graph in the study's own folder."
    )


def test_a_host_that_is_not_there_is_named() -> None:
    assert refused("bolt+s://nowhere.invalid", "neo4j", "secret").startswith(
        "There is no host of the name in bolt+s://nowhere.invalid."
    )


def test_a_password_in_the_address_is_never_shown() -> None:
    port = closed_port()
    said = refused(f"bolt://anna:se%40cret@127.0.0.1:{port}")
    assert f"bolt://127.0.0.1:{port} " in said
    assert "anna" not in said
    assert "cret" not in said


@pytest.mark.parametrize("words", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-OpenSSH_9.2\r\n", b"", b"\0\0\0\0"])
@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s", "bolt+ssc"])
def test_a_port_where_something_else_answers_is_said_to_be_that(scheme: str, words: bytes) -> None:
    with answering(words) as port:
        said = refused(f"{scheme}://127.0.0.1:{port}", "neo4j", "secret")
    assert said.startswith(f"What answers at {scheme}://127.0.0.1:{port} does not speak ")


# -- a real server -----------------------------------------------------------------------------------------------------


def given() -> tuple[str, str, str]:
    return os.environ["NEO4J_URI"], os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"]


def test_a_wrong_or_missing_password_is_said_to_be_wrong(neo4j_server: Engine) -> None:
    uri, name, _ = given()
    wanted = f"The Neo4j at {uri} did not accept the user name and password: set NEO4J_USERNAME and NEO4J_PASSWORD."
    assert refused(uri, name, "not-the-password") == wanted
    assert refused(uri) == wanted


def test_a_wrong_database_is_named(neo4j_server: Engine) -> None:
    uri, name, word = given()
    assert refused(uri, name, word, "nosuch") == (
        f"The Neo4j at {uri} has no database 'nosuch': correct NEO4J_DATABASE, or leave it out for its own."
    )


def test_asking_for_tls_where_there_is_none_is_said_to_be_so(neo4j_server: Engine) -> None:
    uri, name, word = given()
    for scheme in ("bolt+s", "bolt+ssc"):
        address = uri.replace("bolt://", f"{scheme}://")
        assert (
            refused(address, name, word)
            == f"What answers at {address} does not speak TLS: use the address without +s or +ssc."
        )


def test_name_and_password_may_stand_in_the_address(neo4j_server: Engine) -> None:
    uri, name, word = given()
    with Neo4j(uri.replace("://", f"://{name}:{word}@")) as engine:
        assert engine.place == uri
        assert engine.read("RETURN 1 AS one").rows == [(1,)]


def test_a_routing_address_answers_as_well(neo4j_engine: Engine) -> None:
    uri, name, word = given()
    with Neo4j(uri.replace("bolt://", "neo4j://"), name, word, "neo4j") as engine:
        engine.write([Statement("CREATE (:Event {id: 'e1'})")])
        assert engine.read("MATCH (n) RETURN n.id").rows == [("e1",)]


# -- several servers, or databases -------------------------------------------------------------------------------------


@pytest.fixture
def routed(tmp_path: Path, neo4j_engine: Engine) -> tuple[Study, Connection]:
    """A study, and the real server by the address that leads to any server of a cluster."""
    uri, name, word = given()
    return write_study(tmp_path), Connection(uri.replace("bolt://", "neo4j://"), name, word)


def kept(study: Study) -> list[Path]:
    """The files with bookmarks that are kept of a study."""
    return sorted((study.hidden / "bookmarks").glob("*"))


@pytest.mark.parametrize("database", [None, "neo4j"])
def test_a_study_is_loaded_asked_and_told_of_through_a_routing_address(
    routed: tuple[Study, Connection], database: str | None
) -> None:
    study, plain = routed
    via = replace(plain, database=database)
    assert load(study, via).written
    assert load(study, via).same
    assert "Load     " in status(study, via) and "6 Account" in status(study, via)
    with Graph(via.open(study), study, via) as graph:
        assert [row[0] for row in graph.run("trace/origin", idea="x").rows] == ["2010-01-10"]
        assert [row[:2] for row in graph.run("trace/route", idea="x").rows] == [
            ("2010-07", "e2"), ("2011-02-01", "e3"), ("2011-02-01", "e3"),
        ]  # fmt: skip
        assert graph.place == via.uri


def test_a_pack_of_each_folder_answers_a_routing_address_as_it_answers_the_server_itself(
    tmp_path: Path, routed: tuple[Study, Connection]
) -> None:
    via = routed[1]
    study = open_study(Path(shutil.copytree(ROOT / "examples" / "threesites", tmp_path / "threesites")))
    load(study, via)
    with Graph(via.open(study), study, via) as one, Graph(replace(via, uri=given()[0]).open(study), study) as other:
        for name in {name.partition("/")[0]: name for name in one.packs.names}.values():
            asked = {key: value for key, value in one.packs.find(name).example_values().items() if value is not None}
            assert one.run(name, **asked).rows == other.run(name, **asked).rows, name


def test_a_database_that_is_not_there_is_named_through_a_routing_address(routed: tuple[Study, Connection]) -> None:
    study, plain = routed
    via = replace(plain, database="nosuch")
    for ask in (lambda: load(study, via), lambda: status(study, via)):
        with pytest.raises(ConnectionFailed) as failed:
            ask()
        assert str(failed.value) == (
            f"The Neo4j at {via.uri} has no database 'nosuch': correct NEO4J_DATABASE, or leave it out for its own."
        )


def test_what_was_loaded_is_what_the_next_command_waits_for(routed: tuple[Study, Connection]) -> None:
    study, via = routed
    assert kept(study) == []
    load(study, via)
    (file,) = kept(study)
    after_load = file.read_text().split()
    assert after_load and all(mark.startswith("FB:") for mark in after_load)
    with Graph(via.open(study), study, via) as graph:
        graph.run("trace/origin", idea="x")
        assert file.read_text().split() == after_load  # reading keeps nothing
        graph.query("MATCH (a:Actor {id: 'ana'}) SET a.note = 'mine'", write=True)
    assert file.read_text().split() != after_load
    assert {path.name for path in study.hidden.iterdir()} <= {*KEPT}


def test_another_process_gives_the_driver_what_the_load_kept(routed: tuple[Study, Connection]) -> None:
    study, via = routed
    load(study, via)
    (file,) = kept(study)
    program = """
import sys
from pathlib import Path
from neo4j import Session
from kgraph.connection import connection
from kgraph.graph import Graph
from kgraph.study import open_study
begin = Session.begin_transaction
def noted(session, *of, **more):
    print(*sorted(session._bookmark_manager.get_bookmarks()))
    return begin(session, *of, **more)
Session.begin_transaction = noted
study = open_study(Path(sys.argv[1]))
via = connection(study)
via.open(study).close()
"""
    word = {"NEO4J_URI": via.uri, "NEO4J_USERNAME": via.username or "", "NEO4J_PASSWORD": via.password or ""}
    done = subprocess.run(
        [sys.executable, "-c", program, str(study.folder)], env={**os.environ, **word}, capture_output=True, text=True
    )
    assert (done.stdout.split(), done.stderr) == (file.read_text().split(), "")


def test_an_address_of_one_server_keeps_no_bookmarks(routed: tuple[Study, Connection]) -> None:
    study, via = routed
    load(study, replace(via, uri=given()[0]))
    assert kept(study) == []


def test_a_bookmark_that_the_server_cannot_read_is_said_and_dropped(routed: tuple[Study, Connection]) -> None:
    study, via = routed
    load(study, via)
    (file,) = kept(study)
    file.write_text("of-another-time\n")
    with pytest.raises(ConnectionFailed, match=r"does not know the last load that was made from here: it was restored"):
        status(study, via)
    assert kept(study) == []
    assert "6 Account" in status(study, via)


def test_a_bookmark_of_another_database_does_no_harm(routed: tuple[Study, Connection]) -> None:
    study, via = routed
    load(study, via)
    (file,) = kept(study)
    raw = bytearray(base64.b64decode(file.read_text().strip().removeprefix("FB:") + "=="))
    raw[3:19] = bytes(16)  # the number of the database
    file.write_text(f"FB:{base64.b64encode(raw).decode()}\n")
    assert "6 Account" in status(study, via)


def test_bookmarks_that_cannot_be_kept_do_not_undo_a_load(routed: tuple[Study, Connection]) -> None:
    study, via = routed
    study.hidden.mkdir()
    (study.hidden / "bookmarks").write_text("a file where the folder would be")
    assert load(study, via).written
    assert "6 Account" in status(study, via)


def test_it_says_who_it_is_and_keeps_its_bookmarks(neo4j_engine: Engine) -> None:
    agents = neo4j_engine.read("SHOW TRANSACTIONS YIELD connectionId, currentQuery RETURN count(*)").rows
    assert agents == [(1,)]
    found = neo4j_engine.read("CALL dbms.listConnections() YIELD userAgent RETURN collect(DISTINCT userAgent)").rows[0][
        0
    ]
    assert any(agent.startswith("kgraph/") for agent in found)


def test_a_procedure_that_writes_is_refused_to_a_read(neo4j_engine: Engine) -> None:
    for cypher in (
        "CALL db.createLabel('Sneaked')",
        "CREATE USER sneaked SET PASSWORD 'a long password'",
        "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
        "DROP CONSTRAINT nosuch IF EXISTS",
        "PROFILE CREATE (:Event)",
    ):
        with pytest.raises((ReadOnlyError, QueryError)):
            neo4j_engine.read(cypher)
    assert neo4j_engine.read("MATCH (n) RETURN count(n)").rows == [(0,)]
    assert neo4j_engine.read("SHOW USERS YIELD user RETURN collect(user)").rows == [(["neo4j"],)]


def test_a_question_that_needs_more_memory_than_there_is_says_what_to_do_and_is_not_tried_again(
    neo4j_engine: Engine,
) -> None:
    with pytest.raises(OutOfMemory) as refused:
        neo4j_engine.read("UNWIND range(1, 100000000) AS n WITH collect(toString(n)) AS found RETURN size(found) AS n")
    assert str(refused.value) == (
        f"This needs more memory than the Neo4j at {neo4j_engine.place} may take for it: ask for less, or give it more "
        "heap (`kgraph up --heap 4g`; elsewhere server.memory.heap.max_size)."
    )
    assert neo4j_engine.read("RETURN 1 AS one").rows == [(1,)]


def test_there_is_no_building_beside(neo4j_server: Engine) -> None:
    assert not neo4j_server.rebuilds
    with pytest.raises(GraphError, match="changed in place"):
        neo4j_server.rebuild([], [], [])


def test_nothing_is_said_on_stderr(neo4j_engine: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    neo4j_engine.read("MATCH (n:Nobody) RETURN n.nothing, id(n)")  # deprecated, and names that are unknown
    with pytest.raises(QueryError):
        neo4j_engine.read("RETRUN")
    with pytest.raises(ConnectionFailed):
        Neo4j(f"neo4j://127.0.0.1:{closed_port()}", "neo4j", "x")
    assert capfd.readouterr() == ("", "")
