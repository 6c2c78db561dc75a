"""Manifests: an answer asked again still holds, or what changed is said; and no manifest keeps what it should not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kgraph.comparison import differences
from kgraph.connection import EMBEDDED, Connection, connection
from kgraph.errors import EditedManifest, InputError, StudyError, UsageError
from kgraph.graph import Graph
from kgraph.reproduction import text
from kgraph.study import Study, file_hash, open_study
from tests.studies import EVENTS, SMALL, write_study

Events = list[dict[str, Any]]
ROUTE: dict[str, Any] = {"pack": "trace/route", "idea": "x"}
"""Its rows about the small study: e2 from e1, carried by Ana; e3 from e1, by Ben; e3 from e2, by Cat."""


def loaded(study: Study, via: Connection) -> Graph:
    graph = Graph(via.open(study), study, via)
    graph.load()
    return graph


def made(study: Study, via: Connection, *, rows: bool = False, **question: Any) -> dict[str, Any]:
    """A study, loaded, and the manifest of an answer, through the text that a file would hold."""
    with loaded(study, via) as graph:
        found: dict[str, Any] = json.loads(text(graph.run(**(question or ROUTE)).manifest(rows=rows)))
    return found


def asked_again(study: Study, via: Connection, manifest: dict[str, Any]) -> tuple[bool, list[str], list[str]]:
    """A study, loaded, and what comes of asking again: whether it holds, what changed, and what did around it."""
    with loaded(study, via) as graph:
        found = graph.again(manifest)
    return found.holds, list(found.changed), list(found.since)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Graph]:
    """The small study in its embedded graph."""
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    with loaded(write_study(tmp_path), Connection(EMBEDDED)) as graph:
        yield graph


def event(at: int, **other: Any) -> Events:
    """The small study's events, one of them other."""
    events = deepcopy(EVENTS)
    events[at] |= other
    return events


OWN = Connection(EMBEDDED)
CHANGED = ["events.jsonl has changed"]


def test_an_answer_asked_again_still_holds(tmp_path: Path, via: Connection) -> None:
    study = write_study(tmp_path)
    for rows in (False, True):
        then = made(study, via, rows=rows)
        assert [word for word in (str(tmp_path), "bolt:", via.password or "neo4j:") if word in text(then)] == []
        assert asked_again(study, via, then) == (True, [], [])


