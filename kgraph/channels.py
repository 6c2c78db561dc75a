"""How an idea can have got from one event to another: by a person, by a thing, under another name, or as stated."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kgraph.claims import NONE, Claims, Flags, Numbers, Study
from kgraph.edges import PERSON, STATED, THING, Found, found, together
from kgraph.groups import Pairs, Rows, Timeline, among, distinct, meeting, ranges
from kgraph.steps import steps

Both = tuple[Found, Found]
"""Certain steps, and those that are only possible."""


class Dealings(NamedTuple):
    """Who dealt with what, at which event: sorted by item, then actor."""

    actor: Numbers
    item: Numbers
    event: Numbers
    part: Numbers
    """The accounts of the participation."""
    deal: Numbers
    """The accounts of what the event deals with."""


def dealings(study: Study) -> Dealings:
    """Each participation in an event that deals with an item, with the accounts of both claims."""
    part, deals = study.took_part, study.deals
    start = np.searchsorted(deals.start, part.end, side="left")
    which, position = ranges(start, np.searchsorted(deals.start, part.end, side="right") - start)
    actor, item = part.start[which], deals.end[position]
    by_item = np.argsort(item * max(len(study.actors), 1) + actor, kind="stable")
    which, position = which[by_item], position[by_item]
    return Dealings(actor[by_item], item[by_item], part.end[which], part.accounts[which], deals.accounts[position])


def by_person(study: Study, timeline: Timeline, dealt: Dealings) -> Both:
    """From each event at which someone dealt with an item to their next with it."""
    key = dealt.item * max(len(study.actors), 1) + dealt.actor
    again = np.zeros(key.size, dtype=np.bool_)
    again[1:] = key[1:] == key[:-1]
    again[:-1] |= again[1:]  # alone, an event leads nowhere
    dealt = Dealings(*(column[again] for column in dealt))
    rows = Rows(_numbered(key[again]), dealt.event, np.ones(dealt.event.size, dtype=np.bool_))

    def told(pairs: Pairs) -> Found:
        a, b = pairs
        told = dealt.part[a], dealt.deal[a], dealt.part[b], dealt.deal[b]
        return found(dealt.event[a], dealt.event[b], dealt.item[a], PERSON, *told, via=dealt.actor[a])

    certain, possible = steps(timeline, rows)
    return told(certain), told(possible)


def renamed(study: Study, timeline: Timeline, dealt: Dealings) -> Both:
    """From each event at which someone dealt with an item to their next with one that builds on it."""
    pairs = np.flatnonzero(study.builds_on.start != study.builds_on.end)
    newer, older = study.builds_on.start[pairs], study.builds_on.end[pairs]
    actors, events = max(len(study.actors), 1), max(len(study.events), 1)
    old_pair, old = _of_items(dealt, older)
    new_pair, new = _of_items(dealt, newer)
    old_group, new_group = old_pair * actors + dealt.actor[old], new_pair * actors + dealt.actor[new]
    kept = among(old_group, new_group)
    old_group, old = old_group[kept], old[kept]
    kept = among(new_group, old_group)
    new_group, new = new_group[kept], new[kept]
    key, (was, becomes) = _side_by_side(
        (old_group * events + dealt.event[old], old), (new_group * events + dealt.event[new], new)
    )
    event, pair, actor = key % events, key // events // actors, key // events % actors
    certain, possible = steps(timeline, Rows(_numbered(key // events), event, np.ones(key.size, dtype=np.bool_)))

    def told(steps: Pairs) -> Found:
        a, b = steps.only((was[steps.first] != NONE) & (becomes[steps.second] != NONE))
        which = pair[a]
        told = dealt.part[was[a]], dealt.deal[was[a]], dealt.part[becomes[b]], dealt.deal[becomes[b]]
        said = study.builds_on.accounts[pairs[which]]
        return found(event[a], event[b], older[which], PERSON, *told, said, via=actor[a], becomes=newer[which])

    return told(certain), told(possible)


def by_thing(study: Study, timeline: Timeline) -> Both:
    """From each event that brought something forth to those that drew on it before it was brought forth anew.

    What the thing contains goes with it, to an event that deals with that.
    """
    events = max(len(study.events), 1)
    made, drawn = study.produced, study.drew_on
    both = np.zeros(len(study.items), dtype=np.int64)
    both[made.end] = 1
    both[drawn.end] |= 2
    made, drawn = (claims.only(both[claims.end] == 3) for claims in (made, drawn))
    key, (produced, drew_on) = _side_by_side(
        (made.end * events + made.start, made.accounts), (drawn.end * events + drawn.start, drawn.accounts)
    )
    event, item = key % events, key // events
    certain, possible = steps(timeline, Rows(_numbered(item), event, produced != NONE))
    inside = _inside(study, np.flatnonzero(both == 3))

    def told(pairs: Pairs) -> list[Found]:
        a, b = pairs.only(drew_on[pairs.second] != NONE)
        thing = item[a]
        whole = found(event[a], event[b], thing, THING, produced[a], drew_on[b], via=thing)
        step, within = meeting(thing, inside.start)
        a, b, part = a[step], b[step], inside.end[within]
        place, deals = _dealing(study, event[b], part)
        a, b, part, thing, within = a[deals], b[deals], part[deals], thing[step][deals], within[deals]
        told = produced[a], drew_on[b], study.deals.accounts[place[deals]], inside.accounts[within]
        parts = found(event[a], event[b], part, THING, *told, via=thing)
        return [whole, parts]

    return together(told(certain)), together(told(possible))


def as_stated(study: Study) -> Both:
    """What a source says that an event took from an earlier one; not where the order is known to be the other way."""
    later, earlier, accounts = study.took_from
    order, ids = study.order, study.events
    pairs = [(ids[a], ids[b]) for a, b in zip(earlier.tolist(), later.tolist(), strict=True)]
    certain = np.array([order.before(a, b) for a, b in pairs], dtype=np.bool_)
    possible = np.array([order.possible(a, b) for a, b in pairs], dtype=np.bool_) & ~certain

    def told(kept: Flags) -> Found:
        return found(earlier[kept], later[kept], study.took_item[kept], STATED, accounts[kept])

    return told(certain), told(possible)


# -- columns -----------------------------------------------------------------------------------------------------------


def _numbered(key: Numbers) -> Numbers:
    """Groups numbered from 0, for keys that stand in order."""
    return np.cumsum(np.diff(key, prepend=key[:1]) != 0)


def _of_items(dealt: Dealings, items: Numbers) -> tuple[Numbers, Numbers]:
    """For each item, its dealings: the item's place, and the dealing's."""
    start = np.searchsorted(dealt.item, items, side="left")
    return ranges(start, np.searchsorted(dealt.item, items, side="right") - start)


def _side_by_side(*tables: tuple[Numbers, Numbers]) -> tuple[Numbers, list[Numbers]]:
    """Every key of the tables, once and sorted, and each table's values by it; NONE where a table lacks the key."""
    keys = distinct(np.concatenate([key for key, _ in tables]))
    columns = []
    for key, values in tables:
        column = np.full(keys.size, NONE, dtype=np.int64)
        column[np.searchsorted(keys, key)] = values
        columns.append(column)
    return keys, columns


