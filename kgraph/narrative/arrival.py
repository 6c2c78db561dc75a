"""How something could have come to a step and gone on from it: with whom, in what, out of which kind of network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from kgraph.narrative.facts import Carrying, Facts, Happening
from kgraph.narrative.order import Arranged
from kgraph.wording import Words, joined, several, some

_CROSSES = {
    "stable_to_fluid": "out of a stable network into a fluid one",
    "fluid_to_stable": "out of a fluid network into a stable one",
}
_AGAINST = ("drop", "block")
UNLINKED: Words = ("Nothing that was coded links this to an earlier step.",)
_MOST_CARRIERS, _MOST_WAYS = 8, 6


class Teller(Protocol):
    """What the sentences need of whoever tells the steps."""

    facts: Facts
    order: Arranged
    numbers: dict[str, int]

    def event(self, id: str) -> Words:
        """An event in a word or two."""

    def numbered(self, ids: Sequence[str]) -> Words:
        """The numbers of some steps."""


def arrival(teller: Teller, one: Happening) -> Iterable[Words]:
    """How what a narrative is of, or what an event dealt with, could have come there and gone on."""
    found = teller.facts.arriving.get(one.id, [])
    label, own = teller.facts.subject.label, teller.facts.subject.id
    if label == "Network":  # what goes round within it is in its own steps
        found = [step for step in found if step.start not in teller.numbers]
    same = [step for step in found if label != "KnowledgeItem" or (step.item == own and step.becomes is None)]
    if certain := [step for step in same if step.certain]:
        yield (*_LEAD[label], *_ways(teller, certain), ".")
    elif unlinked(teller, one.id):
        yield UNLINKED
    yield from _renamed(teller, [step for step in found if step.becomes == own and step.certain and step not in same])
    if perhaps := [step for step in same if not step.certain and _is_worth_saying(teller, step)]:
        yield (*PERHAPS[label], *_ways(teller, perhaps), ".")
    if label == "KnowledgeItem":
        leaving = [step for step in teller.facts.leaving.get(one.id, []) if step.certain and step.item == own]
        leaving = [step for step in leaving if step.becomes]
        yield from _going_on(teller, leaving)


def _is_worth_saying(teller: Teller, step: Carrying) -> bool:
    """Whether a step of open order is more than the place of its two events says already."""
    undated = teller.order.undated
    return not teller.order.together(step.start, step.end) and (step.end in undated or step.start not in undated)


def unlinked(teller: Teller, id: str) -> bool:
    """Whether an item came to a step, not one of the first, that nothing links to an earlier event.

    Of one at which it was dropped or blocked it is not asked: there it need not have come.
    """
    first = teller.order.groups[0] if teller.order.groups else ()
    is_item = teller.facts.subject.label == "KnowledgeItem"
    if not is_item or id in first or teller.facts.happenings[id].said["move"] in _AGAINST:
        return False
    return not any(step.certain for step in teller.facts.arriving.get(id, []))


_LEAD: dict[str, Words] = {
    "KnowledgeItem": ("It could have come here ",),
    "Network": ("What could have come in from elsewhere: ",),
    "Actor": ("What they could have brought here: ",),
}
PERHAPS: dict[str, Words] = {
    "KnowledgeItem": ("Perhaps, if that was first, it came ",),
    "Network": ("Perhaps also from elsewhere, if that was first: ",),
    "Actor": ("Perhaps, if that was first: ",),
}


def _ways(teller: Teller, steps: Sequence[Carrying]) -> Words:
    """From where, and how, in the order of telling; events from which it came alike are told together."""
    by_start: dict[str, list[Carrying]] = {}
    for step in sorted(steps, key=lambda step: (teller.numbers.get(step.start, 0), step.start)):
        by_start.setdefault(step.start, []).append(step)
    crossings = [_crossing(group) for group in by_start.values()]
    alike = len(crossings) > 1 and len({*crossings}) == 1 and crossings[0]
    told: dict[tuple[str, str], list[str]] = {}
    for (start, group), crossing in zip(by_start.items(), crossings, strict=True):
        how = _how(teller, group) + ("" if alike or not crossing else f", {crossing}")
        told.setdefault((how, "" if start in teller.numbers else start), []).append(start)
    ways = [
        ("from ", *(teller.event(other) if other else teller.numbered(starts)), how)
        for (how, other), starts in told.items()
    ]
    if len(ways) > _MOST_WAYS + 1:
        ways = [*ways[:_MOST_WAYS], (f"and in {len(ways) - _MOST_WAYS} other ways",)]
    if alike:
        return (*joined(ways), f", {alike}" if len(ways) == 1 else f"; each time {alike}")
    return joined(ways)


def _crossing(steps: Sequence[Carrying]) -> str:
    """From which kind of network into which, where it is another."""
    return next((_CROSSES[step.crosses] for step in steps if step.crosses), "")


def _how(teller: Teller, steps: Sequence[Carrying]) -> str:
    """With whom or in what; for more than one item, what; to follow on an event."""
    label = teller.facts.subject.label
    if label == "KnowledgeItem":
        return f" {_carried(teller, steps)}"
    own_name = {step.item for step in steps if not step.becomes}
    steps = [step for step in steps if not (step.becomes and step.item in own_name)]
    by_item: dict[str, list[Carrying]] = {}
    for step in steps:
        by_item.setdefault(_item(teller, step), []).append(step)
    names = sorted(by_item, key=str.casefold)
    if label == "Actor":
        return f", {some(names, _MOST_CARRIERS, 'other things')}"
    by_carrier: dict[str, list[str]] = {}
    for name in names:
        by_carrier.setdefault(_carried(teller, by_item[name]), []).append(name)
    return ", " + ", and ".join(f"{several(items)} {carried}" for carried, items in by_carrier.items())


def _item(teller: Teller, step: Carrying) -> str:
    name = teller.facts.name("KnowledgeItem", step.item)
    return f"{name} (here {teller.facts.name('KnowledgeItem', step.becomes)})" if step.becomes else name


def _carried(teller: Teller, steps: Sequence[Carrying]) -> str:
    """With whom, in what, or as a source states."""
    facts = teller.facts
    people = {facts.name("Actor", step.via) for step in steps if step.via and step.via_kind == "person"}
    things = {
        facts.name("KnowledgeItem", step.via)
        for step in steps
        if step.via and step.via_kind == "thing" and step.via != step.item
    }
    itself = any(step.via_kind == "thing" and step.via == step.item for step in steps)
    ways = [f"with {some(sorted(people, key=str.casefold), _MOST_CARRIERS, 'others', 'or')}"] if people else []
    ways += [f"in {some(sorted(things, key=str.casefold), _MOST_CARRIERS, 'other things', 'or')}"] if things else []
    ways += ["as what had come out there"] if itself else []
    made = ", or ".join(ways)
    if any(step.via_kind == "stated" for step in steps):
        return f"{made}, and as a source states" if made else "as a source states"
    return made


def _renamed(teller: Teller, steps: Sequence[Carrying]) -> Iterable[Words]:
    """How it could have come from an older thing on which it builds."""
    by_item: dict[str, list[Carrying]] = {}
    for step in steps:
        by_item.setdefault(step.item, []).append(step)
    for item, group in sorted(by_item.items()):
        yield (
            f"It could have grown here out of {teller.facts.name('KnowledgeItem', item)}, ",
            *_ways(teller, group),
            ".",
        )


def _going_on(teller: Teller, steps: Sequence[Carrying]) -> Iterable[Words]:
    """Where it could have gone on into a newer thing that builds on it."""
    by_item: dict[str, dict[str, list[Carrying]]] = {}
    for step in sorted(steps, key=lambda step: (teller.numbers.get(step.end, len(teller.numbers) + 1), step.end)):
        by_item.setdefault(step.becomes or "", {}).setdefault(step.end, []).append(step)
    for item, by_end in sorted(by_item.items()):
        ends = [("at ", *teller.event(end), f" {_carried(teller, group)}") for end, group in by_end.items()]
        if len(ends) > _MOST_WAYS + 1:
            ends = [*ends[:_MOST_WAYS], (f"at {len(ends) - _MOST_WAYS} events more",)]
        name = teller.facts.name("KnowledgeItem", item)
        yield (f"It could have gone on from here into {name}: ", *joined(ends), ".")
