"""The commands that README.md shows, run as they stand there, and their outputs compared with what it shows.

    python3 scripts/readme.py show demo       print a command
    python3 scripts/readme.py run test        run it here
    python3 scripts/readme.py check demo      run it and compare; without a name: the tutorial, all of it
    python3 scripts/readme.py write demo      run it and put what it printed into README.md

A command stands in a block of code below a line ``<!-- command: NAME -->``, its output in one below
``<!-- output: NAME -->``. No output in README.md is typed by hand. ``demo`` and ``test`` set kgraph up in the checkout;
every other command is a step of the tutorial: they run in the order they stand, in one empty folder, with an installed
kgraph. Needs nothing but Python, since ``demo`` is what installs the rest.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
SET_UP = ("demo", "test")
"""The commands that make a venv in the checkout; they take minutes and are not part of the tutorial."""

BLOCK = re.compile(r"<!-- (?P<kind>command|output): (?P<name>[\w-]+) -->\n+```\w*\n(?P<text>.*?)^```$", re.M | re.S)


class Shown(NamedTuple):
    """A command that the README shows, and its output where it shows one."""

    command: str
    output: str | None


def shown(text: str) -> dict[str, Shown]:
    """Every marked command, by name, in the order of the text. Raises ValueError for markers that do not pair up."""
    found: dict[str, dict[str, str]] = {"command": {}, "output": {}}
    for block in BLOCK.finditer(text):
        of_kind = found[block["kind"]]
        if block["name"] in of_kind:
            raise ValueError(f"two blocks are marked `{block['kind']}: {block['name']}`; give each its own name")
        of_kind[block["name"]] = block["text"]
    if astray := [name for name in found["output"] if name not in found["command"]]:
        raise ValueError(f"an output without a command: {', '.join(astray)}")
    marks, blocks = len(re.findall(r"<!-- (?:command|output):", text)), sum(map(len, found.values()))
    if marks != blocks:
        raise ValueError(f"of {marks} markers only {blocks} have a block of code right below them")
    return {name: Shown(command, found["output"].get(name)) for name, command in found["command"].items()}


def environment(folder: Path) -> dict[str, str]:
    """That of a new user: no database, no wide or coloured terminal; for the tutorial, with kgraph to be found."""
    plain = {"COLUMNS", "LINES", "FORCE_COLOR", "CLICOLOR_FORCE", "VIRTUAL_ENV", "PYTHONPATH"}
    own = {name: value for name, value in os.environ.items() if name not in plain and not name.startswith("NEO4J_")}
    if folder != ROOT:
        own["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), own.get("PATH", os.defpath)))
    return own


def run(command: str, folder: Path) -> str:
    """What a command prints on standard output. Raises CalledProcessError when it fails."""
    shell = ["sh", "-e", "-c", command]
    done = subprocess.run(
        shell, cwd=folder, env=environment(folder), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode("utf-8")


def outputs(blocks: dict[str, Shown], names: list[str]) -> dict[str, str]:
    """What the named commands print; the steps of the tutorial, where any is named, all run, each after the last."""
    printed = {name: run(blocks[name].command, ROOT) for name in names if name in SET_UP}
    steps = [name for name in blocks if name not in SET_UP]
    if any(name in steps for name in names):
        with tempfile.TemporaryDirectory(prefix="kgraph-readme-") as folder:
            printed |= {name: run(blocks[name].command, Path(folder)) for name in steps}
    return printed


def differences(blocks: dict[str, Shown], printed: dict[str, str]) -> list[str]:
    """Where what was printed is not what is shown, as lines of a diff."""
    lines: list[str] = []
    for name, text in printed.items():
        if blocks[name].output is not None:
            old, new = (blocks[name].output or "").splitlines(), tidy(text).splitlines()
            lines += difflib.unified_diff(old, new, f"README.md, {name}", f"printed by {name}", lineterm="")
    return lines


def tidy(text: str) -> str:
    """An output as a block of code holds it: no blanks at the ends of lines, one line end at the end."""
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines()) + "\n"


def refreshed(text: str, printed: dict[str, str]) -> str:
    """The README with what was printed in place of what it showed."""

    def put(block: re.Match[str]) -> str:
        if block["kind"] == "command" or block["name"] not in printed:
            return block[0]
        start, end = block.span("text")
        return block[0][: start - block.start()] + tidy(printed[block["name"]]) + block[0][end - block.start() :]

    return BLOCK.sub(put, text)


def main() -> int:
    """Carry out the command line; 1 when what is shown is not what was printed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("show", "run", "check", "write"))
    parser.add_argument("names", nargs="*", metavar="NAME")
    asked = parser.parse_args()
    text = README.read_text(encoding="utf-8")
    blocks = shown(text)
    names = asked.names or [name for name in blocks if name not in SET_UP]
    if unknown := [name for name in names if name not in blocks]:
        parser.error(f"README.md has no command {', '.join(unknown)}; it has {', '.join(blocks)}")
    if asked.action == "show":
        print("".join(blocks[name].command for name in names), end="")
        return 0
    if asked.action == "run":
        folder = ROOT if all(name in SET_UP for name in names) else Path.cwd()
        script = "".join(blocks[name].command for name in names)
        return subprocess.run(["sh", "-e", "-c", script], cwd=folder, stdin=subprocess.DEVNULL, check=False).returncode
    printed = outputs(blocks, names)
    if asked.action == "write":
        README.write_text(refreshed(text, printed), encoding="utf-8")
        return 0
    wrong = differences(blocks, printed)
    print("\n".join(wrong or [f"README.md shows what is printed: {', '.join(printed)}"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
