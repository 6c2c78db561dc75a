// Where an idea came from
//
// The events that deal with the idea and that no earlier event leads to with it under this name: where, as far as the
// accounts go, it began. Each with who was there, whether the idea is said to have been made there, what was drawn
// on, and how many events it leads to. Where somebody brought an older idea that it builds on, came_as names that
// one. Several origins are usual: the same thought in two places, or a gap in what was told. Where perhaps_after is
// not 0, so many events may have come before and led to it, but the dates do not say so for certain.
//
// param: idea (text) - id or name of an idea, or of anything else that is shared
// returns: date (text), event (text), move (text), summary (text), made_here (bool), networks (list of text),
//     who (list of text), drew_on (list of text), came_as (list of text), leads_to (int), perhaps_after (int)
// evidence: accounts
// key: event
// example: idea=nine-oclock-call
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event)
WHERE e.stands AND size(d.accounts) > 0
WITH x, e, collect(type(d)) AS ways, collect(d.accounts) AS told
WHERE NOT EXISTS { MATCH (e)<-[:LEADS_TO {item: x.id}]-(:Event) }
WITH x, e, ways, told, [(e)<-[l:LEADS_TO]-(:Event) WHERE l.becomes = x.id | l.item] AS older
RETURN e.date AS date, e.id AS event, e.move AS move, e.summary AS summary, 'PRODUCED' IN ways AS made_here,
       [(e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | n.name] AS networks,
       [(e)<-[w:TOOK_PART]-(p:Actor) WHERE size(w.accounts) > 0 | p.name] AS who,
       [(e)-[r:DREW_ON]->(y:KnowledgeItem) WHERE size(r.accounts) > 0 AND y.id <> x.id | y.name] AS drew_on,
       [(x)-[b:BUILDS_ON]->(o:KnowledgeItem) WHERE size(b.accounts) > 0 AND o.id IN older | o.name] AS came_as,
       COUNT { MATCH (e)-[:LEADS_TO {item: x.id}]->(f:Event) RETURN DISTINCT f } AS leads_to,
       COUNT { MATCH (e)<-[:MAY_LEAD_TO {item: x.id}]-(f:Event) RETURN DISTINCT f } AS perhaps_after,
       told + [(e)-[c:HELD_IN|DREW_ON]->() | c.accounts] + [(e)<-[c:TOOK_PART]-(:Actor) | c.accounts] +
       [(e)<-[l:LEADS_TO]-(:Event) WHERE l.becomes = x.id | l.accounts] AS accounts
ORDER BY e.earliest, event
