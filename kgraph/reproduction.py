"""Reproduction: the manifest of an answer, and asking it again to see whether the answer still holds.

A manifest goes with a paper: it says by which method a table was made, and knows the table's rows again. What it must
not do is keep people in it who were taken out of the study since. So, unless its rows are asked for in the clear, it
holds none of the study's words: a row is a mark of the columns that tell it apart, one of the whole of it, one of the
accounts behind it and one of what they say (kgraph/marks.py: only who has the study's folder can tell what a mark
stands for). A row that is gone is then named by its number, which whoever has the table can look up, and nobody else.
Where the key is not to be had, columns, counts, the pack and the files are still compared, and the rest is not.
Sources' texts, which are often called after people, have marks for names. What was asked stays in the clear, also where
it names somebody, for it could not be asked again otherwise; so do the names of the files that kgraph.toml lists.

A free query has no manifest: nothing says which passages its rows rest on, and a file should not bring in query text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph import __version__
from kgraph.comparison import Made, around, counted, differences, stale
from kgraph.errors import InputError, ParameterError, StudyError, UsageError
from kgraph.marks import FILE, Marks, marks
from kgraph.method import Counts, Origin, chunks, loaded, minute, rests_on

if TYPE_CHECKING:
    from kgraph.answer import Answer
    from kgraph.engines import Engine
    from kgraph.graph import Graph
    from kgraph.packs import Pack

KIND, SCHEMA = "kgraph answer", 1

_SAID = """
UNWIND $ids AS wanted
MATCH (a:Account {id: wanted})
OPTIONAL MATCH (a)-[:IN]->(s:Source)
OPTIONAL MATCH (a)-[:REPORTS]->(e:Event)
RETURN a.id AS account, a.stance AS stance, a.certainty AS certainty, a.coder AS coder, a.locator AS locator,
       a.quote AS quote, a.paraphrase AS paraphrase, a.date_said AS date_said, s.id AS source, e.id AS event,
       [(a)-[:GIVEN_BY]->(p:Actor) | p.id] AS given, [(s)-[:GIVEN_BY]->(q:Actor) | q.id] AS speakers
"""


# -- making one --------------------------------------------------------------------------------------------------------


def manifest(answer: Answer, origin: Origin, *, rows: bool = False) -> dict[str, Any]:
    """The manifest of an answer; with ``rows``, they stand in it in the clear. See Answer.manifest."""
    if not rows and answer.pack and origin.study is None:
        raise UsageError(
            f"a manifest knows rows by marks, whose key lies in the study's folder as {FILE}: open the graph with its "
            "study, or have the rows written in the clear"
        )
    key = marks(origin.study, make=True) if origin.study and answer.pack and not rows else Marks()
    made = _manifest(answer, origin, key)
    return made if rows else _without_cells(made)


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
        load["texts"] = {key.of("text", name): hash for name, hash in load["texts"].items()}
    return {
        "pack": {"name": pack.name, "title": pack.title, "method": pack.method, "sha256": pack.sha256},
        "engine": {"name": origin.engine.name, "release": release(origin.engine)},
        "kgraph": __version__,
        "load": load,
    }


def _rows(answer: Answer, engine: Engine, key: Marks) -> list[dict[str, Any]]:
    pack = answer.name
    apart = [list(answer.columns).index(name) for name in answer.pack.key] if answer.pack else []
    evidence = answer.evidence_ids or []
    said = _said(engine, sorted({account for ids in evidence for account in ids}), key)
    return [
        {
            "told_apart": key.of("told apart", pack, [row[at] for at in apart]),
            "cells": [_as_json(value) for value in row],
            "row": key.of("row", pack, row),
            "number": len(ids),
            "accounts": key.of("accounts", pack, ids),
            "account_ids": list(ids),
            "passages": key.of("passages", pack, [said.get(account) for account in ids]),
        }
        for row, ids in zip(answer.rows, evidence, strict=True)
    ]


def _said(engine: Engine, ids: Sequence[str], key: Marks) -> dict[str, str]:
    """A mark for each account of what it says, who says so, and who denies it."""
    from kgraph.evidence import denials

    denied, found = denials(engine, ids), {}
    for chunk in chunks(ids):
        for account, *words, given, speakers in engine.read(_SAID, {"ids": chunk}).rows:
            found[account] = key.of("said", account, words, sorted(given or speakers or ()), denied.get(account, ()))
    return found


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


# -- reading one -------------------------------------------------------------------------------------------------------

_ANY = "*"
_SHAPE: dict[str, Any] = {
    "pack": {"name": str, "title": str, "method": str, "sha256": str},
    "parameters": {_ANY: object},
    "engine": {"name": str, "release": str},
    "when": str,
    "kgraph": str,
    "study": {"id": str, "title": str},
    "load": {"id": str, "at": str, "version": str, "settings": str, "files": {_ANY: str}, "texts": {_ANY: str}},
    "counts": {"rows": int, "accounts": int},
    "columns": [{"name": str, "type": str}],
    "told_apart_by": [str],
    "rows": [{"told_apart": str, "row": str, "number": int, "accounts": str, "passages": str}],
}


def read(path: Path) -> Made:
    """The manifest that a file holds. Raises InputError when it cannot be read, or is no whole manifest."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError):
        raise InputError(
            f"{path} is not JSON, so it is no manifest; `kgraph run PACK --manifest FILE` writes one"
        ) from None
    return whole(found, str(path))


