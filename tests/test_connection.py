"""Which graph is meant: a flag before the environment, that before kgraph.toml; nothing is the embedded one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgraph.connection import Connection, connection
from kgraph.errors import UsageError
from kgraph.study import open_study


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URI", "USERNAME", "PASSWORD", "DATABASE"):
        monkeypatch.delenv(f"NEO4J_{name}", raising=False)


def test_nothing_said_means_the_embedded_graph() -> None:
    assert connection() == Connection("embedded")


def test_a_flag_goes_before_the_environment_and_that_before_the_study(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kgraph.toml").write_text(
        '[study]\nid = "x"\n[graph]\nuri = "bolt://written"\nusername = "anna"\ndatabase = "falls"\n'
    )
    study = open_study(tmp_path)
    assert connection(study) == Connection("bolt://written", "anna", None, "falls")
    monkeypatch.setenv("NEO4J_URI", "neo4j://set")
    monkeypatch.setenv("NEO4J_PASSWORD", "hush")
    assert connection(study) == Connection("neo4j://set", "anna", "hush", "falls")
    assert connection(study, {"uri": "bolt://given", "database": "other"}) == Connection(
        "bolt://given", "anna", "hush", "other"
    )


def test_a_password_without_a_user_is_that_of_neo4j() -> None:
    assert connection(None, {"uri": "bolt://x", "password": "hush"}).username == "neo4j"
    assert connection(None, {"uri": "bolt://anna@x", "password": "hush"}).username is None


def test_no_secret_shows(tmp_path: Path) -> None:
    via = connection(None, {"uri": "bolt://anna:hush@x:7687", "password": "quiet"})
    assert "quiet" not in repr(via) and "hush" not in repr(via)
    assert via.target == "bolt://x:7687 "


def test_an_embedded_graph_needs_a_study() -> None:
    with pytest.raises(UsageError, match="give one with --study, or a URI with -a"):
        Connection("embedded").open(None)
