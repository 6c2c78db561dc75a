"""Which graph is meant, and how to reach it: by flag, environment or kgraph.toml; else the embedded one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kgraph.engines import Engine
from kgraph.engines.settings import Settings, checked, settings
from kgraph.errors import ConnectionFailed, UsageError
from kgraph.study import FILE, Study

if TYPE_CHECKING:
    from kgraph.bookmarks import Bookmarks

EMBEDDED = "embedded"
LOCAL = "local"
"""The Neo4j that `kgraph up` started: the study's own, or that of no study in particular."""


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach a graph. The password is in no representation of it."""

    uri: str = field(repr=False)
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    database: str | None = None
    browser: str | None = None
    """Where the Browser of that Neo4j is, when kgraph knows it."""
    settings: Settings = field(default_factory=Settings)
    read_only: bool = False
    """Whether it is opened to be asked only, beside others that do the same."""

    @property
    def embedded(self) -> bool:
        """Whether the graph is in a folder beside the study."""
        return self.uri == EMBEDDED

    @property
    def target(self) -> str:
        """The graph that is meant, as the manifest of what was loaded into it is named."""
        if self.embedded:
            return EMBEDDED
        from kgraph.engines.address import Address

        return f"{Address(self.uri).shown} {self.database or ''}"

    def open(self, study: Study | None) -> Engine:
        """The engine, opened. Raises a GraphError when it cannot be, UsageError where an embedded one has no study."""
        from kgraph.engines.door import open_engine

        if self.embedded and study is None:
            raise UsageError("the embedded graph lies in a study's folder; give one with --study, or a URI with -a")
        folder = study.hidden / "graph" if study else None
        return open_engine(
            self.uri, username=self.username, password=self.password, database=self.database, folder=folder,
            settings=self.settings, bookmarks=self._bookmarks(study), read_only=self.read_only,
        )  # fmt: skip

    def _bookmarks(self, study: Study | None) -> Bookmarks | None:
        """Those that are kept of the study's graph; only an address that leads to several servers needs them."""
        if study is None or not self.uri.startswith("neo4j"):
            return None
        from kgraph.bookmarks import Bookmarks

        return Bookmarks(study, self.target)


def connection(
    study: Study | None = None, flags: Mapping[str, str | None] | None = None, given: Mapping[str, Any] | None = None
) -> Connection:
    """The graph that is meant: each setting from its flag, else from the environment, else from kgraph.toml.

    The environment's names are those of the Neo4j ecosystem: NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE.
    ``given`` are settings of the way there (kgraph.engines.settings), which otherwise come from KGRAPH_… variables.

    Raises UsageError for a setting that there is not, whichever graph is meant, and for flags that do not go with it;
    ConnectionFailed for ``local`` where none runs.
    """
    flags, given, written = flags or {}, checked(given or {}), study.graph if study else {}

    def setting(name: str) -> str | None:
        return flags.get(name) or os.environ.get(f"NEO4J_{name.upper()}") or written.get(name)

    uri = (setting("uri") or "").strip() or EMBEDDED
    if uri == EMBEDDED:
        return Connection(EMBEDDED)
    way = settings(given, written, study.folder if study else None, f"{study.folder / FILE}: [graph]" if study else "")
    if uri == LOCAL:
        return _local(study, flags, way)
    password = flags.get("password") or os.environ.get("NEO4J_PASSWORD")
    # A user may also stand in the URI; a server without passwords takes none.
    username = setting("username") or ("neo4j" if password and "@" not in uri else None)
    return Connection(uri, username, password, setting("database"), settings=way)


def _local(study: Study | None, flags: Mapping[str, str | None], way: Settings) -> Connection:
    """How to reach the Neo4j that `kgraph up` started.

    NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE, and what kgraph.toml says of these, mean another server and are
    left alone; what was given for this one is refused, not dropped. Raises UsageError, or ConnectionFailed where none
    runs.
    """
    from kgraph.server import find, home_for

    if meant := [name for name in ("username", "password", "database") if flags.get(name)]:
        raise UsageError(
            "local is the Neo4j of `kgraph up`, whose user, password and database kgraph knows: leave out "
            f"{' and '.join(f'the {name}' for name in meant)} that you gave"
        )
    server = find(study.id if study else None)
    if server is None:
        home = home_for(study)
        what = f"{home.words} is stopped" if home.now() else f"{home.words} was never started"
        raise ConnectionFailed(f"{what}; {home.command('up')} starts it")
    return Connection(server.uri, server.username, server.password, browser=server.browser, settings=way)
