"""The workbook that `kgraph init` makes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from kgraph.loaders import workbook
from kgraph.model import SHEETS
from kgraph.moves import MOVES
from kgraph.records import Record
from kgraph.rows import Refused, validate
from kgraph.template import write_template
from kgraph.vocabulary import columns


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("template") / "study.xlsx"
    write_template(found)
    return found


@pytest.fixture
def book(path: Path) -> Iterator[Workbook]:
    found = openpyxl.load_workbook(path)
    yield found
    found.close()


def test_the_untouched_template_gives_no_record_and_no_problem(path: Path) -> None:
    assert list(workbook.load(path, {})) == []


def test_it_has_every_sheet_of_the_model_with_its_columns(book: Workbook) -> None:
    assert set(book.sheetnames) == {"Read me", "Moves", *SHEETS}
    assert book.sheetnames[:3] == ["Read me", "Quick", "Actors"]
    for name, kind in SHEETS.items():
        assert [cell.value for cell in book[name][1]] == [column.name for column in columns(kind)]
        assert book[name].freeze_panes == "A2"


def test_each_column_says_what_belongs_in_it_and_those_to_be_filled_look_different(book: Workbook) -> None:
    for name, kind in SHEETS.items():
        for cell, column in zip(book[name][1], columns(kind), strict=True):
            assert column.description.lower()[:20] in cell.comment.text.lower()
            assert ("Must be filled." in cell.comment.text) == column.required
            assert (cell.font.color.rgb == "00FFFFFF") == column.required


def test_what_excel_would_change_is_formatted_as_text(book: Workbook) -> None:
    for name, kind in SHEETS.items():
        for cell, column in zip(book[name][1], columns(kind), strict=True):
            kept = book[name].column_dimensions[cell.column_letter].number_format
            assert (kept == "@") == (column.type not in ("int", "bool")), (name, column.name)


def test_drop_downs_offer_the_models_choices_and_the_moves(book: Workbook) -> None:
    offered = {}
    for name in SHEETS:
        for rule in book[name].data_validations.dataValidation:
            cell = str(rule.sqref).split(":")[0]
            offered[name, book[name][cell[0] + "1"].value] = rule.formula1
    for name, kind in SHEETS.items():
        for column in columns(kind):
            if column.choices:
                assert offered.pop((name, column.name)) == f'"{",".join(column.choices)}"'
    assert offered == {
        ("Quick", "move"): "Moves!$A$2:$A$13",
        ("Events", "move"): "Moves!$A$2:$A$13",
        ("Answered", "responded"): '"true,false"',
    }
    assert [row[0].value for row in book["Moves"].iter_rows(min_row=2)] == list(MOVES)


def test_a_template_filled_in_is_read_as_it_was_typed(book: Workbook, tmp_path: Path) -> None:
    book["Quick"].append(["2010-07", "They met", "share", "Ann; Omar", "", "Open licence", "", "Interview 3", "12:30"])
    book["Answered"].append(["Ann", "Survey", "1", False])
    book.save(tmp_path / "study.xlsx")
    found = list(workbook.load(tmp_path / "study.xlsx", {}))
    assert all(isinstance(one, Record) and not isinstance(validate(one), Refused) for one in found)
    assert [(one.sheet, str(one.place), dict(one.cells)) for one in found if isinstance(one, Record)] == [
        (
            "Quick",
            "study.xlsx:Quick!2",
            {
                "when": "2010-07",
                "what": "They met",
                "move": "share",
                "who": "Ann; Omar",
                "about": "Open licence",
                "source": "Interview 3",
                "locator": "12:30",
            },
        ),
        (
            "Answered",
            "study.xlsx:Answered!2",
            {"actor": "Ann", "source": "Survey", "wave": "1", "responded": False},
        ),
    ]


def test_read_me_is_short_and_first(book: Workbook) -> None:
    lines = [row[0].value for row in book["Read me"].iter_rows()]
    assert len(lines) == 15
    assert all(lines)
    assert book.active.title == "Read me"


def test_every_move_is_described_in_full() -> None:
    assert list(MOVES) == [
        "share", "build_on", "combine", "harmonise", "negotiate", "contest",
        "reach_out", "adopt", "adapt", "drop", "block", "other",
    ]  # fmt: skip
    for move in MOVES.values():
        assert all((move.definition, move.when, move.when_not, move.example))
        assert "\n" not in move.definition + move.when + move.when_not + move.example
