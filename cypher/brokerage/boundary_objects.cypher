// What was used on both sides of a boundary
//
// Items that several networks deal with: at events held in each of them that concern, drew on or produced the item. One
// row for each of an item's networks. events counts those events, how says in which of the three ways (concerns, drew
// on, produced), organisations are those that set the network up or to which it reports. across says what the item's
// networks must differ in for it to count: kinds, at least one is stable and one fluid; sites, they belong to at least
// two sites between them; organisations, to at least two organisations; networks, there are at least two.
//
// first_event is the event here that can have been first, that is, whose first possible day is earliest (an undated one
// comes last; of one day, the first by id). leads says whether the item came from this network, as far as is told:
// certain when some event here was over, for certain, before any event in each of the others can have begun; no when
// some event in another was over, for certain, before any event here can have begun; else possible. A date with ? is as
// good as none for that.
//
// people counts those who took part in the events here, a group as one; carriers names those of them who took part in
// its events in another of its networks, too. became names all items that are said to build on it; became_here those of
// them that did at one of the events here.
//
// param: kind (one of EvidenceSource|Idea|Routine|Discourse|Programme|Perspective|Skill|any, default EvidenceSource) - what sort
//     of items
// param: item (text, optional) - id or name of an item: only this one, whatever its kind
// param: across (one of networks|kinds|sites|organisations, default networks) - which boundary
// returns: what (text), name (text), item (text), network (text), network_id (text), network_kind (one of stable|fluid),
//     sites (list of text), organisations (list of text), events (int), how (list of text), first_date (text),
//     first_event (text), leads (one of certain|possible|no), people (int), carriers (list of text), became (list of text),
//     became_here (list of text)
// evidence: accounts
// key: item, network_id
// method: boundary objects (Star and Griesemer 1989)
// example:
MATCH (x:KnowledgeItem)
WHERE CASE WHEN $item IS NOT NULL THEN $item IN [x.id, x.name] ELSE $kind = 'any' OR $kind IN labels(x) END
MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event) WHERE e.stands AND size(d.accounts) > 0
WITH x, e, collect(type(d)) AS ways, collect(d.accounts) AS told
WITH x, e, ways, reduce(ids = [], some IN told | ids + some) AS told
MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
WITH x, n, collect({e: e, id: e.id, day: coalesce(e.earliest, date('9999-12-31')), ways: ways, told: told + h.accounts}) AS events,
     min(CASE WHEN e.date_certain THEN coalesce(e.earliest, date('0001-01-01')) ELSE date('0001-01-01') END) AS begins,
     min(CASE WHEN e.date_certain THEN coalesce(e.latest, date('9999-12-31')) ELSE date('9999-12-31') END) AS over
WITH x, collect({n: n, id: n.id, kind: n.kind, begins: begins, over: over, events: events}) AS held
WHERE size(held) > 1
  AND ($across <> 'kinds' OR (any(h IN held WHERE h.kind = 'stable') AND any(h IN held WHERE h.kind = 'fluid')))
CALL (held) {
  UNWIND held AS h
  WITH h.n AS n
  MATCH (n)-[r:IN_SITE|SET_UP_BY|REPORTS_TO]->(y:Site|Organisation) WHERE size(r.accounts) > 0
  RETURN count(DISTINCT CASE type(r) WHEN 'IN_SITE' THEN y.id END) AS sites,
         count(DISTINCT CASE WHEN type(r) <> 'IN_SITE' THEN y.id END) AS organisations
}
WITH x, held WHERE CASE $across WHEN 'sites' THEN sites > 1 WHEN 'organisations' THEN organisations > 1 ELSE true END
CALL (x) {
  MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event) WHERE e.stands AND size(d.accounts) > 0
  WITH DISTINCT e
  MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
  MATCH (e)<-[t:TOOK_PART]-(p:Actor) WHERE size(t.accounts) > 0
  WITH p, collect(DISTINCT n.id) AS at, collect(t.accounts) AS told WHERE size(at) > 1
  RETURN collect({name: p.name, at: at, told: reduce(ids = [], some IN told | ids + some)}) AS carriers
}
CALL (x) {
  MATCH (y:KnowledgeItem)-[b:BUILDS_ON]->(x) WHERE size(b.accounts) > 0
  RETURN collect({name: y.name, event: b.event, told: b.accounts}) AS newer
}
UNWIND held AS here
WITH x, here.n AS n, here.events AS events, CASE WHEN all(h IN held WHERE h.id = here.id OR here.over < h.begins) THEN 'certain'
                          WHEN any(h IN held WHERE h.over < here.begins) THEN 'no' ELSE 'possible' END AS leads, newer,
     [c IN carriers WHERE here.id IN c.at] AS carriers
WITH x, n, events, leads, newer, carriers,
     reduce(ways = [], c IN events | ways + [w IN c.ways WHERE NOT w IN ways]) AS ways,
     reduce(one = events[0], c IN events | CASE WHEN c.day < one.day OR (c.day = one.day AND c.id < one.id)
                                                THEN c ELSE one END) AS first
CALL (events) {
  UNWIND events AS c
  WITH c.e AS e
  MATCH (e)<-[t:TOOK_PART]-(p:Actor) WHERE size(t.accounts) > 0
  RETURN count(DISTINCT p) AS people, collect(t.accounts) AS took
}
CALL (n) {
  MATCH (n)-[r:IN_SITE|SET_UP_BY|REPORTS_TO]->(y:Site|Organisation) WHERE size(r.accounts) > 0
  RETURN collect(CASE type(r) WHEN 'IN_SITE' THEN y.name END) AS sites,
         collect(DISTINCT CASE WHEN type(r) <> 'IN_SITE' THEN y.name END) AS organisations, collect(r.accounts) AS placed
}
RETURN [l IN labels(x) WHERE l <> 'KnowledgeItem'][0] AS what, x.name AS name, x.id AS item, n.name AS network,
       n.id AS network_id, n.kind AS network_kind, sites, organisations, size(events) AS events,
       [w IN ways | CASE w WHEN 'DREW_ON' THEN 'drew on' WHEN 'PRODUCED' THEN 'produced' ELSE 'concerns' END] AS how,
       first.e.date AS first_date, first.id AS first_event, leads, people, [c IN carriers | c.name] AS carriers,
       [y IN newer | y.name] AS became,
       [y IN newer WHERE any(c IN events WHERE c.id = y.event) | y.name] AS became_here,
       [c IN events | c.told] + took + placed + [c IN carriers | c.told] + [y IN newer | y.told] AS accounts
ORDER BY what, name, item, first.day, network, network_id
