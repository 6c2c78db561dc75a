"""Finishing steps: one route of an idea, from its edges."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import PackError
from kgraph.routes import earliest_route

COLUMNS = ("step", "from_event", "to_event", "to_day", "by")
Row = tuple[Any, ...]


def edge(step: int, begin: str, end: str, day: int | None, by: str = "p") -> Row:
    return (step, begin, end, date(2010, 1, day) if day else None, by)


LONG = [edge(1, "a", "b", 2), edge(0, "b", "c", 3), edge(0, "c", "d", 4), edge(1, "a", "e", 9), edge(2, "e", "z", 20)]
EARLY = [*LONG, edge(2, "d", "y", 5)]


def route(rows: list[Row], by: str = "earliest") -> list[tuple[int, str, str, str]]:
    return [(row[0], row[1], row[2], row[4]) for row in earliest_route(COLUMNS, rows, {"by": by})]


def test_the_route_that_arrives_first_is_chosen_however_many_handovers_it_takes() -> None:
    assert route(EARLY) == [(1, "a", "b", "p"), (2, "b", "c", "p"), (3, "c", "d", "p"), (4, "d", "y", "p")]


def test_or_the_one_with_the_fewest_handovers() -> None:
    assert route(EARLY, "fewest") == [(1, "a", "e", "p"), (2, "e", "z", "p")]


def test_several_carriers_of_one_handover_are_rows_of_one_step() -> None:
    assert route([edge(3, "a", "b", 2, "p"), edge(3, "a", "b", 2, "q")]) == [(1, "a", "b", "p"), (1, "a", "b", "q")]


def test_of_two_ways_of_one_length_the_one_whose_events_come_first_is_taken() -> None:
    rows = [edge(1, "a", "late", 3), edge(1, "a", "soon", 2), edge(2, "late", "z", 9), edge(2, "soon", "z", 9)]
    assert route(rows) == [(1, "a", "soon", "p"), (2, "soon", "z", "p")]


def test_an_end_without_a_day_arrives_last() -> None:
    assert route([edge(3, "a", "b", None), edge(1, "a", "c", 1), edge(2, "c", "d", 30)])[-1][2] == "d"


def test_no_route_is_no_rows() -> None:
    assert route([edge(1, "a", "b", 2), edge(2, "c", "d", 3)]) == []
    assert route([]) == []


def test_columns_that_the_step_needs_are_asked_for() -> None:
    with pytest.raises(PackError, match="needs the columns step, from_event, to_event, to_day; to_day is not there"):
        earliest_route(("step", "from_event", "to_event"), [], {})


_EDGES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 8), st.integers(1, 9)), max_size=25)


@given(_EDGES)
def test_a_route_is_an_unbroken_chain_from_a_start_to_an_end(found: list[tuple[int, int, int]]) -> None:
    rows = [edge(step, str(a), str(a + b), min(a + b, 28)) for step, a, b in found]
    steps = route(rows)
    starts = {row[1] for row in rows if row[0] & 1}
    ends = {row[2] for row in rows if row[0] & 2}
    if steps:
        pairs = dict.fromkeys((number, begin, end) for number, begin, end, _ in steps)
        assert [number for number, _, _ in pairs] == list(range(1, len(pairs) + 1))
        chain = [begin for _, begin, _ in pairs]
        assert chain[0] in starts
        assert list(pairs)[-1][2] in ends
        assert [end for _, _, end in pairs][:-1] == chain[1:]
    else:
        reached = set(starts)
        for _, a, b in sorted(found, key=lambda each: each[1]):
            if str(a) in reached:
                reached.add(str(a + b))
        assert not {str(a + b) for step, a, b in found if step & 2 and str(a) in reached}
