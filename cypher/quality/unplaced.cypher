// Events of which the coding does not say where, who or about what
//
// Each event that stands and lacks something that most questions ask of: missing lists network (it was held in none),
// site (it is not said to be in one, nor is any network it was held in; only in a study that has sites), participants
// (nobody took part) and item (it deals with none: no CONCERNS, DREW_ON or PRODUCED). What is only denied is missing
// as well, and only_denied repeats those of the missing that somebody was said to have and another denies. told_in
// names the sources that tell of the event, to be read again.
//
// param: lacking (one of network|site|participants|item, optional) - only events that lack this
// returns: date (text), event (text), move (text), summary (text), missing (list of text), only_denied (list of text),
//     told_in (list of text)
// evidence: accounts
// key: event
// example:
CALL () {
  MATCH (s:Site)
  RETURN count(s) AS sites
}
MATCH (e:Event) WHERE e.stands
WITH e, size([(e)-[h:HELD_IN]->(:Network) WHERE size(h.accounts) > 0 | 1]) = 0 AS no_network,
     size([(e)<-[t:TOOK_PART]-(:Actor) WHERE size(t.accounts) > 0 | 1]) = 0 AS nobody,
     size([(e)-[d:CONCERNS|DREW_ON|PRODUCED]->(:KnowledgeItem) WHERE size(d.accounts) > 0 | 1]) = 0 AS no_item,
     sites > 0 AND size([(e)-[i:IN_SITE]->(:Site) WHERE size(i.accounts) > 0 | 1]) = 0
       AND size([(e)-[h:HELD_IN]->(:Network)-[i:IN_SITE]->(:Site) WHERE size(h.accounts) > 0 AND size(i.accounts) > 0 | 1]) = 0 AS no_site
WHERE CASE $lacking WHEN 'network' THEN no_network WHEN 'site' THEN no_site WHEN 'participants' THEN nobody
                    WHEN 'item' THEN no_item ELSE no_network OR no_site OR nobody OR no_item END
WITH e, CASE WHEN no_network THEN [{what: 'network', denied: [(e)-[h:HELD_IN]->(:Network) | h.denied_by]}] ELSE [] END +
        CASE WHEN no_site THEN [{what: 'site', denied: [(e)-[i:IN_SITE]->(:Site) | i.denied_by] +
          [(e)-[h:HELD_IN]->(:Network)-[i:IN_SITE]->(:Site) WHERE size(h.accounts) > 0 | i.denied_by]}] ELSE [] END +
        CASE WHEN nobody THEN [{what: 'participants', denied: [(e)<-[t:TOOK_PART]-(:Actor) | t.denied_by]}] ELSE [] END +
        CASE WHEN no_item THEN [{what: 'item', denied: [(e)-[d:CONCERNS|DREW_ON|PRODUCED]->(:KnowledgeItem) | d.denied_by]}]
        ELSE [] END AS lacks
CALL (e) {
  MATCH (e)<-[:REPORTS]-(a:Account)-[:IN]->(q:Source) WHERE a.stance <> 'denies'
  RETURN collect(DISTINCT q.title) AS told_in, collect(a.id) AS told
}
RETURN e.date AS date, e.id AS event, e.move AS move, e.summary AS summary, [l IN lacks | l.what] AS missing,
       [l IN lacks WHERE size(l.denied) > 0 | l.what] AS only_denied, told_in,
       reduce(all_of = [told], l IN lacks | all_of + l.denied) AS accounts
ORDER BY coalesce(e.earliest, date('9999-12-31')), event
