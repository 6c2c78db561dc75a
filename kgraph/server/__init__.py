"""A Neo4j of one's own on this computer: started, found again, stopped, and deleted with its data.

A database holds one study, so each study has a server of its own; one that was started outside any study serves
whichever study is loaded into it. With Docker it is a container, without it a process made of Neo4j's published jars.
It listens on this computer only, and its password is made at random and kept where only its owner can read it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from kgraph.errors import ServerError, UsageError
from kgraph.server import compose, ports, process
from kgraph.server.home import Home, Server, State, cache_folder, home_of, homes
from kgraph.server.releases import RELEASES
from kgraph.study import FILE, Study

__all__ = [
    "RELEASES", "Home", "Server", "State", "Up", "delete", "down", "find", "home_for", "home_of", "homes", "place",
    "running", "up",
]  # fmt: skip

_OPTIONS = {"means": "--with", "line": "--line", **ports.OPTIONS, "heap": "--heap"}


class Up(NamedTuple):
    """A server that runs; whether it was started now, and what is to be said of the ports that it then got."""

    server: Server
    now: bool
    note: str = ""


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
) -> Up:
    """The server of a folder, started unless it runs.

    ``means`` is ``docker`` or ``java``; what was used before when not given, and Docker where that runs. ``line`` is
    one of RELEASES; ``bolt`` and ``http`` are ports, ``heap`` is memory such as ``1g``. What is not given is as it was
    when it last came up; the first time, ports are the usual ones or the next that are free.

    Raises ServerError, in a sentence that says what stands in the way and what would help; UsageError where it runs and
    is asked to be otherwise.
    """
    given = {"means": means, "line": line, "bolt": bolt, "http": http, "heap": heap.lower() if heap else None}
    asked = {name: value for name, value in given.items() if value is not None}
    _own(home)
    with home.held():
        before = home.state()
        raised = _fits(home, before, means, line) if before else ""
        if server := running(home):
            _same(server, asked)
            process.wait(server.state)  # whoever started it may have been interrupted before it answered
            home.keep(server.state)
            return Up(server, False)
        state = _asked(home, before, asked)
        movable = [] if before else [name for name in ports.OPTIONS if name not in asked]
        state, moved = ports.placed(state, movable, lambda port: _user(home, port))
        start = compose.start if state.means == "docker" else partial(process.start, cache=cache_folder(), java=java)
        state = start(home, state, progress=progress)
        home.keep(state)
        return Up(Server(home, state, home.password()), True, "; ".join(filter(None, (raised, moved))))


def down(home: Home) -> bool:
    """Stop the server of a folder, if kgraph started it and it runs; whether it did. Its data stay."""
    if home.now() is None:
        return False
    _own(home)
    with home.held():
        state = home.now()
        if state is None:  # it has just been deleted
            return False
        return compose.stop(home, state) if state.means == "docker" else process.stop(home, state)


def delete(home: Home) -> bool:
    """Stop the server of a folder, and delete it with its data and its password; whether there was anything."""
    _own(home)
    if home.empty and not compose.holds(home):
        return False
    with home.held():
        state = home.now()
        if state and state.means == "java":
            process.stop(home, state)
        if (state and state.means == "docker") or compose.holds(home):
            compose.delete(home, state or State("docker"))
        home.clear()
    home.remove()
    return True


def running(home: Home) -> Server | None:
    """The server of a folder, if it runs."""
    state = _runs(home)
    return Server(home, state, home.password()) if state else None


def find(study: str | None) -> Server | None:
    """The server that a study's commands mean by ``local``; None where it does not run.

    It is the study's own, once it has had one, else the one that is for no study: what is asked of a server that is
    stopped is not to be answered by another.
    """
    own = home_of(study) if study else home_of("")
    return running(own if own.now() else home_of(""))


def home_for(study: Study | None) -> Home:
    """The folder of the server that is for a study, which knows where the study lies; or for none."""
    return home_of(study.id, study.folder.resolve()) if study else home_of("")


def place(home: Home) -> str:
    """Where a server's data lie, in words."""
    state = home.now()
    return compose.place(home) if state and state.means == "docker" else str(home.folder)


def _runs(home: Home) -> State | None:
    """How the server of a folder runs; None where it does not."""
    state = home.now()
    if state is None:
        return None
    return state if (compose.runs(home) if state.means == "docker" else process.find(home, state)) else None


def _asked(home: Home, before: State | None, asked: Mapping[str, Any]) -> State:
    """How to start it: as it is asked, else as it last came up, else as is usual."""
    last = before or State(means=asked.get("means") or ("java" if compose.missing() else "docker"))
    state = replace(last, **asked, study=str(home.study) if home.study else last.study, pid=None)
    if state.means == "docker" and (words := compose.missing()):
        lie = before is not None and before.means == "docker"
        what = f", and the data of {home.words} lie there: see to that first" if lie else ": leave out --with docker"
        raise ServerError(f"it cannot be started with Docker, for {words}{what}")
    return state


def _own(home: Home) -> None:
    """Raise ServerError where a server was started for another folder that has the same study's id, and is still there.

    A copy of a study would otherwise stop or delete the Neo4j of the original.
    """
    state = home.now()
    there = Path(state.study) if state and state.study else None
    if there and home.study and (there / FILE).is_file() and not home.study.samefile(there):
        raise ServerError(
            f"{home.words} was started for {there}, which has the same id: go on there, or give this study an id "
            f"of its own under [study] in {home.study / FILE}"
        )


def _fits(home: Home, before: State, means: str | None, line: str | None) -> str:
    """What is to be said of what a server is asked to be.

    Raises ServerError where its data do not allow it.
    """
    if (compose.holds(home) if before.means == "docker" else process.holds(home)) is False:
        return ""
    anew = f"delete them with {home.command('down --delete')} and load the study again"
    if means and means != before.means:
        raise ServerError(
            f"{home.words} was started with {before.means}, and its data lie there: leave out --with {means}, or {anew}"
        )
    if line and list(RELEASES).index(line) < list(RELEASES).index(before.line):
        raise ServerError(
            f"the data of {home.words} were written by Neo4j {before.release.version}, which an older release cannot "
            f"read: leave out --line {line}, or {anew}"
        )
    if line and line != before.line:
        return f"its data become Neo4j {RELEASES[line].version}'s, which {before.release.version} cannot read any more"
    return ""


def _same(server: Server, asked: Mapping[str, Any]) -> None:
    """Raise UsageError where a server that runs is asked to be otherwise than it is."""
    differs = {name: value for name, value in asked.items() if value != getattr(server.state, name)}
    if differs:
        has = " ".join(f"{_OPTIONS[name]} {getattr(server.state, name)}" for name in differs)
        wanted = " ".join(f"{_OPTIONS[name]} {value}" for name, value in differs.items())
        raise UsageError(
            f"{server.home.words} runs already, with {has}: {server.home.command('down')} and then "
            f"{server.home.command(f'up {wanted}')} changes that"
        )


def _user(home: Home, port: int) -> str:
    """Who uses a port, in words."""
    for other in homes():
        state = _runs(other) if other != home else None
        if state and port in (state.bolt, state.http):
            return f"{other.words}, which {other.command('down')} stops"
    return "another program"
