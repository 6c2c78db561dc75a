"""Copying a graph into another database, exactly: every node, relationship, property and Load node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kgraph.connection import Connection
from kgraph.content import Content
from kgraph.errors import UsageError
from kgraph.graph import Graph
from kgraph.moving.whole import Progress, Whole


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied from where to where; ``differed`` is how many of it were not there so already, where known."""

    study: str
    source: str
    target: str
    nodes: int
    relationships: int
    differed: int | None = None

    def __str__(self) -> str:
        text = (
            f"Copied the study {self.study} from {self.source} to {self.target}: {self.nodes:,} nodes and "
            f"{self.relationships:,} relationships"
        )
        if self.differed is None:
            return text
        return f"{text}; {self.differed:,} of them differed there" if self.differed else f"{text}, all there already"


def copy(source: Graph, target: Graph, progress: Progress = lambda step: None) -> Copied:
    """Make one graph the same as another: empty, or of the same study, before.

    Where the target cannot be built anew beside itself, it is marked incomplete until all of it is there. A target
    opened with its study is noted in the study's .kgraph folder, as a load is.

    Raises GraphIncomplete where the source is not whole, ForeignGraph where either holds what kgraph did not write or
    the target another study, GraphBusy where either changes meanwhile.
    """
    from kgraph.collector import paused
    from kgraph.held import refuse_foreign

    with paused():
        progress(f"reading {source.place}")
        whole = Whole(source)
        study = str(whole.load["study"])
        loads = target.loads()
        refuse_foreign(target.engine, study, loads, target.place, verify=False, ours=bool(loads))
        content = whole.content()
        differed = _put(target, content, whole.loads, loads, progress)
    return Copied(study, source.place, target.place, whole.node_count, whole.relationship_count, differed)


def _put(
    target: Graph, content: Content, loads: Sequence[Mapping[str, Any]], there: Sequence[Mapping[str, Any]],
    progress: Progress,
) -> int | None:  # fmt: skip
    """Write what differs; how much that is, or None where all was built anew."""
    from kgraph.manifest import Manifest, book
    from kgraph.plan import Plan, plan
    from kgraph.write import take_over

    after = book(content)
    found, anew = Plan(), None
    if not target.engine.rebuilds:
        progress(f"comparing with {target.place}")
        real, wanted = target.manifest() if there else Manifest({}), after.manifest(loads[-1])
        found, anew = plan(real, wanted), plan(None, wanted) if real.odd else None
        if not len(found) and [dict(load) for load in there] == loads:
            _note(target, loads[-1], after)
            return 0
    progress(f"writing {target.place}")
    _note(target, {**loads[-1], "id": f"{loads[-1]['id']}-part"}, None)
    target.engine.mark(None)
    take_over(target.engine, found, content, loads, [str(load.get("id")) for load in there], anew=anew)
    progress("keeping note of it")
    _note(target, loads[-1], after)
    return None if target.engine.rebuilds else len(found)


def _note(target: Graph, load: Mapping[str, Any], after: Any) -> None:
    """Keep the manifest of what was copied, as a load does; an empty one names the graph while it is under way.

    The id of that one is no load's, so that no load takes it for what the graph holds.
    """
    from kgraph import manifest

    if target.study is None:
        return
    try:
        manifest.keep(target.study, target.target, load, after or manifest.Book())
    except OSError:
        manifest.forget(target.study, target.target)
    if after is not None:
        target.engine.mark(load["id"])


def refuse_itself(source: Connection, target: Connection) -> None:
    """Raise UsageError where both are the same graph, however its address is written.

    An address that hides it (another name of the same machine) does no harm: nothing differs, and nothing is written.
    """
    if _meant(source) == _meant(target):
        raise UsageError("a graph cannot be copied to itself; name two")


def _meant(via: Connection) -> tuple[str, ...]:
    if via.embedded:
        return (via.uri,)
    from kgraph.engines.address import Address

    host, _, port = Address(via.uri).shown.partition("://")[2].rpartition(":")
    if not port.isdigit():
        host, port = f"{host}:{port}".lstrip(":"), "7687"
    here = {"localhost": "127.0.0.1", "[::1]": "127.0.0.1"}
    return here.get(host.lower(), host.lower()), port, via.database or "neo4j"
