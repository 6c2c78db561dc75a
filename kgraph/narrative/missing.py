"""What a narrative lacks, as points: what has no date, what one account alone bears, who was not heard or not asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kgraph.narrative import Step
from kgraph.narrative.arrival import unlinked
from kgraph.narrative.facts import Facts
from kgraph.narrative.steps import Teller
from kgraph.wording import Words, count, some

_MOST = 12
_IS_ASKED = ("interview", "survey")


def missing(teller: Teller, steps: Sequence[Step]) -> Iterable[Words]:
    """What is missing from the account that some steps give."""
    made = [*_of_steps(teller, steps), *_not_heard(teller.facts, steps), *_not_asked(teller.facts)]
    return made or [("Nothing that the graph can show.",)]


def _of_steps(teller: Teller, steps: Sequence[Step]) -> Iterable[Words]:
    """How many steps lack what, and which, where they are told in a few numbers."""
    happenings, order = teller.facts.happenings, teller.order
    lacking: tuple[tuple[Callable[[Step], bool], str, str], ...] = (
        (lambda step: not step.date, "has no date", "have no date"),
        (lambda step: step.event in order.unsure, "has a date that is doubted", "have dates that are doubted"),
        (lambda step: not happenings[step.event].standing("TOOK_PART"), "does not tell who took part",
         "do not tell who took part"),
        (lambda step: not step.networks, "is placed in no network", "are placed in no network"),
        (lambda step: len(happenings[step.event].bearing) == 1, "rests on a single account",
         "rest on a single account"),
        (lambda step: not _asserted(step), "is known by hearsay only", "are known by hearsay only"),
        (lambda step: unlinked(teller, step.event), "has nothing that links it to an earlier one",
         "have nothing that links them to earlier ones"),
    )  # fmt: skip
    for lacks, one, many in lacking:
        found = [step.event for step in steps if lacks(step)]
        if len(found) == len(steps) == 1:
            yield (f"The one step {one}.",)
        elif found:
            which = (": ", *teller.numbered(found)) if len(found) < len(steps) and teller.are_few(found) else ()
            yield (f"{len(found)} of {len(steps)} steps {one if len(found) == 1 else many}", *which, ".")


def _asserted(step: Step) -> bool:
    return any(quoted.passage.stance == "asserts" for quoted in step.passages)


def _not_heard(facts: Facts, steps: Sequence[Step]) -> Iterable[Words]:
    """Who took part and gave no account; by number alone where the page does not say who gave which."""
    parts = {part.other for step in steps for part in facts.happenings[step.event].standing("TOOK_PART")}
    if facts.subject.label == "Actor":
        yield _own_voice(facts, steps)
        parts.discard(facts.subject.id)
    silent = sorted(parts - facts.heard, key=lambda id: (facts.name("Actor", id).casefold(), id))
    if not silent:
        return
    if len(silent) == len(parts):
        other = " else" if facts.subject.label == "Actor" else ""
        yield (f"Nobody{other} who took part gave an account in the study.",)
    elif any(telling.withheld for telling in facts.shown):
        others = " others" if facts.subject.label == "Actor" else ""
        yield (f"{len(silent)} of the {len(parts)}{others} who took part gave no account in the study.",)
    else:
        names = [facts.name("Actor", id) for id in silent]
        yield (f"Took part and gave no account in the study: {some(names, _MOST, 'others')}.",)


def _own_voice(facts: Facts, steps: Sequence[Step]) -> Words:
    tellings = [told for step in steps for told in facts.happenings[step.event].tellings]
    own = sum(facts.subject.id in told.speakers for told in tellings)
    if any(told.withheld for told in tellings):  # whoever gave them: to say whose would be to say who spoke
        return ("How much of this they tell themselves is left out here, as some of its sources are controlled.",)
    if not own:
        return ("They tell none of these steps themselves: all is what others and documents say.",)
    return (f"They tell {own} of the {count(len(tellings), 'account')} of these steps themselves.",)


def _not_asked(facts: Facts) -> Iterable[Words]:
    """Who was asked about the subject and says nothing, and who was not asked, so that their silence means nothing."""
    subject = facts.subject
    if subject.label == "Actor":
        return
    told = {telling.source for telling in facts.told}
    is_network = subject.label == "Network"
    about = [row for row in facts.asked if row["id"] == subject.id and row["is_network"] == is_network]
    asked = {str(row["source"]) for row in about}
    if not facts.asked:
        yield ("The study does not record what its sources were asked about, so that their silence means nothing.",)
        return
    titles = {id: str(row["title"] or id) for id, row in facts.sources.items()}
    silent = sorted(titles.get(id, id) for id in asked - told)
    spared = sorted(titles[id] for id, row in facts.sources.items() if row["kind"] in _IS_ASKED and id not in asked)
    heard = sorted(titles.get(id, id) for id in asked & told)
    if heard:
        yield (f"Asked about it, and told of it: {some(heard, _MOST, 'others')}.",)
    if silent:
        yield (f"Asked about it, and silent: {some(silent, _MOST, 'others')}.",)
    if spared:
        yield (f"Not asked about it, as far as is recorded: {some(spared, _MOST, 'others')}.",)
