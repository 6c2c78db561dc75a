"""Finishing steps: what a pack's header may name after ``finish:``, for what no query answers alike on both engines.

A step takes the names of the columns and the rows that the query returned, evidence last, and gives the rows of the
answer. A route between two events is such a case: a shortest path that keeps to one idea has no form in Cypher that
both engines read, while the edges of one idea are a few thousand rows, and a walk over them takes milliseconds.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from kgraph.errors import PackError

Row = tuple[Any, ...]
Step = Callable[[Sequence[str], Sequence[Row], Mapping[str, Any]], list[Row]]

_NEEDED = ("step", "from_event", "to_event", "to_day")
_STARTS, _ENDS = 1, 2


def earliest_route(columns: Sequence[str], rows: Sequence[Row], values: Mapping[str, Any]) -> list[Row]:
    """The steps of one route, first to last: of those that arrive first, the one with the fewest handovers.

    Each row is an edge, with ``from_event``, ``to_event`` and ``to_day``, the day on which the later event can have
    happened at the earliest. ``step`` is 1 where the edge begins at a start, 2 where it ends at an end, 3 for both; in
    the answer it counts the handovers from 1. Where several carried the same handover, each is a row. With the value
    ``by`` of ``fewest``, fewest handovers come before arriving first. No route, no rows.
    """
    lacking = [name for name in _NEEDED if name not in columns]
    if lacking:
        raise PackError(
            f"the finishing step earliest_route needs the columns {', '.join(_NEEDED)}; "
            f"{', '.join(lacking)} is not there"
        )
    at = {name: columns.index(name) for name in _NEEDED}
    edges = [(row[at["from_event"]], row[at["to_event"]], row[at["step"]]) for row in rows]
    days = {
        row[at["to_event"]]: (row[at["to_day"]] is None, str(row[at["to_day"]]), row[at["to_event"]]) for row in rows
    }
    starts = {begin for begin, _, flag in edges if flag & _STARTS}
    ends = {end for _, end, flag in edges if flag & _ENDS}
    onward: dict[str, set[str]] = defaultdict(set)
    back: dict[str, set[str]] = defaultdict(set)
    for begin, end, _ in edges:
        onward[begin].add(end)
        back[end].add(begin)
    away = _distances(starts, onward)
    # At least one handover: an end that is a start as well is reached from another.
    handovers = {
        end: 1 + min(away[event] for event in back[end] if event in away) for end in ends if back[end] & {*away}
    }
    reached = list(handovers)
    if not reached:
        return []
    fewest = values.get("by") == "fewest"
    end = min(reached, key=lambda event: (handovers[event], days[event]) if fewest else (days[event], handovers[event]))
    chain = _chain(end, starts, onward, _distances({end}, back), days)
    step_of = {pair: number for number, pair in enumerate(pairwise(chain), 1)}
    steps = [
        (step_of[begin, end], row) for (begin, end, _), row in zip(edges, rows, strict=True) if (begin, end) in step_of
    ]
    numbered = [(*row[: at["step"]], number, *row[at["step"] + 1 :]) for number, row in steps]
    return sorted(numbered, key=lambda row: row[at["step"]])  # stable, so that carriers stay in the query's order


def _distances(origins: Iterable[str], neighbours: Mapping[str, set[str]]) -> dict[str, int]:
    """How many steps each event is from the nearest origin."""
    found = dict.fromkeys(origins, 0)
    waiting = deque(sorted(found))
    while waiting:
        event = waiting.popleft()
        for following in neighbours.get(event, ()):
            if following not in found:
                found[following] = found[event] + 1
                waiting.append(following)
    return found


def _chain(
    end: str,
    starts: set[str],
    onward: Mapping[str, set[str]],
    left: Mapping[str, int],
    days: Mapping[str, tuple[bool, str, str]],
) -> list[str]:
    """The events of the shortest way from any start to an end; of equals, the one whose events come first."""

    def soonest(event: str) -> tuple[bool, str, str]:
        return days.get(event, (True, "", event))

    chain = [
        min((start for start in starts if left.get(start, 0) > 0), key=lambda start: (left[start], soonest(start)))
    ]
    while chain[-1] != end:
        chain.append(min((event for event in onward[chain[-1]] if left.get(event) == left[chain[-1]] - 1), key=soonest))
    return chain


STEPS: dict[str, Step] = {"earliest_route": earliest_route}
"""The finishing steps by the names that headers give them."""

USES: dict[str, tuple[str, ...]] = {"earliest_route": ("by",)}
"""The parameters that a step itself uses, so that the query need not."""
