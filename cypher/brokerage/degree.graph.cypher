// Whom a survey names, and who names whom, as a graph
//
// Who named whom (NAMED), for the question and the wave where these are given; and who was asked (ANSWERED, which
// says whether they responded), with the surveys in which somebody was named. With actor, only what is of them: whom
// they named, who named them, and whether they were asked.
MATCH (a:Actor)-[n:NAMED]->(b:Actor)
WHERE size(n.accounts) > 0 AND ($question IS NULL OR n.question = $question) AND ($wave IS NULL OR n.wave = $wave)
  AND ($actor IS NULL OR $actor IN [a.id, a.name] OR $actor IN [b.id, b.name])
RETURN a AS actor, n AS tie, b AS other
UNION ALL
MATCH (:Actor)-[n:NAMED]->(:Actor)
WHERE size(n.accounts) > 0 AND ($question IS NULL OR n.question = $question) AND ($wave IS NULL OR n.wave = $wave)
UNWIND n.accounts AS account
MATCH (:Account {id: account})-[:IN]->(s:Source)
WITH DISTINCT n.wave AS wave, s
MATCH (s)<-[r:ANSWERED]-(p:Actor)
WHERE coalesce(r.wave, '') = coalesce(wave, '') AND ($actor IS NULL OR $actor IN [p.id, p.name])
RETURN p AS actor, r AS tie, s AS other
