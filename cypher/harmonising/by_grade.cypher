// Harmonising and contesting by grade
//
// The table on which it rests whether harmonising goes with status: for each grade, the people who took part in any
// event at that grade, and the events; how many of these harmonised or negotiated (moves harmonise and negotiate) and
// how many contested or blocked (contest and block), with the share of each; how many of the harmonising ones
// somebody of the grade led, that is, initiated or chaired; and how many of all harmonising events that anybody tells
// of (of_all, with or without participants) had at least one person of the grade there (present_share). harmonisers
// are those of the people who took part in at least one harmonising event. Actors that are groups or bodies have no
// grade and are left out. Whoever was there by hearsay alone counts, and so does one whom others deny, unless
// undisputed leaves that out.
//
// The grade is that of the day of each event, from spells of working for an organisation that state one: the grade of
// each spell that surely covers the event, that is, began at the latest by its first possible day and ended at the
// earliest by its last, all of these known and written without ?; where none does, the grade of each spell whose
// dates, as written, allow that it covered some day of the event. Whoever has two grades on a day counts in both
// rows, so rows may add up to more than there are. Everybody else counts as unknown, and so does, with certain_only,
// every possible grade; unknown stands last.
//
// What the table cannot show: who was invited, or was asked about. It counts coded events, not what people did; those
// of high grade may be interviewed less often, and have less told of them; taking part is not harmonising oneself.
// Grades stand in order of share, then by name: which grade is the higher is not known here.
//
// param: certain_only (bool, default false) - count a grade only where it is certain
// param: undisputed (bool, default false) - leave out who was there only as some say, and others deny
// returns: grade (text), people (int), harmonisers (int), took_part (int), harmonised (int), share (float),
//     contested (int), contested_share (float), led (int), of_all (int), present_share (float)
// evidence: accounts
// key: grade
// example:
CALL () {
  MATCH (e:Event) WHERE e.stands AND e.move IN ['harmonise', 'negotiate']
  RETURN count(e) AS of_all
}
MATCH (p:Actor) WHERE p.kind IN ['person', 'post']
CALL (p) {
  MATCH (p)-[w:WORKS_FOR]->(:Organisation) WHERE size(w.accounts) > 0 AND w.grade IS NOT NULL
  RETURN collect({grade: w.grade, told: w.accounts, may_from: w.begins_earliest, may_to: w.ends_latest,
                  to: w.ends_earliest,
                  from: CASE WHEN w.begins_latest <= w.ends_earliest AND NOT (w.begins + w.ends) CONTAINS '?'
                                  AND NOT (w.begins + w.ends) CONTAINS '%' THEN w.begins_latest END}) AS spells
}
MATCH (p)-[t:TOOK_PART]->(e:Event)
WHERE e.stands AND size(t.accounts) > 0 AND (NOT $undisputed OR size(t.denied_by) = 0)
WITH of_all, p, t, e, [s IN spells WHERE coalesce(s.may_from <= e.latest AND s.may_to >= e.earliest, true)] AS may,
     [s IN spells WHERE e.date_certain AND s.from <= e.earliest AND s.to >= e.latest] AS sure
UNWIND CASE WHEN size(sure) > 0 THEN sure WHEN size(may) > 0 AND NOT $certain_only THEN may
            ELSE [{grade: 'unknown', told: []}] END AS spell
WITH of_all, p, t, e, spell, e.move IN ['harmonise', 'negotiate'] AS harmonising
WITH of_all, spell.grade AS grade, count(DISTINCT p) AS people, count(DISTINCT CASE WHEN harmonising THEN p END) AS harmonisers,
     count(DISTINCT e) AS took_part, count(DISTINCT CASE WHEN harmonising THEN e END) AS harmonised,
     count(DISTINCT CASE WHEN e.move IN ['contest', 'block'] THEN e END) AS contested,
     count(DISTINCT CASE WHEN harmonising AND t.role IN ['initiator', 'chair'] THEN e END) AS led,
     collect(t.accounts) AS took, collect(DISTINCT spell.told) AS posts
RETURN grade, people, harmonisers, took_part, harmonised, round(toFloat(harmonised) / took_part, 3) AS share, contested,
       round(toFloat(contested) / took_part, 3) AS contested_share, led, of_all,
       CASE WHEN of_all > 0 THEN round(toFloat(harmonised) / of_all, 3) END AS present_share, took + posts AS accounts
ORDER BY CASE grade WHEN 'unknown' THEN 1 ELSE 0 END, share DESC, grade
