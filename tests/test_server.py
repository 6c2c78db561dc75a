"""A Neo4j of one's own: `kgraph up`, `kgraph down`, and the word local."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from kgraph import server
from kgraph.connection import connection
from kgraph.errors import ConnectionFailed, ServerError
from kgraph.load import load
from kgraph.server import compose, process
from kgraph.server.home import cache_folder, home_of
from kgraph.server.releases import RELEASES, find_java, java_version
from kgraph.study import open_study
from tests.studies import write_study


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who never started a Neo4j, without Docker: no server of theirs, and no jars."""
    monkeypatch.setenv("KGRAPH_NEO4J_HOME", str(tmp_path / "neo4j"))
    monkeypatch.setattr(compose, "missing", lambda: "there is no docker on the PATH")
    return tmp_path / "neo4j"


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


# -- what stands in the way --------------------------------------------------------------------------------------------


def test_a_port_in_use_is_named_with_one_that_is_free(apart: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            ServerError, match=rf"^port {port} is in use by another program: .*such as --bolt-port \d+$"
        ):
            server.up(home_of(""), bolt=port)
    assert not (apart / "any" / "password").exists(), "nothing was begun"


def test_without_a_java_that_will_do_it_is_said_what_was_found(apart: Path, tmp_path: Path) -> None:
    old = script(tmp_path / "java", "echo 'openjdk version \"11.0.2\"' >&2")
    with pytest.raises(ServerError, match=rf"^Neo4j 5\.26\.28 needs Java 17 to 21, and here {old} is Java 11: install"):
        find_java(RELEASES["5"], str(old))
    with pytest.raises(ServerError, match=r"^Neo4j 2026\.08\.1 needs Java 21 or newer, and here /nowhere is no Java: "):
        find_java(RELEASES["2026"], "/nowhere")


def test_without_any_java_it_is_said_that_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr("kgraph.server.releases._INSTALLED", ())
    with pytest.raises(ServerError, match="needs Java 17 to 21, and there is none here: install one"):
        find_java(RELEASES["5"])


