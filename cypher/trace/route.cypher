// Route of an idea
//
// Each step by which the idea could have passed from one event to a later one, by the first day of the later event:
// who or what could have carried it, under which other name, and between which networks. A step means "could have
// carried": someone took part in both, or the later event drew on what the earlier one produced, or a source says so.
// It does not mean that somebody saw it pass. Steps whose order is only possible (MAY_LEAD_TO) are left out. Where an
// older idea became this one, the steps are those of the older one; trace/lineage names it.
//
// param: idea (text) - id or name of an idea, or of anything else that is shared
// param: until (date, optional) - leave out what happened after this day
// returns: date (text), event (text), move (text), networks (list of text), carried_by (list of text),
//     becomes (list of text), from_event (text), from_networks (list of text),
//     crosses (one of stable_to_fluid|fluid_to_stable)
// evidence: accounts
// key: event, from_event
// method: time-respecting paths (Holme and Saramäki 2012)
// example: idea=assess-at-home
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  MATCH (x)<-[:CONCERNS|DREW_ON|PRODUCED]-(a:Event) RETURN a
  UNION ALL
  MATCH (x)<-[:CONTAINS*1..20]-(:KnowledgeItem)<-[:PRODUCED]-(a:Event) RETURN a
  UNION ALL
  MATCH (:Event)-[:TOOK_FROM {item: x.id}]->(a:Event) RETURN a
}
WITH DISTINCT x, a
WITH x, a, [(a)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | {name: n.name, told: h.accounts}] AS was,
     [(a)<-[:TOOK_PART]-(p:Actor) | {kind: 'person', id: p.id, name: p.name}] +
     [(a)-[:PRODUCED]->(t:KnowledgeItem) | {kind: 'thing', id: t.id, name: t.name}] AS carriers
MATCH (a)-[l:LEADS_TO {item: x.id}]->(b:Event)
WHERE $until IS NULL OR b.earliest IS NULL OR b.earliest <= $until
WITH a, b, was, l,
     [c IN carriers WHERE c.kind = l.via_kind AND c.id = l.via | c.name][0] AS carrier,
     CASE WHEN l.becomes IS NULL THEN null
          ELSE [(b)-[:CONCERNS|DREW_ON|PRODUCED]->(y:KnowledgeItem) WHERE y.id = l.becomes | y.name][0] END AS renamed
WITH a, b, was, collect(DISTINCT coalesce(carrier, 'as stated')) AS carried_by,
     collect(DISTINCT renamed) AS becomes, max(l.crosses) AS crosses, collect(l.accounts) AS accounts
WITH b.earliest AS day, b.date AS date, b.id AS event, b.move AS move,
     [(b)-[g:HELD_IN]->(m:Network) WHERE size(g.accounts) > 0 | {name: m.name, told: g.accounts}] AS is,
     a.earliest AS from_day, a.id AS from_event, was, carried_by, becomes, crosses, accounts
RETURN date, event, move, [m IN is | m.name] AS networks, carried_by, becomes, from_event, [n IN was | n.name] AS from_networks,
       crosses, accounts + [n IN was | n.told] + [m IN is | m.told] AS accounts
ORDER BY day, event, from_day, from_event
