// Ideas that went no further
//
// Ideas and other shared things whose story stops short: the last event with it dropped or blocked it; it was never
// carried from one event to another; it was only ever at home in one network and handed on to none; or, when a day is
// given, nothing is told of it after that day. It may have lived on where nobody was asked: see what the sources were
// asked about before concluding anything.
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
WITH x, collect({event: e, told: told, day: day, id: e.id}) AS dealt, sum(onward) AS carried
WITH x, carried, [c IN dealt | c.event] AS events,
     reduce(last = dealt[0], c IN dealt | CASE WHEN c.day > last.day OR (c.day = last.day AND c.id > last.id)
                                               THEN c ELSE last END) AS last
WITH x, carried, events, last.event AS z, last.told AS told
CALL (events) {
  UNWIND events AS e
  MATCH (e)-[h:HELD_IN|PASSED_TO]->(n:Network) WHERE size(h.accounts) > 0
  RETURN collect(DISTINCT n.name) AS networks
}
WITH x, events, z, told, networks,
     CASE WHEN z.move IN ['drop', 'block'] THEN [z.move] ELSE [] END +
     CASE WHEN carried > 0 THEN [] ELSE ['never carried on'] END +
     CASE WHEN size(networks) = 1 THEN ['never left its network'] ELSE [] END +
     CASE WHEN $quiet_since IS NOT NULL AND coalesce(z.latest, z.earliest) <= $quiet_since
          THEN ['quiet since'] ELSE [] END AS why
WHERE size(why) > 0
RETURN x.name AS name, x.id AS item, [l IN labels(x) WHERE l <> 'KnowledgeItem'][0] AS kind, why, size(events) AS events,
       networks, z.date AS last_date, z.id AS last_event, z.move AS last_move,
       [(z)-[m:MET]->(b:Barrier) WHERE size(m.accounts) > 0 | b.name] AS barriers,
       told + [(z)-[m:MET|HELD_IN|PASSED_TO]->() | m.accounts] AS accounts
ORDER BY coalesce(z.latest, z.earliest), item
