"""The packs that ship: their headers and texts, and what some answer about a small story worked out by hand.

What every one of them answers about a whole study is in tests/test_threesites.py.
"""
# ruff: noqa: E501 - a case a line

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from story import tell

from kgraph.engines import Engine
from kgraph.errors import PackError, ParameterError, UsageError
from kgraph.packs import Shelf, browser_lines, new_pack, problems
from kgraph.running import run

THEMES = ["accounts", "brokerage", "compare", "discourse", "harmonising", "knowledge", "networks", "quality", "trace"]
TO_FLUID, TO_STABLE = "stable_to_fluid", "fluid_to_stable"
DAY = date.fromisoformat

MINE = """\
// Mine
//
// param: idea (text) - id of an idea
// returns: id (text)
// evidence: accounts
// example: idea=x
MATCH (x:Idea {id: $idea})<-[d:CONCERNS]-(:Event) RETURN x.id AS id, collect(d.accounts) AS accounts ORDER BY id
"""

# What each pack answers about tests/story.py: the rows, each with the accounts behind it.
ANSWERS: list[tuple[str, dict[str, Any], list[tuple[tuple[Any, ...], str]]]] = [
    ("trace/route", {"idea": "Open data"}, [
        (("2010-07", "e2", "adapt", ["Taskforce"], ["Ana Lee"], [], "e1", ["The Board"], TO_FLUID), "a1 a1b a2"),
        (("2010-09-01", "e3", "adopt", ["The Board"], ["Ben Ola"], [], "e1", ["The Board"], None), "a1 a1b a3"),
        (("2011-02", "e4", "share", ["Forum"], ["Cat Roe"], [], "e2", ["Taskforce"], TO_STABLE), "a2 a4"),
        (("2011-02", "e4", "share", ["Forum"], ["The report"], [], "e3", ["The Board"], None), "a3 a4 c1"),
        (("2011-05-03", "e5", "build_on", ["Forum"], ["Dan Iko"], ["Falls clinic"], "e4", ["Forum"], None), "a4 a5 b1"),
    ]),
    ("trace/route", {"idea": "x", "until": "2010-08-31"}, [
        (("2010-07", "e2", "adapt", ["Taskforce"], ["Ana Lee"], [], "e1", ["The Board"], TO_FLUID), "a1 a1b a2"),
    ]),
    ("trace/route", {"idea": "rep"}, [
        (("2011-02", "e4", "share", ["Forum"], ["The report"], [], "e3", ["The Board"], None), "a3 a4"),
    ]),
    ("trace/origin", {"idea": "x"}, [
        (("2010-01-10", "e1", "share", "Ana brings it to the Board", False, ["The Board"], ["Ana Lee", "Ben Ola"], [], [], 2, 0), "a1 a1b"),
        ((None, "e7", "share", "Ana speaks of it again", False, [], ["Ana Lee"], [], [], 0, 1), "a7"),
    ]),
    ("trace/origin", {"idea": "rep"}, [
        (("2010-09-01", "e3", "adopt", "The Board reports", True, ["The Board"], ["Ben Ola"], [], [], 1, 0), "a3"),
    ]),
    ("trace/origin", {"idea": "y"}, [
        (("2011-05-03", "e5", "build_on", "Dan opens a clinic", False, ["Forum"], ["Dan Iko"], [], ["Open data"], 0, 0), "a4 a5 b1"),
    ]),
    ("trace/crossings", {"idea": "x"}, [
        (("2010-07", TO_FLUID, "carried", "e2", "e1", ["The Board"], ["Taskforce"], ["Ana Lee"], 1), "a1 a1b a2"),
        (("2010-07", TO_STABLE, "handed_on", "e2", "e2", ["Taskforce"], ["Forum"], [], 2), "a2"),
        (("2011-02", TO_STABLE, "carried", "e4", "e2", ["Taskforce"], ["Forum"], ["Cat Roe"], 2), "a2 a4"),
    ]),
    ("trace/crossings", {"idea": "x", "direction": TO_FLUID}, [
        (("2010-07", TO_FLUID, "carried", "e2", "e1", ["The Board"], ["Taskforce"], ["Ana Lee"], 1), "a1 a1b a2"),
    ]),
    ("trace/carriers", {"idea": "x"}, [
        (("Ana Lee", "ana", "The Board", "board", "stable", "Taskforce", "force", "fluid", 1, DAY("2010-07-01"), DAY("2010-07-31")), "a1 a1b a2"),
        (("Cat Roe", "cat", "Taskforce", "force", "fluid", "Forum", "forum", "stable", 1, DAY("2011-02-01"), DAY("2011-02-28")), "a2 a4"),
    ]),
    ("trace/reach", {"idea": "x"}, [
        (("Ana Lee", "ana", "person", "2010-01-10", "e1", ["The Board"], 3), "a1 a1b"),
        (("Ben Ola", "ben", "person", "2010-01-10", "e1", ["The Board"], 2), "a1 a1b"),
        (("Cat Roe", "cat", "person", "2010-07", "e2", ["Taskforce"], 2), "a2"),
        (("Dan Iko", "dan", "post", "2011-02", "e4", ["Forum"], 2), "a4"),
    ]),
    ("trace/reach", {"idea": "x", "start": "e3"}, [
        (("Ben Ola", "ben", "person", "2010-09-01", "e3", ["The Board"], 1), "a3"),
        (("Cat Roe", "cat", "person", "2011-02", "e4", ["Forum"], 1), "a3 a4 c1"),
        (("Dan Iko", "dan", "post", "2011-02", "e4", ["Forum"], 2), "a3 a4 c1"),
    ]),
    ("trace/reach", {"idea": "x", "start": "Cat Roe", "until": "2011-03-01"}, [
        (("Ana Lee", "ana", "person", "2010-07", "e2", ["Taskforce"], 1), "a2"),
        (("Cat Roe", "cat", "person", "2010-07", "e2", ["Taskforce"], 2), "a2"),
        (("Dan Iko", "dan", "post", "2011-02", "e4", ["Forum"], 1), "a2 a4"),
    ]),
    ("trace/lineage", {"idea": "x"}, [
        (("newer", 1, "Falls clinic", "y", "adapts", "Open data", "x", "2011-05-03", "e5"), "b1"),
    ]),
    ("trace/lineage", {"idea": "y"}, [
        (("older", 1, "Falls clinic", "y", "adapts", "Open data", "x", "2011-05-03", "e5"), "b1"),
    ]),
    ("trace/stalled", {}, [
        (("The badge", "z", "Idea", ["drop", "never carried on", "never left its network"], 1, ["The Board"], "2010-03-05", "e6", "drop", ["Cost"]), "a6 a6b"),
        (("Patients' view", "view", "Perspective", ["never carried on"], 1, ["Forum", "Taskforce"], "2010-07", "e2", "adapt", []), "a2"),
        (("Falls clinic", "y", "Idea", ["never carried on", "never left its network"], 1, ["Forum"], "2011-05-03", "e5", "build_on", []), "a5"),
    ]),
    ("trace/between", {"idea": "x", "start": "e1", "goal": "Dan Iko"}, [
        ((1, "2010-01-10", "e1", ["Ana Lee"], "2010-07", "e2", DAY("2010-07-01"), "adapt", ["Taskforce"], TO_FLUID), "a1 a1b a2"),
        ((2, "2010-07", "e2", ["Cat Roe"], "2011-02", "e4", DAY("2011-02-01"), "share", ["Forum"], TO_STABLE), "a2 a4"),
    ]),
    ("trace/between", {"idea": "x", "start": "board", "goal": "forum", "by": "fewest"}, [
        ((1, "2010-01-10", "e1", ["Ana Lee"], "2010-07", "e2", DAY("2010-07-01"), "adapt", ["Taskforce"], TO_FLUID), "a1 a1b a2"),
    ]),
    ("trace/between", {"idea": "x", "start": "e5", "goal": "e1"}, []),
    ("networks/both_at_once", {}, [
        (("Ana Lee", "ana", "The Board", "Taskforce", "certain", DAY("2010-06-01"), DAY("2010-12-31"), "chair", None), "m1 m2"),
        (("Cat Roe", "cat", "Forum", "Taskforce", "possible", DAY("2010-10-01"), DAY("2010-12-31"), None, None), "m3 m4"),
    ]),
    ("networks/both_at_once", {"actor": "cat", "only_certain": True}, []),
    ("networks/turnover", {}, [
        (("Taskforce", "force", "fluid", "2010-06-01", "2010-12-31", 214, 1, 1, 2, 0, 0, 0.0, 0.0), "a2 m2 m3"),
        (("Forum", "forum", "stable", "2008", "2012", 1097, 2, 65, 2, 2, 1, 0.67, 0.33), "a4 a5 m4 m5"),
        (("The Board", "board", "stable", "2009", None, 732, 3, 235, 1, 0, 1, 0.0, 0.5), "a1 a1b a3 a6 a6b m1"),
    ]),
    ("knowledge/reached_for", {}, [
        (("Perspective", "Patients' view", "view", "fluid", "certain", "2010-07", "e2", ["Taskforce"], ["Ana Lee", "Cat Roe"], 1), "a2"),
        (("EvidenceSource", "The report", "rep", "stable", "certain", "2011-02", "e4", ["Forum"], ["Cat Roe", "Dan Iko"], 1), "a4"),
    ]),
    ("accounts/contradictions", {}, [
        (("MEMBER_OF", "Cat Roe – Forum", "cat", "forum", "2010-10", ["Minutes"], ["Minutes"]), "m4 p1"),
        (("TOOK_PART", "Cat Roe – The Taskforce takes it up", "cat", "e2", "participant", ["Ana Lee"], ["Minutes"]), "a2 p1"),
        (("event", "The Taskforce takes it up", "e2", None, "", ["Ana Lee"], ["Dan Iko"]), "a2 a2n"),
    ]),
    ("accounts/contradictions", {"about": "forum"}, [
        (("MEMBER_OF", "Cat Roe – Forum", "cat", "forum", "2010-10", ["Minutes"], ["Minutes"]), "m4 p1"),
        (("TOOK_PART", "Cat Roe – The Taskforce takes it up", "cat", "e2", "participant", ["Ana Lee"], ["Minutes"]), "a2 p1"),
        (("event", "The Taskforce takes it up", "e2", None, "", ["Ana Lee"], ["Dan Iko"]), "a2 a2n"),
    ]),
    ("accounts/contradictions", {"about": "x"}, [
        (("TOOK_PART", "Cat Roe – The Taskforce takes it up", "cat", "e2", "participant", ["Ana Lee"], ["Minutes"]), "a2 p1"),
        (("event", "The Taskforce takes it up", "e2", None, "", ["Ana Lee"], ["Dan Iko"]), "a2 a2n"),
    ]),
    ("accounts/only_denied", {}, [(("event", "The Forum votes", "e8", None, "", "2011-06", ["Interview 2"]), "a8")]),
    ("accounts/single_witness", {}, [
        (("one account", "BUILDS_ON", "Falls clinic – Open data", "y", "x", "adapts, e5", None, ["Interview 2"]), "b1"),
        (("one account", "CONTAINS", "The report – Open data", "rep", "x", "", None, ["Minutes"]), "c1"),
        (("one account", "MEMBER_OF", "Ana Lee – The Board", "ana", "board", "2009-02, chair", "2009-02", ["Minutes"]), "m1"),
        (("one account", "MEMBER_OF", "Ana Lee – Taskforce", "ana", "force", "2010-06-01", "2010-06-01", ["Interview 1"]), "m2"),
        (("one account", "MEMBER_OF", "Cat Roe – Taskforce", "cat", "force", "2010", "2010", ["Interview 1"]), "m3"),
        (("one account", "MEMBER_OF", "Cat Roe – Forum", "cat", "forum", "2010-10", "2010-10", ["Minutes"]), "m4"),
        (("one account", "MEMBER_OF", "Dan Iko – Forum", "dan", "forum", "2011", "2011", ["Minutes"]), "m5"),
        (("one account", "event", "The Taskforce takes it up", "e2", None, "", "2010-07", ["Interview 1"]), "a2"),
        (("one account", "event", "The Board reports", "e3", None, "", "2010-09-01", ["Minutes"]), "a3"),
        (("one account", "event", "Cat brings it to the Forum", "e4", None, "", "2011-02", ["Interview 1"]), "a4"),
        (("hearsay", "event", "Dan opens a clinic", "e5", None, "", "2011-05-03", ["Interview 2"]), "a5"),
        (("one source", "event", "The Board drops the badge", "e6", None, "", "2010-03-05", ["Interview 1"]), "a6 a6b"),
        (("one account", "event", "Ana speaks of it again", "e7", None, "", None, ["Interview 1"]), "a7"),
    ]),
]  # fmt: skip


