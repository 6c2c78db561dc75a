"""Derived relationships in columns: small enough to hold for a large study, and spelled out when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from kgraph.claims import NONE, Numbers, Study
from kgraph.content import Key, Properties
from kgraph.order import BEGINNING, END

KINDS = ("person", "stated", "thing")
PERSON, STATED, THING = range(3)
_CROSSES = (None, "stable_to_fluid", "fluid_to_stable")
_STABLE, _FLUID = 1, 2


class Found(NamedTuple):
    """Steps as numbers: from event to event, with what, under which new name, carried by what, on which accounts."""

    start: Numbers
    end: Numbers
    item: Numbers
    becomes: Numbers
    via: Numbers
    kind: Numbers
    accounts: Numbers
    """Five columns of lists of accounts; the edge rests on all of them."""


def found(
    start: Numbers,
    end: Numbers,
    item: Numbers,
    kind: int,
    *accounts: Numbers,
    via: Numbers | int = NONE,
    becomes: Numbers | int = NONE,
) -> Found:
    """Steps of one kind, from their columns."""
    told = np.full((start.size, 5), NONE, dtype=np.int64)
    for number, column in enumerate(accounts):
        told[:, number] = column
    becomes, via, kinds = (np.broadcast_to(column, start.shape) for column in (becomes, via, kind))
    return Found(start, end, item, becomes, via, kinds, told)


def together(parts: Sequence[Found]) -> Found:
    """All the steps, in one set of columns."""
    return Found(*(np.concatenate(column) for column in zip(*parts, strict=True)))


class Edges:
    """The relationships of one derived type, sorted by both ends, item, new name, and what carried it.

    ``columns()`` and ``as_relationships()`` spell them out. Properties are those of ``kgraph.model.LeadsTo``.
    """

    def __init__(self, type: str, study: Study, steps: Found, *, certain: bool) -> None:
        self.type = type
        self._study = study
        by_identity = np.lexsort(
            (
                steps.kind * (len(study.actors) + len(study.items) + 1) + steps.via,
                steps.item * (len(study.items) + 1) + steps.becomes,
                steps.start * max(len(study.events), 1) + steps.end,
            )
        )
        self._steps = Found(*(column[by_identity] for column in steps))
        after = _said_of_order(study, self._steps) if certain else np.full(len(self), NONE, dtype=np.int64)
        self._told = np.column_stack([self._steps.accounts, after])
        self._wait = _wait(study, self._steps)
        self._crosses = _crosses(study, self._steps)

    def __len__(self) -> int:
        return self._steps.start.size

    def columns(self) -> dict[str, list[Any]]:
        """The columns by name: ``start`` and ``end`` (ids of events), then the properties; None for no value."""
        study, steps = self._study, self._steps
        return {
            "start": _ids(study.events, steps.start),
            "end": _ids(study.events, steps.end),
            "item": _ids(study.items, steps.item),
            "becomes": _ids([*study.items, None], steps.becomes),
            "via": self._via(),
            "via_kind": _ids(KINDS, steps.kind),
            "wait_days": [None if days < 0 else days for days in self._wait.tolist()],
            "crosses": _ids(_CROSSES, self._crosses),
            "accounts": study.accounts.told(self._told),
        }

    def as_relationships(self) -> dict[Key, Properties]:
        """The same as Content holds relationships: by Key, a property without a value left out."""
        columns = self.columns()
        names = list(columns)[2:]
        result: dict[Key, Properties] = {}
        for start, end, *values in zip(*columns.values(), strict=True):
            properties = {name: value for name, value in zip(names, values, strict=True) if value is not None}
            result[Key("Event", start, "Event", end, tuple(values[:4]))] = properties
        return result

    def _via(self) -> list[str | None]:
        study, steps = self._study, self._steps
        names = [*study.actors, *study.items, None]
        via = np.where((steps.kind == THING) & (steps.via != NONE), steps.via + len(study.actors), steps.via)
        return _ids(names, via)


def _ids(names: Sequence[Any], numbers: Numbers) -> list[Any]:
    """The names by number; NONE is the last."""
    return list(map(names.__getitem__, numbers.tolist()))


def _said_of_order(study: Study, steps: Found) -> Numbers:
    """The accounts of what was said of the order of the two events, where their own days do not give it.

    That is of the AFTER between them or, where there is none, of the shortest chain of them.
    """
    after = study.after
    result = np.full(steps.start.size, NONE, dtype=np.int64)
    if not after.start.size or not result.size:
        return result
    last, first = np.array(study.order.sure_last), np.array(study.order.sure_first)
    events = len(study.events)
    key = after.end * events + after.start
    by_key = np.argsort(key)
    wanted = steps.start * events + steps.end
    place = np.minimum(np.searchsorted(key[by_key], wanted), key.size - 1)
    undecided = ~(last[steps.start] < first[steps.end])
    rests = undecided & (key[by_key][place] == wanted)
    result[rests] = after.accounts[by_key][place[rests]]
    later: dict[int, list[tuple[int, int]]] = {}
    for link in by_key.tolist():
        later.setdefault(int(after.end[link]), []).append((int(after.start[link]), int(after.accounts[link])))
    for step in np.flatnonzero(undecided & ~rests).tolist():
        a, b = int(steps.start[step]), int(steps.end[step])
        if study.order.reaches(a, b):
            result[step] = study.accounts.add_union(_chain(later, a, b))
    return result


def _chain(later: dict[int, list[tuple[int, int]]], first: int, last: int) -> list[int]:
    """The accounts of each link of the shortest chain from one event to another, of which there is one."""
    came: dict[int, tuple[int, int]] = {first: (first, NONE)}
    waiting = [first]
    for event in waiting:  # grows as it is read
        for other, accounts in later.get(event, ()):
            if other not in came:
                came[other] = (event, accounts)
                waiting.append(other)
    found = []
    while last != first:
        last, accounts = came[last]
        found.append(accounts)
    return found


def _wait(study: Study, steps: Found) -> Numbers:
    """Days from the last day of the one to the first of the other, none below 0; -1 where either is not known."""
    last, first = np.array(study.order.last, dtype=np.int64), np.array(study.order.first, dtype=np.int64)
    over, begins = last[steps.start], first[steps.end]
    return np.where((over == END) | (begins == BEGINNING), -1, np.maximum(begins - over, 0))


def _crosses(study: Study, steps: Found) -> Numbers:
    start, end = study.held[steps.start], study.held[steps.end]
    to_fluid = (start == _STABLE) & (end == _FLUID)
    return np.where(to_fluid, 1, np.where((start == _FLUID) & (end == _STABLE), 2, 0))
