// Who carried an idea between networks
//
// For each person, post or group, and each pair of networks: how often they were at an event of the one with the idea
// and then, as the next thing they did with it, at an event of the other. Being a member of both carries nothing;
// only taking part does. What went by a thing, was handed on or is only stated to have gone that way is in
// trace/crossings.
//
// times counts the events of the other network that they came to, however many led there; first is the first day on
// which the first of these can have been, last the last day on which the last of them can. Steps within one network
// are no row.
//
// param: idea (text) - id or name of an idea, or of anything else that is shared
// returns: carried_by (text), actor (text), from_network (text), from_id (text), from_kind (one of stable|fluid),
//     to_network (text), to_id (text), to_kind (one of stable|fluid), times (int), first (date), last (date)
// evidence: accounts
// key: actor, from_id, to_id
// example: idea=nine-oclock-call
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  MATCH (x)<-[:CONCERNS|DREW_ON|PRODUCED]-(a:Event) RETURN a
  UNION ALL
  MATCH (x)<-[:CONTAINS*1..20]-(:KnowledgeItem)<-[:PRODUCED]-(a:Event) RETURN a
  UNION ALL
  MATCH (:Event)-[:TOOK_FROM {item: x.id}]->(a:Event) RETURN a
}
WITH DISTINCT x, a
WITH x, a, [(a)<-[:TOOK_PART]-(p:Actor) | {id: p.id, name: p.name}] AS people,
     [(a)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | {id: n.id, name: n.name, kind: n.kind, told: h.accounts}] AS was
MATCH (a)-[l:LEADS_TO {item: x.id, via_kind: 'person'}]->(b:Event)
WITH b, l, was, [p IN people WHERE p.id = l.via | p.name][0] AS name,
     [(b)-[g:HELD_IN]->(m:Network) WHERE size(g.accounts) > 0 | {id: m.id, name: m.name, kind: m.kind, told: g.accounts}] AS is
UNWIND [n IN was WHERE NOT n.id IN [m IN is | m.id]] AS n
UNWIND [m IN is WHERE NOT m.id IN [k IN was | k.id]] AS m
WITH l.via AS actor, name, n.id AS from_id, n.name AS from_network, n.kind AS from_kind, m.id AS to_id, m.name AS to_network,
     m.kind AS to_kind, count(DISTINCT b) AS times, min(b.earliest) AS first, max(b.latest) AS last,
     collect(l.accounts + n.told + m.told) AS accounts
RETURN name AS carried_by, actor, from_network, from_id, from_kind, to_network, to_id, to_kind, times, first, last, accounts
ORDER BY times DESC, first, carried_by, actor, from_id, to_id
