"""A Neo4j in Docker: its docker-compose.yml, as data, and what `kgraph up` and `kgraph down` tell Docker to do.

There is no Docker where tests run. A docker that starts nothing and writes down what it is told stands in its place, so
that what is shown here is what kgraph does, and not what Docker makes of it.
"""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
import yaml

from checkout import ROOT
from kgraph import server
from kgraph.errors import ServerError, UsageError
from kgraph.server import compose as in_docker
from kgraph.server import process
from kgraph.server.home import BOLT, HTTP, home_of
from kgraph.server.ports import free_port
from tests.studies import write_study
from tests.test_server import java, kgraph, script


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "kgraph" / "server" / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def neo4j(compose: dict[str, Any]) -> dict[str, Any]:
    assert list(compose["services"]) == ["neo4j"]
    return compose["services"]["neo4j"]


def test_the_one_at_the_top_of_the_checkout_is_the_same() -> None:
    top = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    whole = {"file": "kgraph/server/docker-compose.yml", "service": "neo4j"}
    # and no name of its own: the docker-compose 1.29 of Debian 12 refuses a file that has one
    assert top == {"services": {"neo4j": {"extends": whole}}, "volumes": {"data": None}}


def test_it_is_the_community_edition_of_the_long_term_release(neo4j: dict[str, Any]) -> None:
    assert neo4j["image"] == "${KGRAPH_NEO4J_IMAGE:-neo4j:5.26-community}"


def test_browser_and_bolt_are_bound_to_this_computer_only(neo4j: dict[str, Any]) -> None:
    ports = ["127.0.0.1:${KGRAPH_HTTP_PORT:-7474}:7474", "127.0.0.1:${KGRAPH_BOLT_PORT:-7687}:7687"]
    assert neo4j["ports"] == ports
    assert "network_mode" not in neo4j


def test_the_password_comes_from_the_environment_and_has_no_default(neo4j: dict[str, Any]) -> None:
    assert neo4j["environment"]["NEO4J_AUTH"] == (
        "neo4j/${NEO4J_PASSWORD:?set NEO4J_PASSWORD to a password of at least 8 characters}"
    )
    assert "env_file" not in neo4j


def test_the_graph_stays_in_a_named_volume(compose: dict[str, Any], neo4j: dict[str, Any]) -> None:
    assert neo4j["volumes"] == ["data:/data"]
    assert list(compose["volumes"]) == ["data"]


def test_health_is_asked_of_the_server_itself(neo4j: dict[str, Any]) -> None:
    health = neo4j["healthcheck"]
    assert health["test"] == ["CMD", "wget", "--quiet", "--tries=1", "--spider", "http://localhost:7474"]
    start, interval = (int(health[key].removesuffix("s")) for key in ("start_period", "interval"))
    assert start + interval * health["retries"] >= 120, "a slow laptop needs two minutes"


def test_it_comes_back_after_a_restart_and_leaves_memory_for_others(neo4j: dict[str, Any]) -> None:
    assert neo4j["restart"] == "unless-stopped"
    memory = {name: size for name, size in neo4j["environment"].items() if "_memory_" in name}
    assert memory == {
        "NEO4J_server_memory_heap_max__size": "${KGRAPH_NEO4J_HEAP:-1g}",
        "NEO4J_server_memory_pagecache_size": "512m",
    }, "a heap that must begin with more than it may have never starts"


def test_nothing_is_reported_to_anyone(neo4j: dict[str, Any]) -> None:
    assert neo4j["environment"]["NEO4J_dbms_usage__report_enabled"] == "false"
    assert neo4j["environment"]["NEO4J_client_allow__telemetry"] == "false"


def test_what_was_deleted_does_not_stay_in_the_transaction_log(neo4j: dict[str, Any]) -> None:
    assert neo4j["environment"]["NEO4J_db_tx__log_rotation_retention__policy"] == "keep_none"


# -- kgraph up and kgraph down -----------------------------------------------------------------------------------------


