"""Any text as a pack, and anything as a parameter's value: taken, or refused with a sentence, in bounded time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkout import ROOT
from kgraph.cypher_text import DEEPEST
from kgraph.errors import PackError
from kgraph.evidence import natural
from kgraph.header import example_line, example_values, parse
from kgraph.lint import lint
from kgraph.packs import Pack, problems, read
from kgraph.params import Kind, holds
from kgraph.params import read as value

SHIPPED = {
    path.relative_to(ROOT).as_posix(): path
    for path in sorted(Path(ROOT, "cypher").rglob("*.cypher"))
    if not path.name.endswith(".graph.cypher")
}
GOOD = SHIPPED["cypher/trace/route.cypher"].read_text(encoding="utf-8")

PIECES = st.sampled_from(
    ["//", "// ", "\n", "// param: ", "// returns: ", "// key: ", "// finish: earliest_route\n", "(", ")", "[", "]",
     "{", "}", "'", '"', "`", "$", "$idea", "/*", "*/", ";", "*1..", "*\u00b2", "*99999999999", "{1,3}", "{\u00b2}",
     "+", "WITH ", "RETURN ", "MATCH ", "CALL {", "EXISTS {", "UNION ", "ORDER BY ", " AS ", "LEADS_TO", "\ufeff",
     "\u2028", "\r", "\0"]
)  # fmt: skip
CUTS = st.tuples(st.integers(0, len(GOOD)), st.integers(0, 40), PIECES | st.text(max_size=5))


def read_or_refused(text: str) -> None:
    """A pack is read, or refused with problems that each have a line of the text and a sentence."""
    found = problems(text, "mine.cypher")
    for problem in found:
        assert problem.place.file == "mine.cypher"
        assert 1 <= (problem.place.row or 0) <= text.count("\n") + 2
        assert len(problem.message) > 8
    if not found:
        assert isinstance(read(text, "mine", "mine.cypher"), Pack)
        return
    with pytest.raises(PackError) as refused:
        read(text, "mine", "mine.cypher")
    assert str(refused.value) == "\n".join(str(problem) for problem in found)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_pack_passes_all_checks(name: str) -> None:
    assert problems(SHIPPED[name].read_text(encoding="utf-8"), name) == []


@settings(deadline=2000)
@given(st.text(max_size=300) | st.lists(PIECES, max_size=60).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refused(text)


@settings(deadline=2000)
@given(st.lists(CUTS, min_size=1, max_size=6))
def test_a_good_pack_changed_anywhere_is_read_or_refused(cuts: list[tuple[int, int, str]]) -> None:
    text = GOOD
    for start, length, piece in cuts:
        text = text[:start] + piece + text[start + length :]
    read_or_refused(text)


@pytest.mark.parametrize(
    "piece", ["(", ")", "CALL {", "[*", "')", ")+", "()+", "// key: a,\n", "a,", "$`", "/*", "CASE ", "x.y", "\\'"]
)
def test_a_long_run_of_anything_is_read_or_refused_in_bounded_time(piece: str) -> None:
    read_or_refused("// A title\nMATCH " + piece * 1000)
    read_or_refused("// A title\n// returns: " + piece * 1000)


def test_brackets_are_nested_only_so_deep() -> None:
    def nested(times: int) -> list[str]:
        return [str(found) for found in lint(f"RETURN\n{'(' * times}1{')' * times} AS a", "mine.cypher")]

    assert nested(DEEPEST) == []
    assert nested(DEEPEST + 1) == ["mine.cypher:2: brackets are nested more than 50 deep; write it in steps, with WITH"]
    called = "CALL { " * (DEEPEST - 1) + "MATCH (e:Event) RETURN e " + "} RETURN e " * (DEEPEST - 1)
    assert [str(found) for found in lint(called, "a")] == []


@pytest.mark.parametrize("times", ["*1..\u00b2", "*1..99999999999999999999"])
def test_a_bound_that_is_no_length_of_a_path_is_no_bound(times: str) -> None:
    said = [str(found) for found in lint(f"MATCH (s:Event)-[:LEADS_TO{times}]->(t:Event) RETURN DISTINCT t", "a")]
    assert said == ["a:1: *1.. has no upper bound; write how far at the most, such as *1..60"]


@pytest.mark.parametrize("word", ["AND", "OR", "XOR"])
def test_an_aggregate_on_either_side_of_a_boolean_is_found_with_its_line(word: str) -> None:
    text = f"MATCH (e:Event)\nWITH e.move AS move,\n     true {word} (1 < count(e)) AS many\nRETURN move, many"
    assert [str(found) for found in lint(text, "a")] == [
        f"a:3: count() inside {word} is silently wrong on the embedded engine; "
        "put it alone in a WITH first: WITH count(…) AS found, then test found"
    ]
    once = "MATCH (e:Event)\nWITH e.move AS move, count(e) AS found\nRETURN move, true {} (1 < found) AS many"
    assert lint(once.format(word), "a") == []


def test_what_is_wrong_within_a_subquery_has_its_own_line() -> None:
    text = (
        "MATCH (e:Event)\nCALL (e) {\n  MATCH (e)-[:HELDIN]->(n)\n  SET n.name = 'x'\n  RETURN n\n}\nRETURN n.nam AS a"
    )
    assert [str(found) for found in lint(text, "a")] == [
        "a:3: the model has no type HELDIN; perhaps HELD_IN",
        "a:4: SET does more than read; a pack only reads; use kgraph query --write for a change by hand",
        "a:7: the model has no property nam; perhaps name",
    ]


def test_only_a_line_feed_ends_a_line_of_the_header() -> None:
    title = "Where\u2028an idea\x0cwas \x85 told of"
    header, _ = parse(f"\ufeff// {title}\r\n//\r\n// evidence: accounts\r\nMATCH (n)\r\n", "a")
    assert (header.title, header.lines, header.ends) == (title, {"evidence": 3}, 3)


@given(st.dictionaries(st.from_regex(r"[a-z_][a-z0-9_]{0,5}", fullmatch=True), st.text(min_size=1)))
def test_an_example_line_is_read_as_it_was_written(given: dict[str, str]) -> None:
    assert example_values(example_line(given)) == given


KINDS = st.builds(Kind, st.sampled_from(["text", "int", "float", "bool", "date"]), st.booleans()) | st.builds(
    Kind, st.just("one of"), st.booleans(), st.just(("stable", "fluid"))
)
ANYTHING = st.one_of(
    st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.binary(max_size=4),
    st.sampled_from(["1_000", "1e999", "-1", "0.5", "nan", "2010-02-30", "\u00b2", "\u0663", 10**400, -(2**63), 2**63]),
)  # fmt: skip


@given(KINDS, ANYTHING | st.lists(ANYTHING, max_size=3) | st.dictionaries(st.text(max_size=3), ANYTHING, max_size=2))
def test_anything_is_a_value_of_a_type_or_refused_with_a_sentence(kind: Kind, anything: Any) -> None:
    try:
        made = value(kind, anything)
    except ValueError as error:
        assert len(str(error)) > 20
    else:
        assert holds(kind, made)


@pytest.mark.parametrize("text", ["1_000", "x", "1,5", ""])
def test_a_number_is_written_as_people_write_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a number; write it|is empty; leave it out"):
        value(Kind("float"), text)


@given(st.lists(st.text(st.characters() | st.sampled_from("0123456789\u00b2\u0663"), max_size=8)))
def test_any_locators_can_be_sorted(texts: list[str]) -> None:
    assert len(sorted(texts, key=natural)) == len(texts)
