"""The model: every label and relationship type of the graph, and every sheet and column of a study's files.

This is the one vocabulary. A class here is a sheet; its fields are the sheet's columns and the graph's properties, by
the same names. Validation, the workbook template, the JSON Schema, the constraints and indexes and the page
docs/model.md are all made from these classes (kgraph/vocabulary.py reads them; kgraph/schema.py writes from them).

Three kinds of sheet: an ``Entity`` becomes nodes, a ``Relation`` becomes relationships, and ``Quick`` and ``Alias`` are
ways of saying either. A column marked ``Link`` is a short way to write relationships from an entity's own row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints, WithJsonSchema

from kgraph.dates import edtf_text

KNOWLEDGE = ("Idea", "Routine", "Discourse", "Programme", "Perspective", "Skill", "EvidenceSource")
"""The labels that are shared, built on, harmonised or reached for; each node has the second label KnowledgeItem."""


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a column that holds the id, the exact name or an alias of something with one of these labels."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Marks an entity's column that holds the other ends of relationships: a short way to write them."""

    type: str
    labels: tuple[str, ...]


def listed(value: Any) -> Any:
    """The values that a cell of a column of several holds, where it is not a list already."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return [str(value)]  # a participant's number, as a spreadsheet keeps it
    return value


_NO_CONTROLS = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=_NO_CONTROLS)]
Id = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, pattern=r"^[^\s;:|\x00-\x1f](?:[^;:|\x00-\x1f]*[^\s;:|\x00-\x1f])?$", max_length=120
    ),
]
Edtf = Annotated[str, Strict(), BeforeValidator(edtf_text), WithJsonSchema({"type": "string", "format": "edtf"})]
Texts = Annotated[tuple[Text, ...], BeforeValidator(listed)]

Stance = Literal["asserts", "denies", "hearsay"]
Certainty = Literal["low", "medium", "high"]
ActorRole = Literal["initiator", "recipient", "chair", "participant"]


class Sheet(BaseModel):
    """A row of a study's files."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)
    sheet: ClassVar[str]


# -- entities: a row becomes a node ------------------------------------------------------------------------------------


class Entity(Sheet):
    """A row that becomes a node. ``labels[0]`` is its own label; ``id`` is unique within it."""

    labels: ClassVar[tuple[str, ...]]
    id: Id = Field(description="short and lasting; unique among its kind")


class Site(Entity):
    """A place studied."""

    sheet, labels = "Sites", ("Site",)
    name: Text = Field(description="as people would say it")
    description: Text | None = Field(None, description="what a reader should know of it")


class Actor(Entity):
    """Someone, or a group or body, who takes part in events."""

    sheet, labels = "Actors", ("Actor",)
    name: Text = Field(description="name or pseudonym")
    kind: Literal["person", "post", "group", "body"] = Field("person", description="what sort of actor this is")
    size: int | None = Field(None, ge=1, description="how many people a group is")
    description: Text | None = Field(None, description="what a reader should know of them")


class Organisation(Entity):
    """An employer or another body that people work for."""

    sheet, labels = "Organisations", ("Organisation",)
    name: Text = Field(description="as it called itself")
    sector: Text | None = Field(None, description="for instance local_government, health, third_sector")
    description: Text | None = Field(None, description="what a reader should know of it")


class Network(Entity):
    """A set of relationships that people enact: a standing board, a temporary taskforce."""

    sheet, labels = "Networks", ("Network",)
    name: Text = Field(description="as its members call it")
    kind: Literal["stable", "fluid"] = Field(
        description="stable (bureaucratic, standing) or fluid (temporary, a taskforce)"
    )
    purpose: Text | None = Field(None, description="what it is for")
    begins: Edtf | None = Field(None, description="when it began")
    ends: Edtf | None = Field(None, description="when it ended; empty while it lasts or when unknown")


class KnowledgeItem(Entity):
    """Something that is shared, built on, harmonised or reached for. Ids are unique across all such sheets."""

    name: Text = Field(description="a few words that a reader will recognise")
    description: Text | None = Field(None, description="what it holds, in a sentence")


