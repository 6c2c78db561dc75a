"""A study's standing claims as columns of numbers: the form in which a large study is worked on at once.

A claim that is only denied, or that touches an event that does not stand, is left out here and nowhere later. Ids are
numbered in sorted order, so that nothing depends on the order of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kgraph.content import Content
from kgraph.model import KNOWLEDGE
from kgraph.order import Order

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
NONE = -1
"""The number of an id, or of a list of accounts, that is not there."""

_START, _END, _ACCOUNTS = itemgetter(1), itemgetter(3), itemgetter("accounts")


class Claims(NamedTuple):
    """Claims of one type: the numbers of both ends, and of the list of accounts that assert each."""

    start: Numbers
    end: Numbers
    accounts: Numbers

    def only(self, kept: Flags) -> Claims:
        """Some of the claims."""
        return Claims(self.start[kept], self.end[kept], self.accounts[kept])


class Accounts:
    """Lists of account ids by number. Claims are only counted up; which ids they are is not looked at until told."""

    def __init__(self) -> None:
        self._lists: list[Sequence[str]] = []

    def __len__(self) -> int:
        return len(self._lists)

    def add(self, lists: Sequence[Sequence[str]]) -> Numbers:
        """The numbers of these lists, from now on."""
        self._lists.extend(lists)
        return np.arange(len(self._lists) - len(lists), len(self._lists))

    def add_union(self, numbers: Iterable[int]) -> int:
        """The number of a list of all that these hold."""
        self._lists.append(sorted({id for number in numbers for id in self._lists[number]}))
        return len(self._lists) - 1

    def told(self, columns: Numbers) -> list[list[str]]:
        """For each row of six numbers, every id in any of the lists, sorted; NONE stands for no list."""
        lists = [*self._lists, []]  # so that NONE, the last, is empty
        return [
            sorted({*lists[a], *lists[b], *lists[c], *lists[d], *lists[e], *lists[f]})
            for a, b, c, d, e, f in zip(*(column.tolist() for column in columns.T), strict=True)
        ]


class Study:
    """The standing claims of a study that its routes rest on."""

    def __init__(self, content: Content, order: Order) -> None:
        self.order = order
        self.accounts = Accounts()
        self.events = order.ids
        self.actors = sorted(content.nodes.get("Actor", ()))
        self.items = sorted(chain.from_iterable(content.nodes.get(label, ()) for label in KNOWLEDGE))
        self._content = content
        actor = {id: number for number, id in enumerate(self.actors)}
        item = {id: number for number, id in enumerate(self.items)}
        self.took_part = self._read("TOOK_PART", actor, order.index)
        concerns = self._read("CONCERNS", order.index, item)
        self.drew_on = self._read("DREW_ON", order.index, item)
        self.produced = self._read("PRODUCED", order.index, item)
        self.deals = self._once([concerns, self.drew_on, self.produced])
        self.builds_on = self._once([self._read("BUILDS_ON", item, item)])
        self.contains = self._once([self._read("CONTAINS", item, item)])
        self.after = self._read("AFTER", order.index, order.index)
        self.took_from, self.took_item = self._taken(item)
        self.held = self._kinds()

    def _once(self, claims: Sequence[Claims]) -> Claims:
        """The same claims sorted by both ends, each pair of ends once, with the accounts of all that say it."""
        start, end, accounts = (np.concatenate(column) for column in zip(*claims, strict=True))
        key = start * max(len(self.items), 1) + end
        by_key = np.argsort(key, kind="stable")
        start, end, accounts = start[by_key], end[by_key], accounts[by_key]
        first = np.flatnonzero(np.diff(key[by_key], prepend=-1))
        counts = np.diff(np.append(first, key.size))
        for place in np.flatnonzero(counts > 1).tolist():
            said = accounts[first[place] : first[place] + counts[place]]
            accounts[first[place]] = self.accounts.add_union(said.tolist())
        return Claims(start[first], end[first], accounts[first])

    def _read(self, type: str, starts: Mapping[str, int], ends: Mapping[str, int]) -> Claims:
        found = self._content.relationships.get(type, {})
        start = np.fromiter(map(starts.get, map(_START, found), repeat(NONE)), np.int64, len(found))
        end = np.fromiter(map(ends.get, map(_END, found), repeat(NONE)), np.int64, len(found))
        told = list(map(_ACCOUNTS, found.values()))
        stands = (start != NONE) & (end != NONE) & np.fromiter(map(bool, told), np.bool_, len(told))
        return Claims(start, end, self.accounts.add(told)).only(stands)

    def _taken(self, items: Mapping[str, int]) -> tuple[Claims, Numbers]:
        """What an event took from an earlier one, as the later, the earlier and the accounts; and the item."""
        claims = self._read("TOOK_FROM", self.order.index, self.order.index)
        keys = list(self._content.relationships.get("TOOK_FROM", ()))
        numbers = claims.accounts - (len(self.accounts) - len(keys))
        item = np.array([items[keys[number].identity[0]] for number in numbers.tolist()], dtype=np.int64)
        return claims, item

    def _kinds(self) -> NDArray[np.int8]:
        """For each event, in what kinds of network it was held: 1 stable, 2 fluid, 3 both, 0 neither."""
        networks = self._content.nodes.get("Network", {})
        kinds = {id: {"stable": 1, "fluid": 2}.get(str(node.get("kind")), 0) for id, node in networks.items()}
        held = self._read("HELD_IN", self.order.index, kinds)
        result = np.zeros(len(self.events), dtype=np.int8)
        np.bitwise_or.at(result, held.start, held.end.astype(np.int8))
        return result
