"""What a narrative is made of: the subject's events and claims, and all that is told of them, in a dozen queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from kgraph.engines import Engine
from kgraph.evidence import Passage, natural
from kgraph.narrative.veil import Veil

_CHUNK = 1_000  # ids in one query: well under what either engine takes

_LINKS = {
    "KnowledgeItem": "MATCH (:KnowledgeItem {id: $id})<-[r:CONCERNS|DREW_ON|PRODUCED]-(e:Event)",
    "Network": "MATCH (:Network {id: $id})<-[r:HELD_IN|PASSED_TO]-(e:Event)",
    "Actor": "MATCH (:Actor {id: $id})-[r:TOOK_PART]->(e:Event)",
}
_POSITIONS_OF = {
    "KnowledgeItem": "MATCH (:Actor)-[r:TOOK_POSITION]->(:KnowledgeItem {id: $id})",
    "Actor": "MATCH (:Actor {id: $id})-[r:TOOK_POSITION]->(:KnowledgeItem)",
}
_TAKEN = """
MATCH (b:Event)-[r:TOOK_FROM]->(a:Event) WHERE r.item = $id
RETURN [a.id, b.id] AS events, r.accounts AS accounts, r.denied_by AS denied_by
"""
_STEPS = {
    "KnowledgeItem": (
        "MATCH (b:Event {id: wanted})<-[l:LEADS_TO|MAY_LEAD_TO]-(a:Event) WHERE l.item = $id OR l.becomes = $id",
        "MATCH (a:Event {id: wanted})-[l:LEADS_TO]->(b:Event) WHERE l.item = $id AND l.becomes IS NOT NULL",
    ),
    "Network": ("MATCH (b:Event {id: wanted})<-[l:LEADS_TO|MAY_LEAD_TO]-(a:Event)",),
    "Actor": (
        "MATCH (b:Event {id: wanted})<-[l:LEADS_TO|MAY_LEAD_TO]-(a:Event) WHERE l.via = $id AND l.via_kind = 'person'",
    ),
}
_STEP = """
RETURN a.id AS start, b.id AS end, l.item AS item, l.becomes AS becomes, l.via AS via, l.via_kind AS via_kind,
       l.crosses AS crosses, type(l) = 'LEADS_TO' AS certain
"""
_EVENTS = """
UNWIND $ids AS wanted
MATCH (e:Event {id: wanted})
RETURN e.id AS id, e.move AS move, e.summary AS summary, e.date AS date, e.earliest AS earliest, e.latest AS latest,
       e.date_certain AS certain, e.outcome AS outcome, e.conversion AS conversion, e.stands AS stands
"""
_OF_EVENTS = """
UNWIND $ids AS wanted
MATCH (e:Event {id: wanted})
      -[r:HELD_IN|PASSED_TO|IN_SITE|CONCERNS|DREW_ON|PRODUCED|MET|OVERCAME|AFTER|TOOK_FROM]->(t)
RETURN type(r) AS type, e.id AS event, t.id AS other, r.item AS detail, r.accounts AS accounts, r.denied_by AS denied_by
"""
_PARTICIPANTS = """
UNWIND $ids AS wanted
MATCH (e:Event {id: wanted})<-[r:TOOK_PART]-(t:Actor)
RETURN 'TOOK_PART' AS type, e.id AS event, t.id AS other, r.role AS detail, r.accounts AS accounts,
       r.denied_by AS denied_by
"""
_POSITIONS = """
MATCH (t:Actor)-[r:TOOK_POSITION]->(x:KnowledgeItem)
RETURN r.position AS type, r.event AS event, t.id AS other, x.id AS detail, r.accounts AS accounts,
       r.denied_by AS denied_by
"""
_AFTER = """
MATCH (b:Event)-[r:AFTER]->(a:Event) WHERE size(r.accounts) > 0 AND a.stands AND b.stands
RETURN a.id AS earlier, b.id AS later, r.accounts AS accounts, r.denied_by AS denied_by
"""
_ELSEWHERE = """
UNWIND $ids AS wanted
MATCH (e:Event {id: wanted})
RETURN e.id AS id, e.date AS date, e.earliest AS earliest, e.latest AS latest, e.date_certain AS certain,
       [(e)-[h:HELD_IN]->(n:Network) WHERE size(h.accounts) > 0 | n.id] AS networks
