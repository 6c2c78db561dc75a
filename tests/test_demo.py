"""What `kgraph demo` shows of a study that ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_cli import kgraph


@pytest.mark.slow
def test_the_demo_marks_a_passage_that_denies_a_part_of_its_event(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    status, out, _ = kgraph("demo", "mine", "--example", "threesites", folder=tmp_path)
    assert status == 0
    assert [line for line in out.splitlines() if "(denies" in line] == [
        "          | Interview with Margaret Hay, paragraph 4 (denies that Ewan Ross took part): “Ewan had no"
    ]
