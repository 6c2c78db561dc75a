"""Which event of a group could be the next after which: the step, as against the order, that LEADS_TO is made of.

A group is the events among which something is looked for: one person's events with one item, the events that brought
forth or drew on one thing. Those that *carry* can lead on and can lie between; the others can only be led to. Rows of a
group are its events, and a pair of rows is a step.

A step is certain when a < b and no carrier of the group lies between. It is only possible when a < b is not certain but

- is likely (``<`` with dates with ``?`` taken at their word) and no carrier is likely to lie between; or
- either may be first, every carrier likely to be before b is also likely to be before a, and every carrier
  likely to be after a also after b. That is: a to the first it can have led to, and b from the last that can have
  led to it. Among events that all carry, what is left out stays within reach: from a to b where either may be first,
  go along certain steps, one possible step, and certain steps again. Beside a hundred dated events, one of which only
  their year is known has two such steps, where there would be 200. Of a thing, what may be an older or a newer
  version is left out beside one that the reader certainly came after.
"""

from __future__ import annotations

import numpy as np

from kgraph.claims import Flags, Numbers
from kgraph.groups import Days, Pairs, Rows, Timeline, among, distinct, meeting, ranges
from kgraph.order import END
from kgraph.stated import Stated, stated_within

_SPAN = 2 * END
"""More than all days there are, so that a group's number and a day make one number to sort by."""


def steps(timeline: Timeline, rows: Rows) -> tuple[Pairs, Pairs]:
    """The certain steps and the possible ones."""
    base = rows.group * _SPAN
    sure = Days(*(base + days[rows.event] for days in timeline.sure))
    likely = Days(*(base + days[rows.event] for days in timeline.likely))
    stated = stated_within(timeline, rows, sure)
    certain = _covering(rows, sure, stated, rows.carries)
    unsure = (sure.first != likely.first) | (sure.last != likely.last)
    if not unsure.any():
        return certain, _open(rows, likely, stated, certain)
    concerned = np.bincount(rows.group, unsure)[rows.group] > 0
    at_word = _covering(rows, likely, stated, rows.carries & concerned)
    rest = certain.only(~concerned[certain.first])
    covering = Pairs(*(np.concatenate(column) for column in zip(rest, at_word, strict=True)))
    decided = (sure.last[at_word.first] < sure.first[at_word.second]) | stated.holds(*at_word)
    open_ = _open(rows, likely, stated, covering)
    return certain, Pairs(*(np.concatenate(column) for column in zip(at_word.only(~decided), open_, strict=True)))


# -- steps whose order is decided --------------------------------------------------------------------------------------


def _covering(rows: Rows, days: Days, stated: Stated, sources: Flags) -> Pairs:
    """Pairs a, b with a before b, by days or stated links, and no carrier between; a one of the sources.

    Days alone first: b begins after a is over, and no later than the first carrier after a is over. Then the pairs
    that only stated links give. Of both, those go that have a carrier c between by way of a stated link. If a is before
    c and c before b by days, the pair is not from days (they would give no step); so c stands in a stated link to a or
    to b, and of such c the nearest will do: what leads to it by days begins later still, and it is over sooner.
    """
    a, b = _by_days(rows, days, sources)
    if not stated.nearest.first.size:
        return Pairs(a, b)
    near = stated.nearest
    # A pair that days and stated links both give has a carrier between if it is not among the nearest.
    far = stated.far(a, b)
    only_stated = near.only(sources[near.first] & ~(days.last[near.first] < days.first[near.second]))
    a, b = np.concatenate([a[~far], only_stated.first]), np.concatenate([b[~far], only_stated.second])
    between = np.zeros(a.size, dtype=np.bool_)
    link, pair = meeting(near.second, b)
    c = near.first[link]
    between[pair[days.last[a[pair]] < days.first[c]]] = True
    link, pair = meeting(near.first, a)
    c = near.second[link]
    between[pair[rows.carries[c] & (days.last[c] < days.first[b[pair]])]] = True
    return Pairs(a[~between], b[~between])


