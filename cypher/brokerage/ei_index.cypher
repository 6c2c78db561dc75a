// Whether ties keep to the group or cross it: the E–I index
//
// (external - internal) / (external + internal), for all, for each group and for each person: -1 where all ties stay
// within groups, 1 where all cross between them. A tie is two people of whom at least one named the other, for one
// question and wave of a survey; two who name each other are one tie. external ties are between people of different
// groups, internal within one. A group's ties have at least one end in it, a person's are those to others. ungrouped
// counts ties of which an end has no group, or several: they are in neither. index is empty without external and
// internal ties.
//
// Groups are organisations worked for, sectors of these, or sites (people's own, else those of the organisations).
// With on, posts count that surely lasted on that day (begun at the latest by it, ended at the earliest on it, both
// known and written without ?); of somebody without one, all that as written may have. Without on all posts of
// whatever date count. A person belongs to a group only when that leaves exactly one.
//
// expected is the index if ties were spread evenly over all pairs of the asked who have a group: all pairs,
// those with at least one end in the group, those with this person (empty for who was not asked). people counts
// these asked: in all, in the group, or the person; id is empty for all. Asked are those of whom Answered says
// so for this wave and a survey in which this question was answered, and whoever named somebody. silent counts
// those asked, with or without a group, who did not answer and named nobody, capped those who named as many as
// the question allowed (max_choices): ties that they might have named may be missing.
//
// param: grouping (one of organisation|sector|site, default organisation) - what divides people into groups
// param: level (one of all|group|actor, optional) - only the whole, the groups or the people
// param: question (text, optional) - only this question, as the survey words it
// param: wave (text, optional) - only this wave of the survey
// param: on (date, optional) - the day on which people's posts count
// returns: question (text), wave (text), level (one of all|group|actor), name (text), id (text), in_group (text),
//     external (int), internal (int), index (float), expected (float), people (int), ungrouped (int), silent (int),
//     capped (int)
// evidence: accounts
// key: question, wave, level, id
// method: E-I index (Krackhardt and Stern 1988)
// example: level=all
MATCH (a:Actor)-[n:NAMED]->(b:Actor)
WHERE size(n.accounts) > 0 AND ($question IS NULL OR n.question = $question) AND ($wave IS NULL OR n.wave = $wave)
UNWIND n.accounts AS account
MATCH (:Account {id: account})-[:IN]->(s:Source)
WITH n.wave AS wave, n.question AS question, collect(DISTINCT s) AS surveys
CALL (wave, question, surveys) {
  CALL (wave, question, surveys) {
    UNWIND surveys AS s
    MATCH (s)<-[r:ANSWERED]-(p:Actor) WHERE coalesce(r.wave, '') = coalesce(wave, '')
    RETURN p
    UNION ALL
    MATCH (p:Actor)-[n:NAMED]->(q:Actor)
    WHERE size(n.accounts) > 0 AND coalesce(n.wave, '') = coalesce(wave, '')
      AND coalesce(n.question, '') = coalesce(question, '')
    RETURN p
  }
  WITH DISTINCT p
  WITH p,
       [(p)-[w:WORKS_FOR]->(o:Organisation)
        WHERE size(w.accounts) > 0 AND coalesce(w.begins_earliest <= $on, true) AND coalesce(w.ends_latest >= $on, true) |
        {w: w, told: w.accounts, id: CASE $grouping WHEN 'sector' THEN o.sector ELSE o.id END,
         name: CASE $grouping WHEN 'sector' THEN o.sector ELSE o.name END}] AS posts,
       [(p)-[i:IN_SITE]->(s:Site) WHERE size(i.accounts) > 0 | {id: s.id, name: s.name, told: i.accounts}] AS own,
       [(p)-[w:WORKS_FOR]->(:Organisation)-[i:IN_SITE]->(s:Site)
        WHERE size(w.accounts) > 0 AND size(i.accounts) > 0 AND coalesce(w.begins_earliest <= $on, true)
          AND coalesce(w.ends_latest >= $on, true) | {w: w, told: w.accounts + i.accounts, id: s.id, name: s.name}] AS theirs
  WITH p,
       [g IN CASE WHEN $grouping <> 'site' THEN posts WHEN size(own) > 0 THEN own ELSE theirs END WHERE g.id IS NOT NULL |
        {id: g.id, name: g.name, told: g.told, sure: $on IS NULL OR g.w IS NULL
         OR coalesce(g.w.begins_latest <= $on AND g.w.ends_earliest >= $on
                     AND none(d IN [g.w.begins, g.w.ends] WHERE d CONTAINS '?' OR d CONTAINS '%'), false)}] AS may
  WITH p, CASE WHEN any(g IN may WHERE g.sure) THEN [g IN may WHERE g.sure] ELSE may END AS found
  WITH p, found[0].id AS group WHERE size(found) > 0 AND all(g IN found WHERE g.id = group)
  WITH group, count(p) AS people
  RETURN collect({id: group, people: people}) AS sizes, sum(people) AS everyone, sum(people * (people - 1) / 2) AS within
}
CALL (wave, question, surveys) {
  UNWIND surveys AS s
  MATCH (s)<-[r:ANSWERED]-(p:Actor) WHERE coalesce(r.wave, '') = coalesce(wave, '')
  RETURN p, 1 AS asked, CASE WHEN r.responded THEN 1 ELSE 0 END AS answered, null AS named, null AS most
  UNION ALL
  MATCH (p:Actor)-[n:NAMED]-(q:Actor)
  WHERE size(n.accounts) > 0 AND coalesce(n.wave, '') = coalesce(wave, '')
    AND coalesce(n.question, '') = coalesce(question, '')
  WITH p, n, CASE WHEN startNode(n) = p THEN 1 END AS gives
  RETURN p, coalesce(gives, 0) AS asked, coalesce(gives, 0) AS answered, gives AS named,
         CASE gives WHEN 1 THEN n.max_choices END AS most
}
WITH wave, question, sizes, everyone, within, p, max(asked) AS asked, max(answered) AS answered,
     coalesce(count(named) >= max(most), false) AS capped
