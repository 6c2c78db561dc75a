// What was built on routines and discourses, where, and who had dealt with the older before
//
// Each claim that something builds on, adapts, renames or merges something older (how), with the event at which it
// did, where anybody names it and it stands: in which networks, of which kinds, and who was there. Of those,
// had_dealt are they who certainly had dealt with the older one before: they took part in another event that deals
// with it (concerns it, drew on it or produced it) and that was over before this one can have begun (both dates
// certain), or after which this one is stated to have come, or that leads to this one by them with the older one
// (LEADS_TO, which knows stated orders of more than one step). perhaps_dealt are those who are not among them and
// took part in such an event that can have come before: it did not certainly begin after this one was over, and
// nobody says that it came after. new_to_it are the others there.
//
// param: kind (one of Routine|Discourse|Idea|Programme|Perspective|Skill|EvidenceSource|any, optional) - what the newer or
//     the older is; without it a routine or a discourse
// returns: newer (text), newer_id (text), newer_kind (text), how (one of builds_on|adapts|renames|merges), older (text),
//     older_id (text), older_kind (text), date (text), event (text), move (text), networks (list of text),
//     network_kinds (list of text), who (list of text), had_dealt (list of text), perhaps_dealt (list of text),
//     new_to_it (list of text)
// evidence: accounts
// key: newer_id, how, older_id, event
// example: kind=any
MATCH (y:KnowledgeItem)-[b:BUILDS_ON]->(x:KnowledgeItem) WHERE size(b.accounts) > 0
WITH y, x, b, [l IN labels(y) WHERE l <> 'KnowledgeItem'][0] AS newer_kind,
     [l IN labels(x) WHERE l <> 'KnowledgeItem'][0] AS older_kind
WHERE $kind = 'any' OR newer_kind = $kind OR older_kind = $kind
   OR ($kind IS NULL AND (newer_kind IN ['Routine', 'Discourse'] OR older_kind IN ['Routine', 'Discourse']))
CALL (y, x, b) {
  WITH y, x, b WHERE b.event IS NOT NULL  // looked for without an id, every event would be read
  MATCH (e:Event {id: b.event}) WHERE e.stands
  CALL (e, y, x) {
    MATCH (e)<-[w:TOOK_PART]-(p:Actor) WHERE size(w.accounts) > 0
    OPTIONAL MATCH (p)-[t:TOOK_PART]->(f:Event)-[d:CONCERNS|DREW_ON|PRODUCED]->(x)
    WHERE f.id <> e.id AND f.stands AND size(t.accounts) > 0 AND size(d.accounts) > 0
    WITH e, y, x, w, p, f, t, d, coalesce(f.latest < e.earliest AND f.date_certain AND e.date_certain, false) AS over,
         coalesce(f.earliest > e.latest AND f.date_certain AND e.date_certain, false)
           OR EXISTS { MATCH (f)-[r:AFTER]->(e) WHERE size(r.accounts) > 0 } AS after
    WITH w, p, f, t, d, over, after, CASE WHEN over OR f IS NULL THEN [] ELSE
           [(e)-[r:AFTER]->(f) WHERE size(r.accounts) > 0 | r.accounts] +
           [(f)-[l:LEADS_TO]->(e) WHERE l.item = x.id AND l.via_kind = 'person' AND l.via = p.id
                                    AND coalesce(l.becomes, y.id) = y.id | l.accounts] END AS stated
    WITH w, p, CASE WHEN over OR size(stated) > 0 THEN 2 WHEN f IS NULL OR after THEN 0 ELSE 1 END AS sure,
         coalesce(t.accounts, []) + coalesce(d.accounts, []) + reduce(all_of = [], some IN stated | all_of + some) AS told
    WITH p, w.accounts AS present, max(sure) AS knew, collect(CASE WHEN sure > 0 THEN told END) AS told
    RETURN collect({name: p.name, knew: knew, told: reduce(all_of = present, some IN told | all_of + some)}) AS there
  }
  RETURN collect({event: e, there: there, held: [(e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 |
                                                 {name: n.name, kind: n.kind, told: h.accounts}]}) AS seen
}
WITH y, x, b, newer_kind, older_kind, CASE WHEN size(seen) > 0 THEN seen[0].event END AS e,
     CASE WHEN size(seen) > 0 THEN seen[0].there ELSE [] END AS there,
     CASE WHEN size(seen) > 0 THEN seen[0].held ELSE [] END AS held
RETURN y.name AS newer, y.id AS newer_id, newer_kind, b.kind AS how, x.name AS older, x.id AS older_id, older_kind,
       e.date AS date, e.id AS event, e.move AS move, [h IN held | h.name] AS networks,
       reduce(kinds = [], h IN held | CASE WHEN h.kind IN kinds THEN kinds ELSE kinds + h.kind END) AS network_kinds,
       [p IN there | p.name] AS who, [p IN there WHERE p.knew = 2 | p.name] AS had_dealt,
       [p IN there WHERE p.knew = 1 | p.name] AS perhaps_dealt, [p IN there WHERE p.knew = 0 | p.name] AS new_to_it,
       [b.accounts] + [p IN there | p.told] + [h IN held | h.told] AS accounts
ORDER BY e.earliest, newer_id, older_id, how, event
