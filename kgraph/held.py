"""What a database really holds, read from it: how much of what, what is not ours, and a manifest of it all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kgraph.content import Key
from kgraph.engines import Engine, Node
from kgraph.errors import ForeignGraph
from kgraph.manifest import DOUBLED, Hashes, Manifest, property_hash, written
from kgraph.statements import DERIVED, identity, labels_of
from kgraph.vocabulary import ENTITY_OF, LABELS, TYPES

_OURS = {label for kind in ENTITY_OF.values() for label in kind.labels} | {"StableNetwork", "FluidNetwork"}
SETS = {frozenset(kind.labels) for label, kind in ENTITY_OF.items() if label != "Network"} | {
    frozenset(labels_of("Network", {"kind": kind})) for kind in ("stable", "fluid")
}
"""Every set of labels that a node of ours can have."""


def counts(engine: Engine) -> dict[str, int]:
    """How many nodes of each label and relationships of each type there are."""
    nodes = engine.read("MATCH (n) RETURN labels(n) AS labels, count(*) AS n").rows
    kinds = engine.read("MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n").rows
    found: Counter[str] = Counter()
    for labels, n in nodes:
        found[own_label(labels)] += n
    for type, n in kinds:
        found[type] += n
    return dict(sorted(found.items()))


def refuse_foreign(
    engine: Engine, study: str, loads: Sequence[Mapping[str, Any]], place: str, *, verify: bool, ours: bool
) -> None:
    """Raise ForeignGraph when the database holds another study, or nodes that kgraph did not write, naming them.

    ``ours`` says that this study was loaded into it. Then ``verify`` lets everything pass: a hand put it there, and it
    is taken out.
    """
    others = sorted({str(load.get("study")) for load in loads} - {study})
    if others:
        raise ForeignGraph(f"{place} holds the study {', '.join(others)}, not {study}; a database holds one study")
    if ours and verify:
        return
    found = engine.read("MATCH (n) RETURN labels(n) AS labels, count(*) AS n").rows
    foreign = {joined(labels): n for labels, n in found if not ours or not set(labels) <= _OURS}
    if foreign:
        named = ", ".join(f"{n} {labels}" for labels, n in sorted(foreign.items()))
        advice = "give kgraph a database of its own, or take them out by hand"
        if ours:
            advice = "`kgraph load --verify` takes them out"
        raise ForeignGraph(f"{place} holds nodes that kgraph did not write ({named}); {advice}")


def manifest(engine: Engine, load: Mapping[str, Any]) -> Manifest:
    """A manifest of what the database really holds, read from it whole, with what only a hand can have made."""
    kinds = engine.read("MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n").rows
    strange = {type: n for type, n in kinds if type not in (*TYPES, *DERIVED)}
    labelled = engine.read("MATCH (n) RETURN labels(n) AS labels, count(*) AS n").rows
    odd: Counter[str] = Counter()
    for labels, n in labelled:
        if not set(labels) & _OURS:
            strange[f"({joined(labels)})"] = n
        elif frozenset(labels) not in SETS:
            odd[f"({joined(labels)})"] = n
    return Manifest(load, _node_hashes(engine, odd), _relationship_hashes(engine, odd), strange, dict(odd))


def _node_hashes(engine: Engine, odd: Counter[str]) -> Hashes:
    """A hash for each node by label and id; those that have labels of ours in another mixture are left out."""
    found: Hashes = {}
    for label in (label for label in LABELS if label != "Load"):
        for (node,) in engine.read(f"MATCH (n:{label}) RETURN n AS node").rows:
            id = node.properties.get("id", "")
            if not isinstance(id, str):
                odd[f"({label} whose id is no text)"] += 1
            elif frozenset(node.labels) in SETS:
                found.setdefault(label, {})[id] = _hash_of(node, label)
    return found


def _relationship_hashes(engine: Engine, odd: Counter[str]) -> Hashes:
    found: Hashes = {}
    for type in (*TYPES, *DERIVED):
        hashes: dict[str, str] = {}
        for key, hash in _relationships(engine, type):
            if key.start_label not in ENTITY_OF or key.end_label not in ENTITY_OF:
                odd[f"{type} of nodes without a label of theirs"] += 1
                continue
            if not all(part is None or isinstance(part, str) for part in (*key[:4], *key.identity)):
                odd[f"{type} whose {' or '.join(('ends', *identity(type)))} is no text"] += 1
                continue
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
        ends = own_label(start_labels), start or "", own_label(end_labels), end or ""
        yield Key(*ends, own), property_hash(properties)


def joined(labels: Iterable[str]) -> str:
    """Some labels as one text, for people to read."""
    return ":".join(sorted(labels)) or "no label"


def own_label(labels: Sequence[str]) -> str:
    """The label that a node's id is unique in, out of all it has."""
    return next((label for label in labels if label in ENTITY_OF), ":".join(sorted(labels)))


def _hash_of(node: Node, label: str) -> str:
    if set(node.labels) != set(labels_of(label, node.properties)):
        return "other labels"
    return property_hash(dict(node.properties))
