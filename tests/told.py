"""A study for the tests of narratives: one idea told with everything an account can have, and what is denied of it."""

from __future__ import annotations

from typing import Any

from tests.studies import Rows

SHEETS: dict[str, Rows] = {
    "Sites": [{"id": "town", "name": "Town"}],
    "Actors": [
        {"id": "ana", "name": "Ana Lee", "description": "Analyst"},
        {"id": "ben", "name": "Ben Ola"},
        {"id": "cat", "name": "Cat Roe"},
        {"id": "res", "name": "Residents", "kind": "group", "size": 40},
    ],
    "Organisations": [{"id": "council", "name": "The Council"}],
    "Networks": [
        {"id": "board", "name": "The Board", "kind": "stable", "begins": "2009", "purpose": "Steers the work"},
        {"id": "force", "name": "Taskforce", "kind": "fluid", "begins": "2010-06", "ends": "2010-12"},
    ],
    "Ideas": [
        {"id": "old", "name": "Paper lists"},
        {"id": "x", "name": "Open data", "description": "Data for all"},
        {"id": "y", "name": "Falls clinic"},
    ],
    "EvidenceSources": [{"id": "rep", "name": "The report", "kind": "research"}],
    "Barriers": [{"id": "cost", "name": "Cost"}, {"id": "law", "name": "Law"}],
    "Sources": [
        {"id": "s1", "kind": "interview", "title": "Interview 1", "date": "2012", "access": "open", "given_by": "ana"},
        {"id": "s2", "kind": "minutes", "title": "Minutes of July 2010", "date": "2010-07", "access": "safeguarded"},
        {"id": "s3", "kind": "interview", "title": "Interview 2", "date": "2012-03", "access": "controlled",
         "given_by": "ben"},
        {"id": "s4", "kind": "interview", "title": "Interview 3", "date": "2012-04", "access": "open",
         "given_by": "cat"},
    ],
    "AskedAbout": [{"source": "s1", "about": "x"}, {"source": "s4", "about": "x"}],
    "BuildsOn": [
        {"item": "x", "builds_on": "old", "kind": "renames", "event": "e1", "source": "s1", "locator": "turn 1",
         "quote": "We stopped calling them lists"},
        {"item": "y", "builds_on": "x", "kind": "builds_on", "source": "s2", "locator": "p. 9"},
    ],
    "MemberOf": [
        {"actor": "ana", "network": "board", "role": "chair", "begins": "2009", "ends": "2011-02/..", "source": "s2",
         "locator": "p. 1"},
        {"actor": "cat", "network": "force", "begins": "2010-06/2010-07", "source": "s1", "locator": "turn 8",
         "stance": "denies"},
    ],
    "WorksFor": [
        {"actor": "ana", "organisation": "council", "role": "analyst", "grade": "7", "begins": "2008", "source": "s1",
         "locator": "turn 9", "quote": "I have been there since 2008"},
    ],
    "SetUpBy": [{"network": "force", "set_up_by": "board", "source": "s2", "locator": "p. 2"}],
}  # fmt: skip

