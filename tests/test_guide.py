"""The guide for Neo4j Browser: what is in it, that it runs, and that nothing of a study becomes markup or a command."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from studies import ENGINES, EVENTS, SMALL, loaded_into, write_study
from test_cli import kgraph

from checkout import ROOT
from kgraph.browser.guide import MOST_IDEAS, as_block, first_sentence, guide
from kgraph.browser.suggestions import Suggestions
from kgraph.cli.browse import _browser, _wait, browser_address
from kgraph.connection import Connection
from kgraph.errors import GraphIncomplete, UsageError
from kgraph.graph import Graph
from kgraph.packs import Shelf
from kgraph.study import open_study

STYLE = "http://localhost:50000/token/style.grass"
THEMES = [
    "Accounts", "Brokerage", "Compare", "Discourse", "Harmonising", "Knowledge", "Networks", "Quality", "Trace",
]  # fmt: skip


class Read(HTMLParser):
    """A guide as a browser reads it: the headings of its slides, its blocks, its words, and the tags it is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.headings: list[str] = []
        self.titles: list[str] = []
        self.blocks: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        for kind, into in (("h3", self.headings), ("h4", self.titles), ("pre", self.blocks)):
            if tag == kind:
                into.append("")
        if tag == "pre":
            assert dict(attrs)["class"] == "code runnable"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data
        for kind, into in (("h3", self.headings), ("h4", self.titles), ("pre", self.blocks)):
            if self.open and self.open[-1] == kind:
                into[-1] += data


