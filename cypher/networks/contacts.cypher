// Stable core and fluid edge of an actor's contacts
//
// Everyone with whom the actor took part in an event, and where: how many of their events together were held in
// stable networks only (in_stable), in fluid ones only (in_fluid), in both kinds at once (in_both), in no network
// that anybody names (in_none). years_in_stable counts the calendar years in which they surely met in a stable
// network (in_stable and in_both; only events whose whole date lies in one year and has no question mark, so it is
// the least). The contact belongs to the core when that is at least `years`; to the edge when they met in fluid
// networks and never in a stable one; between when they met in a stable network in fewer years than that; outside
// when they met in no network. With years 0 no year has to be sure: whoever they met in a stable network at all is of
// the core, and nobody is between. With any number of years, a contact who was met in no stable network is never of
// the core. first_event and last_event are by the first day that each date allows, of several on one day the first
// and the last by id; undated events are neither, and all counts include them.
//
// param: actor (text) - id or name of an actor
// param: years (int, default 2) - in how many calendar years, at least, those of the core met in stable networks
// returns: place (one of core|between|edge|outside), contact (text), id (text), kind (text), events (int),
//     in_stable (int), in_fluid (int), in_both (int), in_none (int), years_in_stable (int),
//     stable_networks (list of text), fluid_networks (list of text), first_date (text), first_event (text),
//     last_date (text), last_event (text)
// evidence: accounts
// key: id
// example: actor=okafor
MATCH (me:Actor)-[t:TOOK_PART]->(e:Event)
WHERE (me.id = $actor OR me.name = $actor) AND size(t.accounts) > 0 AND e.stands
OPTIONAL MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
WITH me, e, t.accounts AS mine, collect(h.accounts) AS held, collect(CASE n.kind WHEN 'stable' THEN n.name END) AS stable,
     collect(CASE n.kind WHEN 'fluid' THEN n.name END) AS fluid
WITH me, e, mine, held, stable, fluid,
     CASE WHEN size(stable) > 0 AND size(fluid) > 0 THEN 'both' WHEN size(stable) > 0 THEN 'stable'
          WHEN size(fluid) > 0 THEN 'fluid' ELSE 'none' END AS place,
     CASE WHEN size(stable) > 0 AND e.date_certain AND e.earliest.year = e.latest.year THEN e.earliest.year END AS year
MATCH (e)<-[w:TOOK_PART]-(c:Actor) WHERE c.id <> me.id AND size(w.accounts) > 0
WITH c, count(e) AS events, sum(CASE place WHEN 'stable' THEN 1 ELSE 0 END) AS in_stable,
     sum(CASE place WHEN 'fluid' THEN 1 ELSE 0 END) AS in_fluid, sum(CASE place WHEN 'both' THEN 1 ELSE 0 END) AS in_both,
     sum(CASE place WHEN 'none' THEN 1 ELSE 0 END) AS in_none, count(DISTINCT year) AS years_in_stable,
     collect({id: e.id, date: e.date, day: e.earliest, stable: stable, fluid: fluid, told: held + [mine, w.accounts]}) AS met
WITH c, events, in_stable, in_fluid, in_both, in_none, years_in_stable, met, [m IN met WHERE m.day IS NOT NULL] AS dated
WITH c, events, in_stable, in_fluid, in_both, in_none, years_in_stable, met,
     reduce(first = dated[0], m IN dated | CASE WHEN m.day < first.day OR (m.day = first.day AND m.id < first.id)
                                                THEN m ELSE first END) AS first,
     reduce(last = dated[0], m IN dated | CASE WHEN m.day > last.day OR (m.day = last.day AND m.id > last.id)
                                               THEN m ELSE last END) AS last
WITH c, events, in_stable, in_fluid, in_both, in_none, years_in_stable, met, first, last,
     CASE WHEN years_in_stable >= $years AND in_stable + in_both > 0 THEN 'core' WHEN in_stable + in_both > 0 THEN 'between'
          WHEN in_fluid > 0 THEN 'edge' ELSE 'outside' END AS place
RETURN place, c.name AS contact, c.id AS id, c.kind AS kind, events, in_stable, in_fluid, in_both, in_none, years_in_stable,
       reduce(names = [], m IN met | names + [s IN m.stable WHERE NOT s IN names]) AS stable_networks,
       reduce(names = [], m IN met | names + [f IN m.fluid WHERE NOT f IN names]) AS fluid_networks,
       first.date AS first_date, first.id AS first_event, last.date AS last_date, last.id AS last_event,
       reduce(all_of = [], m IN met | all_of + m.told) AS accounts
ORDER BY place, events DESC, id
