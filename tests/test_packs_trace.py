"""What the packs about routes answer where time is hard to read: vague dates, ties, stated orders and denied claims.

One small study, worked out by hand. Memory café (x) is told of at the Board (e1) and, on the same day, at the Taskforce
(e2). The Taskforce adopts it (e3) and hands it on to the Forum, where it becomes the Friday café (y, e4). The Taskforce
drops the first (e5); the Board comes back to it perhaps in 2011 (e6), and at some time after the drop (e7). The Forum
blocks the second (e9) and the Board adopts it (e8). An earlier meeting of the Board (e0) is only denied.
"""
# ruff: noqa: E501 - a row a line

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kgraph.connection import Connection
from kgraph.errors import ParameterError
from kgraph.graph import Graph
from kgraph.load import load
from tests.studies import ENGINES, Rows, loaded_into, write_study
from tests.test_packs_networks import found

DAY = date.fromisoformat
Row = tuple[tuple[Any, ...], str]


def told(id: str, move: str, when: str | None, who: list[Any], about: list[str], **more: Any) -> dict[str, Any]:
    """An event that one account, a-ID, tells of."""
    made = {"id": id, "move": move, "summary": id, "participants": who, "concerns": about, **more}
    made.setdefault("accounts", [{"id": f"a-{id}", "source": "s", "locator": id}])
    return {**made, "date": when} if when else made


def claim(id: str) -> dict[str, str]:
    """The passage of a claim that belongs to no event."""
    return {"source": "s", "locator": id}


SHEETS: dict[str, Rows] = {
    "Actors": [{"id": name.lower(), "name": name} for name in ("Ana", "Ben", "Cat", "Dan", "Eve")],
    "Organisations": [{"id": "council", "name": "Council"}, {"id": "trust", "name": "Trust"}],
    "Networks": [
        {"id": "board", "name": "Board", "kind": "stable"},
        {"id": "force", "name": "Taskforce", "kind": "fluid"},
        {"id": "forum", "name": "Forum", "kind": "stable"},
    ],
    "Sites": [{"id": "north", "name": "North"}, {"id": "south", "name": "South"}],
    "Barriers": [{"id": "cost", "name": "Cost"}, {"id": "time", "name": "Time"}],
    "Ideas": [
        {"id": "x", "name": "Memory café"},
        {"id": "y", "name": "Friday café"},
        {"id": "z", "name": "Night café"},
        {"id": "q", "name": "Quiet room"},
        {"id": "w", "name": "Walks"},
    ],
    "Sources": [{"id": "s", "kind": "minutes", "title": "Minutes", "date": "2013"}],
    "BuildsOn": [
        {"item": "y", "builds_on": "x", "event": "e4", "kind": "renames", **claim("y-x")},
        {"item": "z", "builds_on": "y", "kind": "adapts", **claim("z-y")},
        {"item": "q", "builds_on": "x", "kind": "builds_on", **claim("q-x")},
        {"item": "w", "builds_on": "x", "kind": "renames", "stance": "denies", **claim("w-x")},
    ],
    "WorksFor": [
        {"actor": "ana", "organisation": "council", "begins": "2009", "ends": "2012", **claim("ana-council")},
        {"actor": "dan", "organisation": "council", **claim("dan-council")},
        {"actor": "eve", "organisation": "trust", "begins": "2011", **claim("eve-trust")},
        {"actor": "ben", "organisation": "trust", "begins": "2008", "ends": "2009", **claim("ben-trust")},
    ],
}
EVENTS = [
    told("e0", "adopt", "2009", ["ana"], ["x"], held_in=["board"],
         accounts=[{"id": "a-e0", "source": "s", "locator": "e0", "stance": "denies"}]),
    told("e1", "share", "2010-01-10", ["ana", "ben"], ["x"], held_in=["board"], site=["north"]),
    told("e2", "share", "2010-01-10", ["cat", {"actor": "dan", "denied_by": ["a-e2"]}], ["x"], held_in=["force"]),
    told("e3", "adopt", "2010-03", ["ana", "dan"], ["x"], held_in=["force"], passed_to=["forum"], met=["cost"], site=["south"]),
    told("e4", "adapt", "2010-06-01", ["dan", "eve"], ["y"], held_in=["forum"]),
    told("e5", "drop", "2010-09-01", ["ana"], ["x"], held_in=["force"], met=["time"]),
    told("e6", "share", "2011?", ["ana", "ben"], ["x"], held_in=["board"]),
    told("e7", "share", None, ["ben"], ["x"], held_in=["board"], after=["e5"]),
    told("e8", "adopt", "2012-02-01", ["eve"], ["y"], held_in=["board"]),
    told("e9", "block", "2011-05-05", ["dan"], ["y"], held_in=["forum"]),
]  # fmt: skip


