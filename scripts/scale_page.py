"""docs/scale.md, made from what bench/ measured: ``python -m scripts.scale_page > docs/scale.md``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

RESULTS = Path(__file__).resolve().parent.parent / "bench" / "results.json"
BEYOND = (1_000_000, 10_000_000)
"""The numbers of events that were not measured."""
WIDTH = 120
QUESTIONS = ("trace/route", "trace/reach", "trace/crossings", "trace/between")

Figures = Mapping[str, Any]
Row = tuple[str, str, str]
"""What a row of the table is called, the path to its figure, and what it is: count, mb or seconds."""

ROWS: Sequence[Row] = (
    ("nodes", "neo4j.nodes", "count"),
    ("relationships", "neo4j.relationships", "count"),
    ("the study's files", "files_mb", "mb"),
    ("`kgraph check`", "check.seconds", "seconds"),
    ("its memory", "check.peak_mb", "mb"),
    ("`kgraph load`, embedded", "embedded.seconds", "seconds"),
    ("its memory", "embedded.peak_mb", "mb"),
    ("the graph on disk", "embedded.disk_mb", "mb"),
    ("`kgraph load`, Neo4j", "neo4j.seconds", "seconds"),
    ("its memory, without the server's", "neo4j.peak_mb", "mb"),
    ("the database on disk", "neo4j.disk_mb", "mb"),
    ("`kgraph export admin-import`", "export.seconds", "seconds"),
    ("its memory", "export.peak_mb", "mb"),
    ("`neo4j-admin database import` of that", "fill.seconds", "seconds"),
)


def page(results: Figures) -> str:
    """The page."""
    block = results["j"]
    small, large = (block["figures"][block[key]] for key in ("size", "large"))
    machine = block["machine"]
    return (
        _HEAD.format(
            processors=machine["processors"], memory=machine["memory"], day=block["at"][:10], small=small["events"],
            large=large["events"], times=large["events"] // small["events"],
        )
        + _table(small, large)
        + _DEPLOYMENTS.format(**_needs(small, large))
        + _answers(small, large)
        + _REST.format(large=large["events"])
    )  # fmt: skip


def _table(small: Figures, large: Figures) -> str:
    times = [number / large["events"] for number in BEYOND]
    heads = [f"{small['events']:,}", f"{large['events']:,}", "grew", *(f"{number:,}" for number in BEYOND)]
    lines = ["| events | " + " | ".join(heads) + " |", "|---|" + "--:|" * len(heads)]
    for name, path, kind in ROWS:
        before, after = _at(small, path), _at(large, path)
        cells = [*(_said(value, kind) for value in (before, after)), f"{after / before:.1f}×"]
        cells += [f"*{_said(after * more, kind, about=True)}*" for more in times]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _at(of: Figures, path: str) -> float:
    found: Any = of
    for part in path.split("."):
        found = found[part]
    return float(found)


def _said(value: float, kind: str, *, about: bool = False) -> str:
    if kind == "count":
        return f"{value / 1e6:,.0f} million" if about else f"{value:,.0f}"
    if kind == "mb":
        return f"{value:,.0f} MB" if value < 1000 else f"{value / 1024:,.{0 if about else 1}f} GB"
    if value < 120:
        return f"{value:.0f} s"
    return f"{value / 60:,.0f} min" if value < 5400 else f"{value / 3600:,.1f} h"


def _needs(small: Figures, large: Figures) -> dict[str, Any]:
    million = 1_000_000 / large["events"]
    return {
        "small": small["events"], "large": large["events"],
        "small_memory": _said(small["embedded"]["peak_mb"], "mb"),
        "large_memory": _said(large["embedded"]["peak_mb"], "mb"),
        "server": _said(large["neo4j"]["server_peak_mb"], "mb"),
        "million_memory": _said(large["neo4j"]["peak_mb"] * million, "mb", about=True),
        "million_disk": _said(large["neo4j"]["disk_mb"] * million, "mb", about=True),
        "ten_memory": _said(large["neo4j"]["peak_mb"] * million * 10, "mb", about=True),
        "ten_disk": _said(large["neo4j"]["disk_mb"] * million * 10, "mb", about=True),
        "export": _said(large["export"]["seconds"], "seconds"), "fill": _said(large["fill"]["seconds"], "seconds"),
        "file": f"{200 / large['files_mb'] * large['events'] / 1000:,.0f},000",
    }  # fmt: skip


def _answers(small: Figures, large: Figures) -> str:
    lines = [
        _ASKED,
        "| asked about the largest idea | " + " | ".join(_COLUMNS) + " |",
        "|---|" + "--:|" * len(_COLUMNS),
    ]
    for pack in QUESTIONS:
        cells = [_one(of[engine]["packs"][pack]) for engine in ("embedded", "neo4j") for of in (small, large)]
        lines.append(f"| {pack} | " + " | ".join(cells) + " |")
    for name, limit in (("under a second", 1), ("under ten seconds", 10)):
        cells = [
            f"{sum(one['rows'] is not None and one['seconds'] < limit for one in packs.values())} of {len(packs)}"
            for packs in (of[engine]["packs"] for engine in ("embedded", "neo4j") for of in (small, large))
        ]
        lines.append(f"| all packs: {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines).format(small=small["events"], large=large["events"]) + "\n" + _refused(large)


_COLUMNS = ("embedded, {small:,}", "embedded, {large:,}", "Neo4j, {small:,}", "Neo4j, {large:,}")


def _one(asked: Figures) -> str:
    if asked["rows"] is None:
        return "too large"
    return f"{asked['seconds']:.1f} s, {asked['rows']:,} rows"


def _refused(large: Figures) -> str:
    named = {
        engine: [pack for pack, asked in large[engine]["packs"].items() if asked["rows"] is None]
        for engine in ("embedded", "neo4j")
    }
    more = large["embedded"].get("more_heap", {})
    still = [pack for pack, asked in more.items() if asked["rows"] is None]
    sentences = []
    if named["embedded"]:
        sentences.append(
            f"At {large['events']:,} events the embedded graph refused {_listed(named['embedded'])} with the 1 GB of "
            f"heap that it may take, and with KGRAPH_HEAP=4g {'only ' + _listed(still) if still else 'none'}."
        )
    if named["neo4j"]:
        sentences.append(f"Neo4j refused {_listed(named['neo4j'])}, with a heap of 2 GB.")
    if sentences:
        sentences.append("Most of them can be asked about one idea, actor or network, and then need less.")
    return "\n" + fill(" ".join(sentences), WIDTH, break_on_hyphens=False) + "\n" if sentences else ""


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


_HEAD = """\
# Larger studies

