"""A study's graph, opened: to ask it questions, and to see which load put there what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kgraph.connection import Connection, connection
from kgraph.engines import READ_ONLY, Engine
from kgraph.errors import ForeignGraph, GraphError, GraphIncomplete, ReadOnlyError, UsageError
from kgraph.study import Study, open_study

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from pandas import DataFrame

    from kgraph.answer import Answer
    from kgraph.load import Report
    from kgraph.manifest import Manifest
    from kgraph.narrative import Narrative
    from kgraph.packs import Shelf
    from kgraph.reproduction import Reproduction


class Graph:
    """A study's graph. It closes at the end of a ``with`` block.

    ``engine`` is the database it lives in, and ``study`` the study whose files it is made from, where one is known.
    """

    def __init__(self, engine: Engine, study: Study | None = None, via: Connection | None = None) -> None:
        self.engine = engine
        self.study = study
        self.connection = via

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database. Closing twice is harmless."""
        self.engine.close()

    @property
    def place(self) -> str:
        """Where the graph is, for people to read: the folder as they named it, or the server's address."""
        if self.study is not None and self.engine.name == "embedded":
            return (self.study.hidden / "graph").as_posix()
        return self.engine.place

    @property
    def target(self) -> str:
        """The graph that is meant, as what is kept of it is named."""
        return self.connection.target if self.connection else self.place

    def __repr__(self) -> str:
        of = f"of the study {self.study.id}, " if self.study else ""
        return f"<Graph {of}{self.engine.name}, in {self.place}{', read only' if self.engine.read_only else ''}>"

    def _repr_html_(self) -> str:
        """What a notebook shows of it: the study, where it is, and how many nodes of each label it holds."""
        from html import escape

        from kgraph.vocabulary import LABELS

        title = self.study.title if self.study else "A graph"
        try:
            held = "; ".join(f"{n} {label}" for label, n in self.counts().items() if label in LABELS) or "nothing yet"
        except GraphError as error:
            held = str(error)
        where = f"{self.engine.name}, in {self.place}{', read only' if self.engine.read_only else ''}"
        return f"<p><b>{escape(title)}</b> ({escape(where)})<br>{escape(held)}</p>"

    # -- asking --------------------------------------------------------------------------------------------------------

    def run(self, pack: str, **parameters: Any) -> Answer:
        """The answer to a pack's question, each row with the accounts it rests on.

        Raises UsageError for a pack that is not there, ParameterError for a wrong value, GraphIncomplete while a load
        is unfinished.
        """
        from kgraph.method import Origin
        from kgraph.running import run

        found = self.packs.find(pack)
        return run(self.engine, found, parameters, Origin(self.engine, self.ready(), self.study))

    def account(
        self, about: str, *, since: str | None = None, until: str | None = None, with_controlled: bool = False
    ) -> Narrative:
        """What is told of an idea, a network or an actor, in order, each step with its passages.

        Raises ParameterError for an id or a name that nothing has, or several; otherwise as ``run``.
        """
        from kgraph.narrative import account

        return account(self, about, since=since, until=until, with_controlled=with_controlled)

    def again(self, manifest: Path | str | Mapping[str, Any]) -> Reproduction:
        """Whether the answer of a manifest, or of the file that holds one, still holds; and if not, what changed.

        Raises InputError for a file that is no manifest, StudyError for one of another study, UsageError when its pack
        is not there, and otherwise as ``run``.
        """
        from kgraph.reproduction import again

        return again(self, manifest)

    @property
    def packs(self) -> Shelf:
        """The packs that can be run: those that ship with kgraph, and those of the study's own folders."""
        from kgraph.packs import Shelf

        return Shelf(self.study.pack_folders() if self.study else ())

    def query(self, cypher: str, parameters: Mapping[str, Any] | None = None, *, write: bool = False) -> Answer:
        """The answer to a Cypher query, which may only read unless ``write`` is true.

        What is written so is unknown to the study's files: the next ``load --verify`` takes it back.
        """
        from kgraph.method import Origin
        from kgraph.running import query

        origin = None if write else Origin(self.engine, self.ready(), self.study)
        return query(self.engine, cypher, parameters or {}, write=write, origin=origin)

    def frame(self, name: str) -> DataFrame:
        """All nodes of a label, or relationships of a type, as a pandas DataFrame: ``Actor``, ``MEMBER_OF``.

        Nodes have their ``id`` as index; relationships have the ids of their ends in ``start`` and ``end``. Raises
        UsageError for a name that is neither, or without pandas; otherwise as ``run``.
        """
        from kgraph.frame import frame

        self.ready()
        return frame(self.engine, name)

    def py2neo(self) -> Any:
        """The same Neo4j as a py2neo Graph, for old notebooks. See kgraph.engines.py2neo."""
        from kgraph.engines.py2neo import py2neo_graph

        if self.connection is None:
            raise UsageError("py2neo needs an address; open the graph with kgraph.open")
        return py2neo_graph(self.connection)

    def load(self, *, verify: bool = False, dry: bool = False) -> Report:
        """Make the graph what the study's files say. See kgraph.load.load.

        Raises ReadOnlyError where it was opened to read only, unless ``dry``, which changes nothing.
        """
        from kgraph.load import load_open

        if self.study is None:
            raise UsageError("this graph was opened without a study; open it with the study's folder to load")
        if self.engine.read_only and not dry:
            raise ReadOnlyError(READ_ONLY.format(place=self.place))
        return load_open(self, verify=verify, dry=dry)

    # -- what it holds -------------------------------------------------------------------------------------------------

    def loads(self) -> list[Mapping[str, Any]]:
        """The loads that made the graph what it is, oldest first: the properties of its Load nodes."""
        found = self.engine.read("MATCH (l:Load) RETURN l AS load ORDER BY l.at, l.id")
        return [node.properties for (node,) in found.rows]

    def ready(self) -> Mapping[str, Any]:
        """The last load. Raises GraphIncomplete when there is none, or one was interrupted and has not been finished.

        Raises ForeignGraph when it holds another study than this one.
        """
        loads = self.loads()
        if not loads:
            raise GraphIncomplete(f"nothing has been loaded into {self.place} yet; `kgraph load` does")
        if self.study is not None and (others := sorted({str(load.get("study")) for load in loads} - {self.study.id})):
            raise ForeignGraph(f"{self.place} holds the study {', '.join(others)}, not {self.study.id}")
        if unfinished := [load for load in loads if not load.get("complete")]:
            raise GraphIncomplete(
                f"the load of {unfinished[-1].get('at')} was interrupted and {self.place} holds only a part of the "
                "study; `kgraph load` finishes it"
            )
        return loads[-1]

    def counts(self) -> dict[str, int]:
        """How many nodes of each label and relationships of each type there are."""
        from kgraph.held import counts

        return counts(self.engine)

    def refuse_foreign(self, study: Study, *, verify: bool = False) -> None:
        """Raise ForeignGraph when the database holds another study, or nodes that kgraph did not write, naming them.

        In a graph that this study was loaded into, ``verify`` lets everything pass: a hand put it there, and it is
        taken out.
        """
        from kgraph.held import refuse_foreign
        from kgraph.manifest import kept_load

        loads = self.loads()
        ours = bool(loads) or (verify and kept_load(study, self.target) is not None)
        refuse_foreign(self.engine, study.id, loads, self.place, verify=verify, ours=ours)

    def manifest(self) -> Manifest:
        """A manifest of what the database really holds, read from it whole, with what only a hand can have made."""
        from kgraph.held import manifest

        loads = self.loads()
        return manifest(self.engine, loads[-1] if loads else {})


def open_graph(
    folder: Path | str | None = None,
    *,
    uri: str | None = None,
    username: str | None = None,
    password: str | None = None,
    database: str | None = None,
    read_only: bool = False,
    **settings: Any,
) -> Graph:
    """A study's graph, opened: the embedded one in the study's folder, or the one at a URI.

    ``read_only`` opens it to be asked only: an embedded one then beside others that do the same.
    Without ``folder`` and with a URI the graph can be asked, not loaded. ``settings`` are those of the way to a Neo4j
    (kgraph.engines.settings). What is not given comes from the environment, then from the study's kgraph.toml.
    """
    from dataclasses import replace
    from pathlib import Path

    study = open_study(Path(folder)) if folder is not None else None
    flags = {"uri": uri, "username": username, "password": password, "database": database}
    via = replace(connection(study, flags, settings), read_only=read_only)
    return Graph(via.open(study), study, via)
