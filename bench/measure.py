"""Measuring: a piece of work in this process, a whole program with its peak memory, and the machine it all ran on."""

from __future__ import annotations

import gc
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from kgraph.collector import paused

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("kgraph", "neo4j", "neo4j-rust-ext", "arcadedb-embedded", "pydantic", "numpy", "pandas")
MB = 1 << 20


class Failed(Exception):
    """A program that was to be timed did not do what it should, as one sentence with what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program: seconds on the wall, seconds of processor, and the most memory it held, in bytes."""

    wall: float
    cpu: float
    peak: int
    out: str


def say(text: str) -> None:
    """Tell whoever waits how far it has come."""
    print(f"  {text}", file=sys.stderr, flush=True)


def timed(work: Callable[[], Any]) -> float:
    """How many seconds a piece of work takes, with Python's search for cycles off, as kgraph has it while it loads."""
    gc.collect()
    with paused():
        began = perf_counter()
        work()
        return perf_counter() - began


def program(command: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> Run:
    """Run a program to its end, in a folder. Raises Failed when its exit status is not 0.

    A small process of its own starts it: Linux counts among a program's memory what the process that starts it holds.
    """
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _STARTER, *command],
        stdin=subprocess.DEVNULL, capture_output=True, cwd=cwd, env={**os.environ, **(env or {})},
    )  # fmt: skip
    said, _, measured = done.stderr.decode(errors="replace").rstrip().rpartition("\n")
    if done.returncode:
        raise Failed(f"{' '.join(command)} ended with {done.returncode}: {said[-500:]}")
    wall, cpu, peak = map(float, measured.split())
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(wall, cpu, int(peak) * unit, done.stdout.decode(errors="replace"))


_STARTER = """
import os, sys, time
began = time.perf_counter()
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(process, 0)
print("\\n%f %f %d" % (time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss), file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def kgraph(*arguments: str, env: Mapping[str, str] | None = None) -> Run:
    """Run kgraph's command line in a process of its own. ``env`` must say which graph is meant."""
    return program([sys.executable, "-m", "kgraph", *arguments], {"NEO4J_URI": "embedded", **(env or {})})


def middle(values: Sequence[float]) -> float:
    """The median, to four digits after the point."""
    return round(median(values), 4)


def machine() -> dict[str, str]:
    """What a reader must know of the machine and of what is installed."""
    found = {
        "processors": str(os.cpu_count()),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
    }
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0
    found["memory"] = f"{pages / (1 << 30):.0f} GB"
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    if found["kgraph"] == "not installed":
        from kgraph import __version__

        found["kgraph"] = __version__
    return found


def busy() -> float:
    """How many processes wanted a processor in the last minute, this one's included."""
    return round(os.getloadavg()[0], 1)
