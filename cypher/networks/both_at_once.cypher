// Who was in stable and fluid networks on the same days
//
// Each pair of spells, one in a stable and one in a fluid network, that one member held at once. Certain when even the
// shortest reading of both spells overlaps: both began, for certain, before either can have ended; the days are then those
// on which they surely overlapped. Possible when only some reading does; the days are then the widest, empty where neither
// beginning, or neither end, is known. Where a spell has no days of its own, those of its network bound it, never for
// certain.
//
// param: actor (text, optional) - id or name of one member only
// param: only_certain (bool, default false) - leave out what is only possible
// returns: name (text), actor (text), stable_network (text), fluid_network (text), overlap (one of certain|possible),
//     from_day (date), to_day (date), stable_role (text), fluid_role (text)
// evidence: accounts
// key: actor, stable_network, fluid_network, from_day, to_day
// example:
MATCH (s:StableNetwork)<-[m:MEMBER_OF]-(p:Actor)-[k:MEMBER_OF]->(f:FluidNetwork)
WHERE size(m.accounts) > 0 AND size(k.accounts) > 0 AND ($actor IS NULL OR $actor IN [p.id, p.name])
WITH p, s, m, f, k,
     coalesce(m.begins_earliest, s.begins_earliest) AS sb, coalesce(m.ends_latest, s.ends_latest) AS se,
     coalesce(k.begins_earliest, f.begins_earliest) AS fb, coalesce(k.ends_latest, f.ends_latest) AS fe,
     m.begins_latest <= k.ends_earliest AND k.begins_latest <= m.ends_earliest
       AND m.begins_latest <= m.ends_earliest AND k.begins_latest <= k.ends_earliest AS sure,
     [d IN [m.begins, m.ends, k.begins, k.ends] WHERE d CONTAINS '?' OR d CONTAINS '%'] AS doubted
WHERE coalesce(sb <= fe, true) AND coalesce(fb <= se, true)
WITH p, s, m, f, k, sb, se, fb, fe, coalesce(sure, false) AND size(doubted) = 0 AS certain
WHERE certain OR NOT $only_certain
WITH p, s, m, f, k, certain,
     CASE WHEN certain THEN m.begins_latest ELSE sb END AS s_from, CASE WHEN certain THEN m.ends_earliest ELSE se END AS s_to,
     CASE WHEN certain THEN k.begins_latest ELSE fb END AS f_from, CASE WHEN certain THEN k.ends_earliest ELSE fe END AS f_to
RETURN p.name AS name, p.id AS actor, s.name AS stable_network, f.name AS fluid_network,
       CASE WHEN certain THEN 'certain' ELSE 'possible' END AS overlap,
       CASE WHEN s_from > f_from OR f_from IS NULL THEN s_from ELSE f_from END AS from_day,
       CASE WHEN s_to < f_to OR f_to IS NULL THEN s_to ELSE f_to END AS to_day,
       m.role AS stable_role, k.role AS fluid_role, m.accounts + k.accounts AS accounts
ORDER BY name, actor, stable_network, fluid_network, from_day, to_day, s.id, f.id, m.begins, k.begins
