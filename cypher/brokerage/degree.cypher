// Whom a survey names, and who names whom
//
// One row for each question and wave of a survey and each person concerned in it: whoever was asked, named somebody
// or was named. Asked are those of whom a row of Answered says so, for this wave and for a survey in which somebody
// was named in answer to this question; whoever named somebody was asked and has answered, too. Answered means the
// survey, since nobody writes down who skipped a question.
//
// named_by counts those who named the person, named_by_whom are their names. It is to be read against of_answered,
// how many of all others answered: share is named_by / of_answered. of_asked is how many others were asked; the rest
// of them did not answer, and may have named the person. Both are empty, and share too, where no row of Answered
// tells of the survey.
//
// names counts those whom the person named: 0 is somebody who answered and named nobody. It is empty where that is
// not known, and missing says why: did not answer; not asked (as far as Answered tells); capped, where they named as
// many as the question allowed (max_choices) and may have had more to name. named are the names given, of the capped
// as well.
//
// param: question (text, optional) - only this question, as the survey words it
// param: wave (text, optional) - only this wave of the survey
// param: actor (text, optional) - id or name of an actor: only their row
// returns: question (text), wave (text), name (text), actor (text), named_by (int), of_answered (int), of_asked (int),
//     share (float), names (int), missing (one of did not answer|not asked|capped), named_by_whom (list of text),
//     named (list of text)
// evidence: accounts
// key: question, wave, actor
// method: degree (Freeman 1979); choices limited in number (Holland and Leinhardt 1973)
// example: actor=amin
MATCH (a:Actor)-[n:NAMED]->(b:Actor)
WHERE size(n.accounts) > 0 AND ($question IS NULL OR n.question = $question) AND ($wave IS NULL OR n.wave = $wave)
UNWIND n.accounts AS account
MATCH (:Account {id: account})-[:IN]->(s:Source)
WITH n.wave AS wave, n.question AS question, collect(DISTINCT s) AS surveys
CALL (wave, question, surveys) {
  CALL (wave, question, surveys) {
    UNWIND surveys AS s
    MATCH (s)<-[r:ANSWERED]-(p:Actor) WHERE coalesce(r.wave, '') = coalesce(wave, '')
    RETURN p, 1 AS recorded, CASE WHEN r.responded THEN 1 ELSE 0 END AS answered
    UNION ALL
    MATCH (p:Actor)-[n:NAMED]->(q:Actor)
    WHERE size(n.accounts) > 0 AND coalesce(n.wave, '') = coalesce(wave, '')
      AND coalesce(n.question, '') = coalesce(question, '')
    RETURN p, 0 AS recorded, 1 AS answered
  }
  WITH p, max(recorded) AS recorded, max(answered) AS answered
  RETURN sum(recorded) AS records, count(p) AS all_asked, sum(answered) AS all_answered
}
CALL (wave, question, surveys) {
  UNWIND surveys AS s
  MATCH (s)<-[r:ANSWERED]-(p:Actor) WHERE coalesce(r.wave, '') = coalesce(wave, '')
  RETURN p, 1 AS asked, CASE WHEN r.responded THEN 1 ELSE 0 END AS answered, null AS most, null AS whom, null AS by_whom,
         [] AS told
  UNION ALL
  MATCH (p:Actor)-[n:NAMED]->(q:Actor)
  WHERE size(n.accounts) > 0 AND coalesce(n.wave, '') = coalesce(wave, '')
    AND coalesce(n.question, '') = coalesce(question, '')
  RETURN p, 1 AS asked, 1 AS answered, n.max_choices AS most, q.name AS whom, null AS by_whom, n.accounts AS told
  UNION ALL
  MATCH (q:Actor)-[n:NAMED]->(p:Actor)
  WHERE size(n.accounts) > 0 AND coalesce(n.wave, '') = coalesce(wave, '')
    AND coalesce(n.question, '') = coalesce(question, '')
  RETURN p, 0 AS asked, 0 AS answered, null AS most, null AS whom, q.name AS by_whom, n.accounts AS told
}
WITH wave, question, records, all_asked, all_answered, p, max(asked) AS asked, max(answered) AS answered, max(most) AS most,
     count(whom) AS names, collect(whom) AS named, count(by_whom) AS named_by, collect(by_whom) AS named_by_whom,
     collect(told) AS accounts
WHERE $actor IS NULL OR $actor IN [p.id, p.name]
WITH wave, question, p, names, named, named_by, named_by_whom, accounts,
     CASE WHEN records > 0 THEN all_answered - answered END AS of_answered,
     CASE WHEN records > 0 THEN all_asked - asked END AS of_asked,
     CASE WHEN answered = 1 AND names >= most THEN 'capped' WHEN answered = 1 THEN null
          WHEN asked = 1 THEN 'did not answer' ELSE 'not asked' END AS missing
RETURN question, wave, p.name AS name, p.id AS actor, named_by, of_answered, of_asked,
       CASE WHEN of_answered > 0 THEN toFloat(named_by) / of_answered END AS share,
       CASE WHEN missing IS NULL THEN names END AS names, missing, named_by_whom, named, accounts
ORDER BY question, wave, named_by DESC, name, actor
