// Where an idea crossed between stable and fluid networks
//
// Each time the idea could have passed from a stable network to a fluid one, or back: carried from an event of one
// kind to a later event of the other, or handed on at an event to a network of the other kind. this_way counts all
// crossings in the row's direction. An event held in networks of both kinds at once is no crossing by itself, and is
// left out. Where event handed it on, from_event is the same event, and carried_by is empty.
//
// param: idea (text) - id or name of an idea, or of anything else that is shared
// param: direction (one of stable_to_fluid|fluid_to_stable, optional) - only crossings this way
// returns: date (text), direction (one of stable_to_fluid|fluid_to_stable), how (one of carried|handed_on),
//     event (text), from_event (text), from_networks (list of text), to_networks (list of text),
//     carried_by (list of text), this_way (int)
// evidence: accounts
// key: how, event, from_event
// example: idea=lift-share
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  CALL (x) {
    MATCH (x)<-[:CONCERNS|DREW_ON|PRODUCED]-(a:Event) RETURN a
    UNION ALL
    MATCH (x)<-[:CONTAINS*1..20]-(:KnowledgeItem)<-[:PRODUCED]-(a:Event) RETURN a
    UNION ALL
    MATCH (:Event)-[:TOOK_FROM {item: x.id}]->(a:Event) RETURN a
  }
  WITH DISTINCT x, a
  WITH x, a, [(a)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | {name: n.name, told: h.accounts}] AS held,
       [(a)<-[:TOOK_PART]-(p:Actor) | {kind: 'person', id: p.id, name: p.name}] +
       [(a)-[:PRODUCED]->(t:KnowledgeItem) | {kind: 'thing', id: t.id, name: t.name}] AS carriers
  MATCH (a)-[l:LEADS_TO {item: x.id}]->(b:Event) WHERE l.crosses IS NOT NULL
  WITH a, b, held, l, [c IN carriers WHERE c.kind = l.via_kind AND c.id = l.via | c.name][0] AS carrier
  WITH a, b, held, l.crosses AS direction, collect(DISTINCT coalesce(carrier, 'as stated')) AS carried_by,
       collect(l.accounts) AS moved
  WITH a, b, held, direction, carried_by, moved,
       [(b)-[g:HELD_IN]->(m:Network) WHERE size(g.accounts) > 0 | {name: m.name, told: g.accounts}] AS into
  RETURN a, b, direction, 'carried' AS how, carried_by, [n IN held | n.name] AS from_networks,
         [m IN into | m.name] AS to_networks, moved + [n IN held | n.told] + [m IN into | m.told] AS accounts
  UNION ALL
  MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(a:Event)-[q:PASSED_TO]->(m:Network)
  WHERE a.stands AND size(d.accounts) > 0 AND size(q.accounts) > 0
  WITH a, m.kind AS to_kind, collect(DISTINCT m.name) AS to_networks, collect(q.accounts) + collect(d.accounts) AS moved,
       [(a)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | {name: n.name, kind: n.kind, told: h.accounts}] AS held
  WHERE size(held) > 0 AND all(n IN held WHERE n.kind <> to_kind)
  RETURN a, a AS b, CASE to_kind WHEN 'fluid' THEN 'stable_to_fluid' ELSE 'fluid_to_stable' END AS direction,
         'handed_on' AS how, [] AS carried_by, [n IN held | n.name] AS from_networks, to_networks,
         moved + [n IN held | n.told] AS accounts
}
WITH a, b, direction, how, carried_by, from_networks, to_networks, accounts
WHERE $direction IS NULL OR direction = $direction
WITH collect({a: a.id, b: b.id, date: b.date, day: b.earliest, direction: direction, how: how, by: carried_by,
              into: to_networks, out: from_networks, accounts: accounts}) AS every,
     sum(CASE direction WHEN 'stable_to_fluid' THEN 1 ELSE 0 END) AS to_fluid, count(*) AS all_told
UNWIND every AS c
WITH c.day AS day, c.date AS date, c.direction AS direction, c.how AS how, c.b AS event, c.a AS from_event,
     c.out AS from_networks, c.into AS to_networks, c.by AS carried_by, c.accounts AS accounts,
     CASE c.direction WHEN 'stable_to_fluid' THEN to_fluid ELSE all_told - to_fluid END AS this_way
RETURN date, direction, how, event, from_event, from_networks, to_networks, carried_by, this_way, accounts
ORDER BY day, event, how, from_event
