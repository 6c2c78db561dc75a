"""Names: who is meant, who might be, and ids made from names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.names import Names, normalise, slug


def known() -> Names:
    names = Names()
    names.add("Actor", "shadbolt", "Nigel Shadbolt")
    names.add("Actor", "nigel", "Nigel Hale")
    names.add("Network", "panel", "The Panel")
    names.add("Organisation", "panel", "The Panel")
    names.add_alias("NS", "Actor", "shadbolt")
    return names


@pytest.mark.parametrize("text", ["shadbolt", "Nigel Shadbolt", " nigel  SHADBOLT", "ns", "Actor:shadbolt"])
def test_an_id_a_name_an_alias_and_a_labelled_id_all_mean_the_same_person(text: str) -> None:
    assert known().find(text, ("Actor",)) == [("Actor", "shadbolt")]


def test_an_id_goes_before_a_name() -> None:
    names = known()
    names.add("Actor", "other", "shadbolt")
    assert names.find("shadbolt", ("Actor",)) == [("Actor", "shadbolt")]


def test_a_name_under_another_label_is_not_found() -> None:
    assert known().find("The Panel", ("Actor",)) == []


def test_what_two_labels_share_is_found_twice_and_told_apart_by_label() -> None:
    both = ("Network", "Organisation")
    assert known().find("panel", both) == [("Network", "panel"), ("Organisation", "panel")]
    assert known().find("Network:panel", both) == [("Network", "panel")]


def test_a_likeness_is_suggested_and_never_found() -> None:
    assert known().find("Nigel Shadbold", ("Actor",)) == []
    assert known().like("Nigel Shadbold", ("Actor",))[0] == "'shadbolt' (Nigel Shadbolt)"


def test_pairs_spelt_alike_are_asked_about_unless_a_person_called_them_different() -> None:
    names = Names()
    for id, name in (("js", "John Smith"), ("jos", "Jon Smith"), ("ab", "Amina Begum")):
        names.add("Actor", id, name)
    assert list(names.alike("Actor", frozenset())) == [("jos", "js")]
    assert list(names.alike("Actor", frozenset({frozenset({"js", "jos"})}))) == []


@given(st.text(min_size=1, max_size=40))
def test_a_slug_is_a_safe_id_and_the_same_every_time(name: str) -> None:
    assert slug(name) == slug(name)
    assert slug(name) and all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in slug(name))


@given(st.text(max_size=40))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
