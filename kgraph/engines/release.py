"""Which release of which database an engine is."""

from __future__ import annotations

from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version

from kgraph.engines import Engine
from kgraph.errors import QueryError

_COMPONENTS = "CALL dbms.components() YIELD name, versions RETURN versions ORDER BY name = 'Neo4j Kernel' DESC, name"


def release(engine: Engine) -> str:
    """The database and its version, such as ``Neo4j 5.26.28``; without the version where it is not to be had.

    Raises GraphError when the graph has been closed.
    """
    if engine.name == "embedded":
        with suppress(PackageNotFoundError):
            return f"ArcadeDB {version('arcadedb-embedded')}"
        return "ArcadeDB"
    with suppress(QueryError):  # a user may be let in and not be told what runs there
        for (versions,) in engine.read(_COMPONENTS).rows:
            return f"Neo4j {versions[0]}"
    return "Neo4j"
