"""The door for old notebooks: the connected server as py2neo knows it. This is the only file that imports py2neo.

py2neo ended with 2021.2.4. Its client still talks to Neo4j 5: run, data, to_data_frame, and creating, pushing, matching
and deleting nodes work; ``graph.schema`` does not, because it calls a procedure that is gone. New work is better
written with `kgraph.open` or the official driver.
"""

from __future__ import annotations

from typing import Any

from kgraph.connection import Connection
from kgraph.errors import ConnectionFailed, UsageError


def py2neo_graph(via: Connection) -> Any:
    """A py2neo Graph of the Neo4j at a connection, with what it holds: what it writes, the study's files do not know.

    Raises UsageError for an embedded graph, or when py2neo is not installed; ConnectionFailed when it cannot connect.
    """
    if via.embedded:
        raise UsageError("py2neo reaches a Neo4j server only; set NEO4J_URI to one")
    try:
        import py2neo
        from py2neo.errors import ConnectionUnavailable
    except ImportError:
        raise UsageError("py2neo is not installed; install it with: pip install 'kgraph[py2neo]'") from None
    auth = (via.username, via.password) if via.password else None
    try:
        return py2neo.Graph(via.uri, auth=auth, name=via.database)
    except ConnectionUnavailable:
        raise ConnectionFailed(f"py2neo cannot reach {via.target.strip()}; is the server running there?") from None
