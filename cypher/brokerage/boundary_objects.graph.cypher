// What was used on both sides of a boundary, as a graph
//
// Each item with the events that concern, drew on or produced it and were held in a network, these networks, and
// where they belong: their sites, and the organisations that set them up or to which they report. Of those who took
// part only who did so in several of the networks is drawn; and what is said to build on the item. Which
// network it came from is in the table.
MATCH (x:KnowledgeItem)
WHERE CASE WHEN $item IS NOT NULL THEN $item IN [x.id, x.name] ELSE $kind = 'any' OR $kind IN labels(x) END
MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event) WHERE e.stands AND size(d.accounts) > 0
WITH x, e, collect(d) AS about
MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
WITH x, n, collect([e, about, h]) AS events
WITH x, collect({n: n, id: n.id, kind: n.kind, events: events}) AS held
WHERE size(held) > 1
  AND ($across <> 'kinds' OR (any(h IN held WHERE h.kind = 'stable') AND any(h IN held WHERE h.kind = 'fluid')))
CALL (held) {
  UNWIND held AS h
  WITH h.n AS n
  MATCH (n)-[r:IN_SITE|SET_UP_BY|REPORTS_TO]->(y:Site|Organisation) WHERE size(r.accounts) > 0
  RETURN count(DISTINCT CASE type(r) WHEN 'IN_SITE' THEN y.id END) AS sites,
         count(DISTINCT CASE WHEN type(r) <> 'IN_SITE' THEN y.id END) AS organisations
}
WITH x, held WHERE CASE $across WHEN 'sites' THEN sites > 1 WHEN 'organisations' THEN organisations > 1 ELSE true END
CALL (x) {
  MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event) WHERE e.stands AND size(d.accounts) > 0
  WITH DISTINCT e
  MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
  MATCH (e)<-[t:TOOK_PART]-(p:Actor) WHERE size(t.accounts) > 0
  WITH p, collect(DISTINCT n.id) AS at, collect([e, t]) AS ties WHERE size(at) > 1
  RETURN collect({at: at, ties: [p, ties]}) AS carriers
}
UNWIND held AS here
WITH x, here, here.n AS n, carriers
RETURN x AS item, n AS network, [here.events] AS events, [c IN carriers WHERE here.id IN c.at | c.ties] AS carriers,
       [way = (n)-[r:IN_SITE|SET_UP_BY|REPORTS_TO]->(:Site|Organisation) WHERE size(r.accounts) > 0 | way] AS placed,
       [way = (x)<-[b:BUILDS_ON]-(:KnowledgeItem) WHERE size(b.accounts) > 0 | way] AS became
