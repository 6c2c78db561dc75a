"""Finishing steps: one route of an idea, from its edges."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.dates import parse
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


def timed(step: int, begin: str, from_date: str | None, end: str, to_date: str | None) -> Row:
    return (step, begin, from_date, end, to_date, parse(to_date).earliest if to_date else None)


def fastest(rows: list[Row]) -> list[tuple[Any, ...]]:
    columns = ("step", "from_event", "from_date", "to_event", "to_date", "to_day")
    return [(row[0], row[1], row[3]) for row in earliest_route(columns, rows, {"by": "fastest"})]


def test_the_fastest_route_leaves_as_late_as_it_can() -> None:
    rows = [
        timed(1, "early", "2010-01-01", "on", "2010-02-01"),
        timed(1, "late", "2010-03-01", "meet", "2010-04-01"),
        timed(0, "on", "2010-02-01", "meet", "2010-04-01"),
        timed(2, "meet", "2010-04-01", "end", "2010-05-01"),
        timed(3, "early", "2010-01-01", "first", "2010-03-15"),
    ]
    assert fastest(rows) == [(1, "late", "meet"), (2, "meet", "end")]


def test_a_start_on_the_way_is_where_the_fastest_route_leaves() -> None:
    rows = [timed(1, "a", "2010-01-01", "b", "2010-01-05"), timed(3, "b", "2010-01-05", "c", "2010-01-09")]
    assert fastest(rows) == [(1, "b", "c")]


def test_a_vague_date_makes_no_route_fast() -> None:
    rows = [
        timed(3, "a", "2010", "b", "2011-01-01"),  # a day at the least, a year at the most
        timed(3, "c", "2010-01-01", "d", "2010-11-01"),
        timed(3, "e", None, "f", "2010-01-01"),
        timed(3, "g", "2010-01-01", "h", "2010-06-01/.."),
    ]
    assert fastest(rows) == [(1, "c", "d")]
    assert fastest([rows[2], rows[3]]) == [(1, "e", "f")], "of two that no date times, the one that arrives first"


def test_of_two_equally_fast_the_one_with_fewer_handovers_is_taken() -> None:
    rows = [
        timed(1, "a", "2010-01-01", "b", "2010-01-02"),
        timed(2, "b", "2010-01-02", "z", "2010-01-09"),
        timed(3, "c", "2010-01-01", "z", "2010-01-09"),
    ]
    assert fastest(rows) == [(1, "c", "z")]


def test_the_fastest_route_needs_the_dates_as_written() -> None:
    with pytest.raises(PackError, match=r"needs the columns step, .*to_date; from_date, to_date is not there"):
        earliest_route(COLUMNS, [], {"by": "fastest"})


_DAYS = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 12), st.integers(1, 9)), max_size=20)


@given(_DAYS)
def test_no_route_between_any_start_and_end_is_faster_than_the_fastest(found: list[tuple[int, int, int]]) -> None:
    def day(number: int) -> str:
        return f"2010-01-{number:02}"

    rows = [timed(step, f"e{a}", day(a), f"e{a + b}", day(a + b)) for step, a, b in found]
    onward = {(a, a + b) for _, a, b in found}
    reached = {(a, a) for a in range(1, 22)}
    for a, b in sorted(onward):
        reached |= {(start, b) for start, end in reached if end == a}
    starts, ends = {a for step, a, _ in found if step & 1}, {a + b for step, a, b in found if step & 2}
    lengths = [b - a for a, b in reached if a != b and a in starts and b in ends]
    steps = list(dict.fromkeys(fastest(rows)))
    assert bool(steps) == bool(lengths)
    if steps:
        assert int(steps[-1][2][1:]) - int(steps[0][1][1:]) == min(lengths)
        assert [step[2] for step in steps][:-1] == [step[1] for step in steps][1:]


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
