"""Workbook: a study's sheets from a spreadsheet.

Reads an .xlsx or .ods workbook, a folder of .csv files (each is the sheet that it is named for), or a single .csv file.
The first filled row of a sheet holds the names of its columns; each row below is one thing. Sheets and columns are
those of the model (docs/model.md), in any order. Several values in a cell are separated by ``;``. A .csv file may be
separated by commas, semicolons or tabs, and is UTF-8, or UTF-16 with its mark; as Windows writes it, with a warning.

A sample, Actors.csv::

    id,name,kind
    a-smith,A. Smith,person
    housing-team,Housing team,group
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from kgraph.cells import checked, tidy, worn_out
from kgraph.encoding import Unreadable, encoding_of
from kgraph.grid import Grid, letters, read_workbook
from kgraph.model import SHEETS
from kgraph.records import Place, Problem, Record
from kgraph.rows import one_of
from kgraph.vocabulary import columns

suffixes: tuple[str, ...] = (".xlsx", ".ods", ".csv")

LONGEST_CELL = 1_000_000
"""The most letters in one cell of a .csv file: more means that a quotation mark is missing somewhere above."""

_SEPARATORS = ",;\t"
_NOT_DATA = {"readme", "codebook", "moves"}
_HEADER_WITHIN = 20
"""How many filled rows are searched for the header when the first is not one."""


def load(path: Path, settings: Mapping[str, Any]) -> Iterator[Record | Problem]:
    """The rows of every sheet of the model in a workbook, a folder of .csv files or one .csv file."""
    name = str(settings.get("name") or path.name)
    try:
        if path.is_dir():
            yield from _folder(path, name.rstrip("/"))
        elif path.suffix.lower() == ".csv":
            yield from _csv_file(path, name, alone=True)
        else:
            yield from _workbook(path, name)
    except Unreadable as error:
        yield Problem(Place(name, None, error.line), str(error), error.remedy)
    except OSError as error:
        yield _closed(name, error)


def _closed(name: str, error: OSError) -> Problem:
    return Problem(
        Place(name), f"cannot be read: {error.strerror or error}", "close it where it is open, or mend its path"
    )


# -- which sheet it is -------------------------------------------------------------------------------------------------


def _fold(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


_BY_FOLD = {_fold(sheet): sheet for sheet in SHEETS}


_SHEETS = "begin with Quick, or with Actors, Networks, Ideas, Sources and Events; docs/model.md has all of them"


def _meant(name: str) -> str:
    """The sheet that was perhaps meant by a name."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(_fold(name), list(_BY_FOLD), scorer=fuzz.ratio, score_cutoff=70)
    return f"perhaps {_BY_FOLD[best[0]]}" if best else _SHEETS


def _sheet(name: str, place: Place) -> tuple[str | None, list[Problem]]:
    """The sheet of the model that a sheet's name means, and what there is to say of the name."""
    sheet = _BY_FOLD.get(_fold(name))
    if sheet is None:
        return None, [Problem(place, f"{name!r} is no sheet of the model, so it is not read", _meant(name), "warning")]
    if sheet != name:
        return sheet, [Problem(place, f"{name!r} is read as {sheet}", f"write {sheet}", "warning")]
    return sheet, []


# -- workbooks ---------------------------------------------------------------------------------------------------------


def _workbook(path: Path, name: str) -> Iterator[Record | Problem]:
    known = unknown = 0
    for grid in read_workbook(path):
        first = next(grid.rows, None)
        if _fold(grid.sheet) in _NOT_DATA or (first is None and not grid.failed):
            known += 1
            continue
        place = Place(name, grid.sheet)
        sheet, said = _sheet(grid.sheet, place)
        yield from said
        if sheet is None:
            unknown += 1
            continue
        known += 1
        grid.rows = chain([first] if first else [], grid.rows)
        yield from _rows(sheet, grid, place)
    if unknown and not known:
        yield Problem(Place(name), "has no sheet of the model, so nothing of it is read", _SHEETS)


# -- .csv --------------------------------------------------------------------------------------------------------------


