"""A pack's query held against its header: parameters, columns, evidence, order."""

from __future__ import annotations

import pytest

from kgraph.fit import fit
from kgraph.header import parse

HEADER = """\
// What was shared, and when
//
// param: idea (text) - id or name of an idea
// returns: event (text), day (date)
// evidence: accounts
// key: event
// example: idea=open-licence
"""
QUERY = """\
MATCH (e:Event)-[c:CONCERNS]->(i:Idea) WHERE i.id = $idea
RETURN e.id AS event, e.earliest AS day, c.accounts AS accounts
ORDER BY day, event
"""


def wrong(query: str, header: str = HEADER) -> list[str]:
    """Where a query differs from a header; the query begins on line 8."""
    text = header + query
    return [str(problem) for problem in fit(parse(text, "mine.cypher")[0], text, "mine.cypher")]


def test_a_query_that_is_what_its_header_says_fits() -> None:
    assert wrong(QUERY) == []


def test_a_query_must_be_there() -> None:
    assert wrong("") == wrong("/* nothing */ ;") == ["mine.cypher:8: has no query; write it below the header"]


def test_a_parameter_must_be_declared() -> None:
    query = QUERY.replace("WHERE", "WHERE e.earliest <= $until AND").replace("day, event", "day, event // $none")
    assert wrong(query) == ["mine.cypher:8: $until is not declared; add // param: until (text) - what it means"]


def test_a_declared_parameter_must_be_used() -> None:
    query = QUERY.replace("$idea", "'$idea'")
    assert wrong(query) == ["mine.cypher:3: parameter idea is never used; use $idea, or take the line out"]


def test_a_finishing_step_uses_parameters_too() -> None:
    by = "// param: by (text, optional) - how to choose\n"
    assert wrong(QUERY, HEADER.replace("// returns", f"{by}// returns")) == [
        "mine.cypher:4: parameter by is never used; use $by, or take the line out"
    ]
    assert wrong(QUERY, HEADER.replace("// returns", f"{by}// finish: earliest_route\n// returns")) == []


def test_a_query_must_return_something() -> None:
    assert wrong("MATCH (i:Idea) WHERE i.id = $idea\nSET i.name = 'x'") == [
        "mine.cypher:9: ends without RETURN; return the columns that returns names, then the evidence"
    ]


def test_a_union_stands_inside_a_call() -> None:
    one = "MATCH (e:Event {id: $idea}) RETURN e.id AS event, e.earliest AS day, e.accounts AS accounts"
    assert wrong(f"{one}\nUNION\n{one} ORDER BY event") == [
        "mine.cypher:8: a UNION cannot be put in order as a whole; write CALL { … UNION … } RETURN … ORDER BY …"
    ]
    assert wrong(f"CALL {{ {one}\nUNION\n{one} }}\nRETURN event, day, accounts ORDER BY event") == []


@pytest.mark.parametrize(
    ("returned", "says"),
    [
        (
            "e.id, e.earliest AS day, c.accounts AS accounts",
            "e . id is returned without a name; write … AS and the name that returns gives it",
        ),
        (
            "e.earliest AS day, e.id AS event, c.accounts AS accounts",
            "RETURN has the columns in another order than the header; return them in the order event, day, accounts",
        ),
        (
            "c.accounts AS accounts, e.id AS event, e.earliest AS day",
            "RETURN has the columns in another order than the header; return them in the order event, day, accounts",
        ),
        (
            "e.id AS event, e.earliest AS day",
            "RETURN lacks accounts; return event, day, accounts, the evidence last",
        ),
        (
            "e.id AS event, e.earliest AS day, e.move AS move, c.accounts AS accounts",
            "RETURN has move besides; return event, day, accounts, the evidence last",
        ),
        (
            "e.id AS event, e.earliest AS dai, c.accounts AS accounts",
            "RETURN lacks day and has dai besides; return event, day, accounts, the evidence last",
        ),
        (
            "e.id AS event, e.id AS event, e.earliest AS day, c.accounts AS accounts",
            "RETURN has a column twice; return event, day, accounts, the evidence last",
        ),
        (
            "*",
            "RETURN lacks event, day, accounts and has * besides; return event, day, accounts, the evidence last",
        ),
    ],
)
def test_the_columns_are_those_of_the_header_in_its_order(returned: str, says: str) -> None:
    query = f"MATCH (e:Event)-[c:CONCERNS]->(:Idea {{id: $idea}})\nRETURN {returned}\nORDER BY event"
    assert wrong(query)[:1] == [f"mine.cypher:9: {says}"]


def test_the_returned_may_be_named_before() -> None:
    before = "WITH e.id AS event, e.earliest AS `day`, c.accounts AS accounts\nRETURN event, `day`, accounts"
    assert wrong(QUERY.replace("RETURN e.id AS event, e.earliest AS day, c.accounts AS accounts", before)) == []


def test_an_order_must_be_there() -> None:
    assert wrong(QUERY.replace("ORDER BY day, event", "LIMIT 5")) == [
        "mine.cypher:9: the final RETURN has no ORDER BY; add ORDER BY event"
    ]
    inner = "MATCH (e:Event {id: $idea}) WITH e ORDER BY e.id\nRETURN e.id AS event, e.earliest AS day, [] AS accounts"
    assert wrong(inner) == ["mine.cypher:9: the final RETURN has no ORDER BY; add ORDER BY event"]


def test_an_order_must_leave_nothing_to_chance() -> None:
    assert wrong(QUERY.replace("ORDER BY day, event", "ORDER BY day")) == [
        "mine.cypher:10: ORDER BY leaves rows that differ only in event in any order; add event at its end"
    ]
    assert wrong(QUERY, HEADER.replace("// key: event\n", "//\n")) == []
    assert wrong(QUERY.replace("day, event", "toLower(event)"), HEADER.replace("// key: event\n", "//\n")) == [
        "mine.cypher:10: ORDER BY leaves rows that differ only in event, day in any order; add event, day at its end, "
        "or name in // key: the columns that tell rows apart"
    ]


@pytest.mark.parametrize(
    "order", ["event", "day DESC, event DESC", "e.id", "e.earliest, e.id ASC", "day, event LIMIT 5"]
)
def test_an_order_by_name_or_by_what_stands_behind_it_is_total(order: str) -> None:
    assert wrong(QUERY.replace("day, event", order)) == []


def test_everything_that_differs_is_said_at_once() -> None:
    assert wrong("MATCH (e:Event {move: $move})\nRETURN e.id AS event, e.earliest AS day") == [
        "mine.cypher:8: $move is not declared; add // param: move (text) - what it means",
        "mine.cypher:3: parameter idea is never used; use $idea, or take the line out",
        "mine.cypher:9: RETURN lacks accounts; return event, day, accounts, the evidence last",
        "mine.cypher:9: the final RETURN has no ORDER BY; add ORDER BY event",
    ]
