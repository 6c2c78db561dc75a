"""Loading: make a graph what the study's files say, wholly or not at all.

Every load reads all files. What they say is compared with what the last load put into the graph, and only the
differences are written: in one transaction where they fit one; by building the graph anew beside the old one where the
engine can and much has changed; else in parts, between which the graph is marked incomplete and refuses to answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kgraph import __version__, receipt
from kgraph.connection import Connection
from kgraph.content import Content
from kgraph.errors import GraphBusy, UsageError
from kgraph.graph import Graph
from kgraph.records import Problem
from kgraph.study import Study

if TYPE_CHECKING:
    from kgraph.check import Checked

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
    elsewhere: list[str] = field(default_factory=list)
    """The study's other graphs that still hold what its files said before."""
    fields: Mapping[tuple[str, str], list[tuple[str, Any, Any]]] = field(default_factory=dict)
    """For ``dry`` and ``verify``: what changes in each changed node or relationship, field by field, and the fields of
    the first few that are added or gone."""

    def __str__(self) -> str:
        from kgraph.fields import told

        return told(self)


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
        files = receipt.hashes(study)
        if not (verify or dry) and (known := receipt.kept_embedded(study, via)) and receipt.same(known, files, study):
            return Report(study, (study.hidden / "graph").as_posix(), same=True, load=known)
        with _opening(study, via, verify) as opened:
            # Files with errors do not so much as make an empty graph; a server that is away is said before long work.
            checked = _checked(study, progress) if via.embedded else None
            with opened() as graph:
                return _load_into(graph, verify=verify, dry=dry, progress=progress, files=files, checked=checked)


@contextmanager
def _opening(study: Study, via: Connection, verify: bool) -> Iterator[Callable[[], Graph]]:
    """What opens the graph. An embedded one that is there is opened, and first asked something, while files are read.

    Either takes it as long as reading and checking a study of some thousand events.
    """
    from kgraph.engines.place import read_state

    if not (via.embedded and read_state(study.hidden / "graph")):
        yield lambda: Graph(via.open(study), study, via)
        return

    def opened() -> Graph:
        graph = Graph(via.open(study), study, via)
        try:
            graph.refuse_foreign(study, verify=verify)
        except BaseException:
            graph.close()
            raise
        return graph

    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as beside:
        opening = beside.submit(opened)
        try:
            yield opening.result
        finally:
            if opening.exception() is None:
                opening.result().close()


def load_open(graph: Graph, *, verify: bool = False, dry: bool = False) -> Report:
    """The same for a graph that is open already."""
    from kgraph.collector import paused

    with _only_one(_study_of(graph)), paused():
        return _load_into(graph, verify=verify, dry=dry)


def _load_into(
    graph: Graph, *, verify: bool = False, dry: bool = False, progress: Progress = lambda step: None,
    files: receipt.Hashes | None = None, checked: Checked | None = None,
) -> Report:  # fmt: skip
    """Load into a graph that is open. ``files`` and ``checked`` are what is known of the study already."""
    study = _study_of(graph)
    files = files or receipt.hashes(study)
    last = _last(graph, study)
    if last and not (verify or dry) and receipt.same(last, files, study):
        return Report(study, graph.place, same=True, load=last)
    from kgraph.derive import derive

    checked = checked or _checked(study, progress)
    graph.refuse_foreign(study, verify=verify)
    progress("tracing how ideas can have moved")
    content = checked.content
    content.relationships |= derive(content, checked.order).as_relationships()
    node = receipt.receipt(study, files, content)
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
    from kgraph.write import write

    study, target = _study_of(graph), graph.target
    progress("comparing with the graph")
    loads = graph.loads()
    last = loads[-1] if loads and all(load.get("complete") for load in loads) else None
    after, known = manifest.book(content), _known(study, target, last)
    found, by_hand, anew = _differences(graph, after, known, node, empty=not loads, verify=verify)
    report = Report(study, graph.place, plan=found, by_hand=by_hand, load=node, problems=problems)
    if dry or verify:
        report.fields = changed_fields(graph, found, content)
    files, _ = receipt.loaded(node)
    if dry or (not len(found) and last and receipt.same(last, files, study)):
        return report
    progress("writing")
    defined = bool(known and last and not verify and last.get("version") == __version__)
    write(graph.engine, found, content, node, loads, anew=anew, defined=defined)
    progress("keeping note of it")
    _keep(graph, node, after, known)
    report.written, report.elsewhere = True, receipt.elsewhere(study, target, node)
    return report


def _keep(graph: Graph, node: Mapping[str, Any], after: Any, known: Any) -> None:
    """Keep the manifest. Where it cannot be kept there is none, and the next load reads the graph: it is loaded."""
    from kgraph import manifest

    study, target = _study_of(graph), graph.target
    try:
        manifest.keep(study, target, node, after, known)
    except OSError:
        manifest.forget(study, target)
    graph.engine.mark(node["id"])


def _known(study: Study, target: str, last: Mapping[str, Any] | None) -> Any:
    """The kept manifest of a graph's last load; None when there is no complete one, or what is kept is another's."""
    from kgraph.manifest import kept, kept_load

    if last is None or (kept_load(study, target) or {}).get("id") != last.get("id"):
        return None
    return kept(study, target)


def _differences(
    graph: Graph, after: Any, known: Any, node: dict[str, Any], *, empty: bool, verify: bool
) -> tuple[Any, Any, Any]:
    """What differs between a graph and what it should hold; for ``verify``, what was changed by hand as well.

    Last a plan of everything, where a hand made something that nothing smaller takes back; else None.
    """
    from kgraph.manifest import Manifest
    from kgraph.plan import plan

    if known and not verify:
        return plan(known.manifest({}, without=after), after.manifest(node, without=known)), None, None
    real, wanted = Manifest({}) if empty and not verify else graph.manifest(), after.manifest(node)
    by_hand = plan(real, known.manifest({})) if verify and known else None
    return plan(real, wanted), by_hand, plan(None, wanted) if real.odd else None


# -- what was loaded last ----------------------------------------------------------------------------------------------


def _last(graph: Graph, study: Study) -> Mapping[str, Any] | None:
    """The last load of a study into its graph; None when there is none, or one was left unfinished."""
    found = graph.loads()
    whole = found and all(load.get("complete") for load in found)
    return found[-1] if whole and found[-1].get("study") == study.id else None


def _study_of(graph: Graph) -> Study:
    if graph.study is None:
        raise UsageError("this graph was opened without a study; open it with the study's folder to load")
    return graph.study


@contextmanager
def _only_one(study: Study) -> Iterator[None]:
    """Hold the study's lock, so that two loads of it never run at once."""
    from filelock import FileLock, Timeout

    from kgraph.engines.place import explained

    lock = FileLock(study.hidden / "lock")
    with explained(study.hidden):
        study.hidden.mkdir(exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise GraphBusy(f"another load of {study.folder} is under way; wait for it to end") from None
    try:
        yield
    finally:
        lock.release()