@pytest.fixture(scope="module", params=ENGINES)
def graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The study, loaded once into each of the two engines in turn."""
    study = write_study(tmp_path_factory.mktemp("study"), SHEETS, EVENTS)
    with loaded_into(request.param, study, request) as opened:
        yield opened


@pytest.fixture
def embedded() -> Connection:
    """An empty graph in the study's own folder."""
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    return Connection("embedded")


def id_of(graph: Graph, newer: str, older: str) -> str:
    """The account of the claim that one item builds on another: its id is made from the passage."""
    return _only(graph, "MATCH ({id: $one})-[r:BUILDS_ON]->({id: $other}) RETURN r.accounts", newer, older)


def works_for(graph: Graph, actor: str, organisation: str) -> str:
    """The account of the claim that someone works for an organisation."""
    return _only(graph, "MATCH ({id: $one})-[r:WORKS_FOR]->({id: $other}) RETURN r.accounts", actor, organisation)


def _only(graph: Graph, cypher: str, one: str, other: str) -> str:
    ((account,),) = graph.query(cypher, {"one": one, "other": other}).rows[0]
    return str(account)


def asked(graph: Graph, pack: str, **given: Any) -> list[Row]:
    """The rows of an answer, each with the accounts behind it."""
    answer = graph.run(pack, **given)
    assert answer.evidence_ids is not None
    return [(row, " ".join(ids)) for row, ids in zip(answer.rows, answer.evidence_ids, strict=True)]


def test_an_idea_arrives_where_no_other_event_of_the_network_can_have_been_before(graph: Graph) -> None:
    # e6 (2011?) may be before all others; e7, without a date, is stated to come after e5, and so after e1.
    assert asked(graph, "trace/arrival", idea="x") == [
        (("Board", "board", "stable", "held", "2010-01-10", "e1", "share", False, ["e6"], [], [], None, None), "a-e1 a-e2 a-e6 a-e7"),
        (("Taskforce", "force", "fluid", "held", "2010-01-10", "e2", "share", True, [], [], [], 0, None), "a-e1 a-e2 a-e6 a-e7"),
        (("Forum", "forum", "stable", "passed_on", "2010-03", "e3", "adopt", True, [], ["Ana", "Dan"], ["Taskforce"], 50, None), "a-e1 a-e2 a-e3 a-e6 a-e7"),
    ]  # fmt: skip


def test_from_a_start_an_idea_arrives_only_where_steps_lead(graph: Graph) -> None:
    assert asked(graph, "trace/arrival", idea="Memory café", start="e1") == [
        (("Board", "board", "stable", "held", "2010-01-10", "e1", "share", True, [], [], [], 0, 0), "a-e1 a-e7"),
        (("Taskforce", "force", "fluid", "held", "2010-03", "e3", "adopt", True, [], ["Ana"], ["Board"], 50, 80), "a-e1 a-e3"),
        (("Forum", "forum", "stable", "passed_on", "2010-03", "e3", "adopt", True, [], ["Ana", "Dan"], ["Taskforce"], 50, 80), "a-e1 a-e3"),
    ]  # fmt: skip
    assert asked(graph, "trace/arrival", idea="x", start="Cat") == [
        (("Taskforce", "force", "fluid", "held", "2010-01-10", "e2", "share", True, [], [], [], 0, 0), "a-e2")
    ]
    assert asked(graph, "trace/arrival", idea="z") == []


