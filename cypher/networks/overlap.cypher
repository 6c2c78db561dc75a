// What networks have in common: members, events, days
//
// Each pair of networks with the members and the events that they share. members_in_common are those who were ever in
// both, at whatever time; jaccard is their share of all who were ever in either (members), to three decimals.
// held_jointly are the events that were held in both. in_both_at_once are those of the members in common who
// certainly were in both however their dates are read: each of two spells has begun, for certain, by the first day on
// which the other can have ended. A spell has begun by the last possible day of its beginning, or of its end where
// that is sooner or no beginning is told; it has not ended before the first possible day of its end, or of its
// beginning where that is later or no end is told, for a spell cannot end before it begins. A beginning or end with ?
// is taken as not told. perhaps_at_once are those for whom only some reading of the dates says so; there, where a
// spell has no day of its own at one end, that of its network stands in for it (networks/both_at_once has the same
// rule, and the days).
//
// days_at_least is on how many days both surely existed, days_at_most on how many at the most, both ends counted. For
// the least, a network existed from the day by which it had surely begun to the first on which it can have ended,
// both found as for a spell; but where a beginning or end is not given, or has a question mark, the events held in it
// that have certain dates stand in for it: for the beginning the last possible day of the first of them to be over,
// for the end the first possible day of the last of them to begin. 0 where nothing tells. For the most, from the
// later of the beginnings to the earlier of the ends, each as wide as its date allows; empty when neither network has
// a beginning, or neither has an end.
//
// Pairs that share neither a member nor an event are left out, unless both networks are named. The accounts are those
// of what is shared and of the events that the days rest on; the memberships that only members counts are in
// networks/turnover.
//
// param: network (text, optional) - id or name of a network: only the pairs it is in, with it as one
// param: other (text, optional) - id or name of a network: only the pairs with this one, as other
// returns: one (text), one_id (text), one_kind (one of stable|fluid), other (text), other_id (text),
//     other_kind (one of stable|fluid), members_in_common (list of text), in_common (int), members (int),
//     jaccard (float), in_both_at_once (list of text), perhaps_at_once (list of text), held_jointly (list of text),
//     days_at_least (int), days_at_most (int)
// evidence: accounts
// key: one_id, other_id
// method: co-membership of groups (Breiger 1974); Jaccard coefficient (Jaccard 1901)
// example: network=har-flow
MATCH (n:Network)
OPTIONAL MATCH (n)<-[m:MEMBER_OF]-(p:Actor) WHERE size(m.accounts) > 0
WITH n, count(DISTINCT p) AS members, CASE WHEN n.begins CONTAINS '?' OR n.begins CONTAINS '%' THEN null ELSE n END AS b,
     CASE WHEN n.ends CONTAINS '?' OR n.ends CONTAINS '%' THEN null ELSE n END AS e
WITH n, members, b.begins_earliest AS begin, b.begins_latest AS begun, e.ends_earliest AS ending, e.ends_latest AS ended
CALL (n, begun, ending) {
  WITH n WHERE begun IS NULL OR ending IS NULL
  MATCH (n)<-[h:HELD_IN]-(e:Event) WHERE size(h.accounts) > 0 AND e.stands AND e.date_certain
  RETURN min(e.latest) AS first, max(e.earliest) AS last
}
WITH n, members, begin, ended, coalesce(begun, first) AS begun, coalesce(ending, last) AS ending,
     CASE WHEN begun IS NULL THEN first END AS first, CASE WHEN ending IS NULL THEN last END AS last
WITH n, members, first, last, CASE WHEN ended < begun THEN ended ELSE coalesce(begun, ended) END AS from_day,
     CASE WHEN begin > ending THEN begin ELSE coalesce(ending, begin) END AS to_day
WITH n, members, from_day, to_day,
     CASE WHEN first IS NULL AND last IS NULL THEN [] ELSE
       [(n)<-[h:HELD_IN]-(e:Event) WHERE (e.latest = first OR e.earliest = last) AND e.stands AND e.date_certain | h.accounts]
     END AS days_told
