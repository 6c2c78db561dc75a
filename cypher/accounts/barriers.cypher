// How long barriers stood, and who overcame them
//
// Each barrier that an event met or overcame: when, where and by whom it was met, and the same for overcoming, with
// the moves that did. By the dates as written, the days are the earliest on which the first of these events can have
// been and the latest on which the last can, each empty where a date leaves it open. met_by and overcome_by are all
// who took part.
//
// An event's possible days are those of its date, if that is known and has no ?; but none before the possible days of
// an event that it is stated to come after, and none after those of one stated to come after it, by up to twelve such
// statements in a chain. An event is surely before another when its last possible day is before the other's first, or
// when such a chain says so. The state is overcome where each meeting is itself, or is surely before, an event that
// overcame the barrier; met again where a meeting surely came after every overcoming; order open where both are told
// of and neither holds; never overcome, or never met, where only one is told of.
//
// stood_at_least and stood_at_most bound the days from when the barrier was first met to when it was first overcome
// after that. From a meeting to an overcoming it is at least the days from the last possible of the one to the first
// possible of the other, not less than 0, and at most those from the first possible to the last; 0 where they are one
// event; a day that is not known makes the least 0 or the most unbounded. Of each overcoming the longest from any of
// the meetings is taken, then of the overcomings the shortest: for the least of those that are not surely before
// every meeting, for the most of those that are, or are surely after, a meeting (empty where there is none, or where
// all are unbounded). Where every overcoming was surely before every meeting, or there is none, the least is the
// longest that is sure from one meeting to another, for it still stood then, and the most is empty. Both are empty
// for what was never met.
//
// param: barrier (text, optional) - id or name of a barrier: only this one
// returns: barrier (text), id (text), state (one of overcome|met again|order open|never overcome|never met),
//     met_from (date), met_to (date), met_at (list of text), met_in (list of text), met_by (list of text),
//     overcome_from (date), overcome_to (date), overcome_at (list of text), overcome_in (list of text),
//     overcome_by (list of text), moves (list of text), stood_at_least (int), stood_at_most (int)
// evidence: accounts
// key: id
// example:
MATCH (b:Barrier)<-[m:MET|OVERCAME]-(e:Event)
WHERE e.stands AND size(m.accounts) > 0 AND ($barrier IS NULL OR b.id = $barrier OR b.name = $barrier)
WITH b, e, type(m) AS how, collect(m.accounts) AS told, CASE WHEN e.date_certain THEN e.earliest END AS own_first,
     CASE WHEN e.date_certain THEN e.latest END AS own_last
CALL (e) {
  MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
  RETURN collect(n.name) AS places, collect(h.accounts) AS placed
}
CALL (e) {
  MATCH (e)<-[t:TOOK_PART]-(p:Actor) WHERE size(t.accounts) > 0
  RETURN collect(p.name) AS people, collect(t.accounts) AS took
}
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
WITH b, e, how, told, places, placed, people, took, prior, following,
     CASE WHEN own_first IS NULL OR no_earlier > own_first THEN no_earlier END AS narrowed_first, own_first,
     CASE WHEN own_last IS NULL OR no_later < own_last THEN no_later END AS narrowed_last, own_last
WITH b, how, collect({id: e.id, move: e.move, from: coalesce(narrowed_first, own_first), to: coalesce(narrowed_last, own_last),
                      places: places, people: people, prior: prior, before: [w IN prior | w.id],
                      said: reduce(ids = [], w IN prior | CASE WHEN w.day = narrowed_first THEN ids + w.told ELSE ids END) +
                            reduce(ids = [], w IN following | CASE WHEN w.day = narrowed_last THEN ids + w.told ELSE ids END)}) AS events,
     CASE WHEN count(e.earliest) = count(e) THEN min(e.earliest) END AS day,
     CASE WHEN count(e.latest) = count(e) THEN max(e.latest) END AS end,
     collect(told + placed + took) AS told
