"""The two databases a study can live in, behind one small seam.

``kgraph.engines.embedded`` is ArcadeDB inside this process, in a folder beside the study. ``kgraph.engines.neo4j`` is
a Neo4j server. Whatever differs between them is in those two files and nowhere else: the same query text runs on both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

READ_ONLY = "The graph in {place} was opened to read only: open it without read_only=True to change it."
"""What an engine that was opened so says to whatever would write."""


class Statement(NamedTuple):
    """A Cypher text and the values of its parameters."""

    cypher: str
    parameters: Mapping[str, Any] = {}


class Rows(NamedTuple):
    """What a query answered: the names of its columns, and its rows in order, in plain Python values.

    Dates are ``datetime.date``, date-times ``datetime.datetime``, lists ``list``, maps ``dict``; nodes, relationships
    and paths are the three classes below.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Node:
    """A node as an answer holds it: its labels, sorted, and its properties."""

    labels: tuple[str, ...]
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship as an answer holds it: its type, its properties, and the ``id`` of each end where it has one."""

    type: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A path as an answer holds it: its nodes, and the relationships between them, in order."""

    nodes: tuple[Node, ...]
    relationships: tuple[Relationship, ...]


@dataclass(frozen=True, slots=True)
class NodeTable:
    """Nodes of one set of labels, as columns of equal length.

    ``labels[0]`` is the label whose ``id`` is unique. ``columns`` always has ``id``; a ``None`` is a property that the
    node does not have.
    """

    labels: tuple[str, ...]
    columns: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(self.columns["id"])


@dataclass(frozen=True, slots=True)
class RelationshipTable:
    """Relationships of one type between two labels, as columns of equal length; ``starts`` and ``ends`` are ids."""

    type: str
    start_label: str
    end_label: str
    starts: Sequence[str]
    ends: Sequence[str]
    columns: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(self.starts)


class Engine(Protocol):
    """What kgraph asks of a database."""

    name: str
    """``embedded`` or ``neo4j``: said in answers and in ``kgraph status``."""

    place: str
    """Where it is, for people to read: a folder, or a URI without any secret."""

    read_only: bool
    """Whether it was opened to read only: then whatever would write raises ReadOnlyError."""

    def read(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """The answer to a query that may only read; the engine itself refuses anything else (ReadOnlyError)."""

    def write(self, statements: Iterable[Statement], unless: Statement | None = None) -> None:
        """Carry out the statements in one transaction: all of them, or none.

        ``unless`` is a query that is asked at its end. When it answers a row, somebody else has written meanwhile:
        everything is undone, and GraphBusy is raised.
        """

    def write_freely(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """The answer to a query that may write, for ``kgraph query --write`` only."""

    def define(self, statements: Iterable[str]) -> None:
        """Carry out schema statements (constraints, indexes), each outside any transaction; those that exist stay."""

    rebuilds: bool
    """Whether ``rebuild`` is to be had."""

    def rebuild(
        self, schema: Iterable[str], nodes: Iterable[NodeTable], relationships: Iterable[RelationshipTable]
    ) -> None:
        """Put a whole new graph in the place of the old one, in one step that a crash cannot halve."""

    def mark(self, load: str | None) -> None:
        """Note beside the graph which load it holds; None while one is under way. A server has Load nodes."""

    def close(self) -> None:
        """Let go of it. Closing twice is harmless."""
