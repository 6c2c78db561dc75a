// What networks have in common: members, events, days, as a graph
//
// Each pair of networks with the members who were ever in both (MEMBER_OF) and the events that were held in both
// (HELD_IN). Pairs that share neither are left out, unless both networks are named; so are the members of only one.
// Who was in both at once, and for how many days both existed, is in the table.
MATCH (a:Network)<-[m:MEMBER_OF]-(p:Actor)-[k:MEMBER_OF]->(b:Network)
WHERE (a.id < b.id OR $network IS NOT NULL OR $other IS NOT NULL) AND a.id <> b.id AND size(m.accounts) > 0
  AND size(k.accounts) > 0 AND ($network IS NULL OR $network IN [a.id, a.name]) AND ($other IS NULL OR $other IN [b.id, b.name])
RETURN a AS one, m AS in_one, p AS shared, k AS in_other, b AS other
UNION ALL
MATCH (a:Network)<-[h:HELD_IN]-(e:Event)-[g:HELD_IN]->(b:Network)
WHERE (a.id < b.id OR $network IS NOT NULL OR $other IS NOT NULL) AND a.id <> b.id AND e.stands
  AND size(h.accounts) > 0 AND size(g.accounts) > 0
  AND ($network IS NULL OR $network IN [a.id, a.name]) AND ($other IS NULL OR $other IN [b.id, b.name])
RETURN a AS one, h AS in_one, e AS shared, g AS in_other, b AS other
UNION ALL
MATCH (a:Network) WHERE $network IN [a.id, a.name] AND $other IS NOT NULL
MATCH (b:Network) WHERE $other IN [b.id, b.name] AND a.id <> b.id
RETURN a AS one, [] AS in_one, [] AS shared, [] AS in_other, b AS other
