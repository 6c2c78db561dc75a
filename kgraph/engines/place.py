"""The folder that an embedded graph lives in: which subfolder is the graph, who holds it, what it was made from.

current     {"graph": "g-1f0c…", "load": "…" or null}, replaced in one step
g-…/        one whole database; another is built beside it and takes its place
lock        held by the one process that may write; the system lets go of it when that process dies
holder      who that is, for the message to everybody else
r-….lock    held by a reader, one for each; r-….json says who that is
gate        held for a moment by whoever comes, so that a reader and a writer never come in at once

One that writes is alone. Readers share the folder with each other only, so that none ever sees the graph change.
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
from typing import TYPE_CHECKING, Any

from kgraph.errors import GraphBusy, GraphError

if TYPE_CHECKING:
    from filelock import FileLock

GENERATION = "g-"
READER = "r-"
WAIT = 10
"""Seconds to wait at the gate, where others stay for as long as it takes to try a few locks."""


class Place:
    """One folder of an embedded graph, held by this process until ``release``: alone or, ``shared``, with readers.

    Raises GraphBusy where others hold it, saying who; GraphError where the folder cannot be written.
    """

    def __init__(self, folder: Path, *, shared: bool = False) -> None:
        self.folder = folder.absolute()
        self._shared = shared
        with explained(self.folder, reading=shared):
            if not shared:
                self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = self._lock_of(f"{READER}{uuid.uuid4().hex[:12]}.lock" if shared else "lock")
            self._note = Path(self._lock.lock_file).with_suffix(".json") if shared else self.folder / "holder"
            with self._gate():
                try:
                    self._enter()
                except BaseException:
                    self.release()
                    raise

    def _enter(self) -> None:
        """Take the lock, and say in a file who has it. Raises GraphBusy where another is in the way."""
        if self._shared:
            if not _held(writer := self._lock_of("lock")):
                raise GraphBusy(self._busy())
            writer.release()
        if not _held(self._lock):
            raise GraphBusy(self._busy())
        if not self._shared and (readers := self._readers()):
            raise GraphBusy(_read_by(self.folder, readers))
        self._write(self._note.name, _myself())
        if not self._shared:
            self._sweep()

    @contextmanager
    def _gate(self) -> Iterator[None]:
        gate = self._lock_of("gate")
        if not _held(gate, WAIT):
            raise GraphBusy(f"Others are opening the graph in {self.folder}: try again.")
        try:
            yield
        finally:
            gate.release()

    def _lock_of(self, name: str) -> FileLock:
        from filelock import FileLock  # late: asking what the graph holds needs no lock

        return FileLock(self.folder / name, is_singleton=False, thread_local=False)

    def _readers(self) -> list[dict[str, Any]]:
        """Who reads the graph now. What readers that crashed left behind is removed."""
        found = []
        for path in sorted(self.folder.glob(f"{READER}*.lock")):
            note, lock = path.with_suffix(".json"), self._lock_of(path.name)
            if not _held(lock):
                found.append(_noted(note) or {})
                continue
            lock.release()
            _remove(path, note)
        return found

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
        if not self._lock.is_locked:
            return
        if not self._shared:
            with suppress(OSError):
                self._sweep()  # an interrupt may have come while a rebuild tidied up
        _remove(self._note)
        self._lock.release()
        if self._shared:
            _remove(Path(self._lock.lock_file))

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
        """What to tell whoever comes while one that may write holds the graph."""
        holder = _noted(self.folder / "holder")
        if holder is None:
            return f"Another process holds the graph in {self.folder}: wait for it to end, or close it."
        pid = holder["pid"]
        if pid == os.getpid():
            return (
                f"This process (pid {pid}) already has the graph in {self.folder} open: close it first (graph.close())."
            )
        if holder.get("notebook"):
            again = ", or open it there with read_only=True, beside which others can read" if self._shared else ""
            return (
                f"A notebook (pid {pid}) holds the graph in {self.folder}: run graph.close() there, or shut its kernel "
                f"down. Next time open it with `with kgraph.open(…) as graph:`, which closes it{again}."
            )
        return (
            f"Another process (pid {pid}, {holder['command']!r}) holds the graph in {self.folder}: wait for it to end, "
            "or close it. Several people or programs at once need a Neo4j server (NEO4J_URI)."
        )


def _held(lock: FileLock, seconds: float = 0) -> bool:
    """Whether a lock could be taken, which then is held."""
    from filelock import Timeout

    try:
        lock.acquire(timeout=seconds)
    except Timeout:
        return False
    return True


def _noted(path: Path) -> dict[str, Any] | None:
    """Who a file says holds the graph; None where that cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {**found, "pid": int(found["pid"]), "command": str(found["command"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remove(*paths: Path) -> None:
    for path in paths:
        with suppress(OSError):  # another may have it open; who comes next removes it
            path.unlink(missing_ok=True)


def _read_by(folder: Path, readers: list[dict[str, Any]]) -> str:
    """What to tell one that would write while others read."""
    who = " and ".join(dict.fromkeys(_described(reader) for reader in readers))
    close = f"wait for {'it' if len(readers) == 1 else 'them'} to end"
    if any(reader.get("notebook") for reader in readers):
        close = "run graph.close() in a notebook, or shut its kernel down"
    if any(reader.get("pid") == os.getpid() for reader in readers):
        close = "close it first (graph.close())"
    return f"The graph in {folder} is being read by {who}, and nobody can write to it meanwhile: {close}."


def _described(holder: dict[str, Any]) -> str:
    if not holder:
        return "another process"
    if holder["pid"] == os.getpid():
        return f"this process (pid {holder['pid']})"
    what = "a notebook" if holder.get("notebook") else repr(holder["command"])
    return f"{what} (pid {holder['pid']})"


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
def explained(folder: Path, *, reading: bool = False) -> Iterator[None]:
    """Turn what the system says of a folder into a sentence."""
    try:
        yield
    except OSError as error:
        if reading:
            raise GraphError(
                f"The graph in {folder} cannot be opened, for kgraph notes in that folder who reads it: "
                f"{error.strerror or error}. Copy the study to where you may write."
            ) from error
        reason = "the disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else error.strerror or str(error)
        raise GraphError(f"The graph in {folder} could not be written, and stays as it was: {reason}.") from error


def _myself() -> dict[str, Any]:
    """What others are told of this process."""
    return {"pid": os.getpid(), "command": _command(), "notebook": _is_notebook()}


def _is_notebook() -> bool:
    """Whether this process is the kernel of a notebook, under Jupyter or any other program that shows notebooks."""
    kernel: Any = sys.modules.get("ipykernel.kernelapp")
    return kernel is not None and bool(kernel.IPKernelApp.initialized())


def _command() -> str:
    """What this process is, as a person would type it; of its arguments only a subcommand, for others may be secret."""
    name = Path(sys.argv[0]).name if sys.argv else ""
    first = sys.argv[1] if len(sys.argv) > 1 and sys.argv[1].isidentifier() else ""
    return f"{name if name not in ('', '-c') else 'python'} {first}".strip()
