"""TLS with an authority of one's own, and a database that was restored, on a Neo4j that is started for this."""

from __future__ import annotations

import base64
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kgraph.connection import Connection, connection
from kgraph.engines.neo4j import Neo4j
from kgraph.engines.settings import Settings
from kgraph.errors import ConnectionFailed
from kgraph.graph import Graph
from kgraph.load import load
from kgraph.study import Study, open_study
from tests.conftest import SERVER
from tests.studies import write_study

trustme = pytest.importorskip("trustme", reason="trustme is not installed (the extra test)")
pytestmark = pytest.mark.neo4j


@dataclass(frozen=True)
class Secure:
    """A Neo4j that lets nobody in without TLS: its certificate is made for 127.0.0.1, and for no other name."""

    port: str
    password: str
    home: Path
    ca: Path
    other: Path
    """The certificate of an authority that has nothing to do with it."""

    def uri(self, scheme: str, host: str = "127.0.0.1") -> str:
        return f"{scheme}://{host}:{self.port}"

    def open(self, scheme: str, host: str = "127.0.0.1", ca: Path | None = None) -> Neo4j:
        return Neo4j(self.uri(scheme, host), "neo4j", self.password, settings=Settings(ca=ca))


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secure]:
    """That server, started and stopped here: nothing that a test may be pointed to is set up so."""
    if os.environ.get("KGRAPH_NO_NEO4J") == "1" or not (shutil.which("java") and shutil.which("mvn")):
        if os.environ.get("KGRAPH_REQUIRE_NEO4J") == "1":
            pytest.fail("KGRAPH_REQUIRE_NEO4J=1, and there is no Java or no Maven to start a Neo4j with TLS")
        pytest.skip("there is no Java or no Maven to start a Neo4j with TLS, or KGRAPH_NO_NEO4J=1 says to start none")
    folder = tmp_path_factory.mktemp("tls")
    ca, certificates = _certificates(folder)
    policy = "dbms.ssl.policy.bolt"
    lines = (
        f"{policy}.enabled=true", f"{policy}.base_directory={certificates}", f"{policy}.client_auth=NONE",
        "server.bolt.tls_level=REQUIRED", "db.transaction.bookmark_ready_timeout=1s",
    )  # fmt: skip
    server = [sys.executable, str(SERVER), "--home", str(folder / "home"), "--heap", "512m"]
    more = [word for line in lines for word in ("--setting", line)]
    started = subprocess.run([*server, *more, "start"], capture_output=True, text=True, check=False)
    if started.returncode:
        pytest.fail(f"a Neo4j with TLS could not be started: {started.stderr.strip()}")
    try:
        said = subprocess.run([*server, "env"], capture_output=True, text=True, check=True).stdout
        found = dict(word.split("=", 1) for word in shlex.split(said) if "=" in word)
        yield Secure(
            found["NEO4J_URI"].rpartition(":")[2], found["NEO4J_PASSWORD"], folder / "home", ca, folder / "other.pem"
        )
    finally:
        subprocess.run([*server, "stop"], capture_output=True, check=False)


def _certificates(folder: Path) -> tuple[Path, Path]:
    """An authority's certificate, and the folder with the key and the certificate that it issued."""
    authority, certificates = trustme.CA(), folder / "certificates"
    certificates.mkdir()
    issued = authority.issue_cert("127.0.0.1")
    issued.private_key_pem.write_to_path(certificates / "private.key")
    for at, pem in enumerate(issued.cert_chain_pems):
        pem.write_to_path(certificates / "public.crt", append=at > 0)
    authority.cert_pem.write_to_path(folder / "ca.pem")
    trustme.CA().cert_pem.write_to_path(folder / "other.pem")
    return folder / "ca.pem", certificates


def refused(server: Secure, scheme: str, host: str = "127.0.0.1", ca: Path | None = None) -> str:
    with pytest.raises(ConnectionFailed) as failed:
        server.open(scheme, host, ca)
    return str(failed.value)


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_an_authority_of_one_s_own_is_trusted_when_it_is_named(secure: Secure, scheme: str) -> None:
    with secure.open(scheme, ca=secure.ca) as engine:
        assert engine.read("RETURN 1").rows == [(1,)]
        assert engine.place == secure.uri(scheme)


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
@pytest.mark.parametrize("named", [False, True])
def test_an_authority_that_is_not_named_or_another_one_is_not_trusted(secure: Secure, scheme: str, named: bool) -> None:
    said = refused(secure, scheme, ca=secure.other if named else None)
    assert said == (
        f"The Neo4j at {secure.uri(scheme)} shows a certificate that is not trusted here (unable to get local issuer "
        "certificate): give its authority's as ca under [graph] in kgraph.toml (KGRAPH_CA), or use a +ssc address for "
        "one that signs its own."
    )


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_a_certificate_of_another_name_is_not_trusted(secure: Secure, scheme: str) -> None:
    said = refused(secure, scheme, "localhost", secure.ca)
    assert said == (
        f"What answers at {secure.uri(scheme, 'localhost')} shows a certificate of another name (Hostname mismatch, "
        "certificate is not valid for 'localhost'.): use the name that it was made for, or have one made for this."
    )


