// An idea under its several names, as a graph
//
// The names that the idea went by and what joins them (BUILDS_ON), each with all events that deal with it, the
// networks and sites of these and the people who took part; and the event at which it took a name from another, with
// those who were there. Which event was first and which last is in the table.
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  RETURN x AS y
  UNION ALL
  MATCH way = (x)-[:BUILDS_ON*1..12]-(y:KnowledgeItem)
  WHERE all(r IN relationships(way) WHERE r.kind IN coalesce($kinds, ['renames', 'adapts']) AND size(r.accounts) > 0)
  RETURN y
}
WITH DISTINCT y
CALL (y) {
  MATCH (y)-[b:BUILDS_ON]->(o:KnowledgeItem)
  WHERE b.kind IN coalesce($kinds, ['renames', 'adapts']) AND size(b.accounts) > 0 AND o.id <> y.id
  RETURN collect(b) AS joined, collect(o) AS older, collect(b.event) AS ids
}
CALL (ids) {
  MATCH (z:Event) WHERE z.id IN ids AND z.stands
  RETURN collect(z) AS taken_at, collect([way = (z)<-[w:TOOK_PART]-(:Actor) WHERE size(w.accounts) > 0 | way]) AS there
}
CALL (y) {
  MATCH (y)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event) WHERE e.stands AND size(d.accounts) > 0
  RETURN collect([e, d]) AS used,
         collect([way = (e)-[h:HELD_IN|IN_SITE]->(:Network|Site) WHERE size(h.accounts) > 0 | way]) AS places,
         collect([way = (e)<-[w:TOOK_PART]-(:Actor) WHERE size(w.accounts) > 0 | way]) AS people
}
RETURN y AS item, [joined, older] AS took_from, [taken_at, there] AS at_event, [used] AS used,
       [places] AS places, [people] AS people
