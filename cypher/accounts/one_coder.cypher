// What only one coder coded
//
// Every event, and every claim that belongs to no event (memberships, posts, what builds on what), of which no two
// coders coded an account; all accounts of it count, those that deny it too. This says where a second coder would
// help, not that the one is wrong. coded_by is one coder where every account names the same, some unnamed where
// accounts of one coder stand beside accounts that name none, and not named where none names any. What only a survey
// answers and nobody coded is left out.
//
// what is event, or the type of the claim. claim is the event's summary, or the names of the two things that the
// claim links; subject is the event's id, and of a claim subject and object are the ids of the two. detail is what
// else tells claims apart, namely wave, question, kind, event, begins and role. date is the event's, or when the
// claim begins; told counts the accounts, and sources are the titles of where they stand. With about, an event is
// here where it is itself what is named, or is linked to it; a claim where it links what is named to something.
//
// param: coder (text, optional) - only what this coder alone coded, as the accounts write it
// param: about (text, optional) - id or name of an event, actor, network or item: only what concerns it
// returns: coded_by (one of one coder|some unnamed|not named), coder (text), what (text), claim (text), subject (text),
//     object (text), detail (text), date (text), told (int), sources (list of text)
// evidence: accounts
// key: what, subject, object, detail
// example: about="Winter Flow Taskforce" coder=AB
CALL () {
  MATCH (e:Event)
  WHERE e.stands AND ($about IS NULL OR e.id = $about
                      OR EXISTS { MATCH (e)--(t:KnowledgeItem|Actor|Network) WHERE $about IN [t.id, t.name] })
  WITH e
  MATCH (e)<-[:REPORTS]-(a:Account)-[:IN]->(q:Source)
  WITH e, collect(a.id) AS ids, count(DISTINCT a.coder) AS coders, min(a.coder) AS coder, count(a.coder) AS named,
       collect(DISTINCT q.title) AS sources, count(CASE WHEN q.kind <> 'survey' THEN 1 END) AS elsewhere
  WHERE coders = 1 OR (coders = 0 AND elsewhere > 0)
  RETURN 'event' AS what, e.summary AS claim, e.id AS subject, null AS object, '' AS detail, e.date AS date, ids, coder, named,
         sources
  UNION ALL
  MATCH (s:Actor|Organisation|Network|KnowledgeItem)-[r:WORKS_FOR|MEMBER_OF|SET_UP_BY|REPORTS_TO|IN_SITE|BUILDS_ON|PART_OF|CONTAINS|CONFLICTS_WITH|NAMED]->(o)
  WHERE size(r.accounts) > 0 AND ($about IS NULL OR $about IN [s.id, s.name, o.id, o.name, r.event])
  UNWIND r.accounts + r.denied_by AS id
  MATCH (a:Account {id: id})-[:IN]->(q:Source)
  WITH s, r, o, collect(a.id) AS ids, count(DISTINCT a.coder) AS coders, min(a.coder) AS coder, count(a.coder) AS named,
       collect(DISTINCT q.title) AS sources, count(CASE WHEN q.kind <> 'survey' THEN 1 END) AS elsewhere
  WHERE coders = 1 OR (coders = 0 AND elsewhere > 0)
  RETURN type(r) AS what, s.name + ' – ' + o.name AS claim, s.id AS subject, o.id AS object,
         reduce(said = '', part IN [p IN [r.wave, r.question, r.kind, r.event, r.begins, r.role] WHERE p IS NOT NULL] |
                CASE said WHEN '' THEN part ELSE said + ', ' + part END) AS detail,
         r.begins AS date, ids, coder, named, sources
}
WITH what, claim, subject, object, detail, date, ids, coder, named, sources WHERE $coder IS NULL OR coder = $coder
RETURN CASE named WHEN 0 THEN 'not named' WHEN size(ids) THEN 'one coder' ELSE 'some unnamed' END AS coded_by, coder,
       what, claim, subject, object, detail, date, size(ids) AS told, sources, ids AS accounts
ORDER BY what, subject, object, detail, claim