"""
_TOLD = """
OPTIONAL MATCH (a)-[:IN]->(s:Source)
RETURN a.id AS account, event, s.id AS source, a.stance AS stance, a.certainty AS certainty, a.coder AS coder,
       a.locator AS locator, a.quote AS quote, a.paraphrase AS paraphrase, a.date_said AS date_said,
       [(a)-[:GIVEN_BY]->(p:Actor) | p.id] AS given
"""
_TELLINGS = "UNWIND $ids AS wanted MATCH (e:Event {id: wanted})<-[:REPORTS]-(a:Account) WITH a, e.id AS event" + _TOLD
_OTHER_TELLINGS = "UNWIND $ids AS wanted MATCH (a:Account {id: wanted}) WITH a, null AS event" + _TOLD
_SOURCES = """
MATCH (s:Source)
RETURN s.id AS id, s.title AS title, s.kind AS kind, s.date AS date, s.earliest AS earliest, s.access AS access,
       s.url AS url, [(s)-[:GIVEN_BY]->(p:Actor) | p.id] AS given
"""
_ASKED = "MATCH (s:Source)-[:ASKED_ABOUT]->(t) RETURN s.id AS source, t.id AS id, 'Network' IN labels(t) AS is_network"
_HEARD = (
    "MATCH (p:Actor)<-[:GIVEN_BY]-(s:Source) RETURN DISTINCT p.id AS id, s.access AS access",
    "MATCH (p:Actor)<-[:GIVEN_BY]-(:Account)-[:IN]->(s:Source) RETURN DISTINCT p.id AS id, s.access AS access",
)
_THINGS = """
MATCH (n:Actor|Network|KnowledgeItem|Site|Barrier|Organisation)
RETURN labels(n) AS labels, n.id AS id, n.name AS name, n.kind AS kind, n.size AS size
"""
_CLAIMS_OF = "WORKS_FOR|MEMBER_OF|SET_UP_BY|REPORTS_TO|IN_SITE|BUILDS_ON|PART_OF|CONTAINS|CONFLICTS_WITH|DOCUMENTED_IN"
_CLAIM = """
RETURN type(r) AS type, labels(t) AS labels, t.id AS other, coalesce(t.name, t.title, t.id) AS name, t.kind AS of_kind,
       r.role AS role, r.grade AS grade, r.begins AS begins, r.ends AS ends, r.begins_earliest AS earliest,
       r.ends_latest AS latest, r.kind AS way, r.event AS event, r.accounts AS accounts, r.denied_by AS denied_by
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a narrative is about. ``label`` is Actor, Network or KnowledgeItem; ``own`` the label of its sheet."""

    label: str
    own: str
    id: str
    name: str
    properties: Mapping[str, Any]


class Thing(NamedTuple):
    """Something that events and claims name."""

    label: str
    id: str
    name: str
    kind: str | None
    size: int | None


class Part(NamedTuple):
    """A claim that belongs to an event: its type (of a position, which one), its other end, and a role or an item."""

    type: str
    event: str
    other: str
    detail: str | None
    accounts: list[str]
    denied_by: list[str]


class Own(NamedTuple):
    """A claim about the subject that belongs to no event; ``outward`` where the subject stands at its start."""

    outward: bool
    said: Mapping[str, Any]
    accounts: list[str]
    denied_by: list[str]
    withheld: tuple[str, ...]
    """The accounts of it, of whatever stance, that are not shown because access to their source is controlled."""


class Carrying(NamedTuple):
    """A step by which something could have come from one event to another; not ``certain`` where the order is open."""

    start: str
    end: str
    item: str
    becomes: str | None
    via: str | None
    via_kind: str
    crosses: str | None
    certain: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """A passage, with the ids of its source and of who said it."""

    passage: Passage
    source: str
    speakers: tuple[str, ...]


@dataclass(slots=True)
class Happening:
    """An event with everything inside."""

    said: Mapping[str, Any]
    parts: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))
    tellings: list[Telling] = field(default_factory=list)
    links: list[Part] = field(default_factory=list)
    """What ties it to the subject."""
    withheld: int = 0
    """How many accounts of it, of whatever stance, are not shown because access to their source is controlled."""

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.said["id"])

    @property
    def bearing(self) -> list[str]:
        """The accounts on which a part of it rests when nothing else is said of that part."""
        by = {stance: [t.passage.account for t in self.tellings if t.passage.stance == stance] for stance in _STANDS}
        return by["asserts"] or by["hearsay"]

    def standing(self, type: str) -> list[Part]:
        """Its parts of a type that somebody asserts."""
        return [part for part in self.parts.get(type, ()) if part.accounts]


_STANDS = ("asserts", "hearsay")


class Facts:
    """Everything that is told of a subject, read from a graph; ``veil`` is what is left out of it."""

    def __init__(self, engine: Engine, subject: Subject, *, with_controlled: bool) -> None:
        self._engine = engine
        self.subject = subject
        self.veil = Veil(self._ask, lifted=with_controlled)
        self.sources = {str(row["id"]): row for row in self._ask(_SOURCES)}
        self.asked = self._ask(_ASKED)
        heard = [(str(row["id"]), row["access"]) for query in _HEARD for row in self._ask(query)]
        self.heard = {id for id, access in heard if with_controlled or access != "controlled"}
        """Who gave accounts in sources that are shown."""
        self.hides_some = any(map(self.hides, self.sources))
        """Whether there is a source of which nothing is shown, whatever it says."""
        self._things = {(key, thing.id): thing for row in self._ask(_THINGS) for key, thing in _thing(row)}
        every = self._links()
        links = self._seen(every)
        self.carrying = self._carrying(links)
        self.arriving: dict[str, list[Carrying]] = defaultdict(list)
        self.leaving: dict[str, list[Carrying]] = defaultdict(list)
        for one in self.carrying:
            self.arriving[one.end].append(one)
            self.leaving[one.start].append(one)
        self.happenings = self._happenings(links)
        self.left_out = self._left_out(every)
        self.within = {*self.happenings}
        self._fill()
        self.claims, self.claims_left_out = self._claims()
        self.after = [
            (str(row["earlier"]), str(row["later"]))
            for row in map(self.veil.seen, self._ask(_AFTER))
            if row and not self.veil.events & {row["earlier"], row["later"]}
        ]
        others = {id for pair in self.after for id in pair} | {id for one in self.carrying for id in one[:2]}
        others |= {str(claim.said["event"]) for claim in self.claims if claim.said["event"]}
        others |= {part.other for one in self.happenings.values() for kind in _ORDERS for part in one.parts[kind]}
        others -= self.happenings.keys() | self.veil.events
        self.elsewhere = {row["id"]: self._placed(row) for row in self._ask(_ELSEWHERE, others)}

    def thing(self, label: str, id: str) -> Thing:
        """What a label and an id stand for; KnowledgeItem is the label of all that is shared."""
        return self._things.get((label, id)) or Thing(label, id, id, None, None)

    def name(self, label: str, id: str) -> str:
        """The name of something."""
        return self.thing(label, id).name

    def days(self, event: str) -> Mapping[str, Any]:
        """An event's date and its first and last day, be it one of the narrative's or another; else nothing."""
        own = self.happenings.get(event)
        return own.said if own else self.elsewhere.get(event, {})

    def tellings(self, accounts: Iterable[str]) -> list[Telling]:
        """The tellings of some accounts: by the source's date, then source, then place in it."""
        return sorted((self._tellings[id] for id in {*accounts} & self._tellings.keys()), key=self._by_place)

    def hides(self, source: str) -> bool:
        """Whether nothing of a source is shown."""
        return self.veil.is_down and self.sources[source]["access"] == "controlled"

    @property
    def told(self) -> list[Telling]:
        """Every telling read, of events and of claims."""
        return sorted(self._tellings.values(), key=lambda one: one.passage.account)

    @property
    def shown(self) -> list[Telling]:
        """The tellings of the events that are ``within`` the narrative, and of its claims."""
        claimed = {id for claim in self.claims for id in (*claim.accounts, *claim.denied_by)}
        return [one for one in self.told if one.passage.event in self.within or one.passage.account in claimed]

    # -- reading -------------------------------------------------------------------------------------------------------

    def _ask(self, query: str, ids: Iterable[str] | None = None, **values: Any) -> list[Mapping[str, Any]]:
        """The rows of a query, each by name of column; with ``ids``, asked in lots of them."""
        wanted = sorted(ids) if ids is not None else None
        lots = [None] if wanted is None else [wanted[at : at + _CHUNK] for at in range(0, len(wanted), _CHUNK)]
        made: list[Mapping[str, Any]] = []
        for lot in lots:
            found = self._engine.read(query, {**values, **({"ids": lot} if lot is not None else {})})
            made += [dict(zip(found.columns, row, strict=True)) for row in found.rows]
        return made

    def _links(self) -> list[Part]:
        """What ties an event to the subject: a relationship with it, a position on it or of it, a stated channel."""
        own, label = self.subject, self.subject.label
        rest = "r.accounts AS accounts, r.denied_by AS denied_by"
        rows = self._ask(f"{_LINKS[label]} RETURN type(r) AS type, e.id AS event, {rest}", id=own.id)
        if label in _POSITIONS_OF:
            query = f"{_POSITIONS_OF[label]} RETURN 'TOOK_POSITION' AS type, r.event AS event, {rest}"
            rows += self._ask(query, id=own.id)
        if label == "KnowledgeItem":
            for row in self._ask(_TAKEN, id=own.id):
                rows += [{**row, "type": "TOOK_FROM", "event": event} for event in row["events"]]
        return [
            Part(row["type"], row["event"], own.id, None, row["accounts"] or [], row["denied_by"] or []) for row in rows
        ]

    def _seen(self, links: Iterable[Part]) -> list[Part]:
        """Links without what is behind the veil."""
        kept = (self.veil.seen(link._asdict()) for link in links if link.event not in self.veil.events)
        return [Part(**row) for row in kept if row]

    def _left_out(self, links: Iterable[Part]) -> dict[str, Happening]:
        """The events of which nothing is shown, each with the number of its accounts behind the veil."""
        rows = self._ask(_EVENTS, {link.event for link in links} - self.happenings.keys())
        return {str(row["id"]): Happening(row, withheld=self.veil.of_event[str(row["id"])]) for row in rows}

    def _placed(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """An event that is told elsewhere, with the names of its networks."""
        shown = (id for id in row["networks"] or () if not self.veil.hides(row["id"], id, "HELD_IN"))
        return {**row, "networks": [self.name("Network", id) for id in shown]}

    def _carrying(self, links: Sequence[Part]) -> list[Carrying]:
        """The steps between the events that are tied to the subject; an item's also lead to what contains it."""
        events = {link.event for link in links}
        found: set[Carrying] = set()
        for query in _STEPS[self.subject.label]:
            found |= {
                Carrying(**row)
                for row in self._ask(f"UNWIND $ids AS wanted {query}{_STEP}", events, id=self.subject.id)
            }
        found = {self._uncrossed(one) for one in found if not self.veil.hides_step(*one[:6])}
        return sorted(found, key=lambda one: (*one[:3], one.becomes or "", one.via or "", one.via_kind, one.certain))

    def _uncrossed(self, one: Carrying) -> Carrying:
        """A step, without saying from which kind of network it led where one of its networks is behind the veil."""
        hidden = self.veil.hides_place(one.start) or self.veil.hides_place(one.end)
        return one._replace(crosses=None) if hidden else one

    def _happenings(self, links: Sequence[Part]) -> dict[str, Happening]:
        events = {link.event for link in links}
        if self.subject.label == "KnowledgeItem":
            for one in self.carrying:
                if one.certain and one.item == self.subject.id and one.becomes is None:
                    events |= {one.start, one.end}
        rows = {str(row["id"]): row for row in self._ask(_EVENTS, events)}
        made = {id: Happening(row, withheld=self.veil.of_event[id]) for id, row in rows.items()}
        for link in links:
            if link.event in made:
                made[link.event].links.append(link)
        return made

    def _fill(self) -> None:
        """Give each event its parts and its tellings."""
        ids = self.happenings.keys()
        rows = [*self._ask(_OF_EVENTS, ids), *self._ask(_PARTICIPANTS, ids), *self._ask(_POSITIONS)]
        for row in rows:
            seen = self.veil.seen(row) if row["event"] in ids else None  # positions are few: all are read at once
            if seen and not (row["type"] in _ORDERS and row["other"] in self.veil.events):
                lists = {name: sorted(seen[name]) for name in ("accounts", "denied_by")}
                self.happenings[row["event"]].parts[row["type"]].append(Part(**{**row, **lists}))
        self._tellings: dict[str, Telling] = {}
        for telling in self._read_tellings(_TELLINGS, ids):
            if telling.passage.event:
                self.happenings[telling.passage.event].tellings.append(telling)

    def _claims(self) -> tuple[list[Own], list[Own]]:
        """The claims about the subject that belong to no event, and those behind the veil; reads their tellings."""
        label, made = self.subject.label, []
        for outward, arrow in ((True, f"-[r:{_CLAIMS_OF}]->"), (False, f"<-[r:{_CLAIMS_OF}]-")):
            rows = self._ask(f"MATCH (:{label} {{id: $id}}){arrow}(t) {_CLAIM}", id=self.subject.id)
            rows = [row for row in rows if "Event" not in row["labels"]]
            made += [self._own(outward, row) for row in rows]
        shown = [claim for claim in made if claim.accounts or claim.denied_by or not claim.withheld]
        ids = {account for claim in shown for account in (*claim.accounts, *claim.denied_by)}
        self._read_tellings(_OTHER_TELLINGS, ids - self._tellings.keys())
        hidden = [claim for claim in made if claim.withheld and not (claim.accounts or claim.denied_by)]
        return sorted(shown, key=_of_claims), hidden

    def _own(self, outward: bool, row: Mapping[str, Any]) -> Own:
        """A claim without what is behind the veil; one that rests on that alone has no accounts left."""
        withheld = sorted(self.veil.accounts.intersection([*(row["accounts"] or ()), *(row["denied_by"] or ())]))
        seen = self.veil.seen(row) or {**row, "accounts": [], "denied_by": []}
        if row["event"] in self.veil.events:
            seen = {**seen, "event": None}
        return Own(outward, seen, sorted(seen["accounts"]), sorted(seen["denied_by"]), tuple(withheld))

    def _read_tellings(self, query: str, ids: Iterable[str]) -> list[Telling]:
        rows = [row for row in self._ask(query, ids) if row["account"] not in self.veil.accounts]
        made = sorted(map(self._telling, rows), key=self._by_place)
        self._tellings |= {telling.passage.account: telling for telling in made}
        return made

    def _telling(self, row: Mapping[str, Any]) -> Telling:
        source = self.sources.get(row["source"], {})
        speakers = sorted(row["given"] or source.get("given") or ())
        own = {name: row[name] for name in _OF_ACCOUNT}
        passage = Passage(
            **own, source=source.get("title"), kind=source.get("kind"), date=source.get("date"),
            said_by=tuple(sorted({self.name("Actor", id) for id in speakers})),
            date_said=row["date_said"] or source.get("date"), access=source.get("access"), url=source.get("url"),
        )  # fmt: skip
        return Telling(passage, row["source"] or "", tuple(speakers))

    def _by_place(self, telling: Telling) -> tuple[Any, ...]:
        day: date | None = self.sources.get(telling.source, {}).get("earliest")
        passage = telling.passage
        return (day is None, str(day), telling.source, natural(passage.locator or ""), passage.account)


_ORDERS = ("AFTER", "TOOK_FROM")
_OF_ACCOUNT = ("account", "event", "stance", "certainty", "coder", "locator", "quote", "paraphrase")


def _thing(row: Mapping[str, Any]) -> list[tuple[str, Thing]]:
    """A thing by each of its labels."""
    thing = Thing(own_label(row["labels"]), row["id"], row["name"] or row["id"], row["kind"], row["size"])
    return [(label, thing) for label in row["labels"]]


_SECOND = ("KnowledgeItem", "StableNetwork", "FluidNetwork")


def own_label(labels: Sequence[str]) -> str:
    """The label of a node's own sheet."""
    return min(label for label in labels if label not in _SECOND)


def _of_claims(claim: Own) -> tuple[Any, ...]:
    """The order of claims: by kind, then by when they began, then by name."""
    said = claim.said
    kinds = _CLAIMS_OF.split("|")
    texts = (str(said[name] or "") for name in ("begins", "name", "other", "role", "way", "event"))
    day = said["earliest"]
    return (kinds.index(said["type"]), not claim.outward, day is None, str(day), *texts)
