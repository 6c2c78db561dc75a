// Who carried an idea between networks, as a graph
//
// Each step (LEADS_TO) that a person, post or group could have made from an event of one network to an event of
// another: the two events and who took part in both, with the networks that they have not in common, and the idea.
// What went by a thing or is only stated, and steps within one network, are left out.
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  MATCH (x)<-[:CONCERNS|DREW_ON|PRODUCED]-(a:Event) RETURN a
  UNION ALL
  MATCH (x)<-[:CONTAINS*1..20]-(:KnowledgeItem)<-[:PRODUCED]-(a:Event) RETURN a
  UNION ALL
  MATCH (:Event)-[:TOOK_FROM {item: x.id}]->(a:Event) RETURN a
}
WITH DISTINCT x, a
MATCH (a)-[l:LEADS_TO {item: x.id, via_kind: 'person'}]->(b:Event)
WITH x, a, b, collect(l) AS steps
WITH x, a, b, steps, [s IN steps | s.via] AS people, [x.id] + [s IN steps WHERE s.becomes IS NOT NULL | s.becomes] AS items,
     [(a)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | n.id] AS was,
     [(b)-[h:HELD_IN]->(m:Network) WHERE size(h.accounts) > 0 | m.id] AS is
WHERE any(id IN was WHERE NOT id IN is) AND any(id IN is WHERE NOT id IN was)
CALL (a, b, people, items, was, is) {
  UNWIND [a, b] AS e
  RETURN collect([way = (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 AND NOT (n.id IN was AND n.id IN is) | way])
         AS networks,
         collect([way = (e)<-[w:TOOK_PART]-(p:Actor) WHERE p.id IN people AND size(w.accounts) > 0 | way]) AS carried_by,
         collect([way = (e)-[d:CONCERNS|DREW_ON|PRODUCED]->(y:KnowledgeItem)
                  WHERE y.id IN items AND size(d.accounts) > 0 | way]) AS about
}
RETURN x AS idea, a AS from_event, steps, b AS event, networks, carried_by, about
