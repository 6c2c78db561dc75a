"""What the packs on accounts answer: who coded, who spoke when, who never spoke, and what stood in the way, by hand."""
# ruff: noqa: E501 - a row a line

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from test_pack_cases import event

from kgraph.connection import Connection
from kgraph.graph import Graph
from kgraph.load import load
from tests.studies import Rows, write_study

Found = list[tuple[tuple[Any, ...], str]]
DAY = date.fromisoformat


def told(id: str, source: str, coder: str | None = None, **more: Any) -> dict[str, Any]:
    """An account, located by its own id."""
    return {"id": id, "source": source, "locator": id, **({"coder": coder} if coder else {}), **more}


SHEETS: dict[str, Rows] = {
    "Actors": [{"id": name.split()[0].lower(), "name": name} for name in ("Ana Lee", "Ben Ola", "Cat Roe", "Dan Iko", "Eve Moe")],
    "Networks": [
        {"id": "board", "name": "The Board", "kind": "stable"},
        {"id": "force", "name": "Taskforce", "kind": "fluid"},
        {"id": "club", "name": "The club", "kind": "fluid"},
        {"id": "forum", "name": "Forum", "kind": "stable"},
    ],
    "Organisations": [
        {"id": "county", "name": "The County", "sector": "local_government"},
        {"id": "trust", "name": "The Trust", "sector": ""},
        {"id": "firm", "name": "The Firm", "sector": ""},
    ],
    "Ideas": [{"id": "x", "name": "Open data"}],
    "Sources": [
        {"id": "min", "kind": "minutes", "title": "Minutes", "date": "2010-02-01", "given_by": ""},
        {"id": "int1", "kind": "interview", "title": "Interview 1", "date": "2012-03-01", "given_by": "ana"},
        {"id": "int2", "kind": "interview", "title": "Interview 2", "date": "2011", "given_by": ""},
        {"id": "note", "kind": "document", "title": "A note", "date": "", "given_by": ""},
        {"id": "sur", "kind": "survey", "title": "Survey", "date": "2012-05-01", "given_by": ""},
    ],
    "MemberOf": [
        {"actor": "ana", "network": "board", "source": "min", "locator": "m1", "coder": "JB", "stance": "asserts"},
        {"actor": "ben", "network": "board", "source": "min", "locator": "m2", "coder": "JB", "stance": "asserts"},
        {"actor": "ben", "network": "board", "source": "int1", "locator": "m3", "coder": "KM", "stance": "asserts"},
        {"actor": "cat", "network": "board", "source": "min", "locator": "m4", "coder": "JB", "stance": "asserts"},
        {"actor": "cat", "network": "board", "source": "int1", "locator": "m5", "coder": "KM", "stance": "denies"},
        {"actor": "eve", "network": "club", "source": "min", "locator": "m6", "coder": "KM", "stance": "asserts"},
        {"actor": "ana", "network": "club", "source": "min", "locator": "m7", "coder": "KM", "stance": "denies"},
    ],
    "WorksFor": [
        {"actor": "ben", "organisation": "trust", "source": "int1", "locator": "w1", "coder": "", "role": "clerk", "begins": "2009"},
        {"actor": "cat", "organisation": "county", "source": "int1", "locator": "w2", "coder": "JB", "role": "", "begins": ""},
        {"actor": "eve", "organisation": "county", "source": "int1", "locator": "w3", "coder": "JB", "role": "", "begins": ""},
        {"actor": "dan", "organisation": "trust", "source": "int1", "locator": "w4", "coder": "JB", "role": "", "begins": ""},
    ],
    "Named": [{"actor": "ana", "named": "ben", "wave": "1", "question": "advice", "source": "sur", "locator": "n1"}],
    "Answered": [
        {"actor": "ana", "source": "sur", "wave": "1", "responded": "true"},
        {"actor": "cat", "source": "sur", "wave": "1", "responded": "false"},
        {"actor": "cat", "source": "sur", "wave": "2", "responded": "false"},
        {"actor": "dan", "source": "sur", "wave": "1", "responded": "false"},
        {"actor": "dan", "source": "sur", "wave": "2", "responded": "true"},
    ],
}  # fmt: skip

