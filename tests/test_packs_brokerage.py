"""What the packs on brokerage answer: a survey and its traps by hand, and a published one against R's sna."""
# ruff: noqa: E501 - a row a line

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from test_pack_cases import event
from test_packs_discourse import asked, opened

from checkout import ROOT
from kgraph.connection import Connection
from tests.studies import Rows

LAWYERS = ROOT.parent / "shared" / "data" / "networks"


def named(actor: str, other: str, **more: Any) -> dict[str, Any]:
    cells = {"question": "advice", "wave": "1", "max_choices": 2, "stance": "asserts", "source": "q", **more}
    return {"actor": actor, "named": other, "locator": f"{actor}-{other}", **cells}


def post(actor: str, organisation: str, begins: str = "", ends: str = "") -> dict[str, Any]:
    told = {"source": "s", "locator": f"{actor} at {organisation}"}
    return {"actor": actor, "organisation": organisation, "begins": begins, "ends": ends, **told}


def answered(actor: str, wave: str = "1", responded: str = "true") -> dict[str, Any]:
    return {"actor": actor, "source": "q", "wave": wave, "responded": responded}


def in_site(subject: str, site: str) -> dict[str, Any]:
    return {"subject": subject, "site": site, "source": "s", "locator": f"{subject} in {site}"}


SURVEY: dict[str, Rows] = {
    "Actors": [{"id": id, "name": id.title()} for id in ("ana", "ben", "cat", "dan", "eve", "fay", "gus", "hal")],
    "Organisations": [
        {"id": "trust", "name": "Trust", "sector": "health"},
        {"id": "council", "name": "Council", "sector": "local_government"},
        {"id": "police", "name": "Police", "sector": "local_government"},
    ],
    "Sites": [{"id": "north", "name": "North"}, {"id": "south", "name": "South"}],
    "Sources": [
        {"id": "s", "kind": "document", "title": "Staff list"},
        {"id": "q", "kind": "survey", "title": "The survey"},
        {"id": "z", "kind": "survey", "title": "Another survey"},
    ],
    "WorksFor": [
        post("ana", "trust"), post("ben", "trust"), post("cat", "trust"), post("dan", "council"), post("eve", "council"),
        post("fay", "police"), post("hal", "trust", "2010", "2015"), post("hal", "council", "2016", "2025"),
    ],
    "InSite": [in_site("trust", "north"), in_site("council", "south"), in_site("ana", "south")],
    "Named": [
        named("ana", "ben"), named("ana", "dan"), named("ben", "cat"), named("ben", "dan"), named("dan", "eve"),
        named("dan", "ben"), named("eve", "ana"), named("eve", "hal"), named("fay", "dan"), named("gus", "ben"),
        named("cat", "ana", stance="denies"),
        named("ana", "ben", wave="2", max_choices="", locator="ana-ben 2"),
        named("cat", "dan", question="trust", wave="", max_choices="", source="z", locator="z"),
    ],
    "Answered": [
        *(answered(actor) for actor in ("ana", "ben", "cat", "dan", "eve", "fay")), answered("hal", responded="false"),
        answered("ana", "2"), answered("ben", "2", "false"),
    ],
}  # fmt: skip


