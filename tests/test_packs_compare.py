"""What the packs that compare sites answer, worked out by hand: three sites, one with nothing but an interview."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from kgraph.connection import Connection
from kgraph.graph import Graph
from kgraph.load import load
from kgraph.study import Study
from tests.studies import Rows, write_study

Row = tuple[tuple[Any, ...], str]

SHEETS: dict[str, Rows] = {
    "Sites": [{"id": site, "name": site.capitalize()} for site in ("north", "south", "west")],
    "Actors": [
        *({"id": id, "name": id.capitalize(), "kind": "person"} for id in ("ana", "ben", "cat", "dee", "kim", "sue")),
        {"id": "crew", "name": "The crew", "kind": "group"},
    ],
    "Organisations": [{"id": "trust", "name": "Trust"}],
    "Networks": [
        {"id": "nb", "name": "North board", "kind": "stable"},
        {"id": "nt", "name": "North taskforce", "kind": "fluid"},
        {"id": "sb", "name": "South board", "kind": "stable"},
        {"id": "forum", "name": "Forum", "kind": "stable"},
    ],
    "Ideas": [{"id": "x", "name": "Open data"}, {"id": "y", "name": "Falls clinic"}],
    "Programmes": [{"id": f"p{n}", "name": f"Programme {n}"} for n in (1, 2, 3)],
    "Sources": [
        {"id": "i1", "kind": "interview", "title": "Interview 1", "date": "2020", "given_by": "ana"},
        {"id": "i2", "kind": "interview", "title": "Interview 2", "date": "2020", "given_by": "sue"},
        {"id": "i3", "kind": "interview", "title": "Interview 3", "date": "2020", "given_by": "kim"},
        {"id": "i4", "kind": "interview", "title": "Interview 4", "date": "2020", "given_by": "dee"},
        {"id": "m", "kind": "minutes", "title": "Minutes", "date": "2020"},
    ],
    "InSite": [
        {"subject": subject, "site": site, "source": "m", "locator": f"{subject}@{site}", "stance": stance}
        for subject, site, stance in (
            ("nb", "north", "asserts"), ("nt", "north", "asserts"), ("sb", "south", "asserts"),
            ("forum", "north", "asserts"), ("forum", "south", "asserts"), ("sb", "west", "denies"),
            ("ana", "north", "asserts"), ("sue", "south", "asserts"), ("kim", "west", "hearsay"),
            ("trust", "south", "asserts"),
        )
    ],
    "ConflictsWith": [
        {"item": "p1", "conflicts_with": "p2", "source": "m", "locator": "p1-p2"},
        {"item": "p2", "conflicts_with": "p3", "source": "m", "locator": "p2-p3", "stance": "denies"},
    ],
    "MemberOf": [
        {"actor": "ana", "network": "nb", "source": "m", "locator": "ana-nb"},
        {"actor": "ben", "network": "nt", "source": "m", "locator": "ben-nt"},
        {"actor": "cat", "network": "nb", "source": "m", "locator": "cat-nb", "stance": "denies"},
    ],
    "WorksFor": [{"actor": "dee", "organisation": "trust", "source": "m", "locator": "dee-trust"}],
    "AskedAbout": [
        {"source": source, "about": about}
        for source, about in (
            ("i1", "x"), ("i1", "y"), ("i1", "nb"), ("i2", "x"), ("i2", "p1"), ("i2", "sb"), ("i3", "y"), ("i4", "y"),
        )
    ],
}  # fmt: skip


def event(id: str, move: str, source: str, date: str | None = None, **more: Any) -> dict[str, Any]:
    found = {"id": id, "move": move, "summary": id, "accounts": [{"id": f"a-{id}", "source": source}], **more}
    return {**found, "date": date} if date else found


EVENTS = [
    event(
        "e1", "share", "i1", "2010-02", held_in=["nb"], concerns=["x"], participants=["ana", "ben"],
        accounts=[
            {"id": "a-e1", "source": "i1"}, {"id": "dee-e1", "source": "i4"},
            {"id": "no-e1", "source": "m", "stance": "denies"},
        ],
    ),
    event("e2", "adapt", "m", "2010-03-20", held_in=["nt"], concerns=["x"], participants=["ana", "crew"]),
    event("e3", "harmonise", "m", held_in=["nt"], concerns=["p1"], drew_on=["p2"], participants=["ben"]),
    event("e4", "adopt", "i2", "2011?", held_in=["sb"], produced=["x"], participants=["sue"]),
    event(
        "e5", "contest", "i2", "2012-01-05", held_in=["forum"], site=["south"], concerns=["p1"],
        participants=["ana", "sue"],
    ),
    event(
        "e6", "block", "i2", "2012", held_in=["sb"], concerns=["y"],
        accounts=[{"id": "no-e6", "source": "i2", "stance": "denies"}],
    ),
    event(
        "e7", "negotiate", "m", "2013", held_in=["forum"], participants=["ben"],
        concerns=["p2", {"item": "x", "denied_by": ["a-e7"]}],
    ),
]  # fmt: skip


def answered(study: Study, via: Connection, *asked: tuple[str, dict[str, Any]], by_hand: str = "") -> list[list[Row]]:
    """What packs answer of a study: each row with its accounts, claims by their locators, questions as source?about.

    ``by_hand`` is Cypher that changes the graph before they are asked.
    """
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        names = dict(graph.query("MATCH (a:Account) RETURN a.id AS id, coalesce(a.locator, a.id) AS name").rows)
        questions = "MATCH (q:Source)-[k:ASKED_ABOUT]->(x) RETURN k.accounts[0] AS id, q.id + '?' + x.id AS name"
        names |= dict(graph.query(questions).rows)
        if by_hand:
            graph.query(by_hand, write=True)
        answers = [graph.run(pack, **given) for pack, given in asked]
    made = []
    for answer in answers:
        assert answer.evidence_ids is not None
        told = [" ".join(sorted(names[id] for id in ids)) for ids in answer.evidence_ids]
        made.append(list(zip(answer.rows, told, strict=True)))
    return made


def test_an_idea_not_asked_about_differs_from_one_of_which_nothing_is_told(tmp_path: Path, via: Connection) -> None:
    everywhere, one, programmes = answered(
        write_study(tmp_path, SHEETS, EVENTS), via, ("compare/ideas", {"kind": "Idea"}),
        ("compare/ideas", {"item": "Open data", "site": "south"}),
        ("compare/ideas", {"kind": "Programme", "site": "South"}),
    )  # fmt: skip
    clinic, data = ("Falls clinic", "y", "Idea"), ("Open data", "x", "Idea")
    nothing: tuple[Any, ...] = (0, None, None, None, None, [], [], [], [])
    south = (
        (
            *data, "South", "south", "told_of", 1, "e4", "2011?", None, None, ["South board"], [], ["adopt"], ["e4"],
            1, 1, 1, 3,
        ),
        "a-e4 i2?x sb@south sue@south",
    )  # fmt: skip
    assert everywhere == [
        ((*clinic, "North", "north", "nothing_told", *nothing, 1, 0, 0, 2), "ana@north i1?y"),
        ((*clinic, "South", "south", "nothing_told", *nothing, 1, 0, 0, 3), "dee-trust i4?y trust@south"),
        ((*clinic, "West", "west", "nothing_told", *nothing, 1, 0, 0, 1), "i3?y kim@west"),
        (
            (
                *data, "North", "north", "told_of", 2, "e1", "2010-02", date(2010, 2, 1), date(2010, 2, 28),
                ["North board"], ["North taskforce"], ["adapt", "share"], ["e2"], 1, 1, 3, 2,
            ),
            "a-e1 a-e2 ana@north dee-e1 i1?x nb@north no-e1 nt@north",
        ),
        south,
        ((*data, "West", "west", "not_asked", *nothing, 0, 0, 0, 1), ""),
    ]  # fmt: skip
    assert one == [south]
    assert programmes == [
        (
            (
                "Programme 1", "p1", "Programme", "South", "south", "told_of", 1, "e5", "2012-01-05", date(2012, 1, 5),
                date(2012, 1, 5), ["Forum"], [], ["contest"], [], 1, 1, 1, 3,
            ),
            "a-e5 i2?p1 sue@south",
        ),
        (
            (
                "Programme 2", "p2", "Programme", "South", "south", "told_of", 1, "e7", "2013", date(2013, 1, 1),
                date(2013, 12, 31), ["Forum"], [], ["negotiate"], [], 0, 0, 1, 3,
            ),
            "a-e7 forum@south",
        ),
        (("Programme 3", "p3", "Programme", "South", "south", "not_asked", *nothing, 0, 0, 0, 3), ""),
    ]  # fmt: skip


def test_conflicts_are_laid_beside_how_each_site_dealt_with_them(tmp_path: Path, via: Connection) -> None:
    (found,) = answered(write_study(tmp_path, SHEETS, EVENTS), via, ("compare/harmonising", {}))
    none = (0, 0, 0, 0, None, None, None, None, None, 0)
    assert found == [
        (
            (
                "North", "north", "fluid", ["Programme 1 – Programme 2"], ["e3"], 1, 0, 0, 0, 1.0, "e3", None, "e3",
                None, 1, 0, 2,
            ),
            "a-e3 nt@north p1-p2",
        ),
        (
            ("North", "north", "stable", [], [], 0, 1, 0, 0, 1.0, "e7", "2013", "e7", "2013", 1, 0, 2),
            "a-e7 forum@north",
        ),
        (("South", "south", "fluid", [], [], *none, 1, 3), "i2?p1 sue@south"),
        (
            ("South", "south", "stable", [], [], 0, 1, 1, 0, 0.5, "e5", "2012-01-05", "e7", "2013", 2, 1, 3),
            "a-e5 a-e7 forum@south i2?p1 sue@south",
        ),
        (("West", "west", "fluid", [], [], *none, 0, 1), ""),
        (("West", "west", "stable", [], [], *none, 0, 1), ""),
    ]  # fmt: skip


def test_networks_of_each_site_are_laid_beside_each_other(tmp_path: Path, via: Connection) -> None:
    asked: list[tuple[str, dict[str, Any]]] = [
        ("compare/networks", {}), ("compare/networks", {"site": "north", "moves": ["adapt"]}),
    ]  # fmt: skip
    found, given = answered(write_study(tmp_path, SHEETS, EVENTS), via, *asked)
    nothing: tuple[Any, ...] = ([], 0, 0, None, [], 0, 0, None, 0, 0, 0, 0, [])
    fluid = "a-e1 a-e2 a-e3 a-e7 ana-nb ben-nt dee-e1 forum@north nb@north nt@north"  # ana and ben are in both kinds
    stable = "a-e1 a-e2 a-e3 a-e7 ana-nb ana@north ben-nt dee-e1 forum@north i1?nb nb@north no-e1 nt@north"
    people = (2, 2, 1.0)
    assert found == [
        (("North", "north", "fluid", ["North taskforce"], 2, 1, 0.5, ["harmonise"], *people, 1, 0, 1, 0, [], 2), fluid),
        (
            (
                "North", "north", "stable", ["Forum", "North board"], 2, 2, 1.0, ["negotiate", "share"], *people, 0, 1,
                3, 1, ["North board"], 2,
            ),
            stable,
        ),
        (("South", "south", "fluid", *nothing, 3), ""),
        (
            (
                "South", "south", "stable", ["Forum", "South board"], 3, 1, 0.33, ["negotiate"], 3, 0, 0.0, 0, 0, 2, 1,
                ["South board"], 3,
            ),
            "a-e4 a-e5 a-e7 forum@south i2?sb sb@south sue@south",
        ),
        (("West", "west", "fluid", *nothing, 1), ""),
        (("West", "west", "stable", *nothing, 1), ""),
    ]  # fmt: skip
    assert [(row[2], row[4:8]) for row, _ in given] == [("fluid", (2, 1, 0.5, ["adapt"])), ("stable", (2, 0, 0.0, []))]
