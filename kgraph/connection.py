"""Which graph is meant, and how to reach it: by flag, environment or kgraph.toml; else the embedded one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from kgraph.engines import Engine
from kgraph.errors import UsageError
from kgraph.study import Study

EMBEDDED = "embedded"


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach a graph. The password is in no representation of it."""

    uri: str = field(repr=False)
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    database: str | None = None

    @property
    def embedded(self) -> bool:
        """Whether the graph is in a folder beside the study."""
        return self.uri == EMBEDDED

    @property
    def target(self) -> str:
        """The graph that is meant, as the manifest of what was loaded into it is named."""
        if self.embedded:
            return EMBEDDED
        from kgraph.engines.neo4j import Address

        return f"{Address(self.uri).shown} {self.database or ''}"

    def open(self, study: Study | None) -> Engine:
        """The engine, opened. Raises a GraphError when it cannot be, UsageError where an embedded one has no study."""
        from kgraph.engines.door import open_engine

        if self.embedded and study is None:
            raise UsageError("the embedded graph lies in a study's folder; give one with --study, or a URI with -a")
        folder = study.hidden / "graph" if study else None
        return open_engine(
            self.uri, username=self.username, password=self.password, database=self.database, folder=folder
        )


def connection(study: Study | None = None, flags: Mapping[str, str | None] | None = None) -> Connection:
    """The graph that is meant: each setting from its flag, else from the environment, else from kgraph.toml.

    The environment's names are those of the Neo4j ecosystem: NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE.
    """
    flags, written = flags or {}, study.graph if study else {}

    def setting(name: str) -> str | None:
        return flags.get(name) or os.environ.get(f"NEO4J_{name.upper()}") or written.get(name)

    uri = (setting("uri") or "").strip() or EMBEDDED
    if uri == EMBEDDED:
        return Connection(EMBEDDED)
    password = flags.get("password") or os.environ.get("NEO4J_PASSWORD")
    # A user may also stand in the URI; a server without passwords takes none.
    username = setting("username") or ("neo4j" if password and "@" not in uri else None)
    return Connection(uri, username, password, setting("database"))