CALL (n) {
  MATCH (n)<-[m:MEMBER_OF]-(p:Actor) WHERE size(m.accounts) > 0
  WITH n, m, p, CASE WHEN m.begins CONTAINS '?' OR m.begins CONTAINS '%' THEN null ELSE m END AS b,
       CASE WHEN m.ends CONTAINS '?' OR m.ends CONTAINS '%' THEN null ELSE m END AS e
  RETURN 'member' AS what, p.id AS link, p.name AS name, m.accounts AS told,
         coalesce(m.begins_earliest, n.begins_earliest) AS begins, coalesce(m.ends_latest, n.ends_latest) AS ends,
         CASE WHEN e.ends_latest < b.begins_latest THEN e.ends_latest ELSE coalesce(b.begins_latest, e.ends_latest) END AS surely_in,
         CASE WHEN b.begins_earliest > e.ends_earliest THEN b.begins_earliest
              ELSE coalesce(e.ends_earliest, b.begins_earliest) END AS surely_till
  UNION ALL
  MATCH (n)<-[h:HELD_IN]-(e:Event)-[g:HELD_IN]->(o:Network)
  WHERE o.id <> n.id AND e.stands AND size(h.accounts) > 0 AND size(g.accounts) > 0
  RETURN DISTINCT 'event' AS what, e.id AS link, e.id AS name, h.accounts AS told, null AS begins, null AS ends,
         null AS surely_in, null AS surely_till
  UNION ALL
  WITH n WHERE $network IS NOT NULL AND $other IS NOT NULL AND ($network IN [n.id, n.name] OR $other IN [n.id, n.name])
  RETURN 'named' AS what, '' AS link, '' AS name, [] AS told, null AS begins, null AS ends, null AS surely_in,
         null AS surely_till
}
WITH what, link, name, collect({n: n, id: n.id, name: n.name, members: members, from_day: from_day, to_day: to_day,
       days_told: days_told, told: told, begins: begins, ends: ends, surely_in: surely_in, surely_till: surely_till}) AS sides
WHERE size(sides) > 1
UNWIND sides AS x
UNWIND sides AS y
WITH what, link, name, x, y
WHERE x.id <> y.id AND (x.id < y.id OR $network IS NOT NULL OR $other IS NOT NULL)
  AND ($network IS NULL OR $network IN [x.id, x.name]) AND ($other IS NULL OR $other IN [y.id, y.name])
WITH x.n AS a, y.n AS b, x.members AS a_members, y.members AS b_members, x.from_day AS a_from, y.from_day AS b_from,
     x.to_day AS a_to, y.to_day AS b_to, x.days_told + y.days_told AS days_told, what, link, name,
     collect(x.told + y.told) AS told,
     max(CASE WHEN what <> 'member' THEN -1 WHEN x.surely_in <= y.surely_till AND y.surely_in <= x.surely_till THEN 2
              WHEN coalesce(x.begins <= y.ends, true) AND coalesce(y.begins <= x.ends, true) THEN 1 ELSE 0 END) AS at_once
WITH a, b, a_members, b_members, a_from, b_from, a_to, b_to, days_told,
     collect(CASE what WHEN 'member' THEN name END) AS common, collect(CASE at_once WHEN 2 THEN name END) AS surely,
     collect(CASE at_once WHEN 1 THEN name END) AS perhaps, collect(CASE what WHEN 'event' THEN link END) AS joint,
     collect(told) AS told
WITH a, b, common, surely, perhaps, joint, size(common) AS in_common, a_members + b_members - size(common) AS members,
     reduce(all_of = days_told, some IN told | all_of + some) AS accounts,
     CASE WHEN a_from > b_from THEN a_from ELSE b_from END AS from_day, CASE WHEN a_to < b_to THEN a_to ELSE b_to END AS to_day,
     a_from IS NULL OR b_from IS NULL OR a_to IS NULL OR b_to IS NULL AS unknown,
     CASE WHEN a.begins_earliest > b.begins_earliest OR b.begins_earliest IS NULL THEN a.begins_earliest
          ELSE b.begins_earliest END AS begins,
     CASE WHEN a.ends_latest < b.ends_latest OR b.ends_latest IS NULL THEN a.ends_latest ELSE b.ends_latest END AS ends
RETURN a.name AS one, a.id AS one_id, a.kind AS one_kind, b.name AS other, b.id AS other_id, b.kind AS other_kind,
       common AS members_in_common, in_common, members,
       CASE WHEN members > 0 THEN round(1.0 * in_common / members, 3) END AS jaccard, surely AS in_both_at_once,
       perhaps AS perhaps_at_once, joint AS held_jointly,
       CASE WHEN unknown OR from_day > to_day THEN 0 ELSE duration.inDays(from_day, to_day).days + 1 END AS days_at_least,
       CASE WHEN begins > ends THEN 0 ELSE duration.inDays(begins, ends).days + 1 END AS days_at_most, accounts
ORDER BY in_common DESC, one_id, other_id
