// Where an idea crossed between stable and fluid networks, as a graph
//
// Each step (LEADS_TO) from an event of one kind of network to an event of the other, with what the route draws of a
// step; and each event at which the idea was handed on (PASSED_TO) to a network of the other kind than those it was
// held in. Steps that stay within one kind are left out.
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  MATCH (x)<-[:CONCERNS|DREW_ON|PRODUCED]-(a:Event) RETURN a
  UNION ALL
  MATCH (x)<-[:CONTAINS*1..20]-(:KnowledgeItem)<-[:PRODUCED]-(a:Event) RETURN a
  UNION ALL
  MATCH (:Event)-[:TOOK_FROM {item: x.id}]->(a:Event) RETURN a
}
WITH DISTINCT x, a
MATCH (a)-[l:LEADS_TO {item: x.id}]->(b:Event)
WHERE l.crosses IS NOT NULL AND ($direction IS NULL OR l.crosses = $direction)
WITH x, a, b, collect(l) AS steps
WITH x, a, b, steps, [s IN steps WHERE s.via_kind = 'person' | s.via] AS people,
     [s IN steps WHERE s.via_kind = 'thing' | s.via] AS things,
     [x.id] + [s IN steps WHERE s.becomes IS NOT NULL | s.becomes] AS items
CALL (x, a, b, people, things, items) {
  UNWIND [a, b] AS e
  RETURN collect([way = (e)-[h:HELD_IN]->(:Network) WHERE size(h.accounts) > 0 | way]) AS networks,
         collect([way = (e)<-[w:TOOK_PART]-(p:Actor) WHERE p.id IN people AND size(w.accounts) > 0 | way]) +
         collect([way = (e)-[d:DREW_ON|PRODUCED]->(t:KnowledgeItem) WHERE t.id IN things AND size(d.accounts) > 0 | way]) +
         collect([way = (e)-[f:TOOK_FROM]->(o:Event) WHERE o.id = a.id AND f.item = x.id AND size(f.accounts) > 0 | way])
         AS carried_by,
         collect([way = (e)-[d:CONCERNS|DREW_ON|PRODUCED]->(y:KnowledgeItem)
                  WHERE y.id IN items AND size(d.accounts) > 0 | way]) AS about
}
RETURN x AS idea, a AS from_event, steps, b AS event, networks, carried_by, about
UNION ALL
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(a:Event)-[q:PASSED_TO]->(m:Network)
WHERE a.stands AND size(d.accounts) > 0 AND size(q.accounts) > 0
WITH x, a, m.kind AS to_kind, collect(q) AS passed, collect(m) AS into, collect(d) AS dealt,
     [way = (a)-[h:HELD_IN]->(:Network) WHERE size(h.accounts) > 0 | way] AS held,
     [(a)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | n.kind] AS kinds
WHERE size(kinds) > 0 AND all(kind IN kinds WHERE kind <> to_kind)
  AND ($direction IS NULL OR $direction = CASE to_kind WHEN 'fluid' THEN 'stable_to_fluid' ELSE 'fluid_to_stable' END)
RETURN x AS idea, a AS from_event, passed AS steps, a AS event, [into, held] AS networks, [] AS carried_by, dealt AS about