EVENTS: list[dict[str, Any]] = [
    {
        "id": "e0", "move": "share", "summary": "Ana and Ben sort the paper lists", "date": "2009-12",
        "held_in": ["board"], "participants": ["ana", "ben"], "concerns": ["old"],
        "accounts": [{"id": "a0", "source": "s1", "locator": "turn 1"}],
    },
    {
        "id": "e1", "move": "share", "summary": "Ana brings it to the Board", "date": "2010-01-10",
        "held_in": ["board"], "site": ["town"], "participants": [{"actor": "ana", "role": "initiator"}, "ben"],
        "concerns": ["x"], "positions": [{"actor": "ben", "item": "x", "position": "opposes"}],
        "accounts": [
            {"id": "a1", "source": "s1", "locator": "turn 2", "quote": "I brought it to them", "coder": "kim"},
        ],
    },
    {
        "id": "e2", "move": "adapt", "summary": "The Taskforce takes it up", "date": "2010-07", "held_in": ["force"],
        "participants": ["ana", {"actor": "ben", "accounts": ["a2"]},
                         {"actor": "cat", "accounts": ["a2"], "denied_by": ["a3"]}, "res"],
        "concerns": ["x"], "drew_on": ["rep"], "produced": ["y"], "passed_to": ["board"], "met": ["cost", "law"],
        "conversion": "combination",
        "accounts": [
            {"id": "a2", "source": "s1", "locator": "turn 5", "quote": "We made it ours.\nAll of us.", "coder": "kim"},
            {"id": "a3", "source": "s2", "locator": "p. 2", "paraphrase": "The lists are taken up", "coder": "lou",
             "certainty": "low"},
            {"id": "a2n", "source": "s3", "locator": "turn 3", "quote": "That never happened", "stance": "denies"},
        ],
    },
    {
        "id": "e3", "move": "convene", "summary": "Ana writes to the residents", "date": "2010-07-20",
        "participants": ["ana"], "concerns": ["x"], "accounts": [{"id": "a4", "source": "s1", "locator": "turn 6"}],
    },
    {
        "id": "e4", "move": "adopt", "summary": "The Board decides", "date": "2011-02-01", "held_in": ["board"],
        "participants": [{"actor": "ana", "role": "chair"}, "ben"], "concerns": ["x"], "drew_on": ["y"],
        "met": ["cost"], "overcame": ["cost"], "outcome": "a register for all",
        "positions": [{"actor": "ben", "item": "x", "position": "supports"},
                      {"actor": "ana", "item": "x", "position": "supports"}],
        "accounts": [{"id": "a5", "source": "s3", "locator": "turn 4", "quote": "In the end I was for it"}],
    },
    {
        "id": "e5", "move": "other", "summary": "Somebody speaks of it abroad", "date": "2011?", "concerns": ["x"],
        "participants": ["ben"],
        "accounts": [{"id": "a6", "source": "s1", "locator": "turn 7", "stance": "hearsay", "date_said": "2012-02"}],
    },
    {
        "id": "e6", "move": "share", "summary": "Ana tells the paper", "concerns": ["x"], "participants": ["ana"],
        "accounts": [{"id": "a7", "source": "s1", "locator": "turn 10"}],
    },
    {
        "id": "e7", "move": "block", "summary": "The Council forbids it", "date": "2010-10", "concerns": ["x"],
        "accounts": [{"id": "a8", "source": "s2", "locator": "p. 8", "paraphrase": "Nobody forbade it",
                      "stance": "denies"}],
    },
    {
        "id": "e8", "move": "share", "summary": "Cat speaks at a fair", "date": "2010-11-02",
        "concerns": [{"item": "x", "denied_by": ["a9"]}, "y"], "participants": ["cat"],
        "accounts": [{"id": "a9", "source": "s2", "locator": "p. 7", "paraphrase": "It was on falls alone"}],
    },
]  # fmt: skip

_BAD = "<script>alert(1)</script>"
HOSTILE: dict[str, Rows] = {
    "Actors": [{"id": "ana", "name": f"{_BAD} & [Ana](javascript:alert(1))"}, {"id": "ben", "name": "*Ben* _Ola_ `x`"}],
    "Networks": [{"id": "board", "name": "# Board | $x^2$ #", "kind": "stable", "purpose": "1. First"}],
    "Ideas": [
        {"id": "x", "name": "- Idea # {#id} ~~gone~~ #", "description": "![x](http://example.org/x.png)\u200b\u202e!"},
        {"id": "y", "name": "</blockquote>"},
    ],
    "Barriers": [{"id": "law", "name": "a\\"}],
    "Sources": [{"id": "s", "kind": "document", "title": f"\u202e{_BAD}", "access": "open"}],
    "BuildsOn": [
        {"item": "y", "builds_on": "x", "source": "s", "quote": "> not\n\n# a heading\n\n---", "coder": "*k*"}
    ],
}
HOSTILE_EVENTS: list[dict[str, Any]] = [
    {
        "id": "e 1", "move": "other", "summary": "1. Not a list", "date": "2010", "held_in": ["board"],
        "participants": ["ana", "ben"], "concerns": ["x", "y"], "met": ["law"], "outcome": "=====",
        "accounts": [
            {"id": "a1", "source": "s", "locator": "<b>", "quote": "one\\\n```\ntwo\n+ three", "coder": "*k*"},
            {"id": "a2", "source": "s", "paraphrase": "&lt; is <", "coder": "k"},
        ],
    },
    {
        "id": "e_1", "move": "other", "summary": "+ Not a list", "date": "2011", "participants": ["ben"],
        "concerns": ["x"], "accounts": [{"id": "a3", "source": "s"}],
    },
    {
        "id": 'e"2', "move": "other", "summary": "(i) Not a list", "concerns": ["x"],
        "accounts": [{"id": "a4", "source": "s", "stance": "denies"}],
    },
]  # fmt: skip
