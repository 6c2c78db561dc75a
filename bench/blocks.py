"""What is measured, block by block. Seconds are medians of rounds in which the two sides take turns."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bench import loops
from bench.generate import change
from bench.measure import MB, ROOT, Run, kgraph, middle, program, say, timed
from bench.packs import busiest
from bench.questions import WITHOUT, by_packs, subject, without_embedded, without_on_neo4j
from bench.scale import scale
from bench.server import empty, remove_kept
from bench.stage import Held, Stage
from kgraph.connection import EMBEDDED, Connection
from kgraph.engines.embedded import Embedded
from kgraph.graph import Graph
from kgraph.moving.admin_import import write_tables
from kgraph.schema import ddl
from kgraph.study import open_study

Figures = dict[str, Any]


# -- a: a first load into Neo4j ----------------------------------------------------------------------------------------


def first_load_neo4j(stage: Stage) -> Figures:
    """The write stage of a first load beside the plain loops, and the whole load beside them, on a warm server."""
    held = stage.held(stage.size)
    found: dict[str, list[float]] = {"write": [], "loop": [], "loop_identity": [], "load": []}
    sizes: dict[str, int] = {}
    with stage.graph(held.study) as graph:
        graph.engine.define(ddl())
        sides: dict[str, Callable[[], float]] = {
            "write": lambda: timed(lambda: held.write(graph)),
            "loop": lambda: plain_loop(graph, held, with_identity=False),
            "loop_identity": lambda: plain_loop(graph, held, with_identity=True),
            "load": lambda: _load(stage, stage.study(stage.size)).wall,
        }
        for number in range(stage.repeat + 1):
            for name, side in sides.items():
                if number == 0 and name == "load":
                    continue
                empty(graph.engine)
                remove_kept(stage.study(stage.size))
                seconds = side()
                say(f"{'warming up' if not number else f'round {number}'}: {name} {seconds:.2f} s")
                if number:
                    found[name].append(seconds)
                sizes[name] = graph.engine.read("MATCH ()-[r]->() RETURN count(r)").rows[0][0]
        empty(graph.engine)
    remove_kept(stage.study(stage.size))
    return {
        "rows": held.rows, "nodes": held.nodes, "relationships": sizes,
        **{name: middle(seconds) for name, seconds in found.items()},
    }  # fmt: skip


def plain_loop(graph: Graph, held: Held, *, with_identity: bool) -> float:
    """The seconds that a plain loop over the official driver takes, each batch in a transaction of its own."""
    driver = graph.engine._driver  # type: ignore[attr-defined]
    with driver.session() as session:
        return loops.send(
            loops.batches(held.content, {**held.load, "complete": True}, with_identity=with_identity),
            lambda cypher, rows: session.run(cypher, rows=rows).consume(),
        )


def _load(stage: Stage, folder: Path) -> Run:
    return kgraph("load", "--study", str(folder), "-a", stage.server["NEO4J_URI"], env=_secrets(stage))


def _secrets(stage: Stage) -> dict[str, str]:
    return {name: value for name, value in stage.server.items() if name != "NEO4J_URI"}


# -- b: a first load into the embedded engine --------------------------------------------------------------------------


def first_load_embedded(stage: Stage) -> Figures:
    """The write stage of a first load beside UNWIND MERGE through openCypher; the whole load and its memory."""
    held = stage.held(stage.size)
    found: dict[str, list[float]] = {"write": [], "loop": [], "load": []}
    peaks = []
    sides = {"write": _rebuild, "loop": _loop_embedded}
    for number in range(stage.repeat):
        for name, side in sides.items():
            place = stage.folder / "embedded"
            with Embedded(place) as engine:
                seconds = side(engine, held)
            shutil.rmtree(place)
            say(f"round {number + 1}: {name} {seconds:.2f} s")
            found[name].append(seconds)
        folder = stage.copy(stage.size)
        run = kgraph("load", "--study", str(folder))
        say(f"round {number + 1}: load {run.wall:.2f} s, {run.peak / MB:.0f} MB")
        found["load"].append(run.wall)
        peaks.append(run.peak / MB)
    return {"rows": held.rows, "peak_mb": max(peaks), **{name: middle(seconds) for name, seconds in found.items()}}


def _rebuild(engine: Embedded, held: Held) -> float:
    return timed(lambda: held.write(Graph(engine, held.study)))


def _loop_embedded(engine: Embedded, held: Held) -> float:
    from kgraph.engines import Statement

    engine.define(ddl())
    return loops.send(
        loops.batches(held.content, {**held.load, "complete": True}, with_identity=False),
        lambda cypher, rows: engine.write([Statement(cypher, {"rows": rows})]),
    )


# -- c: deriving -------------------------------------------------------------------------------------------------------


def derivation(stage: Stage) -> Figures:
    """How long LEADS_TO and MAY_LEAD_TO take, from a large study's content in memory."""
    held = stage.held(stage.large, derivations=stage.repeat)
    edges = {type: len(held.content.relationships[type]) for type in ("LEADS_TO", "MAY_LEAD_TO")}
    return {
        "derive": middle(held.derive_seconds),
        "check": round(held.check_seconds, 2),
        "edges": edges,
        "rows": held.rows,
    }


