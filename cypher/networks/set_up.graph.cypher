// Who set up what, and who was carried over, as a graph
//
// Each network with who set it up (SET_UP_BY) and what it reports to (REPORTS_TO), and those of its members who were,
// certainly or perhaps, already members of the founder (or worked for it) on the day on which the network began, with
// both spells. Its other members are left out; the table counts them.
MATCH (n:Network)
WHERE ($kind IS NULL OR n.kind = $kind) AND ($network IS NULL OR $network IN [n.id, n.name])
CALL (n) {
  MATCH (n)-[s:SET_UP_BY]->(f:Network|Organisation) WHERE size(s.accounts) > 0
  MATCH (n)<-[m:MEMBER_OF]-(p:Actor)-[k:MEMBER_OF|WORKS_FOR]->(o:Network|Organisation)
  WHERE o = f AND size(m.accounts) > 0 AND size(k.accounts) > 0
    AND coalesce(coalesce(k.begins_earliest, f.begins_earliest) <= n.begins_latest, true)
    AND coalesce(n.begins_earliest <= coalesce(k.ends_latest, f.ends_latest), true)
  RETURN collect([p, m, k]) AS carried_over
}
RETURN n AS network, [way = (n)-[s:SET_UP_BY]->(:Network|Organisation) WHERE size(s.accounts) > 0 | way] AS set_up_by,
       [way = (n)-[r:REPORTS_TO]->(:Network|Organisation) WHERE size(r.accounts) > 0 | way] AS reports_to,
       [carried_over] AS carried_over
