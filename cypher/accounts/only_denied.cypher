// What is only denied
//
// Every event and every single claim that somebody denies and nobody asserts or has by hearsay: told of in the
// sources, kept in the graph, and left out of every trace. denied_in are the sources that deny it. What one account
// asserts and another denies is in accounts/contradictions.
//
// what is event, or the type of the claim. claim is the event's summary, or the names of the two things that the
// claim links; subject is the event's id, and of a claim subject and object are the ids of the two. detail is what
// else tells claims apart, namely position, wave, question, kind, event, item, begins and role.
//
// returns: what (text), claim (text), subject (text), object (text), detail (text), date (text), denied_in (list of text)
// evidence: accounts
// key: what, subject, object, detail
// example:
CALL () {
  MATCH (e:Event)<-[:REPORTS]-(no:Account) WHERE NOT e.stands AND no.stance = 'denies'
  WITH e, collect(DISTINCT no.id) AS against
  RETURN 'event' AS what, e.summary AS claim, e.id AS subject, null AS object, '' AS detail, e.date AS date, against
  UNION ALL
  MATCH (s:Event|Actor|Organisation|Network|KnowledgeItem)-[r:TOOK_PART|HELD_IN|PASSED_TO|CONCERNS|DREW_ON|PRODUCED|TOOK_POSITION|MET|OVERCAME|AFTER|TOOK_FROM|WORKS_FOR|MEMBER_OF|SET_UP_BY|REPORTS_TO|IN_SITE|BUILDS_ON|PART_OF|CONTAINS|CONFLICTS_WITH|NAMED]->(o)
  WHERE size(r.accounts) = 0 AND size(r.denied_by) > 0
  RETURN type(r) AS what,
         coalesce(s.name, s.summary, s.id) + ' – ' + coalesce(o.name, o.summary, o.id) AS claim, s.id AS subject,
         o.id AS object,
         reduce(said = '', part IN [p IN [r.position, r.wave, r.question, r.kind, r.event, r.item, r.begins, r.role] WHERE p IS NOT NULL] |
                CASE said WHEN '' THEN part ELSE said + ', ' + part END) AS detail,
         r.begins AS date, r.denied_by AS against
}
CALL (against) {
  UNWIND against AS id
  MATCH (:Account {id: id})-[:IN]->(s:Source)
  RETURN collect(DISTINCT s.title) AS denied_in
}
RETURN what, claim, subject, object, detail, date, denied_in, against AS accounts
ORDER BY what, subject, object, detail, claim
