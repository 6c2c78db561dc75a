"""A study: its folder, its kgraph.toml, the files it lists, and the folder with everything kgraph keeps of it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgraph.engines.settings import NAMES, value
from kgraph.errors import StudyError

FILE = "kgraph.toml"
KEPT = {
    "graph": "the embedded graph, where that is used",
    "manifest": "for each graph it was loaded into, a hash of every node and relationship, to see what changed",
    "bookmarks": "for each graph reached by neo4j://, how far its servers must have come to know what was written last",
    "lock": "held while a load is under way",
}
"""Everything that kgraph keeps of a study, all in its .kgraph folder; all of it is made anew from the files."""

_TABLES = {"study", "moves", "names", "graph", "packs"}
_STUDY_KEYS = {"id", "title", "files"}
_GRAPH_KEYS = {"uri", "username", "database", *NAMES}


@dataclass(frozen=True, slots=True)
class Study:
    """What kgraph.toml says of a study.

    ``files`` are the study's files and folders of .csv, as written there. ``moves`` are the moves it adds to the
    vocabulary, with their definitions. ``different`` are pairs of ids that a person has called different.
    """

    folder: Path
    id: str
    title: str
    files: tuple[str, ...]
    moves: Mapping[str, str]
    different: frozenset[frozenset[str]]
    graph: Mapping[str, str]
    packs: tuple[str, ...]

    @property
    def hidden(self) -> Path:
        """The folder of everything that kgraph keeps of this study; KEPT lists what may be in it."""
        return self.folder / ".kgraph"

    def path(self, name: str) -> Path:
        """Where a file that the study names is."""
        return self.folder / name

    def paths(self) -> list[tuple[str, Path]]:
        """Each file of the study with the name people know it by; a folder stands for the .csv files in it.

        Raises StudyError when a file is not there.
        """
        found = []
        for name in self.files:
            path = self.path(name)
            if not path.exists():
                raise StudyError(
                    f"{self.folder / FILE}: no file {name!r} in {self.folder}; mend its path or take it out"
                )
            if path.is_dir():
                within = sorted(path.glob("*.csv"))
                if not within:
                    raise StudyError(f"{path} has no .csv file; a folder is read as one sheet a file")
                found += [(f"{name.rstrip('/')}/{part.name}", part) for part in within]
            else:
                found.append((name, path))
        return sorted(found)

    def pack_folders(self) -> list[Path]:
        """The study's own folders of packs."""
        return [self.path(name) for name in self.packs]

    def settings_hash(self) -> str:
        """A hash of what in kgraph.toml shapes the graph."""
        shape = {"id": self.id, "moves": dict(self.moves)}
        return hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal. Raises StudyError when it cannot be read."""
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                found.update(block)
    except OSError as error:
        raise StudyError(f"{path} cannot be read: {error.strerror}") from error
    return found.hexdigest()


def open_study(folder: Path) -> Study:
    """The study in a folder.

    Raises StudyError when there is no kgraph.toml, or when it says something that kgraph does not know.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = folder / FILE
    try:
        said = tomlkit.parse(path.read_text(encoding="utf-8")).unwrap()
    except FileNotFoundError:
        raise StudyError(f"no {FILE} in {folder.resolve()}; `kgraph init DIR` makes a study folder") from None
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError(f"{path} cannot be read: {error}") from error
    except TOMLKitError as error:
        raise StudyError(f"{path} is not TOML: {error}") from error
    return _study(folder, path, said)


def _study(folder: Path, path: Path, said: dict[str, Any]) -> Study:
    _only(path, said, _TABLES, "table")
    study, graph = said.get("study", {}), said.get("graph", {})
    _only(path, study, _STUDY_KEYS, "key in [study]")
    _only(path, graph, _GRAPH_KEYS, "key in [graph]", "A password never stands in a file: set NEO4J_PASSWORD.")
    if re.search(r"://[^@/]*:.*@", str(graph.get("uri", ""))):
        raise StudyError(
            f"{path}: [graph] uri has a password in it. A password never stands in a file: set NEO4J_PASSWORD."
        )
    for name in NAMES:
        if name in graph:
            value(name, graph[name], f"{path}: [graph] {name}", StudyError)
    id = study.get("id", "")
    if not isinstance(id, str) or not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", id):
        raise StudyError(f"{path}: [study] id is {id!r}; write a short name of small letters, digits and hyphens")
    files = study.get("files", [])
    if not isinstance(files, list) or not all(isinstance(name, str) for name in files):
        raise StudyError(f'{path}: [study] files must be a list of names, such as files = ["study.xlsx"]')
    names = said.get("names", {})
    _only(path, names, {"different"}, "key in [names]")
    packs = said.get("packs", {})
    _only(path, packs, {"folders"}, "key in [packs]")
    return Study(
        folder=folder,
        id=id,
        title=str(study.get("title", id)),
        files=tuple(files),
        moves=_moves(path, said.get("moves", {})),
        different=frozenset(frozenset(map(str, pair)) for pair in names.get("different", [])),
        graph={key: str(value) for key, value in graph.items()},
        packs=tuple(map(str, packs.get("folders", []))),
    )


def _moves(path: Path, table: Any) -> dict[str, str]:
    """The moves that a study adds, each with its definition; none takes the place of one that every study has."""
    from kgraph.moves import MOVES

    if not isinstance(table, dict):
        raise StudyError(f"{path}: a table was expected where {table!r} stands")
    for move, text in table.items():
        if not re.fullmatch(r"[a-z][a-z0-9_]*", move):
            raise StudyError(f"{path}: [moves] {move!r} is no move; write a verb in small letters, digits and _")
        if move in MOVES:
            raise StudyError(
                f"{path}: [moves] {move} is a move that every study has, and may not be defined again; "
                "choose another verb, or take the line out"
            )
        if not isinstance(text, str) or not text.strip():
            raise StudyError(f"{path}: [moves] {move} has no definition; say in a sentence what people do")
    return dict(table)


def _only(path: Path, table: Any, known: Iterable[str], what: str, more: str = "") -> None:
    if not isinstance(table, dict):
        raise StudyError(f"{path}: a table was expected where {table!r} stands")
    for key in table:
        if key not in known:
            raise StudyError(f"{path}: unknown {what} {key!r}; known are {', '.join(sorted(known))}. {more}".rstrip())


def add_file(study: Study, name: str) -> Study:
    """The study with one more file in the list of its kgraph.toml, which keeps its comments and order."""
    import tomlkit

    if name in study.files:
        return study
    path = study.folder / FILE
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    table: Any = document["study"]
    if "files" not in table:
        table["files"] = []
    table["files"].append(name)
    replace_text(path, tomlkit.dumps(document))
    return open_study(study.folder)


def replace_text(path: Path, text: str) -> None:
    """Write a file so that a crash leaves the old one or the new one, never a part. Others may read it as any file."""
    from kgraph.private import ANYBODY, whole_file

    with whole_file(path, ANYBODY) as file:
        file.write(text)
