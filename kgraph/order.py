"""What came before what: the certain order of events, and the order that is only possible.

``a < b`` is the transitive closure, over all events that stand, of two things: a is over before b begins (both days
known and certain), and somebody says that b came after a. It need not be closed pair by pair. Tighten every event's
days along AFTER: it begins no earlier than anything it came after, and is over no later than anything that came after
it. Where nothing contradicts itself,

    a < b   if and only if   AFTER alone leads from a to b, or a's tightened last day is before b's tightened first.

*If*: the tightened days are days of events that AFTER joins to a and b. *Only if*: write the chain as a, then stated
links to x1, over before y1 begins, then stated links to x2, over before y2 begins, … to b. Then latest'(a) <=
latest(x1) < earliest(y1) <= earliest'(y1) <= latest'(y1) <= latest(x2) < … <= earliest'(b); the middle step is where
nothing may be contradicted. So there is a cycle if and only if AFTER has one or some event's tightened days are the
wrong way round, and then what contradicts itself is one chain of stated links and the dates of its two ends.

A date with ``?`` counts for nothing in ``<``. Taken at its word it still says which order is *likely*: the same closure
with those dates in it, where a date with ``?`` that contradicts a stated order is set aside. An order is possible when
the opposite is not likely. This needs no numpy, so that a check can name the cycles without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kgraph.content import Content
from kgraph.errors import DataError

BEGINNING, END = 0, 1 << 22
"""Days before and after every date there is: where a first or last day is open, unknown or not to be relied on."""


class Link(NamedTuple):
    """One step of a cycle: ``earlier`` comes before ``later`` because somebody says so, or because of the dates."""

    earlier: str
    later: str
    stated: bool
    text: str

    def __str__(self) -> str:
        return self.text


class Cycle(NamedTuple):
    """Events that would each have to be before the next, and the last before the first; and why, step by step."""

    events: tuple[str, ...]
    links: tuple[Link, ...]

    def __str__(self) -> str:
        return "; ".join(map(str, self.links))


class Order:
    """The order of a study's events, as far as dates and what people stated decide it.

    ``ids`` are the events that stand, sorted; ``index`` gives an id's number, and the lists below go by number. Days
    are counted as ``date.toordinal`` does. ``first`` and ``last`` are the days as written (BEGINNING and END where
    open or unknown), ``sure_first`` and ``sure_last`` only where they are certain. ``earliest`` and ``latest`` are the
    sure days, tightened; ``likely_earliest`` and ``likely_latest`` also take dates with ``?`` at their word. The
    tightened days are there when the order does not contradict itself.
    """

    def __init__(self, content: Content) -> None:
        events = content.nodes.get("Event", {})
        self.ids = sorted(id for id, node in events.items() if node.get("stands", True))
        self.index = {id: number for number, id in enumerate(self.ids)}
        nodes = [events[id] for id in self.ids]
        self.first = [day.toordinal() if (day := node.get("earliest")) else BEGINNING for node in nodes]
        self.last = [day.toordinal() if (day := node.get("latest")) else END for node in nodes]
        unsure = [number for number, node in enumerate(nodes) if not node.get("date_certain", True)]
        self._nodes = nodes
        self._after = _Stated(self._links(content))
        self.sure_first, self.sure_last = _open(self.first, self.last, unsure)
        self._cycles: list[Cycle] | None = None
        if self._after.sorted is None:
            return
        self.earliest, self.latest = self._after.tighten(self.sure_first, self.sure_last)
        if any(self.latest[e] < self.earliest[e] for e in self._after.sorted):
            return
        self.likely_earliest, self.likely_latest = self._at_their_word()
        self._cycles = []

    # -- questions -----------------------------------------------------------------------------------------------------

    def before(self, a: str, b: str) -> bool:
        """Whether event a certainly came before event b; false when either does not stand.

        Raises DataError when the order contradicts itself.
        """
        self.refuse_cycles()
        first, second = self.index.get(a), self.index.get(b)
        if first is None or second is None:
            return False
        return self.latest[first] < self.earliest[second] or self.reaches(first, second)

    def likely(self, a: str, b: str) -> bool:
        """Whether a came before b when dates with ``?`` are taken at their word too. Raises DataError as ``before``."""
        self.refuse_cycles()
        first, second = self.index.get(a), self.index.get(b)
        if first is None or second is None:
            return False
        return self.likely_latest[first] < self.likely_earliest[second] or self.reaches(first, second)

    def possible(self, a: str, b: str) -> bool:
        """Whether a can have come before b: both stand, and the opposite is not likely. Raises as ``before``."""
        return a != b and a in self.index and b in self.index and not self.likely(b, a)

    def reaches(self, first: int, second: int) -> bool:
        """Whether stated links alone lead from one event to another, by number."""
        component = self.component(first)
        if component < 0 or component != self.component(second):
            return False
        return bool(self.reached(first) >> self.bit(second) & 1)

    def component(self, event: int) -> int:
        """A number that events joined by stated links share; -1 for an event of which no order is stated."""
        return self._after.component.get(event, -1)

    def bit(self, event: int) -> int:
        """The event's place within its component, counted from the last: what comes later has the lower place."""
        return self._after.bit[event]

    def reached(self, event: int) -> int:
        """The events of the same component to which stated links lead, as a number with one bit a place."""
        return self._after.reached(event)

    def stated(self) -> Sequence[int]:
        """The events of which an order is stated, earlier ones first."""
        return self._after.sorted or ()

    # -- contradictions ------------------------------------------------------------------------------------------------

    def cycles(self) -> list[Cycle]:
        """The contradictions, each as the links that go round in a circle; empty when the order holds.

        First each stated link that the dates of its own two events contradict; then, these set aside, the shortest
        cycles that are left, no two of them with a stated link in common.
        """
        if self._cycles is None:
            from kgraph.cycles import find

            rounds = find(self._after.links, self.sure_first, self.sure_last)
            self._cycles = [self._told(events, dated) for events, dated in rounds]
        return self._cycles

    def refuse_cycles(self) -> None:
        """Raise DataError, naming the first contradiction, unless the order holds."""
        if found := self.cycles():
            more = f", and {len(found) - 1} more" if len(found) > 1 else ""
            raise DataError(f"the order of events contradicts itself: {found[0]}{more}")

    def _told(self, events: list[int], dated: bool) -> Cycle:
        links = []
        for number, (a, b) in enumerate(zip(events, [*events[1:], events[0]], strict=True)):
            earlier, later = self.ids[a], self.ids[b]
            stated = not (dated and number == len(events) - 1)
            over, begins = _written(self._nodes[a]), _written(self._nodes[b])
            by_date = f"{earlier} ({over}) is over before {later} ({begins}) begins"
            text = f"{later} after {earlier} (stated)" if stated else by_date
            links.append(Link(earlier, later, stated, text))
        return Cycle(tuple(self.ids[event] for event in events), tuple(links))

    # -- making --------------------------------------------------------------------------------------------------------

    def _links(self, content: Content) -> list[tuple[int, int]]:
        """Pairs (earlier, later) of events that stand, as standing AFTERs have them, each once and sorted."""
        index = self.index
        found = {(key.end, key.start) for key, _ in content.standing("AFTER")}
        return sorted((index[a], index[b]) for a, b in found if a in index and b in index)

    def _at_their_word(self) -> tuple[list[int], list[int]]:
        """Tightened days in which dates with ``?`` count too, but for those that contradict a stated order."""
        earliest, latest = self._after.tighten(self.first, self.last)
        aside = [
            event
            for event in self._after.sorted or ()
            if (self.first[event], self.last[event]) != (self.sure_first[event], self.sure_last[event])
            and (latest[event] < self.first[event] or self.last[event] < earliest[event])
        ]
        return self._after.tighten(*_open(self.first, self.last, aside)) if aside else (earliest, latest)


