"""What the packs about knowledge answer: what was done with it, what was built on it, whom it was sought from.

Accounts are named by their locators, as in test_packs_networks.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kgraph.connection import Connection
from tests.studies import Rows
from tests.test_pack_cases import event
from tests.test_packs_networks import found, member

NETWORKS: Rows = [
    {"id": "board", "name": "Board", "kind": "stable"},
    {"id": "force", "name": "Force", "kind": "fluid"},
    {"id": "cell", "name": "Cell", "kind": "fluid"},
]


def built(locator: str, item: str, builds_on: str, kind: str, at: str = "", stance: str = "asserts") -> dict[str, str]:
    """A claim that something builds on something, as a row of the sheet BuildsOn."""
    told = {"source": "s", "locator": locator, "stance": stance}
    return {"item": item, "builds_on": builds_on, "kind": kind, "event": at, **told}


BUILT: dict[str, Rows] = {
    "Networks": NETWORKS,
    "Routines": [{"id": "r", "name": "Visiting"}],
    "Discourses": [{"id": "d", "name": "Whole district"}],
    "BuildsOn": [
        built("b1", "d", "r", "builds_on", "g4"),
        built("b2", "d", "r", "adapts", "g5"),
        built("b3", "d", "r", "renames"),
        built("b4", "r", "d", "merges", "g1", stance="denies"),
        built("b5", "y", "x", "builds_on"),
    ],
}
DONE = [
    event("g1", "2010-05", ["ana"], "r", held_in=["board"]),
    event("g2", "2010-05-10", ["eve"], "r", held_in=["force"]),
    event("g3", "2010-06-01", ["eve"], None, drew_on=["r"], held_in=["board"]),
    event(
        "g4", "2011", ["ana", "ben", "cat", "fay"], None,
        drew_on=["r"], produced=["d"], held_in=["board"], move="build_on",
    ),
    event("g5", "2011-06-01", ["dan", "cat"], None, after=["h3"], move="other"),
    event("g6", "2010?", ["fay"], "d", held_in=["force"], move="adapt"),
    event("g7", "2011-02-01", ["eve"], "d", held_in=["board", "force"], move="combine"),
    event("g8", "2012", ["eve"], None, concerns=[{"item": "d", "denied_by": ["a-g8"]}], held_in=["board"], move="drop"),
    event("g9", "2010/2011", ["ben"], "r"),
    event("h1", "2012-05", ["cat", "fay"], "r", held_in=["cell"], move="adopt"),
    event("h2", "2011", ["fay"], "r", after=["g4"], move="other"),
    event("h3", None, ["dan"], "r"),
]  # fmt: skip


def test_what_was_done_with_routines_and_discourses_in_which_kind_of_network(tmp_path: Path, via: Connection) -> None:
    visiting, district = ("Routine", "Visiting", "r"), ("Discourse", "Whole district", "d")
    by_all = ["Ana Lee", "Ben Ola", "Cat Roe", "Fay Ash"]
    rows = found(tmp_path, via, "knowledge/moves_of", DONE, BUILT)
    assert rows == [
        ((*visiting, "fluid", "adopted", 1, "2012-05", "h1", True, ["Cell"], ["Cat Roe", "Fay Ash"]), "h1"),
        ((*visiting, "fluid", "shared", 1, "2010-05-10", "g2", True, ["Force"], ["Eve Orr"]), "g2"),
        ((*visiting, "none", "changed", 1, "2011-06-01", "g5", True, [], ["Cat Roe", "Dan Fox"]), "b2 g5"),
        ((*visiting, "none", "shared", 2, "2010/2011", "g9", False, [], ["Ben Ola"]), "g9 h3"),
        ((*visiting, "stable", "built_on", 1, "2011", "g4", True, ["Board"], by_all), "b1 g4"),
        ((*visiting, "stable", "shared", 2, "2010-05", "g1", True, ["Board"], ["Ana Lee"]), "g1 g3"),
        ((*district, "fluid", "changed", 2, "2010?", "g6", False, ["Force"], ["Fay Ash"]), "g6 g7"),
        ((*district, "stable", "changed", 1, "2011-02-01", "g7", True, ["Board", "Force"], ["Eve Orr"]), "g7"),
    ]
    fluid = found(tmp_path, via, "knowledge/moves_of", DONE, BUILT, kind="fluid", item="Whole district")
    assert fluid == [rows[6]]


def test_what_builds_on_a_routine_and_who_had_dealt_with_it_before(tmp_path: Path, via: Connection) -> None:
    pair = ("Whole district", "d", "Discourse", "{}", "Visiting", "r", "Routine")
    plain, adapted, renamed = ((*pair[:3], how, *pair[4:]) for how in ("builds_on", "adapts", "renames"))
    by_all = ["Ana Lee", "Ben Ola", "Cat Roe", "Fay Ash"]
    rows = found(tmp_path, via, "knowledge/built_on", DONE, BUILT)
    assert rows == [
        (
            (*plain, "2011", "g4", "build_on", ["Board"], ["stable"], by_all,
             ["Ana Lee"], ["Ben Ola"], ["Cat Roe", "Fay Ash"]),
            "b1 g1 g4 g9",
        ),
        (
            (*adapted, "2011-06-01", "g5", "other", [], [], ["Cat Roe", "Dan Fox"], ["Dan Fox"], ["Cat Roe"], []),
            "b2 g4 g5 h3",
        ),
        ((*renamed, None, None, None, [], [], [], [], [], []), "b3"),
    ]  # fmt: skip
    idea = (
        ("Falls clinic", "y", "Idea", "builds_on", "Open data", "x", "Idea", None, None, None, *[[]] * 6),
        "b5",
    )
    assert found(tmp_path, via, "knowledge/built_on", DONE, BUILT, kind="Idea") == [idea]
    assert found(tmp_path, via, "knowledge/built_on", DONE, BUILT, kind="Discourse") == rows
    assert found(tmp_path, via, "knowledge/built_on", DONE, BUILT, kind="any") == [*rows, idea]


def test_whom_people_reached_out_to_beyond_their_network(tmp_path: Path, via: Connection) -> None:
    told = {"source": "s", "begins": "2010-01-01"}
    sheets: dict[str, Rows] = {
        "Networks": NETWORKS,
        "EvidenceSources": [{"id": "ev", "name": "Falls data"}],
        "Skills": [{"id": "sk", "name": "Statistics"}],
        "Perspectives": [{"id": "pv", "name": "Carers' view"}],
        "MemberOf": [
            member("m1", "ana", "force", "2011-01-01", "2011-12-31"),
            member("m2", "ben", "force", "2011-01-01"),
            member("m3", "cat", "force", "2011-05", "2011-06"),
            member("m4", "dan", "force", "2010", "2010-12-31"),
            member("m5", "dan", "force", "2011-01-01", stance="denies"),
        ],
        "WorksFor": [
            {"actor": "ana", "organisation": "trust", "locator": "w1", **told},
            {"actor": "ben", "organisation": "council", "locator": "w2", **told},
            {"actor": "cat", "organisation": "trust", "locator": "w3", **told},
            {"actor": "dan", "organisation": "council", "locator": "w4", **told},
        ],
    }
    ana = {"actor": "ana", "role": "initiator"}
    events = [
        event("q1", "2011-05-01", [ana, "ben", "cat", "dan"], None,
              drew_on=["ev", "sk"], held_in=["force"], move="reach_out"),
        event("q2", "2011-06-01", ["ana", "ben"], None, drew_on=["ev"], held_in=["force"]),
        event("q3", "2011-07-01", ["ana", "eve"], None, drew_on=["pv"], held_in=["force"]),
        event("q4", None, ["ana", "dan"], None, held_in=["cell"], move="reach_out"),
        event("q5", "2011-08-01", [ana, "dan", "cat"], None, drew_on=["ev"]),
        event("q6", "2011-08-02", ["ana", "eve"], "x", held_in=["force"]),
        event("q7", "2011-08-03", ["ben", "fay"], None, drew_on=["x"], held_in=["force"], move="reach_out"),
        event("q8", "2011-08-04?", ["ana", "cat"], None, drew_on=["pv"], held_in=["force"]),
    ]  # fmt: skip
    q1 = ("2011-05-01", "q1", "reach_out", ["Force"])
    seen = (["Ana Lee"], "initiator", ["Dan Fox"], ["Cat Roe"], ["Dan Fox"], ["The Council", "The Trust"])
    behind = "m1 m2 m3 q1 w1 w3 w4"
    rows = found(tmp_path, via, "knowledge/from_whom", events, sheets)
    assert rows == [
        ((*q1, "EvidenceSource", "Falls data", "ev", *seen), behind),
        ((*q1, "Skill", "Statistics", "sk", *seen), behind),
        (
            ("2011-07-01", "q3", "share", ["Force"], "Perspective", "Carers' view", "pv", ["Ana Lee"], "member",
             ["Eve Orr"], [], [], []),
            "m1 q3 w1",
        ),
        (
            ("2011-08-01", "q5", "share", [], "EvidenceSource", "Falls data", "ev", ["Ana Lee"], "initiator", [], [],
             ["Dan Fox"], ["The Council"]),
            "q5 w1 w4",
        ),
        (
            ("2011-08-03", "q7", "reach_out", ["Force"], "Idea", "Open data", "x", ["Ben Ola"], "member",
             ["Fay Ash"], [], [], []),
            "m2 q7 w2",
        ),
        (
            ("2011-08-04?", "q8", "share", ["Force"], "Perspective", "Carers' view", "pv", ["Ana Lee"], "member",
             ["Cat Roe"], [], [], ["The Trust"]),
            "m1 q8 w1 w3",
        ),
        ((None, "q4", "reach_out", ["Cell"], None, None, None, [], None, [], [], [], []), "q4"),
    ]  # fmt: skip
    assert found(tmp_path, via, "knowledge/from_whom", events, sheets, kind="Skill", network="Force") == [rows[1]]
    assert found(tmp_path, via, "knowledge/from_whom", events, sheets, network="cell") == [rows[-1]]


def test_what_evidence_was_drawn_on_and_what_it_changed(tmp_path: Path, via: Connection) -> None:
    sheets: dict[str, Rows] = {
        "Networks": NETWORKS,
        "EvidenceSources": [
            {"id": "ev", "name": "Falls data", "kind": "routine_data"},
            {"id": "st", "name": "A trial", "kind": "research"},
            {"id": "un", "name": "A survey", "kind": "research"},
        ],
        "Programmes": [{"id": "pg", "name": "Fewer falls"}],
        "DocumentedIn": [{"evidence_source": "ev", "source": "s"}],
    }
    made = {"produced": ["x"], "outcome": "A tool", "held_in": ["force"], "move": "combine"}
    events = [
        event("v1", "2010-01-01", ["ana"], "pg", drew_on=["ev", "st"], **made),
        event("v2", "2010-02-01", ["ana"]),
        event("v3", "2010-03-01", ["ana"], move="adopt"),
        event("v4", "2009/2011", ["ana"], move="adapt"),
        event("v5", "2010-04-01", ["ana"], None, drew_on=["ev"], held_in=["board"]),
        event("v6", "2011-04-01", ["ana"], None, drew_on=[{"item": "un", "denied_by": ["a-v6"]}]),
    ]
    v1 = ("2010-01-01", "v1", "combine", ["Force"], ["Open data"], "A tool", ["Fewer falls"], ["v3"], ["v4"])
    research = [
        (("research", "A survey", "un", [], None, None, None, [], [], None, [], [], []), ""),
        (("research", "A trial", "st", [], *v1), "v1 v2 v3 v4"),
    ]
    assert found(tmp_path, via, "knowledge/evidence_used", events, sheets) == [
        *research,
        (("routine_data", "Falls data", "ev", ["Minutes"], *v1), "v1 v2 v3 v4"),
        (
            ("routine_data", "Falls data", "ev", ["Minutes"],
             "2010-04-01", "v5", "share", ["Board"], [], None, [], [], []),
            "v5",
        ),
    ]  # fmt: skip
    assert found(tmp_path, via, "knowledge/evidence_used", events, sheets, kind="research") == research


def test_where_a_thing_was_drawn_on_first_of_all_is_certain_only_when_the_dates_say_so(
    tmp_path: Path, via: Connection
) -> None:
    sheets: dict[str, Rows] = {
        "Networks": NETWORKS,
        "EvidenceSources": [{"id": "ev", "name": "Falls data"}, {"id": "st", "name": "A trial"}],
        "Perspectives": [{"id": "pv", "name": "Carers' view"}],
        "Skills": [{"id": "sk", "name": "Statistics"}, {"id": "un", "name": "Drawing"}],
    }

    def drew(id: str, when: str | None, item: str, *networks: str) -> dict[str, Any]:
        return event(id, when, ["ana"], None, drew_on=[item], held_in=list(networks))

    events = [
        drew("e1", "2010-06-01", "ev", "board"),
        drew("e2", "2010", "ev", "force"),
        drew("e3", "2010-07-01", "ev", "force"),
        drew("f1", "2011-01-01", "sk", "board", "force"),
        drew("f2", "2011-02-01", "sk", "board"),
        drew("g1", "2012-01-01", "pv", "cell"),
        drew("g2", "2012-02", "pv", "board"),
        drew("g3", "2012-03-01", "pv"),
        drew("h1", "2013-01-01", "st", "board"),
        drew("h2", "2014?", "st", "force"),
        drew("h3", None, "un"),
    ]
    ev, st = ("EvidenceSource", "Falls data", "ev"), ("EvidenceSource", "A trial", "st")
    pv, sk = ("Perspective", "Carers' view", "pv"), ("Skill", "Statistics", "sk")
    by, both = ["Ana Lee"], ["Board", "Force"]
    assert found(tmp_path, via, "knowledge/reached_for", events, sheets) == [
        ((*ev, "fluid", "possible", "2010", "e2", ["Force"], by, 2), "e2 e3"),
        ((*ev, "stable", "possible", "2010-06-01", "e1", ["Board"], by, 1), "e1"),
        ((*sk, "fluid", "certain", "2011-01-01", "f1", both, by, 1), "f1"),
        ((*sk, "stable", "certain", "2011-01-01", "f1", both, by, 2), "f1 f2"),
        ((*pv, "fluid", "certain", "2012-01-01", "g1", ["Cell"], by, 1), "g1"),
        ((*pv, "stable", "no", "2012-02", "g2", ["Board"], by, 1), "g2"),
        ((*pv, "none", "no", "2012-03-01", "g3", [], by, 1), "g3"),
        ((*st, "stable", "possible", "2013-01-01", "h1", ["Board"], by, 1), "h1"),
        ((*st, "fluid", "possible", "2014?", "h2", ["Force"], by, 1), "h2"),
        (("Skill", "Drawing", "un", "none", "certain", None, "h3", [], by, 1), "h3"),
    ]
    fluid = found(tmp_path, via, "knowledge/reached_for", events, sheets, kind="fluid")
    assert [(row[2], row[4]) for row, _ in fluid] == [
        ("ev", "possible"), ("sk", "certain"), ("pv", "certain"), ("st", "possible")
    ]  # fmt: skip
