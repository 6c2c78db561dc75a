"""Reproduction: the manifest of an answer, and asking it again to see whether the answer still holds.

It is not the manifest of a load, which kgraph keeps for itself (kgraph/manifest.py). It goes with a paper: it says by
which method a table was made, and knows the table's rows again. What it must not do is keep people in it who were taken
out of the study since. So, unless its rows are asked for in the clear, it holds none of the study's words: a row is a
mark of the columns that tell it apart, one of the whole of it, one of the accounts behind it, one of what they say and
one of how that is noted (kgraph/marks.py: only who has the study's folder can tell what a mark stands for). A row that
is gone is then named by its number, which whoever has the table can look up, and nobody else. Files and texts have
marks too, for who has come by a text can work out its hash; texts, often called after people, have them for names.
Where the key is not to be had, columns, counts and the pack are still compared, and the rest is not. With rows in the
clear there is no key, and hashes are plain. What was asked stays in the clear, also where it names somebody, for it
could not be asked again otherwise; so do the names of the files that kgraph.toml lists.

A free query has no manifest: nothing says which passages its rows rest on, and a file should not bring in query text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph import __version__
from kgraph.answer_manifest import KIND, SCHEMA, read, whole
from kgraph.comparison import Made, around, behind, counted, differences, noted_otherwise
from kgraph.errors import ParameterError, StudyError, UsageError
from kgraph.marks import FILE, Marks, marks
from kgraph.method import Counts, Origin, chunks, loaded, minute, rests_on
from kgraph.seal import refuse_edited, row_marks, seal

if TYPE_CHECKING:
    from kgraph.answer import Answer
    from kgraph.engines import Engine
    from kgraph.graph import Graph
    from kgraph.packs import Pack

_MOST = 5

_SAID = """
UNWIND $ids AS wanted
MATCH (a:Account {id: wanted})
OPTIONAL MATCH (a)-[:IN]->(s:Source)
OPTIONAL MATCH (a)-[:REPORTS]->(e:Event)
RETURN a.id AS account, a.certainty AS certainty, a.coder AS coder, a.locator AS locator,
       a.stance AS stance, a.quote AS quote, a.paraphrase AS paraphrase, a.date_said AS date_said, s.id AS source,
       e.id AS event,
       [(a)-[:GIVEN_BY]->(p:Actor) | p.id] AS given, [(s)-[:GIVEN_BY]->(q:Actor) | q.id] AS speakers
