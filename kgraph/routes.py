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

from kgraph.dates import parse
from kgraph.errors import PackError

Row = tuple[Any, ...]
Step = Callable[[Sequence[str], Sequence[Row], Mapping[str, Any]], list[Row]]

_NEEDED = ("step", "from_event", "to_event", "to_day")
_DATED = ("from_date", "to_date")
_STARTS, _ENDS = 1, 2
_NO_DAY = 0
"""The number of a day that is not known: before all that are."""
_ENDLESS = 1 << 30
"""Days that it took where a date that would say so is missing or open: more than any there are."""

Soonest = Mapping[str, tuple[bool, str, str]]
"""For each event that something leads to, what sorts it: without a day last, then by day and id."""


class _Steps:
    """The steps of one idea as a graph: what leads to what, where a route may begin and end, and how near the start."""

    def __init__(self, edges: Sequence[tuple[str, str, int]]) -> None:
        self.starts = {begin for begin, _, flag in edges if flag & _STARTS}
        self.ends = {end for _, end, flag in edges if flag & _ENDS}
        self.onward: dict[str, set[str]] = defaultdict(set)
        self.back: dict[str, set[str]] = defaultdict(set)
        for begin, end, _ in edges:
            self.onward[begin].add(end)
            self.back[end].add(begin)

    def handovers(self, starts: Iterable[str]) -> dict[str, int]:
        """The fewest handovers by which each end is reached, at least one: an end that is a start is reached anew."""
        away = _distances(starts, self.onward)
        return {
            end: 1 + min(away[event] for event in self.back[end] if event in away)
            for end in self.ends
            if self.back[end] & {*away}
        }


def earliest_route(columns: Sequence[str], rows: Sequence[Row], values: Mapping[str, Any]) -> list[Row]:
    """The steps of one route, first to last: of those that arrive first, the one with the fewest handovers.

    Each row is an edge, with ``from_event``, ``to_event`` and ``to_day``, the day on which the later event can have
    happened at the earliest. ``step`` is 1 where the edge begins at a start, 2 where it ends at an end, 3 for both; in
    the answer it counts the handovers from 1. Where several carried the same handover, each is a row. With the value
    ``by`` of ``fewest``, fewest handovers come before arriving first; with ``fastest``, the fewest days that it can
    have taken at the most come before both, by ``from_date`` and ``to_date`` as written. No route, no rows.

    Raises PackError when a column that is needed is not there.
    """
    by = values.get("by")
    wanted = _NEEDED + _DATED * (by == "fastest")
    lacking = [name for name in wanted if name not in columns]
    if lacking:
        raise PackError(
            f"the finishing step earliest_route needs the columns {', '.join(wanted)}; "
            f"{', '.join(lacking)} is not there"
        )
    at = {name: columns.index(name) for name in wanted}
    edges = [(row[at["from_event"]], row[at["to_event"]], row[at["step"]]) for row in rows]
    days = {
        row[at["to_event"]]: (row[at["to_day"]] is None, str(row[at["to_day"]]), row[at["to_event"]]) for row in rows
    }
    steps = _Steps(edges)
    starts = steps.starts
    handovers = steps.handovers(starts)
    if not handovers:
        return []
    if by == "fastest":
        starts, end = _fastest(steps, days, *_outer_days(rows, at))
    else:
        order = _fewest_first if by == "fewest" else _earliest_first
        end = min(handovers, key=lambda event: order(handovers[event], days[event]))
    chain = _chain(end, starts, steps.onward, _distances({end}, steps.back), days)
    step_of = {pair: number for number, pair in enumerate(pairwise(chain), 1)}
    found = [
        (step_of[begin, end], row) for (begin, end, _), row in zip(edges, rows, strict=True) if (begin, end) in step_of
    ]
    numbered = [(*row[: at["step"]], number, *row[at["step"] + 1 :]) for number, row in found]
    return sorted(numbered, key=lambda row: row[at["step"]])  # stable, so that carriers stay in the query's order


def _fewest_first(handovers: int, day: tuple[bool, str, str]) -> tuple[Any, ...]:
    return handovers, day


def _earliest_first(handovers: int, day: tuple[bool, str, str]) -> tuple[Any, ...]:
    return day, handovers


def _outer_days(rows: Sequence[Row], at: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """For each event that leads on, the first day that its date allows; for each that is led to, the last."""
    first = {row[at["from_event"]]: _day(row[at["from_date"]], last=False) for row in rows}
    last = {row[at["to_event"]]: _day(row[at["to_date"]], last=True) for row in rows}
    return first, last


def _day(text: str | None, *, last: bool) -> int:
    """The first or last day of a date as a number."""
    dated = parse(text) if text else None
    day = dated and (dated.latest if last else dated.earliest)
    return day.toordinal() if day else _NO_DAY


def _fastest(steps: _Steps, days: Soonest, first: Mapping[str, int], last: Mapping[str, int]) -> tuple[set[str], str]:
    """The starts to leave from, and the end to arrive at, that are the fewest days apart.

    Every route respects time, so how long one takes depends on its two ends alone. For each end the start that counts
    is the last to leave of those that lead there: each event passes on the latest that it knows of.
    """
    leaves = _latest_left(steps, first)
    alike = {day: {start for start in steps.starts if first[start] == day} for day in {*leaves.values()}}
    handovers = {day: steps.handovers(starts) for day, starts in alike.items()}

    def took(end: str) -> tuple[Any, ...]:
        day, until = leaves[end], last[end]
        length = _ENDLESS if _NO_DAY in (day, until) else until - day
        return length, handovers[day][end], days[end]

    end = min((event for event in steps.ends if event in leaves), key=took)
    return alike[leaves[end]], end


def _latest_left(steps: _Steps, first: Mapping[str, int]) -> dict[str, int]:
    """For each event that a start leads to, the latest first day of such a start."""
    left: dict[str, int] = {}
    before = {event: len(earlier) for event, earlier in steps.back.items()}
    ready = [event for event in steps.onward if event not in before]
    for event in ready:  # grows as it is read
        known = [left[event]] if event in left else []
        known += [first[event]] if event in steps.starts else []
        for following in steps.onward.get(event, ()):
            if known:
                left[following] = max(*known, left.get(following, _NO_DAY), _NO_DAY)
            before[following] -= 1
            if not before[following]:
                ready.append(following)
    return left


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
    days: Soonest,
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
