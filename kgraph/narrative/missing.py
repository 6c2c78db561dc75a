"""What a narrative lacks, as points: what has no date, what one account alone bears, who was not heard or not asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kgraph.narrative import Step
from kgraph.narrative.arrival import unlinked
from kgraph.narrative.facts import Facts
from kgraph.narrative.steps import Teller
from kgraph.wording import Words, count, some

_MOST, _MOST_TITLES = 12, 3
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
        (lambda step: not step.withheld and _asserting(step) == 1,
         "is asserted by a single account", "are asserted by a single account each"),
        (lambda step: not step.withheld and not _asserting(step), "is known by hearsay only",
         "are known by hearsay only"),
        (lambda step: unlinked(teller, step.event), "has nothing coded that links it to an earlier one",
         "have nothing coded that links them to earlier ones"),
    )  # fmt: skip
    for lacks, one, many in lacking:
        found = [step.event for step in steps if lacks(step)]
        if len(found) == len(steps) == 1:
            yield (f"The one step {one}.",)
        elif found:
            which = (": ", *teller.numbered(found)) if len(found) < len(steps) and teller.are_few(found) else ()
            yield (f"{len(found)} of {len(steps)} steps {one if len(found) == 1 else many}", *which, ".")


def _asserting(step: Step) -> int:
    return sum(quoted.passage.stance == "asserts" for quoted in step.passages)


def _not_heard(facts: Facts, steps: Sequence[Step]) -> Iterable[Words]:
    """Who took part and gave no account.

    Where some sources are not shown, those who spoke in them alone and those who did not speak at all are named
    alike, whoever they are: otherwise the rest of them could be told by elimination.
    """
    parts = {part.other for step in steps for part in facts.happenings[step.event].standing("TOOK_PART")}
    if facts.subject.label == "Actor":
        if steps:
            yield _own_voice(facts, steps)
        parts.discard(facts.subject.id)
    silent = sorted(parts - facts.heard, key=lambda id: (facts.name("Actor", id).casefold(), id))
    within = "that may be shown here" if facts.hides_some else "in the study"
    if silent and len(silent) == len(parts):
        other = " else" if facts.subject.label == "Actor" else ""
        yield (f"Nobody{other} who took part gave an account {within}.",)
    elif silent:
        names = [facts.name("Actor", id) for id in silent]
        yield (f"Took part and gave no account {within}: {some(names, _MOST, 'others')}.",)


def _own_voice(facts: Facts, steps: Sequence[Step]) -> Words:
    tellings = [told for step in steps for told in facts.happenings[step.event].tellings]
    own = sum(facts.subject.id in told.speakers for told in tellings)
    if any(step.withheld for step in steps):  # whoever gave them: to say whose would be to say who spoke
        return ("How much of this they tell themselves is left out here, as some of its sources are controlled.",)
    if not own:
        return ("They tell none of these steps themselves: all is what others and documents say.",)
    return (f"They gave {own} of the {count(len(tellings), 'account')} of these steps themselves.",)


def _not_asked(facts: Facts) -> Iterable[Words]:
    """Who was asked about the subject and says nothing, and who was not asked, so that their silence means nothing."""
    subject = facts.subject
    if subject.label == "Actor":
        return
    told = {telling.source for telling in facts.told}
    is_network = subject.label == "Network"
    recorded = [row for row in facts.asked if not facts.hides(row["source"])]
    asked = {str(row["source"]) for row in recorded if row["id"] == subject.id and row["is_network"] == is_network}
    if not recorded:
        whose = "the sources shown here" if facts.hides_some else "its sources"
        yield (f"The study does not record what {whose} were asked about, so that their silence means nothing.",)
        return
    shown = {id: row for id, row in facts.sources.items() if not facts.hides(id)}
    could_tell = {id for id, row in shown.items() if row["kind"] in _IS_ASKED}
    for words, ids, most in (
        ("Asked about it, and told of it", asked & told, _MOST_TITLES),
        ("Asked about it, and silent", asked - told, _MOST),
        ("Not asked about it, as far as is recorded", could_tell - asked, _MOST_TITLES),
    ):
        if titles := sorted(str(shown[id]["title"] or id) for id in ids & shown.keys()):
            yield (f"{words}: {some(titles, most, 'others')}.",)
    if facts.hides_some:  # whether or not they were asked: of that a word only then would tell
        yield ("What sources of controlled access were asked about is left out here.",)