def _folder(path: Path, name: str) -> Iterator[Record | Problem]:
    files = [file for file in sorted(path.glob("*.csv")) if not file.name.startswith(".")]
    if not files:
        yield Problem(Place(name), "has no .csv file", "a folder is read as one sheet a file, such as Events.csv")
    for file in files:
        within = f"{name}/{file.name}"
        try:
            yield from _csv_file(file, within, alone=False)
        except Unreadable as error:
            yield Problem(Place(within, None, error.line), str(error), error.remedy)
        except OSError as error:
            yield _closed(within, error)


def _csv_file(path: Path, name: str, *, alone: bool) -> Iterator[Record | Problem]:
    place = Place(name)
    if _fold(path.stem) in _NOT_DATA:
        return
    sheet, said = _sheet(path.stem, place)
    if sheet is None:
        problem = said[0]
        yield Problem(place, problem.message, problem.remedy) if alone else problem
        return
    yield from said
    encoding = encoding_of(path)
    if encoding.odd:
        message = "is not UTF-8; it is read as Windows-1252, which may get letters wrong"
        yield Problem(place._replace(row=encoding.odd), message, "in Excel: Save As, CSV UTF-8", "warning")
    with path.open(encoding=encoding.name, newline="") as file:
        rows = _csv_rows(file, sheet)
        first = next(rows, None)
        if first is None:
            raise Unreadable("is empty", f"write the names of its columns in the first row: {_names(sheet)}")
        yield from _rows(sheet, Grid(path.stem, chain([first], rows)), place)


def _csv_rows(lines: Iterable[str], sheet: str) -> Iterator[tuple[int, list[Any]]]:
    """The filled rows of a .csv file, each with the line that it begins in."""
    lines = iter(lines)
    head, above = _head(lines)
    if not head:
        return
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    reader = csv.reader(chain(head, lines), delimiter=_separator(head, sheet), strict=True)
    begins = above + 1
    try:
        for cells in reader:
            if any(cells):
                if max(map(len, cells)) > LONGEST_CELL:
                    raise Unreadable(_too_long(), _QUOTES, begins)
                yield begins, cells
            begins = above + reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            raise Unreadable(_too_long(), _QUOTES, begins) from error
        raise Unreadable(f"has a row that cannot be read: {error}", _QUOTES, begins) from error


def _too_long() -> str:
    return f"has a cell of more than {LONGEST_CELL:,} letters in this row"


_QUOTES = 'look for a missing quotation mark; one inside a text is written twice ("")'


def _head(lines: Iterator[str]) -> tuple[list[str], int]:
    """The first lines that are not blank, and how many came before; a line ``sep=;`` is Excel's own, and left out."""
    above = 0
    for line in lines:
        if line.strip() and not (above == 0 and line.strip()[:4].lower() == "sep=" and len(line.strip()) <= 5):
            return [line, *islice(lines, _HEADER_WITHIN)], above
        above += 1
    return [], above


def _separator(head: list[str], sheet: str) -> str:
    """The separator with which most of a sheet's columns are found in one of the first lines."""
    known = {_fold(column.name) for column in columns(SHEETS[sheet])}

    def columns_found(separator: str) -> tuple[int, int]:
        found = [[_fold(cell.strip('" \r\n')) for cell in line.split(separator)] for line in head]
        return max(len(known.intersection(cells)) for cells in found), len(found[0])

    return max(_SEPARATORS, key=columns_found)


# -- rows --------------------------------------------------------------------------------------------------------------

_WORN_OUT = (
    "holds a number of more than 15 digits, of which a spreadsheet keeps only the first 15",
    "format the column as Text and write it again",
)


@dataclass(slots=True)
class _Header:
    """The header of a sheet: its row, how far it reaches, the model's column at each position, and what it lacks."""

    row: int
    width: int
    columns: dict[int, str] = field(default_factory=dict)
    unknown: set[int] = field(default_factory=set)

    def letters(self) -> dict[str, str]:
        """The letters of each column by its name."""
        return {name: letters(index + 1) for index, name in self.columns.items()}


def _names(sheet: str) -> str:
    return ", ".join(column.name for column in columns(SHEETS[sheet]))


