"""Settings of the way to a Neo4j: where each comes from, and what is refused before anything is sent."""

from __future__ import annotations

import logging
import os
import socket
from pathlib import Path

import pytest

import kgraph
from kgraph.connection import Connection, connection
from kgraph.engines.address import Address, loopback
from kgraph.engines.neo4j import Neo4j
from kgraph.engines.settings import NAMES, Settings, variable
from kgraph.errors import ConnectionFailed, StudyError, UsageError
from kgraph.study import open_study


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*map(variable, NAMES), *(name for name in os.environ if name.startswith("NEO4J_"))]:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which nothing can be connected to, so that whoever tries to send anything is found out."""

    def refuse(*of: object, **more: object) -> None:
        raise AssertionError("something was connected to")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def study_with(folder: Path, graph: str) -> Path:
    (folder / "kgraph.toml").write_text(f'[study]\nid = "x"\n[graph]\n{graph}\n', encoding="utf-8")
    return folder


# -- where they come from ----------------------------------------------------------------------------------------------


def test_nothing_said_means_the_defaults() -> None:
    assert connection(None, {"uri": "bolt://localhost"}).settings == Settings(
        ca=None,
        unencrypted=False,
        pool_size=100,
        connect_seconds=5.0,
        wait_seconds=15.0,
        retry_seconds=15.0,
        lifetime_seconds=3600.0,
    )


def test_a_keyword_goes_before_the_environment_and_that_before_the_study(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 'uri = "bolt+s://db"\nca = "ours.pem"\npool_size = 3\nwait_seconds = 2.5\nunencrypted = true'
    study = open_study(study_with(tmp_path, written))
    assert connection(study).settings == Settings(
        ca=tmp_path / "ours.pem", pool_size=3, wait_seconds=2.5, unencrypted=True
    )
    monkeypatch.setenv("KGRAPH_CA", "theirs.pem")
    monkeypatch.setenv("KGRAPH_POOL_SIZE", "4")
    monkeypatch.setenv("KGRAPH_UNENCRYPTED", "0")
    monkeypatch.setenv("KGRAPH_RETRY_SECONDS", "")
    assert connection(study).settings == Settings(ca=Path("theirs.pem"), pool_size=4, wait_seconds=2.5)
    given = {"ca": tmp_path / "mine.pem", "pool_size": 5, "lifetime_seconds": 60}
    assert connection(study, {}, given).settings == Settings(
        ca=tmp_path / "mine.pem", pool_size=5, wait_seconds=2.5, lifetime_seconds=60.0
    )


def test_an_authority_may_be_written_with_its_whole_path(tmp_path: Path) -> None:
    study = open_study(study_with(tmp_path, f"uri = 'bolt+s://db'\nca = '{tmp_path / 'a.pem'}'"))
    assert connection(study).settings.ca == tmp_path / "a.pem"


def test_an_embedded_graph_has_no_way_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGRAPH_CA", "ours.pem")
    assert connection().settings == Settings()
    assert connection(None, {}, {"ca": "ours.pem", "pool_size": 3}) == Connection("embedded")


# -- what is wrong with one --------------------------------------------------------------------------------------------

SECONDS = "a number of seconds, more than 0 and at most 86400"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("pool_size = 0", "pool_size is '0'; write a whole number of connections, from 1 to 1000"),
        ("pool_size = 2.5", "pool_size is '2.5'; write a whole number of connections, from 1 to 1000"),
        ("pool_size = true", "pool_size is 'True'; write a whole number of connections, from 1 to 1000"),
        ("connect_seconds = 'soon'", f"connect_seconds is 'soon'; write {SECONDS}"),
        ("wait_seconds = -1", f"wait_seconds is '-1'; write {SECONDS}"),
        ("retry_seconds = inf", f"retry_seconds is 'inf'; write {SECONDS}"),
        ("lifetime_seconds = nan", f"lifetime_seconds is 'nan'; write {SECONDS}"),
        ("unencrypted = 'perhaps'", "unencrypted is 'perhaps'; write true or false (1 or 0)"),
        ("ca = ''", "ca is ''; write the path of a file with the certificate of your authority, in PEM form"),
    ],
)
def test_a_wrong_value_is_named_with_its_file_and_key(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(StudyError) as refused:
        open_study(study_with(tmp_path, line))
    assert str(refused.value) == f"{tmp_path / 'kgraph.toml'}: [graph] {said}"


def test_an_unknown_key_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as refused:
        open_study(study_with(tmp_path, "pool = 3"))
    assert str(refused.value) == (
        f"{tmp_path / 'kgraph.toml'}: unknown key in [graph] 'pool'; known are ca, connect_seconds, database, "
        "lifetime_seconds, pool_size, retry_seconds, unencrypted, uri, username, wait_seconds. A password never stands "
        "in a file: set NEO4J_PASSWORD."
    )


def no_setting(name: str) -> str:
    return (
        f"there is no setting {name!r}; known are {', '.join(NAMES)}, beside uri, username, password, database and "
        "read_only"
    )


def test_a_wrong_keyword_is_named_for_an_embedded_graph_too_and_nothing_is_opened(tmp_path: Path) -> None:
    folder = study_with(tmp_path, "")
    with pytest.raises(UsageError) as refused:
        kgraph.open(folder, readonly=True)
    assert str(refused.value) == no_setting("readonly")
    with pytest.raises(UsageError) as refused:
        kgraph.open(folder, pool_size="many")
    assert str(refused.value) == "pool_size is 'many'; write a whole number of connections, from 1 to 1000"
    assert [path.name for path in tmp_path.iterdir()] == ["kgraph.toml"]


def test_a_wrong_keyword_is_named_for_the_neo4j_of_kgraph_up_too() -> None:
    with pytest.raises(UsageError) as refused:
        kgraph.open(uri="local", readonly=True)
    assert str(refused.value) == no_setting("readonly")


def test_a_wrong_variable_or_keyword_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError) as refused:
        kgraph.open(uri="bolt://localhost", pool_size="many")
    assert str(refused.value) == "pool_size is 'many'; write a whole number of connections, from 1 to 1000"
    with pytest.raises(UsageError) as refused:
        kgraph.open(uri="bolt://localhost", poolsize=3)
    assert str(refused.value) == no_setting("poolsize")
    monkeypatch.setenv("KGRAPH_WAIT_SECONDS", "1 minute")
    with pytest.raises(UsageError) as refused:
        kgraph.open(uri="bolt://localhost")
    assert str(refused.value) == f"KGRAPH_WAIT_SECONDS is '1 minute'; write {SECONDS}"


# -- passwords in the clear --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "is_this_one"),
    [
        *((host, True) for host in ("localhost", "LocalHost", "localhost.", "127.0.0.1", "127.8.9.1", "::1")),
        *((host, False) for host in ("10.0.0.1", "::", "fe80::1", "neo4j", "127.1", "2130706433")),
        *((f"{host}.example.org", False) for host in ("localhost", "127.0.0.1")),
    ],
)
def test_a_host_is_this_computer_by_its_name_alone(no_network: None, host: str, is_this_one: bool) -> None:
    assert loopback(host) is is_this_one


@pytest.mark.parametrize(
    ("uri", "right"),
    [
        ("bolt://db.example.org", "bolt+s://db.example.org"),
        ("neo4j://db.example.org:7688", "neo4j+s://db.example.org:7688"),
        ("bolt://10.0.0.1", "bolt+s://10.0.0.1"),
        ("bolt://[fe80::1]:7687", "bolt+s://[fe80::1]:7687"),
        ("bolt://0.0.0.0", "bolt+s://0.0.0.0"),
    ],
)
def test_a_password_is_not_sent_over_a_network_in_the_clear(no_network: None, uri: str, right: str) -> None:
    wanted = (
        f"{uri} is on another computer, and the password would go there for all to read: write {right}; or, on a "
        "network that you trust, unencrypted = true under [graph] in kgraph.toml, or KGRAPH_UNENCRYPTED=1."
    )
    with pytest.raises(UsageError) as refused:
        Neo4j(uri, "neo4j", "hush")
    assert str(refused.value) == wanted
    with pytest.raises(UsageError) as refused:
        Neo4j(uri.replace("://", "://anna:hu%40sh@"))
    assert str(refused.value) == wanted


def test_the_command_line_says_so_too(no_network: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "hush")
    study = open_study(study_with(tmp_path, 'uri = "bolt://db.example.org"'))
    with pytest.raises(UsageError, match=r"write bolt\+s://db\.example\.org"):
        connection(study).open(study)


@pytest.mark.parametrize(
    ("uri", "settings", "secret"),
    [
        ("bolt://db.example.org", Settings(unencrypted=True), True),
        ("bolt://db.example.org", Settings(), False),
        ("bolt://localhost", Settings(), True),
        ("bolt://[::1]", Settings(), True),
        ("bolt+s://db.example.org", Settings(), True),
        ("neo4j+ssc://db.example.org", Settings(), True),
        *((uri, Settings(ca=Path("none.pem")), True) for uri in ("bolt://localhost:7687", "neo4j://[::1]")),
        ("bolt+ssc://127.0.0.1", Settings(ca=Path("none.pem")), True),
    ],
)
def test_what_may_go_is_let_go(uri: str, settings: Settings, secret: bool) -> None:
    assert Address(uri).trust(settings, secret) == {}


# -- an authority of one's own -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("uri", "why", "right"),
    [
        ("bolt://localhost.example.org", "encrypts nothing", "bolt+s://localhost.example.org"),
        ("neo4j://db:7688", "encrypts nothing", "neo4j+s://db:7688"),
        ("bolt+ssc://db", "trusts any certificate", "bolt+s://db"),
    ],
)
def test_an_authority_needs_an_address_that_asks_for_one(no_network: None, uri: str, why: str, right: str) -> None:
    with pytest.raises(UsageError) as refused:
        Neo4j(uri, "neo4j", "hush", settings=Settings(ca=Path("ours.pem")))
    assert str(refused.value) == (
        f"{uri} {why}, and the authority ours.pem (ca) is set: write {right}, or take the authority out."
    )


def test_an_authority_s_file_must_be_there_and_be_one(no_network: None, tmp_path: Path) -> None:
    for path, said in (
        (tmp_path / "none.pem", "cannot be read: No such file or directory."),
        (tmp_path / "words.pem", "holds no certificate in PEM form: give your authority's, a text file."),
    ):
        (tmp_path / "words.pem").write_text("ours\n")
        with pytest.raises(UsageError) as refused:
            Neo4j("bolt+s://db", "neo4j", "hush", settings=Settings(ca=path))
        assert str(refused.value) == f"{path} (ca) {said}"


def test_an_authority_is_looked_at_on_this_computer_too_where_the_address_asks_for_it(no_network: None) -> None:
    with pytest.raises(UsageError) as refused:
        Neo4j("bolt+s://localhost", "neo4j", "hush", settings=Settings(ca=Path("none.pem")))
    assert str(refused.value) == "none.pem (ca) cannot be read: No such file or directory."


# -- what the driver says ----------------------------------------------------------------------------------------------


def test_the_driver_is_kept_silent_once_and_not_at_every_opening() -> None:
    before = logging.getLogger("neo4j").handlers[:]
    for _ in range(2):
        with pytest.raises(UsageError):
            Neo4j("bolt://db", "neo4j", "hush")
        with pytest.raises(ConnectionFailed):
            Neo4j("bolt://127.0.0.1:9", "neo4j", "hush")
    assert logging.getLogger("neo4j").handlers == before
    assert any(isinstance(handler, logging.NullHandler) for handler in before)
