"""Assembling: the records of a study's files into one property graph in memory.

Every file may add to a thing; no file owns it. Two that give one property different values are an error that names
both. References are found by id, exact name or alias. Each claim is given the accounts it rests on. Whatever order the
records come in, the content is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kgraph.content import Content, Key, Properties
from kgraph.dates import parse
from kgraph.model import (
    SHEETS,
    Account,
    Alias,
    Claim,
    Entity,
    Event,
    EventRelation,
    Quick,
    Relation,
    Sheet,
    Source,
    SourceRelation,
    listed,
)
from kgraph.names import Known, Names, digest, normalise
from kgraph.quick import MADE, Expansion, expand
from kgraph.records import Place, Problem, Record
from kgraph.rows import Refused, one_of, validate
from kgraph.vocabulary import (
    ENTITY_OF,
    EVIDENCE_COLUMNS,
    KNOWLEDGE,
    column,
    columns,
    dates,
    day_bounds,
    ends,
    links,
    node_properties,
    properties,
    relation_of,
)

Row = tuple[Record, Sheet]
_STANDS = ("asserts", "hearsay")


@dataclass(slots=True)
class _Claim:
    """A relationship as its rows build it up, before its accounts are settled."""

    relation: type[Relation]
    event: str | None
    stated: Properties
    accounts: set[str]
    denied_by: set[str]
    by_default: bool = False


def assemble(records: Iterable[Record]) -> tuple[Content, Names, list[Problem]]:
    """The content of a study's records, the names in it, and everything that is wrong.

    Where there are errors the content lacks what they are about; it is good enough to look for further errors in, and
    for nothing else.
    """
    assembly = _Assembly()
    assembly.take(records)
    return assembly.content, assembly.names, assembly.problems


class _Assembly:
    def __init__(self) -> None:
        self.content = Content()
        self.names = Names()
        self.problems: list[Problem] = []
        self._claims: dict[str, dict[Key, _Claim]] = defaultdict(dict)
        self._tellings: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._givers: dict[str, list[str]] = defaultdict(list)
        self._refused: set[str] = set()
        """Ids and names of rows that were refused: what refers to them is not blamed as well."""
        self._looked_at_later: list[tuple[Record, frozenset[str]]] = []
        """Refused rows, each with the columns that it was refused for."""

    def take(self, records: Iterable[Record]) -> None:
        by_sheet = self._validated(records)
        entities = [kind for kind in ENTITY_OF.values() if kind is not Account and kind.sheet]
        for kind in entities:
            self._nodes(kind, by_sheet.get(kind.sheet, ()))
        self._alias(by_sheet.get(Alias.sheet, ()))
        expansion = self._quick(by_sheet.get(Quick.sheet, ()))
        for sheet, rows in self._validated(expansion).items():
            if issubclass(SHEETS[sheet], Entity) and sheet != Account.sheet:
                self._nodes(ENTITY_OF[SHEETS[sheet].labels[0]], rows)  # type: ignore[attr-defined]
            by_sheet.setdefault(sheet, []).extend(rows)
        self._finish_nodes()
        self._source_givers(by_sheet)
        self._accounts(by_sheet.get(Account.sheet, ()))
        for kind in entities:
            for record, row in by_sheet.get(kind.sheet, ()):
                self._links(kind, record, row)
        for sheet, rows in by_sheet.items():
            if issubclass(SHEETS[sheet], Relation):
                for record, row in rows:
                    self._relation(record, row)  # type: ignore[arg-type]
        self._look_at_refused()
        self._settle()

    # -- rows ----------------------------------------------------------------------------------------------------------

    def _validated(self, records: Iterable[Record]) -> dict[str, list[Row]]:
        by_sheet: dict[str, list[Row]] = {}
        for record in records:
            row = validate(record)
            if isinstance(row, Refused):
                self.problems.extend(row.problems)
                self._looked_at_later.append((record, row.columns))
                self.content.refused.append(record)
                self._refused |= {
                    normalise(str(record.cells[name])) for name in ("id", "name", "title") if name in record.cells
                }
            else:
                by_sheet.setdefault(record.sheet, []).append((record, row))
        return by_sheet

    def _wrong(self, place: Place, message: str, remedy: str = "") -> None:
        self.problems.append(Problem(place, message, remedy))

    # -- nodes ---------------------------------------------------------------------------------------------------------

    def _nodes(self, kind: type[Entity], rows: Iterable[Row]) -> None:
        for record, row in rows:
            given = {name: getattr(row, name) for name in node_properties(kind) if name in row.model_fields_set}
            self._node(kind, given, record)

    def _node(self, kind: type[Entity], given: Properties, record: Record) -> None:
        """Add what a row says of a node to what other rows say of it."""
        label, id = kind.labels[0], given["id"]
        found = self.content.nodes.setdefault(label, {})
        given = {name: value for name, value in given.items() if value is not None}
        before = found.get(id)
        if before is None:
            self._one_label(label, id, record)
            found[id] = given
            self.content.places[label, id] = record.place
            self.content.columns[label, id] = record.columns
            self.names.add(label, id, given.get("name") or given.get("title"))
            return
        first = self.content.places[label, id]
        if (first.file, first.sheet) == (record.place.file, record.place.sheet) and kind is not Account:
            remedy = f"it stands at {first} already; delete one, or give one another id"
            self._wrong(record.where("id"), f"{kind.sheet} has the id {id!r} twice", remedy)
            return
        for name, value in given.items():
            if before.setdefault(name, value) != value:
                self._conflict(record.where(name), f"{label} {id!r}", name, value, before[name], first)

    def _one_label(self, label: str, id: str, record: Record) -> None:
        if label not in KNOWLEDGE:
            return
        for other in KNOWLEDGE:
            if id in self.content.nodes.get(other, ()):
                self._wrong(
                    record.where("id"),
                    f"the id {id!r} is {ENTITY_OF[other].sheet} {self.content.places[other, id]} already",
                    "ids are unique across all knowledge items",
                )

    def _conflict(self, place: Place, what: str, name: str, value: Any, before: Any, first: Place) -> None:
        self._wrong(
            place, f"{what}: {name} is {value!r} here and {before!r} at {first}", "make them the same, or clear one"
        )

    def _finish_nodes(self) -> None:
        for label, found in self.content.nodes.items():
            kind = ENTITY_OF[label]
            defaults = {c.name: c.default for c in columns(kind) if not c.link and c.default is not None}
            for node in found.values():
                for name, value in defaults.items():
                    node.setdefault(name, value)
                _date(node, dates(kind), event=kind is Event)

    # -- names ---------------------------------------------------------------------------------------------------------

    def _alias(self, rows: Iterable[Row]) -> None:
        for record, row in rows:
            if not isinstance(row, Alias):
                continue
            if row.label not in ENTITY_OF or not ENTITY_OF[row.label].sheet:
                known = [label for label, kind in ENTITY_OF.items() if kind.sheet]
                self._wrong(record.where("label"), f"label is {row.label!r}", one_of(row.label, known))
            elif meant := self._resolve(row.id, (row.label,), record, "id"):
                self.names.add_alias(row.alias, *meant)

    def _quick(self, rows: Iterable[Row]) -> list[Record]:
        if not rows:
            return []
        expansion: Expansion = expand([(record, row) for record, row in rows if isinstance(row, Quick)], self.names)
        self.problems.extend(expansion.problems)
        return expansion.records

    def _resolve(self, text: str, labels: tuple[str, ...], record: Record, name: str) -> Known | None:
        """What a cell refers to; when that is nothing, or more than one thing, the problem is noted."""
        found = self.names.find(text, labels)
        if len(found) == 1:
            return found[0]
        what = " or ".join(labels) if len(labels) < 4 else "knowledge item"
        title = record.titles.get(name, name)
        if found:
            could = ", ".join(f"{label}:{id}" for label, id in found)
            self._wrong(record.where(name), f"{title} {text!r} could be any of {could}", "write one of these")
        elif normalise(text) not in self._refused:
            like = self.names.like(text, labels)
            remedy = f"perhaps {' or '.join(like)}" if like else f"add it to {_sheets(labels)}"
            self._wrong(record.where(name), f"{title} names the unknown {what} {text!r}", remedy)
        return None

    def _look_at_refused(self) -> None:
        """Say which things a refused row names that are not there: all that is wrong with it is said at once."""
        for record, wrong in self._looked_at_later:
            made = MADE if record.sheet == Quick.sheet else ()  # what is new there becomes something
            for cell in columns(SHEETS[record.sheet]):
                if cell.ref and cell.name in record.cells and cell.name not in wrong and cell.name not in made:
                    value = record.cells[cell.name]
                    for text in listed(value) if cell.several else [value]:
                        self._resolve(str(text).strip(), cell.ref, record, cell.name)

    # -- accounts ------------------------------------------------------------------------------------------------------

    def _source_givers(self, by_sheet: Mapping[str, list[Row]]) -> None:
        for _, row in by_sheet.get(Source.sheet, ()):
            if isinstance(row, Source):
                for text in row.given_by:
                    if len(found := self.names.find(text, ("Actor",))) == 1:
                        self._givers[row.id].append(found[0][1])
        for _, row in by_sheet.get("GivenBy", ()):
            given = self.names.find(row.given, ("Source", "Account"))  # type: ignore[attr-defined]
            actor = self.names.find(row.actor, ("Actor",))  # type: ignore[attr-defined]
            if len(given) == len(actor) == 1 and given[0][0] == "Source":
                self._givers[given[0][1]].append(actor[0][1])

    def _accounts(self, rows: Iterable[Row]) -> None:
        for record, row in rows:
            if not isinstance(row, Account):
                continue
            source = self._resolve(row.source, ("Source",), record, "source")
            event = self._resolve(row.event, ("Event",), record, "event") if row.event else None
            givers = [self._resolve(text, ("Actor",), record, "given_by") for text in row.given_by]
            if source is None or (row.event and event is None):
                self.content.refused.append(record)
                continue
            told = {
                c.name: getattr(row, c.name) for c in columns(Account) if not c.link and c.name in row.model_fields_set
            }
            told["id"] = (
                row.id
                or f"a-{digest(source[1], event and event[1], row.locator, row.quote, row.paraphrase, row.stance)}"
            )
            self._account(told, source[1], [giver[1] for giver in givers if giver], record)
            if event:
                self._join("REPORTS", Key("Account", told["id"], "Event", event[1]), record.place)
                self._tellings[event[1]][row.stance].append(told["id"])

    def _account(self, told: Properties, source: str, givers: list[str], record: Record) -> None:
        told.setdefault("stance", "asserts")
        self._node(Account, told, record)
        node = self.content.nodes["Account"].get(told["id"], {})
        _date(node, ["date_said"], event=False)
        self._join("IN", Key("Account", told["id"], "Source", source), record.place)
        if not givers and len(set(self._givers.get(source, ()))) == 1:
            givers = self._givers[source][:1]
        for giver in givers:
            self._join("GIVEN_BY", Key("Account", told["id"], "Actor", giver), record.place)

    def _join(self, type: str, key: Key, place: Place, stated: Properties | None = None) -> None:
        """Add a relationship that has no accounts of its own."""
        before = self.content.relationships.setdefault(type, {}).setdefault(key, {})
        first = self.content.places.setdefault((type, key), place)
        for name, value in (stated or {}).items():
            if before.setdefault(name, value) != value:
                self._conflict(place, f"{type} {key.start} → {key.end}", name, value, before[name], first)

    # -- relationships -------------------------------------------------------------------------------------------------

    def _links(self, kind: type[Entity], record: Record, row: Sheet) -> None:
        id = getattr(row, "id", None)
        for link in links(kind):
            listed = getattr(row, link.name)
            if not listed:
                continue
            relation, starts = relation_of(link.link or "", kind)
            for text in [listed] if isinstance(listed, str) else listed:
                other = self._resolve(text, link.ref, record, link.name)
                if other:
                    own = (kind.labels[0], str(id))
                    start, end = (own, other) if starts else (other, own)
                    place = record.where(link.name)
                    if relation.evidence == "none":
                        self._join(relation.type, Key(*start, *end), place)
                    else:
                        self._claim(relation, Key(*start, *end), {}, str(id), place).by_default = True

    def _relation(self, record: Record, row: Relation) -> None:
        kind = type(row)
        both = ends(kind)
        start = self._resolve(getattr(row, both.start), both.start_labels, record, both.start)
        end = self._resolve(getattr(row, both.end), both.end_labels, record, both.end)
        stated: Properties = {}
        for name in properties(kind):
            value = getattr(row, name)
            mark = column(kind, name)
            if mark.ref and value is not None:
                found = self._resolve(value, mark.ref, record, name)
                if found is None:
                    return
                value = found[1]
            if value is not None and (name in row.model_fields_set or name in kind.identity):
                stated[name] = value
        if start is None or end is None:
            return
        if start == end:
            self._wrong(
                record.where(both.end), f"{kind.sheet}: {start[1]!r} stands at both ends", "name two different things"
            )
            return
        key = Key(*start, *end, tuple(stated.get(name) for name in kind.identity))
        if kind.evidence == "none":
            self._join(kind.type, key, record.place, stated)
            return
        event = next((known[1] for known in (start, end) if known[0] == "Event"), stated.get("event"))
        claim = self._claim(kind, key, stated, event, record.place, record)
        if isinstance(row, EventRelation):
            self._narrowed(claim, record, row)
        elif isinstance(row, (Claim, SourceRelation)):
            self._evidence(claim, key, record, row)

    def _claim(
        self,
        relation: type[Relation],
        key: Key,
        stated: Properties,
        event: str | None,
        place: Place,
        record: Record | None = None,
    ) -> _Claim:
        found = self._claims[relation.type]
        claim = found.get(key)
        if claim is None:
            self.content.places[relation.type, key] = place
            if record:
                self.content.columns[relation.type, key] = record.columns
            claim = found[key] = _Claim(relation, event, dict(stated), set(), set())
            return claim
        first = self.content.places[relation.type, key]
        for name, value in stated.items():
            if claim.stated.setdefault(name, value) != value:
                at = record.where(name) if record else place
                self._conflict(at, f"{relation.sheet} {key.start} → {key.end}", name, value, claim.stated[name], first)
        return claim

    def _narrowed(self, claim: _Claim, record: Record, row: EventRelation) -> None:
        """The accounts that a row of an event's relationship names, or all of the event's."""
        for name, kept in (("accounts", claim.accounts), ("denied_by", claim.denied_by)):
            for text in getattr(row, name):
                known = self._resolve(text, ("Account",), record, name)
                if (
                    known
                    and claim.event
                    and Key(*known, "Event", claim.event) not in self.content.relationships["REPORTS"]
                ):
                    self._wrong(
                        record.where(name),
                        f"the account {text!r} is not of the event {claim.event!r}",
                        "name one that is",
                    )
                elif known:
                    kept.add(known[1])
        if not row.accounts:
            claim.by_default = True

    def _evidence(self, claim: _Claim, key: Key, record: Record, row: Claim | SourceRelation) -> None:
        """The account that the evidence columns of a claim's row are."""
        source = self._resolve(row.source, ("Source",), record, "source")
        if source is None:
            return
        told: Properties = {
            name: getattr(row, name, None) for name in EVIDENCE_COLUMNS if name not in ("source", "given_by")
        }
        told = {name: value for name, value in told.items() if value is not None}
        givers = [self._resolve(text, ("Actor",), record, "given_by") for text in getattr(row, "given_by", ())]
        told["id"] = f"c-{digest(claim.relation.type, *key, source[1], *(told.get(n) for n in EVIDENCE_COLUMNS[1:]))}"
        self._account(told, source[1], [giver[1] for giver in givers if giver], record)
        (claim.accounts if told["stance"] in _STANDS else claim.denied_by).add(told["id"])

    # -- at the end ----------------------------------------------------------------------------------------------------

    def _settle(self) -> None:
        """Give every claim its accounts, and every event whether it stands."""
        for id, node in self.content.nodes.get("Event", {}).items():
            node["stands"] = any(self._tellings[id][stance] for stance in _STANDS)
        shared = {id: sorted(set(told["asserts"] or told["hearsay"])) for id, told in self._tellings.items()}
        for type, claims in self._claims.items():
            kept = self.content.relationships.setdefault(type, {})
            for key, claim in claims.items():
                kept[key] = self._settled(claim, shared)

    def _settled(self, claim: _Claim, shared: Mapping[str, list[str]]) -> Properties:
        told = shared.get(claim.event or "", []) if claim.by_default else []
        if claim.accounts or claim.denied_by:
            told = sorted((claim.accounts | set(told)) - claim.denied_by)
        settled = {**_defaults(claim.relation), **claim.stated, "accounts": told, "denied_by": sorted(claim.denied_by)}
        _date(settled, dates(claim.relation), event=False)
        return settled


@cache
def _defaults(relation: type[Relation]) -> Properties:
    return {c.name: c.default for c in columns(relation) if c.default is not None and c.name in properties(relation)}


def _date(found: Properties, dated: Iterable[str], *, event: bool) -> None:
    """Add the first and last day of each date; an event also says whether order may be concluded from its own."""
    for name in dated:
        text = found.get(name)
        if text is None:
            continue
        allows = parse(text)
        for bound, day in zip(day_bounds(name), (allows.earliest, allows.latest), strict=True):
            if day is not None:
                found[bound] = day
        if event:
            found["date_certain"] = allows.certain


def _sheets(labels: tuple[str, ...]) -> str:
    sheets = [ENTITY_OF[label].sheet for label in labels]
    return sheets[0] if len(sheets) == 1 else f"one of {', '.join(sheets)}"
