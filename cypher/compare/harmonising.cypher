// Where programmes in conflict met, and how people dealt with it, at each site
//
// One row for each site and each kind of network, stable and fluid, and none where there is something in no network:
// the events there whose move is harmonise, negotiate, contest or block, whatever they deal with, and the pairs of
// programmes in conflict (CONFLICTS_WITH, between two Programmes) that met there. A pair met at an event that deals
// with both (CONCERNS, DREW_ON or PRODUCED), of whatever move; it is written with the name of the one whose id comes
// first before the other's. An event in networks of both kinds counts in both rows. share is harmonise and negotiate
// together, of the four together, to two places; empty where there are none of them.
//
// An event that stands is of the sites that it is said to be in (its own IN_SITE), under the kinds of all networks it
// was held in; where it has none, of the sites that the networks it was held in are in, under the kinds of those.
// first_event is the one of the four moves that can have been on the earliest day, last_event the one that can have
// been on the latest (undated ones last in the one and first in the other, then by id): vague dates may hide another
// order.
//
// Nothing told is not nothing done: sources counts the sources of the site; told_by all sources, of the site or not,
// with an account of one of these events or of those at which a pair met; asked those of the site that were asked
// about any programme which is in conflict with another (ASKED_ABOUT), the same in all rows of a site. A source is of
// the sites that those who gave it are in (GIVEN_BY, of the source or of an account in it): an actor is in the sites
// that it is said to be in, and where there is none, in those of the organisations that it works for, at any time.
// Only a source of which no giver is in a site is of each site of which it tells an event, in whatever stance. The
// accounts are those of the events and conflicts, of what was asked, and of where they who gave the sources that were
// asked are.
//
// param: site (text, optional) - id or name of a site: only this one
// returns: site (text), site_id (text), network_kind (one of stable|fluid|none), pairs (list of text),
//     met_at (list of text), harmonise (int), negotiate (int), contest (int), block (int), share (float),
//     first_event (text), first_date (text), last_event (text), last_date (text), told_by (int), asked (int),
//     sources (int)
// evidence: accounts
// key: site_id, network_kind
// example:
CALL () {
  MATCH (x:Programme)-[c:CONFLICTS_WITH]->(y:Programme) WHERE size(c.accounts) > 0
  MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(e:Event)-[f:CONCERNS|DREW_ON|PRODUCED]->(y)
  WHERE e.stands AND size(d.accounts) > 0 AND size(f.accounts) > 0
  WITH e, CASE WHEN x.id < y.id THEN x.name + ' – ' + y.name ELSE y.name + ' – ' + x.name END AS pair,
       c.accounts + d.accounts + f.accounts AS told
  OPTIONAL MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
  WITH e, pair, told + coalesce(h.accounts, []) AS told, n,
       [(e)-[o:IN_SITE]->(s:Site) WHERE size(o.accounts) > 0 | {site: s.id, told: o.accounts}] AS own
  UNWIND CASE WHEN size(own) > 0 THEN own WHEN n IS NULL THEN []
              ELSE [(n)-[i:IN_SITE]->(s:Site) WHERE size(i.accounts) > 0 | {site: s.id, told: i.accounts}] END AS at
  RETURN collect({site: at.site, kind: coalesce(n.kind, 'none'), event: e.id, pair: pair, told: told + at.told}) AS every_meeting
}
CALL () {
  CALL () {
    MATCH (q:Source)-[:GIVEN_BY]->(p:Actor)
    RETURN q.id AS id, p
    UNION ALL
    MATCH (p:Actor)<-[:GIVEN_BY]-(:Account)-[:IN]->(q:Source)
    RETURN DISTINCT q.id AS id, p
  }
  WITH DISTINCT id, p
  WITH id, p, [(p)-[i:IN_SITE]->(t:Site) WHERE size(i.accounts) > 0 | {site: t.id, told: i.accounts}] AS own
  UNWIND CASE WHEN size(own) > 0 THEN own
              ELSE [(p)-[w:WORKS_FOR]->(:Organisation)-[i:IN_SITE]->(t:Site) WHERE size(w.accounts) > 0 AND size(i.accounts) > 0 |
                    {site: t.id, told: w.accounts + i.accounts}] END AS at
  RETURN collect({source: id, site: at.site, told: at.told}) AS sited, collect(DISTINCT id) AS placed
}
MATCH (s:Site) WHERE $site IS NULL OR $site IN [s.id, s.name]
CALL (s, placed) {
  CALL (s) {
    MATCH (s)<-[i:IN_SITE]-(e:Event)<-[:REPORTS]-(:Account)-[:IN]->(q:Source) WHERE e.stands AND size(i.accounts) > 0
    RETURN q.id AS id
    UNION ALL
    MATCH (s)<-[i:IN_SITE]-(:Network)<-[h:HELD_IN]-(e:Event)<-[:REPORTS]-(:Account)-[:IN]->(q:Source)
    WHERE e.stands AND size(i.accounts) > 0 AND size(h.accounts) > 0
      AND size([(e)-[o:IN_SITE]->(:Site) WHERE size(o.accounts) > 0 | 1]) = 0
    RETURN q.id AS id
  }
  WITH DISTINCT id WHERE NOT id IN placed
  RETURN collect(id) AS others
}
WITH every_meeting, s, others, [c IN sited WHERE c.site = s.id] AS givers
CALL (givers, others) {
  UNWIND [c IN givers | c.source] + others AS id
  RETURN collect(DISTINCT id) AS heard
}
CALL (heard) {
  UNWIND heard AS id
  MATCH (:Source {id: id})-[k:ASKED_ABOUT]->(x:Programme)
  WHERE size(k.accounts) > 0 AND size([(x)-[c:CONFLICTS_WITH]-(:Programme) WHERE size(c.accounts) > 0 | 1]) > 0
  RETURN collect(DISTINCT id) AS ids, collect(k.accounts) AS asking
}
WITH every_meeting, s, heard, size(ids) AS asked, asking + [c IN givers WHERE c.source IN ids | c.told] AS asking
CALL (s) {
  CALL (s) {
    MATCH (s)<-[i:IN_SITE]-(e:Event)
    WHERE e.move IN ['harmonise', 'negotiate', 'contest', 'block'] AND e.stands AND size(i.accounts) > 0
    OPTIONAL MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
    RETURN e, coalesce(n.kind, 'none') AS kind, i.accounts + coalesce(h.accounts, []) AS told
    UNION ALL
    MATCH (s)<-[i:IN_SITE]-(n:Network)<-[h:HELD_IN]-(e:Event)
    WHERE e.move IN ['harmonise', 'negotiate', 'contest', 'block'] AND e.stands
      AND size(i.accounts) > 0 AND size(h.accounts) > 0
      AND size([(e)-[o:IN_SITE]->(:Site) WHERE size(o.accounts) > 0 | 1]) = 0
    RETURN e, n.kind AS kind, i.accounts + h.accounts AS told
  }
  WITH kind, e, collect(told) AS told
  WITH kind, collect({event: e.id, date: e.date, from: coalesce(e.earliest, date('9999-12-31')), to: coalesce(e.latest, date('0001-01-01'))}) AS days,
       collect(told) AS told, collect(e.id) AS ids, sum(CASE e.move WHEN 'harmonise' THEN 1 ELSE 0 END) AS harmonise,
       sum(CASE e.move WHEN 'negotiate' THEN 1 ELSE 0 END) AS negotiate,
       sum(CASE e.move WHEN 'contest' THEN 1 ELSE 0 END) AS contest, sum(CASE e.move WHEN 'block' THEN 1 ELSE 0 END) AS block
  RETURN collect({kind: kind, days: days, told: reduce(all_of = [], some IN told | all_of + some), ids: ids,
                  harmonise: harmonise, negotiate: negotiate, contest: contest, block: block}) AS groups
}
UNWIND ['stable', 'fluid', 'none'] AS kind
WITH s, kind, size(heard) AS sources, asked, asking, [g IN groups WHERE g.kind = kind][0] AS g,
     [m IN every_meeting WHERE m.site = s.id AND m.kind = kind] AS meetings