A study of interviews and minutes has hundreds or thousands of events, and a laptop holds it many times over. This page is for whoever
brings together the coding of many studies: what it takes, and which deployment holds it.

Made by scripts/scale_page.py from [bench/results.json](../bench/results.json). The columns for {small:,} and {large:,} events
were measured, on {day}, with {processors} processors and {memory} of memory, on invented studies in which a few people
do much of what is done. The columns in italics are arithmetic: what {large:,} events took, times the number of events. The column
between says how much {times} times as many events took; where it is less than {times}, the arithmetic is on the safe side.

"""  # noqa: E501

_DEPLOYMENTS = """
What decides is memory: `kgraph load` holds the whole study while it checks it, for a claim anywhere may bear on one anywhere else. A
load that changes little needs as much. What is asked afterwards needs far less.

| events | what holds it |
|---|---|
| up to {small:,} | the embedded graph, on any laptop: loading takes {small_memory} |
| up to {large:,} | the embedded graph with `KGRAPH_HEAP=4g`, or `kgraph up --heap 2g` (the server took {server}), on a computer with 16 GB; loading takes {large_memory} |
| 1,000,000 | a Neo4j server of its own with 16 GB, Community or Enterprise, or an Aura instance with as much: {million_disk} of database fit its page cache beside a heap of 8 GB. Loading runs on a computer with 32 GB ({million_memory} for kgraph), which may be another |
| 10,000,000 | not one study: loading would take {ten_memory} of memory. Ten studies of a million in ten databases of one Enterprise server or cluster, or in ten Aura instances; {ten_disk} in all |

- **A cluster does not make room.** Each of its servers holds the whole of a database; it goes on when one fails, and more people can
  ask at once. kgraph reaches it by `neo4j://` ([security.md](security.md#the-way-to-a-neo4j)).
- **What does make room is several databases.** A database holds one study, and a site or a period is a study that can be
  asked by itself. `compare/ideas` and its like need the sites they compare in one study.
- Neither a cluster nor Aura was measured here.
- A .jsonl or .csv file may have 200 MB, about {file} events; more are several files.
- The shortest way into a Neo4j is `kgraph load`. Where a graph is there already, its files for `neo4j-admin` take
  {export} and its import {fill} at {large:,} events: for a server that kgraph cannot reach, or many of them.
- `kgraph up` gives Neo4j 1 GB of heap, unless `--heap` says more, and 256 MB of page cache (512 with Docker); beyond
  that the system's own file cache serves it. A server of your own should have a page cache as large as the
  database (`server.memory.pagecache.size`).
"""  # noqa: E501

_ASKED = """
## How long answers take

A question about one idea follows that idea, and takes as long as the idea is large, whatever else is in the graph. A question about
everything has rows for everything, and few will read them. Each pack was asked once, as a first question is, about the largest idea,
the busiest actor or network, or everything.
"""  # noqa: E501

_REST = """
At 1,000,000 events expect at least five times the seconds of {large:,} for a question about everything.
"""


def main() -> None:
    """Print the page."""
    print(page(json.loads(RESULTS.read_text(encoding="utf-8"))), end="")


if __name__ == "__main__":
    main()
