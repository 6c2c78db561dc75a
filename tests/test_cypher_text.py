"""Reading Cypher as text."""
# ruff: noqa: E501 - a case a line

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.cypher_text import branches, clauses, every_query, items, parameters, split, statements, tokens


def keywords(text: str) -> list[str]:
    return [clause.keyword for clause in clauses(tokens(text))]


def test_comments_and_spaces_are_left_out_and_lines_counted() -> None:
    found = tokens("// one\nMATCH /* two\nthree */ (n)\n\nRETURN n")
    assert [(token.text, token.line) for token in found] == [
        ("MATCH", 2), ("(", 3), ("n", 3), (")", 3), ("RETURN", 5), ("n", 5),
    ]  # fmt: skip


def test_what_stands_in_a_text_or_a_comment_is_no_parameter() -> None:
    text = "RETURN '$a', \"$b\", `$c`, $d, $`e f` // $g\n/* $h */ + $d"
    assert parameters(tokens(text)) == {"d": 1, "e f": 1}


def test_quotes_are_escaped_by_a_backslash_and_backticks_by_doubling() -> None:
    assert [token.text for token in tokens(r"'it\'s' `a``b`")] == [r"'it\'s'", "a`b"]


def test_a_range_is_not_a_decimal() -> None:
    assert [token.text for token in tokens("*1..60 1.5 ..3")] == ["*", "1", "..", "60", "1.5", "..", "3"]


def test_statements_are_split_at_semicolons_that_are_none_of_a_text() -> None:
    assert [len(part) for part in statements(tokens("RETURN ';'; ; RETURN 1, 2;"))] == [2, 4]


def test_a_script_is_split_with_its_comments() -> None:
    assert split("// a; b\nCREATE (n);\n\n/* ; */ MATCH (n) RETURN n;\n// the end") == [
        "// a; b\nCREATE (n)", "/* ; */ MATCH (n) RETURN n",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("MATCH (n) WHERE n.a STARTS WITH 'x' RETURN n", ["MATCH", "WHERE", "RETURN"]),
        ("MATCH (n) OPTIONAL MATCH (n)--(m) WITH n ORDER BY n.x SKIP 1 LIMIT 2 RETURN n", ["MATCH", "OPTIONAL MATCH", "WITH", "ORDER BY", "SKIP", "LIMIT", "RETURN"]),
        ("MATCH (n) RETURN n.set AS match, n.`return` AS with", ["MATCH", "RETURN"]),
        ("RETURN 1 AS a UNION ALL RETURN 2 AS a", ["RETURN", "UNION ALL", "RETURN"]),
        ("UNWIND [1] AS x CALL (x) { MATCH (n) RETURN n } RETURN n", ["UNWIND", "CALL", "RETURN"]),
        ("MATCH (n:Set) DETACH DELETE n", ["MATCH", "DETACH DELETE"]),
    ],
)  # fmt: skip
def test_a_statement_is_its_clauses(text: str, wanted: list[str]) -> None:
    assert keywords(text) == wanted


def test_subqueries_are_read_apart_from_the_clause_they_stand_in() -> None:
    text = "MATCH (a) WHERE EXISTS { (a)-->(b) } CALL (a) { MATCH (a)-->(c) RETURN c } RETURN COUNT { MATCH (a) } AS n, {k: 1} AS m"
    found = [(kind, [clause.keyword for clause in query]) for kind, query in every_query(clauses(tokens(text)))]
    assert found == [
        ("", ["MATCH", "WHERE", "CALL", "RETURN"]),
        ("EXISTS", ["MATCH"]),
        ("CALL", ["MATCH", "RETURN"]),
        ("COUNT", ["MATCH"]),
    ]


def test_the_branches_of_a_union_are_its_parts() -> None:
    query = clauses(tokens("MATCH (a) RETURN a UNION MATCH (b) RETURN b AS a"))
    assert [[clause.keyword for clause in branch] for branch in branches(query)] == [
        ["MATCH", "RETURN"],
        ["MATCH", "RETURN"],
    ]


def test_items_have_aliases_and_lose_distinct_and_direction() -> None:
    found = items(tokens("DISTINCT f(a, b) AS x, [c, d] AS `y z`, e DESC, g.h"))
    assert [(item.text, item.alias) for item in found] == [
        ("f ( a , b )", "x"), ("[ c , d ]", "y z"), ("e", "e"), ("g . h", None),
    ]  # fmt: skip


@given(st.text(max_size=80))
def test_any_text_is_read_to_its_end(text: str) -> None:
    clauses(tokens(text))
    assert len(split(text)) <= text.count(";") + 1
