// Who spans boundaries between networks
//
// A boundary spanner is here somebody who was in two networks at once between which there is a boundary: across
// kinds, one is stable and the other fluid; across sites, each belongs to a site and they share none; across
// organisations, each was set up by an organisation or reports to one, and they share none; across networks, any two
// different networks. The row counts all such pairs of networks of the person, and names the networks of these pairs,
// their sites, and the organisations that set them up or to which they report. held says of which kinds these
// networks are; works_for are all organisations for which the person worked at any time.
//
// Somebody is in a network by membership for each spell as a member, and by events from the first to the last event
// held in it in which they took part; by either adds both. A pair is certain when two spells overlap however their
// dates are read: each has begun, for certain, by the first day on which the other can have ended. For a membership
// that first day is the first possible day of its end, or of its beginning where that is later or no end is told, for
// it cannot end before it begins; likewise it has begun by the last possible day of its beginning, or of its end
// where that is sooner or no beginning is told. Dates with ? are taken as not told. A pair is possible when only some
// reading overlaps; where a membership has no days of its own those of its network bound the widest reading. With
// days, spells that are no more than so many days apart overlap as well.
//
// param: across (one of kinds|sites|organisations|networks, default kinds) - which boundary
// param: by (one of membership|events|either, default membership) - what it takes to be in a network
// param: days (int, default 0) - how many days may lie between
// param: actor (text, optional) - id or name of an actor: only their row
// param: only_certain (bool, default false) - leave out what is only possible
// returns: name (text), actor (text), held (one of stable|fluid|both), certain (int), possible (int), networks (list of text),
//     sites (list of text), organisations (list of text), works_for (list of text)
// evidence: accounts
// key: actor
// method: boundary spanning (Tushman 1977; Williams 2002)
// example:
MATCH (p:Actor) WHERE $actor IS NULL OR $actor IN [p.id, p.name]
CALL (p) {
  CALL (p) {
    UNWIND CASE $by WHEN 'events' THEN [] ELSE [p] END AS one
    MATCH (one)-[m:MEMBER_OF]->(n:Network) WHERE size(m.accounts) > 0
    WITH n, m, CASE WHEN m.begins CONTAINS '?' OR m.begins CONTAINS '%' THEN null ELSE m END AS b,
         CASE WHEN m.ends CONTAINS '?' OR m.ends CONTAINS '%' THEN null ELSE m END AS e
    RETURN n, coalesce(m.begins_earliest, n.begins_earliest) AS begins, coalesce(m.ends_latest, n.ends_latest) AS ends,
           CASE WHEN e.ends_latest < b.begins_latest THEN e.ends_latest ELSE coalesce(b.begins_latest, e.ends_latest) END AS begun,
           CASE WHEN b.begins_earliest > e.ends_earliest THEN b.begins_earliest
                ELSE coalesce(e.ends_earliest, b.begins_earliest) END AS ending,
           m.accounts AS told
    UNION ALL
    UNWIND CASE $by WHEN 'membership' THEN [] ELSE [p] END AS one
    MATCH (one)-[t:TOOK_PART]->(e:Event)-[h:HELD_IN]->(n:Network)
    WHERE e.stands AND size(t.accounts) > 0 AND size(h.accounts) > 0
    WITH n, count(e) AS events, count(e.earliest) AS begin, min(e.earliest) AS first, count(e.latest) AS end,
         max(e.latest) AS last, min(CASE WHEN e.date_certain THEN e.latest END) AS begun,
         max(CASE WHEN e.date_certain THEN e.earliest END) AS ending,
         collect(t.accounts) + collect(h.accounts) AS told
    RETURN n, CASE WHEN begin = events THEN first END AS begins, CASE WHEN end = events THEN last END AS ends, begun, ending,
           reduce(ids = [], some IN told | ids + some) AS told
  }
  RETURN collect({n: n, id: n.id, kind: n.kind, told: told, begins: coalesce(begins, date('0001-01-01')),
                  ends: coalesce(ends, date('9000-12-31')) + duration({days: $days}),
                  begun: coalesce(begun, date('9999-12-31')),
                  ending: coalesce(ending + duration({days: $days}), date('0001-01-01'))}) AS spells
}
UNWIND spells AS s
UNWIND spells AS t
WITH p, s, t, s.n AS a, t.n AS b, s.begun <= t.ending AND t.begun <= s.ending AS sure
WHERE s.id < t.id AND ($across <> 'kinds' OR s.kind <> t.kind)
  AND (sure OR (s.begins <= t.ends AND t.begins <= s.ends AND NOT $only_certain))
WITH p, a, b, max(CASE WHEN sure THEN 1 ELSE 0 END) AS sure, collect(s.told) + collect(t.told) AS told
WITH p, a, b, sure, reduce(ids = [], some IN told | ids + some) AS told
WHERE CASE $across
      WHEN 'sites' THEN EXISTS { MATCH (a)-[i:IN_SITE]->(:Site) WHERE size(i.accounts) > 0 }
           AND EXISTS { MATCH (b)-[i:IN_SITE]->(:Site) WHERE size(i.accounts) > 0 }
           AND NOT EXISTS { MATCH (a)-[i:IN_SITE]->(:Site)<-[j:IN_SITE]-(b) WHERE size(i.accounts) > 0 AND size(j.accounts) > 0 }
      WHEN 'organisations' THEN EXISTS { MATCH (a)-[i:SET_UP_BY|REPORTS_TO]->(:Organisation) WHERE size(i.accounts) > 0 }
           AND EXISTS { MATCH (b)-[i:SET_UP_BY|REPORTS_TO]->(:Organisation) WHERE size(i.accounts) > 0 }
           AND NOT EXISTS { MATCH (a)-[i:SET_UP_BY|REPORTS_TO]->(:Organisation)<-[j:SET_UP_BY|REPORTS_TO]-(b)
                            WHERE size(i.accounts) > 0 AND size(j.accounts) > 0 }
      ELSE true END
WITH p, sum(sure) AS certain, count(*) - sum(sure) AS possible, collect(DISTINCT a) + collect(DISTINCT b) AS spanned,
     collect(told) AS told
CALL (spanned) {
  UNWIND spanned AS n
  WITH DISTINCT n
  OPTIONAL MATCH (n)-[r:IN_SITE|SET_UP_BY|REPORTS_TO]->(x:Site|Organisation) WHERE size(r.accounts) > 0
  WITH n, collect(CASE type(r) WHEN 'IN_SITE' THEN x.name END) AS sites,
       collect(CASE WHEN type(r) <> 'IN_SITE' THEN x.name END) AS organisations, collect(r.accounts) AS told
  RETURN collect(n.name) AS networks, collect(DISTINCT n.kind) AS kinds, collect(sites) AS sites,
         collect(organisations) AS organisations, collect(told) AS placed
}
CALL (p) {
  OPTIONAL MATCH (p)-[w:WORKS_FOR]->(o:Organisation) WHERE size(w.accounts) > 0
  RETURN collect(DISTINCT o.name) AS works_for, collect(w.accounts) AS employed
}
RETURN p.name AS name, p.id AS actor, CASE size(kinds) WHEN 1 THEN kinds[0] ELSE 'both' END AS held, certain, possible, networks,
       reduce(names = [], some IN sites | names + [s IN some WHERE NOT s IN names]) AS sites,
       reduce(names = [], some IN organisations | names + [o IN some WHERE NOT o IN names]) AS organisations, works_for,
       told + employed + reduce(ids = [], some IN placed | ids + some) AS accounts
ORDER BY certain DESC, possible DESC, name, actor
