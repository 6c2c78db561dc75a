"""Filling an empty embedded graph by the engine's batch interface: six times what Cypher writes in the same time.

It runs without the write-ahead log, so the graph is nothing until the database has been closed and its files synced.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kgraph.engines import NodeTable, RelationshipTable
from kgraph.engines.columns import Columns, as_json, chunks
from kgraph.engines.java import java
from kgraph.engines.java_parameters import to_java
from kgraph.errors import QueryError

CHUNK = 20_000

Ids = dict[str, str]


def build(database: Any, nodes: Iterable[NodeTable], relationships: Iterable[RelationshipTable]) -> dict[str, int]:
    """Put the nodes and relationships into an empty database; how many of each of its types there must be.

    Raises QueryError where a relationship's end is no node of the tables, or a value cannot be held.
    """
    found: list[tuple[tuple[str, ...], Ids]] = []
    by_label: dict[str, Ids] = {}
    counts: Counter[str] = Counter()
    batch: Any = None
    try:
        for table in nodes:
            batch = batch or _batch(database)
            kind = _node_type(database, table.labels)
            found.append((table.labels, _add_nodes(database, batch, kind, table)))
            counts[kind] += len(table)
        for edges in relationships:
            batch = batch or _batch(database)
            for label in (edges.start_label, edges.end_label):
                by_label.setdefault(label, _of_label(found, label))
            _add_relationships(database, batch, edges, by_label[edges.start_label], by_label[edges.end_label])
            counts[edges.type] += len(edges)
        if batch is not None:
            batch.close()
    except BaseException:
        if batch is not None:
            batch.abandon()
        raise
    return counts


def _batch(database: Any) -> Any:
    return database.batch().withParallelFlush(False).build()


def _of_label(found: Sequence[tuple[tuple[str, ...], Ids]], label: str) -> Ids:
    """Where the nodes of a label are in the database, by id."""
    some = [ids for labels, ids in found if label in labels]
    return some[0] if len(some) == 1 else {id: place for ids in some for id, place in ids.items()}


def _add_nodes(database: Any, batch: Any, kind: str, table: NodeTable) -> Ids:
    columns = Columns(table.columns)
    if not len(table):
        return {}
    places: list[str] = []
    with columns.declared(database, kind):
        if columns.special:
            places += (str(place) for place in batch.createVertices(kind, _matrix(columns.rows())))
        else:
            bridge = java("com.arcadedb.python.VertexBatcher")
            for chunk in chunks(columns.rows(), CHUNK):
                places += str(bridge.createVerticesJson(batch, kind, as_json(chunk))).split(";")
    return dict(zip(table.columns["id"], places, strict=True))


def _add_relationships(database: Any, batch: Any, table: RelationshipTable, starts: Ids, ends: Ids) -> None:
    database.getSchema().getOrCreateEdgeType(table.type)
    columns = Columns(table.columns)
    sources = _places(table, table.start_label, table.starts, starts)
    targets = _places(table, table.end_label, table.ends, ends)
    with columns.declared(database, table.type):
        if columns.special:
            place = java("com.arcadedb.database.RID")
            for source, target, row in zip(sources, targets, _matrix(columns.rows(len(table))), strict=True):
                batch.newEdge(place(source), table.type, place(target), *row)
            batch.flush()
            return
        bridge = java("com.arcadedb.python.EdgeBatcher")
        rows = columns.rows(len(table))
        both = ({"_src": s, "_dst": t, **row} for s, t, row in zip(sources, targets, rows, strict=True))
        for chunk in chunks(both, CHUNK):
            bridge.newEdgesJson(batch, table.type, as_json(chunk))
        batch.flush()  # while the days are declared as days


def _places(table: RelationshipTable, label: str, ids: Sequence[str], known: Ids) -> list[str]:
    try:
        return [known[id] for id in ids]
    except KeyError as error:
        raise QueryError(f"A {table.type} names {label} {error.args[0]!r}, and there is no such node.") from error


def _node_type(database: Any, labels: tuple[str, ...]) -> str:
    """The type that holds nodes of these labels, made where there is none: two labels are one type named after both."""
    schema = database.getSchema()
    for label in labels:
        schema.getOrCreateVertexType(label)
    if len(labels) == 1:
        return labels[0]
    names = java("java.util.ArrayList")(java("java.util.Arrays").asList(list(labels)))
    return str(java("com.arcadedb.query.opencypher.Labels").ensureCompositeType(schema, names))


def _matrix(rows: Iterable[Mapping[str, Any]]) -> Any:
    """Rows as Java arrays of names and values, for what JSON cannot carry."""
    import jpype

    objects = jpype.JArray(jpype.JObject)
    return jpype.JArray(jpype.JObject[:])([objects(list(_pairs(row))) for row in rows])


def _pairs(row: Mapping[str, Any]) -> Iterator[Any]:
    for name, value in row.items():
        yield name
        yield to_java(value)
