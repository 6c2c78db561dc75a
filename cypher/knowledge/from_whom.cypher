// Reaching out: who was there from outside the network
//
// Who sat in from outside, beside what was drawn on; not who brought it: nothing here says that a thing came from a
// guest. Each event whose move is reach_out, and each other event that drew on evidence, a perspective or a skill
// with somebody from outside there, whom outsiders, perhaps_outsiders or elsewhere names: one row for each thing that
// it drew on (of reach_out anything, of the others these three), and a row with none for an event of reach_out that
// drew on nothing. Who was there is who took part: every thing that one event drew on stands against the same guests.
//
// A member, as told, is who has a spell in a network that the event was held in that holds every day of the event's
// date; a beginning or end that is not given is no bound, and a spell or an event with a question mark holds
// nothing for certain. outsiders certainly were no members: they have no spell there that can hold any day of the
// date. perhaps_outsiders have one, but none that holds all. Where no membership of any of its networks is told,
// nobody is called either. asked_by are the event's initiators; where there is none, those there who were or may
// have been members. elsewhere are those there who are not members as told and work for other organisations than
// those who asked: they have an employer that the days allow, those who asked have one too, and none is the same.
// None of the three names those who asked. organisations are the employers of all whom they name.
//
// param: network (text, optional) - id or name of a network: only events held in it
// param: kind (one of EvidenceSource|Perspective|Skill, optional) - only what was drawn on of this kind
// returns: date (text), event (text), move (text), networks (list of text), what (text), name (text), item (text),
//     asked_by (list of text), asked_as (one of initiator|member), outsiders (list of text),
//     perhaps_outsiders (list of text), elsewhere (list of text), organisations (list of text)
// evidence: accounts
// key: event, item
// example:
CALL () {
  MATCH (n:Network)<-[m:MEMBER_OF]-(:Actor) WHERE size(m.accounts) > 0
  RETURN collect(DISTINCT n.id) AS with_members
}
CALL () {
  MATCH (e:Event {move: 'reach_out'}) WHERE e.stands
  OPTIONAL MATCH (e)-[d:DREW_ON]->(x:KnowledgeItem) WHERE size(d.accounts) > 0
  RETURN e, x, d
  UNION ALL
  MATCH (x:EvidenceSource|Perspective|Skill)<-[d:DREW_ON]-(e:Event)
  WHERE e.stands AND e.move <> 'reach_out' AND size(d.accounts) > 0
  RETURN e, x, d
}
WITH with_members, e, x, d.accounts AS told, [l IN labels(x) WHERE l <> 'KnowledgeItem'][0] AS what
WHERE $kind IS NULL OR what = $kind
WITH with_members, e, collect({item: x.id, name: x.name, what: what, told: coalesce(told, [])}) AS sought
OPTIONAL MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
WITH e, sought, collect(h.accounts) AS held, collect(n.id) AS ids, collect(n.name) AS networks,
     sum(CASE WHEN n.id IN with_members THEN 1 ELSE 0 END) AS known,
     sum(CASE WHEN $network IN [n.id, n.name] THEN 1 ELSE 0 END) AS named
WHERE $network IS NULL OR named > 0
CALL (e, ids, known) {
  MATCH (e)<-[w:TOOK_PART]-(p:Actor) WHERE size(w.accounts) > 0
  WITH e, known, w, p,
       [(p)-[m:MEMBER_OF]->(n:Network) WHERE n.id IN ids AND size(m.accounts) > 0 AND coalesce(m.begins_earliest <= e.latest, true)
                                         AND coalesce(e.earliest <= m.ends_latest, true) |
        {told: m.accounts, holds: coalesce(m.begins_latest <= e.earliest, m.begins IS NULL)
           AND coalesce(e.latest <= m.ends_earliest, m.ends IS NULL) AND coalesce(e.date_certain, true)
           AND size([d IN [m.begins, m.ends] WHERE d CONTAINS '?' OR d CONTAINS '%']) = 0}] AS spells,
       [(p)-[k:WORKS_FOR]->(o:Organisation) WHERE size(k.accounts) > 0 AND coalesce(k.begins_earliest <= e.latest, true)
                                              AND coalesce(e.earliest <= k.ends_latest, true) |
        {id: o.id, name: o.name, told: k.accounts}] AS posts
  RETURN collect({id: p.id, name: p.name, asks: w.role = 'initiator', posts: posts,
                  member: CASE WHEN size([s IN spells WHERE s.holds]) > 0 THEN 2 WHEN size(spells) > 0 THEN 1 ELSE 0 END,
                  told: reduce(all_of = w.accounts, s IN spells | all_of + s.told),
                  employed: reduce(all_of = [], k IN posts | all_of + k.told)}) AS there
}
WITH e, sought, held, networks, known, there, size([p IN there WHERE p.asks]) > 0 AS begun
WITH e, sought, held, networks, known, there, begun, [p IN there WHERE p.asks OR (NOT begun AND p.member > 0)] AS asking,
     [p IN there WHERE NOT p.asks AND (begun OR p.member = 0) AND p.member < 2] AS others
WITH e, sought, held, networks, known, there, begun, asking, others,
     reduce(all_of = [], p IN asking | all_of + [k IN p.posts | k.id]) AS own
WITH e, sought, held, networks, there, begun, asking, others, [p IN others WHERE known > 0 AND p.member = 0] AS outsiders,
     [p IN others WHERE known > 0 AND p.member = 1] AS perhaps_outsiders,
     [p IN others WHERE size(own) > 0 AND size(p.posts) > 0 AND none(k IN p.posts WHERE k.id IN own)] AS elsewhere
WITH e, sought, held, networks, there, begun, asking, outsiders, perhaps_outsiders, elsewhere,
     CASE WHEN size(outsiders) + size(perhaps_outsiders) > 0
          THEN outsiders + perhaps_outsiders + [p IN elsewhere WHERE NOT p.id IN [q IN outsiders + perhaps_outsiders | q.id]]
          ELSE elsewhere END AS found
WHERE e.move = 'reach_out' OR size(found) > 0
UNWIND sought AS s
RETURN e.date AS date, e.id AS event, e.move AS move, networks, s.what AS what, s.name AS name, s.item AS item,
       [p IN asking | p.name] AS asked_by, CASE WHEN begun THEN 'initiator' WHEN size(asking) > 0 THEN 'member' END AS asked_as,
       [p IN outsiders | p.name] AS outsiders, [p IN perhaps_outsiders | p.name] AS perhaps_outsiders,
       [p IN elsewhere | p.name] AS elsewhere,
       reduce(names = [], k IN reduce(all_of = [], p IN found | all_of + p.posts) |
              CASE WHEN k.name IN names THEN names ELSE names + k.name END) AS organisations,
       [s.told] + held + [p IN there | p.told] + [p IN found + asking | p.employed] AS accounts
ORDER BY e.earliest, event, item
