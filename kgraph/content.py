"""A study's content: its nodes and relationships, checked and in memory, before any database has seen them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kgraph.records import Place, Record

Properties = dict[str, Any]


class Key(NamedTuple):
    """What makes a relationship this one within its type: both ends, and the values of its identifying properties."""

    start_label: str
    start: str
    end_label: str
    end: str
    identity: tuple[Any, ...] = ()


@dataclass(slots=True)
class Content:
    """Everything that a study's files say, as a property graph.

    ``nodes`` maps a label to its nodes by id; each node's properties include ``id`` and, for each date column, the
    first and last day it allows. ``relationships`` maps a type to its relationships by Key; the properties of those
    that are claims include ``accounts`` and ``denied_by``, sorted lists of account ids. ``places`` says where a node
    (label, id) or relationship (type, key) was first read, and ``columns`` where in its row each cell stood. A property
    without a value is left out. ``refused`` holds the rows that are left out because something is wrong with them, so
    that nothing else is blamed for what only they would have said.
    """

    nodes: dict[str, dict[str, Properties]] = field(default_factory=dict)
    relationships: dict[str, dict[Key, Properties]] = field(default_factory=dict)
    places: dict[tuple[str, Any], Place] = field(default_factory=dict)
    columns: dict[tuple[str, Any], Mapping[str, str]] = field(default_factory=dict)
    refused: list[Record] = field(default_factory=list)

    def standing(self, type: str) -> Iterator[tuple[Key, Properties]]:
        """The relationships of a type that somebody asserts; what is only denied is left out."""
        return ((key, found) for key, found in self.relationships.get(type, {}).items() if found.get("accounts"))
