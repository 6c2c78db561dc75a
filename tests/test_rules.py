"""Rules that need the whole study: each is broken once here, and says where and what would be right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from kgraph.check import check
from kgraph.errors import DataError
from kgraph.study import add_file
from tests.studies import EVENTS, SMALL, write_study

E1, E2, E3 = EVENTS


def said(
    folder: Path,
    severity: str = "error",
    events: Sequence[Mapping[str, Any]] = EVENTS,
    **sheets: Sequence[Mapping[str, Any]],
) -> list[str]:
    """What is said of the small study with some sheets or its events changed."""
    checked = check(write_study(folder, {**SMALL, **sheets}, events))
    return [str(problem) for problem in checked.problems if problem.severity == severity]


def test_a_sound_study_has_neither_errors_nor_warnings(tmp_path: Path) -> None:
    assert (said(tmp_path), said(tmp_path, "warning")) == ([], [])


def test_a_move_outside_the_vocabulary(tmp_path: Path) -> None:
    assert said(tmp_path, events=[{**E1, "move": "shrae"}, E2, E3]) == [
        "events.jsonl:1: event 'e1': unknown move 'shrae'; perhaps 'share'; or define it under [moves] in kgraph.toml"
    ]


def test_a_move_outside_the_vocabulary_is_said_of_a_row_that_has_another_error_too(tmp_path: Path) -> None:
    assert said(tmp_path, events=[{**E1, "move": "shrae", "date": "2010-13"}, E2, E3]) == [
        "events.jsonl:1: date: '2010-13' is not an EDTF date; write a year (2010), month (2010-07), day (2010-07-20), "
        "season (2010-21 is spring) or interval (2010-07/2011-03)",
        "events.jsonl:1: unknown move 'shrae'; perhaps 'share'; or define it under [moves] in kgraph.toml",
    ]


def test_an_event_is_not_called_untold_because_its_account_or_its_source_is_wrong(tmp_path: Path) -> None:
    sources = [{**SMALL["Sources"][0], "kind": "interviw"}, SMALL["Sources"][1]]
    (problem,) = said(tmp_path, Sources=sources)
    assert problem.startswith("sheets/Sources.csv:B2: kind is 'interviw'; perhaps 'interview'")
    accounts = [{**E1["accounts"][0], "certainty": "hi"}]
    (problem,) = said(tmp_path, events=[{**E1, "accounts": accounts}, E2, E3])
    assert problem.startswith("events.jsonl:1: certainty is 'hi'")


def test_an_account_that_tells_of_nothing_is_doubtful(tmp_path: Path) -> None:
    assert said(tmp_path, "warning", Accounts=[{"id": "lone", "source": "s1", "quote": "So it was"}]) == [
        "sheets/Accounts.csv:2: account 'lone' tells of no event and no claim; name its event, or take it out"
    ]


def test_an_id_that_is_another_things_name_is_an_error(tmp_path: Path) -> None:
    assert said(tmp_path, Ideas=[*SMALL["Ideas"], {"id": "z", "name": "x"}]) == [
        "sheets/Ideas.csv:B4: the name of 'z', 'x', is the id of another Idea; give one of them another id or name"
    ]


def test_a_file_that_cannot_be_read_does_not_hide_what_is_wrong_in_the_others(tmp_path: Path) -> None:
    study = write_study(tmp_path, {**SMALL, "Actors": [{"id": "ana", "name": "Ana Lee", "kind": "persn"}]})
    (tmp_path / "more.xlsx").write_bytes(b"no workbook")
    checked = check(add_file(study, "more.xlsx"))
    assert [str(problem).partition(";")[0] for problem in checked.problems] == [
        "more.xlsx: cannot be read, so what the other files refer to was not looked up",
        "more.xlsx: is not an .xlsx file, whatever its name says",
        "sheets/Actors.csv:C2: kind is 'persn'",
    ]


def test_a_move_of_the_studys_own(tmp_path: Path) -> None:
    write_study(tmp_path, events=[{**E1, "move": "scrutinise"}, E2, E3])
    toml = tmp_path / "kgraph.toml"
    toml.write_text(toml.read_text() + '[moves]\nscrutinise = "examine"\n')
    from kgraph.study import open_study

    assert check(open_study(tmp_path)).errors == []


def test_an_after_that_the_dates_contradict_names_both_links(tmp_path: Path) -> None:
    assert said(tmp_path, events=[{**E1, "after": ["e3"]}, E2, E3]) == [
        "events.jsonl:3: no order fits these events: e1 after e3 (stated); "
        "e1 (2010-01-10) is over before e3 (2011-02-01) begins; mend a date or an AFTER"
    ]


def test_events_each_after_the_other_name_every_link(tmp_path: Path) -> None:
    undated = [{**one, "date": None, "after": [after]} for one, after in zip(EVENTS, ("e3", "e1", "e2"), strict=True)]
    (problem,) = said(tmp_path, events=undated)
    assert all(link in problem for link in ("e1 after e3 (stated)", "e2 after e1 (stated)", "e3 after e2 (stated)"))


def test_an_event_outside_its_networks_life_and_a_members_spell(tmp_path: Path) -> None:
    assert said(tmp_path, "warning", events=[E1, {**E2, "date": "2011-01"}, E3]) == [
        "events.jsonl:2: 'ana' took part in 'e2' (2011-01), held in 'force', where they belonged 2010-06/2010-12; "
        "mend a date, add a spell, or leave it if they came as a guest",
        "events.jsonl:2: event 'e2' (2011-01) is outside the life of network 'force' (2010-06/2010-12); "
        "mend one of the dates, or leave it if it is so",
    ]


def test_an_event_nobody_tells_of(tmp_path: Path) -> None:
    assert said(tmp_path, events=[{**E1, "accounts": []}, E2, E3]) == [
        "events.jsonl:1: event 'e1': nobody asserts it; add an account that tells of it"
    ]


def test_an_event_that_is_only_denied(tmp_path: Path) -> None:
    denied = {**E1, "accounts": [{"source": "s1", "stance": "denies"}]}
    assert said(tmp_path, "warning", events=[denied, E2, E3]) == [
        "events.jsonl:1: event 'e1' is only denied, so it is listed apart and never traced"
    ]


def test_a_network_that_ends_before_it_begins(tmp_path: Path) -> None:
    networks = [SMALL["Networks"][0], {**SMALL["Networks"][1], "ends": "2009"}]
    assert (
        "sheets/Networks.csv:E3: network 'force' ends (2009) before it begins (2010-06); mend one of the dates"
        in said(tmp_path, Networks=networks)
    )


def test_an_interview_older_than_what_it_tells_of(tmp_path: Path) -> None:
    sources = [{**SMALL["Sources"][0], "date": "2009"}, SMALL["Sources"][1]]
    assert said(tmp_path, "warning", events=[E1], Sources=sources)[0] == (
        "events.jsonl:1: event 'e1' (2010-01-10) is told of before it happened, on 2009; "
        "mend a date, or leave it if it was a plan"
    )


@pytest.mark.parametrize(
    ("account", "wrong"),
    [
        ({"quote": "I brought it to them"}, []),
        ({"quote": "I brought\n it to   them"}, []),
        ({"quote": "I brought it to them", "start": 10, "end": 30}, []),
        (
            {"quote": "I never brought it"},
            [
                "its quote is not in the text of its source: 'I never brought it'; "
                "copy the very words, or write it as a paraphrase"
            ],
        ),
        (
            {"quote": "I brought it to them", "start": 0, "end": 20},
            ["its quote does not stand at 0 to 20; it stands at 10 to 30"],
        ),
    ],
)
def test_a_quote_is_held_against_its_sources_text(tmp_path: Path, account: dict[str, Any], wrong: list[str]) -> None:
    (tmp_path / "int-1.txt").write_text("In spring I brought it to them, twice.", encoding="utf-8")
    sources = [{**SMALL["Sources"][0], "text": "int-1.txt"}, SMALL["Sources"][1]]
    told = {**E1, "accounts": [{"id": "a1", "source": "s1", **account}]}
    found = said(tmp_path, events=[told], Sources=sources)
    assert [text.removeprefix("events.jsonl:1: account 'a1': ") for text in found] == wrong


def test_a_text_that_is_not_there_is_a_warning(tmp_path: Path) -> None:
    sources = [{**SMALL["Sources"][0], "text": "lost.txt"}, SMALL["Sources"][1]]
    assert said(tmp_path, "warning", Sources=sources) == [
        "sheets/Sources.csv:F2: source 's1': no text at 'lost.txt'; mend the path, or clear it"
    ]


def test_a_channel_that_runs_backwards_or_carries_what_an_end_does_not_deal_with(tmp_path: Path) -> None:
    events = [
        {**E1, "took_from": [{"from_event": "e3", "item": "x"}]},
        E2,
        {**E3, "took_from": [{"from_event": "e1", "item": "y"}]},
    ]
    assert said(tmp_path, events=events) == [
        "events.jsonl:1: 'e1' took 'x' from 'e3', which was certainly later; swap the two, or mend a date"
    ]
    assert said(tmp_path, "warning", events=events) == [
        "events.jsonl:3: 'e3' took 'y' from 'e1', but 'e1' does not deal with it; "
        "add 'y' to what 'e1' concerns, drew on or produced"
    ]


def test_names_spelt_alike_are_asked_about(tmp_path: Path) -> None:
    people = [*SMALL["Actors"], {"id": "anna", "name": "Anna Lee"}]
    (warning,) = said(tmp_path, "warning", Actors=people)
    assert warning == (
        "sheets/Actors.csv:2: 'Ana Lee' (ana) and 'Anna Lee' (anna) are spelt alike; are they the same?; "
        "if so, keep one and list the other in Aliases; if not, add ['ana', 'anna'] to [names] different in kgraph.toml"
    )


def test_problems_come_sorted_by_place_and_all_at_once(tmp_path: Path) -> None:
    events = [{**E1, "move": "x", "participants": ["zed"]}, {**E2, "date": "spring 2010"}, E3]
    checked = check(
        write_study(tmp_path, {**SMALL, "Actors": [*SMALL["Actors"], {"id": "d", "kind": "persn"}]}, events)
    )
    assert [str(problem.place) for problem in checked.errors] == [
        "events.jsonl:1", "events.jsonl:1", "events.jsonl:2", "sheets/Actors.csv:B5", "sheets/Actors.csv:C5",
    ]  # fmt: skip
    with pytest.raises(DataError, match="5 errors in the study's files; nothing was changed"):
        checked.sound()
