"""LEADS_TO and MAY_LEAD_TO straight from their definition, pair by pair, for small studies: the oracle of the tests.

It reads nothing but the content's nodes and relationships, and shares no code with kgraph/order.py or kgraph/derive.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise, product
from typing import Any

from kgraph.content import Content

Relation = set[tuple[str, str]]
Edge = tuple[str, str, str, str | None, str | None, str]
"""start, end, item, becomes, via, via_kind"""

KNOWLEDGE = ("Idea", "Routine", "Discourse", "Programme", "Perspective", "Skill", "EvidenceSource")


def closed(relation: Relation) -> Relation:
    """The transitive closure (Warshall's way)."""
    result = set(relation)
    members = {one for pair in relation for one in pair}
    for middle in members:
        for a, b in product(members, members):
            if (a, middle) in result and (middle, b) in result:
                result.add((a, b))
    return result


class ByHand:
    def __init__(self, content: Content) -> None:
        self.content = content
        self.events = {id: node for id, node in content.nodes.get("Event", {}).items() if node["stands"]}
        self.stated = {
            (key.end, key.start)
            for key, claim in content.relationships.get("AFTER", {}).items()
            if claim["accounts"] and {key.start, key.end} <= set(self.events)
        }
        certain = {id for id, node in self.events.items() if node.get("date_certain")}
        self.before = closed(self.stated | self.dated(certain))
        chains = closed(self.stated)
        dated = self.dated(set(self.events))
        contradicted = {(a, b) for a, b in chains if (b, a) in dated}
        aside = {one for pair in contradicted for one in pair} - certain
        self.likely = closed(self.stated | self.dated(set(self.events) - aside))

    def dated(self, reliable: set[str]) -> Relation:
        return {
            (a, b)
            for a, b in product(reliable, reliable)
            if "latest" in self.events[a]
            and "earliest" in self.events[b]
            and self.events[a]["latest"] < self.events[b]["earliest"]
        }

    def possible(self, a: str, b: str) -> bool:
        return a != b and (b, a) not in self.likely

    def contradicts_itself(self) -> bool:
        return any(a == b for a, b in self.before)

    # -- claims --------------------------------------------------------------------------------------------------------

    def said_of_order(self, a: str, b: str) -> set[str]:
        """The accounts of the first of the shortest chains of AFTER from one event to another; none where none is."""
        after = self.claims("AFTER")
        chains = [(a,)]
        for _ in self.events:
            chains = [(*chain, later) for chain in chains for later, earlier in sorted(after) if earlier == chain[-1]]
            whole = sorted(chain for chain in chains if chain[-1] == b)
            if whole:
                return {account for u, v in pairwise(whole[0]) for account in after[v, u]}
        return set()

    def claims(self, *types: str) -> dict[tuple[str, str], set[str]]:
        """Both ends of every standing claim of these types, with the accounts that assert it."""
        result: dict[tuple[str, str], set[str]] = {}
        for type in types:
            for key, claim in self.content.relationships.get(type, {}).items():
                events = {end for label, end in ((key[0], key[1]), (key[2], key[3])) if label == "Event"}
                if claim["accounts"] and events <= set(self.events):
                    result.setdefault((key.start, key.end), set()).update(claim["accounts"])
        return result

    def contained(self) -> dict[tuple[str, str], set[str]]:
        direct = self.claims("CONTAINS")
        deep = closed(set(direct))
        way = deep | {(one, one) for pair in direct for one in pair}
        return {
            (whole, part): {
                account
                for (u, v), accounts in direct.items()
                if (whole, u) in way and (v, part) in way
                for account in accounts
            }
            for whole, part in deep
            if whole != part
        }

    # -- edges ---------------------------------------------------------------------------------------------------------

    def step(self, a: str, b: str, carriers: set[str]) -> str | None:
        """LEADS_TO, MAY_LEAD_TO, or nothing, among events of which some carry."""
        if (a, b) in self.before:
            between = any((a, c) in self.before and (c, b) in self.before for c in carriers)
            return None if between else "LEADS_TO"
        if (a, b) in self.likely:
            between = any((a, c) in self.likely and (c, b) in self.likely for c in carriers)
            return None if between else "MAY_LEAD_TO"
        if (b, a) in self.likely or a == b:
            return None
        said_better = any((c, b) in self.likely and (c, a) not in self.likely for c in carriers)
        said_better |= any((a, c) in self.likely and (b, c) not in self.likely for c in carriers)
        return None if said_better else "MAY_LEAD_TO"

    def edges(self) -> dict[str, dict[Edge, dict[str, Any]]]:
        result: dict[str, dict[Edge, dict[str, Any]]] = {"LEADS_TO": {}, "MAY_LEAD_TO": {}}
        for type, edge, accounts in (*self.persons(), *self.renamings(), *self.things(), *self.statements()):
            a, b, item, becomes, via, kind = edge
            told = {"item": item, "becomes": becomes, "via": via, "via_kind": kind, "accounts": accounts}
            told |= {"wait_days": self.wait(a, b), "crosses": self.crosses(a, b)}
            if type == "LEADS_TO" and not self.by_own_dates(a, b):
                told["accounts"] = accounts | self.said_of_order(a, b)
            told["accounts"] = sorted(told["accounts"])
            assert edge not in result[type]
            result[type][edge] = {name: value for name, value in told.items() if value is not None}
        return result

    def dealt(self) -> tuple[dict[tuple[str, str], set[str]], set[str], set[str]]:
        deals = self.claims("CONCERNS", "DREW_ON", "PRODUCED")
        return deals, {item for _, item in deals}, {actor for actor, _ in self.claims("TOOK_PART")}

    def of(self, actor: str, item: str) -> dict[str, set[str]]:
        """The events of an actor that deal with an item, and the accounts of both claims."""
        part, deals = self.claims("TOOK_PART"), self.claims("CONCERNS", "DREW_ON", "PRODUCED")
        return {e: part[actor, e] | deals[e, item] for e in self.events if (actor, e) in part and (e, item) in deals}

    def persons(self) -> Iterator[tuple[str, Edge, set[str]]]:
        _, items, actors = self.dealt()
        for actor, item in product(actors, items):
            events = self.of(actor, item)
            for a, b in product(events, events):
                if type := self.step(a, b, set(events)):
                    yield type, (a, b, item, None, actor, "person"), events[a] | events[b]

    def renamings(self) -> Iterator[tuple[str, Edge, set[str]]]:
        _, _, actors = self.dealt()
        for ((newer, older), said), actor in product(self.claims("BUILDS_ON").items(), actors):
            if newer == older:
                continue
            old, new = self.of(actor, older), self.of(actor, newer)
            for a, b in product(old, new):
                if type := self.step(a, b, {*old, *new}):
                    yield type, (a, b, older, newer, actor, "person"), old[a] | new[b] | said

    def things(self) -> Iterator[tuple[str, Edge, set[str]]]:
        made, drew = self.claims("PRODUCED"), self.claims("DREW_ON")
        deals, contained = self.dealt()[0], self.contained()
        for (a, thing), (b, drawn) in product(made, drew):
            makers = {event for event, item in made if item == thing}
            type = self.step(a, b, makers) if thing == drawn else None
            if not type:
                continue
            yield type, (a, b, thing, None, thing, "thing"), made[a, thing] | drew[b, thing]
            for (whole, part), said in contained.items():
                if whole == thing and (b, part) in deals:
                    accounts = made[a, thing] | drew[b, thing] | deals[b, part] | said
                    yield type, (a, b, part, None, thing, "thing"), accounts

    def statements(self) -> Iterator[tuple[str, Edge, set[str]]]:
        for key, claim in self.content.relationships.get("TOOK_FROM", {}).items():
            a, b, edge = key.end, key.start, (key.end, key.start, key.identity[0], None, None, "stated")
            if not claim["accounts"] or not {a, b} <= set(self.events):
                continue
            if (a, b) in self.before:
                yield "LEADS_TO", edge, set(claim["accounts"])
            elif self.possible(a, b):
                yield "MAY_LEAD_TO", edge, set(claim["accounts"])

    def by_own_dates(self, a: str, b: str) -> bool:
        return (a, b) in self.dated({id for id in (a, b) if self.events[id].get("date_certain")})

    def wait(self, a: str, b: str) -> int | None:
        over, begins = self.events[a].get("latest"), self.events[b].get("earliest")
        return None if over is None or begins is None else max(0, (begins - over).days)

    def crosses(self, a: str, b: str) -> str | None:
        networks = self.content.nodes.get("Network", {})
        kinds = [{networks[n]["kind"] for e, n in self.claims("HELD_IN") if e == event} for event in (a, b)]
        return {"stable fluid": "stable_to_fluid", "fluid stable": "fluid_to_stable"}.get(
            " ".join(next(iter(kind)) if len(kind) == 1 else "-" for kind in kinds)
        )

    # -- walks ---------------------------------------------------------------------------------------------------------

    def handovers(self, newest: Callable[[str, str, str], bool]) -> dict[tuple[str, str], set[tuple[str, str]]]:
        """From each event with an item to every later event to which someone or something can have carried it.

        Nobody is asked whether it was their next: these are all the steps a walk may take, not the shortest.
        """
        part, (deals, items, actors) = self.claims("TOOK_PART"), self.dealt()
        onward: dict[tuple[str, str], set[tuple[str, str]]] = {}
        same = {(item, item) for item in items}
        renamed = {(older, newer) for newer, older in self.claims("BUILDS_ON")}
        for actor, (was, becomes), (a, b) in product(actors, same | renamed, self.before):
            if {(actor, a), (actor, b)} <= set(part) and (a, was) in deals and (b, becomes) in deals:
                onward.setdefault((a, was), set()).add((b, becomes))
        made, drew, contained = self.claims("PRODUCED"), self.claims("DREW_ON"), self.contained()
        for (a, thing), (b, drawn) in product(made, drew):
            if thing == drawn and (a, b) in self.before and newest(a, b, thing):
                parts = {part for whole, part in contained if whole == thing and (b, part) in deals}
                for item in {thing} | parts:
                    onward.setdefault((a, item), set()).add((b, item))
        for key, claim in self.content.relationships.get("TOOK_FROM", {}).items():
            if claim["accounts"] and (key.end, key.start) in self.before:
                onward.setdefault((key.end, key.identity[0]), set()).add((key.start, key.identity[0]))
        return onward

    def walks(self) -> Relation:
        """Which (event, item) is reached from which, by every time-respecting walk there is, one step after another."""
        made = self.claims("PRODUCED")

        def newest(a: str, b: str, thing: str) -> bool:
            makers = [event for event, item in made if item == thing]
            return not any((a, c) in self.before and (c, b) in self.before for c in makers)

        onward = self.handovers(newest)
        reached: set[Any] = set()

        def walk(start: tuple[str, str], at: tuple[str, str]) -> None:
            for next_ in onward.get(at, ()):
                if (start, next_) not in reached:
                    reached.add((start, next_))
                    walk(start, next_)

        for start in onward:
            walk(start, start)
        return reached
