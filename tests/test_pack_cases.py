"""What packs answer where it is easy to count wrongly: each on the smallest study that shows it, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kgraph.connection import Connection
from kgraph.graph import Graph
from kgraph.load import load
from tests.studies import Rows, write_study

PEOPLE: dict[str, Rows] = {
    "Actors": [{"id": "ana", "name": "Ana Lee"}, {"id": "ben", "name": "Ben Ola"}, {"id": "cat", "name": "Cat Roe"}],
    "Networks": [{"id": "board", "name": "The Board", "kind": "stable"}],
    "Ideas": [{"id": "x", "name": "Open data"}],
    "Sources": [{"id": "s", "kind": "minutes", "title": "Minutes", "date": "2020"}],
}


def event(id: str, date: str | None, who: Sequence[Any], about: str | None = "x", **more: Any) -> dict[str, Any]:
    """An event that one account, a-ID, tells of."""
    told = {"id": f"a-{id}", "source": "s", "locator": id}
    concerns = {"concerns": [about]} if about else {}
    found = {
        "id": id,
        "move": "share",
        "summary": id,
        "participants": list(who),
        "accounts": [told],
        **concerns,
        **more,
    }
    return {**found, "date": date} if date else found


def answered(
    folder: Path, via: Connection, pack: str, events: Sequence[dict[str, Any]], sheets: dict[str, Rows] | None = None,
    **given: Any,
) -> list[tuple[tuple[Any, ...], str]]:  # fmt: skip
    """The rows that a pack answers about a study, each with the accounts behind it."""
    study = write_study(folder, {**PEOPLE, **(sheets or {})}, events)
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        answer = graph.run(pack, **given)
    assert answer.evidence_ids is not None
    return [(row, " ".join(ids)) for row, ids in zip(answer.rows, answer.evidence_ids, strict=True)]


def test_an_origin_leads_to_one_event_however_many_carried_it_there(tmp_path: Path, via: Connection) -> None:
    events = [event("e1", "2010-01-01", ["ana", "ben"]), event("e2", "2010-02-01", ["ana", "ben"])]
    (row, _), *more = answered(tmp_path, via, "trace/origin", events, idea="x")
    assert (row[1], row[-2:], more) == ("e1", (1, 0), [])


def test_whoever_changes_role_has_neither_joined_nor_left(tmp_path: Path, via: Connection) -> None:
    told = {"network": "board", "source": "s"}
    spells: Rows = [
        {"actor": "ana", "role": "chair", "begins": "2010-01-01", "ends": "2011-01-01", "locator": "1", **told},
        {"actor": "ana", "role": "member", "begins": "2011-01-01", "locator": "2", **told},
        {"actor": "ben", "begins": "2012-05", "locator": "3", **told},
    ]
    networks: Rows = [
        {"id": "board", "name": "The Board", "kind": "stable", "begins": "2010-01-01"},
        {"id": "force", "name": "Taskforce", "kind": "fluid"},
    ]
    one = event("e1", "2010", ["cat"], held_in=["force"])
    found = answered(tmp_path, via, "networks/turnover", [one], {"Networks": networks, "MemberOf": spells})
    assert [row for row, _ in found] == [
        ("Taskforce", "force", "fluid", None, None, 1, 1, 1, 0, 0, 0, None, None),
        ("The Board", "board", "stable", "2010-01-01", None, 852, 0, None, 2, 1, 0, 0.43, 0.0),
    ]


def test_what_came_by_a_thing_is_not_taken_for_a_person_of_the_same_id(tmp_path: Path, via: Connection) -> None:
    sheets: dict[str, Rows] = {
        "Actors": [*PEOPLE["Actors"], {"id": "tool", "name": "Tooley"}],
        "Routines": [{"id": "tool", "name": "The tool"}],
    }
    events = [
        event("e1", "2010-01-01", ["ana"], None, produced=["tool"]),
        event("e2", "2010-02-01", ["tool", "ben"], None, drew_on=["tool"]),
        event("e3", "2010-03-01", ["ben", "cat"], "tool"),
    ]
    assert answered(tmp_path, via, "trace/reach", events, sheets, idea="The tool", start="Tooley") == [
        (("Ben Ola", "ben", "person", "2010-02-01", "e2", [], 2), "a-e2"),
        (("Tooley", "tool", "person", "2010-02-01", "e2", [], 1), "a-e2"),
        (("Cat Roe", "cat", "person", "2010-03-01", "e3", [], 1), "a-e2 a-e3"),
    ]


def test_a_participation_that_is_only_denied_starts_nothing(tmp_path: Path, via: Connection) -> None:
    denied = {"actor": "ana", "denied_by": ["a-e1"]}
    events = [event("e1", "2010-01-01", [denied, "ben"]), event("e2", "2010-02-01", ["ben"])]
    assert answered(tmp_path, via, "trace/reach", events, idea="x", start="ana") == []


def test_whom_an_idea_reached_under_a_newer_name_is_reached_from_anywhere_too(tmp_path: Path, via: Connection) -> None:
    sheets: dict[str, Rows] = {
        "Ideas": [*PEOPLE["Ideas"], {"id": "y", "name": "Falls clinic"}],
        "BuildsOn": [{"item": "y", "builds_on": "x", "source": "s", "locator": "9"}],
    }
    events = [event("e1", "2010-01-01", ["ana"]), event("e2", "2010-02-01", ["ana", "ben"], "y")]
    found = answered(tmp_path, via, "trace/reach", events, sheets, idea="x")
    assert [row for row, _ in found] == [
        ("Ana Lee", "ana", "person", "2010-01-01", "e1", [], 2),
        ("Ben Ola", "ben", "person", "2010-02-01", "e2", [], 1),
    ]
    (origin, _), *more = answered(tmp_path, via, "trace/origin", events, sheets, idea="y")
    assert (origin[1], origin[-3:], more) == ("e2", (["Open data"], 0, 0), [])


def test_a_step_rests_on_what_says_where_its_events_were_held(tmp_path: Path, via: Connection) -> None:
    second = {"id": "h-e2", "source": "s", "locator": "where"}
    later = event("e2", "2010-02-01", [{"actor": "ana", "accounts": ["a-e2"]}], None)
    later["concerns"] = [{"item": "x", "accounts": ["a-e2"]}]
    later["held_in"] = [{"network": "board", "accounts": ["h-e2"]}]
    later["accounts"].append(second)
    events = [event("e1", "2010-01-01", ["ana"]), later]
    for pack, given in (("trace/route", {}), ("trace/between", {"start": "e1", "goal": "e2"})):
        ((_, accounts),) = answered(tmp_path, via, pack, events, idea="x", **given)
        assert (pack, accounts) == (pack, "a-e1 a-e2 h-e2")


def test_the_last_event_of_a_day_is_the_one_that_nothing_comes_after(tmp_path: Path, via: Connection) -> None:
    networks: Rows = [{"id": "one", "name": "Board", "kind": "stable"}, {"id": "two", "name": "Board", "kind": "fluid"}]
    events = [
        event("k2", "2010-05-05", ["ana"], held_in=["one"], move="drop"),
        event("k1", "2010-05-05", ["ben"], held_in=["two"], move="adopt", after=["k2"]),
    ]
    assert answered(tmp_path, via, "trace/stalled", events, {"Networks": networks}) == [
        (("Open data", "x", "Idea", ["never carried on"], 2, ["Board"], "2010-05-05", "k1", "adopt", []), "a-k1 a-k2")
    ]


def test_two_denied_spells_of_one_membership_are_two_rows(tmp_path: Path, via: Connection) -> None:
    told = {"actor": "ana", "network": "board", "source": "s", "stance": "denies"}
    spells: Rows = [{**told, "begins": "2010", "locator": "1"}, {**told, "begins": "2012", "locator": "2"}]
    found = answered(tmp_path, via, "accounts/only_denied", [event("e1", "2010", ["ana"])], {"MemberOf": spells})
    assert [row for row, _ in found] == [
        ("MEMBER_OF", "Ana Lee – The Board", "ana", "board", year, year, ["Minutes"]) for year in ("2010", "2012")
    ]


def test_a_doubted_date_counts_for_nothing_in_how_long_a_network_lasted(tmp_path: Path, via: Connection) -> None:
    events = [
        event("e1", "2010-01-01", ["ana"], held_in=["board"]),
        event("e2", "2010-01-10", ["ana"], held_in=["board"]),
        event("e3", "2012-06?", ["ana"], held_in=["board"]),
    ]
    assert answered(tmp_path, via, "networks/turnover", events) == [
        (("The Board", "board", "stable", None, None, 10, 3, 10, 0, 0, 0, None, None), "a-e1 a-e2 a-e3"),
    ]


def test_evidence_is_not_taken_up_by_a_step_that_comes_from_elsewhere(tmp_path: Path, via: Connection) -> None:
    sheets: dict[str, Rows] = {"EvidenceSources": [{"id": "count", "name": "The count", "kind": "routine_data"}]}
    events = [
        event("e1", "2010-01-01", ["ana"], None, drew_on=["count"], produced=["x"], move="combine"),
        event("e2", "2010-02-01", ["ben"]),
        event("e3", "2010-03-01", ["ana", "ben"], move="adopt"),
    ]
    ((row, told),) = answered(tmp_path, via, "knowledge/evidence_used", events, sheets)
    assert row[:6] == ("routine_data", "The count", "count", [], "2010-01-01", "e1")
    assert row[6:] == ("combine", [], ["Open data"], None, [], ["e3"], [])
    assert told == "a-e1 a-e3"


PROGRAMMES: dict[str, Rows] = {
    "Programmes": [{"id": "p", "name": "Plan P"}, {"id": "q", "name": "Plan Q"}],
    "Barriers": [{"id": "b", "name": "Cost"}],
    "ConflictsWith": [{"item": "p", "conflicts_with": "q", "source": "s", "locator": "pq"}],
}
ORDERED = ("harmonising/conflicts", "accounts/barriers", "discourse/stances")


def side(position: str, **more: Any) -> dict[str, Any]:
    """Where Ana stood on Plan P."""
    return {"actor": "ana", "item": "p", "position": position, **more}


def settled(after: str) -> dict[str, Any]:
    """An undated event that settled it, of which one account tells all and another only what it came after."""
    own = {"accounts": ["a-e2"]}
    claims = {
        "concerns": [{"item": "p", **own}, {"item": "q", **own}],
        "overcame": [{"barrier": "b", **own}],
        "positions": [side("supports", **own)],
        "after": [{"after": after, "accounts": ["b-e2"]}],
    }
    said = [{"id": "a-e2", "source": "s", "locator": "e2"}, {"id": "b-e2", "source": "s", "locator": "order"}]
    return event("e2", None, [], None, move="harmonise", accounts=said, **claims)


def in_order(folder: Path, via: Connection, events: Sequence[dict[str, Any]]) -> list[tuple[tuple[Any, ...], str]]:
    """What the packs that need to know which was first answer of two programmes, one barrier and one change of mind."""
    study = write_study(folder, {**PEOPLE, **PROGRAMMES}, events)
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        at = dict(graph.query("MATCH (a:Account) RETURN a.id, a.locator").rows)
        return [
            (row, " ".join(sorted(at[id] for id in ids)))
            for answer in map(graph.run, ORDERED)
            for row, ids in zip(answer.rows, answer.evidence_ids or (), strict=True)
        ]


def test_an_undated_event_is_later_than_all_that_was_over_before_what_it_came_after(
    tmp_path: Path, via: Connection
) -> None:
    events = [
        event("e1", "2010-01-10", [], None, move="contest", concerns=["p", "q"], met=["b"],
              positions=[side("opposes")]),
        event("m", "2010-06-01", []),
        settled(after="m"),
    ]  # fmt: skip
    day = date(2010, 1, 10)
    assert in_order(tmp_path, via, events) == [
        (("Plan P", "p", "Programme", "Plan Q", "q", "Programme", ["Minutes"], [], "harmonised", 2, None, None, [],
          ["contest", "harmonise"], ["e2"], []), "e1 e2 order pq"),
        (("Cost", "b", "overcome", day, day, ["e1"], [], [], None, None, ["e2"], [], [], ["harmonise"], 142, None),
         "e1 e2 order"),
        (("Ana Lee", "ana", "Plan P", "p", "opposes", "2010-01-10", "e1", "supports", None, "e2",
          "certain", False, 142, None, []),
         "e1 e2 order"),
    ]  # fmt: skip


def test_who_says_which_was_first_is_among_the_evidence_of_what_came_of_it(tmp_path: Path, via: Connection) -> None:
    events = [
        event("e1", None, [], None, move="contest", concerns=["p", "q"], met=["b"],
              positions=[side("opposes")]),
        settled(after="e1"),
    ]  # fmt: skip
    assert in_order(tmp_path, via, events) == [
        (("Plan P", "p", "Programme", "Plan Q", "q", "Programme", ["Minutes"], [], "harmonised", 2, None, None, [],
          ["contest", "harmonise"], ["e2"], []), "e1 e2 order pq"),
        (("Cost", "b", "overcome", None, None, ["e1"], [], [], None, None, ["e2"], [], [], ["harmonise"], 0, None),
         "e1 e2 order"),
        (("Ana Lee", "ana", "Plan P", "p", "opposes", None, "e1", "supports", None, "e2",
          "certain", False, None, None, []),
         "e1 e2 order"),
    ]  # fmt: skip
