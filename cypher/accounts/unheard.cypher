// Who is never heard
//
// Actors who took part in an event and gave no account: nobody coded a source, or one account in a source, as given
// by them. And each network and each organisation none of whose people gave one. The people of a network are its
// members and those who took part in events held in it; those of an organisation are all who work or worked for it.
// Where no people are known, neither is here. What others say of them is all there is. Minutes and papers for which
// nobody is coded as giving them are nobody's account, so that in a study of nothing else nobody is heard.
//
// events is how many events the actor took part in; how many were held in the network; in how many some of the
// organisation's people took part, whenever that was. networks are those in which these events were held,
// organisations those for which the people work or worked. asked is how many of the people a survey asked, no_answer
// how many of these answered none of those they were asked; who answered a survey, and gave nothing else, is not
// heard. Whom the study asked to be interviewed, and who refused, is not known here. people of an actor is the actor
// alone; kind of an organisation is its sector.
//
// param: least (int, default 1) - leave out what has fewer events; actors with none are never listed
// returns: what (one of actor|network|organisation), name (text), id (text), kind (text), events (int),
//     networks (list of text), organisations (list of text), people (list of text), asked (int), no_answer (int)
// evidence: accounts
// key: what, id
// example:
CALL () {
  MATCH (p:Actor) WHERE NOT EXISTS { MATCH (p)<-[:GIVEN_BY]-(:Source|Account) }
  MATCH (p)-[t:TOOK_PART]->(e:Event) WHERE e.stands AND size(t.accounts) > 0
  WITH p, collect(e) AS events, collect(t.accounts) AS told
  RETURN 'actor' AS what, p AS x, p.kind AS kind, [p] AS people, events, told
  UNION ALL
  MATCH (n:Network)
  WHERE NOT EXISTS { MATCH (n)<-[m:MEMBER_OF]-(:Actor)<-[:GIVEN_BY]-(:Source|Account) WHERE size(m.accounts) > 0 }
    AND NOT EXISTS { MATCH (n)<-[h:HELD_IN]-(e:Event)<-[t:TOOK_PART]-(:Actor)<-[:GIVEN_BY]-(:Source|Account)
                     WHERE e.stands AND size(h.accounts) > 0 AND size(t.accounts) > 0 }
  CALL (n) {
    MATCH (n)<-[m:MEMBER_OF]-(p:Actor) WHERE size(m.accounts) > 0
    RETURN collect(DISTINCT p) AS members, collect(m.accounts) AS joined
  }
  CALL (n) {
    MATCH (n)<-[h:HELD_IN]-(e:Event) WHERE e.stands AND size(h.accounts) > 0
    RETURN collect(e) AS events, collect(h.accounts) AS held
  }
  CALL (events) {
    UNWIND events AS e
    MATCH (e)<-[t:TOOK_PART]-(p:Actor) WHERE size(t.accounts) > 0
    RETURN collect(DISTINCT p) AS others, collect(t.accounts) AS took
  }
  RETURN 'network' AS what, n AS x, n.kind AS kind, members + [p IN others WHERE NOT p IN members] AS people, events,
         joined + held + took AS told
  UNION ALL
  MATCH (o:Organisation)
  WHERE NOT EXISTS { MATCH (o)<-[w:WORKS_FOR]-(:Actor)<-[:GIVEN_BY]-(:Source|Account) WHERE size(w.accounts) > 0 }
  MATCH (o)<-[w:WORKS_FOR]-(p:Actor) WHERE size(w.accounts) > 0
  WITH o, collect(DISTINCT p) AS people, collect(w.accounts) AS worked
  CALL (people) {
    UNWIND people AS p
    MATCH (p)-[t:TOOK_PART]->(e:Event) WHERE e.stands AND size(t.accounts) > 0
    RETURN collect(DISTINCT e) AS events, collect(t.accounts) AS took
  }
  RETURN 'organisation' AS what, o AS x, o.sector AS kind, people, events, worked + took AS told
}
WITH what, x, kind, people, events, told WHERE size(events) >= $least AND size(people) > 0
CALL (events) {
  UNWIND events AS e
  MATCH (e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0
  RETURN collect(DISTINCT n.name) AS networks, collect(h.accounts) AS held
}
CALL (people) {
  UNWIND people AS p
  MATCH (p)-[w:WORKS_FOR]->(o:Organisation) WHERE size(w.accounts) > 0
  RETURN collect(DISTINCT o.name) AS organisations, collect(w.accounts) AS worked
}
CALL (people) {
  UNWIND people AS p
  MATCH (p)-[a:ANSWERED]->(:Source)
  WITH p, sum(CASE WHEN a.responded THEN 1 ELSE 0 END) AS answers
  RETURN count(p) AS asked, sum(CASE answers WHEN 0 THEN 1 ELSE 0 END) AS no_answer
}
RETURN what, x.name AS name, x.id AS id, kind, size(events) AS events, networks, organisations, [p IN people | p.name] AS people,
       asked, no_answer, told + held + worked AS accounts
ORDER BY what, events DESC, name, id
