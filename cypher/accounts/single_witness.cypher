// What rests on one account, or on one source
//
// Every event, and every claim that belongs to no event (memberships, posts, what builds on what), that only one
// account or several accounts of only one source assert. Hearsay is no witness, so it does not count, but what is
// known by hearsay alone is listed as resting on none. One witness may be right: this says where a second would help.
// What somebody answered in a survey rests on that answer.
//
// what is event, or the type of the claim. claim is the event's summary, or the names of the two things that the
// claim links; subject is the event's id, and of a claim subject and object are the ids of the two. detail is what
// else tells claims apart, namely wave, question, kind, event, item, begins and role. date is the event's, or when
// the claim begins; sources are the titles of all sources that assert it or have it by hearsay.
//
// param: about (text, optional) - id or name of an idea, actor or network: only events and claims that concern it
// returns: rests_on (one of one account|one source|hearsay), what (text), claim (text), subject (text), object (text),
//     detail (text), date (text), sources (list of text)
// evidence: accounts
// key: what, subject, object, detail
// example: about=quill
CALL () {
  MATCH (e:Event)
  WHERE e.stands AND ($about IS NULL OR EXISTS { MATCH (e)--(t:KnowledgeItem|Actor|Network) WHERE $about IN [t.id, t.name] })
  WITH e
  MATCH (e)<-[:REPORTS]-(a:Account)-[:IN]->(q:Source) WHERE a.stance <> 'denies'
  WITH e, collect(a.id) AS ids, count(CASE a.stance WHEN 'asserts' THEN 1 END) AS witnesses,
       count(DISTINCT CASE a.stance WHEN 'asserts' THEN q.id END) AS places, collect(DISTINCT q.title) AS sources
  WHERE places < 2
  RETURN 'event' AS what, e.summary AS claim, e.id AS subject, null AS object, '' AS detail, e.date AS date, ids, witnesses, sources
  UNION ALL
  MATCH (s:Actor|Organisation|Network|KnowledgeItem)-[r:WORKS_FOR|MEMBER_OF|SET_UP_BY|REPORTS_TO|IN_SITE|BUILDS_ON|PART_OF|CONTAINS|CONFLICTS_WITH|NAMED]->(o)
  WHERE size(r.accounts) > 0 AND ($about IS NULL OR $about IN [s.id, s.name, o.id, o.name, r.event])
  UNWIND r.accounts AS id
  MATCH (a:Account {id: id})-[:IN]->(q:Source)
  WITH s, r, o, count(CASE a.stance WHEN 'asserts' THEN 1 END) AS witnesses,
       count(DISTINCT CASE a.stance WHEN 'asserts' THEN q.id END) AS places, collect(DISTINCT q.title) AS sources
  WHERE places < 2
  RETURN type(r) AS what, s.name + ' – ' + o.name AS claim, s.id AS subject, o.id AS object,
         reduce(said = '', part IN [p IN [r.wave, r.question, r.kind, r.event, r.item, r.begins, r.role] WHERE p IS NOT NULL] |
                CASE said WHEN '' THEN part ELSE said + ', ' + part END) AS detail,
         r.begins AS date, r.accounts AS ids, witnesses, sources
}
RETURN CASE WHEN witnesses = 0 THEN 'hearsay' WHEN witnesses = 1 THEN 'one account' ELSE 'one source' END AS rests_on,
       what, claim, subject, object, detail, date, sources, ids AS accounts
ORDER BY what, subject, object, detail, claim
