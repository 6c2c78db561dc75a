"""The claims about a narrative's subject that belong to no event: posts, members, founders, what builds on what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from kgraph.narrative import Quoted, Said, Section, Step
from kgraph.narrative.facts import Own
from kgraph.narrative.steps import POSITIONS, Teller, by_whom, lettered
from kgraph.wording import ONLY_DENIED, To, Words, by_hearsay, capitalised, joined, not_shown, spell

_SECTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "KnowledgeItem": {
        "What it builds on, and what it is part of": (
            "BUILDS_ON", "PART_OF", "CONTAINS", "CONFLICTS_WITH", "DOCUMENTED_IN",
        )
    },
    "Network": {
        "Where it stands": ("SET_UP_BY", "REPORTS_TO", "IN_SITE"),
        "Who belonged": ("MEMBER_OF",),
    },
    "Actor": {"Posts and memberships": ("WORKS_FOR", "MEMBER_OF", "IN_SITE")},
}  # fmt: skip
_BUILDS = {
    "builds_on": ("It builds on {}", "{} builds on it"),
    "adapts": ("It adapts {}", "{} adapts it"),
    "renames": ("It is a new name for {}", "{} is a new name for it"),
    "merges": ("It takes in {}", "{} takes it in"),
}
_WORDS = {
    "PART_OF": ("It is part of {}", "{} is part of it"),
    "CONTAINS": ("It contains {}", "{} contains it"),
    "CONFLICTS_WITH": ("It conflicts with {}", "{} conflicts with it"),
    "DOCUMENTED_IN": ("It is described in {}", "{} describes it"),
    "SET_UP_BY": ("It was set up by {}", "it set up {}"),
    "REPORTS_TO": ("It reports to {}", "{} reports to it"),
    "IN_SITE": ("It belongs to {}", "{} belongs to it"),
}


def claims_of(teller: Teller, steps: Sequence[Step]) -> list[Section]:
    """The sections of a subject's own claims, those left out of which nothing is said; for an actor also positions."""
    label, made = teller.facts.subject.label, []
    for title, types in _SECTIONS[label].items():
        claims = [claim for claim in teller.facts.claims if claim.said["type"] in types]
        if label == "Actor":
            claims.sort(key=lambda claim: (claim.said["type"] == "IN_SITE", claim.said["earliest"] is None,
                                           str(claim.said["earliest"])))  # fmt: skip
        if claims:
            made.append(Section(title, said=tuple(_said(teller, claim) for claim in claims)))
    if label == "Actor" and (points := list(_positions(teller, steps))):
        made.append(Section("Positions, and changes of them", points=tuple(points)))
    return made


def _said(teller: Teller, claim: Own) -> Said:
    quoted = lettered(teller.facts.tellings([*claim.accounts, *claim.denied_by]))
    differs: list[Words] = []
    if claim.denied_by:
        alone = "" if claim.accounts else ", and nobody says so"
        differs.append((f"This is denied {by_whom(quoted, claim.denied_by)}{alone}.",))
    hidden = (f" {capitalised(not_shown(len(claim.withheld)))}.",) if claim.withheld else ()
    return Said((*_lead(claim, quoted), *_words(teller, claim), ".", *hidden), quoted, tuple(differs))


def _lead(claim: Own, quoted: Sequence[Quoted]) -> Words:
    """What a claim must begin with that nobody asserts, lest it be read as one that somebody does."""
    if claim.denied_by and not claim.accounts:
        return (f"{ONLY_DENIED}: ",)
    bearing = {each.passage.stance for each in quoted if each.passage.account in claim.accounts}
    return (f"{by_hearsay(bool(claim.withheld))}: ",) if bearing == {"hearsay"} else ()


def _words(teller: Teller, claim: Own) -> Words:
    """A claim as a sentence without its full stop."""
    said, outward = claim.said, claim.outward
    type, name = said["type"], str(said["name"])
    if type == "WORKS_FOR":
        grade = f" (grade: {said['grade']})" if said["grade"] else ""
        post = f"{capitalised(said['role'])} at {name}" if said["role"] else f"At {name}"
        return (f"{post}{grade}, {spell(said['begins'], said['ends'])}",)
    if type == "MEMBER_OF":
        whose = f"In {name} ({said['of_kind']})" if outward else name
        role = f", {'as ' if outward else ''}{said['role']}" if said["role"] else ""
        return (f"{whose}{role}, {spell(said['begins'], said['ends'])}",)
    if type in ("SET_UP_BY", "REPORTS_TO") and said["of_kind"]:
        name = f"{name} ({said['of_kind']})"
    if type == "IN_SITE" and teller.facts.subject.label == "Actor":
        return (f"Of {name}",)
    form = (_BUILDS[said["way"] or "builds_on"] if type == "BUILDS_ON" else _WORDS[type])[not outward]
    since = (", since ", *teller.event(said["event"])) if said["event"] else ()
    return (form.format(name), *since)


def _positions(teller: Teller, steps: Sequence[Step]) -> Iterable[Words]:
    """What an actor's positions were, item by item, in order; and whether they changed."""
    facts = teller.facts
    held = [
        (facts.name("KnowledgeItem", part.detail or ""), part.detail or "", step, position)
        for step in steps
        for position in POSITIONS
        for part in facts.happenings[step.event].standing(position)
        if part.other == facts.subject.id
    ]
    held.sort(key=lambda one: (one[0].casefold(), one[1]))  # steps stay in order
    for (name, _), group in groupby(held, key=lambda one: one[:2]):
        found = list(group)
        parts: list[Words] = []
        for at, (_, _, step, position) in enumerate(found):
            still = "still " if at and found[at - 1][3] == position else ""
            there = To(f"step {step.number}", step.event)
            parts.append((f"{still}{POSITIONS[position]} ({step.when or 'undated'}, ", there, ")"))
        certain = all(teller.order.certain(one[2].event, other[2].event) for one, other in pairwise(found))
        note = ""
        if len({position for *_, position in found}) > 1:
            note = " A change of position." if certain else " Which of these came first is not certain."
        yield (f"On {name}: ", *joined(parts, ", then " if certain else "; "), f".{note}")