def test_a_wait_is_as_long_as_both_dates_leave_open(graph: Graph) -> None:
    renamed = id_of(graph, "y", "x")
    with_barriers = [
        ((154, 184, "2010-03", "e3", ["Taskforce"], ["Ana"], [], "2010-09-01", "e5", "drop", ["Taskforce"], ["Cost"], ["Time"]), "a-e3 a-e5"),
        ((62, 92, "2010-03", "e3", ["Taskforce"], ["Dan"], ["Friday café"], "2010-06-01", "e4", "adapt", ["Forum"], ["Cost"], []), f"a-e3 a-e4 {renamed}"),
        ((50, 80, "2010-01-10", "e1", ["Board"], ["Ana"], [], "2010-03", "e3", "adopt", ["Taskforce"], [], ["Cost"]), "a-e1 a-e3"),
    ]  # fmt: skip
    undated = (
        (None, None, "2010-01-10", "e1", ["Board"], ["Ben"], [], None, "e7", "share", ["Board"], [], []),
        "a-e1 a-e7",
    )
    assert asked(graph, "trace/waits", idea="x") == [*with_barriers, undated]
    assert asked(graph, "trace/waits", idea="x", barriers=True) == with_barriers


def test_a_step_that_is_only_possible_says_what_leaves_it_open(graph: Graph) -> None:
    x = ("Memory café", "x")
    rows = [
        ((*x, "2010-01-10", "e1", ["Board"], "2011?", "e6", ["Board"], ["Ben"], [], ["uncertain date"], False), "a-e1 a-e6"),
        ((*x, "2010-09-01", "e5", ["Taskforce"], "2011?", "e6", ["Board"], ["Ana"], [], ["uncertain date"], False), "a-e5 a-e6"),
        ((*x, "2011?", "e6", ["Board"], None, "e7", ["Board"], ["Ben"], [], ["no date", "uncertain date"], True), "a-e6 a-e7"),
        ((*x, None, "e7", ["Board"], "2011?", "e6", ["Board"], ["Ben"], [], ["no date", "uncertain date"], True), "a-e6 a-e7"),
    ]  # fmt: skip
    assert asked(graph, "trace/possible") == rows
    assert asked(graph, "trace/possible", idea="x") == rows
    assert asked(graph, "trace/possible", idea="y") == []


def test_an_idea_has_a_row_for_each_name_that_renaming_and_adapting_join(graph: Graph) -> None:
    renamed, adapted = id_of(graph, "y", "x"), id_of(graph, "z", "y")
    used = (3, "2010-06-01", "e4", True, "2012-02-01", "e8", True, ["Board", "Forum"], [], ["Dan", "Eve"])
    older = (6, "2010-01-10", "e1", False, "2011?", "e6", False, ["Board", "Taskforce"], ["North", "South"], ["Ana", "Ben", "Cat", "Dan"])  # fmt: skip
    never = (0, None, None, None, None, None, None, [], [], [])
    night = ("Friday café", "y", "adapts", None, None, [], [])
    of_x = "a-e1 a-e2 a-e3 a-e5 a-e6 a-e7"
    at = ("Memory café", "x", "renames", "2010-06-01", "e4", ["Dan", "Eve"], ["Dan"])
    assert asked(graph, "trace/names", idea="y") == [
        (("Friday café", "y", "Idea", 0, *at, *used), f"a-e1 a-e2 a-e3 a-e4 a-e5 a-e6 a-e7 a-e8 a-e9 {renamed}"),
        (("Memory café", "x", "Idea", 1, None, None, None, None, None, [], [], *older), f"{of_x} {renamed}"),
        (("Night café", "z", "Idea", 1, *night, *never), adapted),
    ]
    assert asked(graph, "trace/names", idea="y", kinds=["adapts"]) == [
        (("Friday café", "y", "Idea", 0, None, None, None, None, None, [], [], *used), "a-e4 a-e8 a-e9"),
        (("Night café", "z", "Idea", 1, *night, *never), adapted),
    ]


