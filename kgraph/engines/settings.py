"""Settings of the way to a Neo4j: whom to trust on it, how many connections, and how long to wait."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from kgraph.errors import KgraphError, UsageError


@dataclass(frozen=True, slots=True)
class Settings:
    """How to go to a Neo4j; docs/security.md says of each what it is for. Times are in seconds.

    ``ca`` is a file with the certificate of a private authority, in PEM form. ``unencrypted`` lets a password go over
    a network in the clear. ``wait_seconds`` is for a free connection, ``retry_seconds`` for what the server asks to try
    again, and after ``lifetime_seconds`` a connection is not used again.
    """

    ca: Path | None = None
    unencrypted: bool = False
    pool_size: int = 100
    connect_seconds: float = 5.0
    wait_seconds: float = 15.0
    retry_seconds: float = 15.0
    lifetime_seconds: float = 3600.0


NAMES = tuple(field.name for field in fields(Settings))
"""Each is a key of [graph] in kgraph.toml, a variable KGRAPH_… of the environment, and a keyword of kgraph.open."""


def variable(name: str) -> str:
    """The variable of the environment that is read for a setting."""
    return f"KGRAPH_{name.upper()}"


OTHERS = ("uri", "username", "password", "database", "read_only")
"""The other keywords of kgraph.open."""


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that were given by keyword, each a value that it can have.

    Raises UsageError for a setting that there is not, and for a value that it cannot have.
    """
    for name in given:
        if name not in NAMES:
            raise UsageError(
                f"there is no setting {name!r}; known are {', '.join(NAMES)}, beside {', '.join(OTHERS[:-1])} and "
                f"{OTHERS[-1]}"
            )
    return {name: value(name, one, name) for name, one in given.items() if one is not None}


def settings(given: Mapping[str, Any], written: Mapping[str, Any], folder: Path | None, place: str) -> Settings:
    """Each setting as it was given; else from the environment; else as ``written`` in kgraph.toml; else the default.

    A path that is written there starts from ``folder``; ``place`` names the file and table. Raises UsageError for a
    setting that there is not, or a value that it cannot have, saying where it stands and what would be right.
    """
    found = checked(given)
    for name in NAMES:
        if name in found:
            continue
        if text := os.environ.get(variable(name)):
            found[name] = value(name, text, variable(name))
        elif name in written:
            found[name] = value(name, written[name], f"{place} {name}")
            if name == "ca" and folder is not None:
                found[name] = folder / found[name]
    return Settings(**found)


def value(name: str, given: Any, where: str, error: type[KgraphError] = UsageError) -> Any:
    """The value of a setting out of what was given, in a file or as a word of the environment.

    Raises the error for one that it cannot have, as a sentence that begins with ``where``.
    """
    read, right = _KINDS[name]
    try:
        return read(str(given).strip())
    except ValueError:
        raise error(f"{where} is {str(given)!r}; write {right}") from None


def _path(text: str) -> Path:
    if not text:
        raise ValueError
    return Path(text).expanduser()


def _truth(text: str) -> bool:
    word = text.lower()
    if word not in ("1", "true", "yes", "0", "false", "no"):
        raise ValueError
    return word in ("1", "true", "yes")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1_000:
        raise ValueError
    return int(text)


def _seconds(text: str) -> float:
    found = float(text)
    if not math.isfinite(found) or not 0 < found <= 86_400:
        raise ValueError
    return found


_SECONDS: tuple[Callable[[str], Any], str] = (_seconds, "a number of seconds, more than 0 and at most 86400")
_KINDS: dict[str, tuple[Callable[[str], Any], str]] = {
    "ca": (_path, "the path of a file with the certificate of your authority, in PEM form"),
    "unencrypted": (_truth, "true or false (1 or 0)"),
    "pool_size": (_number, "a whole number of connections, from 1 to 1000"),
    **dict.fromkeys((name for name in NAMES if name.endswith("_seconds")), _SECONDS),
}
