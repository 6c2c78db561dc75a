"""What packs must not say: each rule with a text that breaks it and one that does not."""
# ruff: noqa: E501 - a case a line

from __future__ import annotations

import pytest

from kgraph.lint import lint

REMEDY = "write CALL (x, s) { MATCH (s)-[:LEADS_TO*1..5000 {item: x.id}]->(t:Event) RETURN DISTINCT t }"
ENDS = "RETURN DISTINCT t"
TWICE = (
    "as it is: a node that two branches find can stay in twice on the embedded engine; return its id, or write UNION ALL "
    "and make it distinct afterwards: CALL { … UNION ALL … } WITH DISTINCT …"
)

NULL = (
    "may be null here, and [ ] of a pattern with it then matches all on the embedded engine; write CASE WHEN n IS NULL "
    "THEN [] ELSE [ … ] END, or COLLECT { MATCH … RETURN … }"
)


def found(text: str) -> list[str]:
    return [str(problem) for problem in lint(text, "mine.cypher")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("RETURN 1 AS a; RETURN 2 AS b", "a second statement begins; one pack is one query: put it in a pack of its own"),
        ("RETURN 1 AS a;", "the query ends with ;; leave it out"),
        ("RETURN 'a AS b", "a quote is opened and not closed; close it with '"),
        ("MATCH (n:Event) SET n.outcome = 'x'", "SET does more than read; a pack only reads; use kgraph query --write for a change by hand"),
        ("CREATE (n:Event)", "CREATE does more than read; a pack only reads; use kgraph query --write for a change by hand"),
        ("MATCH (n:Event) CALL (n) { DETACH DELETE n }", "DETACH DELETE does more than read; a pack only reads; use kgraph query --write for a change by hand"),
        ("LOAD CSV FROM 'x' AS row RETURN row", "LOAD CSV does more than read; a pack only reads; use kgraph query --write for a change by hand"),
        ("CALL db.labels() YIELD label RETURN label", "CALL db.labels is a procedure, and engines differ in these; write it in plain Cypher"),
        ("RETURN apoc.text.join(['a'], '') AS a", "apoc.… is not to be had on both engines; write it in plain Cypher"),
        ("MATCH (n:Event) RETURN elementId(n) AS a", "elementId() differs between engines and loads; use the property id, such as e.id"),
        ("MATCH (n:Event) RETURN id(n) AS a", "id() differs between engines and loads; use the property id, such as e.id"),
        ("MATCH (n:$(label)) RETURN n", "a label or type is given as a value; write it in the text, or compare labels(n) with the value"),
        ("MATCH p = shortestPath((a:Event)-[:LEADS_TO*1..9]->(b:Event)) RETURN DISTINCT b", "shortestPath has no filtered form that both engines answer; match the edges and name a finishing step: // finish: earliest_route"),
        ("MATCH p = SHORTEST 1 (a:Event)-[:AFTER]->(b:Event) RETURN DISTINCT b", "SHORTEST as a path selector is not known to the embedded engine; match the edges and name a finishing step: // finish: earliest_route"),
        ("MATCH (e:Event) OPTIONAL MATCH (e)-[:HELD_IN]->(n:Network) RETURN e.id AS id, [(n)-[:IN_SITE]->(s) | s.id] AS sites", f"n {NULL}"),
        ("MATCH (e:Event) OPTIONAL MATCH (e)-[:HELD_IN]->(n) WITH * RETURN size([(s:Site)<-[:IN_SITE]-(n) | 1]) AS sites", f"n {NULL}"),
        ("MATCH (e:Event) RETURN count(e) > 1 AND true AS a", "count() inside AND is silently wrong on the embedded engine; put it alone in a WITH first: WITH count(…) AS found, then test found"),
        ("MATCH (e:Event) WITH collect(e.id)[0] IS NULL AS a RETURN a", "collect() inside IS NULL is silently wrong on the embedded engine; put it alone in a WITH first: WITH collect(…) AS found, then test found"),
        ("MATCH (e:Event) RETURN 'x' IN collect(e.id) AS a", "collect() inside IN is silently wrong on the embedded engine; put it alone in a WITH first: WITH collect(…) AS found, then test found"),
        ("MATCH (e:Event) RETURN CASE WHEN NOT max(e.move) = 'a' THEN 1 END AS a", "max() inside NOT is silently wrong on the embedded engine; put it alone in a WITH first: WITH max(…) AS found, then test found"),
        ("MATCH (e:Event) RETURN e UNION MATCH (:Idea)<--(e:Event) RETURN e", f"UNION returns e {TWICE}"),
        ("MATCH (e:Event) RETURN e AS f UNION DISTINCT MATCH (f:Event) RETURN f.id AS f", f"UNION returns e {TWICE}"),
        ("MATCH (e:Event) RETURN e.id AS e, 1 AS n UNION MATCH (e:Event) RETURN DISTINCT 2 AS n, e", f"UNION returns e {TWICE}"),
        ("MATCH (`my e`:Event) RETURN `my e` UNION MATCH (`my e`:Event) RETURN `my e`", f"UNION returns my e {TWICE}"),
        ("MATCH (e:Event) RETURN * UNION MATCH (:Idea)<--(e:Event) RETURN *", f"UNION returns * {TWICE}"),
        ("MATCH (x:Idea) CALL (x) { MATCH (x)<--(e:Event) RETURN e UNION MATCH (e:Event) RETURN e } RETURN e", f"UNION returns e {TWICE}"),
        ("MATCH (x:Idea) RETURN COUNT { MATCH (x)<--(e:Event) RETURN e UNION MATCH (e:Event) RETURN e } AS n", f"UNION returns e {TWICE}"),
        (f"MATCH (s:Event)-[:LEADS_TO*]->(t) {ENDS}", "* has no upper bound; write how far at the most, such as *1..60"),
        (f"MATCH (s:Event)-[:LEADS_TO*2..]->(t) {ENDS}", "*2.. has no upper bound; write how far at the most, such as *1..60"),
        (f"MATCH (s:Event)-[:LEADS_TO]->+(t) {ENDS}", "+ has no upper bound; write how far at the most, such as *1..60"),
        (f"MATCH (s:Event) ((a)-[:LEADS_TO]->(b)){{1,}} (t) {ENDS}", "{1,} has no upper bound; write how far at the most, such as *1..60"),
        (f"MATCH (s:Event)-[:LEADS_TO*0..5]->(t) {ENDS}", "*0..5 matches paths of no length; begin at 1, and add the start itself in another way"),
        (f"MATCH (s:Event)-[:MAY_LEAD_TO*1..2]->(t) {ENDS}", "MAY_LEAD_TO is never chained: its order is only possible; match it as one step, -[:MAY_LEAD_TO]->"),
        ("MATCH (s:Event)-[:LEADS_TO*1..5]->(t) WITH DISTINCT t RETURN t", f"WITH after *1..5 is not a RETURN DISTINCT, so every path is enumerated; {REMEDY}"),
        ("MATCH (s:Event)-[:LEADS_TO*1..5]->(t) RETURN t", f"RETURN after *1..5 is not a RETURN DISTINCT, so every path is enumerated; {REMEDY}"),
        ("MATCH (s:Event)-[:LEADS_TO*1..5]->(t) RETURN count(DISTINCT t) AS n, max(t.latest) AS m", f"RETURN after *1..5 is not a RETURN DISTINCT, so every path is enumerated; {REMEDY}"),
        ("MATCH (s:Event) WHERE EXISTS { (s)-[:LEADS_TO*1..5]->(t) } RETURN s", f"EXISTS {{ }} around *1..5 enumerates every path; {REMEDY}"),
        (f"MATCH p = (s:Event)-[:LEADS_TO*1..5]->(t) {ENDS}", "a path is kept of *1..5, so every path is enumerated; return DISTINCT ends, or match the edges and name a finishing step"),
        (f"MATCH (s:Event)-[l:LEADS_TO*1..5 WHERE l.item = 'x']->(t) {ENDS}", "*1..5 has a predicate inside, so every path is enumerated; write a property map, such as [:LEADS_TO*1..60 {item: x.id}]"),
        (f"MATCH (s:Event) MATCH (s)-[:LEADS_TO*1..5]->(t) {ENDS}", f"*1..5 stands after other clauses, where it is enumerated or silently finds nothing; {REMEDY}"),
        ("MATCH (s:Event) RETURN [(s)-[:LEADS_TO*1..5]->(t) | t.id] AS a", "a pattern of variable length stands in RETURN; match it in a CALL { MATCH … RETURN DISTINCT … }"),
        ("MATCH (e:Evnt) RETURN e", "the model has no label Evnt; perhaps Event"),
        ("MATCH (e:LEADS_TO) RETURN e", "the model has no label LEADS_TO (it is a type); see kgraph schema for the model"),
        ("MATCH (e:Event|Idee) RETURN e", "the model has no label Idee; perhaps Idea"),
        ("MATCH (e:Event) WHERE e:Netwrk RETURN e", "the model has no label Netwrk; perhaps Network"),
        ("MATCH (:Event)-[r:LEADSTO]->() RETURN r", "the model has no type LEADSTO; perhaps LEADS_TO"),
        ("MATCH (:Event)-[r:HELD_IN|PASED_TO]->() RETURN r", "the model has no type PASED_TO; perhaps PASSED_TO"),
        ("MATCH (e:Event {idd: 1}) RETURN e", "the model has no property idd; perhaps id"),
        ("MATCH (e:Event) RETURN e.sumary AS s", "the model has no property sumary; perhaps summary"),
        ("MATCH (e:Event) RETURN e {.id, .sumary} AS s", "the model has no property sumary; perhaps summary"),
    ],
)  # fmt: skip
def test_what_packs_must_not_say_is_found_with_what_to_say_instead(text: str, sentence: str) -> None:
    assert f"mine.cypher:1: {sentence}" in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (e:Event) OPTIONAL MATCH (e)-[:HELD_IN]->(n) RETURN CASE WHEN n IS NULL THEN [] ELSE [(n)-[:IN_SITE]->(s) | s.id] END AS a",
        "MATCH (e:Event) OPTIONAL MATCH (e)-[:HELD_IN]->(n) WITH e, n WHERE n IS NOT NULL RETURN [(n)-[:IN_SITE]->(s) | s.id] AS a",
        "MATCH (e:Event) OPTIONAL MATCH (e)-[:HELD_IN]->(n) WITH e, count(n) AS m RETURN [(e)-[:HELD_IN]->(n:Network) | n.id] AS a, m",
        "CALL () { MATCH (e:Event) RETURN e } OPTIONAL MATCH (e)-[:HELD_IN]->(n) RETURN [(e)-[:IN_SITE]->(s) | s.id] AS a, n.id AS n",
        "MATCH (e:Event) OPTIONAL MATCH (e)-[:HELD_IN]->(n) RETURN n.id AS n, [(e)-[:IN_SITE]->(s) | s.id] AS a",
        "MATCH (e:Event) OPTIONAL MATCH (e)-[:HELD_IN]->(n) RETURN COLLECT { MATCH (n)-[:IN_SITE]->(s) RETURN s.id } AS a",
        "MATCH (e:Event) WITH count(e) AS n RETURN n > 1 AND n < 5 AS a",
        "MATCH (e:Event) RETURN count(CASE WHEN e.stands AND e.date_certain THEN 1 END) AS a, e.move IN ['x'] AS b",
        "MATCH (e:Event) RETURN CASE WHEN e.stands AND true THEN count(e) END AS a",
        "MATCH (e:Event) WHERE COUNT { (e)-[:HELD_IN]->() } > 1 AND e.stands RETURN e",
        "MATCH (s:Event)-[:LEADS_TO*1..5 {item: 'x'}]->(t:Event) RETURN DISTINCT t",
        "MATCH (s:Event)-[:LEADS_TO*1..5]->(t:Event) RETURN count(DISTINCT t) AS n",
        "MATCH (s:Event) CALL (s) { MATCH (s)-[:LEADS_TO*1..5]->(t) RETURN collect(DISTINCT t.id) AS ts } RETURN s, ts",
        "MATCH (a:Event) CALL (a) { MATCH (a) RETURN a AS t UNION ALL MATCH (a)-[:LEADS_TO*1..5]->(t) RETURN DISTINCT t } RETURN t",
        "MATCH (e:Event) RETURN e.id AS id, null AS n UNION MATCH (e:Event) RETURN e.id AS id, [e.move] AS n",
        "CALL () { MATCH (e:Event) RETURN e UNION ALL MATCH (:Idea)<--(e:Event) RETURN e } WITH DISTINCT e RETURN e",
        "CALL () { MATCH (e:Event) RETURN e.id AS id UNION MATCH (:Idea)<--(e:Event) RETURN e.id AS id } RETURN id",
        "MATCH (x:Idea) WHERE EXISTS { MATCH (x)<--(e:Event) RETURN e UNION MATCH (e:Event) RETURN e } RETURN x",
        "MATCH p = (x:Idea)-[:BUILDS_ON*1..12]->(y) WHERE all(r IN relationships(p) WHERE size(r.accounts) > 0) RETURN y",
        "MATCH (a:Event)-[l:MAY_LEAD_TO]->(b) RETURN a.earliest.year * 2 AS y, date.truncate('month', b.latest) AS m",
        "MATCH (n:StableNetwork&!FluidNetwork) WITH {any: n.name} AS m RETURN m.any AS a, [x IN [1, 2] | x + 1] AS b",
        "MATCH (n:Actor) RETURN n.name ENDS WITH 'set' AS create, 'MERGE' AS b",
        "MATCH (e:Event) RETURN (1) + (2) * (3) AS a, duration.inDays(e.earliest, e.latest).days AS d",
    ],
)
def test_what_both_engines_answer_alike_is_let_be(text: str) -> None:
    assert found(text) == []


def test_the_line_is_where_it_stands() -> None:
    assert found("MATCH (e:Event)\n// a comment\nRETURN e.id AS id,\n  e.nme AS name") == [
        "mine.cypher:4: the model has no property nme; perhaps name"
    ]
