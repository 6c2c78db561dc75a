"""A Neo4j of one's own: `kgraph up`, `kgraph down`, and the word local."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from kgraph import server
from kgraph.connection import connection
from kgraph.errors import ConnectionFailed, ServerError, UsageError
from kgraph.load import load
from kgraph.server import compose, jars, process
from kgraph.server.home import Home, State, cache_folder, home_of
from kgraph.server.ports import free_port, placed
from kgraph.server.releases import RELEASES, find_java, java_version
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


def java(path: Path, version: str = "17.0.2", runs: str = "exit 1") -> str:
    """A java that says its version, and where it is installed; what it does when it is to run a program is given."""
    says = f"case \"$*\" in *-version) echo 'openjdk version \"{version}\"' >&2; echo '  java.home = /its/home' >&2;; "
    return str(script(path, f"{says}*AdminTool*) exit 0;; *) {runs};; esac"))


@contextmanager
def sleeping(home: Home) -> Iterator[subprocess.Popen[str]]:
    """A process that sleeps, and has a server's folder in its arguments as a Neo4j has, once these can be seen."""
    program = "import time; print('here', flush=True); time.sleep(600)"
    command = [sys.executable, "-c", program, f"--home-dir={home.folder}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as started:
        try:
            assert started.stdout is not None
            assert started.stdout.readline() == "here\n"
            yield started
        finally:
            started.kill()


def kgraph(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command, env = [sys.executable, "-m", "kgraph", *words], {**os.environ, **environment}
    return subprocess.run(
        command, cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


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
    old = java(tmp_path / "java", "11.0.2")
    with pytest.raises(ServerError, match=rf"^Neo4j 5\.26\.28 needs Java 17 to 21, and here {old} is Java 11: install"):
        find_java(RELEASES["5"], old)
    with pytest.raises(ServerError, match=r"^Neo4j 2026\.08\.1 needs Java 21 or newer, and here /nowhere is no Java: "):
        find_java(RELEASES["2026"], "/nowhere")
    with pytest.raises(ServerError, match="is Java 8: install"):
        find_java(RELEASES["5"], java(tmp_path / "eight", "1.8.0_402"))


def test_the_folder_of_a_java_will_do(tmp_path: Path) -> None:
    own = java(tmp_path / "jdk" / "bin" / "java", "17.0.2")
    assert find_java(RELEASES["5"], str(tmp_path / "jdk")) == str(own)


def test_a_copy_of_a_study_has_no_say_over_the_neo4j_of_the_original(apart: Path, tmp_path: Path) -> None:
    study, other = write_study(tmp_path / "study"), write_study(tmp_path / "copy")
    home_of(study.id).make()
    home_of(study.id).keep(State("java", study=str(study.folder.resolve())))
    refused = f"was started for {study.folder}, which has the same id: go on there, or give this study an id of its own"
    home = home_of(study.id, other.folder.resolve())
    for act in (server.up, server.down, server.delete):
        with pytest.raises(ServerError, match=refused):
            act(home)
    shutil.rmtree(study.folder)  # it was moved, and is the copy now
    assert server.down(home) is False


def test_a_study_whose_own_is_stopped_is_not_answered_by_another(apart: Path) -> None:
    """The one for no study runs: a process that sleeps, and has its folder in its arguments as a Neo4j has."""
    any_study = home_of("")
    with sleeping(any_study) as process:
        for home in (any_study, home_of("ours")):
            home.make()
            home.keep_password("secret")
        any_study.note(State("java", pid=process.pid))
        home_of("ours").keep(State("java"))
        found = server.find("never")
        assert found is not None
        assert (found.home, server.find("ours")) == (any_study, None)


def test_without_any_java_it_is_said_that_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr("kgraph.server.releases._INSTALLED", ())
    with pytest.raises(ServerError, match="needs Java 17 to 21, and there is none here: install one"):
        find_java(RELEASES["5"])


def test_without_maven_the_first_start_says_what_to_install(
    apart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = java(tmp_path / "bin" / "java")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(ServerError, match=r"^Fetching Neo4j 5\.26\.28 the first time needs Maven, and there is no mvn"):
        server.up(home_of(""), java=str(own))


@pytest.mark.skipif(shutil.which("mvn") is None, reason="there is no Maven to fetch a Neo4j with")
def test_without_a_network_the_first_start_says_so_and_what_helps(
    apart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = script(tmp_path / "bin" / "java17", "echo 'openjdk version \"17.0.2\"' >&2")
    monkeypatch.setenv("MAVEN_OPTS", "-Dhttps.proxyHost=no.such.host.invalid -Dhttps.proxyPort=9")
    with pytest.raises(ServerError) as refused:
        server.up(home_of(""), java=str(own))
    assert str(refused.value).startswith(
        "Neo4j 5.26.28 has to be fetched once, and Maven cannot reach where it fetches from: connect this computer to "
        "the network, or set your proxy in Maven's settings.xml, and say `kgraph up` again; what has come is kept. "
        "Maven said: "
    )


def test_local_where_nothing_was_started_is_one_sentence(apart: Path, tmp_path: Path) -> None:
    study = write_study(tmp_path / "study")
    with pytest.raises(
        ConnectionFailed, match=f"^the Neo4j of {study.id} was never started; `kgraph up -s .*study` starts it$"
    ):
        connection(study, {"uri": "local"})


def test_stopping_what_was_never_started_does_nothing(apart: Path) -> None:
    assert server.down(home_of("")) is False
    assert not apart.exists()


def test_a_pid_that_another_process_has_now_is_not_stopped(apart: Path) -> None:
    home = home_of("")
    home.make()
    me = psutil.Process()
    home.keep(State("java", pid=me.pid))
    assert (server.running(home), server.down(home)) == (None, False)
    assert me.is_running()


def test_a_server_is_known_again_by_its_folder_and_not_by_a_clock_that_may_be_set(apart: Path) -> None:
    home = home_of("")
    home.make()
    home.keep_password("kept")
    with sleeping(home) as started:
        kept = {"means": "java", "line": "5", "bolt": 7687, "http": 7474, "heap": "1g", "settings": [], "created": 1.0}
        (home.folder / "server.json").write_text(json.dumps({**kept, "pid": started.pid}), encoding="utf-8")
        found = server.running(home)
        assert found is not None
        assert found.state == State("java", pid=started.pid)
        assert server.down(home)
        assert not psutil.pid_exists(started.pid)
    assert server.running(home) is None


# -- ports -------------------------------------------------------------------------------------------------------------


def test_the_first_time_the_next_two_ports_are_taken_that_are_free(apart: Path) -> None:
    usual = State("java", bolt=free_port(), http=free_port())
    assert placed(usual, ["bolt", "http"], lambda port: "another program") == (usual, "")
    with socket.create_server(("127.0.0.1", usual.bolt)):
        moved, note = placed(usual, ["bolt", "http"], lambda port: "another program")
    step = moved.bolt - usual.bolt
    assert step > 0
    assert moved == replace(usual, bolt=usual.bolt + step, http=usual.http + step)
    assert note == (
        f"port {usual.bolt} is in use by another program: this one has {moved.bolt} for Bolt and {moved.http} for its "
        "Browser, and keeps them"
    )


def test_ports_that_are_to_be_those_and_no_others_are_refused_in_one_sentence(apart: Path) -> None:
    wanted = State("java", bolt=free_port(), http=free_port())
    with (
        socket.create_server(("127.0.0.1", wanted.bolt)),
        socket.create_server(("127.0.0.1", wanted.http)),
        pytest.raises(ServerError) as refused,
    ):
        placed(wanted, [], lambda port: "another program")
    said, _, others = str(refused.value).partition(", such as ")
    assert said == (
        f"ports {wanted.bolt} and {wanted.http} are in use by another program: stop them, or give other ports"
    )
    words = others.split()
    assert (words[0], words[2], words[1].isdigit(), words[3].isdigit()) == ("--bolt-port", "--http-port", True, True)
    with pytest.raises(UsageError, match=r"^--bolt-port and --http-port are both 7700: give two$"):
        placed(State("java", bolt=7700, http=7700), [], lambda port: "another program")


# -- what did not come up ----------------------------------------------------------------------------------------------


def test_what_did_not_come_up_does_not_hold_for_the_next_time(
    apart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, old = java(tmp_path / "21" / "java", "21.0.1"), java(tmp_path / "bin" / "java")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    home = home_of("falls")
    for line, own in (("2026", new), ("5", old)):
        with pytest.raises(ServerError, match=f"^Fetching Neo4j {RELEASES[line].version} the first time needs Maven"):
            server.up(home, line=line, heap="900g", java=own)
        assert (home.state(), home.now()) == (None, None)


def test_an_older_release_is_refused_the_data_of_a_newer_and_nothing_else(apart: Path, tmp_path: Path) -> None:
    home, old = home_of("newer"), java(tmp_path / "java", "11.0.2")
    home.make()
    home.keep(State("java", "2026"))
    with pytest.raises(ServerError, match=r"^Neo4j 5\.26\.28 needs Java 17 to 21, and here "):
        server.up(home, line="5", java=old)
    (home.folder / "data" / "databases" / "system").mkdir(parents=True)
    with pytest.raises(ServerError) as refused:
        server.up(home, line="5", java=old)
    assert str(refused.value) == (
        "the data of the Neo4j of newer were written by Neo4j 2026.08.1, which an older release cannot read: leave out "
        "--line 5, or delete them with `kgraph down --delete` in the folder of newer and load the study again"
    )


def test_data_that_a_newer_release_is_to_hold_are_said_to_be_lost_to_the_older(apart: Path) -> None:
    home = home_of("older")
    (home.folder / "data" / "databases" / "system").mkdir(parents=True)
    said = "its data become Neo4j 2026.08.1's, which 5.26.28 cannot read any more"
    assert [server._fits(home, State("java"), None, line) for line in ("2026", "5", None)] == [said, "", ""]


def test_no_java_is_left_behind_by_an_interruption_just_after_it_was_started(
    apart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_of("")
    (apart / "jars" / RELEASES["5"].version).mkdir(parents=True)
    sleeps = java(tmp_path / "java", runs=f"exec {sys.executable} -c 'import time; time.sleep(60)' \"$@\"")

    def interrupted(home: Home, state: State) -> None:
        assert process.find(home, state)
        raise KeyboardInterrupt

    monkeypatch.setattr(Home, "note", interrupted)
    with pytest.raises(KeyboardInterrupt):
        server.up(home, means="java", java=sleeps)
    mark = f"--home-dir={home.folder}"
    assert [one.pid for one in psutil.process_iter(["cmdline"]) if mark in (one.info["cmdline"] or ())] == []


def test_data_whose_password_is_gone_are_not_given_another(apart: Path, tmp_path: Path) -> None:
    home = home_of("")
    (apart / "jars" / RELEASES["5"].version).mkdir(parents=True)
    (home.folder / "data" / "databases" / "system").mkdir(parents=True)
    with pytest.raises(ServerError) as refused:
        server.up(home, means="java", java=java(tmp_path / "java"))
    assert str(refused.value) == (
        f"what lies in {home.folder / 'data'} opens with its own password only, which is not in "
        f"{home.folder / 'password'}: put it back there, or delete what is held with `kgraph down --delete` and load "
        "the study again"
    )


@pytest.mark.parametrize("where", ["", "any", "jars", "any/running.json"])
def test_a_place_that_cannot_be_written_is_one_sentence(apart: Path, tmp_path: Path, where: str) -> None:
    if where.endswith(".json"):
        (apart / where).mkdir(parents=True)
        (apart / "jars" / RELEASES["5"].version).mkdir(parents=True)
    else:
        (apart / where).parent.mkdir(parents=True, exist_ok=True)
        (apart / where).write_text("in the way", encoding="utf-8")
    script(tmp_path / "bin" / "mvn", "exit 0")
    own = java(tmp_path / "bin" / "java")
    done = kgraph(tmp_path, "up", "--with", "java", "--java", own, PATH=f"{tmp_path / 'bin'}:/usr/bin:/bin")
    assert (done.returncode, done.stdout) == (3, "")
    last = done.stderr.splitlines()[-1]
    assert last.endswith("mend that, or set KGRAPH_NEO4J_HOME to another place for servers and what they are made of")
    assert str(apart / where) in last


# -- fetching ----------------------------------------------------------------------------------------------------------


def test_of_two_first_starts_at_once_one_fetches_and_the_other_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(
        tmp_path / "bin" / "mvn",
        'mkdir "$0.busy" || { echo "[ERROR] two at once"; exit 1; }\n'
        'echo fetched >> "$0.runs"; sleep 0.5\n'
        'for word; do case "$word" in -DoutputDirectory=*) mkdir "${word#*=}";; esac; done\n'
        'rmdir "$0.busy"',
    )
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    with ThreadPoolExecutor(2) as both:
        wanted = [both.submit(jars.fetch, RELEASES["5"], tmp_path / "cache", "no-java") for _ in range(2)]
        assert [one.result() for one in wanted] == [tmp_path / "cache" / "jars" / "5.26.28"] * 2
    assert (tmp_path / "bin" / "mvn.runs").read_text(encoding="utf-8") == "fetched\n"


def test_maven_runs_on_the_java_that_was_found_and_its_last_words_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path / "bin" / "mvn", 'echo "it starts"; echo "JAVA_HOME is $JAVA_HOME, where nothing is"; exit 1')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("JAVA_HOME", "/another")
    with pytest.raises(ServerError) as refused:
        jars.fetch(RELEASES["5"], tmp_path / "cache", java(tmp_path / "java"))
    assert str(refused.value) == ("Maven could not fetch Neo4j 5.26.28: JAVA_HOME is /its/home, where nothing is")


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


DEAD = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
"""A proxy that answers nothing, as the environment of a university computer has one."""


@pytest.mark.neo4j
@pytest.mark.slow
def test_a_study_s_own_neo4j_is_started_loaded_stopped_and_keeps_what_it_holds(own: Path, tmp_path: Path) -> None:
    study = write_study(tmp_path / "study")
    home = home_of(study.id)
    ports = ("--bolt-port", str(free_port()), "--http-port", str(free_port()))
    asked = ("up", "-s", "study", "--with", "java")
    first = kgraph(tmp_path, *asked, *ports, **DEAD, no_proxy="", NO_PROXY="")
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
    more = kgraph(tmp_path, *asked, "--heap", "4g")
    assert (more.returncode, more.stdout) == (2, "")
    assert more.stderr == (
        f"kgraph: the Neo4j of {study.id} runs already, with --heap 1g: `kgraph down -s {study.folder}` and then "
        f"`kgraph up --heap 4g -s {study.folder}` changes that\n"
    )
    other = kgraph(tmp_path, "up", "--bolt-port", str(found.state.bolt), "--http-port", str(free_port()))
    assert other.returncode == 3
    assert other.stderr.startswith(
        f"kgraph: port {found.state.bolt} is in use by the Neo4j of {study.id}, which `kgraph down -s {study.folder}` "
        "stops: stop that, or give another port, such as --bolt-port "
    )

    via = connection(study, {"uri": "local"})
    load(study, via)
    assert (
        kgraph(tmp_path, "down", "-s", "study").stdout == f"the Neo4j of {study.id} is stopped; what it holds is kept\n"
    )
    assert server.running(home) is None
    assert "does not run, so there is nothing to stop" in kgraph(tmp_path, "down", "-s", "study").stdout
    status = kgraph(tmp_path, "status", "-s", "study").stdout.splitlines()
    assert status[-1] == f"Server   its own, stopped; `kgraph up -s {study.folder}` starts it"

    assert kgraph(tmp_path, *asked).returncode == 0
    assert load(study, connection(study, {"uri": "local"})).same, "what it held was kept"
    assert home.password() == password
    status = kgraph(tmp_path, "status", "-s", "study", "-a", "local").stdout.splitlines()
    assert status[-1] == f"Server   its own: Neo4j 5.26.28 at {found.uri}, Browser at {found.browser}"


@pytest.mark.neo4j
@pytest.mark.slow
def test_why_it_does_not_come_up_is_said_in_a_few_words_and_nothing_is_kept(own: Path, tmp_path: Path) -> None:
    home, ports = home_of(""), ("--bolt-port", str(free_port()), "--http-port", str(free_port()))
    reasons = {
        "1m": "it has too little memory; give it more with --heap, such as 2g",
        "900g": "this computer has less memory than --heap asks for",
    }
    for heap, reason in reasons.items():
        failed = kgraph(tmp_path, "up", "--with", "java", "--heap", heap, *ports)
        assert (failed.returncode, failed.stdout) == (3, "")
        said = f"kgraph: Neo4j 5.26.28 did not come up: {reason} ({home.folder / 'logs'})"
        assert failed.stderr.splitlines()[-1] == said
        assert (home.state(), home.now(), process.holds(home)) == (None, None, False)
    state = State("java", bolt=free_port(), http=free_port(), heap="512m")
    with socket.create_server(("127.0.0.1", state.bolt)), pytest.raises(ServerError) as refused:
        process.start(home, state, cache_folder(), None, lambda step: None)
    assert str(refused.value) == (
        "Neo4j 5.26.28 did not come up: a port it wants is in use; give others with --bolt-port and --http-port "
        f"({home.folder / 'logs'})"
    )


@pytest.mark.neo4j
@pytest.mark.slow
def test_it_is_deleted_with_all_it_held_where_that_is_said_and_not_before(own: Path, tmp_path: Path) -> None:
    study, home = write_study(tmp_path / "study", id="other"), home_of("other")
    assert kgraph(study.folder, "up", "--with", "java").returncode == 0
    assert kgraph(study.folder, "load", "-a", "local").returncode == 0
    refused = kgraph(study.folder, "down", "--delete")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == (
        "kgraph: nothing was deleted: --delete asks first, and nobody can answer here; say --yes too, and the Neo4j of "
        "other is deleted with all it holds\n"
    )
    found = server.running(home)
    assert found is not None
    assert (process.holds(home), home.empty) == (True, False)

    deleted = kgraph(study.folder, "down", "--delete", "--yes")
    assert deleted.stdout == "the Neo4j of other is deleted, with all it held\n"
    assert home.empty
    assert not psutil.pid_exists(found.state.pid or 0)
    assert kgraph(study.folder, "down", "--delete", "--yes").stdout == "there is nothing of the Neo4j of other here\n"


def test_the_version_of_a_java_is_read_from_what_it_says(tmp_path: Path) -> None:
    assert java_version(str(script(tmp_path / "j", "echo 'openjdk version \"25\" 2025-09-16' >&2"))) == 25
    assert java_version(str(tmp_path / "none")) is None
