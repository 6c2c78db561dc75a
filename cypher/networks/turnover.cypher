// Networks as declared, and as measured
//
// Each network's declared kind beside what its dates and members show, nothing counted that the dates leave open.
// lasted_days is how long it lasted at the least: from the last day on which it can have begun (without a beginning,
// on which something is first told of it) to the first on which it can have ended (without an end, to which something
// is last told of). events are all that were held in it; event_days runs likewise, from the first of them to the
// last. Both ends are counted, so neither is less than 1; empty where nothing is dated. A date with a question mark
// counts as none. Of its members, joined are those whose first spell surely began after it had begun, left_early
// those whose last surely ended before it did, or who left one that has no end; whoever has a spell without that date
// is in neither. joined_a_year and left_a_year share these out over the time it lasted (not for less than 30 days),
// to two decimals. A standing board is expected to last long and change slowly, a taskforce the reverse; where it is
// not so, look again at the kind.
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
WITH n, p, m, m.begins CONTAINS '?' OR m.begins CONTAINS '%' AS in_doubt, m.ends CONTAINS '?' OR m.ends CONTAINS '%' AS out_doubt,
     CASE WHEN n.begins CONTAINS '?' OR n.begins CONTAINS '%' THEN null ELSE n.begins_latest END AS opened,
     CASE WHEN n.ends CONTAINS '?' OR n.ends CONTAINS '%' THEN null ELSE n.ends_earliest END AS closed
WITH n, p, opened, closed, m.accounts AS told, CASE WHEN in_doubt THEN null ELSE m.begins_earliest END AS in_first,
     CASE WHEN in_doubt THEN null ELSE m.begins_latest END AS in_last,
     CASE WHEN out_doubt THEN null ELSE m.ends_earliest END AS out_first,
     CASE WHEN out_doubt THEN null ELSE m.ends_latest END AS out_last
WITH n, p, opened, closed, collect(told) AS told, count(told) AS spells, count(in_first) AS begun, count(out_last) AS ended,
     min(in_first) AS came, max(out_last) AS went, min(in_last) AS first_in, max(in_first) AS last_in, max(out_first) AS last_out
WITH n, opened, closed, count(p) AS members, collect(told) AS told, min(first_in) AS first_in, max(last_in) AS last_in,
     max(last_out) AS last_out, sum(CASE WHEN begun = spells AND came > opened THEN 1 ELSE 0 END) AS joined,
     sum(CASE WHEN p IS NULL OR ended < spells THEN 0 WHEN n.ends IS NULL OR went < closed THEN 1 ELSE 0 END) AS left_early
OPTIONAL MATCH (n)<-[h:HELD_IN]-(e:Event) WHERE size(h.accounts) > 0 AND e.stands
WITH n, opened, closed, members, told, joined, left_early, first_in, last_in, last_out, count(DISTINCT e) AS events,
     min(CASE WHEN e.date_certain THEN e.latest END) AS first, max(CASE WHEN e.date_certain THEN e.earliest END) AS last,
     collect(h.accounts) AS held
WITH n, members, joined, left_early, events, first, last, reduce(all_of = held, some IN told | all_of + some) AS accounts,
     coalesce(opened, CASE WHEN first < first_in OR first_in IS NULL THEN first ELSE first_in END) AS from_day,
     reduce(latest = closed, day IN CASE WHEN closed IS NULL THEN [last, last_in, last_out] ELSE [] END |
            CASE WHEN latest >= day OR day IS NULL THEN latest ELSE day END) AS to_day
WITH n, members, joined, left_early, events, accounts,
     CASE WHEN to_day >= from_day THEN duration.inDays(from_day, to_day).days + 1
          WHEN to_day < from_day THEN 1 END AS lasted_days,
     CASE WHEN last >= first THEN duration.inDays(first, last).days + 1 WHEN last < first THEN 1 END AS event_days
WITH n, members, joined, left_early, events, accounts, lasted_days, event_days,
     CASE WHEN lasted_days >= 30 THEN lasted_days / 365.25 END AS years
RETURN n.name AS network, n.id AS id, n.kind AS kind, n.begins AS begins, n.ends AS ends, lasted_days, events, event_days,
       members, joined, left_early, round(joined / years, 2) AS joined_a_year, round(left_early / years, 2) AS left_a_year,
       accounts
ORDER BY kind, network, id
