"""Rules that need the whole study: each looks at the content and says what is wrong or doubtful in it.

A rule is a generator of problems. An error stops a load; a warning says that something is odd, and leaves it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kgraph.content import Content, Properties
from kgraph.model import KNOWLEDGE
from kgraph.moves import MOVES
from kgraph.names import Names
from kgraph.order import Order
from kgraph.records import Problem
from kgraph.rows import nearest
from kgraph.study import FILE, Study
from kgraph.texts import Texts, texts
from kgraph.vocabulary import ENTITY_OF


@dataclass
class Whole:
    """What the rules look at."""

    study: Study
    content: Content
    names: Names

    @cached_property
    def order(self) -> Order:
        """The certain order of the study's events."""
        return Order(self.content)

    @cached_property
    def texts(self) -> Texts:
        """The texts of the study's sources."""
        return texts(self.study, self.content)

    def problem(
        self, where: tuple[str, object], message: str, remedy: str = "", severity: str = "warning", column: str = ""
    ) -> Problem:
        """A problem at the place where a node or relationship was first read, in one of its columns."""
        place = self.content.places[where]
        at = self.content.columns.get(where, {}).get(column)
        return Problem(place._replace(column=at) if at else place, message, remedy, severity)

    def nodes(self, label: str) -> dict[str, Properties]:
        """The nodes of a label by id."""
        return self.content.nodes.get(label, {})

    def ends_of(self, type: str, start_label: str) -> dict[str, list[str]]:
        """For each start of a label, the ids at the other end of its relationships of a type."""
        found: dict[str, list[str]] = defaultdict(list)
        for key in self.content.relationships.get(type, ()):
            if key.start_label == start_label:
                found[key.start].append(key.end)
        return found


Rule = Callable[[Whole], Iterator[Problem]]


def moves(whole: Whole) -> Iterator[Problem]:
    """A move that is not in the study's vocabulary."""
    known = [*MOVES, *whole.study.moves]
    for record in whole.content.refused:
        move = record.cells.get("move")
        if isinstance(move, str) and move not in known:
            yield Problem(record.where("move"), f"unknown move {move!r}", _known_move(move, known))
    for id, event in whole.nodes("Event").items():
        if event["move"] not in known:
            remedy = _known_move(event["move"], known)
            yield whole.problem(("Event", id), f"event {id!r}: unknown move {event['move']!r}", remedy, "error", "move")


def _known_move(move: str, known: list[str]) -> str:
    guess = nearest(move, known)
    return (f"perhaps {guess!r}; " if guess else "") + f"or define it under [moves] in {FILE}"


def cycles(whole: Whole) -> Iterator[Problem]:
    """Events that would each have to be before the other, by their dates and what AFTER says."""
    for cycle in whole.order.cycles():
        first = cycle.events[0]
        links = "; ".join(map(str, cycle.links))
        said = f"no order fits these events: {links}"
        yield whole.problem(("Event", first), said, "mend a date or an AFTER", "error", "date")


def untold(whole: Whole) -> Iterator[Problem]:
    """An event that nobody tells of, or that is only denied."""
    told = {key.end for key in whole.content.relationships.get("REPORTS", ())}
    perhaps = {str(record.cells["event"]) for record in whole.content.refused if "event" in record.cells}
    for id, event in whole.nodes("Event").items():
        if id not in told and id not in perhaps:
            yield whole.problem(
                ("Event", id), f"event {id!r}: nobody asserts it", "add an account that tells of it", "error"
            )
        elif not event["stands"] and id in told:
            yield whole.problem(("Event", id), f"event {id!r} is only denied, so it is listed apart and never traced")


def aimless(whole: Whole) -> Iterator[Problem]:
    """An account that tells of nothing."""
    left = set(whole.nodes("Account")) - {key.start for key in whole.content.relationships.get("REPORTS", ())}
    if left:
        for found in whole.content.relationships.values():
            for claim in found.values():
                left.difference_update(claim.get("accounts", ()), claim.get("denied_by", ()))
    for id in left - {str(record.cells.get("id")) for record in whole.content.refused}:
        said = f"account {id!r} tells of no event and no claim"
        yield whole.problem(("Account", id), said, "name its event, or take it out")


