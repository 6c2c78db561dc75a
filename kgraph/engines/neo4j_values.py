"""What the Neo4j driver answers with, as plain Python values. Imported once a server has been asked something."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import neo4j.graph
import neo4j.spatial
import neo4j.time

from kgraph.engines import Node, Path, Relationship
from kgraph.engines.values import duration_text

PLAIN = frozenset((str, int, float, bool, type(None), bytes))

CRS = {7203: "cartesian", 9157: "cartesian-3d", 4326: "wgs-84", 4979: "wgs-84-3d"}


class Reader:
    """Turns the values of one answer into plain ones.

    ``unknown`` gathers the element ids of relationships' ends whose ``id`` the answer does not hold; with those in
    ``ids``, a second reading knows them.
    """

    def __init__(self) -> None:
        self.unknown: set[str] = set()
        self.ids: dict[str, Any] = {}

    def rows(self, records: Iterable[Any]) -> list[tuple[Any, ...]]:
        """The rows of an answer."""
        plain, value = PLAIN, self.value
        return [tuple([cell if type(cell) in plain else value(cell) for cell in record.values()]) for record in records]

    def value(self, found: Any) -> Any:
        """One value."""
        kind = type(found)
        if kind in PLAIN:
            return found
        simple = _SIMPLE.get(kind)
        if simple is not None:
            return simple(found)
        if kind is list:
            return [self.value(item) for item in found]
        if kind is dict:
            return {key: self.value(item) for key, item in found.items()}
        if kind is neo4j.graph.Node:
            return self.node(found)
        if isinstance(found, neo4j.graph.Relationship):
            return self.relationship(found)
        if isinstance(found, neo4j.graph.Path):
            return Path(
                tuple(self.node(node) for node in found.nodes),
                tuple(self.relationship(edge) for edge in found.relationships),
            )
        if isinstance(found, neo4j.spatial.Point):
            return {**dict(zip("xyz", found, strict=False)), "crs": CRS.get(found.srid or 0), "srid": found.srid}
        return str(found)

    def node(self, found: neo4j.graph.Node) -> Node:
        """One node."""
        return Node(tuple(sorted(found.labels)), {key: self.value(item) for key, item in sorted(found.items())})

    def relationship(self, found: neo4j.graph.Relationship) -> Relationship:
        """One relationship."""
        properties = {key: self.value(item) for key, item in sorted(found.items())}
        return Relationship(found.type, properties, self._id(found.start_node), self._id(found.end_node))

    def _id(self, node: neo4j.graph.Node | None) -> Any:
        if node is None:
            return None
        known = node.get("id")
        if known is not None:
            return known
        if node.element_id not in self.ids:
            self.unknown.add(node.element_id)
        return self.ids.get(node.element_id)


def _date(found: neo4j.time.Date) -> date | str:
    year, month, day = found.year_month_day
    return date(year, month, day) if year else found.iso_format()


def _moment(found: neo4j.time.DateTime) -> datetime:
    native = found.to_native()
    return native.replace(tzinfo=_zone(native.utcoffset()))


def _clock(found: neo4j.time.Time) -> time:
    native = found.to_native()
    return native.replace(tzinfo=_zone(native.utcoffset()))


def _zone(offset: timedelta | None) -> timezone | None:
    """A zone by its distance from UTC, as Python's own class: the driver's are of a library that nobody has to have."""
    return None if offset is None else timezone(offset)


def _duration(found: neo4j.time.Duration) -> str:
    return duration_text(found.months, found.days, found.seconds, found.nanoseconds)


_SIMPLE: dict[type, Callable[[Any], Any]] = {
    neo4j.time.Date: _date,
    neo4j.time.DateTime: _moment,
    neo4j.time.Time: _clock,
    neo4j.time.Duration: _duration,
}
