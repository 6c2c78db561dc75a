"""The door for old notebooks: py2neo against a real Neo4j that holds a study."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgraph.connection import Connection
from kgraph.engines.py2neo import py2neo_graph
from kgraph.errors import ConnectionFailed, UsageError
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


def test_an_embedded_graph_has_no_such_door() -> None:
    with pytest.raises(UsageError, match="a Neo4j server only"):
        py2neo_graph(Connection("embedded"))


def test_a_server_that_is_away_is_one_sentence() -> None:
    with pytest.raises(ConnectionFailed, match=r"cannot reach bolt://127\.0\.0\.1:9"):
        py2neo_graph(Connection("bolt://127.0.0.1:9", "neo4j", "hush-hush"))
