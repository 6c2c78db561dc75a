#!/usr/bin/env python3
"""Measure kgraph, and write what was found into bench/RESULTS.md.

    python -m bench.run                     everything; half an hour, on a machine with nothing else to do
    python -m bench.run --only a,e          some blocks; the others' figures stay as they were
    python -m bench.run --table             write the table again from bench/results.json

    a  a first load into Neo4j        d  questions about the largest idea      g  how cost grows with size
    b  a first load, embedded         e  loading again
    c  deriving LEADS_TO              f  the command line                      h  every pack
    j  what larger studies need                                                i  moving a graph

Neo4j is started by scripts/neo4j_server.py on a fresh folder and stopped again, or is the one that NEO4J_URI names: it
must be empty, and is left empty.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.blocks import BLOCKS
from bench.generate import SIZES
from bench.measure import Failed, busy, machine, say
from bench.stage import Stage
from bench.table import table
from kgraph.errors import KgraphError

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Measure what the command line asks for; the exit status."""
    asked = _parser().parse_args()
    asked.results.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(asked.results.read_text(encoding="utf-8")) if asked.results.exists() else {}
    try:
        if not asked.table:
            _measure(asked, kept)
    except (Failed, KgraphError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    finally:
        if kept:
            asked.results.with_name("RESULTS.md").write_text(table(kept), encoding="utf-8")
    return 0


def _measure(asked: argparse.Namespace, kept: dict[str, Any]) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="kgraph-bench-") as folder,
        Stage(Path(folder), asked.size, asked.large, asked.repeat) as stage,
    ):
        for letter in asked.only:
            say(f"-- {letter}: {BLOCKS[letter].__doc__}")
            before, began = busy(), datetime.now().astimezone()
            figures = BLOCKS[letter](stage)
            kept[letter] = {
                "at": began.isoformat(timespec="seconds"), "size": asked.size, "large": asked.large,
                "repeat": asked.repeat, "load_before": before, "machine": machine(), "figures": figures,
            }  # fmt: skip
            asked.results.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", type=_letters, default=list(BLOCKS), metavar="a,b,…", help="these blocks")
    parser.add_argument("--repeat", type=int, default=3, help="rounds, of which the median is taken (default 3)")
    parser.add_argument("--size", choices=tuple(SIZES), default="M", help="the study of most blocks (default M)")
    parser.add_argument(
        "--large", choices=tuple(SIZES), default="L", help="the study that c, g and j grow to (default L)"
    )
    parser.add_argument(
        "--results", type=Path, default=HERE / "results.json", help="where figures are kept; the table lies beside it"
    )
    parser.add_argument("--table", action="store_true", help="measure nothing")
    return parser


def _letters(text: str) -> list[str]:
    found = [letter.strip() for letter in text.split(",")]
    unknown = [letter for letter in found if letter not in BLOCKS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)} is no block; there are {', '.join(BLOCKS)}")
    return found


if __name__ == "__main__":
    sys.exit(main())
