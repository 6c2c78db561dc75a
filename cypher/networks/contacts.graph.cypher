// Stable core and fluid edge of an actor's contacts, as a graph
//
// The actor, every event in which they took part together with others, all these others, and the networks that each
// event was held in. Who is of the core and who of the edge is to be seen in the colours of the networks between
// them; how many years it takes, and events at which nobody else was, are left out.
MATCH (me:Actor)-[t:TOOK_PART]->(e:Event)
WHERE (me.id = $actor OR me.name = $actor) AND size(t.accounts) > 0 AND e.stands
MATCH (e)<-[w:TOOK_PART]-(c:Actor) WHERE c.id <> me.id AND size(w.accounts) > 0
WITH me, t, e, collect([c, w]) AS contacts
RETURN me AS actor, t AS took_part, e AS event, contacts,
       [way = (e)-[h:HELD_IN]->(:Network) WHERE size(h.accounts) > 0 | way] AS networks
