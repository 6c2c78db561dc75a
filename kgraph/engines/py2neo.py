"""The door for old notebooks: the connected server as py2neo knows it. This is the only file that imports py2neo.

py2neo ended with 2021.2.4. Its client still talks to Neo4j 5: run, data, to_data_frame, and creating, pushing, matching
and deleting nodes work; ``graph.schema`` does not: it calls a procedure that is gone. bolt:// and neo4j:// work
with one server (clusters were not tried), as do +s and +ssc; +s trusts the authorities of the system, or those of
the file that SSL_CERT_FILE names. New work is better written with `kgraph.open` or the official driver.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kgraph.connection import Connection
from kgraph.engines import READ_ONLY
from kgraph.errors import ConnectionFailed, QueryError, ReadOnlyError, UsageError

if TYPE_CHECKING:
    from kgraph.graph import Graph


def py2neo_graph(via: Connection) -> Any:
    """A py2neo Graph of the Neo4j at a connection, with what it holds: what it writes, the study's files do not know.

    Raises UsageError for an embedded graph, an address that kgraph would not use or py2neo cannot, or when py2neo is
    not installed; ConnectionFailed when it cannot connect; ReadOnlyError for a connection that is to read only, which
    py2neo cannot be held to.
    """
    if via.read_only:
        raise ReadOnlyError(f"py2neo may always write. {READ_ONLY.format(place=via.target.strip())}")
    return _connected(via)


def py2neo_subgraph(graph: Graph, pack: str, **parameters: Any) -> Any:
    """What a pack answers, as a py2neo Subgraph: the nodes and relationships that its companion returns, read only.

    The pack is run first, so that a parameter is refused, or taken for the id that is meant, as it is there.

    Raises UsageError for a pack without companion (cypher/THEME/NAME.graph.cypher), and otherwise as ``graph.run`` and
    ``py2neo_graph``.
    """
    found = graph.packs.find(pack)
    if not found.graph:
        raise UsageError(
            f"{found.name} has no companion that says what of its answer is a graph; these have one: "
            f"{', '.join(graph.packs.drawn)}. graph.run({found.name!r}, …).df has its rows"
        )
    if graph.connection is None:
        raise UsageError("py2neo needs an address; open the graph with kgraph.open")
    opened = _connected(graph.connection)
    from py2neo import Subgraph
    from py2neo.errors import ClientError

    answer = graph.run(found.name, **parameters)
    try:
        values = [value for record in opened.query(found.graph, answer.parameters) for value in record.values()]
    except ClientError as error:
        raise QueryError(f"The graph refused this: {error}") from error
    parts = list(_parts(values))
    nodes = {node for part in parts for node in part.nodes}
    return Subgraph(nodes, {relationship for part in parts for relationship in part.relationships})


def _parts(value: Any) -> Iterator[Any]:
    """Every node, relationship and path in a value; each of them has nodes and relationships."""
    if isinstance(value, list):
        for part in value:
            yield from _parts(part)
    elif hasattr(value, "relationships"):
        yield value


def _connected(via: Connection) -> Any:
    if via.embedded:
        raise UsageError("py2neo reaches a Neo4j server only; set NEO4J_URI to one")
    try:
        import py2neo
        from py2neo.errors import ClientError, ConnectionUnavailable
    except ImportError:
        raise UsageError("py2neo is not installed; install it with: pip install 'kgraph[py2neo]'") from None
    from kgraph.engines.address import Address

    address = Address(via.uri)
    if address.checks and via.settings.ca is not None and "SSL_CERT_FILE" not in os.environ:
        raise UsageError("py2neo cannot be told of an authority (ca); name its file in SSL_CERT_FILE")
    secret = via.password or address.password
    address.trust(via.settings, secret is not None)  # no password in the clear
    auth = (via.username or address.username or "neo4j", secret) if secret else None
    try:
        return py2neo.Graph(address.shown, auth=auth, name=via.database)
    except (ConnectionUnavailable, ClientError):
        raise ConnectionFailed(
            f"py2neo cannot reach {address.shown}; is the server there, and is the password right?"
        ) from None
