"""The manifest of a load: a hash of every node and relationship as they were last loaded, to see what changed since.

It is not the manifest of an answer, which a person asks for and keeps (kgraph/reproduction.py). This one lies in the
study's .kgraph folder, holds ids and hashes and nobody's words, and can be made anew from the graph. One that does not
belong to the graph's last load is not used.

Most of a study is as it was when it is loaded again, and hashing a quarter of a million rows one by one takes longer
than writing what changed. So there is a seal, one hash of rows as they stand and in their order, over all rows of a
label or type, and within it over each page of rows that lie together. Rows under a seal that the last load left as well
are the same rows; only the others are looked at.
"""

from __future__ import annotations

import json
import marshal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zlib import crc32

from kgraph.content import Content, Key, Properties
from kgraph.names import digest
from kgraph.study import Study, replace_text

Hashes = dict[str, dict[str, str]]
Row = tuple[Any, ...]
"""An id or the parts of a key, and the properties last. Plain tuples, whose text is quick to make."""
_SEPARATOR = "\x1f"
_NOTHING = "\x00"
_END = "end"
"""The last line of a file, without which it is not whole."""
_ENDS_A_PAGE = 0b1111
"""The bits of a key's checksum that are all 0 where a page ends: about 16 rows a page, whatever comes or goes."""
DOUBLED = "more than one"
"""In the place of a hash: a database holds more than one relationship of this key, as only a hand can make them."""


@dataclass(slots=True)
class Manifest:
    """The manifest of a load: the load, and a hash of each node and relationship after it, by label or type, and key.

    ``strange`` counts the relationships of types, and the nodes of labels, that are not the model's. ``odd`` counts
    what is the model's in part, as only a hand can have made it: labels in another mixture, an id that is no text.
    """

    load: Mapping[str, Any]
    nodes: Hashes = field(default_factory=dict)
    relationships: Hashes = field(default_factory=dict)
    strange: dict[str, int] = field(default_factory=dict)
    odd: dict[str, int] = field(default_factory=dict)


class Page:
    """Some nodes of a label or relationships of a type that lie together: from a study's content, or as it was kept.

    ``hashes`` maps each node's id, and each relationship's key as one text, to the hash of its properties.
    """

    __slots__ = ("_hashes", "_rows", "_text")

    def __init__(self, rows: Sequence[Row] = (), text: str = "") -> None:
        self._rows = rows
        self._text = text
        self._hashes: dict[str, str] | None = None

    @property
    def hashes(self) -> dict[str, str]:
        if self._hashes is None:
            self._hashes = json.loads(self._text) if self._text else dict(map(_hashed, self._rows))
        return self._hashes

    @property
    def text(self) -> str:
        """The hashes as a file keeps them."""
        return self._text or json.dumps(self.hashes)


def _hashed(row: Row) -> tuple[str, str]:
    *key, found = row
    return key[0] if len(key) == 1 else written(key), property_hash(found)


Pages = dict[str, Page]
"""Pages by their seals."""


class Section:
    """All nodes of a label or relationships of a type, under one seal, and in pages when they are asked for."""

    __slots__ = ("_lines", "_pages", "_rows", "seal")

    def __init__(self, seal: str, rows: Mapping[Any, Properties] | None = None, lines: Sequence[str] = ()) -> None:
        self.seal = seal
        self._rows = rows
        self._lines = lines
        self._pages: Pages | None = None

    @property
    def pages(self) -> Pages:
        if self._pages is None:
            kept = (line.split("\t", 1) for line in self._lines)
            made = ((seal, Page(text=text)) for seal, text in kept) if self._rows is None else _sealed(self._rows)
            self._pages = dict(made)
        return self._pages

    def lines(self, before: Section | None) -> Sequence[str]:
        """The pages as a file keeps them, taken over from what was kept before where they are the same."""
        if before is not None and before.seal == self.seal and before._lines:
            return before._lines
        same = before.pages if before is not None else {}
        return [f"{seal}\t{same.get(seal, page).text}" for seal, page in self.pages.items()]


Sections = dict[str, Section]


@dataclass(slots=True)
class Book:
    """A load's whole manifest under its seals: a section for each label, and for each type."""

    nodes: Sections = field(default_factory=dict)
    relationships: Sections = field(default_factory=dict)

    def manifest(self, load: Mapping[str, Any], without: Book | None = None) -> Manifest:
        """The manifest, without what stands under the same seal in another book."""
        other = without or Book()
        return Manifest(load, _hashes(self.nodes, other.nodes), _hashes(self.relationships, other.relationships))


