// Who set up what, and who was carried over
//
// Each network and who set it up: another network, or an organisation; one row for each founder, and a row with none
// where nobody is told to have set it up. reports_to names all that it is told to report to, whoever set it up.
// members are all who were ever members of the network. carried_over are those of them who certainly were already
// members of the founder (where that is an organisation: worked for it) on the day on which the network began: their
// spell there certainly began no later and ended no earlier than that day, wherever in its date it lies.
// perhaps_carried_over are those for whom the dates leave it open, as when a spell has no end, or no day is given on
// which the network began; where a spell there has no day of its own at one end, that of the founder bounds it. A
// date with a question mark decides nothing.
//
// param: network (text, optional) - id or name of a network: only this one
// param: kind (one of stable|fluid, optional) - only networks of this kind
// returns: network (text), id (text), kind (one of stable|fluid), begins (text), set_up_by (text), founder (text),
//     founder_kind (one of stable|fluid|organisation), reports_to (list of text), members (int),
//     carried_over (list of text), perhaps_carried_over (list of text)
// evidence: accounts
// key: id, founder_kind, founder
// example: kind=fluid
MATCH (n:Network)
WHERE ($kind IS NULL OR n.kind = $kind) AND ($network IS NULL OR $network IN [n.id, n.name])
OPTIONAL MATCH (n)<-[m:MEMBER_OF]-(p:Actor) WHERE size(m.accounts) > 0
WITH n, count(DISTINCT p) AS members, collect(m.accounts) AS told
OPTIONAL MATCH (n)-[s:SET_UP_BY]->(f:Network|Organisation) WHERE size(s.accounts) > 0
CALL (n, f) {
  MATCH (n)<-[m:MEMBER_OF]-(p:Actor)-[k:MEMBER_OF|WORKS_FOR]->(o:Network|Organisation)
  WHERE o = f AND size(m.accounts) > 0 AND size(k.accounts) > 0  // not ->(f): without a founder that would match any
  WITH n, f, p, k, coalesce(k.begins_latest <= n.begins_earliest AND n.begins_latest <= k.ends_earliest, false) AS must,
       coalesce(coalesce(k.begins_earliest, f.begins_earliest) <= n.begins_latest, true)
         AND coalesce(n.begins_earliest <= coalesce(k.ends_latest, f.ends_latest), true) AS can,
       [d IN [n.begins, k.begins, k.ends] WHERE d CONTAINS '?' OR d CONTAINS '%'] AS doubted
  WITH p, max(CASE WHEN can AND must AND size(doubted) = 0 THEN 2 WHEN can THEN 1 ELSE 0 END) AS sure
  RETURN collect(CASE sure WHEN 2 THEN p.name END) AS carried, collect(CASE sure WHEN 1 THEN p.name END) AS perhaps
}
RETURN n.name AS network, n.id AS id, n.kind AS kind, n.begins AS begins, f.name AS set_up_by, f.id AS founder,
       CASE WHEN f IS NULL THEN null ELSE coalesce(f.kind, 'organisation') END AS founder_kind,
       [(n)-[r:REPORTS_TO]->(o) WHERE size(r.accounts) > 0 | o.name] AS reports_to, members, carried AS carried_over,
       perhaps AS perhaps_carried_over,
       [coalesce(s.accounts, [])] + told +
       [(n)<-[:MEMBER_OF]-(:Actor)-[k:MEMBER_OF|WORKS_FOR]->(o:Network|Organisation) WHERE o = f | k.accounts] +
       [(n)-[r:REPORTS_TO]->() | r.accounts] AS accounts
ORDER BY kind, network, id, founder_kind, founder
