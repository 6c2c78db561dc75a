// How much of each source is coded, and what it was asked about and does not tell
//
// One row for each source. tellings counts its accounts, whatever their stance: those that tell of an event (events
// counts the events) and those that tell of a claim of its own, such as a membership (claims counts these accounts).
// What only notes that the source asked about something, was answered, or documents something is no telling. A source
// without tellings is a row.
//
// quotes counts the tellings with a quote, placed those with a quote and its start and end, which the sheets of
// claims do not have. quoted_chars are the characters of the text that lie between a start and an end, those in
// several quotes counted once; coded_share is quoted_chars of text_length, the characters of the whole text, to three
// places. Without a text there is no text_length, and no share.
//
// asked counts the items and networks that the source was asked about (ASKED_ABOUT); silent names those of them of
// which it tells nothing: no event in it, in whatever stance, deals with the item (CONCERNS, DREW_ON or PRODUCED) or
// was held in the network or passed to it, and none of its accounts asserts or denies a membership, a setting-up, a
// reporting line, a site, a position, or a link with another item (BUILDS_ON, PART_OF, CONTAINS, CONFLICTS_WITH) of
// it.
//
// param: source (text, optional) - id or name of a source, its title: only this one
// param: kind (one of interview|minutes|document|fieldnotes|survey, optional) - only sources of this kind
// returns: source (text), id (text), kind (text), date (text), tellings (int), events (int), claims (int),
//     coders (list of text), quotes (int), placed (int), quoted_chars (int), text_length (int), coded_share (float),
//     asked (int), silent (list of text)
// evidence: accounts
// key: id
// example: kind=document
MATCH (q:Source) WHERE ($source IS NULL OR $source IN [q.id, q.title]) AND ($kind IS NULL OR q.kind = $kind)
WITH q, [(q)-[k:ASKED_ABOUT|ANSWERED|DOCUMENTED_IN]-() | k.accounts + k.denied_by] AS notes
WITH q, reduce(ids = [], some IN notes | ids + some) AS bare
CALL (q, bare) {
  MATCH (q)<-[:IN]-(a:Account) WHERE NOT a.id IN bare
  OPTIONAL MATCH (a)-[:REPORTS]->(e:Event)
  WITH a, e, CASE WHEN a.quote IS NOT NULL AND a.start < a.end THEN [a.start, a.end] END AS place
  RETURN collect(a.id) AS ids, count(DISTINCT e) AS events, collect(DISTINCT e) AS told_of,
         sum(CASE WHEN e IS NULL THEN 1 ELSE 0 END) AS claims, collect(DISTINCT a.coder) AS coders, count(a.quote) AS quotes,
         count(place) AS placed, collect(DISTINCT place) AS places, collect(DISTINCT place[0]) AS starts, collect(DISTINCT place[1]) AS ends
}
CALL (told_of) {
  UNWIND told_of AS e
  MATCH (e)-[:CONCERNS|DREW_ON|PRODUCED|HELD_IN|PASSED_TO]->(x)
  RETURN collect(DISTINCT x.id) AS dealt
}
CALL (q, ids, dealt) {
  MATCH (q)-[k:ASKED_ABOUT]->(x) WHERE size(k.accounts) > 0
  WITH x, k, ids, x.id IN dealt AS told,
       [(x)-[r:MEMBER_OF|SET_UP_BY|REPORTS_TO|IN_SITE|TOOK_POSITION|BUILDS_ON|PART_OF|CONTAINS|CONFLICTS_WITH]-() |
        r.accounts + r.denied_by] AS claims
  RETURN count(x) AS asked, collect(k.accounts) AS asking,
         collect(DISTINCT CASE WHEN told OR any(some IN claims WHERE any(id IN some WHERE id IN ids)) THEN null ELSE x.name END) AS silent
}
WITH q, ids, events, claims, coders, quotes, placed, asked, asking, silent,
     reduce(n = 0, t IN ends | CASE WHEN any(r IN places WHERE r[0] <= t AND t < r[1]) THEN n ELSE n + t END) -
     reduce(n = 0, t IN starts | CASE WHEN any(r IN places WHERE r[0] < t AND t <= r[1]) THEN n ELSE n + t END) AS quoted_chars
RETURN q.title AS source, q.id AS id, q.kind AS kind, q.date AS date, size(ids) AS tellings, events, claims, coders, quotes,
       placed, quoted_chars, q.text_length AS text_length,
       CASE WHEN q.text_length > 0 THEN round(1.0 * quoted_chars / q.text_length, 3) END AS coded_share, asked, silent,
       ids + asking AS accounts
ORDER BY kind, source, id