def test_the_packs_are_in_folders_that_read_like_the_chapters_of_a_study() -> None:
    assert sorted({name.partition("/")[0] for name in Shelf().names}) == THEMES
    assert len(Shelf().names) >= 30


def test_nothing_is_wrong_with_the_packs_that_ship() -> None:
    assert [str(problem) for problem in Shelf().problems()] == []


def test_each_pack_says_what_it_asks_how_and_with_what_limits() -> None:
    for pack in Shelf():
        assert len(pack.doc) > 150, pack.name
        assert pack.text.splitlines()[0] == f"// {pack.title}"
        pack.example_values()


def test_each_pack_answers_what_was_worked_out_by_hand(engine: Engine) -> None:
    tell(engine)
    shelf = Shelf()
    for name, given, wanted in ANSWERS:
        answer = run(engine, shelf.find(name), given)
        assert (name, given, answer.rows) == (name, given, [row for row, _ in wanted])
        assert (name, given, answer.evidence_ids) == (name, given, [tuple(ids.split()) for _, ids in wanted])


def test_each_pack_answers_an_empty_graph_with_no_rows(engine: Engine) -> None:
    for pack in Shelf():
        given = {parameter.name: "nothing" for parameter in pack.params if not parameter.optional}
        assert (pack.name, run(engine, pack, given).rows) == (pack.name, [])


