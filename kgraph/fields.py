"""What a plan changes, field by field: the values in the graph beside those that the files give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kgraph.content import Content, Key
from kgraph.manifest import unwritten
from kgraph.plan import Plan
from kgraph.statements import BATCH, identity

if TYPE_CHECKING:
    from kgraph.graph import Graph

Change = tuple[str, Any, Any]
"""A field, what it is now, and what it would be."""


def changed_fields(graph: Graph, plan: Plan, content: Content) -> dict[tuple[str, str], list[Change]]:
    """For each changed node (label, id) and relationship (type, key as written), the fields that differ."""
    found: dict[tuple[str, str], list[Change]] = {}
    for label, difference in plan.nodes.items():
        for id, now in _nodes_now(graph, label, difference.changed):
            found[label, id] = _differing(now, content.nodes[label][id])
    for type, difference in plan.relationships.items():
        for text, key in ((text, unwritten(text)) for text in difference.changed):
            now = _relationship_now(graph, type, key)
            found[type, text] = _differing(now, content.relationships[type][key])
    return found


def _differing(now: Mapping[str, Any], then: Mapping[str, Any]) -> list[Change]:
    return [(name, now.get(name), then.get(name)) for name in sorted({*now, *then}) if now.get(name) != then.get(name)]


def _nodes_now(graph: Graph, label: str, ids: list[str]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    for first in range(0, len(ids), BATCH):
        cypher = f"MATCH (n:{label}) WHERE n.id IN $ids RETURN n AS node ORDER BY n.id"
        for (node,) in graph.engine.read(cypher, {"ids": ids[first : first + BATCH]}).rows:
            yield node.properties["id"], node.properties


def _relationship_now(graph: Graph, type: str, key: Key) -> Mapping[str, Any]:
    cypher = f"MATCH (:{key.start_label} {{id: $start}})-[r:{type}]->(:{key.end_label} {{id: $end}}) RETURN r AS found"
    for (found,) in graph.engine.read(cypher, {"start": key.start, "end": key.end}).rows:
        if tuple(found.properties.get(name) for name in identity(type)) == key.identity:
            return dict(found.properties)
    return {}
