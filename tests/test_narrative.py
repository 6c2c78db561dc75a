"""Narratives: what is told of an idea, a network or an actor, as a person reads it, alike on both engines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kgraph.connection import Connection
from kgraph.content import Content, Key
from kgraph.dates import parse
from kgraph.errors import ParameterError, UsageError
from kgraph.graph import Graph
from kgraph.load import load
from kgraph.narrative import Narrative, Window
from kgraph.narrative.order import arranged
from kgraph.order import Order
from kgraph.study import Study, open_study
from kgraph.wording import dated, when
from tests.studies import ENGINES, loaded_into, write_study
from tests.told import EVENTS, HOSTILE, HOSTILE_EVENTS, SHEETS

PAGES = Path(__file__).parent / "pages"
"""Whole pages as they were read and found right; a test that fails shows what would change."""


def page(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def told(folder: Path) -> Study:
    """The study of tests/told.py, which adds a move of its own."""
    write_study(folder, SHEETS, EVENTS)
    with (folder / "kgraph.toml").open("a", encoding="utf-8") as file:
        file.write('[moves]\nconvene = "People are called together."\n')
    return open_study(folder)


@pytest.fixture(scope="module", params=ENGINES)
def graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The study, loaded into each of the two engines in turn."""
    with loaded_into(request.param, told(tmp_path_factory.mktemp("told")), request) as graph:
        yield graph


def part(narrative: Narrative, title: str) -> str:
    """One section of a page, without its title."""
    return narrative.markdown().split(f"## {title}\n\n")[1].split("\n\n## ")[0]


# -- whole pages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("about", ["x", "force", "ben", "y"])
def test_a_page_tells_everything_and_where_it_stands(graph: Graph, about: str) -> None:
    assert graph.account(about).markdown() == page(f"{about}.md")


def test_the_same_page_is_written_as_html(graph: Graph) -> None:
    assert graph.account("x").html() == page("x.html")


