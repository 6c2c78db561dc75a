// Where programmes were negotiated, and by whom
//
// The events at which programmes were brought together or set against each other: those that harmonised, negotiated,
// combined, contested or blocked and deal with (concern, drew on or produced) at least two programmes, in order of
// the first day on which each can have been. A row is one person there: whoever took part, and whoever took a
// position there on something that it deals with (role empty). An event of which nobody is named is one row without a
// person.
//
// items are what it deals with that are programmes, or with all_items everything; conflicts are those pairs of all
// that it deals with of which somebody says that they conflict. supports, opposes and neutral are the positions that
// the person took there on what it deals with. works_for are organisations for which one surely worked on its days:
// the spell began at the latest by the event's first possible day and ended at the earliest by its last, all of these
// known and written without ?; may_work_for are those whose dates, as written, leave it possible. held says in which
// kind of network it was; a pair in conflicts is two names with a dash between them.
//
// param: all_items (bool, default false) - also events that deal with any two items in conflict with each other
// param: item (text, optional) - id or name of an item: only events that deal with it
// returns: date (text), event (text), move (text), summary (text), outcome (text), items (list of text),
//     conflicts (list of text), networks (list of text), held (one of stable|fluid|both|none), name (text), actor (text),
//     role (one of initiator|chair|participant|recipient), supports (list of text), opposes (list of text),
//     neutral (list of text), works_for (list of text), may_work_for (list of text), met (list of text),
//     overcame (list of text)
// evidence: accounts
// key: event, actor
// example: item="Slow Reablement"
CALL () {
  MATCH (x:Programme)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event)
  WHERE e.stands AND e.move IN ['harmonise', 'negotiate', 'combine', 'contest', 'block'] AND size(d.accounts) > 0
  WITH e, count(DISTINCT x) AS programmes WHERE programmes > 1
  RETURN e
  UNION ALL
  MATCH (x:KnowledgeItem)-[c:CONFLICTS_WITH]->(y:KnowledgeItem) WHERE $all_items AND size(c.accounts) > 0
  MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event)-[g:CONCERNS|DREW_ON|PRODUCED]->(y)
  WHERE e.stands AND e.move IN ['harmonise', 'negotiate', 'combine', 'contest', 'block']
    AND size(d.accounts) > 0 AND size(g.accounts) > 0
  RETURN e
}
WITH DISTINCT e
MATCH (e)-[d:CONCERNS|DREW_ON|PRODUCED]->(x:KnowledgeItem) WHERE size(d.accounts) > 0
WITH e, collect(DISTINCT x) AS dealt, collect(d.accounts) AS told
WHERE $item IS NULL OR any(x IN dealt WHERE x.id = $item OR x.name = $item)
CALL (e, dealt) {
  UNWIND dealt AS x
  MATCH (x)-[c:CONFLICTS_WITH]->(y:KnowledgeItem) WHERE size(c.accounts) > 0 AND y IN dealt
  RETURN collect(DISTINCT CASE WHEN x.name < y.name THEN x.name + ' – ' + y.name ELSE y.name + ' – ' + x.name END) AS conflicts,
         collect(c.accounts) AS in_conflict
}
CALL (e) {
  MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
  RETURN collect(n.name) AS networks, collect(DISTINCT n.kind) AS kinds, collect(h.accounts) AS held_told
}
CALL (e) {
  MATCH (e)-[m:MET|OVERCAME]->(b:Barrier) WHERE size(m.accounts) > 0
  RETURN collect(CASE WHEN type(m) = 'MET' THEN b.name END) AS met,
         collect(CASE WHEN type(m) = 'OVERCAME' THEN b.name END) AS overcame, collect(m.accounts) AS barred
}
CALL (e, dealt) {
  UNWIND dealt AS x
  MATCH (x)<-[s:TOOK_POSITION]-(q:Actor) WHERE s.event = e.id AND size(s.accounts) > 0
  RETURN collect({actor: q, id: q.id, item: x.name, position: s.position, told: s.accounts}) AS positions
}
CALL (e) {
  MATCH (e)<-[t:TOOK_PART]-(q:Actor) WHERE size(t.accounts) > 0
  RETURN collect({actor: q, id: q.id, role: t.role, told: t.accounts}) AS took_part
}
WITH e, dealt, told + in_conflict + held_told + barred AS told, conflicts, networks, kinds, met, overcame, positions,
     reduce(people = took_part, s IN positions | CASE WHEN any(t IN people WHERE t.id = s.id) THEN people
                                                      ELSE people + [{actor: s.actor, id: s.id, told: []}] END) AS people
UNWIND CASE WHEN size(people) = 0 THEN [{told: []}] ELSE people END AS person
WITH e, dealt, told, conflicts, networks, kinds, met, overcame, positions, person.actor AS p, person.role AS role,
     person.told AS took
CALL (e, p) {
  MATCH (p)-[w:WORKS_FOR]->(o:Organisation)
  WHERE size(w.accounts) > 0 AND coalesce(w.begins_earliest <= e.latest AND w.ends_latest >= e.earliest, true)
  WITH o, w, coalesce(e.date_certain AND w.begins_latest <= e.earliest AND w.ends_earliest >= e.latest
                      AND NOT w.begins CONTAINS '?' AND NOT w.begins CONTAINS '%'
                      AND NOT w.ends CONTAINS '?' AND NOT w.ends CONTAINS '%', false) AS sure
  RETURN collect(DISTINCT CASE WHEN sure THEN o.name END) AS works_for,
         collect(DISTINCT CASE WHEN NOT sure THEN o.name END) AS could, collect(w.accounts) AS employed
}
WITH e, dealt, told, conflicts, networks, kinds, met, overcame, p, role, took, works_for, could, employed,
     [s IN positions WHERE s.id = p.id] AS own
RETURN e.date AS date, e.id AS event, e.move AS move, e.summary AS summary, e.outcome AS outcome,
       [x IN dealt WHERE $all_items OR 'Programme' IN labels(x) | x.name] AS items, conflicts, networks,
       CASE size(kinds) WHEN 0 THEN 'none' WHEN 1 THEN kinds[0] ELSE 'both' END AS held, p.name AS name, p.id AS actor, role,
       [s IN own WHERE s.position = 'supports' | s.item] AS supports, [s IN own WHERE s.position = 'opposes' | s.item] AS opposes,
       [s IN own WHERE s.position = 'neutral' | s.item] AS neutral, works_for, [o IN could WHERE NOT o IN works_for] AS may_work_for,
       met, overcame, told + employed + [s IN own | s.told] + [took] AS accounts
ORDER BY e.earliest, e.latest, event, name, actor
