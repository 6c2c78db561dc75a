"""The passages behind an answer, alike on both engines."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from story import tell

from kgraph.engines import Engine, Statement
from kgraph.evidence import Passage, denials, explained, natural, passages

A4 = Passage(
    account="a4", stance="asserts", coder="kim", event="e4", source="Interview 1", kind="interview", date="2012",
    locator="p. 6",
    paraphrase="what a4 says", said_by=("Cat Roe",), date_said="2012", access="safeguarded",
)  # fmt: skip
M4 = Passage(
    account="m4", stance="asserts", coder="kim", source="Minutes", kind="minutes", date="2011", locator="p. 15",
    paraphrase="what m4 says", date_said="2011", access="open", url="https://example.org/m", denied_by=("p1",),
    asserts=("Cat Roe MEMBER_OF Forum",),
)  # fmt: skip


def test_a_passage_says_where_by_whom_and_who_denies_it(engine: Engine) -> None:
    tell(engine)
    assert passages(engine, ["m4", "a4", "a4", "nobody"]) == [M4, A4]


def test_the_speaker_is_the_accounts_own_or_else_the_sources(engine: Engine) -> None:
    tell(engine)
    said = {passage.account: passage.said_by for passage in passages(engine, ["a1", "a4", "a6", "a5", "a3"])}
    assert said == {"a3": (), "a1": ("Ana Lee",), "a4": ("Cat Roe",), "a6": ("Ben Ola",), "a5": ("Dan Iko",)}


def test_an_account_is_denied_by_who_denies_its_event_or_a_part_of_it(engine: Engine) -> None:
    tell(engine)
    assert denials(engine, ["a1", "a2", "a2n", "m4", "a8"]) == {"a2": ("a2n", "p1"), "m4": ("p1",)}


def test_who_denies_it_is_quoted_after_it(engine: Engine) -> None:
    tell(engine)
    found = explained(engine, ["a2", "a1"])
    assert [passage.account for passage in found] == ["a1", "a2", "p1", "a2n"]
    assert [passage.stance for passage in found] == ["asserts", "asserts", "denies", "denies"]


def test_a_passage_that_tells_of_no_event_says_what_it_asserts_and_denies(engine: Engine) -> None:
    tell(engine)
    for more in (
        "MATCH (n {id: 'force'}) CREATE (n)-[:IN_SITE {accounts: ['b1'], denied_by: ['p1']}]->(:Site {id: 'town'})",
        "MATCH (r {id: 'rep'}), (s {id: 's3'}) CREATE (r)-[:DOCUMENTED_IN {accounts: ['c1'], denied_by: []}]->(s)",
        "MATCH (a:Actor {id: 'ana'}) CREATE (a)-[:NAMED {accounts: ['c1']}]->(a)",
    ):
        engine.write([Statement(more)])
    said = {one.account: (one.asserts, one.denies) for one in passages(engine, ["a1", "b1", "c1", "m1", "p1"])}
    assert said == {
        "a1": ((), ()),
        "b1": (("Falls clinic BUILDS_ON Open data", "Taskforce IN_SITE town"), ()),
        "c1": (
            ("Ana Lee NAMED Ana Lee", "The report CONTAINS Open data", "The report DOCUMENTED_IN Interview 2"),
            (),
        ),
        "m1": (("Ana Lee MEMBER_OF The Board",), ()),
        "p1": ((), ("Cat Roe MEMBER_OF Forum", "Taskforce IN_SITE town")),
    }


def test_a_passage_says_what_it_denies_of_the_event_that_it_tells_of(engine: Engine) -> None:
    tell(engine)
    for more in (
        "MATCH (:Event {id: 'e2'})<-[r:TOOK_PART]-(:Actor {id: 'cat'}) SET r.denied_by = ['a2']",
        "MATCH (:Event {id: 'e2'})-[r:HELD_IN]->() SET r.denied_by = ['a2', 'a2n']",
        "MATCH (b:Event {id: 'e2'}), (a:Event {id: 'e1'}) CREATE (b)-[:TOOK_FROM {item: 'x', denied_by: ['a2']}]->(a)",
        "MATCH (b:Actor {id: 'ben'}), (x:Idea {id: 'x'}) CREATE (b)-[:TOOK_POSITION {position: 'opposes', event: 'e2', "
        "denied_by: ['a2']}]->(x)",
    ):
        engine.write([Statement(more)])
    assert {one.account: one.denies_parts for one in passages(engine, ["a1", "a2", "a2n", "p1"])} == {
        "a1": (),
        "a2": (
            "that Cat Roe took part",
            "that it happened in Taskforce",
            "that Ben Ola was against Open data",
            "that it took Open data from e1",
        ),
        "a2n": (),
        "p1": (),
    }


def test_passages_are_in_order_of_date_source_and_place(engine: Engine) -> None:
    places = [("k1", "t", "p. 10"), ("k2", "t", "p. 9"), ("k3", "u", None), ("k4", "v", "p. 1")]
    days = {"t": {"earliest": date(2011, 1, 1)}, "u": {"earliest": date(2010, 1, 1)}, "v": {}}
    source = "CREATE (s:Source {id: $id, title: $id}) SET s += $days"
    account = "MATCH (s:Source {id: $s}) CREATE (a:Account {id: $id, stance: 'asserts'})-[:IN]->(s) SET a.locator = $at"
    engine.write(Statement(source, {"id": id, "days": more}) for id, more in days.items())
    engine.write(Statement(account, {"s": s, "id": id, "at": at}) for id, s, at in places)
    assert [passage.account for passage in passages(engine, ["k1", "k2", "k3", "k4"])] == ["k3", "k2", "k1", "k4"]


def test_more_ids_than_one_query_takes_are_asked_for_in_parts(engine: Engine) -> None:
    engine.write(
        [
            Statement(
                "UNWIND $ids AS id CREATE (:Account {id: id, stance: 'asserts'})",
                {"ids": [f"k{n}" for n in range(2_100)]},
            )
        ]
    )
    assert len(passages(engine, (f"k{n}" for n in range(2_100)))) == 2_100


@given(st.lists(st.text(max_size=12)))
def test_any_locators_can_be_put_in_order(locators: list[str]) -> None:
    assert sorted(sorted(locators, key=natural, reverse=True), key=natural) == sorted(locators, key=natural)