def _dealing(study: Study, event: Numbers, item: Numbers) -> tuple[Numbers, Flags]:
    """The place of each event's claim to deal with an item, and whether there is one."""
    items = max(len(study.items), 1)
    keys, wanted = study.deals.start * items + study.deals.end, event * items + item
    if not keys.size:
        return wanted, np.zeros(wanted.size, dtype=np.bool_)
    place = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    return place, keys[place] == wanted


def _inside(study: Study, things: Numbers) -> Claims:
    """What each thing contains, however deep, on the accounts of every claim on a way there."""
    direct: dict[int, list[tuple[int, int]]] = {}
    for start, end, accounts in zip(*(column.tolist() for column in study.contains), strict=True):
        direct.setdefault(start, []).append((end, accounts))
    below = {item: _below(item, direct) for item in direct}
    rows = []
    for thing in things.tolist():
        for part in sorted(below.get(thing, set()) - {thing}):
            said = {
                accounts
                for holder in {thing} | below[thing]
                for held, accounts in direct.get(holder, ())
                if held == part or part in below.get(held, ())
            }
            rows.append((thing, part, study.accounts.add_union(said)))
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return Claims(table[:, 0], table[:, 1], table[:, 2])


def _below(item: int, direct: dict[int, list[tuple[int, int]]]) -> set[int]:
    below: set[int] = set()
    waiting = [item]
    while waiting:
        for held, _ in direct.get(waiting.pop(), ()):
            if held not in below:
                below.add(held)
                waiting.append(held)
    return below
