// When an idea first came to each network
//
// For each network that the idea can have reached, the first event there with it: one held in the network, or one
// that passed it on to the network. An event is with the idea when it concerns, drew on or produced it, or when a
// step of the idea (trace/route) leads to it or from it. With a start, only the start's own events with it count, and
// those to which steps of the idea lead onward from them. What was renamed, adapted or built on is followed one step
// only, and only in this way: a step may lead to an event with a newer item that builds on the idea, but not on from
// there; ask about the newer item for that.
//
// An event's possible days are those of its date, if that is known and has no ?; but none before the possible days of
// an event that it is stated to come after, and none after those of one stated to come after it, by up to twelve such
// statements in a chain. An event is surely before another when its last possible day is before the other's first, or
// when such a chain says so. Those of a network's events that no other of them is surely before can be the first:
// event is the one of them that its date as written puts earliest (by first day, one without a first day last; then
// by id), may_be_first names the others, and certain says that there are none. The idea's own first events, or those
// of the start, are found in the same way.
//
// days_least goes from the last day on which the idea can have been first told of (the earliest of the last possible
// days of all events that can be its first) to the first on which it can have come here (the earliest of the first
// possible days of all that can be the first here), and is never below 0; days_most goes from the former's first to
// the latter's last. Each is empty where a day that it needs is not known, and both are 0 where the one event that
// can be its first is the one here.
//
// brought_by names who, or what, could have carried it into event by a step ("as stated" where only that is told),
// and from_networks where those steps began. Where event only passed it on: who took part, and where it was held.
//
// param: idea (text) - id or name of an idea, or of anything else that is shared
// param: start (text, optional) - id of an event, or id or name of an actor, from which to follow it
// returns: network (text), network_id (text), network_kind (one of stable|fluid), how (one of held|passed_on),
//     date (text), event (text), move (text), certain (bool), may_be_first (list of text), brought_by (list of text),
//     from_networks (list of text), days_least (int), days_most (int)
// evidence: accounts
// key: network_id
// method: earliest arrival over time-respecting paths (Holme and Saramäki 2012)
// example: idea=assess-at-home
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(t:Event)
  WHERE $start IS NULL AND t.stands AND size(d.accounts) > 0
  RETURN t, true AS source
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
  RETURN t, true AS source
  UNION ALL
  MATCH (t:Event {id: $start})-[d:CONCERNS|DREW_ON|PRODUCED]->(x) WHERE t.stands AND size(d.accounts) > 0
  RETURN t, true AS source
  UNION ALL
  MATCH (p:Actor) WHERE $start IN [p.id, p.name]
  MATCH (p)-[w:TOOK_PART]->(t:Event)-[d:CONCERNS|DREW_ON|PRODUCED]->(x)
  WHERE t.stands AND size(w.accounts) > 0 AND size(d.accounts) > 0
  RETURN t, true AS source
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
  RETURN t, false AS source
}
WITH x, t, sum(CASE WHEN source THEN 1 ELSE 0 END) > 0 AS source
CALL (t) {
  MATCH way = (t)-[:AFTER*1..12]->(f:Event)
  WHERE all(r IN relationships(way) WHERE size(r.accounts) > 0) AND all(e IN nodes(way) WHERE e.stands)
  RETURN collect(DISTINCT f.id) AS before, max(CASE WHEN f.date_certain THEN f.earliest END) AS no_earlier,
         collect(reduce(ids = [], r IN relationships(way) | ids + r.accounts)) AS said_before
}
CALL (t) {
  MATCH way = (t)<-[:AFTER*1..12]-(f:Event)
  WHERE all(r IN relationships(way) WHERE size(r.accounts) > 0) AND all(e IN nodes(way) WHERE e.stands)
  RETURN min(CASE WHEN f.date_certain THEN f.latest END) AS no_later,
         collect(reduce(ids = [], r IN relationships(way) | ids + r.accounts)) AS said_after
}
WITH x, t, source, before, said_before, said_after, no_earlier, no_later,
     CASE WHEN t.date_certain THEN coalesce(t.earliest, date('0001-01-01')) ELSE date('0001-01-01') END AS own_first,
     CASE WHEN t.date_certain THEN coalesce(t.latest, date('9999-12-31')) ELSE date('9999-12-31') END AS own_last
WITH x, collect({event: t, id: t.id, source: source, before: before, own_first: own_first, said_before: said_before,
                 first: CASE WHEN no_earlier > own_first THEN no_earlier ELSE own_first END,
                 last: CASE WHEN no_later < own_last THEN no_later ELSE own_last END,
                 said: CASE WHEN no_earlier > own_first THEN said_before ELSE [] END +
                       CASE WHEN no_later < own_last THEN said_after ELSE [] END}) AS every
WITH x, every, [c IN every WHERE c.source] AS own, [c IN every | c.id] AS ids
WITH x, every, ids, own, [c IN own | c.id] AS own_ids,
     reduce(day = date('9999-12-31'), c IN own | CASE WHEN c.last < day THEN c.last ELSE day END) AS idea_last
WITH x, every, ids, own, own_ids, idea_last,
     [c IN own WHERE c.first <= idea_last AND none(id IN c.before WHERE id IN own_ids)] AS firsts
