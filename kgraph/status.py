"""What is in a study's graph, which load put it there, and what has changed in its files since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from kgraph import __version__, receipt
from kgraph.connection import Connection
from kgraph.errors import GraphIncomplete, StudyError
from kgraph.graph import Graph
from kgraph.study import Study, file_hash
from kgraph.vocabulary import LABELS


def status(study: Study, via: Connection) -> str:
    """A page that says what a study's graph holds, and whether the files are still those it was loaded from."""
    loads: list[Mapping[str, Any]] = []
    counts: dict[str, int] = {}
    where = f"embedded, {(study.hidden / 'graph').as_posix()}"
    with suppress(GraphIncomplete), Graph(replace(via, read_only=True).open(study), study, via) as graph:
        loads, counts, where = graph.loads(), graph.counts(), f"{graph.engine.name}, {graph.place}"
    lines = [f"Study    {study.title} ({study.id})", f"Graph    {where}"]
    now, missing = _files(study)
    if not loads:
        lines += [f"Files    {line}" for line in missing]
        return "\n".join([*lines, "Load     none yet; `kgraph load` puts the files in the graph"])
    last = loads[-1]
    unfinished = "" if all(load.get("complete") for load in loads) else ", interrupted: `kgraph load` finishes it"
    lines.append(f"Load     {last['at'][:19]} UTC by kgraph {last['version']}, the latest of {len(loads)}{unfinished}")
    lines += [f"Files    {line}" for line in _changes(study, last, now, missing)]
    lines.append(
        "Holds    " + ", ".join(f"{n} {label}" for label, n in counts.items() if label in LABELS and label != "Load")
    )
    lines.append("         " + ", ".join(f"{n} {type}" for type, n in counts.items() if type not in LABELS))
    return "\n".join(lines)


def servers(study: Study | None) -> Iterator[str]:
    """A line for each Neo4j that `kgraph up` started here: the study's own, and those that run; without one, all."""
    from kgraph import server

    for home in server.homes():
        if own := study is not None and home.name == study.id:
            home = server.home_for(study)
        whose = "its own" if own else home.name or "of no study in particular"
        if found := server.running(home):
            yield f"Server   {whose}: Neo4j {found.version} at {found.uri}, Browser at {found.browser}"
        elif own or study is None:
            yield f"Server   {whose}, stopped; {home.command('up')} starts it"


def _files(study: Study) -> tuple[dict[str, Path], list[str]]:
    """The study's files that are there, and for each that kgraph.toml lists and that is not, what is wrong."""
    now: dict[str, Path] = {}
    missing = []
    for name in study.files:
        try:
            now |= replace(study, files=(name,)).paths()
        except StudyError as error:
            missing.append(str(error))
    return dict(sorted(now.items())), missing


def _changes(study: Study, last: Mapping[str, Any], now: Mapping[str, Path], missing: list[str]) -> Iterator[str]:
    loaded, texts = receipt.loaded(last)
    found = [*missing, *(f"{name} is new" for name in now if name not in loaded)]
    found += [f"{name} has changed" for name, path in now.items() if name in loaded and file_hash(path) != loaded[name]]
    found += [f"{name} is gone" for name in loaded if name not in now and name not in study.files]
    found += [f"{name} has changed" for name, hash in texts.items() if receipt.text_hash(study, name) != hash]
    if last.get("version") != __version__:
        found.append(f"loaded by kgraph {last.get('version')}, and this is {__version__}")
    if last.get("settings") != study.settings_hash():
        found.append("kgraph.toml has changed in what shapes the graph")
    yield from found or [f"{len(loaded) + len(texts)}, none changed since"]
