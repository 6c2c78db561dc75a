"""The command line, as a person uses it: what it prints where, and how it ends."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from kgraph.graph import open_graph
from kgraph.packs import Shelf, new_pack
from tests.studies import EVENTS, SMALL, write_study

HERE = Path(__file__).resolve().parent.parent


def kgraph(*words: str | Path, folder: Path | None = None, given: str = "") -> tuple[int, str, str]:
    """Exit status, stdout and stderr of a command, run in a process of its own without any NEO4J_ setting."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "KGRAPH_STUDY"))}
    own |= {"PYTHONPATH": str(HERE), "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "kgraph", *map(str, words)],
        cwd=folder or HERE, env=own, input=given, capture_output=True, text=True, encoding="utf-8", timeout=120,
        check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small study, loaded into its embedded graph."""
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    folder = tmp_path_factory.mktemp("loaded")
    write_study(folder)
    status, out, err = kgraph("load", "--study", folder)
    assert (status, err) == (0, "")
    assert out.startswith("Loaded into ")
    return folder


def test_help_names_every_command_and_says_where_to_start() -> None:
    status, out, _ = kgraph("--help")
    assert status == 0
    for command in ("demo", "init", "check", "load", "status", "packs", "run", "explain", "query", "schema"):
        assert f"\n  {command} " in out
    assert "kgraph demo" in out and "_KGRAPH_COMPLETE=bash_source" in out


@pytest.mark.parametrize(
    "command", ["demo", "init", "check", "load", "status", "packs", "run", "explain", "query", "schema"]
)
def test_every_command_has_help_with_an_example(command: str) -> None:
    status, out, _ = kgraph(command, "--help")
    assert status == 0
    assert f"kgraph {command}" in out and "Example" in out


def test_check_lists_errors_on_stdout_and_ends_with_1(tmp_path: Path) -> None:
    write_study(tmp_path, events=[{**EVENTS[0], "move": "shrae"}])
    status, out, err = kgraph("check", tmp_path)
    assert status == 1
    assert out.splitlines()[0] == (
        "error: events.jsonl:1: event 'e1': unknown move 'shrae'; "
        "perhaps 'share'; or define it under [moves] in kgraph.toml"
    )
    assert err == "1 error, 0 warnings\n"


def test_check_of_a_sound_study_ends_with_0_and_says_so(tmp_path: Path) -> None:
    write_study(tmp_path)
    assert kgraph("check", folder=tmp_path) == (0, "", "0 errors, 0 warnings\n")


def test_a_load_that_meets_errors_changes_nothing_and_prints_them_all(tmp_path: Path) -> None:
    write_study(tmp_path, events=[{**EVENTS[0], "move": "shrae", "participants": ["zed"]}])
    status, out, err = kgraph("load", "--study", tmp_path)
    assert (status, out) == (1, "")
    assert "unknown move 'shrae'" in err and "unknown Actor 'zed'" in err
    assert err.splitlines()[-1] == "kgraph: 2 errors in the study's files; nothing was changed"
    assert not (tmp_path / ".kgraph" / "graph" / "current").exists()


def test_a_second_load_says_that_nothing_has_changed(loaded: Path) -> None:
    status, out, _ = kgraph("load", folder=loaded)
    assert status == 0
    assert out.startswith("Nothing has changed since the load of ")


def test_a_plan_shows_what_would_be_added_changed_and_gone(loaded: Path, tmp_path: Path) -> None:
    before = (loaded / "events.jsonl").read_text()
    write_study(loaded, events=[{**EVENTS[0], "outcome": "taken up"}, EVENTS[1]])
    try:
        status, out, _ = kgraph("load", "--plan", "--study", loaded)
    finally:
        (loaded / "events.jsonl").write_text(before)
    assert status == 0
    assert "Event      1 changed  1 gone" in out
    assert "Event e1: outcome nothing → 'taken up'" in out


def test_a_plan_names_what_is_added_and_gone(loaded: Path, tmp_path: Path) -> None:
    study = tmp_path / "copy"
    copytree(loaded, study)
    people = [*SMALL["Actors"], *({"id": f"p{n:02}", "name": f"Person {n}"} for n in range(12))]
    members = [SMALL["MemberOf"][0], {"actor": "ben", "network": "board", "source": "s2"}]
    write_study(study, {**SMALL, "Actors": people, "MemberOf": members}, EVENTS[:2])
    status, out, _ = kgraph("load", "--plan", folder=study)
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert (status, lines[0]) == (0, "Would change in .kgraph/graph:")
    assert [line for line in lines if line.startswith(("Actor", "… and", "Event", "MEMBER_OF", "Source"))] == [
        "Actor 12 added",
        "Event 1 gone",
        "MEMBER_OF 1 added 1 gone",
        *(f"Actor Person {n} (p{n:02}) added" for n in range(10)),
        "… and 2 more Actor added",
        "Event The board decides (e3) gone",
        "MEMBER_OF ben – board added",
        "MEMBER_OF ana – force gone",
    ]


def test_the_plan_of_a_first_load_counts_and_names_nothing(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    write_study(tmp_path)
    status, out, _ = kgraph("load", "--plan", folder=tmp_path)
    assert status == 0
    assert all(line.endswith(" added") and len(line.split()) == 3 for line in out.splitlines()[1:])


def test_a_report_printed_in_python_reads_as_on_the_command_line(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    write_study(tmp_path)
    with open_graph(tmp_path) as graph:
        place = f"{tmp_path.as_posix()}/.kgraph/graph"
        assert str(graph.load(dry=True)).splitlines()[:2] == [f"Would change in {place}:", "  Account    6 added"]
        assert str(graph.load()).splitlines()[:2] == [f"Loaded into {place}:", "  Account    6 added"]
        assert str(graph.load()).startswith("Nothing has changed since the load of ")
        assert str(graph.load(verify=True)) == "Nothing was changed by hand in the graph."


def test_a_new_file_is_added_to_the_list_and_taken_off_it_when_it_has_errors(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    write_study(tmp_path, events=EVENTS[:1])
    more = tmp_path / "more.jsonl"
    more.write_text(json.dumps({**EVENTS[2], "move": "shrae"}))
    toml = (tmp_path / "kgraph.toml").read_text()
    assert kgraph("load", "more.jsonl", folder=tmp_path)[0] == 1
    assert (tmp_path / "kgraph.toml").read_text() == toml
    more.write_text(json.dumps(EVENTS[2]))
    assert kgraph("load", "more.jsonl", folder=tmp_path)[0] == 0
    assert 'files = ["sheets", "events.jsonl", "more.jsonl"]' in (tmp_path / "kgraph.toml").read_text()


def test_a_pack_runs_with_an_option_for_each_parameter(loaded: Path) -> None:
    status, out, err = kgraph("run", "trace/route", "--idea", "Open data", "--format", "csv", "--study", loaded)
    assert status == 0
    assert [line.split(",")[1] for line in out.splitlines()[1:]] == ["e2", "e3", "e3"]
    assert "3 rows, which rest on 4 accounts" in err


def test_an_answer_without_rows_says_no_more_than_that(loaded: Path) -> None:
    status, out, err = kgraph("run", "trace/lineage", "--idea", "x", "--format", "csv", "--study", loaded)
    assert (status, len(out.splitlines()), err) == (0, 1, "no rows\n")


def test_something_of_another_kind_is_refused_with_what_is_wanted(loaded: Path) -> None:
    assert kgraph("run", "networks/both_at_once", "--actor", "Taskforce", "-s", loaded) == (
        2,
        "",
        "kgraph: actor: 'Taskforce' is the network 'force'; give the id or name of one member only\n",
    )


def test_a_pack_writes_json_that_a_program_can_read(loaded: Path, tmp_path: Path) -> None:
    target = tmp_path / "route.json"
    status, out, _ = kgraph("run", "route", "--idea", "x", "-o", target, "-s", loaded)
    assert (status, out) == (0, "")
    found = json.loads(target.read_text(encoding="utf-8"))
    assert [row["evidence"] for row in found] == [["a1", "a2", "a3"], ["a1", "a4"], ["a2", "a3", "a4"]]


# -- manifests ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(asked_once: Path, tmp_path: Path) -> Path:
    """A copy of the loaded study with one own pack, and in it manifests of two answers: route.json and mine.json."""
    return Path(copytree(asked_once, tmp_path / "study"))


@pytest.fixture(scope="module")
def asked_once(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What each test that asks again has a copy of."""
    study = tmp_path_factory.mktemp("asked") / "study"
    copytree(loaded, study)
    with (study / "kgraph.toml").open("a", encoding="utf-8") as toml:
        toml.write('[packs]\nfolders = ["own"]\n')
    new_pack(study / "own", "mine")
    words = ("run", "trace/route", "--idea", "Open data", "-o", "route.csv", "--manifest", "route.json")
    status, out, err = kgraph(*words, folder=study)
    assert (status, out) == (0, "")
    assert err.splitlines()[:3] == [
        "written to route.csv",
        "manifest written to route.json",
        "kgraph.key was made, the key to the manifests of this study's answers; keep it with the study. If there was "
        "one before, manifests made with that can only be compared once it is put back",
    ]
    assert "kgraph.key" not in kgraph(*words, folder=study)[2]
    assert (
        kgraph("run", "mine", "--idea", "x", "--manifest", "mine.json", "--with-rows", "-s", study, folder=study)[0]
        == 0
    )
    return study


def again(study: Path, manifest: str = "route.json", *more: str) -> tuple[int, list[str]]:
    """Exit status and lines of asking again, without the days in them."""
    status, out, err = kgraph("run", "--again", manifest, *more, folder=study)
    assert err == ""
    return status, [re.sub(r" on \d{4}-\d\d-\d\d \d\d:\d\d UTC", "", line) for line in out.splitlines()]


ROUTE = "trace/route with idea = Open data: 3 rows on 4 accounts"


def test_an_answer_is_asked_again_from_its_manifest_and_still_holds(asked: Path) -> None:
    assert again(asked) == (0, [f"still holds: {ROUTE} as now"])
    assert again(asked.parent, "study/mine.json", "-s", "study") == (
        0, ["still holds: mine with idea = x: 3 rows on 4 accounts as now"],
    )  # fmt: skip
    made = json.loads((asked / "route.json").read_text(encoding="utf-8"))
    assert list(made) == sorted(made)
    assert (made["kind"], made["schema"], made["parameters"]) == (
        "kgraph answer",
        1,
        {"idea": "Open data", "until": None},
    )


def test_evidence_that_has_changed_is_said_and_ends_with_1(asked: Path) -> None:
    more = {**EVENTS[2], "accounts": [*EVENTS[2]["accounts"], {"id": "a5", "source": "s1"}]}
    write_study(asked, events=[*EVENTS[:2], more])
    assert kgraph("load", folder=asked)[0] == 0
    rested = "not all of them the same"
    assert again(asked) == (
        1,
        [
            f"no longer holds: {ROUTE}, 3 rows on 5 accounts now",
            f"  other accounts: row 2 (event e3, from_event e1) rested on 2 accounts and rests on 3, {rested}",
            f"  other accounts: row 3 (event e3, from_event e2) rested on 3 accounts and rests on 4, {rested}",
            "since then:",
            "  events.jsonl has changed",
        ],
    )


def test_a_pack_that_has_changed_is_said_with_what_came_of_it(asked: Path) -> None:
    pack = asked / "own" / "mine.cypher"
    text = pack.read_text(encoding="utf-8")
    pack.write_text(text.replace("WHERE e.stands", "WHERE e.stands AND e.move <> 'adopt'"), encoding="utf-8")
    status, lines = again(asked, "mine.json")
    assert (status, lines[:3]) == (
        1,
        [
            "no longer holds: mine with idea = x: 3 rows on 4 accounts, 2 rows on 3 accounts now",
            "  gone: row 3 (event e3) of the table that was made then",
            "since then:",
        ],
    )
    assert lines[3].startswith("  the text of the pack mine has changed (sha256 ") and len(lines) == 4


def test_somebody_who_was_taken_out_is_in_no_manifest_and_the_rows_are_gone(asked: Path) -> None:
    held = (asked / "route.json").read_text(encoding="utf-8")
    assert [word for word in ("Ana", '"ana"', '"e1"', '"a1"', "brought", str(asked)) if word in held] == []
    sheets = {**SMALL, "Actors": SMALL["Actors"][1:], "Sources": SMALL["Sources"][1:], "MemberOf": []}
    events = [{**EVENTS[1], "participants": ["cat"], "accounts": EVENTS[1]["accounts"][1:]}, EVENTS[2]]
    write_study(asked, {name: rows for name, rows in sheets.items() if rows}, events)
    assert kgraph("load", folder=asked)[0] == 0
    status, lines = again(asked)
    assert (status, lines[:3]) == (
        1,
        [
            f"no longer holds: {ROUTE}, 1 row on 2 accounts now",
            "  gone: row 1 of the table that was made then",
            "  gone: row 2 of the table that was made then",
        ],
    )
    assert "  sheets/Actors.csv has changed" in lines and "  sheets/MemberOf.csv is gone" in lines


def test_without_the_key_what_needs_none_is_compared_and_it_ends_with_2_where_that_is_the_same(asked: Path) -> None:
    (asked / "kgraph.key").unlink()
    aside = (
        "  rows, the accounts behind them, passages, files and texts were not compared, and whether the manifest was "
        "edited cannot be checked, which needs the key; kgraph.key is not there: put it back from where the study was "
        "kept"
    )
    assert again(asked) == (2, [f"may still hold: {ROUTE}, 3 rows on 4 accounts now", aside])
    write_study(asked, events=EVENTS[:2])
    assert kgraph("load", folder=asked)[0] == 0
    assert again(asked) == (
        1,
        [
            f"no longer holds: {ROUTE}, 1 row on 3 accounts now", "  rows: 3 then, 1 now", "  accounts: 4 then, 3 now",
            aside,
        ],
    )  # fmt: skip


def test_where_files_were_not_loaded_since_that_is_said_before_an_answer_that_holds(asked: Path) -> None:
    write_study(asked, events=EVENTS[:2])
    status, (first, second) = again(asked)
    assert (status, first, second) == (
        0,
        "the graph is behind the study's files. Since it was loaded: events.jsonl has changed. What follows is the "
        "answer of that graph, and not of the files: `kgraph load`, and ask again",
        f"still holds in that graph: {ROUTE} as now",
    )


def test_a_manifest_edited_by_hand_is_told_as_edited_and_ends_with_2(asked: Path) -> None:
    path = asked / "mine.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    held["rows"][2]["cells"][1] = "2012"
    path.write_text(json.dumps(held), encoding="utf-8")
    assert kgraph("run", "--again", "mine.json", folder=asked) == (
        2,
        "",
        "kgraph: mine.json was edited after it was written; the file says of itself something else: row 3 does not "
        "have the mark written beside it; take it from where it was kept\n",
    )


def test_a_manifest_that_cannot_be_asked_again_ends_with_2_and_one_sentence(asked: Path) -> None:
    (asked / "torn.json").write_text((asked / "route.json").read_text(encoding="utf-8")[:100], encoding="utf-8")
    (asked / "own" / "mine.cypher").rename(asked / "own" / "yours.cypher")
    for name, said in (
        ("torn.json", "torn.json is not JSON, so it is no manifest of an answer; "
         "`kgraph run PACK --manifest FILE` writes one"),
        ("none.json", "none.json cannot be read: No such file or directory"),
        ("mine.json", "mine.json asks the pack mine, which is not here; if it is one of your own, "
         "list its folder in kgraph.toml under [packs]"),
    ):  # fmt: skip
        assert kgraph("run", "--again", name, folder=asked) == (2, "", f"kgraph: {said}\n")
    write_study(asked, id="other")
    assert kgraph("run", "--again", "route.json", folder=asked) == (
        2, "",
        "kgraph: route.json is of the study small, and this is other; give the folder of the other with --study\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("run -s .", "Missing command: give a pack, or --again and a manifest."),
        ("run --again route.json trace/stalled", "give a pack, or --again and a manifest, which says what its pack is"),
        ("run trace/stalled --with-rows", "--with-rows is about the manifest; give --manifest FILE too"),
        ("run trace/stalled -o a --manifest a", "the answer and its manifest cannot be one file; give two"),
        ("run trace/stalled --manifest no/such/folder", "no/such/folder cannot be written: No such file or directory"),
    ],
)
def test_words_that_do_not_go_together_are_refused(asked: Path, words: str, said: str) -> None:
    status, _, err = kgraph(*words.split(), folder=asked)
    assert (status, err.splitlines()[-1]) == (2, f"Error: {said}")