WITH b, collect({how: how, events: events, day: day, end: end}) AS sides, collect(told) AS told
WITH b, told, [s IN sides WHERE s.how = 'MET'][0] AS met, [s IN sides WHERE s.how = 'OVERCAME'][0] AS over
WITH b, told, met, over, coalesce(met.events, []) AS ms, coalesce(over.events, []) AS os
WITH b, told, met, over, ms, os,
     [o IN os WHERE any(m IN ms WHERE NOT coalesce(o.to < m.from OR o.id IN m.before, false))] AS later,
     [o IN os WHERE any(m IN ms WHERE m.id = o.id OR coalesce(m.to < o.from OR m.id IN o.before, false))] AS surely
WITH b, told, met, over, ms, os,
     [o IN later | reduce(longest = 0, m IN ms |
        CASE WHEN m.to < o.from AND duration.inDays(m.to, o.from).days > longest THEN duration.inDays(m.to, o.from).days
             ELSE longest END)] AS least,
     [o IN surely | reduce(longest = 0, m IN ms |
        CASE WHEN m.id = o.id THEN longest WHEN m.from IS NULL OR o.to IS NULL THEN 10000000
             WHEN duration.inDays(m.from, o.to).days > longest THEN duration.inDays(m.from, o.to).days ELSE longest END)] AS most,
     [n IN ms WHERE size(later) = 0 | reduce(longest = 0, m IN ms |
        CASE WHEN m.to < n.from AND duration.inDays(m.to, n.from).days > longest THEN duration.inDays(m.to, n.from).days
             ELSE longest END)] AS standing
RETURN b.name AS barrier, b.id AS id,
       CASE WHEN size(ms) = 0 THEN 'never met' WHEN size(os) = 0 THEN 'never overcome'
            WHEN all(m IN ms WHERE any(o IN os WHERE o.id = m.id OR coalesce(m.to < o.from OR m.id IN o.before, false)))
            THEN 'overcome'
            WHEN any(m IN ms WHERE all(o IN os WHERE coalesce(o.to < m.from OR o.id IN m.before, false))) THEN 'met again'
            ELSE 'order open' END AS state,
       met.day AS met_from, met.end AS met_to, [m IN ms | m.id] AS met_at,
       reduce(names = [], m IN ms | names + [n IN m.places WHERE NOT n IN names]) AS met_in,
       reduce(names = [], m IN ms | names + [n IN m.people WHERE NOT n IN names]) AS met_by,
       over.day AS overcome_from, over.end AS overcome_to, [o IN os | o.id] AS overcome_at,
       reduce(names = [], o IN os | names + [n IN o.places WHERE NOT n IN names]) AS overcome_in,
       reduce(names = [], o IN os | names + [n IN o.people WHERE NOT n IN names]) AS overcome_by,
       reduce(moves = [], o IN os | CASE WHEN o.move IN moves THEN moves ELSE moves + [o.move] END) AS moves,
       CASE WHEN size(least) > 0 THEN reduce(briefest = least[0], d IN least | CASE WHEN d < briefest THEN d ELSE briefest END)
            WHEN size(standing) > 0
            THEN reduce(longest = 0, d IN standing | CASE WHEN d > longest THEN d ELSE longest END) END AS stood_at_least,
       reduce(briefest = null, d IN most | CASE WHEN d = 10000000 OR d >= briefest THEN briefest ELSE d END) AS stood_at_most,
       reduce(ids = [], some IN reduce(every = [], side IN told | every + side) | ids + some) +
       CASE WHEN size(ms) > 0 AND size(ms + os) > 1 THEN [e IN ms + os | e.said] ELSE [] END +
       [m IN ms | reduce(ids = [], w IN m.prior | CASE WHEN any(o IN os WHERE o.id = w.id) THEN ids + w.told ELSE ids END)] +
       [o IN os | reduce(ids = [], w IN o.prior | CASE WHEN any(m IN ms WHERE m.id = w.id) THEN ids + w.told ELSE ids END)]
       AS accounts
ORDER BY barrier, id
