// Ideas that were dropped and picked up again
//
// Each event that dropped or blocked an idea (whose move is drop or block, and which concerns, drew on or produced
// the idea), with the next event that took it up: one of a move other than drop, block and contest that concerns,
// drew on or produced the idea or a name that it took later (what renames or adapts it, and so on, up to twelve
// steps): who argues over an idea does not thereby take it up. A drop after which no such event can have been is not
// here; trace/stalled has those.
//
// Those that were not surely before the drop, and of which no other such event is surely after the drop and surely
// before it, can be the next. event is one of them that is surely after the drop, if there is one (order is then
// certain; else possible), and of these the one whose date as written begins earliest (without a first day, last;
// then by id); may_be_next names the others.
//
// An event's possible days are those of its date, if that is known and has no ?; but none before the possible days of
// an event that it is stated to come after, and none after those of one stated to come after it, by up to twelve such
// statements in a chain. An event is surely before another when its last possible day is before the other's first, or
// when such a chain says so. gap_least is from the last possible day of the drop to the first of event, never below
// 0, gap_most from the first to the last; each is empty where a day that it needs is not known. Where others may be
// the next, it may have been sooner.
//
// under_name names what event deals with: the idea, a later name of it, or both. met are the barriers that the drop
// met. who_again took part in both events, who_new only in the later; people says whether of those who took part in
// the later all (same), some or none (others) had taken part in the drop; empty where nobody is named for one of the
// two.
//
// param: idea (text, optional) - id or name of an idea, or of anything else that is shared; all of them when not given
// returns: name (text), item (text), dropped_date (text), dropped (text), move (one of drop|block),
//     dropped_in (list of text), dropped_by (list of text), met (list of text), date (text), event (text),
//     next_move (text), under_name (list of text), networks (list of text), who_again (list of text),
//     who_new (list of text), people (one of same|some|others), order (one of certain|possible),
//     may_be_next (list of text), gap_least (int), gap_most (int)
// evidence: accounts
// key: item, dropped
// example:
MATCH (x:KnowledgeItem)<-[d:CONCERNS|DREW_ON|PRODUCED]-(z:Event)
WHERE ($idea IS NULL OR x.id = $idea OR x.name = $idea) AND z.move IN ['drop', 'block'] AND z.stands AND size(d.accounts) > 0
WITH x, z, collect(d.accounts) AS told
WITH x, collect({drop: true, event: z, told: told, names: []}) AS drops
CALL (x) {
  RETURN x AS y, [] AS named
  UNION ALL
  MATCH way = (x)<-[:BUILDS_ON*1..12]-(y:KnowledgeItem)
  WHERE all(r IN relationships(way) WHERE r.kind IN ['renames', 'adapts'] AND size(r.accounts) > 0)
  RETURN y, reduce(ids = [], r IN relationships(way) | ids + r.accounts) AS named
}
WITH x, drops, y, collect(named) AS named
CALL (y, named) {
  MATCH (y)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event)
  WHERE e.stands AND size(d.accounts) > 0 AND NOT e.move IN ['drop', 'block', 'contest']
  WITH e, named, collect(d.accounts) AS said
  RETURN e, said + named AS told
}
WITH x, drops, e, collect({name: y.name, told: told}) AS uses
WITH x, drops, collect({drop: false, event: e, told: reduce(ids = [], u IN uses | ids + u.told), names: [u IN uses | u.name]}) AS ups
CALL (drops, ups) {
  UNWIND drops + ups AS c
  WITH c, c.event AS t
  CALL (t) {
    MATCH way = (t)-[:AFTER*1..12]->(f:Event)
    WHERE all(r IN relationships(way) WHERE size(r.accounts) > 0) AND all(e IN nodes(way) WHERE e.stands)
    RETURN collect(DISTINCT f.id) AS before, max(CASE WHEN f.date_certain THEN f.earliest END) AS no_earlier,
           collect(reduce(ids = [], r IN relationships(way) | ids + r.accounts)) AS said_before
  }
  CALL (t) {
    MATCH way = (t)<-[:AFTER*1..12]-(f:Event)
    WHERE all(r IN relationships(way) WHERE size(r.accounts) > 0) AND all(e IN nodes(way) WHERE e.stands)
    RETURN min(CASE WHEN f.date_certain THEN f.latest END) AS no_later,
           collect(reduce(ids = [], r IN relationships(way) | ids + r.accounts)) AS said_after
  }
  WITH c, t, before, said_before, said_after, no_earlier, no_later,
       CASE WHEN t.date_certain THEN coalesce(t.earliest, date('0001-01-01')) ELSE date('0001-01-01') END AS own_first,
       CASE WHEN t.date_certain THEN coalesce(t.latest, date('9999-12-31')) ELSE date('9999-12-31') END AS own_last
  RETURN collect({drop: c.drop, event: t, id: t.id, day: coalesce(t.earliest, date('9999-12-31')), told: c.told,
                  names: c.names, before: before, said_before: said_before,
                  first: CASE WHEN no_earlier > own_first THEN no_earlier ELSE own_first END,
                  last: CASE WHEN no_later < own_last THEN no_later ELSE own_last END,
                  said: CASE WHEN no_earlier > own_first THEN said_before ELSE [] END +
                        CASE WHEN no_later < own_last THEN said_after ELSE [] END}) AS timed
}
WITH x, [c IN timed WHERE c.drop] AS drops, [c IN timed WHERE NOT c.drop] AS ups
UNWIND drops AS z
WITH x, z, [c IN ups WHERE c.last >= z.first AND NOT c.id IN z.before] AS open WHERE size(open) > 0
WITH x, z, open, [c IN open WHERE c.first > z.last OR z.id IN c.before] AS later
WITH x, z, open, later, [c IN later | c.id] AS ids,
     reduce(day = date('9999-12-31'), c IN later | CASE WHEN c.last < day THEN c.last ELSE day END) AS over
