"""The packs as saved queries of Neo4j Browser: files to drop on it, one or all at once.

Browser reads a .cypher file as one saved query, and a .zip of them as many, in folders; it calls each by the comment of
its first line. A query and the lines that set its parameters are two saved queries, side by side: of what is run
together Browser shows no answer.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from kgraph.browser.style import FILE, style
from kgraph.errors import UsageError
from kgraph.packs import Pack, browser_lines
from kgraph.private import new_file

ZIP = "kgraph-packs.zip"
_DAY = (1980, 1, 1, 0, 0, 0)


def queries(pack: Pack, values: Mapping[str, Any]) -> dict[str, str]:
    """The saved queries of a pack, by the names of their files: its parameters, itself, and its companion."""
    made = {}
    if lines := browser_lines(pack, values):
        made[f"{pack.name}.params.cypher"] = "\n".join([f"// {pack.title}: its parameters", *lines]) + "\n"
    made[f"{pack.name}.cypher"] = _titled(pack, pack.text)
    if pack.graph:
        made[f"{pack.name}.graph.cypher"] = pack.graph
    return made


def _titled(pack: Pack, text: str) -> str:
    """A text whose first line says the title: Browser takes nothing else for it."""
    text = text.lstrip("\ufeff\n")
    return text if text.startswith("//") else f"// {pack.title}\n{text}"


def export(folder: Path, packs: Iterable[tuple[Pack, Mapping[str, Any]]]) -> list[str]:
    """Write packs, each with the values of its parameters, into a folder; the names of the files written.

    They lie there each by itself, and all in one .zip; the style is beside them. Values may name people, so that only
    the owner can read them. Raises UsageError for a folder that holds anything but an export of before, or cannot be
    written to.
    """
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / ZIP).is_file())):
        raise UsageError(f"{folder} holds other things; name a new folder, or an empty one")
    texts: dict[str, str] = {}
    for pack, values in packs:
        texts.update(queries(pack, values))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, text in {**texts, FILE: style()}.items():
            with _anew(folder / name) as file:
                file.write(text)
        with _anew(folder / ZIP) as file:
            file.buffer.write(_zipped(texts))
    except OSError as error:
        raise UsageError(f"{folder} cannot be written to: {error.strerror}") from error
    return [*texts, FILE, ZIP]


@contextmanager
def _anew(path: Path) -> Iterator[TextIO]:
    """A file to write, for its owner's eyes only, whoever could read the one before."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with new_file(path) as file:
        yield file


def _zipped(texts: Mapping[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in texts.items():  # of one day, so that the same packs give the same file
            file.writestr(zipfile.ZipInfo(name, _DAY), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return made.getvalue()
