// Who brokers between groups, and in which role
//
// In a survey, somebody brokers each time one person names them and they name another, whom the first does not name:
// a names v, v names b, and a does not name b (b may name a; all names are those given for one question and wave, and
// only denied ones are none). Each such pair a, b is counted once for v, by the groups of the three: coordinator, all
// in one group; itinerant, a and b in one group and v in another; representative, a in v's group and b outside it;
// gatekeeper, b in v's group and a outside it; liaison, all in different groups. total is their sum. Where naming is
// asking, what is known flows the other way than the names: choose the words with the question in mind.
//
// A row is somebody who is named and names others, for one question and wave, or who is named and did not answer.
// groups say what the person belongs to: organisations worked for, sectors of these, or sites (their own, else those
// of the organisations). With on, posts count that surely lasted on that day (begun at the latest by it, ended at
// the earliest on it, both known and written without ?); of somebody without one, all that as written may have.
// Without on all posts of whatever date count. A pair counts only where each of the three has exactly one group;
// ungrouped counts the pairs left out because one of them has none or several. The roles and total are empty where
// missing says so: did not answer (Answered says so, and they named nobody; then ungrouped is empty, too), else no
// group, else several groups (the broker's own).
//
// Not naming is known only of those who answered and had names to spare. capped: the person named as many as the
// question allowed (max_choices), so that pairs may be missing; capped_before counts those among the a of all pairs
// who did, so that some of the pairs may not be brokered at all. asked and answered count the people of the survey:
// those of whom Answered says so for this wave and a survey in which this question was answered, and whoever named
// somebody; empty without Answered.
//
// param: grouping (one of organisation|sector|site, default organisation) - what divides people into groups
// param: question (text, optional) - only this question, as the survey words it
// param: wave (text, optional) - only this wave of the survey
// param: on (date, optional) - the day on which people's posts count
// returns: question (text), wave (text), name (text), actor (text), groups (list of text), coordinator (int),
//     itinerant (int), representative (int), gatekeeper (int), liaison (int), total (int), ungrouped (int),
//     missing (one of no group|several groups|did not answer), capped (bool), capped_before (int), asked (int), answered (int)
// evidence: accounts
// key: question, wave, actor
// method: brokerage roles (Gould and Fernandez 1989)
// example:
MATCH (a:Actor)-[n:NAMED]->(b:Actor)
WHERE size(n.accounts) > 0 AND ($question IS NULL OR n.question = $question) AND ($wave IS NULL OR n.wave = $wave)
UNWIND n.accounts AS account
MATCH (:Account {id: account})-[:IN]->(s:Source)
WITH n.wave AS wave, n.question AS question, collect(DISTINCT s) AS surveys
CALL (wave, question, surveys) {
  CALL (wave, question, surveys) {
    UNWIND surveys AS s
    MATCH (s)<-[r:ANSWERED]-(p:Actor) WHERE coalesce(r.wave, '') = coalesce(wave, '')
    RETURN p, 1 AS recorded, CASE WHEN r.responded THEN 1 ELSE 0 END AS answered
    UNION ALL
    MATCH (p:Actor)-[n:NAMED]->(q:Actor)
    WHERE size(n.accounts) > 0 AND coalesce(n.wave, '') = coalesce(wave, '')
      AND coalesce(n.question, '') = coalesce(question, '')
    RETURN p, 0 AS recorded, 1 AS answered
  }
  WITH p, max(recorded) AS recorded, max(answered) AS answered
  RETURN sum(recorded) AS records, count(p) AS asked, sum(answered) AS answered
}
CALL (wave, question) {
  MATCH (p:Actor)-[n:NAMED]-(q:Actor)
  WHERE size(n.accounts) > 0 AND coalesce(n.wave, '') = coalesce(wave, '')
    AND coalesce(n.question, '') = coalesce(question, '')
  WITH p, n, q, startNode(n) = p AS gives
  RETURN p, collect(CASE WHEN gives THEN q.id END) AS whom, max(CASE WHEN gives THEN n.max_choices END) AS most
}
WITH wave, question, surveys, records, asked, answered, whom, coalesce(size(whom) >= most, false) AS capped, p,
     [(p)-[w:WORKS_FOR]->(o:Organisation)
      WHERE size(w.accounts) > 0 AND coalesce(w.begins_earliest <= $on, true) AND coalesce(w.ends_latest >= $on, true) |
      {w: w, told: w.accounts, id: CASE $grouping WHEN 'sector' THEN o.sector ELSE o.id END,
       name: CASE $grouping WHEN 'sector' THEN o.sector ELSE o.name END}] AS posts,
     [(p)-[i:IN_SITE]->(s:Site) WHERE size(i.accounts) > 0 | {id: s.id, name: s.name, told: i.accounts}] AS own,
     [(p)-[w:WORKS_FOR]->(:Organisation)-[i:IN_SITE]->(s:Site)
      WHERE size(w.accounts) > 0 AND size(i.accounts) > 0 AND coalesce(w.begins_earliest <= $on, true)
        AND coalesce(w.ends_latest >= $on, true) | {w: w, told: w.accounts + i.accounts, id: s.id, name: s.name}] AS theirs
