"""What stated links say of the order of events of the same group, beside what their days say."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from kgraph.claims import Flags, Numbers
from kgraph.groups import Days, Pairs, Rows, Timeline, among
from kgraph.order import Order


class Stated(NamedTuple):
    """What stated links say within groups."""

    timeline: Timeline
    rows: Rows
    reach: Numbers
    """Sorted numbers ``a * rows + b`` of the pairs of which certain days do not say as much."""
    nearest: Pairs
    """From each carrier to what it leads to with no carrier in between, by stated links, whatever days say."""

    @property
    def size(self) -> int:
        return self.rows.event.size

    def holds(self, first: Numbers, second: Numbers) -> Flags:
        """Which pairs are among those of ``reach``."""
        result = self._linked(first, second)
        some = np.flatnonzero(result)
        result[some] = among(first[some] * self.size + second[some], self.reach)
        return result

    def _linked(self, first: Numbers, second: Numbers) -> Flags:
        component = self.timeline.component[self.rows.event]
        result: Flags = (component[first] >= 0) & (component[first] == component[second])
        return result

    def pairs(self) -> Pairs:
        """The pairs of ``reach``."""
        return Pairs(self.reach // max(self.size, 1), self.reach % max(self.size, 1))

    def far(self, first: Numbers, second: Numbers) -> Flags:
        """Which pairs stated links give, days or no, but are not among the nearest."""
        result = self._linked(first, second)
        nearest = set(zip(self.nearest.first.tolist(), self.nearest.second.tolist(), strict=True))
        for place in np.flatnonzero(result).tolist():
            a, b = int(first[place]), int(second[place])
            event, other = int(self.rows.event[a]), int(self.rows.event[b])
            result[place] = (a, b) not in nearest and self.timeline.order.reaches(event, other)
        return result


def stated_within(timeline: Timeline, rows: Rows, sure: Days) -> Stated:
    """What stated links say of rows of the same group. Few events have any; the others are left alone."""
    events = len(timeline.order.ids)
    component = timeline.component[rows.event]
    linked = np.flatnonzero(component >= 0)
    key = rows.group[linked] * events + component[linked]
    by_key = np.lexsort((-timeline.bit[rows.event[linked]], key))
    linked, key = linked[by_key], key[by_key]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    bounds = np.append(starts, key.size)
    found = _Found(rows.event.size, [], [])
    for number in np.flatnonzero(np.diff(bounds) > 1).tolist():
        members = linked[bounds[number] : bounds[number + 1]]
        found.add(timeline.order, members, rows, sure)
    near = np.array(found.nearest, dtype=np.int64).reshape(-1, 2)
    reach = np.sort(np.array(found.reach, dtype=np.int64))
    return Stated(timeline, rows, reach, Pairs(near[:, 0], near[:, 1]))


class _Found(NamedTuple):
    size: int
    reach: list[int]
    nearest: list[tuple[int, int]]

    def add(self, order: Order, members: Numbers, rows: Rows, sure: Days) -> None:
        """Add what stated links say of rows of one group and one component, given in an order that respects them."""
        events, numbers = rows.event[members].tolist(), members.tolist()
        firsts, lasts = sure.first[members].tolist(), sure.last[members].tolist()
        carries = rows.carries[members].tolist()
        bits = [order.bit(event) for event in events]
        which = dict(zip(bits, range(len(bits)), strict=True))
        carriers = sum(1 << bit for bit, carrier in zip(bits, carries, strict=True) if carrier)
        by_first = sorted(range(len(bits)), key=firsts.__getitem__)
        days = [firsts[number] for number in by_first]
        begun = list(accumulate((1 << bits[number] for number in by_first), initial=0))  # the first so many, as bits
        for number, event in enumerate(events):
            reached = order.reached(event) & begun[-1]
            start = numbers[number] * self.size
            undecided = reached & begun[bisect_right(days, lasts[number])]
            self.reach.extend(start + numbers[which[bit]] for bit in _bits(undecided))
            if carries[number]:
                nearest, between = reached, reached & carriers
                while between:
                    bit = between.bit_length() - 1
                    beyond = order.reached(events[which[bit]])
                    nearest &= ~beyond
                    between &= ~(beyond | 1 << bit)
                self.nearest.extend((numbers[number], numbers[which[bit]]) for bit in _bits(nearest))


def _bits(number: int) -> list[int]:
    """The places of the bits that are set, the highest first."""
    if number.bit_length() > 512:
        count = -(-number.bit_length() // 8)
        bits = np.unpackbits(np.frombuffer(number.to_bytes(count, "little"), np.uint8), bitorder="little")
        highest_first: list[int] = np.flatnonzero(bits)[::-1].tolist()
        return highest_first
    found = []
    while number:
        bit = number.bit_length() - 1
        found.append(bit)
        number ^= 1 << bit
    return found
