// Who harmonised and negotiated, at what grade
//
// A row is one actor at one grade: the events at which they took part in harmonising or negotiating (moves harmonise
// and negotiate), which of these they led, that is, initiated or chaired, and of_events, how many events of any move
// they took part in at that grade; share is the one by the other. in_stable and in_fluid are how many of the
// harmonising events were held in a network of that kind (one held in both is in both); programmes are those that
// these events deal with (concern, drew on or produced); first_day is the earliest day on which the first of them can
// have been, last_day the latest on which the last can, each empty where an event's date leaves it open.
//
// The grade is that of the day of each event, from spells of working for an organisation that state one. It is
// certain where a spell surely covers the event: it began at the latest by the event's first possible day and ended
// at the earliest by its last, all of these known and written without ?. Where none does, it is possible for each
// spell whose dates, as written, allow that it covered some day of the event; a spell without end may have ended any
// day, so that it is never certain. Where no spell allows it, the grade is unknown. Events at which somebody had two
// grades, or may have had, are in the rows of both. Whoever was there by hearsay alone counts, and so does one whom
// others deny, unless undisputed leaves that out.
//
// param: least (int, default 1) - leave out rows with fewer harmonising events; 0 lists everybody who took part in anything
// param: actor (text, optional) - id or name of an actor: only theirs
// param: undisputed (bool, default false) - leave out who was there only as some say, and others deny
// returns: name (text), actor (text), kind (text), grade (text), grade_is (one of certain|possible|unknown),
//     harmonised (int), of_events (int), share (float), in_stable (int), in_fluid (int), first_day (date), last_day (date),
//     programmes (list of text), events (list of text), led (list of text)
// evidence: accounts
// key: actor, grade, grade_is
// example: least=2
MATCH (p:Actor) WHERE $actor IS NULL OR p.id = $actor OR p.name = $actor
CALL (p) {
  MATCH (p)-[w:WORKS_FOR]->(:Organisation) WHERE size(w.accounts) > 0 AND w.grade IS NOT NULL
  RETURN collect({grade: w.grade, told: w.accounts, may_from: w.begins_earliest, may_to: w.ends_latest,
                  to: w.ends_earliest,
                  from: CASE WHEN w.begins_latest <= w.ends_earliest AND NOT (w.begins + w.ends) CONTAINS '?'
                                  AND NOT (w.begins + w.ends) CONTAINS '%' THEN w.begins_latest END}) AS spells
}
MATCH (p)-[t:TOOK_PART]->(e:Event)
WHERE e.stands AND size(t.accounts) > 0 AND (NOT $undisputed OR size(t.denied_by) = 0)
WITH p, t, e, [s IN spells WHERE coalesce(s.may_from <= e.latest AND s.may_to >= e.earliest, true)] AS may,
     [s IN spells WHERE e.date_certain AND s.from <= e.earliest AND s.to >= e.latest] AS sure
WITH p, t, e, CASE WHEN size(sure) > 0 THEN sure WHEN size(may) > 0 THEN may ELSE [{grade: 'unknown', told: []}] END AS graded,
     CASE WHEN size(sure) > 0 THEN 'certain' WHEN size(may) > 0 THEN 'possible' ELSE 'unknown' END AS grade_is,
     e.move IN ['harmonise', 'negotiate'] AS harmonising
UNWIND graded AS spell
WITH p, spell.grade AS grade, grade_is, count(DISTINCT e) AS of_events, collect(t.accounts) AS took, collect(DISTINCT spell.told) AS posts,
     collect(DISTINCT CASE WHEN harmonising THEN e END) AS those,
     collect(DISTINCT CASE WHEN harmonising AND t.role IN ['initiator', 'chair'] THEN e.id END) AS led
WHERE size(those) >= $least
CALL (those) {
  UNWIND those AS e
  RETURN sum(CASE WHEN e.earliest IS NULL THEN 1 ELSE 0 END) AS undated, min(e.earliest) AS day,
         sum(CASE WHEN e.latest IS NULL THEN 1 ELSE 0 END) AS endless, max(e.latest) AS end, collect(e.id) AS events
}
CALL (those) {
  UNWIND those AS e
  MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
  RETURN count(DISTINCT CASE n.kind WHEN 'stable' THEN e END) AS in_stable,
         count(DISTINCT CASE n.kind WHEN 'fluid' THEN e END) AS in_fluid, collect(h.accounts) AS held
}
CALL (those) {
  UNWIND those AS e
  MATCH (e)-[d:CONCERNS|DREW_ON|PRODUCED]->(x:Programme) WHERE size(d.accounts) > 0
  RETURN collect(DISTINCT x.name) AS programmes, collect(d.accounts) AS dealt
}
WITH p, grade, grade_is, of_events, took + posts + held + dealt AS accounts, led, in_stable, in_fluid, programmes, events,
     CASE WHEN undated = 0 THEN day END AS first_day, CASE WHEN endless = 0 THEN end END AS last_day, size(those) AS harmonised
RETURN p.name AS name, p.id AS actor, p.kind AS kind, grade, grade_is, harmonised, of_events,
       round(toFloat(harmonised) / of_events, 3) AS share, in_stable, in_fluid, first_day, last_day, programmes, events, led,
       accounts
ORDER BY harmonised DESC, share DESC, name, actor, grade, grade_is
