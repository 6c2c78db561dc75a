// Events whose date leaves their order open, and what depends on it
//
// Each event that stands and has no date, an end that is open or unknown, an uncertain date (with ? or %), or a wide
// one, that allows so many days or more, its first and last counted: by default 365, as a year does. why says which
// of these hold: no_date, open_end, uncertain, wide. An order with others follows from such a date late or not at
// all.
//
// What depends on it: items names what it deals with (CONCERNS, DREW_ON or PRODUCED), whose routes stay open here;
// may_lead counts its MAY_LEAD_TO steps, those from it and those to it, by other event, item and carrier: where
// either of two events may have been first there are two. What pins it: after lists the events that it is said to
// come after (AFTER), before those that are said to come after it; it was not before not_before, the greatest first
// day of the former, and not after not_after, the least last day of the latter, as far as those dates are certain and
// by these single links alone.
//
// param: days (int, default 365) - a date is wide when it allows so many days or more
// param: item (text, optional) - id or name of an idea or another shared item: only events that deal with it
// returns: date (text), event (text), move (text), summary (text), why (list of text), span_days (int), items (list of text),
//     may_lead (int), after (list of text), before (list of text), not_before (date), not_after (date), networks (list of text)
// evidence: accounts
// key: event
// example:
MATCH (e:Event) WHERE e.stands
WITH e, CASE WHEN e.earliest IS NOT NULL AND e.latest IS NOT NULL THEN duration.inDays(e.earliest, e.latest).days + 1 END AS span_days
WITH e, span_days,
     CASE WHEN e.date IS NULL THEN ['no_date'] ELSE [] END +
     CASE WHEN e.date IS NOT NULL AND span_days IS NULL THEN ['open_end'] ELSE [] END +
     CASE WHEN e.date IS NOT NULL AND NOT e.date_certain THEN ['uncertain'] ELSE [] END +
     CASE WHEN span_days >= $days THEN ['wide'] ELSE [] END AS why
WHERE size(why) > 0
  AND ($item IS NULL OR size([(e)-[d:CONCERNS|DREW_ON|PRODUCED]->(x:KnowledgeItem)
                              WHERE size(d.accounts) > 0 AND $item IN [x.id, x.name] | 1]) > 0)
WITH e, span_days, why,
     [(e)-[d:CONCERNS|DREW_ON|PRODUCED]->(x:KnowledgeItem) WHERE size(d.accounts) > 0 | {name: x.name, told: d.accounts}] AS dealt,
     [(e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | {name: n.name, told: h.accounts}] AS held,
     [(e)-[l:MAY_LEAD_TO]-(:Event) | l.accounts] AS steps,
     [(e)-[r:AFTER]->(f:Event) WHERE size(r.accounts) > 0 AND f.stands |
      {id: f.id, told: r.accounts, day: CASE WHEN f.date_certain THEN f.earliest END}] AS earlier,
     [(e)<-[r:AFTER]-(f:Event) WHERE size(r.accounts) > 0 AND f.stands |
      {id: f.id, told: r.accounts, day: CASE WHEN f.date_certain THEN f.latest END}] AS later
CALL (dealt) {
  UNWIND dealt AS d
  RETURN collect(DISTINCT d.name) AS items
}
RETURN e.date AS date, e.id AS event, e.move AS move, e.summary AS summary, why, span_days, items, size(steps) AS may_lead,
       [f IN earlier | f.id] AS after, [f IN later | f.id] AS before,
       reduce(day = null, f IN earlier | CASE WHEN day >= f.day OR f.day IS NULL THEN day ELSE f.day END) AS not_before,
       reduce(day = null, f IN later | CASE WHEN day <= f.day OR f.day IS NULL THEN day ELSE f.day END) AS not_after,
       [n IN held | n.name] AS networks,
       [(e)<-[:REPORTS]-(a:Account) WHERE a.stance <> 'denies' | a.id] + [d IN dealt | d.told] + [n IN held | n.told] +
       steps + [f IN earlier + later | f.told] AS accounts
ORDER BY coalesce(e.earliest, e.latest, date('9999-12-31')), event
