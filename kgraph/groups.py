"""Groups of events in columns: rows, pairs of rows, and what is asked of them all at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kgraph.claims import NONE, Flags, Numbers
from kgraph.order import Order


class Pairs(NamedTuple):
    """Pairs of rows: the earlier and the later."""

    first: Numbers
    second: Numbers

    def only(self, kept: Flags) -> Pairs:
        return Pairs(self.first[kept], self.second[kept])


class Days(NamedTuple):
    """A first and a last day for each row, as numbers that grow with the group, so that groups never mix."""

    first: Numbers
    last: Numbers


class Rows(NamedTuple):
    """The rows of all groups: sorted by group (numbered from 0); the event of each, and whether it carries."""

    group: Numbers
    event: Numbers
    carries: Flags


class Timeline:
    """The order of a study's events as columns, one number an event."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.sure = Days(np.array(order.earliest, dtype=np.int64), np.array(order.latest, dtype=np.int64))
        self.likely = Days(
            np.array(order.likely_earliest, dtype=np.int64), np.array(order.likely_latest, dtype=np.int64)
        )
        self.component = np.full(len(order.ids), NONE, dtype=np.int64)
        self.bit = np.zeros(len(order.ids), dtype=np.int64)
        for event in order.stated():
            self.component[event], self.bit[event] = order.component(event), order.bit(event)


def ranges(start: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
    """The numbers start, start + 1, … so many as counted, one range after another, and which range each is of."""
    which = np.repeat(np.arange(counts.size), counts)
    return which, np.arange(which.size) + (start - (np.cumsum(counts) - counts))[which]


def meeting(left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    """Places i, j, for all of them where ``left[i] == right[j]``."""
    if left.size < right.size:  # the shorter one is sorted
        j, i = meeting(right, left)
        return i, j
    by_value = np.argsort(right, kind="stable")
    ordered = right[by_value]
    start = np.searchsorted(ordered, left, side="left")
    which, position = ranges(start, np.searchsorted(ordered, left, side="right") - start)
    return which, by_value[position]


def among(values: Numbers, known: Numbers) -> Flags:
    """Which values are among those known, which are sorted."""
    if not known.size:
        return np.zeros(values.size, dtype=np.bool_)
    found: Flags = known[np.minimum(np.searchsorted(known, values), known.size - 1)] == values
    return found


def distinct(values: Numbers) -> Numbers:
    """Each value once, sorted."""
    ordered = np.sort(values)
    new: Flags = np.diff(ordered, prepend=NONE) != 0
    return ordered[new]
