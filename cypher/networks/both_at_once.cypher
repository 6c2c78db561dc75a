// Who was in stable and fluid networks on the same days
//
// Each pair of spells, one in a stable and one in a fluid network, that one member held at once. Certain when they
// overlap however their dates are read: each has begun, for certain, by the first day on which the other can have
// ended. That is the first possible day of the end, or of the beginning where that is later or no end is told, for a
// spell cannot end before it begins; likewise a spell has begun by the last possible day of its beginning, or of its
// end where that is sooner or no beginning is told. A beginning or end with ? is taken as not told. The days are then
// those on which they surely overlapped, empty where every reading overlaps but no one day is in all of them.
//
// Possible when only some reading does; the days are then the widest, empty where neither beginning, or neither end,
// is known. Where a spell has no days of its own, those of its network bound it, never for certain.
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
     CASE WHEN m.begins CONTAINS '?' OR m.begins CONTAINS '%' THEN null ELSE m END AS mb,
     CASE WHEN m.ends CONTAINS '?' OR m.ends CONTAINS '%' THEN null ELSE m END AS me,
     CASE WHEN k.begins CONTAINS '?' OR k.begins CONTAINS '%' THEN null ELSE k END AS kb,
     CASE WHEN k.ends CONTAINS '?' OR k.ends CONTAINS '%' THEN null ELSE k END AS ke
WITH p, s, m, f, k, sb, se, fb, fe,
     CASE WHEN me.ends_latest < mb.begins_latest THEN me.ends_latest ELSE coalesce(mb.begins_latest, me.ends_latest) END AS s_begun,
     CASE WHEN mb.begins_earliest > me.ends_earliest THEN mb.begins_earliest
          ELSE coalesce(me.ends_earliest, mb.begins_earliest) END AS s_ending,
     CASE WHEN ke.ends_latest < kb.begins_latest THEN ke.ends_latest ELSE coalesce(kb.begins_latest, ke.ends_latest) END AS f_begun,
     CASE WHEN kb.begins_earliest > ke.ends_earliest THEN kb.begins_earliest
          ELSE coalesce(ke.ends_earliest, kb.begins_earliest) END AS f_ending
WITH p, s, m, f, k, sb, se, fb, fe, s_begun, s_ending, f_begun, f_ending,
     coalesce(s_begun <= f_ending AND f_begun <= s_ending, false) AS certain
WHERE certain OR (coalesce(sb <= fe, true) AND coalesce(fb <= se, true) AND NOT $only_certain)
WITH p, s, m, f, k, certain, CASE WHEN certain THEN s_begun ELSE sb END AS s_from,
     CASE WHEN certain THEN s_ending ELSE se END AS s_to, CASE WHEN certain THEN f_begun ELSE fb END AS f_from,
     CASE WHEN certain THEN f_ending ELSE fe END AS f_to
WITH p, s, m, f, k, certain, CASE WHEN s_from > f_from OR f_from IS NULL THEN s_from ELSE f_from END AS first,
     CASE WHEN s_to < f_to OR f_to IS NULL THEN s_to ELSE f_to END AS last
RETURN p.name AS name, p.id AS actor, s.name AS stable_network, f.name AS fluid_network,
       CASE WHEN certain THEN 'certain' ELSE 'possible' END AS overlap,
       CASE WHEN first > last THEN null ELSE first END AS from_day, CASE WHEN first > last THEN null ELSE last END AS to_day,
       m.role AS stable_role, k.role AS fluid_role, m.accounts + k.accounts AS accounts
ORDER BY name, actor, stable_network, fluid_network, from_day, to_day, s.id, f.id, m.begins, k.begins
