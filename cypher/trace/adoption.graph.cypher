// Who adopted an idea, how early and who never did, as a graph
//
// The idea and its later names, and for each actor, organisation or network that dealt with it: of those that adopted
// it all events at which they did, not only the first; of those that never did all events with it at which they were.
// An organisation hangs by who worked for it, as far as the dates allow. Days and categories are in the table.
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  RETURN x AS y, [] AS renamed
  UNION ALL
  MATCH way = (x)<-[:BUILDS_ON*1..12]-(y:KnowledgeItem)
  WHERE all(r IN relationships(way) WHERE r.kind IN ['renames', 'adapts'] AND size(r.accounts) > 0)
  RETURN y, [way] AS renamed
}
MATCH (y)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event) WHERE e.stands AND size(d.accounts) > 0
WITH x, e, collect([y, d]) AS about, collect(renamed) AS names
CALL (e) {
  MATCH (e)<-[w:TOOK_PART]-(u:Actor) WHERE $unit = 'actor' AND size(w.accounts) > 0
  RETURN u, [w] AS there
  UNION ALL
  MATCH (e)-[h:HELD_IN]->(u:Network) WHERE $unit = 'network' AND size(h.accounts) > 0
  RETURN u, [h] AS there
  UNION ALL
  MATCH (e)<-[w:TOOK_PART]-(p:Actor)-[f:WORKS_FOR]->(u:Organisation)
  WHERE $unit = 'organisation' AND size(w.accounts) > 0 AND size(f.accounts) > 0
    AND coalesce(f.ends_latest >= e.earliest, true) AND coalesce(f.begins_earliest <= e.latest, true)
  RETURN u, [w, p, f] AS there
}
WITH x, u, collect({event: e, move: e.move, about: about, names: names, there: there}) AS dealings
WITH x, u, dealings, [c IN dealings WHERE c.move IN coalesce($moves, ['adopt', 'adapt'])] AS adoptions
UNWIND CASE WHEN size(adoptions) > 0 THEN adoptions ELSE dealings END AS c
WITH x, u, c, c.event AS e
RETURN x AS idea, u AS unit, c.there AS there, e AS event, c.about AS about, c.names AS names
