// What came of programmes in conflict
//
// Each pair of items of which somebody says that they conflict, whichever is said to conflict with the other, with
// who says so and who denies it (speakers by name, or the title of a source that names none); one is the item whose
// id comes first. Pairs of two programmes come first. A pair meets at an event that deals with both, that is,
// concerns, drew on or produced each of them; of all those events, meetings counts them, and networks, moves and the
// two days tell of them. first_day is the earliest day on which, by the dates as written, the pair can have met
// first, last_day the latest on which it can have met last; each is empty where a meeting's date leaves it open.
//
// The outcome is the move of the last meeting that harmonised, negotiated, combined, contested or blocked. An event's
// possible days are those of its date, if that is known and has no ?; but none before the possible days of an event
// that it is stated to come after, and none after those of one stated to come after it, by up to twelve such
// statements in a chain. An event is surely before another when its last possible day is before the other's first, or
// when such a chain says so. last_events are those of the five moves that are surely before no other of them, and
// last_by all who took part in one of these: where their moves differ, the outcome is order open. A pair that only
// met at other moves is not taken up. contested and blocked mean that nothing later is told that settled it, not that
// nothing did; and an outcome is that of the meeting, not of the work.
//
// param: item (text, optional) - id or name of an item: only its conflicts
// param: only_programmes (bool, default false) - leave out pairs of which one is no programme
// returns: one (text), one_id (text), one_is (text), other (text), other_id (text), other_is (text),
//     said_by (list of text), denied_by (list of text),
//     outcome (one of harmonised|negotiated|combined|contested|blocked|order open|not taken up|never met),
//     meetings (int), first_day (date), last_day (date), networks (list of text), moves (list of text),
//     last_events (list of text), last_by (list of text)
// evidence: accounts
// key: one_id, other_id
// example:
MATCH (s:KnowledgeItem)-[c:CONFLICTS_WITH]->(o:KnowledgeItem)
WITH CASE WHEN s.id < o.id THEN s ELSE o END AS x, CASE WHEN s.id < o.id THEN o ELSE s END AS y,
     collect(c.accounts) AS yes, collect(c.denied_by) AS no
WITH x, y, reduce(ids = [], some IN yes | ids + some) AS sayers, reduce(ids = [], some IN no | ids + some) AS against,
     [l IN labels(x) WHERE l <> 'KnowledgeItem'][0] AS one_is, [l IN labels(y) WHERE l <> 'KnowledgeItem'][0] AS other_is
WHERE size(sayers) > 0 AND ($item IS NULL OR $item IN [x.id, x.name, y.id, y.name])
  AND (NOT $only_programmes OR (one_is = 'Programme' AND other_is = 'Programme'))
CALL (sayers) {
  UNWIND sayers AS id
  MATCH (a:Account {id: id})-[:IN]->(s:Source)
  WITH a, s, [(a)-[:GIVEN_BY]->(p:Actor) | p.name] AS own, [(s)-[:GIVEN_BY]->(p:Actor) | p.name] AS theirs
  UNWIND CASE WHEN size(own) > 0 THEN own WHEN size(theirs) > 0 THEN theirs ELSE [s.title] END AS name
  RETURN collect(DISTINCT name) AS said_by
}
CALL (against) {
  UNWIND against AS id
  MATCH (a:Account {id: id})-[:IN]->(s:Source)
  WITH a, s, [(a)-[:GIVEN_BY]->(p:Actor) | p.name] AS own, [(s)-[:GIVEN_BY]->(p:Actor) | p.name] AS theirs
  UNWIND CASE WHEN size(own) > 0 THEN own WHEN size(theirs) > 0 THEN theirs ELSE [s.title] END AS name
  RETURN collect(DISTINCT name) AS denied_by
}
CALL (x, y) {
  MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event)-[g:CONCERNS|DREW_ON|PRODUCED]->(y)
  WHERE e.stands AND size(d.accounts) > 0 AND size(g.accounts) > 0
  WITH e, collect(d.accounts) + collect(g.accounts) AS told
  WITH e, reduce(ids = [], some IN told | ids + some) AS told,
       [(e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | n.name] AS places,
       [(e)-[h:HELD_IN]->(:Network) | h.accounts] AS placed
  RETURN collect(e) AS met,
         collect(e.move) AS every_move, collect(places) AS places, collect(told) AS told, collect(placed) AS placed,
         count(e.earliest) AS begun, min(e.earliest) AS day, count(e.latest) AS ended, max(e.latest) AS end
}
WITH x, y, one_is, other_is, sayers, against, said_by, denied_by, met, every_move, places, told, placed, begun, day, ended, end,
     [m IN met WHERE m.move IN ['harmonise', 'negotiate', 'combine', 'contest', 'block']] AS taken
