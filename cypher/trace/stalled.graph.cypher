// Ideas that went no further, as a graph
//
// Each such idea, or other shared thing, with all events that deal with it, the networks that these were held in or
// that they handed it on to, and the steps (LEADS_TO) between them; and the barriers that the last event met. Why it
// went no further is in the table.
MATCH (x:KnowledgeItem)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event)
WHERE e.stands AND size(d.accounts) > 0
WITH x, e, coalesce(e.latest, e.earliest, date('0001-01-01')) AS day
WITH x, collect({event: e, day: day}) AS every, max(day) AS told_until,
     max(CASE WHEN e.move <> 'contest' THEN day END) AS last_day
WITH x, told_until, CASE WHEN last_day IS NULL THEN every ELSE [c IN every WHERE c.event.move <> 'contest'] END AS dealt,
     coalesce(last_day, told_until) AS last_day
WITH x, told_until, [c IN dealt WHERE c.day = last_day | c.event] AS ends
CALL (ends) {
  UNWIND ends AS e
  RETURN collect([(e)-[r:AFTER]->(f:Event) WHERE size(r.accounts) > 0 | f.id]) AS before
}
WITH x, told_until, [e IN ends WHERE none(ids IN before WHERE e.id IN ids)] AS ends
WITH x, told_until, reduce(last = ends[0], e IN ends | CASE WHEN e.id > last.id THEN e ELSE last END) AS z
CALL (x) {
  CALL (x) {
    MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event)-[:LEADS_TO {item: x.id}]->(:Event)
    WHERE e.stands AND size(d.accounts) > 0
    RETURN e LIMIT 1
  }
  RETURN count(e) AS carried
}
CALL (x) {
  CALL (x) {
    MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event)-[h:HELD_IN|PASSED_TO]->(n:Network)
    WHERE e.stands AND size(d.accounts) > 0 AND size(h.accounts) > 0
    RETURN DISTINCT n LIMIT 2
  }
  RETURN count(n) AS homes
}
WITH x, z, CASE WHEN z.move IN ['drop', 'block'] THEN [z.move] ELSE [] END +
     CASE WHEN carried > 0 THEN [] ELSE ['never carried on'] END +
     CASE WHEN homes = 1 THEN ['never left its network'] ELSE [] END +
     CASE WHEN $quiet_since IS NOT NULL AND told_until <= $quiet_since AND told_until > date('0001-01-01')
          THEN ['quiet since'] ELSE [] END AS why
WHERE size(why) > 0
CALL (x, z) {
  MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event) WHERE e.stands AND size(d.accounts) > 0
  RETURN collect([e, d]) AS events,
         collect([way = (e)-[h:HELD_IN|PASSED_TO]->(:Network) WHERE size(h.accounts) > 0 | way]) AS networks,
         collect([way = (e)-[l:LEADS_TO]->(:Event) WHERE l.item = x.id | way]) AS steps
}
RETURN x AS item, z AS last_event, [events] AS events, [networks] AS networks, [steps] AS steps,
       [way = (z)-[m:MET]->(:Barrier) WHERE size(m.accounts) > 0 | way] AS barriers
