// What was said long after it happened
//
// Each account of an event that stands, said more than so many days after it. at_least counts the days from the
// event's last possible day to the first on which it can have been said, and is 0 where these overlap or one is open;
// at_most from the event's first possible day to the last on which it can have been said, and is empty where one of
// these is open. An account was said on its date_said, or where it has none on its source's date. It is certain to be
// long after when at_least is more than the days and both dates are written without ?; possible when at_most is.
// Where either date is wanting nothing can be said, and the account is left out. What was said longest after stands
// first.
//
// at_the_time are the titles of the sources of all other accounts that assert the event or have it by hearsay, and
// were, or can have been, said on its day or after it, and no more than the days after; what was surely said before
// the event, such as a plan, is not told of it at the time. told_then is certain when one of these was said, however
// the dates are read, not before the event (its first day is not before the event's last possible one) and with
// at_most within the days, both dates without ?; possible when that is so by some reading only; none when all else
// that is told of the event is a plan, hindsight or undated. denied_by are the titles of the sources of all other
// accounts that deny the event, whenever said. Memory may be right: this says what to hold it against.
//
// param: days (int, default 365) - how many days count as long
// param: only_certain (bool, default false) - leave out what is only possibly long after
// param: event (text, optional) - id of an event: only accounts of it
// param: about (text, optional) - id or name of an idea, actor or network: only accounts of events linked to it
// returns: account (text), said_by (list of text), source (text), said (text), stance (one of asserts|denies|hearsay),
//     event (text), summary (text), date (text), at_least (int), at_most (int), long_after (one of certain|possible),
//     told_then (one of certain|possible|none), at_the_time (list of text), denied_by (list of text)
// evidence: accounts
// key: account
// example: event=sal-06
MATCH (e:Event)
WHERE e.stands AND ($event IS NULL OR e.id = $event)
  AND ($about IS NULL OR EXISTS { MATCH (e)--(t:KnowledgeItem|Actor|Network) WHERE $about IN [t.id, t.name] })
WITH e
MATCH (e)<-[:REPORTS]-(a:Account)-[:IN]->(s:Source)
WITH e, a, s, coalesce(a.date_said, s.date) AS said,
     CASE WHEN a.date_said IS NULL THEN s.earliest ELSE a.date_said_earliest END AS first_said,
     CASE WHEN a.date_said IS NULL THEN s.latest ELSE a.date_said_latest END AS last_said
WITH e, a, s, said,
     CASE WHEN e.latest < first_said THEN duration.inDays(e.latest, first_said).days ELSE 0 END AS at_least,
     coalesce(e.latest <= first_said, false) AS not_before,
     CASE WHEN e.earliest IS NOT NULL AND last_said IS NOT NULL THEN duration.inDays(e.earliest, last_said).days END AS at_most,
     coalesce(e.date_certain AND NOT said CONTAINS '?' AND NOT said CONTAINS '%', false) AS sure
WITH e, collect({account: a, source: s, id: a.id, stance: a.stance, title: s.title, said: said, at_least: at_least, at_most: at_most,
                 not_before: not_before, sure: sure}) AS tellings
UNWIND [t IN tellings WHERE t.at_least > $days OR t.at_most > $days] AS late
WITH e, late, late.account AS a, late.source AS s, [t IN tellings WHERE t.id <> late.id] AS others,
     CASE WHEN late.at_least > $days AND late.sure THEN 'certain' ELSE 'possible' END AS long_after
WHERE long_after = 'certain' OR NOT $only_certain
WITH e, late, s, long_after, [(a)-[:GIVEN_BY]->(p:Actor) | p.name] AS own, [t IN others WHERE t.stance = 'denies'] AS denials,
     [t IN others WHERE t.stance <> 'denies' AND t.at_least <= $days AND coalesce(t.at_most >= 0, true)
                                AND e.date IS NOT NULL AND t.said IS NOT NULL] AS early
RETURN late.id AS account, CASE WHEN size(own) > 0 THEN own ELSE [(s)-[:GIVEN_BY]->(p:Actor) | p.name] END AS said_by,
       late.title AS source, late.said AS said, late.stance AS stance, e.id AS event, e.summary AS summary, e.date AS date,
       late.at_least AS at_least, late.at_most AS at_most, long_after,
       CASE WHEN any(t IN early WHERE t.sure AND t.not_before AND t.at_most <= $days) THEN 'certain' WHEN size(early) > 0 THEN 'possible'
            ELSE 'none' END AS told_then,
       [t IN early | t.title] AS at_the_time, [t IN denials | t.title] AS denied_by,
       [late.id] + [t IN early + denials | t.id] AS accounts
ORDER BY at_least DESC, account