def _open(first: list[int], last: list[int], events: list[int]) -> tuple[list[int], list[int]]:
    """The same days, but none for some of the events."""
    first, last = list(first), list(last)
    for event in events:
        first[event], last[event] = BEGINNING, END
    return first, last


def _written(node: Mapping[str, Any]) -> str:
    return str(node.get("date") or f"{node.get('earliest') or ''}/{node.get('latest') or ''}")


class _Stated:
    """The stated links as a graph: who comes after whom, in an order that respects every link, where there is one."""

    def __init__(self, links: list[tuple[int, int]]) -> None:
        self.links = links
        self.later = successors(links)
        self.sorted = topological(links)
        self.component: dict[int, int] = {}
        self.bit: dict[int, int] = {}
        self._reached: dict[int, int] = {}
        if self.sorted is not None:
            self._divide(self.sorted)

    def _divide(self, events: list[int]) -> None:
        """Number the components, and the events within each from the last to the first."""
        neighbours: dict[int, list[int]] = {event: list(self.later.get(event, ())) for event in events}
        for a, b in self.links:
            neighbours[b].append(a)
        for event in events:
            if event not in self.component:
                waiting = [event]
                self.component[event] = event
                while waiting:
                    for other in neighbours[waiting.pop()]:
                        if other not in self.component:
                            self.component[other] = event
                            waiting.append(other)
        sizes: dict[int, int] = {}
        for event in reversed(events):
            component = self.component[event]
            self.bit[event] = sizes.get(component, 0)
            sizes[component] = self.bit[event] + 1

    def reached(self, event: int) -> int:
        """One bit for each event reached. The first question works it out for every event that has links."""
        if not self._reached:
            for each in reversed(self.sorted or ()):
                bits = 0
                for other in self.later.get(each, ()):
                    bits |= self._reached[other] | 1 << self.bit[other]
                self._reached[each] = bits
        return self._reached.get(event, 0)

    def tighten(self, first: list[int], last: list[int]) -> tuple[list[int], list[int]]:
        """First days that respect what came before, and last days that respect what came after."""
        earliest, latest = list(first), list(last)
        for event in self.sorted or ():
            for other in self.later.get(event, ()):
                if earliest[other] < earliest[event]:
                    earliest[other] = earliest[event]
        for event in reversed(self.sorted or ()):
            for other in self.later.get(event, ()):
                if latest[event] > latest[other]:
                    latest[event] = latest[other]
        return earliest, latest


def successors(links: list[tuple[int, int]]) -> dict[int, list[int]]:
    """What comes directly after each event, in the order of the links."""
    later: dict[int, list[int]] = {}
    for a, b in links:
        later.setdefault(a, []).append(b)
    return later


def topological(links: list[tuple[int, int]]) -> list[int] | None:
    """The linked events, each after all that it comes after; None when the links go round in a circle."""
    events, left = unwound(links)
    return None if left else events


def unwound(links: list[tuple[int, int]]) -> tuple[list[int], list[tuple[int, int]]]:
    """The events in an order that respects the links, as far as there is one, and the links that are left over.

    Those left over are the links of the circles, and of what comes after them.
    """
    later = successors(links)
    waits: dict[int, int] = dict.fromkeys((event for link in links for event in link), 0)
    for _, b in links:
        waits[b] += 1
    ready = sorted(event for event, count in waits.items() if not count)
    for event in ready:  # grows as it is read
        for other in later.get(event, ()):
            waits[other] -= 1
            if not waits[other]:
                ready.append(other)
    placed = set(ready)
    return ready, [link for link in links if link[0] not in placed]
