// Ideas that went no further
//
// Ideas and other shared things whose story stops short: the last event with it, contests aside, dropped or blocked
// it; it was never carried from one event to another; it was only ever at home in one network and handed on to none;
// or, when a day is given, nothing is told of it after that day. What no event deals with is not here. It may have
// lived on where nobody was asked; see what the sources were asked about before concluding anything.
//
// The last event is the one whose last day is latest (its first day, where the last is open; one without a date comes
// before all that have one), a date with a ? being taken at its word; of events on one such day, one that no other is
// stated to come after. Who argues over an idea does not thereby take it up (trace/picked_up): an event of contest is
// the last one only where every event with it is of contest, so what was dropped, and then only argued over, went no
// further. Events of any other move count as taking it up. why says all that applies: "drop" or "block" is that
// event's move; "never carried on" that no step leads onward with it, not even into a newer name; "never left its
// network" that all events that were held in a network, or handed it on to one, name the same one; "quiet since" that
// all events with it, contests too, were by the given day. barriers are those that the last event met.
//
// param: quiet_since (date, optional) - also list what has no event after this day
// returns: name (text), item (text), kind (text), why (list of text), events (int), networks (list of text),
//     last_date (text), last_event (text), last_move (text), barriers (list of text)
// evidence: accounts
// key: item
// example:
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
CALL (x) {
  MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event) WHERE e.stands AND size(d.accounts) > 0
  RETURN count(DISTINCT e) AS events, collect(d.accounts) AS told
}
CALL (x) {
  MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event)-[h:HELD_IN|PASSED_TO]->(n:Network)
  WHERE e.stands AND size(d.accounts) > 0 AND size(h.accounts) > 0
  RETURN collect(DISTINCT n.name) AS networks, collect(h.accounts) AS held
}
RETURN x.name AS name, x.id AS item, [l IN labels(x) WHERE l <> 'KnowledgeItem'][0] AS kind, why, events, networks,
       z.date AS last_date, z.id AS last_event, z.move AS last_move,
       [(z)-[m:MET]->(b:Barrier) WHERE size(m.accounts) > 0 | b.name] AS barriers,
       told + held + [(z)-[m:MET]->(:Barrier) | m.accounts] AS accounts
ORDER BY coalesce(z.latest, z.earliest), item
