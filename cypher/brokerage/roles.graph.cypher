// Who brokers between groups, and in which role, as a graph
//
// Everyone who is named and names others, or is named and did not answer, with all who named them and all whom they
// named (NAMED), for the question and the wave where these are given; and the groups of all these, as the E–I index
// (brokerage/ei_index) draws them. Between all these every tie is drawn, so also those past a broker: where somebody
// names directly whom another would have brokered. Which role it is, and how often, is in the table.
MATCH (a:Actor)-[n:NAMED]->(b:Actor)
WHERE size(n.accounts) > 0 AND ($question IS NULL OR n.question = $question) AND ($wave IS NULL OR n.wave = $wave)
UNWIND n.accounts AS account
MATCH (:Account {id: account})-[:IN]->(s:Source)
WITH n.wave AS wave, n.question AS question, collect(DISTINCT s) AS surveys
CALL (wave, question, surveys) {
  MATCH (:Actor)-[n:NAMED]->(v:Actor)
  WHERE size(n.accounts) > 0 AND coalesce(n.wave, '') = coalesce(wave, '')
    AND coalesce(n.question, '') = coalesce(question, '')
  WITH DISTINCT v, wave, question, surveys
  MATCH (v)-[n:NAMED]-(q:Actor)
  WHERE size(n.accounts) > 0 AND coalesce(n.wave, '') = coalesce(wave, '')
    AND coalesce(n.question, '') = coalesce(question, '')
  WITH v, wave, surveys, collect(q) AS others, sum(CASE WHEN startNode(n) = v THEN 1 ELSE 0 END) AS names
  WITH v, others, names,
       [(v)-[r:ANSWERED]->(s:Source) WHERE s IN surveys AND coalesce(r.wave, '') = coalesce(wave, '') | r.responded] AS replies
  WHERE names > 0 OR (size(replies) > 0 AND NOT true IN replies)
  UNWIND others + [v] AS p
  RETURN DISTINCT p
}
WITH wave, question, collect(p) AS people, collect(p.id) AS ids
UNWIND people AS p
RETURN p AS person,
       [way = (p)-[n:NAMED]->(q:Actor)
        WHERE q.id IN ids AND size(n.accounts) > 0 AND coalesce(n.wave, '') = coalesce(wave, '')
          AND coalesce(n.question, '') = coalesce(question, '') | way] AS ties,
       [way = (p)-[w:WORKS_FOR]->(:Organisation)
        WHERE $grouping <> 'site' AND size(w.accounts) > 0 AND coalesce(w.begins_earliest <= $on, true)
          AND coalesce(w.ends_latest >= $on, true) | way] AS posts,
       [way = (p)-[i:IN_SITE]->(:Site) WHERE $grouping = 'site' AND size(i.accounts) > 0 | way] AS sites,
       [way = (p)-[w:WORKS_FOR]->(:Organisation)-[i:IN_SITE]->(:Site)
        WHERE $grouping = 'site' AND size(w.accounts) > 0 AND size(i.accounts) > 0 AND coalesce(w.begins_earliest <= $on, true)
          AND coalesce(w.ends_latest >= $on, true) | way] AS sites_of_posts
