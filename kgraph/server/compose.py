"""A Neo4j in a container, where there is a Docker: through the docker-compose.yml that lies beside this file."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.resources import as_file, files

from kgraph.errors import ServerError
from kgraph.names import digest
from kgraph.server.home import Home, State
from kgraph.server.process import wait

_NO_PASSWORD = "is not needed"  # noqa: S105  the compose file wants one, also to take a container down


def missing() -> str:
    """What is missing for a Neo4j in Docker, in words; "" where nothing is."""
    if shutil.which("docker") is None:
        return "there is no docker on the PATH"
    if _said("info", "--format", "{{.ServerVersion}}") is None:
        return "Docker does not run"
    if _said("compose", "version") is None:
        return "this Docker has no compose"
    return ""


def start(home: Home, state: State, progress: Callable[[str], None]) -> State:
    """Start a server in a container, and wait until it answers. Raises ServerError where Docker or the server fails.

    What does not come up is taken down again, and its volume deleted if this was the first time.
    """
    there = holds(home)
    if there is None:
        raise ServerError("Docker does not say which volumes there are: see whether it runs")
    first = not there
    password = home.first_password("" if first else place(home))
    home.keep_password(password)
    home.note(state)
    progress(f"starting {state.release.image} in Docker, which fetches it the first time")
    try:
        _compose(home, state, password, "up", "--detach", "--wait")
        wait(state)
    except BaseException:
        with suppress(ServerError):
            _down(home, state, volumes=first)
        home.stopped()
        raise
    return state


def stop(home: Home, state: State) -> bool:
    """Stop a server's container, and take it away; whether there was one. Its data stay in their volume."""
    if words := missing():
        raise ServerError(f"{words}, so that {home.words} cannot be stopped: it is in Docker")
    there = runs(home)
    _down(home, state, volumes=False)
    home.stopped()
    return there


def delete(home: Home, state: State) -> None:
    """Stop a server's container, and delete it with its data."""
    if words := missing():
        raise ServerError(f"{words}, so that {home.words} cannot be deleted: it is in Docker")
    _down(home, state, volumes=True)


def runs(home: Home) -> bool:
    """Whether a server's container runs."""
    project = f"label=com.docker.compose.project={_project(home)}"
    return bool(_said("ps", "--quiet", "--filter", project, "--filter", "status=running"))


def holds(home: Home) -> bool | None:
    """Whether there is a volume with a server's data; None where Docker does not say, as where there is none."""
    said = _said("volume", "ls", "--quiet")
    return None if said is None else _volume(home) in said.split()


def place(home: Home) -> str:
    """Where a server's data lie, in words."""
    return f"the Docker volume {_volume(home)}"


def _project(home: Home) -> str:
    """The name by which Docker knows a server. One Docker may have those of several users, and of several folders."""
    return f"kgraph-{home.name or 'any'}-{digest(home.folder.resolve(), length=8)}"


def _volume(home: Home) -> str:
    return f"{_project(home)}_data"


def _down(home: Home, state: State, *, volumes: bool) -> None:
    _compose(home, state, _NO_PASSWORD, "down", *(["--volumes"] if volumes else []))


def _compose(home: Home, state: State, password: str, *words: str) -> None:
    """Have Docker compose do something with a server's project. The password goes to it in its environment."""
    told = {
        "NEO4J_PASSWORD": password,
        "KGRAPH_NEO4J_IMAGE": state.release.image,
        "KGRAPH_BOLT_PORT": str(state.bolt),
        "KGRAPH_HTTP_PORT": str(state.http),
        "KGRAPH_NEO4J_HEAP": state.heap,
    }
    with as_file(files("kgraph.server") / "docker-compose.yml") as path:
        command = ["docker", "compose", "--file", str(path), "--project-name", _project(home), *words]
        try:
            done = subprocess.run(command, env={**os.environ, **told}, capture_output=True, text=True, check=False)
        except OSError as error:
            raise ServerError(f"docker cannot be run: {error.strerror or error}") from error
    if done.returncode:
        said = [line for line in done.stderr.replace(password, "…").strip().splitlines() if line.strip()]
        raise ServerError(f"Docker could not do it: {said[-1].strip() if said else 'it gave no reason'}")


def _said(*words: str) -> str | None:
    """What docker answers; None where it fails or takes too long."""
    command: Sequence[str] = ("docker", *words)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