def test_named_nobody_differs_from_silent_from_capped_and_from_never_asked(tmp_path: Path, via: Connection) -> None:
    with opened(tmp_path, via, SURVEY, []) as graph:
        assert asked(graph, "brokerage/degree") == [
            (("advice", "1", "Ben", "ben", 3, 6, 7, 0.5, None, "capped", ["Ana", "Dan", "Gus"], ["Cat", "Dan"]), "ana-ben ben-cat ben-dan dan-ben gus-ben"),
            (("advice", "1", "Dan", "dan", 3, 6, 7, 0.5, None, "capped", ["Ana", "Ben", "Fay"], ["Ben", "Eve"]), "ana-dan ben-dan dan-ben dan-eve fay-dan"),
            (("advice", "1", "Ana", "ana", 1, 6, 7, 1 / 6, None, "capped", ["Eve"], ["Ben", "Dan"]), "ana-ben ana-dan eve-ana"),
            (("advice", "1", "Cat", "cat", 1, 6, 7, 1 / 6, 0, None, ["Ben"], []), "ben-cat"),
            (("advice", "1", "Eve", "eve", 1, 6, 7, 1 / 6, None, "capped", ["Dan"], ["Ana", "Hal"]), "dan-eve eve-ana eve-hal"),
            (("advice", "1", "Hal", "hal", 1, 7, 7, 1 / 7, None, "did not answer", ["Eve"], []), "eve-hal"),
            (("advice", "1", "Fay", "fay", 0, 6, 7, 0.0, 1, None, [], ["Dan"]), "fay-dan"),
            (("advice", "1", "Gus", "gus", 0, 6, 7, 0.0, 1, None, [], ["Ben"]), "gus-ben"),
            (("advice", "2", "Ben", "ben", 1, 1, 1, 1.0, None, "did not answer", ["Ana"], []), "ana-ben 2"),
            (("advice", "2", "Ana", "ana", 0, 0, 1, None, 1, None, [], ["Ben"]), "ana-ben 2"),
            (("trust", None, "Dan", "dan", 1, None, None, None, None, "not asked", ["Cat"], []), "z"),
            (("trust", None, "Cat", "cat", 0, None, None, None, 1, None, [], ["Dan"]), "z"),
        ]  # fmt: skip
        assert asked(graph, "brokerage/degree", question="advice", wave="2", actor="Ana") == [
            (("advice", "2", "Ana", "ana", 0, 0, 1, None, 1, None, [], ["Ben"]), "ana-ben 2")
        ]


def test_a_broker_stands_between_two_of_whom_the_first_does_not_name_the_second(
    tmp_path: Path, via: Connection
) -> None:
    """Cat's naming of Ana is denied; Gus works for nobody known, and Hal for two unless a day is given."""
    talk = [
        named(a, b, question="talk", wave="", source="z", max_choices="")
        for a, b in (("ana", "gus"), ("gus", "dan"), ("ana", "hal"), ("hal", "dan"))
    ]
    with opened(tmp_path, via, {**SURVEY, "Named": [*SURVEY["Named"], *talk]}, []) as graph:
        found = asked(graph, "brokerage/roles", question="advice")
        assert found == [
            (("advice", "1", "Dan", "dan", ["Council"], 0, 0, 0, 3, 1, 4, 0, None, True, 2, 8, 7),
             "ana at trust ana-dan ben at trust ben-dan dan at council dan-ben dan-eve eve at council fay at police fay-dan"),
            (("advice", "1", "Ana", "ana", ["Trust"], 0, 1, 0, 1, 0, 2, 0, None, True, 1, 8, 7),
             "ana at trust ana-ben ana-dan ben at trust dan at council eve at council eve-ana"),
            (("advice", "1", "Ben", "ben", ["Trust"], 1, 0, 0, 1, 0, 2, 2, None, True, 2, 8, 7),
             "ana at trust ana-ben ben at trust ben-cat ben-dan cat at trust dan at council dan-ben gus-ben"),
            (("advice", "1", "Eve", "eve", ["Council"], 0, 0, 1, 0, 0, 1, 1, None, True, 1, 8, 7),
             "ana at trust dan at council dan-eve eve at council eve-ana eve-hal hal at council hal at trust"),
            (("advice", "1", "Hal", "hal", ["Council", "Trust"], None, None, None, None, None, None, None, "did not answer", False, 0, 8, 7),
             "hal at council hal at trust"),
            (("advice", "2", "Ben", "ben", ["Trust"], None, None, None, None, None, None, None, "did not answer", False, 0, 2, 1), "ben at trust"),
        ]  # fmt: skip
        assert asked(graph, "brokerage/roles", question="talk") == [
            (("talk", None, "Gus", "gus", [], *[None] * 6, 1, "no group", False, 0, None, None), "ana at trust ana-gus dan at council gus-dan"),
            (("talk", None, "Hal", "hal", ["Council", "Trust"], *[None] * 6, 1, "several groups", False, 0, None, None),
             "ana at trust ana-hal dan at council hal at council hal at trust hal-dan"),
        ]  # fmt: skip

        def roles(**given: Any) -> dict[str, Any]:
            return {
                row[2]: row[4:13] for row, _ in asked(graph, "brokerage/roles", question="advice", wave="1", **given)
            }

        assert roles(on="2020-06-01")["Eve"] == (["Council"], 1, 0, 1, 0, 0, 2, 0, None)
        assert roles(on="2012-06-01")["Eve"] == (["Council"], 0, 0, 2, 0, 0, 2, 0, None)
        assert roles(grouping="sector") == {
            "Dan": (["local_government"], 1, 0, 1, 2, 0, 4, 0, None),
            "Ana": (["health"], 0, 1, 0, 1, 0, 2, 0, None),
            "Ben": (["health"], 1, 0, 0, 1, 0, 2, 2, None),
            "Eve": (["local_government"], 0, 0, 1, 0, 0, 1, 1, None),
            "Hal": (["health", "local_government"], *[None] * 7, "did not answer"),
        }
        assert roles(grouping="site") == {
            "Ana": (["South"], 1, 0, 1, 0, 0, 2, 0, None),
            "Ben": (["North"], 0, 0, 0, 2, 0, 2, 2, None),
            "Dan": (["South"], 1, 0, 0, 1, 0, 2, 2, None),
            "Eve": (["South"], 1, 0, 0, 0, 0, 1, 1, None),
            "Hal": (["North", "South"], *[None] * 7, "did not answer"),
        }