def test_which_graph_is_meant_may_be_said_before_the_pack(loaded: Path) -> None:
    status, out, err = kgraph("run", "-a", "bolt://127.0.0.1:9", "-p", "x", "trace/stalled", folder=loaded)
    assert (status, out) == (3, "")
    assert "127.0.0.1:9" in err


def test_a_missing_parameter_is_named_with_an_example(loaded: Path) -> None:
    status, out, err = kgraph("run", "trace/route", "-s", loaded)
    assert (status, out) == (2, "")
    assert "trace/route needs idea (text)" in err and "for instance: idea=" in err


def test_something_that_is_not_there_is_refused_with_the_nearest(loaded: Path) -> None:
    status, out, err = kgraph("run", "trace/route", "--idea", "Open dada", "-s", loaded)
    assert (status, out) == (2, "")
    assert "idea: nothing here is called 'Open dada'; perhaps 'x' (Open data)" in err


def test_a_name_is_found_whatever_its_case(loaded: Path) -> None:
    status, out, _ = kgraph("run", "trace/route", "--idea", "OPEN  data", "--format", "csv", "-s", loaded)
    assert (status, len(out.splitlines())) == (0, 4)


def test_a_file_that_is_not_in_the_study_yet_can_be_checked_with_it(loaded: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.jsonl"
    more.write_text(json.dumps({**EVENTS[0], "id": "e9", "move": "shrae", "accounts": [{"source": "s1"}]}))
    status, out, _ = kgraph("check", more, "--study", loaded)
    assert (status, "unknown move 'shrae'" in out) == (1, True)
    assert "more.jsonl" not in (loaded / "kgraph.toml").read_text()


def test_an_unknown_pack_is_refused_with_the_nearest(loaded: Path) -> None:
    status, _, err = kgraph("run", "trace/rout", "-s", loaded)
    assert status == 2
    assert "perhaps 'trace/route'" in err


def test_explain_shows_the_passages_of_one_row(loaded: Path) -> None:
    status, out, _ = kgraph("explain", "trace/route", "--idea", "x", "--row", "1", "-s", loaded)
    assert status == 0
    assert "I brought it to them" in out and "Interview 1" in out and "Ana Lee" in out


def test_explain_says_which_claim_a_passage_is_about(loaded: Path) -> None:
    status, out, _ = kgraph("explain", "networks/both_at_once", "-s", loaded)
    assert status == 0
    said = [line.strip() for line in out.splitlines() if "MEMBER_OF" in line]
    assert said == ["says that Ana Lee MEMBER_OF The Board", "says that Ana Lee MEMBER_OF Taskforce"]


def test_a_query_may_only_read_unless_told_otherwise(loaded: Path) -> None:
    status, out, _ = kgraph("query", "MATCH (e:Event) RETURN e.id AS id ORDER BY id", "--format", "csv", "-s", loaded)
    assert (status, out.split()) == (0, ["id", "e1", "e2", "e3"])
    status, _, err = kgraph("query", "CREATE (:Idea {id: 'z'})", "-s", loaded)
    assert status == 2
    assert "only reading is allowed here" in err or "reads" in err


def test_a_query_from_stdin_takes_parameters(loaded: Path) -> None:
    cypher = "MATCH (e:Event) WHERE e.id IN $ids RETURN e.move AS move ORDER BY move"
    status, out, _ = kgraph("query", "-f", "-", "-P", 'ids=["e1","e3"]', "--format", "csv", "-s", loaded, given=cypher)
    assert (status, out.split()) == (0, ["move", "adopt", "share"])


def test_status_says_what_is_there_and_what_changed(loaded: Path) -> None:
    status, out, _ = kgraph("status", "-s", loaded)
    assert status == 0
    assert "3 Actor" in out and "none changed since" in out


def test_status_shows_what_the_graph_holds_and_names_a_file_that_is_missing(loaded: Path, tmp_path: Path) -> None:
    study = tmp_path / "copy"
    copytree(loaded, study)
    (study / "events.jsonl").unlink()
    status, out, _ = kgraph("status", "-s", "copy", folder=tmp_path)
    assert status == 0
    assert [line for line in out.splitlines() if line.startswith("Files")] == [
        "Files    copy/kgraph.toml: no file 'events.jsonl' in copy; mend its path or take it out"
    ]
    assert "3 Actor" in out and "3 Event" in out


def test_a_path_that_is_not_there_is_named_wherever_one_is(tmp_path: Path) -> None:
    said = (2, "", "kgraph: there is no file or folder nowhere; give the path of one that is there\n")
    assert kgraph("check", "nowhere", folder=tmp_path) == said
    assert kgraph("load", "nowhere", folder=tmp_path) == said


def test_a_folder_that_is_no_study_is_wrong_use_with_the_way_on(tmp_path: Path) -> None:
    status, out, err = kgraph("load", folder=tmp_path)
    assert (status, out) == (2, "")
    assert "`kgraph init DIR` makes a study folder" in err and "Traceback" not in err


def test_a_server_that_is_not_there_ends_with_3_and_one_sentence(tmp_path: Path) -> None:
    write_study(tmp_path)
    status, out, err = kgraph("load", "-a", "bolt://127.0.0.1:9", "-p", "hush-hush", "-s", tmp_path)
    assert (status, out) == (3, "")
    assert "127.0.0.1:9" in err and "hush-hush" not in err and "Traceback" not in err
    assert len(err.strip().splitlines()) == 1


def test_init_makes_a_study_that_loads_when_the_quick_sheet_is_filled(tmp_path: Path) -> None:
    import openpyxl

    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    folder = tmp_path / "mine"
    assert kgraph("init", folder, "--title", "Falls in Northshire")[0] == 0
    assert kgraph("check", folder)[0] == 0
    book = openpyxl.load_workbook(folder / "study.xlsx")
    for name, cells in {
        "Networks": {"id": "board", "name": "Board", "kind": "stable"},
        "Quick": {"when": "2015-03", "what": "Ana told the board", "move": "share", "who": "Ana", "where": "Board",
                  "about": "Falls clinic", "source": "Interview 1", "quote": "I told them"},
    }.items():  # fmt: skip
        sheet = book[name]
        header = {cell.value: cell.column for row in sheet.iter_rows(max_row=1) for cell in row}
        for column, value in cells.items():
            sheet.cell(row=2, column=header[column], value=value)
    book.save(folder / "study.xlsx")
    status, out, err = kgraph("load", "-s", folder)
    assert (status, " Event 1 added " in " ".join(out.split())) == (0, True), err
    assert kgraph("init", folder)[0] == 2


@pytest.mark.parametrize("command", [["init"], ["demo"], ["packs", "new", "a"]])
def test_a_folder_without_a_name_is_refused(command: list[str], tmp_path: Path) -> None:
    words = [*command[:2], "", *command[2:]]
    status, out, err = kgraph(*words, folder=tmp_path)
    assert (status, out, list(tmp_path.iterdir())) == (2, "", [])
    assert "its name is empty; name a folder, or write . for this one" in err


def test_init_keeps_the_key_and_what_is_made_anew_out_of_git(tmp_path: Path) -> None:
    new, held = tmp_path / "new", tmp_path / "held"
    assert kgraph("init", new)[0] == 0
    assert (new / ".gitignore").read_text(encoding="utf-8") == "kgraph.key\n.kgraph/\n"
    held.mkdir()
    (held / ".gitignore").write_text("*.log\n/.kgraph\n", encoding="utf-8")
    status, _, err = kgraph("init", "held", folder=tmp_path)
    assert (status, err.splitlines()[0]) == (
        0, f"{Path('held', '.gitignore')} is there already and was not changed; add kgraph.key to it",
    )  # fmt: skip
    assert (held / ".gitignore").read_text(encoding="utf-8") == "*.log\n/.kgraph\n"


def test_what_init_says_to_type_next_can_be_pasted(tmp_path: Path) -> None:
    status, _, err = kgraph("init", "x 'y", folder=tmp_path)
    assert status == 0
    words = shlex.split(err.splitlines()[-1].removeprefix("Then: ").replace(",", " "))
    assert words == ["kgraph", "check", "--study", "x 'y", "and", "kgraph", "load", "--study", "x 'y"]


def test_the_demo_refuses_the_folder_of_another_study_and_loads_nothing(tmp_path: Path) -> None:
    write_study(tmp_path / "mine")
    assert kgraph("demo", "mine", folder=tmp_path) == (
        2,
        "",
        "kgraph: mine holds the study small, not lpdp, which the demo is about; name another folder: kgraph demo DIR\n",
    )
    assert not (tmp_path / "mine" / ".kgraph").exists()


@pytest.mark.slow
def test_the_demo_shows_each_passage_once_under_its_event_and_says_where_it_all_is(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    status, out, err = kgraph("demo", "a study", folder=tmp_path)
    assert (status, err) == (0, "")
    assert " could have gone from one meeting to the next, " in out
    assert (
        out.splitlines()[-1]
        == "All of this is in the folder a study, which kgraph demo made; delete it when you are done."
    )
    asked = next(shlex.split(line) for line in out.splitlines() if line.startswith("  kgraph explain "))
    passages = json.loads(kgraph(*asked[1:], "--format", "json", folder=tmp_path)[1])
    shown, at = [], ""
    for line in out.splitlines():
        at = line[:10] if line[:4].isdigit() else at
        if line.startswith("          | "):
            shown.append((at, line[12:]))
    told = {at: " ".join(words for day, words in shown if day == at) for at, _ in shown}
    by_day = {day: [p for p in passages if p["event"].startswith(f"ev-{day}")] for day in told}
    assert told == {
        day: " ".join(f"{p['source']}, {p['locator']}: {p['quote'] or p['paraphrase']}" for p in found)
        for day, found in by_day.items()
    }
    assert sum(map(len, by_day.values())) == len(passages)


def test_packs_are_listed_shown_checked_and_started(tmp_path: Path) -> None:
    status, out, _ = kgraph("packs")
    assert status == 0
    assert "trace/route" in out and "Route of an idea" in out
    assert "MATCH" in kgraph("packs", "show", "trace/route")[1]
    shown = kgraph("packs", "show", "trace/route", "--browser")[1]
    assert "x.id = 'assess-at-home'" in shown and "$idea" not in shown
    status, out, _ = kgraph("packs", "new", tmp_path / "mine", "trace/detours")
    assert status == 0 and Path(out.strip()).exists()
    status, _, err = kgraph("packs", "check", tmp_path / "mine")
    assert status == 0 and "0 problems" in err


def test_a_studys_own_packs_run_beside_the_shipped_ones(loaded: Path) -> None:
    toml = loaded / "kgraph.toml"
    before = toml.read_text()
    toml.write_text(before + '[packs]\nfolders = ["mine"]\n')
    try:
        assert kgraph("packs", "new", loaded / "mine", "my/events")[0] == 0
        status, out, _ = kgraph("run", "my/events", "--idea", "x", "--format", "csv", "--study", loaded)
    finally:
        toml.write_text(before)
    assert (status, [line.split(",")[1] for line in out.splitlines()[1:]]) == (0, ["e1", "e2", "e3"])


@pytest.mark.parametrize("before", [True, False])
def test_the_packs_of_a_study_are_shown_and_checked_wherever_it_is_named(tmp_path: Path, before: bool) -> None:
    own_pack(tmp_path, "mine", "my/events")

    def packs(command: str, *more: str) -> tuple[int, str, str]:
        named = ["-s", str(tmp_path)]
        return kgraph("packs", *(named if before else []), command, *([] if before else named), *more)

    assert packs("check") == (0, "", f"{len(Shelf().names) + 1} packs, 0 problems\n")
    assert packs("show", "my/events")[1].startswith("// Events\n")


def test_a_broken_pack_is_named_beside_the_list_of_the_good_ones(tmp_path: Path) -> None:
    own_pack(tmp_path, "mine", "my/events")
    (tmp_path / "mine" / "my" / "bad.cypher").write_text("// Bad\nMATCH (e:Event) RETURN e.id AS id ORDER BY id\n")
    status, out, err = kgraph("packs", folder=tmp_path)
    assert (status, len(out.splitlines())) == (1, len(Shelf().names) + 1)
    assert "my/events" in out and "my/bad" not in out
    assert err.splitlines()[0].startswith("mine/my/bad.cypher:1: has no returns;")


def test_a_folder_of_packs_that_is_not_there_is_named_beside_the_list_of_the_good_ones(tmp_path: Path) -> None:
    own_pack(tmp_path, "mine", "my/events", "gone")
    status, out, err = kgraph("packs", folder=tmp_path)
    assert (status, len(out.splitlines())) == (1, len(Shelf().names) + 1)
    assert err == "gone: there is no such folder of packs; make it, or take it out of kgraph.toml\n"


def test_a_pack_of_a_shipped_ones_name_stops_no_other_command(loaded: Path) -> None:
    toml = loaded / "kgraph.toml"
    before = toml.read_text()
    toml.write_text(before + '[packs]\nfolders = ["taking"]\n')
    (loaded / "taking" / "trace").mkdir(parents=True)
    kgraph("packs", "new", loaded / "taking", "trace/mine", "--from", "trace/route")
    (loaded / "taking" / "trace" / "mine.cypher").rename(loaded / "taking" / "trace" / "route.cypher")
    taken = (
        "taking/trace/route.cypher: there is a pack trace/route already, cypher/trace/route.cypher; "
        "give the file another name or folder\n"
    )
    try:
        assert kgraph("run", "trace/stalled", folder=loaded)[0] == 0
        status, out, _ = kgraph("run", "--help", folder=loaded)
        assert status == 0 and "(something is wrong with it: `kgraph packs check`)" in out
        assert kgraph("run", "trace/route", "--idea", "x", folder=loaded) == (2, "", f"kgraph: {taken}")
        status, out, err = kgraph("packs", folder=loaded)
        assert (status, err, len(out.splitlines())) == (1, taken, len(Shelf().names) - 1)
        count = f"{len(Shelf().names)} packs, 1 problems\n"
        assert kgraph("packs", "check", folder=loaded) == (1, taken, count)
    finally:
        toml.write_text(before)


def test_a_copy_of_a_shipped_pack_passes_the_checks(tmp_path: Path) -> None:
    status, out, _ = kgraph("packs", "new", tmp_path / "mine", "trace/my-route", "--from", "trace/route")
    assert status == 0 and Path(out.strip()).read_text(encoding="utf-8").startswith("// Route of an idea\n")
    assert kgraph("packs", "check", tmp_path / "mine")[2] == f"{len(Shelf().names) + 1} packs, 0 problems\n"


ADOPTION = ("run", "trace/adoption", "--idea", "x", "--format", "csv")


def test_a_list_is_repeated_or_one_text_with_semicolons(loaded: Path) -> None:
    def adopted(*words: str) -> tuple[int, str, str]:
        return kgraph(*ADOPTION, *words, folder=loaded)

    twice = adopted("--moves", "adopt", "--moves", "share")
    assert twice[0] == 0 and "e1" in twice[1]
    assert adopted("--moves", "adopt; share") == twice
    assert "may be repeated, or several given with ; between" in " ".join(
        kgraph("run", "trace/adoption", "--help", folder=loaded)[1].split()
    )


def test_a_move_that_is_none_and_a_number_below_0_are_refused(loaded: Path) -> None:
    status, out, err = kgraph(*ADOPTION, "--moves", "adopt,banana", folder=loaded)
    assert (status, out) == (2, "") and err.startswith(
        "kgraph: moves: there is no move 'adopt,banana'; give several with ; between; it is one of share, "
    )
    assert kgraph("run", "accounts/hindsight", "--days", "-5", folder=loaded) == (
        2, "", "kgraph: days: -5 is less than 0; give 0 or more\n",
    )  # fmt: skip


def own_pack(folder: Path, packs: str, name: str, *more: str) -> None:
    """A study with a folder of packs of its own, and one pack in it."""
    write_study(folder)
    with (folder / "kgraph.toml").open("a", encoding="utf-8") as toml:
        toml.write(f"[packs]\nfolders = {json.dumps([packs, *more])}\n")
    new_pack(folder / packs, name)


def test_two_forms_of_the_model_at_once_are_refused() -> None:
    status, out, err = kgraph("schema", "--json", "--cypher")
    assert (status, out) == (2, "")
    assert err.splitlines()[-1] == "Error: give one of --cypher, --markdown and --json"


def test_an_unknown_sheet_of_small_stays_out_of_schema() -> None:
    status, out, _ = kgraph("schema")
    assert status == 0 and set(SMALL) <= set(json.dumps(json.loads(out)).replace('"', " ").split())
    assert "CREATE CONSTRAINT" in kgraph("schema", "--cypher")[1]
    assert kgraph("schema", "--markdown")[1].startswith("#")