EVENTS: list[dict[str, Any]] = [
    event("k1", "2010-01-15", ["ana", "cat"], held_in=["board"],
          accounts=[told("a1", "min", "JB"), told("a2", "int1", "JB"), told("a3", "int2", "KM", stance="denies", given_by=["ben"])]),
    event("k2", "2010", ["cat", "dan"], held_in=["force"], accounts=[told("a4", "int1", "JB"), told("a5", "note")]),
    event("k3", None, ["ana"], None, accounts=[told("a6", "int1")]),
    event("k4", "2011?", ["ana"], None, accounts=[told("a7", "int1", "KM", date_said="2012-12-31"), told("a8", "int2", stance="hearsay")]),
    event("k5", "2010-06/..", ["ana"], None, held_in=["forum"], accounts=[told("a9", "int1", "JB")]),
    event("k6", "2010", ["dan"], None, accounts=[told("a10", "int1", "JB", stance="denies")]),
    event("k7", "../2010-06-30", ["ana"], None, accounts=[told("a11", "int1", "JB")]),
]  # fmt: skip


def answers(
    folder: Path, via: Connection, asked: Sequence[tuple[str, dict[str, Any]]],
    sheets: dict[str, Rows] = SHEETS, events: Sequence[dict[str, Any]] = EVENTS,
) -> list[Found]:  # fmt: skip
    """What packs answer about one study, each row with the accounts behind it, named by their locators."""
    study = write_study(folder, sheets, events)
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        at = dict(graph.query("MATCH (a:Account) RETURN a.id, a.locator").rows)
        return [
            [
                (row, " ".join(sorted(at[id] for id in ids)))
                for row, ids in zip(answer.rows, answer.evidence_ids, strict=True)
            ]
            for answer in (graph.run(f"accounts/{pack}", **given) for pack, given in asked)
        ]


BARRIERS: dict[str, Rows] = {
    "Actors": SHEETS["Actors"],
    "Networks": SHEETS["Networks"],
    "Ideas": SHEETS["Ideas"],
    "Barriers": [{"id": id, "name": id.title()} for id in "cost law fear time will pride doubt said ghost early idle pace".split()],
    "Sources": [{"id": "s", "kind": "minutes", "title": "Minutes", "date": "2020"}],
}  # fmt: skip
ONLY_DENIED = {"barrier": "ghost", "denied_by": ["a-m1"]}
HINDERED: list[dict[str, Any]] = [
    event("m1", "2010-01-10", ["ana"], None, held_in=["board"], met=["cost", "law", "fear", "will", "doubt", ONLY_DENIED], overcame=["law", "early"]),
    event("m2", "2010-03", ["ben"], None, held_in=["force"], met=["cost", "time", "pace"]),
    event("o1", "2010-06-01", ["cat"], None, move="harmonise", overcame=["cost", "fear", "pride"]),
    event("q1", "2012?", ["cat"], None, move="adapt", overcame=["doubt"]),
    event("u1", None, ["ana"], None, met=["said"]),
    event("u2", None, ["ana"], None, overcame=["said"], after=["u1"]),
    event("v1", "2010", ["dan"], None, move="negotiate", overcame=["time", "pace"]),
    event("z1", "2011-01-01", ["eve"], None, move="block", held_in=["board"], met=["fear", "will", "early"], overcame=["pace"]),
]  # fmt: skip


