// One route of an idea between two points, as a graph
//
// Every route between the two points, not only the one that the pack chooses: each step of the idea (LEADS_TO) that
// can be reached from the start and from which the goal can be reached, with what trace/route draws of a step. Where
// the start or the goal is a person or a network, that too, with what puts it at the first or the last events.
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  MATCH (s:Event {id: $start})-[:LEADS_TO {item: x.id}]->(:Event) RETURN s
  UNION ALL
  MATCH (p:Actor) WHERE $start IN [p.id, p.name]
  MATCH (p)-[w:TOOK_PART]->(s:Event)-[:LEADS_TO {item: x.id}]->(:Event) WHERE size(w.accounts) > 0
  RETURN s
  UNION ALL
  MATCH (n:Network) WHERE $start IN [n.id, n.name]
  MATCH (n)<-[h:HELD_IN]-(s:Event)-[:LEADS_TO {item: x.id}]->(:Event) WHERE size(h.accounts) > 0
  RETURN s
}
WITH DISTINCT x, s
CALL (x, s) {
  MATCH (s)-[:LEADS_TO*1..5000 {item: x.id}]->(t:Event) RETURN DISTINCT t
}
WITH x, collect(DISTINCT s.id) AS starts, collect(DISTINCT t.id) AS reached
CALL (x) {
  MATCH (g:Event {id: $goal})<-[:LEADS_TO {item: x.id}]-(:Event) RETURN g
  UNION ALL
  MATCH (p:Actor) WHERE $goal IN [p.id, p.name]
  MATCH (p)-[w:TOOK_PART]->(g:Event)<-[:LEADS_TO {item: x.id}]-(:Event) WHERE size(w.accounts) > 0
  RETURN g
  UNION ALL
  MATCH (n:Network) WHERE $goal IN [n.id, n.name]
  MATCH (n)<-[h:HELD_IN|PASSED_TO]-(g:Event)<-[:LEADS_TO {item: x.id}]-(:Event) WHERE size(h.accounts) > 0
  RETURN g
}
WITH DISTINCT x, starts, reached, g
CALL (x, g) {
  MATCH (g)<-[:LEADS_TO*1..5000 {item: x.id}]-(t:Event) RETURN DISTINCT t
}
WITH x, starts, reached, collect(DISTINCT g.id) AS goals, collect(DISTINCT t) AS before
WITH x, starts, goals, goals + [t IN before | t.id] AS onward,
     [t IN before WHERE t.id IN starts OR t.id IN reached] AS through
UNWIND through AS a
MATCH (a)-[l:LEADS_TO {item: x.id}]->(b:Event) WHERE b.id IN onward
WITH x, starts, goals, a, b, collect(l) AS steps
WITH x, a, b, steps,
     [way = (a)<-[w:TOOK_PART]-(p:Actor)
      WHERE a.id IN starts AND $start IN [p.id, p.name] AND size(w.accounts) > 0 | way] AS began,
     [way = (b)<-[w:TOOK_PART]-(p:Actor)
      WHERE b.id IN goals AND $goal IN [p.id, p.name] AND size(w.accounts) > 0 | way] +
     [way = (b)-[h:PASSED_TO]->(n:Network)
      WHERE b.id IN goals AND $goal IN [n.id, n.name] AND size(h.accounts) > 0 | way] AS ended
WITH x, a, b, steps, began, ended, [s IN steps WHERE s.via_kind = 'person' | s.via] AS people,
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
RETURN x AS idea, a AS from_event, steps, b AS event, networks, carried_by, about, began, ended
