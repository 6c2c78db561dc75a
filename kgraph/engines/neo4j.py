"""The graph on a Neo4j server, by the official driver."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from kgraph import __version__
from kgraph.engines import READ_ONLY, NodeTable, RelationshipTable, Rows, Statement
from kgraph.engines.address import Address
from kgraph.engines.settings import Settings
from kgraph.errors import ConnectionFailed, GraphBusy, GraphError, ReadOnlyError

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Result, Session, Transaction

    from kgraph.bookmarks import Bookmarks

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what the driver would say, our exceptions say

NOT_KNOWN = {
    "Neo.TransientError.Transaction.BookmarkTimeout",
    "Neo.ClientError.Transaction.InvalidBookmark",
    "Neo.ClientError.Transaction.InvalidBookmarkMixture",
}
"""What a server says of a bookmark of another database, or of one that it has not come to."""

IDS = "MATCH (n) WHERE elementId(n) IN $nodes RETURN elementId(n), n.id"

T = TypeVar("T")


class Neo4j:
    """A graph on a Neo4j server; an Engine. Connects at once, so that what is wrong is said before any work.

    A user name and password may stand in the URI; they are used, and never shown again.

    ``bookmarks`` are what one command keeps for the next, so that no server answers that is behind what was written.

    ``read_only`` opens no session that may write.

    Raises UsageError for a URI of another kind or settings that do not go with it, before anything is sent;
    ConnectionFailed where the server is away or does not let us in.
    """

    name = "neo4j"
    rebuilds = False

    def __init__(
        self, uri: str, username: str | None = None, password: str | None = None, database: str | None = None,
        settings: Settings | None = None, bookmarks: Bookmarks | None = None, read_only: bool = False,
    ) -> None:  # fmt: skip
        address, settings = Address(uri), settings or Settings()
        secret = password or address.password
        trust = address.trust(settings, secret is not None)
        self.place = address.shown
        self.database = database or None
        self.read_only = read_only
        self._driver: Driver | None = None
        auth = (username or address.username or "neo4j", secret) if secret is not None else None
        self._kept = bookmarks
        with self._explained():
            self._driver = _driver(address.given_to_driver(trust), auth, settings, trust)
            try:
                self._greet(bookmarks.read() if bookmarks else set())
            except BaseException:
                self.close()
                raise

    def _greet(self, known: set[str]) -> None:
        """Connect, and wait until the server knows what was last written from here."""
        from neo4j import Bookmarks as Known
        from neo4j import GraphDatabase
        from neo4j.exceptions import Neo4jError

        self._marks = GraphDatabase.bookmark_manager(Known.from_raw_values(known))
        try:
            with self._session(self._widest()) as session, session.begin_transaction() as transaction:
                transaction.run("RETURN 1").consume()
        except Neo4jError as error:
            if self._kept is None or not known or error.code not in NOT_KNOWN:
                raise
            raise ConnectionFailed(self._not_known(self._kept)) from error

    def _not_known(self, kept: Bookmarks) -> str:
        """What is said, once, of a database that does not know the last load; the next command asks it as it is.

        So for readers too, although of a cluster another server may know it: else a database that was restored would
        be closed to them for good.
        """
        if kept.forget():
            then = "From now on it is asked as it is; `kgraph load` brings it up to date."
        else:
            then = f"Delete {kept.path}, which cannot be done from here, to ask it as it is."
        return (
            f"The database at {self.place} does not know the last load that was made from here: it was restored, "
            f"replaced or is far behind. {then}"
        )

    def read(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """The answer to a query that may only read; tried again where the server asks for it.

        Raises ReadOnlyError where it would write, OutOfMemory where it needs too much of it, QueryError where the
        server refuses it, ConnectionFailed.
        """
        from neo4j.exceptions import Neo4jError

        from kgraph.engines.neo4j_errors import TOO_LARGE, in_words

        given = dict(parameters or {})

        def work(transaction: ManagedTransaction) -> Rows:
            try:
                return _rows(transaction, transaction.run(cypher, given))
            except Neo4jError as error:
                if error.code in TOO_LARGE:  # the driver would try it again
                    raise in_words(error, self.place, self.database, reading=True) from error
                raise

        with self._explained(reading=True), self._session("READ") as session:
            return session.execute_read(work)

    def write(self, statements: Iterable[Statement], unless: Statement | None = None) -> None:
        """Carry out the statements in one transaction, tried again where the server asks for it: all of them, or none.

        Raises GraphBusy when ``unless`` answers anything at its end, QueryError, ConnectionFailed.
        """
        self._refuse_reader()
        every = tuple(statements)

        def work(transaction: ManagedTransaction) -> None:
            for cypher, parameters in every:
                transaction.run(cypher, dict(parameters)).consume()
            if unless and list(transaction.run(unless.cypher, dict(unless.parameters))):
                raise GraphBusy(f"Somebody else changed the graph at {self.place} meanwhile; load again.")

        with self._explained(), self._session("WRITE") as session:
            session.execute_write(work)
        self._keep()

    def write_freely(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """The answer to a query that may write, in a transaction of its own or those that it asks for.

        Raises QueryError, ConnectionFailed.
        """
        self._refuse_reader()
        given = dict(parameters or {})
        with self._explained():
            found = self._freely(lambda session: _rows(session, session.run(cypher, given)))
        self._keep()
        return found

    def define(self, statements: Iterable[str]) -> None:
        """Carry out schema statements, each by itself. Raises QueryError, ConnectionFailed."""
        self._refuse_reader()
        for statement in statements:
            with self._explained():
                self._freely(lambda session, text=statement: session.run(text).consume())  # type: ignore[misc]

    def rebuild(
        self, schema: Iterable[str], nodes: Iterable[NodeTable], relationships: Iterable[RelationshipTable]
    ) -> None:
        """Not to be had here: a server's database is changed in place. Raises GraphError."""
        self._refuse_reader()
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
            database=self.database, default_access_mode=mode, bookmark_manager=self._marks, fetch_size=5_000
        )

    def _widest(self) -> str:
        return "READ" if self.read_only else "WRITE"

    def _refuse_reader(self) -> None:
        if self.read_only:
            raise ReadOnlyError(READ_ONLY.format(place=self.place))

    def _keep(self) -> None:
        """Keep for the next command how far the servers are now."""
        if self._kept is not None:
            self._kept.keep(self._marks.get_bookmarks())

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


def _driver(uri: str, auth: tuple[str, str] | None, settings: Settings, trust: Mapping[str, Any]) -> Driver:
    from neo4j import GraphDatabase, NotificationMinimumSeverity

    return GraphDatabase.driver(
        uri,
        auth=auth,
        user_agent=f"kgraph/{__version__}",
        max_connection_pool_size=settings.pool_size,
        connection_timeout=settings.connect_seconds,
        # a free connection may be one that has yet to be made
        connection_acquisition_timeout=max(settings.wait_seconds, settings.connect_seconds),
        max_transaction_retry_time=settings.retry_seconds,
        max_connection_lifetime=settings.lifetime_seconds,
        notifications_min_severity=NotificationMinimumSeverity.OFF,
        warn_notification_severity=NotificationMinimumSeverity.OFF,
        **trust,
    )


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