WITH x, every, ids, idea_last,
     reduce(day = date('9999-12-31'), c IN firsts | CASE WHEN c.first < day THEN c.first ELSE day END) AS idea_first,
     [c IN firsts | c.event] AS idea_firsts, reduce(told = [], c IN firsts | told + c.said) +
     reduce(told = [], c IN own | CASE WHEN c.own_first <= idea_last AND (c.first > idea_last OR
                                            any(id IN c.before WHERE id IN own_ids)) THEN told + c.said_before ELSE told END)
     AS idea_told
CALL (every) {
  UNWIND every AS c
  WITH c, c.event AS t
  MATCH (t)-[h:HELD_IN|PASSED_TO]->(n:Network) WHERE size(h.accounts) > 0
  WITH n, c, t, sum(CASE type(h) WHEN 'HELD_IN' THEN 1 ELSE 0 END) AS held, collect(h.accounts) AS told
  WITH n, collect({event: t, id: c.id, held: held, told: told, day: coalesce(t.earliest, date('9999-12-31')), before: c.before,
                   own_first: c.own_first, first: c.first, last: c.last, said: c.said, said_before: c.said_before}) AS here,
       min(c.last) AS last
  WITH n, here, last, [c IN here | c.id] AS ids
  WITH n, here, last, ids, [c IN here WHERE c.first <= last AND none(id IN c.before WHERE id IN ids)] AS firsts
  WITH n, firsts, last,
       reduce(one = firsts[0], c IN firsts | CASE WHEN c.day < one.day OR (c.day = one.day AND c.id < one.id)
                                                  THEN c ELSE one END) AS one,
       reduce(day = last, c IN firsts | CASE WHEN c.first < day THEN c.first ELSE day END) AS first,
       reduce(told = [], c IN firsts | told + c.told + c.said) +
       reduce(told = [], c IN here | CASE WHEN c.own_first <= last AND (c.first > last OR any(id IN c.before WHERE id IN ids))
                                          THEN told + c.said_before ELSE told END) AS told
  RETURN n, one.event AS e, one.held > 0 AS held, first, last, told, [c IN firsts | c.event] AS firsts
}
CALL (x, e, ids, held) {
  MATCH (a:Event)-[l:LEADS_TO {item: x.id}]->(e) WHERE held AND ($start IS NULL OR a.id IN ids)
  WITH a, l, CASE l.via_kind WHEN 'person' THEN [(a)<-[:TOOK_PART]-(p:Actor) WHERE p.id = l.via | p.name][0]
                             WHEN 'thing' THEN [(a)-[:PRODUCED]->(y:KnowledgeItem) WHERE y.id = l.via | y.name][0]
                             ELSE 'as stated' END AS carrier,
       [(a)-[h:HELD_IN]->(m:Network) WHERE size(h.accounts) > 0 | {name: m.name, told: h.accounts}] AS was
  RETURN collect(DISTINCT carrier) AS carriers, collect(l.accounts) AS moved, collect(was) AS was
}
WITH x, n, e, held, idea_first, idea_last, idea_firsts, idea_told, first, last, told, firsts, carriers, moved,
     size(firsts) = 1 AND size(idea_firsts) = 1 AND firsts[0].id = idea_firsts[0].id AS same,
     CASE WHEN held THEN reduce(places = [], some IN was | places + some)
          ELSE [(e)-[h:HELD_IN]->(m:Network) WHERE size(h.accounts) > 0 | {name: m.name, told: h.accounts}] END AS places,
     CASE WHEN held THEN []
          ELSE [(e)<-[w:TOOK_PART]-(p:Actor) WHERE size(w.accounts) > 0 | {name: p.name, told: w.accounts}] END AS people
CALL (x, firsts, idea_firsts) {
  UNWIND firsts + idea_firsts AS c
  WITH DISTINCT x, c
  WITH x, c, [(c)-[d:CONCERNS|DREW_ON|PRODUCED]->(y:KnowledgeItem) WHERE y.id = x.id AND size(d.accounts) > 0 | d.accounts] AS dealt
  WITH CASE WHEN size(dealt) > 0 THEN dealt ELSE [(c)-[l:LEADS_TO]-(:Event) WHERE l.item = x.id | l.accounts] END AS dealt
  UNWIND dealt AS accounts
  RETURN collect(accounts) AS dealt
}
RETURN n.name AS network, n.id AS network_id, n.kind AS network_kind, CASE WHEN held THEN 'held' ELSE 'passed_on' END AS how,
       e.date AS date, e.id AS event, e.move AS move, size(firsts) = 1 AS certain,
       [c IN firsts WHERE c.id <> e.id | c.id] AS may_be_first, carriers + [p IN people | p.name] AS brought_by,
       reduce(names = [], p IN places | CASE WHEN p.name IN names THEN names ELSE names + [p.name] END) AS from_networks,
       CASE WHEN same THEN 0 WHEN first > date('0001-01-01') AND idea_last < date('9999-12-31')
            THEN CASE WHEN first > idea_last THEN duration.inDays(idea_last, first).days ELSE 0 END END AS days_least,
       CASE WHEN same THEN 0 WHEN idea_first > date('0001-01-01') AND last < date('9999-12-31')
            THEN duration.inDays(idea_first, last).days END AS days_most,
       told + dealt + moved + idea_told + [p IN places | p.told] + [p IN people | p.told] AS accounts
ORDER BY e.earliest, e.id, network_id