def test_names_are_joined_only_in_ways_that_one_thing_builds_on_another(graph: Graph) -> None:
    with pytest.raises(ParameterError, match="'banana' is not among its values"):
        graph.run("trace/names", idea="y", kinds=["renames", "banana"])


def test_a_name_rests_on_a_shortest_way_of_claims_from_the_idea_asked_about(tmp_path: Path, via: Connection) -> None:
    # z is y renamed (b1) and y is x renamed (b2), but somebody says at once that z is x renamed (b3).
    sheets: dict[str, Rows] = {
        "Ideas": [{"id": id, "name": id.upper()} for id in "xyz"],
        "BuildsOn": [
            {"item": newer, "builds_on": older, "kind": "renames", "source": "s", "locator": locator}
            for locator, newer, older in (("b1", "z", "y"), ("b2", "y", "x"), ("b3", "z", "x"))
        ],
    }
    never = (0, None, None, None, None, None, None, [], [], [])
    used = (1, "2010-01-01", "e1", True, "2010-01-01", "e1", True, [], [], ["Ana Lee"])
    from_x, from_y = (("X", "x", "renames"), ("Y", "y", "renames"))
    no_event, no_older = (None, None, [], []), (None,) * 5
    events = [told("e1", "share", "2010-01-01", ["ana"], ["x"])]
    assert found(tmp_path, via, "trace/names", events, sheets, idea="z") == [
        (("Z", "z", "Idea", 0, *from_x, *no_event, *never), "b3"),
        (("Z", "z", "Idea", 0, *from_y, *no_event, *never), "b1"),
        (("X", "x", "Idea", 1, *no_older, [], [], *used), "b3 e1"),
        (("Y", "y", "Idea", 1, *from_x, *no_event, *never), "b1 b2"),
    ]


def test_a_dropped_idea_is_picked_up_under_its_own_name_or_one_it_took(graph: Graph) -> None:
    renamed = id_of(graph, "y", "x")
    dropped = ("Memory café", "x", "2010-09-01", "e5", "drop", ["Taskforce"], ["Ana"], ["Time"])
    adopted = ("2012-02-01", "e8", "adopt", ["Friday café"], ["Board"], [], ["Eve"], "others", "certain")
    rows = [
        ((*dropped, *adopted, ["e6", "e7"], 518, 518), f"a-e5 a-e6 a-e7 a-e8 {renamed}"),
        (
            ("Friday café", "y", "2011-05-05", "e9", "block", ["Forum"], ["Dan"], [], *adopted, [], 272, 272),
            "a-e8 a-e9",
        ),
    ]
    assert asked(graph, "trace/picked_up") == rows
    assert asked(graph, "trace/picked_up", idea="x") == rows[:1]


def test_who_argues_over_what_was_dropped_does_not_take_it_up(tmp_path: Path, via: Connection) -> None:
    events = [
        told("e1", "share", "2009-12-01", ["ana"], ["x"]),
        told("e2", "drop", "2010-01-01", ["ana"], ["x", "y"]),
        told("e3", "contest", "2010-02-01", ["ana", "ben"], ["x", "y"]),
        told("e4", "adopt", "2010-03-01", ["ana"], ["y"]),
    ]
    picked_up = ("2010-03-01", "e4", "adopt", ["Falls clinic"], [], ["Ana Lee"], [], "same", "certain", [], 59, 59)
    assert found(tmp_path, via, "trace/picked_up", events, {}) == [
        (("Falls clinic", "y", "2010-01-01", "e2", "drop", [], ["Ana Lee"], [], *picked_up), "e2 e4")
    ]
    x, y = ("Open data", "x", "Idea"), ("Falls clinic", "y", "Idea")
    dropped = (3, [], "2010-01-01", "e2", "drop", [])
    assert found(tmp_path, via, "trace/stalled", events, {}, quiet_since="2010-01-15") == [
        ((*x, ["drop"], *dropped), "e1 e2 e3")
    ]
    assert found(tmp_path, via, "trace/stalled", events, {}, quiet_since="2010-12-31") == [
        ((*x, ["drop", "quiet since"], *dropped), "e1 e2 e3"),
        ((*y, ["quiet since"], 3, [], "2010-03-01", "e4", "adopt", []), "e2 e3 e4"),
    ]


