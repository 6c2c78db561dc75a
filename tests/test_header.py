"""The header of a pack: what it says, and every way in which it can be wrong."""
# ruff: noqa: E501 - a case a line

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import PackError
from kgraph.header import Column, example_line, example_values, parse
from kgraph.packs import problems, read
from kgraph.params import Kind, Parameter

GOOD = """\
// Route of an idea
//
// Each time the idea passed on, and
// who carried it.
//
// Nothing else.
//
// param: idea (text) - id or name of an idea
// param: until (date, optional) - leave out what happened
//     after this day
// param: most (int, default 5) - how many
// returns: day (date), kind (one of stable|fluid),
//     who (list of text)
// evidence: accounts
// key: day, kind
// example: idea="open licence" until=2010-07-20

MATCH (x:Idea) WHERE x.id = $idea AND $until IS NULL // a comment
RETURN x.day AS day, x.kind AS kind, x.who AS who, x.told AS accounts
ORDER BY day, x.kind LIMIT $most
"""


def found(text: str) -> list[str]:
    """What is wrong, but for properties that the model does not have: these texts are about headers."""
    wrong = [str(problem) for problem in problems(text, "p.cypher")]
    return [line for line in wrong if "the model has no property" not in line]


def changed(old: str, new: str) -> list[str]:
    assert old in GOOD
    return found(GOOD.replace(old, new, 1))


def test_a_good_header_says_everything() -> None:
    header, wrong = parse(GOOD, "p.cypher")
    assert wrong == []
    assert found(GOOD) == []
    assert header.title == "Route of an idea"
    assert header.doc == "Each time the idea passed on, and\nwho carried it.\n\nNothing else."
    assert header.params == [
        Parameter("idea", Kind("text"), False, None, "id or name of an idea", 8),
        Parameter("until", Kind("date"), True, None, "leave out what happened after this day", 9),
        Parameter("most", Kind("int"), True, 5, "how many", 11),
    ]
    assert header.returns == [
        Column("day", Kind("date")), Column("kind", Kind("one of", choices=("stable", "fluid"))), Column("who", Kind("text", several=True)),
    ]  # fmt: skip
    assert (header.evidence, header.key, header.finish) == ("accounts", ["day", "kind"], "")
    assert example_values(header.example) == {"idea": "open licence", "until": "2010-07-20"}
    assert [parameter.said for parameter in header.params] == ["text", "date, optional", "int, default 5"]