def test_one_coder_is_named_only_where_no_second_coded_any_account(tmp_path: Path, via: Connection) -> None:
    asked: list[tuple[str, dict[str, Any]]] = [
        ("one_coder", {}), ("one_coder", {"coder": "JB", "about": "board"}), ("one_coder", {"about": "k4"}),
    ]  # fmt: skip
    every, of_one, about = answers(tmp_path, via, asked)
    k4 = (("some unnamed", "KM", "event", "k4", "k4", None, "", "2011?", 2, ["Interview 1", "Interview 2"]), "a7 a8")
    ana = (("one coder", "JB", "MEMBER_OF", "Ana Lee – The Board", "ana", "board", "", None, 1, ["Minutes"]), "m1")
    assert every == [
        ana,
        (("one coder", "KM", "MEMBER_OF", "Eve Moe – The club", "eve", "club", "", None, 1, ["Minutes"]), "m6"),
        (("not named", None, "WORKS_FOR", "Ben Ola – The Trust", "ben", "trust", "2009, clerk", "2009", 1, ["Interview 1"]), "w1"),
        (("one coder", "JB", "WORKS_FOR", "Cat Roe – The County", "cat", "county", "", None, 1, ["Interview 1"]), "w2"),
        (("one coder", "JB", "WORKS_FOR", "Dan Iko – The Trust", "dan", "trust", "", None, 1, ["Interview 1"]), "w4"),
        (("one coder", "JB", "WORKS_FOR", "Eve Moe – The County", "eve", "county", "", None, 1, ["Interview 1"]), "w3"),
        (("some unnamed", "JB", "event", "k2", "k2", None, "", "2010", 2, ["A note", "Interview 1"]), "a4 a5"),
        (("not named", None, "event", "k3", "k3", None, "", None, 1, ["Interview 1"]), "a6"),
        k4,
        (("one coder", "JB", "event", "k5", "k5", None, "", "2010-06/..", 1, ["Interview 1"]), "a9"),
        (("one coder", "JB", "event", "k7", "k7", None, "", "../2010-06-30", 1, ["Interview 1"]), "a11"),
    ]  # fmt: skip
    assert (of_one, about) == ([ana], [k4])


def test_hindsight_is_certain_only_where_no_reading_of_the_dates_is_sooner(tmp_path: Path, via: Connection) -> None:
    asked: list[tuple[str, dict[str, Any]]] = [
        ("hindsight", {}), ("hindsight", {"days": 700, "only_certain": True}), ("hindsight", {"event": "k5"}),
    ]  # fmt: skip
    every, long, of_one = answers(tmp_path, via, asked)
    ana, ben = ["Ana Lee"], ["Ben Ola"]
    a2 = (
        (
            "a2",
            ana,
            "Interview 1",
            "2012-03-01",
            "asserts",
            "k1",
            "k1",
            "2010-01-15",
            776,
            776,
            "certain",
            "certain",
            ["Minutes"],
            ["Interview 2"],
        ),
        "a1 a2 a3",
    )
    a9 = (
        (
            "a9",
            ana,
            "Interview 1",
            "2012-03-01",
            "asserts",
            "k5",
            "k5",
            "2010-06/..",
            0,
            639,
            "possible",
            "none",
            [],
            [],
        ),
        "a9",
    )
    assert every == [
        a2,
        (("a11", ana, "Interview 1", "2012-03-01", "asserts", "k7", "k7", "../2010-06-30", 610, None, "certain", "none", [], []), "a11"),
        (("a4", ana, "Interview 1", "2012-03-01", "asserts", "k2", "k2", "2010", 426, 790, "certain", "none", [], []), "a4"),
        (("a7", ana, "Interview 1", "2012-12-31", "asserts", "k4", "k4", "2011?", 366, 730, "possible", "possible", ["Interview 2"], []), "a7 a8"),
        (("a3", ben, "Interview 2", "2011", "denies", "k1", "k1", "2010-01-15", 351, 715, "possible", "certain", ["Minutes"], []), "a1 a3"),
        a9,
    ]  # fmt: skip
    assert (long, of_one) == ([a2], [a9])


def test_what_was_said_before_an_event_is_not_told_at_the_time(tmp_path: Path, via: Connection) -> None:
    # The minutes of 1 February tell of what is planned for June; what is said on 20 February of an event of some day of that
    # month may be a plan or not.
    events = [
        event("p1", "2010-06-10", ["ana"], None, accounts=[told("plan", "min"), told("late", "int1")]),
        event(
            "p2", "2010-02", ["ana"], None, accounts=[told("may", "min", date_said="2010-02-20"), told("then", "int1")]
        ),
    ]
    (found,) = answers(tmp_path, via, [("hindsight", {})], events=events)
    said = (["Ana Lee"], "Interview 1", "2012-03-01", "asserts")
    assert found == [
        (("then", *said, "p2", "p2", "2010-02", 732, 759, "certain", "possible", ["Minutes"], []), "may then"),
        (("late", *said, "p1", "p1", "2010-06-10", 630, 630, "certain", "none", [], []), "late"),
    ]


