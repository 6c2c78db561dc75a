"""What the packs on harmonising answer about a study of five programmes, worked out by hand with its traps."""
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
TOLD = {"source": "s"}

SHEETS: dict[str, Rows] = {
    "Actors": [
        {"id": "ana", "name": "Ana Lee", "kind": "person"},
        {"id": "ben", "name": "Ben Ola", "kind": "person"},
        {"id": "cat", "name": "Cat Roe", "kind": "person"},
        {"id": "team", "name": "The team", "kind": "group"},
    ],
    "Networks": [
        {"id": "board", "name": "The Board", "kind": "stable"},
        {"id": "force", "name": "Taskforce", "kind": "fluid"},
    ],
    "Organisations": [{"id": "county", "name": "The County"}, {"id": "trust", "name": "The Trust"}],
    "Ideas": [{"id": "x", "name": "Open data"}, {"id": "y", "name": "Closed data"}],
    "Programmes": [{"id": id, "name": id.title()} for id in ("alpha", "beta", "gamma", "delta", "omega")],
    "Barriers": [{"id": "cost", "name": "Cost"}],
    "Sources": [
        {"id": "s", "kind": "minutes", "title": "Minutes", "date": "2020", "given_by": ""},
        {"id": "i", "kind": "interview", "title": "Interview", "date": "2021", "given_by": "ben"},
    ],
    "ConflictsWith": [
        {"item": "beta", "conflicts_with": "alpha", "locator": "ab", "stance": "asserts", **TOLD},
        {"item": "alpha", "conflicts_with": "beta", "locator": "ab", "stance": "denies", "source": "i"},
        {"item": "alpha", "conflicts_with": "gamma", "locator": "ag", "stance": "asserts", **TOLD},
        {"item": "gamma", "conflicts_with": "alpha", "locator": "ag", "stance": "asserts", "source": "i"},
        {"item": "beta", "conflicts_with": "gamma", "locator": "bg", "stance": "asserts", **TOLD},
        {"item": "alpha", "conflicts_with": "delta", "locator": "ad", "stance": "asserts", **TOLD},
        {"item": "beta", "conflicts_with": "delta", "locator": "bd", "stance": "denies", **TOLD},
        {"item": "gamma", "conflicts_with": "delta", "locator": "gd", "stance": "asserts", **TOLD},
        {"item": "omega", "conflicts_with": "delta", "locator": "do", "stance": "asserts", **TOLD},
        {"item": "x", "conflicts_with": "y", "locator": "xy", "stance": "asserts", **TOLD},
    ],
    "WorksFor": [
        {"actor": "ana", "organisation": "county", "grade": "director", "begins": "2009-01-01", "ends": "2010-03-31", "stance": "asserts", "locator": "w1", **TOLD},
        {"actor": "ana", "organisation": "county", "grade": "manager", "begins": "2010-04", "ends": "2012", "stance": "asserts", "locator": "w2", **TOLD},
        {"actor": "ana", "organisation": "trust", "grade": "adviser", "begins": "2010-06-10", "ends": "2012?", "stance": "asserts", "locator": "w3", **TOLD},
        {"actor": "ben", "organisation": "trust", "grade": "officer", "begins": "2009", "ends": "", "stance": "asserts", "locator": "w4", **TOLD},
        {"actor": "cat", "organisation": "trust", "grade": "chief", "begins": "2009-01-01", "ends": "2013-01-01", "stance": "denies", "locator": "w5", **TOLD},
    ],
}  # fmt: skip

