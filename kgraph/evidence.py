"""The passages behind an answer: what was said, where, by whom, who coded it, and who denies it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from kgraph.engines import Engine
from kgraph.wording import PARTS

_CHUNK = 1_000  # ids in one query: well under what either engine takes, and still one round trip for most answers

_PASSAGES = """
UNWIND $ids AS wanted
MATCH (a:Account {id: wanted})
OPTIONAL MATCH (a)-[:IN]->(s:Source)
OPTIONAL MATCH (a)-[:REPORTS]->(e:Event)
RETURN a.id AS account, a.stance AS stance, a.certainty AS certainty, a.coder AS coder, e.id AS event,
       s.id AS source_id, s.title AS source, s.kind AS kind, s.date AS date, s.earliest AS earliest,
       a.locator AS locator, a.quote AS quote, a.paraphrase AS paraphrase,
       [(a)-[:GIVEN_BY]->(p:Actor) | p.name] AS given, [(s)-[:GIVEN_BY]->(q:Actor) | q.name] AS speakers,
       a.date_said AS date_said, s.access AS access, s.url AS url
"""
_DENIED_EVENTS = """
UNWIND $ids AS wanted
MATCH (a:Account {id: wanted})-[:REPORTS]->(e:Event)<-[:REPORTS]-(d:Account)
WHERE d.stance = 'denies' AND a.stance <> 'denies'
RETURN a.id AS account, collect(DISTINCT d.id) AS denied_by
"""
_DENIED_PARTS = """
UNWIND $ids AS wanted
MATCH (a:Account {id: wanted})-[:REPORTS]->(e:Event)
MATCH (e)-[r:TOOK_PART|HELD_IN|PASSED_TO|IN_SITE|CONCERNS|DREW_ON|PRODUCED|MET|OVERCAME|AFTER|TOOK_FROM]-()
WHERE size(r.denied_by) > 0 AND a.id IN r.accounts
RETURN a.id AS account, r.denied_by AS denied_by
"""
_DENIED_CLAIMS = """
MATCH (:Actor|Organisation|Network|KnowledgeItem)
      -[r:WORKS_FOR|MEMBER_OF|SET_UP_BY|REPORTS_TO|IN_SITE|TOOK_POSITION|BUILDS_ON|PART_OF|CONTAINS|CONFLICTS_WITH|NAMED]->()
WHERE size(r.denied_by) > 0
UNWIND r.accounts AS account
WITH account, r.denied_by AS denied_by
WHERE account IN $ids
RETURN account, denied_by
"""
_PARTS_DENIED = """
UNWIND $ids AS wanted
MATCH (a:Account {id: wanted})-[:REPORTS]->(e:Event)
MATCH (e)-[r:TOOK_PART|HELD_IN|PASSED_TO|IN_SITE|CONCERNS|DREW_ON|PRODUCED|MET|OVERCAME|AFTER|TOOK_FROM]-(t)
WHERE wanted IN r.denied_by
RETURN wanted AS account, type(r) AS part, coalesce(t.name, t.id) AS other, r.item AS item
"""
_POSITIONS_DENIED = """
MATCH (p:Actor)-[r:TOOK_POSITION]->(x:KnowledgeItem)
WHERE size(r.denied_by) > 0
UNWIND r.denied_by AS account
WITH account, r.position AS part, coalesce(p.name, p.id) AS other, x.id AS item
WHERE account IN $ids
RETURN account, part, other, item
"""
_ITEMS = "UNWIND $ids AS wanted MATCH (x:KnowledgeItem {id: wanted}) RETURN x.id AS id, coalesce(x.name, x.id) AS name"
_CLAIMS = """
MATCH (s:{starts})-[r:{types}]->(t)
UNWIND coalesce(r.accounts, []) + coalesce(r.denied_by, []) AS account
WITH s, r, t, account
WHERE account IN $ids
RETURN DISTINCT account, coalesce(s.name, s.title, s.id) AS subject, type(r) AS claim,
       coalesce(t.name, t.title, t.id) AS object, account IN coalesce(r.denied_by, []) AS denied
"""


@dataclass(frozen=True, slots=True)
class Passage:
    """One telling, with what a reader needs to find it again. Dates are as the files write them (EDTF)."""

    account: str
    stance: str
    certainty: str | None = None
    coder: str | None = None
    event: str | None = None
    source: str | None = None
    """The source's title."""
    kind: str | None = None
    """What sort of source it is."""
    date: str | None = None
    """The source's date."""
    locator: str | None = None
    quote: str | None = None
    paraphrase: str | None = None
    said_by: tuple[str, ...] = ()
    """Names: of who gave this account, or of the source's speakers where the account names none."""
    date_said: str | None = None
    """When it was said: the account's own date, or the source's."""
    access: str | None = None
    url: str | None = None
    denied_by: tuple[str, ...] = ()
    """The accounts that deny the same event, or something that this account says of it."""
    asserts: tuple[str, ...] = ()
    """What it says that belongs to no event, each as ``Ana Lee MEMBER_OF The Board``."""
    denies: tuple[str, ...] = ()
    """What it denies that belongs to no event."""
    denies_parts: tuple[str, ...] = ()
    """What it denies of the event that it tells of, each as ``that Ana Lee took part``."""


