// Whom an idea can have reached, and when first, as a graph
//
// All events that the idea can have reached, from anywhere or from the start, with everyone who took part in them,
// the networks they were held in, how they dealt with the idea, and the steps (LEADS_TO) between them. It is all
// times that the idea can have reached somebody, not only the first, which is in the table.
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(t:Event)
  WHERE $start IS NULL AND t.stands AND size(d.accounts) > 0
  RETURN t
  UNION ALL
  MATCH (x)<-[:CONCERNS|DREW_ON|PRODUCED]-(:Event)-[l:LEADS_TO {item: x.id}]->(t:Event)
  WHERE $start IS NULL AND l.becomes IS NOT NULL
  RETURN t
  UNION ALL
  MATCH (t:Event {id: $start})-[d:CONCERNS|DREW_ON|PRODUCED]->(x) WHERE t.stands AND size(d.accounts) > 0
  RETURN t
  UNION ALL
  MATCH (p:Actor) WHERE $start IN [p.id, p.name]
  MATCH (p)-[w:TOOK_PART]->(t:Event)-[d:CONCERNS|DREW_ON|PRODUCED]->(x)
  WHERE t.stands AND size(w.accounts) > 0 AND size(d.accounts) > 0
  RETURN t
  UNION ALL
  CALL (x) {
    MATCH (s:Event {id: $start}) RETURN s
    UNION ALL
    MATCH (p:Actor) WHERE $start IN [p.id, p.name]
    MATCH (p)-[w:TOOK_PART]->(s:Event)-[d:CONCERNS|DREW_ON|PRODUCED]->(x)
    WHERE s.stands AND size(w.accounts) > 0 AND size(d.accounts) > 0
    WITH x, s, size([(s)<-[l:LEADS_TO]-(:Event) WHERE l.item = x.id AND l.via_kind = 'person' AND l.via = p.id | l.item]) AS before
    WHERE before = 0
    RETURN s
  }
  WITH DISTINCT x, s
  CALL (x, s) {
    MATCH (s)-[:LEADS_TO*1..5000 {item: x.id}]->(t:Event) RETURN DISTINCT t
  }
  RETURN t
}
WITH DISTINCT x, t
WHERE $until IS NULL OR t.earliest IS NULL OR t.earliest <= $until
WITH x, collect(t) AS reached, collect(t.id) AS ids
UNWIND reached AS t
RETURN x AS idea, t AS event, [way = (t)<-[w:TOOK_PART]-(:Actor) WHERE size(w.accounts) > 0 | way] AS people,
       [way = (t)-[h:HELD_IN]->(:Network) WHERE size(h.accounts) > 0 | way] AS networks,
       [way = (t)-[l:LEADS_TO]->(u:Event) WHERE l.item = x.id AND u.id IN ids | way] AS steps,
       [way = (t)-[d:CONCERNS|DREW_ON|PRODUCED]->(y:KnowledgeItem)
        WHERE size(d.accounts) > 0 AND (y.id = x.id OR
              size([(t)<-[l:LEADS_TO]-(:Event) WHERE l.item = x.id AND l.becomes = y.id | 1]) > 0) | way] AS about
