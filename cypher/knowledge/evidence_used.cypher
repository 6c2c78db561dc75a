// Evidence by kind, and what it changed
//
// Each evidence source and each event that drew on it: in which networks, what people did there (move), what the
// event produced, what came of it (outcome), and which programmes it dealt with (concerns, drew on or produced).
// taken_up are the events with the moves adopt and adapt to which something that it produced can have been carried,
// in one step or more, each certainly later (LEADS_TO with what was produced). What was produced is followed into a
// thing that builds on it, such as a newer name, one step only: to the event with the newer thing, and not on from
// there. perhaps_taken_up are those that are not among them, and to which the last step is one of which the order is
// only possible (MAY_LEAD_TO with what was produced), from the event itself or from one that it leads to. documents
// are the sources in which the evidence itself is described. Evidence that no event drew on is a row without an
// event. The accounts are those of the event and of the last steps to where it was taken up; trace/between shows the
// whole way.
//
// param: kind (one of routine_data|contract_monitoring|research|peer_intelligence|other, optional) - only evidence of
//     this kind
// returns: kind (text), name (text), item (text), documents (list of text), date (text), event (text), move (text),
//     networks (list of text), produced (list of text), outcome (text), programmes (list of text),
//     taken_up (list of text), perhaps_taken_up (list of text)
// evidence: accounts
// key: item, event
// example: kind=routine_data
MATCH (x:EvidenceSource) WHERE $kind IS NULL OR x.kind = $kind
CALL (x) {
  MATCH (x)<-[d:DREW_ON]-(e:Event) WHERE e.stands AND size(d.accounts) > 0
  WITH e, d, [(e)-[q:PRODUCED]->(y:KnowledgeItem) WHERE size(q.accounts) > 0 | {id: y.id, name: y.name, told: q.accounts}] AS made
  CALL (e, made) {
    UNWIND made AS y
    CALL (e, y) {
      MATCH (e)-[:LEADS_TO*1..5000 {item: y.id}]->(f:Event) RETURN DISTINCT f
      UNION ALL
      RETURN e AS f
    }
    RETURN collect({sure: [(f)-[l:LEADS_TO]->(g:Event) WHERE l.item = y.id AND g.move IN ['adopt', 'adapt'] |
                           {id: g.id, told: l.accounts}],
                    open: [(f)-[l:MAY_LEAD_TO]->(g:Event) WHERE l.item = y.id AND g.move IN ['adopt', 'adapt'] |
                           {id: g.id, told: l.accounts}]}) AS reached
  }
  WITH e, d, made, reduce(all_of = [], r IN reached | all_of + r.sure) AS sure,
       reduce(all_of = [], r IN reached | all_of + r.open) AS open
  WITH e, d, made, sure, [o IN open WHERE NOT o.id IN [s IN sure | s.id]] AS open
  RETURN e, [y IN made | y.name] AS produced,
         [(e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | n.name] AS networks,
         [(e)-[c:CONCERNS|DREW_ON|PRODUCED]->(g:Programme) WHERE size(c.accounts) > 0 | g.name] AS programmes,
         reduce(ids = [], s IN sure | CASE WHEN s.id IN ids THEN ids ELSE ids + s.id END) AS taken_up,
         reduce(ids = [], o IN open | CASE WHEN o.id IN ids THEN ids ELSE ids + o.id END) AS perhaps_taken_up,
         [d.accounts] + [y IN made | y.told] + [s IN sure | s.told] + [o IN open | o.told] +
         [(e)-[h:HELD_IN]->(:Network) | h.accounts] +
         [(e)-[c:CONCERNS|DREW_ON]->(:Programme) | c.accounts] AS accounts
  UNION ALL
  WITH x WHERE NOT EXISTS { MATCH (x)<-[d:DREW_ON]-(e:Event) WHERE e.stands AND size(d.accounts) > 0 }
  RETURN null AS e, [] AS produced, [] AS networks, [] AS programmes, [] AS taken_up, [] AS perhaps_taken_up, [] AS accounts
}
RETURN x.kind AS kind, x.name AS name, x.id AS item, [(x)-[:DOCUMENTED_IN]->(s:Source) | s.title] AS documents, e.date AS date,
       e.id AS event, e.move AS move, networks, produced, e.outcome AS outcome, programmes, taken_up, perhaps_taken_up, accounts
ORDER BY kind, name, item, e.earliest, event
