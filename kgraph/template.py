"""The workbook that `kgraph init` makes: every sheet of the model, to be filled in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph.grid import letters
from kgraph.model import SHEETS
from kgraph.model_page import says
from kgraph.moves import MOVES
from kgraph.spreadsheet import safe_cell
from kgraph.vocabulary import Column, columns

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FIRST = (
    "Quick", "Actors", "Organisations", "Networks", "Ideas", "Routines", "Discourses", "Programmes", "EvidenceSources",
    "Events", "Accounts", "Sources", "TookPart", "MemberOf", "WorksFor", "Aliases",
)  # fmt: skip
"""The sheets in the order in which people come to need them; the others follow."""

_READ_ME = (
    "How to fill in this workbook",
    "Start with the sheet Quick: one row for each telling of an event, with the source that tells it.",
    "People, ideas and sources that are new in Quick are made for you. Networks go into the sheet Networks first:",
    "only you can say which are stable (standing, bureaucratic) and which are fluid (temporary, such as a taskforce).",
    "Fill only the sheets you need. An empty sheet is fine; so is deleting one.",
    "Leave the names of the sheets and the first row as they are. Columns may stand in any order.",
    "A dark heading must be filled in each row. Rest the pointer on a heading to see what belongs there.",
    "Write several values in a cell with a semicolon between them: Jane; Omar; Housing team.",
    "Refer to things by their id, or by their name exactly as written. Other spellings go into the sheet Aliases.",
    "Dates: 2010, 2010-07, 2010-07-20, 2010-21 (spring; 22 summer, 23 autumn, 24 winter), 2010-07/2011-03.",
    "Put ~ after a date for about, and ? when it is uncertain: 2010-07~, 2010?.",
    "Cells are formatted as text, so that a date or a number stays as you type it. Paste with Paste Special, Text.",
    "Two people may tell one event differently: give each telling its own row, with the same word in the column event.",
    "The sheet Moves says what each move means. Define moves of your own in kgraph.toml.",
    "Then run `kgraph check`: it names each cell that is wrong, and what would be right. It changes nothing.",
)
_DARK, _LIGHT = "1F4E5F", "DCE9EC"
_WIDE = {"summary", "what", "quote", "paraphrase", "description", "purpose", "outcome", "title"}


def write_template(path: Path) -> None:
    """Write a workbook with every sheet of the model and no rows. Raises OSError when it cannot be written."""
    from openpyxl import Workbook

    book = Workbook()
    for sheet in list(book.worksheets):
        book.remove(sheet)
    _read_me(book.create_sheet("Read me"))
    for name in (*_FIRST, *(name for name in SHEETS if name not in _FIRST)):
        _sheet(book.create_sheet(name), name)
    _moves(book.create_sheet("Moves", index=len(_FIRST) + 1))
    book.save(path)


def _read_me(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment, Font

    for row, line in enumerate(_READ_ME, 1):
        cell = sheet.cell(row, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.column_dimensions["A"].width = 110


def _sheet(sheet: Worksheet, name: str) -> None:
    """One sheet of the model: its columns' names in the first row, and how each column is to be filled."""
    from openpyxl.comments import Comment

    kind = SHEETS[name]
    _head(sheet, [(column.name, column.required) for column in columns(kind)])
    for index, column in enumerate(columns(kind), 1):
        head, size = sheet.cell(1, index), sheet.column_dimensions[letters(index)]
        text = _comment(column) if index > 1 else f"{says(kind)}\n\n{_comment(column)}"
        head.comment = Comment(text, "kgraph", height=40 + 18 * (text.count("\n") + len(text) // 40), width=300)
        size.width = 48 if column.name in _WIDE else max(14, len(column.name) + 6)
        if column.type not in ("int", "bool"):
            size.number_format = "@"
            head.number_format = "@"
        _choices(sheet, column, f"{letters(index)}2:{letters(index)}1048576")


def _head(sheet: Worksheet, titles: Iterable[tuple[str, bool]]) -> None:
    """A first row that stays in sight; what must be filled is dark."""
    from openpyxl.styles import Font, PatternFill

    for index, (title, required) in enumerate(titles, 1):
        cell = sheet.cell(1, index, title)
        cell.font = Font(bold=True, color="FFFFFF" if required else "000000")
        cell.fill = PatternFill("solid", fgColor=_DARK if required else _LIGHT)
    sheet.freeze_panes = "A2"


def _comment(column: Column) -> str:
    said = [column.description[:1].upper() + column.description[1:] + ".", "Must be filled." if column.required else ""]
    if column.choices:
        said.append(f"One of {', '.join(column.choices)}.")
    if column.default not in (None, []):
        said.append(f"Empty means {str(column.default).lower() if column.type == 'bool' else column.default}.")
    if column.is_date:
        said.append("A date such as 2010, 2010-07 or 2010-07-20.")
    if column.several:
        said.append("Several with ; between them.")
    return "\n".join(filter(None, said))


def _choices(sheet: Worksheet, column: Column, cells: str) -> None:
    """A drop-down where a column has a fixed vocabulary. A study may have further moves, so these only warn."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if column.name == "move":
        rule = DataValidation("list", formula1=f"Moves!$A$2:$A${len(MOVES) + 1}", errorStyle="warning")
        rule.error = "This is none of kgraph's own moves. Keep it if kgraph.toml defines it."
    elif column.choices or column.type == "bool":
        choices = column.choices or ("true", "false")
        rule = DataValidation("list", formula1=f'"{",".join(choices)}"')
        rule.error = f"Write one of {', '.join(choices)}."
    else:
        return
    rule.allow_blank, rule.showErrorMessage = True, True
    sheet.add_data_validation(rule)
    rule.add(cells)


def _moves(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment

    _head(
        sheet,
        [(title, False) for title in ("move", "what it is", "code it when", "not when", "for instance (made up)")],
    )
    for row, (name, move) in enumerate(MOVES.items(), 2):
        said: tuple[Any, ...] = (name, move.definition, move.when, move.when_not, move.example)
        for index, text in enumerate(said, 1):
            sheet.cell(row, index, safe_cell(text)).alignment = Alignment(wrap_text=True, vertical="top")
    for index in range(1, 6):
        sheet.column_dimensions[letters(index)].width = 16 if index == 1 else 48
