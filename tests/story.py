"""One small story, written straight into a graph: what every pack answers about it was worked out by hand.

Ana brings open data to the Board (e1) and from there to the Taskforce (e2), which hands it on to the Forum. Ben takes
it on at the Board, where a report comes out that contains it (e3). Cat brings it from the Taskforce to the Forum (e4),
which draws on the report; Dan makes a falls clinic of it (e5). The Board drops the badge (e6). Nobody knows when Ana
spoke of open data again (e7). That the Forum voted (e8) is only denied. Dan denies the Taskforce's meeting (e2), and
minutes deny that Cat was there.
"""

from __future__ import annotations

from typing import Any

from kgraph.dates import parse
from kgraph.engines import Engine, Statement

NODES: dict[str, list[dict[str, Any]]] = {
    "Actor": [
        {"id": "ana", "name": "Ana Lee", "kind": "person"},
        {"id": "ben", "name": "Ben Ola", "kind": "person"},
        {"id": "cat", "name": "Cat Roe", "kind": "person"},
        {"id": "dan", "name": "Dan Iko", "kind": "post"},
    ],
    "Network:StableNetwork": [
        {"id": "board", "name": "The Board", "kind": "stable", "begins": "2009"},
        {"id": "forum", "name": "Forum", "kind": "stable", "begins": "2008", "ends": "2012"},
    ],
    "Network:FluidNetwork": [
        {"id": "force", "name": "Taskforce", "kind": "fluid", "begins": "2010-06-01", "ends": "2010-12-31"},
    ],
    "Idea:KnowledgeItem": [
        {"id": "x", "name": "Open data"}, {"id": "y", "name": "Falls clinic"}, {"id": "z", "name": "The badge"},
    ],
    "EvidenceSource:KnowledgeItem": [{"id": "rep", "name": "The report", "kind": "research"}],
    "Perspective:KnowledgeItem": [{"id": "view", "name": "Patients' view"}],
    "Barrier": [{"id": "cost", "name": "Cost"}],
    "Event": [
        {"id": "e1", "date": "2010-01-10", "move": "share", "summary": "Ana brings it to the Board"},
        {"id": "e2", "date": "2010-07", "move": "adapt", "summary": "The Taskforce takes it up"},
        {"id": "e3", "date": "2010-09-01", "move": "adopt", "summary": "The Board reports"},
        {"id": "e4", "date": "2011-02", "move": "share", "summary": "Cat brings it to the Forum"},
        {"id": "e5", "date": "2011-05-03", "move": "build_on", "summary": "Dan opens a clinic"},
        {"id": "e6", "date": "2010-03-05", "move": "drop", "summary": "The Board drops the badge"},
        {"id": "e7", "move": "share", "summary": "Ana speaks of it again"},
        {"id": "e8", "date": "2011-06", "move": "adopt", "summary": "The Forum votes", "stands": False},
    ],
    "Source": [
        {"id": "s1", "kind": "interview", "title": "Interview 1", "date": "2012", "access": "safeguarded"},
        {"id": "s2", "kind": "minutes", "title": "Minutes", "date": "2011", "access": "open", "url": "https://example.org/m"},
        {"id": "s3", "kind": "interview", "title": "Interview 2", "date": "2012-03", "access": "controlled"},
    ],
}  # fmt: skip
ACCOUNTS = """
    a1 s1 e1 asserts; a1b s2 e1 asserts; a2 s1 e2 asserts; a2n s3 e2 denies; a3 s2 e3 asserts; a4 s1 e4 asserts
    a5 s3 e5 hearsay; a6 s1 e6 asserts; a6b s1 e6 asserts; a7 s1 e7 asserts; a8 s3 e8 denies
    m1 s2 - asserts; m2 s1 - asserts; m3 s1 - asserts; m4 s2 - asserts; m5 s2 - asserts
    b1 s3 - asserts; c1 s2 - asserts; p1 s2 - denies
"""
EVENTS = """
    e1 held board; e1 about x; e1 who ana ben
    e2 held force; e2 about x; e2 drew view; e2 who ana !cat; e2 passed forum
    e3 held board; e3 about x; e3 made rep; e3 who ben
    e4 held forum; e4 about x; e4 drew rep; e4 who cat dan
    e5 held forum; e5 about y; e5 who dan
    e6 held board; e6 about z; e6 who ben; e6 met cost
    e7 about x; e7 who ana
    e8 held forum; e8 about x; e8 who dan
"""
WORDS = {
    "held": "HELD_IN",
    "passed": "PASSED_TO",
    "about": "CONCERNS",
    "drew": "DREW_ON",
    "made": "PRODUCED",
    "met": "MET",
}
CLAIMS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("ana", "MEMBER_OF", "board", {"role": "chair", "begins": "2009-02", "ends": "2012", "accounts": ["m1"]}),
    ("ana", "MEMBER_OF", "force", {"begins": "2010-06-01", "ends": "2010-12-31", "accounts": ["m2"]}),
    ("cat", "MEMBER_OF", "force", {"begins": "2010", "accounts": ["m3"]}),
    ("cat", "MEMBER_OF", "forum", {"begins": "2010-10", "ends": "2011-08", "accounts": ["m4"], "denied_by": ["p1"]}),
    ("dan", "MEMBER_OF", "forum", {"begins": "2011", "accounts": ["m5"]}),
    ("y", "BUILDS_ON", "x", {"kind": "adapts", "event": "e5", "accounts": ["b1"]}),
    ("rep", "CONTAINS", "x", {"accounts": ["c1"]}),
]
PERSON, THING = {"via_kind": "person"}, {"via_kind": "thing"}
LEADS_TO: list[tuple[str, str, dict[str, Any]]] = [
    ("e1", "e2", {**PERSON, "item": "x", "via": "ana", "crosses": "stable_to_fluid", "accounts": ["a1", "a1b", "a2"]}),
    ("e1", "e3", {**PERSON, "item": "x", "via": "ben", "accounts": ["a1", "a1b", "a3"]}),
    ("e2", "e4", {**PERSON, "item": "x", "via": "cat", "crosses": "fluid_to_stable", "accounts": ["a2", "a4"]}),
    ("e3", "e4", {**THING, "item": "x", "via": "rep", "accounts": ["a3", "a4", "c1"]}),
    ("e3", "e4", {**THING, "item": "rep", "via": "rep", "accounts": ["a3", "a4"]}),
    ("e4", "e5", {**PERSON, "item": "x", "becomes": "y", "via": "dan", "accounts": ["a4", "a5", "b1"]}),
]
GIVEN_BY = [("Source", "s1", "ana"), ("Source", "s3", "dan"), ("Account", "a4", "cat"), ("Account", "a6", "ben")]