def test_ties_across_groups_are_held_against_those_within(tmp_path: Path, via: Connection) -> None:
    with opened(tmp_path, via, SURVEY, []) as graph:
        found = asked(graph, "brokerage/ei_index", question="advice", wave="1")
        assert [row[2:] for row, _ in found] == [
            ("all", None, None, None, 4, 3, 1 / 7, 7 / 15, 6, 2, 1, 4),
            ("group", "Council", "council", None, 4, 1, 3 / 5, 7 / 9, 2, 1, 0, 2),
            ("group", "Police", "police", None, 1, 0, 1.0, 1.0, 1, 0, 0, 0),
            ("group", "Trust", "trust", None, 3, 2, 1 / 5, 1 / 2, 3, 1, 0, 2),
            ("actor", "Ana", "ana", "Trust", 2, 1, 1 / 3, 1 / 5, 1, 0, 0, 1),
            ("actor", "Ben", "ben", "Trust", 1, 2, -1 / 3, 1 / 5, 1, 1, 0, 1),
            ("actor", "Cat", "cat", "Trust", 0, 1, -1.0, 1 / 5, 1, 0, 0, 0),
            ("actor", "Dan", "dan", "Council", 3, 1, 1 / 2, 3 / 5, 1, 0, 0, 1),
            ("actor", "Eve", "eve", "Council", 1, 1, 0.0, 3 / 5, 1, 1, 0, 1),
            ("actor", "Fay", "fay", "Police", 1, 0, 1.0, 1.0, 1, 0, 0, 0),
            ("actor", "Gus", "gus", None, 0, 0, None, None, 0, 1, 0, 0),
            ("actor", "Hal", "hal", None, 0, 0, None, None, 0, 1, 1, 0),
        ]
        told = dict(zip((row[4] for row, _ in found), (told for _, told in found), strict=True))
        ties = "ana-ben ana-dan ben-cat ben-dan dan-ben dan-eve eve-ana eve-hal fay-dan gus-ben"
        posts = [
            *(f"{who} at trust" for who in ("ana", "ben", "cat", "hal")),
            *(f"{who} at council" for who in ("dan", "eve", "hal")),
        ]
        assert told[None] == " ".join(sorted([*ties.split(" "), *posts, "fay at police"]))
        assert told["police"] == "dan at council fay at police fay-dan"
        assert (
            told["ben"]
            == "ana at trust ana-ben ben at trust ben-cat ben-dan cat at trust dan at council dan-ben gus-ben"
        )
        assert asked(graph, "brokerage/ei_index", question="advice", wave="2", level="all") == [
            (
                ("advice", "2", "all", None, None, None, 0, 1, -1.0, -1.0, 2, 0, 1, 0),
                "ana at trust ana-ben 2 ben at trust",
            )
        ]
        on = asked(graph, "brokerage/ei_index", question="advice", wave="1", level="group", on="2020-06-01")
        assert [row[3:] for row, _ in on if row[3] == "Council"] == [
            ("Council", "council", None, 4, 2, 1 / 3, 9 / 15, 3, 0, 1, 2)
        ]