@pytest.mark.usefixtures("neo4j_engine")
def test_an_answer_of_one_engine_holds_on_the_other(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    study, embedded, server = write_study(tmp_path), Connection(EMBEDDED), connection()
    first, second = made(study, embedded), made(study, server)
    one, other = first["engine"]["release"], second["engine"]["release"]
    assert (one[:8], other[:7]) == ("ArcadeDB", "Neo4j 5")
    assert asked_again(study, server, first) == (True, [], [f"asked of {one} then, {other} now"])
    assert asked_again(study, embedded, second) == (True, [], [f"asked of {other} then, {one} now"])


def test_what_is_other_in_the_files_is_said_where_the_answer_holds(tmp_path: Path, via: Connection) -> None:
    then = made(write_study(tmp_path), via)
    ideas = [*SMALL["Ideas"], {"id": "z", "name": "The badge"}]
    study = write_study(tmp_path, {**SMALL, "Ideas": ideas, "Sites": [{"id": "t", "name": "Town"}]})
    assert asked_again(study, via, then) == (
        True, [], ["sheets/Ideas.csv has changed", "sheets/Sites.csv is new"],
    )  # fmt: skip


def test_rows_that_are_gone_new_or_changed_are_named(tmp_path: Path, via: Connection) -> None:
    then = made(write_study(tmp_path), via)
    without_cat = event(1, move="share", participants=["ana"])
    more = {**deepcopy(EVENTS[2]), "id": "e4", "date": "2012", "participants": ["ben"], "drew_on": []}
    more["accounts"] = [{"id": "a5", "source": "s2", "locator": "p. 9"}]
    assert asked_again(write_study(tmp_path, events=[*without_cat, more]), via, then) == (
        False,
        [
            "gone: row 3 of the table that was made then",
            "new: row 3 (event e4, from_event e3)",
            "changed: row 1 (event e2, from_event e1)",
        ],
        CHANGED,
    )


def test_with_rows_in_the_clear_their_cells_and_accounts_are_named(tmp_path: Path) -> None:
    then = made(write_study(tmp_path), OWN, rows=True)
    assert then["rows"][2]["cells"][:2] == ["2011-02-01", "e3"]
    assert then["rows"][2]["account_ids"] == ["a2", "a3", "a4"]
    events = event(1, move="share", date="2010-08")
    del events[1]["accounts"][1]
    events[1]["accounts"].append({"id": "a9", "source": "s2", "locator": "p. 3"})
    assert asked_again(write_study(tmp_path, events=events), OWN, then) == (
        False,
        [
            "changed: row 1 (event e2, from_event e1): date was 2010-07, is 2010-08; move was adapt, is share",
            "other accounts: row 1 (event e2, from_event e1) no longer rests on a3 and now rests on a9",
            "other accounts: row 3 (event e3, from_event e2) no longer rests on a3 and now rests on a9",
        ],
        CHANGED,
    )


def test_where_only_the_accounts_are_other_the_answer_does_not_hold(tmp_path: Path) -> None:
    then = made(write_study(tmp_path), OWN)
    events = event(2)
    events[2]["accounts"].append({"id": "a5", "source": "s1", "locator": "turn 9"})
    assert asked_again(write_study(tmp_path, events=events), OWN, then) == (
        False,
        [
            "other accounts: row 2 (event e3, from_event e1) rested on 2 accounts and rests on 3, "
            "not all of them the same",
            "other accounts: row 3 (event e3, from_event e2) rested on 3 accounts and rests on 4, "
            "not all of them the same",
        ],
        CHANGED,
    )


SAME = "rests on the same accounts, but what they say, who says so or who denies it has changed"


def test_accounts_that_read_otherwise_or_are_denied_are_other_evidence(tmp_path: Path, via: Connection) -> None:
    then = made(write_study(tmp_path), via)
    p7 = {"id": "a4", "source": "s2", "locator": "p. 7"}
    for accounts in (
        [{**p7, "quote": "The board decides"}],
        [{**p7, "paraphrase": "It was decided", "locator": "p. 8"}],
        [{**p7, "given_by": ["ben"]}],
        [p7, {"id": "a5", "source": "s1", "locator": "turn 9", "stance": "denies"}],
    ):
        study = write_study(tmp_path, events=event(2, accounts=accounts))
        assert asked_again(study, via, then) == (
            False,
            [
                f"other words: row 2 (event e3, from_event e1) {SAME}",
                f"other words: row 3 (event e3, from_event e2) {SAME}",
            ],
            CHANGED,
        )


def test_accounts_that_are_only_noted_otherwise_leave_an_answer_as_it_is_and_are_told(
    tmp_path: Path, via: Connection
) -> None:
    then = made(write_study(tmp_path), via)
    p7 = {"id": "a4", "source": "s2", "locator": "p. 7"}
    noted = "rests on accounts that say the same, but the locator, coder or certainty of one or more has changed"
    lines = [
        f"only noted otherwise: row 2 (event e3, from_event e1) {noted}",
        f"only noted otherwise: row 3 (event e3, from_event e2) {noted}",
    ]
    for account in ({**p7, "locator": "p. 8"}, {**p7, "coder": "kim"}, {**p7, "certainty": "low"}):
        with loaded(write_study(tmp_path, events=event(2, accounts=[account])), via) as graph:
            found = graph.again(then)
        assert (found.holds, found.changed, list(found.noted), list(found.since)) == (True, (), lines, CHANGED)
        first, *others = str(found).splitlines()
        assert first.startswith("still holds: ") and others == [
            *(f"  {line}" for line in lines), "since then:", "  events.jsonl has changed",
        ]  # fmt: skip


def test_rows_whose_key_tells_nothing_apart_are_set_side_by_side_by_what_is_alike() -> None:
    def rows(*marks: str) -> dict[str, Any]:
        names = ("told_apart", "row", "accounts", "passages")
        found = [{**dict(zip(names, mark.split(), strict=True)), "number": 1, "noted": "n"} for mark in marks]
        return {"columns": [], "told_apart_by": [], "rows": found}

    then = rows("k r1 a p", "k r2 a p", "k r3 a p", "l r a p", "l r a p")
    assert list(differences(then, rows("k r9 a p", "k r2 b p", "k r1 a p", "l r a p", "m r a p"))) == [
        "gone: row 5 of the table that was made then",
        "new: row 5",
        "changed: row 1 (row 3 then)",
        "other accounts: row 2 rested on 1 accounts and rests on 1, not all of them the same",
    ]
    assert list(differences(then, then)) == []
    many = rows(*(f"k{n} r a p" for n in range(23)))
    assert list(differences(many, rows()))[19:] == ["gone: row 20 of the table that was made then", "gone: 3 more"]


# -- who was taken out -------------------------------------------------------------------------------------------------


def without_ana(folder: Path) -> Study:
    """The small study after Ana Lee has withdrawn."""
    events = deepcopy(EVENTS[1:])
    events[0] |= {
        "participants": ["cat"],
        "summary": "The taskforce takes it up",
        "accounts": events[0]["accounts"][1:],
    }
    sheets = {
        **SMALL, "Actors": SMALL["Actors"][1:], "Sources": SMALL["Sources"][1:],
        "MemberOf": [{"actor": "cat", "network": "force", "source": "s2"}],
    }  # fmt: skip
    return write_study(folder, sheets, events)


def test_nobody_who_was_taken_out_is_in_a_manifest_and_their_rows_are_said_to_be_gone(
    tmp_path: Path, via: Connection
) -> None:
    then = made(write_study(tmp_path), via)
    kept = text(then)
    assert [
        word for word in ("Ana", "Lee", '"ana"', '"e1"', '"a1"', '"a2"', "brought", "The board") if word in kept
    ] == []
    holds, changed, _ = asked_again(without_ana(tmp_path), via, then)
    assert (holds, changed) == (
        False,
        [
            "gone: row 1 of the table that was made then",
            "gone: row 2 of the table that was made then",
            "other accounts: row 1 (event e3, from_event e2; row 3 then) rested on 3 accounts and rests on 2, "
            "not all of them the same",
        ],
    )


NEEDS_KEY = (
    "rows, the accounts behind them, passages, files and texts were not compared, and whether the manifest was edited "
    "cannot be checked, which needs the key; "
)


def test_without_the_key_only_columns_counts_and_the_pack_are_compared(tmp_path: Path) -> None:
    sources = [{**SMALL["Sources"][0], "text": "ana.txt"}, SMALL["Sources"][1]]
    (tmp_path / "ana.txt").write_text("I brought it to them", encoding="utf-8")
    study = write_study(tmp_path, {**SMALL, "Sources": sources})
    then = made(study, OWN)
    key = tmp_path / "kgraph.key"
    key.unlink()
    none = f"{key} is not there: put it back from where the study was kept"
    with loaded(study, OWN) as graph:
        found = graph.again(then)
    assert (found.holds, found.changed, found.since, found.lacks) == (False, (), (), none)
    first, aside = str(found).splitlines()
    assert first.startswith("may still hold: trace/route with idea = x: 3 rows on 4 accounts on ")
    assert aside == f"  {NEEDS_KEY}{none}"
    fewer = write_study(tmp_path, {**SMALL, "Sources": sources}, EVENTS[:2])
    assert asked_again(fewer, OWN, then) == (False, ["rows: 3 then, 1 now", "accounts: 4 then, 3 now"], [])


def test_a_key_that_was_made_anew_knows_no_row_of_before(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    then = made(study, OWN)
    key = tmp_path / "kgraph.key"
    before = key.read_text(encoding="utf-8")
    key.unlink()
    again = made(study, OWN)
    assert key.read_text(encoding="utf-8") != before
    assert not {row["told_apart"] for row in again["rows"]} & {row["told_apart"] for row in then["rows"]}
    with loaded(study, OWN) as graph:
        found = graph.again(then)
    assert (found.holds, found.changed, found.since) == (False, (), ())
    assert found.lacks == (
        f"the manifest was marked with another key than that in {key}, which was made or put there later, and cannot "
        "be compared with it: put back the key that the study had then"
    )
    key.write_text("no key", encoding="utf-8")
    with pytest.raises(StudyError, match=r"kgraph\.key holds no key; put it back from where the study was kept"):
        asked_again(study, OWN, then)


def test_without_the_key_a_pack_that_answers_something_else_is_said(tmp_path: Path) -> None:
    then = made(with_pack(tmp_path, MINE), OWN, pack="mine", from_day="2010-06-01")
    (tmp_path / "kgraph.key").unlink()
    other = MINE.replace("move (text)\n", "verb (text)\n").replace("AS move", "AS verb")
    holds, changed, since = asked_again(with_pack(tmp_path, other), OWN, then)
    assert (holds, changed, len(since)) == (
        False,
        ["its columns were event (text), move (text) and are event (text), verb (text), "
         "so that rows cannot be set side by side"],
        1,
    )  # fmt: skip


def test_a_question_about_somebody_who_was_taken_out_can_no_longer_be_asked(tmp_path: Path) -> None:
    then = made(write_study(tmp_path), OWN, pack="networks/both_at_once", actor="Ana Lee")
    holds, changed, since = asked_again(without_ana(tmp_path), OWN, then)
    assert (holds, changed) == (False, ["it can no longer be asked: actor: nothing here is called 'Ana Lee'; give an id or a name as the files have it"])  # fmt: skip  # noqa: E501
    assert since[:2] == ["events.jsonl has changed", "sheets/Actors.csv has changed"]


# -- what is around an answer ------------------------------------------------------------------------------------------

MINE = """\
// Mine
//
// param: from_day (date) - no event before this day
// param: moves (list of text, optional) - only these
// param: share (float, default 1) - nothing is done with it
// returns: event (text), move (text)
// evidence: accounts
// key: event
// method: counting (Nobody 2020)
// example: from_day=2010-01-01
MATCH (e:Event)<-[:REPORTS]-(a:Account)
WHERE e.earliest >= $from_day AND ($moves IS NULL OR e.move IN $moves) AND $share > 0
RETURN e.id AS event, e.move AS move, collect(a.id) AS accounts
ORDER BY event
"""


def with_pack(folder: Path, pack: str, **other: Any) -> Study:
    study = write_study(folder, **other)
    (folder / "own").mkdir(exist_ok=True)
    (folder / "own" / "mine.cypher").write_text(pack, encoding="utf-8")
    with (folder / "kgraph.toml").open("a", encoding="utf-8") as toml:
        toml.write('[packs]\nfolders = ["own"]\n')
    return open_study(study.folder)


def test_a_pack_whose_text_has_changed_is_said_and_its_answer_may_still_hold(tmp_path: Path) -> None:
    given: dict[str, Any] = {"from_day": "2010-06-01", "moves": "adapt;adopt"}
    then = made(with_pack(tmp_path, MINE), OWN, pack="mine", **given)
    assert then["parameters"] == {"from_day": "2010-06-01", "moves": ["adapt", "adopt"], "share": 1.0}
    assert then["pack"]["method"] == "counting (Nobody 2020)"
    reworded = MINE.replace("ORDER BY event", "ORDER BY event DESC")
    hashes = [sha256(one.encode()).hexdigest()[:12] for one in (MINE, reworded)]
    changed = f"the text of the pack mine has changed (sha256 {hashes[0]} then, {hashes[1]} now)"
    assert asked_again(with_pack(tmp_path, reworded), OWN, then) == (True, [], [changed])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"move (text)": "verb (text)", "AS move": "AS verb"},
         "its columns were event (text), move (text) and are event (text), verb (text), "
         "so that rows cannot be set side by side"),
        ({"key: event": "key: event, move", "ORDER BY event": "ORDER BY event, move"},
         "its rows were told apart by event and are by event, move, so that they cannot be set side by side"),
        ({"moves": "verbs"},
         "it can no longer be asked: mine has no parameter 'moves'; perhaps 'verbs'; it takes from_day, verbs, share"),
    ],
)  # fmt: skip
def test_a_pack_that_answers_or_asks_something_else_is_said(
    tmp_path: Path, changes: dict[str, str], sentence: str
) -> None:
    then = made(with_pack(tmp_path, MINE), OWN, pack="mine", from_day="2010-06-01", moves="adapt")
    other = MINE
    for old, new in changes.items():
        other = other.replace(old, new)
    holds, changed, since = asked_again(with_pack(tmp_path, other), OWN, then)
    assert (holds, changed, [line[:35] for line in since]) == (
        False, [sentence], ["the text of the pack mine has change"[:35]],
    )  # fmt: skip