class Idea(KnowledgeItem):
    """A thought that something could be done or seen in a certain way."""

    sheet, labels = "Ideas", ("Idea", "KnowledgeItem")


class Routine(KnowledgeItem):
    """A way of doing things that people repeat."""

    sheet, labels = "Routines", ("Routine", "KnowledgeItem")


class Discourse(KnowledgeItem):
    """A way of talking about things that people share."""

    sheet, labels = "Discourses", ("Discourse", "KnowledgeItem")


class Programme(KnowledgeItem):
    """A programme of action: what some people set out to do."""

    sheet, labels = "Programmes", ("Programme", "KnowledgeItem")


class Perspective(KnowledgeItem):
    """A point of view that people reach out for: a profession's, a public's."""

    sheet, labels = "Perspectives", ("Perspective", "KnowledgeItem")


class Skill(KnowledgeItem):
    """Something people can do, and that others reach out for."""

    sheet, labels = "Skills", ("Skill", "KnowledgeItem")


class EvidenceSource(KnowledgeItem):
    """Evidence that people draw on: a data set, a report, what a peer knows."""

    sheet, labels = "EvidenceSources", ("EvidenceSource", "KnowledgeItem")
    kind: Literal["routine_data", "contract_monitoring", "research", "peer_intelligence", "other"] = Field(
        "other", description="what sort of evidence it is"
    )
    url: Text | None = Field(None, description="where it can be read")


class Barrier(Entity):
    """What stood in the way."""

    sheet, labels = "Barriers", ("Barrier",)
    name: Text = Field(description="a few words that a reader will recognise")
    description: Text | None = Field(None, description="what it was, in a sentence")


class Event(Entity):
    """Something that happened."""

    sheet, labels = "Events", ("Event",)
    move: Text = Field(description="what people did, as a verb of the study's vocabulary")
    summary: Text = Field(description="what happened, in a sentence")
    date: Edtf | None = Field(None, description="when")
    outcome: Text | None = Field(None, description="what came of it")
    conversion: Literal["socialisation", "externalisation", "combination", "internalisation"] | None = Field(
        None, description="the kind of knowledge conversion (SECI; Nonaka 1994)"
    )
    held_in: Annotated[Texts, Link("HELD_IN", ("Network",))] = Field((), description="networks in which it happened")
    passed_to: Annotated[Texts, Link("PASSED_TO", ("Network",))] = Field(
        (), description="networks to which it was handed on"
    )
    site: Annotated[Texts, Link("IN_SITE", ("Site",))] = Field((), description="places where it happened")
    participants: Annotated[Texts, Link("TOOK_PART", ("Actor",))] = Field((), description="who took part")
    concerns: Annotated[Texts, Link("CONCERNS", KNOWLEDGE)] = Field((), description="what it was about")
    drew_on: Annotated[Texts, Link("DREW_ON", KNOWLEDGE)] = Field((), description="what people drew on")
    produced: Annotated[Texts, Link("PRODUCED", KNOWLEDGE)] = Field((), description="what came out of it")
    met: Annotated[Texts, Link("MET", ("Barrier",))] = Field((), description="barriers that stood in the way")
    overcame: Annotated[Texts, Link("OVERCAME", ("Barrier",))] = Field((), description="barriers that were overcome")
    after: Annotated[Texts, Link("AFTER", ("Event",))] = Field(
        (), description="events that it came after, as someone said"
    )


class Source(Entity):
    """An interview, minutes, a document: what the accounts are taken from."""

    sheet, labels = "Sources", ("Source",)
    kind: Literal["interview", "minutes", "document", "fieldnotes", "survey"] = Field(description="what sort of source")
    title: Text = Field(description="how a reader would cite it")
    date: Edtf | None = Field(None, description="when it was said or written")
    text: Text | None = Field(None, description="path of its plain text, from the study's folder")
    url: Text | None = Field(None, description="where it can be read")
    licence: Text | None = Field(None, description="under what licence")
    access: Literal["open", "safeguarded", "controlled"] = Field("safeguarded", description="who may see it")
    given_by: Annotated[Texts, Link("GIVEN_BY", ("Actor",))] = Field((), description="who was interviewed, or wrote it")


