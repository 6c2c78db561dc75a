"""LEADS_TO and MAY_LEAD_TO: the laws of their definition, and small studies with their whole answers."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from routes_by_hand import ByHand, closed
from small import event, study, told

from kgraph.content import Content
from kgraph.derive import Derived, derive
from kgraph.errors import DataError
from kgraph.order import Order

# -- what the laws are tried on ----------------------------------------------------------------------------------------

DATES = (
    *(
        "2010",
        "2011",
        "2010-03",
        "2010-04",
        "2010-03-05",
        "2010-03-05",
        "2010-03-06",
        "2011-01-01",
        "2010-21",
        "2010-24",
    ),
    *("2010-03~", "2010-04-01~", "2010~", "2010?", "2010-03?", "2011?", "2010-03-05?", "2009%", "2010-03%"),
    *("2010-03/2011-01", "2010/..", "../2010-03", "2010-03/", "/2010-04?", "2010-03-06/2010-03-09", None, None),
)
EVENTS, ACTORS, ITEMS = "abcdefgh", ("ann", "bob"), ("x", "y", "z")


def words(of: tuple[str, ...], most: int = 2) -> some.SearchStrategy[str]:
    word = some.tuples(some.sampled_from(("", "", "", "", "!")), some.sampled_from(of)).map("".join)
    return some.lists(word, max_size=most, unique_by=lambda each: each.lstrip("!")).map(" ".join)


@some.composite
def studies(draw: some.DrawFn) -> Content:
    ids = EVENTS[: draw(some.integers(2, len(EVENTS)))]
    events = []
    for id in ids:
        claims = {"who": words(ACTORS), "about": words(ITEMS, 1), "drew": words(ITEMS, 1), "made": words(ITEMS, 1)}
        claims |= {"held": words(("board", "~taskforce")), "after": words(tuple(ids), 1)}
        others = tuple(f"{other}:{item}" for other in ids for item in ITEMS)
        claims["took"] = some.one_of(some.just(""), words(others, 1))
        stands = draw(some.sampled_from(("", "", "", "", "", "!")))
        events.append(
            event(stands + id, draw(some.sampled_from(DATES)), **{name: draw(each) for name, each in claims.items()})
        )
    pairs = tuple(f"{one} {other}" for one in ITEMS for other in ITEMS)
    return study(*events, builds_on=draw(some.lists(some.sampled_from(pairs), max_size=2, unique=True)),
                 contains=draw(some.lists(some.sampled_from(pairs), max_size=3, unique=True)))  # fmt: skip


@some.composite
def one_persons(draw: some.DrawFn) -> Content:
    """One person's events with one item, none of whose dates has ``?``."""
    plain = [date for date in DATES if not date or not {"?", "%"} & set(date)]
    ids = EVENTS[: draw(some.integers(1, len(EVENTS)))]
    after = ["", *(draw(words(tuple(ids[:number]), 1)) for number in range(1, len(ids)))]
    dates = [draw(some.sampled_from(plain)) for _ in ids]
    return study(
        *(event(id, date, who="ann", about="x", after=said) for id, date, said in zip(ids, dates, after, strict=True))
    )


def edges(derived: Derived) -> dict[str, dict[Any, dict[str, Any]]]:
    return {
        type: {(key.start, key.end, *key.identity): properties for key, properties in found.items()}
        for type, found in derived.as_relationships().items()
    }


def shuffled(content: Content, seed: int) -> Content:
    chance = random.Random(seed)

    def mixed(found: dict[Any, Any]) -> dict[Any, Any]:
        return dict(chance.sample(list(found.items()), len(found)))

    return Content(
        mixed({label: mixed(nodes) for label, nodes in content.nodes.items()}),
        mixed({type: mixed(found) for type, found in content.relationships.items()}),
    )


# -- laws --------------------------------------------------------------------------------------------------------------


