"""Looking into a spreadsheet's XML before it is read: what would not fit in memory, and what would be lost.

calamine, which reads the cells, gives nothing (or 0) for a formula that failed, and keeps in memory a whole rectangle
from the first filled cell to the last. So each sheet is looked at first, in a way that costs little for a plain one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from kgraph.encoding import Unreadable

MOST_CELLS = 20_000_000
"""The most cells between a sheet's first and last: about 500 MB while it is read."""

Cell = tuple[int, int]
"""Row and column, both from 1."""

_NEVER_WORKED_OUT = "a formula whose value was never worked out"


@dataclass(slots=True)
class Look:
    """What was seen in one sheet: how far it reaches at most, the cells whose formula gave no value, merged ranges.

    Of an .xlsx file calamine tells the merged ranges, so they are not looked for.
    """

    rows: int = 0
    columns: int = 0
    failed: dict[Cell, str] = field(default_factory=dict)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)

    def fits(self, sheet: str) -> None:
        """Raises Unreadable when the sheet would not fit in memory."""
        if self.rows * self.columns > MOST_CELLS:
            raise Unreadable(
                f"sheet {sheet!r} reaches to row {self.rows} and column {self.columns}, too far to be read",
                "there is a stray cell far from the rest: delete the empty rows and columns around your rows",
            )


# -- Excel's form ------------------------------------------------------------------------------------------------------

_UNPLAIN = (b't="e"', b"<f>", b"<f ", b"<!")
"""What the quick look cannot judge: failed values, formulas, and markup that no program writes."""


def look_at_xlsx(xml: bytes) -> Look:
    """What there is in a worksheet of an .xlsx file. Raises Unreadable when it is not XML."""
    return _quick_look(xml) or _Worksheet().seen(xml)


def _quick_look(xml: bytes) -> Look | None:
    """How far a plain worksheet reaches at most, in a third of the time that seeing every element takes."""
    cells = sum(map(xml.count, (b"<row ", b"<row>", b"<c ", b"<c>")))
    if b"<worksheet" not in xml[:4096] or xml.count(b' r="') < cells or any(mark in xml for mark in _UNPLAIN):
        return None
    rows = max(map(int, re.findall(rb'<row [^>]*?r="(\d{1,12})"', xml)), default=0)
    columns = next((26**wide for wide in (3, 2) if re.search(rb' r="[A-Za-z]{%d}' % wide, xml)), 26)
    farther = re.search(rb' r="[A-Za-z]+\d{%d}' % (len(str(rows)) + 1), xml)
    return Look(rows, columns) if rows * columns <= MOST_CELLS and not farther else None


def column_number(letters: str) -> int:
    """The number of a column from its letters.

    >>> column_number("A"), column_number("Z"), column_number("AA")
    (1, 26, 27)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class _Parts:
    """Sees every element of an XML document."""

    def __init__(self) -> None:
        self.look = Look()
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = _no_doctype

    def seen(self, xml: bytes) -> Look:
        try:
            self.parser.Parse(xml, True)
        except (expat.ExpatError, ValueError) as error:
            raise Unreadable(f"is damaged: {error}", "open it in Excel or LibreOffice and save it again") from error
        return self.look

    def _start(self, name: str, given: dict[str, str]) -> None:
        raise NotImplementedError


def _no_doctype(*_: Any) -> None:
    raise Unreadable("has a document type declaration, which no spreadsheet program writes", "save it again in one")


class _Worksheet(_Parts):
    """A worksheet of an .xlsx file. Rows and cells may say where they are, or else follow the one before."""

    _REF = re.compile(r"([A-Za-z]{1,8})(\d{1,12})")

    def __init__(self) -> None:
        super().__init__()
        self.row = self.column = 0
        self.filled = self.formula = self.error = self.text = False

    def seen(self, xml: bytes) -> Look:
        super().seen(xml)
        self._leave()
        return self.look

    def _start(self, name: str, given: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if name == "c":
            self._leave()
            ref = self._REF.fullmatch(given.get("r", ""))
            if ref:
                self.column, self.row = column_number(ref[1]), int(ref[2])
            else:
                self.column += 1
            self.error, self.text = given.get("t") == "e", given.get("t") == "str"
        elif name == "row":
            self._leave()
            number = given.get("r", "")
            self.row, self.column = int(number) if number.isdecimal() and len(number) < 12 else self.row + 1, 0
        elif name in ("v", "is"):
            self.filled = not self.formula or self.text
            self.parser.CharacterDataHandler = None if self.filled else self._value
        elif name == "f":
            self.formula = True

    def _value(self, _: str) -> None:
        self.filled = True
        self.parser.CharacterDataHandler = None

    def _leave(self) -> None:
        self.parser.CharacterDataHandler = None
        if self.filled or self.formula or self.error:
            self.look.rows, self.look.columns = max(self.look.rows, self.row), max(self.look.columns, self.column)
            if self.error:
                self.look.failed[self.row, self.column] = "a formula that failed"
            elif not self.filled:
                self.look.failed[self.row, self.column] = _NEVER_WORKED_OUT
        self.filled = self.formula = self.error = False


# -- LibreOffice's form ------------------------------------------------------------------------------------------------


def look_at_ods(xml: bytes) -> dict[str, Look]:
    """What there is in each sheet of an .ods file's content. Raises Unreadable when it is not XML."""
    parts = _Content()
    parts.seen(xml)
    return parts.looks


class _Content(_Parts):
    """The content of an .ods file, where one element may stand for many equal rows or cells."""

    def __init__(self) -> None:
        super().__init__()
        self.looks: dict[str, Look] = {}
        self.row, self.rows, self.column = 1, 0, 0

    def _start(self, name: str, given: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        # Two attributes are called value-type: the format's own, and LibreOffice's, which alone says `error`.
        failed = any("calcext" in key for key, value in given.items() if value == "error")
        said = {key.rpartition(" ")[2]: value for key, value in given.items()}
        if name == "table":
            self.look = self.looks.setdefault(said.get("name", ""), Look())
            self.row, self.rows, self.column = 1, 0, 0
        elif name == "table-row":
            self.row, self.column = self.row + self.rows, 0
            self.rows = _times(said.get("number-rows-repeated"))
        elif name in ("table-cell", "covered-table-cell"):
            self._cell(said, failed)

    def _cell(self, said: dict[str, str], failed: bool) -> None:
        times = _times(said.get("number-columns-repeated"))
        at = (self.row, self.column + 1)
        if "value-type" in said:
            last = self.row + self.rows - 1
            self.look.rows, self.look.columns = max(self.look.rows, last), max(self.look.columns, self.column + times)
        if failed:
            self.look.failed[at] = "a formula that failed"
        down, across = _times(said.get("number-rows-spanned")), _times(said.get("number-columns-spanned"))
        if down * across > 1:
            self.look.merged.append((at, (at[0] + down - 1, at[1] + across - 1)))
        self.column += times


def _times(text: str | None) -> int:
    return max(1, int(text)) if text and text.isdecimal() and len(text) < 12 else 1