def tell(engine: Engine) -> None:
    """Put the story into an empty graph."""
    engine.write([*_nodes(), *_accounts(), *_of_events(), *_others()])


def _nodes() -> list[Statement]:
    made = []
    for labels, nodes in NODES.items():
        for node in nodes:
            properties = _dated(node)
            if labels == "Event":
                properties = {"stands": True, "date_certain": True, **properties}
            made.append(Statement(f"CREATE (n:{labels}) SET n += $properties", {"properties": properties}))
    return made


def _dated(stated: dict[str, Any]) -> dict[str, Any]:
    """The properties with the first and last day of every date among them."""
    made = dict(stated)
    for name in {"date", "begins", "ends"} & set(stated):
        first, last = ("earliest", "latest") if name == "date" else (f"{name}_earliest", f"{name}_latest")
        allows = parse(stated[name])
        made |= {first: allows.earliest, last: allows.latest}
    return made


def _accounts() -> list[Statement]:
    made = []
    for number, (id, source, event, stance) in enumerate(_lines(ACCOUNTS), 1):
        own = {"id": id, "stance": stance, "locator": f"p. {number}", "paraphrase": f"what {id} says", "coder": "kim"}
        made.append(
            Statement(
                "MATCH (s:Source {id: $source}) CREATE (a:Account)-[:IN]->(s) SET a += $own",
                {"source": source, "own": own},
            )
        )
        if event != "-":
            made.append(_between("Account", id, "REPORTS", "Event", event, {}))
    return [*made, *(_between(label, id, "GIVEN_BY", "Actor", actor, {}) for label, id, actor in GIVEN_BY)]


def _lines(text: str) -> list[list[str]]:
    """The words of each part of a text, split at line breaks and semicolons."""
    return [part.split() for part in text.replace("\n", ";").split(";") if part.strip()]


def _of_events() -> list[Statement]:
    asserted: dict[str, list[str]] = {}
    for id, _, event, stance in _lines(ACCOUNTS):
        asserted.setdefault(event, []).extend([id] if stance != "denies" else [])
    made = []
    for event, word, *others in _lines(EVENTS):
        claim = {"accounts": asserted[event], "denied_by": []}
        for other in others:
            id = other.lstrip("!")
            stated = {**claim, "denied_by": ["p1"]} if other != id else claim
            if word == "who":
                made.append(_between("Actor", id, "TOOK_PART", "Event", event, {"role": "participant", **stated}))
            else:
                made.append(_between("Event", event, WORDS[word], _label(id), id, stated))
    return made


def _others() -> list[Statement]:
    claims = [
        _between(_label(start), start, type, _label(end), end, {"denied_by": [], **_dated(stated)})
        for start, type, end, stated in CLAIMS
    ]
    steps = [_between("Event", start, "LEADS_TO", "Event", end, stated) for start, end, stated in LEADS_TO]
    perhaps = {"item": "x", "via": "ana", "via_kind": "person", "accounts": ["a1", "a1b", "a7"]}
    return [*claims, *steps, _between("Event", "e1", "MAY_LEAD_TO", "Event", "e7", perhaps)]


def _label(id: str) -> str:
    return next(labels.partition(":")[0] for labels, nodes in NODES.items() if any(node["id"] == id for node in nodes))


def _between(
    start_label: str, start: str, type: str, end_label: str, end: str, properties: dict[str, Any]
) -> Statement:
    ends = f"MATCH (a:{start_label} {{id: $start}}), (b:{end_label} {{id: $end}})"
    cypher = f"{ends} CREATE (a)-[r:{type}]->(b) SET r += $properties"
    return Statement(cypher, {"start": start, "end": end, "properties": properties})
