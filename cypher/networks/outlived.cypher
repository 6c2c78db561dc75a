// Temporary networks that outlive their purpose
//
// Each fluid network that shows a sign of it, one row for each sign (why) and for how sure it is; shown_by says by
// what.
//
// - held_after_end: events (ids in shown_by) were held in it after its end. Certain when the event began after the
// last day on which the network can have ended; possible when the event's date also allows later days than that, or
// is open. - stayed_on: memberships (actors' ids in shown_by, names in names) end, or even begin, after its end, in
// the same two senses; one without an end and begun before says nothing. A network of which the last day is open
// shows neither. - no_end: it has no end, and at its last event (the id in shown_by) was more than `days` days old.
// Certain when that is so from the last day on which it can have begun to the first day of the event's date; possible
// when it is so only from the first to the last. Without a beginning it is counted from the last day of the first
// event with a certain date, and is never only possible. The last event is the one that begins last (of the possible:
// ends last); of several, the first by id. - settled_elsewhere: what it was about (names) was adopted, dropped or
// harmonised at an event (ids in shown_by) that was held in another network and not in this one, while this one went
// on. What it was about are the items that more than half of its events concern, of those that concern anything. The
// event's move is adopt, drop or harmonise and it deals with the item: concerns it, drew on it or produced it. It
// went on, for certain, when it had begun, or held an event, before that event, and held another after it; possible
// when the dates allow that. Only days are compared, and all days of the one come before all of the other where it is
// certain.
//
// days_at_least and days_at_most are the most that any of what is shown comes to: from the network's end to that
// event or to the end of that membership (to its beginning, when it has no end); for no_end, from its beginning to
// its last event; for settled_elsewhere, from that event to the last of the network's. days_at_least is 0 where it is
// only possible; days_at_most is empty where it is open. Dates with a question mark make nothing certain; events
// without a date show nothing.
//
// param: days (int, default 365) - how old, in days, a network without an end may be at its last event
// param: only_certain (bool, default false) - leave out what is only possible
// returns: network (text), id (text), begins (text), ends (text),
//     why (one of held_after_end|stayed_on|no_end|settled_elsewhere), sure (one of certain|possible),
//     shown_by (list of text), names (list of text), days_at_least (int), days_at_most (int)
// evidence: accounts
// key: id, why, sure
// example:
CALL () {
  MATCH (n:FluidNetwork)<-[h:HELD_IN]-(e:Event)
  WHERE n.ends_latest IS NOT NULL AND size(h.accounts) > 0 AND e.stands AND e.date IS NOT NULL
    AND (e.latest > n.ends_latest OR e.latest IS NULL)
  RETURN n, 'held_after_end' AS why,
         coalesce(e.earliest > n.ends_latest AND e.date_certain AND NOT n.ends CONTAINS '?' AND NOT n.ends CONTAINS '%',
                  false) AS certain,
         e.id AS shown, null AS name, n.ends_latest AS least_from, e.earliest AS least_to, n.ends_earliest AS most_from,
         e.latest AS most_to, [h.accounts] AS told
  UNION ALL
  MATCH (n:FluidNetwork)<-[m:MEMBER_OF]-(p:Actor)
  WHERE n.ends_latest IS NOT NULL AND size(m.accounts) > 0 AND (m.ends_latest > n.ends_latest
        OR (m.ends IS NOT NULL AND m.ends_latest IS NULL) OR m.begins_latest > n.ends_latest)
  WITH n, m, p, CASE WHEN NOT m.ends CONTAINS '?' AND NOT m.ends CONTAINS '%' THEN m.ends_earliest END AS till,
       CASE WHEN NOT m.begins CONTAINS '?' AND NOT m.begins CONTAINS '%' THEN m.begins_earliest END AS since
  WITH n, m, p, CASE WHEN since > till OR till IS NULL THEN since ELSE till END AS there
  RETURN n, 'stayed_on' AS why,
         coalesce(there > n.ends_latest AND NOT n.ends CONTAINS '?' AND NOT n.ends CONTAINS '%', false) AS certain,
         p.id AS shown, p.name AS name, n.ends_latest AS least_from, there AS least_to, n.ends_earliest AS most_from,
         CASE WHEN m.ends IS NULL THEN null ELSE m.ends_latest END AS most_to, [m.accounts] AS told
  UNION ALL
  MATCH (n:FluidNetwork)<-[h:HELD_IN]-(e:Event)
  WHERE n.ends IS NULL AND size(h.accounts) > 0 AND e.stands AND e.date IS NOT NULL
  WITH n, min(CASE WHEN e.date_certain THEN e.latest END) AS first, max(CASE WHEN e.date_certain THEN e.earliest END) AS last,
       max(e.latest) AS most_to
  WITH n, first, last, most_to, CASE WHEN n.begins IS NULL THEN first WHEN n.begins CONTAINS '?' OR n.begins CONTAINS '%' THEN null
                                     ELSE n.begins_latest END AS least_from
  WITH n, first, last, least_from, most_to, coalesce(duration.inDays(least_from, last).days > $days, false) AS certain
  WHERE certain OR duration.inDays(n.begins_earliest, most_to).days > $days
  WITH n, first, last, least_from, most_to, certain,
       [(n)<-[h:HELD_IN]-(e:Event) WHERE size(h.accounts) > 0 AND e.stands AND (CASE WHEN certain
          THEN e.earliest = last AND e.date_certain ELSE e.latest = most_to END) | {id: e.id, told: h.accounts}] AS ends
  WITH n, first, last, least_from, most_to, certain,
       reduce(one = ends[0], other IN ends | CASE WHEN other.id < one.id THEN other ELSE one END) AS end
  RETURN n, 'no_end' AS why, certain, end.id AS shown, null AS name, least_from, last AS least_to, n.begins_earliest AS most_from,
         most_to, [end.told] + [(n)<-[h:HELD_IN]-(e:Event) WHERE n.begins IS NULL AND e.latest = first AND e.date_certain
                                                         AND e.stands | h.accounts] AS told
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
  WITH n, all_events, first, last, may_begin, most_to, x, count(DISTINCT e) AS times
  WHERE 2 * times > all_events
  MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(z:Event)-[g:HELD_IN]->(o:Network)
  WHERE z.move IN ['adopt', 'drop', 'harmonise'] AND z.stands AND z.date IS NOT NULL AND size(d.accounts) > 0
    AND size(g.accounts) > 0 AND NOT EXISTS { MATCH (z)-[k:HELD_IN]->(n) WHERE size(k.accounts) > 0 }
  WITH n, x, z, first, last, may_begin, most_to, collect(d.accounts) + collect(g.accounts) AS told
  WITH n, x, z, last, most_to, told,
       z.date_certain AND (coalesce(first < z.earliest, false)
         OR coalesce(n.begins_latest < z.earliest AND NOT n.begins CONTAINS '?' AND NOT n.begins CONTAINS '%', false))
         AND last > z.latest AS must,
       coalesce(n.begins_earliest < z.latest, true) OR coalesce(may_begin < z.latest, true) AS can_have_begun
  WITH n, x, z, last, told, coalesce(must, false) AS certain, CASE WHEN most_to < date('9999-12-31') THEN most_to END AS most_to,
       can_have_begun AND coalesce(most_to > z.earliest, true) AS can
  WHERE certain OR can
  RETURN n, 'settled_elsewhere' AS why, certain, z.id AS shown, x.name AS name, z.latest AS least_from, last AS least_to,
         z.earliest AS most_from, most_to,
         told + [(n)<-[h:HELD_IN]-(e:Event)-[c:CONCERNS]->(:KnowledgeItem) | h.accounts + c.accounts] +
         [(n)<-[h:HELD_IN]-(:Event) | h.accounts] AS told
}
WITH n, why, certain, shown, name, told, coalesce(duration.inDays(least_from, least_to).days, 0) AS least,
     duration.inDays(most_from, most_to).days AS most
WHERE certain OR NOT $only_certain
WITH n, why, certain, collect(DISTINCT shown) AS shown_by, collect(DISTINCT name) AS names, max(least) AS least, max(most) AS most,
     sum(CASE WHEN most IS NULL THEN 1 ELSE 0 END) AS open, collect(told) AS told
RETURN n.name AS network, n.id AS id, n.begins AS begins, n.ends AS ends, why,
       CASE WHEN certain THEN 'certain' ELSE 'possible' END AS sure, shown_by, names,
       CASE WHEN certain THEN least ELSE 0 END AS days_at_least, CASE WHEN open = 0 THEN most END AS days_at_most,
       reduce(all_of = [], some IN told | all_of + some) AS accounts
ORDER BY network, id, why, sure
