"""Spreadsheets as grids of cells: what stands where, with no knowledge of what it means."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from kgraph.encoding import Unreadable
from kgraph.sheet_xml import Cell, Look, look_at_ods, look_at_xlsx

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

LARGEST = 500_000_000
"""The most bytes that a spreadsheet may unpack to."""

_BOMB = 200
"""A spreadsheet of some size never packs this well (real ones: 5 to 40 times)."""

_MEND = "open it in Excel or LibreOffice and save it again"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(slots=True)
class Grid:
    """One sheet: its filled rows, each with its number, and the cells whose formula gave no value.

    A row is a list of cells from column A: text, number, bool, date, time; empty ones are ``""``. ``merged`` are the
    merged ranges, each by its first and last cell. Rows and columns are counted from 1.
    """

    sheet: str
    rows: Iterator[tuple[int, list[Any]]]
    failed: dict[Cell, str] = field(default_factory=dict)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)


def letters(number: int) -> str:
    """The letters of a column from its number.

    >>> letters(1), letters(26), letters(27)
    ('A', 'Z', 'AA')
    """
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def read_workbook(path: Path) -> Iterator[Grid]:
    """The sheets of an .xlsx or .ods file, in its order. Charts are left out.

    Raises Unreadable when the file is not a workbook, is locked with a password, is damaged, or would unpack to more
    than memory should be given to; OSError when it cannot be opened.
    """
    from python_calamine import CalamineError, SheetTypeEnum, load_workbook

    looks = _looked_at(path)
    for name, look in looks.items():
        look.fits(name)
    try:
        with closing(load_workbook(path)) as book:
            for index, about in enumerate(book.sheets_metadata):
                if about.typ == SheetTypeEnum.WorkSheet:
                    yield _grid(book, index, about.name, looks)
    except CalamineError as error:
        raise Unreadable(f"is damaged: {error}", _MEND) from error


def _grid(book: CalamineWorkbook, index: int, name: str, looks: dict[str, Look]) -> Grid:
    if name not in looks:
        raise Unreadable(f"is damaged: sheet {name!r} cannot be found in it", _MEND)
    sheet = book.get_sheet_by_index(index)
    merged = [
        ((top + 1, left + 1), (last + 1, right + 1)) for (top, left), (last, right) in sheet.merged_cell_ranges or ()
    ]
    return Grid(name, _rows(sheet), looks[name].failed, merged or looks[name].merged)


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[Any]]]:
    if sheet.start is None:
        return
    left = sheet.start[1]  # iter_rows leaves out the empty columns before the first, and not the empty rows
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if any(cell != "" for cell in cells):
            yield number, [""] * left + cells


# -- the package -------------------------------------------------------------------------------------------------------


def _looked_at(path: Path) -> dict[str, Look]:
    """Each sheet of a spreadsheet file by its name, as seen in its XML."""
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise Unreadable("is empty", "put the file back, or take it out of the study")
    if head == _OLD:
        locked = "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
        if locked:
            raise Unreadable("is locked with a password", "save it without one")
        raise Unreadable("is a workbook in Excel's old form (.xls)", "save it as .xlsx")
    try:
        with zipfile.ZipFile(path) as package:
            _not_a_bomb(package)
            return _looks(package)
    except zipfile.BadZipFile as error:
        packed = head.startswith(b"PK")
        wrong = "is damaged or was cut off" if packed else f"is not {_form(path)} file, whatever its name says"
        raise Unreadable(wrong, _MEND) from error
    except (zlib.error, EOFError, NotImplementedError, KeyError, RuntimeError, expat.ExpatError, ValueError) as error:
        raise Unreadable(f"is damaged: {error}", _MEND) from error


def _form(path: Path) -> str:
    return "an .ods" if path.suffix.lower() == ".ods" else f"an {path.suffix}" if path.suffix else "a spreadsheet"


def _not_a_bomb(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if unpacked > LARGEST or (unpacked > LARGEST // 10 and unpacked > _BOMB * packed):
        raise Unreadable(
            f"unpacks from {packed // 1000} KB to {unpacked // 1_000_000} MB, so it is not read",
            "delete the empty rows and columns around your rows, or split it into several files",
        )


def _looks(package: zipfile.ZipFile) -> dict[str, Look]:
    names = set(package.namelist())
    if "xl/workbook.xml" in names:
        parts = _worksheets(package)
        return {sheet: look_at_xlsx(package.read(part)) for sheet, part in parts.items() if part in names}
    if "content.xml" in names and b"opendocument.spreadsheet" in package.read("mimetype"):
        if "META-INF/manifest.xml" in names and b"encryption-data" in package.read("META-INF/manifest.xml"):
            raise Unreadable("is locked with a password", "save it without one")
        return look_at_ods(package.read("content.xml"))
    raise Unreadable("is not a spreadsheet, though it is packed like one", _MEND)


def _worksheets(package: zipfile.ZipFile) -> dict[str, str]:
    """The part of an .xlsx package that holds each sheet."""
    related = _tags(package.read("xl/_rels/workbook.xml.rels"))
    targets = {said.get("Id", ""): said.get("Target", "") for _, said in related}
    found = {}
    for tag, said in _tags(package.read("xl/workbook.xml")):
        if tag == "sheet":
            target = targets.get(said.get("id", ""), "").lstrip("/")
            found[said.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"
    return found


def _tags(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    """The elements of an XML document in order, names without their namespaces."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, given: dict[str, str]) -> None:
        found.append((name.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in given.items()}))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.Parse(xml, True)
    return found