# -- finding -----------------------------------------------------------------------------------------------------------


def test_a_pack_is_found_by_its_name_or_the_last_part_of_it() -> None:
    shelf = Shelf()
    assert shelf.find("route") is shelf.find("trace/route") is shelf.find("trace/route.cypher")


def test_an_unknown_pack_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(UsageError) as unknown:
        Shelf().find("trace/ruote")
    assert str(unknown.value) == "there is no pack 'trace/ruote'; perhaps 'trace/route'; kgraph packs lists them all"


def test_a_folder_of_ones_own_is_read_as_those_that_ship(tmp_path: Path) -> None:
    (tmp_path / "talk").mkdir()
    (tmp_path / "talk" / "mine.cypher").write_text("\ufeff" + MINE, encoding="utf-8")
    shelf = Shelf([tmp_path])
    mine = shelf.find("mine")
    assert (mine.name, mine.title, mine.shipped) == ("talk/mine", "Mine", False)
    assert len(mine.sha256) == 64
    assert "talk/mine" in shelf.names


def test_a_short_name_that_could_be_two_is_refused(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "mine.cypher").write_text(MINE)
    with pytest.raises(UsageError, match="'mine' could be one/mine or two/mine; write which"):
        Shelf([tmp_path]).find("mine")


def test_an_own_pack_never_takes_the_place_of_another_in_silence(tmp_path: Path) -> None:
    (tmp_path / "trace").mkdir()
    own = tmp_path / "trace" / "route.cypher"
    own.write_text(MINE)
    shelf = Shelf([tmp_path])
    sentence = (
        f"{own}: there is a pack trace/route already, cypher/trace/route.cypher; give the file another name or folder"
    )
    for asked in ("trace/route", "route"):
        with pytest.raises(PackError) as taken:
            shelf.find(asked)
        assert str(taken.value) == sentence
    assert [str(problem) for problem in shelf.problems()] == [sentence]
    assert (shelf.names, shelf.find("trace/stalled").shipped) == (Shelf().names, True)