EVENTS: list[dict[str, Any]] = [
    event("e1", "2010-01-01", [{"actor": "ana", "role": "initiator"}, "ben"], None, move="contest", concerns=["alpha", "beta"],
          held_in=["board"], met=["cost"],
          positions=[{"actor": "ana", "item": "alpha", "position": "supports"}, {"actor": "ben", "item": "alpha", "position": "opposes"},
                     {"actor": "cat", "item": "alpha", "position": "opposes"}, {"actor": "cat", "item": "beta", "position": "neutral"}]),
    event("e2", "2010-06", [{"actor": "ana", "role": "chair"}, "cat"], None, move="negotiate", concerns=["alpha"], drew_on=["beta"],
          produced=["gamma"], held_in=["force"], overcame=["cost"], outcome="Terms are agreed"),
    event("e3", "2010-06-15", ["ben", {"actor": "cat", "denied_by": ["a-e3"]}], None, move="harmonise", concerns=["alpha", "beta"],
          held_in=["force", "board"]),
    event("e4", "2011-02-01", ["ana", "team"], None, move="harmonise", concerns=["beta", "gamma"]),
    event("e5", "2012-02-01", ["ana"], None, move="share", concerns=["alpha", "gamma"], held_in=["board"]),
    event("e6", "2010", ["ana"], None, move="harmonise", concerns=["alpha", "delta"],
          accounts=[{"id": "a-e6", "source": "s", "locator": "e6", "stance": "denies"}]),
    event("e7", None, [], None, move="share", concerns=["gamma", "delta"]),
    event("e8", None, ["ben"], None, move="contest", concerns=["x", "y"], after=["e9"]),
    event("e9", None, ["ben"], None, move="block", concerns=["x", "y"]),
    event("e10", "2012?", [], None, move="contest", concerns=["delta", "omega"]),
    event("e11", "2015", [], None, move="combine", concerns=["delta", "omega"]),
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
            for answer in (graph.run(f"harmonising/{pack}", **given) for pack, given in asked)
        ]


ALPHA_BETA = ("Alpha", "alpha", "Programme", "Beta", "beta", "Programme")
ALPHA_DELTA = ("Alpha", "alpha", "Programme", "Delta", "delta", "Programme")
ALPHA_GAMMA = ("Alpha", "alpha", "Programme", "Gamma", "gamma", "Programme")
BETA_GAMMA = ("Beta", "beta", "Programme", "Gamma", "gamma", "Programme")
DELTA_GAMMA = ("Delta", "delta", "Programme", "Gamma", "gamma", "Programme")
DELTA_OMEGA = ("Delta", "delta", "Programme", "Omega", "omega", "Programme")
X_Y = ("Open data", "x", "Idea", "Closed data", "y", "Idea")

OF_GAMMA: Found = [
    ((*ALPHA_GAMMA, ["Ben Ola", "Minutes"], [], "negotiated", 2, DAY("2010-06-01"), DAY("2012-02-01"), ["Taskforce", "The Board"],
      ["negotiate", "share"], ["e2"], ["Ana Lee", "Cat Roe"]), "ag ag e2 e5"),
    ((*BETA_GAMMA, ["Minutes"], [], "harmonised", 2, DAY("2010-06-01"), DAY("2011-02-01"), ["Taskforce"], ["harmonise", "negotiate"],
      ["e4"], ["Ana Lee", "The team"]), "bg e2 e4"),
    ((*DELTA_GAMMA, ["Minutes"], [], "not taken up", 1, None, None, [], ["share"], [], []), "e7 gd"),
]  # fmt: skip


def test_what_came_of_a_conflict_is_what_its_last_meeting_did_where_the_last_is_certain(
    tmp_path: Path, via: Connection
) -> None:
    every, gamma = answers(
        tmp_path, via, [("conflicts", {}), ("conflicts", {"item": "Gamma", "only_programmes": True})]
    )
    assert every == [
        ((*ALPHA_BETA, ["Minutes"], ["Ben Ola"], "order open", 3, DAY("2010-01-01"), DAY("2010-06-30"), ["Taskforce", "The Board"],
          ["contest", "harmonise", "negotiate"], ["e2", "e3"], ["Ana Lee", "Ben Ola", "Cat Roe"]), "ab ab e1 e2 e3"),
        ((*ALPHA_DELTA, ["Minutes"], [], "never met", 0, None, None, [], [], [], []), "ad"),
        *OF_GAMMA,
        ((*DELTA_OMEGA, ["Minutes"], [], "order open", 2, DAY("2012-01-01"), DAY("2015-12-31"), [], ["combine", "contest"],
          ["e10", "e11"], []), "do e10 e11"),
        ((*X_Y, ["Minutes"], [], "contested", 2, None, None, [], ["block", "contest"], ["e8"], ["Ben Ola"]), "e8 e9 xy"),
    ]  # fmt: skip
    assert gamma == OF_GAMMA