class Account(Entity):
    """One telling: what one source says of one event or of one relationship."""

    sheet, labels = "Accounts", ("Account",)
    id: Id | None = Field(None, description="short and lasting; made from the rest when empty")  # type: ignore[assignment]
    source: Annotated[Text, Link("IN", ("Source",))] = Field(description="the source it stands in")
    event: Annotated[Text | None, Link("REPORTS", ("Event",))] = Field(None, description="the event it tells of")
    given_by: Annotated[Texts, Link("GIVEN_BY", ("Actor",))] = Field(
        (), description="who said it; empty when the source has one speaker"
    )
    quote: Text | None = Field(None, description="the very words")
    paraphrase: Text | None = Field(None, description="the coder's words for it")
    date_said: Edtf | None = Field(None, description="when it was said; empty when that is the source's date")
    locator: Text | None = Field(None, description="where in the source: page, paragraph, turn")
    start: int | None = Field(None, ge=0, description="first character of the quote in the source's text, from 0")
    end: int | None = Field(None, ge=0, description="the character after the last")
    stance: Stance = Field("asserts", description="whether it says so, denies it, or has it by hearsay")
    certainty: Certainty | None = Field(None, description="how sure the coder is")
    coder: Text | None = Field(None, description="who coded it")


class Load(Entity):
    """One load of the study's files. It holds no person's words. kgraph writes it; no sheet does."""

    sheet, labels = "", ("Load",)
    study: Text = Field(description="id of the study")
    at: Text = Field(description="when, as an ISO 8601 time in UTC")
    version: Text = Field(description="the version of kgraph that loaded")
    files: Texts = Field(description="the files, from the study's folder")
    texts: Texts = Field(description="the texts of its sources, from the study's folder")
    sha256: Texts = Field(description="the SHA-256 of each file, then of each text that is there, in the same order")
    settings: Text = Field(description="the SHA-256 of the settings that shape the graph")
    counts: Text = Field(description="how many of each label and type, as JSON")
    complete: bool = Field(description="false while a load is under way or was interrupted")


# -- relations: a row becomes a relationship ---------------------------------------------------------------------------


class Relation(Sheet):
    """A row that becomes a relationship from the thing in its first column to the thing in its second.

    ``identity`` names the properties that, with the type and both ends, make it this relationship and no other.
    ``evidence`` says where its accounts come from: ``event`` (those of its event), ``claim`` (the row's own source),
    ``source`` (the Source at one of its ends) or ``none``.
    """

    type: ClassVar[str]
    identity: ClassVar[tuple[str, ...]] = ()
    evidence: ClassVar[Literal["event", "claim", "source", "none"]]


class EventRelation(Relation):
    """A relationship of an event. It rests on the event's asserting accounts unless the row says otherwise."""

    evidence = "event"
    accounts: Texts = Field((), description="ids of the accounts that assert just this; empty for all of the event's")
    denied_by: Texts = Field((), description="ids of the accounts that deny just this")


class Claim(Relation):
    """A relationship that belongs to no event, with the passage it rests on in its own columns."""

    evidence = "claim"
    source: Annotated[Text, Ref(("Source",))] = Field(description="the source that says so")
    locator: Text | None = Field(None, description="where in the source")
    quote: Text | None = Field(None, description="the very words")
    paraphrase: Text | None = Field(None, description="the coder's words for it")
    given_by: Annotated[Texts, Ref(("Actor",))] = Field(
        (), description="who said it; empty when the source has one speaker"
    )
    stance: Stance = Field("asserts", description="whether the passage says so, denies it, or has it by hearsay")
    certainty: Certainty | None = Field(None, description="how sure the coder is")
    coder: Text | None = Field(None, description="who coded it")


class SourceRelation(Relation):
    """A relationship with a source at one end, which is its evidence."""

    evidence = "source"
    source: Annotated[Text, Ref(("Source",))] = Field(description="the source")


