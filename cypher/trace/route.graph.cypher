// Route of an idea, as a graph
//
// The idea, every event of its steps, and the steps themselves (LEADS_TO); with each event the networks it was held
// in, how it dealt with the idea or with the name that it took, and who or what could have carried it (of a step that
// is only stated, TOOK_FROM). Who else took part is left out, and so are steps whose order is only possible.
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
WHERE $until IS NULL OR b.earliest IS NULL OR b.earliest <= $until
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
