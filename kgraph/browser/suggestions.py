"""What to ask a pack about: values for its parameters that the study loaded has something to say of.

A header says what a parameter names (``id or name of an idea``), in words that kgraph.running reads too. What may be
left out is left out. What may not gets the thing of its kind that most is told of, and the next where the pack answers
nothing about that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

from kgraph.engines import Engine
from kgraph.errors import GraphError
from kgraph.packs import Pack
from kgraph.params import Parameter

_TRIES = 6
"""How many things a pack is asked about before it is shown with an answer that has no rows."""

_MOST_TOLD = """
MATCH (n:Actor|Network|Organisation|Site|Barrier|Source|KnowledgeItem)
RETURN labels(n) AS labels, n.id AS id, coalesce(n.name, n.title) AS name, COUNT { (n)--(:Event) } AS events,
       COUNT { (n)--() } AS ties
ORDER BY events DESC, ties DESC, id
"""
_STEPS = """
MATCH (a:Event)-[l:LEADS_TO]->(b:Event)
RETURN DISTINCT l.item AS item, a.id AS earlier, b.id AS later ORDER BY item, earlier, later
"""
_EVENTS = "MATCH (e:Event) WHERE e.stands RETURN e.id AS id, e.latest AS latest, e.move AS move ORDER BY id"
_SAID = {
    "question": "MATCH (:Actor)-[n:NAMED]->(:Actor) RETURN DISTINCT n.question AS said ORDER BY said",
    "wave": "MATCH (:Actor)-[n:NAMED]->(:Actor) RETURN DISTINCT n.wave AS said ORDER BY said",
    "coder": "MATCH (a:Account) RETURN DISTINCT a.coder AS said ORDER BY said",
}
_WORDS = {
    "idea": "KnowledgeItem", "item": "KnowledgeItem", "shared": "KnowledgeItem", "actor": "Actor", "member": "Actor",
    "network": "Network", "event": "Event", "organisation": "Organisation", "site": "Site", "barrier": "Barrier",
    "source": "Source",
}  # fmt: skip


class Suggestions:
    """Values for the parameters of packs, from what a graph holds; what is read of it is read once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def values(self, pack: Pack) -> dict[str, Any]:
        """A value for each parameter of a pack: its default, null, or something of the study.

        Where the pack has an answer about one of the things that most is told of, it is about that. A pack for which
        the graph holds nothing that fits is given the values of its example.
        """
        needed = [parameter for parameter in pack.params if not parameter.optional]
        if not needed:
            return pack.values({})
        first: dict[str, Any] | None = None
        for given in islice(self._candidates(needed), _TRIES):
            values = pack.values(given)
            first = first or values
            if self._answers(pack, values):
                return values
        return first or pack.example_values()

    def _answers(self, pack: Pack, values: Mapping[str, Any]) -> bool:
        try:
            return bool(self._engine.read(pack.text, values).rows)
        except GraphError:
            return False

    def _candidates(self, needed: Sequence[Parameter]) -> Iterator[dict[str, Any]]:
        """Values for parameters that must be given, the likeliest to be answered first."""
        about = next((one for one in needed if _kinds(one) == ("KnowledgeItem",)), None)
        for item in self.ideas if about else [""]:
            given = {one.name: self._value(one, item, needed) for one in needed if one is not about}
            if about:
                given[about.name] = self.named(item)
            if None not in given.values():
                yield given
        if not about:
            yield from self._others(needed)

    def _others(self, needed: Sequence[Parameter]) -> Iterator[dict[str, Any]]:
        """The same with the next things of its kind for the first parameter that names something."""
        about = next((one for one in needed if _kinds(one)), None)
        for id in self._of_kind(_kinds(about))[1:] if about else ():
            given = {one.name: self._value(one, "", needed) for one in needed if one is not about}
            if about and None not in given.values():
                yield {**given, about.name: self.named(id)}

    def _value(self, one: Parameter, item: str, needed: Sequence[Parameter]) -> Any:
        kinds = _kinds(one)
        if "Event" in kinds:
            ends = self.ends(item)
            if ends is None:
                return None
            first, last = ends
            return last if _is_later(one, needed) else first
        if kinds:
            return next((self.named(id) for id in self._of_kind(kinds)), None)
        single = self._single(one)
        return [single] if one.kind.several and single is not None else single

    def _single(self, one: Parameter) -> Any:
        days = [day for _, day, _ in self._events if day is not None]
        if one.kind.choices:
            return one.kind.choices[0]
        if one.kind.name == "date":
            return max(days, default=date(2000, 1, 1))
        if one.kind.name != "text":
            return {"int": 1, "float": 0.5, "bool": False}[one.kind.name]
        if one.doc.startswith("move"):
            return next((move for _, _, move in self._events), None)
        if one.name in _SAID:
            return next((said for (said,) in self._engine.read(_SAID[one.name]).rows if said is not None), None)
        return None

    # -- what the graph holds ------------------------------------------------------------------------------------------

    @cached_property
    def _things(self) -> list[tuple[tuple[str, ...], str, str]]:
        return [(tuple(labels), id, name or id) for labels, id, name, *_ in self._engine.read(_MOST_TOLD).rows]

    @cached_property
    def _events(self) -> list[tuple[str, date | None, str]]:
        return [(id, latest, move) for id, latest, move in self._engine.read(_EVENTS).rows]

    @cached_property
    def _steps(self) -> dict[str, dict[str, list[str]]]:
        """The steps of each item: from each event, those that it leads to."""
        found: dict[str, dict[str, list[str]]] = {}
        for item, earlier, later in self._engine.read(_STEPS).rows:
            found.setdefault(item, {}).setdefault(earlier, []).append(later)
        return found

    @cached_property
    def ideas(self) -> list[str]:
        """The ids of what is shared, that with most steps first; then by what most events deal with."""
        told = self._of_kind(("KnowledgeItem",))
        steps = {item: sum(map(len, after.values())) for item, after in self._steps.items()}
        return sorted(told, key=lambda item: (-steps.get(item, 0), told.index(item)))

    def steps(self, item: str) -> int:
        """How many steps an item took from one event to another."""
        return sum(map(len, self._steps.get(item, {}).values()))

    def ends(self, item: str) -> tuple[str, str] | None:
        """The first and the last event of the longest route of an item, in handovers; none where it has no step."""
        after = self._steps.get(item, {})
        later = {event for events in after.values() for event in events}
        best: tuple[int, str, str] | None = None
        for start in sorted({*after} - later):
            last, far = _furthest(after, start)
            if best is None or far > best[0]:
                best = far, start, last
        return best[1:] if best else None

    def _of_kind(self, kinds: Sequence[str]) -> list[str]:
        return [id for labels, id, _ in self._things if {*labels} & {*kinds}]

    def named(self, id: str) -> str:
        """What to call something: by its name where that is nothing else's name or id, else by its id."""
        name = next((name for _, known, name in self._things if known == id), id)
        same = [known for _, known, other in self._things if name in (other, known)]
        return name if len(same) == 1 else id


def _furthest(after: Mapping[str, Sequence[str]], start: str) -> tuple[str, int]:
    """The event that takes most handovers to reach by a shortest route, and how many."""
    seen, edge = {start: 0}, [start]
    while edge:
        found = [later for event in edge for later in after.get(event, ()) if later not in seen]
        seen.update((later, seen[edge[0]] + 1) for later in found)
        edge = list(dict.fromkeys(found))
    far = max(seen.values())
    return min(event for event, steps in seen.items() if steps == far), far


def _kinds(one: Parameter) -> tuple[str, ...]:
    """The labels of what a parameter names, as its header says; none where it names nothing."""
    doc = one.doc.partition(":")[0].lower()
    if not doc.startswith("id "):
        return ()
    words = [word.removesuffix("s") for word in re.findall(r"[a-z]+", doc)]
    return tuple(dict.fromkeys(_WORDS[word] for word in words if word in _WORDS))


def _is_later(one: Parameter, needed: Sequence[Parameter]) -> bool:
    """Whether a parameter is the second of those that name an event."""
    events = [other.name for other in needed if "Event" in _kinds(other)]
    return events.index(one.name) > 0