ActorRef = Annotated[Text, Ref(("Actor",))]
EventRef = Annotated[Text, Ref(("Event",))]
ItemRef = Annotated[Text, Ref(KNOWLEDGE)]
NetworkRef = Annotated[Text, Ref(("Network",))]
BarrierRef = Annotated[Text, Ref(("Barrier",))]
SourceRef = Annotated[Text, Ref(("Source",))]


class WorksFor(Claim):
    """Someone works for an organisation."""

    sheet, type, identity = "WorksFor", "WORKS_FOR", ("role", "begins")
    actor: ActorRef = Field(description="who")
    organisation: Annotated[Text, Ref(("Organisation",))] = Field(description="for whom")
    role: Text | None = Field(None, description="as what")
    grade: Text | None = Field(None, description="at what grade")
    begins: Edtf | None = Field(None, description="since when")
    ends: Edtf | None = Field(None, description="until when")


class MemberOf(Claim):
    """Someone is a member of a network, for a spell."""

    sheet, type, identity = "MemberOf", "MEMBER_OF", ("begins",)
    actor: ActorRef = Field(description="who")
    network: NetworkRef = Field(description="of what")
    role: Text | None = Field(None, description="as what: chair, secretary, member")
    begins: Edtf | None = Field(None, description="since when")
    ends: Edtf | None = Field(None, description="until when")


class SetUpBy(Claim):
    """A network was set up by another, or by an organisation."""

    sheet, type = "SetUpBy", "SET_UP_BY"
    network: NetworkRef = Field(description="what was set up")
    set_up_by: Annotated[Text, Ref(("Network", "Organisation"))] = Field(description="by whom")


class ReportsTo(Claim):
    """A network reports to another, or to an organisation."""

    sheet, type = "ReportsTo", "REPORTS_TO"
    network: NetworkRef = Field(description="what reports")
    reports_to: Annotated[Text, Ref(("Network", "Organisation"))] = Field(description="to whom")


class InSite(Claim):
    """An actor, organisation or network belongs to a place studied. An event says so in its own row."""

    sheet, type = "InSite", "IN_SITE"
    subject: Annotated[Text, Ref(("Actor", "Organisation", "Network"))] = Field(description="who or what")
    site: Annotated[Text, Ref(("Site",))] = Field(description="where")


class EventInSite(EventRelation):
    """An event happened at a place studied."""

    sheet, type = "EventInSite", "IN_SITE"
    event: EventRef = Field(description="what happened")
    site: Annotated[Text, Ref(("Site",))] = Field(description="where")


class TookPart(EventRelation):
    """Someone took part in an event."""

    sheet, type = "TookPart", "TOOK_PART"
    actor: ActorRef = Field(description="who")
    event: EventRef = Field(description="in what")
    role: ActorRole = Field("participant", description="as what")


class HeldIn(EventRelation):
    """An event happened in a network."""

    sheet, type = "HeldIn", "HELD_IN"
    event: EventRef = Field(description="what happened")
    network: NetworkRef = Field(description="in which network")


class PassedTo(EventRelation):
    """An event handed on what it was about to a network."""

    sheet, type = "PassedTo", "PASSED_TO"
    event: EventRef = Field(description="what happened")
    network: NetworkRef = Field(description="to which network it was handed on")


class Concerns(EventRelation):
    """An event was about something."""

    sheet, type = "Concerns", "CONCERNS"
    event: EventRef = Field(description="what happened")
    item: ItemRef = Field(description="what it was about")


class DrewOn(EventRelation):
    """People at an event drew on something."""

    sheet, type = "DrewOn", "DREW_ON"
    event: EventRef = Field(description="what happened")
    item: ItemRef = Field(description="what they drew on")


class Produced(EventRelation):
    """An event brought something forth."""

    sheet, type = "Produced", "PRODUCED"
    event: EventRef = Field(description="what happened")
    item: ItemRef = Field(description="what came of it")


