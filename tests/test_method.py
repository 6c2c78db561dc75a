"""The method of an answer: how it came about, what it rests on, and the line that says so under a table."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from kgraph import __version__
from kgraph.answer import Answer
from kgraph.connection import Connection
from kgraph.engines.release import release
from kgraph.errors import GraphError, UsageError
from kgraph.graph import Graph
from kgraph.method import Counts, Load, Method, Origin, loaded, rests_on
from kgraph.packs import Shelf
from kgraph.render import render
from kgraph.study import file_hash
from tests.studies import EVENTS, SMALL, write_study


def opened(folder: Path, via: Connection) -> Graph:
    """The small study, loaded; Ben gave one account of e2, and Kim coded it."""
    events = [dict(event) for event in EVENTS]
    events[1]["accounts"] = [
        *EVENTS[1]["accounts"][:1],
        {**EVENTS[1]["accounts"][1], "given_by": ["ben"], "coder": "kim"},
    ]
    study = write_study(folder, events=events)
    graph = Graph(via.open(study), study, via)
    graph.load()
    return graph


def test_an_answer_says_by_what_method_it_was_made(tmp_path: Path, via: Connection) -> None:
    with opened(tmp_path, via) as graph:
        answer = graph.run("route", idea="Open data")
        load = graph.loads()[-1]
        files = ["events.jsonl", *(f"sheets/{name}.csv" for name in sorted(SMALL))]
        assert answer.method == Method(
            pack="trace/route",
            title="Route of an idea",
            measure=Shelf().find("trace/route").method,
            sha256=Shelf().find("trace/route").sha256,
            text=None,
            parameters={"idea": "Open data", "until": None},
            engine=graph.engine.name,
            release=release(graph.engine),
            when=answer.when,
            kgraph=__version__,
            study="small",
            study_title="A small study",
            load=Load(
                load["id"], load["at"], __version__, True, load["settings"],
                {name: file_hash(tmp_path / name) for name in files}, {},
            ),
            counts=Counts(rows=3, accounts=4, sources=2, people=2, coders=1),
        )  # fmt: skip
        assert answer.method is answer.method
        assert release(graph.engine).split()[0] in ("ArcadeDB", "Neo4j")
        assert release(graph.engine)[-1].isalnum() and "." in release(graph.engine)


def test_tables_in_documents_and_notebooks_end_in_the_method(tmp_path: Path, via: Connection) -> None:
    with opened(tmp_path, via) as graph:
        answer = graph.run("trace/route", idea="x")
        pages = [render(answer, format) for format in ("markdown", "html")] + [answer._repr_html_()]
        method, load = answer.method, graph.loads()[-1]
    loaded_at, asked_at = (f"{at[:10]} {at[11:16]} UTC" for at in (load["at"], answer.when))
    measure = f"Measure: {method.measure}. " if method.measure else ""
    line = (
        f"trace/route (sha256 {method.sha256[:12]}) with idea = x. {measure}A small study, loaded {loaded_at}. "
        f"Asked {asked_at} of {method.release} by kgraph {__version__}. "
        "3 rows on 4 accounts from 2 sources, given by 2 people, coded by 1 person."
    )
    assert answer.caption == line
    assert pages[0].endswith(f"|\n\n{line}\n")
    assert pages[1].endswith(f'</table>\n<p class="note">{line}</p>\n</body></html>\n')
    assert pages[2].endswith(f'</table>\n<p class="note">{line}</p>\n')
    assert [line[:20] in render(answer, format) for format in ("csv", "json", "plain", "records", "table")] == [
        False
    ] * 5


def test_once_the_graph_is_closed_the_line_says_what_is_known(tmp_path: Path, via: Connection) -> None:
    with opened(tmp_path, via) as graph:
        answer = graph.run("trace/route", idea="x")
    assert answer.caption.endswith(f" of {answer.engine} by kgraph {__version__}. 3 rows on 4 accounts.")
    with pytest.raises(GraphError):
        _ = answer.method


def test_a_free_query_says_its_text_and_names_no_evidence(tmp_path: Path, via: Connection) -> None:
    cypher = "MATCH (e:Event) WHERE e.id <> $not RETURN e.id AS id ORDER BY id"
    with opened(tmp_path, via) as graph:
        method = graph.query(cypher, {"not": "e2"}).method
    hashed = sha256(cypher.encode()).hexdigest()
    assert (method.pack, method.text, method.sha256) == ("query", cypher, hashed)
    assert (method.parameters, method.counts) == ({"not": "e2"}, Counts(2))
    assert method.caption.startswith(f"query (sha256 {hashed[:12]}) with not = e2. A small study, loaded ")
    assert method.caption.endswith(". 2 rows.")


def test_what_a_query_wrote_and_what_is_of_no_graph_has_no_method() -> None:
    bare = Answer("mine", "", {}, {}, [], [], "embedded", lambda _: [])
    assert bare.caption == ""
    with pytest.raises(UsageError, match=r"this answer is of no study's graph; ask one that kgraph\.open gives"):
        _ = bare.method


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("sheets/Actors.csv", "sheets/Actors.csv"), ("../other/a.csv", "a.csv"), ("in/../../a.csv", "a.csv"),
        ("/home/anna/a.csv", "a.csv"), ("C:\\Users\\Anna\\a.csv", "a.csv"), ("C:/Users/Anna/a.csv", "a.csv"),
        ("~/a.csv", "a.csv"), ("..a/b.csv", "..a/b.csv"),
    ],
)  # fmt: skip
def test_a_file_outside_the_study_is_named_without_its_folder(name: str, shown: str) -> None:
    load = loaded(Origin(None, {"files": [name], "sha256": ["h"]}))  # type: ignore[arg-type]
    assert load.files == {shown: "h"}


def test_two_files_that_would_have_one_name_are_told_apart() -> None:
    stated = {
        "files": ["../one/a.csv", "../three/a.csv", "../two/a.csv", "a.csv (2)"],
        "texts": ["../a.txt"],
        "sha256": ["1f" * 32, "2f" * 32, "3f" * 32, "4f" * 32, "not there"],
    }
    load = loaded(Origin(None, stated))  # type: ignore[arg-type]
    names = ["a.csv", "a.csv (2)", "a.csv (3)", "a.csv (2) (2)"]
    assert load.files == dict(zip(names, ("1f" * 32, "2f" * 32, "3f" * 32, "4f" * 32), strict=True))
    assert load.texts == {"a.txt": "not there"}


def test_what_an_answer_rests_on_is_said_in_words() -> None:
    assert [rests_on(Counts(*counts)) for counts in ((1, 1, 1, 1, 2), (0, 0, 0, 0, 0), (2, 3), (2,))] == [
        "1 row on 1 account from 1 source, given by 1 person, coded by 2 people",
        "0 rows on 0 accounts", "2 rows on 3 accounts", "2 rows",
    ]  # fmt: skip
