"""A Neo4j in a container, where there is a Docker: through the docker-compose.yml that lies beside this file."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from importlib.resources import as_file, files

from kgraph.errors import ServerError
from kgraph.server.home import Home, State
from kgraph.server.process import wait

_PROJECT = "kgraph"


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
    """Start a server in a container, and wait until it answers. Raises ServerError where Docker or the server fails."""
    home.make()
    password = home.new_password() or home.password()
    home.keep_password(password)
    home.keep(state)
    progress(f"starting {state.release.image} in Docker, which fetches it the first time")
    _compose(home, state, password, "up", "--detach", "--wait")
    wait(state)
    return state


def stop(home: Home, state: State) -> bool:
    """Stop a server's container, and take it away; whether there was one. Its data stay in their volume."""
    there = bool(runs(home, state))
    _compose(home, state, home.password(), "down")
    return there


def runs(home: Home, state: State) -> bool:
    """Whether a server's container runs."""
    project = f"label=com.docker.compose.project={_project(home)}"
    return bool(_said("ps", "--quiet", "--filter", project, "--filter", "status=running"))


def _project(home: Home) -> str:
    return f"{_PROJECT}-{home.name}" if home.name else _PROJECT


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
        done = subprocess.run(command, env={**os.environ, **told}, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in done.stderr.replace(password, "…").strip().splitlines() if line.strip()]
        raise ServerError(f"Docker could not do it: {said[-1] if said else 'it gave no reason'}")


def _said(*words: str) -> str | None:
    """What docker answers; None where it fails or takes too long."""
    command: Sequence[str] = ("docker", *words)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
