// What nothing refers to
//
// Each thing that the study names and that no claim of the kind one would expect uses; what is only denied does
// not count: actors who took part in no event that stands, hold no membership or post, gave no source or account
// and are not in the survey (NAMED either way, ANSWERED); ideas and other shared items that no event that stands
// deals with (CONCERNS, DREW_ON or PRODUCED); networks without a member, in which no event that stands was held,
// and to which none was passed; organisations nobody works for; sources without an account of an event or a claim;
// barriers that no event that stands met or overcame; sites in which nothing is said to be.
//
// label is the thing's own: an Idea, a Routine and so on, all of which the parameter takes together as KnowledgeItem.
// lacks says what would have kept it off this list. also lists, by type, what refers to it all the same, as a
// BUILDS_ON to an item that no event deals with does; only_denied the types of what is only denied of it.
//
// param: label (one of Actor|KnowledgeItem|Network|Organisation|Source|Barrier|Site, optional) - only these
// returns: label (text), name (text), id (text), lacks (text), also (list of text), only_denied (list of text)
// evidence: accounts
// key: label, id
// example:
CALL () {
  MATCH (z:Actor)
  WHERE size([(z)-[r:TOOK_PART]->(e:Event) WHERE e.stands AND size(r.accounts) > 0 | 1]) = 0
    AND size([(z)-[r:MEMBER_OF|WORKS_FOR|NAMED|ANSWERED]-() WHERE size(r.accounts) > 0 | 1]) = 0
    AND size([(z)<-[:GIVEN_BY]-() | 1]) = 0
  RETURN z, 'event, membership, post, source or survey' AS lacks
  UNION ALL
  MATCH (z:KnowledgeItem)
  WHERE size([(z)<-[r:CONCERNS|DREW_ON|PRODUCED]-(e:Event) WHERE e.stands AND size(r.accounts) > 0 | 1]) = 0
  RETURN z, 'event' AS lacks
  UNION ALL
  MATCH (z:Network)
  WHERE size([(z)<-[r:HELD_IN|PASSED_TO]-(e:Event) WHERE e.stands AND size(r.accounts) > 0 | 1]) = 0
    AND size([(z)<-[r:MEMBER_OF]-(:Actor) WHERE size(r.accounts) > 0 | 1]) = 0
  RETURN z, 'event or member' AS lacks
  UNION ALL
  MATCH (z:Organisation) WHERE size([(z)<-[r:WORKS_FOR]-(:Actor) WHERE size(r.accounts) > 0 | 1]) = 0
  RETURN z, 'anybody who works for it' AS lacks
  UNION ALL
  MATCH (z:Source)
  WITH z, reduce(ids = [], some IN [(z)-[k:ASKED_ABOUT|ANSWERED|DOCUMENTED_IN]-() | k.accounts + k.denied_by] | ids + some) AS bare
  WHERE size([(z)<-[:IN]-(a:Account) WHERE NOT a.id IN bare | 1]) = 0
  RETURN z, 'account of an event or a claim' AS lacks
  UNION ALL
  MATCH (z:Barrier)
  WHERE size([(z)<-[r:MET|OVERCAME]-(e:Event) WHERE e.stands AND size(r.accounts) > 0 | 1]) = 0
  RETURN z, 'event that met or overcame it' AS lacks
  UNION ALL
  MATCH (z:Site) WHERE size([(z)<-[r:IN_SITE]-() WHERE size(r.accounts) > 0 | 1]) = 0
  RETURN z, 'anything in it' AS lacks
}
WITH z, lacks WHERE $label IS NULL OR $label IN labels(z)
CALL (z) {
  OPTIONAL MATCH (z)-[r]-() WHERE NOT type(r) IN ['IN', 'GIVEN_BY']
  RETURN collect(DISTINCT CASE WHEN size(r.accounts) > 0 THEN type(r) END) AS also,
         collect(DISTINCT CASE WHEN size(r.accounts) = 0 THEN type(r) END) AS denied,
         collect(r.accounts) + collect(r.denied_by) AS told
}
RETURN [l IN labels(z) WHERE NOT l IN ['KnowledgeItem', 'StableNetwork', 'FluidNetwork']][0] AS label,
       coalesce(z.name, z.title) AS name, z.id AS id, lacks, also, [t IN denied WHERE NOT t IN also] AS only_denied, told AS accounts
ORDER BY label, name, id
