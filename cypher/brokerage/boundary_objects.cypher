// What was used on both sides of a boundary
//
// Items that several networks deal with: at events held in each of them that concern, drew on or produced the item.
// One row for each of an item's networks. events counts those events, how says in which of the three ways (concerns,
// drew on, produced), organisations are those that set the network up or to which it reports. across says what the
// item's networks must differ in for it to count: kinds, at least one is stable and one fluid; sites, they belong to
// at least two sites between them; organisations, to at least two organisations; networks, there are at least two.
//
// first_event is the event here that can have been first, that is, whose first possible day is earliest (an
// undated one comes last; of one day, the first by id). leads says whether the item came from this network, as far
// as is told: certain when for each of its events in another network there is one here that was surely before it;
// no when for each event here there is one in another that was surely before it; else possible. An event is surely
// before another when its last possible day is before the other's first (a date with ? is as good as none), or
// when the other is stated to come after it, by up to twelve such statements in a chain, through whatever events.
//
// Besides those of what the row tells, its accounts are those of the other networks' events on which certain or no
// rests. For certain: in each of the others the event whose first possible day is earliest, and any that only a chain
// puts after one here. For no: of all events in the others the one whose last possible day is earliest, if an event
// here begins after it, and any that comes before one here for which there is only a chain. Of several alike all
// count; what states the chains is among the accounts, too.
//
// people counts those who took part in the events here, a group as one; carriers names those of them who took part in
// its events in another of its networks, too. became names all items that are said to build on it; became_here those
// of them that did at one of the events here.
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
WITH x, e, ways, reduce(ids = [], some IN told | ids + some) AS told,
     CASE WHEN e.date_certain THEN coalesce(e.earliest, date('0001-01-01')) ELSE date('0001-01-01') END AS first,
     CASE WHEN e.date_certain THEN coalesce(e.latest, date('9999-12-31')) ELSE date('9999-12-31') END AS last
MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
WITH x, n, min(first) AS begins, min(last) AS over, collect(e.id) AS ids,
     collect({e: e, id: e.id, day: coalesce(e.earliest, date('9999-12-31')), first: first, last: last, ways: ways,
              told: told + h.accounts}) AS events
WITH x, collect({n: n, id: n.id, kind: n.kind, begins: begins, over: over, ids: ids, events: events}) AS held
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
CALL (held) {
  UNWIND held AS h
  UNWIND h.events AS c
  WITH c.e AS e, c.first AS first
  MATCH way = (e)-[:AFTER*1..12]->(f:Event)
  WHERE all(r IN relationships(way) WHERE size(r.accounts) > 0) AND all(one IN nodes(way) WHERE one.stands)
  RETURN collect({id: e.id, first: first, after: f.id,
                  told: reduce(ids = [], r IN relationships(way) | ids + r.accounts)}) AS chains
}
UNWIND held AS here
WITH x, here, newer, [c IN carriers WHERE here.id IN c.at] AS carriers, [h IN held WHERE h.id <> here.id] AS others, chains,
     reduce(day = date('9999-12-31'), h IN held | CASE WHEN h.id <> here.id AND h.over < day THEN h.over ELSE day END) AS over
WITH x, here, newer, carriers, others, over, [c IN chains WHERE c.after IN here.ids] AS hence,
     [c IN chains WHERE c.id IN here.ids AND any(h IN others WHERE c.after IN h.ids)] AS hither
WITH x, here, newer, carriers, others, over, hence, hither, [c IN hence | c.id] AS later, [c IN hither | c.id] AS preceded
WITH x, here, newer, carriers, others, over, hence, hither,
     CASE WHEN all(h IN others WHERE CASE WHEN here.over < h.begins OR size(later) = 0 THEN here.over < h.begins
                                     ELSE all(o IN h.events WHERE here.over < o.first OR o.id IN later) END) THEN 'certain'
          WHEN CASE WHEN over < here.begins OR size(preceded) = 0 THEN over < here.begins
               ELSE all(c IN here.events WHERE over < c.first OR c.id IN preceded) END THEN 'no'
          ELSE 'possible' END AS leads
WITH x, here, newer, carriers, others, over, leads,
     CASE leads WHEN 'certain' THEN [c IN hence WHERE here.over >= c.first AND any(h IN others WHERE c.id IN h.ids)]
                WHEN 'no' THEN [c IN hither WHERE over >= c.first] ELSE [] END AS needed,
     leads = 'no' AND any(c IN here.events WHERE over < c.first) AS dated
WITH x, here, newer, carriers, others, over, leads, needed, dated,
     [c IN needed | CASE leads WHEN 'certain' THEN c.id ELSE c.after END] AS ids
WITH x, here.n AS n, here.events AS events, leads, newer, carriers, [c IN needed | c.told] +
     CASE WHEN leads = 'possible' THEN [] ELSE
       [h IN others WHERE leads = 'certain' OR h.over = over OR size(ids) > 0 |
                      reduce(told = [], o IN h.events |
                             CASE WHEN (leads = 'certain' AND o.first = h.begins) OR (dated AND o.last = over) OR o.id IN ids
                                  THEN told + o.told ELSE told END)] END AS there
WITH x, n, events, leads, newer, carriers, there,
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
       [c IN events | c.told] + there + took + placed + [c IN carriers | c.told] + [y IN newer | y.told] AS accounts
ORDER BY what, name, item, first.day, network, network_id
