"""bench/RESULTS.md from the figures: what was asked for, what was measured, and whether it is met."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

Figures = Mapping[str, Any]


class Target(NamedTuple):
    """One target: what was asked, what was measured, and whether it is met; None where it is there only to compare."""

    asked: str
    measured: str
    ratio: str
    met: bool | None


def table(kept: Mapping[str, Any]) -> str:
    """The whole page."""
    parts = ["# How fast kgraph is\n", *_head(kept)]
    for letter, (title, targets, remarks) in _BLOCKS.items():
        if letter not in kept:
            continue
        block = kept[letter]
        parts.append(f"\n## {letter}. {title.format(**block)}\n")
        when, rounds, load = block["at"][:16].replace("T", " "), block["repeat"], block["load_before"]
        parts.append(f"Measured {when}, rounds: {rounds}, load average before it: {load}.\n")
        parts.append("| asked | measured | ratio | met |\n|---|---|--:|---|")
        parts += [f"| {t.asked} | {t.measured} | {t.ratio} | {_met(t.met)} |" for t in targets(block["figures"], block)]
        parts.append(remarks)
    return "\n".join(parts).rstrip() + "\n"


def _head(kept: Mapping[str, Any]) -> Iterator[str]:
    yield (
        "Written by `python -m bench.run` from bench/results.json; nothing here is typed by hand. Studies are\n"
        "invented by bench/generate.py, always the same: S 200 actors and 2,000 events, M 2,000 and 20,000,\n"
        "L 20,000 and 200,000.\n"
        "Seconds are medians, and the two sides of a ratio took turns in one run. Ratios travel to other machines\n"
        "better than seconds do.\n"
    )
    machines = {tuple(sorted(block["machine"].items())) for block in kept.values()}
    for found in sorted(machines):
        facts = dict(found)
        first = [f"{facts.pop('processors')} processors", *(facts.pop(name) for name in ("memory", "system"))]
        yield "- " + ", ".join([*first, *(f"{name} {version}" for name, version in sorted(facts.items()))])


def _met(met: bool | None) -> str:
    return "" if met is None else "yes" if met else "**no**"


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def _a(found: Figures, block: Figures) -> Iterator[Target]:
    loop, write, load, identity = (found[name] for name in ("loop", "write", "load", "loop_identity"))
    lost = found["relationships"]["write"] - found["relationships"]["loop"]
    still = found["relationships"]["write"] - found["relationships"]["loop_identity"]
    yield Target(
        "write stage at least as fast as the plain driver loop", f"{_seconds(write)}, loop {_seconds(loop)}",
        f"{loop / write:.2f}×", write <= loop,
    )  # fmt: skip
    yield Target(
        f"(the loop that also merges by what identifies a relationship; still loses {still:,})",
        f"{_seconds(write)}, loop {_seconds(identity)}", f"{identity / write:.2f}×", None,
    )  # fmt: skip
    yield Target(
        "whole `kgraph load` within 2.5 times that loop", f"{_seconds(load)}, loop {_seconds(loop)}",
        f"{load / loop:.2f}×", load <= 2.5 * loop,
    )  # fmt: skip
    yield Target(
        f"({found['rows']:,} rows a load)",
        f"{found['rows'] / write:,.0f} rows/s; the loop by ends alone loses {lost:,} relationships",
        "",
        None,
    )


def _b(found: Figures, block: Figures) -> Iterator[Target]:
    yield Target(
        "write stage at least 4 times UNWIND MERGE through openCypher",
        f"{_seconds(found['write'])}, UNWIND MERGE {_seconds(found['loop'])}",
        f"{found['loop'] / found['write']:.2f}×", found["loop"] >= 4 * found["write"],
    )  # fmt: skip
    yield Target(
        "whole `kgraph load` under 1.2 GB",
        f"{found['peak_mb']:.0f} MB, {_seconds(found['load'])}",
        "",
        found["peak_mb"] < 1200,
    )


def _c(found: Figures, block: Figures) -> Iterator[Target]:
    edges = ", ".join(f"{n:,} {type}" for type, n in found["edges"].items())
    yield Target("derived from records in memory in under 2 s", _seconds(found["derive"]), "", found["derive"] < 2)
    yield Target("(what that made; reading and checking before it)", f"{edges}; {_seconds(found['check'])}", "", None)


def _d(found: Figures, block: Figures) -> Iterator[Target]:
    for engine, limit in (("neo4j", 0.4), ("embedded", 0.8)):
        for question in ("route", "reach", "crossings", "between"):
            asked = found[engine].get(question, {})
            pack, without = asked.get("pack"), asked.get("without", {})
            other = (
                _seconds(without["seconds"]) if without.get("seconds") is not None else without.get("why", "not asked")
            )
            if pack is None:
                yield Target(
                    f"{question}, {engine}, under {limit} s", f"no pack yet; without LEADS_TO {other}", "", False
                )
                continue
            ratio = f"{without['seconds'] / pack['seconds']:.1f}×" if without.get("seconds") else ""
            yield Target(
                f"{question}, {engine}, under {limit} s",
                f"{_seconds(pack['seconds'])} ({pack['rows']:,} rows, {pack['by']}); without LEADS_TO {other}",
                ratio, pack["rows"] > 0 and pack["seconds"] < limit,
            )  # fmt: skip


def _e(found: Figures, block: Figures) -> Iterator[Target]:
    for engine, walls in found.items():
        first, same, check, changed = (walls[name] for name in ("first", "same", "check", "changed"))
        yield Target(
            f"unchanged, {engine}, under 5 % of a first load", f"{_seconds(same)}, first load {_seconds(first)}",
            f"{same / first:.1%}", same < 0.05 * first,
        )  # fmt: skip
        yield Target(
            f"1 % changed, {engine}, within reading and checking plus a second",
            f"{_seconds(changed)}, `kgraph check` {_seconds(check)}",
            f"+{changed - check:.2f} s", changed <= check + 1,
        )  # fmt: skip


def _f(found: Figures, block: Figures) -> Iterator[Target]:
    yield Target(
        "`kgraph --help` under 0.3 s",
        f"{_seconds(found['help'])}, of which Python {_seconds(found['python'])}",
        "",
        found["help"] < 0.3,
    )
    yield Target("`kgraph run trace/route`, embedded, under 2.5 s", _seconds(found["run"]), "", found["run"] < 2.5)
    yield Target("the same under 350 MB", f"{found['run_peak_mb']:.0f} MB", "", found["run_peak_mb"] < 350)


def _g(found: Figures, block: Figures) -> Iterator[Target]:
    small, large = found[block["size"]], found[block["large"]]
    grown = {name: (large[name] / large["rows"]) / (small[name] / small["rows"]) for name in ("write", "loop")}
    for size, of in ((block["size"], small), (block["large"], large)):
        per = {name: of[name] / of["rows"] * 1e6 for name in ("write", "loop")}
        yield Target(
            f"({size}: {of['rows']:,} rows)",
            f"write {_seconds(of['write'])}, {per['write']:.1f} µs a row; "
            f"loop {_seconds(of['loop'])}, {per['loop']:.1f} µs",
            "",
            None,
        )
    yield Target(
        "time a row grows at most 1.2 times what the loop's does",
        f"write grows {grown['write']:.2f}×, loop {grown['loop']:.2f}×",
        f"{grown['write'] / grown['loop']:.2f}", grown["write"] <= 1.2 * grown["loop"],
    )  # fmt: skip


SLOW = 2
"""How many packs may take a second or more on an engine; the text below names them and says why."""


def _h(found: Figures, block: Figures) -> Iterator[Target]:
    slow = {pack for engine in ("embedded", "neo4j") for pack, asked in found[engine].items() if asked["seconds"] >= 1}
    count = len(found["neo4j"])
    yield Target(
        f"under a second on both engines, all but {SLOW} at most",
        f"{count - len(slow)} of {count}",
        "",
        len(slow) <= SLOW,
    )
    for pack, neo4j in found["neo4j"].items():
        embedded = found["embedded"][pack]
        one = ", ".join(
            f"{name} {_seconds(asked['one']['seconds'])}"
            for name, asked in (("embedded", embedded), ("Neo4j", neo4j))
            if "one" in asked
        )
        yield Target(
            pack,
            f"embedded {_seconds(embedded['seconds'])}, Neo4j {_seconds(neo4j['seconds'])}; {neo4j['rows']:,} rows"
            + (f"; about the largest idea alone {one}" if one else ""),
            "", max(embedded["seconds"], neo4j["seconds"]) < 1,
        )  # fmt: skip


def _i(found: Figures, block: Figures) -> Iterator[Target]:
    rate = found["rows"] / found["write"]
    yield Target(
        "files for neo4j-admin written at 100,000 rows/s or more",
        f"{found['rows']:,} rows, {found['mb']:.0f} MB, in {_seconds(found['write'])}",
        f"{rate:,.0f} rows/s", rate >= 100_000,
    )  # fmt: skip
    yield Target(
        "(whole `kgraph export admin-import`, embedded)",
        f"{_seconds(found['export'])}, {found['export_peak_mb']:.0f} MB of memory",
        f"{found['rows'] / found['export']:,.0f} rows/s", None,
    )  # fmt: skip
    yield Target(
        "(whole `kgraph export cypher`, embedded)", _seconds(found["script"]),
        f"{found['rows'] / found['script']:,.0f} rows/s", None,
    )  # fmt: skip


def _j(found: Figures, block: Figures) -> Iterator[Target]:
    for of in sorted(found.values(), key=lambda of: of["events"]):
        held = of["neo4j"]
        yield _fact(
            f"**{of['events']:,} events**",
            f"{held['nodes']:,} nodes, {held['relationships']:,} relationships; files {_mb(of['files_mb'])}",
        )
        yield _fact("`kgraph check`", _costs(of["check"]))
        for engine, name in (("embedded", "embedded"), ("neo4j", "Neo4j")):
            on = of[engine]
            more = f", and {_mb(on['log_mb'])} of log; server {_mb(on['server_peak_mb'])}" if engine == "neo4j" else ""
            yield _fact(f"`kgraph load`, {name}", f"{_costs(on)}; {_mb(on['disk_mb'])} on disk{more}")
            yield _fact(f"packs, {name}", _packs(on["packs"]) + f"; {_mb(on['asking_peak_mb'])} of memory")
            if "more_heap" in on:
                named = ", ".join(
                    f"{pack} {'refused' if one['rows'] is None else _seconds(one['seconds'])}"
                    for pack, one in on["more_heap"].items()
                )
                yield _fact(
                    f"packs that its 1 GB of heap did not suffice for, {name}",
                    f"with 4 GB {named}; {_mb(on['more_heap_peak_mb'])} of memory",
                )
        yield _fact("`kgraph export admin-import`, embedded", f"{_costs(of['export'])}; {_mb(of['export']['disk_mb'])}")
        yield _fact("`neo4j-admin database import`", _costs(of["fill"]))


def _fact(asked: str, measured: str) -> Target:
    return Target(asked, measured, "", None)


def _costs(run: Figures) -> str:
    return f"{_seconds(run['seconds'])}, {_mb(run['peak_mb'])} of memory"


def _mb(megabytes: float) -> str:
    return f"{megabytes:,.0f} MB" if megabytes < 1000 else f"{megabytes / 1024:.1f} GB"


def _packs(asked: Mapping[str, Figures]) -> str:
    packs = {pack: of for pack, of in asked.items() if of["rows"] is not None}
    under = {limit: sum(one["seconds"] < limit for one in packs.values()) for limit in (1, 10)}
    slowest = sorted(packs, key=lambda pack: -packs[pack]["seconds"])[:3]
    named = ", ".join(f"{pack} {_seconds(packs[pack]['seconds'])} ({packs[pack]['rows']:,} rows)" for pack in slowest)
    refused = f"; {len(asked) - len(packs)} refused for want of memory" if len(asked) > len(packs) else ""
    return f"{under[1]} of {len(asked)} under 1 s, {under[10]} under 10 s{refused}; slowest {named}"


_ABOUT_SCALE = """
Once each, whole processes, on a Neo4j that was started for it with a heap of 2 GB and 256 MB of page cache. Each pack
is asked once, in a process that has the graph open, about the largest idea, the busiest actor or network, or
everything: what it needs the first time is in its seconds. Memory is the most that the process held; on disk is what
the database takes once the server has stopped, and Neo4j keeps its log of writes beside it. docs/scale.md says what
follows from this."""

_BLOCKS: dict[str, tuple[str, Callable[[Figures, Figures], Iterator[Target]], str]] = {
    "a": ("A first load into Neo4j, {size}", _a, """