"""


# -- making one --------------------------------------------------------------------------------------------------------


def manifest(answer: Answer, origin: Origin, *, rows: bool = False) -> dict[str, Any]:
    """The manifest of an answer; with ``rows``, they stand in it in the clear. See Answer.manifest."""
    if not rows and answer.pack and origin.study is None:
        raise UsageError(
            f"the manifest of an answer knows rows by marks, whose key lies in the study's folder as {FILE}: "
            "open the graph with its study, or have the rows written in the clear"
        )
    key = marks(origin.study, make=True) if origin.study and answer.pack and not rows else Marks()
    made = _manifest(answer, origin, key)
    made = made if rows else _without_cells(made)
    return {**made, "seal": seal(made, key)}


def _manifest(answer: Answer, origin: Origin, key: Marks) -> dict[str, Any]:
    if answer.pack is None:
        raise UsageError("a free query has no manifest; make a pack of it (kgraph packs new), which names its evidence")
    method = answer.method
    return {
        **_surroundings(answer.pack, origin, key),
        "kind": KIND,
        "schema": SCHEMA,
        "parameters": {name: _as_json(value) for name, value in method.parameters.items()},
        "when": method.when,
        "study": {"id": method.study, "title": method.study_title},
        "counts": asdict(method.counts),
        "columns": [{"name": name, "type": str(kind)} for name, kind in answer.columns.items()],
        "told_apart_by": list(answer.pack.key),
        "key": key.check,
        "rows": _rows(answer, origin.engine, key),
    }


def _surroundings(pack: Pack, origin: Origin, key: Marks) -> dict[str, Any]:
    """What a manifest says of everything but the answer: the pack, the engine, kgraph and the load."""
    from kgraph.engines.release import release

    load = asdict(loaded(origin))
    if key.check:
        load["files"] = {name: key.of("file", name, hash) for name, hash in load["files"].items()}
        load["texts"] = {key.of("text", name): key.of("words", name, hash) for name, hash in load["texts"].items()}
    return {
        "pack": {"name": pack.name, "title": pack.title, "method": pack.method, "sha256": pack.sha256},
        "engine": {"name": origin.engine.name, "release": release(origin.engine)},
        "kgraph": __version__,
        "load": load,
    }


def _rows(answer: Answer, engine: Engine, key: Marks) -> list[dict[str, Any]]:
    pack, found = answer.name, []
    apart = [list(answer.columns).index(name) for name in answer.pack.key] if answer.pack else []
    evidence = answer.evidence_ids or []
    said, noted = _said(engine, sorted({account for ids in evidence for account in ids}), key)
    for row, ids in zip(answer.rows, evidence, strict=True):
        cells = [_as_json(value) for value in row]  # marked as the file has them, so that they can be held against it
        found.append(
            {
                **row_marks(pack, [cells[at] for at in apart], cells, ids, key),
                "cells": cells,
                "number": len(ids),
                "account_ids": list(ids),
                "passages": key.of("passages", pack, [said.get(account) for account in ids]),
                "noted": key.of("noted", pack, [noted.get(account) for account in ids]),
            }
        )
    return found


def _said(engine: Engine, ids: Sequence[str], key: Marks) -> tuple[dict[str, str], dict[str, str]]:
    """Two marks for each account: of what it says, who says so and who denies it; and of how that is noted."""
    from kgraph.evidence import denials

    denied = denials(engine, ids)
    said, noted = {}, {}
    for chunk in chunks(ids):
        found = engine.read(_SAID, {"ids": chunk}).rows
        for account, certainty, coder, locator, *words, given, speakers in found:
            said[account] = key.of("said", account, words, sorted(given or speakers or ()), denied.get(account, ()))
            noted[account] = key.of("noted", account, certainty, coder, locator)
    return said, noted


def _as_json(value: Any) -> Any:
    from kgraph.render import as_json

    return as_json(value)


def _without_cells(made: dict[str, Any]) -> dict[str, Any]:
    made["rows"] = [
        {name: value for name, value in row.items() if name not in ("cells", "account_ids")} for row in made["rows"]
    ]
    return made


def text(made: Made) -> str:
    """A manifest as a file holds it: readable, and the same for the same answer."""
    return json.dumps(made, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


# -- asking again ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What came of asking again: ``then`` and ``now`` are manifests, ``now`` None where it can no longer be asked.

    ``changed`` says what is other in the answer, ``since`` what is other around it; the answer holds where nothing is
    changed, whatever there is in ``since``. ``noted`` says which rows rest on accounts that say the same and are only
    noted otherwise: by locator, coder or certainty. ``lacks`` says why rows and evidence could not be compared, where
    that is so: then nothing tells that the answer holds. ``behind`` says what has changed in the files since the load:
    where it is not empty, all of this is about the graph as it was loaded, and not about the files. Printed, it says
    all of this, and that first.
    """

    then: Made
    now: Made | None
    changed: tuple[str, ...]
    since: tuple[str, ...]
    lacks: str = ""
    noted: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    loaded: str = ""
    """When the graph was loaded, as an ISO 8601 time in UTC."""

    @property
    def holds(self) -> bool:
        """Whether rows and evidence are what they were, as far as that could be compared: see ``lacks``."""
        return not self.changed and not self.lacks

    def __str__(self) -> str:
        from kgraph.render import clean, shown

        given = [f"{name} = {shown(value)}" for name, value in self.then["parameters"].items() if value is not None]
        asked = f"{self.then['pack']['name']}{' with ' if given else ''}{'; '.join(given)}"
        was = f"{_counted(self.then)} on {minute(self.then['when'])}"
        where = " in that graph" if self.behind else ""
        if self.holds:
            lines = [f"still holds{where}: {asked}: {was} as now"]
        else:
            found = "no longer holds" if self.changed else "may still hold"
            lines = [f"{found}{where}: {asked}: {was}{f', {_counted(self.now)} now' if self.now else ''}"]
        lines = [*([self._behind] if self.behind else []), *lines]
        lines += [f"  {line}" for line in (*self.changed, *self.noted)]
        lines += [f"  {_ASIDE}; {self.lacks}"] if self.lacks else []
        if self.since:
            lines += ["since then:", *(f"  {line}" for line in self.since)]
        return "\n".join(map(clean, lines))

    @property
    def _behind(self) -> str:
        more = len(self.behind) - _MOST
        what = "; ".join((*self.behind[:_MOST], *([f"{more} more"] if more > 0 else [])))
        return (
            f"the graph is behind the study's files. Since it was loaded on {minute(self.loaded)}: {what}. "
            "What follows is the answer of that graph, and not of the files: `kgraph load`, and ask again"
        )


