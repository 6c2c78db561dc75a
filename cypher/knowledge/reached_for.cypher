// New evidence, perspectives and skills that people reached for
//
// For each evidence source, perspective and skill, and each kind of network: the first event there that drew on it, by
// whom, and how many events did. The first is by the first day that its date allows, of several the first by id.
// first_of_all marks where it was drawn on first of all; what was drawn on at the same earliest day in both kinds is first
// in both. Events held in no network have no kind.
//
// param: kind (one of stable|fluid, optional) - only what networks of this kind reached for
// returns: what (text), name (text), item (text), network_kind (one of stable|fluid|none), first_of_all (bool),
//     date (text), event (text), networks (list of text), who (list of text), times (int)
// evidence: accounts
// key: item, network_kind
// example:
MATCH (x:EvidenceSource|Perspective|Skill)<-[d:DREW_ON]-(e:Event)
WHERE e.stands AND size(d.accounts) > 0
OPTIONAL MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
WITH x, e, coalesce(n.kind, 'none') AS network_kind, collect(d.accounts) AS told, collect(h.accounts) AS held
WITH x, network_kind, count(e) AS times, min(e.earliest) AS day,
     collect({event: e, told: told + held, day: coalesce(e.earliest, date('9999-12-31')), id: e.id}) AS drawn
WITH x, network_kind, times, day,
     reduce(first = drawn[0], c IN drawn | CASE WHEN c.day < first.day OR (c.day = first.day AND c.id < first.id)
                                                THEN c ELSE first END) AS first
WITH x, collect({kind: network_kind, first: first, times: times, day: day}) AS kinds, min(day) AS earliest
UNWIND kinds AS k
WITH x, k.kind AS network_kind, k.first.event AS e, k.first.told AS told, k.times AS times,
     coalesce(k.day = earliest, size(kinds) = 1) AS first_of_all
WHERE $kind IS NULL OR network_kind = $kind
RETURN [l IN labels(x) WHERE l <> 'KnowledgeItem'][0] AS what, x.name AS name, x.id AS item, network_kind, first_of_all,
       e.date AS date, e.id AS event, [(e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | n.name] AS networks,
       [(e)<-[w:TOOK_PART]-(p:Actor) WHERE size(w.accounts) > 0 | p.name] AS who, times,
       told + [(e)<-[w:TOOK_PART]-(:Actor) | w.accounts] AS accounts
ORDER BY e.earliest, item, network_kind
