"""Plans: what differs between what a graph holds and what it should, and keys as a manifest writes them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kgraph.content import Content, Key
from kgraph.manifest import DOUBLED, Manifest, hashed, property_hash, unwritten, written
from kgraph.plan import Difference, plan, statements

IDS = st.text(st.characters(blacklist_categories=("Cc", "Cs")), min_size=1, max_size=8)
KEYS = st.builds(Key, st.just("Actor"), IDS, st.just("Network"), IDS, st.tuples(st.none() | IDS, st.none() | IDS))


def content(**sizes: int) -> Content:
    return Content(nodes={"Actor": {id: {"id": id, "name": id, "size": size} for id, size in sizes.items()}})


def test_what_is_new_other_and_no_longer_there_is_told_apart() -> None:
    before, after = hashed(content(ana=1, ben=1, cat=1), {}), hashed(content(ana=1, ben=2, dan=1), {})
    assert plan(before, after).nodes == {"Actor": Difference(added=["dan"], changed=["ben"], gone=["cat"])}


def test_nothing_is_planned_where_nothing_differs() -> None:
    same = hashed(content(ana=1), {})
    assert len(plan(same, same)) == 0


def test_into_an_empty_graph_everything_is_added() -> None:
    assert plan(None, hashed(content(ana=1), {})).nodes == {"Actor": Difference(added=["ana"])}


def test_a_relationship_that_a_hand_has_doubled_is_made_anew() -> None:
    key = Key("Actor", "ana", "Event", "e1")
    should = Content(relationships={"TOOK_PART": {key: {"role": "chair"}}})
    is_now = Manifest({}, {}, {"TOOK_PART": {written(key): DOUBLED}})
    assert plan(is_now, hashed(should, {})).relationships == {
        "TOOK_PART": Difference(added=[written(key)], gone=[written(key)])
    }


def test_relationships_of_a_node_that_goes_go_with_it_and_are_not_looked_for() -> None:
    key = Key("Actor", "ana", "Event", "e1")
    before = Content({"Actor": {"ana": {"id": "ana"}}, "Event": {"e1": {"id": "e1"}}}, {"TOOK_PART": {key: {}}})
    after = Content({"Event": {"e1": {"id": "e1"}}})
    found = list(statements(plan(hashed(before, {}), hashed(after, {})), after))
    assert [(one.cypher, one.parameters) for one in found] == [
        ("UNWIND $id AS id MATCH (n:Actor {id: id}) DETACH DELETE n", {"id": ["ana"]})
    ]


@given(KEYS)
def test_a_key_comes_back_from_a_manifest_as_it_went_in(key: Key) -> None:
    assert unwritten(written(key)) == key


@given(st.dictionaries(IDS, st.text() | st.integers() | st.dates() | st.lists(st.text(max_size=3)), max_size=5))
def test_the_order_of_properties_makes_no_difference_to_their_hash(found: dict[str, object]) -> None:
    assert property_hash(found) == property_hash(dict(reversed(found.items())))
