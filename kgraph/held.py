"""What a database really holds, read from it: how much of what, what is not ours, and a manifest of it all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kgraph.content import Key
from kgraph.engines import Engine, Node
from kgraph.errors import ForeignGraph
from kgraph.manifest import DOUBLED, Hashes, Manifest, property_hash, written
from kgraph.statements import DERIVED, identity, labels_of
from kgraph.vocabulary import ENTITY_OF, LABELS, TYPES

_OURS = {label for kind in ENTITY_OF.values() for label in kind.labels} | {"StableNetwork", "FluidNetwork"}


def counts(engine: Engine) -> dict[str, int]:
    """How many nodes of each label and relationships of each type there are."""
    nodes = engine.read("MATCH (n) RETURN labels(n) AS labels, count(*) AS n").rows
    kinds = engine.read("MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n").rows
    found: Counter[str] = Counter()
    for labels, n in nodes:
        found[_own(labels)] += n
    for type, n in kinds:
        found[type] += n
    return dict(sorted(found.items()))


def refuse_foreign(engine: Engine, study: str, loads: Sequence[Mapping[str, Any]], place: str, *, verify: bool) -> None:
    """Raise ForeignGraph when the database holds another study, or nodes that kgraph did not write, naming them.

    In a graph that this study was loaded into, ``verify`` lets pass the nodes that have none of the model's labels:
    a hand put them there, and they are taken out.
    """
    others = sorted({str(load.get("study")) for load in loads} - {study})
    if others:
        raise ForeignGraph(f"{place} holds the study {', '.join(others)}, not {study}; a database holds one study")
    found = engine.read("MATCH (n) RETURN labels(n) AS labels, count(*) AS n").rows
    alone = {_joined(labels): n for labels, n in found if not set(labels) & _OURS}
    mixed = {_joined(labels): n for labels, n in found if set(labels) & _OURS and not set(labels) <= _OURS}
    unloaded = {_joined(labels): n for labels, n in found} if not loads else {}
    foreign = unloaded or mixed or ({} if verify else alone)
    if foreign:
        named = ", ".join(f"{n} {labels}" for labels, n in sorted(foreign.items()))
        advice = "give kgraph a database of its own, or take them out by hand"
        if foreign is alone:
            advice = "`kgraph load --verify` takes them out"
        elif foreign is mixed:
            advice = "take the labels that are not the model's off them by hand"
        raise ForeignGraph(f"{place} holds nodes that kgraph did not write ({named}); {advice}")


def manifest(engine: Engine, load: Mapping[str, Any]) -> Manifest:
    """A manifest of what the database really holds, read from it whole, with what only a hand can have made."""
    kinds = engine.read("MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n").rows
    strange = {type: n for type, n in kinds if type not in (*TYPES, *DERIVED)}
    labelled = engine.read("MATCH (n) RETURN labels(n) AS labels, count(*) AS n").rows
    strange |= {f"({_joined(labels)})": n for labels, n in labelled if not set(labels) & _OURS}
    return Manifest(load, _node_hashes(engine), _relationship_hashes(engine), strange)


def _node_hashes(engine: Engine) -> Hashes:
    found: Hashes = {}
    for label in (label for label in LABELS if label != "Load"):
        rows = engine.read(f"MATCH (n:{label}) RETURN n AS node").rows
        if rows:
            found[label] = {_id(node): _hash_of(node, label) for (node,) in rows}
    return found


def _relationship_hashes(engine: Engine) -> Hashes:
    found: Hashes = {}
    for type in (*TYPES, *DERIVED):
        hashes: dict[str, str] = {}
        for key, hash in _relationships(engine, type):
            text = written(key)
            hashes[text] = hash if text not in hashes else DOUBLED
        if hashes:
            found[type] = hashes
    return found


def _relationships(engine: Engine, type: str) -> Iterator[tuple[Key, str]]:
    cypher = (
        f"MATCH (a)-[r:{type}]->(b) "
        "RETURN labels(a) AS start_labels, a.id AS start, labels(b) AS end_labels, b.id AS end, r AS found"
    )
    for start_labels, start, end_labels, end, stated in engine.read(cypher).rows:
        properties = dict(stated.properties)
        own = tuple(properties.get(name) for name in identity(type))
        yield Key(_own(start_labels), str(start), _own(end_labels), str(end), own), property_hash(properties)


def _joined(labels: list[str]) -> str:
    return ":".join(sorted(labels)) or "no label"


def _own(labels: list[str]) -> str:
    """The label that a node's id is unique in, out of all it has."""
    return next((label for label in labels if label in ENTITY_OF), ":".join(sorted(labels)))


def _id(node: Node) -> str:
    return str(node.properties.get("id", ""))


def _hash_of(node: Node, label: str) -> str:
    if set(node.labels) != set(labels_of(label, node.properties)):
        return "other labels"
    return property_hash(dict(node.properties))
