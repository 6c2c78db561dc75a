// Steps that an idea may have taken, if the dates were as they might be
//
// Each MAY_LEAD_TO step of an idea, or of all: two events from one of which to the other it could have been carried,
// if only the one was before the other, and what is told leaves that open. A row is not to be chained with another:
// two that are each possible may not be possible together. Ask those who can know, and give the events a date, or say
// which came after. A date with a ? is taken at its word where it leaves only one order: the step that way is a row,
// the step back is not. Of many events beside a vague one, only the steps to the first and from the last that it may
// lie between are rows.
//
// why says what leaves it open, all that applies: "no date" where one of the two has none; "open date" where one has
// no known first or no known last day; "uncertain date" where one has a ?; "same day" where both are on one and the
// same day; "dates overlap" where both have known first and last days that overlap in another way. either_way says
// that the step back, from the later event to the earlier, is possible as well. carried_by names everyone, and
// everything, that could have carried it (who took part in both is whom to ask), or says "as stated"; becomes is the
// name that it took.
//
// param: idea (text, optional) - id or name of an idea, or of anything else that is shared; all of them when not given
// returns: name (text), item (text), from_date (text), from_event (text), from_networks (list of text), date (text),
//     event (text), networks (list of text), carried_by (list of text), becomes (list of text), why (list of text),
//     either_way (bool)
// evidence: accounts
// key: item, from_event, event
// example: idea=assess-at-home
CALL () {
  MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
  CALL (x) {
    MATCH (x)<-[:CONCERNS|DREW_ON|PRODUCED]-(a:Event) RETURN a
    UNION ALL
    MATCH (x)<-[:CONTAINS*1..20]-(:KnowledgeItem)<-[:PRODUCED]-(a:Event) RETURN a
    UNION ALL
    MATCH (:Event)-[:TOOK_FROM {item: x.id}]->(a:Event) RETURN a
  }
  RETURN DISTINCT x.id AS idea, a
  UNION ALL
  MATCH (a:Event) WHERE $idea IS NULL
  RETURN null AS idea, a
}
MATCH (a)-[l:MAY_LEAD_TO]->(b:Event) WHERE idea IS NULL OR l.item = idea
WITH a, collect({step: l, into: b}) AS steps
WITH steps, a, [(a)<-[:TOOK_PART]-(p:Actor) | {kind: 'person', id: p.id, name: p.name}] +
     [(a)-[:PRODUCED]->(t:KnowledgeItem) | {kind: 'thing', id: t.id, name: t.name}] AS carriers,
     [(a)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | {name: n.name, told: h.accounts}] AS was
UNWIND steps AS s
WITH a, carriers, was, s.step AS l, s.into AS b
WITH a, was, b, l.item AS item, l, [c IN carriers WHERE c.kind = l.via_kind AND c.id = l.via | c.name][0] AS carrier,
     CASE WHEN l.becomes IS NULL THEN null
          ELSE [(b)-[:CONCERNS|DREW_ON|PRODUCED]->(y:KnowledgeItem) WHERE y.id = l.becomes | y.name][0] END AS renamed
WITH a, was, b, item, collect(DISTINCT coalesce(carrier, 'as stated')) AS carried_by, collect(DISTINCT renamed) AS becomes,
     collect(l.accounts) AS told
WITH item, collect({out: a, into: b, was: was, by: carried_by, becomes: becomes, told: told}) AS steps
MATCH (x:KnowledgeItem {id: item})
UNWIND steps AS s
WITH x, s.out AS a, s.into AS b, s.was AS was, s.by AS carried_by, s.becomes AS becomes, s.told AS told
WITH x, a, b, was, carried_by, becomes, told,
     [(b)-[g:HELD_IN]->(m:Network) WHERE size(g.accounts) > 0 | {name: m.name, told: g.accounts}] AS is,
     size([(b)-[m:MAY_LEAD_TO]->(a) WHERE m.item = x.id | 1]) > 0 AS either_way,
     coalesce(a.earliest, a.latest) AS from_day, coalesce(b.earliest, b.latest) AS day,
     (a.earliest IS NULL AND a.latest IS NULL) OR (b.earliest IS NULL AND b.latest IS NULL) AS undated,
     (a.earliest IS NULL AND a.latest IS NOT NULL) OR (a.latest IS NULL AND a.earliest IS NOT NULL) OR
     (b.earliest IS NULL AND b.latest IS NOT NULL) OR (b.latest IS NULL AND b.earliest IS NOT NULL) AS open,
     NOT coalesce(a.date_certain, true) OR NOT coalesce(b.date_certain, true) AS doubted,
     coalesce(a.earliest = a.latest AND b.earliest = b.latest AND a.earliest = b.earliest, false) AS one_day,
     coalesce(a.earliest <= b.latest AND b.earliest <= a.latest, false) AS overlap
RETURN x.name AS name, x.id AS item, a.date AS from_date, a.id AS from_event, [n IN was | n.name] AS from_networks,
       b.date AS date, b.id AS event, [m IN is | m.name] AS networks, carried_by, becomes,
       CASE WHEN undated THEN ['no date'] ELSE [] END + CASE WHEN open THEN ['open date'] ELSE [] END +
       CASE WHEN doubted THEN ['uncertain date'] ELSE [] END +
       CASE WHEN one_day THEN ['same day'] WHEN overlap THEN ['dates overlap'] ELSE [] END AS why,
       either_way, told + [t IN was + is | t.told] AS accounts
ORDER BY item, from_day, from_event, day, event
