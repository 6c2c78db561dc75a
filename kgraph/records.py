"""What a loader hands on: records and problems, each with the place it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Place(NamedTuple):
    """Where something was read: a file and, where it has them, a sheet, a row (or line) and a column.

    >>> str(Place("study.xlsx", "Events", 3, "B"))
    'study.xlsx:Events!B3'
    >>> str(Place("Events.csv", None, 3, "B"))
    'Events.csv:B3'
    >>> str(Place("events.yaml", None, 14))
    'events.yaml:14'
    """

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        cell = f"{self.column or ''}{self.row if self.row is not None else ''}"
        if self.sheet:
            return f"{self.file}:{self.sheet}!{cell}" if cell else f"{self.file}:{self.sheet}"
        return f"{self.file}:{cell}" if cell else self.file


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a study's files, as read: the sheet it belongs to and its cells, not yet checked.

    ``sheet`` is the name of a sheet of the model (``Actors``, ``MemberOf``, ``Quick``). ``cells`` maps a column's name
    to what stood there: text, a number, a date, or a list of these; empty cells are left out. ``columns`` maps a
    column's name to its letter in a spreadsheet, or to its path in a nested file, so that a problem can be shown where
    it is; ``titles`` what a coder calls a column that stands under another name than the model's. ``spoilt`` names the
    columns whose cells hold something that a problem has been told of already.
    """

    sheet: str
    cells: Mapping[str, Any]
    place: Place
    columns: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    spoilt: frozenset[str] = frozenset()

    def where(self, column: str | None = None) -> Place:
        """The place of one cell of this record, or of the whole row."""
        at = self.columns.get(column) if column else None
        return Place(self.place.file, self.place.sheet, self.place.row, at) if at else self.place


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, or doubtful, in a study's files: where, what, and what would be right.

    >>> print(Problem(Place("study.xlsx", "Events", 3, "B"), "unknown move 'shrae'", "share"))
    study.xlsx:Events!B3: unknown move 'shrae'; share
    """

    place: Place
    message: str
    remedy: str = ""
    severity: str = "error"

    @property
    def order(self) -> tuple[str, str, int, str, str]:
        """Where it comes in a list of problems: by file, sheet, row and column."""
        file, sheet, row, column = self.place
        return file, sheet or "", row or 0, column or "", self.message

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" + (f"; {self.remedy}" if self.remedy else "")
