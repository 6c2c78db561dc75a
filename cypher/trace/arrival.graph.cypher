// When an idea first came to each network, as a graph
//
// For each network the first event there with the idea, or all that can have been first, with how they dealt with it;
// the steps (LEADS_TO) into those held in the network, with the events these began at, their networks, and who or
// what could have carried it; and who was at one that only passed it on, and where it was held. All else is left out.
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(t:Event)
  WHERE $start IS NULL AND t.stands AND size(d.accounts) > 0
  RETURN t
  UNION ALL
  CALL (x) {
    MATCH (x)<-[:CONCERNS|DREW_ON|PRODUCED]-(a:Event) RETURN a
    UNION ALL
    MATCH (x)<-[:CONTAINS*1..20]-(:KnowledgeItem)<-[:PRODUCED]-(a:Event) RETURN a
    UNION ALL
    MATCH (:Event)-[:TOOK_FROM {item: x.id}]->(a:Event) RETURN a
  }
  WITH DISTINCT x, a
  MATCH (a)-[:LEADS_TO {item: x.id}]->(b:Event) WHERE $start IS NULL
  UNWIND [a, b] AS t
  RETURN t
  UNION ALL
  MATCH (t:Event {id: $start})-[d:CONCERNS|DREW_ON|PRODUCED]->(x) WHERE t.stands AND size(d.accounts) > 0
  RETURN t
  UNION ALL
  MATCH (p:Actor) WHERE $start IN [p.id, p.name]
  MATCH (p)-[w:TOOK_PART]->(t:Event)-[d:CONCERNS|DREW_ON|PRODUCED]->(x)
  WHERE t.stands AND size(w.accounts) > 0 AND size(d.accounts) > 0
  RETURN t
  UNION ALL
  CALL (x) {
    MATCH (s:Event {id: $start}) RETURN s
    UNION ALL
    MATCH (p:Actor) WHERE $start IN [p.id, p.name]
    MATCH (p)-[w:TOOK_PART]->(s:Event)-[d:CONCERNS|DREW_ON|PRODUCED]->(x)
    WHERE s.stands AND size(w.accounts) > 0 AND size(d.accounts) > 0
    WITH x, s, size([(s)<-[l:LEADS_TO]-(:Event) WHERE l.item = x.id AND l.via_kind = 'person' AND l.via = p.id | l.item]) AS before
    WHERE before = 0
    RETURN s
  }
  WITH DISTINCT x, s
  CALL (x, s) {
    MATCH (s)-[:LEADS_TO*1..5000 {item: x.id}]->(t:Event) RETURN DISTINCT t
  }
  RETURN t
}
WITH DISTINCT x, t
CALL (t) {
  MATCH way = (t)-[:AFTER*1..12]->(f:Event)
  WHERE all(r IN relationships(way) WHERE size(r.accounts) > 0) AND all(e IN nodes(way) WHERE e.stands)
  RETURN collect(DISTINCT f.id) AS before, max(CASE WHEN f.date_certain THEN f.earliest END) AS no_earlier
}
CALL (t) {
  MATCH way = (t)<-[:AFTER*1..12]-(f:Event)
  WHERE all(r IN relationships(way) WHERE size(r.accounts) > 0) AND all(e IN nodes(way) WHERE e.stands)
  RETURN min(CASE WHEN f.date_certain THEN f.latest END) AS no_later
}
WITH x, t, before, no_earlier, no_later,
     CASE WHEN t.date_certain THEN coalesce(t.earliest, date('0001-01-01')) ELSE date('0001-01-01') END AS own_first,
     CASE WHEN t.date_certain THEN coalesce(t.latest, date('9999-12-31')) ELSE date('9999-12-31') END AS own_last
WITH x, collect({event: t, id: t.id, before: before, first: CASE WHEN no_earlier > own_first THEN no_earlier ELSE own_first END,
                 last: CASE WHEN no_later < own_last THEN no_later ELSE own_last END}) AS every
WITH x, every, [c IN every | c.id] AS reached
CALL (every) {
  UNWIND every AS c
  WITH c, c.event AS t
  MATCH (t)-[h:HELD_IN|PASSED_TO]->(n:Network) WHERE size(h.accounts) > 0
  WITH n, c, collect(h) AS came, sum(CASE type(h) WHEN 'HELD_IN' THEN 1 ELSE 0 END) AS held
  WITH n, min(c.last) AS over, collect({event: c.event, id: c.id, before: c.before, first: c.first, came: came, held: held}) AS here
  WITH n, over, here, [c IN here | c.id] AS ids
  UNWIND [c IN here WHERE c.first <= over AND none(id IN c.before WHERE id IN ids)] AS c
  RETURN n, c.event AS e, c.came AS came, c.held > 0 AS held
}
CALL (x, e, held, reached) {
  MATCH (a:Event)-[l:LEADS_TO {item: x.id}]->(e) WHERE held AND ($start IS NULL OR a.id IN reached)
  WITH x, e, a, collect(l) AS steps
  WITH x, e, a, steps, [s IN steps WHERE s.via_kind = 'person' | s.via] AS people,
       [s IN steps WHERE s.via_kind = 'thing' | s.via] AS things
  RETURN collect([a, steps]) AS steps, collect([way = (a)-[h:HELD_IN]->(:Network) WHERE size(h.accounts) > 0 | way]) AS was,
         collect([way = (a)<-[w:TOOK_PART]-(p:Actor) WHERE p.id IN people AND size(w.accounts) > 0 | way]) +
         collect([way = (e)<-[w:TOOK_PART]-(p:Actor) WHERE p.id IN people AND size(w.accounts) > 0 | way]) +
         collect([way = (a)-[d:PRODUCED]->(k:KnowledgeItem) WHERE k.id IN things AND size(d.accounts) > 0 | way]) +
         collect([way = (e)-[d:DREW_ON]->(k:KnowledgeItem) WHERE k.id IN things AND size(d.accounts) > 0 | way]) +
         collect([way = (e)-[f:TOOK_FROM]->(o:Event) WHERE o.id = a.id AND f.item = x.id AND size(f.accounts) > 0 | way])
         AS brought_by, collect([s IN steps WHERE s.becomes IS NOT NULL | s.becomes]) AS becomes
}
RETURN x AS idea, n AS network, came, e AS event, steps, was AS from_networks, brought_by,
       [way = (e)-[d:CONCERNS|DREW_ON|PRODUCED]->(y:KnowledgeItem)
        WHERE size(d.accounts) > 0 AND (y.id = x.id OR any(ids IN becomes WHERE y.id IN ids)) | way] AS about,
       [way = (e)<-[w:TOOK_PART]-(:Actor) WHERE NOT held AND size(w.accounts) > 0 | way] AS passed_by,
       [way = (e)-[h:HELD_IN]->(:Network) WHERE NOT held AND size(h.accounts) > 0 | way] AS passed_in
