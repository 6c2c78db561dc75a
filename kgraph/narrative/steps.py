"""The steps of a narrative as sentences: who, with what, against what, how it came here, and where witnesses differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kgraph.narrative import Quoted, Step
from kgraph.narrative.arrival import arrival
from kgraph.narrative.facts import Facts, Happening, Part, Telling, Thing
from kgraph.narrative.order import Arranged
from kgraph.wording import (
    NOT_HAPPENED,
    PARTS,
    To,
    Words,
    by_hearsay,
    capitalised,
    dated,
    done,
    ended,
    letter,
    listed,
    runs,
    several,
    when,
)

_ROLES = ("initiator", "chair", "participant", "recipient")
_ROLE_WORDS = {"initiator": "initiator", "chair": "in the chair", "recipient": "recipient"}
POSITIONS = {"supports": "in favour", "opposes": "against", "neutral": "neutral"}
_MOST_RUNS = 3
STATED = "It is said to have come after "

ENDS = {
    "TOOK_PART": "Actor",
    "HELD_IN": "Network",
    "PASSED_TO": "Network",
    "IN_SITE": "Site",
    "CONCERNS": "KnowledgeItem",
    "DREW_ON": "KnowledgeItem",
    "PRODUCED": "KnowledgeItem",
    "MET": "Barrier",
    "OVERCAME": "Barrier",
    "supports": "Actor",
    "opposes": "Actor",
    "neutral": "Actor",
}
"""The label at the other end of each part of an event."""


class Teller:
    """Tells the events of some facts, each as a step; ``numbers`` gives the number of each."""

    def __init__(self, facts: Facts, order: Arranged) -> None:
        self.facts = facts
        self.order = order
        told = [id for group in (*order.groups, order.undated) for id in group]
        self.numbers = {id: number for number, id in enumerate(told, 1)}

    def step(self, id: str) -> Step:
        """An event that stands, told in full."""
        one = self.facts.happenings[id]
        outline = self.denied(id)
        return replace(
            outline,
            number=self.numbers[id],
            particulars=tuple(self._particulars(one, outline.passages)),
            arrival=tuple(arrival(self, one)),
            order=tuple(self._order_of(one, outline.passages)),
        )

    def denied(self, id: str) -> Step:
        """An event of which nobody says that it was, or that it had to do with the subject; and who denies what."""
        one = self.facts.happenings[id]
        quoted = lettered(one.tellings)
        return Step(
            number=None,
            event=id,
            date=one.said["date"],
            when=when(one.said["date"]),
            networks=self._where(one, quoted, "HELD_IN"),
            sites=self._where(one, quoted, "IN_SITE"),
            did=done(one.said["move"] or "other"),
            summary=ended(one.said["summary"] or "What happened is not told"),
            particulars=(),
            arrival=(),
            order=(),
            passages=quoted,
            differs=tuple(self._differs(one, quoted)),
            withheld=one.withheld,
            lead=self._lead(one),
        )

    def _lead(self, one: Happening) -> str:
        """What the telling of an event begins with, where nobody asserts it or that it had to do with the subject."""
        if not one.said["stands"]:
            return NOT_HAPPENED
        if one.links and not any(link.accounts for link in one.links):
            return f"What would tie this to {self.facts.subject.name} is only denied"
        asserted = any(telling.passage.stance == "asserts" for telling in one.tellings)
        return "" if asserted or not one.tellings else by_hearsay(bool(one.withheld))

    # -- who, what, where ----------------------------------------------------------------------------------------------

    def _where(self, one: Happening, quoted: Sequence[Quoted], type: str) -> tuple[str, ...]:
        """The networks in which an event was held, with their kinds, or its places; also of one that is only denied."""
        parts = one.standing(type) if one.said["stands"] else one.parts[type]
        return tuple(
            self._named(one, quoted, part, thing, thing.kind if type == "HELD_IN" else None)
            for part, thing in self._sorted(parts)
        )

    def _sorted(self, parts: Iterable[Part]) -> list[tuple[Part, Thing]]:
        """Parts with what is at their other end, by name."""
        found = [(part, self.facts.thing(ENDS[part.type], part.other)) for part in parts]
        return sorted(found, key=lambda one: (one[1].name.casefold(), one[1].id))

    def _named(
        self, one: Happening, quoted: Sequence[Quoted], part: Part, thing: Thing, note: str | None = None
    ) -> str:
        """A name, with a note, and the letters of the passages where only some of the event's bear it out."""
        borne = self._borne(one, quoted, part).strip(" ()")
        notes = [word for word in (note, borne) if word]
        return thing.name + (f" ({'; '.join(notes)})" if notes else "")

    def _borne(self, one: Happening, quoted: Sequence[Quoted], part: Part) -> str:
        """The letters of the passages that bear a part of an event, where not all that tell of the event do."""
        some = bool(part.accounts) and sorted(part.accounts) != sorted(one.bearing)
        return f" ({several(marks(quoted, part.accounts))})" if some and len(quoted) > 1 else ""

    def _names(self, one: Happening, quoted: Sequence[Quoted], type: str, *, but: str | None = None) -> list[str]:
        """The names at the other end of an event's parts of a type."""
        parts = (part for part in one.standing(type) if part.other != but)
        note = type == "PASSED_TO"
        return [self._named(one, quoted, p, thing, thing.kind if note else None) for p, thing in self._sorted(parts)]

    def _particulars(self, one: Happening, quoted: Sequence[Quoted]) -> Iterable[Words]:
        who, here = self._who(one, quoted), " here" if one.withheld else ""
        yield (f"{several(who)} took part." if who else f"Who took part is not told{here}.",)
        own = self.facts.subject
        is_item = own.label == "KnowledgeItem"
        concerned = own.id in {part.other for part in one.standing("CONCERNS")}
        about = self._names(one, quoted, "CONCERNS", but=own.id if is_item else None)
        if about:
            yield (f"It was {'also ' if is_item and concerned else ''}about {several(about)}.",)
        if drew := self._names(one, quoted, "DREW_ON"):
            yield (f"They drew on {several(drew)}.",)
        if made := self._names(one, quoted, "PRODUCED"):
            yield (f"Out of it came {several(made)}.",)
        yield from self._positions(one, quoted)
        yield from self._barriers(one, quoted)
        if one.said["outcome"]:
            yield (f"What came of it: {ended(one.said['outcome'])}",)
        if handed := self._names(one, quoted, "PASSED_TO"):
            yield (f"It was handed on to {several(handed)}.",)
        if one.said["conversion"]:
            yield (f"Coded as a conversion of knowledge: {one.said['conversion']}.",)

    def _who(self, one: Happening, quoted: Sequence[Quoted]) -> list[str]:
        """Those who took part, who began it first, each with their role."""
        found = self._sorted(one.standing("TOOK_PART"))
        found.sort(key=lambda each: _ROLES.index(each[0].detail) if each[0].detail in _ROLES else len(_ROLES))
        made = []
        for part, thing in found:
            notes = [_ROLE_WORDS.get(part.detail or ""), f"a group of {thing.size}" if thing.size else None]
            made.append(self._named(one, quoted, part, thing, ", ".join(note for note in notes if note) or None))
        return made

    def _positions(self, one: Happening, quoted: Sequence[Quoted]) -> Iterable[Words]:
        by_item: dict[str, dict[str, list[str]]] = {}
        for position in POSITIONS:
            for part, thing in self._sorted(one.standing(position)):
                item = self.facts.name("KnowledgeItem", part.detail or "")
                by_item.setdefault(item, {}).setdefault(position, []).append(self._named(one, quoted, part, thing))
        for item, held in sorted(by_item.items(), key=lambda each: each[0].casefold()):
            sides = "; ".join(f"{POSITIONS[position]}, {several(names)}" for position, names in held.items())
            yield (f"On {item}: {sides}.",)

    def _barriers(self, one: Happening, quoted: Sequence[Quoted]) -> Iterable[Words]:
        met = self._names(one, quoted, "MET")
        over = self._names(one, quoted, "OVERCAME")
        left, both = [name for name in met if name not in over], [name for name in over if name in met]
        if left:
            yield (f"{several(left)} stood in the way.",)
        if both:
            yield (f"{several(both)} stood in the way, and {_were(both)} overcome.",)
        if alone := [name for name in over if name not in met]:
            yield (f"{several(alone)} {_were(alone)} overcome.",)

    # -- order ---------------------------------------------------------------------------------------------------------

    def _order_of(self, one: Happening, quoted: Sequence[Quoted]) -> Iterable[Words]:
        """What is said of an event's place, and what that leaves open."""
        id, order = one.id, self.order
        stated = [part for part in one.standing("AFTER") if part.other in self.numbers or not one.said["date"]]
        stated = [part for part in stated if not self._by_dates(part.other, id)]
        if stated:
            stated.sort(key=lambda part: (self.numbers.get(part.other, 0), part.other))
            earlier: list[Words] = [(*self.event(part.other), self._borne(one, quoted, part)) for part in stated]
            yield (STATED, *listed(earlier), "; the dates alone do not show it.")
        if id in order.unsure:
            yield ("Its date is doubted, and with it its place here.",)
        elif id in order.unbounded:
            yield ("How early it can have been nobody says; it stands here because it was not later than this.",)
        elif not one.said["date"] and id not in order.undated:
            yield ("Nobody gives it a date; it stands here because of what it is said to come after.",)
        if id in order.leaning:
            yield ("Its place rests on the date of another event, and that is doubted.",)
        if later := order.open_with.get(id):
            yield ("Nothing says whether it came before or after ", *self.numbered(later), ".")

    def _by_dates(self, earlier: str, later: str) -> bool:
        """Whether the dates of two events alone say that one came before the other."""
        one, other = (self.facts.days(id) for id in (earlier, later))
        sure = one.get("certain") is not False and other.get("certain") is not False
        return bool(sure and one.get("latest") and other.get("earliest") and one["latest"] < other["earliest"])

    def numbered(self, ids: Sequence[str]) -> Words:
        """The numbers of some steps: steps 4 to 9 and 11."""
        by_number = {self.numbers[id]: id for id in ids}
        found = runs(sorted(by_number))
        if not self.are_few(ids):
            first, last = found[0][0], found[-1][1]
            return (
                f"{len(ids)} of the steps ",
                To(str(first), by_number[first]),
                " to ",
                To(str(last), by_number[last]),
            )
        parts: list[Words] = []
        for first, last in found:
            one, other = To(str(first), by_number[first]), To(str(last), by_number[last])
            parts += [(one,)] * (last <= first + 1) + [(other,)] * (last == first + 1)
            parts += [(one, " to ", other)] * (last > first + 1)
        return (f"step{'s' * (len(ids) > 1)} ", *listed(parts))

    def are_few(self, ids: Iterable[str]) -> bool:
        """Whether the numbers of some steps are told in a few words."""
        return len(runs(sorted(self.numbers[id] for id in ids))) <= _MOST_RUNS

    def event(self, id: str) -> Words:
        """An event in a word or two: the step that tells of it, or where and when it was."""
        if number := self.numbers.get(id):
            return (To(f"step {number}", id),)
        own = self.facts.happenings.get(id)
        if own and not own.said["stands"]:
            return (f"an event that is only denied ({id})",)
        there = self.facts.days(id)
        held = [self.facts.name("Network", part.other) for part in own.standing("HELD_IN")] if own else None
        held = held or there.get("networks") or []
        told = [dated(there.get("date")) or "undated", *sorted(held)]
        return (f"another event ({', '.join(told)}; {id})",)

    # -- where witnesses differ ----------------------------------------------------------------------------------------

    def _differs(self, one: Happening, quoted: Sequence[Quoted]) -> Iterable[Words]:
        deniers = [each.passage.account for each in quoted if each.passage.stance == "denies"]
        if deniers:
            alone = "" if one.bearing else ", and nobody says that it did"
            yield (f"That it happened is denied {by_whom(quoted, deniers)}{alone}.",)
        if not one.said["stands"]:
            return
        for type in PARTS:
            for part in sorted(one.parts[type], key=lambda part: (part.other, part.detail or "")):
                if part.denied_by:
                    alone = "" if part.accounts else ", and nobody says so"
                    yield (*self._claimed(part), f" is denied {by_whom(quoted, part.denied_by)}{alone}.")

    def _claimed(self, part: Part) -> Words:
        """What a part of an event says, to begin a sentence: That Cat took part."""
        if part.type == "AFTER":
            return ("That it came after ", *self.event(part.other))
        if part.type == "TOOK_FROM":
            taken = self.facts.name("KnowledgeItem", part.detail or "")
            return (f"That it took {taken} from ", *self.event(part.other))
        other = self.facts.name(ENDS[part.type], part.other)
        detail = self.facts.name("KnowledgeItem", part.detail or "") if part.type in POSITIONS else ""
        return (capitalised(PARTS[part.type]).format(other=other, detail=detail),)


def lettered(tellings: Sequence[Telling]) -> tuple[Quoted, ...]:
    """Passages with their letters, in the order given."""
    return tuple(Quoted(letter(at), told.passage) for at, told in enumerate(tellings))


def marks(quoted: Sequence[Quoted], accounts: Iterable[str]) -> list[str]:
    """The letters of some accounts."""
    wanted = set(accounts)
    return [each.letter for each in quoted if each.passage.account in wanted]


def by_whom(quoted: Sequence[Quoted], accounts: Iterable[str]) -> str:
    """Who says something, by name, or by the title of the source where it names no speaker; with letters."""
    wanted = set(accounts)
    found = [each for each in quoted if each.passage.account in wanted]
    said = [
        f"by {several(each.passage.said_by)}" if each.passage.said_by else f"in {each.passage.source or 'a source'}"
        for each in found
    ]
    notes = [f" ({each.letter})" if len(quoted) > 1 else "" for each in found]
    return several([f"{who}{note}" for who, note in zip(said, notes, strict=True)]) or "somewhere"


def _were(names: Sequence[str]) -> str:
    return "was" if len(names) == 1 else "were"
