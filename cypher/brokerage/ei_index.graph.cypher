// Whether ties keep to the group or cross it: the E–I index, as a graph
//
// Who named whom (NAMED) and who was asked (ANSWERED), for the question and the wave where these are given, each person
// with their groups: the organisations worked for, or sites, their own or else those of the organisations. A sector
// is no node: with sectors, the organisations stand for them. On a day, all posts that may have lasted on it are
// drawn. Of whatever level, all is drawn; the index is in the table.
MATCH (a:Actor)-[n:NAMED]->(b:Actor)
WHERE size(n.accounts) > 0 AND ($question IS NULL OR n.question = $question) AND ($wave IS NULL OR n.wave = $wave)
UNWIND n.accounts AS account
MATCH (:Account {id: account})-[:IN]->(s:Source)
WITH n.wave AS wave, n.question AS question, collect(DISTINCT s) AS surveys
CALL (wave, question, surveys) {
  UNWIND surveys AS s
  MATCH (s)<-[r:ANSWERED]-(p:Actor) WHERE coalesce(r.wave, '') = coalesce(wave, '')
  RETURN p, [r, s] AS tie
  UNION ALL
  MATCH (p:Actor)-[n:NAMED]-(q:Actor)
  WHERE size(n.accounts) > 0 AND coalesce(n.wave, '') = coalesce(wave, '')
    AND coalesce(n.question, '') = coalesce(question, '')
  RETURN p, [n, q] AS tie
}
WITH p, collect(tie) AS ties
RETURN p AS person, [ties] AS ties,
       [way = (p)-[w:WORKS_FOR]->(:Organisation)
        WHERE $grouping <> 'site' AND size(w.accounts) > 0 AND coalesce(w.begins_earliest <= $on, true)
          AND coalesce(w.ends_latest >= $on, true) | way] AS posts,
       [way = (p)-[i:IN_SITE]->(:Site) WHERE $grouping = 'site' AND size(i.accounts) > 0 | way] AS sites,
       [way = (p)-[w:WORKS_FOR]->(:Organisation)-[i:IN_SITE]->(:Site)
        WHERE $grouping = 'site' AND size(w.accounts) > 0 AND size(i.accounts) > 0 AND coalesce(w.begins_earliest <= $on, true)
          AND coalesce(w.ends_latest >= $on, true) | way] AS sites_of_posts
