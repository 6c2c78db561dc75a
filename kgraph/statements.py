"""The Cypher that writes: from what a plan adds, changes and takes away to statements whose values are parameters.

Parameters are one list a property (columns), which both engines take in faster than one map a row. Labels, types and
property names are the model's own fixed text; nothing that a file says becomes part of a query.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kgraph.content import Content, Key, Properties
from kgraph.engines import NodeTable, RelationshipTable, Statement
from kgraph.model import LeadsTo
from kgraph.vocabulary import ADDED, ENTITY_OF, RELATIONS, columns, day_bounds, node_properties, properties

BATCH = 5_000
"""Rows a statement. The rate is flat from here up, and memory is not."""

DERIVED = ("LEADS_TO", "MAY_LEAD_TO")
_EDGE = tuple(LeadsTo.model_fields)
_EDGE_IDENTITY = ("item", "becomes", "via", "via_kind")


def labels_of(label: str, node: Mapping[str, Any]) -> tuple[str, ...]:
    """All labels of a node: its own, and KnowledgeItem, StableNetwork or FluidNetwork where it is one.

    >>> labels_of("Network", {"kind": "fluid"}), labels_of("Idea", {})
    (('Network', 'FluidNetwork'), ('Idea', 'KnowledgeItem'))
    """
    if label == "Network":
        return (label, f"{str(node.get('kind', '')).capitalize()}Network")
    return ENTITY_OF[label].labels


def node_columns(label: str) -> tuple[str, ...]:
    """Every property that a node of a label may have, ``id`` first."""
    kind = ENTITY_OF[label]
    dated = [bound for c in columns(kind) if c.is_date for bound in day_bounds(c.name)]
    return (*node_properties(kind), *dated, *ADDED.get(label, ()))


def relationship_columns(type: str) -> tuple[str, ...]:
    """Every property that a relationship of a type may have."""
    if type in DERIVED:
        return _EDGE
    found: dict[str, None] = {}
    for relation in (kind for kind in RELATIONS if kind.type == type):
        found |= dict.fromkeys(properties(relation))
        found |= dict.fromkeys(bound for c in columns(relation) if c.is_date for bound in day_bounds(c.name))
        if relation.evidence != "none":
            found |= {"accounts": None, "denied_by": None}
    return tuple(found)


def identity(type: str) -> tuple[str, ...]:
    """The properties that, with both ends, make a relationship of a type this one and no other."""
    if type in DERIVED:
        return _EDGE_IDENTITY
    return next(kind.identity for kind in RELATIONS if kind.type == type)


# -- tables ------------------------------------------------------------------------------------------------------------


def node_tables(label: str, nodes: Iterable[Properties]) -> Iterator[NodeTable]:
    """Nodes of a label as tables, one for each set of labels."""
    by_labels: dict[tuple[str, ...], list[Properties]] = defaultdict(list)
    for node in nodes:
        by_labels[labels_of(label, node)].append(node)
    for labels, found in by_labels.items():
        yield NodeTable(labels, {name: [node.get(name) for node in found] for name in node_columns(label)})


def relationship_tables(type: str, found: Iterable[tuple[Key, Properties]]) -> Iterator[RelationshipTable]:
    """Relationships of a type as tables, one for each pair of labels."""
    by_ends: dict[tuple[str, str], list[tuple[Key, Properties]]] = defaultdict(list)
    for key, stated in found:
        by_ends[key.start_label, key.end_label].append((key, stated))
    for (start, end), rows in by_ends.items():
        names = relationship_columns(type)
        yield RelationshipTable(
            type, start, end, [key.start for key, _ in rows], [key.end for key, _ in rows],
            {name: [stated.get(name) for _, stated in rows] for name in names},
        )  # fmt: skip


def all_node_tables(content: Content) -> Iterator[NodeTable]:
    """Every node of a study's content."""
    for label, nodes in content.nodes.items():
        yield from node_tables(label, nodes.values())


