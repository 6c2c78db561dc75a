// What was done with routines and discourses, by kind of network
//
// For each routine and discourse, each kind of network and each thing done with it: how often, and the first time,
// with all networks in which that was held and who was there. done is - shared: an event whose move is share deals
// with it (concerns it, drew on it or produced it); - built_on: an event whose move is build_on concerns it or
// drew on it, or something is said to have built on it there (BUILDS_ON of the kind builds_on that names the
// event); - changed: the same with the moves adapt and combine, and BUILDS_ON of the kinds adapts, merges and
// renames; - adopted, dropped: an event whose move is adopt or drop deals with it. What an event of building on or
// changing only produced is the newer thing, and is not counted there. An event counts once for each thing done,
// and under each kind of network that it was held in; under none where nobody names a network. The first is by the
// first day that its date allows, of several the first by id, undated ones last; surely_first is true when it
// certainly was: it is the only one, or it was over before any other can have begun, all dates being certain.
//
// param: item (text, optional) - id or name of an item: only this routine or discourse
// param: kind (one of stable|fluid, optional) - only what was done in networks of this kind
// returns: what (one of Routine|Discourse), name (text), item (text), network_kind (one of stable|fluid|none),
//     done (one of shared|built_on|changed|adopted|dropped), times (int), date (text), event (text), surely_first (bool),
//     networks (list of text), who (list of text)
// evidence: accounts
// key: item, network_kind, done
// example:
CALL () {
  MATCH (x:Routine|Discourse)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event)
  WHERE e.stands AND size(d.accounts) > 0 AND (e.move IN ['share', 'adopt', 'drop']
        OR (e.move IN ['build_on', 'adapt', 'combine'] AND type(d) <> 'PRODUCED'))
  RETURN x, e, d.accounts AS told,
         CASE e.move WHEN 'share' THEN 'shared' WHEN 'build_on' THEN 'built_on' WHEN 'adopt' THEN 'adopted'
                     WHEN 'drop' THEN 'dropped' ELSE 'changed' END AS done
  UNION ALL
  MATCH (x:Routine|Discourse)<-[b:BUILDS_ON]-(:KnowledgeItem) WHERE size(b.accounts) > 0 AND b.event IS NOT NULL
  MATCH (e:Event {id: b.event}) WHERE e.stands
  RETURN x, e, b.accounts AS told, CASE b.kind WHEN 'builds_on' THEN 'built_on' ELSE 'changed' END AS done
}
WITH x, e, done, collect(told) AS told
WHERE $item IS NULL OR $item IN [x.id, x.name]
OPTIONAL MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
WITH x, e, done, told, coalesce(n.kind, 'none') AS network_kind, collect(h.accounts) AS held
WHERE $kind IS NULL OR network_kind = $kind
WITH x, done, network_kind, count(e) AS times,
     collect({event: e, id: e.id, day: coalesce(e.earliest, date('9999-12-31')), told: told + held}) AS all_done
WITH x, done, network_kind, times, all_done,
     reduce(first = all_done[0], c IN all_done | CASE WHEN c.day < first.day OR (c.day = first.day AND c.id < first.id)
                                                      THEN c ELSE first END) AS first
WITH x, done, network_kind, times, first.event AS e, reduce(all_of = [], c IN all_done | all_of + c.told) AS told,
     [c IN all_done WHERE c.id <> first.id AND NOT coalesce(first.event.date_certain AND c.event.date_certain
                                                            AND first.event.latest < c.event.earliest, false) | c.id] AS rivals
RETURN [l IN labels(x) WHERE l <> 'KnowledgeItem'][0] AS what, x.name AS name, x.id AS item, network_kind, done, times,
       e.date AS date, e.id AS event, size(rivals) = 0 AS surely_first,
       [(e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | n.name] AS networks,
       [(e)<-[w:TOOK_PART]-(p:Actor) WHERE size(w.accounts) > 0 | p.name] AS who,
       told + [(e)-[h:HELD_IN]->(:Network) | h.accounts] + [(e)<-[w:TOOK_PART]-(:Actor) | w.accounts] AS accounts
ORDER BY name, item, network_kind, done
