"""Files that are for their owner's eyes only, and whole or not there: people's words, passwords, keys."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from kgraph.errors import UsageError

OWNER = 0o600
ANYBODY = 0o666
"""Rights for a new file: its owner's alone, or those of any file (less what the umask takes)."""


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder to fill: made here, or there and empty. Whatever goes wrong takes out again what was put in.

    Raises UsageError where it holds anything, or cannot be written.
    """
    with _explained(folder):
        made = not folder.exists()
        if made:
            folder.mkdir(mode=0o700, parents=True)
        elif not folder.is_dir() or any(folder.iterdir()):
            raise UsageError(f"{folder} is there and not an empty folder; name a new one")
        try:
            yield folder
        except BaseException:
            for path in folder.iterdir():
                path.unlink()
            if made:
                shutil.rmtree(folder, ignore_errors=True)
            raise


@contextmanager
def new_file(path: Path, mode: int = OWNER) -> Iterator[TextIO]:
    """A file to write, UTF-8 and with line ends as they are; what goes wrong leaves none.

    Raises FileExistsError where one of that name is there.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def whole_file(path: Path, mode: int = OWNER) -> Iterator[TextIO]:
    """A file to write that takes the place of the one before when all of it is on the disk: a crash leaves either.

    Raises OSError where it cannot be written.
    """
    target = path.resolve()
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    beside.unlink(missing_ok=True)  # left by a process of that number that was killed
    with new_file(beside, mode) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    try:
        beside.replace(target)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def replaced_file(path: Path) -> Iterator[TextIO]:
    """A whole file for its owner's eyes only in the place of the one before. Raises UsageError.

    A pipe or a device is written to as it is.
    """
    with _explained(path):
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8", newline="") as file:
                yield file
            return
        with whole_file(path) as file:
            yield file


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error
