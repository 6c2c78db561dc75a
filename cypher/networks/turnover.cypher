// Networks as declared, and as measured
//
// Each network's declared kind beside what its dates and members show: how many days it lasted at the least, from when it
// had certainly begun to when it can first have ended or, where no end is known, to the last day that is told of; how many
// events, over how many days; how many members, how many joined after it had begun and left before it ended, and how many
// that makes a year (not for less than 30 days). A standing board is expected to last long and change slowly, a taskforce
// the reverse; where it is not so, look again at the kind. Who has no dates is not counted among those who joined or left.
//
// param: kind (one of stable|fluid, optional) - only networks of this kind
// returns: network (text), id (text), kind (one of stable|fluid), begins (text), ends (text), lasted_days (int),
//     events (int), event_days (int), members (int), joined (int), left_early (int), joined_a_year (float),
//     left_a_year (float)
// evidence: accounts
// key: id
// example:
MATCH (n:Network) WHERE $kind IS NULL OR n.kind = $kind
OPTIONAL MATCH (n)<-[m:MEMBER_OF]-(p:Actor) WHERE size(m.accounts) > 0
WITH n, count(DISTINCT p) AS members, collect(m.accounts) AS told,
     max(m.begins_latest) AS came, max(m.ends_latest) AS went,
     sum(CASE WHEN m.begins_earliest > n.begins_latest THEN 1 ELSE 0 END) AS joined,
     sum(CASE WHEN m.ends_latest < n.ends_earliest OR (n.ends IS NULL AND m.ends_latest IS NOT NULL) THEN 1 ELSE 0 END) AS left_early
OPTIONAL MATCH (n)<-[h:HELD_IN]-(e:Event) WHERE size(h.accounts) > 0 AND e.stands
WITH n, members, told, joined, left_early, came, went, count(DISTINCT e) AS events, min(e.earliest) AS first,
     max(e.latest) AS last, collect(h.accounts) AS held
WITH n, members, joined, left_early, events, first, last, told + held AS accounts, coalesce(n.begins_latest, first) AS from_day,
     reduce(latest = n.ends_earliest, day IN CASE WHEN n.ends IS NULL THEN [last, came, went] ELSE [] END |
            CASE WHEN latest >= day OR day IS NULL THEN latest ELSE day END) AS to_day
WITH n, members, joined, left_early, events, accounts,
     CASE WHEN to_day >= from_day THEN duration.inDays(from_day, to_day).days + 1 END AS lasted_days,
     CASE WHEN last >= first THEN duration.inDays(first, last).days + 1 END AS event_days
WITH n, members, joined, left_early, events, accounts, lasted_days, event_days,
     CASE WHEN lasted_days >= 30 THEN lasted_days / 365.25 END AS years
RETURN n.name AS network, n.id AS id, n.kind AS kind, n.begins AS begins, n.ends AS ends, lasted_days, events, event_days,
       members, joined, left_early, round(joined / years, 2) AS joined_a_year, round(left_early / years, 2) AS left_a_year,
       accounts
ORDER BY kind, network, id
