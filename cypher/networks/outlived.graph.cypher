// Temporary networks that outlive their purpose, as a graph
//
// Each fluid network that shows a sign of it, with what shows it: events held in it after its end, or its last event
// where it has no end; members whose spell goes beyond its end; and what it was about, with its own events that
// concern that and the event elsewhere at which it was adopted, dropped or harmonised. Which sign it is, how sure it
// is, and how many days it comes to is in the table.
MATCH (n:FluidNetwork)<-[h:HELD_IN]-(e:Event)
WHERE n.ends_latest IS NOT NULL AND size(h.accounts) > 0 AND e.stands AND e.date IS NOT NULL
  AND (e.latest > n.ends_latest OR e.latest IS NULL)
  AND (NOT $only_certain OR coalesce(e.earliest > n.ends_latest AND e.date_certain AND NOT n.ends CONTAINS '?'
                                     AND NOT n.ends CONTAINS '%', false))
RETURN n AS network, [h, e] AS shown_by
UNION ALL
MATCH (n:FluidNetwork)<-[m:MEMBER_OF]-(p:Actor)
WHERE n.ends_latest IS NOT NULL AND size(m.accounts) > 0 AND (m.ends_latest > n.ends_latest
      OR (m.ends IS NOT NULL AND m.ends_latest IS NULL) OR m.begins_latest > n.ends_latest)
WITH n, m, p, CASE WHEN NOT m.ends CONTAINS '?' AND NOT m.ends CONTAINS '%' THEN m.ends_earliest END AS till,
     CASE WHEN NOT m.begins CONTAINS '?' AND NOT m.begins CONTAINS '%' THEN m.begins_earliest END AS since
WITH n, m, p, CASE WHEN since > till OR till IS NULL THEN since ELSE till END AS there
WHERE NOT $only_certain OR coalesce(there > n.ends_latest AND NOT n.ends CONTAINS '?' AND NOT n.ends CONTAINS '%', false)
RETURN n AS network, [m, p] AS shown_by
UNION ALL
MATCH (n:FluidNetwork)<-[h:HELD_IN]-(e:Event)
WHERE n.ends IS NULL AND size(h.accounts) > 0 AND e.stands AND e.date IS NOT NULL
WITH n, min(CASE WHEN e.date_certain THEN e.latest END) AS first, max(CASE WHEN e.date_certain THEN e.earliest END) AS last,
     max(e.latest) AS most_to
WITH n, last, most_to, CASE WHEN n.begins IS NULL THEN first WHEN n.begins CONTAINS '?' OR n.begins CONTAINS '%' THEN null
                            ELSE n.begins_latest END AS least_from
WITH n, last, most_to, coalesce(duration.inDays(least_from, last).days > $days, false) AS certain
WHERE certain OR (NOT $only_certain AND duration.inDays(n.begins_earliest, most_to).days > $days)
MATCH (n)<-[h:HELD_IN]-(e:Event)
WHERE size(h.accounts) > 0 AND e.stands
  AND CASE WHEN certain THEN e.earliest = last AND e.date_certain ELSE e.latest = most_to END
RETURN n AS network, [h, e] AS shown_by
UNION ALL
MATCH (n:FluidNetwork)<-[h:HELD_IN]-(e:Event) WHERE size(h.accounts) > 0 AND e.stands
OPTIONAL MATCH (e)-[c:CONCERNS]->(:KnowledgeItem) WHERE size(c.accounts) > 0
WITH n, e, count(c) AS concerned
WITH n, sum(CASE WHEN concerned > 0 THEN 1 ELSE 0 END) AS all_events,
     min(CASE WHEN e.date_certain THEN e.latest END) AS first, max(CASE WHEN e.date_certain THEN e.earliest END) AS last,
     min(e.earliest) AS may_begin,
     max(CASE WHEN e.date IS NULL THEN null ELSE coalesce(e.latest, date('9999-12-31')) END) AS most_to
MATCH (n)<-[h:HELD_IN]-(e:Event)-[c:CONCERNS]->(x:KnowledgeItem)
WHERE size(h.accounts) > 0 AND size(c.accounts) > 0 AND e.stands
WITH n, all_events, first, last, may_begin, most_to, x, count(DISTINCT e) AS times, collect([h, e, c]) AS own
WHERE 2 * times > all_events
MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(z:Event)-[g:HELD_IN]->(o:Network)
WHERE z.move IN ['adopt', 'drop', 'harmonise'] AND z.stands AND z.date IS NOT NULL AND size(d.accounts) > 0
  AND size(g.accounts) > 0 AND NOT EXISTS { MATCH (z)-[k:HELD_IN]->(n) WHERE size(k.accounts) > 0 }
WITH n, x, z, d, g, o, own, most_to,
     z.date_certain AND (coalesce(first < z.earliest, false)
       OR coalesce(n.begins_latest < z.earliest AND NOT n.begins CONTAINS '?' AND NOT n.begins CONTAINS '%', false))
       AND last > z.latest AS must,
     coalesce(n.begins_earliest < z.latest, true) OR coalesce(may_begin < z.latest, true) AS can_have_begun
WITH n, x, z, d, g, o, own, coalesce(must, false) AS certain,
     can_have_begun AND coalesce(CASE WHEN most_to < date('9999-12-31') THEN most_to END > z.earliest, true) AS can
WHERE certain OR (can AND NOT $only_certain)
RETURN n AS network, [x, z, d, g, o, own] AS shown_by