def test_a_folder_that_is_listed_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "mine.cypher").write_text(MINE)
    shelf = Shelf([tmp_path, tmp_path / "." / ".." / tmp_path.name])
    assert (shelf.find("mine").title, shelf.problems()) == ("Mine", [])


def test_a_pack_with_something_wrong_is_refused_when_it_is_asked_for_and_no_sooner(tmp_path: Path) -> None:
    (tmp_path / "bad.cypher").write_text(MINE.replace("// evidence: accounts\n", ""))
    (tmp_path / "worse.cypher").write_bytes(b"// T\n\xff")
    shelf = Shelf([tmp_path])
    assert shelf.find("trace/route").name == "trace/route"
    with pytest.raises(PackError, match=r"bad.cypher:1: has no evidence; name the last column of RETURN"):
        shelf.find("bad")
    with pytest.raises(PackError, match=r"worse.cypher:2: is not UTF-8 text; save it as UTF-8"):
        shelf.find("worse")
    assert [Path(problem.place.file).name for problem in shelf.problems()] == ["bad.cypher", "worse.cypher"]


@pytest.mark.parametrize("name", ["My Pack", "a/B", "ä"])
def test_a_file_whose_name_cannot_be_written_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.cypher"
    path.parent.mkdir(exist_ok=True)
    path.write_text(MINE)
    with pytest.raises(PackError, match="cannot be a pack's name; use small letters, digits, _ and -"):
        Shelf([tmp_path])


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"there is no such folder of packs; make it, or take it out of kgraph\.toml"):
        Shelf([tmp_path / "none"])


