// What an idea builds on, and what builds on it, as a graph
//
// The idea's ancestors and descendants with what is said to build on what (BUILDS_ON), up to twelve steps away; and
// the events at which it is said to have done so, with how these dealt with the two. Who was there is left out.
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  MATCH way = (x)-[:BUILDS_ON*1..12]->(:KnowledgeItem)
  WHERE all(r IN relationships(way) WHERE size(r.accounts) > 0)
  RETURN last(relationships(way)) AS b
  UNION ALL
  MATCH way = (x)<-[:BUILDS_ON*1..12]-(:KnowledgeItem)
  WHERE all(r IN relationships(way) WHERE size(r.accounts) > 0)
  RETURN last(relationships(way)) AS b
}
WITH DISTINCT b
WITH b, startNode(b) AS newer, endNode(b) AS older
CALL (b, newer, older) {
  MATCH (e:Event) WHERE e.id = b.event
  RETURN collect(e) AS events, collect([way = (e)-[d:CONCERNS|DREW_ON|PRODUCED]->(y:KnowledgeItem)
                                        WHERE y.id IN [newer.id, older.id] AND size(d.accounts) > 0 | way]) AS about
}
RETURN newer, b AS builds_on, older, events, about
