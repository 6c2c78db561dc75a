// One route of an idea between two points
//
// The steps by which the idea can have come from a start to a goal, each an event, a person or a network. Of all
// routes the one that arrives first, and of these the one with the fewest handovers; or the fewest handovers, and of
// these the one that arrives first; or the fastest, with as little time as can be between leaving the start and
// arriving, and of these the one with the fewest handovers. Where the start is a person or a network, the fastest
// leaves from that event of theirs which makes it so. A network is a start by events held in it, a goal also by those
// that handed the idea on to it. Where several have what is given as their id or name, be they actors or networks,
// the events of all of them are starts, or goals; an event has it only as its id. Several carriers of one step are
// named together. Like every route, it only says how the idea could have gone.
//
// An idea that was renamed, adapted or built on is followed one step only: a step may lead to an event with a newer
// item that builds on it, but not on from there; for that, ask about the newer item.
//
// Dates are vague, so this is what is compared, a date with ? being taken at its word: to arrive first is to have the
// earliest first day on which the last event can have been; to be fastest is to have the fewest days from the first
// day of the first event to the last day of the last, which is the longest that it can have taken, so that no route
// looks fast because its dates say little. What lacks a day that is needed comes last. What is equal in all this goes
// by the last event's first day and id. These are the days of each event's own date, not narrowed by what it is
// stated to come after (trace/arrival and trace/adoption narrow them): to_day can be before the start's. Where one
// event is a start and a goal at once there is no step to take, and that event is no route.
//
// The query answers with every step of the idea, step being 1 at a start, 2 at a goal, 3 at both; kgraph then keeps
// those of one route and numbers them. The accounts of a step that begins at a start, or ends at a goal, include
// those that say that the person took part there, or that the event was held in the network or handed the idea on to
// it.
//
// param: idea (text) - id or name of an idea, or of anything else that is shared
// param: start (text) - id of an event, or id or name of an actor or network
// param: goal (text) - id of an event, or id or name of an actor or network
// param: by (one of earliest|fewest|fastest, default earliest) - arrive as early as can be, by the fewest handovers, or
//     in the least time
// returns: step (int), from_date (text), from_event (text), carried_by (list of text), to_date (text), to_event (text),
//     to_day (date), move (text), networks (list of text), crosses (one of stable_to_fluid|fluid_to_stable)
// evidence: accounts
// key: from_event, to_event
// method: time-respecting paths, earliest arrival, fewest hops and fastest (Holme and Saramäki 2012)
// finish: earliest_route
// example: idea=assess-at-home start=har-05 goal="Vale Partnership Board"
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  MATCH (s:Event {id: $start}) RETURN s.id AS start, [] AS told
  UNION ALL
  MATCH (p:Actor) WHERE $start IN [p.id, p.name]
  MATCH (p)-[w:TOOK_PART]->(s:Event)-[:LEADS_TO {item: x.id}]->(:Event) WHERE size(w.accounts) > 0
  RETURN DISTINCT s.id AS start, w.accounts AS told
  UNION ALL
  MATCH (n:Network) WHERE $start IN [n.id, n.name]
  MATCH (n)<-[h:HELD_IN]-(s:Event)-[:LEADS_TO {item: x.id}]->(:Event) WHERE size(h.accounts) > 0
  RETURN DISTINCT s.id AS start, h.accounts AS told
}
WITH x, collect(start) AS starts, collect({id: start, told: told}) AS from_there
CALL (x) {
  MATCH (g:Event {id: $goal}) RETURN g.id AS goal, [] AS told
  UNION ALL
  MATCH (p:Actor) WHERE $goal IN [p.id, p.name]
  MATCH (p)-[w:TOOK_PART]->(g:Event)<-[:LEADS_TO {item: x.id}]-(:Event) WHERE size(w.accounts) > 0
  RETURN DISTINCT g.id AS goal, w.accounts AS told
  UNION ALL
  MATCH (n:Network) WHERE $goal IN [n.id, n.name]
  MATCH (n)<-[h:HELD_IN|PASSED_TO]-(g:Event)<-[:LEADS_TO {item: x.id}]-(:Event) WHERE size(h.accounts) > 0
  RETURN DISTINCT g.id AS goal, h.accounts AS told
}
WITH x, starts, from_there, collect(goal) AS goals, collect({id: goal, told: told}) AS to_there
CALL (x) {
  CALL (x) {
    MATCH (x)<-[:CONCERNS|DREW_ON|PRODUCED]-(a:Event) RETURN a
    UNION ALL
    MATCH (x)<-[:CONTAINS*1..20]-(:KnowledgeItem)<-[:PRODUCED]-(a:Event) RETURN a
    UNION ALL
    MATCH (:Event)-[:TOOK_FROM {item: x.id}]->(a:Event) RETURN a
  }
  RETURN DISTINCT a
}
WITH x, a, goals, to_there, CASE WHEN a.id IN starts THEN 1 ELSE 0 END AS begins,
     CASE WHEN a.id IN starts THEN [s IN from_there WHERE s.id = a.id | s.told] ELSE [] END AS began,
     [(a)<-[:TOOK_PART]-(p:Actor) | {kind: 'person', id: p.id, name: p.name}] +
     [(a)-[:PRODUCED]->(t:KnowledgeItem) | {kind: 'thing', id: t.id, name: t.name}] AS carriers,
     [(a)-[h:HELD_IN]->(:Network) | h.accounts] AS was
MATCH (a)-[l:LEADS_TO {item: x.id}]->(b:Event)
WITH a, b, l, was + began + CASE WHEN b.id IN goals THEN [g IN to_there WHERE g.id = b.id | g.told] ELSE [] END AS was,
     begins + CASE WHEN b.id IN goals THEN 2 ELSE 0 END AS step,
     [c IN carriers WHERE c.kind = l.via_kind AND c.id = l.via | c.name][0] AS carrier
WITH a, b, step, was, collect(DISTINCT coalesce(carrier, 'as stated')) AS carried_by, max(l.crosses) AS crosses,
     collect(l.accounts) AS accounts
WITH step, a.date AS from_date, a.id AS from_event, carried_by, b.date AS to_date, b.id AS to_event, b.earliest AS to_day,
     b.move AS move, [(b)-[g:HELD_IN]->(m:Network) WHERE size(g.accounts) > 0 | {name: m.name, told: g.accounts}] AS is,
     crosses, was, accounts
RETURN step, from_date, from_event, carried_by, to_date, to_event, to_day, move, [m IN is | m.name] AS networks, crosses,
       accounts + was + [m IN is | m.told] AS accounts
ORDER BY to_day, to_event, from_event