CALL (taken) {
  UNWIND taken AS e
  CALL (e) {
    MATCH way = (e)-[:AFTER*1..12]->(f:Event)
    WHERE all(r IN relationships(way) WHERE size(r.accounts) > 0) AND all(n IN nodes(way) WHERE n.stands)
    RETURN collect({id: f.id, day: CASE WHEN f.date_certain THEN f.earliest END,
                    told: reduce(ids = [], r IN relationships(way) | ids + r.accounts)}) AS prior,
           max(CASE WHEN f.date_certain THEN f.earliest END) AS no_earlier
  }
  CALL (e) {
    MATCH way = (e)<-[:AFTER*1..12]-(f:Event)
    WHERE all(r IN relationships(way) WHERE size(r.accounts) > 0) AND all(n IN nodes(way) WHERE n.stands)
    RETURN collect({day: CASE WHEN f.date_certain THEN f.latest END,
                    told: reduce(ids = [], r IN relationships(way) | ids + r.accounts)}) AS following,
           min(CASE WHEN f.date_certain THEN f.latest END) AS no_later
  }
  WITH e, prior, following, no_earlier, no_later,
       CASE WHEN e.date_certain THEN coalesce(e.earliest, date('0001-01-01')) ELSE date('0001-01-01') END AS own_first,
       CASE WHEN e.date_certain THEN coalesce(e.latest, date('9999-12-31')) ELSE date('9999-12-31') END AS own_last
  RETURN collect({id: e.id, event: e, prior: prior, before: [w IN prior | w.id],
                  begins: CASE WHEN no_earlier > own_first THEN no_earlier ELSE own_first END,
                  ends: CASE WHEN no_later < own_last THEN no_later ELSE own_last END,
                  said: reduce(ids = [], w IN prior | CASE WHEN w.day = no_earlier AND w.day > own_first THEN ids + w.told
                                                       ELSE ids END) +
                        reduce(ids = [], w IN following | CASE WHEN w.day = no_later AND w.day < own_last THEN ids + w.told
                                                           ELSE ids END)}) AS five
}
WITH x, y, one_is, other_is, sayers, against, said_by, denied_by, met, every_move, places, told, placed, begun, day, ended, end,
     [m IN five WHERE none(f IN five WHERE m.ends < f.begins OR m.id IN f.before)] AS lasts, [m IN five | m.id] AS ids, five
WITH x, y, one_is, other_is, sayers, against, said_by, denied_by, met, every_move, places, told, placed, begun, day, ended, end,
     lasts, CASE WHEN size(five) > 1 THEN [m IN five | m.said + reduce(some = [], w IN m.prior |
                                                 CASE WHEN w.id IN ids THEN some + w.told ELSE some END)] ELSE [] END AS ordered
CALL (lasts) {
  UNWIND lasts AS last
  WITH last.event AS e
  OPTIONAL MATCH (e)<-[t:TOOK_PART]-(p:Actor) WHERE size(t.accounts) > 0
  RETURN collect(DISTINCT p.name) AS last_by, collect(t.accounts) AS took, collect(DISTINCT e.id) AS last_events,
         collect(DISTINCT e.move) AS last_moves
}
RETURN x.name AS one, x.id AS one_id, one_is, y.name AS other, y.id AS other_id, other_is, said_by, denied_by,
       CASE WHEN size(met) = 0 THEN 'never met' WHEN size(last_moves) = 0 THEN 'not taken up'
            WHEN size(last_moves) > 1 THEN 'order open' WHEN 'harmonise' IN last_moves THEN 'harmonised'
            WHEN 'negotiate' IN last_moves THEN 'negotiated' WHEN 'combine' IN last_moves THEN 'combined'
            WHEN 'contest' IN last_moves THEN 'contested' ELSE 'blocked' END AS outcome,
       size(met) AS meetings, CASE WHEN begun = size(met) THEN day END AS first_day,
       CASE WHEN ended = size(met) THEN end END AS last_day,
       reduce(names = [], some IN places | names + [n IN some WHERE NOT n IN names]) AS networks,
       reduce(moves = [], m IN every_move | CASE WHEN m IN moves THEN moves ELSE moves + [m] END) AS moves,
       last_events, last_by,
       sayers + against + took + ordered + reduce(ids = [], some IN told + placed | ids + some) AS accounts
ORDER BY CASE WHEN one_is = 'Programme' AND other_is = 'Programme' THEN 0 ELSE 1 END, one, other, one_id, other_id
