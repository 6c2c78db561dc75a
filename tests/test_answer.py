"""Answers: typed rows, with the accounts behind each."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import Any

import pytest

from kgraph.answer import Answer, of_pack, of_query
from kgraph.engines import Node, Rows
from kgraph.errors import PackError, UsageError
from kgraph.evidence import Passage
from kgraph.packs import Pack, read
from kgraph.params import kind

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


def test_a_data_frame_has_the_declared_types_also_where_nothing_is_known_and_where_there_are_no_rows(
    pack: Pack,
) -> None:
    pandas = pytest.importorskip("pandas")
    dtypes = {
        "day": "datetime64[s]", "who": "object", "times": "Int64", "share": "Float64", "sure": "boolean",
        "name": "string", "evidence": "object",
    }  # fmt: skip
    cells: dict[str, list[Any]] = {
        "day": [pandas.Timestamp("2010-07-20"), None], "who": [["a", "b"], None], "times": [3, None],
        "share": [1.0, None], "sure": [True, None], "name": ["n", None], "evidence": [["k1", "k2"], []],
    }  # fmt: skip
    found = answer(pack, ROW, (None, None, None, None, None, None, [])).df
    wanted = pandas.DataFrame({name: pandas.Series(cells[name], dtype=dtype) for name, dtype in dtypes.items()})
    pandas.testing.assert_frame_equal(found, wanted)
    pandas.testing.assert_frame_equal(answer(pack).df, wanted.iloc[:0])


def test_every_year_that_a_date_can_have_fits_a_data_frame(pack: Pack) -> None:
    pytest.importorskip("pandas")
    days = [date(1, 1, 1), date(1066, 10, 14), date(9999, 12, 31)]
    found = answer(pack, *((day, *ROW[1:]) for day in days)).df["day"]
    assert (str(found.dtype), list(found.dt.date)) == ("datetime64[s]", days)


def test_one_of_several_words_is_text_and_a_list_of_anything_stays_a_list() -> None:
    pytest.importorskip("pandas")
    columns = {name: kind(name) for name in ("one of stable|fluid", "list of int", "list of date")}
    rows = [("fluid", [1, 2], [date(2010, 7, 20)]), (None, [], None)]
    frame = Answer("mine", "", {}, columns, rows, None, "embedded", quoted).df
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "one of stable|fluid": "string", "list of int": "object", "list of date": "object",
    }  # fmt: skip
    assert frame["list of int"].tolist() == [[1, 2], []]


def test_the_columns_of_a_free_query_have_the_dtype_of_their_values() -> None:
    pandas = pytest.importorskip("pandas")
    node = Node(("Idea",), {"id": "x"})
    at = datetime(2010, 7, 20, 9, 30)
    cells: dict[str, tuple[str, list[Any]]] = {
        "ints": ("Int64", [1, None, 2**62]), "numbers": ("Float64", [1, 2.5, None]),
        "words": ("string", ["a", None, ""]), "sure": ("boolean", [True, None, False]),
        "days": ("datetime64[s]", [date(2010, 7, 20), None, date(1, 1, 1)]), "times": ("object", [at, None, at]),
        "nodes": ("object", [node, node, None]), "lists": ("object", [[1], [], None]),
        "mixed": ("object", [1, "a", None]), "none": ("object", [None, None, None]),
        "both": ("object", [True, 1, None]),
    }  # fmt: skip
    found = of_query(
        {}, Rows(tuple(cells), list(zip(*(values for _, values in cells.values()), strict=True))), "neo4j"
    ).df
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == {name: one for name, (one, _) in cells.items()}
    for name in ("nodes", "lists", "times", "mixed", "none", "both"):
        assert found[name].tolist() == cells[name][1]
    pandas.testing.assert_series_equal(found["ints"], pandas.Series([1, None, 2**62], dtype="Int64", name="ints"))
    assert list(of_query({}, Rows(("n",), []), "neo4j").df.dtypes) == [object]


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


def test_a_notebook_shows_as_many_rows_as_are_printed_and_says_how_many_more_there_are(pack: Pack) -> None:
    html = answer(pack, *[ROW] * 41)._repr_html_()
    assert html.count("<tr><td>") == 40
    assert html.endswith('</table>\n<p class="note">… and 1 more row</p>\n')
