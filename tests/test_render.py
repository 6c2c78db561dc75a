"""Answers and passages as text, in every format; what a study says never becomes markup, a formula or a command."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.answer import Answer, of_query
from kgraph.engines import Node, Path, Relationship, Rows
from kgraph.errors import UsageError
from kgraph.evidence import Passage
from kgraph.params import kind
from kgraph.quotation import notes, quotations
from kgraph.render import FORMATS, render

EVIL = "=1+1|<b>\x1b[31m\nnext"


def answer(*rows: tuple[Any, ...], ids: tuple[str, ...] = ("k1", "k2")) -> Answer:
    columns = {"name": kind("text"), "day": kind("date"), "who": kind("list of text"), "times": kind("int")}
    return Answer(
        "mine", "A title", {"idea": "<x>", "until": None}, columns, rows, [ids] * len(rows), "embedded", lambda _: []
    )


ONE = answer(("Ana", date(2010, 7, 20), ["a", "b"], 3), (None, None, [], None))
BAD = answer((EVIL, None, ["-x"], -3), ids=("=k",))


def test_plain_is_aligned_and_never_folded() -> None:
    assert render(ONE, "plain") == (
        "name  day         who   times  evidence\n"
        "Ana   2010-07-20  a; b      3         2\n"
        "                                      2\n"
    )  # fmt: skip


def test_a_table_is_as_wide_as_it_may_be_and_coloured_only_when_asked() -> None:
    text = render(ONE, "table", width=60)
    assert "A title" in text
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 60
    assert "2010-07-20" in render(answer(("x" * 500, date(2010, 7, 20), [], 1)), "table", width=60)
    assert "│" in render(ONE, "table", width=60, colour=True)


@pytest.mark.parametrize("format", ["table", "plain"])
def test_what_would_move_the_cursor_never_reaches_a_terminal(format: str) -> None:
    text = render(BAD, format)
    assert "\x1b" not in text
    assert "=1+1|<b>[31m next" in text


def test_csv_is_rfc_4180_and_holds_no_formula() -> None:
    assert render(ONE, "csv") == "name,day,who,times,evidence\r\nAna,2010-07-20,a; b,3,k1; k2\r\n,,,,k1; k2\r\n"
    rows = list(csv.reader(io.StringIO(render(BAD, "csv"), newline="")))
    assert rows[1] == [f"'{EVIL}", "", "'-x", "-3", "'=k"]


def test_json_keeps_lists_types_and_ids() -> None:
    assert json.loads(render(ONE, "json")) == [
        {"name": "Ana", "day": "2010-07-20", "who": ["a", "b"], "times": 3, "evidence": ["k1", "k2"]},
        {"name": None, "day": None, "who": [], "times": None, "evidence": ["k1", "k2"]},
    ]


def test_markdown_escapes_what_is_its_own() -> None:
    assert render(ONE, "markdown") == (
        "| name | day | who | times | evidence |\n| --- | --- | --- | ---: | ---: |\n"
        "| Ana | 2010-07-20 | a; b | 3 | 2 |\n|  |  |  |  | 2 |\n"
    )
    assert "| =1+1\\|&lt;b>\\[31m next |" in render(BAD, "markdown")


def test_html_is_a_page_with_every_text_escaped() -> None:
    page = render(BAD, "html")
    assert page.startswith("<!doctype html>")
    assert "<b>" not in page
    assert "=1+1|&lt;b&gt;" in page
    assert "idea = &lt;x&gt;" in page
    assert "until" not in page


def test_an_unknown_format_is_answered_with_those_there_are() -> None:
    with pytest.raises(
        UsageError, match="there is no format 'xml'; it is one of table, records, plain, csv, json, markdown, html"
    ):
        render(ONE, "xml")


def test_nodes_relationships_and_paths_of_a_free_query_are_shown() -> None:
    node, other = Node(("Event",), {"id": "e1", "on": date(2010, 1, 1)}), Node(("Event",), {"id": "e2"})
    step = Relationship("AFTER", {"accounts": ["a"]}, "e2", "e1")
    made = of_query({}, Rows(("n", "r", "p"), [(node, step, Path((other, node), (step,)))]), "embedded")
    assert "(:Event {id: e1, on: 2010-01-01})  (e2)-[:AFTER {accounts: a}]->(e1)" in render(made, "plain")
    assert json.loads(render(made, "json"))[0]["r"] == {
        "type": "AFTER", "start": "e2", "end": "e1", "properties": {"accounts": ["a"]},
    }  # fmt: skip
    assert "evidence" not in render(made, "csv")


@given(st.text(max_size=60), st.sampled_from(FORMATS))
def test_any_text_can_be_shown_in_any_format(text: str, format: str) -> None:
    page = render(answer((text, None, [text], 1)), format)
    assert page.endswith("\n")
    if format == "json":
        assert json.loads(page)[0]["name"] == text
    if format not in ("json", "csv", "html"):
        assert "\x1b" not in page


# -- passages ----------------------------------------------------------------------------------------------------------

SAID = Passage(
    "a1", "asserts", "high", "kim", "e1", "Interview <1>", "interview", "2012", "turn 4", "I *brought* it",
    "Ana began it",
    ("Ana Lee", "Ben"), "2012-03", "controlled", "https://example.org/a?b=1&c", ("a9",),
)  # fmt: skip


def test_a_passage_as_text_says_everything() -> None:
    assert quotations([SAID, Passage("a2", "hearsay")]) == (
        "[a1] Interview <1> (interview, 2012), turn 4\n"
        "    “I *brought* it”\n"
        "    Ana began it\n"
        "    says so, said by Ana Lee; Ben on 2012-03, coded by kim, certainty high\n"
        "    tells of e1\n"
        "    denied by a9\n"
        "    access controlled\n"
        "    https://example.org/a?b=1&c\n"
        "\n"
        "[a2] no source\n"
        "    has it by hearsay\n"
    )


def test_a_passage_that_denies_a_part_of_its_event_does_not_plainly_say_so() -> None:
    parts = ("that Ana took part",)
    asserts, hearsay = (Passage("a", stance, event="e1", denies_parts=parts) for stance in ("asserts", "hearsay"))
    assert notes(asserts) == ["tells of e1, and denies that Ana took part"]
    assert notes(hearsay) == ["has e1 by hearsay, and denies that Ana took part"]


def test_a_passage_in_other_formats_is_escaped() -> None:
    page = quotations([SAID], "html")
    assert "Interview &lt;1&gt;" in page
    assert '<a href="https://example.org/a?b=1&amp;c">' in page
    text = quotations([SAID], "markdown")
    assert "> “I \\*brought\\* it”" in text
    assert "Interview &lt;1>" in text
    found = json.loads(quotations([SAID], "json"))[0]
    assert (found["account"], found["said_by"], found["denied_by"]) == ("a1", ["Ana Lee", "Ben"], ["a9"])


CLAIMS = Passage("a3", "asserts", asserts=("Ana <Lee> MEMBER_OF The Board",), denies=("Ben NAMED Ana",))


def test_a_passage_as_json_lists_what_it_asserts_and_denies_besides_events() -> None:
    found = json.loads(quotations([CLAIMS], "json"))[0]
    assert (found["asserts"], found["denies"]) == (["Ana <Lee> MEMBER_OF The Board"], ["Ben NAMED Ana"])


@pytest.mark.parametrize(
    ("format", "lines"),
    [
        ("text", "    says that Ana <Lee> MEMBER_OF The Board\n    denies that Ben NAMED Ana\n"),
        ("markdown", "- says that Ana &lt;Lee> MEMBER_OF The Board\n- denies that Ben NAMED Ana\n"),
        ("html", "<li>says that Ana &lt;Lee&gt; MEMBER_OF The Board</li><li>denies that Ben NAMED Ana</li>"),
    ],
)
def test_a_passage_says_which_claims_it_is_about(format: str, lines: str) -> None:
    assert lines in quotations([CLAIMS], format)


@pytest.mark.parametrize("url", ["javascript:alert(1)", 'https://x"onclick="y', "https://x\ny"])
def test_only_addresses_on_the_web_become_links(url: str) -> None:
    passage = Passage("a1", "asserts", url=url)
    assert "<a " not in quotations([passage], "html")
    assert f"<{url}>" not in quotations([passage], "markdown")


def test_an_unknown_format_for_passages_is_answered_with_those_there_are() -> None:
    with pytest.raises(
        UsageError, match="there is no format 'csv' for passages; it is one of text, markdown, html, json"
    ):
        quotations([SAID], "csv")
