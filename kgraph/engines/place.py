"""The folder that an embedded graph lives in: which subfolder is the graph, who holds it, what it was made from.

current     {"graph": "g-1f0c…", "load": "…" or null}, replaced in one step
g-…/        one whole database; another is built beside it and takes its place
lock        held by the one process that has the graph open; the system lets go of it when that process dies
holder      who that is, for the message to everybody else
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kgraph.errors import GraphBusy, GraphError

GENERATION = "g-"


class Place:
    """One folder of an embedded graph, held by this process until ``release``.

    Raises GraphBusy where another process holds it, saying which; GraphError where the folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        from filelock import FileLock, Timeout  # late: asking what the graph holds needs no lock

        self.folder = folder.absolute()
        with explained(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(self.folder / "lock", timeout=0, is_singleton=False, thread_local=False)
            try:
                self._lock.acquire()
            except Timeout as error:
                raise GraphBusy(self._busy()) from error
            try:
                self._write("holder", {"pid": os.getpid(), "command": _command()})
                self._sweep()
            except BaseException:
                self.release()
                raise

    def current(self) -> Path | None:
        """The subfolder that holds the graph, or None where there is none yet.

        Raises GraphError where ``current`` names one that is not there.
        """
        if not (self.folder / "current").exists():
            return None
        found = read_state(self.folder)
        graph: Path | None = self.folder / found["graph"] if found else None
        if graph is None or not graph.is_dir():
            raise GraphError(
                f"The graph in {self.folder} is damaged: its file 'current' names no graph that is there. Delete that "
                "folder and load the study again; the graph is made from its files."
            )
        return graph

    def new(self) -> Path:
        """A subfolder name for a new graph; nothing is made."""
        return self.folder / f"{GENERATION}{uuid.uuid4().hex[:12]}"

    def swap(self, graph: Path, load: str | None) -> None:
        """Make a subfolder, already on the disk in full, the graph."""
        self._write("current", {"graph": graph.name, "load": load})

    def mark(self, load: str | None) -> None:
        """Note which load the graph holds, or that it may hold half of one (None)."""
        graph = self.current()
        if graph is not None:
            self.swap(graph, load)

    def release(self) -> None:
        """Let go of the folder, which then holds one graph and no remains. Twice is harmless."""
        if self._lock.is_locked:
            with suppress(OSError):
                self._sweep()  # an interrupt may have come while a rebuild tidied up
                (self.folder / "holder").unlink(missing_ok=True)
            self._lock.release()

    def _sweep(self) -> None:
        """Remove what a crashed or interrupted rebuild left behind."""
        found = read_state(self.folder)
        if found is None and (self.folder / "current").exists():
            return  # damaged: leave everything for a person to look at
        for folder in self.folder.glob(f"{GENERATION}*"):
            if found is None or folder.name != found["graph"]:
                shutil.rmtree(folder, ignore_errors=True)
        for left in self.folder.glob("*.part"):
            left.unlink(missing_ok=True)

    def _write(self, name: str, found: dict[str, Any]) -> None:
        part = self.folder / f"{name}.part"
        with explained(self.folder):
            with part.open("w", encoding="utf-8") as file:
                json.dump(found, file)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.folder / name)
            _sync_folder(self.folder)

    def _busy(self) -> str:
        try:
            holder = json.loads((self.folder / "holder").read_text(encoding="utf-8"))
            pid, command = int(holder["pid"]), str(holder["command"])
        except (OSError, ValueError, KeyError, TypeError):
            return f"Another process holds the graph in {self.folder}: wait for it to end, or close it."
        if pid == os.getpid():
            return f"This process (pid {pid}) already has the graph in {self.folder} open: close it first."
        return (
            f"Another process (pid {pid}, {command!r}) holds the graph in {self.folder}: wait for it to end, or close "
            "it. Several people or programs at once need a Neo4j server (NEO4J_URI)."
        )


def read_state(folder: Path) -> dict[str, Any] | None:
    """What ``current`` says, without opening the graph or waiting for who holds it; None where there is nothing."""
    try:
        found = json.loads((folder / "current").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("graph"), str):
        return None
    return {"graph": found["graph"], "load": found.get("load")}


def size_of(folder: Path) -> int:
    """How many bytes the graph in a folder takes, without opening it; 0 where there is none."""
    found = read_state(folder)
    if found is None:
        return 0
    with suppress(OSError):
        return sum(path.stat().st_size for path in (folder / found["graph"]).iterdir())
    return 0


def sync(folder: Path) -> None:
    """See to it that every file below a folder is on the disk, and not only in the system's memory of it."""
    with explained(folder):
        for path in (folder, *folder.rglob("*")):
            if path.is_dir():
                _sync_folder(path)
            else:
                with path.open("r+b") as file:
                    os.fsync(file.fileno())
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows has no such thing; NTFS writes down a rename by itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what the system says of a folder into a sentence."""
    try:
        yield
    except OSError as error:
        reason = "the disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else error.strerror or str(error)
        raise GraphError(f"The graph in {folder} could not be written, and stays as it was: {reason}.") from error


def _command() -> str:
    """What this process is, as a person would type it; of its arguments only a subcommand, for others may be secret."""
    name = Path(sys.argv[0]).name if sys.argv else ""
    first = sys.argv[1] if len(sys.argv) > 1 and sys.argv[1].isidentifier() else ""
    return f"{name if name not in ('', '-c') else 'python'} {first}".strip()
