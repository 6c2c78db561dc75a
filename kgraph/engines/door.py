"""Which of the two engines an address means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.engines import Engine
from kgraph.engines.settings import Settings
from kgraph.errors import UsageError

if TYPE_CHECKING:
    from kgraph.bookmarks import Bookmarks


def open_engine(
    uri: str | None = None,
    *,
    username: str | None = None,
    password: str | None = None,
    database: str | None = None,
    folder: Path | None = None,
    settings: Settings | None = None,
    bookmarks: Bookmarks | None = None,
    read_only: bool = False,
) -> Engine:
    """The graph at an address: None or ``embedded`` is the one in ``folder``, anything else a Neo4j server's URI.

    ``bookmarks`` are those of a neo4j:// address that one command keeps for the next.

    Raises UsageError for an address of neither kind, and what the engine raises that cannot be opened.
    """
    if uri is None or uri.strip() in ("", "embedded"):
        if folder is None:
            raise UsageError("The embedded graph lies in a study's folder, and no folder was given.")
        from kgraph.engines.embedded import Embedded

        return Embedded(folder, read_only=read_only)
    from kgraph.engines.neo4j import Neo4j

    return Neo4j(uri, username, password, database, settings, bookmarks, read_only)
