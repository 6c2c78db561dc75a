"""What a load changes, in words: how much of what, by name, and field by field beside what the graph holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kgraph.content import Content, Key
from kgraph.manifest import unwritten

if TYPE_CHECKING:
    from kgraph.graph import Graph
    from kgraph.load import Report
    from kgraph.plan import Difference, Plan

NAMED = 10
"""How many of each label or type are told by name, of those added, of those changed, and of those gone."""

_MOST_BY_HAND = 100
"""How many lines there are at the most of what a hand changed."""

Change = tuple[str, Any, Any]
"""A field, what it is now, and what it would be."""


def changed_fields(graph: Graph, plan: Plan, content: Content) -> dict[tuple[str, str], list[Change]]:
    """For each changed node (label, id) and relationship (type, key as written), the fields that differ.

    The first few that are added or gone are among them, each with all its fields, so that they can be told by name; not
    so where nothing was there before.
    """
    named = NAMED if graph.loads() else 0
    found: dict[tuple[str, str], list[Change]] = {}
    for label, difference in plan.nodes.items():
        gone, added = difference.gone[:named], difference.added[:named]
        now = dict(_nodes_now(graph, label, [*difference.changed, *gone]))
        for id in (*difference.changed, *gone, *added):
            then = {} if id in gone else content.nodes[label][id]
            found[label, id] = _differing({} if id in added else now.get(id, {}), then)
    for type, difference in plan.relationships.items():
        gone, added = difference.gone[:named], difference.added[:named]
        for text in (*difference.changed, *gone, *added):
            before = {} if text in added else _relationship_now(graph, type, unwritten(text))
            found[type, text] = _differing(before, {} if text in gone else content.relationships[type][unwritten(text)])
    return found


def _differing(now: Mapping[str, Any], then: Mapping[str, Any]) -> list[Change]:
    return [(name, now.get(name), then.get(name)) for name in sorted({*now, *then}) if now.get(name) != then.get(name)]


def _nodes_now(graph: Graph, label: str, ids: list[str]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    from kgraph.statements import BATCH  # late, as below: an unchanged study is told without the model

    for first in range(0, len(ids), BATCH):
        cypher = f"MATCH (n:{label}) WHERE n.id IN $ids RETURN n AS node ORDER BY n.id"
        for (node,) in graph.engine.read(cypher, {"ids": ids[first : first + BATCH]}).rows:
            yield node.properties["id"], node.properties


def _relationship_now(graph: Graph, type: str, key: Key) -> Mapping[str, Any]:
    from kgraph.statements import identity

    cypher = f"MATCH (:{key.start_label} {{id: $start}})-[r:{type}]->(:{key.end_label} {{id: $end}}) RETURN r AS found"
    for (found,) in graph.engine.read(cypher, {"start": key.start, "end": key.end}).rows:
        if tuple(found.properties.get(name) for name in identity(type)) == key.identity:
            return dict(found.properties)
    return {}


# -- in words ----------------------------------------------------------------------------------------------------------


def told(report: Report) -> str:
    """What a load did, or would do, as people read it."""
    if report.same:
        return f"Nothing has changed since the load of {report.load['at'][:19]}: {report.place} is as the files say."
    parts = [] if report.by_hand is None else [_by_hand(report)]
    if report.plan != report.by_hand and report.written:
        parts += _plan_lines(report.plan, {}, f"Loaded into {report.place}", f"{report.place} is as the files say.")
    elif report.plan != report.by_hand:
        nothing = f"Nothing to do: {report.place} is as the files say."
        parts += _plan_lines(report.plan, report.fields, f"Would change in {report.place}", nothing)
    still = "What the files said before is still in"
    return "\n".join([*parts, *(f"{still} {one}: load there as well, or remove it." for one in report.elsewhere)])


def _by_hand(report: Report) -> str:
    """What was changed by hand, each node and relationship by name."""
    if not len(report.by_hand):
        return "Nothing was changed by hand in the graph."
    lines = ["Changed by hand in the graph" + (", and taken back:" if report.written else ":")]
    words = {"added": "had been taken out", "gone": "had been put in", "changed": "had been changed"}
    for name, difference in _differences(report.by_hand):
        for side, word in words.items():
            for key in getattr(difference, side):
                lines.append(f"  {name} {_readable(key)} {word}")
                changes = report.fields.get((name, key), ()) if side == "changed" else ()
                lines += [f"    {field} {_value(before)} → {_value(after)}" for field, before, after in changes]
    lines += [f"  {name}: {number} that the model does not have" for name, number in report.by_hand.strange.items()]
    more = len(lines) - _MOST_BY_HAND
    return "\n".join([*lines[:_MOST_BY_HAND], *([f"  … and {more} lines more"] if more > 0 else [])])


def _plan_lines(plan: Plan, fields: Mapping[tuple[str, str], list[Change]], title: str, nothing: str) -> Iterator[str]:
    if not len(plan):
        yield nothing
        return
    yield f"{title}:"
    width = max(map(len, (*plan.nodes, *plan.relationships, *plan.strange)))
    for name, difference in _differences(plan):
        yield f"  {name:<{width}}  " + "  ".join(_counted(difference))
    for name, number in plan.strange.items():
        yield f"  {name:<{width}}  {number} of a type that is not the model's"
    for name, difference in _differences(plan):
        yield from _named(name, difference, fields)


def _named(name: str, difference: Difference, fields: Mapping[tuple[str, str], list[Change]]) -> Iterator[str]:
    """What is added, changed and gone of one label or type: the first few, where their fields are known."""
    for word, keys in _sides(difference):
        known = [key for key in keys[:NAMED] if (name, key) in fields]
        for key in known:
            if word == "changed":
                changes = fields[name, key]
                yield from (f"  {name} {_readable(key)}: {what} {_value(a)} → {_value(b)}" for what, a, b in changes)
            else:
                yield f"  {name} {_called(key, fields[name, key])} {word}"
        if known and len(keys) > NAMED:
            yield f"  … and {len(keys) - NAMED} more {name} {word}"


def _differences(plan: Plan) -> Iterator[tuple[str, Difference]]:
    yield from (*plan.nodes.items(), *plan.relationships.items())


def _sides(difference: Difference) -> Iterator[tuple[str, list[str]]]:
    yield from (("added", difference.added), ("changed", difference.changed), ("gone", difference.gone))


def _counted(difference: Difference) -> Iterator[str]:
    yield from (f"{len(keys)} {word}" for word, keys in _sides(difference) if keys)


def _called(key: str, changes: Iterable[Change]) -> str:
    """A relationship by its ends; a node by its name, summary or title, and its id."""
    from kgraph.render import clean

    values = {field: before if after is None else after for field, before, after in changes}
    name = next((values[field] for field in ("name", "summary", "title") if field in values), None)
    return _readable(key) if name is None or "\x1f" in key else f"{clean(str(name))} ({key})"


def _readable(key: str) -> str:
    parts = key.split("\x1f")
    return f"{parts[1]} – {parts[3]}" if len(parts) > 3 else key


def _value(value: Any) -> str:
    return "nothing" if value is None else repr(value) if isinstance(value, str) else str(value)
