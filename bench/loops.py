"""What people write without kgraph: UNWIND $rows AS r MERGE, in batches, one map a row. What kgraph is held against.

The same nodes and relationships, derived ones included, with the same constraints in place. Rows are made before the
clock starts. MERGE by both ends makes one relationship of several that share them; with ``identity`` it also goes by
the properties that tell them apart, as far as none of these is ever empty, which MERGE does not take. Either does a
little less than kgraph, and ends with a slightly smaller graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from time import perf_counter
from typing import Any

from kgraph.content import Content
from kgraph.engines import NodeTable, RelationshipTable
from kgraph.statements import all_node_tables, all_relationship_tables, identity, node_tables

BATCH = 10_000

Batch = tuple[str, list[dict[str, Any]]]
Send = Callable[[str, list[dict[str, Any]]], None]


def batches(content: Content, load: dict[str, Any], *, with_identity: bool) -> Iterator[Batch]:
    """Statements and the rows of each, nodes first, the Load node before all others, so that leftovers are known."""
    for table in (*node_tables("Load", [load]), *all_node_tables(content)):
        yield from _cut(_merge_node(table), _node_rows(table))
    for edges in all_relationship_tables(content):
        same = [name for name in identity(edges.type) if None not in edges.columns[name]] if with_identity else []
        yield from _cut(_merge_relationship(edges, same), _relationship_rows(edges, same))


def send(found: Iterable[Batch], run: Send) -> float:
    """Send every batch, and say how long the sending alone took."""
    spent = 0.0
    for cypher, rows in found:
        began = perf_counter()
        run(cypher, rows)
        spent += perf_counter() - began
    return spent


def _merge_node(table: NodeTable) -> str:
    return f"UNWIND $rows AS r MERGE (n:{':'.join(table.labels)} {{id: r.id}}) SET n += r"


def _node_rows(table: NodeTable) -> Iterator[dict[str, Any]]:
    names = tuple(table.columns)
    for values in zip(*table.columns.values(), strict=True):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


def _merge_relationship(table: RelationshipTable, same: list[str]) -> str:
    key = f" {{{', '.join(f'{name}: r.{name}' for name in same)}}}" if same else ""
    return (
        f"UNWIND $rows AS r MATCH (a:{table.start_label} {{id: r.start}}) MATCH (b:{table.end_label} {{id: r.end}}) "
        f"MERGE (a)-[x:{table.type}{key}]->(b) SET x += r.stated"
    )


def _relationship_rows(table: RelationshipTable, same: list[str]) -> Iterator[dict[str, Any]]:
    names = tuple(table.columns)
    values = zip(*table.columns.values(), strict=True) if names else iter(() for _ in table.starts)
    for start, end, row in zip(table.starts, table.ends, values, strict=True):
        stated = {name: value for name, value in zip(names, row, strict=True) if value is not None}
        yield {"start": start, "end": end, "stated": stated} | {name: stated[name] for name in same}


def _cut(cypher: str, rows: Iterable[dict[str, Any]]) -> Iterator[Batch]:
    some: list[dict[str, Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == BATCH:
            yield cypher, some
            some = []
    if some:
        yield cypher, some