def intervals(whole: Whole) -> Iterator[Problem]:
    """A network, membership or post that ends before it begins."""
    for id, network in whole.nodes("Network").items():
        if _backwards(network):
            said = f"network {id!r} ends ({network['ends']}) before it begins ({network['begins']})"
            yield whole.problem(("Network", id), said, "mend one of the dates", "error", "ends")
    for type in ("MEMBER_OF", "WORKS_FOR"):
        for key, spell in whole.content.relationships.get(type, {}).items():
            if _backwards(spell):
                said = f"{key.start} in {key.end} ends ({spell['ends']}) before it begins ({spell['begins']})"
                yield whole.problem((type, key), said, "mend one of the dates", "error", "ends")


def _backwards(spell: Properties) -> bool:
    begins, ends = spell.get("begins_earliest"), spell.get("ends_latest")
    return begins is not None and ends is not None and ends < begins


def lives(whole: Whole) -> Iterator[Problem]:
    """An event dated outside the life of the network it was held in, or outside its participants' memberships."""
    networks, events = whole.nodes("Network"), whole.nodes("Event")
    held = whole.ends_of("HELD_IN", "Event")
    for id, where in held.items():
        for network in where:
            if _outside(events[id], networks[network]):
                life, when = _life(networks[network]), events[id]["date"]
                said = f"event {id!r} ({when}) is outside the life of network {network!r} ({life})"
                remedy = "mend one of the dates, or leave it if it is so"
                yield whole.problem(("Event", id), said, remedy, column="date")
    spells: dict[tuple[str, str], list[Properties]] = defaultdict(list)
    for key, spell in whole.content.standing("MEMBER_OF"):
        spells[key.start, key.end].append(spell)
    for key in whole.content.relationships.get("TOOK_PART", ()):
        for network in held.get(key.end, ()):
            known = spells.get((key.start, network), [])
            if known and all(_outside(events[key.end], spell) for spell in known):
                lives = " and ".join(map(_life, known))
                event = f"{key.end!r} ({events[key.end]['date']})"
                said = f"{key.start!r} took part in {event}, held in {network!r}, where they belonged {lives}"
                yield whole.problem(
                    ("TOOK_PART", key), said, "mend a date, add a spell, or leave it if they came as a guest"
                )


def _outside(event: Properties, life: Properties) -> bool:
    first, last = life.get("begins_earliest"), life.get("ends_latest")
    earliest, latest = event.get("earliest"), event.get("latest")
    return bool((first and latest and latest < first) or (last and earliest and earliest > last))


def _life(life: Properties) -> str:
    return f"{life.get('begins', '')}/{life.get('ends', '')}"


def tellings(whole: Whole) -> Iterator[Problem]:
    """An interview, or something said in it, that is older than what it reports."""
    said_in = {key.start: key.end for key in whole.content.relationships.get("IN", ())}
    accounts, sources, events = whole.nodes("Account"), whole.nodes("Source"), whole.nodes("Event")
    for key in whole.content.relationships.get("REPORTS", ()):
        account, source, event = accounts[key.start], sources.get(said_in.get(key.start, ""), {}), events[key.end]
        said: date | None = account.get("date_said_latest") or source.get("latest")
        if said and event.get("earliest") and said < event["earliest"]:
            when = account.get("date_said") or source["date"]
            text = f"event {key.end!r} ({event['date']}) is told of before it happened, on {when}"
            yield whole.problem(("Account", key.start), text, "mend a date, or leave it if it was a plan")


def quotes(whole: Whole) -> Iterator[Problem]:
    """A quote that is not in its source's text, where the text is there."""
    for id, text in whole.texts.items():
        path = whole.nodes("Source")[id]["text"]
        if isinstance(text, FileNotFoundError):
            said = f"source {id!r}: no text at {path!r}"
            yield whole.problem(("Source", id), said, "mend the path, or clear it", column="text")
        elif isinstance(text, Exception):
            said = f"source {id!r}: {path!r} cannot be read: {text}"
            yield whole.problem(("Source", id), said, "save it as plain text in UTF-8", "error")
    accounts = whole.nodes("Account")
    for key in whole.content.relationships.get("IN", ()):
        read, account = whole.texts.get(key.end), accounts[key.start]
        if isinstance(read, str) and "quote" in account:
            yield from _quote(whole, key.start, account, read)