# -- d: asking ---------------------------------------------------------------------------------------------------------


def questions(stage: Stage) -> Figures:
    """The questions about the largest idea by their packs, and without LEADS_TO, on both engines."""
    held = stage.held(stage.size)
    about = subject(held.content)
    say(f"{about.idea}: {about.events} events, {about.edges} edges; {about.steps} steps, {about.first} to {about.last}")
    found: Figures = {"events": about.events, "edges": about.edges, "steps": about.steps, "neo4j": {}, "embedded": {}}
    with stage.graph(held.study) as graph:
        held.write(graph)
        graph.engine.read("CALL db.awaitIndexes(300)")
        found["neo4j"] = {name: {"pack": asked} for name, asked in by_packs(graph, about, stage.repeat + 2).items()}
        for question in WITHOUT:
            found["neo4j"].setdefault(question, {})["without"] = without_on_neo4j(stage.server, question, about)
            say(f"neo4j {question}: {found['neo4j'][question]}")
        empty(graph.engine)
    folder = stage.copy(stage.size)
    study = open_study(folder)
    with Graph(Connection(EMBEDDED).open(study), study) as graph:
        held.write(graph)
        found["embedded"] = {name: {"pack": asked} for name, asked in by_packs(graph, about, stage.repeat + 2).items()}
    for question in WITHOUT:
        found["embedded"].setdefault(question, {})["without"] = without_embedded(folder, question, about)
        say(f"embedded {question}: {found['embedded'][question]}")
    return found


# -- e: loading again --------------------------------------------------------------------------------------------------


def reloads(stage: Stage) -> Figures:
    """A first load, the same again, and again with 1 % of the events changed: whole processes, on both engines."""
    found: Figures = {}
    with stage.graph(stage.held(stage.size).study) as graph:
        for engine in ("neo4j", "embedded"):
            walls: dict[str, list[float]] = {name: [] for name in ("first", "same", "check", "changed")}
            for number in range(stage.repeat):
                empty(graph.engine)
                folder = stage.copy(stage.size)
                for name, run in _reloaded(stage, folder, engine, number + 1).items():
                    say(f"{engine} round {number + 1}: {name} {run.wall:.2f} s, processor {run.cpu:.2f} s")
                    walls[name].append(run.wall)
            found[engine] = {name: middle(seconds) for name, seconds in walls.items()}
        empty(graph.engine)
    return found


def _reloaded(stage: Stage, folder: Path, engine: str, seed: int) -> dict[str, Run]:
    def load() -> Run:
        return _load(stage, folder) if engine == "neo4j" else kgraph("load", "--study", str(folder))

    found = {"first": load(), "same": load()}
    change(folder, 0.01, seed)
    return {**found, "check": kgraph("check", str(folder)), "changed": load()}


# -- f: the command line -----------------------------------------------------------------------------------------------


def command_line(stage: Stage) -> Figures:
    """``kgraph --help``, and a question to the shipped study in the embedded graph: whole processes."""
    folder = stage.folder / "lpdp"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "examples" / "lpdp", folder)
    remove_kept(folder)
    kgraph("load", "--study", str(folder))
    bare, helps, runs = [], [], []
    for _ in range(stage.repeat + 2):
        bare.append(program([sys.executable, "-c", "pass"]))
        helps.append(kgraph("--help"))
        runs.append(kgraph("run", "trace/route", "--idea", "open-courts", "--study", str(folder)))
    return {
        "python": middle([run.wall for run in bare]), "help": middle([run.wall for run in helps]),
        "run": middle([run.wall for run in runs]), "run_peak_mb": max(run.peak for run in runs) / MB,
        "rows": runs[-1].out.count("\n"),
    }  # fmt: skip


