"""What the Neo4j driver and the server say went wrong, as one sentence each. Imported when there is one to say."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

from neo4j import exceptions as driver

from kgraph.errors import (
    ConnectionFailed,
    GraphError,
    KgraphError,
    OutOfMemory,
    ParameterError,
    QueryError,
    ReadOnlyError,
)

EXCEPTIONS = (driver.DriverError, driver.Neo4jError, OSError, ValueError, TypeError, OverflowError)
"""All that the driver raises: its own two families, and what Python says of a value or of the network."""

READING_ONLY = {
    "Neo.ClientError.Statement.AccessMode",
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase",
}
TOO_LARGE = {
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
    "Neo.TransientError.General.OutOfMemoryError",
    "Neo.ClientError.General.TransactionOutOfMemoryError",
}
"""Two of these count as something to try again, in which the third would fail just as well."""
OTHER_NAME = {62, 64}
"""OpenSSL's numbers for a certificate that is right but for another host's name, or another IP address."""
AWAY = "Start it, or correct its address; without one, kgraph uses a graph in the study's own folder."


def in_words(error: BaseException, place: str, database: str | None, reading: bool) -> KgraphError:
    """The exception of ours that says it; ``reading`` is true where nothing may be written."""
    if isinstance(error, driver.Neo4jError):
        return _server_said(error, place, database, reading)
    if isinstance(error, driver.DriverError | OSError):
        return ConnectionFailed(_unreachable(error, place))
    return ParameterError(f"A value cannot be given to the graph: {_line(str(error))}.")


def _server_said(error: driver.Neo4jError, place: str, database: str | None, reading: bool) -> KgraphError:
    code, said = error.code or "", _line(error.message or "")
    if isinstance(error, driver.AuthError) or code.startswith("Neo.ClientError.Security."):
        if "RateLimit" in code:
            return ConnectionFailed(f"The Neo4j at {place} refuses us after too many wrong passwords: wait.")
        if code == "Neo.ClientError.Security.Forbidden":
            return QueryError(f"The Neo4j at {place} does not allow this user to do that: {said}")
        return ConnectionFailed(
            f"The Neo4j at {place} did not accept the user name and password: set NEO4J_USERNAME and NEO4J_PASSWORD."
        )
    if code == "Neo.ClientError.Database.DatabaseNotFound":
        return ConnectionFailed(
            f"The Neo4j at {place} has no database {database!r}: correct NEO4J_DATABASE, or leave it out for its own."
        )
    if code in TOO_LARGE:
        return OutOfMemory(
            f"This needs more memory than the Neo4j at {place} may take for it: ask for less, or give it more heap "
            "(`kgraph up --heap 4g`; elsewhere server.memory.heap.max_size)."
        )
    if code.startswith("Neo.TransientError.") or code == "Neo.DatabaseError.Database.DatabaseUnavailable":
        return ConnectionFailed(f"The Neo4j at {place} could not do it just now, tried several times: {said}")
    if code in READING_ONLY and reading:
        return ReadOnlyError("This query would write, and only reading is allowed here: the graph was not touched.")
    if reading and "implicit transaction" in said:
        return ReadOnlyError("CALL … IN TRANSACTIONS is for writing, and only reading is allowed here.")
    if "No space left" in said:
        return GraphError(f"The disk of the Neo4j at {place} is full: {said}")
    return QueryError(f"The graph refused this: {said}")


def _unreachable(error: BaseException, place: str) -> str:
    """Why there is no talking to the server, as one sentence."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _not_trusted(cause, place)
        if isinstance(cause, ssl.SSLError):
            return _no_tls(place)
        if isinstance(cause, driver.UnsupportedServerProduct):
            return _no_bolt(place)
        if isinstance(cause, socket.gaierror):
            return f"There is no host of the name in {place}. {AWAY}"
        if isinstance(cause, ConnectionRefusedError):
            return f"No Neo4j answers at {place} (connection refused). {AWAY}"
        if isinstance(cause, TimeoutError):
            return f"No Neo4j answers at {place} in time. {AWAY}"
    texts = " ".join(str(cause) for cause in causes).lower()
    if "connection refused" in texts:
        return f"No Neo4j answers at {place} (connection refused). {AWAY}"
    if "timed out" in texts:
        return f"No Neo4j answers at {place} in time. {AWAY}"
    if "enabled encryption" in texts:
        return _no_tls(place)
    if any(sign in texts for sign in ("cannot to connect to bolt", "looks like http", "handshake")):
        return _no_bolt(place)
    if isinstance(error, driver.ConfigurationError):
        return (
            f"{place} cannot be used as it was given: nothing may stand after it but ?policy=… of a neo4j:// address."
        )
    return f"The connection to the Neo4j at {place} failed ({_line(str(error), last=True)}). {AWAY}"


def _not_trusted(error: ssl.SSLCertVerificationError, place: str) -> str:
    if error.verify_code in OTHER_NAME:
        return (
            f"What answers at {place} shows a certificate of another name ({error.verify_message}): use the name that "
            "it was made for, or have one made for this."
        )
    return (
        f"The Neo4j at {place} shows a certificate that is not trusted here ({error.verify_message}): give its "
        "authority's as ca under [graph] in kgraph.toml (KGRAPH_CA), or use a +ssc address for one that signs its own."
    )


def _no_tls(place: str) -> str:
    return f"What answers at {place} does not speak TLS: use the address without +s or +ssc."


def _no_bolt(place: str) -> str:
    return (
        f"What answers at {place} does not speak the Bolt of Neo4j 5 or newer: give its Bolt port (usually 7687, not "
        "the Browser's 7474), and bolt+s:// where the server asks for TLS."
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what led to it; a routing driver gathers what each of several servers said."""
    left = [error]
    while left:
        found = left.pop(0)
        if found is not None:
            yield found
            left += [found.__cause__ or found.__context__, *getattr(found, "exceptions", ())]


def _line(text: str, last: bool = False) -> str:
    lines = text.strip().splitlines() or ["it gave no reason"]
    return lines[-1 if last else 0].rstrip(".:")
