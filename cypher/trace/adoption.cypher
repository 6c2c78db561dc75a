// Who adopted an idea, how early and who never did
//
// A row is a unit: an actor, an organisation or a network that dealt with the idea, that is, that was there at an
// event that concerns, drew on or produced it, or a name that it took later (what renames or adapts it, and so on, up
// to twelve steps). An actor was there if they took part, by hearsay too, a network if the event was held in it, an
// organisation if somebody took part who worked for it, and whose spell there, by the dates as written, did not end
// before the event began or begin after it had ended (what is not dated leaves it possible). there says whether, for
// an organisation, that is certain: somebody's spell began at the latest by the event's first day and ended on its
// last day at the earliest, all of these known and without ?; for the others it always is.
//
// A unit adopted it at the first event with it at which it was there and whose move is one of moves. A vague date
// counts as its middle day (of two, the earlier); one that is missing, open at an end, or has a ?, has none. An
// event's possible days are those of its date, if that is known and has no ?; but none before the possible days of an
// event that it is stated to come after, and none after those of one stated to come after it, by up to twelve such
// statements in a chain. An event is surely before another when its last possible day is before the other's first, or
// when such a chain says so. Of those that no other of the unit's adoptions is surely before (an adoption at which an
// organisation may not have been sets no other aside), event is the one with the earliest middle day (without one,
// last; then by id), and may_be_first names the others.
//
// Categories are by the adopters' middle days, with their mean and their standard deviation (of all of them, not a
// sample's): innovator is earlier than mean - 2 sd, early adopter earlier than mean - sd, early majority earlier
// than the mean, late majority earlier than mean + sd, and laggard the rest. z is (day - mean) / sd, rounded to
// two digits. Whoever adopted without a middle day counts in neither and is "adopted", as is everybody when fewer
// than two have one, or all have the same. "never adopted" is whoever did not, up to seen_until, which stands only
// with them: the last day on which any event with the idea can have been, as far as known (? left aside); they may
// have since. cumulative is how many had adopted by the row's day, share that of of_units, the number of rows,
// rounded to three digits. category, z and share rest on the dates of all adopters; the accounts are those of the
// row's own.
//
// param: idea (text) - id or name of an idea, or of anything else that is shared
// param: moves (list of text, optional) - moves that are an adoption: adopt and adapt when not given
// param: unit (one of actor|organisation|network, default actor) - who adopts
// returns: name (text), id (text),
//     category (one of innovator|early adopter|early majority|late majority|laggard|adopted|never adopted), day (date),
//     z (float), date (text), event (text), move (text), there (one of certain|possible), may_be_first (list of text),
//     cumulative (int), of_units (int), share (float), events (int), seen_until (date)
// evidence: accounts
// key: id
// method: adopter categories (Rogers 1962; 2003)
// example: idea=assess-at-home unit=network
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  RETURN x AS y, [] AS named
  UNION ALL
  MATCH way = (x)<-[:BUILDS_ON*1..12]-(y:KnowledgeItem)
  WHERE all(r IN relationships(way) WHERE r.kind IN ['renames', 'adapts'] AND size(r.accounts) > 0)
  RETURN y, reduce(ids = [], r IN relationships(way) | ids + r.accounts) AS named
}
MATCH (y)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event) WHERE e.stands AND size(d.accounts) > 0
WITH e, collect(d.accounts) + collect(named) AS dealt
CALL (e) {
  MATCH way = (e)-[:AFTER*1..12]->(f:Event)
  WHERE e.move IN coalesce($moves, ['adopt', 'adapt']) AND all(r IN relationships(way) WHERE size(r.accounts) > 0)
    AND all(g IN nodes(way) WHERE g.stands)
  RETURN collect(DISTINCT f.id) AS before, max(CASE WHEN f.date_certain THEN f.earliest END) AS no_earlier,
         collect(reduce(ids = [], r IN relationships(way) | ids + r.accounts)) AS said_before
}
CALL (e) {
  MATCH way = (e)<-[:AFTER*1..12]-(f:Event)
  WHERE e.move IN coalesce($moves, ['adopt', 'adapt']) AND all(r IN relationships(way) WHERE size(r.accounts) > 0)
    AND all(g IN nodes(way) WHERE g.stands)
  RETURN min(CASE WHEN f.date_certain THEN f.latest END) AS no_later,
         collect(reduce(ids = [], r IN relationships(way) | ids + r.accounts)) AS said_after
}
WITH e, dealt, before, said_before, said_after, no_earlier, no_later,
     CASE WHEN e.date_certain THEN coalesce(e.earliest, date('0001-01-01')) ELSE date('0001-01-01') END AS own_first,
     CASE WHEN e.date_certain THEN coalesce(e.latest, date('9999-12-31')) ELSE date('9999-12-31') END AS own_last
WITH e, dealt, {id: e.id, before: before, own_first: own_first, said_before: said_before,
                first: CASE WHEN no_earlier > own_first THEN no_earlier ELSE own_first END,
                last: CASE WHEN no_later < own_last THEN no_later ELSE own_last END,
                said: CASE WHEN no_later < own_last THEN said_after ELSE [] END} AS placed,
     CASE WHEN e.date_certain
     THEN duration.inDays(date('1970-01-01'), e.earliest).days + duration.inDays(e.earliest, e.latest).days / 2 END AS day
