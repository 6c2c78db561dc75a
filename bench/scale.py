"""What a study needs as it grows: its files, a load on either engine, room on disk, the packs, and neo4j-admin.

python -m bench.scale STUDY [PACK …]    asks every pack of a study that is loaded, or some; prints the seconds as JSON
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import kgraph
from bench.generate import SIZES
from bench.measure import MB, Failed, Run, program, say
from bench.measure import kgraph as command
from bench.packs import asked
from bench.server import own_server, remove_kept, script
from bench.stage import Stage
from kgraph.connection import EMBEDDED
from kgraph.errors import GraphError
from kgraph.graph import Graph
from kgraph.server.home import cache_folder
from kgraph.server.releases import RELEASES, find_java

Figures = dict[str, Any]
MORE_HEAP = "4g"
"""What the embedded graph may take where it refuses a pack for want of memory."""
FILL_HEAP = "2g"
"""The most heap that neo4j-admin is given; it takes more beside it."""


def scale(stage: Stage) -> Figures:
    """The ordinary study and the large one: what each takes on either engine, once each."""
    return {size: _needs(stage, size) for size in dict.fromkeys((stage.size, stage.large))}


def _needs(stage: Stage, size: str) -> Figures:
    study = stage.study(size)
    remove_kept(study)
    say(f"{size}: {SIZES[size].events:,} events")
    found: Figures = {"events": SIZES[size].events, "files_mb": _mb(study)}
    found["check"] = _run(command("check", str(study)))
    found["embedded"] = _embedded(study, size)
    found["export"] = _exported(study, stage.folder / "files")
    remove_kept(study)
    found["neo4j"] = _neo4j(study, size)
    remove_kept(study)
    found["fill"] = _filled(stage.folder / "files")
    return found


def _embedded(study: Path, size: str) -> Figures:
    found = _run(command("load", "--study", str(study)))
    found["disk_mb"] = _mb(study / ".kgraph")
    say(f"{size} embedded: {found}")
    found |= _asked(study, {"NEO4J_URI": EMBEDDED})
    if refused := [pack for pack, asked in found["packs"].items() if asked["rows"] is None]:
        again = _asked(study, {"NEO4J_URI": EMBEDDED, "KGRAPH_HEAP": MORE_HEAP}, *refused)
        found |= {"more_heap": again["packs"], "more_heap_peak_mb": again["asking_peak_mb"]}
    return found


def _neo4j(study: Path, size: str) -> Figures:
    with own_server() as (env, home):
        found = _run(command("load", "--study", str(study), "-a", env["NEO4J_URI"], env=_secrets(env)))
        packs = _asked(study, env)
        found["server_peak_mb"] = _peak(home)
        script("stop", "--home", str(home))
        found["disk_mb"] = _mb(home / "data" / "databases" / "neo4j")
        found["log_mb"] = _mb(home / "data" / "transactions" / "neo4j")
        say(f"{size} Neo4j: {found}")
        return found | packs


def _secrets(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name != "NEO4J_URI"}


def _exported(study: Path, files: Path) -> Figures:
    shutil.rmtree(files, ignore_errors=True)
    found = _run(command("export", "admin-import", str(files), "--study", str(study)))
    return found | {"disk_mb": _mb(files)}


def _filled(files: Path) -> Figures:
    """neo4j-admin's import of the files into a server of its own, which is stopped meanwhile."""
    with own_server() as (_, home):
        script("stop", "--home", str(home))
        release = RELEASES["5"]
        java, jars = find_java(release), cache_folder() / "jars" / release.version
        tool = [java, f"-Xmx{FILL_HEAP}", "--add-opens=java.base/java.nio=ALL-UNNAMED", "-cp", f"{jars}/*"]
        what = ["database", "import", "full", "neo4j", "--overwrite-destination", "@import.args"]
        where = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
        found = _run(program([*tool, "org.neo4j.cli.AdminTool", *what], where, cwd=files))
        shutil.rmtree(files)
        return found | {"disk_mb": _mb(home / "data" / "databases" / "neo4j")}


def _run(run: Run) -> Figures:
    return {"seconds": round(run.wall, 2), "peak_mb": round(run.peak / MB)}


def _mb(folder: Path) -> float:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MB, 1)


def _peak(home: Path) -> int:
    """The most memory that the server of a folder has held, in MB."""
    import psutil

    for process in psutil.process_iter(["cmdline"]):
        if any(str(home) in word for word in process.info["cmdline"] or ()) and process.name().startswith("java"):
            status = Path(f"/proc/{process.pid}/status")
            if status.exists():
                lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
                return round(int(lines["VmHWM"].split()[0]) / 1024)
    raise Failed(f"no server runs in {home}")


# -- asking ------------------------------------------------------------------------------------------------------------


def _asked(study: Path, where: Mapping[str, str], *packs: str) -> Figures:
    run = program([sys.executable, "-m", "bench.scale", str(study), *packs], where)
    return {"asking_peak_mb": round(run.peak / MB), **json.loads(run.out)}


def every_pack(graph: Graph, names: Sequence[str]) -> Iterator[tuple[str, float, int | None]]:
    """Each pack, the seconds it takes when asked once, and how many rows it answers; about the largest and busiest.

    None instead of rows is for one that was refused.
    """
    busy = _busiest(graph)
    for pack in map(graph.packs.find, names or graph.packs.names):
        given = asked(pack, busy)
        began = perf_counter()
        try:
            rows: int | None = len(graph.run(pack.name, **given))
        except GraphError as error:  # it needs more memory than there is
            rows = None
            say(f"{pack.name}: {error}")
        yield pack.name, round(perf_counter() - began, 3), rows


def _busiest(graph: Graph) -> dict[str, str]:
    def most(pattern: str, count: int = 1) -> list[str]:
        cypher = f"MATCH {pattern} RETURN x.id AS id, count(*) AS n ORDER BY n DESC, id LIMIT {count}"
        return [id for id, _ in graph.engine.read(cypher).rows]

    (idea,) = most("(x:Idea)<-[:CONCERNS|DREW_ON|PRODUCED]-(e:Event)")
    actor, other = most("(x:Actor)-[:TOOK_PART]->(e:Event)", 2)
    (network,) = most("(x:Network)<-[:HELD_IN]-(e:Event)")
    ends = "MATCH (a:Event)-[l:LEADS_TO {item: $idea}]->(b:Event) RETURN "
    ((start,),) = graph.engine.read(f"{ends} a.id AS id ORDER BY a.earliest, id LIMIT 1", {"idea": idea}).rows
    ((goal,),) = graph.engine.read(f"{ends} b.id AS id ORDER BY b.earliest DESC, id LIMIT 1", {"idea": idea}).rows
    return {"idea": idea, "item": idea, "about": idea, "start": start, "goal": goal,
            "actor": actor, "other": other, "network": network}  # fmt: skip


def main() -> None:
    """Ask every pack once, or those that the command line names, of the study that it names."""
    began = perf_counter()
    with kgraph.open(sys.argv[1]) as graph:
        graph.engine.read("RETURN 1 AS one")
        found: Figures = {"opening": round(perf_counter() - began, 2), "packs": {}}
        ((found["nodes"],),) = graph.engine.read("MATCH (n) RETURN count(n) AS n").rows
        ((found["relationships"],),) = graph.engine.read("MATCH ()-[r]->() RETURN count(r) AS n").rows
        for pack, seconds, rows in every_pack(graph, sys.argv[2:]):
            say(f"{graph.engine.name} {pack} {seconds} s, {rows} rows")
            found["packs"][pack] = {"seconds": seconds, "rows": rows}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
