"""The method of an answer: what was asked of which data, how and when, and how many tellings it rests on.

Most of it is known when an answer is made. The release of the database, and how many sources, people and coders are
behind the rows, have to be asked for: that is done when somebody wants to know, so that an answer costs no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, Any

from kgraph import __version__
from kgraph.engines import Engine

if TYPE_CHECKING:
    from kgraph.answer import Answer
    from kgraph.study import Study

_CHUNK = 1_000

_BEHIND = """
UNWIND $ids AS wanted
MATCH (a:Account {id: wanted})
OPTIONAL MATCH (a)-[:IN]->(s:Source)
RETURN s.id AS source, a.coder AS coder,
       [(a)-[:GIVEN_BY]->(p:Actor) | p.id] AS given, [(s)-[:GIVEN_BY]->(q:Actor) | q.id] AS speakers
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """The graph that an answer comes from: its engine, its last load, and the study where that is known."""

    engine: Engine
    load: Mapping[str, Any]
    study: Study | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """The load that an answer was asked of; the files and texts by name, each with its SHA-256.

    What lies outside the study's folder is named by the last part of its path.
    """

    id: str = ""
    at: str = ""
    version: str = ""
    complete: bool = False
    settings: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows there are, and how many accounts, sources, people who gave them and coders they rest on.

    All but ``rows`` are None for a free query, which names no evidence; the last three where the graph is closed.
    """

    rows: int
    accounts: int | None = None
    sources: int | None = None
    people: int | None = None
    coders: int | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """How an answer came about."""

    pack: str
    """The pack's name, or ``query``."""
    title: str
    measure: str
    """The measure that the pack computes and its source, as its header says under ``method``; else empty."""
    sha256: str
    """Of the pack's text, or of the query's."""
    text: str | None
    """A free query's own text; None for a pack."""
    parameters: Mapping[str, Any]
    """The values that were used, defaults among them."""
    engine: str
    """``embedded`` or ``neo4j``."""
    release: str
    """The database and its version."""
    when: str
    """When it was asked, as an ISO 8601 time in UTC."""
    kgraph: str
    """The version of kgraph that asked."""
    study: str
    study_title: str
    load: Load
    counts: Counts

    @property
    def caption(self) -> str:
        """The method in a line, to stand under a table."""
        asked = "; ".join(f"{name} = {_shown(value)}" for name, value in self.parameters.items() if value is not None)
        loaded = f"loaded {minute(self.load.at)}" if self.load.at else ""
        parts = [
            f"{self.pack} (sha256 {self.sha256[:12]})" + (f" with {asked}" if asked else ""),
            f"Measure: {self.measure}" if self.measure else "",
            ", ".join(part for part in (self.study_title or self.study, loaded) if part),
            f"Asked {minute(self.when)} of {self.release or self.engine} by kgraph {self.kgraph}",
            rests_on(self.counts),  # begins with a number
        ]
        return ". ".join(part for part in parts if part) + "."


def method(answer: Answer, origin: Origin, *, ask: bool = True) -> Method:
    """The method of an answer; with ``ask`` what the graph has to be asked for, which raises GraphError once closed."""
    from kgraph.engines.release import release

    load, study = loaded(origin), origin.study
    return Method(
        pack=answer.name,
        title=answer.title,
        measure=answer.pack.method if answer.pack else "",
        sha256=answer.pack.sha256 if answer.pack else sha256(answer.text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=None if answer.pack else answer.text,
        parameters=answer.parameters,
        engine=answer.engine,
        release=release(origin.engine) if ask else "",
        when=answer.when,
        kgraph=__version__,
        study=study.id if study else str(origin.load.get("study") or ""),
        study_title=study.title if study else "",
        load=load,
        counts=_counts(answer, origin.engine if ask else None),
    )


def loaded(origin: Origin) -> Load:
    """The load that a graph holds."""
    from kgraph import receipt

    files, texts = receipt.loaded(origin.load)
    said = {name: str(origin.load.get(name) or "") for name in ("id", "at", "version", "settings")}
    return Load(**said, complete=bool(origin.load.get("complete")), files=_public(files), texts=_public(texts))


def _public(hashes: Mapping[str, str]) -> dict[str, str]:
    """Files by names that say nothing of the machine they lie on."""
    made: dict[str, str] = {}
    for name, hash in sorted(hashes.items()):
        path = PureWindowsPath(name)  # it reads either kind of slash
        inside = not (path.drive or path.root or ".." in path.parts or name.startswith("~"))
        shown = name if inside else path.name
        numbered = (f"{shown} ({number})" for number in count(2))  # a part of its hash would tell of the file
        made[shown if shown not in made else next(one for one in numbered if one not in made)] = hash
    return made


def _counts(answer: Answer, engine: Engine | None) -> Counts:
    if answer.evidence_ids is None:
        return Counts(len(answer))
    ids = sorted({account for row in answer.evidence_ids for account in row})
    if engine is None:
        return Counts(len(answer), len(ids))
    sources: set[str] = set()
    people: set[str] = set()
    coders: set[str] = set()
    for chunk in chunks(ids):
        for source, coder, given, speakers in engine.read(_BEHIND, {"ids": chunk}).rows:
            sources.update([source] if source else ())
            coders.update([coder] if coder else ())
            people.update(given or speakers or ())
    return Counts(len(answer), len(ids), len(sources), len(people), len(coders))


def chunks(ids: Sequence[str]) -> Iterator[list[str]]:
    """Ids in lots of a size that either engine takes in one query."""
    for start in range(0, len(ids), _CHUNK):
        yield list(ids[start : start + _CHUNK])


def rests_on(counts: Counts) -> str:
    """What an answer rests on, in words.

    >>> rests_on(Counts(3, 4, 2, 1, 0)), rests_on(Counts(1))
    ('3 rows on 4 accounts from 2 sources, given by 1 person', '1 row')
    """
    made = _number(counts.rows, "row", "rows")
    if counts.accounts is not None:
        made += f" on {_number(counts.accounts, 'account', 'accounts')}"
    if counts.sources:
        made += f" from {_number(counts.sources, 'source', 'sources')}"
    if counts.people:
        made += f", given by {_number(counts.people, 'person', 'people')}"
    if counts.coders:
        made += f", coded by {_number(counts.coders, 'person', 'people')}"
    return made


def _number(n: int, one: str, several: str) -> str:
    return f"{n} {one if n == 1 else several}"


def minute(at: str) -> str:
    """An ISO 8601 time in UTC as people read it.

    >>> minute("2026-03-01T09:30:12.123456+00:00")
    '2026-03-01 09:30 UTC'
    """
    return f"{at[:16].replace('T', ' ')} UTC"


def _shown(value: Any) -> str:
    from kgraph.render import shown

    return shown(value)