WITH collect({event: e, dealt: dealt, placed: placed, day: day}) AS dealings, max(CASE WHEN e.date_certain THEN e.latest END) AS seen_until
CALL (dealings) {
  UNWIND dealings AS c
  WITH c.event AS e, c.day AS day, c.dealt AS dealt, c.placed AS placed
  CALL (e) {
    MATCH (e)<-[w:TOOK_PART]-(u:Actor) WHERE $unit = 'actor' AND size(w.accounts) > 0
    RETURN u, w.accounts AS was, 1 AS sure
    UNION ALL
    MATCH (e)-[h:HELD_IN]->(u:Network) WHERE $unit = 'network' AND size(h.accounts) > 0
    RETURN u, h.accounts AS was, 1 AS sure
    UNION ALL
    MATCH (e)<-[w:TOOK_PART]-(p:Actor)-[f:WORKS_FOR]->(u:Organisation)
    WHERE $unit = 'organisation' AND size(w.accounts) > 0 AND size(f.accounts) > 0
      AND coalesce(f.ends_latest >= e.earliest, true) AND coalesce(f.begins_earliest <= e.latest, true)
    RETURN u, w.accounts + f.accounts AS was,
           CASE WHEN e.date_certain AND f.begins_latest <= e.earliest AND e.latest <= f.ends_earliest AND
                     none(d IN [f.begins, f.ends] WHERE d CONTAINS '?' OR d CONTAINS '%') THEN 1 ELSE 0 END AS sure
  }
  WITH u, e, day, dealt, placed, collect(was) AS was, max(sure) AS sure
  WITH u, count(e) AS events, collect(dealt + was) AS told,
       collect(CASE WHEN e.move IN coalesce($moves, ['adopt', 'adapt'])
               THEN {event: e, id: e.id, day: day, sure: sure, told: dealt + was, placed: placed} END) AS adopting
  WITH u, events, adopting, told, [c IN adopting WHERE c.sure = 1 | c.id] AS ids,
       reduce(day = date('9999-12-31'), c IN adopting |
              CASE WHEN c.sure = 1 AND c.placed.last < day THEN c.placed.last ELSE day END) AS over
  WITH u, events, adopting, told, ids, over,
       [c IN adopting WHERE c.placed.first <= over AND none(id IN c.placed.before WHERE id IN ids)] AS firsts
  RETURN u, events, size(adopting) > 0 AS adopted, firsts,
         CASE WHEN size(adopting) > 0
              THEN reduce(ids = [], c IN firsts | ids + c.told + c.placed.said) +
                   reduce(found = [], c IN adopting | CASE WHEN c.placed.own_first <= over AND (c.placed.first > over OR
                          any(id IN c.placed.before WHERE id IN ids)) THEN found + c.placed.said_before ELSE found END)
              ELSE reduce(ids = [], some IN told | ids + some) END AS accounts,
         reduce(one = firsts[0], c IN firsts |
                CASE WHEN coalesce(c.day, 9999999) < coalesce(one.day, 9999999) OR
                          (coalesce(c.day, 9999999) = coalesce(one.day, 9999999) AND c.id < one.id) THEN c ELSE one END) AS one
}
WITH seen_until, collect({unit: u, events: events, adopted: adopted, one: one, day: one.day, accounts: accounts,
                          others: [c IN firsts WHERE c.id <> one.id | c.id]}) AS rows,
     count(one.day) AS n, min(one.day) AS base
CALL (rows) {
  UNWIND rows AS r
  WITH r.day AS day, count(*) AS number WHERE day IS NOT NULL
  RETURN collect({day: day, number: number}) AS days
}
WITH seen_until, rows, n, base, days, reduce(total = 0, d IN days | total + d.number * (d.day - base)) AS total,
     reduce(squares = 0, d IN days | squares + d.number * (d.day - base) * (d.day - base)) AS squares
WITH seen_until, rows, n, base, days, total, n * squares - total * total AS spread
UNWIND rows AS r
WITH seen_until, r, r.unit AS u, r.one.event AS e, r.day AS day, spread, size(rows) AS of_units,
     n * (r.day - base) - total AS off,
     CASE WHEN r.day IS NOT NULL
          THEN reduce(sum = 0, d IN days | CASE WHEN d.day <= r.day THEN sum + d.number ELSE sum END) END AS cumulative
RETURN u.name AS name, u.id AS id,
       CASE WHEN NOT r.adopted THEN 'never adopted' WHEN off IS NULL OR spread = 0 THEN 'adopted'
            WHEN off < 0 AND off * off > 4 * spread THEN 'innovator' WHEN off < 0 AND off * off > spread THEN 'early adopter'
            WHEN off < 0 THEN 'early majority' WHEN off * off < spread THEN 'late majority' ELSE 'laggard' END AS category,
       CASE WHEN day IS NOT NULL THEN date('1970-01-01') + duration({days: day}) END AS day,
       CASE WHEN spread > 0 AND off IS NOT NULL THEN round(off / sqrt(toFloat(spread)), 2) END AS z, e.date AS date, e.id AS event, e.move AS move,
       CASE WHEN r.one.sure = 1 THEN 'certain' WHEN r.adopted THEN 'possible' END AS there, r.others AS may_be_first, cumulative,
       of_units, round(toFloat(cumulative) / of_units, 3) AS share, r.events AS events,
       CASE WHEN NOT r.adopted THEN seen_until END AS seen_until, r.accounts AS accounts
ORDER BY CASE WHEN category = 'never adopted' THEN 2 WHEN cumulative IS NULL THEN 1 ELSE 0 END, day, id