NETWORKS: dict[str, Rows] = {
    "Actors": SURVEY["Actors"],
    "Organisations": SURVEY["Organisations"],
    "Sites": SURVEY["Sites"],
    "Networks": [
        {"id": "board", "name": "The Board", "kind": "stable"},
        {"id": "force", "name": "Taskforce", "kind": "fluid"},
        {"id": "panel", "name": "The Panel", "kind": "stable"},
    ],
    "EvidenceSources": [{"id": "data", "name": "Falls data"}],
    "Ideas": [{"id": "x", "name": "Clinics"}, {"id": "plan", "name": "The plan"}],
    "Sources": SURVEY["Sources"],
    "InSite": [in_site("board", "north"), in_site("force", "south")],
    "SetUpBy": [
        {"network": "board", "set_up_by": "council", "source": "s", "locator": "board by council"},
        {"network": "force", "set_up_by": "trust", "source": "s", "locator": "force by trust"},
    ],
    "ReportsTo": [{"network": "panel", "reports_to": "council", "source": "s", "locator": "panel to council"}],
    "BuildsOn": [{"item": "plan", "builds_on": "data", "event": "e2", "source": "s", "locator": "plan on data"}],
    "WorksFor": [post("ana", "trust")],
    "MemberOf": [
        {"actor": actor, "network": network, "begins": begins, "ends": ends, "stance": stance, "source": "s", "locator": f"{actor} on {network}"}
        for actor, network, begins, ends, stance in (
            ("ana", "board", "2010-01-01", "2012-12-31", "asserts"), ("ana", "force", "2011-01", "2011-06", "asserts"),
            ("ana", "panel", "2010", "", "asserts"),
            ("ben", "board", "2010-01-01", "2010-03-31", "asserts"), ("ben", "force", "2010-04-05", "2010-05-01", "asserts"),
            ("cat", "board", "2010?", "2011", "asserts"), ("cat", "force", "2010-06", "2010-07", "asserts"),
            ("dan", "board", "2010", "2012", "denies"), ("dan", "force", "2010", "2012", "asserts"),
        )
    ],
}  # fmt: skip
MEETINGS = [
    event("e1", "2010-01-10", ["ana", "eve"], None, drew_on=["data"], held_in=["board"]),
    event("e2", "2010-02", ["eve", "ben"], None, drew_on=["data"], produced=["plan"], held_in=["force"]),
    event("e3", "2010-03-10", ["eve"], None, concerns=["data"], held_in=["board"]),
    event("e4", "2010-03?", ["cat"], None, concerns=["x"], held_in=["panel"]),
    event(
        "e5", "2010-04-01", ["ana", {"actor": "cat", "denied_by": ["a-e5"]}], None, produced=["x"], held_in=["board"]
    ),
    event("e6", "2010-01-20", ["hal"], None, drew_on=["data"], held_in=[{"network": "panel", "denied_by": ["a-e6"]}]),
]