def test_a_measure_of_the_field_is_named_with_its_source() -> None:
    said = "brokerage roles (Gould and Fernandez 1989)"
    header, wrong = parse(GOOD.replace("// example", f"// method: {said}\n// example"), "p.cypher")
    assert (header.method, wrong) == (said, [])
    assert found(GOOD.replace("// example", "// method: brokerage\n// example")) == [
        "p.cypher:16: method is 'brokerage'; name the measure and its source, such as // method: brokerage roles "
        "(Gould and Fernandez 1989)"
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("// Route of an idea\n", "//\n", "p.cypher:1: has no title; the first line is // and, in plain words, what the pack asks"),
        ("// Route of an idea\n", "", "p.cypher:1: has no title; the first line is // and, in plain words, what the pack asks"),
        ("// evidence: accounts\n", "", "p.cypher:1: has no evidence; name the last column of RETURN, the ids of the accounts each row rests on, such as // evidence: accounts"),
        ('// example: idea="open licence" until=2010-07-20\n', "", "p.cypher:1: has no example; give values of a study at hand, such as // example: idea=open-licence"),
        ("// evidence:", "// evidance:", "p.cypher:14: there is no tag 'evidance'; perhaps 'evidence'; it is one of param, returns, evidence, key, method, finish, example"),
        ("// key: day, kind\n", "// key: day, kind\n// key: who\n", "p.cypher:16: key stands twice, first in line 15; keep one"),
        ("// key: day, kind", "// key: day, colour", "p.cypher:15: key names 'colour', which is not among the columns; it is one of day, kind, who"),
        ("// key: day, kind", "// key:", "p.cypher:15: key is empty; name the returned columns that tell rows apart, or leave the tag out"),
        ("// key: day, kind", "// finish: magic", "p.cypher:15: there is no finishing step 'magic'; it is one of earliest_route"),
        ("// param: most (int, default 5) - how many", "// param: most int", "p.cypher:11: cannot read the parameter 'most int'; write it as name (type) - what it means, such as until (date, optional) - leave out what happened later"),
        ("(int, default 5)", "(int, default five)", "p.cypher:11: parameter most: 'five' is not a whole number; write digits only, such as 12"),
        ("(int, default 5)", "(int, maybe)", "p.cypher:11: parameter most: 'maybe' cannot follow a type; write optional, or default and a value"),
        ("(int, default 5)", "(integer)", "p.cypher:11: parameter most: there is no type 'integer'; perhaps 'int'; a type is one of text, int, float, bool, date, list of these, one of a|b|c"),
        ("// param: most (int, default 5)", "// param: idea (int, default 5)", "p.cypher:11: parameter idea is declared twice; keep one"),
        ("day (date), kind", "day, kind", "p.cypher:12: cannot read the column 'day'; write each as name (type), with commas between, such as day (date), carried_by (text)"),
        ("day (date), kind", "day (date), day (date), kind", "p.cypher:12: column day stands twice in returns; keep one"),
        ("day (date), kind", "day (datum), kind", "p.cypher:12: column day: there is no type 'datum'; perhaps 'date'; a type is one of text, int, float, bool, date, list of these, one of a|b|c"),
        ("day (date), kind", "day (date), accounts (list of text), kind", "p.cypher:12: the evidence column accounts stands in returns too; leave it out there"),
        ("day (date), kind", "evidence (date), kind", "p.cypher:12: a column is named evidence; answers use that name for the account ids; choose another"),
        ("// key: day, kind\n", "// key: day, kind\n// more words\n", "p.cypher:16: 'more words' stands among the tags and is none; put the doc above the first tag; indent by three spaces what continues a tag"),
        ('idea="open licence"', "idea=", "p.cypher:16: the example cannot be run: idea: is empty; leave it out, or give a value; write it as name=value, with a space between several"),
        ('idea="open licence"', 'idea="open licence', "p.cypher:16: the example cannot be run: 'idea=\"open licence until=2010-07-20' has a quote that is not closed; write it as name=value, with a space between several"),
        ('idea="open licence"', "", "p.cypher:16: the example cannot be run: the pack needs idea (text): id or name of an idea; write it as name=value, with a space between several"),
        ("$until IS NULL", "$untill IS NULL", "p.cypher:9: parameter until is never used; use $until, or take the line out"),
        ("$until IS NULL", "$untill IS NULL", "p.cypher:18: $untill is not declared; add // param: untill (text) - what it means"),
        ("x.day AS day, x.kind AS kind", "x.kind AS kind, x.day AS day", "p.cypher:19: RETURN has the columns in another order than the header; return them in the order day, kind, who, accounts"),
        ("x.day AS day, ", "", "p.cypher:19: RETURN lacks day; return day, kind, who, accounts, the evidence last"),
        ("x.day AS day", "x.day AS date", "p.cypher:19: RETURN lacks day and has date besides; return day, kind, who, accounts, the evidence last"),
        ("x.day AS day", "x.day", "p.cypher:19: x . day is returned without a name; write … AS and the name that returns gives it"),
        ("ORDER BY day, x.kind ", "", "p.cypher:19: the final RETURN has no ORDER BY; add ORDER BY day, kind"),
        ("ORDER BY day, x.kind", "ORDER BY day", "p.cypher:20: ORDER BY leaves rows that differ only in kind in any order; add kind at its end"),
        ("// key: day, kind\n", "", "p.cypher:19: ORDER BY leaves rows that differ only in who in any order; add who at its end, or name in // key: the columns that tell rows apart"),
        ("RETURN x.day", "RETURN 1 AS day UNION RETURN x.day", "p.cypher:18: a UNION cannot be put in order as a whole; write CALL { … UNION … } RETURN … ORDER BY …"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_and_line_and_what_would_be_right(old: str, new: str, sentence: str) -> None:
    assert sentence in changed(old, new)


def test_a_header_without_a_query_says_so() -> None:
    assert "p.cypher:17: has no query; write it below the header" in found(GOOD[: GOOD.index("\nMATCH")])


def test_a_query_without_return_says_so() -> None:
    assert "p.cypher:18: ends without RETURN; return the columns that returns names, then the evidence" in found(
        GOOD[: GOOD.index("RETURN")]
    )


def test_all_that_is_wrong_is_said_at_once_in_order_of_lines() -> None:
    text = "// Title\n// param: a (txt) - b\n// returns: c (date)\n// example: d=1\nRETURN $e AS c"
    with pytest.raises(PackError) as refused:
        read(text, "p", "p.cypher")
    assert [line.partition(";")[0] for line in str(refused.value).splitlines()] == [
        "p.cypher:1: has no evidence",
        "p.cypher:2: parameter a: there is no type 'txt'",
        "p.cypher:2: parameter a is never used",
        "p.cypher:4: the example cannot be run: the pack has no parameter 'd'",
        "the pack needs a (text): b",
        "p.cypher:5: $e is not declared",
        "p.cypher:5: the final RETURN has no ORDER BY",
    ]


def test_an_example_is_written_as_it_is_read() -> None:
    given = {"idea": 'an "open" \\ licence', "until": date(2010, 7, 20), "ids": ["a", "b"], "none": None}
    assert example_values(example_line(given)) == {"idea": 'an "open" \\ licence', "until": "2010-07-20", "ids": "a;b"}


_LINES = st.lists(
    st.one_of(
        st.sampled_from(GOOD.splitlines()),
        st.text(max_size=40),
        st.text(max_size=40).map("// {}".format),
        st.sampled_from(["param", "returns", "evidence", "key", "finish", "example"]).flatmap(
            lambda tag: st.text(max_size=40).map(lambda rest: f"// {tag}: {rest}")
        ),
    ),
    max_size=14,
)


@given(_LINES)
def test_any_text_is_a_pack_or_has_problems(lines: list[str]) -> None:
    text = "\n".join(lines)
    wrong = problems(text, "p.cypher")
    assert all(problem.place.file == "p.cypher" and problem.message for problem in wrong)
    if wrong:
        with pytest.raises(PackError):
            read(text, "p", "p.cypher")
    else:
        assert read(text, "p", "p.cypher").evidence
