"""The texts of a study's sources: how long each is stands in the graph, and follows the file."""

from __future__ import annotations

from pathlib import Path

from kgraph.check import check
from kgraph.connection import Connection
from kgraph.graph import Graph
from kgraph.load import load
from kgraph.plan import Difference
from kgraph.study import Study
from tests.studies import SMALL, write_study

WITH_TEXT = {**SMALL, "Sources": [{**SMALL["Sources"][0], "text": "int-1.txt"}, SMALL["Sources"][1]]}


def written(folder: Path, text: bytes | None) -> Study:
    """The small study, whose first source has a text."""
    path = folder / "int-1.txt"
    if text is None:
        path.unlink()
    else:
        path.write_bytes(text)
    return write_study(folder, WITH_TEXT)


def lengths(study: Study, via: Connection) -> list[tuple[str, int | None]]:
    with Graph(via.open(study), study, via) as graph:
        return graph.query("MATCH (s:Source) RETURN s.id AS id, s.text_length AS length ORDER BY id").rows


def test_a_texts_length_is_counted_as_positions_in_it_are(tmp_path: Path) -> None:
    marked = b"\xef\xbb\xbf" + "I brought it to them \N{SLIGHTLY SMILING FACE},\r\ntwice.\r\n".encode()
    sources = check(written(tmp_path, marked)).content.nodes["Source"]
    assert {id: source.get("text_length") for id, source in sources.items()} == {"s1": 31, "s2": None}


def test_the_graph_follows_the_length_of_a_text(tmp_path: Path, via: Connection) -> None:
    study = written(tmp_path, b"I brought it to them.")
    load(study, via)
    assert lengths(study, via) == [("s1", 21), ("s2", None)]
    assert load(study, via).same
    longer = load(written(tmp_path, b"I brought it to them, twice."), via)
    assert (longer.plan.nodes, longer.plan.relationships) == ({"Source": Difference(changed=["s1"])}, {})
    assert lengths(study, via) == [("s1", 28), ("s2", None)]
    load(written(tmp_path, None), via)
    assert lengths(study, via) == [("s1", None), ("s2", None)]


def test_what_a_hand_made_of_a_texts_length_is_taken_back(tmp_path: Path, via: Connection) -> None:
    study = written(tmp_path, b"I brought it to them.")
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        graph.query("MATCH (s:Source {id: 's1'}) SET s.text_length = 7", write=True)
    report = load(study, via, verify=True)
    assert report.by_hand.nodes == {"Source": Difference(changed=["s1"])}
    assert lengths(study, via) == [("s1", 21), ("s2", None)]
