"""Loading: wholly or not at all, twice is once, and what a hand changed is listed and taken back. On both engines."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from kgraph.connection import Connection
from kgraph.errors import DataError, ForeignGraph, GraphBusy, GraphError, GraphIncomplete, QueryError
from kgraph.graph import Graph
from kgraph.load import load
from kgraph.manifest import Manifest
from kgraph.plan import Difference
from kgraph.study import Study, open_study
from tests.studies import EVENTS, SMALL, many_events, write_study


@contextmanager
def opened(study: Study, via: Connection) -> Iterator[Graph]:
    with Graph(via.open(study), study, via) as graph:
        yield graph


def held(study: Study, via: Connection) -> Manifest:
    """What the graph really holds, read from it whole."""
    with opened(study, via) as graph:
        return graph.manifest()


def same(one: Manifest, other: Manifest) -> bool:
    return (one.nodes, one.relationships, one.strange) == (other.nodes, other.relationships, other.strange)


def test_a_first_load_puts_everything_the_files_say_into_the_graph(tmp_path: Path, via: Connection) -> None:
    report = load(write_study(tmp_path), via)
    assert (report.written, len(report.problems)) == (True, 0)
    with opened(report.study, via) as graph:
        assert graph.counts() == {
            "Account": 6, "Actor": 3, "CONCERNS": 3, "DREW_ON": 1, "Event": 3, "GIVEN_BY": 4, "HELD_IN": 3, "IN": 6,
            "Idea": 2, "LEADS_TO": 5, "Load": 1, "MEMBER_OF": 2, "Network": 2, "PRODUCED": 1, "REPORTS": 4, "Source": 2,
            "TOOK_PART": 6,
        }  # fmt: skip
        edges = graph.query(
            "MATCH (a:Event)-[l:LEADS_TO]->(b:Event) RETURN a.id AS a, b.id AS b, l.item AS item, l.via AS via, "
            "l.crosses AS crosses, l.wait_days AS wait, l.accounts AS accounts ORDER BY a, b, item, via"
        ).rows
    assert edges == [
        ("e1", "e2", "x", "ana", "stable_to_fluid", 172, ["a1", "a2", "a3"]),
        ("e1", "e3", "x", "ben", None, 387, ["a1", "a4"]),
        ("e2", "e3", "x", "cat", "fluid_to_stable", 185, ["a2", "a3", "a4"]),
        ("e2", "e3", "y", "cat", "fluid_to_stable", 185, ["a2", "a3", "a4"]),
        ("e2", "e3", "y", "y", "fluid_to_stable", 185, ["a2", "a3", "a4"]),
    ]


def test_loading_twice_says_that_nothing_has_changed(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    load(study, via)
    before = held(study, via)
    assert load(study, via).same
    assert same(held(study, via), before)


def test_a_changed_study_becomes_what_it_would_be_if_loaded_anew(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    load(study, via)
    people = [*SMALL["Actors"][:2], {"id": "dan", "name": "Dan Poe", "kind": "post"}]
    events = [{**EVENTS[0], "date": "2012"}, {**EVENTS[2], "participants": ["dan", "ben"], "drew_on": []}]
    networks = [SMALL["Networks"][0], {**SMALL["Networks"][1], "kind": "stable"}]
    changed = write_study(tmp_path, {**SMALL, "Actors": people, "Networks": networks}, events)
    report = load(changed, via)
    assert report.plan.nodes["Actor"] == Difference(added=["dan"], gone=["cat"])
    assert report.plan.nodes["Event"] == Difference(changed=["e1"], gone=["e2"])
    now = held(changed, via)
    with opened(changed, via) as graph:
        assert graph.query("MATCH (n:StableNetwork) RETURN n.id AS id ORDER BY id").rows == [("board",), ("force",)]
        assert graph.query("MATCH (n:FluidNetwork) RETURN n.id AS id").rows == []
        empty(graph)
    anew = write_study(tmp_path / "anew", {**SMALL, "Actors": people, "Networks": networks}, events)
    load(anew, via)
    assert same(held(anew, via), now)


def empty(graph: Graph) -> None:
    graph.query("MATCH (n) DETACH DELETE n", write=True)


def test_a_plan_says_what_would_change_field_by_field_and_changes_nothing(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    load(study, via)
    before = held(study, via)
    changed = write_study(tmp_path, events=[{**EVENTS[0], "outcome": "taken up"}, *EVENTS[1:]])
    report = load(changed, via, dry=True)
    assert report.plan.nodes == {"Event": Difference(changed=["e1"])}
    assert dict(report.fields) == {("Event", "e1"): [("outcome", None, "taken up")]}
    assert (report.written, same(held(study, via), before)) == (False, True)


def test_any_error_in_the_files_stops_the_whole_load(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    load(study, via)
    before = held(study, via)
    wrong = write_study(
        tmp_path, events=[*EVENTS, {**EVENTS[0], "id": "e4", "move": "shrae", "participants": ["nobody"]}]
    )
    with pytest.raises(DataError) as refused:
        load(wrong, via)
    assert [str(problem) for problem in refused.value.problems] == [
        "events.jsonl:4: event 'e4': unknown move 'shrae'; perhaps 'share'; or define it under [moves] in kgraph.toml",
        "events.jsonl:4: participants names the unknown Actor 'nobody'; add it to Actors",
    ]
    assert same(held(study, via), before)


def test_what_a_hand_changed_is_listed_and_taken_back(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    load(study, via)
    before = held(study, via)
    with opened(study, via) as graph:
        for cypher in (
            "MATCH (a:Actor {id: 'ana'}) SET a.name = 'Someone', a.favourite = true",
            "MATCH (e:Event {id: 'e1'})-[r:HELD_IN]->() DELETE r",
            "MATCH (a:Actor {id: 'ben'}), (e:Event {id: 'e1'}) CREATE (a)-[:TOOK_PART {role: 'chair'}]->(e)",
            "MATCH (a:Actor {id: 'ben'}), (b:Actor {id: 'cat'}) CREATE (a)-[:KNOWS]->(b)",
            "CREATE (:Idea:KnowledgeItem {id: 'z', name: 'By hand'})",
            "CREATE (:Note {text: 'mine'})",
        ):
            graph.query(cypher, write=True)
    report = load(study, via, verify=True)
    assert report.by_hand.nodes == {"Actor": Difference(changed=["ana"]), "Idea": Difference(gone=["z"])}
    assert {type: len(found) for type, found in report.by_hand.relationships.items()} == {"HELD_IN": 1, "TOOK_PART": 2}
    assert report.by_hand.strange == {"KNOWS": 1, "(Note)": 1}
    assert report.fields["Actor", "ana"] == [("favourite", True, None), ("name", "Someone", "Ana Lee")]
    assert same(held(study, via), before)


@pytest.mark.parametrize(
    ("cypher", "strange"),
    [
        ("MATCH (a:Actor {id: 'ana'}) REMOVE a:Actor", "(no label)"),
        ("MATCH (a:Actor {id: 'ana'}) SET a:Organisation", "(Actor:Organisation)"),
        ("MATCH (a:Actor {id: 'ana'}) SET a:Zork", "(Actor:Zork)"),
        ("MATCH (a:Actor {id: 'ana'}) SET a.id = 5", "(Actor whose id is no text)"),
        ("MATCH (x:Idea {id: 'x'}) REMOVE x:KnowledgeItem", "(Idea)"),
        ("CREATE (:KnowledgeItem {name: 'mine'})", "(KnowledgeItem)"),
        ("MATCH ()-[l:LEADS_TO {via: 'ana'}]->() SET l.item = 5", "LEADS_TO whose ends or item or becomes or via or "
         "via_kind is no text"),
    ],
)  # fmt: skip
def test_labels_and_ids_that_a_hand_made_odd_are_told_and_taken_back(
    tmp_path: Path, via: Connection, cypher: str, strange: str
) -> None:
    study = write_study(tmp_path)
    load(study, via)
    before = held(study, via)
    with opened(study, via) as graph:
        try:
            graph.query(cypher, write=True)
        except QueryError as refused:  # the embedded engine does not let a hand do all of it
            pytest.skip(f"cannot be done by hand there: {refused}")
    report = load(study, via, verify=True)
    as_text = via.embedded and "SET a.id" in cypher  # the embedded engine makes text of a number
    assert report.by_hand.nodes["Actor"] if as_text else strange in report.by_hand.strange
    assert same(held(study, via), before)
    assert load(study, via).same


def test_a_graph_whose_loads_a_hand_deleted_or_changed_is_mended(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    load(study, via)
    before = held(study, via)
    with opened(study, via) as graph:
        graph.query("MATCH (l:Load) SET l.files = []", write=True)
    load(study, via, verify=True)
    with opened(study, via) as graph:
        graph.query("MATCH (l:Load) DETACH DELETE l", write=True)
    load(study, via, verify=True)
    assert same(held(study, via), before)
    with opened(study, via) as graph:
        graph.ready()


def test_verifying_an_untouched_graph_finds_nothing_and_writes_nothing(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    load(study, via)
    report = load(study, via, verify=True)
    assert (len(report.by_hand), report.written) == (0, False)


def test_a_lost_manifest_is_made_anew_from_the_graph(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    load(study, via)
    for path in (study.hidden / "manifest").iterdir():
        path.unlink()
    changed = write_study(tmp_path, events=EVENTS[:2])
    assert load(changed, via).plan.nodes["Event"] == Difference(gone=["e3"])


def test_a_file_that_is_no_longer_listed_goes_although_it_is_still_there(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    load(study, via)
    toml = study.folder / "kgraph.toml"
    toml.write_text(toml.read_text().replace(', "events.jsonl"', ""))
    report = load(open_study(tmp_path), via)
    assert report.plan.nodes["Event"] == Difference(gone=["e1", "e2", "e3"])


def test_a_text_that_comes_or_changes_is_a_change(tmp_path: Path, via: Connection) -> None:
    sources = [{**SMALL["Sources"][0], "text": "one.txt"}, SMALL["Sources"][1]]
    study = write_study(tmp_path, {**SMALL, "Sources": sources})
    load(study, via)
    assert load(study, via).same
    (tmp_path / "one.txt").write_text("And I brought it to them, then.")
    assert not load(study, via).same
    assert load(study, via).same
    (tmp_path / "one.txt").write_text("I never did.")
    with pytest.raises(DataError):
        load(study, via)


def test_nothing_that_is_kept_holds_the_words_or_the_name_of_who_was_taken_out(tmp_path: Path) -> None:
    via = Connection("embedded")
    person = {"id": "quentin", "name": "Quentin Xylophone"}
    wombat = {"id": "wombat", "kind": "interview", "title": "Interview Wombat", "given_by": "quentin"}
    said = {"source": "wombat", "locator": "turn 1", "quote": "like marzipan"}
    told = {**EVENTS[0], "participants": [*EVENTS[0]["participants"], {"actor": "quentin"}],
            "accounts": [*EVENTS[0]["accounts"], said]}  # fmt: skip
    both = {**SMALL, "Actors": [*SMALL["Actors"], person], "Sources": [*SMALL["Sources"], wombat]}
    study = write_study(tmp_path, both, [told, *EVENTS[1:]])
    load(study, via)
    assert _kept_with(study, "Xylophone", "wombat", "Wombat", "marzipan", "quentin")
    load(write_study(tmp_path), via)
    assert _kept_with(study, "Xylophone", "wombat", "Wombat", "marzipan", "quentin") == []


def _kept_with(study: Study, *words: str) -> list[str]:
    kept = (path for path in study.hidden.rglob("*") if path.is_file())
    return [path.name for path in kept if any(word.encode() in path.read_bytes() for word in words)]


def test_another_graph_that_still_holds_what_was_taken_out_is_named(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    load(study, Connection("embedded"))
    load(study, via)
    report = load(write_study(tmp_path, events=EVENTS[:2]), via)
    where = f"{(study.hidden / 'graph').as_posix()} (of "
    if via.embedded:
        assert report.elsewhere == []
    else:
        assert [one.startswith(where) for one in report.elsewhere] == [True]
        assert f"What the files said before is still in {where}" in str(report)


def test_a_load_that_another_overtook_writes_nothing(tmp_path: Path, via: Connection) -> None:
    if via.embedded:
        pytest.skip("one process at a time holds an embedded graph")
    study = write_study(tmp_path)
    load(study, via)
    changed = write_study(tmp_path, events=EVENTS[:2])

    def overtake(step: str) -> None:
        if step == "writing":
            with opened(study, via) as other:
                other.query("CREATE (:Load {id: 'theirs', study: 'small', at: '2030', complete: true})", write=True)

    with pytest.raises(GraphBusy, match=r"changed the graph at .* meanwhile; load again"):
        load(changed, via, progress=overtake)
    with opened(study, via) as graph:
        assert graph.query("MATCH (e:Event) RETURN count(e) AS n").rows == [(3,)]


def test_a_graph_of_another_study_answers_nothing(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    load(study, via)
    toml = study.folder / "kgraph.toml"
    toml.write_text(toml.read_text().replace('"small"', '"other"'))
    with (
        opened(open_study(tmp_path), via) as graph,
        pytest.raises(ForeignGraph, match="holds the study small, not other"),
    ):
        graph.run("trace/route", idea="x")


def test_a_kept_note_that_cannot_be_written_is_done_without(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    (study.hidden / "manifest").mkdir(parents=True)
    from kgraph.manifest import place

    place(study, via.target).mkdir()  # a folder in the file's place
    assert load(study, via).written
    assert load(study, via).written is False


def test_a_hidden_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    study.hidden.write_text("a file")
    with pytest.raises(GraphError, match=r"could not be written, and stays as it was: File exists"):
        load(study, Connection("embedded"))


def test_a_database_that_holds_another_study_is_refused(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    load(study, via)
    (tmp_path / "kgraph.toml").write_text((tmp_path / "kgraph.toml").read_text().replace('"small"', '"other"'))
    other = open_study(tmp_path)
    with pytest.raises(ForeignGraph, match="holds the study small, not other; a database holds one study"):
        load(other, via)


def test_nodes_that_kgraph_did_not_write_are_refused_and_named(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    with opened(study, via) as graph:
        graph.query("CREATE (:Invoice {number: 3})", write=True)
    with pytest.raises(ForeignGraph, match=r"holds nodes that kgraph did not write \(1 Invoice\)"):
        load(study, via)


def test_a_graph_with_an_unfinished_load_refuses_to_answer_until_a_load_finishes_it(
    tmp_path: Path, via: Connection
) -> None:
    study = write_study(tmp_path)
    load(study, via)
    before = held(study, via)
    with opened(study, via) as graph:
        graph.engine.mark(None)
        graph.query("MATCH (l:Load) SET l.complete = false", write=True)
        graph.query("MATCH (e:Event {id: 'e3'}) DETACH DELETE e", write=True)
        with pytest.raises(GraphIncomplete, match="was interrupted"):
            graph.query("MATCH (n) RETURN count(n) AS n")
    load(study, via)
    assert same(held(study, via), before)


def test_an_empty_graph_refuses_to_answer(tmp_path: Path, via: Connection) -> None:
    with opened(write_study(tmp_path), via) as graph, pytest.raises(GraphIncomplete, match="nothing has been loaded"):
        graph.query("MATCH (n) RETURN count(n) AS n")


def test_two_loads_of_one_study_do_not_run_at_once(tmp_path: Path) -> None:
    from filelock import FileLock

    study = write_study(tmp_path)
    study.hidden.mkdir()
    with FileLock(study.hidden / "lock"), pytest.raises(GraphBusy, match="another load of"):
        load(study, Connection("embedded"))


def test_the_order_of_files_and_rows_does_not_matter(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    load(study, via)
    before = held(study, via)
    shuffled = {name: list(reversed(rows)) for name, rows in reversed(list(SMALL.items()))}
    again = write_study(tmp_path, shuffled, list(reversed(EVENTS)))
    assert len(load(again, via).plan) == 0
    assert same(held(again, via), before)


# -- killed at any moment ----------------------------------------------------------------------------------------------

_CHILD = """
import os, sys
from pathlib import Path
import kgraph.load
import kgraph.write
from kgraph.connection import connection
from kgraph.study import open_study
kgraph.write.ONE_TRANSACTION = 100
study = open_study(Path(sys.argv[1]))
print("begun", flush=True)
kgraph.load.load(study, connection(study), progress=lambda step: print(step, flush=True))
print("done", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=["kill", "term", "ctrl-c"])
def test_a_load_that_is_killed_at_any_moment_leaves_nothing_half_loaded(
    tmp_path: Path, via: Connection, how: signal.Signals
) -> None:
    """Before, or after, or (a server, in parts) marked incomplete and refused until a load finishes it."""
    study = write_study(tmp_path, events=EVENTS)
    load(study, via)
    before = held(study, via)
    bigger = write_study(tmp_path, events=[*EVENTS, *many_events(300)])
    load(bigger, via)
    after = held(bigger, via)
    chance, seen = Random(how), set()
    for turn in range(4):
        write_study(tmp_path, events=EVENTS if turn % 2 == 0 else [*EVENTS, *many_events(300)])
        seen.add(_killed(tmp_path, study, via, how, chance.uniform(0.0, 1.2), (before, after)))
        final = load(open_study(tmp_path), via)
        assert same(held(final.study, via), before if turn % 2 == 0 else after)
    assert seen <= {"as the files say, or as before", "marked incomplete"}


def _killed(
    folder: Path, study: Study, via: Connection, how: signal.Signals, wait: float, states: tuple[Manifest, Manifest]
) -> str:
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.strip() == b"writing":
                break
        time.sleep(wait)
        child.send_signal(how)
        child.communicate(timeout=60)
    with opened(study, via) as graph:
        if all(found["complete"] for found in graph.loads()):
            now = graph.manifest()
            assert same(now, states[0]) or same(now, states[1]), "half a load, and not marked so"
            return "as the files say, or as before"
        assert not via.embedded, "the embedded graph is never left incomplete"
        with pytest.raises(GraphIncomplete):
            graph.ready()
        return "marked incomplete"
