"""What a narrative leaves out because it rests on sources of controlled access alone.

Without their accounts a narrative is as if these had not been coded: it has neither what they say nor who denies what,
and nothing that no other account bears. What several accounts bear stays, without those.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

_HIDDEN = """
MATCH (s:Source)<-[:IN]-(a:Account) WHERE s.access = 'controlled'
OPTIONAL MATCH (a)-[:REPORTS]->(e:Event)
RETURN a.id AS account, e.id AS event
"""
_REPORTED = """
UNWIND $ids AS wanted
MATCH (e:Event {id: wanted})<-[:REPORTS]-(a:Account)
RETURN e.id AS event, a.id AS account, a.stance AS stance
"""
_RESTING = """
MATCH (a:Event|Actor|KnowledgeItem)
      -[r:TOOK_PART|HELD_IN|PASSED_TO|CONCERNS|DREW_ON|PRODUCED|AFTER|TOOK_FROM|CONTAINS|PART_OF|BUILDS_ON]->(b)
WHERE size(r.accounts) > 0 AND r.accounts[0] IN $hidden
RETURN type(r) AS type, a.id AS start, b.id AS end, r.accounts AS accounts
"""
_STANDS = ("asserts", "hearsay")

Ask = Callable[..., list[Mapping[str, Any]]]
"""Asks for the rows of a query, as Facts does."""


class Veil:
    """What is behind the veil: accounts, events that no other account bears, and what else rests on those alone."""

    def __init__(self, ask: Ask, *, lifted: bool) -> None:
        self.is_down = not lifted
        rows = [] if lifted else ask(_HIDDEN)
        self.accounts = frozenset(str(row["account"]) for row in rows)
        self.of_event = Counter(str(row["event"]) for row in rows if row["event"] is not None)
        """How many of the accounts tell of each event, or deny it."""
        self.events = self._only_there(ask(_REPORTED, self.of_event.keys())) if self.of_event else frozenset()
        self._pairs: dict[frozenset[str], set[str]] = defaultdict(set)
        resting = ask(_RESTING, hidden=sorted(self.accounts)) if self.accounts else []
        for row in resting:
            if self.accounts.issuperset(row["accounts"]):
                self._pairs[frozenset((row["start"], row["end"]))].add(row["type"])
        self._places = {row["start"] for row in resting if row["type"] == "HELD_IN"}

    def _only_there(self, rows: Iterable[Mapping[str, Any]]) -> frozenset[str]:
        """The events that no other account bears; of those that are only denied, those that no other denies."""
        told: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for row in rows:
            told[row["event"]].append((row["account"], row["stance"] in _STANDS))
        return frozenset(
            event
            for event, accounts in told.items()
            if self.accounts.issuperset([id for id, stands in accounts if stands] or [id for id, _ in accounts])
        )

    def seen(self, row: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """A row, its ``accounts`` and ``denied_by`` without those behind the veil; None if it rests on them alone."""
        lists = {name: [id for id in row[name] or () if id not in self.accounts] for name in ("accounts", "denied_by")}
        borne = "accounts" if row["accounts"] else "denied_by"
        return None if row[borne] and not lists[borne] else {**row, **lists}

    def hides(self, one: str | None, other: str | None, *types: str) -> bool:
        """Whether something between two things, of one of some types if any are given, is behind the veil."""
        if one is None or other is None:
            return False
        found = self._pairs.get(frozenset((one, other)), set())
        return bool(found.intersection(types) if types else found)

    def hides_step(self, start: str, end: str, item: str, becomes: str | None, via: str | None, kind: str) -> bool:
        """Whether a step from one event to another rests on anything behind the veil.

        Where two relationships would each make the step, one behind the veil is enough: rather too little is shown.
        """
        if self.events & {start, end} or self.hides(start, end, "AFTER", *(["TOOK_FROM"] if kind == "stated" else [])):
            return True
        things = (item, becomes, via)
        of_events = any(self.hides(event, thing) for event in (start, end) for thing in things)
        return of_events or any(self.hides(*pair) for pair in ((item, becomes), (item, via), (becomes, via)))

    def hides_place(self, event: str) -> bool:
        """Whether a network in which an event was held is behind the veil."""
        return event in self._places
