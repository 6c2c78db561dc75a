// Who denies whom
//
// Every event and every single claim that one account asserts and another denies, with those who say so and those who
// deny it by name, or by the title of the source where it names no speaker. Both stay in the graph; which of them is
// right is for the reader to judge. Accounts that say different things without denying each other are not here.
//
// what is event, or the type of the claim. claim is the event's summary, or the names of the two things that the
// claim links; subject is the event's id, and of a claim subject and object are the ids of the two. detail is what
// else tells claims apart, namely position, wave, question, kind, event, item, begins and role. With about, a claim
// is here where it links what is named; where it was made at that event; and where an event that it links, or was
// made at, has to do with that network or item. An event is here with all that it has to do with.
//
// param: about (text, optional) - id or name of an event, actor, network or item: only what concerns it
// returns: what (text), claim (text), subject (text), object (text), detail (text), asserted_by (list of text),
//     denied_by (list of text)
// evidence: accounts
// key: what, subject, object, detail
// example:
CALL () {
  MATCH (e:Event)<-[:REPORTS]-(no:Account) WHERE no.stance = 'denies'
    AND ($about IS NULL OR e.id = $about OR EXISTS { MATCH (e)--(t:KnowledgeItem|Actor|Network) WHERE $about IN [t.id, t.name] })
  WITH e, collect(DISTINCT no.id) AS against
  MATCH (e)<-[:REPORTS]-(yes:Account) WHERE yes.stance <> 'denies'
  RETURN 'event' AS what, e.summary AS claim, e.id AS subject, null AS object, '' AS detail,
         collect(DISTINCT yes.id) AS sayers, against
  UNION ALL
  MATCH (s:Event|Actor|Organisation|Network|KnowledgeItem)-[r:TOOK_PART|HELD_IN|PASSED_TO|CONCERNS|DREW_ON|PRODUCED|TOOK_POSITION|MET|OVERCAME|AFTER|TOOK_FROM|WORKS_FOR|MEMBER_OF|SET_UP_BY|REPORTS_TO|IN_SITE|BUILDS_ON|PART_OF|CONTAINS|CONFLICTS_WITH|NAMED]->(o)
  WHERE size(r.accounts) > 0 AND size(r.denied_by) > 0
    AND ($about IS NULL OR $about IN [s.id, s.name, o.id, o.name] OR coalesce(r.event = $about, false)
         OR EXISTS { MATCH (e:Event)--(t:KnowledgeItem|Network)
                     WHERE (e = s OR e = o OR e.id = r.event) AND $about IN [t.id, t.name] })
  RETURN type(r) AS what,
         coalesce(s.name, s.summary, s.id) + ' – ' + coalesce(o.name, o.summary, o.id) AS claim, s.id AS subject,
         o.id AS object,
         reduce(said = '', part IN [p IN [r.position, r.wave, r.question, r.kind, r.event, r.item, r.begins, r.role] WHERE p IS NOT NULL] |
                CASE said WHEN '' THEN part ELSE said + ', ' + part END) AS detail,
         r.accounts AS sayers, r.denied_by AS against
}
CALL (sayers) {
  UNWIND sayers AS id
  MATCH (a:Account {id: id})-[:IN]->(s:Source)
  WITH a, s, [(a)-[:GIVEN_BY]->(p:Actor) | p.name] AS own, [(s)-[:GIVEN_BY]->(p:Actor) | p.name] AS theirs
  UNWIND CASE WHEN size(own) > 0 THEN own WHEN size(theirs) > 0 THEN theirs ELSE [s.title] END AS name
  RETURN collect(DISTINCT name) AS asserted_by
}
CALL (against) {
  UNWIND against AS id
  MATCH (a:Account {id: id})-[:IN]->(s:Source)
  WITH a, s, [(a)-[:GIVEN_BY]->(p:Actor) | p.name] AS own, [(s)-[:GIVEN_BY]->(p:Actor) | p.name] AS theirs
  UNWIND CASE WHEN size(own) > 0 THEN own WHEN size(theirs) > 0 THEN theirs ELSE [s.title] END AS name
  RETURN collect(DISTINCT name) AS denied_by
}
RETURN what, claim, subject, object, detail, asserted_by, denied_by, sayers + against AS accounts
ORDER BY what, subject, object, detail, claim