WITH wave, question, surveys, records, asked, answered, whom, capped, p,
     [g IN CASE WHEN $grouping <> 'site' THEN posts WHEN size(own) > 0 THEN own ELSE theirs END WHERE g.id IS NOT NULL |
      {id: g.id, name: g.name, told: g.told, sure: $on IS NULL OR g.w IS NULL
       OR coalesce(g.w.begins_latest <= $on AND g.w.ends_earliest >= $on
                   AND none(d IN [g.w.begins, g.w.ends] WHERE d CONTAINS '?' OR d CONTAINS '%'), false)}] AS may
WITH wave, question, surveys, records, asked, answered, whom, capped, p,
     CASE WHEN any(g IN may WHERE g.sure) THEN [g IN may WHERE g.sure] ELSE may END AS found
WITH wave, question, surveys, records, asked, answered, p,
     {p: p, id: p.id, whom: whom, capped: capped, told: reduce(told = [], g IN found | told + g.told),
      ids: reduce(ids = [], g IN found | CASE WHEN g.id IN ids THEN ids ELSE ids + [g.id] END),
      names: reduce(names = [], g IN found | CASE WHEN g.name IN names THEN names ELSE names + [g.name] END)} AS person
MATCH (p)-[n:NAMED]-(q:Actor)
WHERE size(n.accounts) > 0 AND coalesce(n.wave, '') = coalesce(wave, '')
  AND coalesce(n.question, '') = coalesce(question, '')
WITH wave, question, surveys, records, asked, answered, n, person, startNode(n) = p AS gives
WITH wave, question, surveys, records, asked, answered, n, collect(CASE WHEN gives THEN person END)[0] AS a,
     collect(CASE WHEN NOT gives THEN person END)[0] AS b
UNWIND [{at: a, after: b}, {at: b, before: a}] AS end
WITH wave, question, surveys, records, asked, answered, end.at.p AS v, collect(end.at)[0] AS own,
     collect(CASE WHEN end.before IS NOT NULL THEN {who: end.before, told: n.accounts} END) AS before,
     collect(CASE WHEN end.after IS NOT NULL THEN {who: end.after, told: n.accounts} END) AS after
WHERE size(before) > 0
WITH wave, question, records, asked, answered, v, own, before, after,
     [(v)-[r:ANSWERED]->(s:Source) WHERE s IN surveys AND coalesce(r.wave, '') = coalesce(wave, '') | r.responded] AS replies
WITH wave, question, records, asked, answered, v, own, before, after,
     size(after) = 0 AND size(replies) > 0 AND NOT true IN replies AS silent
WHERE silent OR size(after) > 0
CALL (own, before, after) {
  UNWIND before AS a
  UNWIND after AS b
  WITH own, a, b WHERE a.who.id <> b.who.id AND NOT b.who.id IN a.who.whom
  WITH own.ids[0] AS of_v, a.who.ids[0] AS of_a, b.who.ids[0] AS of_b, a, b, own,
       size(own.ids) = 1 AND size(a.who.ids) = 1 AND size(b.who.ids) = 1 AS grouped
  WITH a, b, own, CASE WHEN NOT grouped THEN null WHEN of_a = of_v AND of_b = of_v THEN 'coordinator'
                       WHEN of_a = of_b THEN 'itinerant' WHEN of_a = of_v THEN 'representative'
                       WHEN of_b = of_v THEN 'gatekeeper' ELSE 'liaison' END AS role
  RETURN count(role) AS total, count(*) AS pairs, sum(CASE role WHEN 'coordinator' THEN 1 ELSE 0 END) AS coordinator,
         sum(CASE role WHEN 'itinerant' THEN 1 ELSE 0 END) AS itinerant,
         sum(CASE role WHEN 'representative' THEN 1 ELSE 0 END) AS representative,
         sum(CASE role WHEN 'gatekeeper' THEN 1 ELSE 0 END) AS gatekeeper,
         sum(CASE role WHEN 'liaison' THEN 1 ELSE 0 END) AS liaison,
         count(DISTINCT CASE WHEN a.who.capped THEN a.who.id END) AS capped_before,
         collect(DISTINCT a.told) + collect(DISTINCT b.told) + collect(DISTINCT a.who.told) + collect(DISTINCT b.who.told) AS told
}
WITH wave, question, records, asked, answered, v, own, total, pairs, coordinator, itinerant, representative, gatekeeper,
     liaison, capped_before, told, silent,
     CASE WHEN silent THEN 'did not answer' WHEN size(own.ids) = 0 THEN 'no group'
          WHEN size(own.ids) > 1 THEN 'several groups' END AS missing
RETURN question, wave, v.name AS name, v.id AS actor, own.names AS groups,
       CASE WHEN missing IS NULL THEN coordinator END AS coordinator, CASE WHEN missing IS NULL THEN itinerant END AS itinerant,
       CASE WHEN missing IS NULL THEN representative END AS representative,
       CASE WHEN missing IS NULL THEN gatekeeper END AS gatekeeper, CASE WHEN missing IS NULL THEN liaison END AS liaison,
       CASE WHEN missing IS NULL THEN total END AS total, CASE WHEN NOT silent THEN pairs - total END AS ungrouped, missing,
       own.capped AS capped, capped_before, CASE WHEN records > 0 THEN asked END AS asked,
       CASE WHEN records > 0 THEN answered END AS answered, told + [own.told] AS accounts
ORDER BY question, wave, coalesce(total, -1) DESC, name, actor
