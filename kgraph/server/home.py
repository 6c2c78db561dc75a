"""The folder of one server: its password, its settings, what it was started with, and which process it is.

password      readable by its owner only; made at random before the first start
server.json   how it was started last, and the process it is now
conf/ data/ logs/ …   Neo4j's own, where it runs without Docker
lock          held while it is started or stopped
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import platformdirs

from kgraph.errors import ServerError
from kgraph.server.releases import RELEASES, Release

FOLDERS = ("conf", "data", "logs", "import", "plugins", "run")
BOLT, HTTP = 7687, 7474


@dataclass(frozen=True, slots=True)
class State:
    """How a server is started, and which process it is while it runs. ``means`` is ``java`` or ``docker``."""

    means: str = ""
    line: str = "5"
    bolt: int = BOLT
    http: int = HTTP
    heap: str = "1g"
    settings: tuple[str, ...] = ()
    pid: int | None = None
    created: float = 0.0

    @property
    def release(self) -> Release:
        """The release it runs."""
        return RELEASES[self.line]


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one server. ``name`` is the id of the study it is for, or "" for one that is for none."""

    folder: Path
    name: str = ""

    @property
    def words(self) -> str:
        """What kgraph calls this server when it speaks of it."""
        return f"the Neo4j of {self.name}" if self.name else "the Neo4j of no study in particular"

    def make(self) -> None:
        """Make the folder, for its owner alone. Raises ServerError where that cannot be."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.folder.chmod(0o700)
            for name in FOLDERS:
                (self.folder / name).mkdir(exist_ok=True)
        except OSError as error:
            raise ServerError(
                f"{self.folder} cannot be made ({error.strerror}): set KGRAPH_NEO4J_HOME to another place"
            ) from error

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder, so that it is never started and stopped at once. Waits for whoever holds it."""
        from filelock import FileLock, Timeout

        self.make()
        try:
            with FileLock(self.folder / "lock", timeout=300):
                yield
        except Timeout as error:
            raise ServerError(f"{self.words} has been started or stopped by another command for minutes") from error

    def password(self) -> str:
        """Its password. Raises ServerError where there is none, or it cannot be read."""
        try:
            return (self.folder / "password").read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ServerError(f"{self.folder / 'password'} cannot be read: {error.strerror}") from error

    def new_password(self) -> str | None:
        """A password for a server that has none yet; None where it has. It counts once it is kept."""
        return None if (self.folder / "password").exists() else secrets.token_urlsafe(18)

    def keep_password(self, password: str) -> None:
        """Keep the password, readable by its owner only."""
        write_private(self.folder / "password", password)

    def state(self) -> State | None:
        """How it was started last; None where it never was, or that cannot be read."""
        try:
            found: dict[str, Any] = json.loads((self.folder / "server.json").read_text(encoding="utf-8"))
            state = State(**{**found, "settings": tuple(found.get("settings", ()))})
        except (OSError, ValueError, TypeError):
            return None
        return state if state.line in RELEASES and state.means else None

    def keep(self, state: State) -> None:
        """Keep how it was started."""
        write_private(self.folder / "server.json", json.dumps(asdict(state)))

    def stopped(self) -> None:
        """Note that it runs no more."""
        if state := self.state():
            self.keep(replace(state, pid=None, created=0.0))


@dataclass(frozen=True, slots=True)
class Server:
    """A Neo4j that kgraph started on this computer, and how to reach it. Its password is in no representation of it."""

    home: Home
    state: State
    password: str = field(repr=False)
    username: str = "neo4j"

    @property
    def uri(self) -> str:
        """Where it speaks Bolt."""
        return f"bolt://127.0.0.1:{self.state.bolt}"

    @property
    def browser(self) -> str:
        """Where its Browser is."""
        return f"http://localhost:{self.state.http}/browser/"

    @property
    def version(self) -> str:
        """The version of Neo4j, as far as it is pinned."""
        return self.state.release.version if self.state.means == "java" else self.state.release.image


def data_folder() -> Path:
    """Where servers lie: in the user's own data, or in KGRAPH_NEO4J_HOME."""
    own = os.environ.get("KGRAPH_NEO4J_HOME")
    return Path(own).expanduser().absolute() if own else platformdirs.user_data_path("kgraph") / "neo4j"


def cache_folder() -> Path:
    """Where jars are kept: in the user's own cache, or in KGRAPH_NEO4J_HOME."""
    own = os.environ.get("KGRAPH_NEO4J_HOME")
    return Path(own).expanduser().absolute() if own else platformdirs.user_cache_path("kgraph") / "neo4j"


def home_of(name: str) -> Home:
    """The folder of the server that is for a study, or for none."""
    return Home(data_folder() / "studies" / name if name else data_folder() / "any", name)


def homes() -> list[Home]:
    """The folder of every server that was ever started here, the one for no study first."""
    found = [home_of("")]
    found += [home_of(path.name) for path in sorted((data_folder() / "studies").glob("*"))]
    return [home for home in found if home.state()]


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, so that a crash leaves the one before or the whole of it."""
    part = path.with_name(f".{path.name}.new")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    part.replace(path)
