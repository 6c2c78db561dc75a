"""A graph as a Cypher script that makes it anew: sorted, one statement a line, the same for the same graph.

So two exports that lie in git differ only in what changed. Load nodes come at the end, oldest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kgraph.content import Key, Properties
from kgraph.moving.whole import Progress, Whole
from kgraph.packs import literal
from kgraph.schema import ddl
from kgraph.statements import labels_of


def export_script(whole: Whole, progress: Progress = lambda step: None) -> Iterator[str]:
    """The lines of the script, each a statement or a comment, without their ends.

    Raises ForeignGraph and GraphBusy as reading does, and then has no last lines: what has them is whole.
    """
    yield f"// The study {whole.load['study']}, for an empty database: cypher-shell -f FILE"
    yield "// It holds the study's passages and names: keep it as safeguarded as the study is."
    yield from (f"{statement};" for statement in ddl())
    for label, nodes in whole.nodes():
        progress(f"writing {label}")
        yield from (_node_line(label, node) for node in sorted(nodes, key=lambda node: str(node["id"])))
    for type, found in whole.relationships():
        progress(f"writing {type}")
        yield from _relationship_lines(type, found)
    whole.still()
    yield from (_node_line("Load", load) for load in whole.loads)


def _node_line(label: str, node: Properties) -> str:
    return f"CREATE (:{':'.join(labels_of(label, node))} {properties_text(node)});"


def _relationship_lines(type: str, found: Iterable[tuple[Key, Properties]]) -> Iterator[str]:
    for key, stated in sorted(found, key=lambda one: _order(one[0])):
        properties = f" {properties_text(stated)}" if stated else ""
        yield (
            f"MATCH (a:{key.start_label} {{id: {text(key.start)}}}), (b:{key.end_label} {{id: {text(key.end)}}}) "
            f"CREATE (a)-[:{type}{properties}]->(b);"
        )


def _order(key: Key) -> tuple[Any, ...]:
    return (*key[:4], tuple((part is not None, part or "") for part in key.identity))


def properties_text(found: Mapping[str, Any]) -> str:
    """Properties as Cypher writes them, sorted by name.

    >>> properties_text({"name": "Ana's", "id": "ana", "size": 3})
    "{id: 'ana', name: 'Ana\\\\'s', size: 3}"
    """
    return f"{{{', '.join([f'{name}: {_value(found[name])}' for name in sorted(found)])}}}"


def _value(value: Any) -> str:
    if type(value) is str:
        return text(value)
    if type(value) is list:
        return f"[{', '.join([text(part) for part in value])}]"
    return literal(value)


def text(value: str) -> str:
    """A text as a Cypher literal on one line; what has nothing to escape, as nearly every one, is quick."""
    if not value.isprintable():
        return literal(value)
    if "\\" in value or "'" in value:
        value = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{value}'"