def test_without_maven_the_first_start_says_what_to_install(
    apart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = script(tmp_path / "bin" / "java", "echo 'openjdk version \"17.0.2\"' >&2")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(ServerError, match=r"^Fetching Neo4j 5\.26\.28 the first time needs Maven, and there is no mvn"):
        server.up(home_of(""), bolt=process._free_port(), http=process._free_port(), java=str(java))


@pytest.mark.skipif(shutil.which("mvn") is None, reason="there is no Maven to fetch a Neo4j with")
def test_without_a_network_the_first_start_says_so_and_what_helps(
    apart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = script(tmp_path / "bin" / "java17", "echo 'openjdk version \"17.0.2\"' >&2")
    monkeypatch.setenv("MAVEN_OPTS", "-Dhttps.proxyHost=no.such.host.invalid -Dhttps.proxyPort=9")
    with pytest.raises(ServerError) as refused:
        server.up(home_of(""), bolt=process._free_port(), http=process._free_port(), java=str(java))
    assert str(refused.value).startswith(
        "Neo4j 5.26.28 has to be fetched once, and Maven cannot reach where it fetches from: connect this computer to "
        "the network, or set your proxy in Maven's settings.xml, and say `kgraph up` again; what has come is kept. "
        "Maven said: "
    )


def test_local_where_nothing_was_started_is_one_sentence(apart: Path, tmp_path: Path) -> None:
    study = write_study(tmp_path / "study")
    with pytest.raises(
        ConnectionFailed, match=f"^no Neo4j that kgraph started runs for the study {study.id}; `kgraph up`"
    ):
        connection(study, {"uri": "local"})


def test_stopping_what_was_never_started_does_nothing(apart: Path) -> None:
    assert server.down(home_of("")) is False
    assert not apart.exists()


def test_a_pid_that_another_process_has_now_is_not_stopped(apart: Path) -> None:
    home = home_of("")
    home.make()
    me = psutil.Process()
    home.keep(server.State("java", pid=me.pid, created=me.create_time()))
    assert (server.running(home), server.down(home)) == (None, False)
    assert me.is_running()


# -- the real thing ----------------------------------------------------------------------------------------------------


def wanting() -> str:
    """What is missing here to start a Neo4j with; "" where nothing is."""
    try:
        find_java(RELEASES["5"])
    except ServerError as error:
        return str(error)
    return "" if shutil.which("mvn") else "there is no Maven to fetch a Neo4j with"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Servers in a folder of these tests; the jars are those that are kept for this user."""
    if reason := wanting():
        if os.environ.get("KGRAPH_REQUIRE_NEO4J") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    if os.environ.get("KGRAPH_NO_NEO4J") == "1":
        pytest.skip("KGRAPH_NO_NEO4J=1 says to start none")
    jars = cache_folder() / "jars"
    jars.mkdir(parents=True, exist_ok=True)
    folder = tmp_path_factory.mktemp("own")
    (folder / "jars").symlink_to(jars)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KGRAPH_NEO4J_HOME", str(folder))
        yield folder
        for home in server.homes():
            server.down(home)


def kgraph(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kgraph", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.neo4j
@pytest.mark.slow
def test_a_study_s_own_neo4j_is_started_loaded_stopped_and_keeps_what_it_holds(own: Path, tmp_path: Path) -> None:
    study = write_study(tmp_path / "study")
    home = home_of(study.id)
    ports = ("--bolt-port", str(process._free_port()), "--http-port", str(process._free_port()))
    asked = ("up", "-s", "study", "--with", "java")
    first = kgraph(tmp_path, *asked, *ports)
    assert first.returncode == 0, first.stderr
    found = server.running(home)
    assert found is not None
    assert first.stdout == f"Neo4j 5.26.28 runs at {found.uri}, its Browser at {found.browser}\n"

    password = home.password()
    assert stat.S_IMODE((home.folder / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.folder.stat().st_mode) == 0o700
    told = [path for path in (home.folder / "conf", home.folder / "logs", home.folder / "server.json") if path.exists()]
    texts = [file for path in told for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file()]
    assert [str(file) for file in texts if password.encode() in file.read_bytes()] == []
    assert password not in first.stdout + first.stderr + repr(found)

    listening = {
        connection.laddr.ip
        for connection in psutil.Process(found.state.pid).net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    }
    assert {address.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}

    again = kgraph(tmp_path, *asked)
    assert again.stdout == f"Neo4j 5.26.28 runs already at {found.uri}, its Browser at {found.browser}\n"
    other = kgraph(tmp_path, "up", "--bolt-port", str(found.state.bolt), "--http-port", str(process._free_port()))
    assert (other.returncode, f"in use by the Neo4j of {study.id}, which `kgraph down` stops" in other.stderr) == (
        3,
        True,
    )

    via = connection(study, {"uri": "local"})
    load(study, via)
    assert (
        kgraph(tmp_path, "down", "-s", "study").stdout == f"the Neo4j of {study.id} is stopped; what it holds is kept\n"
    )
    assert server.running(home) is None
    assert "does not run, so there is nothing to stop" in kgraph(tmp_path, "down", "-s", "study").stdout
    status = kgraph(tmp_path, "status", "-s", "study").stdout.splitlines()
    assert status[-1] == "Server   its own, stopped; `kgraph up` starts it"

    assert kgraph(tmp_path, *asked).returncode == 0
    assert load(study, connection(study, {"uri": "local"})).same, "what it held was kept"
    assert home.password() == password
    status = kgraph(tmp_path, "status", "-s", "study", "-a", "local").stdout.splitlines()
    assert status[-1] == f"Server   its own: Neo4j 5.26.28 at {found.uri}, Browser at {found.browser}"


@pytest.mark.neo4j
@pytest.mark.slow
def test_an_older_release_is_refused_the_data_of_a_newer(own: Path) -> None:
    home = home_of("newer")
    home.make()
    home.keep(server.State("java", "2026"))
    with pytest.raises(ServerError, match=r"were written by Neo4j 2026\.08\.1, which an older release cannot read"):
        server.up(home, line="5")


# -- Docker ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A docker on the PATH that starts nothing, and writes down what it was told: no engine is to be had in tests."""
    monkeypatch.setenv("KGRAPH_NEO4J_HOME", str(tmp_path / "neo4j"))
    said = tmp_path / "said"
    script(
        tmp_path / "bin" / "docker",
        f'echo "$* | $KGRAPH_NEO4J_IMAGE $KGRAPH_BOLT_PORT $KGRAPH_HTTP_PORT ${{#NEO4J_PASSWORD}}" >> {said}\n'
        'case "$1 $2" in "ps --quiet") [ -e $0.up ] && echo 0123;; esac\n'
        'case "$*" in *" up "*) touch $0.up;; *" down") rm $0.up;; esac\nexit 0',
    )
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    for module in (compose, process):
        monkeypatch.setattr(module, "wait", lambda state: None)
    return said


def test_with_docker_it_is_told_what_to_start_and_to_stop_and_never_to_delete_the_volume(docker: Path) -> None:
    home = home_of("falls")
    found, now = server.up(home, bolt=17_687, http=17_474)
    assert (now, found.state.means, found.uri) == (True, "docker", "bolt://127.0.0.1:17687")
    assert stat.S_IMODE((home.folder / "password").stat().st_mode) == 0o600
    assert server.up(home)[1] is False
    assert server.down(home)
    assert server.down(home) is False
    told = docker.read_text(encoding="utf-8")
    assert home.password() not in told
    file = Path(compose.__file__).with_name("docker-compose.yml")
    project = f"compose --file {file} --project-name kgraph-falls"
    length = len(home.password())
    composed = [line for line in told.splitlines() if line.startswith("compose --file")]
    assert composed == [
        f"{project} up --detach --wait | neo4j:5.26-community 17687 17474 {length}",
        f"{project} down | neo4j:5.26-community 17687 17474 {length}",
        f"{project} down | neo4j:5.26-community 17687 17474 {length}",
    ]


def test_a_server_stays_with_what_its_data_lie_in(docker: Path) -> None:
    home = home_of("falls")
    server.up(home, bolt=17_687, http=17_474)
    server.down(home)
    with pytest.raises(ServerError, match="was started with docker, and its data lie there: leave out --with java"):
        server.up(home, means="java")


def test_the_version_of_a_java_is_read_from_what_it_says(tmp_path: Path) -> None:
    assert java_version(str(script(tmp_path / "j", "echo 'openjdk version \"25\" 2025-09-16' >&2"))) == 25
    assert java_version(str(tmp_path / "none")) is None


def test_a_study_of_the_same_id_finds_the_same_server(apart: Path, tmp_path: Path) -> None:
    study = write_study(tmp_path / "study")
    assert home_of(open_study(study.folder).id).folder == apart / "studies" / study.id
