// New evidence, perspectives and skills that people reached for
//
// For each evidence source, perspective and skill, and each kind of network: the first event there that drew on it,
// by whom, and how many events did. The first is by the first day that its date allows, of several the first by id.
// Events held in no network are a kind of their own, none; an event held in both kinds counts in each.
//
// first_of_all says whether it was drawn on there first of all: certain when some event of this kind was surely over
// before any of another kind can have begun (one held in both kinds is not held against itself), no when some event
// of another kind was surely over before any of this kind can have begun, and possible otherwise. That is by the days
// that the dates allow, and dates with ? count as none: such an event can have been at any time. What only one kind
// drew on is certain. It rests on the dates of the other kinds' events too; the accounts are those of the events of
// the row's own kind.
//
// param: kind (one of stable|fluid, optional) - only what networks of this kind reached for
// returns: what (text), name (text), item (text), network_kind (one of stable|fluid|none),
//     first_of_all (one of certain|possible|no), date (text), event (text), networks (list of text), who (list of text),
//     times (int)
// evidence: accounts
// key: item, network_kind
// example:
MATCH (x:EvidenceSource|Perspective|Skill)<-[d:DREW_ON]-(e:Event)
WHERE e.stands AND size(d.accounts) > 0
OPTIONAL MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
WITH x, e, coalesce(n.kind, 'none') AS network_kind, collect(d.accounts) AS told, collect(h.accounts) AS held
WITH x, network_kind,
     collect({event: e, id: e.id, told: told + held, day: coalesce(e.earliest, date('9999-12-31')),
              first: coalesce(CASE WHEN e.date_certain THEN e.earliest END, date('0001-01-01')),
              last: coalesce(CASE WHEN e.date_certain THEN e.latest END, date('9999-12-31'))}) AS drawn
WITH x, network_kind, drawn,
     reduce(one = drawn[0], c IN drawn | CASE WHEN c.day < one.day OR (c.day = one.day AND c.id < one.id)
                                              THEN c ELSE one END).event AS e,
     reduce(day = date('9999-12-31'), c IN drawn | CASE WHEN c.first < day THEN c.first ELSE day END) AS begun,
     reduce(day = date('9999-12-31'), c IN drawn | CASE WHEN c.last < day THEN c.last ELSE day END) AS over
WITH x, collect({kind: network_kind, event: e, drawn: drawn, begun: begun, over: over}) AS kinds
UNWIND kinds AS k
WITH x, k, k.event AS e, [o IN kinds WHERE o.kind <> k.kind] AS others
WHERE $kind IS NULL OR k.kind = $kind
RETURN [l IN labels(x) WHERE l <> 'KnowledgeItem'][0] AS what, x.name AS name, x.id AS item, k.kind AS network_kind,
       CASE WHEN any(c IN k.drawn WHERE all(o IN others WHERE o.begun > c.last OR
                                            none(d IN o.drawn WHERE d.first <= c.last AND d.id <> c.id))) THEN 'certain'
            WHEN any(o IN others WHERE o.over < k.begun) THEN 'no' ELSE 'possible' END AS first_of_all,
       e.date AS date, e.id AS event, [(e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | n.name] AS networks,
       [(e)<-[w:TOOK_PART]-(p:Actor) WHERE size(w.accounts) > 0 | p.name] AS who, size(k.drawn) AS times,
       reduce(ids = [], c IN k.drawn | ids + c.told) + [(e)-[h:HELD_IN]->(:Network) | h.accounts] +
       [(e)<-[w:TOOK_PART]-(:Actor) | w.accounts] AS accounts
ORDER BY e.earliest, item, network_kind
