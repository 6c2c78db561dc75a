// Who changed their stance, from what to what
//
// Each change of an actor's position on an item: a position that they took at one event and another that they took at a later
// one, where no position of theirs on the item was, for certain, taken between the two. supports, opposes and neutral are three
// positions; who goes back has changed again, and back marks a change to a position that they had surely taken before the
// first of the two. Who never changed has no row. Where the same new position was taken at several events none of which is
// surely the first, each is a row.
//
// One event is surely before another when it was over before the other can have begun, both dates known and without ?, or when
// somebody says that the other came after it. order is certain where from_event is surely before to_event, and possible where
// the dates leave open which was first: then from_event is the one whose first possible day is earlier (an undated one is
// last; of one day, the first by id), and the change may have been the other way. For a certain order with both dates known
// and without ?, least_days and most_days are the fewest and the most days that can lie between.
//
// param: actor (text, optional) - id or name of an actor: only their changes
// param: item (text, optional) - id or name of an item: only changes on it
// param: only_certain (bool, default false) - leave out what is only possible
// returns: name (text), actor (text), item_name (text), item (text), from_position (one of supports|opposes|neutral),
//     from_date (text), from_event (text), to_position (one of supports|opposes|neutral), to_date (text), to_event (text),
//     order (one of certain|possible), back (bool), least_days (int), most_days (int), to_networks (list of text)
// evidence: accounts
// key: actor, item, from_event, to_event
// example:
MATCH (p:Actor)-[r:TOOK_POSITION]->(x:KnowledgeItem)
WHERE size(r.accounts) > 0 AND ($actor IS NULL OR $actor IN [p.id, p.name]) AND ($item IS NULL OR $item IN [x.id, x.name])
MATCH (e:Event {id: r.event}) WHERE e.stands
WITH p, x, count(DISTINCT r.position) AS positions,
     collect({e: e, id: e.id, position: r.position, told: r.accounts, day: coalesce(e.earliest, date('9999-12-31')),
              begins: CASE WHEN e.date_certain THEN coalesce(e.earliest, date('0001-01-01')) ELSE date('0001-01-01') END,
              over: CASE WHEN e.date_certain THEN coalesce(e.latest, date('9999-12-31')) ELSE date('9999-12-31') END,
              after: [(e)-[s:AFTER]->(f:Event) WHERE size(s.accounts) > 0 | f.id],
              said: [(e)-[s:AFTER]->(f:Event) | {id: f.id, told: s.accounts}]}) AS taken
WHERE positions > 1
UNWIND taken AS a
UNWIND taken AS b
WITH p, x, taken, a, b, a.over < b.begins OR a.id IN b.after AS sure
WHERE a.position <> b.position AND NOT (b.over < a.begins OR b.id IN a.after)
  AND (sure OR (NOT $only_certain AND (a.day < b.day OR (a.day = b.day AND a.id < b.id))))
  AND none(c IN taken WHERE (a.over < c.begins OR a.id IN c.after) AND (c.over < b.begins OR c.id IN b.after))
WITH p, x, a, b, a.e AS e, b.e AS f, sure, sure AND a.e.date_certain AND b.e.date_certain AS dated,
     [c IN taken WHERE c.position = b.position AND (c.over < a.begins OR c.id IN a.after)] AS before
WITH p, x, a, b, e, f, sure, dated, before,
     [(f)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | {name: n.name, told: h.accounts}] AS held
RETURN p.name AS name, p.id AS actor, x.name AS item_name, x.id AS item, a.position AS from_position, e.date AS from_date,
       e.id AS from_event, b.position AS to_position, f.date AS to_date, f.id AS to_event,
       CASE WHEN sure THEN 'certain' ELSE 'possible' END AS order, size(before) > 0 AS back,
       CASE WHEN NOT dated THEN null WHEN f.earliest > e.latest THEN duration.inDays(e.latest, f.earliest).days
            WHEN f.earliest <= e.latest THEN 0 END AS least_days,
       CASE WHEN dated THEN duration.inDays(e.earliest, f.latest).days END AS most_days, [h IN held | h.name] AS to_networks,
       [h IN held | h.told] + [c IN before | c.told] + [s IN b.said WHERE s.id = a.id | s.told]
       + [c IN before | reduce(ids = [], s IN a.said | CASE WHEN s.id = c.id THEN ids + s.told ELSE ids END)]
       + [a.told, b.told] AS accounts
ORDER BY name, item_name, e.earliest, f.earliest, actor, item, from_event, to_event
