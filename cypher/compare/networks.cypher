// Stable and fluid networks at each site, and what passed between them
//
// One row for each site and each kind of network, so that sites can be laid beside each other: networks are those of
// this kind that are said to be in the site (IN_SITE). events are those that stand, were held in one of them, and are
// of the site: an event with sites of its own (its own IN_SITE) only where the site is among them. creating counts
// those whose move is one by which people create knowledge: share, build_on, combine, harmonise, negotiate or
// reach_out, or those given as moves; creating_share is creating of events, moves names those of these moves that
// occur. Shares are rounded to two places.
//
// people are the actors of kind person or post who are members of one of these networks, at any time, or took part in
// one of these events; in_both those of them who are people of the site's other kind of network as well, not
// necessarily at the same time (networks/both_at_once tells that), and in_both_share is in_both of people. crossed_in
// counts the ideas carried from the site's networks of the other kind into these, crossed_out those carried out of
// these into the other kind: each pair of an earlier and a later event and each item once, where a LEADS_TO crosses
// that way between events of the site's two kinds.
//
// sources counts the sources of the site; told_by all sources, of the site or not, with an account of one of these
// events; asked those of the site that were asked about one of these networks (ASKED_ABOUT), and asked_about these
// networks by name. A network that nobody was asked about may have done more than is told of it. A source is of the
// sites that those who gave it are in (GIVEN_BY, of the source or of an account in it): an actor is in the sites that
// it is said to be in, and where there is none, in those of the organisations that it works for, at any time. Only a
// source of which no giver is in a site is of each site of which it tells an event, in whatever stance (an event
// without a site of its own is of the sites that its networks are in).
//
// The accounts are those of what is counted, for in_both those also by which people belong to the other kind, and of
// where they who gave the sources that were asked are; not those by which the other sources are of the site.
//
// param: site (text, optional) - id or name of a site: only this one
// param: moves (list of text, optional) - moves that count as creating knowledge, in place of those above
// returns: site (text), site_id (text), network_kind (one of stable|fluid), networks (list of text), events (int),
//     creating (int), creating_share (float), moves (list of text), people (int), in_both (int), in_both_share (float),
//     crossed_in (int), crossed_out (int), told_by (int), asked (int), asked_about (list of text), sources (int)
// evidence: accounts
// key: site_id, network_kind
// example:
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
  MATCH (s)<-[i:IN_SITE]-(n:Network) WHERE size(i.accounts) > 0
  WITH n.kind AS kind, collect(n) AS nets, collect(n.name) AS names, collect(i.accounts) AS told
  RETURN collect({kind: kind, nets: nets, names: names, told: told}) AS kinds
}
UNWIND ['stable', 'fluid'] AS kind
WITH s, sited, placed, kind, [k IN kinds WHERE k.kind = kind][0] AS own
CALL (s, own) {
  UNWIND coalesce(own.nets, []) AS n
  MATCH (n)<-[h:HELD_IN]-(e:Event) WHERE e.stands AND size(h.accounts) > 0
  WITH e, h, [(e)-[o:IN_SITE]->(t:Site) WHERE size(o.accounts) > 0 | {site: t.id, told: o.accounts}] AS sites, s.id AS here
  WITH e, h, size(sites) AS placed, [t IN sites WHERE t.site = here | t.told] AS told
  WHERE placed = 0 OR size(told) > 0
  RETURN collect(DISTINCT e) AS events, collect({event: e, told: h.accounts + coalesce(told[0], [])}) AS held
}
CALL (events) {
  UNWIND events AS e
  MATCH (e)<-[:REPORTS]-(a:Account)-[:IN]->(q:Source)
  RETURN collect(DISTINCT q.id) AS tellers, collect(a.id) AS reports
}
CALL (own, held) {
  CALL (own, held) {
    UNWIND coalesce(own.nets, []) AS n
    MATCH (n)<-[m:MEMBER_OF]-(p:Actor) WHERE size(m.accounts) > 0 AND p.kind IN ['person', 'post']
    RETURN p, m.accounts AS told
    UNION ALL
    UNWIND held AS v
    WITH v, v.event AS e
    MATCH (e)<-[t:TOOK_PART]-(p:Actor) WHERE size(t.accounts) > 0 AND p.kind IN ['person', 'post']
    RETURN p, t.accounts + v.told AS told
  }
  WITH p, collect(told) AS told
  RETURN collect({id: p.id, told: told}) AS people
}
CALL (s, kind, events) {
  UNWIND events AS b
  MATCH (a:Event)-[l:LEADS_TO]->(b)
  WHERE l.crosses = CASE kind WHEN 'fluid' THEN 'stable_to_fluid' ELSE 'fluid_to_stable' END
  MATCH (a)-[h:HELD_IN]->(n:Network)-[i:IN_SITE]->(s)
  WHERE n.kind <> kind AND size(h.accounts) > 0 AND size(i.accounts) > 0
  WITH s, a, b, l, [(a)-[o:IN_SITE]->(t:Site) WHERE size(o.accounts) > 0 | t.id] AS sites
  WHERE size(sites) = 0 OR s.id IN sites
  WITH DISTINCT a.id AS a, b.id AS b, l.item AS item, l.accounts AS told
  RETURN count(DISTINCT [a, b, item]) AS crossings, collect(told) AS carried
}
WITH s, sited, placed, collect({kind: kind, own: own, events: size(events), moves: [e IN events | e.move],
     held: [v IN held | v.told], tellers: tellers, reports: reports, people: people, crossings: crossings, carried: carried}) AS both