def test_a_route_rests_on_what_makes_its_ends_a_start_and_a_goal(tmp_path: Path, via: Connection) -> None:
    def also(id: str) -> list[dict[str, str]]:
        return [{"id": name, "source": "s", "locator": name} for name in (id, f"who-{id}", f"to-{id}")]

    def by(who: str, id: str) -> dict[str, Any]:
        return {"actor": who, "accounts": [id]}

    x = [{"item": "x", "accounts": ["e1"]}], [{"item": "x", "accounts": ["e2"]}]
    to = [{"network": "force", "accounts": ["to-e2"]}]
    events = [
        {**told("e1", "share", "2010-01-01", [by("ben", "e1"), by("ana", "who-e1")], []), "concerns": x[0], "accounts": also("e1")},
        {**told("e2", "share", "2010-02-01", [by("ben", "e2"), by("cat", "who-e2")], []), "concerns": x[1], "accounts": also("e2"),
         "passed_to": to},
    ]  # fmt: skip
    sheets: dict[str, Rows] = {"Networks": [{"id": "force", "name": "Force", "kind": "fluid"}]}
    step = (1, "2010-01-01", "e1", ["Ben Ola"], "2010-02-01", "e2", DAY("2010-02-01"), "share", [], None)
    for start, goal, behind in (
        ("e1", "e2", "e1 e2"), ("Ana Lee", "Force", "e1 e2 to-e2 who-e1"), ("ana", "cat", "e1 e2 who-e1 who-e2"),
    ):  # fmt: skip
        assert found(tmp_path, via, "trace/between", events, sheets, idea="x", start=start, goal=goal) == [
            (step, behind)
        ]


def test_the_fastest_of_several_ways_is_shown_step_by_step(graph: Graph) -> None:
    assert asked(graph, "trace/between", idea="x", start="Ana", goal="Taskforce", by="fastest") == [
        ((1, "2010-01-10", "e1", ["Ana"], "2010-03", "e3", DAY("2010-03-01"), "adopt", ["Taskforce"], "stable_to_fluid"), "a-e1 a-e3")
    ]  # fmt: skip


def test_units_adopt_at_their_first_event_and_those_who_did_not_stay_in(graph: Graph) -> None:
    renamed, seen = id_of(graph, "y", "x"), DAY("2012-02-01")
    march, june = (
        (DAY("2010-03-16"), -0.71, "2010-03", "e3", "adopt"),
        (DAY("2010-06-01"), 1.41, "2010-06-01", "e4", "adapt"),
    )
    never = ("never adopted", None, None, None, None, None, None, [], None)
    assert asked(graph, "trace/adoption", idea="x") == [
        (("Ana", "ana", "early majority", *march, "certain", [], 2, 5, 0.4, 4, None), "a-e3"),
        (("Dan", "dan", "early majority", *march, "certain", [], 2, 5, 0.4, 3, None), "a-e3"),
        (("Eve", "eve", "laggard", *june, "certain", [], 3, 5, 0.6, 2, None), f"a-e4 {renamed}"),
        (("Ben", "ben", *never, 5, None, 3, seen), "a-e1 a-e6 a-e7"),
        (("Cat", "cat", *never, 5, None, 1, seen), "a-e2"),
    ]


def test_an_organisation_adopts_through_those_who_can_have_worked_for_it_then(graph: Graph) -> None:
    # Exactly one standard deviation before the mean is early majority, and exactly one after it laggard.
    said = " ".join(sorted(("a-e3", works_for(graph, "ana", "council"), works_for(graph, "dan", "council"))))
    later = " ".join(sorted(("a-e8", works_for(graph, "eve", "trust"), id_of(graph, "y", "x"))))
    assert asked(graph, "trace/adoption", idea="x", unit="organisation") == [
        (("Council", "council", "early majority", DAY("2010-03-16"), -1.0, "2010-03", "e3", "adopt", "certain", [], 1, 2, 0.5, 6, None), said),
        (("Trust", "trust", "laggard", DAY("2012-02-01"), 1.0, "2012-02-01", "e8", "adopt", "possible", [], 2, 2, 1.0, 2, None), later),
    ]  # fmt: skip


