// How long an idea waited between one event and the next
//
// Each step by which the idea could have passed from one event to a later one (a step of trace/route), with the days
// that it waited between the two, longest first, and with the barriers that were met at either. least_days goes from
// the last day on which the earlier event can have been to the first on which the later one can, most_days from the
// first to the last; least is never below 0. Both are of the two events' own dates. Where a date is missing, is open
// at the end that is needed, or has a ?, the length is left open and empty, and the step comes last. A wait is
// silence in the accounts: what was done in between and not told of is not known.
//
// carried_by names everyone, and everything, that could have carried it, or says "as stated"; becomes is the name
// that it took on the way. met_before are barriers that the earlier event met, met_after those that the later one
// did.
//
// param: idea (text) - id or name of an idea, or of anything else that is shared
// param: barriers (bool, default false) - only steps where a barrier was met on either side
// returns: least_days (int), most_days (int), from_date (text), from_event (text), from_networks (list of text),
//     carried_by (list of text), becomes (list of text), date (text), event (text), move (text), networks (list of text),
//     met_before (list of text), met_after (list of text)
// evidence: accounts
// key: event, from_event
// method: waiting times (Holme and Saramäki 2012)
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
WITH x, a, [(a)-[h:HELD_IN|MET]->(n:Network|Barrier) WHERE size(h.accounts) > 0 |
            {met: type(h) = 'MET', name: n.name, told: h.accounts}] AS was,
     [(a)<-[:TOOK_PART]-(p:Actor) | {kind: 'person', id: p.id, name: p.name}] +
     [(a)-[:PRODUCED]->(t:KnowledgeItem) | {kind: 'thing', id: t.id, name: t.name}] AS carriers
MATCH (a)-[l:LEADS_TO {item: x.id}]->(b:Event)
WITH a, b, was, l, [c IN carriers WHERE c.kind = l.via_kind AND c.id = l.via | c.name][0] AS carrier,
     CASE WHEN l.becomes IS NULL THEN null
          ELSE [(b)-[:CONCERNS|DREW_ON|PRODUCED]->(y:KnowledgeItem) WHERE y.id = l.becomes | y.name][0] END AS renamed
WITH a, b, was, collect(DISTINCT coalesce(carrier, 'as stated')) AS carried_by, collect(DISTINCT renamed) AS becomes,
     collect(l.accounts) AS told
WITH a, b, was, carried_by, becomes, told, a.date_certain AND b.date_certain AS sure,
     [(b)-[g:HELD_IN|MET]->(m:Network|Barrier) WHERE size(g.accounts) > 0 |
      {met: type(g) = 'MET', name: m.name, told: g.accounts}] AS is
WHERE NOT $barriers OR any(t IN was + is WHERE t.met)
WITH a, b, was, is, carried_by, becomes, told,
     CASE WHEN sure AND b.earliest > a.latest THEN duration.inDays(a.latest, b.earliest).days
          WHEN sure AND b.earliest <= a.latest THEN 0 END AS least_days,
     CASE WHEN sure THEN duration.inDays(a.earliest, b.latest).days END AS most_days
RETURN least_days, most_days, a.date AS from_date, a.id AS from_event, [n IN was WHERE NOT n.met | n.name] AS from_networks,
       carried_by, becomes, b.date AS date, b.id AS event, b.move AS move, [m IN is WHERE NOT m.met | m.name] AS networks,
       [o IN was WHERE o.met | o.name] AS met_before, [o IN is WHERE o.met | o.name] AS met_after,
       told + [t IN was | t.told] + [t IN is | t.told] AS accounts
ORDER BY coalesce(least_days, -1) DESC, coalesce(most_days, -1) DESC, event, from_event