class TookPosition(EventRelation):
    """Someone took a position on something, at an event."""

    sheet, type, identity = "TookPosition", "TOOK_POSITION", ("event",)
    actor: ActorRef = Field(description="who")
    item: ItemRef = Field(description="on what")
    event: EventRef = Field(description="at which event")
    position: Literal["supports", "opposes", "neutral"] = Field(description="which position")


class Met(EventRelation):
    """An event met a barrier."""

    sheet, type = "Met", "MET"
    event: EventRef = Field(description="what happened")
    barrier: BarrierRef = Field(description="what stood in the way")


class Overcame(EventRelation):
    """An event overcame a barrier."""

    sheet, type = "Overcame", "OVERCAME"
    event: EventRef = Field(description="what happened")
    barrier: BarrierRef = Field(description="what was overcome")


class After(EventRelation):
    """An event came after another, as someone said."""

    sheet, type = "After", "AFTER"
    event: EventRef = Field(description="the later one")
    after: EventRef = Field(description="the earlier one")


class TookFrom(EventRelation):
    """An event took an item from an earlier one: the channel is known, if not who carried it."""

    sheet, type, identity = "TookFrom", "TOOK_FROM", ("item",)
    event: EventRef = Field(description="the later one")
    from_event: EventRef = Field(description="the earlier one")
    item: ItemRef = Field(description="what was taken")


class BuildsOn(Claim):
    """Something builds on something older."""

    sheet, type, identity = "BuildsOn", "BUILDS_ON", ("event", "kind")
    item: ItemRef = Field(description="the newer")
    builds_on: ItemRef = Field(description="the older")
    event: Annotated[Text | None, Ref(("Event",))] = Field(None, description="the event at which it did")
    kind: Literal["builds_on", "adapts", "renames", "merges"] = Field("builds_on", description="in what way")


class PartOf(Claim):
    """Something is a part of something."""

    sheet, type = "PartOf", "PART_OF"
    item: ItemRef = Field(description="the part")
    part_of: ItemRef = Field(description="the whole")


class Contains(Claim):
    """Something, such as a document, contains something."""

    sheet, type = "Contains", "CONTAINS"
    item: ItemRef = Field(description="what contains")
    contains: ItemRef = Field(description="what is contained")


class ConflictsWith(Claim):
    """Something conflicts with something."""

    sheet, type = "ConflictsWith", "CONFLICTS_WITH"
    item: ItemRef = Field(description="the one")
    conflicts_with: ItemRef = Field(description="the other")


class DocumentedIn(SourceRelation):
    """Evidence is described in one of the study's sources."""

    sheet, type = "DocumentedIn", "DOCUMENTED_IN"
    evidence_source: Annotated[Text, Ref(("EvidenceSource",))] = Field(description="the evidence")
    source: SourceRef = Field(description="the source")


class Named(Claim):
    """Someone named someone in a survey."""

    sheet, type, identity = "Named", "NAMED", ("wave", "question")
    actor: ActorRef = Field(description="who answered")
    named: ActorRef = Field(description="whom they named")
    wave: Text | None = Field(None, description="which wave of the survey")
    question: Text | None = Field(None, description="which question")
    rank: int | None = Field(None, ge=1, description="in which place they were named")
    max_choices: int | None = Field(None, ge=1, description="how many names the question allowed")


class Answered(SourceRelation):
    """Someone was asked to answer a survey, and did or did not."""

    sheet, type, identity = "Answered", "ANSWERED", ("wave",)
    actor: ActorRef = Field(description="who was asked")
    source: SourceRef = Field(description="the survey")
    wave: Text | None = Field(None, description="which wave of the survey")
    responded: bool = Field(True, description="whether they answered; not answering differs from naming no one")


class AskedAbout(SourceRelation):
    """A source's questions covered something, so that absent differs from not asked."""

    sheet, type = "AskedAbout", "ASKED_ABOUT"
    source: SourceRef = Field(description="the interview or survey")
    about: Annotated[Text, Ref((*KNOWLEDGE, "Network"))] = Field(description="what was asked about")


