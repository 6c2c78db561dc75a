// Steps that an idea may have taken, if the dates were as they might be, as a graph
//
// Each step whose order is only possible (MAY_LEAD_TO), of one idea or of all, with its two events, the networks they
// were held in, what they dealt with, and who or what could have carried it. Do not read two such steps as one way.
// The steps that are certain are left out, and why each of these is not is in the table.
CALL () {
  MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
  CALL (x) {
    MATCH (x)<-[:CONCERNS|DREW_ON|PRODUCED]-(a:Event) RETURN a
    UNION ALL
    MATCH (x)<-[:CONTAINS*1..20]-(:KnowledgeItem)<-[:PRODUCED]-(a:Event) RETURN a
    UNION ALL
    MATCH (:Event)-[:TOOK_FROM {item: x.id}]->(a:Event) RETURN a
  }
  RETURN DISTINCT x.id AS idea, a
  UNION ALL
  MATCH (a:Event) WHERE $idea IS NULL
  RETURN null AS idea, a
}
MATCH (a)-[l:MAY_LEAD_TO]->(b:Event) WHERE idea IS NULL OR l.item = idea
WITH l.item AS item, a, b, collect(l) AS steps
WITH item, collect({out: a, into: b, steps: steps}) AS every
MATCH (x:KnowledgeItem {id: item})
UNWIND every AS one
WITH x, one.out AS a, one.into AS b, one.steps AS steps
WITH x, a, b, steps, [s IN steps WHERE s.via_kind = 'person' | s.via] AS people,
     [s IN steps WHERE s.via_kind = 'thing' | s.via] AS things,
     [x.id] + [s IN steps WHERE s.becomes IS NOT NULL | s.becomes] AS items
CALL (x, a, b, people, things, items) {
  UNWIND [a, b] AS e
  RETURN collect([way = (e)-[h:HELD_IN]->(:Network) WHERE size(h.accounts) > 0 | way]) AS networks,
         collect([way = (e)<-[w:TOOK_PART]-(p:Actor) WHERE p.id IN people AND size(w.accounts) > 0 | way]) +
         collect([way = (e)-[d:DREW_ON|PRODUCED]->(t:KnowledgeItem) WHERE t.id IN things AND size(d.accounts) > 0 | way]) +
         collect([way = (e)-[f:TOOK_FROM]->(o:Event) WHERE o.id = a.id AND f.item = x.id AND size(f.accounts) > 0 | way])
         AS carried_by,
         collect([way = (e)-[d:CONCERNS|DREW_ON|PRODUCED]->(y:KnowledgeItem)
                  WHERE y.id IN items AND size(d.accounts) > 0 | way]) AS about
}
RETURN x AS idea, a AS from_event, steps, b AS event, networks, carried_by, about
