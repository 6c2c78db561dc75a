"""The answers of examples/threesites/ANSWERS.md, which were worked out from the story: read, to be held against packs.

A section is a pack: its heading is the pack's name. Each line ``kgraph run …`` in it is a question, the table below it
the whole answer, or the sentence ``No rows.``. A table may leave columns of the answer out, but none of those that tell
its rows apart. Cells are written as tables show them: several values with ``; `` between them, nothing for null.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kgraph.answer import Answer
from kgraph.render import shown

NO_ROWS = "No rows."


@dataclass
class ByHand:
    """One question and the whole answer that was worked out for it; ``line`` is where it stands."""

    pack: str
    given: dict[str, Any]
    line: int
    why: str = ""
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] | None = None

    def agrees(self, answer: Answer) -> tuple[list[list[str]], list[list[str]]]:
        """What was worked out, and the same columns of an answer, both as tables show them."""
        at = [list(answer.columns).index(name) for name in self.columns]
        found = [[shown(row[n]).replace("\n", " ") for n in at] for row in answer.rows]
        return self.rows or [], found if self.columns else [[shown(cell) for cell in row] for row in answer.rows]


def read(text: str) -> list[ByHand]:
    """Every question of the page. Raises ValueError, with the line, for one that has no answer."""
    found: list[ByHand] = []
    for pack, number, lines in _sections(text):
        found += _questions(pack, number, lines)
    return found


def _sections(text: str) -> Iterator[tuple[str, int, list[str]]]:
    """The name of each section that is a pack's, the number of the line below its heading, and its lines."""
    lines = text.splitlines()
    heads = [n for n, line in enumerate(lines) if re.match(r"#{1,3} ", line)]
    for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        name = lines[start].lstrip("# ").strip("`").strip()
        if re.fullmatch(r"[a-z_]+/[a-z_]+", name):
            yield name, start + 2, lines[start + 1 : end]


def _questions(pack: str, number: int, lines: list[str]) -> Iterator[ByHand]:
    one: ByHand | None = None
    for at, line in enumerate(lines, number):
        if line.strip().startswith("kgraph run "):
            if one is not None:
                yield _complete(one)
            one = _asked(line.strip(), pack, at)
        elif one is not None:
            _add(one, line.strip())
    if one is None:
        raise ValueError(f"line {number}: {pack} has no question; write one as a line of code: kgraph run {pack} …")
    yield _complete(one)


def _asked(line: str, pack: str, number: int) -> ByHand:
    _, _, name, *words = shlex.split(line)
    if name != pack or len(words) % 2:
        raise ValueError(f"line {number}: {line!r} is not kgraph run {pack} with options that each have a value")
    given: dict[str, Any] = {}
    for option, value in zip(words[::2], words[1::2], strict=True):
        key = option.removeprefix("--").replace("-", "_")
        given[key] = [*_listed(given[key]), value] if key in given else value
    return ByHand(pack, given, number)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _add(one: ByHand, line: str) -> None:
    if line == NO_ROWS:
        one.rows = []
    elif line.startswith("|") and not one.columns:
        one.columns = _cells(line)
    elif re.fullmatch(r"\|(\s*:?-+:?\s*\|)+", line):
        one.rows = []
    elif line.startswith("|") and one.rows is not None:
        one.rows.append(_cells(line))
    else:
        one.why = f"{one.why} {line}".strip()


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip()[1:-1])]


def _complete(one: ByHand) -> ByHand:
    if one.rows is None:
        raise ValueError(f"line {one.line}: no answer follows; write a table, or the line {NO_ROWS}")
    wrong = [row for row in one.rows if len(row) != len(one.columns)]
    if wrong:
        raise ValueError(f"line {one.line}: a row has not as many cells as the heading: {wrong[0]}")
    return one
