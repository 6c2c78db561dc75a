// Where an idea came from, as a graph
//
// The events that deal with the idea and that no earlier event leads to with it, with their networks, who took part,
// what was drawn on, and the older idea that somebody brought (with the step from where). And what the table only
// counts: the events that each leads to (LEADS_TO), and those that perhaps came before it (MAY_LEAD_TO).
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event)
WHERE e.stands AND size(d.accounts) > 0
WITH x, e, collect(d) AS about
WHERE NOT EXISTS { MATCH (e)<-[:LEADS_TO {item: x.id}]-(:Event) }
WITH x, e, about, [(e)<-[l:LEADS_TO]-(:Event) WHERE l.becomes = x.id | l.item] AS older
RETURN x AS idea, about, e AS event,
       [way = (e)-[h:HELD_IN]->(:Network) WHERE size(h.accounts) > 0 | way] AS networks,
       [way = (e)<-[w:TOOK_PART]-(:Actor) WHERE size(w.accounts) > 0 | way] AS who,
       [way = (e)-[r:DREW_ON]->(:KnowledgeItem) WHERE size(r.accounts) > 0 | way] AS drew_on,
       [way = (x)-[b:BUILDS_ON]->(o:KnowledgeItem) WHERE size(b.accounts) > 0 AND o.id IN older | way] +
       [way = (e)<-[l:LEADS_TO]-(:Event) WHERE l.becomes = x.id | way] AS came_as,
       [way = (e)-[l:LEADS_TO]->(:Event) WHERE l.item = x.id | way] AS leads_to,
       [way = (e)<-[l:MAY_LEAD_TO]-(:Event) WHERE l.item = x.id | way] AS perhaps_after