WITH wave, question, sizes, everyone, within, asked, answered, capped, p,
     [(p)-[w:WORKS_FOR]->(o:Organisation)
      WHERE size(w.accounts) > 0 AND coalesce(w.begins_earliest <= $on, true) AND coalesce(w.ends_latest >= $on, true) |
      {w: w, told: w.accounts, id: CASE $grouping WHEN 'sector' THEN o.sector ELSE o.id END,
       name: CASE $grouping WHEN 'sector' THEN o.sector ELSE o.name END}] AS posts,
     [(p)-[i:IN_SITE]->(s:Site) WHERE size(i.accounts) > 0 | {id: s.id, name: s.name, told: i.accounts}] AS own,
     [(p)-[w:WORKS_FOR]->(:Organisation)-[i:IN_SITE]->(s:Site)
      WHERE size(w.accounts) > 0 AND size(i.accounts) > 0 AND coalesce(w.begins_earliest <= $on, true)
        AND coalesce(w.ends_latest >= $on, true) | {w: w, told: w.accounts + i.accounts, id: s.id, name: s.name}] AS theirs
WITH wave, question, sizes, everyone, within, asked, answered, capped, p,
     [g IN CASE WHEN $grouping <> 'site' THEN posts WHEN size(own) > 0 THEN own ELSE theirs END WHERE g.id IS NOT NULL |
      {id: g.id, name: g.name, told: g.told, sure: $on IS NULL OR g.w IS NULL
       OR coalesce(g.w.begins_latest <= $on AND g.w.ends_earliest >= $on
                   AND none(d IN [g.w.begins, g.w.ends] WHERE d CONTAINS '?' OR d CONTAINS '%'), false)}] AS may
WITH wave, question, sizes, everyone, within, asked, answered, capped, p,
     CASE WHEN any(g IN may WHERE g.sure) THEN [g IN may WHERE g.sure] ELSE may END AS found
WITH wave, question, everyone, within, sizes, p, asked, answered, capped, reduce(told = [], g IN found | told + g.told) AS told,
     CASE WHEN size(found) > 0 AND all(g IN found WHERE g.id = found[0].id) THEN found[0] END AS group
