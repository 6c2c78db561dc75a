"""Where a stated order of events contradicts itself or the dates: the shortest circles, and every one that matters.

A circle is a list of events, each before the next, the last before the first. Either all its steps are stated links,
or the last step alone comes from the dates: the last event is over before the first begins. That there is always one
of these where there is any is shown in kgraph/order.py.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from kgraph.order import successors, unwound

Link = tuple[int, int]
Links = set[Link]
Later = dict[int, list[int]]
Found = tuple[list[int], bool]
"""The events of a circle, and whether its last step comes from the dates."""


def find(links: list[Link], first: list[int], last: list[int]) -> list[Found]:
    """Circles that between them break every contradiction; no two have a stated link in common.

    ``links`` are sorted pairs (earlier, later); ``first`` and ``last`` are the certain days of every event. The links
    that the dates of their own two events contradict come first. The rest go by rounds: of the shortest circle through
    each event, shorter ones first, those that have no link in common with one already taken.
    """
    found: list[Found] = [([a, b], True) for a, b in links if last[b] < first[a]]
    left = [(a, b) for a, b in links if not last[b] < first[a]]
    while circles := _stated(left) or _dated(left, first, last):
        taken: Links = set()
        for events, dated in sorted(circles, key=lambda circle: (len(circle[0]), circle[0])):
            steps = set(pairwise(events)) | (set() if dated else {(events[-1], events[0])})
            if not steps & taken:
                taken |= steps
                found.append((events, dated))
        left = [link for link in left if link not in taken]
    return found


def _stated(links: list[Link]) -> list[Found]:
    """For each event from which stated links lead back to it, the shortest such circle, begun at its least event."""
    _, left = unwound(links)
    _, left = unwound([(b, a) for a, b in left])  # from the other end: what only comes after a circle goes too
    later = successors(sorted((a, b) for b, a in left))
    circles = set()
    for event in sorted(later):
        if path := _way_back(event, later):
            least = path.index(min(path))
            circles.add(tuple(path[least:] + path[:least]))
    return [(list(events), False) for events in circles]


def _dated(links: list[Link], first: list[int], last: list[int]) -> list[Found]:
    """For each event that begins after something that stated links put later is over, the shortest way there."""
    events, _ = unwound(links)
    later = successors(links)
    latest = {event: last[event] for event in events}
    for event in reversed(events):
        latest[event] = min([latest[event], *(latest[other] for other in later.get(event, ()))])
    wrong = sorted(event for event in events if latest[event] < first[event])
    return [(_way_to_one_over(event, first[event], later, last), True) for event in wrong]


def _way_back(start: int, later: Later) -> list[int]:
    return _shortest(start, later, lambda event: start in later.get(event, ()))


def _way_to_one_over(start: int, day: int, later: Later, last: list[int]) -> list[int]:
    return _shortest(start, later, lambda event: last[event] < day)


def _shortest(start: int, later: Later, arrived: Callable[[int], bool]) -> list[int]:
    """The shortest way along the links from an event to one that will do, the least of several; or nothing."""
    came: dict[int, int | None] = {start: None}
    waiting = [start]
    for event in waiting:  # grows as it is read
        if arrived(event):
            path: list[int] = []
            at: int | None = event
            while at is not None:
                path.append(at)
                at = came[at]
            return path[::-1]
        for other in later.get(event, ()):
            if other not in came:
                came[other] = event
                waiting.append(other)
    return []
