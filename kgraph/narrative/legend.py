"""How to read a narrative: a line for each thing on its page that could be misread, and for no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kgraph.narrative import Quoted, Section, Step
from kgraph.narrative.arrival import PERHAPS, UNLINKED
from kgraph.narrative.steps import STATED
from kgraph.wording import NOT_HAPPENED, ONLY_DENIED

_COULD = (
    "What could have come from one step to another: somebody took part in both, and both dealt with it; or the later "
    "drew on what the earlier had brought forth; or a source says so. That does not mean that anybody saw it pass."
)
_ORDER = "Steps stand in the order that is certain, from their dates and from what people say came after what."
_OPEN = (
    "Possible order: where nothing fixes which of two events was first, the page says so, and the numbers do not "
    "decide it."
)
_PERHAPS = " What is told with “if that was first” could have come over in that order alone."
_LETTERS = (
    "A letter in brackets names the passages that alone bear something out; without one, it rests on all that tell of "
    "the step and do not deny it."
)
_HEARSAY = "Hearsay: whoever says it had it from others."
_HEARSAY_ONLY = " “By hearsay only” means that no account shown here asserts it."
_DENIED = (
    "Denied: a source says that it was not so. That does not undo what others say: both are shown, with who denies it."
)
_ONLY_DENIED = " “Only denied” means that no account shown here says that it was so."
_EXACT = (
    "Words in “ ” are exact. All others are the coders', or made from what they coded. A passage whose certainty is "
    "not noted is one of which the coder was sure, or did not say."
)


def legend(sections: Sequence[Section]) -> list[str]:
    """What a reader of some sections must know, as far as it occurs in them."""
    steps = [step for section in sections for group in section.groups for step in group.steps]
    numbered = [step for step in steps if step.number is not None]
    quoted = [*_quoted(sections)]
    arrivals = [words for step in steps for words in step.arrival]
    perhaps = any(words[0] in _BEGINNINGS for words in arrivals)
    made = [_COULD] if any(words != UNLINKED for words in arrivals) else []
    made += [_ORDER] if len(numbered) > 1 else []
    if perhaps or _is_open(sections, numbered):
        made.append(_OPEN + _PERHAPS * perhaps)
    made += [_LETTERS] if any(len(step.passages) > 1 for step in numbered) else []
    if any(each.passage.stance == "hearsay" for each in quoted):
        made.append(_HEARSAY + _HEARSAY_ONLY * any("hearsay" in lead for lead in _leads(sections, steps)))
    made += _of_denials(sections, steps)
    return made + [_EXACT] * bool(quoted)


_BEGINNINGS = {words[0] for words in PERHAPS.values()}


def _quoted(sections: Iterable[Section]) -> Iterator[Quoted]:
    for section in sections:
        for said in section.said:
            yield from said.passages
        for group in section.groups:
            for step in group.steps:
                yield from step.passages


def _leads(sections: Iterable[Section], steps: Iterable[Step]) -> list[str]:
    """What steps and claims begin with, of which something must be said."""
    claims = [said.words[0] for section in sections for said in section.said]
    return [step.lead for step in steps] + [words for words in claims if isinstance(words, str) and words[-2:] == ": "]


def _is_open(sections: Iterable[Section], numbered: Sequence[Step]) -> bool:
    """Whether the place of a step among others is left open, by itself or by the heading it stands under."""
    together = any(group.heading for section in sections for group in section.groups)
    open_ = (words for step in numbered for words in step.order if words[0] != STATED)
    return len(numbered) > 1 and (together or any(open_))


def _of_denials(sections: Sequence[Section], steps: Sequence[Step]) -> list[str]:
    """What a denial means; and what it means that nobody says otherwise."""
    differs = [*(said.differs for section in sections for said in section.said), *(step.differs for step in steps)]
    if not any(differs):
        return []
    alone = any(lead == NOT_HAPPENED or ONLY_DENIED.lower() in lead.lower() for lead in _leads(sections, steps))
    return [_DENIED + _ONLY_DENIED * alone]
