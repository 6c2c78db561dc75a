"""A Neo4j of one's own on this computer: started, found again, and stopped, with its data kept.

A database holds one study, so each study has a server of its own; one that was started outside any study serves
whichever study is loaded into it. With Docker it is a container, without it a process made of Neo4j's published jars.
It listens on this computer only, and its password is made at random and kept where only its owner can read it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kgraph.errors import ServerError
from kgraph.server import compose, process
from kgraph.server.home import BOLT, HTTP, Home, Server, State, cache_folder, home_of, homes
from kgraph.server.releases import RELEASES

__all__ = ["RELEASES", "Home", "Server", "State", "down", "find", "home_of", "homes", "running", "up"]


def up(
    home: Home,
    *,
    means: str | None = None,
    line: str | None = None,
    bolt: int | None = None,
    http: int | None = None,
    heap: str | None = None,
    java: str | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> tuple[Server, bool]:
    """The server of a folder, started unless it runs; and whether it was started now.

    ``means`` is ``docker`` or ``java``; what was used before when not given, and Docker where that runs. ``line`` is
    one of RELEASES; ``bolt`` and ``http`` are ports, ``heap`` is memory such as ``1g``. What is not given is as it was
    the last time.

    Raises ServerError, in a sentence that says what stands in the way and what would help.
    """
    with home.held():
        if server := running(home):
            _same(server, means=means, line=line, bolt=bolt, http=http)
            process.wait(server.state)  # whoever started it may have been interrupted before it answered
            return server, False
        before = home.state()
        state = _asked(home, before, means=means, line=line, bolt=bolt, http=http, heap=heap)
        _ports_free(home, state)
        if state.means == "docker":
            state = compose.start(home, state, progress)
        else:
            state = process.start(home, state, cache_folder(), java, progress)
        return Server(home, state, home.password()), True


def down(home: Home) -> bool:
    """Stop the server of a folder, if kgraph started it and it runs; whether it did. Its data stay."""
    state = home.state()
    if state is None:
        return False
    with home.held():
        if state.means == "docker":
            return compose.stop(home, state)
        return process.stop(home, home.state() or state)


def running(home: Home) -> Server | None:
    """The server of a folder, if it runs."""
    state = home.state()
    if state is None:
        return None
    runs = compose.runs(home, state) if state.means == "docker" else process.find(home, state)
    return Server(home, state, home.password()) if runs else None


def find(study: str | None) -> Server | None:
    """The server that a study's commands mean by ``local``: its own if that runs, else the one that is for no study."""
    for home in (home_of(study), home_of("")) if study else (home_of(""),):
        if server := running(home):
            return server
    return None


def _asked(
    home: Home, before: State | None, *, means: str | None, line: str | None, bolt: int | None, http: int | None,
    heap: str | None,
) -> State:  # fmt: skip
    """How to start it: as it is asked, else as the last time, else as is usual."""
    last = before or State(means=means or _means())
    if before and means and means != before.means:
        raise ServerError(
            f"{home.words} was started with {before.means}, and its data lie there: leave out --with {means}, or "
            f"delete {home.folder} to begin anew"
        )
    if before and line and list(RELEASES).index(line) < list(RELEASES).index(before.line):
        raise ServerError(
            f"the data of {home.words} were written by Neo4j {before.release.version}, which an older release cannot "
            f"read: leave out --line, or delete {home.folder} and load the study again"
        )
    return replace(
        last, line=line or last.line, bolt=bolt or last.bolt, http=http or last.http, heap=heap or last.heap,
        pid=None, created=0.0,
    )  # fmt: skip


def _means() -> str:
    return "java" if compose.missing() else "docker"


def _same(server: Server, **asked: str | int | None) -> None:
    """Raise ServerError where a server that runs is asked for otherwise than it is."""
    differs = [name for name, value in asked.items() if value is not None and value != getattr(server.state, name)]
    if differs:
        raise ServerError(
            f"{server.home.words} runs already, at {server.uri}, and not as is asked now ({', '.join(differs)}): "
            "`kgraph down` first"
        )


def _ports_free(home: Home, state: State) -> None:
    for port, option, usual in ((state.bolt, "--bolt-port", BOLT), (state.http, "--http-port", HTTP)):
        if port and not process.free(port):
            other = next((one for one in homes() if one != home and port in _ports(one)), None)
            by = f"{other.words}, which `kgraph down` stops" if other else "another program"
            spare = next(n for n in range(usual + 1, usual + 2_000) if process.free(n))
            raise ServerError(
                f"port {port} is in use by {by}: stop that, or give another port, such as {option} {spare}"
            )


def _ports(home: Home) -> tuple[int, ...]:
    server = running(home)
    return (server.state.bolt, server.state.http) if server else ()