The loop is `UNWIND $rows AS r MERGE`, one map a row, batches of 10,000, nodes by id and relationships by both ends,
with the same constraints in place and the same rows, derived ones included. Its rows are made before the clock starts;
kgraph's columns are made within it. Both use one driver in one environment. The server is warm: one round of each is
not counted. The whole load is a process of its own: it starts Python, reads, checks, derives, compares, writes and
keeps its manifest."""),
    "b": ("A first load into the embedded engine, {size}", _b, """
Both in one process on one Java with kgraph's own settings for a graph that was empty at the start (little heap, first
compiler only), which suit short questions and not long writes: the loop would gain from Java's defaults. The batch
interface writes no log; the graph counts once it is synced."""),
    "c": ("Deriving LEADS_TO and MAY_LEAD_TO, {large}", _c, """
From checked content, its order of events known, to edges as columns; making relationships of them is part of
the load."""),
    "d": ("Questions about the largest idea of {size}", _d, """
By pack: from the question to a typed answer with its evidence, in a process that has the graph open, the first time not
counted. Without LEADS_TO: the join over people and days, two or three steps deep, asked once, stopped after 30 s; it
answers less (no handover by things, by stated passages or under other names, and no more steps than are
written down)."""),
    "e": ("Loading again, {size}", _e, """
Whole processes. The changed study differs in 1 % of its events: half in a date, half in who took part."""),
    "f": ("The command line", _f, """
Whole processes, in the environment listed above; the shipped study."""),
    "g": ("How the cost of writing into Neo4j grows, {size} to {large}", _g, """
The better of two rounds at the smaller size, one round at the larger, on one warm server."""),
    "h": ("Every pack, {size}", _h, """
The study has a survey of half of its actors, grades, programmes in conflict and coverage besides. Each pack is asked
about the largest idea, or the busiest actor or network, or everything: in a process that has the graph open, the first
time not counted, from the question to a typed answer with its evidence. Two are over a second on the embedded engine
when asked of everything: accounts/hindsight, which has a row for nearly every account of the study, with all others of
the same event in it, and compare/ideas, which lays every item of the study beside every site. Few will read such
answers whole; asked about one idea, as a reader would, they take what is said beside them."""),
    "i": ("Moving a graph, {size}", _i, """
Written from nodes and relationships in memory to closed files, columns made within it. The whole commands are
processes of their own: they start Python and Java, open the graph, read all of it and write."""),
    "j": ("What larger studies need, {size} and {large}", _j, _ABOUT_SCALE),
}  # fmt: skip