def passages(engine: Engine, account_ids: Iterable[str]) -> list[Passage]:
    """The passages of some accounts: by the source's date, then source, then place in it.

    An id that is no account of the graph has no passage.
    """
    ids = sorted(set(account_ids))
    rows = [
        dict(zip(found.columns, row, strict=True))
        for chunk in _chunks(ids)
        for found in [engine.read(_PASSAGES, {"ids": chunk})]
        for row in found.rows
    ]
    denied = denials(engine, ids)
    claimed = _claims(engine, [row["account"] for row in rows if row["event"] is None])
    parts = _parts(engine, [row["account"] for row in rows if row["event"] is not None and row["stance"] != "denies"])
    made = []
    for row in sorted(rows, key=_order):
        id = row["account"]
        asserts, denies = claimed.get(id, ((), ()))
        passage = replace(_passage(row), denied_by=denied.get(id, ()), denies_parts=parts.get(id, ()))
        made.append(replace(passage, asserts=asserts, denies=denies))
    return made


def explained(engine: Engine, account_ids: Iterable[str]) -> list[Passage]:
    """The passages of some accounts, followed by those of the accounts that deny them."""
    found = passages(engine, account_ids)
    known = {passage.account for passage in found}
    against = {account for passage in found for account in passage.denied_by} - known
    return found + (passages(engine, against) if against else [])


def denials(engine: Engine, account_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each account that is denied, the ids of the accounts that deny it.

    An account is denied by those that deny the event it reports, and by those that deny one relationship it asserts.
    """
    ids = sorted(set(account_ids))
    made: dict[str, set[str]] = {}
    for chunk in _chunks(ids):
        for query in (_DENIED_EVENTS, _DENIED_PARTS, _DENIED_CLAIMS):
            for account, denied_by in engine.read(query, {"ids": chunk}).rows:
                made.setdefault(account, set()).update(denied_by)
    return {account: tuple(sorted(against - {account})) for account, against in made.items() if against - {account}}


def _claims(engine: Engine, account_ids: Sequence[str]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """What each of some accounts asserts, and what it denies, that belongs to no event."""
    made: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for chunk in _chunks(account_ids):
        for account, subject, claim, object, denied in sorted(engine.read(_claims_query(), {"ids": chunk}).rows):
            asserts, denies = made.get(account, ((), ()))
            said = (f"{subject} {claim} {object}",)
            made[account] = (asserts, denies + said) if denied else (asserts + said, denies)
    return made


def _parts(engine: Engine, account_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What each of some accounts denies of the event that it tells of, in words."""
    rows = sorted(
        {
            tuple(row)
            for chunk in _chunks(account_ids)
            for query in (_PARTS_DENIED, _POSITIONS_DENIED)
            for row in engine.read(query, {"ids": chunk}).rows
        },
        key=lambda row: (row[0], [*PARTS].index(row[1]), row[2], row[3] or ""),
    )
    items = sorted({item for *_, item in rows if item})
    names = dict(engine.read(_ITEMS, {"ids": items}).rows) if items else {}
    made: dict[str, tuple[str, ...]] = {}
    for account, part, other, item in rows:
        words = PARTS[part].format(other=other, detail=names.get(item, item))
        made[account] = (*made.get(account, ()), words)
    return made


@cache
def _claims_query() -> str:
    """The query for what accounts say besides events: of every relationship that has accounts of its own."""
    from kgraph.vocabulary import RELATIONS, ends  # late: most answers rest on events alone

    kinds = [kind for kind in RELATIONS if kind.evidence in ("claim", "source")]
    starts = dict.fromkeys(label for kind in kinds for label in ends(kind).start_labels)
    return _CLAIMS.format(starts="|".join(starts), types="|".join(dict.fromkeys(kind.type for kind in kinds)))


def _chunks(ids: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _CHUNK):
        yield list(ids[start : start + _CHUNK])


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    day = row["earliest"]
    return (day is None, str(day), row["source_id"] or "", natural(row["locator"] or ""), row["account"])


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key by which texts are sorted as people count: p. 9 before p. 10.

    >>> sorted(["p. 10", "p. 9"], key=natural)
    ['p. 9', 'p. 10']
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    return tuple((0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts)


def _passage(row: dict[str, Any]) -> Passage:
    named = sorted({name for name in (row["given"] or row["speakers"] or []) if name})
    own = {key: row[key] for key in ("account", "stance", "certainty", "coder", "event", "source", "kind", "date",
                                     "locator", "quote", "paraphrase", "access", "url")}  # fmt: skip
    return Passage(**own, said_by=tuple(named), date_said=row["date_said"] or row["date"])