def test_who_spans_a_boundary_was_on_both_sides_at_once(tmp_path: Path, via: Connection) -> None:
    with opened(tmp_path, via, NETWORKS, MEETINGS) as graph:
        everything = ["Taskforce", "The Board", "The Panel"]
        of_ana = "ana at trust ana on board ana on force ana on panel board by council board in north force by trust force in south panel to council"
        both = (["Taskforce", "The Board"], ["North", "South"], ["Council", "Trust"], [])
        assert asked(graph, "brokerage/spanners") == [
            (("Ana", "ana", "both", 1, 1, everything, ["North", "South"], ["Council", "Trust"], ["Trust"]), of_ana),
            (
                ("Cat", "cat", "both", 0, 1, *both),
                "board by council board in north cat on board cat on force force by trust force in south",
            ),
        ]
        assert [row[:5] for row, _ in asked(graph, "brokerage/spanners", days=5)] == [
            ("Ana", "ana", "both", 1, 1), ("Ben", "ben", "both", 1, 0), ("Cat", "cat", "both", 0, 1),
        ]  # fmt: skip
        assert [row[:5] for row, _ in asked(graph, "brokerage/spanners", days=4, only_certain=True)] == [
            ("Ana", "ana", "both", 1, 0)
        ]
        assert [row[:6] for row, _ in asked(graph, "brokerage/spanners", across="networks", actor="Ana")] == [
            ("Ana", "ana", "both", 2, 1, everything)
        ]
        for across, possible in (("sites", 0), ("organisations", 1)):
            assert [row[:5] for row, _ in asked(graph, "brokerage/spanners", across=across)] == [
                ("Ana", "ana", "both", 1, possible), ("Cat", "cat", "both", 0, 1),
            ]  # fmt: skip
        assert asked(graph, "brokerage/spanners", by="events") == [
            (
                ("Eve", "eve", "both", 1, 0, *both),
                "board by council board in north e1 e2 e3 force by trust force in south",
            )
        ]
        assert [row[:5] for row, _ in asked(graph, "brokerage/spanners", by="either", actor="ben")] == [
            ("Ben", "ben", "both", 1, 0)
        ]


def test_a_boundary_object_was_used_on_both_sides(tmp_path: Path, via: Connection) -> None:
    """That e6 was held in the panel is denied; e4's date is doubted, so that nothing follows from it."""
    with opened(tmp_path, via, NETWORKS, MEETINGS) as graph:
        data = [
            (("EvidenceSource", "Falls data", "data", "The Board", "board", "stable", ["North"], ["Council"], 2, ["concerns", "drew on"],
              "2010-01-10", "e1", "certain", 2, ["Eve"], ["The plan"], []), "board by council board in north e1 e2 e3 plan on data"),
            (("EvidenceSource", "Falls data", "data", "Taskforce", "force", "fluid", ["South"], ["Trust"], 1, ["drew on"],
              "2010-02", "e2", "no", 2, ["Eve"], ["The plan"], ["The plan"]), "e1 e2 e3 force by trust force in south plan on data"),
        ]  # fmt: skip
        clinics = [
            (("Idea", "Clinics", "x", "The Panel", "panel", "stable", [], ["Council"], 1, ["concerns"], "2010-03?", "e4", "possible", 1, [], [], []),
             "e4 panel to council"),
            (("Idea", "Clinics", "x", "The Board", "board", "stable", ["North"], ["Council"], 1, ["produced"], "2010-04-01", "e5", "possible", 1, [], [], []),
             "board by council board in north e5"),
        ]  # fmt: skip
        assert asked(graph, "brokerage/boundary_objects") == data
        assert asked(graph, "brokerage/boundary_objects", kind="any") == [*data, *clinics]
        assert asked(graph, "brokerage/boundary_objects", item="Clinics") == clinics
        for across in ("kinds", "sites", "organisations"):
            assert asked(graph, "brokerage/boundary_objects", kind="any", across=across) == data


def spell(actor: str, network: str, begins: str, ends: str) -> dict[str, str]:
    told = {"source": "s", "locator": f"{actor}-{network}", "stance": "asserts"}
    return {"actor": actor, "network": network, "begins": begins, "ends": ends, **told}


