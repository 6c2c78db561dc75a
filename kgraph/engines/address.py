"""The address of a Neo4j server, and whether what goes there is safe from others on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from kgraph.engines.settings import Settings
from kgraph.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")

_ADDRESS = re.compile(
    r"(?P<scheme>[a-z0-9+]+)://(?:(?P<secrets>.*)@)?(?P<host>\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::(?P<port>\d{1,5}))?/?"
    r"(?P<routing>\?[^@]*)?"
)
_NO_ADDRESS = (  # what was given is not said: a mistyped address may have a password anywhere in it
    "That is no address of a graph: give 'embedded', 'local' for the Neo4j of `kgraph up`, or a Neo4j server's such as "
    f"bolt://localhost:7687 or neo4j+s://HOST ({', '.join(SCHEMES)})."
)


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
        self.scheme, _, self.host = self.shown.partition("://")
        self._routing = found["routing"] or ""
        self._local = loopback(found["host"].strip("[]"))
        name, colon, word = (found["secrets"] or "").partition(":")
        self.username = unquote(name) or None
        self.password = unquote(word) if colon else None

    @property
    def checks(self) -> bool:
        """Whether the certificate of what answers there is looked at."""
        return self.scheme.endswith("+s")

    def trust(self, settings: Settings, secret: bool) -> dict[str, Any]:
        """What the driver is told of TLS for this address; ``secret`` says whether a password goes there.

        Raises UsageError, before anything is sent, for a password that would go over a network in the clear, and for
        an authority that cannot be used. What stays on this computer needs no authority, and none is asked about.
        """
        base, _, security = self.scheme.partition("+")
        if settings.ca is None:
            if secret and not (security or self._local or settings.unencrypted):
                raise UsageError(
                    f"{self.shown} is on another computer, and the password would go there for all to read: write "
                    f"{base}+s://{self.host}; or, on a network that you trust, unencrypted = true under [graph] in "
                    "kgraph.toml, or KGRAPH_UNENCRYPTED=1."
                )
            return {}
        if not self.checks:
            if self._local:
                return {}
            why = "trusts any certificate" if security else "encrypts nothing"
            raise UsageError(
                f"{self.shown} {why}, and the authority {settings.ca} (ca) is set: write {base}+s://{self.host}, or "
                "take the authority out."
            )
        from neo4j import TrustCustomCAs

        _refuse_unreadable(settings.ca)
        return {"encrypted": True, "trusted_certificates": TrustCustomCAs(str(settings.ca))}

    def given_to_driver(self, trust: Mapping[str, Any]) -> str:
        """The address without user and password; without +s where ``trust`` says it, for the driver takes only one."""
        scheme = self.scheme.partition("+")[0] if trust else self.scheme
        return f"{scheme}://{self.host}{self._routing}"


def loopback(host: str) -> bool:
    """Whether a host is this very computer, as far as its name says; no name is looked up.

    >>> loopback("localhost"), loopback("127.0.0.2"), loopback("::1"), loopback("db.example.org")
    (True, True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def _refuse_unreadable(ca: Path) -> None:
    """Raise UsageError for a file that holds no certificate of an authority."""
    import ssl

    try:
        ssl.create_default_context(cafile=str(ca))
    except ssl.SSLError:
        raise UsageError(f"{ca} (ca) holds no certificate in PEM form: give your authority's, a text file.") from None
    except OSError as error:
        raise UsageError(f"{ca} (ca) cannot be read: {error.strerror}.") from None