def test_whoever_gave_no_account_is_unheard_and_so_is_a_network_of_none_but_such(
    tmp_path: Path, via: Connection
) -> None:
    some, all_told = answers(tmp_path, via, [("unheard", {}), ("unheard", {"least": 0})])
    county, both = ["The County"], ["Taskforce", "The Board"]
    people: Found = [
        (("actor", "Cat Roe", "cat", "person", 2, both, county, ["Cat Roe"], 1, 1), "a1 a2 a4 a5 w2"),
        (("actor", "Dan Iko", "dan", "person", 1, ["Taskforce"], ["The Trust"], ["Dan Iko"], 1, 0), "a4 a5 w4"),
    ]
    force = (
        (
            "network",
            "Taskforce",
            "force",
            "fluid",
            1,
            ["Taskforce"],
            [*county, "The Trust"],
            ["Cat Roe", "Dan Iko"],
            2,
            1,
        ),
        "a4 a5 w2 w4",
    )
    club = (("network", "The club", "club", "fluid", 0, [], county, ["Eve Moe"], 0, 0), "m6 w3")
    works = (
        ("organisation", "The County", "county", "local_government", 2, both, county, ["Cat Roe", "Eve Moe"], 1, 1),
        "a1 a2 a4 a5 w2 w3",
    )
    assert some == [*people, force, works]
    assert all_told == [*people, force, club, works]


def test_a_barrier_is_overcome_where_nothing_can_have_met_it_later(tmp_path: Path, via: Connection) -> None:
    found, one = answers(tmp_path, via, [("barriers", {}), ("barriers", {"barrier": "Time"})], BARRIERS, HINDERED)
    jan, new = DAY("2010-01-10"), DAY("2011-01-01")
    june = (DAY("2010-06-01"), DAY("2010-06-01"), ["o1"], [], ["Cat Roe"], ["harmonise"])
    first = (jan, jan, ["m1"], ["The Board"], ["Ana Lee"])
    twice = (jan, new, ["m1", "z1"], ["The Board"], ["Ana Lee", "Eve Moe"])
    last = (new, new, ["z1"], ["The Board"], ["Eve Moe"])
    march = (DAY("2010-03-01"), DAY("2010-03-31"), ["m2"], ["Taskforce"], ["Ben Ola"])
    never_met, never_overcome = (None, None, [], [], []), (None, None, [], [], [], [])
    time = (
        (
            "Time",
            "time",
            "order open",
            *march,
            DAY("2010-01-01"),
            DAY("2010-12-31"),
            ["v1"],
            [],
            ["Dan Iko"],
            ["negotiate"],
            0,
            None,
        ),
        "m2 v1",
    )
    assert found == [
        (("Cost", "cost", "overcome", jan, DAY("2010-03-31"), ["m1", "m2"], ["Taskforce", "The Board"], ["Ana Lee", "Ben Ola"], *june, 142, 142), "m1 m2 o1"),
        (("Doubt", "doubt", "order open", *first, DAY("2012-01-01"), DAY("2012-12-31"), ["q1"], [], ["Cat Roe"], ["adapt"], 0, None), "m1 q1"),
        (("Early", "early", "met again", *last, *first, ["share"], 0, None), "m1 z1"),
        (("Fear", "fear", "met again", *twice, *june, 142, 142), "m1 o1 z1"),
        (("Law", "law", "overcome", *first, *first, ["share"], 0, 0), "m1"),
        (("Pace", "pace", "overcome", *march, DAY("2010-01-01"), new, ["v1", "z1"], ["The Board"], ["Dan Iko", "Eve Moe"], ["block", "negotiate"], 0, 306), "m2 v1 z1"),
        (("Pride", "pride", "never met", *never_met, *june, None, None), "o1"),
        (("Said", "said", "overcome", None, None, ["u1"], [], ["Ana Lee"], None, None, ["u2"], [], ["Ana Lee"], ["share"], 0, None), "u1 u2"),
        time,
        (("Will", "will", "never overcome", *twice, *never_overcome, 356, None), "m1 z1"),
    ]  # fmt: skip
    assert one == [time]
