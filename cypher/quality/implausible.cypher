// What can hardly be true together
//
// Pairs of facts of the graph that do not fit, each surely, whatever the dates leave open; dates with ? or % prove nothing.
// what is one of these:
//   said_before: somebody told of an event that stands before its first possible day (by the last possible day of the
//     account's date_said, or else of the source's date): a plan, or a wrong date. To deny it beforehand proves nothing;
//   held_before_network, held_after_network: an event that stands was held in a network, wholly before the first day on which
//     that can have begun, or wholly after the last on which it can have ended;
//   member_before_network, member_after_network: a membership surely began before the network can have begun, or surely
//     went on after the network must have ended;
//   two_places: a person, or whoever holds a post, took part in two events of the same exact day at different sites (each
//     event's own IN_SITE, else those of the networks it was held in; no site in common);
//   ends_before_begins: the last day on which a network, membership or post can have ended is before the first on which it can have begun;
//   too_many_named: somebody named more people, to one question of one wave of a survey, than it allowed (the least max_choices
//     stated).
// one and other say in words what does not fit, with the dates; subject and object are the ids of what they tell of: the event
// and the account, the event and the network, the actor and the network or employer, the two events; of too_many_named the
// actor and the question, of a network that ends before it begins the network twice. Guests, plans and twins do occur: a row
// is to be looked at, not to be mended at any price.
//
// param: what (one of said_before|held_before_network|held_after_network|member_before_network|member_after_network|two_places|ends_before_begins|too_many_named, optional) - only
//     these
// returns: what (text), subject (text), object (text), one (text), other (text)
// evidence: accounts
// key: what, subject, object, one, other
// example:
CALL () {
  MATCH (e:Event)<-[:REPORTS]-(a:Account)-[:IN]->(q:Source) WHERE e.stands AND e.date_certain AND e.earliest IS NOT NULL AND a.stance <> 'denies'
  WITH e, a, q, coalesce(a.date_said, q.date) AS said, coalesce(a.date_said_latest, CASE WHEN a.date_said IS NULL THEN q.latest END) AS day
  WHERE day < e.earliest AND NOT (said CONTAINS '?' OR said CONTAINS '%')
  RETURN 'said_before' AS what, e.id AS subject, a.id AS object, e.summary + ', ' + e.date AS one, q.title + ', ' + said AS other,
         [(e)<-[:REPORTS]-(b:Account) WHERE b.stance <> 'denies' | b.id] + [a.id] AS told
  UNION ALL
  MATCH (n:Network)<-[h:HELD_IN]-(e:Event) WHERE e.stands AND e.date_certain AND size(h.accounts) > 0
  WITH n, h, e,
       CASE WHEN e.latest < n.begins_earliest AND NOT (n.begins CONTAINS '?' OR n.begins CONTAINS '%') THEN 'held_before_network'
            WHEN e.earliest > n.ends_latest AND NOT (n.ends CONTAINS '?' OR n.ends CONTAINS '%') THEN 'held_after_network' END AS what
  WHERE what IS NOT NULL
  RETURN what, e.id AS subject, n.id AS object, e.summary + ', ' + e.date AS one,
         n.name + CASE what WHEN 'held_before_network' THEN ' begins ' + n.begins ELSE ' ends ' + n.ends END AS other,
         h.accounts AS told
  UNION ALL
  MATCH (n:Network)<-[m:MEMBER_OF]-(p:Actor) WHERE size(m.accounts) > 0
  UNWIND CASE WHEN m.begins_latest < n.begins_earliest AND NOT (m.begins + n.begins CONTAINS '?' OR m.begins + n.begins CONTAINS '%')
              THEN ['member_before_network'] ELSE [] END +
         CASE WHEN m.ends_earliest > n.ends_latest AND NOT (m.ends + n.ends CONTAINS '?' OR m.ends + n.ends CONTAINS '%')
              THEN ['member_after_network'] ELSE [] END AS what
  RETURN what, p.id AS subject, n.id AS object,
         p.name + CASE what WHEN 'member_before_network' THEN ' belongs since ' + m.begins ELSE ' belongs until ' + m.ends END AS one,
         n.name + CASE what WHEN 'member_before_network' THEN ' begins ' + n.begins ELSE ' ends ' + n.ends END AS other,
         m.accounts AS told
  UNION ALL
  MATCH (p:Actor)-[t:TOOK_PART]->(e:Event)
  WHERE p.kind IN ['person', 'post'] AND size(t.accounts) > 0 AND e.stands AND e.date_certain AND e.earliest = e.latest
  WITH p, e.earliest AS day, collect({event: e, told: t.accounts}) AS events, count(*) AS several
  WHERE several > 1
  CALL (events) {
    UNWIND events AS c
    WITH c.event AS e, c.told AS took_part
    WITH e, took_part, [(e)-[o:IN_SITE]->(s:Site) WHERE size(o.accounts) > 0 | {site: s.name, id: s.id, told: o.accounts}] AS own,
         [(e)-[h:HELD_IN]->(:Network)-[i:IN_SITE]->(s:Site) WHERE size(h.accounts) > 0 AND size(i.accounts) > 0 |
          {site: s.name, id: s.id, told: h.accounts + i.accounts}] AS by
    WITH e, took_part, CASE WHEN size(own) > 0 THEN own ELSE by END AS sites
    WHERE size(sites) > 0
    RETURN collect({id: e.id, said: e.summary + ', ' + e.date, sites: sites, told: [took_part] + [s IN sites | s.told]}) AS placed
  }
  UNWIND placed AS a
  UNWIND placed AS b
  WITH p, a, b WHERE a.id < b.id AND none(s IN a.sites WHERE any(t IN b.sites WHERE t.id = s.id))
  RETURN 'two_places' AS what, a.id AS subject, b.id AS object, p.name + ': ' + a.said AS one, p.name + ': ' + b.said AS other,
         reduce(all_of = [], some IN a.told + b.told | all_of + some) AS told
  UNION ALL
  MATCH (n:Network) WHERE n.ends_latest < n.begins_earliest
  RETURN 'ends_before_begins' AS what, n.id AS subject, n.id AS object, n.name + ' begins ' + n.begins AS one,
         n.name + ' ends ' + n.ends AS other, [] AS told
  UNION ALL
  MATCH (p:Actor)-[m:MEMBER_OF|WORKS_FOR]->(n) WHERE size(m.accounts) > 0 AND m.ends_latest < m.begins_earliest
  RETURN 'ends_before_begins' AS what, p.id AS subject, n.id AS object, p.name + ' in ' + n.name + ' since ' + m.begins AS one,
         p.name + ' in ' + n.name + ' until ' + m.ends AS other, m.accounts AS told
  UNION ALL
  MATCH (p:Actor)-[r:NAMED]->(o:Actor) WHERE size(r.accounts) > 0
  WITH p, r.wave AS wave, r.question AS question, min(r.max_choices) AS most, count(DISTINCT o) AS named, collect(r.accounts) AS lists
  WHERE named > most
  RETURN 'too_many_named' AS what, p.id AS subject, coalesce(question, '') AS object, p.name + ' named ' + toString(named) AS one,
         'at most ' + toString(most) + ' in ' + coalesce(question, 'the survey') + coalesce(', wave ' + wave, '') AS other,
         reduce(all_of = [], some IN lists | all_of + some) AS told
}
WITH what, subject, object, one, other, told WHERE $what IS NULL OR what = $what
RETURN what, subject, object, one, other, told AS accounts
ORDER BY what, subject, object, one, other
