"""Files that hold people's words: readable by their owner only, and whole or not there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kgraph.errors import UsageError


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
def new_file(path: Path) -> Iterator[IO[str]]:
    """A file to write, UTF-8 and with line ends as they are; none of that name may be there."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        yield file


@contextmanager
def replaced_file(path: Path) -> Iterator[IO[str]]:
    """A file to write that takes the place of the one before when all of it is there. Raises UsageError.

    A pipe or a device is written to as it is.
    """
    with _explained(path):
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8", newline="") as file:
                yield file
            return
        target = path.resolve()
        beside = target.with_name(f".{target.name}.{os.getpid()}.new")
        try:
            with new_file(beside) as file:
                yield file
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error
