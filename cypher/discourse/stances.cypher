// Who changed their stance, from what to what
//
// Each change of an actor's position on an item: a position that they took at one event and another that they took at
// a later one, where no position of theirs on the item was, for certain, taken between the two. supports, opposes and
// neutral are three positions; who goes back has changed again, and back marks a change to a position that they had
// surely taken before the first of the two. Who never changed has no row. Where the same new position was taken at
// several events none of which is surely the first, each is a row.
//
// An event's possible days are those of its date, if that is known and has no ?; but none before the possible days of
// an event that it is stated to come after, and none after those of one stated to come after it, by up to twelve such
// statements in a chain. An event is surely before another when its last possible day is before the other's first, or
// when such a chain says so. order is certain where from_event is surely before to_event, and possible where it is
// open which was first: then from_event is the one whose date as written begins earlier (without a first day, last;
// of one day, the first by id), and the change may have been the other way. For a certain order, least_days is from
// the last possible day of from_event to the first of to_event, never below 0, and most_days from the first to the
// last; each is empty where a day that it needs is not known.
//
// param: actor (text, optional) - id or name of an actor: only their changes
// param: item (text, optional) - id or name of an item: only changes on it
// param: only_certain (bool, default false) - leave out what is only possible
// returns: name (text), actor (text), item_name (text), item (text), from_position (one of supports|opposes|neutral),
//     from_date (text), from_event (text), to_position (one of supports|opposes|neutral), to_date (text),
//     to_event (text), order (one of certain|possible), back (bool), least_days (int), most_days (int), to_networks (list of text)
// evidence: accounts
// key: actor, item, from_event, to_event
// example:
MATCH (p:Actor)-[r:TOOK_POSITION]->(x:KnowledgeItem)
WHERE size(r.accounts) > 0 AND ($actor IS NULL OR $actor IN [p.id, p.name]) AND ($item IS NULL OR $item IN [x.id, x.name])
MATCH (e:Event {id: r.event}) WHERE e.stands
WITH p, x, count(DISTINCT r.position) AS positions, collect({event: e, position: r.position, told: r.accounts}) AS every
WHERE positions > 1
CALL (every) {
  UNWIND every AS one
  WITH one, one.event AS e
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
  WITH one, e, prior, following, no_earlier, no_later,
       CASE WHEN e.date_certain THEN coalesce(e.earliest, date('0001-01-01')) ELSE date('0001-01-01') END AS own_first,
       CASE WHEN e.date_certain THEN coalesce(e.latest, date('9999-12-31')) ELSE date('9999-12-31') END AS own_last
  RETURN collect({e: e, id: e.id, position: one.position, told: one.told, day: coalesce(e.earliest, date('9999-12-31')),
                  prior: prior, after: [w IN prior | w.id],
                  begins: CASE WHEN no_earlier > own_first THEN no_earlier ELSE own_first END,
                  over: CASE WHEN no_later < own_last THEN no_later ELSE own_last END,
                  said: reduce(ids = [], w IN prior | CASE WHEN w.day = no_earlier AND w.day > own_first THEN ids + w.told
                                                       ELSE ids END) +
                        reduce(ids = [], w IN following | CASE WHEN w.day = no_later AND w.day < own_last THEN ids + w.told
                                                           ELSE ids END)}) AS taken
}
UNWIND taken AS a
UNWIND taken AS b
WITH p, x, taken, a, b, a.over < b.begins OR a.id IN b.after AS sure
WHERE a.position <> b.position AND NOT (b.over < a.begins OR b.id IN a.after)
  AND (sure OR (NOT $only_certain AND (a.day < b.day OR (a.day = b.day AND a.id < b.id))))
  AND none(c IN taken WHERE (a.over < c.begins OR a.id IN c.after) AND (c.over < b.begins OR c.id IN b.after))
WITH p, x, a, b, a.e AS e, b.e AS f, sure,
     [c IN taken WHERE c.position = b.position AND (c.over < a.begins OR c.id IN a.after)] AS before
WITH p, x, a, b, e, f, sure, before,
     [(f)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | {name: n.name, told: h.accounts}] AS held
RETURN p.name AS name, p.id AS actor, x.name AS item_name, x.id AS item, a.position AS from_position, e.date AS from_date,
       e.id AS from_event, b.position AS to_position, f.date AS to_date, f.id AS to_event,
       CASE WHEN sure THEN 'certain' ELSE 'possible' END AS order, size(before) > 0 AS back,
       CASE WHEN NOT sure OR a.over = date('9999-12-31') OR b.begins = date('0001-01-01') THEN null
            WHEN b.begins > a.over THEN duration.inDays(a.over, b.begins).days ELSE 0 END AS least_days,
       CASE WHEN sure AND a.begins > date('0001-01-01') AND b.over < date('9999-12-31')
            THEN duration.inDays(a.begins, b.over).days END AS most_days, [h IN held | h.name] AS to_networks,
       [h IN held | h.told] + [c IN before | c.told] + [w IN b.prior WHERE w.id = a.id | w.told]
       + CASE WHEN sure OR size(before) > 0 THEN a.said ELSE [] END + CASE WHEN sure THEN b.said ELSE [] END
       + [c IN before | c.said + reduce(ids = [], w IN a.prior | CASE WHEN w.id = c.id THEN ids + w.told ELSE ids END)]
       + [a.told, b.told] AS accounts
ORDER BY name, item_name, e.earliest, f.earliest, actor, item, from_event, to_event