WITH wave, question, everyone, within, p,
     {id: p.id, name: p.name, asked: asked = 1, silent: asked > answered, capped: capped, told: told, group: group.id,
      group_name: group.name, like: coalesce([s IN sizes WHERE s.id = group.id | s.people][0], 0)} AS person
OPTIONAL MATCH (p)-[n:NAMED]-(q:Actor)
WHERE size(n.accounts) > 0 AND coalesce(n.wave, '') = coalesce(wave, '')
  AND coalesce(n.question, '') = coalesce(question, '')
WITH wave, question, everyone, within, person, n.accounts AS named,
     CASE WHEN q.id < person.id THEN q.id ELSE person.id END AS low,
     CASE WHEN q.id < person.id THEN person.id ELSE q.id END AS high
WITH wave, question, everyone, within, low, high, collect(CASE WHEN person.id = low THEN person END)[0] AS a,
     collect(CASE WHEN person.id = high THEN person END)[0] AS b, collect(DISTINCT named) AS named
UNWIND [{x: a, y: b}, {x: b, y: a}] AS end
WITH wave, question, everyone, within, end.x AS x, end.y AS y, reduce(ids = [], some IN named | ids + some) AS told
WHERE x IS NOT NULL
WITH wave, question, everyone, within, x, y, told,
     CASE WHEN y IS NULL THEN 'none' WHEN x.group IS NULL OR y.group IS NULL THEN 'ungrouped'
          WHEN x.group = y.group THEN 'internal' ELSE 'external' END AS tie
WITH wave, question, everyone, within, x.id AS actor, collect(x)[0] AS x,
     count(CASE tie WHEN 'external' THEN 1 END) AS external, count(CASE tie WHEN 'internal' THEN 1 END) AS internal,
     count(CASE tie WHEN 'ungrouped' THEN 1 END) AS ungrouped, collect(told) + collect(y.told) AS told
WITH wave, question, everyone, within, x, external, internal, ungrouped,
     reduce(ids = x.told, some IN told | ids + some) AS told
UNWIND [{of: 'all'}, {of: 'group', id: x.group, name: x.group_name},
        {of: 'actor', id: x.id, name: x.name, group: x.group_name}] AS of
WITH wave, question, everyone, within, of.of AS level, of.id AS id, of.name AS name, of.group AS in_group, x, external,
     internal, ungrouped, told
WHERE (level = 'all' OR id IS NOT NULL) AND ($level IS NULL OR level = $level)
WITH wave, question, everyone, within, level, id, name, in_group, sum(external) AS external, sum(internal) AS internal,
     sum(ungrouped) AS ungrouped, max(x.like) AS like, sum(CASE WHEN x.asked AND x.group IS NOT NULL THEN 1 ELSE 0 END) AS people,
     sum(CASE WHEN x.silent THEN 1 ELSE 0 END) AS silent, sum(CASE WHEN x.capped THEN 1 ELSE 0 END) AS capped,
     collect(told) AS accounts
WITH question, wave, level, name, id, in_group, people, silent, capped, accounts,
     CASE level WHEN 'all' THEN external / 2 ELSE external END AS external,
     CASE level WHEN 'actor' THEN internal ELSE internal / 2 END AS internal,
     CASE level WHEN 'all' THEN ungrouped / 2 ELSE ungrouped END AS ungrouped,
     CASE level WHEN 'all' THEN within WHEN 'group' THEN people * (people - 1) / 2
                ELSE CASE people WHEN 1 THEN like - 1 END END AS near,
     CASE level WHEN 'all' THEN everyone * (everyone - 1) / 2 - within WHEN 'group' THEN people * (everyone - people)
                ELSE CASE people WHEN 1 THEN everyone - like END END AS far
RETURN question, wave, level, name, id, in_group, external, internal,
       CASE WHEN external + internal > 0 THEN toFloat(external - internal) / (external + internal) END AS index,
       CASE WHEN far + near > 0 THEN toFloat(far - near) / (far + near) END AS expected, people, ungrouped, silent, capped,
       accounts
ORDER BY question, wave, CASE level WHEN 'all' THEN 1 WHEN 'group' THEN 2 ELSE 3 END, name, id, level
