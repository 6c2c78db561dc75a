"""The manifest: what was kept after a load tells the same changes as a comparison of everything, and quicker."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.content import Content, Key
from kgraph.manifest import Book, book, hashed, keep, kept, place
from kgraph.plan import plan
from kgraph.study import Study, open_study

IDS = st.sampled_from([f"a{number}" for number in range(60)])
VALUES = st.text(max_size=3) | st.integers(0, 2) | st.booleans() | st.dates(date(2015, 1, 1), date(2015, 1, 3))
ACTORS = st.dictionaries(IDS, st.dictionaries(st.sampled_from(("name", "kind", "start")), VALUES, max_size=3))
KEYS = st.builds(Key, st.just("Actor"), IDS, st.just("Actor"), IDS, st.just(()))
CONTENTS = st.builds(
    lambda actors, trusts: Content({"Actor": actors}, {"TRUSTS": trusts}),
    ACTORS,
    st.dictionaries(KEYS, st.dictionaries(st.just("note"), VALUES)),
)
LOAD = {"id": "load-1"}


def back(study: Study, content: Content, before: Book | None = None) -> Book:
    """The book of a content as it is read again after it was kept."""
    keep(study, "graph", LOAD, book(content), before)
    found = kept(study, "graph")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("study")
    (folder / "kgraph.toml").write_text('[study]\nid = "study"\nfiles = []\n', encoding="utf-8")
    return open_study(folder)


@given(CONTENTS, CONTENTS, CONTENTS)
@settings(deadline=None)
def test_what_was_kept_tells_the_same_changes_as_a_comparison_of_everything(
    study: Study, first: Content, second: Content, third: Content
) -> None:
    known = back(study, second, before=back(study, first))
    after = book(third)
    found = plan(known.manifest({}, without=after), after.manifest(LOAD, without=known))
    assert found == plan(hashed(second, {}), hashed(third, {}))


@given(CONTENTS)
@settings(deadline=None)
def test_pages_taken_over_from_the_file_before_make_the_file_that_would_be_made_without(
    study: Study, content: Content
) -> None:
    keep(study, "one", LOAD, book(content))
    keep(study, "other", LOAD, book(content), kept(study, "one"))
    other, one = (place(study, name).read_text(encoding="utf-8").splitlines()[1:] for name in ("other", "one"))
    assert other == one


def test_a_kept_manifest_that_was_cut_short_anywhere_is_not_used(study: Study) -> None:
    actors = {f"a{number}": {"name": f"Ana {number}"} for number in range(40)}
    back(study, Content({"Actor": actors}))
    lines = place(study, "graph").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 4
    for end in range(len(lines)):
        place(study, "graph").write_text("\n".join(lines[:end]) + "\n", encoding="utf-8")
        assert kept(study, "graph") is None


def test_a_manifest_of_another_form_is_not_used(study: Study) -> None:
    place(study, "graph").parent.mkdir(parents=True, exist_ok=True)
    for text in ("{}\nanything\n", "{}\nplaces\tActor\tabc\t0\n", '{"nodes": {}}\n{}\n'):
        place(study, "graph").write_text(text, encoding="utf-8")
        assert kept(study, "graph") is None
