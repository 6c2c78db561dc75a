// Who says the same about the same things, and who the opposite
//
// A discourse network of one mode: two actors, or two organisations, are tied by the positions that they take on the
// same items. With x(i, k, q) the number of statements of i on item k with q, supports or opposes, congruence is the
// sum over all k and q of x(i, k, q) x(j, k, q); conflict is the sum over all k of x(i, k, supports) x(j, k, opposes)
// + x(i, k, opposes) x(j, k, supports); subtract is congruence less conflict. Each pair is one row, if it has
// congruence, conflict, or for subtract either. weight is the relation divided by: no, 1; average, half of a + b, a
// and b being all statements of the one and of the other that the parameters leave in (one_statements,
// other_statements); jaccard, all x(i, k, q) where x(j, k, q) is 0, plus all x(j, k, q) where x(i, k, q) is 0, plus
// congruence; cosine, a b (which is what Discourse Network Analyzer 2 and 3 call cosine, and not the cosine of the
// two vectors). Without normalisation a and b are not needed and left empty.
//
// A statement is one actor's position on one item at one event. Neutral positions are left out everywhere. Its day is
// the first on which the event can have been; vague counts those positions of the two on items of both (before
// duplicates go) whose event is not surely of one known day. Of statements of one unit on one item with the same
// position, duplicates counts one only: per document, the source of its accounts (of several, the first by id); per
// ISO week, month or year of its day (all without a day in one period); or acrossrange, one at all; include counts
// each. With from or until, statements without a day are left out.
//
// For organisations, a statement is that of each for which the actor surely worked when it was made: begun at the
// latest by the event's first possible day, ended at the earliest on its last, all known and without ?. Of somebody
// who surely worked for none it is that of the only organisation for which they may have; where there are several or
// none, it is left out.
//
// param: unit (one of actor|organisation, default actor) - who is tied
// param: relation (one of congruence|conflict|subtract, default congruence) - by what
// param: normalisation (one of no|average|jaccard|cosine, default no) - what weights are divided by
// param: duplicates (one of include|document|week|month|year|acrossrange, default include) - which statements count once
// param: concept (text, optional) - id or name of an item: only positions on it
// param: from (date, optional) - leave out statements before this day
// param: until (date, optional) - leave out statements after this day
// returns: one (text), one_id (text), other (text), other_id (text), weight (float), congruence (int), conflict (int),
//     agree_on (list of text), differ_on (list of text), one_statements (int), other_statements (int), vague (int)
// evidence: accounts
// key: one_id, other_id
// method: discourse networks (Leifeld 2017); normalisation as in the DNA manual (Leifeld, Gruber and Bossner 2018)
// example: relation=conflict
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
WITH r, x, period, vague, CASE WHEN any(u IN may WHERE u.sure) THEN [u IN may WHERE u.sure]
                               WHEN all(u IN may WHERE u.id = may[0].id) THEN may ELSE [] END AS units
UNWIND units AS u
WITH x, u.id AS id, u.name AS name, r, period, vague, collect(u.told) AS employed
WITH x, id, name, r, period, vague, reduce(ids = r.accounts, some IN employed | ids + some) AS told
WITH x, id, name, r.position AS position, period, sum(vague) AS vague, collect(told) AS told
WITH x, id, name, position, vague, reduce(ids = [], some IN told | ids + some) AS told
WITH x, id, name, sum(CASE position WHEN 'supports' THEN 1 ELSE 0 END) AS plus,
     sum(CASE position WHEN 'opposes' THEN 1 ELSE 0 END) AS minus, sum(vague) AS vague, collect(told) AS told
WITH id, name, sum(plus + minus) AS n,
     collect({x: x, plus: plus, minus: minus, vague: vague, told: reduce(ids = [], some IN told | ids + some)}) AS items
WITH id, name, n, items, CASE $normalisation WHEN 'no' THEN [] ELSE reduce(ids = [], k IN items | ids + k.told) END AS every
UNWIND items AS k
WITH k.x AS x, collect({id: id, name: name, n: n, vague: k.vague, plus: k.plus, minus: k.minus, told: k.told,
                        every: every}) AS users
UNWIND users AS i
UNWIND users AS j
WITH x.name AS item, i, j WHERE i.id < j.id
WITH item, i.id AS one_id, i.name AS one, i.n AS a, j.id AS other_id, j.name AS other, j.n AS b, i.vague + j.vague AS vague,
     i.plus * j.plus + i.minus * j.minus AS same, i.plus * j.minus + i.minus * j.plus AS opposite,
     CASE WHEN j.plus > 0 THEN i.plus ELSE 0 END + CASE WHEN j.minus > 0 THEN i.minus ELSE 0 END
     + CASE WHEN i.plus > 0 THEN j.plus ELSE 0 END + CASE WHEN i.minus > 0 THEN j.minus ELSE 0 END AS met,
     CASE $normalisation WHEN 'no' THEN i.told + j.told ELSE i.every + j.every END AS told
WITH one_id, one, a, other_id, other, b, sum(vague) AS vague, sum(same) AS congruence, sum(opposite) AS conflict, sum(met) AS met,
     collect(CASE WHEN same > 0 THEN item END) AS agree_on, collect(CASE WHEN opposite > 0 THEN item END) AS differ_on,
     collect(told) AS accounts
WHERE CASE $relation WHEN 'congruence' THEN congruence > 0 WHEN 'conflict' THEN conflict > 0 ELSE true END
WITH one_id, one, a, other_id, other, b, vague, congruence, conflict, agree_on, differ_on, accounts,
     CASE $relation WHEN 'congruence' THEN congruence WHEN 'conflict' THEN conflict ELSE congruence - conflict END AS raw,
     CASE $normalisation WHEN 'no' THEN 1.0 WHEN 'average' THEN (a + b) / 2.0 WHEN 'jaccard' THEN a + b - met + congruence
                         ELSE a * b END AS divisor
RETURN one, one_id, other, other_id, toFloat(raw) / divisor AS weight, congruence, conflict, agree_on, differ_on,
       CASE WHEN $normalisation <> 'no' THEN a END AS one_statements,
       CASE WHEN $normalisation <> 'no' THEN b END AS other_statements, vague, accounts
ORDER BY weight DESC, one, other, one_id, other_id