WHERE kind <> 'none' OR g IS NOT NULL OR size(meetings) > 0
CALL (g, meetings) {
  UNWIND coalesce(g.ids, []) + [m IN meetings | m.event] AS id
  MATCH (:Event {id: id})<-[:REPORTS]-(a:Account)-[:IN]->(q:Source)
  RETURN count(DISTINCT q) AS told_by, collect(DISTINCT a.id) AS reports
}
CALL (meetings) {
  UNWIND meetings AS m
  RETURN collect(DISTINCT m.pair) AS pairs, collect(DISTINCT m.event) AS met_at, collect(m.told) AS meeting
}
WITH s, kind, sources, asked, asking, g, told_by, reports, pairs, met_at, meeting, coalesce(g.days, []) AS days
WITH s, kind, sources, asked, asking, g, told_by, reports, pairs, met_at, meeting,
     reduce(first = days[0], c IN days | CASE WHEN c.from < first.from OR (c.from = first.from AND c.event < first.event)
                                              THEN c ELSE first END) AS first,
     reduce(last = days[0], c IN days | CASE WHEN c.to > last.to OR (c.to = last.to AND c.event > last.event)
                                             THEN c ELSE last END) AS last,
     coalesce(g.harmonise + g.negotiate, 0) AS settling, coalesce(g.contest + g.block, 0) AS opposing
RETURN s.name AS site, s.id AS site_id, kind AS network_kind, pairs, met_at, coalesce(g.harmonise, 0) AS harmonise,
       coalesce(g.negotiate, 0) AS negotiate, coalesce(g.contest, 0) AS contest, coalesce(g.block, 0) AS block,
       CASE WHEN settling + opposing > 0 THEN round(1.0 * settling / (settling + opposing), 2) END AS share,
       first.event AS first_event, first.date AS first_date, last.event AS last_event, last.date AS last_date,
       told_by, asked, sources, coalesce(g.told, []) + reports + asking + meeting AS accounts
ORDER BY site, site_id, network_kind