def test_spells_that_overlap_however_their_dates_are_read_are_certain(tmp_path: Path, via: Connection) -> None:
    """Neither a missing end nor a doubted one takes away the day on which a spell began, nor a missing beginning the last.

    Cat was in both on some day of 2010, but on none for certain; Gus began too late, Hal's beginning is doubted.
    """
    spells = {
        "ana": (("2018-01-01", "2018-12-31"), ("2018-02-26", "2018-03~")),
        "ben": (("2009-01-01", "2012-01-01"), ("2010-01-01", "")),
        "cat": (("2009", "2012"), ("2010", "2010")),
        "dan": (("2009", "2012"), ("2010-01-01", "2010-06?")),
        "eve": (("", "2010-03-31"), ("2010-01-01", "2010-12-31")),
        "fay": (("2010", "2010-03-31"), ("2010-03-31", "2010-12-31")),
        "gus": (("2010-02-01", "2010-12-31"), ("2010-01-01", "")),
        "hal": (("2009", "2012"), ("2010-01-01?", "")),
    }
    sheets: dict[str, Rows] = {
        "Actors": SURVEY["Actors"],
        "Networks": NETWORKS["Networks"],
        "Sources": SURVEY["Sources"],
        "MemberOf": [
            spell(actor, network, *days)
            for actor, pair in spells.items()
            for network, days in zip(("board", "force"), pair, strict=True)
        ],
    }
    days = {
        "ana": ("certain", date(2018, 2, 26), date(2018, 2, 26)), "ben": ("certain", date(2010, 1, 1), date(2010, 1, 1)),
        "cat": ("certain", None, None), "dan": ("certain", date(2010, 1, 1), date(2010, 1, 1)),
        "eve": ("certain", date(2010, 3, 31), date(2010, 3, 31)), "fay": ("certain", date(2010, 3, 31), date(2010, 3, 31)),
        "gus": ("possible", date(2010, 2, 1), date(2010, 12, 31)), "hal": ("possible", date(2010, 1, 1), date(2012, 12, 31)),
    }  # fmt: skip
    with opened(tmp_path, via, sheets, []) as graph:
        assert asked(graph, "networks/both_at_once") == [
            ((who.title(), who, "The Board", "Taskforce", *found, None, None), f"{who}-board {who}-force")
            for who, found in days.items()
        ]
        assert asked(graph, "brokerage/spanners") == [
            (
                (who.title(), who, "both", sure, 1 - sure, ["Taskforce", "The Board"], [], [], []),
                f"{who}-board {who}-force",
            )
            for who, sure in ((who, int(found[0] == "certain")) for who, found in days.items())
        ]
        assert [row[1] for row, _ in asked(graph, "networks/both_at_once", only_certain=True)] == [
            "ana",
            "ben",
            "cat",
            "dan",
            "eve",
            "fay",
        ]


