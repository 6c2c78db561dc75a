"""Every pack that ships, timed on a furnished study: each asked about the largest idea and the busiest of the rest.

python -m bench.packs STUDY BUSY REPEAT     asks the graph of a study that is loaded; BUSY is JSON
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Any

import kgraph
from bench.measure import middle
from bench.questions import subject
from kgraph.content import Content
from kgraph.graph import Graph
from kgraph.packs import Pack
from kgraph.params import Parameter

Values = dict[str, Any]
LONG = 0.9
"""Seconds from which a pack is asked about one idea besides."""


def busiest(content: Content) -> Values:
    """A value for what packs must be given: the largest idea and two of its events, the busiest actors and networks."""
    about = subject(content)
    actors = Counter(key.start for key in content.relationships["TOOK_PART"])
    networks = Counter(key.end for key in content.relationships["HELD_IN"])
    (actor, _), (other, _) = actors.most_common(2)
    network = networks.most_common(1)[0][0]
    return {"idea": about.idea, "item": about.idea, "start": about.first, "goal": about.last, "actor": actor,
            "other": other, "network": network, "about": about.idea}  # fmt: skip


def timed_packs(graph: Graph, busy: Mapping[str, Any], repeat: int, say: Callable[[str], None]) -> dict[str, Values]:
    """For each pack the seconds it takes, the first answer not counted, and how many rows it answers.

    One that takes long when asked of everything, and can be asked about one idea, is asked that too.
    """
    found: dict[str, Values] = {}
    for pack in graph.packs:
        given = asked(pack, busy)
        found[pack.name] = _timed(graph, pack, given, repeat)
        one = next((p.name for p in pack.params if p.optional and p.name in ("about", "item", "idea")), None)
        if found[pack.name]["seconds"] >= LONG and one:
            found[pack.name]["one"] = _timed(graph, pack, {**given, one: busy[one]}, repeat)
        say(f"{graph.engine.name} {pack.name}: {found[pack.name]}")
    return found


def _timed(graph: Graph, pack: Pack, given: Mapping[str, Any], repeat: int) -> Values:
    rows = len(graph.run(pack.name, **given))
    seconds = []
    for _ in range(repeat):
        began = perf_counter()
        graph.run(pack.name, **given)
        seconds.append(perf_counter() - began)
    return {"seconds": middle(seconds), "rows": rows}


def asked(pack: Pack, busy: Mapping[str, Any]) -> Values:
    """The values of a pack's parameters that must be given: a choice is its first."""
    return {parameter.name: _value(parameter, busy) for parameter in pack.params if not parameter.optional}


def _value(parameter: Parameter, busy: Mapping[str, Any]) -> Any:
    if parameter.kind.choices:
        return parameter.kind.choices[0]
    return busy[parameter.name]


def main() -> None:
    """Time the packs in this process, which has the graph from its beginning, and print what was found as JSON."""
    study, busy, repeat = sys.argv[1:]
    with kgraph.open(study) as graph:
        found = timed_packs(graph, json.loads(busy), int(repeat), lambda text: print(f"  {text}", file=sys.stderr))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
