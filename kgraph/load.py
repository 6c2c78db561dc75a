"""Loading: make a graph what the study's files say, wholly or not at all.

Every load reads all files. What they say is compared with what the last load put into the graph, and only the
differences are written: in one transaction where they fit one; by building the graph anew beside the old one where the
engine can and much has changed; else in parts, between which the graph is marked incomplete and refuses to answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from itertools import chain
from typing import TYPE_CHECKING, Any

from kgraph import __version__
from kgraph.connection import Connection
from kgraph.content import Content
from kgraph.engines import Statement
from kgraph.errors import GraphBusy, UsageError
from kgraph.graph import Graph
from kgraph.names import digest
from kgraph.records import Problem
from kgraph.study import Study, file_hash

if TYPE_CHECKING:
    from kgraph.check import Checked

ONE_TRANSACTION = 50_000
"""Changes that are written in one transaction; more go in parts where the engine cannot build anew."""
REBUILD_FROM = 2_000
"""Changes from which a graph is built anew where the engine can; a first load always is."""

Progress = Callable[[str], None]


@dataclass(slots=True)
class Report:
    """What a load did, or would do.

    ``same`` says that the files, the version and the settings are those of the last complete load, so that there was
    nothing to do. ``plan`` is what differs from it. ``by_hand`` is what ``verify`` found changed in the graph itself.
    """

    study: Study
    place: str
    same: bool = False
    written: bool = False
    plan: Any = None
    by_hand: Any = None
    load: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    fields: Mapping[tuple[str, str], list[tuple[str, Any, Any]]] = field(default_factory=dict)
    """For ``dry`` and ``verify``: what changes in each changed node or relationship, field by field."""


def load(
    study: Study, via: Connection, *, verify: bool = False, dry: bool = False, progress: Progress = lambda step: None
) -> Report:
    """Make the graph at a connection what the study's files say.

    ``verify`` compares with the graph itself rather than with what is known of the last load, and takes back what was
    changed by hand. ``dry`` changes nothing, and says what would be done.

    Raises DataError with every error of the files, a GraphError when the graph cannot be reached or is not this
    study's. Whatever is raised, and whenever the process ends, the graph is as before, or is marked incomplete.
    """
    from kgraph.collector import paused

    with _only_one(study), paused():
        files = _files(study)
        if not (verify or dry) and (known := _kept_embedded(study, via)) and _same(known, files, study):
            return Report(study, (study.hidden / "graph").as_posix(), same=True, load=known)
        # Files with errors do not so much as make an empty graph; a server that is away is said before long work.
        checked = _checked(study, progress) if via.embedded else None
        with Graph(via.open(study), study, via) as graph:
            return load_into(graph, verify=verify, dry=dry, progress=progress, files=files, checked=checked)


def load_into(
    graph: Graph, *, verify: bool = False, dry: bool = False, progress: Progress = lambda step: None,
    files: Mapping[str, str] | None = None, checked: Checked | None = None,
) -> Report:  # fmt: skip
    """The same for a graph that is open. ``files`` and ``checked`` are what is known of the study already."""
    study = _study_of(graph)
    files = files or _files(study)
    last = _last(graph, study)
    if last and not (verify or dry) and _same(last, files, study):
        return Report(study, graph.place, same=True, load=last)
    from kgraph.derive import derive

    checked = checked or _checked(study, progress)
    graph.refuse_foreign(study, verify=verify)
    progress("tracing how ideas can have moved")
    content = checked.content
    content.relationships |= derive(content, checked.order).as_relationships()
    node = _load_node(study, files, content)
    return _apply(graph, content, node, checked.problems, verify=verify, dry=dry, progress=progress)


def _checked(study: Study, progress: Progress) -> Checked:
    from kgraph.check import check  # late: an unchanged study is told without the model

    return check(study, progress).sound()


def _apply(
    graph: Graph, content: Content, node: dict[str, Any], problems: tuple[Problem, ...],
    *, verify: bool, dry: bool, progress: Progress,
) -> Report:  # fmt: skip
    from kgraph import manifest
    from kgraph.fields import changed_fields

    study, target = _study_of(graph), _target(graph)
    progress("comparing with the graph")
    loads = graph.loads()
    last = loads[-1] if loads and all(load.get("complete") for load in loads) else None
    after, known = manifest.book(content), _known(study, target, last)
    found, by_hand = _differences(graph, after, known, node, empty=not loads, verify=verify)
    report = Report(study, graph.place, plan=found, by_hand=by_hand, load=node, problems=problems)
    if dry or verify:
        report.fields = changed_fields(graph, found, content)
    files = dict(zip(node["files"], node["sha256"], strict=True))
    if dry or (not len(found) and last and _same(last, files, study)):
        return report
    progress("writing")
    _write(graph, found, content, node, first=not loads)
    progress("keeping note of it")
    manifest.keep(study, target, node, after, known)
    graph.engine.mark(node["id"])
    report.written = True
    return report


def _known(study: Study, target: str, last: Mapping[str, Any] | None) -> Any:
    """The kept manifest of a graph's last load; None when there is no complete one, or what is kept is another's."""
    from kgraph.manifest import kept, kept_load

    if last is None or (kept_load(study, target) or {}).get("id") != last.get("id"):
        return None
    return kept(study, target)


def _differences(
    graph: Graph, after: Any, known: Any, node: dict[str, Any], *, empty: bool, verify: bool
) -> tuple[Any, Any]:
    """What differs between a graph and what it should hold; for ``verify``, what was changed by hand as well."""
    from kgraph.manifest import Manifest
    from kgraph.plan import plan

    if known and not verify:
        return plan(known.manifest({}, without=after), after.manifest(node, without=known)), None
    real = Manifest({}) if empty else graph.manifest()
    by_hand = plan(real, known.manifest({})) if verify and known else None
    return plan(real, after.manifest(node)), by_hand


def _write(graph: Graph, found: Any, content: Content, node: dict[str, Any], *, first: bool) -> None:
    from kgraph.plan import statements
    from kgraph.schema import ddl
    from kgraph.statements import all_node_tables, all_relationship_tables, create_nodes, node_tables

    engine = graph.engine
    done = {**node, "complete": True}
    relabelled = "Network" in found.nodes or _changes_label(found)
    if engine.rebuilds and (first or len(found) >= REBUILD_FROM or relabelled):
        loads = [dict(load) for load in graph.loads() if load.get("complete")]
        nodes = chain(all_node_tables(content), node_tables("Load", [*loads, done]))
        engine.rebuild(ddl(), nodes, all_relationship_tables(content))
        return
    engine.define(ddl())
    engine.mark(None)
    finish = [
        Statement("MATCH (l:Load) WHERE NOT l.complete DETACH DELETE l"),
        *chain.from_iterable(map(create_nodes, node_tables("Load", [done]))),
    ]
    if len(found) <= ONE_TRANSACTION:
        engine.write(chain(statements(found, content), finish))
        return
    engine.write(chain.from_iterable(map(create_nodes, node_tables("Load", [{**node, "id": f"{node['id']}-part"}]))))
    for statement in statements(found, content):
        engine.write([statement])
    engine.write(finish)


def _changes_label(found: Any) -> bool:
    added = {id for difference in found.nodes.values() for id in difference.added}
    return any(id in added for difference in found.nodes.values() for id in difference.gone)


# -- what was loaded last ----------------------------------------------------------------------------------------------


def _files(study: Study) -> dict[str, str]:
    return {name: file_hash(path) for name, path in study.paths()}


def _same(last: Mapping[str, Any], files: Mapping[str, str], study: Study) -> bool:
    """Whether a load was of these very files, by this version, with these settings, and was completed."""
    if not last.get("complete") or last.get("version") != __version__ or last.get("settings") != study.settings_hash():
        return False
    loaded = dict(zip(last.get("files", []), last.get("sha256", []), strict=True))
    texts = {name: study.path(name) for name in loaded if name not in files}
    return loaded == {**files, **{name: file_hash(path) for name, path in texts.items() if path.is_file()}}


def _last(graph: Graph, study: Study) -> Mapping[str, Any] | None:
    """The last load of a study into its graph; None when there is none, or one was left unfinished."""
    found = graph.loads()
    whole = found and all(load.get("complete") for load in found)
    return found[-1] if whole and found[-1].get("study") == study.id else None


def _kept_embedded(study: Study, via: Connection) -> Mapping[str, Any] | None:
    """The last load of the embedded graph, known without opening it; None when that cannot be told."""
    if not via.embedded:
        return None
    from kgraph.engines.embedded import Embedded
    from kgraph.manifest import kept_load

    state, known = Embedded.state(study.hidden / "graph"), kept_load(study, via.target)
    return {**known, "complete": True} if state and known and state.get("load") == known.get("id") else None


def _load_node(study: Study, files: Mapping[str, str], content: Content) -> dict[str, Any]:
    texts = sorted({node["text"] for node in content.nodes.get("Source", {}).values() if "text" in node})
    hashes = {**files, **{name: file_hash(study.path(name)) for name in texts if study.path(name).is_file()}}
    at = datetime.now(timezone.utc).isoformat(timespec="microseconds")
    counts = {label: len(nodes) for label, nodes in content.nodes.items() if nodes}
    counts |= {type: len(found) for type, found in content.relationships.items() if found}
    return {
        "id": f"load-{digest(study.id, at)}",
        "study": study.id,
        "at": at,
        "version": __version__,
        "files": list(hashes),
        "sha256": list(hashes.values()),
        "settings": study.settings_hash(),
        "counts": json.dumps(dict(sorted(counts.items()))),
        "complete": False,
    }


def _study_of(graph: Graph) -> Study:
    if graph.study is None:
        raise UsageError("this graph was opened without a study; open it with the study's folder to load")
    return graph.study


def _target(graph: Graph) -> str:
    return graph.connection.target if graph.connection else graph.place


@contextmanager
def _only_one(study: Study) -> Iterator[None]:
    """Hold the study's lock, so that two loads of it never run at once."""
    from filelock import FileLock, Timeout

    study.hidden.mkdir(exist_ok=True)
    lock = FileLock(study.hidden / "lock")
    try:
        with lock.acquire(timeout=0):
            yield
    except Timeout:
        raise GraphBusy(f"another load of {study.folder} is under way; wait for it to end") from None
