// An idea under its several names
//
// Each name that the idea went by: the idea's own, and those that renaming and adapting join to it (BUILDS_ON),
// followed both ways and back and forth within twelve steps; steps counts from the idea asked about. For each name:
// how many events deal with it (concern, drew on or produced it), when it was first and last used, and by which
// networks (held in), sites (of the events) and people (who took part). A name has a row for each name that it was
// taken from, and one row if it was taken from none of them. It rests also on the claims of one shortest way from the
// idea asked about to the name.
//
// at_event is the event at which it took the name from took_from, where the accounts name it; there are those who
// took part in that event; under_both those who took part both in an event that deals with the older name and in one,
// the same or another, that deals with the newer.
//
// An event's possible days are those of its date, if that is known and has no ?; but none before the possible days of
// an event that it is stated to come after, and none after those of one stated to come after it, by up to twelve such
// statements in a chain. An event is surely before another when its last possible day is before the other's first, or
// when such a chain says so. first_event is, of those that no other of the name's events is surely before, the one
// whose date as written begins earliest (without a first day, last; then by id). last_event is, of those that are
// surely before no other, the one whose date as written ends latest (without a last day, before all that have one;
// then the higher id). first_certain and last_certain say that there was only one to choose from.
//
// param: idea (text) - id or name of an idea, or of anything else that is shared
// param: kinds (list of one of builds_on|adapts|renames|merges, optional) - which kinds of BUILDS_ON join names: renames
//     and adapts when not given
// returns: name (text), item (text), kind (text), steps (int), took_from (text), from_id (text), how (text),
//     at_date (text), at_event (text), there (list of text), under_both (list of text), events (int), first_date (text),
//     first_event (text), first_certain (bool), last_date (text), last_event (text), last_certain (bool),
//     networks (list of text), sites (list of text), people (list of text)
// evidence: accounts
// key: item, from_id, how, at_event
// example: idea=kettle-test
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  RETURN x AS y, 0 AS far, [] AS joined
  UNION ALL
  MATCH way = (x)-[:BUILDS_ON*1..12]-(y:KnowledgeItem)
  WHERE all(r IN relationships(way) WHERE r.kind IN coalesce($kinds, ['renames', 'adapts']) AND size(r.accounts) > 0)
  RETURN y, length(way) AS far, reduce(ids = [], r IN relationships(way) | ids + r.accounts) AS joined
}
WITH y, far, joined, reduce(text = '', id IN joined | text + id + ' ') AS known_by
WITH y, collect({far: far, known_by: known_by, joined: joined}) AS ways
WITH y, reduce(one = ways[0], w IN ways | CASE WHEN w.far < one.far OR (w.far = one.far AND w.known_by < one.known_by)
                                               THEN w ELSE one END) AS way
