"""Ports of this computer: which are free, and which a server gets."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kgraph.errors import ServerError, UsageError
from kgraph.server.home import State

OPTIONS = {"bolt": "--bolt-port", "http": "--http-port"}
_TRIED = 1_000


def free(port: int) -> bool:
    """Whether nothing listens at a port of this computer."""
    with socket.socket() as one:
        if os.name != "nt":
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that was just let go is free
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """A port at which nothing listens now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def placed(state: State, movable: Sequence[str], user: Callable[[int], str]) -> tuple[State, str]:
    """A server's state with ports that are free, and a sentence about those that it got in place of others.

    ``movable`` names those that nobody asked for, bolt or http: they are moved on together until all are free. ``user``
    says who uses a port.

    Raises ServerError where a port is in use that was asked for, or that the server has had before; UsageError where
    one port is to be both.
    """
    if state.bolt == state.http and not movable:
        raise UsageError(f"--bolt-port and --http-port are both {state.bolt}: give two")
    taken = [name for name in OPTIONS if not free(getattr(state, name))]
    if stuck := [name for name in taken if name not in movable]:
        raise ServerError(_refusal(state, stuck, user))
    for step in range(_TRIED):
        moved = replace(state, **{name: getattr(state, name) + step for name in movable})
        if moved.bolt != moved.http and free(moved.bolt) and free(moved.http):
            why = f"{_in_use(state, taken, user)}: " if taken else ""
            return moved, f"{why}this one has {_both(moved)}, and keeps them" if step else ""
    raise ServerError(_refusal(state, taken, user))


def _refusal(state: State, stuck: Sequence[str], user: Callable[[int], str]) -> str:
    spare: dict[str, int] = {}
    for name in stuck:
        above = range(getattr(state, name) + 1, 65_536)
        spare[name] = next((port for port in above if free(port) and port not in spare.values()), 0) or free_port()
    others = " ".join(f"{OPTIONS[name]} {port}" for name, port in spare.items())
    words = ("them", "other ports") if len(stuck) > 1 else ("that", "another port")
    return f"{_in_use(state, stuck, user)}: stop {words[0]}, or give {words[1]}, such as {others}"


def _in_use(state: State, taken: Iterable[str], user: Callable[[int], str]) -> str:
    """That ports are in use, and by whom."""
    ports: dict[str, list[str]] = {}
    for name in taken:
        port = getattr(state, name)
        ports.setdefault(user(port), []).append(str(port))
    return ", and ".join(
        f"port{'s' * (len(used) > 1)} {' and '.join(used)} {'are' if len(used) > 1 else 'is'} in use by {who}"
        for who, used in ports.items()
    )


def _both(state: State) -> str:
    return f"{state.bolt} for Bolt and {state.http} for its Browser"
