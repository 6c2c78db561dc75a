"""The query packs: where they are, what each says, and everything that is wrong with one.

A pack is one .cypher file with a header (kgraph/header.py). Its place is its name: trace/route.cypher is
``trace/route``. What it answers may be drawn too: by its companion, trace/route.graph.cypher (kgraph/companion.py).
Those of a user's own folders are checked whenever they are read; those that ship with kgraph were, by
its tests, and only their headers are read again: holding a query against the model takes longer than asking it.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph.errors import PackError, UsageError
from kgraph.header import Column, example_values, parse
from kgraph.params import Parameter, values
from kgraph.records import Place, Problem

if TYPE_CHECKING:
    if sys.version_info >= (3, 11):
        from importlib.resources.abc import Traversable
    else:
        from importlib.abc import Traversable

_NAME = re.compile(r"[a-z0-9_-]+(?:/[a-z0-9_-]+)*")
_NOT_PACKS = ("browser",)
_DRAWN = ".graph"
"""What the name of a companion ends with, before .cypher."""


@dataclass(frozen=True)
class Pack:
    """One question, as a file asks it."""

    name: str
    title: str
    doc: str
    params: tuple[Parameter, ...]
    returns: tuple[Column, ...]
    evidence: str
    key: tuple[str, ...]
    method: str
    finish: str
    example: str
    text: str = field(repr=False)
    path: str = field(repr=False)
    sha256: str = field(repr=False)
    shipped: bool
    graph: str = field(default="", repr=False)
    """The text of its companion, which returns nodes and relationships to draw; empty where there is none."""

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The value of each parameter: what was given, its default, or null. Raises ParameterError."""
        return values(self.params, given, self.name, self.example)

    def example_values(self) -> dict[str, Any]:
        """The values of its example."""
        return self.values(example_values(self.example))


