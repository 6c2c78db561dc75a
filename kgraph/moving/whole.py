"""Everything that a graph holds, read label by label and type by type, and nothing that kgraph did not write.

What a hand made beside it is named and refused, never left out: `kgraph load --verify` takes it out, or the files say
it. So every label, type and property name that is written elsewhere is the model's own fixed text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from kgraph.content import Content, Key, Properties
from kgraph.errors import ForeignGraph, GraphBusy
from kgraph.graph import Graph
from kgraph.held import SETS, joined, own_label
from kgraph.property_kinds import PYTHON, SPOKEN, node_kinds, relationship_kinds
from kgraph.statements import DERIVED, identity, labels_of
from kgraph.vocabulary import ENTITY_OF, LABELS, TYPES

Progress = Callable[[str], None]
"""What is called with each step of a move as it begins."""

KINDS_OF_RELATIONSHIP = (*TYPES, *DERIVED)


class Whole:
    """Everything that a graph holds, of which one label or type at a time is in memory.

    ``load`` is its last load, and ``loads`` all of them, oldest first. Raises GraphIncomplete for a graph that is not
    loaded whole, ForeignGraph for one that holds what kgraph did not write, naming it.
    """

    def __init__(self, graph: Graph) -> None:
        self.place = graph.place
        self._engine = graph.engine
        self._graph = graph
        self.load: Mapping[str, Any] = graph.ready()
        self.loads: list[Properties] = [dict(load) for load in graph.loads()]
        self._sets, self._types = self._counted()

    @property
    def node_count(self) -> int:
        """How many nodes there are, Load nodes included."""
        return sum(self._sets.values())

    @property
    def relationship_count(self) -> int:
        """How many relationships there are."""
        return sum(self._types.values())

    def nodes(self) -> Iterator[tuple[str, list[Properties]]]:
        """The nodes of each label that has any, in the order of labels; Load nodes are in ``loads``.

        Raises ForeignGraph for a property that kgraph did not write, GraphBusy where the graph changes meanwhile.
        """
        for label in sorted(LABELS):
            if label != "Load" and (found := list(self._of_label(label))):
                self._refuse(_unfit(label, found, node_kinds(label)) + _unnamed(label, found))
                yield label, found
        self._refuse(_unfit("Load", self.loads, node_kinds("Load")))

    def relationships(self) -> Iterator[tuple[str, list[tuple[Key, Properties]]]]:
        """The relationships of each type that has any, in the order of types. Raises as ``nodes`` does."""
        for type in sorted(self._types):
            yield type, self._of_type(type)

    def content(self) -> Content:
        """All of it in memory, but for Load nodes. Raises as ``nodes`` does."""
        nodes = {label: {node["id"]: node for node in found} for label, found in self.nodes()}
        content = Content(nodes, {type: dict(found) for type, found in self.relationships()})
        self.still()
        return content

    def still(self) -> None:
        """Raise GraphBusy where another load has been written since the reading began: what was read is of both."""
        if [dict(load) for load in self._graph.loads()] != self.loads:
            raise self._busy()

    def _counted(self) -> tuple[dict[frozenset[str], int], dict[str, int]]:
        labelled = self._engine.read("MATCH (n) RETURN labels(n) AS labels, count(*) AS n").rows
        typed = dict(self._engine.read("MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n").rows)
        strange = [f"{n} nodes ({joined(labels)})" for labels, n in labelled if frozenset(labels) not in SETS]
        strange += [f"{n} relationships {type}" for type, n in typed.items() if type not in KINDS_OF_RELATIONSHIP]
        self._refuse(sorted(strange))
        return {frozenset(labels): n for labels, n in labelled}, typed

    def _of_label(self, label: str) -> Iterator[Properties]:
        for labels, count in self._sets.items():
            if label not in labels:
                continue
            rows = self._engine.read(f"MATCH (n:{':'.join(sorted(labels))}) RETURN properties(n) AS found").rows
            if len(rows) != count:
                raise self._busy()
            found = [_given(node) for (node,) in rows]
            self._refuse(
                f"the {label} {node.get('id')!r}, whose labels are {joined(labels)}"
                for node in found
                if label == "Network" and set(labels_of(label, node)) != labels
            )
            yield from found

    def _of_type(self, type: str) -> list[tuple[Key, Properties]]:
        cypher = (
            f"MATCH (a)-[r:{type}]->(b) RETURN labels(a) AS start_labels, a.id AS start, labels(b) AS end_labels, "
            "b.id AS end, properties(r) AS found"
        )
        rows = self._engine.read(cypher).rows
        if len(rows) != self._types[type]:
            raise self._busy()
        named: dict[tuple[str, ...], str] = {}
        found: list[tuple[Key, Properties]] = []
        own = identity(type)
        for start_labels, start, end_labels, end, properties in rows:
            stated = _given(properties)
            parts = tuple([stated.get(name) for name in own])
            found.append((Key(_named(named, start_labels), start, _named(named, end_labels), end, parts), stated))
        self._refuse(_unfit(type, [stated for _, stated in found], relationship_kinds(type)))
        self._refuse(_wrong_ends(type, [key for key, _ in found]))
        return found

    def _refuse(self, strange: Iterable[str]) -> None:
        if named := list(strange):
            more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
            raise ForeignGraph(
                f"{self.place} holds what kgraph did not write: {'; '.join(named[:_NAMED])}{more}. "
                "`kgraph load --verify` into it makes it again what the study's files say"
            )

    def _busy(self) -> GraphBusy:
        return GraphBusy(f"Somebody else changed the graph at {self.place} while it was read; do it again.")


_NAMED = 10


def _given(properties: Properties) -> Properties:
    """The properties that are there: an engine may list those that were taken away, as null."""
    if None in properties.values():
        return {name: value for name, value in properties.items() if value is not None}
    return properties


def _named(known: dict[tuple[str, ...], str], labels: Sequence[str]) -> str:
    key = tuple(labels)
    if key not in known:
        known[key] = own_label(labels)
    return known[key]


def _unfit(what: str, rows: Sequence[Properties], kinds: Mapping[str, str]) -> list[str]:
    """The properties that are not the model's, or hold something else than they should, each in a few words."""
    found = []
    for name in sorted(set().union(*rows)):
        values = [row[name] for row in rows if name in row]
        kind = kinds.get(name)
        if kind is None:
            found.append(f"the property {name} of {len(values)} {what}")
        elif set(map(type, values)) != {PYTHON[kind]} or (kind == "texts" and not _texts(values)):
            found.append(f"{what}.{name} where it is not {SPOKEN[kind]}")
    return found


def _texts(lists: Iterable[list[Any]]) -> bool:
    return set(map(type, chain.from_iterable(lists))) <= {str}


def _unnamed(label: str, nodes: Sequence[Properties]) -> list[str]:
    ids = [node.get("id") for node in nodes]
    without = sum(not id for id in ids)
    twice = len(ids) - without - len({id for id in ids if id})
    found = [f"{without} {label} without an id"] if without else []
    return [*found, f"{twice} {label} with the id of another"] if twice else found


def _wrong_ends(type: str, keys: Sequence[Key]) -> list[str]:
    ends = set(ENTITY_OF) - {"Load"}
    odd = sorted({(key.start_label, key.end_label) for key in keys if not {key.start_label, key.end_label} <= ends})
    found = [f"{type} from {start} to {end}" for start, end in odd]
    twice = len(keys) - len(set(keys))
    return [*found, f"{twice} {type} that are there already"] if twice else found