_ASIDE = (
    "rows, the accounts behind them, passages, files and texts were not compared, and whether the manifest was edited "
    "cannot be checked, which needs the key"
)


def _counted(made: Made) -> str:
    return rests_on(Counts(made["counts"]["rows"], made["counts"]["accounts"]))


def again(graph: Graph, given: Path | str | Made) -> Reproduction:
    """Ask the question of a manifest again, with the same parameters. See Graph.again."""
    from kgraph.running import run

    name = "the manifest" if isinstance(given, Mapping) else str(given)
    then = whole(given, name) if isinstance(given, Mapping) else read(Path(given))
    held = graph.study.id if graph.study else None
    if held not in (None, then["study"]["id"]):
        raise StudyError(_other_study(name, then, f"this is {held}"))
    origin = Origin(graph.engine, graph.ready(), graph.study)
    if (held := origin.load.get("study")) != then["study"]["id"]:
        raise StudyError(_other_study(name, then, f"{graph.place} holds {held}"))
    pack = _pack(graph, then, name)
    key, lacks = _key(graph, then, name)
    refuse_edited(then, name, None if lacks else key)
    here = _surroundings(pack, origin, key)
    were, are = (_without_hashes(then), _without_hashes(here)) if lacks else (then, here)
    since = tuple(around(were, are, _texts(origin, key)))
    older = {"behind": tuple(behind(graph.study, origin.load)), "loaded": here["load"]["at"]}
    try:
        answer = run(graph.engine, pack, then["parameters"], origin)
    except ParameterError as error:
        return Reproduction(then, None, (f"it can no longer be asked: {error}",), since, **older)
    now = _manifest(answer, origin, key)
    if lacks:
        return Reproduction(then, now, tuple(counted(then, now)), since, lacks, **older)
    noted = tuple(noted_otherwise(then, now))
    return Reproduction(then, now, tuple(differences(then, now)), since, noted=noted, **older)


def _without_hashes(made: Made) -> Made:
    """A manifest without what can only be compared with the key; the names of files stay."""
    return {**made, "load": {**made["load"], "files": dict.fromkeys(made["load"]["files"], ""), "texts": {}}}


def _texts(origin: Origin, key: Marks) -> dict[str, str]:
    """The names of the sources' texts by their marks."""
    return {key.of("text", name): name for name in loaded(origin).texts} if key.check else {}


def _other_study(name: str, then: Made, here: str) -> str:
    return f"{name} is of the study {then['study']['id']}, and {here}; give the folder of the other with --study"


def _pack(graph: Graph, then: Made, name: str) -> Pack:
    wanted, packs = then["pack"]["name"], graph.packs
    if wanted not in packs.names:
        raise UsageError(
            f"{name} asks the pack {wanted}, which is not here; if it is one of your own, "
            "list its folder in kgraph.toml under [packs]"
        )
    return packs.find(wanted)


def _key(graph: Graph, then: Made, name: str) -> tuple[Marks, str]:
    """The key that a manifest was marked with, and what to do where it is not to be had.

    None is needed where its rows stand in the clear. Raises StudyError for a file of it that holds none.
    """
    if then["key"] is None:
        return Marks(), ""
    if graph.study is None:
        return Marks(), f"it lies in the study's folder as {FILE}: give that folder with --study"
    path = graph.study.folder / FILE
    if not path.exists():
        return Marks(), f"{path} is not there: put it back from where the study was kept"
    key = marks(graph.study)
    if key.check != then["key"]:
        return Marks(), (
            f"{name} was marked with another key than that in {path}, which was made or put there later, and cannot be "
            "compared with it: put back the key that the study had then"
        )
    return key, ""