def test_texts_have_marks_for_names_and_files_elsewhere_lose_their_folder(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "study", tmp_path / "anna"
    elsewhere.mkdir()

    def written(words: str, *texts: str) -> Study:
        for name in ("ana.txt", "ben.txt"):
            (folder / name).unlink(missing_ok=True)
        sources = [{**one, "text": words} for one, words in zip(SMALL["Sources"], [*texts, "", ""], strict=False)]
        study = write_study(folder, {**SMALL, "Sources": sources})
        for name in filter(None, texts):
            (folder / name).write_text(words, encoding="utf-8")
        (elsewhere / "events.jsonl").write_text((folder / "events.jsonl").read_text(encoding="utf-8"), encoding="utf-8")
        toml = (folder / "kgraph.toml").read_text(encoding="utf-8")
        (folder / "kgraph.toml").write_text(toml.replace("events.jsonl", "../anna/events.jsonl"), encoding="utf-8")
        return open_study(study.folder)

    then = made(written("I brought it to them", "ana.txt", "ben.txt"), OWN)
    assert next(iter(then["load"]["files"])) == "events.jsonl"
    assert [word for word in ("anna", "ana.txt", str(tmp_path), "bolt:", "7687") if word in text(then)] == []
    sheet = "sheets/Sources.csv has changed"
    assert asked_again(written("I brought it to them all", "ana.txt", "ben.txt"), OWN, then) == (
        True, [], ["ana.txt has changed", "ben.txt has changed"],
    )  # fmt: skip
    assert asked_again(written("I brought it to them", "ana.txt"), OWN, then) == (
        True, [], [sheet, "1 of the sources' texts is gone"],
    )  # fmt: skip


def test_files_that_were_not_loaded_yet_are_said(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    with loaded(study, OWN) as graph:
        then = graph.run(**ROUTE).manifest()
        assert graph.again(then).behind == ()
        write_study(tmp_path, {**SMALL, "Sites": [{"id": "t", "name": "Town"}]}, EVENTS[:2])
        found, at = graph.again(then), graph.loads()[-1]["at"]
        assert (found.holds, found.changed, found.since) == (True, (), ())
        first, second = str(found).splitlines()
        assert first == (
            f"the graph is behind the study's files. Since it was loaded on {at[:10]} {at[11:16]} UTC: events.jsonl "
            "has changed; sheets/Sites.csv is new. What follows is the answer of that graph, and not of the files: "
            "`kgraph load`, and ask again"
        )
        assert second.startswith("still holds in that graph: trace/route with idea = x: 3 rows on 4 accounts on ")
        (tmp_path / "events.jsonl").unlink()
        (gone,) = graph.again(then).behind
        assert "no file 'events.jsonl'" in gone


def test_a_kgraph_or_settings_other_than_those_of_the_load_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = write_study(tmp_path)
    with loaded(study, OWN) as graph:
        then = graph.run(**ROUTE).manifest()
        with (tmp_path / "kgraph.toml").open("a", encoding="utf-8") as toml:
            toml.write('[moves]\nweigh = "say what speaks for and against it"\n')
        graph.study = open_study(tmp_path)
        monkeypatch.setattr("kgraph.__version__", "9")
        assert graph.again(then).behind == (
            "kgraph.toml has changed in what shapes the graph",
            f"kgraph {then['load']['version']} loaded it, and this is 9",
        )


def test_a_manifest_holds_no_hash_of_a_file_or_text_that_can_be_tried_out(tmp_path: Path) -> None:
    (tmp_path / "ana.txt").write_text("I brought it to them", encoding="utf-8")
    study = write_study(
        tmp_path, {**SMALL, "Sources": [{**SMALL["Sources"][0], "text": "ana.txt"}, SMALL["Sources"][1]]}
    )
    hashes = [file_hash(tmp_path / name) for name in ("ana.txt", "events.jsonl", "sheets/Actors.csv")]
    then = made(study, OWN)
    assert [hash for hash in hashes if hash[:12] in text(then)] == []
    assert {*then["load"]["files"]} == {"events.jsonl", *(f"sheets/{name}.csv" for name in SMALL)}
    clear = made(study, OWN, rows=True)
    assert [hash for hash in hashes if hash not in text(clear)] == []


# -- what was edited ---------------------------------------------------------------------------------------------------

EDITED = "the manifest was edited after it was written; the file says of itself something else: {}; take it from where it was kept"  # fmt: skip  # noqa: E501
SEAL = "all that stands in it does not have the seal written in it"


def edited(then: dict[str, Any], at: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """A manifest with another value in some place."""
    changed = deepcopy(then)
    place: Any = changed
    for step in at[:-1]:
        place = place[step]
    place[at[-1]] = value
    return changed


def refused(graph: Graph, manifest: dict[str, Any]) -> str:
    with pytest.raises(EditedManifest) as raised:
        graph.again(manifest)
    assert raised.value.exit_status == 2
    return str(raised.value)


@pytest.mark.parametrize(
    ("at", "value", "sentence"),
    [
        (("rows", 2, "cells", 0), "2012-02-01", "row 3 does not have the mark written beside it"),
        (("rows", 0, "cells", 1), "e3", "row 1 does not have the mark written beside it"),
        (("rows", 0, "row"), "0", "row 1 does not have the mark written beside it"),
        (("rows", 0, "cells"), [], "row 1 has 0 cells, and there are {columns} columns"),
        (("rows", 2, "account_ids", 0), "a1", "the accounts of row 3 do not have the mark written beside them"),
        (("rows", 1, "number"), 3, "row 2 rests on 3 accounts by its number, and names 2"),
        (("counts", "rows"), 4, "it counts 4 rows and has 3"),
        (("counts", "accounts"), 5, "it counts 5 accounts, and its rows name 4"),
        (("counts", "accounts"), 50, "it counts 50 accounts, and its rows can only rest on between 3 and 8"),
        (("told_apart_by", 0), "who", "its rows are told apart by who, which is none of its columns"),
        (("counts", "sources"), 9, SEAL),
        (("rows", 1, "passages"), "0", SEAL),
        (("parameters", "until"), "2010", SEAL),
        (("when",), "2001-01-01T09:30:00+00:00", SEAL),
    ],
)
def test_a_manifest_edited_by_hand_is_refused_as_edited(
    small: Graph, at: tuple[str | int, ...], value: Any, sentence: str
) -> None:
    then = json.loads(text(small.run(**ROUTE).manifest(rows=True)))
    said = sentence.format(columns=len(then["columns"]))
    assert small.again(then).holds
    assert refused(small, edited(then, at, value)) == EDITED.format(said)


def test_what_is_wrong_in_many_rows_is_said_of_the_first(small: Graph) -> None:
    then = json.loads(text(small.run(**ROUTE).manifest(rows=True)))
    for row in then["rows"]:
        row["cells"][0], row["account_ids"] = "1999", ["a1"]
    said = [
        "row 1 does not have the mark written beside it",
        "the accounts of row 1 do not have the mark written beside them",
        "row 2 does not have the mark written beside it",
        "the accounts of row 2 do not have the mark written beside them",
        "row 3 does not have the mark written beside it",
        "and 2 more",
    ]
    assert refused(small, then) == EDITED.format("; ".join(said))


def test_a_manifest_of_marks_that_was_edited_is_refused_where_the_key_is(small: Graph) -> None:
    then = json.loads(text(small.run(**ROUTE).manifest()))
    for at, value in (
        (("rows", 1, "row"), "0" * 16), (("rows", 1, "number"), 3), (("counts", "accounts"), 5), (("when",), "2001"),
        (("study", "title"), "Another"), (("load", "files", "events.jsonl"), "0" * 16), (("note",), "seen"),
    ):  # fmt: skip
        assert refused(small, edited(then, at, value)) == EDITED.format(SEAL)


def test_without_the_key_a_manifest_is_refused_where_its_counts_do_not_fit_its_marks(
    tmp_path: Path, small: Graph
) -> None:
    then = json.loads(text(small.run(**ROUTE).manifest()))
    (tmp_path / "kgraph.key").unlink()
    assert (small.again(then).holds, small.again(then).changed) == (False, ())
    assert "whether the manifest was edited cannot be checked" in str(small.again(then))
    for at, value, said in (
        (("counts", "rows"), 2, "it counts 2 rows and has 3"),
        (("counts", "accounts"), 2, "it counts 2 accounts, and its rows can only rest on between 3 and 8"),
        (("counts", "accounts"), 9, "it counts 9 accounts, and its rows can only rest on between 3 and 8"),
        (("rows", 2, "accounts"), then["rows"][1]["accounts"],
         "rows 2 and 3 have one mark for their accounts, and rest on 2 and 3"),
    ):  # fmt: skip
        assert refused(small, edited(then, at, value)).startswith(EDITED.format(said).partition("; take it")[0])


EVERY_TYPE = """\
// Every type
//
// returns: event (text), held (text), day (date), share (float), whole (float), moves (list of text), stands (bool)
// evidence: accounts
// key: event, held
// example:
MATCH (e:Event)<-[:REPORTS]-(a:Account)
WITH e, collect(a.id) AS accounts
RETURN e.id AS event, CASE WHEN e.id = 'e2' THEN 'force' END AS held, e.earliest AS day, 1.0 / 3 AS share,
       2.0 AS whole, [e.move, 'é'] AS moves, e.stands AS stands, accounts
ORDER BY event, held
"""


def test_cells_of_every_type_fit_their_marks_and_an_empty_cell_is_shown(tmp_path: Path, via: Connection) -> None:
    then = made(with_pack(tmp_path, EVERY_TYPE), via, rows=True, pack="mine")
    assert [row["cells"][4:6] for row in then["rows"]] == [[2.0, ["share", "é"]], [2.0, ["adapt", "é"]], [2.0, ["adopt", "é"]]]  # fmt: skip  # noqa: E501
    assert asked_again(with_pack(tmp_path, EVERY_TYPE), via, then) == (True, [], [])
    assert asked_again(with_pack(tmp_path, EVERY_TYPE, events=EVENTS[:2]), via, then) == (
        False, ["gone: row 3 (event e3, held –) of the table that was made then"], CHANGED,
    )  # fmt: skip


# -- what is refused ---------------------------------------------------------------------------------------------------


def test_a_file_holds_a_manifest_as_the_dict_does_and_is_the_same_each_time(tmp_path: Path) -> None:
    path = tmp_path / "route.json"
    with loaded(write_study(tmp_path), OWN) as graph:
        answer = graph.run(**ROUTE)
        path.write_text(text(answer.manifest()), encoding="utf-8")
        assert text(answer.manifest()) == path.read_text(encoding="utf-8")
        assert path.read_text(encoding="utf-8").startswith('{\n  "columns": [\n')
        assert graph.again(path).then == graph.again(str(path)).then == graph.again(answer.manifest()).then
        day = f"{answer.when[:10]} {answer.when[11:16]} UTC"
        asked = f"trace/route with idea = x: 3 rows on 4 accounts on {day}"
        assert str(graph.again(path)) == f"still holds: {asked} as now"
        graph.query("MATCH (:Event {id: 'e1'})-[r:LEADS_TO]->(:Event {id: 'e2'}) DELETE r", write=True)
        assert str(graph.again(path)).splitlines() == [
            f"no longer holds: {asked}, 2 rows on 4 accounts now",
            "  gone: row 1 of the table that was made then",
        ]


NO_MANIFEST = "is no manifest of an answer; `kgraph run PACK --manifest FILE` writes one"
NOT_WHOLE = "is not the whole manifest that was written: {}; take it from where it was kept"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "other"}, NO_MANIFEST),
        ({"schema": 2}, "is a manifest of schema 2, and this kgraph reads 1; use the release that wrote it"),
        ({"rows": {}}, NOT_WHOLE.format("rows is not a list")),
        ({"rows": [{}]}, NOT_WHOLE.format("one of rows has no told_apart, row, number, accounts, passages, noted")),
        ({"seal": None}, NOT_WHOLE.format("seal is None")),
        ({"pack": "route"}, NOT_WHOLE.format("pack is not an object")),
        ({"when": 3}, NOT_WHOLE.format("when is 3")),
        ({"counts": {"rows": True, "accounts": 1}}, NOT_WHOLE.format("rows is True")),
        ({"key": 3}, NOT_WHOLE.format("key is 3")),
        ({"key": None}, NOT_WHOLE.format("one of rows has no cells, account_ids")),
    ],
)
def test_what_is_no_whole_manifest_is_refused_with_what_is_wrong(
    tmp_path: Path, small: Graph, change: dict[str, Any], sentence: str
) -> None:
    path = tmp_path / "it.json"
    path.write_text(json.dumps({**small.run(**ROUTE).manifest(), **change}), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        small.again(path)
    assert str(refused.value) == f"{path} {sentence}"


@pytest.mark.parametrize("held", [b"", b"\xff", b"name,day\n", b"[" * 100_000, b"[]", b"{}", None])
def test_a_file_that_is_something_else_is_refused(tmp_path: Path, small: Graph, held: bytes | None) -> None:
    path = tmp_path / "it.json"
    if held is not None:
        path.write_bytes(held)
    with pytest.raises(
        InputError, match=r"it\.json (is not JSON, so it|is) is no manifest|cannot be read|is no manifest"
    ):
        small.again(path)


def test_the_manifest_of_another_study_is_refused(tmp_path: Path, small: Graph) -> None:
    then = small.run(**ROUTE).manifest()
    with pytest.raises(StudyError) as other:
        small.again({**then, "study": {"id": "falls", "title": "Falls"}})
    assert str(other.value) == (
        "the manifest is of the study falls, and this is small; give the folder of the other with --study"
    )


def test_a_pack_that_is_not_there_is_named(small: Graph) -> None:
    then = small.run(**ROUTE).manifest()
    with pytest.raises(UsageError) as none:
        small.again({**then, "pack": {**then["pack"], "name": "route"}})
    assert str(none.value) == (
        "the manifest asks the pack route, which is not here; if it is one of your own, list its folder in "
        "kgraph.toml under [packs]"
    )


def test_without_a_study_rows_are_written_in_the_clear_or_not_at_all(small: Graph) -> None:
    then, bare = small.run(**ROUTE).manifest(), Graph(small.engine)
    with pytest.raises(
        UsageError, match="the manifest of an answer knows rows by marks, whose key lies in the study's folder"
    ):
        bare.run(**ROUTE).manifest()
    found = bare.again(then)
    lacks = "it lies in the study's folder as kgraph.key: give that folder with --study"
    assert (found.holds, found.changed, found.lacks) == (False, (), lacks)
    assert bare.again(bare.run(**ROUTE).manifest(rows=True)).holds
    with pytest.raises(StudyError, match=r"the manifest is of the study falls, and .* holds small; give the folder"):
        bare.again({**then, "study": {"id": "falls", "title": ""}})


def test_a_free_query_has_no_manifest(small: Graph) -> None:
    with pytest.raises(UsageError, match=r"a free query has no manifest; make a pack of it \(kgraph packs new\)"):
        small.query("MATCH (e:Event) RETURN e.id AS id").manifest()