@pytest.mark.parametrize("scheme", ["bolt+ssc", "neo4j+ssc"])
def test_an_address_that_trusts_any_certificate_still_does(secure: Secure, scheme: str) -> None:
    with secure.open(scheme) as engine:
        assert engine.read("RETURN 1").rows == [(1,)]


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_that_asks_for_tls_is_told_from_one_that_is_away(secure: Secure, scheme: str) -> None:
    assert refused(secure, scheme) == (
        f"What answers at {secure.uri(scheme)} does not speak the Bolt of Neo4j 5 or newer: give its Bolt port "
        "(usually 7687, not the Browser's 7474), and bolt+s:// where the server asks for TLS."
    )


def test_what_is_started_here_listens_on_this_computer_only_and_keeps_its_password_to_its_owner(secure: Secure) -> None:
    asked = (
        "SHOW SETTINGS YIELD name, value WHERE name ENDS WITH 'listen_address' "
        "OR name = 'server.https.enabled' RETURN name, value"
    )
    with secure.open("bolt+s", ca=secure.ca) as engine:
        found = dict(engine.read(asked).rows)
    assert found["server.default_listen_address"] == "127.0.0.1"
    assert found["server.bolt.listen_address"] == f"127.0.0.1:{secure.port}"
    assert found["server.http.listen_address"].startswith("127.0.0.1:")
    assert found["server.https.enabled"] == "false"
    if os.name == "posix":
        assert (secure.home / "password").stat().st_mode & 0o077 == 0
    assert len(secure.password) >= 20


# -- a study, over TLS -------------------------------------------------------------------------------------------------


@pytest.fixture
def via(secure: Secure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """How the study in tmp_path reaches that server, by what its kgraph.toml says; emptied afterwards."""
    shutil.copy(secure.ca, tmp_path / "ours.pem")
    study = write_study(tmp_path)
    with (study.folder / "kgraph.toml").open("a") as file:
        file.write(f'[graph]\nuri = "{secure.uri("neo4j+s")}"\nca = "ours.pem"\n')
    for name in ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NEO4J_PASSWORD", secure.password)
    yield connection(open_study(tmp_path))
    with secure.open("bolt+ssc") as engine:
        engine.write_freely("MATCH (n) DETACH DELETE n")


def test_a_study_s_own_file_names_its_authority(tmp_path: Path, via: Connection) -> None:
    study = open_study(tmp_path)
    assert load(study, via).written
    with Graph(via.open(study), study, via) as graph:
        assert [row[0] for row in graph.run("trace/origin", idea="x").rows] == ["2010-01-10"]


def ahead(bookmark: str) -> str:
    """A bookmark of the same database, of a transaction that it will not come to: as after it was restored.

    The last number of a bookmark is the transaction's; 0x90 ends it. In place of a small number stands a large one.
    """
    raw = base64.b64decode(bookmark.removeprefix("FB:") + "==")
    return "FB:" + base64.b64encode(raw[:19] + b"\xc9\x7f\xff\x90").decode()


@pytest.fixture
def restored(tmp_path: Path, via: Connection) -> tuple[Study, Path]:
    """The study, loaded into a database that then is older than that load; and the file of its bookmarks."""
    study = open_study(tmp_path)
    load(study, via)
    (kept,) = (study.hidden / "bookmarks").iterdir()
    (mark,) = kept.read_text().split()
    kept.write_text(ahead(mark))
    return study, kept


def not_known(via: Connection) -> str:
    return (
        f"The database at {via.target.strip()} does not know the last load that was made from here: it was restored, "
        "replaced or is far behind."
    )


@pytest.mark.parametrize("read_only", [False, True], ids=["writing", "reading"])
def test_a_database_that_is_older_than_the_last_load_is_said_to_be_once(
    via: Connection, restored: tuple[Study, Path], read_only: bool
) -> None:
    study, kept = restored
    asked = replace(via, read_only=read_only)
    with pytest.raises(ConnectionFailed) as failed:
        asked.open(study)
    assert str(failed.value) == (
        f"{not_known(via)} From now on it is asked as it is; `kgraph load` brings it up to date."
    )
    assert not kept.exists()
    with Graph(asked.open(study), study, asked) as graph:
        assert [row[0] for row in graph.run("trace/origin", idea="x").rows] == ["2010-01-10"]
    assert load(study, via).same


def test_where_that_cannot_be_noted_it_is_said_which_file_is_in_the_way(
    via: Connection, restored: tuple[Study, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept_from(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(path))  # as in a folder that may only be read

    study, kept = restored
    asked = replace(via, read_only=True)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", kept_from)
        with pytest.raises(ConnectionFailed) as failed:
            asked.open(study)
    assert str(failed.value) == f"{not_known(via)} Delete {kept}, which cannot be done from here, to ask it as it is."
    kept.unlink()
    with Graph(asked.open(study), study, asked) as graph:
        assert len(graph.loads()) == 1