def all_relationship_tables(content: Content) -> Iterator[RelationshipTable]:
    """Every relationship of a study's content."""
    for type, found in content.relationships.items():
        yield from relationship_tables(type, found.items())


# -- statements --------------------------------------------------------------------------------------------------------


def create_nodes(table: NodeTable) -> Iterator[Statement]:
    """Statements that make the nodes of a table, none of which is there yet."""
    names = [name for name, values in table.columns.items() if name == "id" or any(v is not None for v in values)]
    stated = ", ".join(f"{name}: ${name}[k]" for name in names)
    cypher = f"UNWIND range(0, size($id) - 1) AS k CREATE (n:{':'.join(table.labels)} {{{stated}}})"
    yield from _batches(cypher, {name: table.columns[name] for name in names})


def set_nodes(table: NodeTable) -> Iterator[Statement]:
    """Statements that give the nodes of a table, all of which are there, these properties and no others."""
    stated = ", ".join(f"{name}: ${name}[k]" for name in table.columns)
    cypher = f"UNWIND range(0, size($id) - 1) AS k MATCH (n:{table.labels[0]} {{id: $id[k]}}) SET n = {{{stated}}}"
    if table.labels[0] == "Network":
        other = {"StableNetwork": "FluidNetwork", "FluidNetwork": "StableNetwork"}[table.labels[1]]
        cypher += f" REMOVE n:{other} SET n:{table.labels[1]}"
    yield from _batches(cypher, table.columns)


def delete_nodes(label: str, ids: Sequence[str]) -> Iterator[Statement]:
    """Statements that take nodes away, with every relationship they have; ``""`` stands for those without id."""
    if "" in ids:
        yield Statement(f"MATCH (n:{label}) WHERE n.id IS NULL DETACH DELETE n")
    yield from _batches(f"UNWIND $id AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n", {"id": ids})


def create_relationships(table: RelationshipTable) -> Iterator[Statement]:
    """Statements that make the relationships of a table, none of which is there yet."""
    names = [name for name, values in table.columns.items() if any(value is not None for value in values)]
    stated = ", ".join(f"{name}: ${name}[k]" for name in names)
    cypher = (
        f"UNWIND range(0, size($_start) - 1) AS k MATCH (a:{table.start_label} {{id: $_start[k]}}) "
        f"MATCH (b:{table.end_label} {{id: $_end[k]}}) "
        f"CREATE (a)-[:{table.type}{f' {{{stated}}}' if stated else ''}]->(b)"
    )
    yield from _batches(cypher, _with_ends(table, names))


def set_relationships(table: RelationshipTable) -> Iterator[Statement]:
    """Statements that give the relationships of a table, all of which are there, these properties and no others."""
    stated = ", ".join(f"{name}: ${name}[k]" for name in table.columns)
    yield from _batches(f"{_matched(table)} SET r = {{{stated}}}", _with_ends(table, list(table.columns)))


def delete_relationships(table: RelationshipTable) -> Iterator[Statement]:
    """Statements that take the relationships of a table away."""
    yield from _batches(f"{_matched(table)} DELETE r", _with_ends(table, list(identity(table.type))))


def _matched(table: RelationshipTable) -> str:
    same = " AND ".join(f"coalesce(r.{name}, '') = coalesce(${name}[k], '')" for name in identity(table.type))
    return (
        f"UNWIND range(0, size($_start) - 1) AS k "
        f"MATCH (a:{table.start_label} {{id: $_start[k]}})-[r:{table.type}]->(b:{table.end_label} {{id: $_end[k]}})"
        + (f" WHERE {same}" if same else "")
    )


def _with_ends(table: RelationshipTable, names: Sequence[str]) -> dict[str, Sequence[Any]]:
    return {"_start": table.starts, "_end": table.ends} | {name: table.columns[name] for name in names}


def _batches(cypher: str, values: Mapping[str, Sequence[Any]]) -> Iterator[Statement]:
    length = len(next(iter(values.values())))
    for first in range(0, length, BATCH):
        yield Statement(cypher, {name: list(column[first : first + BATCH]) for name, column in values.items()})