class Shelf:
    """All packs within reach: those that ship with kgraph, and those in some folders of the user's own.

    Files are read when they are asked for. An own pack never takes the place of another in silence: a name that two
    files have is refused when it is asked for, and is among the problems.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._files: dict[str, tuple[Traversable | Path, str, bool]] = {}
        self._read: dict[str, Pack] = {}
        self._taken: dict[str, list[Problem]] = {}
        self._graphs: dict[str, tuple[Traversable | Path, str]] = {}
        self._astray: list[Problem] = []
        for name, shipped in _shipped():
            if name.endswith(_DRAWN):
                self._graphs[name.removesuffix(_DRAWN)] = (shipped, f"cypher/{name}.cypher")
            else:
                self._files[name] = (shipped, f"cypher/{name}.cypher", True)
        for folder in {folder.resolve(): folder for folder in folders}.values():
            self._add(folder)

    def _add(self, folder: Path) -> None:
        if not folder.is_dir():
            raise PackError(f"{folder}: there is no such folder of packs; make it, or take it out of kgraph.toml")
        for path in sorted(folder.rglob("*.cypher"), key=lambda path: (path.stem.endswith(_DRAWN), path)):
            name = path.relative_to(folder).with_suffix("").as_posix()
            if name.endswith(_DRAWN):
                self._add_companion(name.removesuffix(_DRAWN), path)
                continue
            if not _NAME.fullmatch(name):
                raise PackError(f"{path}: {name!r} cannot be a pack's name; use small letters, digits, _ and -")
            if name not in self._files:
                self._files[name] = (path, str(path), False)
                continue
            already = f"there is a pack {name} already, {self._files[name][1]}"
            problem = Problem(Place(str(path)), already, "give the file another name or folder")
            self._taken.setdefault(name, []).append(problem)

    def _add_companion(self, name: str, path: Path) -> None:
        beside = path.with_name(f"{path.stem.removesuffix(_DRAWN)}.cypher")
        if self._files.get(name, (None,))[0] == beside:
            self._graphs[name] = (path, str(path))
        elif not beside.is_file():
            remedy = f"it belongs beside {beside.name}: name it after a pack of this folder, or take it out"
            self._astray.append(Problem(Place(str(path)), "is the companion of no pack", remedy))

    @property
    def names(self) -> list[str]:
        """The names of all packs, sorted."""
        return sorted(self._files)

    @property
    def drawn(self) -> list[str]:
        """The names of the packs that have a companion, sorted."""
        return sorted(self._graphs)

    def __iter__(self) -> Iterator[Pack]:
        """Every pack, by name. Raises PackError at one that breaks the grammar, or whose name two have."""
        return (self._pack(name) for name in self.names)

    def find(self, name: str) -> Pack:
        """The pack of a name, or of the last part of one where that is enough: ``route`` for ``trace/route``.

        Raises UsageError when there is none, or several; PackError when its file breaks the grammar, or two files have
        its name.
        """
        wanted = name.strip().removesuffix(".cypher")
        if wanted in self._files:
            return self._pack(wanted)
        short = [known for known in self.names if known.endswith(f"/{wanted}")]
        if len(short) == 1:
            return self._pack(short[0])
        if short:
            raise UsageError(f"{name!r} could be {' or '.join(short)}; write which")
        raise UsageError(f"there is no pack {name!r}; {self._perhaps(wanted)}kgraph packs lists them all")

    def _perhaps(self, wanted: str) -> str:
        from kgraph.rows import nearest

        forms = {form: known for known in self.names for form in (known.rpartition("/")[2], known)}
        guess = forms.get(nearest(wanted, list(forms)))
        return f"perhaps {guess!r}; " if guess else ""

    def problems(self) -> list[Problem]:
        """Everything that is wrong with any pack or its companion, by name and line."""
        from kgraph import companion

        found: list[Problem] = []
        for name in self.names:
            source, shown, _ = self._files[name]
            text, wrong = _text(source, shown)
            found += [*self._taken.get(name, ()), *(wrong or problems(text, shown))]
            if name in self._graphs:
                drawing, wrong = _text(*self._graphs[name])
                found += wrong or companion.problems(drawing, parse(text, shown)[0].params, self._graphs[name][1])
        return [*found, *self._astray]

    def _pack(self, name: str) -> Pack:
        if name in self._taken:
            raise _broken(self._taken[name])
        if name not in self._read:
            source, shown, shipped = self._files[name]
            text, wrong = _text(source, shown)
            graph, unread = _text(*self._graphs[name]) if name in self._graphs else ("", [])
            if wrong or unread:
                raise _broken([*wrong, *unread])
            self._read[name] = read(text, name, shown, shipped=shipped, graph=graph)
        return self._read[name]


def _shipped() -> Iterator[tuple[str, Traversable]]:
    """The packs inside the package, and their companions, with their names."""
    for theme in sorted(files("kgraph.cypher").iterdir(), key=lambda place: place.name):
        if theme.is_dir() and theme.name not in _NOT_PACKS and not theme.name.startswith(("_", ".")):
            for place in sorted(theme.iterdir(), key=lambda place: place.name):
                if place.name.endswith(".cypher"):
                    yield f"{theme.name}/{place.name.removesuffix('.cypher')}", place


def _text(source: Traversable | Path, shown: str) -> tuple[str, list[Problem]]:
    try:
        return source.read_bytes().decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return "", [Problem(Place(shown, None, line), "is not UTF-8 text", "save it as UTF-8")]
    except OSError as error:
        return "", [Problem(Place(shown), f"cannot be read: {error.strerror or error}")]


def problems(text: str, name: str) -> list[Problem]:
    """Everything that is wrong with a pack: its header, how its query fits it, and what both engines need.

    >>> for problem in problems("// Ideas\\n// evidence: accounts\\nMATCH (i:Idee) RETURN i.id AS id", "mine.cypher"):
    ...     print(problem)
    mine.cypher:1: has no returns; name the columns and their types, such as // returns: day (date), move (text)
    mine.cypher:1: has no example; give values of a study at hand, such as // example: idea=open-licence
    mine.cypher:3: the final RETURN has no ORDER BY; add ORDER BY and the columns that tell rows apart
    mine.cypher:3: the model has no label Idee; perhaps Idea
    """
    from kgraph.fit import fit
    from kgraph.lint import lint

    header, found = parse(text, name)
    return sorted([*found, *fit(header, text, name), *lint(text, name)], key=lambda problem: problem.place.row or 0)


def read(text: str, name: str, path: str, *, shipped: bool = False, graph: str = "") -> Pack:
    """A pack from its text and its companion's. Raises PackError that lists what is wrong with it, by file and line.

    Of a shipped one only the header is looked at; ``problems`` looks at all of any.
    """
    header, wrong = parse(text, path)
    if not shipped:
        wrong = problems(text, path)
    if wrong:
        raise _broken(wrong)
    return Pack(
        name=name,
        title=header.title,
        doc=header.doc,
        params=tuple(header.params),
        returns=tuple(header.returns),
        evidence=header.evidence,
        key=tuple(header.tells_apart),
        method=header.method,
        finish=header.finish,
        example=header.example,
        text=text,
        path=path,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        shipped=shipped,
        graph=graph,
    )


def _broken(wrong: Sequence[Problem]) -> PackError:
    return PackError("\n".join(str(problem) for problem in wrong))


# -- a new one ---------------------------------------------------------------------------------------------------------

_SKELETON = """\
// {title}
//
// Say here, in plain words, what a row is, what is counted and what is left out: the doc goes on to the first tag.
// Users give the id or the name of things; the query looks for both.
//
// param: idea (text) - id or name of an idea, or of anything else that is shared
// param: until (date, optional) - leave out what happened after this day
// returns: date (text), event (text), summary (text)
// evidence: accounts
// key: event
// example: idea={example}
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
MATCH (x)<-[about:CONCERNS|DREW_ON|PRODUCED]-(e:Event)
WHERE e.stands AND size(about.accounts) > 0 // leave out what is only denied
  AND ($until IS NULL OR e.earliest <= $until)