def _quote(whole: Whole, id: str, account: Properties, text: str) -> Iterator[Problem]:
    quote, start, end = account["quote"], account.get("start"), account.get("end")
    at = text.find(quote)
    if at < 0 and " ".join(quote.split()) not in " ".join(text.split()):
        said = f"account {id!r}: its quote is not in the text of its source: {quote[:60]!r}"
        yield whole.problem(
            ("Account", id), said, "copy the very words, or write it as a paraphrase", "error", column="quote"
        )
    elif start is not None and end is not None and text[start:end] != quote:
        right = f"{at} to {at + len(quote)}" if at >= 0 else "positions counted in characters from 0"
        yield whole.problem(
            ("Account", id),
            f"account {id!r}: its quote does not stand at {start} to {end}",
            f"it stands at {right}",
            "error",
            column="start",
        )


def channels(whole: Whole) -> Iterator[Problem]:
    """A stated channel that runs backwards in time, or carries what an end of it does not deal with."""
    deals: dict[str, set[str]] = defaultdict(set)
    for type in ("CONCERNS", "DREW_ON", "PRODUCED"):
        for event, items in whole.ends_of(type, "Event").items():
            deals[event].update(items)
    for key in whole.content.relationships.get("TOOK_FROM", ()):
        item = key.identity[0]
        if whole.order.before(key.start, key.end):
            said = f"{key.start!r} took {item!r} from {key.end!r}, which was certainly later"
            yield whole.problem(("TOOK_FROM", key), said, "swap the two, or mend a date", "error")
        for event in (key.start, key.end):
            if item not in deals[event]:
                said = f"{key.start!r} took {item!r} from {key.end!r}, but {event!r} does not deal with it"
                yield whole.problem(
                    ("TOOK_FROM", key), said, f"add {item!r} to what {event!r} concerns, drew on or produced"
                )


def likenesses(whole: Whole) -> Iterator[Problem]:
    """Two names of one kind that are spelt alike: asked about, never merged."""
    for label in (
        "Actor",
        "Organisation",
        "Network",
        *(label for label, kind in ENTITY_OF.items() if kind.labels[-1] == "KnowledgeItem"),
    ):
        for one, other in whole.names.alike(label, whole.study.different):
            names = f"{whole.names.name((label, one))!r} ({one}) and {whole.names.name((label, other))!r} ({other})"
            apart = f"add [{one!r}, {other!r}] to [names] different in {FILE}"
            remedy = f"if so, keep one and list the other in Aliases; if not, {apart}"
            yield whole.problem((label, one), f"{names} are spelt alike; are they the same?", remedy)


def homonyms(whole: Whole) -> Iterator[Problem]:
    """An id that is another's name: whoever asks for the one would be told of both."""
    for labels in (KNOWLEDGE, ("Actor",), ("Network",)):
        found = {(label, id): node for label in labels for id, node in whole.nodes(label).items()}
        ids = {id: label for label, id in found}
        for (label, id), node in found.items():
            name = node.get("name", id)
            if name != id and name in ids:
                said = f"the name of {id!r}, {name!r}, is the id of another {ids[name]}"
                yield whole.problem((label, id), said, "give one of them another id or name", "error", "name")


BEFORE_ORDER: tuple[Rule, ...] = (
    moves,
    untold,
    aimless,
    intervals,
    lives,
    tellings,
    quotes,
    homonyms,
    likenesses,
    cycles,
)
"""The rules that hold for any content."""

GIVEN_ORDER: tuple[Rule, ...] = (channels,)
"""The rules that ask which event was first, and so only make sense where the certain order has no cycle."""


def broken(whole: Whole) -> list[Problem]:
    """Everything that the rules say of a study."""
    found = [problem for rule in BEFORE_ORDER for problem in rule(whole)]
    if not whole.order.cycles():
        found += [problem for rule in GIVEN_ORDER for problem in rule(whole)]
    return found
