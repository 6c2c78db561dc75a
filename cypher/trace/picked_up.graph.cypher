// Ideas that were dropped and picked up again, as a graph
//
// Each event that dropped or blocked an idea, with the next that took it up, or all that can have been next: the
// idea, the names that it took later (BUILDS_ON) where one of these was taken up, the networks of both events, who
// took part in each, the barriers that the drop met, and any step (LEADS_TO, MAY_LEAD_TO) from the one to the other.
MATCH (x:KnowledgeItem)<-[d:CONCERNS|DREW_ON|PRODUCED]-(z:Event)
WHERE ($idea IS NULL OR x.id = $idea OR x.name = $idea) AND z.move IN ['drop', 'block'] AND z.stands AND size(d.accounts) > 0
WITH x, z, collect(d) AS about
WITH x, collect({drop: true, event: z, about: about}) AS drops
CALL (x) {
  RETURN x AS y, [] AS renamed
  UNION ALL
  MATCH way = (x)<-[:BUILDS_ON*1..12]-(y:KnowledgeItem)
  WHERE all(r IN relationships(way) WHERE r.kind IN ['renames', 'adapts'] AND size(r.accounts) > 0)
  RETURN y, [way] AS renamed
}
WITH x, drops, y, collect(renamed) AS renamed
MATCH (y)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event)
WHERE e.stands AND size(d.accounts) > 0 AND NOT e.move IN ['drop', 'block', 'contest']
WITH x, drops, e, collect([y, d, renamed]) AS about
WITH x, drops, collect({drop: false, event: e, about: about}) AS ups
CALL (drops, ups) {
  UNWIND drops + ups AS c
  WITH c, c.event AS t
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
  WITH c, t, before, no_earlier, no_later,
       CASE WHEN t.date_certain THEN coalesce(t.earliest, date('0001-01-01')) ELSE date('0001-01-01') END AS own_first,
       CASE WHEN t.date_certain THEN coalesce(t.latest, date('9999-12-31')) ELSE date('9999-12-31') END AS own_last
  RETURN collect({drop: c.drop, event: t, id: t.id, about: c.about, before: before,
                  first: CASE WHEN no_earlier > own_first THEN no_earlier ELSE own_first END,
                  last: CASE WHEN no_later < own_last THEN no_later ELSE own_last END}) AS timed
}
WITH x, [c IN timed WHERE c.drop] AS drops, [c IN timed WHERE NOT c.drop] AS ups
UNWIND drops AS z
WITH x, z, [c IN ups WHERE c.last >= z.first AND NOT c.id IN z.before] AS open
WITH x, z, open, [c IN open WHERE c.first > z.last OR z.id IN c.before] AS later
WITH x, z, open, [c IN later | c.id] AS ids,
     reduce(day = date('9999-12-31'), c IN later | CASE WHEN c.last < day THEN c.last ELSE day END) AS over
UNWIND [c IN open WHERE c.first <= over AND none(id IN c.before WHERE id IN ids)] AS c
WITH x, z.event AS a, z.about AS dropped, c.event AS b, c.about AS taken_up
RETURN x AS item, a AS drop, dropped, b AS event, taken_up,
       [way = (a)-[l:LEADS_TO|MAY_LEAD_TO]->(o:Event) WHERE o.id = b.id AND l.item = x.id | way] AS steps,
       [way = (a)-[h:HELD_IN]->(:Network) WHERE size(h.accounts) > 0 | way] +
       [way = (b)-[h:HELD_IN]->(:Network) WHERE size(h.accounts) > 0 | way] AS networks,
       [way = (a)<-[w:TOOK_PART]-(:Actor) WHERE size(w.accounts) > 0 | way] +
       [way = (b)<-[w:TOOK_PART]-(:Actor) WHERE size(w.accounts) > 0 | way] AS people,
       [way = (a)-[m:MET]->(:Barrier) WHERE size(m.accounts) > 0 | way] AS met
