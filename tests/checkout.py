"""The files of this checkout: what is written by hand, without what .gitignore names."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = {"kgraph": "kgraph", "loaders": "kgraph/loaders", "cypher": "kgraph/cypher", "examples": "kgraph/examples"}
"""Each folder that ships, and where it lies in the wheel."""

IGNORED = (".git", *(ROOT / ".gitignore").read_text(encoding="utf-8").split())
"""Names that are no source. .gitignore holds only plain names, so that this reads it as git does."""


def ignored(name: str) -> bool:
    """Whether .gitignore names a file or folder of this name."""
    return any(fnmatch(name, pattern.rstrip("/")) for pattern in IGNORED)


def sources(folder: Path = ROOT) -> Iterator[Path]:
    """Each source file under a folder, in the order of their paths."""
    for path in sorted(folder.iterdir()):
        if ignored(path.name):
            continue
        if path.is_dir():
            yield from sources(path)
        else:
            yield path


def shipped() -> Iterator[tuple[Path, str]]:
    """Each source file that ships, and its path in the wheel."""
    for folder, place in SHIPPED.items():
        for path in sources(ROOT / folder):
            yield path, f"{place}/{path.relative_to(ROOT / folder).as_posix()}"


def modules() -> list[str]:
    """The name of every shipped module, as it is imported."""
    names = []
    for path, place in shipped():
        if path.suffix == ".py" and path.name != "__main__.py":
            names.append(place.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    return names
