"""Reading events with everything inside, from .jsonl and .yaml, good and hostile."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgraph.loaders import events
from kgraph.model import SHEETS
from kgraph.nested import parts, sheet_keys
from kgraph.records import Place, Problem, Record
from kgraph.rows import Refused, validate

EVENT: dict[str, Any] = {
    "id": "e1",
    "move": "share",
    "summary": "The chair told the taskforce of the licence",
    "date": "2010-07",
    "outcome": "taken up",
    "conversion": "socialisation",
    "held_in": ["taskforce", {"network": "board", "denied_by": ["a2"]}],
    "passed_to": "board",
    "site": ["north"],
    "concerns": ["licence"],
    "drew_on": [{"item": "survey", "accounts": ["a1"]}],
    "produced": ["plan"],
    "met": ["cost"],
    "overcame": {"barrier": "fear", "accounts": ["a1"]},
    "after": ["e0"],
    "participants": ["chair", {"actor": "lead", "role": "recipient", "accounts": ["a1"], "denied_by": ["a2"]}],
    "positions": [{"actor": "lead", "item": "licence", "position": "opposes", "accounts": ["a1"]}],
    "took_from": [{"from_event": "e0", "item": "licence"}],
    "accounts": [
        {
            "id": "a1",
            "source": "s1",
            "given_by": ["chair"],
            "quote": "I told them",
            "locator": "p. 2",
            "certainty": "high",
        },
        {"source": "s2", "paraphrase": "She was not there", "stance": "denies", "start": 3, "end": 9, "coder": "KM"},
    ],
}

FLAT: list[tuple[str, dict[str, Any]]] = [
    (
        "Events",
        {
            "id": "e1",
            "move": "share",
            "summary": "The chair told the taskforce of the licence",
            "date": "2010-07",
            "outcome": "taken up",
            "conversion": "socialisation",
            "held_in": ["taskforce"],
            "passed_to": "board",
            "site": ["north"],
            "concerns": ["licence"],
            "produced": ["plan"],
            "met": ["cost"],
            "after": ["e0"],
            "participants": ["chair"],
        },
    ),
    ("HeldIn", {"event": "e1", "network": "board", "denied_by": ["a2"]}),
    ("DrewOn", {"event": "e1", "item": "survey", "accounts": ["a1"]}),
    ("Overcame", {"event": "e1", "barrier": "fear", "accounts": ["a1"]}),
    ("TookPart", {"event": "e1", "actor": "lead", "role": "recipient", "accounts": ["a1"], "denied_by": ["a2"]}),
    ("TookPosition", {"event": "e1", "actor": "lead", "item": "licence", "position": "opposes", "accounts": ["a1"]}),
    ("TookFrom", {"event": "e1", "from_event": "e0", "item": "licence"}),
    (
        "Accounts",
        {
            "event": "e1",
            "id": "a1",
            "source": "s1",
            "given_by": ["chair"],
            "quote": "I told them",
            "locator": "p. 2",
            "certainty": "high",
        },
    ),
    (
        "Accounts",
        {
            "event": "e1",
            "source": "s2",
            "paraphrase": "She was not there",
            "stance": "denies",
            "start": 3,
            "end": 9,
            "coder": "KM",
        },
    ),
]


def read(path: Path) -> tuple[list[Record], list[Problem]]:
    found = list(events.load(path, {}))
    assert all(isinstance(one, (Record, Problem)) for one in found)
    return [one for one in found if isinstance(one, Record)], [one for one in found if isinstance(one, Problem)]


def flat(records: list[Record]) -> list[tuple[str, dict[str, Any]]]:
    return [(record.sheet, dict(record.cells)) for record in records]


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def said(path: Path) -> list[str]:
    """The problems in a file; there must be no record."""
    records, problems = read(path)
    assert records == []
    return [str(problem) for problem in problems]


# -- what is read ------------------------------------------------------------------------------------------------------


def test_an_event_is_taken_apart_into_the_rows_of_the_model(tmp_path: Path) -> None:
    records, problems = read(write(tmp_path / "events.jsonl", json.dumps(EVENT)))
    assert problems == []
    assert flat(records) == FLAT
    assert {str(record.place) for record in records} == {"events.jsonl:1"}
    assert not any(isinstance(validate(record), Refused) for record in records)


def test_yaml_and_jsonl_give_the_same_rows(tmp_path: Path) -> None:
    text = yaml.safe_dump({"events": [EVENT]}, allow_unicode=True)
    records, problems = read(write(tmp_path / "events.yaml", text))
    assert problems == []
    as_text = [(sheet, {k: str(v) if isinstance(v, int) else v for k, v in cells.items()}) for sheet, cells in FLAT]
    assert sorted(flat(records), key=str) == sorted(as_text, key=str)
    assert not any(isinstance(validate(record), Refused) for record in records)


def test_every_list_of_an_event_is_one_of_the_model() -> None:
    texts = {key: (part.sheet.__name__, part.event, part.text) for key, part in parts().items()}
    assert texts == {
        "held_in": ("HeldIn", "event", "network"),
        "passed_to": ("PassedTo", "event", "network"),
        "site": ("EventInSite", "event", "site"),
        "participants": ("TookPart", "event", "actor"),
        "concerns": ("Concerns", "event", "item"),
        "drew_on": ("DrewOn", "event", "item"),
        "produced": ("Produced", "event", "item"),
        "met": ("Met", "event", "barrier"),
        "overcame": ("Overcame", "event", "barrier"),
        "after": ("After", "event", "after"),
        "positions": ("TookPosition", "event", None),
        "took_from": ("TookFrom", "event", None),
        "accounts": ("Account", "event", None),
    }


def test_other_sheets_stand_beside_the_events(tmp_path: Path) -> None:
    text = (
        "actors:\n  - {id: a1, name: Ann}\nTookPart:\n  - actor: a1\n    event: e1\n---\nevents:\n---\nmember_of: []\n"
    )
    records, problems = read(write(tmp_path / "all.yml", text))
    assert problems == []
    assert flat(records) == [("Actors", {"id": "a1", "name": "Ann"}), ("TookPart", {"actor": "a1", "event": "e1"})]
    assert [record.place for record in records] == [Place("all.yml", None, 2), Place("all.yml", None, 4)]
    line = '{"sheet": "MemberOf", "actor": "a1", "network": "n1", "source": "s1"}\n\n{"sheet": "actors", "id": "a1"}\n'
    records, problems = read(write(tmp_path / "all.jsonl", line))
    assert problems == []
    assert [(record.sheet, record.place.row) for record in records] == [("MemberOf", 1), ("Actors", 3)]


def test_every_sheet_may_be_named_in_small_letters() -> None:
    assert set(sheet_keys().values()) == set(SHEETS)
    assert sheet_keys()["evidence_sources"] == "EvidenceSources"


def test_every_scalar_of_yaml_is_text(tmp_path: Path) -> None:
    text = "actors:\n- {id: no, name: 1e3, size: 0x1F, description: 2010-07-20}\n- {id: 'null', name: ~, kind: null}\n"
    records, problems = read(write(tmp_path / "a.yaml", text))
    assert problems == []
    assert flat(records) == [
        ("Actors", {"id": "no", "name": "1e3", "size": "0x1F", "description": "2010-07-20"}),
        ("Actors", {"id": "null"}),
    ]


def test_scalars_of_json_keep_their_kind_and_empty_ones_are_left_out(tmp_path: Path) -> None:
    line = '{"sheet":"Actors","id":5,"name":" x ","size":7.0,"kind":true,"description":null}'
    records, problems = read(write(tmp_path / "a.jsonl", line))
    assert problems == []
    assert flat(records) == [("Actors", {"id": 5, "name": "x", "size": 7, "kind": True})]
    assert type(records[0].cells["size"]) is int


def test_an_event_without_an_id_is_left_to_the_row_rules(tmp_path: Path) -> None:
    line = '{"move":"share","summary":"x","accounts":[{"source":"s1"}]}'
    records, problems = read(write(tmp_path / "a.jsonl", line))
    assert (flat(records), problems) == ([("Events", {"move": "share", "summary": "x"})], [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("suffix", [".jsonl", ".yaml"])
def test_each_encoding_is_read(tmp_path: Path, encoding: str, suffix: str) -> None:
    text = (
        '{"sheet": "Sites", "id": "s1", "name": "Tromsø"}\r\n'
        if suffix == ".jsonl"
        else "sites: [{id: s1, name: Tromsø}]"
    )
    records, problems = read(write(tmp_path / f"a{suffix}", text.encode(encoding)))
    assert (flat(records), problems) == ([("Sites", {"id": "s1", "name": "Tromsø"})], [])


def test_cp1252_is_read_with_a_warning(tmp_path: Path) -> None:
    path = write(tmp_path / "a.yaml", "sites:\n- {id: s1, name: Tromsø}".encode("cp1252"))
    records, (problem,) = read(path)
    assert flat(records) == [("Sites", {"id": "s1", "name": "Tromsø"})]
    assert (str(problem.place), problem.severity) == ("a.yaml:2", "warning")


def test_many_events_are_read_quickly(tmp_path: Path) -> None:
    lines = "".join(json.dumps({**EVENT, "id": f"e{number}"}) + "\n" for number in range(2_000))
    path = write(tmp_path / "a.jsonl", lines)
    begun = time.process_time()
    assert sum(1 for _ in events.load(path, {})) == 2_000 * len(FLAT)
    assert time.process_time() - begun < 2  # about 0.2 on a machine with nothing else to do


# -- what is wrong -----------------------------------------------------------------------------------------------------


def test_unknown_keys_are_named_with_their_line_and_what_was_meant(tmp_path: Path) -> None:
    text = (
        "events:\n- id: e1\n  sumary: x\n  participants:\n    - {actr: a1}\n  accounts:\n  - source: s1\n    quot: x\n"
        "evnts: []\nactors:\n- {id: a1, nmae: Ann}\n"
    )
    records, problems = read(write(tmp_path / "a.yaml", text))
    assert flat(records) == [
        ("Events", {"id": "e1"}),
        ("Accounts", {"event": "e1", "source": "s1"}),
        ("Actors", {"id": "a1"}),
    ]
    assert [(p.place.row, p.message, p.remedy.split(";")[0]) for p in problems] == [
        (3, "Events has no column 'sumary'", "perhaps 'summary'"),
        (5, "TookPart has no column 'actr'", "perhaps 'actor'"),
        (8, "Accounts has no column 'quot'", "perhaps 'quote'"),
        (9, "names the unknown sheet 'evnts'", "perhaps 'events'"),
        (11, "Actors has no column 'nmae'", "perhaps 'name'"),
    ]


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ({"summary": ["x"]}, "summary holds a list"),
        ({"summary": {"x": 1}}, "summary holds a map"),
        ({"concerns": [["x"]]}, "concerns holds a list with a list or map in it"),
        ({"positions": ["x"]}, "positions holds 'x', which is not a map"),
        ({"accounts": "s1"}, "accounts holds 's1', which is not a map"),
        ({"accounts": [{"source": "s1", "event": "e2"}]}, "Accounts has no column 'event'"),
        ({"summary": "a\0b"}, "summary holds '\\x00', which is no letter"),
        ({"summary": "\ud800"}, "summary holds '\\ud800', which is no letter"),
        ({"summary": "#REF!"}, "summary holds '#REF!', a formula that failed"),
        ({"summary": 10**19}, "summary holds a number of more digits than a database keeps"),
        ({"outcome": 1e999}, "is not JSON: Infinity is no number"),
    ],
)
def test_values_that_have_no_place_are_refused(tmp_path: Path, event: dict[str, Any], message: str) -> None:
    _, problems = read(write(tmp_path / "a.jsonl", json.dumps({"id": "e1", **event})))
    assert [(str(problem.place), problem.message) for problem in problems] == [("a.jsonl:1", message)]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "is not JSON: Expecting property name enclosed in double quotes"),
        ("[1]", "is not an event"),
        ('{"id": "e1", "id": "e2"}', "is not JSON: the key 'id' stands in it twice"),
        ('{"id": NaN}', "is not JSON: NaN is no number"),
        ('{"sheet": "Actor"}', "names the unknown sheet 'Actor'"),
        ('{"sheet": ["Actors"]}', "names the unknown sheet ['Actors']"),
        ("[" * 100_000, "is not JSON: it is nested too deep"),
        ('{"size": ' + "9" * 5_000 + "}", "is not JSON: Exceeds the limit"),
    ],
)
def test_a_line_that_is_no_event_is_one_problem(tmp_path: Path, line: str, message: str) -> None:
    path = write(tmp_path / "a.jsonl", f'\n{line}\n{{"id": "e1"}}\n')
    records, (problem,) = read(path)
    assert flat(records) == [("Events", {"id": "e1"})]
    assert problem.place.row == 2
    assert problem.message.startswith(message)


def test_a_file_that_is_not_jsonl_does_not_give_a_problem_for_each_line(tmp_path: Path) -> None:
    problems = said(write(tmp_path / "a.jsonl", "{\n" * 500))
    assert len(problems) == 21
    assert problems[-1].startswith("a.jsonl:20: is the 20th line that is not JSON; the rest is not read")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "a.yaml: is not a map of sheets"),
        ("just text", "a.yaml: is not a map of sheets"),
        ("events: x", "a.yaml:1: events is not a list"),
        ("events: {id: e1}", "a.yaml:1: events is not a list"),
        ("events:\n- x\n", "a.yaml:1: 'x' stands alone in events"),
        ("events:\n- id: &a e1\n", "a.yaml:2: has an anchor or alias (& or *)"),
        ("events: *a\n", "a.yaml:1: has an anchor or alias (& or *)"),
        ("events:\n- &a\n  id: e1\n", "a.yaml:2: has an anchor or alias (& or *)"),
        ("events:\n- id: !!python/object:os.system x\n", "a.yaml:2: has the tag"),
        ("events:\n- !!map {}\n", "a.yaml:2: has the tag"),
        ("events:\n- <<: {id: e1}\n", "a.yaml:2: has a merge key (<<)"),
        ("events:\n- id: e1\n  move: x\n  id: e2\n", "a.yaml:4: has the key 'id' twice, first in line 2"),
        ("events:\n- ? [a]\n  : b\n", "a.yaml:2: has a list or map where a key belongs"),
        ("events:\n- id: e1\n   move: x\n", "a.yaml:3: is not YAML: mapping values are not allowed"),
        ("events:\n\t- id: e1\n", "a.yaml:2: is not YAML: while scanning"),
        ("events: [\n", "a.yaml:2: is not YAML: while parsing"),
        ("events:\n- id: e\x07\n", "a.yaml:2: is not YAML: control characters are not allowed"),
        ("events: " + "[" * 100_000, "a.yaml:1: is nested more than 20 deep"),
        ("%YAML 9.9\n---\nevents: []\n", "a.yaml:1: is not YAML: found incompatible YAML document"),
    ],
)
def test_yaml_that_cannot_be_meant_is_one_problem_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    (problem,) = said(write(tmp_path / "a.yaml", text))
    assert problem.startswith(message)


def test_a_file_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    (problem,) = said(tmp_path / "no.jsonl")
    assert problem.startswith("no.jsonl: cannot be read: No such file")
    (problem,) = said(write(tmp_path / "a.jsonl", b"\x81\xff"))
    assert problem.startswith("a.jsonl:1: is neither UTF-8 nor Windows-1252")


def test_a_file_that_holds_nothing_gives_nothing(tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.yaml"):
        assert read(write(tmp_path / name, "\n")) == ([], [])


# -- fuzz --------------------------------------------------------------------------------------------------------------

fuzz = settings(
    max_examples=150, deadline=2_000, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
KEYS = st.sampled_from(
    ["id", "move", "sheet", "events", "actor", "source", "role", *parts(), "Actors", "<<", ""]
) | st.text(max_size=3)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


@fuzz
@given(
    raw=st.binary(max_size=300),
    suffix=st.sampled_from([".jsonl", ".yaml"]),
    head=st.sampled_from([b"", b"events:\n- ", b"{"]),
)
def test_random_bytes_give_only_records_and_problems(tmp_path: Path, raw: bytes, suffix: str, head: bytes) -> None:
    read(write(tmp_path / f"a{suffix}", head + raw))


@fuzz
@given(text=st.text("abc:-?[]{}&*!|>'\"%@`#,~ \n\t012", max_size=80), head=st.sampled_from(["", "events:\n- "]))
def test_random_yaml_gives_only_records_and_problems(tmp_path: Path, text: str, head: str) -> None:
    read(write(tmp_path / "a.yaml", head + text))


@fuzz
@given(lines=st.lists(VALUES, max_size=4))
def test_random_nested_json_gives_only_records_and_problems(tmp_path: Path, lines: list[Any]) -> None:
    read(write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines))))


@fuzz
@given(document=st.dictionaries(st.sampled_from([*sheet_keys()]), st.lists(VALUES, max_size=3), max_size=3))
def test_random_nested_yaml_gives_only_records_and_problems(tmp_path: Path, document: dict[str, Any]) -> None:
    read(write(tmp_path / "a.yaml", yaml.safe_dump(document, allow_unicode=True).encode("utf-8", "replace")))


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=10).filter(
    lambda text: text.strip(" \u200b\ufeff") == text and not text.startswith(("#", "Err")) and text.isprintable()
)


@fuzz
@given(rows=st.lists(st.fixed_dictionaries({"id": TEXTS, "name": TEXTS}), max_size=4))
def test_any_rows_written_as_yaml_or_jsonl_come_back(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    in_yaml, problems = read(write(tmp_path / "a.yaml", yaml.safe_dump({"sites": rows}, allow_unicode=True)))
    assert problems == []
    lines = "".join(json.dumps({"sheet": "Sites", **row}) + "\n" for row in rows)
    in_json, problems = read(write(tmp_path / "a.jsonl", lines))
    assert problems == []
    assert flat(in_yaml) == flat(in_json) == [("Sites", row) for row in rows]