# -- g: growth ---------------------------------------------------------------------------------------------------------


def growth(stage: Stage) -> Figures:
    """Seconds a row of the write stage and of the plain loop, at both sizes, on the same warm server."""
    found: Figures = {}
    for size, rounds in ((stage.size, 2), (stage.large, 1)):
        held = stage.held(size)
        write, loop = [], []
        with stage.graph(held.study) as graph:
            graph.engine.define(ddl())
            for number in range(rounds):
                empty(graph.engine)
                loop.append(plain_loop(graph, held, with_identity=False))
                empty(graph.engine)
                write.append(timed(lambda: held.write(graph)))  # noqa: B023 called at once
                say(f"{size} round {number + 1}: loop {loop[-1]:.2f} s, write {write[-1]:.2f} s")
            empty(graph.engine)
        found[size] = {"rows": held.rows, "write": round(min(write), 3), "loop": round(min(loop), 3)}
    return found


# -- h: every pack -----------------------------------------------------------------------------------------------------


def every_pack(stage: Stage) -> Figures:
    """Every pack that ships, on a study with a survey, grades, conflicts and coverage too, on both engines."""
    folder = stage.study(stage.size, furnished=True)
    held = stage.furnished(stage.size)
    busy = json.dumps(busiest(held.content))
    found: Figures = {}
    with stage.graph(held.study) as graph:
        _load(stage, folder)
        graph.engine.read("CALL db.awaitIndexes(300)")
        found["neo4j"] = _timed_packs(folder, busy, stage.repeat, stage.server)
        empty(graph.engine)
    remove_kept(folder)
    kgraph("load", "--study", str(folder))
    found["embedded"] = _timed_packs(folder, busy, stage.repeat, {"NEO4J_URI": EMBEDDED})
    remove_kept(folder)
    return {"rows": held.rows, **found}


def _timed_packs(folder: Path, busy: str, repeat: int, where: Mapping[str, str]) -> Figures:
    command = [sys.executable, "-m", "bench.packs", str(folder), busy, str(repeat)]
    found: Figures = json.loads(program(command, where).out)
    for pack, figures in found.items():
        say(f"{where['NEO4J_URI']} {pack}: {figures}")
    return found


# -- i: moving a graph -------------------------------------------------------------------------------------------------


def moving(stage: Stage) -> Figures:
    """The files for neo4j-admin: writing what is in memory, and the whole command on an embedded graph."""
    held, folder = stage.held(stage.size), stage.copy(stage.size)
    kgraph("load", "--study", str(folder))
    nodes = [(label, list(found.values())) for label, found in held.content.nodes.items()]
    relationships = [(type, list(found.items())) for type, found in held.content.relationships.items()]
    target = stage.folder / "files"
    writes, exports, scripts = [], [], []
    for number in range(stage.repeat):
        target.mkdir()
        writes.append(timed(lambda: write_tables(target, nodes, relationships, [held.load])))
        size = sum(path.stat().st_size for path in target.iterdir())
        shutil.rmtree(target)
        exports.append(kgraph("export", "admin-import", str(target), "--study", str(folder)))
        shutil.rmtree(target)
        scripts.append(kgraph("export", "cypher", "-o", str(target), "--study", str(folder)))
        target.unlink()
        said = f"write {writes[-1]:.2f} s, command {exports[-1].wall:.2f} s, script {scripts[-1].wall:.2f} s"
        say(f"round {number + 1}: {said}")
    return {
        "rows": held.rows + 1, "mb": size / MB, "write": middle(writes),
        "export": middle([run.wall for run in exports]), "export_peak_mb": max(run.peak for run in exports) / MB,
        "script": middle([run.wall for run in scripts]),
    }  # fmt: skip


BLOCKS: dict[str, Callable[[Stage], Figures]] = {
    "a": first_load_neo4j,
    "b": first_load_embedded,
    "c": derivation,
    "d": questions,
    "e": reloads,
    "f": command_line,
    "g": growth,
    "h": every_pack,
    "i": moving,
    "j": scale,
}
