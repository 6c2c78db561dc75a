"""A narrative put together: its opening, what is missing, its subject's own claims, its steps, what is only denied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from kgraph.narrative import Group, Narrative, Section, Step, Window, where
from kgraph.narrative.claims import claims_of
from kgraph.narrative.facts import Facts, Happening, Own
from kgraph.narrative.legend import legend
from kgraph.narrative.missing import missing
from kgraph.narrative.order import arranged, hull
from kgraph.narrative.steps import Teller
from kgraph.wording import Words, capitalised, count, ended, kind_of, months, point, several, spell, when

_TOLD = {
    "KnowledgeItem": "The account",
    "Network": "What happened there, and what was handed on to it",
    "Actor": "What they took part in",
}


def narrated(facts: Facts, window: Window, study: str) -> Narrative:
    """The narrative of some facts, of events and claims that can have been within a window."""
    within = {id: one for id, one in facts.happenings.items() if _is_within(window, one)}
    facts.within = {*within}
    claims, facts.claims = facts.claims, [claim for claim in facts.claims if _is_held(facts, window, claim)]
    left_out = (len(facts.happenings) - len(within), len(claims) - len(facts.claims))
    told = {id: one for id, one in within.items() if _is_told(one)}
    rest = [one.said for id, one in facts.happenings.items() if id not in told and one.said["stands"]]
    order = arranged([one.said for one in told.values()], [*facts.elsewhere.values(), *rest], facts.after)
    teller = Teller(facts, order)
    groups = _groups(teller)
    steps = [step for group in groups for step in group.steps]
    denied = [teller.denied(id) for id in sorted(within.keys() - told.keys(), key=lambda id: _by_day(facts, id))]
    opening = _opening(facts, [told[step.event] for step in steps], study, window, left_out)
    sections = [
        Section("", paragraphs=tuple(opening)),
        Section("What is missing, and who was asked", points=tuple(missing(teller, steps))),
        *claims_of(teller, steps),
        Section(_TOLD[facts.subject.label], paragraphs=_nothing(facts, steps, denied), groups=groups),
    ]
    if denied:
        sections.append(Section("Told of, and only denied", groups=tuple(Group("", (step,)) for step in denied)))
    if points := legend(sections):
        sections.append(Section("How to read this", points=tuple((text,) for text in points)))
    coders = sorted({telling.passage.coder for telling in facts.shown if telling.passage.coder})
    return Narrative(facts.subject.name, facts.subject.label, facts.subject.id, tuple(sections), tuple(coders))


def _is_within(window: Window, one: Happening) -> bool:
    """Whether an event can have been within a window; of a doubted date nothing is certain."""
    doubted = one.said["certain"] is False
    return doubted or window.holds(one.said["earliest"], one.said["latest"])


def _is_held(facts: Facts, window: Window, claim: Own) -> bool:
    """Whether a claim can have been so within a window; since an event or a day, until nobody says that it ended."""
    if _is_undated(facts, claim) or any(sign in f"{claim.said['begins']}{claim.said['ends']}" for sign in "?%"):
        return True
    since = facts.days(claim.said["event"]) if claim.said["event"] else {}
    first = claim.said["earliest"] or (since.get("earliest") if since.get("certain") is not False else None)
    return window.holds(first, claim.said["latest"])


def _is_undated(facts: Facts, claim: Own) -> bool:
    """Whether no day is told of a claim, neither its own nor that of the event since which it is so."""
    said = claim.said
    return not (said["begins"] or said["ends"] or (said["event"] and facts.days(said["event"]).get("date")))


def _is_told(one: Happening) -> bool:
    """Whether somebody says that the event was, and that it had to do with the subject."""
    return bool(one.said["stands"]) and (not one.links or any(link.accounts for link in one.links))


def _by_day(facts: Facts, id: str) -> tuple[Any, ...]:
    day = facts.happenings[id].said["earliest"]
    return (day is None, str(day), id)


def _nothing(facts: Facts, steps: Sequence[Step], denied: Sequence[Step]) -> tuple[Words, ...]:
    if steps:
        return ()
    return ((f"No event is told of {_whom(facts)}" + (" that is not denied." if denied else "."),),)


# -- steps -------------------------------------------------------------------------------------------------------------


def _groups(teller: Teller) -> tuple[Group, ...]:
    made = []
    for ids in teller.order.groups:
        steps = tuple(map(teller.step, ids))
        made.append(_together(teller.facts, steps) if len(ids) > 1 else Group("", steps))
    if teller.order.undated:
        steps = tuple(map(teller.step, teller.order.undated))
        made.append(Group("At a time that nobody tells", steps, ("when",)))
    return tuple(made)


def _together(facts: Facts, steps: tuple[Step, ...]) -> Group:
    """Steps of open order under one heading: when they all were, and where, as far as that is the same for all."""
    said = [facts.happenings[step.event].said for step in steps]
    same_day = len({step.date for step in steps}) == 1 and steps[0].when
    same_place = len({(step.networks, step.sites) for step in steps}) == 1
    common = (*(["when"] if same_day else []), *(["networks", "sites"] if same_place else []))
    there = where(steps[0]) if same_place else ""
    span = steps[0].when if same_day else _span(*hull(said))
    return Group(f"{capitalised(span)}{there}: {len(steps)} steps in an order that nobody states", steps, common)


def _span(first: date | None, last: date | None) -> str:
    if first and last:
        return when(_in_short(first.isoformat(), last.isoformat()))
    return when(f"../{last.isoformat()}") if last else when(f"{first.isoformat()}/..") if first else "at some time"


def _in_short(first: str, last: str) -> str:
    """Two days as an interval of whole months or years, where they are the ends of such."""
    from calendar import monthrange

    whole = first.endswith("-01") and int(last[8:]) == monthrange(int(last[:4]), int(last[5:7]))[1]
    if whole and first.endswith("-01-01") and last.endswith("-12-31"):
        return f"{first[:4]}/{last[:4]}"
    return f"{first[:7]}/{last[:7]}" if whole else f"{first}/{last}"


# -- the opening -------------------------------------------------------------------------------------------------------


def _opening(
    facts: Facts, told: Sequence[Happening], study: str, window: Window, left_out: tuple[int, int]
) -> Iterable[Words]:
    if study:
        yield (f"An account from the study “{study}”.",)
    yield (_what_it_is(facts),)
    if names := _names(facts):
        yield (names,)
    if told:
        yield (_extent(facts, told),)
    if rests := _rests_on(facts, told):
        yield (rests,)
    if window.since or window.until:
        yield from _only(facts, window, *left_out)
    yield from _care(facts, window)


def _only(facts: Facts, window: Window, events: int, claims: int) -> Iterable[Words]:
    """Which days a narrative is of, what it leaves out for that, and what it keeps because nobody says when it was."""
    since = f" from {point(window.since.isoformat())}" if window.since else ""
    until = f" until {point(window.until.isoformat())}" if window.until else ""
    gone = f"{count(events, 'event')} certainly outside {_be(events)} left out"
    yield (f"Only what can have happened{since}{until} is told; {gone}.",)
    undated = sum(_is_undated(facts, claim) for claim in facts.claims)
    parts = [f"{claims} certainly outside {_be(claims)} left out"] if claims else []
    parts += [f"{undated} without days {_be(undated)} kept"] if undated else []
    if parts:
        yield (f"Of claims that belong to no event (posts, memberships, names and the like), {several(parts)}.",)


def _be(number: int) -> str:
    return "is" if number == 1 else "are"


def _what_it_is(facts: Facts) -> str:
    own, said = facts.subject, facts.subject.properties
    if own.label == "Network":
        kind = f"{said['kind']} network, {spell(said['begins'], said['ends'])}"
    elif own.label == "Actor":
        kind = (said["kind"] or "person") + (f" of {said['size']}" if said["size"] else "")
    else:
        sort = str(said["kind"] or "").replace("_", " ")
        kind = kind_of(own.own) + (f" ({sort})" if sort else "")
    about = said["purpose"] or said["description"]
    return f"{'An' if kind[0] in 'aeiou' else 'A'} {kind}." + (f" {ended(about)}" if about else "")


def _names(facts: Facts) -> str:
    """The names that a shared thing had before, and those that it was given later."""
    named = [claim for claim in facts.claims if claim.said["way"] == "renames" and claim.accounts]
    before = [claim.said["name"] for claim in named if claim.outward and claim.said["type"] == "BUILDS_ON"]
    after = [claim.said["name"] for claim in named if not claim.outward and claim.said["type"] == "BUILDS_ON"]
    parts = [f"It is said to be a new name for {several(before)}."] if before else []
    parts += [f"It is said to have been given another name: {several(after)}."] if after else []
    return " ".join(parts)


def _extent(facts: Facts, told: Sequence[Happening]) -> str:
    """How many events, over which months, in how many networks of either kind."""
    days = [day for one in told for day in (one.said["earliest"], one.said["latest"]) if day]
    is_network = facts.subject.label == "Network"
    networks = set() if is_network else {part.other for one in told for part in one.standing("HELD_IN")}
    kinds = [facts.thing("Network", id).kind for id in networks]
    held = [count(kinds.count(kind), f"{kind} network") for kind in ("stable", "fluid") if kinds.count(kind)]
    places = f", in {several(held)}" if held else ""
    span = f", {months(min(days), max(days))}" if days else ", none of them dated"
    number = f"{count(len(told), 'event')} {_be(len(told))}"
    return f"{number} told of {_whom(facts)}{span}{places}."


def _whom(facts: Facts) -> str:
    return "them" if facts.subject.label == "Actor" else "it"


def _rests_on(facts: Facts, told: Sequence[Happening]) -> str:
    """How many accounts in how many sources by how many people, and who coded them."""
    ids = {telling.passage.account for one in told for telling in one.tellings}
    ids |= {account for claim in facts.claims for account in (*claim.accounts, *claim.denied_by)}
    tellings = [telling for telling in facts.shown if telling.passage.account in ids]
    if not tellings:
        return ""
    people = {id for telling in tellings for id in telling.speakers}
    mute = sum(not telling.speakers for telling in tellings)
    coders = sorted({telling.passage.coder for telling in tellings if telling.passage.coder})
    sources = len({telling.source for telling in tellings})
    given = f", given by {count(len(people), 'person', 'people')}" if people else ""
    nobody = f"; {count(mute, 'account')} {'names' if mute == 1 else 'name'} no speaker" if mute else ""
    nobody = nobody if people else "; none of them names a speaker"
    coded = f". Coded by {several(coders)}" if coders else ""
    return f"This rests on {count(len(tellings), 'account')} in {count(sources, 'source')}{given}{nobody}{coded}."


def _withheld(facts: Facts, window: Window) -> Iterable[Words]:
    """What is left out of the page because access to its sources is controlled, and what is not."""
    kept = [facts.happenings[id] for id in facts.within]
    gone = [one for one in facts.left_out.values() if _is_within(window, one)]
    claims = [*facts.claims, *(claim for claim in facts.claims_left_out if _is_held(facts, window, claim))]
    number = sum(one.withheld for one in (*kept, *gone)) + len({id for claim in claims for id in claim.withheld})
    if not number:
        return
    one = number == 1
    lead = f"{count(number, 'account')} in {'a source' if one else 'sources'} of controlled access"
    gave, said = ("it", "it says") if one else ("them", "they say")
    also = (
        " The summary, date and outcome of an event that other accounts tell of too are the coder's, and may be from "
        "all its accounts."
        if any(happening.withheld for happening in kept)
        else ""
    )
    yield (
        f"{lead} {_be(number)} not shown: who gave {gave}, what {said}, and what rests on {gave} alone is "
        f"left out here; “nobody” and “nothing” are said of what is shown.{also}",
    )


def _care(facts: Facts, window: Window) -> Iterable[Words]:
    """What to mind before the page is passed on: who may see its sources, and that it is about a person."""
    yield from _withheld(facts, window)
    access = {telling.passage.access for telling in facts.shown if telling.passage.quote or telling.passage.paraphrase}
    closed = [word for word in ("safeguarded", "controlled") if word in access]
    if closed:
        yield (f"It shows passages of sources whose access is {several(closed)}: pass it on only as that allows.",)
    if facts.subject.label == "Actor" and facts.subject.properties["kind"] in (None, "person"):
        yield ("It brings together what is told of one person: share it only as they agreed.",)