def whole(found: Any, name: str) -> Made:
    """A manifest, if that is what this is. Raises InputError that says what it lacks."""
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise InputError(f"{name} is no manifest of an answer; `kgraph run PACK --manifest FILE` writes one")
    if found.get("schema") != SCHEMA:
        raise InputError(
            f"{name} is a manifest of schema {found.get('schema')!r}, and this kgraph reads {SCHEMA}; "
            "use the release that wrote it"
        )
    clear = {"cells": [object], "account_ids": [str]} if found.get("key", "") is None else {}
    shape = {**_SHAPE, "key": str} if not clear else {**_SHAPE, "rows": [{**_SHAPE["rows"][0], **clear}]}
    if wrong := _misfit(found, shape, "it"):
        raise InputError(f"{name} is not the whole manifest that was written: {wrong}; take it from where it was kept")
    return found


def _misfit(found: Any, shape: Any, where: str) -> str:
    """What is wrong with a value that should have a shape; an empty text where nothing is."""
    if isinstance(shape, list):
        if not isinstance(found, list):
            return f"{where} is not a list"
        return next((wrong for part in found if (wrong := _misfit(part, shape[0], f"one of {where}"))), "")
    if isinstance(shape, dict):
        if not isinstance(found, dict):
            return f"{where} is not an object"
        wanted = dict.fromkeys(found, shape[_ANY]) if _ANY in shape else shape
        lacking = [name for name in wanted if name not in found]
        if lacking:
            return f"{where} has no {', '.join(lacking)}"
        return next((wrong for name in wanted if (wrong := _misfit(found[name], wanted[name], name))), "")
    if not isinstance(found, shape) or (shape is int and isinstance(found, bool)):
        return f"{where} is {found!r}"
    return ""


# -- asking again ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What came of asking again: ``then`` and ``now`` are manifests, ``now`` None where it can no longer be asked.

    ``changed`` says what is other in the answer, ``since`` what is other around it; the answer holds where nothing is
    changed, whatever there is in ``since``. ``lacks`` says why rows and evidence could not be compared, where that is
    so: then nothing tells that the answer holds. Printed, it says all of this.
    """

    then: Made
    now: Made | None
    changed: tuple[str, ...]
    since: tuple[str, ...]
    lacks: str = ""

    @property
    def holds(self) -> bool:
        """Whether rows and evidence are what they were, as far as that could be compared: see ``lacks``."""
        return not self.changed and not self.lacks

    def __str__(self) -> str:
        from kgraph.render import clean, shown

        given = [f"{name} = {shown(value)}" for name, value in self.then["parameters"].items() if value is not None]
        asked = f"{self.then['pack']['name']}{' with ' if given else ''}{'; '.join(given)}"
        was = f"{_counted(self.then)} on {minute(self.then['when'])}"
        if self.holds:
            lines = [f"still holds: {asked}: {was} as now"]
        else:
            found = "no longer holds" if self.changed else "may still hold"
            lines = [f"{found}: {asked}: {was}{f', {_counted(self.now)} now' if self.now else ''}"]
        lines += [f"  {line}" for line in self.changed]
        lines += [f"  {_ASIDE}; {self.lacks}"] if self.lacks else []
        if self.since:
            lines += ["since then:", *(f"  {line}" for line in self.since)]
        return "\n".join(map(clean, lines))


_ASIDE = "rows, the accounts behind them, passages and the sources' texts were not compared, which needs the key"


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
    here = _surroundings(pack, origin, key)
    were, are = (_without_texts(then), _without_texts(here)) if lacks else (then, here)
    since = (*around(were, are, _texts(origin, key)), *stale(graph.study, origin.load))
    try:
        answer = run(graph.engine, pack, then["parameters"], origin)
    except ParameterError as error:
        return Reproduction(then, None, (f"it can no longer be asked: {error}",), since)
    now = _manifest(answer, origin, key)
    return Reproduction(then, now, tuple((counted if lacks else differences)(then, now)), since, lacks)


def _without_texts(made: Made) -> Made:
    return {**made, "load": {**made["load"], "texts": {}}}


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
        return Marks(), f"{name} was marked with another than {path}: put back the one that the study had then"
    return key, ""
