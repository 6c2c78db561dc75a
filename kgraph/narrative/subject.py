"""What a narrative is asked about: the idea, network or actor that an id or a name stands for."""

from __future__ import annotations

from functools import cache

from kgraph.engines import Engine
from kgraph.errors import ParameterError
from kgraph.narrative.facts import Subject, own_label
from kgraph.packs import Pack, read
from kgraph.running import run
from kgraph.wording import several

_LABELS = ("KnowledgeItem", "Network", "Actor")
_PACK = """\
// What an account is of
//
// param: about (text) - id or name of an idea, network or actor
// returns: id (text), labels (list of text)
// evidence: accounts
// example: about=open-licence
MATCH (n:KnowledgeItem|Network|Actor) WHERE n.id = $about OR n.name = $about
RETURN n.id AS id, labels(n) AS labels, [] AS accounts
ORDER BY id, labels
"""
_PROPERTIES = """
RETURN n.name AS name, n.kind AS kind, n.size AS size, n.description AS description, n.purpose AS purpose,
       n.begins AS begins, n.ends AS ends, n.url AS url
"""


def subject_of(engine: Engine, about: str) -> Subject:
    """The subject of an id or a name, found as packs find it; ``Actor:ana`` says which of two that share an id.

    Raises ParameterError when nothing is called so, or more than one thing is.
    """
    prefix, colon, rest = about.partition(":")
    sheet = prefix if colon and prefix.isidentifier() else ""
    found = _found(engine, rest, sheet) if sheet else []
    found = found or _found(engine, about)
    if not found:
        raise ParameterError(f"about: nothing here is called {about!r}; load a study first")
    if len(found) > 1:
        both = several([repr(f"{own_label(labels)}:{id}") for id, labels in found], "or")
        raise ParameterError(f"about: {about!r} is the id of more than one thing; write {both}")
    ((id, labels),) = found
    label = next(label for label in _LABELS if label in labels)
    read_ = engine.read(f"MATCH (n:{label} {{id: $id}}) {_PROPERTIES}", {"id": id})
    properties = dict(zip(read_.columns, read_.rows[0], strict=True))
    return Subject(label, own_label(labels), id, properties.pop("name") or id, properties)


def _found(engine: Engine, about: str, label: str = "") -> list[tuple[str, list[str]]]:
    """What is called so, an id before a name; with ``label`` only what has that and this id."""
    query = "MATCH (n:KnowledgeItem|Network|Actor) WHERE n.id = $id RETURN n.id AS id, labels(n) AS labels"
    rows = sorted(engine.read(query, {"id": about}).rows, key=lambda row: own_label(row[1]))
    if label or rows:  # an id of two things is refused here, with the words by which either can be had
        return [(id, labels) for id, labels in rows if not label or label in labels]
    return list(run(engine, _pack(), {"about": about}).rows)


@cache
def _pack() -> Pack:
    """The question who or what is meant, as a pack: so that names are found, and refused, as packs do."""
    return read(_PACK, "account", "kgraph account", shipped=True)
