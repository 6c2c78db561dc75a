"""Planning: what a load would add, change and take away, before it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat

from kgraph.content import Content, Key, Properties
from kgraph.engines import Statement
from kgraph.manifest import DOUBLED, Hashes, Manifest, unwritten
from kgraph.statements import (
    DERIVED,
    create_nodes,
    create_relationships,
    delete_nodes,
    delete_relationships,
    identity,
    node_tables,
    relationship_tables,
    set_nodes,
    set_relationships,
)
from kgraph.vocabulary import LABELS, TYPES


@dataclass(slots=True)
class Difference:
    """What differs for one label or type: ids, or keys as a manifest writes them."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.added) + len(self.changed) + len(self.gone)


@dataclass(slots=True)
class Plan:
    """What differs between a graph and the content that it should hold, for each label and each type.

    Labels and types without a difference are left out.
    """

    nodes: dict[str, Difference] = field(default_factory=dict)
    relationships: dict[str, Difference] = field(default_factory=dict)
    strange: dict[str, int] = field(default_factory=dict)
    """How many relationships of types, and nodes of (labels), that are not as the model's are: a hand made them."""

    def __len__(self) -> int:
        return sum(map(len, (*self.nodes.values(), *self.relationships.values()))) + sum(self.strange.values())


def plan(before: Manifest | None, after: Manifest) -> Plan:
    """What must be done to a graph that holds ``before`` so that it holds ``after``; None is an empty graph."""
    return Plan(
        _differences(before.nodes if before else {}, after.nodes),
        _differences(before.relationships if before else {}, after.relationships),
        {**before.strange, **before.odd} if before else {},
    )


def _differences(before: Hashes, after: Hashes) -> dict[str, Difference]:
    found = {}
    for name in sorted({*before, *after}):
        old, new = before.get(name, {}), after.get(name, {})
        if old == new:
            continue
        doubled = {one for one, hash in old.items() if hash == DOUBLED and one in new}
        found[name] = Difference(
            added=[one for one in new if one not in old or one in doubled],
            changed=[one for one, hash in new.items() if old.get(one, hash) != hash and one not in doubled],
            gone=[one for one in old if one not in new or one in doubled],
        )
    return found


def statements(found: Plan, content: Content) -> Iterator[Statement]:
    """What carries out a plan, in an order in which each statement finds what it needs."""
    yield from _take_away(found)
    if found.strange:
        yield Statement("MATCH ()-[r]->() WHERE NOT type(r) IN $known DELETE r", {"known": [*TYPES, *DERIVED]})
        alone = "MATCH (n) WHERE none(label IN labels(n) WHERE label IN $known) DETACH DELETE n"
        yield Statement(alone, {"known": [*LABELS, "KnowledgeItem", "StableNetwork", "FluidNetwork"]})
    for label, difference in found.nodes.items():
        nodes = content.nodes.get(label, {})
        for table in node_tables(label, (nodes[id] for id in difference.added)):
            yield from create_nodes(table)
        for table in node_tables(label, (nodes[id] for id in difference.changed)):
            yield from set_nodes(table)
    for type, difference in found.relationships.items():
        relationships = content.relationships.get(type, {})
        for rows in relationship_tables(type, _keyed(difference.added, relationships)):
            yield from create_relationships(rows)
        for rows in relationship_tables(type, _keyed(difference.changed, relationships)):
            yield from set_relationships(rows)


_AWAY = 1_000
"""Nodes that are taken away at once, with all their relationships: at 10,000 a server of 2 GB ran out of memory."""


def everything_away(found: Plan, anew: Plan) -> Iterator[Statement]:
    """What empties a graph of all but whole Load nodes, some nodes at a time.

    There are no more of them than the plan of everything has, and what differs from it.
    """
    nodes = sum(map(len, (*found.nodes.values(), *anew.nodes.values()))) + sum(found.strange.values())
    some = "MATCH (n) WHERE labels(n) <> ['Load'] WITH n LIMIT $most DETACH DELETE n"
    yield from repeat(Statement(some, {"most": _AWAY}), 1 + nodes // _AWAY)


def _take_away(found: Plan) -> Iterator[Statement]:
    gone_nodes = {(label, id) for label, difference in found.nodes.items() for id in difference.gone}
    for type, difference in found.relationships.items():
        keys = map(unwritten, difference.gone)
        left = (key for key in keys if not {(key.start_label, key.start), (key.end_label, key.end)} & gone_nodes)
        stated = ((key, dict(zip(identity(type), key.identity, strict=True))) for key in left)
        for table in relationship_tables(type, stated):
            yield from delete_relationships(table)
    for label, difference in found.nodes.items():
        if difference.gone:
            yield from delete_nodes(label, difference.gone)


def _keyed(texts: list[str], relationships: dict[Key, Properties]) -> Iterator[tuple[Key, Properties]]:
    if len(texts) == len(relationships):  # all of them, as in a first load
        yield from relationships.items()
    else:
        yield from ((key, relationships[key]) for key in map(unwritten, texts))