WITH DISTINCT e, about.accounts AS told
UNWIND told AS account
RETURN e.date AS date, e.id AS event, e.summary AS summary, collect(DISTINCT account) AS accounts
ORDER BY date, event
"""


def new_pack(folder: Path, name: str, source: str = "") -> Path:
    """The file of a new pack in a folder: a skeleton with comments, or a copy of the shipped pack ``source``.

    Either passes the checks and runs. Raises PackError when the name will not do, or is taken; UsageError when no
    pack ``source`` ships with kgraph.
    """
    name = name.removesuffix(".cypher")
    if not _NAME.fullmatch(name):
        raise PackError(f"{name!r} cannot be a pack's name; use small letters, digits, _ and -, with / for a folder")
    if name in {known for known, _ in _shipped()}:
        raise PackError(f"kgraph ships a pack {name} already; give yours another name")
    path = folder / f"{name}.cypher"
    if path.exists():
        raise PackError(f"{path}: there is a file already; give the pack another name, or edit this one")
    title = name.rpartition("/")[2].replace("_", " ").replace("-", " ").capitalize()
    skeleton = _SKELETON.format(title=title, example="open-licence")
    text = Shelf().find(source).text if source else skeleton
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# -- for Neo4j Browser -------------------------------------------------------------------------------------------------


def browser_lines(pack: Pack, given: Mapping[str, Any]) -> list[str]:
    """The lines that set a pack's parameters in Neo4j Browser.

    Each ends with ``;``, without which Browser refuses more than one. It shows no answer of a query that is run along
    with them: they are for a query that is run afterwards; ``filled`` is the pack with its values in their places.
    Values are written as Cypher literals, so that what a value holds is never read as a command.
    """
    return [
        f":param {name} => {literal(value)};" for name, value in given.items() if name in {p.name for p in pack.params}
    ]


_PLACE = re.compile(
    r"""//[^\n]*|/\*.*?(?:\*/|\Z)|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:``|[^`])*`"""
    r"""|\$(?:`(?P<quoted>(?:``|[^`])*)`|(?P<name>\w+))""",
    re.DOTALL,
)
"""A comment, a string or a name in backticks, in which nothing is a parameter; or a parameter."""


def filled(text: str, given: Mapping[str, Any]) -> str:
    """A query with values in the places of its parameters: one statement, of which Neo4j Browser shows the answer.

    >>> filled("MATCH (i:Idea) WHERE i.id = $idea // not $idea here", {"idea": "it's"})
    "MATCH (i:Idea) WHERE i.id = 'it\\\\'s' // not $idea here"
    """

    def place(found: re.Match[str]) -> str:
        name = found["name"] or (found["quoted"] or "").replace("``", "`")
        if name not in given:
            return found[0]
        said = literal(given[name])
        return f"({said})" if said.startswith("-") else said

    return _PLACE.sub(place, text)


def literal(value: Any) -> str:
    r"""A value as a Cypher literal.

    >>> literal(["it's", None, date(2010, 7, 20), True])
    "['it\\'s', null, date('2010-07-20'), true]"
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(literal(part) for part in value)}]"
    if isinstance(value, date):
        return f"date('{value.isoformat()}')"
    if isinstance(value, str):
        return "'" + "".join(_escaped(letter) for letter in value) + "'"
    return repr(value)


def _escaped(letter: str) -> str:
    if letter in "\\'":
        return f"\\{letter}"
    return letter if letter.isprintable() else "".join(f"\\u{unit:04X}" for unit in _units(letter))


def _units(letter: str) -> list[int]:
    """A letter as UTF-16 units, which is how Cypher writes what is not printable."""
    coded = letter.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(coded[at : at + 2], "big") for at in range(0, len(coded), 2)]