@given(studies())
@settings(max_examples=80, deadline=None)
def test_edges_are_those_of_the_definition(content: Content) -> None:
    by_hand = ByHand(content)
    if by_hand.contradicts_itself():
        with pytest.raises(DataError, match="contradicts itself"):
            derive(content)
    else:
        assert edges(derive(content)) == by_hand.edges()


@given(studies())
@settings(max_examples=80, deadline=None)
def test_what_is_reached_is_what_time_respecting_walks_reach(content: Content) -> None:
    by_hand = ByHand(content)
    if by_hand.contradicts_itself():
        return
    steps: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for start, end, item, becomes, *_ in edges(derive(content))["LEADS_TO"]:
        steps.setdefault((start, item), set()).add((end, becomes or item))
    reached = closed({(one, other) for one, others in steps.items() for other in others})
    assert reached == by_hand.walks()


@given(studies())
@settings(max_examples=80, deadline=None)
def test_no_route_goes_in_a_circle_or_back_in_time(content: Content) -> None:
    order = Order(content)
    if order.cycles():
        return
    steps = {(start, end) for start, end, *_ in edges(derive(content, order))["LEADS_TO"]}
    events = content.nodes["Event"]
    for a, b in closed(steps):
        assert a != b
        if events[a].get("date_certain") and events[b].get("date_certain"):
            begun, over = events[a].get("earliest"), events[b].get("latest")
            assert begun is None or over is None or begun <= over