def test_what_is_stated_to_come_after_comes_from_elsewhere_without_any_date(tmp_path: Path, via: Connection) -> None:
    """Each row cites the other network's event that it rests on: by its day, or by what is stated, through e4 too."""
    sheets: dict[str, Rows] = {
        "Actors": SURVEY["Actors"],
        "Networks": NETWORKS["Networks"],
        "EvidenceSources": [{"id": id, "name": id.upper()} for id in ("u", "v", "w")],
        "Sources": SURVEY["Sources"],
    }
    events = [
        event("e1", None, [], None, drew_on=["u"], held_in=["board"]),
        event("e2", None, [], None, drew_on=["u"], held_in=["force"], after=["e4"]),
        event("e3", "2012", [], None, drew_on=["u"], held_in=["force"], after=["e1"]),
        event("e4", None, [], None, after=["e1"]),
        event("e5", "2010-01-01", [], None, drew_on=["v"], held_in=["board"]),
        event("e6", "2010-02-01", [], None, drew_on=["v"], held_in=["force"]),
        event("e7", "2010-03-01", [], None, drew_on=["v"], held_in=["force"]),
        event("e8", None, [], None, drew_on=["w"], held_in=["board"]),
        event("e9", None, [], None, drew_on=["w"], held_in=["force"], after=[{"after": "e8", "denied_by": ["a-e9"]}]),
    ]
    board, force = ("The Board", "board", "stable", [], []), ("Taskforce", "force", "fluid", [], [])
    none: tuple[Any, ...] = (0, [], [], [])
    with opened(tmp_path, via, sheets, events) as graph:
        assert asked(graph, "brokerage/boundary_objects") == [
            (("EvidenceSource", "U", "u", *force, 2, ["drew on"], "2012", "e3", "no", *none), "e1 e2 e3 e4"),
            (("EvidenceSource", "U", "u", *board, 1, ["drew on"], None, "e1", "certain", *none), "e1 e2 e3 e4"),
            (("EvidenceSource", "V", "v", *board, 1, ["drew on"], "2010-01-01", "e5", "certain", *none), "e5 e6"),
            (("EvidenceSource", "V", "v", *force, 2, ["drew on"], "2010-02-01", "e6", "no", *none), "e5 e6 e7"),
            (("EvidenceSource", "W", "w", *force, 1, ["drew on"], None, "e9", "possible", *none), "e9"),
            (("EvidenceSource", "W", "w", *board, 1, ["drew on"], None, "e8", "possible", *none), "e8"),
        ]


def lawyers() -> tuple[dict[str, Rows], list[str], Any]:
    """Whom the lawyers of one firm (Lazega 2001) go to for advice, by office; as a matrix, too."""
    with (LAWYERS / "law_advice_nodes.csv").open() as file:
        people = list(csv.DictReader(file))
    with (LAWYERS / "law_advice_edges.csv").open() as file:
        edges = [(int(row["source"]), int(row["target"])) for row in csv.DictReader(file)]
    sheets: dict[str, Rows] = {
        "Actors": [{"id": row["id"], "name": f"Lawyer {row['id']}"} for row in people],
        "Organisations": [{"id": f"office-{n}", "name": f"Office {n}"} for n in "123"],
        "WorksFor": [post(row["id"], f"office-{row['office']}") for row in people],
        "Named": [named(str(a), str(b), max_choices="") for a, b in edges],
        "Sources": SURVEY["Sources"],
    }
    made = np.zeros((len(people), len(people)), dtype=int)
    for a, b in edges:
        made[a - 1, b - 1] = 1
    return sheets, [row["office"] for row in people], made


@pytest.mark.skipif(not LAWYERS.exists(), reason="the advice among lawyers is not beside this checkout")
def test_brokers_among_lawyers_are_those_that_sna_finds(tmp_path: Path, via: Connection) -> None:
    """R's sna, brokerage(advice, office): all the roles' sums, and the first three people."""
    sheets, offices, made = lawyers()
    with opened(tmp_path, via, sheets, []) as graph:
        rows = {int(row[3]): row[5:11] for row in graph.run("brokerage/roles")}
        assert [sum(row[at] for row in rows.values()) for at in range(6)] == [3446, 175, 1413, 1213, 125, 6372]
        assert [rows[n] for n in (1, 2, 3)] == [(24, 0, 0, 4, 0, 28), (45, 1, 13, 20, 1, 80), (7, 2, 6, 8, 0, 23)]
        ties = np.triu(made | made.T, 1) > 0
        within = np.equal.outer(offices, offices)
        external, internal = int((ties & ~within).sum()), int((ties & within).sum())
        (whole,) = graph.run("brokerage/ei_index", level="all").rows
        assert whole[6:9] == (external, internal, (external - internal) / (external + internal))
        degrees = {int(row[3]): (row[4], row[8]) for row in graph.run("brokerage/degree")}
        assert {n: degree[0] for n, degree in degrees.items()} == {n: int(made[:, n - 1].sum()) for n in degrees}
        assert {n: degree[1] or 0 for n, degree in degrees.items()} == {n: int(made[n - 1].sum()) for n in degrees}
