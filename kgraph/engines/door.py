"""Which of the two engines an address means."""

from __future__ import annotations

from pathlib import Path

from kgraph.engines import Engine
from kgraph.errors import UsageError


def open_engine(
    uri: str | None = None,
    *,
    username: str | None = None,
    password: str | None = None,
    database: str | None = None,
    folder: Path | None = None,
) -> Engine:
    """The graph at an address: None or ``embedded`` is the one in ``folder``, anything else a Neo4j server's URI.

    Raises UsageError for an address of neither kind, and what the engine raises that cannot be opened.
    """
    if uri is None or uri.strip() in ("", "embedded"):
        if folder is None:
            raise UsageError("The embedded graph lies in a study's folder, and no folder was given.")
        from kgraph.engines.embedded import Embedded

        return Embedded(folder)
    from kgraph.engines.neo4j import Neo4j

    return Neo4j(uri, username, password, database)
