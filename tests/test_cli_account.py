"""``kgraph account``, as a person uses it: what it prints where, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.studies import write_study
from tests.test_cli import kgraph
from tests.test_narrative import page
from tests.told import EVENTS, SHEETS


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study of tests/told.py, loaded into its embedded graph."""
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    folder = tmp_path_factory.mktemp("loaded")
    write_study(folder, SHEETS, EVENTS)
    with (folder / "kgraph.toml").open("a", encoding="utf-8") as file:
        file.write('[moves]\nconvene = "People are called together."\n')
    status, _, _ = kgraph("load", "--study", folder)
    assert status == 0
    return folder


def test_the_account_is_markdown_on_stdout_and_the_number_of_steps_is_not(loaded: Path) -> None:
    assert kgraph("account", "Open data", folder=loaded) == (0, page("x.md"), "5 steps\n")


def test_a_file_named_so_is_html(loaded: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    assert kgraph("account", "x", "-s", loaded, "-o", file) == (0, "", f"written to {file}\n5 steps\n")
    assert file.read_text(encoding="utf-8") == page("x.html")
    assert kgraph("account", "x", "-s", loaded, "--format", "html")[1] == page("x.html")


def test_options_say_how_much_is_told(loaded: Path) -> None:
    words = ("account", "x", "-s", loaded, "--from", "2010-07-25", "--until", "2011-01", "--passages", "none")
    status, out, err = kgraph(*words, "--with-controlled")
    assert (status, err) == (0, "3 steps\n")
    assert "### 1. In July 2010, in Taskforce (fluid)" in out
    assert "> **(c, denies it)** Ben Ola, Interview 2 (March 2012), turn 3\n" in out
    assert "That never happened" not in out


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["x", "--from", "2011", "--until", "2010"],
         "kgraph: from: 2011 is after until: 2010; give the earlier of the two as from\n"),
        (["Opne data"], "kgraph: about: nothing here is called 'Opne data'; perhaps 'x' (Open data)\n"),
        (["x", "--from", "soon"], "kgraph: from: 'soon' is not an EDTF date; write a year (2010), month (2010-07), "
         "day (2010-07-20), season (2010-21 is spring) or interval (2010-07/2011-03)\n"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_on_stderr_and_ends_with_2(loaded: Path, words: list[str], error: str) -> None:
    assert kgraph("account", *words, folder=loaded) == (2, "", error)


def test_help_has_an_example() -> None:
    status, out, _ = kgraph("account", "--help")
    assert status == 0
    assert "kgraph account open-licence" in out
    assert (
        "--with-controlled Write also from sources whose access is 'controlled'. Without it the page leaves out their "
        "passages, who gave them, what they deny, and every event, part and claim that rests on them alone; it only "
        "says how many accounts are not shown." in " ".join(out.split())
    )
