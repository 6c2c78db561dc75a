"""Answers: typed rows, with the accounts behind each."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import pytest

from kgraph.answer import Answer, of_pack, of_query
from kgraph.engines import Rows
from kgraph.errors import PackError, UsageError
from kgraph.evidence import Passage
from kgraph.packs import Pack, read

TEXT = """\
// Everything
//
// param: idea (text) - id of an idea
// returns: day (date), who (list of text), times (int), share (float), sure (bool), name (text)
// evidence: accounts
// key: name
// example: idea=x
MATCH (x:Idea {id: $idea})
RETURN x.a AS day, x.b AS who, x.c AS times, x.d AS share, x.e AS sure, x.name AS name, x.f AS accounts
ORDER BY name
"""
COLUMNS = ("day", "who", "times", "share", "sure", "name", "accounts")
ROW: tuple[Any, ...] = (date(2010, 7, 20), ["b", "a"], 3, 1, True, "n", ["k2", "k1", "k2"])


@pytest.fixture
def pack() -> Pack:
    text = TEXT
    for letter in "abcdef":
        text = text.replace(f"x.{letter} ", "x.id ")
    return read(text, "mine", "mine.cypher")


def quoted(ids: Any) -> list[Passage]:
    return [Passage(id, "asserts") for id in ids]


def answer(pack: Pack, *rows: tuple[Any, ...]) -> Answer:
    return of_pack(pack, {"idea": "x"}, Rows(COLUMNS, list(rows)), "embedded", quoted)


def test_an_answer_is_its_rows_with_lists_sorted_and_the_evidence_apart(pack: Pack) -> None:
    made = answer(pack, ROW, (None, [], None, None, None, None, [["k3", "k1"], ["k3"], []]))
    assert list(made) == [(date(2010, 7, 20), ["a", "b"], 3, 1, True, "n"), (None, [], None, None, None, None)]
    assert (len(made), made[1][0]) == (2, None)
    assert made.evidence_ids == [("k1", "k2"), ("k1", "k3")]
    assert (made.name, made.title, made.engine, made.parameters) == ("mine", "Everything", "embedded", {"idea": "x"})
    assert {name: str(kind) for name, kind in made.columns.items()} == {
        "day": "date", "who": "list of text", "times": "int", "share": "float", "sure": "bool", "name": "text",
    }  # fmt: skip


def test_passages_are_fetched_for_a_row_or_for_all(pack: Pack) -> None:
    made = answer(pack, ROW, (*ROW[:-1], ["k9"]))
    assert [passage.account for passage in made.evidence] == ["k1", "k2", "k9"]
    assert [passage.account for passage in made.explain(1)] == ["k9"]


@pytest.mark.parametrize(("row", "rows"), [(1, "rows 0 to 0"), (-1, "rows 0 to 0")])
def test_a_row_that_is_not_there_is_named(pack: Pack, row: int, rows: str) -> None:
    with pytest.raises(UsageError, match=f"there is no row {row}; the answer has {rows}"):
        answer(pack, ROW).explain(row)


@pytest.mark.parametrize(
    ("at", "value", "sentence"),
    [
        (0, "2010", "column day of row 2 is '2010', not date; correct the query or returns"),
        (1, "a", "column who of row 2 is 'a', not list of text; correct the query or returns"),
        (2, 1.5, "column times of row 2 is 1.5, not int; correct the query or returns"),
        (2, True, "column times of row 2 is True, not int; correct the query or returns"),
        (4, 1, "column sure of row 2 is 1, not bool; correct the query or returns"),
        (6, "k1", "column accounts of row 2 is 'k1', not a list of account ids"),
        (6, None, "column accounts of row 2 is None, not a list of account ids"),
        (6, ["k1", None], "column accounts of row 2 is ['k1', None], not a list of account ids"),
    ],
)
def test_a_value_that_is_not_of_its_type_is_named_with_column_and_row(
    pack: Pack, at: int, value: Any, sentence: str
) -> None:
    with pytest.raises(PackError) as wrong:
        answer(pack, ROW, (*ROW[:at], value, *ROW[at + 1 :]))
    assert str(wrong.value) == f"mine.cypher: {sentence}"


def test_columns_that_are_not_those_of_the_header_are_refused(pack: Pack) -> None:
    with pytest.raises(
        PackError, match="the query answered the columns day, not day, who, times, share, sure, name, accounts"
    ):
        of_pack(pack, {}, Rows(("day",), []), "embedded", quoted)


def test_a_free_query_has_no_evidence_and_says_so() -> None:
    made = of_query({}, Rows(("n",), [(1,)]), "neo4j")
    assert (made.name, made.evidence_ids, made.evidence) == ("query", None, [])
    with pytest.raises(
        UsageError, match="a free query names no evidence; run a pack, whose last column is the accounts"
    ):
        made.explain(0)


def test_a_data_frame_has_the_declared_types(pack: Pack) -> None:
    pytest.importorskip("pandas")
    frame = answer(pack, ROW, (None, [], None, None, None, None, [])).df
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "day": "datetime64[s]", "who": "object", "times": "Int64", "share": "Float64", "sure": "boolean",
        "name": "string",
        "evidence": "object",
    }  # fmt: skip
    assert frame["evidence"].tolist() == [["k1", "k2"], []]
    assert frame["day"].isna().tolist() == [False, True]
    assert len(answer(pack).df) == 0


def test_without_pandas_the_extra_is_named(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"a data frame needs pandas; install it with: pip install 'kgraph\[pandas\]'"):
        _ = answer(pack, ROW).df


def test_printed_it_is_a_table_that_ends_in_the_number_of_accounts(pack: Pack) -> None:
    assert repr(answer(pack, ROW)) == (
        "day         who   times  share  sure  name  evidence\n2010-07-20  a; b      3      1  true  n            2\n"
    )
    assert repr(answer(pack, *[ROW] * 43)).splitlines()[-1] == "… and 3 more rows"


def test_in_a_notebook_every_text_is_escaped(pack: Pack) -> None:
    html = answer(pack, (*ROW[:5], "<script>alert(1)</script>", ["k1"]))._repr_html_()
    assert "<script>" not in html
    assert "<td>&lt;script&gt;alert(1)&lt;/script&gt;</td><td>1</td>" in html
