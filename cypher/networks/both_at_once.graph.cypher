// Who was in stable and fluid networks on the same days, as a graph
//
// Each member who was in a stable and a fluid network at once, the two networks, and the two memberships (MEMBER_OF,
// whose dates are their own). What is only possible is drawn like what is certain, unless only_certain says not to.
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
RETURN p AS member, m AS stable_spell, s AS stable_network, k AS fluid_spell, f AS fluid_network
