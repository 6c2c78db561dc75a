"""The questions that are timed on the largest idea of a study, and the same questions asked without LEADS_TO.

Without it, whoever asks has to join events that deal with the idea by the people in both, hold their days against each
other, and do so once more for every further step. Two or three steps are asked for here; that is less than the packs
answer, and the engines are given half a minute for each.

    python -m bench.questions STUDY QUESTION IDEA FROM TO      asks the embedded graph of a study, without LEADS_TO
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.measure import ROOT, middle
from kgraph.content import Content
from kgraph.errors import GraphError, QueryError
from kgraph.graph import Graph
from kgraph.routes import earliest_route

CAP = 30.0
"""Seconds that a question without LEADS_TO is given."""
START = 15.0
"""Seconds more for a process to start and open its graph."""

PACKS = {"route": "trace/route", "reach": "trace/reach", "crossings": "trace/crossings", "between": "trace/between"}

_DEALS = "CONCERNS|DREW_ON|PRODUCED"
_STEP = "({a})<-[:TOOK_PART]-({p}:Actor)-[:TOOK_PART]->({b}:Event)-[:" + _DEALS + "]->(x)"
_BETWEEN_THEM = (
    f"NOT EXISTS {{ MATCH (p)-[:TOOK_PART]->(c:Event)-[:{_DEALS}]->(x) "
    "WHERE a.latest < c.earliest AND c.latest < b.earliest }"
)
_ONE = f"MATCH (x:KnowledgeItem {{id: $idea}})<-[:{_DEALS}]-(a:Event) "


def _step(a: str, p: str, b: str) -> str:
    return f"MATCH {_STEP.format(a=a, p=p, b=b)} WHERE {a}.latest < {b}.earliest "


WITHOUT = {
    "route": _ONE + _step("a", "p", "b")
    + f"AND {_BETWEEN_THEM} RETURN a.id AS a, b.id AS b, collect(DISTINCT p.name) AS who",
    "reach": _ONE + _step("a", "p", "b") + _step("b", "q", "c") + _step("c", "r", "d")
    + "RETURN r.id AS who, min(d.earliest) AS day",
    "crossings": _ONE + _step("a", "p", "b") + f"AND {_BETWEEN_THEM} "
    "MATCH (a)-[:HELD_IN]->(m:Network), (b)-[:HELD_IN]->(n:Network) WHERE m.kind <> n.kind "
    "RETURN m.kind AS kind, n.kind AS other, count(*) AS n",
    "between": f"MATCH (x:KnowledgeItem {{id: $idea}})<-[:{_DEALS}]-(a:Event {{id: $from}}) "
    + _step("a", "p", "b") + _step("b", "q", "c") + _step("c", "r", "d")
    + "AND d.id = $to RETURN b.id AS second, c.id AS third, d.earliest AS day ORDER BY day LIMIT 1",
}  # fmt: skip

_EDGES = (
    "MATCH (a:Event)-[l:LEADS_TO {item: $idea}]->(b:Event) "
    "RETURN CASE WHEN a.id = $from THEN 1 ELSE 0 END + CASE WHEN b.id = $to THEN 2 ELSE 0 END AS step, "
    "a.id AS from_event, b.id AS to_event, b.earliest AS to_day, l.accounts AS accounts"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The idea that most events deal with, and two of its events, the one reached from the other in the most steps."""

    idea: str
    events: int
    edges: int
    first: str
    last: str
    steps: int

    @property
    def values(self) -> dict[str, str]:
        """The parameters of the questions."""
        return {"idea": self.idea, "from": self.first, "to": self.last}


def subject(content: Content) -> Subject:
    """The largest idea of a study's content."""
    dealt: Counter[str] = Counter()
    for type in _DEALS.split("|"):
        dealt.update(key.end for key in content.relationships.get(type, {}) if key.end_label == "Idea")
    idea, events = dealt.most_common(1)[0]
    onward: dict[str, list[str]] = defaultdict(list)
    edges = [key for key, found in content.relationships["LEADS_TO"].items() if found["item"] == idea]
    for key in edges:
        onward[key.start].append(key.end)
    days = content.nodes["Event"]
    starts = sorted(onward, key=lambda id: (str(days[id].get("earliest", "9")), id))[:50]
    reached = {start: _steps(start, onward) for start in starts}
    first = max(starts, key=lambda start: (len(reached[start]), start))
    last, steps = max(reached[first].items(), key=lambda pair: (pair[1], pair[0]))
    return Subject(idea, events, len(edges), first, last, steps)