E1 = ("2010-01-01", "e1", "contest", "e1", None, ["Alpha", "Beta"], ["Alpha – Beta"], ["The Board"], "stable")
E2 = ("2010-06", "e2", "negotiate", "e2", "Terms are agreed", ["Alpha", "Beta", "Gamma"],
      ["Alpha – Beta", "Alpha – Gamma", "Beta – Gamma"], ["Taskforce"], "fluid")  # fmt: skip
E3 = (
    "2010-06-15",
    "e3",
    "harmonise",
    "e3",
    None,
    ["Alpha", "Beta"],
    ["Alpha – Beta"],
    ["Taskforce", "The Board"],
    "both",
)
E4 = ("2011-02-01", "e4", "harmonise", "e4", None, ["Beta", "Gamma"], ["Beta – Gamma"], [], "none")
E10 = ("2012?", "e10", "contest", "e10", None, ["Delta", "Omega"], ["Delta – Omega"], [], "none")
E11 = ("2015", "e11", "combine", "e11", None, ["Delta", "Omega"], ["Delta – Omega"], [], "none")
E8 = (None, "e8", "contest", "e8", None, ["Closed data", "Open data"], ["Closed data – Open data"], [], "none")
E9 = (None, "e9", "block", "e9", None, ["Closed data", "Open data"], ["Closed data – Open data"], [], "none")
COUNTY, TRUST, COST = ["The County"], ["The Trust"], ["Cost"]


def test_who_negotiated_stands_with_position_and_post_on_the_day(tmp_path: Path, via: Connection) -> None:
    programmes, closed = answers(
        tmp_path, via, [("negotiations", {}), ("negotiations", {"all_items": True, "item": "y"})]
    )
    assert programmes == [
        ((*E1, "Ana Lee", "ana", "initiator", ["Alpha"], [], [], COUNTY, [], COST, []), "ab e1 w1"),
        ((*E1, "Ben Ola", "ben", "participant", [], ["Alpha"], [], [], TRUST, COST, []), "ab e1 w4"),
        ((*E1, "Cat Roe", "cat", None, [], ["Alpha"], ["Beta"], [], [], COST, []), "ab e1"),
        ((*E2, "Ana Lee", "ana", "chair", [], [], [], COUNTY, TRUST, [], COST), "ab ag ag bg e2 w2 w3"),
        ((*E2, "Cat Roe", "cat", "participant", [], [], [], [], [], [], COST), "ab ag ag bg e2"),
        ((*E3, "Ben Ola", "ben", "participant", [], [], [], [], TRUST, [], []), "ab e3 w4"),
        ((*E4, "Ana Lee", "ana", "participant", [], [], [], COUNTY, TRUST, [], []), "bg e4 w2 w3"),
        ((*E4, "The team", "team", "participant", [], [], [], [], [], [], []), "bg e4"),
        ((*E10, None, None, None, [], [], [], [], [], [], []), "do e10"),
        ((*E11, None, None, None, [], [], [], [], [], [], []), "do e11"),
    ]
    assert closed == [
        ((*E8, "Ben Ola", "ben", "participant", [], [], [], [], TRUST, [], []), "e8 w4 xy"),
        ((*E9, "Ben Ola", "ben", "participant", [], [], [], [], TRUST, [], []), "e9 w4 xy"),
    ]


