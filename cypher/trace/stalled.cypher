// Ideas that went no further
//
// Ideas and other shared things whose story stops short: the last event with it dropped or blocked it; it was never
// carried from one event to another; it was only ever at home in one network and handed on to none; or, when a day is
// given, nothing is told of it after that day. What no event deals with is not here. It may have lived on where nobody
// was asked; see what the sources were asked about before concluding anything.
//
// The last event is the one whose last day is latest (its first day, where the last is open; one without a date comes before
// all that have one), a date with a ? being taken at its word; of events on one such day, one that no other is stated to come
// after. why says all that applies: "drop" or "block" is that event's move; "never carried on" that no step leads onward with
// it, not even into a newer name; "never left its network" that all events that were held in a network, or handed it on to
// one, name the same one; "quiet since" that it was by the given day. barriers are those that it met.
//
// param: quiet_since (date, optional) - also list what has no event after this day
// returns: name (text), item (text), kind (text), why (list of text), events (int), networks (list of text),
//     last_date (text), last_event (text), last_move (text), barriers (list of text)
// evidence: accounts
// key: item
// example:
MATCH (x:KnowledgeItem)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event)
WHERE e.stands AND size(d.accounts) > 0
WITH x, e, collect(d.accounts) AS told, coalesce(e.latest, e.earliest, date('0001-01-01')) AS day,
     size([(e)-[l:LEADS_TO]->(:Event) WHERE l.item = x.id | 1]) AS onward
WITH x, collect({event: e, day: day, id: e.id, before: [(e)-[r:AFTER]->(f:Event) WHERE size(r.accounts) > 0 | f.id]}) AS dealt,
     sum(onward) AS carried, collect(told) AS told
WITH x, carried, dealt, [c IN dealt | c.event] AS events, reduce(told_of = [], some IN told | told_of + some) AS told,
     reduce(last = dealt[0].day, c IN dealt | CASE WHEN c.day > last THEN c.day ELSE last END) AS day
WITH x, carried, events, told, [c IN dealt WHERE c.day = day] AS ends
WITH x, carried, events, told, ends, reduce(ids = [], c IN ends | ids + c.before) AS before
WITH x, carried, events, told, ends, [c IN ends WHERE NOT c.id IN before] AS open_ends
WITH x, carried, events, told, reduce(last = open_ends[0], c IN open_ends | CASE WHEN c.id > last.id THEN c ELSE last END) AS last
WITH x, carried, events, told, last.event AS z
CALL (events) {
  UNWIND events AS e
  MATCH (e)-[h:HELD_IN|PASSED_TO]->(n:Network) WHERE size(h.accounts) > 0
  WITH n, collect(h.accounts) AS held
  RETURN collect(n.id) AS ids, collect(DISTINCT n.name) AS networks, collect(held) AS held
}
WITH x, events, z, reduce(told_of = told, some IN held | told_of + some) AS told, ids, networks,
     CASE WHEN z.move IN ['drop', 'block'] THEN [z.move] ELSE [] END +
     CASE WHEN carried > 0 THEN [] ELSE ['never carried on'] END +
     CASE WHEN size(ids) = 1 THEN ['never left its network'] ELSE [] END +
     CASE WHEN $quiet_since IS NOT NULL AND coalesce(z.latest, z.earliest) <= $quiet_since
          THEN ['quiet since'] ELSE [] END AS why
WHERE size(why) > 0
RETURN x.name AS name, x.id AS item, [l IN labels(x) WHERE l <> 'KnowledgeItem'][0] AS kind, why, size(events) AS events,
       networks, z.date AS last_date, z.id AS last_event, z.move AS last_move,
       [(z)-[m:MET]->(b:Barrier) WHERE size(m.accounts) > 0 | b.name] AS barriers,
       told + [(z)-[m:MET]->(:Barrier) | m.accounts] AS accounts
ORDER BY coalesce(z.latest, z.earliest), item
