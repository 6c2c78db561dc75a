// The same idea at each site, told of or not, asked about or not
//
// One row for each site and each idea or other shared item. status: told_of, where an event of the site deals with
// the item (CONCERNS, DREW_ON or PRODUCED); else nothing_told, where a source of the site was asked about it
// (ASKED_ABOUT); else not_asked, and then nothing follows from the silence.
//
// An event that stands is of the sites that it is said to be in (its own IN_SITE); where it has none, of the sites
// that the networks it was held in are in. A source is of the sites that those who gave it are in (GIVEN_BY, of the
// source or of an account in it): an actor is in the sites that it is said to be in, and where there is none, in
// those of the organisations that it works for, at any time. Only a source of which no giver is in a site is of each
// site of which it tells an event, in whatever stance. So who tells in passing of what happened elsewhere is not
// asked there (compare/harmonising and compare/networks have the same rule). A source, of the site or not, tells of
// the item where an account in it tells of an event of the site that deals with it. sources counts those of the site,
// asked those of them that were asked about the item, asked_and_told those of the asked that tell of it, told_by all
// that tell of it, of the site or not. The networks are those by which these events are of the site, and those in
// which the events with a site of their own were held. adopted lists the events among them whose move is adopt or
// adapt.
//
// first_event is the one that can have been on the earliest day (undated ones last, then by id), and need not have
// been the first. The item was dealt with there by first_by for certain, the least last day of those events, and not
// before first_from, the least first day, which is empty where one of them has no certain first day. Days of a date
// with ? count for neither.
//
// The accounts are those of these events, of what was asked, and of where they who gave the sources that were asked
// are; not those by which sources that were asked nothing of the item are of the site.
//
// param: item (text, optional) - id or name of an idea or another shared item: only this one
// param: site (text, optional) - id or name of a site: only this one
// param: kind (one of Idea|Routine|Discourse|Programme|Perspective|Skill|EvidenceSource, optional) - only items of this
//     kind
// returns: name (text), item (text), kind (text), site (text), site_id (text),
//     status (one of told_of|nothing_told|not_asked), events (int), first_event (text), first_date (text),
//     first_from (date), first_by (date), stable_networks (list of text), fluid_networks (list of text),
//     moves (list of text), adopted (list of text), asked (int), asked_and_told (int), told_by (int), sources (int)
// evidence: accounts
// key: item, site_id
// example: item="Assess at home"
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
CALL (s) {
  CALL (s) {
    MATCH (s)<-[i:IN_SITE]-(e:Event) WHERE e.stands AND size(i.accounts) > 0
    OPTIONAL MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
    RETURN e, n, i.accounts + coalesce(h.accounts, []) AS placed
    UNION ALL
    MATCH (s)<-[i:IN_SITE]-(n:Network)<-[h:HELD_IN]-(e:Event)
    WHERE e.stands AND size(i.accounts) > 0 AND size(h.accounts) > 0
      AND size([(e)-[o:IN_SITE]->(:Site) WHERE size(o.accounts) > 0 | 1]) = 0
    RETURN e, n, i.accounts + h.accounts AS placed
  }
  MATCH (e)<-[:REPORTS]-(a:Account)-[:IN]->(q:Source)
  WITH e, n, placed, collect(a.id) AS told, collect(DISTINCT q.id) AS tellers
  RETURN collect({event: e, id: e.id, move: e.move, date: e.date,
                  day: coalesce(e.earliest, date('9999-12-31')), sure_from: CASE WHEN e.date_certain THEN e.earliest END,
                  sure_to: CASE WHEN e.date_certain THEN e.latest END, network: n.name, kind: n.kind, tellers: tellers,
                  told: placed + told}) AS here
}
WITH s, here, placed, [c IN sited WHERE c.site = s.id] AS givers
CALL (here, placed) {
  UNWIND here AS v
  UNWIND v.tellers AS id
  WITH DISTINCT id WHERE NOT id IN placed
  RETURN collect(id) AS others
}
CALL (givers, others) {
  UNWIND [c IN givers | c.source] + others AS id
  RETURN collect(DISTINCT id) AS heard
}
CALL (heard) {
  UNWIND heard AS id
  MATCH (:Source {id: id})-[k:ASKED_ABOUT]->(x:KnowledgeItem)
  WHERE size(k.accounts) > 0 AND ($item IS NULL OR $item IN [x.id, x.name])
  WITH x, collect(DISTINCT id) AS ids, collect(k.accounts) AS told
  RETURN collect({x: x, ids: ids, told: told}) AS asked_about
}
CALL (here, asked_about, givers) {
  UNWIND here AS v
  WITH v, v.event AS e
  MATCH (e)-[d:CONCERNS|DREW_ON|PRODUCED]->(x:KnowledgeItem) WHERE size(d.accounts) > 0 AND ($item IS NULL OR $item IN [x.id, x.name])
  UNWIND v.tellers AS teller
  WITH x, count(DISTINCT v.id) AS events, collect(DISTINCT teller) AS tellers, collect(v.told) AS told, collect(d.accounts) AS dealt,
       collect(v) AS every, min(v.sure_from) AS least, min(v.sure_to) AS first_by, count(*) - count(v.sure_from) AS open,
       collect(DISTINCT v.move) AS moves, collect(DISTINCT CASE WHEN v.move IN ['adopt', 'adapt'] THEN v.id END) AS adopted,
       collect(DISTINCT CASE v.kind WHEN 'stable' THEN v.network END) AS stable,
       collect(DISTINCT CASE v.kind WHEN 'fluid' THEN v.network END) AS fluid
  RETURN x, {events: events, tellers: tellers, told: told + dealt, every: every, first_by: first_by, moves: moves, adopted: adopted,
             first_from: CASE open WHEN 0 THEN least END, stable: stable, fluid: fluid} AS g, null AS k
  UNION ALL
  UNWIND asked_about AS q
  RETURN q.x AS x, null AS g, {ids: q.ids, told: q.told + [c IN givers WHERE c.source IN q.ids | c.told]} AS k
  UNION ALL
  MATCH (x:KnowledgeItem) WHERE $item IS NULL OR $item IN [x.id, x.name]
  RETURN x, null AS g, null AS k
}
WITH s, size(heard) AS sources, x, g, k WHERE $kind IS NULL OR $kind IN labels(x)
WITH s, sources, x, collect(g) AS gs, collect(k) AS ks
WITH s, sources, x, gs[0] AS g, ks[0] AS k
WITH s, x, sources, g, coalesce(k.ids, []) AS asked, coalesce(k.told, []) AS asking,
     reduce(first = g.every[0], v IN coalesce(g.every, []) |
            CASE WHEN v.day < first.day OR (v.day = first.day AND v.id < first.id) THEN v ELSE first END) AS first
WITH x.name AS name, x.id AS item, [l IN labels(x) WHERE l <> 'KnowledgeItem'][0] AS kind, s.name AS site, s.id AS site_id,
       CASE WHEN g IS NOT NULL THEN 'told_of' WHEN size(asked) > 0 THEN 'nothing_told' ELSE 'not_asked' END AS status,
       coalesce(g.events, 0) AS events, first.id AS first_event, first.date AS first_date, g.first_from AS first_from,
       g.first_by AS first_by, coalesce(g.stable, []) AS stable_networks, coalesce(g.fluid, []) AS fluid_networks,
       coalesce(g.moves, []) AS moves, coalesce(g.adopted, []) AS adopted, size(asked) AS asked,
       size([id IN asked WHERE id IN g.tellers]) AS asked_and_told, coalesce(size(g.tellers), 0) AS told_by, sources,
       coalesce(g.told, []) + asking AS accounts
RETURN name, item, kind, site, site_id, status, events, first_event, first_date, first_from, first_by, stable_networks,
       fluid_networks, moves, adopted, asked, asked_and_told, told_by, sources, accounts
ORDER BY name, item, site, site_id
