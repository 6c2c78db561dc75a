"""Marks: what is the same has the same mark under one key, and no two keys have a mark in common."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from kgraph.errors import StudyError
from kgraph.marks import Marks, marks
from tests.studies import write_study

ONE, OTHER = Marks(b"1" * 32), Marks(b"2" * 32)


def test_what_two_engines_write_differently_has_one_mark() -> None:
    for one, other in (
        (1, 1.0), (0.1 + 0.2, 0.3), (-0.0, 0), (date(2010, 7, 20), "2010-07-20"), (["a", None], ("a", None)),
        ({"a": 1.0, "b": 2}, {"b": 2, "a": 1}),
    ):  # fmt: skip
        assert ONE.of("row", one) == ONE.of("row", other)


def test_what_differs_has_different_marks() -> None:
    said = ["a", "b", "", None, "None", 1, "1", True, 0.3, 0.31, [], ["a"], ["a", "b"], [["a"], "b"], float("nan"), {}]
    assert len({ONE.of("row", value) for value in said} | {ONE.of("key", value) for value in said}) == 2 * len(said)
    assert ONE.of("ab", "c") != ONE.of("a", "bc")


def test_marks_of_another_key_or_of_none_are_others() -> None:
    assert len({key.of("row", "Ana Lee") for key in (ONE, OTHER, Marks())}) == 3
    assert (Marks().check, ONE.check) == (None, "a710f21d0137f6dc")


def test_a_studys_key_is_made_once_and_lies_beside_its_files(tmp_path: Path) -> None:
    study, path = write_study(tmp_path), tmp_path / "kgraph.key"
    with pytest.raises(StudyError, match="put it back from where the study was kept"):
        marks(study)
    assert not path.exists()
    made = marks(study, make=True)
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600
    text = path.read_text(encoding="utf-8")
    assert [line[0] for line in text.splitlines()[:3]] == ["#", "#", "#"]
    assert len(bytes.fromhex(text.splitlines()[-1])) == 32
    assert made.check == marks(study).check == marks(study, make=True).check
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (b"", "holds no key; put it back"), (b"# only this\n", "holds no key; put it back"),
        (b"\xff", "holds no key; put it back"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_key_is_refused_and_left_as_it_is(tmp_path: Path, held: bytes, sentence: str) -> None:
    study, path = write_study(tmp_path), tmp_path / "kgraph.key"
    path.write_bytes(held)
    with pytest.raises(StudyError) as refused:
        marks(study, make=True)
    assert str(refused.value).startswith(f"{path} {sentence}")
    assert path.read_bytes() == held


def test_a_key_is_not_written_through_a_link_to_somewhere_else(tmp_path: Path) -> None:
    study, elsewhere = write_study(tmp_path / "study"), tmp_path / "elsewhere"
    try:
        (study.folder / "kgraph.key").symlink_to(elsewhere)
    except OSError:
        pytest.skip("this system lets nobody make links")
    with pytest.raises(StudyError, match="put it back from where the study was kept"):
        marks(study, make=True)
    assert not elsewhere.exists()
