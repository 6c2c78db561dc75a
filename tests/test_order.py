"""What came before what: the laws of the order, and the contradictions it names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from routes_by_hand import ByHand, closed
from small import event, study
from test_derive import studies

from kgraph.content import Content
from kgraph.errors import DataError
from kgraph.order import Order

# -- laws --------------------------------------------------------------------------------------------------------------


@given(studies())
@settings(max_examples=80, deadline=None)
def test_the_order_is_the_closure_of_dates_and_what_is_stated(content: Content) -> None:
    by_hand, order = ByHand(content), Order(content)
    assert bool(order.cycles()) == by_hand.contradicts_itself()
    if order.cycles():
        return
    pairs = [(a, b) for a in content.nodes["Event"] for b in content.nodes["Event"]]
    assert {pair for pair in pairs if order.before(*pair)} == by_hand.before
    assert {pair for pair in pairs if order.likely(*pair)} == by_hand.likely
    standing = [(a, b) for a, b in pairs if {a, b} <= set(by_hand.events)]
    assert {pair for pair in pairs if order.possible(*pair)} == {pair for pair in standing if by_hand.possible(*pair)}


@given(studies())
@settings(max_examples=80, deadline=None)
def test_every_contradiction_is_a_circle_of_true_links_and_without_them_none_is_left(content: Content) -> None:
    by_hand = ByHand(content)
    certain = {id for id, node in by_hand.events.items() if node.get("date_certain")}
    stated, dated = set(by_hand.stated), by_hand.dated(certain)
    for cycle in Order(content).cycles():
        assert [link.earlier for link in cycle.links] == list(cycle.events)
        assert [link.later for link in cycle.links] == [*cycle.events[1:], cycle.events[0]]
        for link in cycle.links:
            assert (link.earlier, link.later) in (stated if link.stated else dated)
        stated -= {(link.earlier, link.later) for link in cycle.links if link.stated}
    assert not any(a == b for a, b in closed(stated | dated))


# -- certain, likely, possible -----------------------------------------------------------------------------------------


def test_an_event_is_before_another_when_it_is_over_before_the_other_begins() -> None:
    order = Order(study(event("a", "2010-03"), event("b", "2010-04-01"), event("c", "2010")))
    assert (order.before("a", "b"), order.before("b", "a")) == (True, False)
    assert (order.before("a", "c"), order.before("c", "a")) == (False, False)
    assert (order.possible("a", "c"), order.possible("c", "a"), order.possible("b", "a")) == (True, True, False)


def test_events_of_one_day_are_not_ordered_unless_somebody_says_so() -> None:
    order = Order(study(event("a", "2010-03-01"), event("b", "2010-03-01"), event("c", "2010-03-01", after="b")))
    assert (order.before("a", "b"), order.before("b", "a"), order.before("b", "c")) == (False, False, True)
    assert (order.possible("a", "b"), order.possible("c", "b")) == (True, False)


def test_what_is_stated_and_what_is_dated_make_one_chain() -> None:
    order = Order(
        study(event("a", "2010"), event("b", "2011"), event("c", after="b"), event("d", "2010/2015", after="c"))
    )
    assert order.before("a", "d")


def test_an_open_end_is_after_nothing() -> None:
    order = Order(study(event("a", "2010/.."), event("b", "2015"), event("c", "2009")))
    assert (order.before("a", "b"), order.before("b", "a"), order.before("c", "a")) == (False, False, True)


def test_an_uncertain_date_is_likely_but_not_certain() -> None:
    order = Order(study(event("a", "2010?"), event("b", "2011")))
    assert (order.before("a", "b"), order.likely("a", "b")) == (False, True)
    assert (order.possible("a", "b"), order.possible("b", "a")) == (True, False)


def test_an_event_that_does_not_stand_has_no_order() -> None:
    order = Order(study(event("!a", "2010"), event("b", "2011", after="a")))
    assert (order.before("a", "b"), order.possible("a", "b"), order.possible("b", "a")) == (False, False, False)


# -- contradictions ----------------------------------------------------------------------------------------------------


def contradictions(content: Content) -> list[str]:
    return [str(cycle) for cycle in Order(content).cycles()]


def test_events_that_each_came_after_the_other_are_a_contradiction() -> None:
    content = study(event("a", after="c"), event("b", after="a"), event("c", after="b"), event("d", after="c"))
    assert contradictions(content) == ["b after a (stated); c after b (stated); a after c (stated)"]


def test_a_stated_order_that_dates_contradict_names_the_dates() -> None:
    content = study(event("e1", "2010", after="e2"), event("e2", "2011-03"))
    assert contradictions(content) == ["e1 after e2 (stated); e1 (2010) is over before e2 (2011-03) begins"]


def test_dates_at_the_ends_of_a_chain_contradict_it() -> None:
    content = study(event("a", "2012"), event("b", after="a"), event("c", "2010", after="b"))
    assert contradictions(content) == [
        "b after a (stated); c after b (stated); c (2010) is over before a (2012) begins"
    ]


def test_the_shortest_circle_is_named_and_others_apart_from_it_too() -> None:
    content = study(
        event("a", after="b d"),
        event("b", after="a"),
        event("c", after="b"),
        event("d", after="c"),
        event("x", "2010", after="y"),
        event("y", "2011"),
    )
    assert contradictions(content) == [
        "x after y (stated); x (2010) is over before y (2011) begins",
        "b after a (stated); a after b (stated)",
    ]


def test_an_event_after_itself_is_a_contradiction() -> None:
    assert contradictions(study(event("a", after="a"))) == ["a after a (stated)"]


def test_an_uncertain_date_contradicts_nothing() -> None:
    assert contradictions(study(event("a", "2010?", after="b"), event("b", "2011"))) == []


def test_an_order_that_contradicts_itself_answers_no_questions() -> None:
    order = Order(study(event("a", after="a"), event("b", "2010"), event("c", "2011")))
    with pytest.raises(DataError, match=r"contradicts itself: a after a \(stated\)"):
        order.before("b", "c")


def test_a_long_chain_is_no_trouble() -> None:
    ids = [f"e{number:05}" for number in range(5_000)]
    events = [event(id, after=before) for before, id in zip(["", *ids], ids, strict=False)]
    order = Order(study(*events))
    assert (order.before(ids[0], ids[-1]), order.before(ids[-1], ids[0])) == (True, False)
