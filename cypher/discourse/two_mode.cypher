// Who supports and who opposes what
//
// A discourse network of two modes: one row for each actor, or organisation, and each item on which it takes a
// position, with the number of its statements that support and that oppose it. support, oppose and net (support less
// oppose) are these numbers divided by divided_by: without normalisation 1; by activity, all statements of the actor
// or organisation that the parameters leave in; by prominence, all of anybody on the item, likewise. people are the
// actors whose statements these are; first_day and last_day are the first and last on which they can have been made,
// of those statements that have a day.
//
// A statement is one actor's position on one item at one event. Neutral positions are left out everywhere. Its day is
// the first on which the event can have been; vague counts those positions of the row (before duplicates go) whose
// event is not surely of one known day. Of statements of one unit on one item with the same position, duplicates
// counts one only: per document, the source of its accounts (of several, the first by id); per ISO week, month or
// year of its day (all without a day in one period); or acrossrange, one at all; include counts each. With from or
// until, statements without a day are left out.
//
// For organisations, a statement is that of each for which the actor surely worked when it was made: begun at the
// latest by the event's first possible day, ended at the earliest on its last, all known and without ?. Of somebody
// who surely worked for none it is that of the only organisation for which they may have; where there are several or
// none, it is left out.
//
// param: unit (one of actor|organisation, default actor) - who takes positions
// param: normalisation (one of no|activity|prominence, default no) - what numbers are divided by
// param: duplicates (one of include|document|week|month|year|acrossrange, default include) - which statements count once
// param: concept (text, optional) - id or name of an item: only positions on it
// param: from (date, optional) - leave out statements before this day
// param: until (date, optional) - leave out statements after this day
// returns: name (text), id (text), concept_name (text), item (text), supports (int), opposes (int), divided_by (int),
//     support (float), oppose (float), net (float), people (list of text), first_day (date), last_day (date), vague (int)
// evidence: accounts
// key: id, item
// method: discourse networks (Leifeld 2017); normalisation as in the DNA manual (Leifeld, Gruber and Bossner 2018)
// example: concept=digital-first normalisation=prominence
MATCH (p:Actor)-[r:TOOK_POSITION]->(x:KnowledgeItem)
WHERE size(r.accounts) > 0 AND r.position <> 'neutral' AND ($concept IS NULL OR $concept IN [x.id, x.name])
MATCH (e:Event {id: r.event})
WHERE e.stands AND ($from IS NULL OR e.earliest >= $from) AND ($until IS NULL OR e.earliest <= $until)
CALL (r) {
  UNWIND CASE $duplicates WHEN 'document' THEN r.accounts ELSE [] END AS account
  MATCH (:Account {id: account})-[:IN]->(s:Source)
  RETURN min(s.id) AS document
}
WITH p, r, x, e, CASE $duplicates WHEN 'include' THEN p.id + ' ' + e.id WHEN 'document' THEN document WHEN 'acrossrange' THEN ''
       ELSE coalesce(CASE $duplicates WHEN 'week' THEN toString(e.earliest.weekYear) + '-' + toString(e.earliest.week)
                          WHEN 'month' THEN toString(e.earliest.year) + '-' + toString(e.earliest.month)
                          ELSE toString(e.earliest.year) END, '') END AS period,
     CASE WHEN e.date_certain AND e.earliest = e.latest THEN 0 ELSE 1 END AS vague,
     CASE $unit WHEN 'actor' THEN [{id: p.id, name: p.name, told: [], sure: true}] ELSE
     [(p)-[w:WORKS_FOR]->(o:Organisation)
      WHERE size(w.accounts) > 0 AND coalesce(w.begins_earliest <= e.latest, true)
        AND coalesce(w.ends_latest >= e.earliest, true) |
      {id: o.id, name: o.name, told: w.accounts,
       sure: coalesce(e.date_certain AND w.begins_latest <= e.earliest AND w.ends_earliest >= e.latest
                      AND none(d IN [w.begins, w.ends] WHERE d CONTAINS '?' OR d CONTAINS '%'), false)}] END AS may
WITH p, r, x, e, period, vague, CASE WHEN any(u IN may WHERE u.sure) THEN [u IN may WHERE u.sure]
                                     WHEN all(u IN may WHERE u.id = may[0].id) THEN may ELSE [] END AS units
UNWIND units AS u
WITH x, u.id AS id, u.name AS name, p, r, e, period, vague, collect(u.told) AS employed
WITH x, id, name, p, r, e, period, vague, reduce(ids = r.accounts, some IN employed | ids + some) AS told
WITH x, id, name, r.position AS position, period, sum(vague) AS vague, collect(told) AS told, collect(DISTINCT p.name) AS people,
     min(e.earliest) AS first_day, max(e.latest) AS last_day
WITH x, id, name, position, vague, people, first_day, last_day, reduce(ids = [], some IN told | ids + some) AS told
WITH x, id, name, count(CASE position WHEN 'supports' THEN 1 END) AS plus,
     count(CASE position WHEN 'opposes' THEN 1 END) AS minus, sum(vague) AS vague, collect(told) AS told,
     collect(people) AS people, min(first_day) AS first_day, max(last_day) AS last_day
WITH x, id, name, plus, minus, vague, first_day, last_day, reduce(ids = [], some IN told | ids + some) AS told,
     reduce(names = [], some IN people | names + [n IN some WHERE NOT n IN names]) AS people
WITH id, name, sum(plus + minus) AS activity, collect({x: x, plus: plus, minus: minus, vague: vague, first_day: first_day,
     last_day: last_day, people: people, told: told}) AS items
WITH id, name, activity, items, CASE $normalisation WHEN 'activity' THEN reduce(ids = [], k IN items | ids + k.told) END AS every
UNWIND items AS k
WITH k.x AS x, sum(k.plus + k.minus) AS prominence, collect({id: id, name: name, activity: activity, k: k,
     told: coalesce(every, k.told)}) AS users
WITH x, users, CASE $normalisation WHEN 'prominence' THEN reduce(ids = [], u IN users | ids + u.told) END AS every, prominence
UNWIND users AS u
WITH x, u.id AS id, u.name AS name, u.k AS k, coalesce(every, u.told) AS accounts,
     CASE $normalisation WHEN 'activity' THEN u.activity WHEN 'prominence' THEN prominence ELSE 1 END AS divided_by
RETURN name, id, x.name AS concept_name, x.id AS item, k.plus AS supports, k.minus AS opposes, divided_by,
       toFloat(k.plus) / divided_by AS support, toFloat(k.minus) / divided_by AS oppose,
       toFloat(k.plus - k.minus) / divided_by AS net, k.people AS people, k.first_day AS first_day, k.last_day AS last_day,
       k.vague AS vague, accounts
ORDER BY name, id, concept_name, item