WITH s, placed, both, [c IN sited WHERE c.site = s.id] AS givers
CALL (s, both, placed, givers) {
  CALL (s, both, givers) {
    UNWIND both AS r
    UNWIND r.tellers AS id
    RETURN id, false AS given
    UNION ALL
    MATCH (s)<-[i:IN_SITE]-(e:Event)<-[:REPORTS]-(:Account)-[:IN]->(q:Source) WHERE e.stands AND size(i.accounts) > 0
    RETURN q.id AS id, false AS given
    UNION ALL
    UNWIND givers AS c
    RETURN c.source AS id, true AS given
  }
  WITH DISTINCT id, given WHERE given OR NOT id IN placed
  RETURN collect(DISTINCT id) AS heard // events without a site of their own are among those of the networks above
}
CALL (heard, s) {
  UNWIND heard AS id
  MATCH (:Source {id: id})-[k:ASKED_ABOUT]->(n:Network)-[i:IN_SITE]->(s)
  WHERE size(k.accounts) > 0 AND size(i.accounts) > 0
  WITH n.kind AS kind, collect(DISTINCT id) AS ids, collect(DISTINCT n.name) AS names, collect(k.accounts) AS told
  RETURN collect({kind: kind, ids: ids, names: names, told: told}) AS asked_about
}
UNWIND both AS r
WITH s, size(heard) AS sources, givers, r, [o IN both WHERE o.kind <> r.kind][0] AS other, [k IN asked_about WHERE k.kind = r.kind][0] AS k
CALL (r, other) {
  UNWIND r.people + other.people AS p
  WITH p.id AS id, count(*) AS kinds, collect(p.told) AS every WHERE kinds > 1
  UNWIND every AS told
  UNWIND told AS one
  RETURN count(DISTINCT id) AS in_both, collect(one) AS belonging
}
CALL (r) {
  UNWIND r.people AS p
  UNWIND p.told AS one
  RETURN collect(one) AS belonged
}
WITH s, sources, r, other, k, in_both, belonged,
     CASE WHEN in_both > 0 THEN coalesce(other.own.told, []) + belonging ELSE [] END AS belonging,
     coalesce(k.told, []) + [c IN givers WHERE c.source IN k.ids | c.told] AS asking,
     [m IN r.moves WHERE m IN coalesce($moves, ['share', 'build_on', 'combine', 'harmonise', 'negotiate', 'reach_out'])] AS made
CALL (made) {
  UNWIND made AS move
  RETURN collect(DISTINCT move) AS moves
}
RETURN s.name AS site, s.id AS site_id, r.kind AS network_kind, coalesce(r.own.names, []) AS networks, r.events AS events,
       size(made) AS creating, CASE WHEN r.events > 0 THEN round(1.0 * size(made) / r.events, 2) END AS creating_share, moves,
       size(r.people) AS people, in_both,
       CASE WHEN size(r.people) > 0 THEN round(1.0 * in_both / size(r.people), 2) END AS in_both_share,
       r.crossings AS crossed_in, other.crossings AS crossed_out, size(r.tellers) AS told_by, coalesce(size(k.ids), 0) AS asked,
       coalesce(k.names, []) AS asked_about, sources,
       coalesce(r.own.told, []) + r.held + [r.reports] + belonged + belonging + r.carried + other.carried +
       asking AS accounts
ORDER BY site, site_id, network_kind