def _hashes(found: Sections, other: Sections) -> Hashes:
    kept: Hashes = {}
    for name, section in found.items():
        kept[name] = {}
        if name in other and other[name].seal == section.seal:
            continue
        same = other[name].pages if name in other else {}
        for seal, page in section.pages.items():
            if seal not in same:
                kept[name].update(page.hashes)
    return kept


def book(content: Content) -> Book:
    """The manifest of a content, under its seals; rows are hashed one by one when that is needed."""
    return Book(_sections(content.nodes), _sections(content.relationships))


def _sections(content: Mapping[str, Mapping[Any, Properties]]) -> Sections:
    return {
        name: Section(_seal([[key if isinstance(key, str) else tuple(key) for key in rows], list(rows.values())]), rows)
        for name, rows in content.items()
    }


def _sealed(rows: Mapping[Any, Properties]) -> Iterator[tuple[str, Page]]:
    page: list[Row] = []
    for key, stated in rows.items():
        name, row = (key, (key, stated)) if isinstance(key, str) else (key[1] + key[3], (*key, stated))
        page.append(row)
        if not crc32(name.encode("utf-8", "surrogatepass")) & _ENDS_A_PAGE:
            yield _seal(page), Page(page)
            page = []
    if page:
        yield _seal(page), Page(page)


def _seal(rows: Any) -> str:
    try:
        text = marshal.dumps(rows, 2)  # of all ways to write a row down the quickest, and the same in each process
    except ValueError:  # it knows no days
        text = repr(rows).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=12).hexdigest()


def hashed(content: Content, load: Mapping[str, Any]) -> Manifest:
    """The manifest of a content, and of the load that puts it into a graph."""
    return book(content).manifest(load)


def property_hash(found: Properties) -> str:
    """A hash of a node's or relationship's properties, whatever order they stand in."""
    return blake2b(repr(sorted(found.items())).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def written(key: Sequence[Any]) -> str:
    """A key as one text, for a manifest."""
    *ends, identity = key
    if None in identity:
        identity = tuple(_NOTHING if value is None else value for value in identity)
    return _SEPARATOR.join((*ends, *identity))


def unwritten(text: str) -> Key:
    """The key that a manifest's text stands for.

    >>> key = Key("Actor", "ana", "Network", "board", ("2010", None))
    >>> unwritten(written(key)) == key
    True
    """
    start_label, start, end_label, end, *identity = text.split(_SEPARATOR)
    return Key(start_label, start, end_label, end, tuple(None if value == _NOTHING else value for value in identity))


def place(study: Study, target: str) -> Path:
    """Where the manifest of a graph's last load is kept: one for each graph that the study was loaded into."""
    return study.hidden / "manifest" / f"{digest(target)}.json"


def keep(study: Study, target: str, load: Mapping[str, Any], found: Book, before: Book | None = None) -> None:
    """Keep a manifest, in the place of the one before, whose pages are taken over where they are the same."""
    path = place(study, target)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({**load, "target": target})]
    for kind in ("nodes", "relationships"):
        old: Sections = getattr(before, kind) if before else {}
        for name, section in getattr(found, kind).items():
            pages = section.lines(old.get(name))
            lines += (f"{kind}\t{name}\t{section.seal}\t{len(pages)}", *pages)
    replace_text(path, "\n".join((*lines, _END)) + "\n")


def forget(study: Study, target: str) -> None:
    """Keep no manifest of a graph, so that the next load reads what it really holds."""
    with suppress(OSError):
        place(study, target).unlink(missing_ok=True)


def kept_load(study: Study, target: str) -> dict[str, Any] | None:
    """The load that the kept manifest belongs to, without reading the rest of it; None when there is none."""
    return _load_of(place(study, target))


def others(study: Study, target: str) -> Iterator[dict[str, Any]]:
    """The last load of each other graph of the study of which a manifest is kept; ``target`` says which graph it is."""
    for path in sorted(study.hidden.glob("manifest/*.json")):
        found = _load_of(path) if path != place(study, target) else None
        if found and "target" in found:
            yield found


def _load_of(path: Path) -> dict[str, Any] | None:
    try:
        with path.open(encoding="utf-8") as file:
            found = json.loads(file.readline())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def kept(study: Study, target: str) -> Book | None:
    """The kept manifest of a graph; None when there is none, or it cannot be read."""
    found = Book()
    try:
        _, *lines, end = place(study, target).read_text(encoding="utf-8").splitlines()
        if end != _END:
            return None
        at = 0
        while at < len(lines):
            kind, name, seal, count = lines[at].split("\t")
            first, at = at + 1, at + 1 + int(count)
            sections: Sections = getattr(found, kind)
            sections[name] = Section(seal, lines=lines[first:at])
    except (OSError, ValueError, AttributeError):
        return None
    return found