def test_a_study_that_says_no_more_than_it_must_makes_a_page_too(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    study, via = write_study(tmp_path, {"Ideas": [{"id": "x", "name": "Open data"}]}, []), Connection("embedded")
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        narrative = graph.account("x")
    assert narrative.steps == ()
    assert narrative.markdown() == (
        "# Open data\n\nAn account from the study “A small study”.\n\nAn idea.\n\n"
        "## What is missing, and who was asked\n\n"
        "- The study does not record what its sources were asked about, so that their silence means nothing.\n\n"
        "## The account\n\nNo event is told of it.\n"
    )


def test_a_page_of_somebody_without_events_says_nothing_of_steps(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    study, via = write_study(tmp_path, {"Actors": [{"id": "ana", "name": "Ana Lee"}]}, []), Connection("embedded")
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        narrative = graph.account("ana")
    assert narrative.markdown().split("\n\n## ", 1)[1] == (
        "What is missing, and who was asked\n\n- Nothing that the graph can show.\n\n"
        "## What they took part in\n\nNo event is told of them.\n"
    )


def test_what_was_dropped_need_not_have_come_one_denier_is_no_teller_and_long_lists_are_cut(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    sheets = {
        "Ideas": [{"id": "x", "name": "Open data"}],
        "Sources": [{"id": f"s{n}", "kind": "interview", "title": f"Interview {n}", "date": "2012"} for n in range(5)],
        "AskedAbout": [{"source": f"s{n}", "about": "x"} for n in range(5)],
    }
    moves = [("share", "2010"), ("block", "2011"), ("share", "2012")]
    events = [
        {
            "id": f"e{at}", "move": move, "summary": "They meet", "date": day, "concerns": ["x"],
            "accounts": [
                *({"id": f"a{at}{n}", "source": f"s{n}"} for n in range(4 if at else 1)),
                {"id": f"d{at}", "source": "s4", "stance": "denies"},
            ],
        }
        for at, (move, day) in enumerate(moves)
    ]  # fmt: skip
    study, via = write_study(tmp_path, sheets, events), Connection("embedded")
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        narrative = graph.account("x")
    assert [step.arrival for step in narrative.steps] == [
        (), (), (("Nothing that was coded links this to an earlier step.",),),
    ]  # fmt: skip
    assert part(narrative, "What is missing, and who was asked") == (
        "- 3 of 3 steps do not tell who took part.\n"
        "- 3 of 3 steps are placed in no network.\n"
        "- 1 of 3 steps is asserted by a single account: step 1.\n"
        "- 1 of 3 steps has nothing coded that links it to an earlier one: step 3.\n"
        "- Asked about it, and told of it: Interview 0, Interview 1, Interview 2 and 2 others."
    )


# -- steps, as data ----------------------------------------------------------------------------------------------------


def test_the_steps_are_there_as_data(graph: Graph) -> None:
    steps = graph.account("Open data").steps
    assert [(step.number, step.event, step.when, step.networks, step.did) for step in steps] == [
        (1, "e1", "on 10 January 2010", ("The Board (stable)",), "Shared"),
        (2, "e2", "in July 2010", ("Taskforce (fluid)",), "Adapted"),
        (3, "e3", "on 20 July 2010", (), "Convene"),
        (4, "e5", "perhaps in 2011", (), ""),
        (5, "e6", "", (), "Shared"),
    ]
    assert (steps[1].accounts, steps[1].withheld) == (("a3", "a2"), 1)
    whole = graph.account("Open data", with_controlled=True).steps
    assert [step.event for step in whole] == ["e1", "e2", "e3", "e5", "e4", "e6"]
    assert (whole[1].accounts, whole[1].withheld) == (("a3", "a2", "a2n"), 0)


def test_what_is_only_denied_or_hearsay_says_so_before_anything_else(graph: Graph) -> None:
    denied = part(graph.account("x"), "Told of, and only denied")
    assert denied.split("\n\n")[:3] == [
        "### Only denied: in October 2010",
        "**Said not to have happened (blocked):** The Council forbids it.",
        "Denied in one account (event e7):",
    ]
    assert "\n\n**What would tie this to Open data is only denied (shared):** Cat speaks at a fair.\n\n" in denied
    account = part(graph.account("x"), "The account")
    assert "### 4. Perhaps in 2011\n\n**By hearsay only:** Somebody speaks of it abroad.\n\n" in account
    assert '<span class="did">Said not to have happened (blocked):</span> The Council' in graph.account("x").html()
    assert [step.lead for step in graph.account("x").steps] == ["", "", "", "By hearsay only", ""]


def test_denials_are_counted_apart_from_what_tells(graph: Graph) -> None:
    whole = graph.account("x", with_controlled=True).markdown()
    assert "Told in 2 accounts and denied in one (event e2):" in whole


UNSURE: dict[str, Any] = {
    "Actors": [{"id": "ana", "name": "Ana Lee"}],
    "Networks": [{"id": "board", "name": "Board", "kind": "stable"}],
    "Ideas": [{"id": "x", "name": "Open data"}],
    "Sources": [
        {"id": "s1", "kind": "document", "title": "Notes", "date": "2012", "access": "open"},
        {"id": "s2", "kind": "document", "title": "Letters", "date": "2012", "access": "controlled"},
    ],
    "MemberOf": [{"actor": "ana", "network": "board", "source": "s1", "stance": "hearsay"}],
}
UNSURE_EVENTS: list[dict[str, Any]] = [
    {
        "id": "e1", "move": "share", "summary": "They meet", "concerns": [{"item": "x", "accounts": ["a1", "a2"]}],
        "participants": [{"actor": "ana", "accounts": ["a1"]}],
        "accounts": [{"id": "a1", "source": "s1", "stance": "hearsay"}, {"id": "a2", "source": "s2"}],
    },
    {
        "id": "e2", "move": "other", "summary": "They part", "concerns": ["x"],
        "accounts": [{"id": "a3", "source": "s1", "stance": "denies"}],
    },
]  # fmt: skip


def test_hearsay_is_named_in_claims_and_in_steps_of_which_more_is_told_than_is_shown(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    study, via = write_study(tmp_path, UNSURE, UNSURE_EVENTS), Connection("embedded")
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        ana, idea = graph.account("ana"), graph.account("x")
        whole = graph.account("x", with_controlled=True)
    assert part(ana, "Posts and memberships").startswith("- By hearsay only: In Board (stable), with no dates told.")
    assert [step.lead for step in (*idea.steps, *whole.steps)] == ["By hearsay only, as far as is shown", ""]
    assert "known by hearsay" not in idea.markdown()
    assert part(idea, "Told of, and only denied") == (
        "### Only denied: no date told\n\n**Said not to have happened:** They part.\n\n"
        "Denied in one account (event e2):\n\n"
        "> **(denies it)** (No words are recorded.)\\\n> — Notes (document, 2012)\n\n"
        "**Differs:** That it happened is denied in Notes, and nobody says that it did."
    )
    assert part(idea, "How to read this") == (
        "- Hearsay: whoever says it had it from others. "
        "“By hearsay only” means that no account shown here asserts it.\n"
        "- Denied: a source says that it was not so. "
        "That does not undo what others say: both are shown, with who denies it. "
        "“Only denied” means that no account shown here says that it was so.\n"
        "- Words in “ ” are exact. All others are the coders', or made from what they coded. A passage whose certainty "
        "is not noted is one of which the coder was sure, or did not say.\n"
    )


def test_a_page_explains_only_what_is_on_it(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    events = [{**CONTROLLED_EVENTS[1], "id": f"e{day}", "date": f"2010-0{day}", "accounts": [{"id": f"a{day}",
               "source": "s1"}]} for day in (1, 2)]  # fmt: skip
    study, via = write_study(tmp_path, CONTROLLED, events), Connection("embedded")
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        narrative = graph.account("x")
    assert [point.split(":")[0].split(",")[0] for point in part(narrative, "How to read this").splitlines()] == [
        "- What could have come from one step to another",
        "- Steps stand in the order that is certain",
        "- Words in “ ” are exact. All others are the coders'",
    ]


# -- what cannot be told by elimination --------------------------------------------------------------------------------


def test_who_spoke_in_hidden_sources_alone_is_named_like_who_did_not_speak(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    sources = [
        {"id": "s1", "kind": "minutes", "title": "Minutes", "access": "open", "given_by": "ana"},
        {"id": "s2", "kind": "document", "title": "Letters", "access": "controlled", "given_by": "ben"},
    ]
    people = [{"id": id, "name": id.title()} for id in ("ana", "ben", "cat")]
    asked = [{"source": "s2", "about": "x"}]
    event = {
        "id": "e1", "move": "share", "summary": "They meet", "concerns": ["x"], "participants": ["ana", "ben", "cat"],
        "accounts": [{"id": "a1", "source": "s1"}],
    }  # fmt: skip
    sheets = {"Actors": people, "Ideas": [{"id": "x", "name": "X"}], "Sources": sources, "AskedAbout": asked}
    study, via = write_study(tmp_path, sheets, [event]), Connection("embedded")
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        told = {about: part(graph.account(about), "What is missing, and who was asked") for about in ("x", "ben")}
    assert told["x"].splitlines()[-2:] == [
        "- Took part and gave no account that may be shown here: Ben and Cat.",
        "- The study does not record what the sources shown here were asked about, "
        "so that their silence means nothing.",
    ]
    assert told["ben"].splitlines()[-1] == "- Took part and gave no account that may be shown here: Cat."


def test_what_is_only_denied_is_no_step(graph: Graph) -> None:
    assert {"e7", "e8"}.isdisjoint(step.event for step in graph.account("x").steps)
    assert "event e7" in part(graph.account("x"), "Told of, and only denied")


# -- what is left out --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("about", ["x", "force", "ben", "y"])
def test_nothing_that_controlled_sources_alone_bear_is_anywhere(graph: Graph, about: str) -> None:
    narrative = graph.account(about)
    hidden = ("That never happened", "In the end I was for it", "Interview 2", "turn 4", "a2n", "a5", "e4", "register")
    for text in (narrative.markdown(), narrative.html(), repr(narrative)):
        assert [words for words in hidden if re.search(rf"\b{words}\b", text)] == []


def test_controlled_sources_are_told_of_where_they_are_asked_for(graph: Graph) -> None:
    whole = graph.account("x", with_controlled=True)
    assert "“That never happened”" in whole.markdown()
    assert "That it happened is denied by Ben Ola (c)." in whole.markdown()
    assert "access is safeguarded and controlled" in whole.markdown()
    assert "Took part and gave no account in the study: Residents." in whole.markdown()
    assert "may be shown" not in whole.markdown()
    assert "Not asked about it, as far as is recorded: Interview 2." in whole.markdown()
    assert "2 of 6 steps have nothing coded that links them to earlier ones: steps 4 and 6." in whole.markdown()


CONTROLLED = {
    "Actors": [{"id": "ana", "name": "Ana Lee"}, {"id": "ben", "name": "Ben Ola"}],
    "Organisations": [{"id": "council", "name": "The Council"}],
    "Networks": [{"id": "board", "name": "Board", "kind": "stable"}, {"id": "force", "name": "Force", "kind": "fluid"}],
    "Ideas": [{"id": "x", "name": "Open data"}],
    "Sources": [
        {"id": "s1", "kind": "minutes", "title": "Minutes", "date": "2012", "access": "open"},
        {"id": "s2", "kind": "interview", "title": "Interview with Ben Ola", "date": "2012", "access": "controlled"},
    ],
    "WorksFor": [{"actor": "ana", "organisation": "council", "role": "analyst", "source": "s2"}],
    "MemberOf": [
        {"actor": "ana", "network": "board", "source": "s1"},
        {"actor": "ana", "network": "board", "source": "s2", "quote": "She was one of us"},
        {"actor": "ana", "network": "force", "source": "s2", "stance": "denies"},
    ],
}
CONTROLLED_EVENTS: list[dict[str, Any]] = [
    {
        "id": "e1", "move": "share", "summary": "They meet", "date": "2010-01", "concerns": ["x"],
        "held_in": ["board", {"network": "force", "accounts": ["a2"]}],
        "participants": ["ana", {"actor": "ben", "accounts": ["a2"]}],
        "accounts": [{"id": "a1", "source": "s1"}, {"id": "a2", "source": "s2"}],
    },
    {
        "id": "e2", "move": "share", "summary": "They meet again", "date": "2010-03", "concerns": ["x"],
        "participants": ["ana", "ben"], "accounts": [{"id": "a3", "source": "s1"}],
    },
    {
        "id": "e3", "move": "share", "summary": "They part", "date": "2010-05", "concerns": ["x"],
        "participants": ["ana"], "after": [{"after": "e2", "accounts": ["a5"]}],
        "accounts": [{"id": "a4", "source": "s1", "stance": "denies"}, {"id": "a5", "source": "s2"}],
    },
]  # fmt: skip


def test_posts_parts_and_links_that_rest_on_controlled_sources_alone_are_left_out(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    study, via = write_study(tmp_path, CONTROLLED, CONTROLLED_EVENTS), Connection("embedded")
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        ana, idea = graph.account("ana"), graph.account("x").markdown()
        network, whole = graph.account("force"), graph.account("x", with_controlled=True).markdown()
    page = ana.markdown().split("\n\n## How to read this")[0]
    assert page.split("\n\n## ", 1)[1] == (
        "What is missing, and who was asked\n\n"
        "- 1 of 2 steps is placed in no network: step 2.\n"
        "- 1 of 2 steps is asserted by a single account: step 2.\n"
        "- How much of this they tell themselves is left out here, as some of its sources are controlled.\n"
        "- Nobody else who took part gave an account that may be shown here.\n\n"
        "## Posts and memberships\n\n"
        "- In Board (stable), with no dates told. One account of controlled access, "
        "which may bear it out or deny it, is not shown.\n\n"
        "  > (No words are recorded.)\\\n  > — Minutes (2012)\n\n"
        "## What they took part in\n\n"
        "### 1. In January 2010, in Board (stable)\n\n**Shared.** They meet.\n\n"
        "Ana Lee took part. It was about Open data.\n\n"
        "Told in one account (event e1); one account of controlled access, "
        "which may bear it out or deny it, is not shown:\n\n"
        "> (No words are recorded.)\\\n> — Minutes (2012)\n\n"
        "### 2. In March 2010\n\n**Shared.** They meet again.\n\n"
        "Ana Lee and Ben Ola took part. It was about Open data.\n\n"
        "What they could have brought here: from step 1, Open data.\n\n"
        "Told in one account (event e2):\n\n> (No words are recorded.)\\\n> — Minutes (2012)"
    )
    assert "5 accounts in sources of controlled access are not shown" in page
    assert "It could have come here from step 1 with Ana Lee." in idea
    assert "It could have come here from step 1 with Ana Lee or Ben Ola" in whole
    assert (network.steps, "No event is told of it." in network.markdown()) == ((), True)


def test_a_window_leaves_out_what_certainly_lies_outside(graph: Graph) -> None:
    narrative = graph.account("x", since="2010-07-25", until="2011-01")
    assert [step.event for step in narrative.steps] == ["e2", "e5", "e6"]
    assert (
        "Only what can have happened from 25 July 2010 until 31 January 2011 is told; "
        "2 events certainly outside are left out." in narrative.markdown()
    )
    early = graph.account("x", until="2010-01")
    assert [step.event for step in early.steps] == ["e1", "e5", "e6"]
    assert "Only what can have happened until 31 January 2010 is told; 4 events" in early.markdown()
    assert "1 account in a source of controlled access is not shown" in narrative.markdown()
    assert "not shown" not in early.markdown()
    assert "Asked about it, and silent: Interview 3." in early.markdown()


def test_a_window_leaves_out_claims_that_certainly_lie_outside_and_keeps_those_without_days(graph: Graph) -> None:
    since = graph.account("ana", since="2012").markdown()
    assert "Analyst at The Council" in since and "In The Board (stable), as chair" in since  # may have gone on
    until = graph.account("ana", until="2008-06")
    assert "In The Board" not in until.markdown() and "Analyst at The Council" in until.markdown()
    assert (
        "Of claims that belong to no event (posts, memberships, names and the like), 1 certainly outside is left out."
        in (until.markdown())
    )
    assert "This rests on 2 accounts" in until.markdown()
    names = graph.account("x", until="2009")
    assert "new name" not in names.markdown()
    assert (
        "(posts, memberships, names and the like), 1 certainly outside is left out and 1 without days is kept."
        in names.markdown()
    )
    assert "It is said to be a new name for Paper lists." in graph.account("x", since="2011").markdown()
    left = graph.account("force", until="2010-05").markdown()
    assert "Cat Roe" not in left and "It was set up by The Board (stable)." in left


@pytest.mark.parametrize(
    ("since", "error"),
    [
        ("July 2010", "from: 'July 2010' is not an EDTF date; perhaps 2010-07"),
        ("../2010", "from: '../2010' is open at that end; give a day, a month or a year"),
    ],
)
def test_a_window_that_is_no_date_is_refused(graph: Graph, since: str, error: str) -> None:
    with pytest.raises(ParameterError) as refused:
        graph.account("x", since=since)
    assert str(refused.value) == error


def test_a_window_that_ends_before_it_begins_is_refused(graph: Graph) -> None:
    with pytest.raises(UsageError) as refused:
        graph.account("x", since="2011", until="2010-12")
    assert str(refused.value) == "from: 2011 is after until: 2010-12; give the earlier of the two as from"
    assert graph.account("x", since="2010-01-10", until="2010-01").steps


def test_passages_can_be_short_or_only_where_they_stand(graph: Graph) -> None:
    narrative = graph.account("x")
    short, none = narrative.markdown("short"), narrative.markdown("none")
    assert "“I brought it to them”" in short
    assert "I brought it" not in none
    assert "> — Ana Lee, Interview 1 (2012), turn 2; coded by kim" in none
    assert "> **(a)** Minutes of July 2010, p. 2; certainty low; coded by lou" in none
    with pytest.raises(ParameterError, match="passages: 'some' is not one of all, short, none"):
        narrative.markdown("some")


def test_short_passages_are_cut_between_words(graph: Graph) -> None:
    narrative = graph.account("x")
    step = narrative.steps[0]
    long = replace(step.passages[0], passage=replace(step.passages[0].passage, quote="word " * 100))
    section = narrative.sections[3]
    group = replace(section.groups[0], steps=(replace(step, passages=(long,)),))
    cut = replace(narrative, sections=(replace(section, groups=(group,)),)).markdown("short")
    assert f"> “{'word ' * 31}word \\[…\\]”\\\n" in cut


# -- who is meant ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("about", ["x", "Open data", "open  DATA", "Idea:x", "KnowledgeItem:x"])
def test_a_subject_is_found_by_id_or_name(graph: Graph, about: str) -> None:
    assert graph.account(about).id == "x"


@pytest.mark.parametrize(
    ("about", "error"),
    [
        ("Opne data", "about: nothing here is called 'Opne data'; perhaps 'x' (Open data)"),
        ("e1", "about: 'e1' is an event; give the id or name of an idea, network or actor"),
        ("cost", "about: 'cost' is a barrier; give the id or name of an idea, network or actor"),
    ],
)
def test_what_no_account_can_be_of_is_refused(graph: Graph, about: str, error: str) -> None:
    with pytest.raises(ParameterError) as refused:
        graph.account(about)
    assert str(refused.value) == error


def test_a_name_or_an_id_of_two_things_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    sheets = {
        "Actors": [{"id": "one", "name": "The Board"}, {"id": "both", "name": "Ana"}],
        "Networks": [
            {"id": "two", "name": "The Board", "kind": "stable"},
            {"id": "both", "name": "B", "kind": "fluid"},
        ],
    }
    study, via = write_study(tmp_path, sheets, []), Connection("embedded")
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        with pytest.raises(ParameterError) as refused:
            graph.account("The Board")
        assert str(refused.value) == (
            "about: 'The Board' is the name of 'one' and 'two'; give the id of the one you mean"
        )
        with pytest.raises(ParameterError) as refused:
            graph.account("both")
        assert str(refused.value) == (
            "about: 'both' is the id of more than one thing; write 'Actor:both' or 'Network:both'"
        )
        assert graph.account("Network:both").title == "B"


# -- hostile texts -----------------------------------------------------------------------------------------------------


class _Text(HTMLParser):
    """The text of a page, and the tags in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if "href" in found else []

    def handle_data(self, data: str) -> None:
        self.text += data


def test_hostile_texts_are_shown_as_they_are_and_do_nothing(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    study, via = write_study(tmp_path, HOSTILE, HOSTILE_EVENTS), Connection("embedded")
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        narrative = graph.account("x")
    html = narrative.html().split("<body>")[1]
    shown, read = _Text(html), _Text(MarkdownIt("commonmark").enable("table").render(narrative.markdown()))
    ours = {"h1", "h2", "h3", "h4", "p", "ul", "li", "blockquote", "br"}
    assert shown.tags <= ours | {"main", "section", "article", "span", "a", "b", "cite"}
    assert read.tags <= ours | {"strong", "em"}
    assert shown.text.split() == read.text.split()
    assert "<script>alert(1)</script>" in shown.text
    assert shown.ids == ["e_1", "e_1_", 'e"2']
    assert {link for link in shown.links if link.removeprefix("#") not in {"e_1", "e_1_", "e%222"}} == set()
    assert not {"\u202e", "\u200b"} & {*narrative.markdown(), *html}


# -- order -------------------------------------------------------------------------------------------------------------


def event(id: str, text: str | None) -> dict[str, Any]:
    allows = parse(text) if text else None
    days = (allows.earliest, allows.latest, allows.certain) if allows else (None, None, None)
    return {"id": id, "date": text, **dict(zip(("earliest", "latest", "certain"), days, strict=True))}


def test_events_of_open_order_are_a_group_and_what_else_is_open_is_said_of_the_vaguer() -> None:
    dates = {"d1": "2010-03-01", "d2": "2010-03-01", "w": "2010", "m": "2010-05", "n": "2010-05-20", "z": "2011"}
    found = arranged([event(id, text) for id, text in dates.items()], [], [])
    assert found.groups == (("w",), ("d1", "d2"), ("m", "n"), ("z",))
    assert found.open_with == {"w": ("d1", "d2", "m", "n")}
    assert found.certain("d1", "m") and not found.certain("w", "m") and not found.certain("m", "n")


def test_stated_order_stands_against_open_dates_also_through_events_that_are_not_told() -> None:
    events = [event("a", "2010-03-01"), event("b", "2010-03-01"), event("c", None)]
    found = arranged(events, [event("far", None)], [("b", "far"), ("far", "a"), ("a", "c")])
    assert found.groups == (("b",), ("a",), ("c",))
    assert found.undated == ()


def test_doubted_unbounded_and_undated_events_are_named() -> None:
    texts = {"sure": "2010-03", "doubted": "2010-02?", "by": "../2010-04", "none": None}
    found = arranged([event(id, text) for id, text in texts.items()], [], [])
    assert (found.groups, found.undated) == ((("doubted",), ("sure", "by")), ("none",))
    assert (found.unsure, found.unbounded, found.open_with) == ({"doubted"}, {"by"}, {})


def test_what_is_said_to_come_after_a_doubted_date_leans_on_it() -> None:
    events = [event("sure", "2010-03"), event("doubted", "2010-04?"), event("none", None)]
    found = arranged(events, [], [("doubted", "none")])
    assert (found.leaning, found.certain("sure", "none"), found.undated) == ({"none"}, False, ())


DATES = st.none() | st.sampled_from(
    ["2010", "2010-03", "2010-03-01", "2010-03-15", "2010-21", "2010-03~", "2010-04?", "2010-02/2010-06", "2010-05/..",
     "../2010-03", "2011", "2011-01-31"]
)  # fmt: skip


@given(st.lists(DATES, max_size=9), st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8))))
def test_no_event_is_told_before_one_that_certainly_came_earlier(
    dates: list[str | None], pairs: set[tuple[int, int]]
) -> None:
    events = {f"e{at}": event(f"e{at}", text) for at, text in enumerate(dates)}
    after = [(f"e{a}", f"e{b}") for a, b in pairs if a < b < len(dates)]
    nodes = {id: {**one, "date_certain": one["certain"] is not False} for id, one in events.items()}
    stated = {Key("Event", b, "Event", a): {"accounts": ["x"]} for a, b in after}
    order = Order(Content({"Event": nodes}, {"AFTER": stated}))
    if order.cycles():
        return
    found = arranged(events.values(), [], after)
    line = [id for group in (*found.groups, found.undated) for id in group]
    assert sorted(line) == sorted(events)
    for at, earlier in enumerate(line):
        for later in line[at + 1 :]:
            assert not order.before(later, earlier)
            if found.together(earlier, later):
                assert not order.before(earlier, later)
            elif found.certain(earlier, later):
                assert order.before(earlier, later)


def test_a_window_keeps_what_can_have_been_within() -> None:
    window = Window(date(2010, 1, 1), date(2010, 12, 31))
    days = {"before": (None, date(2009, 12, 31)), "across": (date(2009, 1, 1), date(2010, 1, 1)), "never": (None, None)}
    assert {name for name, span in days.items() if window.holds(*span)} == {"across", "never"}


# -- words -------------------------------------------------------------------------------------------------------------

POINTS = st.builds(
    lambda year, rest, mark: f"{year}{rest}{mark}",
    st.integers(1000, 2100),
    st.sampled_from(["", "-01", "-12", "-21", "-22", "-23", "-24", "-07-20", "-12-31"]),
    st.sampled_from(["", "~", "?", "%"]),
)


@given(POINTS | st.tuples(POINTS | st.just(".."), POINTS | st.just("..")).map("/".join))
def test_any_date_has_words_that_name_its_years_and_none_of_its_signs(text: str) -> None:
    try:
        parse(text)
    except ValueError:
        return
    for words in (when(text), dated(text)):
        assert {*re.findall("[0-9]{4}", text)} <= {*re.findall("[0-9]{4}", words)}
        assert not re.search(r"[~?%/]|\.\.", words)
