// What an idea builds on, and what builds on it
//
// The idea's ancestors and descendants, up to twelve steps away, as far as the accounts say what builds on what, each
// with the way it does and the event at which it did. steps counts from the idea: the nearest first, older things
// before newer ones. Likeness that nobody spoke of is not here.
//
// param: idea (text) - id or name of an idea, or of anything else that is shared
// returns: direction (one of older|newer), steps (int), newer (text), newer_id (text), how (text), older (text),
//     older_id (text), date (text), event (text)
// evidence: accounts
// key: direction, newer_id, how, older_id, event
// example: idea=assess-at-home
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  MATCH way = (x)-[:BUILDS_ON*1..12]->(:KnowledgeItem)
  WHERE all(r IN relationships(way) WHERE size(r.accounts) > 0)
  RETURN 'older' AS direction, last(relationships(way)) AS b, length(way) AS far
  UNION ALL
  MATCH way = (x)<-[:BUILDS_ON*1..12]-(:KnowledgeItem)
  WHERE all(r IN relationships(way) WHERE size(r.accounts) > 0)
  RETURN 'newer' AS direction, last(relationships(way)) AS b, length(way) AS far
}
WITH direction, b, min(far) AS steps
WITH direction, steps, b, startNode(b) AS young, endNode(b) AS old
OPTIONAL MATCH (e:Event) WHERE e.id = b.event
RETURN direction, steps, young.name AS newer, young.id AS newer_id, b.kind AS how, old.name AS older, old.id AS older_id,
       e.date AS date, e.id AS event, b.accounts AS accounts
ORDER BY direction DESC, steps, newer_id, older_id, how, event
