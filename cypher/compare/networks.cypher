// Stable and fluid networks at each site, and what passed between them
//
// One row for each site and each kind of network, so that sites can be laid beside each other: networks are those of this kind
// that are said to be in the site (IN_SITE). events are those that stand, were held in one of them, and are of the site: an event
// with sites of its own (its own IN_SITE) only where the site is among them. creating counts those whose move is one by which
// people create knowledge: share, build_on, combine, harmonise, negotiate or reach_out, or those given as moves;
// creating_share is creating of events, moves names those of these moves that occur. Shares are rounded to two places.
//
// people are the actors of kind person or post who are members of one of these networks, at any time, or took part in one of
// these events; in_both those of them who are people of the site's other kind of network as well, not necessarily at the same
// time (networks/both_at_once tells that), and in_both_share is in_both of people. crossed_in counts the ideas carried from the
// site's networks of the other kind into these, crossed_out those carried out of these into the other kind: each pair of an
// earlier and a later event and each item once, where a LEADS_TO crosses that way between events of the site's two kinds.
//
// sources counts the sources of the site, those with an account of one of its events, in whatever stance (an event without a
// site of its own is of the sites that its networks are in), or given by an actor who is in it; told_by those of them with an
// account of one of these events; asked those that were asked about one of these networks (ASKED_ABOUT), and
// asked_about these networks by name. A network that nobody was asked about may have done more than is told of it.
//
// param: site (text, optional) - id or name of a site: only this one
// param: moves (list of text, optional) - moves that count as creating knowledge, in place of those above
// returns: site (text), site_id (text), network_kind (one of stable|fluid), networks (list of text), events (int),
//     creating (int), creating_share (float), moves (list of text), people (int), in_both (int), in_both_share (float),
//     crossed_in (int), crossed_out (int), told_by (int), asked (int), asked_about (list of text), sources (int)
// evidence: accounts
// key: site_id, network_kind
// example:
MATCH (s:Site) WHERE $site IS NULL OR $site IN [s.id, s.name]
CALL (s) {
  MATCH (s)<-[i:IN_SITE]-(n:Network) WHERE size(i.accounts) > 0
  WITH n.kind AS kind, collect(n) AS nets, collect(n.name) AS names, collect(i.accounts) AS told
  RETURN collect({kind: kind, nets: nets, names: names, told: told}) AS kinds
}
UNWIND ['stable', 'fluid'] AS kind
WITH s, kind, [k IN kinds WHERE k.kind = kind][0] AS own
CALL (s, own) {
  UNWIND coalesce(own.nets, []) AS n
  MATCH (n)<-[h:HELD_IN]-(e:Event) WHERE e.stands AND size(h.accounts) > 0
  WITH e, h, [(e)-[o:IN_SITE]->(t:Site) WHERE size(o.accounts) > 0 | {site: t.id, told: o.accounts}] AS sites, s.id AS here
  WITH e, h, size(sites) AS placed, [t IN sites WHERE t.site = here | t.told] AS told
  WHERE placed = 0 OR size(told) > 0
  RETURN collect(DISTINCT e) AS events, collect(h.accounts + coalesce(told[0], [])) AS held
}
CALL (events) {
  UNWIND events AS e
  MATCH (e)<-[:REPORTS]-(a:Account)-[:IN]->(q:Source)
  RETURN collect(DISTINCT q.id) AS tellers, collect(a.id) AS reports
}
CALL (own, events) {
  CALL (own, events) {
    UNWIND coalesce(own.nets, []) AS n
    MATCH (n)<-[m:MEMBER_OF]-(p:Actor) WHERE size(m.accounts) > 0 AND p.kind IN ['person', 'post']
    RETURN p, m.accounts AS told
    UNION ALL
    UNWIND events AS e
    MATCH (e)<-[t:TOOK_PART]-(p:Actor) WHERE size(t.accounts) > 0 AND p.kind IN ['person', 'post']
    RETURN p, t.accounts AS told
  }
  RETURN collect(DISTINCT p.id) AS people, collect(DISTINCT told) AS belonged
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
WITH s, collect({kind: kind, own: own, events: size(events), moves: [e IN events | e.move], held: held, tellers: tellers,
     reports: reports, people: people, belonged: belonged, crossings: crossings, carried: carried}) AS both
CALL (s, both) {
  CALL (s, both) {
    UNWIND both AS r
    UNWIND r.tellers AS id
    RETURN id
    UNION ALL
    MATCH (s)<-[i:IN_SITE]-(e:Event)<-[:REPORTS]-(:Account)-[:IN]->(q:Source) WHERE e.stands AND size(i.accounts) > 0
    RETURN q.id AS id
    UNION ALL
    MATCH (s)<-[i:IN_SITE]-(:Actor)<-[:GIVEN_BY]-(q:Source) WHERE size(i.accounts) > 0
    RETURN q.id AS id
  }
  RETURN collect(DISTINCT id) AS heard // events without a site of their own are among those of the networks above
}
CALL (heard, s) {
  UNWIND heard AS id
  MATCH (:Source {id: id})-[k:ASKED_ABOUT]->(n:Network)-[i:IN_SITE]->(s)
  WHERE size(k.accounts) > 0 AND size(i.accounts) > 0
  WITH n.kind AS kind, count(DISTINCT id) AS asked, collect(DISTINCT n.name) AS names, collect(k.accounts) AS told
  RETURN collect({kind: kind, asked: asked, names: names, told: told}) AS asked_about
}
UNWIND both AS r
WITH s, size(heard) AS sources, r, [o IN both WHERE o.kind <> r.kind][0] AS other, [k IN asked_about WHERE k.kind = r.kind][0] AS k
CALL (r, other) {
  UNWIND r.people + other.people AS id
  RETURN count(DISTINCT id) AS in_either
}
WITH s, sources, r, other, k, size(r.people) + size(other.people) - in_either AS in_both,
     [m IN r.moves WHERE m IN coalesce($moves, ['share', 'build_on', 'combine', 'harmonise', 'negotiate', 'reach_out'])] AS made
CALL (made) {
  UNWIND made AS move
  RETURN collect(DISTINCT move) AS moves
}
RETURN s.name AS site, s.id AS site_id, r.kind AS network_kind, coalesce(r.own.names, []) AS networks, r.events AS events,
       size(made) AS creating, CASE WHEN r.events > 0 THEN round(1.0 * size(made) / r.events, 2) END AS creating_share, moves,
       size(r.people) AS people, in_both,
       CASE WHEN size(r.people) > 0 THEN round(1.0 * in_both / size(r.people), 2) END AS in_both_share,
       r.crossings AS crossed_in, other.crossings AS crossed_out, size(r.tellers) AS told_by, coalesce(k.asked, 0) AS asked,
       coalesce(k.names, []) AS asked_about, sources,
       coalesce(r.own.told, []) + r.held + [r.reports] + r.belonged + r.carried + other.carried + coalesce(k.told, []) AS accounts
ORDER BY site, site_id, network_kind
