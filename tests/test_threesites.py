"""The invented study: nothing is wrong in it, and every pack answers what was worked out from its story by hand."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from answers_by_hand import ByHand, read

from checkout import ROOT
from kgraph.check import check
from kgraph.graph import Graph
from kgraph.packs import Shelf
from kgraph.study import open_study
from scripts import packs_page
from tests.studies import ENGINES, loaded_into

STUDY = ROOT / "examples" / "threesites"
BY_HAND = read((STUDY / "ANSWERS.md").read_text(encoding="utf-8"))


def _words(one: ByHand) -> str:
    return " ".join([one.pack, *(f"{name}={value}" for name, value in one.given.items())])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the study."""
    return Path(shutil.copytree(STUDY, tmp_path_factory.mktemp("threesites") / "study"))


@pytest.fixture(scope="module", params=ENGINES)
def graph(request: pytest.FixtureRequest, folder: Path) -> Iterator[Graph]:
    """The study, loaded into each of the two engines in turn."""
    with loaded_into(request.param, open_study(folder), request) as graph:
        yield graph


# -- the study ---------------------------------------------------------------------------------------------------------


def test_the_study_says_first_of_all_that_it_is_invented() -> None:
    for page in ("README.md", "ANSWERS.md"):
        first = (STUDY / page).read_text(encoding="utf-8").splitlines()[0]
        assert "invented" in first.lower(), page


def test_nothing_is_wrong_in_the_study() -> None:
    assert [str(problem) for problem in check(open_study(STUDY)).errors] == []


def test_every_quote_stands_in_the_text_at_its_offsets() -> None:
    content = check(open_study(STUDY)).sound().content
    texts = {
        id: (STUDY / source["text"]).read_text(encoding="utf-8")
        for id, source in content.nodes["Source"].items()
        if "text" in source
    }
    of_source = {key.start: key.end for key in content.relationships["IN"]}
    of_events = {key.start for key in content.relationships["REPORTS"]}
    assert len(of_events) > 90
    for id, account in content.nodes["Account"].items():
        if id in of_events:
            assert texts[of_source[id]][account["start"] : account["end"]] == account["quote"], id
        elif "quote" in account:
            assert texts[of_source[id]].count(account["quote"]) == 1, id


def test_its_interviews_are_as_long_as_a_teacher_would_hand_out() -> None:
    content = check(open_study(STUDY)).sound().content
    interviews = [source for source in content.nodes["Source"].values() if source["kind"] == "interview"]
    lengths = [len((STUDY / source["text"]).read_text(encoding="utf-8").split()) for source in interviews]
    assert len(lengths) >= 18
    assert all(180 <= length <= 420 for length in lengths), lengths


# -- the answers -------------------------------------------------------------------------------------------------------


def test_every_pack_was_answered_by_hand_with_a_reason() -> None:
    assert {one.pack for one in BY_HAND} == set(Shelf().names)
    assert [_words(one) for one in BY_HAND if len(one.why) < 60] == []


def test_no_answer_leaves_out_a_column_that_tells_rows_apart() -> None:
    shelf = Shelf()
    assert [_words(one) for one in BY_HAND if one.rows and not {*shelf.find(one.pack).key} <= {*one.columns}] == []


@pytest.mark.parametrize("one", BY_HAND, ids=_words)
def test_each_pack_answers_what_was_worked_out_by_hand(graph: Graph, one: ByHand) -> None:
    wanted, found = one.agrees(graph.run(one.pack, **one.given))
    assert found == wanted, f"ANSWERS.md, line {one.line}"


def test_every_row_of_every_example_rests_on_accounts_that_there_are(graph: Graph) -> None:
    known = {id for (id,) in graph.engine.read("MATCH (a:Account) RETURN a.id").rows}
    for pack in graph.packs:
        answer = graph.run(pack.name, **{k: v for k, v in pack.example_values().items() if v is not None})
        assert answer.rows, f"{pack.name}: its example answers nothing"
        for row, ids in zip(answer.rows, answer.evidence_ids or (), strict=True):
            assert {*ids} <= known, (pack.name, row)
            assert ids or pack.name.startswith(("quality/", "compare/")) or "(none)" in pack.doc, (pack.name, row)


# -- the page of answers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("## trace/route\nwords\n", "line 2: trace/route has no question"),
        (
            "## trace/route\n    kgraph run trace/route --idea\n",
            "line 2: .* is not kgraph run trace/route with options",
        ),
        ("## trace/route\n    kgraph run trace/route --idea x\n\nwords\n", "line 2: no answer follows"),
        ("## a/b\n    kgraph run a/b\n\n| a | b |\n|---|---|\n| 1 |\n", "line 2: a row has not as many cells"),
    ],
)
def test_a_page_that_cannot_be_read_says_where(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=re.compile(complaint)):
        read(text)


def test_the_page_of_packs_is_what_they_answer(graph: Graph) -> None:
    written = (ROOT / "docs" / "packs.md").read_text(encoding="utf-8")
    assert packs_page.page(graph) == written, "python -m scripts.packs_page > docs/packs.md"