def _by_days(rows: Rows, days: Days, sources: Flags) -> Pairs:
    by_first = np.argsort(days.first, kind="stable")
    first = days.first[by_first]
    carriers = by_first[rows.carries[by_first]]
    if not carriers.size:
        return Pairs(carriers, carriers)
    carrier_first = days.first[carriers]
    soonest_over = np.minimum.accumulate(days.last[carriers][::-1])[::-1]
    a = by_first[sources[by_first]]
    place = np.searchsorted(carrier_first, days.last[a], side="right")
    limit = soonest_over[np.minimum(place, carriers.size - 1)]
    ends = (rows.group[a] + 1) * _SPAN - 1
    limit = np.where(place < carriers.size, np.minimum(limit, ends), ends)
    start = np.searchsorted(first, days.last[a], side="right")
    counts = np.maximum(np.searchsorted(first, limit, side="right") - start, 0)
    which, position = ranges(start, counts)
    return Pairs(a[which], by_first[position])


# -- steps whose order is open -----------------------------------------------------------------------------------------


def _open(rows: Rows, days: Days, stated: Stated, covering: Pairs) -> Pairs:
    """Pairs of which either may be first, and of which nothing else says more (see above)."""
    ends = (rows.group + 1) * _SPAN - 1
    next_first, previous_last = _around(rows, days, ends)
    near = stated.nearest
    onward = near.only(rows.carries[near.second])
    np.minimum.at(next_first, onward.first, days.first[onward.second])
    np.maximum.at(previous_last, near.second, days.last[near.first])
    by_last = np.argsort(days.last, kind="stable")
    last = days.last[by_last]
    a = np.flatnonzero(rows.carries)
    start = np.searchsorted(last, days.first[a], side="left")
    counts = np.maximum(np.searchsorted(last, next_first[a], side="left") - start, 0)
    which, position = ranges(start, counts)
    a, b = a[which], by_last[position]
    kept = (a != b) & (days.first[b] <= days.last[a]) & (previous_last[b] < days.first[a])
    a, b = a[kept], b[kept]
    if not stated.reach.size:
        return Pairs(a, b)
    neither = ~stated.holds(a, b) & ~stated.holds(b, a)
    a, b = a[neither], b[neither]
    others = _open_by_links(rows, days, stated, covering)
    others = others[~among(others, np.sort(a * stated.size + b))]
    return Pairs(np.concatenate([a, others // stated.size]), np.concatenate([b, others % stated.size]))


def _around(rows: Rows, days: Days, ends: Numbers) -> tuple[Numbers, Numbers]:
    """For each row, when the next carrier after it begins, and when the last before it was over."""
    carriers = np.flatnonzero(rows.carries)
    if not carriers.size:
        return ends, rows.group * _SPAN - 1
    firsts, lasts = np.sort(days.first[carriers]), np.sort(days.last[carriers])
    place = np.searchsorted(firsts, days.last, side="right")
    next_first = np.where(place < firsts.size, np.minimum(firsts[np.minimum(place, firsts.size - 1)], ends), ends)
    place = np.searchsorted(lasts, days.first, side="left") - 1
    start = rows.group * _SPAN - 1
    return next_first, np.where(place >= 0, np.maximum(lasts[np.maximum(place, 0)], start), start)


def _open_by_links(rows: Rows, days: Days, stated: Stated, covering: Pairs) -> Numbers:
    """The open pairs that days alone would leave out: what lies in the way is before a, or after b, by stated links.

    Whatever is likely before b is one of, or before one of, those that step to b; so only these need be asked about,
    and likewise for what comes after a.
    """
    links = stated.pairs()
    links = links.only(~(days.last[links.first] < days.first[links.second]))
    onward = links.only(rows.carries[links.second])
    link, step = meeting(links.first, covering.first)
    before_b = links.second[link], covering.second[step]
    link, step = meeting(onward.second, covering.second)
    after_a = covering.first[step], onward.first[link]
    a, b = (np.concatenate(column) for column in zip(before_b, after_a, strict=True))
    overlap = (days.first[b] <= days.last[a]) & (days.first[a] <= days.last[b]) & rows.carries[a] & (a != b)
    kept = overlap & ~stated.holds(a, b) & ~stated.holds(b, a)
    key = distinct(a[kept] * stated.size + b[kept])
    a, b = key // stated.size, key % stated.size
    wrong = np.zeros(key.size, dtype=np.bool_)
    step, pair = meeting(covering.second, b)
    c = covering.first[step]
    wrong[pair[~((days.last[c] < days.first[a[pair]]) | stated.holds(c, a[pair]))]] = True
    step, pair = meeting(covering.first, a)
    c = covering.second[step]
    wrong[pair[rows.carries[c] & ~((days.last[b[pair]] < days.first[c]) | stated.holds(b[pair], c))]] = True
    right: Numbers = key[~wrong]
    return right
