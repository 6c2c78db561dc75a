// Whom an idea can have reached, and when first
//
// Everyone who took part in an event that the idea can have reached, under its own name or one that builds on it,
// with the first such event: from anywhere, or onward from one event or from what one person, post or group did.
// Reached means that they were there, not that they took it up. Whom it reached at events that nobody told of is not
// known, and an event without a date comes last. times counts all such events at which they were, the start's own
// among them. The accounts are those of that event and of the last step to it; trace/between shows the whole way from
// a start.
//
// param: idea (text) - id or name of an idea, or of anything else that is shared
// param: start (text, optional) - id of an event, or id or name of an actor, from which to follow it
// param: until (date, optional) - leave out what happened after this day
// returns: name (text), actor (text), kind (text), date (text), event (text), networks (list of text), times (int)
// evidence: accounts
// key: actor
// method: time-respecting paths (Holme and Saramäki 2012)
// example: idea=nine-oclock-call start=har-08
MATCH (x:KnowledgeItem) WHERE x.id = $idea OR x.name = $idea
CALL (x) {
  MATCH (x)<-[d:CONCERNS|DREW_ON|PRODUCED]-(t:Event)
  WHERE $start IS NULL AND t.stands AND size(d.accounts) > 0
  RETURN t
  UNION ALL
  MATCH (x)<-[:CONCERNS|DREW_ON|PRODUCED]-(:Event)-[l:LEADS_TO {item: x.id}]->(t:Event)
  WHERE $start IS NULL AND l.becomes IS NOT NULL
  RETURN t
  UNION ALL
  MATCH (t:Event {id: $start})-[d:CONCERNS|DREW_ON|PRODUCED]->(x) WHERE t.stands AND size(d.accounts) > 0
  RETURN t
  UNION ALL
  MATCH (p:Actor) WHERE $start IN [p.id, p.name]
  MATCH (p)-[w:TOOK_PART]->(t:Event)-[d:CONCERNS|DREW_ON|PRODUCED]->(x)
  WHERE t.stands AND size(w.accounts) > 0 AND size(d.accounts) > 0
  RETURN t
  UNION ALL
  CALL (x) {
    MATCH (s:Event {id: $start}) RETURN s
    UNION ALL
    MATCH (p:Actor) WHERE $start IN [p.id, p.name]
    MATCH (p)-[w:TOOK_PART]->(s:Event)-[d:CONCERNS|DREW_ON|PRODUCED]->(x)
    WHERE s.stands AND size(w.accounts) > 0 AND size(d.accounts) > 0
    WITH x, s, size([(s)<-[l:LEADS_TO]-(:Event) WHERE l.item = x.id AND l.via_kind = 'person' AND l.via = p.id | l.item]) AS before
    WHERE before = 0
    RETURN s
  }
  WITH DISTINCT x, s
  CALL (x, s) {
    MATCH (s)-[:LEADS_TO*1..5000 {item: x.id}]->(t:Event) RETURN DISTINCT t
  }
  RETURN t
}
WITH DISTINCT x, t
WITH x, t, [(t)-[l:LEADS_TO]->(u:Event) WHERE l.item = x.id AND ($start IS NOT NULL OR l.becomes IS NOT NULL) |
            {event: u, step: l.accounts}] AS onward
UNWIND [{event: t, step: []}] + onward AS r
WITH r.event AS t, collect(r.step) AS steps
MATCH (t)<-[w:TOOK_PART]-(p:Actor)
WHERE size(w.accounts) > 0 AND ($until IS NULL OR t.earliest IS NULL OR t.earliest <= $until)
WITH p, count(DISTINCT t) AS times,
     collect({event: t, told: steps + [w.accounts], day: coalesce(t.earliest, date('9999-12-31')), id: t.id}) AS seen
WITH p, times, reduce(first = seen[0], c IN seen | CASE WHEN c.day < first.day OR (c.day = first.day AND c.id < first.id)
                                                        THEN c ELSE first END) AS first
WITH p, times, first.event AS e, first.told AS there
WITH e.earliest AS day, p.name AS name, p.id AS actor, p.kind AS kind, e.date AS date, e.id AS event,
     [(e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | n.name] AS networks, times,
     there + [(e)-[h:HELD_IN]->(:Network) | h.accounts] +
     [(e)-[d:CONCERNS|DREW_ON|PRODUCED]->(y:KnowledgeItem) WHERE $idea IN [y.id, y.name] | d.accounts] AS accounts
RETURN name, actor, kind, date, event, networks, times, accounts
ORDER BY day, event, name, actor