class Reports(Relation):
    """An account tells of an event. Written by the column ``event`` of Accounts."""

    sheet, type, evidence = "", "REPORTS", "none"
    account: Annotated[Text, Ref(("Account",))] = Field(description="the account")
    event: EventRef = Field(description="the event")


class In(Relation):
    """An account stands in a source. Written by the column ``source`` of Accounts."""

    sheet, type, evidence = "", "IN", "none"
    account: Annotated[Text, Ref(("Account",))] = Field(description="the account")
    source: SourceRef = Field(description="the source")


class GivenBy(Relation):
    """A source, or one account in it, was given by someone; ``consent`` says what they agreed to."""

    sheet, type, evidence = "GivenBy", "GIVEN_BY", "none"
    given: Annotated[Text, Ref(("Source", "Account"))] = Field(description="the interview, or one account in it")
    actor: ActorRef = Field(description="who gave it")
    consent: Text | None = Field(None, description="what they agreed to, or the number of the form")


# -- what kgraph works out itself --------------------------------------------------------------------------------------


class LeadsTo(BaseModel):
    """What one event dealt with could have been carried to another, which was certainly later. Derived."""

    type: ClassVar[str] = "LEADS_TO"
    item: Text = Field(description="id of what could have been carried")
    becomes: Text | None = Field(None, description="id of the item that built on it, where the name changed")
    via: Text | None = Field(None, description="id of the actor or item that carried it")
    via_kind: Literal["person", "thing", "stated"] = Field(description="by a person, by a thing, or as a source stated")
    wait_days: int | None = Field(None, description="days for which it waited at the least; empty without dates")
    crosses: Literal["stable_to_fluid", "fluid_to_stable"] | None = Field(
        None, description="where it went from one kind of network to the other"
    )
    accounts: Texts = Field(description="ids of the accounts of every claim that it rests on")


class MayLeadTo(LeadsTo):
    """The same, where the order of the two events is only possible. Shown, one step; never chained."""

    type: ClassVar[str] = "MAY_LEAD_TO"


# -- other ways of saying it -------------------------------------------------------------------------------------------


class Quick(Sheet):
    """The quick form: one row a telling. Rows that share ``event`` are accounts of one event."""

    sheet = "Quick"
    when: Edtf | None = Field(None, description="when it happened")
    what: Text = Field(description="what happened, in a sentence")
    move: Text = Field("other", description="what people did, as a verb of the study's vocabulary")
    who: Annotated[Texts, Ref(("Actor",))] = Field((), description="who took part")
    where: Annotated[Texts, Ref(("Network",))] = Field((), description="networks in which it happened")
    about: Annotated[Texts, Ref(KNOWLEDGE)] = Field((), description="what it was about; new names become ideas")
    drew_on: Annotated[Texts, Ref(KNOWLEDGE)] = Field(
        (), description="what they drew on; new names become evidence sources"
    )
    source: Annotated[Text, Ref(("Source",))] = Field(description="the interview or document that says so")
    locator: Text | None = Field(None, description="where in the source")
    quote: Text | None = Field(None, description="the very words")
    event: Id | None = Field(None, description="the same word in every row that tells of the same event")
    after: Texts = Field((), description="events that it came after, as the source says")
    stance: Stance = Field("asserts", description="whether the source says so, denies it, or has it by hearsay")


class Alias(Sheet):
    """Another name by which something is written in the files."""

    sheet = "Aliases"
    alias: Text = Field(description="as it is written")
    label: Text = Field(description="what it names: Actor, Network, Idea …")
    id: Text = Field(description="id or exact name of what is meant")


def _leaves(kind: type[Any]) -> list[type[Any]]:
    below = kind.__subclasses__()
    return [leaf for child in below for leaf in _leaves(child)] if below else [kind]


ENTITIES: tuple[type[Entity], ...] = tuple(_leaves(Entity))
RELATIONS: tuple[type[Relation], ...] = tuple(_leaves(Relation))
_ALL: tuple[type[Sheet], ...] = (*ENTITIES, *RELATIONS, Quick, Alias)
SHEETS: dict[str, type[Sheet]] = {kind.sheet: kind for kind in _ALL if kind.sheet}
