"""What the packs about the quality of coding answer, worked out by hand on a study with everything wrong with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from kgraph.connection import Connection
from tests.studies import Rows, write_study
from tests.test_packs_compare import answered, event

TEXT = "I brought it to the board. They laughed. Later they took it up.\r\n"
"""63 characters and the end of the line."""

SHEETS: dict[str, Rows] = {
    "Sites": [{"id": "t", "name": "Town"}, {"id": "v", "name": "Village"}, {"id": "w", "name": "Waste"}],
    "Actors": [{"id": who, "name": who.capitalize(), "kind": "person"} for who in ("ana", "ben", "cat", "dan", "eve")],
    "Organisations": [{"id": "council", "name": "Council"}, {"id": "trust", "name": "Trust"}],
    "Networks": [
        {"id": "board", "name": "Board", "kind": "stable", "begins": "2010-01-01"},
        {"id": "force", "name": "Taskforce", "kind": "fluid", "begins": "2011", "ends": "2011-12"},
        {"id": "idle", "name": "Idle group", "kind": "fluid"},
    ],
    "Ideas": [{"id": "x", "name": "Open data"}, {"id": "y", "name": "Falls clinic"}],
    "Barriers": [{"id": "b1", "name": "Money"}, {"id": "b2", "name": "Time"}],
    "Sources": [
        {"id": "i1", "kind": "interview", "title": "Interview 1", "date": "2015", "given_by": "ana", "text": "i1.txt"},
        {"id": "i2", "kind": "interview", "title": "Interview 2", "date": "2015"},
        {"id": "m", "kind": "minutes", "title": "Minutes", "date": "2012"},
        {"id": "q", "kind": "survey", "title": "Survey", "date": "2015-03"},
    ],
    "InSite": [
        {"subject": "board", "site": "t", "source": "m", "locator": "board@t"},
        {"subject": "force", "site": "t", "source": "m", "locator": "force@t", "stance": "denies"},
    ],
    "WorksFor": [
        {"actor": "ana", "organisation": "council", "source": "m", "locator": "ana-council"},
        {"actor": "ben", "organisation": "trust", "source": "m", "locator": "ben-trust", "stance": "denies"},
    ],
    "MemberOf": [
        {
            "actor": "cat", "network": "force", "begins": "2010-03", "ends": "2012-02", "source": "i1",
            "locator": "cat-force",
        },
        {"actor": "ana", "network": "force", "begins": "2009?", "ends": "2012?", "source": "m", "locator": "ana-force"},
        {
            "actor": "ben", "network": "force", "begins": "2000", "source": "m", "locator": "ben-force",
            "stance": "denies",
        },
    ],
    "SetUpBy": [{"network": "idle", "set_up_by": "board", "source": "m", "locator": "idle-board"}],
    "BuildsOn": [{"item": "y", "builds_on": "x", "source": "m", "locator": "y-x"}],
    "Named": [
        {
            "actor": "ana", "named": named, "wave": "1", "question": "advice", "max_choices": 1, "source": "q",
            "locator": named,
        }
        for named in ("ben", "cat")
    ],
    "Answered": [{"actor": "ana", "source": "q", "wave": "1"}],
    "AskedAbout": [
        {"source": source, "about": about}
        for source, about in (("i1", "x"), ("i1", "y"), ("i1", "force"), ("i1", "idle"), ("i2", "board"))
    ],
}  # fmt: skip


def said(id: str, quote: str = "", start: int | None = None) -> dict[str, Any]:
    """What Ana said of an event in her interview, where it stands in the text."""
    account: dict[str, Any] = {"id": f"a-{id}", "source": "i1", "coder": "A", "quote": quote}
    if start is not None:
        account |= {"start": start, "end": start + len(quote)}
    return {"accounts": [account]}


AT = {"held_in": ["board"], "participants": ["ben"], "concerns": ["x"]}
EVENTS = [
    event(
        "d1", "share", "i1", "2010-02-01", held_in=["board"], participants=["ana"], concerns=["x"], met=["b1"],
        **said("d1", "I brought it to the board.", 0),
    ),
    event(
        "d2", "adopt", "i1", "2011-06-15", held_in=["board"], participants=["ana"], concerns=["x"], after=["u1"],
        **said("d2", "to the board. They laughed.", 13),
    ),
    event(
        "u1", "share", "i1", held_in=["board"], participants=["ana"], concerns=["x"], after=["d1"],
        **said("u1", "took it up"),
    ),
    event("u2", "other", "i1", "2011/..", **said("u2", "Later", 41)),
    event("u3", "share", "m", "2010-05?", **AT),
    event("u4", "share", "m", "2011", **AT),
    event(
        "u5", "share", "m", "2010-03/2011-03?", held_in=["force"],
        participants=[{"actor": "dan", "denied_by": ["a-u5"]}], concerns=[{"item": "y", "denied_by": ["a-u5"]}],
    ),
    event(
        "early", "share", "m", "2010-06-01", held_in=["force"], site=["v"], participants=["ana", "ben"],
        produced=["x"],
    ),
    event("twin", "share", "m", "2010-06-01", held_in=["board"], participants=["ana", "cat"], drew_on=["x"]),
    event("late", "share", "m", "2013-05-01", held_in=["force"], site=["v"], participants=["cat"], concerns=["x"]),
    event("plan", "share", "m", "2013-05-01?", held_in=["board"], participants=["eve"], concerns=["x"],
          accounts=[{"id": "no-plan", "source": "m", "stance": "denies"}]),
]  # fmt: skip


def about(folder: Path, via: Connection, *asked: tuple[str, dict[str, Any]], **more: Any) -> Any:
    (folder / "i1.txt").write_bytes(TEXT.encode())
    return answered(write_study(folder, SHEETS, EVENTS), via, *asked, **more)


def test_dates_that_leave_the_order_open_are_listed_with_what_pins_them(tmp_path: Path, via: Connection) -> None:
    found, wide, of_x = about(
        tmp_path, via, ("quality/undated", {}), ("quality/undated", {"days": 397}), ("quality/undated", {"item": "x"})
    )
    assert found == [
        (
            (
                "2010-03/2011-03?", "u5", "share", "u5", ["uncertain", "wide"], 396, [], 0, [], [], None, None,
                ["Taskforce"],
            ),
            "a-u5",
        ),
        (
            ("2010-05?", "u3", "share", "u3", ["uncertain"], 31, ["Open data"], 1, [], [], None, None, ["Board"]),
            "a-early a-u3",
        ),
        (("2011/..", "u2", "other", "u2", ["open_end"], None, [], 0, [], [], None, None, []), "a-u2"),
        (("2011", "u4", "share", "u4", ["wide"], 365, ["Open data"], 0, [], [], None, None, ["Board"]), "a-u4"),
        (
            (
                None, "u1", "share", "u1", ["no_date"], None, ["Open data"], 4, ["d1"], ["d2"], date(2010, 2, 1),
                date(2011, 6, 15), ["Board"],
            ),
            "a-d2 a-early a-twin a-u1",
        ),
    ]  # fmt: skip
    assert [(row[1], row[4]) for row, _ in wide] == [
        ("u5", ["uncertain"]), ("u3", ["uncertain"]), ("u2", ["open_end"]), ("u1", ["no_date"]),
    ]  # fmt: skip
    assert of_x == [found[1], found[3], found[4]]


def test_what_an_event_lacks_is_missing_when_it_is_only_denied(tmp_path: Path, via: Connection) -> None:
    found, nobody = about(tmp_path, via, ("quality/unplaced", {}), ("quality/unplaced", {"lacking": "participants"}))
    everything = ["item", "network", "participants", "site"]
    assert found == [
        (
            (
                "2010-03/2011-03?", "u5", "share", "u5", ["item", "participants", "site"],
                ["item", "participants", "site"], ["Minutes"],
            ),
            "a-u5 force@t",
        ),
        (("2011/..", "u2", "other", "u2", everything, [], ["Interview 1"]), "a-u2"),
    ]  # fmt: skip
    assert nobody == found


def test_characters_in_several_quotes_are_counted_once_and_silence_is_told(tmp_path: Path, via: Connection) -> None:
    found, minutes = about(tmp_path, via, ("quality/coverage", {}), ("quality/coverage", {"source": "Minutes"}))
    questions = "i1?force i1?idle i1?x i1?y"
    told = "a-early a-late a-twin a-u3 a-u4 a-u5 ana-council ana-force ben-force ben-trust board@t force@t idle-board"
    assert found == [
        (
            (
                "Interview 1", "i1", "interview", "2015", 5, 4, 1, ["A"], 4, 3, 45, 64, 0.703, 4,
                ["Falls clinic", "Idle group"],
            ),
            f"a-d1 a-d2 a-u1 a-u2 cat-force {questions}",
        ),
        (("Interview 2", "i2", "interview", "2015", 0, 0, 0, [], 0, 0, 0, None, None, 1, ["Board"]), "i2?board"),
        (("Minutes", "m", "minutes", "2012", 15, 7, 8, [], 0, 0, 0, None, None, 0, []), f"{told} no-plan y-x"),
        (("Survey", "q", "survey", "2015-03", 2, 0, 2, [], 0, 0, 0, None, None, 0, []), "ben cat"),
    ]  # fmt: skip
    assert minutes == [found[2]]


def test_what_nothing_refers_to_is_listed_with_what_refers_to_it_all_the_same(tmp_path: Path, via: Connection) -> None:
    found, items = about(tmp_path, via, ("quality/orphans", {}), ("quality/orphans", {"label": "KnowledgeItem"}))
    actor = "event, membership, post, source or survey"
    assert found == [
        (("Actor", "Dan", "dan", actor, [], ["TOOK_PART"]), "a-u5"),
        (("Actor", "Eve", "eve", actor, [], ["TOOK_PART"]), ""),
        (("Barrier", "Time", "b2", "event that met or overcame it", [], []), ""),
        (("Idea", "Falls clinic", "y", "event", ["ASKED_ABOUT", "BUILDS_ON"], ["CONCERNS"]), "a-u5 i1?y y-x"),
        (("Network", "Idle group", "idle", "event or member", ["ASKED_ABOUT", "SET_UP_BY"], []), "i1?idle idle-board"),
        (("Organisation", "Trust", "trust", "anybody who works for it", [], ["WORKS_FOR"]), "ben-trust"),
        (("Site", "Waste", "w", "anything in it", [], []), ""),
        (("Source", "Interview 2", "i2", "account of an event or a claim", ["ASKED_ABOUT"], []), "i2?board"),
    ]
    assert items == [found[3]]


def test_what_can_hardly_be_true_together_is_two_facts_and_their_accounts(tmp_path: Path, via: Connection) -> None:
    wrong_way_round = (
        "MATCH (n:Network {id: 'idle'}) SET n.begins = '2012', n.begins_earliest = date('2012-01-01'), "
        "n.ends = '2011', n.ends_latest = date('2011-12-31')"
    )
    asked: tuple[Any, ...] = (("quality/implausible", {}), ("quality/implausible", {"what": "said_before"}))
    found, before = about(tmp_path, via, *asked, by_hand=wrong_way_round)
    assert found == [
        (("ends_before_begins", "idle", "idle", "Idle group begins 2012", "Idle group ends 2011"), ""),
        (("held_after_network", "late", "force", "late, 2013-05-01", "Taskforce ends 2011-12"), "a-late"),
        (("held_before_network", "early", "force", "early, 2010-06-01", "Taskforce begins 2011"), "a-early"),
        (("member_after_network", "cat", "force", "Cat belongs until 2012-02", "Taskforce ends 2011-12"), "cat-force"),
        (("member_before_network", "cat", "force", "Cat belongs since 2010-03", "Taskforce begins 2011"), "cat-force"),
        (("said_before", "late", "a-late", "late, 2013-05-01", "Minutes, 2012"), "a-late"),
        (("too_many_named", "ana", "advice", "Ana named 2", "at most 1 in advice, wave 1"), "ben cat"),
        (
            ("two_places", "early", "twin", "Ana: early, 2010-06-01", "Ana: twin, 2010-06-01"),
            "a-early a-twin board@t",
        ),
    ]  # fmt: skip
    assert before == [found[5]]