def _steps(start: str, onward: Mapping[str, list[str]]) -> dict[str, int]:
    found, waiting = {start: 0}, [start]
    for event in waiting:  # which grows as it goes
        for following in onward.get(event, ()):
            if following not in found:
                found[following] = found[event] + 1
                waiting.append(following)
    return found


# -- with LEADS_TO -----------------------------------------------------------------------------------------------------


def by_packs(graph: Graph, about: Subject, repeat: int) -> dict[str, dict[str, Any]]:
    """For each question the seconds that its pack takes, the first answer not counted, and how many rows it answers."""
    found = {}
    for question, pack in PACKS.items():
        if pack in graph.packs.names:
            parameters = graph.packs.find(pack).params
            given = dict(_given([parameter.name for parameter in parameters if not parameter.optional], about))
            found[question] = _asked(lambda: graph.run(pack, **given), repeat) | {"by": pack}  # noqa: B023 asked at once
        elif question == "between":
            found[question] = _asked(lambda: _between(graph, about), repeat) | {"by": "the step earliest_route"}
    return found


def _given(names: list[str], about: Subject) -> Iterator[tuple[str, str]]:
    """A value for each parameter that a pack needs: an idea, or the event that a route begins or ends with."""
    known = {"idea": about.idea, "start": about.first, "goal": about.last}
    yield from ((name, known[name]) for name in names)


def _between(graph: Graph, about: Subject) -> list[Any]:
    found = graph.engine.read(_EDGES, about.values)
    return earliest_route(found.columns, found.rows, {})


def _asked(ask: Any, repeat: int) -> dict[str, Any]:
    seconds = []
    rows = len(ask())
    for _ in range(repeat):
        began = perf_counter()
        ask()
        seconds.append(perf_counter() - began)
    return {"seconds": middle(seconds), "rows": rows}


# -- without -----------------------------------------------------------------------------------------------------------


def without_on_neo4j(server: Mapping[str, str], question: str, about: Subject) -> dict[str, Any]:
    """The seconds that a server takes for a question without LEADS_TO; ``seconds`` is None where it did not finish."""
    from neo4j import GraphDatabase, Query
    from neo4j.exceptions import Neo4jError

    auth = (server.get("NEO4J_USERNAME", "neo4j"), server["NEO4J_PASSWORD"])
    with GraphDatabase.driver(server["NEO4J_URI"], auth=auth) as driver, driver.session() as session:
        began = perf_counter()
        try:
            rows = len(list(session.run(Query(WITHOUT[question], timeout=CAP), about.values)))
        except Neo4jError as error:
            if "Terminat" in str(error.code) or "TimedOut" in str(error.code):
                return {"seconds": None, "why": f"stopped after {CAP:.0f} s"}
            return {"seconds": None, "why": "refused: " + str(error.message).strip().splitlines()[0]}
        return {"seconds": round(perf_counter() - began, 4), "rows": rows}


def without_embedded(study: Path, question: str, about: Subject) -> dict[str, Any]:
    """The same for the embedded graph of a study, in a process that is ended when its time is over."""
    command = [sys.executable, "-m", "bench.questions", str(study), question, *about.values.values()]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=CAP + START)
    except subprocess.TimeoutExpired:
        return {"seconds": None, "why": f"stopped after {CAP:.0f} s"}
    if done.returncode:
        return {"seconds": None, "why": (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Ask the embedded graph that the command line names, and print the seconds and the rows as JSON."""
    from kgraph.connection import EMBEDDED, Connection
    from kgraph.study import open_study

    folder, question, *values = sys.argv[1:]
    study = open_study(Path(folder))
    with Graph(Connection(EMBEDDED).open(study), study) as graph:
        began = perf_counter()
        try:
            rows = len(
                graph.engine.read(WITHOUT[question], dict(zip(("idea", "from", "to"), values, strict=True))).rows
            )
        except (QueryError, GraphError) as error:
            print(json.dumps({"seconds": None, "why": str(error)}))
            return
        print(json.dumps({"seconds": round(perf_counter() - began, 4), "rows": rows}))


if __name__ == "__main__":
    main()