WITH x, z, size(later) > 0 AS sure, [c IN open WHERE c.first <= over AND none(id IN c.before WHERE id IN ids)] AS nexts
WITH x, z, sure, nexts, [c IN nexts WHERE NOT sure OR c.first > z.last OR z.id IN c.before] AS chosen
WITH x, z, sure, nexts, reduce(one = chosen[0], c IN chosen |
                               CASE WHEN c.day < one.day OR (c.day = one.day AND c.id < one.id) THEN c ELSE one END) AS c
WITH x, z, c, z.event AS a, c.event AS b, sure, z.id IN c.before AS stated, [n IN nexts WHERE n.id <> c.id] AS others
WITH x, z, c, a, b, sure, stated, others,
     [(a)<-[w:TOOK_PART]-(p:Actor) WHERE size(w.accounts) > 0 | {id: p.id, name: p.name, told: w.accounts}] AS was,
     [(b)<-[w:TOOK_PART]-(p:Actor) WHERE size(w.accounts) > 0 | {id: p.id, name: p.name, told: w.accounts}] AS is,
     [(a)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | {name: n.name, told: h.accounts}] AS there,
     [(b)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | {name: n.name, told: h.accounts}] AS here,
     [(a)-[m:MET]->(o:Barrier) WHERE size(m.accounts) > 0 | {name: o.name, told: m.accounts}] AS met
WITH x, z, c, a, b, sure, stated, others, was, is, there, here, met, [p IN was | p.id] AS who
WITH x, z, c, a, b, sure, stated, others, was, is, there, here, met, [p IN is WHERE p.id IN who | p.name] AS again,
     [p IN is WHERE NOT p.id IN who | p.name] AS new
RETURN x.name AS name, x.id AS item, a.date AS dropped_date, a.id AS dropped, a.move AS move, [n IN there | n.name] AS dropped_in,
       [p IN was | p.name] AS dropped_by, [o IN met | o.name] AS met, b.date AS date, b.id AS event, b.move AS next_move,
       c.names AS under_name, [n IN here | n.name] AS networks, again AS who_again, new AS who_new,
       CASE WHEN size(was) = 0 OR size(is) = 0 THEN null WHEN size(new) = 0 THEN 'same'
            WHEN size(again) = 0 THEN 'others' ELSE 'some' END AS people,
       CASE WHEN sure THEN 'certain' ELSE 'possible' END AS order, [o IN others | o.id] AS may_be_next,
       CASE WHEN z.last = date('9999-12-31') OR c.first = date('0001-01-01') THEN null
            WHEN c.first > z.last THEN duration.inDays(z.last, c.first).days ELSE 0 END AS gap_least,
       CASE WHEN z.first > date('0001-01-01') AND c.last < date('9999-12-31') THEN duration.inDays(z.first, c.last).days END
       AS gap_most,
       z.told + c.told + z.said + c.said + CASE WHEN stated THEN c.said_before ELSE [] END +
       [t IN was + is + there + here + met | t.told] + reduce(told = [], o IN others | told + o.told) AS accounts
ORDER BY a.earliest, item, dropped
