"""Writing: a plan's differences into a graph, wholly or marked incomplete, whatever interrupts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from kgraph.content import Content
from kgraph.engines import Engine, Statement
from kgraph.vocabulary import ENTITY_OF, node_properties

if TYPE_CHECKING:
    from kgraph.plan import Plan

ONE_TRANSACTION = 50_000
"""Changes that are written in one transaction; more go in parts where the engine cannot build anew."""
REBUILD_FROM = 2_000
"""Changes from which a graph is built anew where the engine can; a first load always is."""


def write(
    engine: Engine, found: Plan, content: Content, node: Mapping[str, Any], loads: Sequence[Mapping[str, Any]] = (),
    *, anew: Plan | None = None, defined: bool = False,
) -> None:  # fmt: skip
    """Write what differs, and the load's node; ``loads`` are those that are there.

    ``anew`` is a plan of everything, where all that is there must go first. ``defined`` says that the constraints and
    indexes are this version's already.
    """
    from kgraph.schema import ddl
    from kgraph.statements import all_node_tables, all_relationship_tables, node_tables

    if engine.rebuilds and (not loads or anew or len(found) >= REBUILD_FROM or _leaves_words(found)):
        whole = [dict(load) for load in loads if load.get("complete")]
        nodes = chain(all_node_tables(content), node_tables("Load", [*whole, {**node, "complete": True}]))
        engine.rebuild(ddl(), nodes, all_relationship_tables(content))
        return
    if not defined:
        engine.define(ddl())
    engine.mark(None)
    _in_place(engine, found, content, node, [str(load.get("id")) for load in loads], anew)


def take_over(
    engine: Engine, found: Plan, content: Content, loads: Sequence[Mapping[str, Any]], known: Sequence[str],
    *, anew: Plan | None = None,
) -> None:  # fmt: skip
    """Make a graph what another holds, with that one's Load nodes in the place of its own.

    ``found`` is what differs, of which an engine that builds anew needs nothing; ``known`` are the ids of its own.
    """
    from kgraph.schema import ddl
    from kgraph.statements import all_node_tables, all_relationship_tables, node_tables

    if engine.rebuilds:
        nodes = chain(all_node_tables(content), node_tables("Load", map(dict, loads)))
        engine.rebuild(ddl(), nodes, all_relationship_tables(content))
        return
    engine.define(ddl())
    # A name of its own: an interrupted copy may have left its mark of the same load, and two may copy at once.
    part = {**loads[-1], "id": f"{loads[-1]['id']}-{token_hex(4)}"}
    _in_place(engine, found, content, part, [*known, *(str(load["id"]) for load in loads)], anew, loads)


def _in_place(
    engine: Engine, found: Plan, content: Content, node: Mapping[str, Any], known: Sequence[str], anew: Plan | None,
    instead: Sequence[Mapping[str, Any]] = (),
) -> None:  # fmt: skip
    """Write in one transaction, or in parts, between which the graph is marked incomplete.

    At its end there is the node of the load beside the whole ones, or ``instead`` in the place of all.

    Two loads of a server's graph at once would each write what both have planned. So the loads that are there are
    locked, and everything is undone where one has been added since.
    """
    from kgraph.plan import everything_away, statements

    part = {**node, "id": f"{node['id']}-part", "complete": False}
    added = "MATCH (l:Load) WHERE NOT l.id IN $known RETURN l.id AS id LIMIT 1"
    unless = Statement(added, {"known": [*known, node["id"], part["id"]]})
    lock = [] if engine.rebuilds else [Statement("MATCH (l:Load) SET l.complete = l.complete")]
    finish = [Statement("MATCH (l:Load) WHERE NOT l.complete DETACH DELETE l"), *_load({**node, "complete": True})]
    if instead:
        finish = [Statement("MATCH (l:Load) DETACH DELETE l"), *_load(*instead)]
    changes = chain(everything_away(found, anew) if anew else (), statements(anew or found, content))
    if len(anew or found) <= ONE_TRANSACTION:
        engine.write(chain(lock, changes, finish), unless)
        return
    engine.write([*lock, *_load(part)], unless)
    for statement in changes:
        engine.write([*lock, statement], unless)
    engine.write([*lock, *finish], unless)


def _load(*nodes: Mapping[str, Any]) -> Iterator[Statement]:
    from kgraph.statements import create_nodes, node_tables

    return chain.from_iterable(map(create_nodes, node_tables("Load", map(dict, nodes))))


def _leaves_words(found: Plan) -> bool:
    """Whether the embedded engine would keep words of what goes: its indexes do, of ids and names, until built anew."""
    named = {label for label, kind in ENTITY_OF.items() if "name" in node_properties(kind)}
    return any(one.gone or (one.changed and label in named) for label, one in found.nodes.items())
