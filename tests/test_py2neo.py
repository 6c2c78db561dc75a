"""The door for old notebooks: py2neo against a real Neo4j that holds a study."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kgraph.connection import Connection
from kgraph.engines.py2neo import py2neo_graph, py2neo_subgraph
from kgraph.engines.settings import Settings
from kgraph.errors import ConnectionFailed, ParameterError, ReadOnlyError, UsageError
from kgraph.graph import Graph
from kgraph.load import load
from tests.studies import write_study

py2neo = pytest.importorskip("py2neo", reason="py2neo is not installed (the extra py2neo)")


@pytest.mark.parametrize("via", ["neo4j"], indirect=True)
def test_an_old_notebook_reads_a_study_as_before(tmp_path: Path, via: Connection) -> None:
    load(write_study(tmp_path), via)
    graph = py2neo_graph(via)
    assert graph.run("MATCH (a:Actor) RETURN a.id AS id ORDER BY id").data() == [
        {"id": "ana"},
        {"id": "ben"},
        {"id": "cat"},
    ]
    found = graph.nodes.match("Network", id="force").first()
    assert (found["kind"], set(found.labels)) == ("fluid", {"Network", "FluidNetwork"})
    subgraph = graph.run("MATCH (e:Event)-[l:LEADS_TO]->(f:Event) RETURN e, l, f").to_subgraph()
    assert (len(subgraph.nodes), len(subgraph.relationships)) == (3, 5)


@pytest.mark.parametrize("via", ["neo4j"], indirect=True)
def test_an_answer_is_a_subgraph_of_what_its_companion_returns(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        found = py2neo_subgraph(graph, "trace/names", idea="open DATA")  # as the files spell it but for the case
        assert drawn(found) == {
            "Actor ana", "Actor ben", "Actor cat", "Event e1", "Event e2", "Event e3", "FluidNetwork force", "Idea x",
            "Network board", "Network force", "StableNetwork board",
        }  # fmt: skip
        assert found == py2neo_subgraph(graph, "names", idea="x")
        both = py2neo_subgraph(graph, "networks/both_at_once")
        assert drawn(both) == {
            "Actor ana",
            "FluidNetwork force",
            "Network board",
            "Network force",
            "StableNetwork board",
        }
        assert sorted(
            (type(link).__name__, link.start_node["id"], link.end_node["id"]) for link in both.relationships
        ) == [("MEMBER_OF", "ana", "board"), ("MEMBER_OF", "ana", "force")]
        assert drawn(py2neo_subgraph(graph, "networks/both_at_once", actor="cat")) == set()
        with pytest.raises(ParameterError, match="nothing here is called 'nobody'"):
            py2neo_subgraph(graph, "networks/both_at_once", actor="nobody")
        with pytest.raises(
            UsageError, match=r"^accounts/unheard has no companion .* these have one: .*trace/route.*\.df"
        ):
            py2neo_subgraph(graph, "accounts/unheard")
        assert graph.py2neo().evaluate("MATCH (e:Event) RETURN count(e)") == 3


def drawn(found: py2neo.Subgraph) -> set[str]:
    """Each label of each node, with its id."""
    return {f"{label} {node['id']}" for node in found.nodes for label in node.labels if label != "KnowledgeItem"}


@pytest.mark.parametrize("via", ["neo4j"], indirect=True)
def test_a_graph_that_is_read_only_gives_subgraphs_and_no_door_to_write_through(
    tmp_path: Path, via: Connection
) -> None:
    study = write_study(tmp_path)
    load(study, via)
    reading = replace(via, read_only=True)
    with Graph(reading.open(study), study, reading) as graph:
        assert len(py2neo_subgraph(graph, "networks/both_at_once").nodes) == 3
        with pytest.raises(ReadOnlyError, match=r"^py2neo may always write\. The graph in .* was opened to read only"):
            graph.py2neo()


@pytest.mark.parametrize("via", ["neo4j"], indirect=True)
def test_it_reaches_a_server_by_a_routing_address_too(via: Connection) -> None:
    routed = replace(via, uri=via.uri.replace("bolt://", "neo4j://"))
    assert py2neo_graph(routed).evaluate("RETURN 1") == 1


def test_a_password_does_not_leave_in_the_clear_nor_an_authority_go_unheeded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with pytest.raises(UsageError, match="the password would go there for all to read"):
        py2neo_graph(Connection("bolt://db.example.org", "neo4j", "hush-hush"))
    with pytest.raises(UsageError, match="name its file in SSL_CERT_FILE"):
        py2neo_graph(Connection("bolt+s://localhost", "neo4j", "hush-hush", settings=Settings(ca=Path("ca.pem"))))


@pytest.mark.parametrize("via", ["neo4j"], indirect=True)
def test_an_authority_for_another_server_does_not_matter_on_this_computer(
    via: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    assert py2neo_graph(replace(via, settings=Settings(ca=Path("ca.pem")))).evaluate("RETURN 1") == 1


@pytest.mark.parametrize("via", ["neo4j"], indirect=True)
def test_a_wrong_password_is_one_sentence_that_does_not_hold_it(via: Connection) -> None:
    with pytest.raises(ConnectionFailed) as failed:
        py2neo_graph(replace(via, password="hush-hush"))
    assert "is the password right?" in str(failed.value) and "hush-hush" not in str(failed.value)


def test_an_embedded_graph_has_no_such_door() -> None:
    with pytest.raises(UsageError, match="a Neo4j server only"):
        py2neo_graph(Connection("embedded"))


def test_a_server_that_is_away_is_one_sentence() -> None:
    with pytest.raises(ConnectionFailed, match=r"cannot reach bolt://127\.0\.0\.1:9"):
        py2neo_graph(Connection("bolt://127.0.0.1:9", "neo4j", "hush-hush"))
