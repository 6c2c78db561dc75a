"""Companions on a small graph by hand: what is only denied is not drawn, and what is told is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kgraph.connection import Connection
from kgraph.graph import Graph
from kgraph.load import load
from kgraph.packs import Shelf
from tests.studies import Rows, write_study
from tests.test_companions import drawing
from tests.test_pack_cases import event


def claim(locator: str, stance: str = "asserts", **said: str) -> dict[str, str]:
    """A row of a sheet of claims, told or denied in the minutes."""
    return {"source": "s", "locator": locator, "stance": stance, **said}


def told_and_denied(key: str, real: dict[str, str], ghost: dict[str, str]) -> Rows:
    """One claim that the minutes tell, and one that they only deny."""
    return [claim(f"{key} 1", **real), claim(f"{key} 2", "denies", **ghost)]


SHEETS: dict[str, Rows] = {
    "Actors": [{"id": id, "name": id.capitalize()} for id in ("ana", "ben", "ghost")],
    "Networks": [
        {"id": "board", "name": "The Board", "kind": "stable", "begins": "2009", "ends": "2014"},
        {"id": "force", "name": "Taskforce", "kind": "fluid", "begins": "2010-01-01", "ends": "2010-03-31"},
        {"id": "shadow", "name": "Shadow board", "kind": "stable", "begins": "2009", "ends": "2014"},
    ],
    "Organisations": [{"id": "trust", "name": "The Trust"}, {"id": "phantom", "name": "Phantom Ltd"}],
    "Sites": [{"id": "north", "name": "North"}, {"id": "nowhere", "name": "Nowhere"}],
    "Barriers": [{"id": "money", "name": "Money"}, {"id": "bogey", "name": "Bogey"}],
    "Ideas": [{"id": id, "name": id.upper()} for id in ("x", "y", "new", "old", "unreal")],
    "EvidenceSources": [{"id": "report", "name": "Report"}],
    "Sources": [
        {"id": "s", "kind": "minutes", "title": "Minutes", "date": "2020"},
        {"id": "poll", "kind": "survey", "title": "Poll", "date": "2010"},
    ],
    "MemberOf": [
        claim("m 1", actor="ana", network="board", begins="2009", ends="2014"),
        claim("m 2", actor="ana", network="force", begins="2010-01-01", ends="2011"),
        *(
            claim(f"m {n}", "denies", actor=actor, network=network, begins="2010", ends="2012")
            for n, (actor, network) in enumerate(
                (("ghost", "board"), ("ghost", "force"), ("ana", "shadow"), ("ben", "shadow"), ("ghost", "shadow")), 3
            )
        ),
    ],
    "WorksFor": [
        *told_and_denied("w", {"actor": "ana", "organisation": "trust"}, {"actor": "ana", "organisation": "phantom"}),
        claim("w 3", actor="ben", organisation="trust"),
        claim("w 4", "denies", actor="ben", organisation="phantom"),
    ],
    "SetUpBy": told_and_denied(
        "u", {"network": "force", "set_up_by": "board"}, {"network": "force", "set_up_by": "phantom"}
    ),
    "ReportsTo": told_and_denied(
        "r", {"network": "force", "reports_to": "trust"}, {"network": "force", "reports_to": "phantom"}
    ),
    "InSite": told_and_denied("i", {"subject": "board", "site": "north"}, {"subject": "board", "site": "nowhere"}),
    "BuildsOn": [
        claim("b 1", item="new", builds_on="x", kind="renames", event="e2"),
        claim("b 2", item="x", builds_on="old", kind="builds_on", event="e1"),
        claim("b 3", "denies", item="unreal", builds_on="x", kind="renames", event="e2"),
        claim("b 4", "denies", item="x", builds_on="unreal", kind="adapts", event="e2"),
    ],
    "Named": [
        {**claim("n 1", actor="ana", named="ben", question="whom", wave="1"), "source": "poll"},
        {**claim("n 2", actor="ben", named="ana", question="whom", wave="1"), "source": "poll"},
        {**claim("n 3", "denies", actor="ana", named="ghost", question="whom", wave="1"), "source": "poll"},
        {**claim("n 4", "denies", actor="ghost", named="ana", question="whom", wave="1"), "source": "poll"},
    ],
    "Answered": [{"actor": "ana", "source": "poll", "wave": "1"}, {"actor": "ben", "source": "poll", "wave": "1"}],
}


def told(id: str, date: str, who: list[Any], networks: list[Any], **more: Any) -> dict[str, Any]:
    """An event of which one account tells, and denies just this: the ghost, and all that is with it."""
    denied = {"denied_by": [f"a-{id}"]}
    ghosts = {
        "participants": {"actor": "ghost"}, "held_in": {"network": "shadow"}, "passed_to": {"network": "shadow"},
        "concerns": {"item": "unreal"}, "drew_on": {"item": "unreal"}, "produced": {"item": "unreal"},
        "met": {"barrier": "bogey"}, "site": {"site": "nowhere"},
    }  # fmt: skip
    made = event(id, date, who, None, **{"held_in": networks, "site": ["north"], **more})
    return {**made, **{key: [*made.get(key, []), {**ghost, **denied}] for key, ghost in ghosts.items()}}


EVENTS = [
    told("e1", "2010-01-10", ["ana"], ["board"], concerns=["x"], drew_on=["report"], passed_to=["force"]),
    told("e2", "2010-02-10", ["ana", "ben"], ["force"], concerns=["x", "new"], drew_on=["report"], move="drop",
         met=["money"]),
    told("e3", "2010-05-10", ["ana", "ben"], ["board"], concerns=["x"], drew_on=["report"], move="adopt"),
    told("e4", "2010-06-10", ["ana"], ["force"], concerns=["x"]),
    told("e5", "2010-06", ["ana"], ["force"], concerns=["x"]),
    told("before", "2009-12-10", ["ben", {"actor": "ana", "denied_by": ["a-before"]}], ["force"], concerns=["x"]),
    told("after", "2010-07-10", ["ben"], ["force", {"network": "board", "denied_by": ["a-after"]}], concerns=["x"]),
    told("aside", "2010-04-10", ["ben"], ["force"], concerns=["y", {"item": "x", "denied_by": ["a-aside"]}],
         drew_on=[{"item": "x", "denied_by": ["a-aside"]}], produced=[{"item": "x", "denied_by": ["a-aside"]}],
         passed_to=["board"], move="adopt"),
    {
        **event("never", "2010-03-10", ["ana", "ben"], "x", held_in=["force"], passed_to=["board"], move="adopt"),
        "accounts": [{"id": "a-never", "source": "s", "locator": "never", "stance": "denies"}],
    },
]  # fmt: skip
GHOSTS = {
    ("Actor", "ghost"), ("Event", "never"), ("Organisation", "phantom"), ("Site", "nowhere"), ("Barrier", "bogey"),
    ("Idea KnowledgeItem", "unreal"),
}  # fmt: skip
NOT_FROM_ANA = {("Event", "before")}
"""An event at which, it is denied, ana was: nothing starts there."""
NOT_AT_THE_BOARD = {("Event", "after")}
OF_ANOTHER_IDEA = {("Event", "aside"), ("Idea KnowledgeItem", "y")}
SHADOW = ("Network StableNetwork", "shadow")
EVERY_NETWORK = {"networks/set_up", "networks/turnover"}
"""Packs with a row, and so a node, for every network, whatever is told of it."""
GIVEN: dict[str, Any] = {"idea": "x", "start": "ana", "goal": "The Board", "actor": "ana", "quiet_since": "2020-01-01"}
MORE = [
    ("trace/adoption", {"unit": "organisation"}), ("trace/adoption", {"unit": "network"}),
    ("brokerage/spanners", {"by": "either", "across": "networks"}), ("brokerage/roles", {"grouping": "site"}),
    ("brokerage/ei_index", {"grouping": "site"}), ("networks/contacts", {"actor": "ben"}),
    ("trace/reach", {"start": None}), ("trace/arrival", {"start": None}),
]  # fmt: skip
"""Other questions than those that GIVEN makes."""


def undrawn(name: str, given: dict[str, Any]) -> set[tuple[str, str]]:
    """What the companion of a pack must not draw, asked so."""
    found = GHOSTS if name in EVERY_NETWORK else {*GHOSTS, SHADOW}
    found = found | OF_ANOTHER_IDEA if "idea" in given else found
    found = found | NOT_FROM_ANA if given.get("start") == "ana" else found
    return found | NOT_AT_THE_BOARD if "goal" in given else found


def questions() -> list[tuple[str, dict[str, Any]]]:
    """Every companion with the values of its pack's parameters that mean something here."""
    shelf = Shelf()
    every = [
        (name, {p.name: GIVEN[p.name] for p in shelf.find(name).params if p.name in GIVEN}) for name in shelf.drawn
    ]
    return [*every, *((name, {**dict(every)[name], **given}) for name, given in MORE)]


