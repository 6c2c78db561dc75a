"""What a graph holds as data frames: whole, typed, in the same order on both engines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import kgraph
from checkout import ROOT
from kgraph.connection import Connection
from kgraph.errors import GraphIncomplete, UsageError
from kgraph.graph import Graph
from kgraph.load import load
from kgraph.statements import DERIVED
from kgraph.study import open_study
from kgraph.vocabulary import LABELS, TYPES
from tests.studies import SMALL, write_study

pandas = pytest.importorskip("pandas", reason="pandas is not installed (the extra pandas)")

DAY = "datetime64[s]"


def opened(folder: Path, via: Connection) -> Graph:
    study = write_study(folder, SMALL)
    load(study, via)
    return Graph(via.open(study), study, via)


def series(dtype: str, *values: Any) -> Any:
    return pandas.Series(list(values), dtype=dtype)


def test_a_label_is_a_frame_of_its_nodes_by_id_with_the_model_s_dtypes(tmp_path: Path, via: Connection) -> None:
    with opened(tmp_path, via) as graph:
        pandas.testing.assert_frame_equal(
            graph.frame("Network"),
            pandas.DataFrame(
                {
                    "id": series("string", "board", "force"),
                    "name": series("string", "The Board", "Taskforce"),
                    "kind": series("string", "stable", "fluid"),
                    "purpose": series("string", None, None),
                    "begins": series("string", None, "2010-06"),
                    "ends": series("string", None, "2010-12"),
                    "begins_earliest": series(DAY, None, "2010-06-01"),
                    "begins_latest": series(DAY, None, "2010-06-30"),
                    "ends_earliest": series(DAY, None, "2010-12-01"),
                    "ends_latest": series(DAY, None, "2010-12-31"),
                }
            ).set_index("id"),
        )
        actors = graph.frame("Actor")
        assert list(actors.index) == ["ana", "ben", "cat"]
        assert {name: str(dtype) for name, dtype in actors.dtypes.items()} == {
            "name": "string", "kind": "string", "size": "Int64", "description": "string",
        }  # fmt: skip
        events, sources = graph.frame("Event"), graph.frame("Source")
        assert events["stands"].tolist() == [True, True, True]
        assert {name: str(events[name].dtype) for name in ("earliest", "date_certain", "stands")} == {
            "earliest": DAY, "date_certain": "boolean", "stands": "boolean",
        }  # fmt: skip
        assert str(sources["text_length"].dtype) == "Int64"
        assert len(graph.frame("Skill")) == 0
        assert graph.frame("Load")["complete"].tolist() == [True]


def test_a_type_is_a_frame_of_its_relationships_with_their_ends(tmp_path: Path, via: Connection) -> None:
    with opened(tmp_path, via) as graph:
        accounts = graph.frame("MEMBER_OF")["accounts"].tolist()
        assert all(isinstance(account, str) and [account] == cell for cell in accounts for account in cell)
        pandas.testing.assert_frame_equal(
            graph.frame("MEMBER_OF").drop(columns="accounts"),
            pandas.DataFrame(
                {
                    "start": series("string", "ana", "ana"),
                    "end": series("string", "board", "force"),
                    "role": series("string", None, None),
                    "begins": series("string", "2009", "2010-06"),
                    "ends": series("string", None, "2010-12"),
                    "begins_earliest": series(DAY, "2009-01-01", "2010-06-01"),
                    "begins_latest": series(DAY, "2009-12-31", "2010-06-30"),
                    "ends_earliest": series(DAY, None, "2010-12-01"),
                    "ends_latest": series(DAY, None, "2010-12-31"),
                    "denied_by": series("object", [], []),
                }
            ),
        )
        pandas.testing.assert_frame_equal(
            graph.frame("CONCERNS"),
            pandas.DataFrame(
                {
                    "start": series("string", "e1", "e2", "e3"),
                    "end": series("string", "x", "x", "x"),
                    "end_label": series("string", "Idea", "Idea", "Idea"),
                    "accounts": series("object", ["a1"], ["a2", "a3"], ["a4"]),
                    "denied_by": series("object", [], [], []),
                }
            ),
        )
        waits = graph.frame("LEADS_TO")
        assert (str(waits["wait_days"].dtype), waits["wait_days"].min()) == ("Int64", 172)


def test_a_name_that_is_neither_is_refused_with_the_nearest(tmp_path: Path, via: Connection) -> None:
    with opened(tmp_path, via) as graph, pytest.raises(UsageError) as wrong:
        graph.frame("Actors")
    assert str(wrong.value) == (
        "there is no label or type 'Actors'; perhaps 'Actor'; it is one of " + ", ".join([*LABELS, *TYPES, *DERIVED])
    )


def test_nothing_is_framed_before_a_load(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    with Graph(via.open(study), study, via) as graph, pytest.raises(GraphIncomplete, match="nothing has been loaded"):
        graph.frame("Actor")


@pytest.mark.parametrize("via", ["neo4j"], indirect=True)
def test_both_engines_frame_a_whole_study_alike(tmp_path: Path, via: Connection) -> None:
    """Every label and type of the invented study; a load's own node says when it was."""
    import shutil

    shutil.copytree(ROOT / "examples" / "threesites", tmp_path / "study")
    study = open_study(tmp_path / "study")
    with Graph(via.open(study), study, via) as server, kgraph.open(study.folder, uri="embedded") as folder:
        server.load()
        folder.load()
        names: Sequence[str] = [name for name in (*LABELS, *TYPES, *DERIVED) if name != "Load"]
        for name in names:
            pandas.testing.assert_frame_equal(server.frame(name), folder.frame(name), obj=name)
        held = {name: len(folder.frame(name)) for name in names}
        assert {name: n for name, n in held.items() if n} == {n: c for n, c in folder.counts().items() if n != "Load"}


# -- what a notebook shows ---------------------------------------------------------------------------------------------


def test_a_graph_shown_says_which_study_where_and_what_it_holds(tmp_path: Path, via: Connection) -> None:
    with opened(tmp_path, via) as graph:
        where = f"{graph.engine.name}, in {graph.place}"
        assert repr(graph) == f"<Graph of the study small, {where}>"
        assert graph._repr_html_() == (
            f"<p><b>A small study</b> ({where})<br>6 Account; 3 Actor; 3 Event; 2 Idea; 1 Load; 2 Network; 2 Source</p>"
        )
        assert repr(graph.account("x")) == "<Narrative of Open data: 3 steps>"
    assert graph._repr_html_().endswith("has been closed: open it again.</p>")


@pytest.mark.parametrize("via", ["neo4j"], indirect=True)
def test_a_graph_shown_never_shows_a_password(tmp_path: Path, via: Connection) -> None:
    if via.password is None:
        pytest.skip("the Neo4j of the environment takes no password")
    load(write_study(tmp_path), via)
    scheme, _, host = via.uri.partition("://")
    for uri, word in ((f"{scheme}://{via.username}:{via.password}@{host}", None), (via.uri, via.password)):
        with kgraph.open(tmp_path, uri=uri, username=via.username, password=word) as graph:
            assert via.password not in repr(graph) + graph._repr_html_() + repr(graph.connection)