# -- a new one, and Browser --------------------------------------------------------------------------------------------


def test_a_new_pack_passes_the_checks_and_runs(tmp_path: Path, engine: Engine) -> None:
    path = new_pack(tmp_path, "talk/first_words")
    assert path == tmp_path / "talk" / "first_words.cypher"
    assert problems(path.read_text(encoding="utf-8"), "p") == []
    tell(engine)
    answer = run(engine, Shelf([tmp_path]).find("first_words"), {"idea": "y"})
    assert (answer.title, answer.rows) == ("First words", [("2011-05-03", "e5", "Dan opens a clinic")])


def test_a_new_pack_may_be_a_copy_of_one_that_ships(tmp_path: Path, engine: Engine) -> None:
    path = new_pack(tmp_path, "talk/my_route", "trace/route")
    shipped, own = Shelf().find("trace/route"), Shelf([tmp_path]).find("talk/my_route")
    assert (own.path, own.title, own.text, own.shipped) == (str(path), shipped.title, shipped.text, False)
    tell(engine)
    assert run(engine, own, {"idea": "x"}).rows == run(engine, shipped, {"idea": "x"}).rows != []
    with pytest.raises(UsageError, match="there is no pack 'trace/ruote'; perhaps 'trace/route'"):
        new_pack(tmp_path, "other", "trace/ruote")
    assert not (tmp_path / "other.cypher").exists()


def test_a_new_pack_never_overwrites_or_shadows(tmp_path: Path) -> None:
    new_pack(tmp_path, "mine")
    with pytest.raises(PackError, match="there is a file already; give the pack another name, or edit this one"):
        new_pack(tmp_path, "mine.cypher")
    with pytest.raises(PackError, match="kgraph ships a pack trace/route already; give yours another name"):
        new_pack(tmp_path, "trace/route")
    with pytest.raises(PackError, match=r"'../up' cannot be a pack's name"):
        new_pack(tmp_path, "../up")


def test_the_lines_for_browser_hold_literals_that_nothing_escapes_from() -> None:
    pack = Shelf().find("trace/route")
    given = pack.values({"idea": "it's \\ 'x'\n:clear 😀", "until": "2010-07-20"})
    assert browser_lines(pack, given) == [
        ":param idea => 'it\\'s \\\\ \\'x\\'\\u000A:clear 😀';",
        ":param until => date('2010-07-20');",
    ]
    assert browser_lines(pack, pack.values({"idea": "x"}))[1] == ":param until => null;"


def test_a_value_that_is_missing_is_asked_for_with_the_example() -> None:
    pack = Shelf().find("trace/route")
    with pytest.raises(ParameterError) as missing:
        pack.values({})
    assert str(missing.value).startswith("trace/route needs idea (text): id or name of an idea")
    assert str(missing.value).endswith(f"; for instance: {pack.example}")