@pytest.fixture(scope="module", params=ENGINES)
def threesites(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The invented study, loaded into each of the two engines in turn."""
    folder = tmp_path_factory.mktemp("threesites") / "study"
    study = open_study(Path(shutil.copytree(ROOT / "examples" / "threesites", folder)))
    with loaded_into(request.param, study, request) as graph:
        yield graph


@pytest.fixture(scope="module")
def page(threesites: Graph) -> Read:
    return Read(guide(threesites, STYLE))


def small(folder: Path, **names: str) -> Graph:
    """A small study with other names, opened in the embedded engine and loaded."""
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    sheets: dict[str, Any] = {
        sheet: [{**row, **({"name": names[row["id"]]} if row.get("id") in names else {})} for row in rows]
        for sheet, rows in SMALL.items()
    }
    study = write_study(folder, sheets, EVENTS)
    via = Connection("embedded")
    graph = Graph(via.open(study), study, via)
    graph.load()
    return graph


def test_its_slides_are_the_study_its_networks_its_ideas_and_the_packs_by_theme(page: Read) -> None:
    title = "Going home: an invented study of three places, 2018 to 2022"
    assert page.headings == [title, "Networks", "Ideas", *THEMES]
    assert page.titles == [pack.title for pack in Shelf()]
    assert page.blocks[0] == f":style {STYLE}"
    assert "56 events, told of in 365 accounts in 29 sources." in page.words
    assert "7 stable, 6 fluid." in page.words


def test_each_pack_has_a_block_and_one_more_where_it_can_be_drawn(page: Read) -> None:
    drawn = [pack for pack in Shelf() if pack.graph]
    drawings = [block.partition("\n")[0] for block in page.blocks if block.partition("\n")[0].endswith(", as a graph")]
    assert drawings == [pack.graph.partition("\n")[0] for pack in drawn]
    firsts = [block.partition("\n")[0] for block in page.blocks]
    assert [first for first in firsts if first in {f"// {pack.title}" for pack in Shelf()}] == [
        f"// {pack.title}" for pack in Shelf()
    ]
    assert len(page.blocks) == 1 + 1 + 2 + MOST_IDEAS + len(Shelf().names) + len(drawn)


def test_every_block_is_one_statement_that_answers_and_needs_no_parameter(page: Read, threesites: Graph) -> None:
    empty = []
    for block in page.blocks[1:]:
        assert ";" not in block.partition("\n")[2]
        assert not block.endswith((" null", ":null"))  # Browser runs no block that ends so
        if not threesites.engine.read(block).rows:
            empty.append(block.partition("\n")[0])
    assert empty == []


def in_order(value: Any) -> Any:
    """A value with its lists in one order: an engine gathers them in whichever is quickest."""
    if isinstance(value, tuple):
        return tuple(map(in_order, value))
    return sorted(map(in_order, value), key=repr) if isinstance(value, list) else value


def test_a_block_answers_what_its_pack_answers(threesites: Graph) -> None:
    suggestions = Suggestions(threesites.engine)
    for pack in threesites.packs:
        values = suggestions.values(pack)
        asked = threesites.engine.read(pack.text, values)
        block = threesites.engine.read(as_block(pack, values))
        assert (block.columns, in_order(block.rows)) == (asked.columns, in_order(asked.rows)), pack.name


def test_packs_are_asked_about_what_moved_most(threesites: Graph) -> None:
    suggestions = Suggestions(threesites.engine)
    find = threesites.packs.find
    assert suggestions.values(find("trace/route")) == {"idea": "Assess at home", "until": None}
    assert suggestions.values(find("trace/between")) == {
        "idea": "Assess at home", "start": "har-01", "goal": "que-05", "by": "earliest",
    }  # fmt: skip
    assert suggestions.values(find("networks/contacts")) == {"actor": "Margaret Hay", "years": 2}
    assert suggestions.values(find("networks/outlived")) == {"days": 365, "only_certain": False}


def test_its_words_name_what_each_pack_is_asked_about(page: Read) -> None:
    assert "idea: Assess at home; start: har-01; goal: que-05; by: earliest" in page.words
    assert "idea: Assess at home; left out: until" in page.words
    assert page.words.count("all that the answer is chosen from") == 1  # trace/between


HOSTILE = {
    "board": "<script>alert(1)</script>",
    "force": "</pre><img src=x onerror=alert(1)>",
    "x": "it's \\' OR true //; \n:server disconnect",
    "y": '"><pre class="runnable">:clear</pre>',
    "ana": "Ana {{constructor}} & $idea `x`",
}


def test_nothing_that_a_study_says_becomes_markup_or_a_command(tmp_path: Path) -> None:
    with small(tmp_path, **HOSTILE) as graph:
        page = Read(guide(graph, STYLE))
        assert page.tags == {
            "article", "title", "carousel", "slide", "div", "h3", "h4", "p", "b", "code", "pre", "span",
            "table", "thead", "tbody", "tr", "th", "td",
        }  # fmt: skip
        assert page.attributes == {"class", "style"}
        assert [block for block in page.blocks if block.startswith(":")] == [f":style {STYLE}"]
        assert all(block.startswith("// ") for block in page.blocks[1:])
        assert not any(line.startswith(":") for block in page.blocks[1:] for line in block.splitlines())
        for block in page.blocks[1:]:
            graph.engine.read(block)
        assert HOSTILE["board"] in page.words and HOSTILE["force"] in page.words


def test_a_name_that_two_things_have_is_asked_about_by_its_id(tmp_path: Path) -> None:
    with small(tmp_path, x="Twin", y="Twin") as graph:
        asked = Suggestions(graph.engine).values(graph.packs.find("trace/route"))
    assert asked == {"idea": "x", "until": None}


def test_a_graph_with_nothing_loaded_has_no_guide(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    study = write_study(tmp_path)
    via = Connection("embedded")
    with (
        Graph(via.open(study), study, via) as graph,
        pytest.raises(GraphIncomplete, match="nothing has been loaded into"),
    ):
        guide(graph, STYLE)


@pytest.mark.parametrize(
    ("doc", "first"), [("One. Two.", "One."), ("Is it? Yes.", "Is it?"), ("No end", "No end"), ("", "")]
)
def test_of_what_a_pack_says_the_first_sentence_is_shown(doc: str, first: str) -> None:
    assert first_sentence(doc) == first


# -- the command -------------------------------------------------------------------------------------------------------


def test_an_embedded_graph_cannot_be_browsed_and_what_can_is_said(tmp_path: Path) -> None:
    write_study(tmp_path)
    assert kgraph("browser", "--no-open", folder=tmp_path) == (
        2, "",
        "kgraph: an embedded graph cannot be shown in Neo4j Browser; `kgraph up` starts a Neo4j on this computer and "
        "`kgraph load -a local` loads the study into it, then `kgraph browser` shows it\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("uri", "browser"),
    [
        ("bolt://localhost:7687", "http://localhost:7474/browser/"),
        ("neo4j+s://ana:word@graphs.example.org", "https://graphs.example.org:7473/browser/"),
        ("bolt+ssc://[::1]:7999", "https://[::1]:7473/browser/"),
    ],
)
def test_browser_is_looked_for_where_neo4j_has_it(uri: str, browser: str) -> None:
    assert _browser(Connection(uri), None) == browser


def test_where_browser_is_can_be_said() -> None:
    via = Connection("bolt://localhost:7687", browser="http://127.0.0.1:50001/browser/")
    assert _browser(via, None) == "http://127.0.0.1:50001/browser/"
    assert _browser(via, "http://localhost:1") == "http://localhost:1/browser/"


@pytest.mark.parametrize(
    "wrong",
    ["localhost:7474", "file:///etc", "http://ana:word@localhost/browser/", "javascript:alert(1)",
     "http://localhost:99999/", "http://localhost:port/", "http://localhost:0/", "http://[foo/", "http://[::1/", ""],
)  # fmt: skip
def test_what_is_no_address_of_browser_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError) as refused:
        _browser(Connection("bolt://localhost:7687"), wrong)
    assert str(refused.value) == (
        "--browser-url is no address of Browser; give one such as http://localhost:7474/browser/"
    )


def test_waiting_is_never_without_an_end_for_ctrl_c_to_get_through(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float | None] = []

    def wait(event: threading.Event, timeout: float | None = None) -> bool:
        asked.append(timeout)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return False

    monkeypatch.setattr(threading.Event, "wait", wait)
    _wait("It is served.")
    assert asked == [1, 1, 1]


def test_the_address_holds_what_is_not_secret_and_nothing_that_breaks_it() -> None:
    via = Connection("neo4j://h.example:7687?policy=x", "a&b=c#d", "secret", "kg")
    assert browser_address("http://h.example:7474/browser/", via, "kg", "http://localhost:5/t/guide.html") == (
        "http://h.example:7474/browser/?dbms=neo4j://a%2526b%253Dc%2523d@h.example:7687&db=kg&cmd=play"
        "&arg=http://localhost:5/t/guide.html"
    )
