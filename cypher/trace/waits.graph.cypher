// How long an idea waited between one event and the next, as a graph
//
// What the route of the idea draws: every step (LEADS_TO, which has the least days as wait_days) with its events,
// their networks, carriers and what they dealt with; and the barriers that either event met. With barriers, only
// steps where one was met. How long each wait was is in the table.
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
WITH x, a, b, collect(l) AS steps
WITH x, a, b, steps, [way = (a)-[m:MET]->(:Barrier) WHERE size(m.accounts) > 0 | way] +
     [way = (b)-[m:MET]->(:Barrier) WHERE size(m.accounts) > 0 | way] AS met
WHERE NOT $barriers OR size(met) > 0
WITH x, a, b, steps, met, [s IN steps WHERE s.via_kind = 'person' | s.via] AS people,
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
RETURN x AS idea, a AS from_event, steps, b AS event, networks, carried_by, about, met
