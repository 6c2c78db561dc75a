"""The graph inside this process: ArcadeDB, in a folder beside the study, held by one process or by several readers."""

from __future__ import annotations

import atexit
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kgraph.engines import READ_ONLY, NodeTable, RelationshipTable, Rows, Statement
from kgraph.engines.batch import build
from kgraph.engines.java import complaints, given_back, java, leave_cleanly_on_sigterm, start
from kgraph.engines.java_parameters import parameters_to_java
from kgraph.engines.java_values import rows_of
from kgraph.engines.place import Place, read_state, size_of, sync
from kgraph.errors import GraphError, GraphIncomplete, KgraphError, OutOfMemory, QueryError, ReadOnlyError

CYPHER = "opencypher"
LARGE = 40_000_000  # bytes: an empty graph has 20 million, one of 20,000 events 55
FULL = ("No space left", "not enough space", "Disk quota exceeded", "File too large")


class Embedded:
    """A graph in a folder, made empty where there is none; an Engine.

    One process at a time holds it or, where all open it ``read_only``, several. What is committed survives a power cut;
    what is not is gone, however the process ends. ``heap`` is the most memory that Java takes for all graphs of this
    process (512m, 2g), fixed by the first.

    Raises EngineMissing, GraphBusy, and GraphError where the folder is damaged or cannot be written; GraphIncomplete
    where there is no graph to read.
    """

    name = "embedded"
    rebuilds = True

    def __init__(self, folder: Path, *, heap: str | None = None, read_only: bool = False) -> None:
        if read_only and not (folder / "current").exists():
            raise GraphIncomplete(f"nothing has been loaded into {folder.as_posix()} yet; `kgraph load` does")
        start(heap, large=size_of(folder) > LARGE)
        self.place = str(folder.absolute())
        self.read_only = read_only
        self._place = Place(folder, shared=read_only)
        self._database: Any = None
        try:
            graph = self._place.current()
            if graph is not None and read_only:
                self._database = self._to_read(graph)
            elif graph is None:
                graph = self._place.new()
                self._database = self._made(graph)
                sync(graph)
                self._place.swap(graph, None)
            else:
                self._database = self._opened(graph)
        except BaseException:
            self.close()
            raise
        self._undo_sigterm = leave_cleanly_on_sigterm()
        atexit.register(self.close)

    @staticmethod
    def state(folder: Path) -> dict[str, Any] | None:
        """What the graph in a folder was made from ({"graph": …, "load": … or None}), without opening it.

        None where there is none, or its folder has gone.
        """
        found = read_state(folder)
        return found if found and (folder / found["graph"]).is_dir() else None

    def mark(self, load: str | None) -> None:
        """Note which load the graph now holds; None before a write that could be left half done."""
        self._writable()
        self._place.mark(load)

    def read(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """The answer to a query that may only read.

        Raises ReadOnlyError where it would write, OutOfMemory where it needs too much of it, and QueryError where the
        engine refuses it.
        """
        try:
            return self._asked(cypher, parameters or {})
        except OutOfMemory:
            if not given_back():
                raise
            return self._asked(cypher, parameters or {})

    def _asked(self, cypher: str, parameters: Mapping[str, Any]) -> Rows:
        database = self._open()
        with self._explained():
            return _answer(database, cypher, database.query(CYPHER, cypher, parameters_to_java(parameters)))

    def write(self, statements: Iterable[Statement], unless: Statement | None = None) -> None:
        """Carry out the statements in one transaction: all of them, or none. Raises QueryError.

        ``unless`` is not asked: nobody else can write, for one process holds the graph.
        """
        with self._transaction() as database:
            for cypher, parameters in statements:
                result = database.command(CYPHER, cypher, parameters_to_java(parameters))
                result.stream().count()  # an answer is worked out as it is read, and so is what it writes
                result.close()

    def write_freely(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """The answer to a query that may write, in a transaction of its own or those that it asks for.

        Raises QueryError.
        """
        with self._transaction() as database:
            return _answer(database, cypher, database.command(CYPHER, cypher, parameters_to_java(parameters or {})))

    def define(self, statements: Iterable[str]) -> None:
        """Carry out schema statements. Raises QueryError."""
        database = self._writable()
        with self._explained():
            _define(database, statements)

    def rebuild(
        self, schema: Iterable[str], nodes: Iterable[NodeTable], relationships: Iterable[RelationshipTable]
    ) -> None:
        """Build a new graph beside the old one, and put it in its place when all of it is on the disk.

        A crash at any moment leaves the one or the other, whole. The new one is marked with no load.

        Raises ParameterError for a value that no graph can hold, QueryError where the schema refuses something, and
        GraphError where the graph cannot be written; the old one stays.
        """
        self._writable()
        old, graph = self._place.current(), self._place.new()
        database: Any = None
        try:
            with self._explained():
                complaints()
                database = self._made(graph)
                counts = build(database, nodes, relationships)
                _define(database, schema)  # an index made of what is there is quicker than one kept while it comes
                database.close()
            sync(graph)
            database = self._opened(graph)
            self._check(database, counts, complaints())
            self._place.swap(graph, None)
        finally:  # what ``current`` says decides, for an interrupt may come right after it was replaced
            swapped = self._place.current() == graph
            unwanted, other = (self._database, old) if swapped else (database, graph)
            self._database = database if swapped else self._database
            _abandon(unwanted)
            if other is not None:
                shutil.rmtree(other, ignore_errors=True)

    def close(self) -> None:
        """Let go of the graph and its folder. Closing twice is harmless."""
        atexit.unregister(self.close)
        database, self._database = self._database, None
        try:
            if database is not None and self.read_only:
                _return(database)
            elif database is not None and database.isOpen():
                with self._explained():
                    database.close()
        finally:
            self._place.release()
            undo = getattr(self, "_undo_sigterm", None)
            if undo is not None:
                undo()

    def __enter__(self) -> Embedded:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _open(self) -> Any:
        if self._database is None:
            raise GraphError(f"The graph in {self.place} has been closed: open it again.")
        return self._database

    def _writable(self) -> Any:
        if self.read_only:
            raise ReadOnlyError(READ_ONLY.format(place=self.place))
        return self._open()

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        """The database, in a transaction that is committed at the end, and undone by whatever comes in between."""
        database = self._writable()
        with self._explained():
            database.begin()
            try:
                yield database
                database.commit()
            finally:
                if database.isTransactionActive():
                    database.rollback()

    def _made(self, graph: Path) -> Any:
        with self._explained():
            return _durable(java("com.arcadedb.database.DatabaseFactory")(str(graph)).create())

    def _opened(self, graph: Path) -> Any:
        with self._explained():
            return _durable(java("com.arcadedb.database.DatabaseFactory")(str(graph)).open())

    def _to_read(self, graph: Path) -> Any:
        """A graph that nobody changes while it is read; first whole again, where a process that wrote it was killed."""
        if (graph / "database.lck").exists():
            self._place.release()
            Embedded(self._place.folder).close()
            self._place = Place(self._place.folder, shared=True)
        with self._explained():
            return _borrow(str(graph))

    def _check(self, database: Any, counts: Mapping[str, int], complained: list[str]) -> None:
        """See that all of a graph came to the disk: it was written in the background, and without the log."""
        with self._explained():
            short = {kind for kind, count in counts.items() if database.countType(kind, False) != count}
        if complained or short:
            raise _unwritten([*complained, f"not all of {', '.join(sorted(short))} arrived"], self.place)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn Java's exceptions into ours."""
        import jpype

        try:
            yield
        except jpype.JException as error:
            raise _in_words(error, self.place) from error


_borrowed: dict[str, tuple[Any, int]] = {}
_borrowing = threading.Lock()


def _borrow(graph: str) -> Any:
    """A database opened to read. The engine opens one only once in a process, so that its readers there share it."""
    with _borrowing:
        database, readers = _borrowed.get(graph, (None, 0))
        if database is None:
            mode = java("com.arcadedb.engine.ComponentFile$MODE").READ_ONLY
            database = java("com.arcadedb.database.DatabaseFactory")(graph).open(mode)
        _borrowed[graph] = database, readers + 1
        return database


def _return(database: Any) -> None:
    """Close a database that is read when its last reader in this process is done with it."""
    with _borrowing:
        graph = next(path for path, (opened, _) in _borrowed.items() if opened is database)
        readers = _borrowed.pop(graph)[1] - 1
        if readers:
            _borrowed[graph] = database, readers
        else:
            _abandon(database)


def _durable(database: Any) -> Any:
    """The database, made to flush its log at each commit: what a researcher coded is not lost to a power cut."""
    database.setWALFlush(java("com.arcadedb.engine.WALFile$FlushType").YES_FULL)
    return database


def _define(database: Any, statements: Iterable[str]) -> None:
    for statement in statements:
        database.command(CYPHER, statement).close()


def _abandon(database: Any) -> None:
    import jpype

    if database is not None:
        with suppress(jpype.JException):
            if database.isOpen():
                database.close()


def _answer(database: Any, cypher: str, result: Any) -> Rows:
    found = rows_of(result)
    columns = tuple(found[0]) if found else _columns(database, cypher)
    return Rows(columns, [tuple(row.values()) for row in found])


def _columns(database: Any, cypher: str) -> tuple[str, ...]:
    """The columns of an answer without rows, read from the query; () where it names none."""
    import jpype

    try:
        returned = java("com.arcadedb.query.opencypher.parser.Cypher25AntlrParser")(database).parse(cypher)
        clause = returned.getReturnClause()
    except jpype.JException:
        return ()
    if clause is None or clause.isReturnAll():
        return ()
    return tuple(str(item.getOutputName()) for item in clause.getReturnItems())


BUDGET = "Query heap budget exceeded"
"""What the engine says when the answers that wait in memory would fill half of its heap."""


def _in_words(error: Any, place: str) -> KgraphError:
    """The exception of ours that says what one of Java's means."""
    causes = list(_causes(error))
    kinds = {str(cause.getClass().getName()).rpartition(".")[2] for cause in causes}
    texts = [str(cause.getMessage() or "") for cause in causes]
    if "QueryNotIdempotentException" in kinds:
        return ReadOnlyError("This query would write, and only reading is allowed here: the graph was not touched.")
    if any(sign in text for sign in FULL for text in texts):
        return _unwritten(texts, place)
    if kinds & {"OutOfMemoryError", "HeapLimitExceededException"} or any(BUDGET in text for text in texts):
        return OutOfMemory(
            "This needs more memory than the embedded graph may take: ask for less, set KGRAPH_HEAP to more (it takes "
            "1g unless told), such as 4g, or load the study into a Neo4j, which `kgraph up` starts."
        )
    if kinds & {"IOException", "FileNotFoundException", "NoSuchFileException", "InvalidPathException"}:
        again = "If that is not the disk's fault, delete that folder and load again: it is made from the study's files."
        return GraphError(f"The graph in {place} cannot be read or written: {_first_line(texts).rstrip('.')}. {again}")
    return QueryError(f"The graph refused this: {_first_line(texts)}")


def _unwritten(texts: list[str], place: str) -> GraphError:
    full = any(sign in text for sign in FULL for text in texts)
    reason = "the disk is full" if full else texts[0].rstrip(".")
    return GraphError(f"The graph in {place} could not be written, and stays as it was: {reason}.")


def _causes(error: Any) -> Iterator[Any]:
    for _ in range(20):
        if error is None:
            return
        yield error
        error = error.getCause()


def _first_line(texts: list[str]) -> str:
    for text in reversed(texts):
        if text.strip():
            return text.strip().splitlines()[0]
    return "it gave no reason"
