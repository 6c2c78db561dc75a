// Who spans boundaries between networks, as a graph
//
// Each spanner with the networks of all pairs that they span, and what puts them in each: memberships (MEMBER_OF), or
// the events held in it in which they took part; with the sites of these networks, the organisations that set them up
// or to which they report, and those for which the person worked. What is only possible is drawn like what is certain,
// unless only_certain says not to.
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
           [m] AS ties
    UNION ALL
    UNWIND CASE $by WHEN 'membership' THEN [] ELSE [p] END AS one
    MATCH (one)-[t:TOOK_PART]->(e:Event)-[h:HELD_IN]->(n:Network)
    WHERE e.stands AND size(t.accounts) > 0 AND size(h.accounts) > 0
    WITH n, count(e) AS events, count(e.earliest) AS begin, min(e.earliest) AS first, count(e.latest) AS end,
         max(e.latest) AS last, min(CASE WHEN e.date_certain THEN e.latest END) AS begun,
         max(CASE WHEN e.date_certain THEN e.earliest END) AS ending, collect([t, e, h]) AS ties
    RETURN n, CASE WHEN begin = events THEN first END AS begins, CASE WHEN end = events THEN last END AS ends, begun, ending,
           ties
  }
  RETURN collect({n: n, id: n.id, kind: n.kind, ties: ties, begins: coalesce(begins, date('0001-01-01')),
                  ends: coalesce(ends, date('9000-12-31')) + duration({days: $days}),
                  begun: coalesce(begun, date('9999-12-31')),
                  ending: coalesce(ending + duration({days: $days}), date('0001-01-01'))}) AS spells
}
UNWIND spells AS s
UNWIND spells AS t
WITH p, s, t, s.n AS a, t.n AS b, s.begun <= t.ending AND t.begun <= s.ending AS sure
WHERE s.id < t.id AND ($across <> 'kinds' OR s.kind <> t.kind)
  AND (sure OR (s.begins <= t.ends AND t.begins <= s.ends AND NOT $only_certain))
WITH p, a, b, collect([s.ties, t.ties]) AS ties
WHERE CASE $across
      WHEN 'sites' THEN EXISTS { MATCH (a)-[i:IN_SITE]->(:Site) WHERE size(i.accounts) > 0 }
           AND EXISTS { MATCH (b)-[i:IN_SITE]->(:Site) WHERE size(i.accounts) > 0 }
           AND NOT EXISTS { MATCH (a)-[i:IN_SITE]->(:Site)<-[j:IN_SITE]-(b) WHERE size(i.accounts) > 0 AND size(j.accounts) > 0 }
      WHEN 'organisations' THEN EXISTS { MATCH (a)-[i:SET_UP_BY|REPORTS_TO]->(:Organisation) WHERE size(i.accounts) > 0 }
           AND EXISTS { MATCH (b)-[i:SET_UP_BY|REPORTS_TO]->(:Organisation) WHERE size(i.accounts) > 0 }
           AND NOT EXISTS { MATCH (a)-[i:SET_UP_BY|REPORTS_TO]->(:Organisation)<-[j:SET_UP_BY|REPORTS_TO]-(b)
                            WHERE size(i.accounts) > 0 AND size(j.accounts) > 0 }
      ELSE true END
RETURN p AS spanner, a AS one_network, b AS other_network, ties,
       [way = (a)-[r:IN_SITE|SET_UP_BY|REPORTS_TO]->(:Site|Organisation) WHERE size(r.accounts) > 0 | way] +
       [way = (b)-[r:IN_SITE|SET_UP_BY|REPORTS_TO]->(:Site|Organisation) WHERE size(r.accounts) > 0 | way] AS placed,
       [way = (p)-[w:WORKS_FOR]->(:Organisation) WHERE size(w.accounts) > 0 | way] AS works_for