@given(studies(), some.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_does_not_matter(content: Content, seed: int) -> None:
    if Order(content).cycles():
        return
    one, other = derive(content), derive(shuffled(content, seed))
    assert one.leads_to.columns() == other.leads_to.columns()
    assert one.may_lead_to.columns() == other.may_lead_to.columns()


@given(one_persons())
@settings(max_examples=80, deadline=None)
def test_what_may_have_followed_is_reached_by_certain_steps_and_one_possible_step(content: Content) -> None:
    ids = sorted(content.nodes["Event"])
    order = Order(content)
    if order.cycles():
        return
    derived = edges(derive(content, order))
    certain, possible = ({edge[:2] for edge in derived[type]} for type in ("LEADS_TO", "MAY_LEAD_TO"))
    before = closed(certain) | {(id, id) for id in ids}
    within = {(a, d) for a, b in before for b2, c in possible if b == b2 for c2, d in before if c == c2}
    may = {(a, b) for a in ids for b in ids if order.possible(a, b)}
    assert may <= within | before
    assert all(order.before(a, b) for a, b in closed(certain))


# -- by a person -------------------------------------------------------------------------------------------------------


def test_someone_carries_an_idea_to_their_next_event_with_it() -> None:
    content = study(
        event("workshop", "2010-03-01", who="ann bob", about="idea"),
        event("panel", "2010-04", who="ann", drew="idea"),
        event("board", "2010-06-01/2010-06-03", who="ann", made="idea"),
        event("lunch", "2010-05-01", who="ann", about="other"),
    )
    assert told(derive(content)) == ["panel -> board: idea by ann", "workshop -> panel: idea by ann"]


def test_an_edge_says_what_it_rests_on_how_long_it_took_and_what_it_crossed() -> None:
    content = study(
        event("panel", "2010-03", who="ann", about="idea", held="board council"),
        event("sprint", "2010-04-10", who="ann", about="idea", held="~taskforce"),
    )
    (edge,) = derive(content).as_relationships()["LEADS_TO"].values()
    assert edge == {
        "item": "idea",
        "via": "ann",
        "via_kind": "person",
        "wait_days": 10,
        "crosses": "stable_to_fluid",
        "accounts": ["acc-panel", "acc-sprint"],
    }


def test_held_in_both_kinds_of_network_it_crosses_nothing() -> None:
    content = study(
        event("panel", "2010-03-01", who="ann", about="idea", held="board ~taskforce"),
        event("sprint", "2010-04-10", who="ann", about="idea", held="~taskforce"),
    )
    assert derive(content).leads_to.columns()["crosses"] == [None]


def test_two_events_of_one_day_may_each_have_led_to_the_other() -> None:
    content = study(
        event("morning", "2010-03-01", who="ann", about="idea"), event("talk", "2010-03-01", who="ann", about="idea")
    )
    derived = derive(content)
    assert told(derived) == ["morning ?> talk: idea by ann", "talk ?> morning: idea by ann"]
    assert derived.may_lead_to.columns()["wait_days"] == [0, 0]


def test_of_two_events_of_one_day_the_later_is_the_one_somebody_says_came_after() -> None:
    content = study(
        event("morning", "2010-03-01", who="ann", about="idea"),
        event("talk", "2010-03-01", who="ann", about="idea", after="morning"),
    )
    after = content.relationships["AFTER"]
    after[next(iter(after))]["accounts"] = ["acc-porter"]
    derived = derive(content)
    assert told(derived) == ["morning -> talk: idea by ann"]
    assert derived.leads_to.columns()["accounts"] == [["acc-morning", "acc-porter", "acc-talk"]]


def test_an_order_that_is_only_denied_is_none() -> None:
    content = study(event("b", who="ann", about="idea", after="!a"), event("a", who="ann", about="idea"))
    assert told(derive(content)) == ["a ?> b: idea by ann", "b ?> a: idea by ann"]


def test_an_order_stated_of_other_events_counts() -> None:
    content = study(
        event("a", "2010-03-01", who="ann", about="idea"),
        event("between", "2010-03-02"),
        event("b", who="ann", about="idea", after="between"),
    )
    assert told(derive(content)) == ["a -> b: idea by ann"]
    assert derive(content).leads_to.columns()["wait_days"] == [None]


def test_what_somebody_states_can_put_an_event_between() -> None:
    content = study(
        event("a", "2010-03-01", who="ann", about="idea"),
        event("b", "2010", who="ann", about="idea", after="a"),
        event("c", "2010-12-31", who="ann", about="idea", after="b"),
    )
    assert told(derive(content)) == ["a -> b: idea by ann", "b -> c: idea by ann"]


def test_a_participation_that_is_denied_carries_nothing() -> None:
    content = study(
        event("workshop", "2010", who="ann", about="idea"), event("board", "2011", who="!ann", about="idea")
    )
    assert told(derive(content)) == []


def test_an_event_that_is_only_denied_carries_nothing_and_lies_between_nothing() -> None:
    content = study(
        event("a", "2010", who="ann", about="idea"),
        event("!b", "2011", who="ann", about="idea"),
        event("c", "2012", who="ann", about="idea", after="b"),
    )
    assert told(derive(content)) == ["a -> c: idea by ann"]


def test_who_denies_is_not_among_the_accounts() -> None:
    content = study(event("a", "2010", who="ann", about="idea"), event("b", "2011", who="ann", about="idea"))
    for claim in content.relationships["TOOK_PART"].values():
        claim["denied_by"] = ["acc-clerk"]
    assert derive(content).leads_to.columns()["accounts"] == [["acc-a", "acc-b"]]


def test_membership_without_participation_carries_nothing() -> None:
    content = study(
        event("a", "2010", who="ann", about="idea", held="board"),
        event("b", "2011", who="bob", about="idea", held="board"),
        members=["ann board", "bob board"],
    )
    assert told(derive(content)) == []


def test_an_uncertain_date_gives_an_order_that_is_only_possible() -> None:
    content = study(
        event("a", "2010?", who="ann", about="idea"),
        event("b", "2011", who="ann", about="idea"),
        event("c", "2012", who="ann", about="idea"),
    )
    assert told(derive(content)) == ["b -> c: idea by ann", "a ?> b: idea by ann"]


def test_an_uncertain_date_that_contradicts_a_stated_order_is_set_aside() -> None:
    content = study(
        event("a", "2012?", who="ann", about="idea"), event("b", "2010", who="ann", about="idea", after="a")
    )
    assert told(derive(content)) == ["a -> b: idea by ann"]


def test_a_vague_event_may_lead_to_the_first_it_can_and_from_the_last_it_can() -> None:
    days = [event(f"day{n}", f"2010-03-0{n}", who="ann", about="idea") for n in range(1, 5)]
    content = study(*days, event("year", "2010", who="ann", about="idea"))
    assert told(derive(content)) == [
        "day1 -> day2: idea by ann",
        "day2 -> day3: idea by ann",
        "day3 -> day4: idea by ann",
        "day4 ?> year: idea by ann",
        "year ?> day1: idea by ann",
    ]


# -- by a thing --------------------------------------------------------------------------------------------------------


def test_readers_of_one_document_have_it_from_who_wrote_it_and_not_from_each_other() -> None:
    content = study(
        event("draft", "2010-01", who="ann", made="report"),
        event("reading", "2010-02", who="bob", drew="report"),
        event("debate", "2010-03", who="col", drew="report"),
    )
    assert told(derive(content)) == ["draft -> debate: report in report", "draft -> reading: report in report"]


def test_a_thing_brought_forth_anew_takes_the_place_of_the_old() -> None:
    content = study(
        event("draft", "2010-01", made="report"),
        event("second", "2010-03", made="report"),
        event("early", "2010-02", drew="report"),
        event("late", "2010-04", drew="report"),
        event("some_day", "2010", drew="report"),
    )
    assert told(derive(content)) == [
        "draft -> early: report in report",
        "second -> late: report in report",
        "second ?> some_day: report in report",
    ]


def test_what_a_document_contains_goes_with_it_to_an_event_that_deals_with_that() -> None:
    content = study(
        event("draft", "2010-01", made="report"),
        event("reading", "2010-02", drew="report", about="line"),
        contains=["report chapter", "chapter line", "!report gossip"],
    )
    derived = derive(content)
    assert told(derived) == ["draft -> reading: line in report", "draft -> reading: report in report"]
    assert derived.leads_to.columns()["accounts"] == [
        ["acc-chapter-line", "acc-draft", "acc-reading", "acc-report-chapter"],
        ["acc-draft", "acc-reading"],
    ]


# -- under another name, and as stated ---------------------------------------------------------------------------------


def test_an_idea_goes_on_under_the_name_of_what_builds_on_it() -> None:
    content = study(
        event("a", "2010", who="ann", about="old"),
        event("b", "2011", who="ann", about="new"),
        event("c", "2012", who="ann", about="new"),
        builds_on=["new old"],
    )
    derived = derive(content)
    assert told(derived) == ["a -> b: old as new by ann", "b -> c: new by ann"]
    assert derived.leads_to.columns()["accounts"][0] == ["acc-a", "acc-b", "acc-new-old"]


def test_what_is_denied_to_build_on_it_is_not_the_same_idea() -> None:
    content = study(
        event("a", "2010", who="ann", about="old"),
        event("b", "2011", who="ann", about="new"),
        builds_on=["!new old"],
    )
    assert told(derive(content)) == []


def test_a_stated_channel_needs_no_carrier_but_an_order() -> None:
    content = study(
        event("a", "2010-03", about="idea"),
        event("b", "2010-05", took="a:idea"),
        event("c", "2010-03", took="a:idea"),
        event("d", "2009", took="a:idea"),
    )
    assert told(derive(content)) == ["a -> b: idea as stated", "a ?> c: idea as stated"]


def test_an_empty_study_leads_nowhere() -> None:
    assert derive(Content()).as_relationships() == {"LEADS_TO": {}, "MAY_LEAD_TO": {}}


def test_an_order_that_contradicts_itself_is_refused() -> None:
    content = study(event("a", "2010", after="b"), event("b", "2011"))
    with pytest.raises(DataError) as refused:
        derive(content)
    assert str(refused.value) == (
        "the order of events contradicts itself: a after b (stated); a (2010) is over before b (2011) begins"
    )
