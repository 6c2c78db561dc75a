"""The graph on a Neo4j server, by the official driver."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

from kgraph import __version__
from kgraph.engines import NodeTable, RelationshipTable, Rows, Statement
from kgraph.errors import GraphBusy, GraphError, UsageError

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Result, Session, Transaction

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
CONNECT_SECONDS = 5.0
RETRY_SECONDS = 15.0

IDS = "MATCH (n) WHERE elementId(n) IN $nodes RETURN elementId(n), n.id"

T = TypeVar("T")


class Neo4j:
    """A graph on a Neo4j server; an Engine. Connects at once, so that what is wrong is said before any work.

    A user name and password may stand in the URI; they are used, and never shown again.

    Raises UsageError for a URI of another kind, ConnectionFailed where the server is away or does not let us in.
    """

    name = "neo4j"
    rebuilds = False

    def __init__(
        self, uri: str, username: str | None = None, password: str | None = None, database: str | None = None
    ) -> None:
        address = Address(uri)
        self.place = address.shown
        self.database = database or None
        self._driver: Driver | None = None
        logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what it would say, our exceptions say
        user = username or address.username
        with self._explained():
            self._driver, self._bookmarks = _connected(address.plain, user, password or address.password)
            try:
                self._freely(lambda session: session.run("RETURN 1").consume())
            except BaseException:
                self.close()
                raise

    def read(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """The answer to a query that may only read; tried again where the server asks for it.

        Raises ReadOnlyError where it would write, QueryError where the server refuses it, ConnectionFailed.
        """
        given = dict(parameters or {})

        def work(transaction: ManagedTransaction) -> Rows:
            return _rows(transaction, transaction.run(cypher, given))

        with self._explained(reading=True), self._session("READ") as session:
            return session.execute_read(work)

    def write(self, statements: Iterable[Statement], unless: Statement | None = None) -> None:
        """Carry out the statements in one transaction, tried again where the server asks for it: all of them, or none.

        Raises GraphBusy when ``unless`` answers anything at its end, QueryError, ConnectionFailed.
        """
        every = tuple(statements)

        def work(transaction: ManagedTransaction) -> None:
            for cypher, parameters in every:
                transaction.run(cypher, dict(parameters)).consume()
            if unless and list(transaction.run(unless.cypher, dict(unless.parameters))):
                raise GraphBusy(f"Somebody else changed the graph at {self.place} meanwhile; load again.")

        with self._explained(), self._session("WRITE") as session:
            session.execute_write(work)

    def write_freely(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """The answer to a query that may write, in a transaction of its own or those that it asks for.

        Raises QueryError, ConnectionFailed.
        """
        given = dict(parameters or {})
        with self._explained():
            return self._freely(lambda session: _rows(session, session.run(cypher, given)))

    def define(self, statements: Iterable[str]) -> None:
        """Carry out schema statements, each by itself. Raises QueryError, ConnectionFailed."""
        for statement in statements:
            with self._explained():
                self._freely(lambda session, text=statement: session.run(text).consume())  # type: ignore[misc]

    def rebuild(
        self, schema: Iterable[str], nodes: Iterable[NodeTable], relationships: Iterable[RelationshipTable]
    ) -> None:
        """Not to be had here: a server's database is changed in place. Raises GraphError."""
        raise GraphError("A graph on a Neo4j server is changed in place, and cannot be built beside the old one.")

    def mark(self, load: str | None) -> None:
        """Nothing to do: a server keeps which load it holds in its Load nodes."""

    def close(self) -> None:
        """Let go of the connections. Closing twice is harmless."""
        driver, self._driver = self._driver, None
        if driver is not None:
            driver.close()

    def __enter__(self) -> Neo4j:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _session(self, mode: str) -> Session:
        if self._driver is None:
            raise GraphError(f"The connection to {self.place} has been closed: open it again.")
        return self._driver.session(
            database=self.database, default_access_mode=mode, bookmark_manager=self._bookmarks, fetch_size=5_000
        )

    def _freely(self, work: Callable[[Session], T]) -> T:
        with self._session("WRITE") as session:
            return work(session)

    @contextmanager
    def _explained(self, reading: bool = False) -> Iterator[None]:
        """Turn the driver's exceptions into ours."""
        from kgraph.engines.neo4j_errors import EXCEPTIONS, in_words

        try:
            yield
        except EXCEPTIONS as error:
            raise in_words(error, self.place, self.database, reading) from error


class Address:
    """A URI with the user name and password taken out of it. Raises UsageError for one that Neo4j is not reached by.

    >>> Address("bolt://anna:secret@localhost:7687").shown
    'bolt://localhost:7687'
    """

    def __init__(self, uri: str) -> None:
        found = _ADDRESS.fullmatch(uri.strip())
        if found is None or found["scheme"] not in SCHEMES or not 0 < int(found["port"] or 7687) < 65_536:
            raise UsageError(_NO_ADDRESS)
        port = f":{found['port']}" if found["port"] else ""
        self.shown = f"{found['scheme']}://{found['host']}{port}"
        self.plain = self.shown + (found["routing"] or "")
        name, colon, word = (found["secrets"] or "").partition(":")
        self.username = unquote(name) or None
        self.password = unquote(word) if colon else None


_ADDRESS = re.compile(
    r"(?P<scheme>[a-z0-9+]+)://(?:(?P<secrets>.*)@)?(?P<host>\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::(?P<port>\d{1,5}))?/?"
    r"(?P<routing>\?[^@]*)?"
)
_NO_ADDRESS = (  # what was given is not said: a mistyped address may have a password anywhere in it
    "That is no address of a graph: give 'embedded', or a Neo4j server's such as bolt://localhost:7687 or "
    f"neo4j+s://HOST ({', '.join(SCHEMES)})."
)


def _connected(uri: str, username: str | None, password: str | None) -> tuple[Driver, Any]:
    from neo4j import GraphDatabase, NotificationMinimumSeverity

    driver = GraphDatabase.driver(
        uri,
        auth=(username or "neo4j", password) if password is not None else None,
        user_agent=f"kgraph/{__version__}",
        connection_timeout=CONNECT_SECONDS,
        connection_acquisition_timeout=RETRY_SECONDS,
        max_transaction_retry_time=RETRY_SECONDS,
        notifications_min_severity=NotificationMinimumSeverity.OFF,
        warn_notification_severity=NotificationMinimumSeverity.OFF,
    )
    return driver, GraphDatabase.bookmark_manager()


def _rows(runner: Session | Transaction | ManagedTransaction, result: Result) -> Rows:
    """The whole answer, in plain Python values; the ends of relationships are asked for where it does not hold them."""
    from kgraph.engines.neo4j_values import Reader

    columns, records = tuple(result.keys()), list(result)
    reader = Reader()
    rows = reader.rows(records)
    if reader.unknown:
        found = runner.run(IDS, {"nodes": sorted(reader.unknown)})
        reader.ids = dict.fromkeys(reader.unknown) | {record[0]: record[1] for record in found}
        rows = reader.rows(records)
    return Rows(columns, rows)