def test_what_is_only_denied_is_drawn_by_no_companion(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path, SHEETS, EVENTS)
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        held = {row[0] for row in graph.query("MATCH (n) RETURN n.id AS id ORDER BY id").rows}
        assert {id for _, id in {*GHOSTS, SHADOW}} <= held
        for name, given in questions():
            pack = Shelf().find(name)
            made = drawing(graph, pack, pack.values(given))
            assert made.strangers == [], name
            assert made.relationships, name
            assert {*made.nodes} & undrawn(name, given) == set(), name
            assert [each for each in made.relationships.values() if each.properties.get("accounts") == []] == [], name


@pytest.mark.parametrize("until", [None, "2010-03-01"])
def test_a_route_is_drawn_with_its_carriers_networks_and_idea(
    tmp_path: Path, via: Connection, until: str | None
) -> None:
    study = write_study(tmp_path, SHEETS, EVENTS)
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        pack = Shelf().find("trace/route")
        made = drawing(graph, pack, pack.values({"idea": "X", "until": until}))
    early = "Actor:ana Actor:ben Event:before Event:e1 Event:e2 FluidNetwork:force Idea:new Idea:x Network:board"
    later = "" if until else "Event:after Event:e3 Event:e4 Event:e5"
    assert sorted(f"{labels.split()[0]}:{id}" for labels, id in made.nodes) == sorted(f"{early} {later}".split())
    steps = {(start, end) for type, start, end, _ in made.relationships if type == "LEADS_TO"}
    onward = {("e2", "e3"), ("e3", "e4"), ("e3", "e5"), ("e3", "after")}
    assert steps == {("before", "e2"), ("e1", "e2")} | (onward if until is None else set())
