"""Reading spreadsheets: workbooks, folders of .csv and single files, good and hostile."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkout import ROOT
from kgraph import sheet_xml
from kgraph.encoding import LARGEST, Unreadable
from kgraph.grid import read_workbook
from kgraph.loaders import workbook
from kgraph.records import Place, Problem, Record

REAL = ROOT.parent / "shared" / "data" / "formats" / "spreadsheets"
Sheets = dict[str, Sequence[Sequence[Any]]]

ACTORS = [["id", "name", "kind"], ["a1", "Ann", "person"], ["a2", "Räte; and others", ""]]


def read(path: Path, name: str | None = None) -> tuple[list[Record], list[Problem]]:
    found = list(workbook.load(path, {"name": name} if name else {}))
    assert all(isinstance(one, (Record, Problem)) for one in found)
    return [one for one in found if isinstance(one, Record)], [one for one in found if isinstance(one, Problem)]


def told(path: Path) -> list[str]:
    """The problems in a file, as they are shown; there must be no record."""
    records, problems = read(path)
    assert records == []
    return [str(problem) for problem in problems]


def xlsx(path: Path, sheets: Sheets) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>%s</office:spreadsheet></office:body></office:document-content>"
)


def ods(path: Path, sheets: Sheets) -> Path:
    """A workbook as LibreOffice writes it: a row of one element stands for the empty million below."""
    below = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="99"/>'
    )
    tables = ""
    for name, rows in sheets.items():
        made = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        tables += f'<table:table table:name="{escape(name)}">{made}{below}</table:table-row></table:table>'
    return ods_of(path, tables)


def ods_of(path: Path, tables: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", ODS % tables)
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


def _ods_cell(value: Any) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'


def written(rows: Iterable[Sequence[Any]], separator: str = ",", end: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    return text.getvalue()


# -- what is read ------------------------------------------------------------------------------------------------------


def test_a_workbook_gives_a_record_for_each_row_with_its_cell(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "study.xlsx", {"Actors": ACTORS})
    letters = {"id": "A", "name": "B", "kind": "C"}
    assert read(path, "in/study.xlsx") == (
        [
            Record(
                "Actors",
                {"id": "a1", "name": "Ann", "kind": "person"},
                Place("in/study.xlsx", "Actors", 2),
                letters,
            ),
            Record("Actors", {"id": "a2", "name": "Räte; and others"}, Place("in/study.xlsx", "Actors", 3), letters),
        ],
        [],
    )


def test_a_record_says_where_each_of_its_cells_is(tmp_path: Path) -> None:
    rows = [[], ["", "", "name", "id"], [], ["", "", "Ann", "a1"]]
    (record,), problems = read(xlsx(tmp_path / "study.xlsx", {"Actors": rows}))
    assert problems == []
    assert str(record.where("id")) == "study.xlsx:Actors!D4"


def test_a_folder_of_csv_is_a_sheet_a_file(tmp_path: Path) -> None:
    (tmp_path / "Actors.csv").write_text("id,name\na1,Ann\n")
    (tmp_path / "Sites.csv").write_text("id;name\ns1;North, or so\n")
    records, problems = read(tmp_path, "entities/")
    assert problems == []
    assert [(r.sheet, str(r.where("name")), r.cells["name"]) for r in records] == [
        ("Actors", "entities/Actors.csv:B2", "Ann"),
        ("Sites", "entities/Sites.csv:B2", "North, or so"),
    ]


def test_the_same_rows_come_from_every_kind_of_file(tmp_path: Path) -> None:
    rows = [
        ["id", "name", "size"],
        ["a1", "Ann Ö", 5],
        ["a2", "two\nlines", ""],
        ["", "", ""],
        ["a3", "=not a sum", 12],
    ]
    as_csv = [[str(cell) for cell in row] for row in rows]
    (tmp_path / "Actors.csv").write_text(written(as_csv), encoding="utf-8")
    found = {}
    book = xlsx(tmp_path / "study.xlsx", {"Actors": []})
    opened = openpyxl.load_workbook(book)
    for number, row in enumerate(rows, 1):
        for index, value in enumerate(row, 1):
            cell = opened["Actors"].cell(number, index, value)
            cell.data_type = "n" if isinstance(value, int) else "s"
    opened.save(book)
    for path in (tmp_path / "Actors.csv", book, ods(tmp_path / "study.ods", {"Actors": rows})):
        records, problems = read(path)
        assert problems == []
        found[path.suffix] = [{name: str(cell) for name, cell in record.cells.items()} for record in records]
    assert found[".csv"] == found[".xlsx"] == found[".ods"]
    assert found[".csv"][0] == {"id": "a1", "name": "Ann Ö", "size": "5"}


def test_cells_keep_their_kind_and_lose_only_blanks(tmp_path: Path) -> None:
    row = ["\u00a0a1\u200b", 7.0, True, dt.date(2015, 3, 1), "  "]
    path = xlsx(tmp_path / "s.xlsx", {"Actors": [["id", "size", "name", "kind", "description"], row]})
    (record,), problems = read(path)
    assert problems == []
    assert record.cells == {"id": "a1", "size": 7, "name": True, "kind": dt.date(2015, 3, 1)}
    assert type(record.cells["size"]) is int


def test_rows_of_csv_are_counted_by_the_line_in_which_they_begin(tmp_path: Path) -> None:
    path = tmp_path / "Actors.csv"
    path.write_text('\nid,name\na1,"one\ntwo"\n\na2,Ann\n')
    records, _ = read(path)
    assert [record.place.row for record in records] == [3, 6]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_in_each_form_comes_back_the_same(tmp_path: Path, separator: str, encoding: str, end: str) -> None:
    rows = [["id", "name", "description"], ["a1", 'x, "y"; z\tø', "two\nlines"], ["a2", "“quoted” – 🙂", ""]]
    path = tmp_path / "Actors.csv"
    path.write_bytes(written(rows, separator, end).encode(encoding))
    records, problems = read(path)
    assert problems == []
    assert [list(record.cells.values()) for record in records] == [rows[1], rows[2][:2]]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)


@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5),
    separator=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
def test_any_rows_written_as_csv_come_back(
    tmp_path: Path, rows: list[list[str]], separator: str, encoding: str
) -> None:
    path = tmp_path / "Actors.csv"
    rows = [[cell.encode(encoding, "ignore").decode(encoding) for cell in row] for row in rows]
    rows = [[cell if not cell.startswith(("#", "Err")) else "x" for cell in row] for row in rows]
    raw = written([["id", "name", "description"], *rows], separator).encode(encoding)
    path.write_bytes(raw)
    records, problems = read(path)
    if encoding == "cp1252" and any(problem.severity == "error" for problem in problems):
        return  # what reads as UTF-8 as well is no proof of anything
    assert [problem for problem in problems if problem.severity == "error"] == []
    wanted = [
        {n: s for n, cell in zip(("id", "name", "description"), row, strict=True) if (s := tidied(cell))}
        for row in rows
    ]
    if not problems and encoding == "cp1252":
        wanted = [{n: tidied(s.encode("cp1252").decode()) for n, s in row.items()} for row in wanted]
    assert [dict(record.cells) for record in records] == [row for row in wanted if row]


def tidied(cell: str) -> str:
    from kgraph.cells import tidy

    return tidy(cell) or ""


def test_excels_own_line_about_the_separator_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "Actors.csv"
    path.write_text("sep=;\r\nid;name\r\na1;Ann\r\n", newline="")
    (record,), problems = read(path)
    assert (record.cells, record.place.row, problems) == ({"id": "a1", "name": "Ann"}, 3, [])


# -- names of sheets and columns ---------------------------------------------------------------------------------------


def test_sheets_and_columns_are_found_without_regard_to_case_and_space(tmp_path: Path) -> None:
    rows = [["Actor", "Network", "SOURCE ", "Given by"], ["a1", "n1", "s1", "a2"]]
    path = xlsx(tmp_path / "s.xlsx", {"member of": rows, "Read me": [["x"]], "Codebook": [["x"]], "Moves": [["x"]]})
    (record,), problems = read(path)
    assert record.sheet == "MemberOf"
    assert record.cells == {"actor": "a1", "network": "n1", "source": "s1", "given_by": "a2"}
    assert problems == [
        Problem(Place("s.xlsx", "member of"), "'member of' is read as MemberOf", "write MemberOf", "warning")
    ]


def test_an_unknown_sheet_is_a_warning_and_an_empty_one_is_nothing(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "s.xlsx", {"Actors": ACTORS, "Evnts": [["id"]], "Sheet1": []})
    records, problems = read(path)
    assert len(records) == 2
    said = "'Evnts' is no sheet of the model, so it is not read"
    assert problems == [Problem(Place("s.xlsx", "Evnts"), said, "perhaps Events", "warning")]


def test_a_file_of_which_nothing_is_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,name\n")
    _, problems = read(tmp_path / "people.csv")
    assert [problem.severity for problem in problems] == ["error"]
    _, problems = read(xlsx(tmp_path / "s.xlsx", {"People": [["x"]]}))
    assert [problem.severity for problem in problems] == ["warning", "error"]


def test_unknown_double_and_missing_columns_are_named(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "s.xlsx", {"Networks": [["id", "nmae", "kind", "Kind "], ["n1", "x", "stable", "fluid"]]})
    problems = told(path)
    assert problems[0].startswith("s.xlsx:Networks!B1: Networks has no column 'nmae'; perhaps 'name'")
    assert problems[1:] == [
        "s.xlsx:Networks!D1: the column kind stands in C already; delete one",
        "s.xlsx:Networks!1: Networks lacks the column name; add a column named name",
    ]


def test_a_title_above_the_header_is_pointed_out(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "s.xlsx", {"Actors": [["All the actors"], [], *ACTORS]})
    assert told(path) == [
        "s.xlsx:Actors!1: row 1 does not hold the names of columns; they seem to stand in row 3; "
        "delete the rows above them, titles too"
    ]


def test_a_sheet_without_a_header_lists_the_columns(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "s.xlsx", {"Sites": [["s1", "North"], ["s2", "South"]]})
    assert told(path) == ["s.xlsx:Sites!1: row 1 names no column of Sites; columns are id, name, description"]


def test_values_under_no_name_are_not_lost_silently(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "s.xlsx", {"Sites": [["id", "", "name"], ["s1", "x", "North", "y"], ["s2", "x", "South"]]})
    records, problems = read(path)
    assert [record.cells["name"] for record in records] == ["North", "South"]
    remedy = "row 1 has no name for this column, which has values; name it, or clear it"
    assert [str(problem) for problem in problems] == [f"s.xlsx:Sites!B2: {remedy}", f"s.xlsx:Sites!D2: {remedy}"]


def test_a_ragged_row_of_csv_is_an_error_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "Sites.csv").write_text("id,name\ns1,North, or so\ns2\ns3,x,,\n")
    records, problems = read(tmp_path / "Sites.csv")
    assert [dict(record.cells) for record in records] == [
        {"id": "s1", "name": "North"},
        {"id": "s2"},
        {"id": "s3", "name": "x"},
    ]
    assert [str(problem) for problem in problems] == [
        "Sites.csv:C2: the row has more cells than the 2 of the header; 'or so' would be lost; "
        "put text that has the separator in it into quotation marks"
    ]


# -- cells that cannot be meant ----------------------------------------------------------------------------------------


def test_merged_cells_are_an_error(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "s.xlsx", {"Sites": [["id", "name"], ["s1", "North"], ["s2", ""]]})
    book = openpyxl.load_workbook(path)
    book["Sites"].merge_cells("B2:B3")
    book.save(path)
    _, problems = read(path)
    assert [str(p) for p in problems] == ["s.xlsx:Sites!B2: the cells B2:B3 are merged; unmerge them and fill each"]
    cell = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    spanned = cell.format(' table:number-columns-spanned="2"', "id")
    row = f"<table:table-row>{spanned}<table:covered-table-cell/>{cell.format('', 'name')}</table:table-row>"
    _, problems = read(ods_of(tmp_path / "s.ods", f'<table:table table:name="Sites">{row}</table:table>'))
    assert [str(p) for p in problems] == ["s.ods:Sites!A1: the cells A1:B1 are merged; unmerge them and fill each"]


def test_formulas_that_failed_or_were_never_worked_out_are_named(tmp_path: Path) -> None:
    path = tmp_path / "s.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sites"
    for at, value in {"A1": "id", "B1": "name", "A2": "s1", "B2": "#REF!", "A3": "=1+1", "B3": "x"}.items():
        sheet[at] = value
    book.save(path)
    records, problems = read(path)
    assert [dict(record.cells) for record in records] == [{"id": "s1"}, {"name": "x"}]
    assert [(p.place.column, p.place.row, p.message) for p in problems] == [
        ("B", 2, "holds a formula that failed"),
        ("A", 3, "holds a formula whose value was never worked out"),
    ]
    (tmp_path / "Sites.csv").write_text("id,name\ns1,#N/A\n")
    _, problems = read(tmp_path / "Sites.csv")
    assert [(str(p.place), p.message) for p in problems] == [("Sites.csv:B2", "holds '#N/A', a formula that failed")]


def test_a_failed_formula_of_libreoffice_is_not_read_as_nought(tmp_path: Path) -> None:
    head = "".join(map(_ods_cell, ["id", "name", "size"]))
    failed = '<table:table-cell office:value-type="float" office:value="0" calcext:value-type="error"/>'
    rows = f"<table:table-row>{head}</table:table-row><table:table-row>{_ods_cell('a')}{_ods_cell('b')}{failed}"
    _, problems = read(
        ods_of(tmp_path / "s.ods", f'<table:table table:name="Actors">{rows}</table:table-row></table:table>')
    )
    assert [(str(p.place), p.message) for p in problems] == [("s.ods:Actors!C2", "holds a formula that failed")]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (dt.time(12, 30), "holds a time of day or a length of time"),
        (dt.timedelta(hours=30), "holds a time of day or a length of time"),
        (1234567890123456789, "holds a number of more than 15 digits, of which a spreadsheet keeps only the first 15"),
        ("#N/A", "holds a formula that failed"),
    ],
)
def test_values_that_a_spreadsheet_has_changed_are_refused(tmp_path: Path, value: Any, message: str) -> None:
    _, problems = read(xlsx(tmp_path / "s.xlsx", {"Sites": [["id", "name"], ["s1", value]]}))
    assert [(str(p.place), p.message) for p in problems] == [("s.xlsx:Sites!B2", message)]


# -- encodings ---------------------------------------------------------------------------------------------------------


def test_cp1252_is_read_with_a_warning_that_says_how_to_save(tmp_path: Path) -> None:
    path = tmp_path / "Sites.csv"
    path.write_bytes("id;name\r\ns1;North\r\ns2;Zoë’s café\r\n".encode("cp1252"))
    records, (problem,) = read(path)
    assert records[1].cells["name"] == "Zoë’s café"
    assert (str(problem.place), problem.severity) == ("Sites.csv:3", "warning")
    assert problem.remedy == "in Excel: Save As, CSV UTF-8"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "Sites.csv: is empty"),
        (b"\n\n", "Sites.csv: is empty"),
        (b"id,name\ns1,\x81\xff\n", "Sites.csv:2: is neither UTF-8 nor Windows-1252"),
        (b"id,name\ns1,a\0b\n", "Sites.csv:2: holds a NUL byte"),
        ("id,name\n".encode("utf-16-le"), "Sites.csv:1: holds a NUL byte"),
        ("id,name\n".encode("utf-32"), "Sites.csv: is UTF-32"),
        ("id,name\ns1,é".encode("utf-16") + b"\x00", "Sites.csv:2: begins as UTF-16"),
        ("id,name\ns1,éé\ns2,é".encode()[:-1], "Sites.csv:3: is UTF-8, save for some bytes"),
        (b'id,name\ns1,"open\ns2,x\n', "Sites.csv:2: has a row that cannot be read"),
        (b'id,name\ns1,"a"b\n', "Sites.csv:2: has a row that cannot be read"),
        (b"id,name\ns1," + b"x" * 1_000_001 + b"\n", "Sites.csv:2: has a cell of more than 1,000,000"),
    ],
)
def test_a_csv_file_that_cannot_be_read_is_one_problem(tmp_path: Path, raw: bytes, said: str) -> None:
    (tmp_path / "Sites.csv").write_bytes(raw)
    (problem,) = [str(p) for p in read(tmp_path / "Sites.csv")[1]]
    assert problem.startswith(said)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "Sites.csv").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert told(tmp_path / "Sites.csv") == ["Sites.csv: has more than 200 MB; split it into several files"]


# -- hostile and damaged workbooks -------------------------------------------------------------------------------------


def broken(path: Path) -> str:
    (problem,) = told(path)
    return problem


def test_a_file_that_is_no_workbook_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "s.xlsx"
    whole = xlsx(tmp_path / "whole.xlsx", {"Actors": ACTORS}).read_bytes()
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    for raw, said in (
        (b"", "is empty"),
        (b"id,name\n", "is not an .xlsx file"),
        (whole[: len(whole) // 2], "is damaged or was cut off"),
        (old, "is a workbook in Excel's old form"),
        (old + "EncryptedPackage".encode("utf-16-le"), "is locked with a password"),
    ):
        path.write_bytes(raw)
        assert broken(path).startswith(f"s.xlsx: {said}")
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.txt", "x")
    assert broken(path).startswith("s.xlsx: is not a spreadsheet")
    (tmp_path / "s.xls").write_bytes(old)
    assert broken(tmp_path / "s.xls") == "s.xls: is a workbook in Excel's old form (.xls); save it as .xlsx"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "s.xlsx", {"Actors": ACTORS})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package, package.open("xl/media.xml", "w") as part:
        for _ in range(60):
            part.write(bytes(1_000_000))
    assert "MB, so it is not read" in broken(path)


def test_a_stray_cell_far_away_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "s.xlsx", {"Actors": ACTORS})
    book = openpyxl.load_workbook(path)
    book["Actors"]["ZZ900000"] = "x"
    book.save(path)
    assert broken(path).startswith("s.xlsx: sheet 'Actors' reaches to row 900000 and column 702, too far to be read")
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="9999"/>'
    far = f'<table:table-row table:number-rows-repeated="999999">{cell}</table:table-row>'
    assert "too far to be read" in broken(
        ods_of(tmp_path / "s.ods", f'<table:table table:name="Actors">{far}</table:table>')
    )


def test_a_cell_that_is_only_formatted_is_not_far_away(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "s.xlsx", {"Actors": ACTORS})
    book = openpyxl.load_workbook(path)
    book["Actors"]["ZZ900000"].number_format = "@"
    book.save(path)
    assert len(read(path)[0]) == 2


def test_a_document_type_declaration_is_refused(tmp_path: Path) -> None:
    path, out = xlsx(tmp_path / "s.xlsx", {"Actors": ACTORS}), tmp_path / "t.xlsx"
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(out, "w") as made:
        for name in package.namelist():
            declared = b"<!DOCTYPE x [<!ENTITY y 'z'>]>" if "sheet1" in name else b""
            made.writestr(name, declared + package.read(name))
    assert "document type declaration" in broken(out)


def test_a_locked_ods_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "s.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", b"\x00garbage")
        package.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    assert broken(path) == "s.ods: is locked with a password; save it without one"


def test_a_file_that_is_not_there_or_is_a_folder_is_one_problem(tmp_path: Path) -> None:
    assert broken(tmp_path / "no.xlsx").startswith("no.xlsx: cannot be read: No such file")
    assert broken(tmp_path / "Actors.csv").startswith("Actors.csv: cannot be read: No such file")
    (tmp_path / "Actors.csv").mkdir()
    assert broken(tmp_path) == f"{tmp_path.name}/Actors.csv: cannot be read: Is a directory; " + (
        "close it where it is open, or mend its path"
    )
    assert "has no .csv file" in broken(tmp_path / "Actors.csv")


def test_the_quick_look_at_a_sheet_and_the_thorough_one_agree(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "s.xlsx", {"Actors": [["id"] * 30, *([f"a{k}"] for k in range(1200))]})
    xml = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    quick = sheet_xml._quick_look(xml)
    thorough = sheet_xml._Worksheet().seen(xml)
    assert quick is not None
    assert (thorough.rows, thorough.columns, thorough.failed) == (1201, 30, {})
    assert quick.rows >= thorough.rows
    assert quick.columns >= thorough.columns


# -- fuzz --------------------------------------------------------------------------------------------------------------

fuzz = settings(
    max_examples=120, deadline=2_000, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@fuzz
@given(
    raw=st.binary(max_size=400),
    head=st.sampled_from([b"", b"id,name\n", b'"id";"name"\n', b"\xff\xfe", b"\xef\xbb\xbf"]),
)
def test_random_bytes_as_csv_give_only_records_and_problems(tmp_path: Path, raw: bytes, head: bytes) -> None:
    (tmp_path / "Sites.csv").write_bytes(head + raw)
    read(tmp_path / "Sites.csv")


@fuzz
@given(
    raw=st.binary(max_size=300), name=st.sampled_from(["s.xlsx", "s.ods"]), head=st.sampled_from([b"", b"PK\x03\x04"])
)
def test_random_bytes_as_a_workbook_give_only_problems(tmp_path: Path, raw: bytes, name: str, head: bytes) -> None:
    (tmp_path / name).write_bytes(head + raw)
    records, problems = read(tmp_path / name)
    assert (records, len(problems)) == ([], 1)


ANY_CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(min_value=dt.date(1901, 1, 1)),
    st.times(),
    st.sampled_from(["id", "name", "kind", " Name", "#N/A", "=1/0", "a;b", "x"]),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8),
)
GRIDS = st.lists(st.lists(ANY_CELL, max_size=5), max_size=6)


@fuzz
@given(rows=GRIDS, sheet=st.sampled_from(["Actors", "actors", "Events", "Quick", "Other", "Moves"]))
def test_random_cells_give_only_records_and_problems(tmp_path: Path, rows: list[list[Any]], sheet: str) -> None:
    read(xlsx(tmp_path / "s.xlsx", {sheet: rows}))


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("packages")
    made = {}
    for path in (xlsx(folder / "s.xlsx", {"Actors": ACTORS}), ods(folder / "s.ods", {"Actors": ACTORS})):
        with zipfile.ZipFile(path) as package:
            made[path.name] = {name: package.read(name) for name in package.namelist()}
    return made


@settings(fuzz, max_examples=250)
@given(data=st.data(), name=st.sampled_from(["s.xlsx", "s.ods"]))
def test_damaged_workbooks_give_only_records_and_problems(
    tmp_path: Path, packages: dict[str, dict[str, bytes]], data: st.DataObject, name: str
) -> None:
    parts = dict(packages[name])
    part = data.draw(st.sampled_from(sorted(parts)))
    raw = bytearray(parts[part])
    at = data.draw(st.integers(0, max(0, len(raw) - 1)))
    raw[at : at + data.draw(st.integers(0, 6))] = data.draw(
        st.binary(max_size=6) | st.sampled_from([b'"', b"<", b"9999999"])
    )
    parts[part] = bytes(raw)
    if data.draw(st.booleans()):
        parts.pop(data.draw(st.sampled_from(sorted(parts))))
    with zipfile.ZipFile(tmp_path / name, "w") as package:
        for other, content in parts.items():
            package.writestr(other, content)
    read(tmp_path / name)


# -- real files --------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not REAL.is_dir(), reason="the real spreadsheets that QualCoder wrote are not beside this checkout")
def test_real_spreadsheets_are_read_as_they_are(tmp_path: Path) -> None:
    cases = REAL / "qualcoder_cases123.csv"
    text = cases.read_text(encoding="utf-8-sig").replace("case,Age,gender,interest", "id,size,kind,name")
    (tmp_path / "Actors.csv").write_text(text, encoding="utf-8")
    records, problems = read(tmp_path / "Actors.csv")
    assert problems == []
    assert [dict(record.cells) for record in records] == [
        {"id": "ID1", "size": "20", "kind": "f", "name": "science"},
        {"id": "ID2", "size": "22", "kind": "m", "name": "performing arts"},
        {"id": "ID3", "size": "45", "kind": "f", "name": "politics"},
    ]
    for path in sorted(REAL.glob("*.xlsx")):
        assert "has no sheet of the model" in str(read(path)[1][-1])
        (grid,) = read_workbook(path)
        rows = list(grid.rows)
        assert str(rows[0][1][0]).lower() == "case"
        assert len(rows) == 4


def test_unreadable_carries_its_remedy_and_line() -> None:
    error = Unreadable("is wrong", "make it right", 3)
    assert (str(error), error.remedy, error.line) == ("is wrong", "make it right", 3)
