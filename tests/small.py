"""Small studies in a few words, for tests: what happened, and who says what about it.

    study(
        event("workshop", "2010-03", who="ann bob", about="idea"),
        event("meeting", "2010-06", who="ann !bob", about="idea", after="workshop"),
        contains=["report idea"],
    )

Words are ids. A word with ``!`` before it is a claim that is only denied; an event with ``!`` does not stand. Every
claim of an event rests on the account ``acc-<event>``, and of others on ``acc-<both ids>``.
"""

from __future__ import annotations

from typing import Any

from kgraph.content import Content, Key
from kgraph.dates import parse
from kgraph.derive import Derived

WORDS = {
    "who": "TOOK_PART",
    "about": "CONCERNS",
    "drew": "DREW_ON",
    "made": "PRODUCED",
    "held": "HELD_IN",
    "after": "AFTER",
}
LABELS = {"HELD_IN": "Network", "AFTER": "Event", "TOOK_FROM": "Event"}


def event(id: str, date: str | None = None, **words: str) -> tuple[str, str | None, dict[str, str]]:
    """An event, with the WORDS above and ``took`` (event:item). A fluid network has ``~`` before its id."""
    return id, date, words


def study(
    *events: tuple[str, str | None, dict[str, str]],
    builds_on: list[str] | tuple[str, ...] = (),
    contains: list[str] | tuple[str, ...] = (),
    members: list[str] | tuple[str, ...] = (),
) -> Content:
    """Its content. ``builds_on`` holds "newer older", ``contains`` "whole part", ``members`` "actor network"."""
    content = Content()
    for id, date, words in events:
        stands, id = not id.startswith("!"), id.lstrip("!")
        content.nodes.setdefault("Event", {})[id] = {"id": id, "stands": stands, **_days(date)}
        for word, type in WORDS.items():
            for each in words.get(word, "").split():
                _claim_of_event(content, type, id, each)
        for each in words.get("took", "").split():
            earlier, item = each.lstrip("!").split(":")
            content.nodes.setdefault("Idea", {})[item] = {"id": item}
            _claim(content, "TOOK_FROM", ("Event", id), ("Event", earlier), f"acc-{id}", each, item)
    for type, pairs in (("BUILDS_ON", builds_on), ("CONTAINS", contains)):
        for number, pair in enumerate(pairs):
            start, end = pair.lstrip("!").split()
            content.nodes.setdefault("Idea", {}).update({start: {"id": start}, end: {"id": end}})
            identity = (None, ("builds_on", "renames")[number % 2]) if type == "BUILDS_ON" else ()
            _claim(content, type, ("Idea", start), ("Idea", end), f"acc-{start}-{end}", pair, *identity)
    for pair in members:
        start, end = pair.split()
        _claim(content, "MEMBER_OF", ("Actor", start), ("Network", end), f"acc-{start}-{end}", pair, None)
    return content


def _days(date: str | None) -> dict[str, Any]:
    if date is None:
        return {}
    allows = parse(date)
    days = {"date": date, "earliest": allows.earliest, "latest": allows.latest, "date_certain": allows.certain}
    return {name: value for name, value in days.items() if value is not None}


def _claim_of_event(content: Content, type: str, event: str, word: str) -> None:
    id = word.lstrip("!")
    if type == "TOOK_PART":
        content.nodes.setdefault("Actor", {})[id] = {"id": id}
        return _claim(content, type, ("Actor", id), ("Event", event), f"acc-{event}", word)
    if type == "HELD_IN":
        id = id.lstrip("~")
        content.nodes.setdefault("Network", {})[id] = {"id": id, "kind": "fluid" if "~" in word else "stable"}
    elif type != "AFTER":
        content.nodes.setdefault("Idea", {})[id] = {"id": id}
    _claim(content, type, ("Event", event), (LABELS.get(type, "Idea"), id), f"acc-{event}", word)


def _claim(
    content: Content, type: str, start: tuple[str, str], end: tuple[str, str], account: str, word: str, *identity: Any
) -> None:
    denied = word.startswith("!")
    claim = {"accounts": [] if denied else [account], "denied_by": [account] if denied else []}
    content.relationships.setdefault(type, {})[Key(*start, *end, identity)] = claim


def told(derived: Derived) -> list[str]:
    """Every derived edge as a line: ``a -> b: item by carrier``; ``?>`` where the order is only possible."""
    lines = []
    for edges, arrow in ((derived.leads_to, "->"), (derived.may_lead_to, "?>")):
        columns = edges.columns()
        for start, end, item, becomes, via, kind in zip(
            *(columns[name] for name in ("start", "end", "item", "becomes", "via", "via_kind")), strict=True
        ):
            carried = {"person": f"by {via}", "thing": f"in {via}", "stated": "as stated"}[kind]
            lines.append(f"{start} {arrow} {end}: {item}{f' as {becomes}' if becomes else ''} {carried}")
    return lines
