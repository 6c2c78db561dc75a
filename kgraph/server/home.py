"""The folder of one server: its password, its settings, what it was started with, and which process it is.

password      readable by its owner only; made at random before the first start
server.json   how it was started when it last answered: what holds for the next time
running.json  how it is being run now, whether or not it has answered yet: what it takes to stop it
conf/ data/ logs/ …   Neo4j's own, where it runs without Docker
lock          held while it is started or stopped
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from shlex import quote

import platformdirs

from kgraph.errors import ServerError
from kgraph.private import whole_file
from kgraph.server.releases import RELEASES, Release

_STUDY = "kgraph.toml"
_LOCK = "lock"
FOLDERS = ("conf", "data", "logs", "import", "plugins", "run")
BOLT, HTTP = 7687, 7474


@dataclass(frozen=True, slots=True)
class State:
    """How a server is started, and which process it is while it runs.

    ``means`` is ``java`` or ``docker``. ``study`` is the folder in which its study lay when it was started.
    """

    means: str = ""
    line: str = "5"
    bolt: int = BOLT
    http: int = HTTP
    heap: str = "1g"
    study: str = ""
    pid: int | None = None

    @property
    def release(self) -> Release:
        """The release it runs."""
        return RELEASES[self.line]


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one server. ``name`` is the id of the study it is for, or "" for one that is for none."""

    folder: Path
    name: str = ""
    study: Path | None = field(default=None, compare=False)
    """Where that study lies, as far as whoever asks knows."""

    @property
    def words(self) -> str:
        """What kgraph calls this server when it speaks of it."""
        return f"the Neo4j of {self.name}" if self.name else "the Neo4j of no study in particular"

    def command(self, words: str) -> str:
        """A command about this server, as it is typed from here; ``words`` are its name and options."""
        if not self.name:
            return f"`kgraph {words}`" + (" outside a study's folder" if Path(_STUDY).exists() else "")
        state = self.now()
        folder = self.study or Path(state.study if state else "")
        if not folder.is_absolute() or not (folder / _STUDY).is_file():
            return f"`kgraph {words}` in the folder of {self.name}"
        return f"`kgraph {words}`" if folder == Path.cwd() else f"`kgraph {words} -s {quote(str(folder))}`"

    def make(self) -> None:
        """Make the folder, for its owner alone. Raises OSError where that cannot be."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.chmod(0o700)
        for name in FOLDERS:
            (self.folder / name).mkdir(exist_ok=True)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder, so that it is never started and stopped at once. Waits for whoever holds it.

        Raises ServerError where the folder, or another that is wanted while it is held, cannot be used.
        """
        from filelock import FileLock, Timeout

        try:
            self.make()
            with FileLock(self.folder / _LOCK, timeout=300):
                yield
        except Timeout as error:
            raise ServerError(f"{self.words} has been started or stopped by another command for minutes") from error
        except OSError as error:
            raise ServerError(
                f"{error.filename or self.folder} cannot be used ({error.strerror or error}): mend that, or set "
                "KGRAPH_NEO4J_HOME to another place for servers and what they are made of"
            ) from error

    def password(self) -> str:
        """Its password. Raises ServerError where there is none, or it cannot be read."""
        try:
            return (self.folder / "password").read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ServerError(f"{self.folder / 'password'} cannot be read: {error.strerror}") from error

    def first_password(self, held: str) -> str:
        """The password to begin with: the one that is kept, else a new one, which counts once it is kept.

        ``held`` says what holds data already, and is "" where nothing does. Raises ServerError where something does,
        and its password is gone.
        """
        if (self.folder / "password").exists():
            return self.password()
        if held:
            raise ServerError(
                f"{held} opens with its own password only, which is not in {self.folder / 'password'}: put it back "
                f"there, or delete what is held with {self.command('down --delete')} and load the study again"
            )
        return secrets.token_urlsafe(18)

    def keep_password(self, password: str) -> None:
        """Keep the password, readable by its owner only."""
        with whole_file(self.folder / "password") as file:
            file.write(password)

    def state(self) -> State | None:
        """How it was started when it last answered; None where it never did, or that cannot be read."""
        return self._read("server.json")

    def now(self) -> State | None:
        """How it is being run; as it last answered where nothing is noted, as by a kgraph that kept one file."""
        return self._read("running.json") or self.state()

    def keep(self, state: State) -> None:
        """Keep how it was started, for the next time."""
        self._write("server.json", state)

    def note(self, state: State) -> None:
        """Note how it is being run."""
        self._write("running.json", state)

    def stopped(self) -> None:
        """Note that it runs no more."""
        (self.folder / "running.json").unlink(missing_ok=True)

    @property
    def empty(self) -> bool:
        """Whether there is nothing in the folder."""
        return not self.folder.is_dir() or all(path.name == _LOCK for path in self.folder.iterdir())

    def clear(self) -> None:
        """Delete all that is in the folder, but for the lock, which is held."""
        for path in self.folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != _LOCK:
                path.unlink()

    def remove(self) -> None:
        """Delete the folder, if it is empty."""
        with suppress(OSError):
            self.folder.rmdir()

    def _read(self, name: str) -> State | None:
        known = {field.name for field in fields(State)}  # an older kgraph kept more
        try:
            found = json.loads((self.folder / name).read_text(encoding="utf-8"))
            state = State(**{key: value for key, value in found.items() if key in known})
        except (OSError, ValueError, TypeError, AttributeError):
            return None
        return state if state.line in RELEASES and state.means else None

    def _write(self, name: str, state: State) -> None:
        with whole_file(self.folder / name) as file:
            file.write(json.dumps(asdict(state)))


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


def home_of(name: str, study: Path | None = None) -> Home:
    """The folder of the server that is for a study, or for none; ``study`` is where that study lies."""
    return Home(data_folder() / "studies" / name if name else data_folder() / "any", name, study)


def homes() -> list[Home]:
    """The folder of every server that was ever started here, the one for no study first."""
    found = [home_of("")]
    found += [home_of(path.name) for path in sorted((data_folder() / "studies").glob("*"))]
    return [home for home in found if home.now()]
