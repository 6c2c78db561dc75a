"""What the packs about networks answer: who shares what, who set up whom, what goes on too long, whom one meets where.

Accounts are named by their locators here: a claim of its own has the locator that its row gives, an event its id.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kgraph.connection import Connection
from kgraph.graph import Graph
from kgraph.load import load
from tests.studies import Rows, write_study
from tests.test_pack_cases import event

Found = list[tuple[tuple[Any, ...], str]]

PEOPLE: dict[str, Rows] = {
    "Actors": [
        {"id": id, "name": name}
        for id, name in (
            ("ana", "Ana Lee"), ("ben", "Ben Ola"), ("cat", "Cat Roe"),
            ("dan", "Dan Fox"), ("eve", "Eve Orr"), ("fay", "Fay Ash"),
        )
    ],
    "Organisations": [{"id": "trust", "name": "The Trust"}, {"id": "council", "name": "The Council"}],
    "Ideas": [{"id": "x", "name": "Open data"}, {"id": "y", "name": "Falls clinic"}],
    "Sources": [{"id": "s", "kind": "minutes", "title": "Minutes", "date": "2020"}],
}  # fmt: skip


def found(
    folder: Path, via: Connection, pack: str, events: Sequence[dict[str, Any]], sheets: dict[str, Rows], **given: Any
) -> Found:
    """The rows that a pack answers about a study, each with the locators of the accounts behind it."""
    study = write_study(folder, {**PEOPLE, **sheets}, events)
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        answer = graph.run(pack, **given)
        places = dict(graph.query("MATCH (a:Account) RETURN a.id AS id, a.locator AS locator ORDER BY id").rows)
    assert answer.evidence_ids is not None
    return [
        (row, " ".join(sorted(places[id] for id in ids)))
        for row, ids in zip(answer.rows, answer.evidence_ids, strict=True)
    ]


def member(locator: str, actor: str, network: str, begins: str = "", ends: str = "", **more: str) -> dict[str, str]:
    """A spell in a network, as a row of the sheet MemberOf."""
    told = {"source": "s", "locator": locator, "stance": "asserts"}
    return {"actor": actor, "network": network, "begins": begins, "ends": ends, **told, **more}


NETWORKS: Rows = [
    {"id": "board", "name": "The Board", "kind": "stable", "begins": "2010-01-01"},
    {"id": "panel", "name": "The Panel", "kind": "stable"},
    {"id": "force", "name": "Taskforce", "kind": "fluid", "begins": "2011-03-01", "ends": "2011-08-31"},
    {"id": "cell", "name": "Data cell", "kind": "fluid", "begins": "2012?", "ends": "2012"},
]
MEMBERS: Rows = [
    member("m1", "ana", "board", "2010-01-01", "2012-12-31"),
    member("m2", "ana", "force", "2011-03-01", "2011-08-31"),
    member("m3", "ben", "board", "2010"),
    member("m4", "ben", "force", "2011-04", "2011-06"),
    member("m5", "cat", "board", "2010-01-01", "2010-12-31"),
    member("m6", "cat", "force", "2011-03-01"),
    member("m7", "dan", "board", "2010-01-01", "2012-12-31", stance="denies"),
    member("m8", "dan", "force", "2011-03-01"),
    member("m9", "ana", "panel"),
]
MEETINGS = [
    event("e1", "2011-05-10", ["ana"], held_in=["board", "force"]),
    event("e2", "2013-06-01", ["ana"], held_in=["board"]),
    event("e3", "2011-06-01", ["ana"], held_in=["panel"]),
    event("e4", "2011-07", ["ana"], held_in=["panel"]),
    event("e5", "2014?", ["ana"], held_in=["panel", {"network": "board", "denied_by": ["a-e5"]}]),
]


def test_networks_overlap_in_members_events_and_days(tmp_path: Path, via: Connection) -> None:
    sheets: dict[str, Rows] = {"Networks": NETWORKS, "MemberOf": MEMBERS}
    board, panel, force = (
        ("The Board", "board", "stable"),
        ("The Panel", "panel", "stable"),
        ("Taskforce", "force", "fluid"),
    )
    everyone = ["Ana Lee", "Ben Ola", "Cat Roe"]
    with_force = (everyone, 3, 4, 0.75, ["Ana Lee"], ["Ben Ola"], ["e1"], 184, 184)
    with_panel = (["Ana Lee"], 1, 3, 0.333, [], ["Ana Lee"], [], 31, None)
    between = (["Ana Lee"], 1, 4, 0.25, [], ["Ana Lee"], [], 31, 184)
    assert found(tmp_path, via, "networks/overlap", MEETINGS, sheets) == [
        ((*board, *force, *with_force), "e1 e2 m1 m2 m3 m4 m5 m6"),
        ((*board, *panel, *with_panel), "e2 e3 e4 m1 m9"),
        ((*force, *panel, *between), "e3 e4 m2 m9"),
    ]
    assert found(tmp_path, via, "networks/overlap", MEETINGS, sheets, network="The Panel") == [
        ((*panel, *board, *with_panel), "e2 e3 e4 m1 m9"),
        ((*panel, *force, *between), "e3 e4 m2 m9"),
    ]
    assert found(tmp_path, via, "networks/overlap", MEETINGS, sheets, network="cell", other="board") == [
        (("Data cell", "cell", "fluid", *board, [], 0, 3, 0.0, [], [], [], 0, 366), "e2")
    ]
    assert found(tmp_path, via, "networks/overlap", MEETINGS, sheets, network="cell") == []


def test_a_spell_with_a_vague_end_surely_holds_the_day_on_which_it_began(tmp_path: Path, via: Connection) -> None:
    # The group and its members end about March 2010, a date that allows days before the one on which they began. Nobody
    # says until when ben was on the board, nor since which day of 2010; cat's beginning is doubtful, but not her end.
    networks: Rows = [
        {"id": "board", "name": "The Board", "kind": "stable", "begins": "2009-01-01", "ends": "2012-12-31"},
        {"id": "group", "name": "Snow group", "kind": "fluid", "begins": "2010-02-26", "ends": "2010-03~"},
    ]
    vague = ("group", "2010-02-26", "2010-03~")
    members: Rows = [
        member("m1", "ana", "board", "2009-01-01", "2012-12-31"),
        member("m2", "ana", *vague),
        member("m3", "ben", "board", "2010"),
        member("m4", "ben", *vague),
        member("m5", "cat", "board", "2009?", "2010-02-26"),
        member("m6", "cat", *vague),
    ]
    sheets: dict[str, Rows] = {"Networks": networks, "MemberOf": members}
    pair = ("The Board", "board", "stable", "Snow group", "group", "fluid")
    shared = (["Ana Lee", "Ben Ola", "Cat Roe"], 3, 3, 1.0, ["Ana Lee", "Cat Roe"], ["Ben Ola"], [], 1, 64)
    assert found(tmp_path, via, "networks/overlap", [event("e1", "2010", ["dan"])], sheets) == [
        ((*pair, *shared), "m1 m2 m3 m4 m5 m6")
    ]


def test_who_set_up_a_network_and_who_was_carried_over(tmp_path: Path, via: Connection) -> None:
    told = {"source": "s", "stance": "asserts"}
    post = {**told, "organisation": "trust"}
    sheets: dict[str, Rows] = {
        "Networks": NETWORKS,
        "MemberOf": MEMBERS,
        "SetUpBy": [
            {"network": "force", "set_up_by": "board", "locator": "b1", **told},
            {"network": "force", "set_up_by": "trust", "locator": "b2", **told},
            {"network": "cell", "set_up_by": "board", "locator": "b3", **told, "stance": "denies"},
        ],
        "ReportsTo": [{"network": "force", "reports_to": "board", "locator": "r1", **told}],
        "WorksFor": [
            {**post, "actor": "dan", "begins": "2010-01-01", "ends": "2011-12-31", "locator": "w1"},
            {**post, "actor": "ana", "begins": "2011?", "ends": "2012-12-31", "locator": "w2"},
            {**post, "actor": "eve", "begins": "2010-01-01", "ends": "2012-12-31", "locator": "w3"},
        ],
    }
    force = ("Taskforce", "force", "fluid", "2011-03-01")
    assert found(tmp_path, via, "networks/set_up", MEETINGS, sheets) == [
        (("Data cell", "cell", "fluid", "2012?", None, None, None, [], 0, [], []), ""),
        (
            (*force, "The Trust", "trust", "organisation", ["The Board"], 4, ["Dan Fox"], ["Ana Lee"]),
            "b2 m2 m4 m6 m8 r1 w1 w2",
        ),
        (
            (*force, "The Board", "board", "stable", ["The Board"], 4, ["Ana Lee"], ["Ben Ola"]),
            "b1 m1 m2 m3 m4 m5 m6 m8 r1",
        ),
        (("The Board", "board", "stable", "2010-01-01", None, None, None, [], 3, [], []), "m1 m3 m5"),
        (("The Panel", "panel", "stable", None, None, None, None, [], 1, [], []), "m9"),
    ]


def test_a_taskforce_without_a_first_day_says_only_who_may_have_been_carried_over(
    tmp_path: Path, via: Connection
) -> None:
    networks: Rows = [
        {"id": "board", "name": "The Board", "kind": "stable"},
        {"id": "force", "name": "Taskforce", "kind": "fluid"},
    ]
    sheets: dict[str, Rows] = {
        "Networks": networks,
        "MemberOf": [member("m1", "ana", "board", "2010-01-01", "2012-12-31"), member("m2", "ana", "force", "2011")],
        "SetUpBy": [{"network": "force", "set_up_by": "board", "source": "s", "locator": "b1"}],
    }
    rows = found(tmp_path, via, "networks/set_up", [event("e1", "2011", ["ana"])], sheets, network="Taskforce")
    assert rows == [
        (
            ("Taskforce", "force", "fluid", None, "The Board", "board", "stable", [], 1, [], ["Ana Lee"]),
            "b1 m1 m2",
        )
    ]


def test_temporary_networks_that_go_on_after_their_end_or_without_one(tmp_path: Path, via: Connection) -> None:
    networks: Rows = [
        {"id": "force", "name": "Force", "kind": "fluid", "begins": "2010-01-01", "ends": "2010-12-31"},
        {"id": "long", "name": "Long", "kind": "fluid", "begins": "2010", "ends": ""},
        {"id": "old", "name": "Old", "kind": "fluid", "begins": "", "ends": ""},
        {"id": "board", "name": "Board", "kind": "stable", "begins": "2000", "ends": "2005"},
    ]
    members: Rows = [
        member("m1", "ana", "force", "2010-01-01", "2011-06-30"),
        member("m2", "ben", "force", "2010", "2010-12/2011"),
        member("m3", "cat", "force", "2010"),
        member("m4", "dan", "force", "2011-01-15"),
        member("m5", "eve", "force", "2010", "2012", stance="denies"),
    ]
    events = [
        event("h0", "2010-06-01", ["ana"], None, held_in=["force"]),
        event("h1", "2011-02-01", ["ana"], None, held_in=["force"]),
        event("h2", "2010-12/2011-01", ["ana"], None, held_in=["force"]),
        event("h3", "2011-03?", ["ana"], None, held_in=["force"]),
        event("h4", "2011-05", ["ana"], None, held_in=[{"network": "force", "denied_by": ["a-h4"]}]),
        event("h5", None, ["ana"], None, held_in=["force", "long"]),
        event("k1", "2011-12-01", ["ana"], None, held_in=["long"]),
        event("o1", "2010-01", ["ana"], None, held_in=["old"]),
        event("o2", "2011-06-01", ["ana"], None, held_in=["old"]),
        event("o3", "2011-06-01", ["ana"], None, held_in=["old"]),
        event("z1", "2012", ["ana"], None, held_in=["board"]),
    ]
    sheets: dict[str, Rows] = {"Networks": networks, "MemberOf": members}
    force = ("Force", "force", "2010-01-01", "2010-12-31")
    held = ((*force, "held_after_end", "certain", ["h1"], [], 32, 32), "h1")
    stayed = ((*force, "stayed_on", "certain", ["ana", "dan"], ["Ana Lee", "Dan Fox"], 181, None), "m1 m4")
    old = (("Old", "old", None, None, "no_end", "certain", ["o2"], [], 486, None), "o1 o2")
    assert found(tmp_path, via, "networks/outlived", events, sheets) == [
        held,
        ((*force, "held_after_end", "possible", ["h2", "h3"], [], 0, 90), "h2 h3"),
        stayed,
        ((*force, "stayed_on", "possible", ["ben"], ["Ben Ola"], 0, 365), "m2"),
        (("Long", "long", "2010", None, "no_end", "possible", ["k1"], [], 0, 699), "k1"),
        old,
    ]
    assert found(tmp_path, via, "networks/outlived", events, sheets, only_certain=True) == [held, stayed, old]
    assert found(tmp_path, via, "networks/outlived", events, sheets, only_certain=True, days=486) == [held, stayed]


def test_temporary_networks_that_go_on_after_what_they_were_about_is_settled_elsewhere(
    tmp_path: Path, via: Connection
) -> None:
    networks: Rows = [
        {"id": "talk", "name": "Talk", "kind": "fluid", "begins": "2010-01-01", "ends": "2010-12-31"},
        {"id": "board", "name": "Board", "kind": "stable", "begins": "", "ends": ""},
    ]
    events = [
        event("t1", "2010-02-01", ["ana"], held_in=["talk"]),
        event("t2", "2010-09-01", ["ana"], held_in=["talk"]),
        event("t3", "2010-10-01", ["ana"], "y", held_in=["talk"]),
        event("t4", "2010-11-01", ["ana"], None, held_in=["talk"]),
        event("z1", "2010-06-01", ["ben"], held_in=["board"], move="adopt"),
        event("z2", "2010-10/2010-12", ["ben"], held_in=["board"], move="drop"),
        event("z3", "2010-06-01", ["ben"], move="adopt"),
        event("z4", "2010-03-01", ["ben"], held_in=["board", "talk"], move="adopt"),
        event("z5", "2009-06-01", ["ben"], held_in=["board"], move="adopt"),
        event("z6", "2010-12-01", ["ben"], held_in=["board"], move="harmonise"),
        event("z7", "2010-06-01", ["ben"], "y", held_in=["board"], move="adopt"),
    ]
    talk = ("Talk", "talk", "2010-01-01", "2010-12-31", "settled_elsewhere")
    assert found(tmp_path, via, "networks/outlived", events, {"Networks": networks}) == [
        ((*talk, "certain", ["z1"], ["Open data"], 153, 153), "t1 t2 t3 t4 z1 z4"),
        ((*talk, "possible", ["z2"], ["Open data"], 0, 31), "t1 t2 t3 t4 z2 z4"),
    ]


def test_contacts_are_of_the_core_the_edge_or_between(tmp_path: Path, via: Connection) -> None:
    networks: Rows = [
        {"id": "board", "name": "Board", "kind": "stable"},
        {"id": "force", "name": "Force", "kind": "fluid"},
    ]
    events = [
        event("c1", "2010-03", ["ana", "ben"], held_in=["board"]),
        event("c2", "2011-05-01", ["ana", "ben", "cat"], held_in=["board"]),
        event("c3", "2011", ["ana", "dan", "fay"], held_in=["force"]),
        event("c4", "2010-12/2011-01", ["ana", "cat"], held_in=["board"]),
        event("c5", None, ["ana", "eve"]),
        event("c6", "2012-01-01", ["ana", "dan"], held_in=["board", "force"]),
        event("c7", "2012-03-01", ["ana", {"actor": "ben", "denied_by": ["a-c7"]}], held_in=["board"]),
        event("c8", "2013-03-01", ["ben", "cat"], held_in=["board"]),
        event("c9", "2013", ["ana", "fay"], held_in=[{"network": "board", "denied_by": ["a-c9"]}, "force"]),
    ]
    cat = ("Cat Roe", "cat", "person", 2, 2, 0, 0, 0)
    dan = ("Dan Fox", "dan", "person", 2, 0, 1, 1, 0, 1)
    ben = ("Ben Ola", "ben", "person", 2, 2, 0, 0, 0, 2, ["Board"], [], "2010-03", "c1", "2011-05-01", "c2")
    fay = ("edge", "Fay Ash", "fay", "person", 2, 0, 2, 0, 0, 0, [], ["Force"], "2011", "c3", "2013", "c9")
    eve = ("outside", "Eve Orr", "eve", "person", 1, 0, 0, 0, 1, 0, [], [], None, None, None, None)
    rows = found(tmp_path, via, "networks/contacts", events, {"Networks": networks}, actor="Ana Lee")
    assert rows == [
        (("between", *cat, 1, ["Board"], [], "2010-12/2011-01", "c4", "2011-05-01", "c2"), "c2 c4"),
        (("between", *dan, ["Board"], ["Force"], "2011", "c3", "2012-01-01", "c6"), "c3 c6"),
        (("core", *ben), "c1 c2"),
        (fay, "c3 c9"),
        (eve, "c5"),
    ]
    again = found(tmp_path, via, "networks/contacts", events, {"Networks": networks}, actor="ana", years=3)
    assert [row[:2] for row, _ in again] == [
        ("between", "Ben Ola"),
        ("between", "Cat Roe"),
        ("between", "Dan Fox"),
        ("edge", "Fay Ash"),
        ("outside", "Eve Orr"),
    ]
    none_needed = found(tmp_path, via, "networks/contacts", events, {"Networks": networks}, actor="ana", years=0)
    assert [row[:2] for row, _ in none_needed] == [
        ("core", "Ben Ola"),
        ("core", "Cat Roe"),
        ("core", "Dan Fox"),
        ("edge", "Fay Ash"),
        ("outside", "Eve Orr"),
    ]
