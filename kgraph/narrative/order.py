"""The order in which a narrative tells events: the certain one, with what nobody states of it kept open.

Events are told by the first day that each can have been on, later than all that it is said to come after; so what is
certainly earlier is never told later. Neighbours of one date are a group when nothing says which of them was first, and
so are neighbours of differing dates that stand alone. What is open beyond a group is said of the vaguer of two events.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kgraph.content import Content, Key
from kgraph.order import BEGINNING, END, Order


@dataclass(frozen=True)
class Arranged:
    """Events in the order of telling: groups of ids, then those of which no day is known.

    ``open_with`` holds, for each, those outside its group, none of them vaguer, of which nothing says whether they came
    before or after it, in the order of telling. ``unsure`` are those whose own date is doubted, ``unbounded`` those of
    which nothing says how early they can have been, ``leaning`` those whose place rests on the doubted date of another.
    """

    groups: tuple[tuple[str, ...], ...]
    undated: tuple[str, ...]
    open_with: Mapping[str, tuple[str, ...]]
    unsure: frozenset[str]
    unbounded: frozenset[str]
    leaning: frozenset[str] = frozenset()

    def together(self, one: str, other: str) -> bool:
        """Whether two events are told in one group."""
        return self._group_of.get(one, -1) == self._group_of.get(other, -2)

    def _are_open(self, one: str, other: str) -> bool:
        return other in self.open_with.get(one, ()) or one in self.open_with.get(other, ())

    @cached_property
    def _group_of(self) -> dict[str, int]:
        return {id: number for number, group in enumerate(self.groups) for id in group}

    def certain(self, one: str, later: str) -> bool:
        """Whether one event certainly came before another that is told later."""
        loose = self.unsure | self.unbounded | self.leaning | {*self.undated}
        return not (self.together(one, later) or {one, later} & loose or self._are_open(one, later))


def arranged(
    events: Iterable[Mapping[str, Any]], elsewhere: Iterable[Mapping[str, Any]], after: Sequence[tuple[str, str]]
) -> Arranged:
    """The order of some events that stand, by their days and by what is stated (``after``: earlier and later id).

    ``elsewhere`` are other events through which stated order may lead. Raises DataError when it contradicts itself.
    """
    told = {str(event["id"]): event for event in events}
    order = Order(_content([*told.values(), *elsewhere], after))
    order.refuse_cycles()
    line = _Line(order, after)
    ranked = sorted(told, key=line.rank)
    undated = tuple(id for id in ranked if line.place(id) == END)
    dated = ranked[: len(ranked) - len(undated)]
    groups = tuple(map(tuple, line.groups(dated, {id: told[id]["date"] for id in dated})))
    unsure = frozenset(id for id in dated if told[id]["date"] and told[id]["certain"] is False)
    unbounded = frozenset(id for id in dated if line.first(id) == BEGINNING)
    leaning = frozenset(id for id in dated if id not in unsure and line.leans(id))
    kept = [id for id in dated if id not in unsure | unbounded | leaning]
    return Arranged(groups, undated, line.open_with(groups, kept), unsure, unbounded, leaning)


def _content(events: Iterable[Mapping[str, Any]], after: Sequence[tuple[str, str]]) -> Content:
    """As much of a study as its order needs."""
    nodes = {
        str(event["id"]): {
            "date": event["date"],
            "earliest": event["earliest"],
            "latest": event["latest"],
            "date_certain": event["certain"] is not False,
        }
        for event in events
    }
    stated = {Key("Event", later, "Event", earlier): {"accounts": [""]} for earlier, later in after}
    return Content({"Event": nodes}, {"AFTER": stated})


class _Line:
    """Events on a line: a place for each that no certain order contradicts."""

    def __init__(self, order: Order, after: Sequence[tuple[str, str]]) -> None:
        self._order = order
        self._places = [
            first if first != BEGINNING else last
            for first, last in zip(order.likely_earliest, order.likely_latest, strict=True)
        ]
        self._depth: dict[int, int] = defaultdict(int)
        later: dict[int, list[int]] = defaultdict(list)
        for earlier, after_it in after:
            if earlier in order.index and after_it in order.index:
                later[order.index[earlier]].append(order.index[after_it])
        for event in order.stated():
            for other in later[event]:
                self._depth[other] = max(self._depth[other], self._depth[event] + 1)
        for event in reversed(order.stated()):
            if order.likely_earliest[event] == BEGINNING:
                self._places[event] = min([self._places[event], *(self._places[other] for other in later[event])])

    def place(self, id: str) -> int:
        """The day by which an event is told; END where none is known."""
        return self._places[self._order.index[id]]

    def first(self, id: str) -> int:
        """The first day that an event can have been on."""
        return self._order.likely_earliest[self._order.index[id]]

    def leans(self, id: str) -> bool:
        """Whether its days are narrowed by a date that is doubted."""
        event, order = self._order.index[id], self._order
        likely = (order.likely_earliest[event], order.likely_latest[event])
        return likely != (order.earliest[event], order.latest[event])

    def rank(self, id: str) -> tuple[int, int, int, str]:
        """The key by which events are told."""
        event = self._order.index[id]
        return (self._places[event], self._order.likely_latest[event], self._depth[event], id)

    def groups(self, ranked: Sequence[str], dates: Mapping[str, str | None]) -> list[list[str]]:
        """Neighbours of which nothing says which was first: those of one date, then those that stand alone."""
        alike: list[list[str]] = []
        for id in ranked:
            if alike and dates[id] == dates[alike[-1][0]] and self._open(alike[-1], id):
                alike[-1].append(id)
            else:
                alike.append([id])
        made: list[list[str]] = []
        joins = False
        for group in alike:
            alone = len(group) == 1
            if joins and alone and self._open(made[-1], group[0]):
                made[-1] += group
            else:
                made.append(group)
            joins = alone
        return made

    def _open(self, members: Sequence[str], id: str) -> bool:
        """Whether nothing says that one of some events came before another one."""
        event, likely = self._order.index[id], self._order.likely
        until = min(self._order.likely_latest[self._order.index[member]] for member in members)
        stated = self._order.component(event) >= 0
        return self.first(id) <= until and not (stated and any(likely(member, id) for member in members))

    def open_with(self, groups: Sequence[Sequence[str]], kept: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """For each event, those outside its group that it was neither certainly before nor certainly after."""
        order, found = self._order, defaultdict(list)
        of_group = {id: number for number, group in enumerate(groups) for id in group}
        width = {id: order.latest[order.index[id]] - order.earliest[order.index[id]] for id in kept}
        for at, id in enumerate(kept):
            last = order.latest[order.index[id]]
            for other in kept[at + 1 :]:
                if self.place(other) > last:
                    break
                if of_group[other] != of_group[id] and not order.before(id, other):
                    vaguer, sharper = (id, other) if width[id] >= width[other] else (other, id)
                    found[vaguer].append(sharper)
        rank = {id: at for at, id in enumerate(kept)}
        return {id: tuple(sorted(others, key=rank.__getitem__)) for id, others in found.items()}


def hull(events: Sequence[Mapping[str, Any]]) -> tuple[date | None, date | None]:
    """The first and the last day that some events can have been on; None where that is open."""
    firsts = [event["earliest"] for event in events]
    lasts = [event["latest"] for event in events]
    return (None if None in firsts else min(firsts), None if None in lasts else max(lasts))
