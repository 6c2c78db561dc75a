"""Where the command line writes: never over what a study is made of, and into pipes rather than in their place."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import click
import pytest

from kgraph.cli.options import refuse_own, write_manifest, write_out
from tests.studies import SMALL, write_study


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a small study with a text and a key."""
    study = write_study(tmp_path / "study", SMALL)
    (study.folder / "texts").mkdir()
    (study.folder / "texts" / "one.txt").write_text("I brought it to them")
    (study.folder / "kgraph.key").write_text("a key")
    return study.folder


@pytest.mark.parametrize(
    "name",
    [
        "kgraph.toml",
        "kgraph.key",
        "events.jsonl",
        "sheets/Actors.csv",
        "sheets/New.csv",
        "texts/one.txt",
        ".kgraph/x.json",
    ],
)
def test_what_a_study_is_made_of_is_never_written_over(folder: Path, name: str) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for write in (write_out, write_manifest):
        with pytest.raises(click.UsageError, match="belongs to the study in"):
            write("text", folder / name)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_link_to_a_file_of_the_study_is_followed_before_it_is_refused(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "answer.json"
    link.symlink_to(folder / "events.jsonl")
    with pytest.raises(click.UsageError, match="belongs to the study"):
        refuse_own(link)


def test_answers_may_lie_beside_the_study_and_be_written_again(folder: Path) -> None:
    for text in ("old", "new"):
        write_out(text, folder / "answer.csv")
        write_manifest(text, folder / "answer.json")
    assert [(folder / name).read_text() for name in ("answer.csv", "answer.json")] == ["new", "new"]


def test_an_answer_and_its_manifest_are_two_files_however_they_are_written(folder: Path) -> None:
    with pytest.raises(click.UsageError, match="the answer and its manifest cannot be one file; give two"):
        refuse_own(folder / "a.json", folder / "texts" / ".." / "a.json")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write_manifest("text", pipe)
    reader.join(timeout=10)
    assert (read, pipe.is_fifo()) == (["text"], True)