def test_an_adoption_that_is_only_possible_for_an_organisation_sets_no_other_aside(
    tmp_path: Path, via: Connection
) -> None:
    # The Trust may not have been at e1 (2009?), so that e2 may be its first; e3, as open, is set aside by e2 all the same.
    works = {"organisation": "trust", "source": "s"}
    sheets: dict[str, Rows] = {
        "WorksFor": [
            {"actor": "ana", "begins": "2009?", "locator": "w1", **works},
            {"actor": "ben", "begins": "2005-01-01", "ends": "2015-01-01", "locator": "w2", **works},
        ]
    }
    events = [
        told("e1", "adopt", "2009-06-15", ["ana"], ["x"]),
        told("e2", "adopt", "2012-01-01", ["ben"], ["x"]),
        told("e3", "adopt", "2013-01-01", ["ana"], ["x"]),
    ]
    first = (DAY("2009-06-15"), None, "2009-06-15", "e1", "adopt", "possible", ["e2"])
    assert found(tmp_path, via, "trace/adoption", events, sheets, idea="x", unit="organisation") == [
        (("The Trust", "trust", "adopted", *first, 1, 1, 1.0, 3, None), "e1 e2 w1 w2")
    ]


def test_where_all_adopt_on_one_day_nobody_is_early_or_late(graph: Graph) -> None:
    first = ("adopted", DAY("2010-01-10"), None, "2010-01-10")
    never = ("never adopted", None, None, None, None, None, None, [], None)
    assert asked(graph, "trace/adoption", idea="x", unit="network", moves=["share"]) == [
        (("Board", "board", *first, "e1", "share", "certain", ["e6"], 2, 3, 0.667, 4, None), "a-e1 a-e6 a-e7"),
        (("Taskforce", "force", *first, "e2", "share", "certain", [], 2, 3, 0.667, 3, None), "a-e2"),
        (("Forum", "forum", *never, 3, None, 2, DAY("2012-02-01")), f"a-e4 a-e9 {id_of(graph, 'y', 'x')}"),
    ]
    assert asked(graph, "trace/adoption", idea="q") == []


def test_adopters_are_sorted_by_the_mean_and_the_standard_deviation_of_their_days(
    tmp_path: Path, embedded: Connection
) -> None:
    days = [0, 40, 80, 90, 100, 100, 100, 100, 100, 140]  # mean 85, variance 1345
    people = [{"id": f"p{at}", "name": f"P{at}"} for at in range(len(days))]
    events = [
        told(f"e{at}", "adopt", str(DAY("2010-01-01") + timedelta(days=day)), [f"p{at}"], ["x"], accounts=[{"id": f"a{at}", "source": "s"}])
        for at, day in enumerate(days)
    ]  # fmt: skip
    events.append(told("late", "adopt", "2011?", ["u"], ["x"]))
    sheets = {
        "Actors": [*people, {"id": "u", "name": "U"}],
        "Ideas": [{"id": "x", "name": "X"}],
        "Sources": SHEETS["Sources"],
    }
    study = write_study(tmp_path, sheets, events)
    load(study, embedded)
    with Graph(embedded.open(study), study, embedded) as graph:
        found = asked(graph, "trace/adoption", idea="x")
    assert [(row[1], row[2], row[4], row[10], row[12]) for row, _ in found] == [
        ("p0", "innovator", -2.32, 1, 0.091),
        ("p1", "early adopter", -1.23, 2, 0.182),
        ("p2", "early majority", -0.14, 3, 0.273),
        ("p3", "late majority", 0.14, 4, 0.364),
        *((f"p{at}", "late majority", 0.41, 9, 0.818) for at in range(4, 9)),
        ("p9", "laggard", 1.5, 10, 0.909),
        ("u", "adopted", None, None, None),
    ]