def _rows(sheet: str, grid: Grid, place: Place) -> Iterator[Record | Problem]:
    """The records of one sheet, and everything wrong with its header and cells."""
    for (row, column), what in sorted(grid.failed.items()):
        at = place._replace(row=row, column=letters(column))
        yield Problem(at, f"holds {what}", "mend the formula, or write the value; then save the file again")
    rows = iter(grid.rows)
    header, problems = _header(sheet, rows, place)
    yield from problems
    if header is None:
        return
    yield from _merged(grid, header, place)
    at_letters, nameless = header.letters(), set[int]()
    for row, cells in rows:
        found: dict[str, Any] = {}
        spoilt: set[str] = set()
        for index, raw in enumerate(cells):
            if raw == "":
                continue
            name = header.columns.get(index)
            value, wrong = checked(raw)
            if value is None or index in header.unknown or index in nameless:
                continue
            if name is None:
                wrong = _nowhere(value, index, header, csv=place.sheet is None)
                nameless.update({index} if index < header.width or place.sheet else ())
            elif type(value) is not str and worn_out(value):
                wrong = _WORN_OUT
            if wrong:
                yield Problem(place._replace(row=row, column=letters(index + 1)), *wrong)
                spoilt.update([name] if name else ())
            elif name:
                found[name] = value
        if found:
            yield Record(sheet, found, place._replace(row=row), at_letters, spoilt=frozenset(spoilt))


def _nowhere(value: Any, index: int, header: _Header, *, csv: bool) -> tuple[str, str]:
    """What is wrong with a value that stands under no column's name."""
    if csv and index >= header.width:
        message = f"the row has more cells than the {header.width} of the header; {str(value)[:40]!r} would be lost"
        return message, "put text that has the separator in it into quotation marks"
    return f"row {header.row} has no name for this column, which has values", "name it, or clear it"


def _header(sheet: str, rows: Iterator[tuple[int, list[Any]]], place: Place) -> tuple[_Header | None, list[Problem]]:
    """The header, which is the first filled row, and what is wrong with it; none when the rows cannot be read by it."""
    first = next((row for row in rows if any(tidy(cell) is not None for cell in row[1])), None)
    if first is None:
        return None, []
    header, problems = _named(sheet, *first, place)
    at = place._replace(row=header.row)
    if not header.columns:
        later = (_named(sheet, *row, place)[0] for row in islice(rows, _HEADER_WITHIN))
        found = next((other.row for other in later if other.columns), None)
        if found:
            said = f"row {header.row} does not hold the names of columns; they seem to stand in row {found}"
            return None, [Problem(at, said, "delete the rows above them, titles too")]
        return None, [Problem(at, f"row {header.row} names no column of {sheet}", f"columns are {_names(sheet)}")]
    present = set(header.columns.values())
    missing = [column.name for column in columns(SHEETS[sheet]) if column.required and column.name not in present]
    if missing:
        remedy = f"add a column named {' and one named '.join(missing)}"
        problems.append(Problem(at, f"{sheet} lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}", remedy))
        return None, problems
    return header, problems


def _named(sheet: str, row: int, cells: list[Any], place: Place) -> tuple[_Header, list[Problem]]:
    """A row read as a header, with its unknown and doubled columns."""
    by_fold = {_fold(column.name): column.name for column in columns(SHEETS[sheet])}
    titles = {index: str(title) for index, cell in enumerate(cells) if (title := tidy(cell)) is not None}
    header, problems = _Header(row, max(titles, default=-1) + 1), []
    for index, title in titles.items():
        at = place._replace(row=row, column=letters(index + 1))
        name = by_fold.get(_fold(title))
        before = next((place for place, other in header.columns.items() if other == name), None)
        if name is None:
            problems.append(Problem(at, f"{sheet} has no column {title!r}", one_of(title, list(by_fold.values()))))
        elif before is not None:
            problems.append(Problem(at, f"the column {name} stands in {letters(before + 1)} already", "delete one"))
        else:
            header.columns[index] = name
            continue
        header.unknown.add(index)
    return header, problems


def _merged(grid: Grid, header: _Header, place: Place) -> Iterator[Problem]:
    """Merged cells among a sheet's columns: only the first of them holds the value, and the rest would be empty."""
    for (row, column), (last_row, last_column) in grid.merged:
        if last_row >= header.row and column <= header.width:
            cells = f"{letters(column)}{row}:{letters(last_column)}{last_row}"
            at = place._replace(row=row, column=letters(column))
            yield Problem(at, f"the cells {cells} are merged", "unmerge them and fill each")
