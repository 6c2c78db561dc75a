"""The generator of studies for the benchmarks: the same seed, the same files; and nothing wrong in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.generate import SIZES, change, invent, write
from bench.packs import asked, busiest
from kgraph.check import check
from kgraph.derive import derive
from kgraph.packs import Shelf
from kgraph.study import open_study

TINY = SIZES["XS"]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_seed_gives_one_study(tmp_path: Path) -> None:
    write(TINY, tmp_path / "one", seed=7)
    write(TINY, tmp_path / "again", seed=7)
    write(TINY, tmp_path / "other", seed=8)
    assert contents(tmp_path / "one") == contents(tmp_path / "again")
    assert contents(tmp_path / "one") != contents(tmp_path / "other")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_generated_has_no_error_in_it(tmp_path: Path, seed: int) -> None:
    write(TINY, tmp_path, seed)
    assert check(open_study(tmp_path)).errors == []


def test_a_changed_study_has_no_error_in_it_either(tmp_path: Path) -> None:
    write(TINY, tmp_path, seed=1)
    before = (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert change(tmp_path, share=0.1) == 6
    after = (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()
    changed = [(json.loads(old), json.loads(new)) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 6
    assert all({key for key in old if old[key] != new[key]} <= {"date", "participants"} for old, new in changed)
    assert check(open_study(tmp_path)).errors == []


def test_a_third_of_the_dates_are_vague_and_few_do_much() -> None:
    study = invent(SIZES["S"])
    dates = [event["date"] for event in study.events if "date" in event]
    assert 0.3 < sum(len(date) < 10 for date in dates) / len(dates) < 0.37
    busy: dict[str, int] = {}
    for event in study.events:
        for who in event["participants"]:
            busy[who] = busy.get(who, 0) + 1
    most = sorted(busy.values(), reverse=True)
    assert sum(most[:20]) > 0.3 * sum(most)


def test_a_furnished_study_has_no_error_in_it_and_all_that_packs_ask_about(tmp_path: Path) -> None:
    study = write(SIZES["S"], tmp_path, furnished=True)
    assert check(open_study(tmp_path)).errors == []
    asked_about = {"Named", "Answered", "AskedAbout", "ConflictsWith", "DocumentedIn", "InSite", "Skills"}
    assert asked_about <= {*study.sheets}
    assert {"drop", "block"} <= {event["move"] for event in study.events}


def test_every_pack_can_be_asked_about_the_busiest_of_a_generated_study(tmp_path: Path) -> None:
    write(SIZES["XS"], tmp_path, furnished=True)
    checked = check(open_study(tmp_path)).sound()
    checked.content.relationships |= derive(checked.content, checked.order).as_relationships()
    busy = busiest(checked.content)
    for pack in Shelf():
        pack.values(asked(pack, busy))