def test_a_grade_is_that_of_the_day_and_certain_only_where_the_spell_covers_it(tmp_path: Path, via: Connection) -> None:
    least = ("harmonisers", {"least": 0})
    everyone, cats, table, certain = answers(
        tmp_path,
        via,
        [least, ("harmonisers", {"actor": "Cat Roe"}), ("by_grade", {}), ("by_grade", {"certain_only": True})],
    )
    cat = (("Cat Roe", "cat", "person", "unknown", "unknown", 1, 1, 1.0, 0, 1, DAY("2010-06-01"), DAY("2010-06-30"),
            ["Alpha", "Beta", "Gamma"], ["e2"], []), "e2")  # fmt: skip
    assert everyone == [
        (("Ana Lee", "ana", "person", "manager", "certain", 2, 2, 1.0, 0, 1, DAY("2010-06-01"), DAY("2011-02-01"),
          ["Alpha", "Beta", "Gamma"], ["e2", "e4"], ["e2"]), "e2 e4 w2"),
        cat,
        (("The team", "team", "group", "unknown", "unknown", 1, 1, 1.0, 0, 0, DAY("2011-02-01"), DAY("2011-02-01"),
          ["Beta", "Gamma"], ["e4"], []), "e4"),
        (("Ben Ola", "ben", "person", "officer", "possible", 1, 4, 0.25, 1, 1, DAY("2010-06-15"), DAY("2010-06-15"),
          ["Alpha", "Beta"], ["e3"], []), "e1 e3 e8 e9 w4"),
        (("Ana Lee", "ana", "person", "adviser", "possible", 0, 1, 0.0, 0, 0, None, None, [], [], []), "e5 w3"),
        (("Ana Lee", "ana", "person", "director", "certain", 0, 1, 0.0, 0, 0, None, None, [], [], []), "e1 w1"),
        (("Ana Lee", "ana", "person", "manager", "possible", 0, 1, 0.0, 0, 0, None, None, [], [], []), "e5 w2"),
    ]  # fmt: skip
    assert cats == [cat]
    assert table == [
        (("manager", 1, 1, 3, 2, 0.667, 0, 0.0, 1, 3, 0.667), "e2 e4 e5 w2"),
        (("officer", 1, 1, 4, 1, 0.25, 3, 0.75, 0, 3, 0.333), "e1 e3 e8 e9 w4"),
        (("adviser", 1, 0, 1, 0, 0.0, 0, 0.0, 0, 3, 0.0), "e5 w3"),
        (("director", 1, 0, 1, 0, 0.0, 1, 1.0, 0, 3, 0.0), "e1 w1"),
        (("unknown", 1, 1, 1, 1, 1.0, 0, 0.0, 0, 3, 0.333), "e2"),
    ]
    assert certain == [
        (("manager", 1, 1, 2, 2, 1.0, 0, 0.0, 1, 3, 0.667), "e2 e4 w2"),
        (("director", 1, 0, 1, 0, 0.0, 1, 1.0, 0, 3, 0.0), "e1 w1"),
        (("unknown", 3, 2, 6, 2, 0.333, 3, 0.5, 0, 3, 0.667), "e1 e2 e3 e5 e8 e9"),
    ]


def test_a_study_without_conflicts_or_grades_has_no_negotiations_and_one_grade(tmp_path: Path, via: Connection) -> None:
    sheets = {name: rows for name, rows in SHEETS.items() if name not in ("ConflictsWith", "WorksFor", "Programmes")}
    asked = [("conflicts", {}), ("negotiations", {"all_items": True}), ("harmonisers", {}), ("by_grade", {})]
    assert answers(tmp_path, via, asked, sheets, [event("e1", "2010", ["ana"], move="share")]) == [
        [],
        [],
        [],
        [(("unknown", 1, 0, 1, 0, 0.0, 0, 0.0, 0, 0, None), "e1")],
    ]