WITH y, way.far AS steps, way.joined AS joined
CALL (y) {
  MATCH (y)<-[d:CONCERNS|DREW_ON|PRODUCED]-(t:Event) WHERE t.stands AND size(d.accounts) > 0
  WITH t, collect(d.accounts) AS dealt
  CALL (t) {
    MATCH way = (t)-[:AFTER*1..12]->(f:Event)
    WHERE all(r IN relationships(way) WHERE size(r.accounts) > 0) AND all(e IN nodes(way) WHERE e.stands)
    RETURN collect(DISTINCT f.id) AS before, max(CASE WHEN f.date_certain THEN f.earliest END) AS no_earlier,
           collect(reduce(ids = [], r IN relationships(way) | ids + r.accounts)) AS said
  }
  CALL (t) {
    MATCH way = (t)<-[:AFTER*1..12]-(f:Event)
    WHERE all(r IN relationships(way) WHERE size(r.accounts) > 0) AND all(e IN nodes(way) WHERE e.stands)
    RETURN collect(DISTINCT f.id) AS after, min(CASE WHEN f.date_certain THEN f.latest END) AS no_later,
           collect(reduce(ids = [], r IN relationships(way) | ids + r.accounts)) AS said_after
  }
  WITH t, dealt, before, after, said + said_after AS said, no_earlier, no_later,
       CASE WHEN t.date_certain THEN coalesce(t.earliest, date('0001-01-01')) ELSE date('0001-01-01') END AS own_first,
       CASE WHEN t.date_certain THEN coalesce(t.latest, date('9999-12-31')) ELSE date('9999-12-31') END AS own_last
  WITH t, dealt, before, after, said, CASE WHEN no_earlier > own_first THEN no_earlier ELSE own_first END AS first,
       CASE WHEN no_later < own_last THEN no_later ELSE own_last END AS last
  WITH collect({event: t, id: t.id, first: first, last: last, before: before, after: after, told: dealt + said,
                begins: coalesce(t.earliest, date('9999-12-31')), ends: coalesce(t.latest, date('0001-01-01'))}) AS used,
       min(last) AS over, max(first) AS begun
  WITH used, over, begun, [c IN used | c.id] AS ids
  WITH used, [c IN used WHERE c.first <= over AND none(id IN c.before WHERE id IN ids)] AS firsts,
       [c IN used WHERE c.last >= begun AND none(id IN c.after WHERE id IN ids)] AS lasts
  RETURN used, size(firsts) = 1 AS first_certain, size(lasts) = 1 AS last_certain,
         reduce(one = firsts[0], c IN firsts | CASE WHEN c.begins < one.begins OR (c.begins = one.begins AND c.id < one.id)
                                                    THEN c ELSE one END).event AS first,
         reduce(one = lasts[0], c IN lasts | CASE WHEN c.ends > one.ends OR (c.ends = one.ends AND c.id > one.id)
                                                  THEN c ELSE one END).event AS last,
         reduce(told = [], c IN used | told + c.told) AS told
}
CALL (used) {
  UNWIND used AS c
  WITH c.event AS e
  MATCH (e)-[h:HELD_IN|IN_SITE]-(n:Network|Site) WHERE size(h.accounts) > 0
  WITH n, labels(n) AS kinds, collect(h.accounts) AS told
  RETURN collect(CASE WHEN 'Network' IN kinds THEN n.name END) AS networks, collect(CASE WHEN 'Site' IN kinds THEN n.name END) AS sites,
         collect(told) AS placed
}
CALL (used) {
  UNWIND used AS c
  WITH c.event AS e
  MATCH (e)<-[w:TOOK_PART]-(p:Actor) WHERE size(w.accounts) > 0
  WITH p, collect(w.accounts) AS told
  RETURN collect({id: p.id, name: p.name}) AS people, collect(told) AS took
}
WITH collect({item: y, id: y.id, steps: steps, joined: joined, events: size(used),
              first: first, first_certain: first_certain, last: last, last_certain: last_certain,
              networks: networks, sites: sites, people: people, who: [p IN people | p.id],
              told: reduce(ids = told, some IN placed + took | ids + some)}) AS family
UNWIND family AS f
WITH family, f, f.item AS y
OPTIONAL MATCH (y)-[b:BUILDS_ON]->(o:KnowledgeItem)
WHERE b.kind IN coalesce($kinds, ['renames', 'adapts']) AND size(b.accounts) > 0 AND o.id <> y.id
WITH f, y, b, o, [g IN family WHERE g.id = o.id][0] AS older
WITH f, y, b, o, coalesce(older.who, []) AS earlier, older.told AS older_told
OPTIONAL MATCH (z:Event) WHERE z.id = b.event AND z.stands
WITH f, f.first AS first, f.last AS last, y, b, o, z, older_told,
     [p IN f.people WHERE p.id IN earlier | p.name] AS under_both,
     CASE WHEN z IS NULL THEN []
          ELSE [(z)<-[w:TOOK_PART]-(p:Actor) WHERE size(w.accounts) > 0 | {name: p.name, told: w.accounts}] END AS there
RETURN y.name AS name, y.id AS item, [l IN labels(y) WHERE l <> 'KnowledgeItem'][0] AS kind, f.steps AS steps,
       o.name AS took_from, o.id AS from_id, b.kind AS how, z.date AS at_date, z.id AS at_event, [p IN there | p.name] AS there,
       under_both, f.events AS events, first.date AS first_date, first.id AS first_event,
       CASE WHEN f.events > 0 THEN f.first_certain END AS first_certain, last.date AS last_date, last.id AS last_event,
       CASE WHEN f.events > 0 THEN f.last_certain END AS last_certain, f.networks AS networks, f.sites AS sites,
       [p IN f.people | p.name] AS people,
       f.told + f.joined + coalesce(b.accounts, []) + [p IN there | p.told] +
       CASE WHEN size(under_both) > 0 THEN older_told ELSE [] END AS accounts
ORDER BY steps, item, from_id, how, at_event