@pytest.fixture
def docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of that docker. ``said`` is what it was told; where there is a ``fails``, it says that and fails."""
    monkeypatch.setenv("KGRAPH_NEO4J_HOME", str(tmp_path / "neo4j"))
    folder = tmp_path / "bin"
    script(
        folder / "docker",
        f"cd {folder}\n"
        'told="$KGRAPH_NEO4J_IMAGE $KGRAPH_BOLT_PORT $KGRAPH_HTTP_PORT $KGRAPH_NEO4J_HEAP ${#NEO4J_PASSWORD}"\n'
        'echo "$* | $told" >> said\n'
        'case "$1 $2" in\n'
        '"ps --quiet") project=${4##*=}; [ -e "$project.up" ] && echo 0123;;\n'
        '"volume ls") ls | sed -n "s/[.]volume$//p";;\n'
        "esac\n"
        'case "$*" in\n'
        '*" up "*) touch "$5_data.volume"; [ -e fails ] && { cat fails >&2; exit 1; }; touch "$5.up";;\n'
        '*" down --volumes") rm -f "$5.up" "$5_data.volume";;\n'
        '*" down") rm -f "$5.up";;\n'
        "esac\nexit 0",
    )
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    for module in (in_docker, process):
        monkeypatch.setattr(module, "wait", lambda state: None)
    return folder


def composed(docker: Path) -> list[tuple[str, str]]:
    """The project of each compose that docker was told, and the rest of what it was told."""
    lines = (docker / "said").read_text(encoding="utf-8").splitlines()
    words = [line.split(" ", 5) for line in lines if line.startswith("compose --file")]
    return [(word[4], word[5]) for word in words]


def without_docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java(tmp_path / "java" / "java")
    monkeypatch.setenv("PATH", str(tmp_path / "java"))


NEEDS_MAVEN = "^Fetching Neo4j 5.26.28 the first time needs Maven"
"""Where a start without Docker ends in these tests: it has begun, and there is no Maven."""


def test_it_is_told_what_to_start_and_to_stop_and_its_volume_stays(docker: Path) -> None:
    home = home_of("falls")
    found, now, note = server.up(home, bolt=17_687, http=17_474)
    assert (now, found.state.means, found.uri, note) == (True, "docker", "bolt://127.0.0.1:17687", "")
    assert stat.S_IMODE((home.folder / "password").stat().st_mode) == 0o600
    assert server.up(home).now is False
    assert server.down(home)
    assert server.down(home) is False
    assert home.password() not in (docker / "said").read_text(encoding="utf-8")
    told, none = "neo4j:5.26-community 17687 17474 1g", len("is not needed")
    assert [rest for _, rest in composed(docker)] == [
        f"up --detach --wait | {told} {len(home.password())}", f"down | {told} {none}", f"down | {told} {none}",
    ]  # fmt: skip
    assert [path.suffix for path in docker.iterdir() if path.suffix] == [".volume"]


def test_servers_of_one_name_in_two_places_are_two_projects_and_none_is_a_folder_s_name(
    docker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []
    for name in ("falls", ""):
        for place in ("ruth", "tom"):
            monkeypatch.setenv("KGRAPH_NEO4J_HOME", str(tmp_path / place))
            server.up(home_of(name), bolt=free_port(), http=free_port())
            names.append(composed(docker)[-1][0])
    assert len({*names}) == 4
    assert [name.rpartition("-")[0] for name in names] == ["kgraph-falls", "kgraph-falls", "kgraph-any", "kgraph-any"]


def test_without_docker_that_is_said_and_nothing_is_kept_of_having_asked_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KGRAPH_NEO4J_HOME", str(tmp_path / "neo4j"))
    without_docker(tmp_path, monkeypatch)
    home = home_of("falls")
    with pytest.raises(
        ServerError,
        match=r"^it cannot be started with Docker, for there is no docker on the PATH: leave out --with docker$",
    ):
        server.up(home, means="docker")
    assert (home.state(), home.now(), (home.folder / "password").exists()) == (None, None, False)
    with pytest.raises(ServerError, match=NEEDS_MAVEN):
        server.up(home, means="java")


def test_where_docker_is_gone_with_the_data_that_is_said(
    docker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_of("falls")
    server.up(home, bolt=free_port(), http=free_port())
    without_docker(tmp_path, monkeypatch)
    gone = "there is no docker on the PATH"
    with pytest.raises(
        ServerError,
        match=f"^it cannot be started with Docker, for {gone}, and the data of the Neo4j of falls lie there: see to",
    ):
        server.up(home)
    with pytest.raises(ServerError, match=f"^{gone}, so that the Neo4j of falls cannot be stopped: it is in Docker$"):
        server.down(home)
    with pytest.raises(ServerError, match=f"^{gone}, so that the Neo4j of falls cannot be deleted: it is in Docker$"):
        server.delete(home)
    assert home.password()


def test_an_image_that_cannot_be_fetched_leaves_nothing_behind(
    docker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_of("falls")
    (docker / "fails").write_text("neo4j Pulling\nno such host: registry\n", encoding="utf-8")
    with pytest.raises(ServerError, match=r"^Docker could not do it: no such host: registry$"):
        server.up(home, heap="900g")
    assert [rest.partition(" |")[0] for _, rest in composed(docker)] == ["up --detach --wait", "down --volumes"]
    assert (home.state(), home.now()) == (None, None)
    assert [path.name for path in docker.iterdir() if path.suffix] == []
    without_docker(tmp_path, monkeypatch)
    with pytest.raises(ServerError, match=NEEDS_MAVEN):
        server.up(home, means="java")


def test_what_does_not_come_up_again_is_taken_down_and_keeps_its_data(docker: Path) -> None:
    home = home_of("falls")
    server.up(home, bolt=free_port(), http=free_port())
    server.down(home)
    before = home.state()
    (docker / "fails").write_text("container is unhealthy\n", encoding="utf-8")
    with pytest.raises(ServerError, match=r"^Docker could not do it: container is unhealthy$"):
        server.up(home, heap="900g", line="2026")
    assert composed(docker)[-1][1].partition(" |")[0] == "down"
    assert home.state() == home.now() == before
    (docker / "fails").unlink()
    assert server.up(home).server.state == before


def test_a_server_stays_with_what_its_data_lie_in(docker: Path) -> None:
    home = home_of("falls")
    server.up(home, bolt=17_687, http=17_474)
    for _ in ("while it runs", "and when it is stopped"):
        with pytest.raises(ServerError) as refused:
            server.up(home, means="java")
        assert str(refused.value) == (
            "the Neo4j of falls was started with docker, and its data lie there: leave out --with java, or delete them "
            "with `kgraph down --delete` in the folder of falls and load the study again"
        )
        server.down(home)


def test_what_runs_is_not_silently_left_as_it_is(docker: Path, tmp_path: Path) -> None:
    study = write_study(tmp_path / "the falls")
    home = home_of(study.id, study.folder)
    server.up(home, bolt=17_687, http=17_474)
    with pytest.raises(UsageError) as refused:
        server.up(home, means="docker", line="5", bolt=17_688, http=17_475, heap="4G")
    assert str(refused.value) == (
        "the Neo4j of small runs already, with --bolt-port 17687 --http-port 17474 --heap 1g: "
        f"`kgraph down -s '{study.folder}'` and then `kgraph up --bolt-port 17688 --http-port 17475 --heap 4g -s "
        f"'{study.folder}'` changes that"
    )
    assert server.up(home, heap="1G", line="5").now is False


# -- ports -------------------------------------------------------------------------------------------------------------


def test_a_second_server_gets_the_next_ports_and_has_them_again(docker: Path, tmp_path: Path) -> None:
    study = write_study(tmp_path / "falls")
    first = home_of(study.id, study.folder)
    home = home_of("second")
    with ExitStack() as stack:
        for port in (BOLT, HTTP):
            with suppress(OSError):  # another program has it, which is as good
                stack.enter_context(socket.create_server(("127.0.0.1", port)))
        found, _, note = server.up(home)
    bolt, http = found.state.bolt, found.state.http
    assert bolt > BOLT
    assert bolt - BOLT == http - HTTP
    assert note == (
        f"ports {BOLT} and {HTTP} are in use by another program: this one has {bolt} for Bolt and {http} for its "
        "Browser, and keeps them"
    )
    server.down(home)
    found, now, note = server.up(home)
    assert (now, found.state.bolt, found.state.http, note) == (True, bolt, http, "")
    server.down(home)

    server.up(first, bolt=bolt, http=http)
    with (
        socket.create_server(("127.0.0.1", bolt)),
        socket.create_server(("127.0.0.1", http)),
        pytest.raises(ServerError) as refused,
    ):
        server.up(home)
    assert str(refused.value).startswith(
        f"ports {bolt} and {http} are in use by the Neo4j of small, which `kgraph down -s {study.folder}` stops: stop "
        "them, or give other ports, such as --bolt-port "
    )


# -- deleting ----------------------------------------------------------------------------------------------------------


def test_a_volume_whose_password_is_gone_is_not_given_another_until_it_is_deleted(docker: Path) -> None:
    home = home_of("falls")
    server.up(home, bolt=free_port(), http=free_port())
    server.down(home)
    project = composed(docker)[0][0]
    for name in ("password", "server.json"):
        (home.folder / name).unlink()
    with pytest.raises(ServerError) as refused:
        server.up(home, means="docker", bolt=free_port(), http=free_port())
    assert str(refused.value) == (
        f"the Docker volume {project}_data opens with its own password only, which is not in "
        f"{home.folder / 'password'}: put it back there, or delete what is held with `kgraph down --delete` in the "
        "folder of falls and load the study again"
    )
    assert server.delete(home)
    assert composed(docker)[-1][1].partition(" |")[0] == "down --volumes"
    assert home.empty
    assert server.delete(home) is False
    assert server.up(home, bolt=free_port(), http=free_port()).now


def asked(folder: Path, answer: str, *words: str) -> tuple[int, str]:
    """What a command does, and says on stderr, at a terminal where somebody types an answer."""
    pty = pytest.importorskip("pty", reason="there are no terminals to be had here")
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    done = subprocess.run(
        [sys.executable, "-m", "kgraph", *words], cwd=folder, stdin=theirs, capture_output=True, text=True, check=False
    )
    os.close(ours)
    os.close(theirs)
    return done.returncode, done.stderr


def test_it_is_deleted_once_somebody_has_typed_its_name_and_not_otherwise(docker: Path, tmp_path: Path) -> None:
    study = write_study(tmp_path / "falls", id="falls")
    home = home_of("falls")
    server.up(home, bolt=17_687, http=17_474)
    volume = f"{composed(docker)[0][0]}_data"

    nobody = kgraph(study.folder, "down", "--delete")
    assert (nobody.returncode, nobody.stdout) == (2, "")
    assert nobody.stderr == (
        "kgraph: nothing was deleted: --delete asks first, and nobody can answer here; say --yes too, and the Neo4j of "
        "falls is deleted with all it holds\n"
    )
    status, said = asked(study.folder, "yes", "down", "--delete")
    assert status == 2
    first, second = said.splitlines()
    assert first == f"the Neo4j of falls is to be deleted with all it holds, in the Docker volume {volume}"
    assert second.replace("it:kgraph", "it: kgraph") == (  # click before 8.2 writes the space to stdout
        "Type falls to delete it: kgraph: nothing was deleted: that is not falls"
    )
    assert [rest.partition(" |")[0] for _, rest in composed(docker)] == ["up --detach --wait"]
    assert (home.folder / "password").exists()

    assert asked(study.folder, "falls", "down", "--delete")[0] == 0
    assert composed(docker)[-1][1].partition(" |")[0] == "down --volumes"
    assert home.empty
    assert kgraph(study.folder, "down", "--yes").returncode == 2


def test_what_is_stopped_says_where_its_data_lie_and_what_deletes_them(docker: Path, tmp_path: Path) -> None:
    study = write_study(tmp_path / "falls", id="falls")
    server.up(home_of("falls"), bolt=17_687, http=17_474)
    stopped = kgraph(tmp_path, "down", "-s", "falls")
    assert stopped.stdout == "the Neo4j of falls is stopped; what it holds is kept\n"
    assert stopped.stderr == (
        f"It lies in the Docker volume {composed(docker)[0][0]}_data; `kgraph down --delete -s {study.folder}` deletes "
        "it\n"
    )
