"""The Java that the embedded engine brings: started once in a process, quietly, and obeying Python's signals."""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from kgraph.errors import EngineMissing, UsageError

HEAP = "1g"
"""The most memory that the embedded graph takes for itself, unless ``KGRAPH_HEAP`` says otherwise."""

OPTIONS = (
    "-XX:+UnlockDiagnosticVMOptions",
    "-XX:-BytecodeVerificationRemote",  # the classes come in one wheel; checking each is a sixth of the start
    "-XX:+IgnoreUnrecognizedVMOptions",
    "-XX:+UseSerialGC",
    "-XX:+UseCompactObjectHeaders",
    "-Xrs",  # Ctrl-C and SIGTERM are Python's; without this, SIGTERM in mid-write crashes the JVM
    "--enable-native-access=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
    "--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
    "-Duser.timezone=UTC",
    "-Djava.util.logging.SimpleFormatter.format=%5$s %6$s%n",
    "-Dpolyglot.engine.WarnInterpreterOnly=false",
    "-Darcadedb.polyglotEngineEnabled=false",
    "-Darcadedb.log.impl=slf4j",  # its default logger makes a folder ./log wherever the user happens to be
)

# The second compiler delays the first answer from a small graph by a third of a second, and makes those of a large one
# up to three times as fast.
FOR_SMALL = "-XX:TieredStopAtLevel=1"

MISSING = (
    "The embedded graph is not installed here: run  pip install 'kgraph[embedded]'  (Linux with glibc 2.34 or newer on "
    "x86_64 or arm64, Macs with Apple silicon, Windows on x64), or set NEO4J_URI to use a Neo4j server instead."
)


def start(heap: str | None = None, *, large: bool = False) -> None:
    """Start the Java runtime if it is not running; a second call changes nothing, whatever it asks for.

    ``large`` is for a graph whose questions take long: they are compiled twice.

    Any thread may be the first to call it.

    Raises EngineMissing where the engine is not installed, and UsageError for a heap that Java does not take.
    """
    package = _package()
    try:
        import jpype
    except ImportError as error:
        raise EngineMissing(MISSING) from error
    if jpype.isJVMStarted():
        return
    size = heap or os.environ.get("KGRAPH_HEAP") or HEAP
    if not (size[:-1].isdigit() and size[-1] in "kmgKMG"):
        raise UsageError(f"KGRAPH_HEAP is {size!r}: give a number and m or g, such as 512m or 2g.")
    try:
        with _utf8():
            jpype.startJVM(
                str(package / _LIBRARY.get(sys.platform, "jre/lib/server/libjvm.so")),
                f"-Xmx{size}",
                *(OPTIONS if large else (FOR_SMALL, *OPTIONS)),
                f"-XX:ErrorFile={os.devnull}",
                classpath=[str(jar) for jar in sorted((package / "jars").glob("*.jar"))],
                convertStrings=False,
                interrupt=False,
            )
    except (OSError, RuntimeError) as error:
        raise EngineMissing(
            f"The embedded graph's Java could not start with a heap of {size} ({_first_line(error)}): set KGRAPH_HEAP "
            "to less memory, reinstall 'kgraph[embedded]', or set NEO4J_URI to use a Neo4j server instead."
        ) from error
    _listen()
    if threading.current_thread() is not threading.main_thread():
        java("java.lang.Thread").detach()  # Java waits at its end for the thread that began it, which will be long gone


_LIBRARY = {"win32": "jre/bin/server/jvm.dll", "darwin": "jre/lib/server/libjvm.dylib"}


def _package() -> Path:
    """The folder of the engine's package, found without importing it: its import costs what the JVM start does not."""
    found = importlib.util.find_spec("arcadedb_embedded")
    if found is None or not found.submodule_search_locations:
        raise EngineMissing(MISSING)
    return Path(next(iter(found.submodule_search_locations)))


@cache
def java(name: str) -> Any:
    """The Java class of that name; the runtime must have been started."""
    import jpype

    return jpype.JClass(name)


def given_back() -> bool:
    """Whether memory came free that the answers before had not given back.

    The engine counts it as theirs, and refuses the next, until Java has tidied up.
    """
    budget = java("com.arcadedb.query.sql.executor.QueryHeapBudget")
    before = int(budget.getReservedBytes())
    if not before:
        return False
    java("java.lang.System").gc()
    until = time.monotonic() + 1
    while time.monotonic() < until:
        if int(budget.getReservedBytes()) < before:
            return True
        time.sleep(0.01)
    return False


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


@contextmanager
def _utf8() -> Iterator[None]:
    """Show Java a locale of UTF-8 while it starts: in the C locale it cannot open a folder named Städte."""
    before = os.environ.get("LC_ALL")
    if "UTF" not in (before or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or "").upper():
        os.environ["LC_ALL"] = "C.UTF-8"
    try:
        yield
    finally:
        if before is None:
            os.environ.pop("LC_ALL", None)
        else:
            os.environ["LC_ALL"] = before


def _listen() -> None:
    """Keep the last of the engine's severe complaints, and let it say nothing else: it would write to stderr."""
    level = java("java.util.logging.Level")
    manager = java("java.util.logging.LogManager").getLogManager()
    manager.reset()
    keeper = java("java.util.logging.MemoryHandler")(_log()[0], 20, level.OFF)
    keeper.setLevel(level.SEVERE)
    manager.getLogger("").addHandler(keeper)
    _keepers.append(keeper)


_keepers: list[Any] = []


@cache
def _log() -> tuple[Any, Any]:
    text = java("java.io.ByteArrayOutputStream")()
    return java("java.util.logging.StreamHandler")(text, java("java.util.logging.SimpleFormatter")()), text


def complaints() -> list[str]:
    """What the engine found severely wrong since this was last asked.

    It writes pages in the background. A full disk is met there, where nobody is left to be told by an exception.
    """
    writer, text = _log()
    for keeper in _keepers:
        keeper.push()
    writer.flush()
    found = [line.strip() for line in str(text.toString()).splitlines()]
    text.reset()
    return [line for line in found if line and not line.startswith("at ")]


def leave_cleanly_on_sigterm() -> Callable[[], None]:
    """Make SIGTERM unwind Python like Ctrl-C does, so that the graph is closed; what is returned undoes this.

    Nothing is changed where the program has its own handler, or outside the main thread.
    """
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        return lambda: None

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)

    def undo() -> None:
        if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is leave:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)

    return undo
