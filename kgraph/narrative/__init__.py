"""A narrative: what is told of an idea, a network or an actor, in order, each step with its passages.

The form is that of narrative accounts in process research (Langley 1999; Pentland & Feldman 2007): what happened, when,
who was there, what they drew on, what stood in the way and what came of it. Each sentence is made from claims of the
graph; nothing is told that no account bears.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kgraph.dates import parse
from kgraph.errors import ParameterError, UsageError
from kgraph.evidence import Passage
from kgraph.wording import Words, several

if TYPE_CHECKING:
    from kgraph.graph import Graph

PASSAGES = ("all", "short", "none")
"""How much of the passages a page shows: every word, the first of them, or only where they stand."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage as a narrative shows it, with the letter by which its sentences refer to it."""

    letter: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Said:
    """A claim about the subject that belongs to no event, with the passages it rests on and who denies it."""

    words: Words
    passages: tuple[Quoted, ...]
    differs: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One event, told.

    ``number`` counts the steps of a narrative from 1; what is only denied has none. ``when`` is its date in words,
    ``networks`` and ``sites`` where it was, ``did`` the move as a verb. ``particulars`` say who, with what, against
    what, and what came of it; ``arrival`` how it could have come from earlier steps and gone on; ``order`` what its
    place leaves open; ``differs`` what witnesses contradict. ``withheld`` is how many accounts of it, of whatever
    stance, are not shown because access to their source is controlled. ``lead`` begins what is told where that is no
    plain assertion: that it is by hearsay only, or only denied.
    """

    number: int | None
    event: str
    date: str | None
    when: str
    networks: tuple[str, ...]
    sites: tuple[str, ...]
    did: str
    summary: str
    particulars: tuple[Words, ...]
    arrival: tuple[Words, ...]
    order: tuple[Words, ...]
    passages: tuple[Quoted, ...]
    differs: tuple[Words, ...]
    withheld: int = 0
    lead: str = ""

    @property
    def accounts(self) -> tuple[str, ...]:
        """The ids of the accounts that it rests on, and of those that deny it, as far as they are shown."""
        return tuple(quoted.passage.account for quoted in self.passages)


def where(step: Step) -> str:
    """Where a step was, to follow on when: ``, in The Board (stable); place: Redbridge``."""
    held = f", in {several(step.networks)}" if step.networks else ""
    places = "places" if len(step.sites) > 1 else "place"
    return held + (f"; {places}: {several(step.sites)}" if step.sites else "")


@dataclass(frozen=True, slots=True)
class Group:
    """Steps of which nobody states the order, under a heading that says so; or one step, without a heading.

    ``common`` are the names of those fields of its steps that are alike, and stand in the heading.
    """

    heading: str
    steps: tuple[Step, ...]
    common: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a narrative under a title: sentences, points, claims, and steps."""

    title: str
    paragraphs: tuple[Words, ...] = ()
    points: tuple[Words, ...] = ()
    said: tuple[Said, ...] = ()
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Narrative:
    """What is told of a subject. ``str`` of it is Markdown; a notebook shows it as such."""

    title: str
    label: str
    """Actor, Network or KnowledgeItem."""
    id: str
    sections: tuple[Section, ...]
    """The first has no title: it is the opening."""
    coders: tuple[str, ...] = ()
    """Everyone who coded a passage of it."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, in the order of telling; what is only denied is not among them."""
        return tuple(
            step
            for section in self.sections
            for group in section.groups
            for step in group.steps
            if step.number is not None
        )

    def markdown(self, passages: str = "all") -> str:
        """The page as Markdown. ``passages`` is all, short or none. Raises ParameterError for anything else."""
        from kgraph.narrative.page import markdown

        return markdown(self, _how(passages))

    def html(self, passages: str = "all") -> str:
        """The same as a page that stands alone. Raises ParameterError as ``markdown``."""
        from kgraph.narrative.page import html

        return html(self, _how(passages))

    def __str__(self) -> str:
        return self.markdown()

    def __repr__(self) -> str:
        count = len(self.steps)
        return f"<Narrative of {self.title}: {count} step{'' if count == 1 else 's'}>"

    def _repr_markdown_(self) -> str:
        return self.markdown()


def _how(passages: str) -> str:
    if passages not in PASSAGES:
        raise ParameterError(f"passages: {passages!r} is not one of {', '.join(PASSAGES)}")
    return passages


# -- telling -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are told of, both included; None leaves that side open."""

    since: date | None = None
    until: date | None = None

    def holds(self, earliest: date | None, latest: date | None) -> bool:
        """Whether something can have been within: only what certainly was not is left out."""
        too_early = self.since is not None and latest is not None and latest < self.since
        too_late = self.until is not None and earliest is not None and earliest > self.until
        return not (too_early or too_late)


def account(
    graph: Graph, about: str, *, since: str | None = None, until: str | None = None, with_controlled: bool = False
) -> Narrative:
    """What is told of the idea, network or actor that an id or a name stands for.

    ``since`` and ``until`` are dates in EDTF; an event, and a post, membership or other claim with days, that certainly
    lies outside is left out. What sources of controlled access say, who said it, and what rests on them alone is left
    out unless ``with_controlled``.

    Raises ParameterError for a name that nothing or more than one thing has, and for what is no date; UsageError for a
    first day after the last; GraphIncomplete while a load is unfinished.
    """
    from kgraph.collector import paused
    from kgraph.narrative.facts import Facts
    from kgraph.narrative.opening import narrated
    from kgraph.narrative.subject import subject_of

    window = Window(_day("from", since), _day("until", until))
    if window.since and window.until and window.since > window.until:
        raise UsageError(f"from: {since} is after until: {until}; give the earlier of the two as from")
    graph.ready()
    subject = subject_of(graph.engine, about)
    with paused():
        facts = Facts(graph.engine, subject, with_controlled=with_controlled)
        return narrated(facts, window, _study(graph))


def _day(name: str, text: str | None) -> date | None:
    """The first day of a date from which, or the last until which, events are told."""
    if text is None:
        return None
    try:
        said = parse(text)
    except ValueError as error:
        raise ParameterError(f"{name}: {error}") from error
    day = said.earliest if name == "from" else said.latest
    if day is None:
        raise ParameterError(f"{name}: {text!r} is open at that end; give a day, a month or a year")
    return day


def _study(graph: Graph) -> str:
    """The study's title, or its id where only the graph is known."""
    if graph.study is not None:
        return graph.study.title
    return str(graph.ready().get("study") or "")
