"""Files that are whole or not there, and who may read them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgraph.errors import UsageError
from kgraph.private import replaced_file
from kgraph.study import replace_text

posix = pytest.mark.skipif(os.name != "posix", reason="this system has other rights")


@pytest.fixture
def usual() -> Iterator[int]:
    """What is usually taken from the rights of a new file."""
    before = os.umask(0o022)
    yield 0o022
    os.umask(before)


def replaced(path: Path, text: str) -> None:
    with replaced_file(path) as file:
        file.write(text)


@pytest.mark.parametrize("write", [replaced, replace_text])
def test_a_file_is_on_the_disk_before_it_takes_the_place_of_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: object
) -> None:
    path, seen, fsync = tmp_path / "kept", [], os.fsync
    path.write_text("old")

    def watched(handle: int) -> None:
        fsync(handle)
        seen.append((path.read_text(), os.fstat(handle).st_size))

    monkeypatch.setattr(os, "fsync", watched)
    assert callable(write)
    write(path, "newer")
    assert seen == [("old", 5)]
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("kept", "newer")]


@posix
def test_a_private_file_is_for_its_owner_only_and_a_study_s_own_as_any_other(tmp_path: Path, usual: int) -> None:
    for name in ("new", "old"):
        (tmp_path / "old").write_text("for all to read")
        replaced(tmp_path / name, "hush")
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
        replace_text(tmp_path / name, "said")
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o666 & ~usual


def test_what_goes_wrong_leaves_the_file_before_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("old")
    with pytest.raises(TypeError), replaced_file(tmp_path / "kept") as file:
        file.writelines(["half", None])  # type: ignore[list-item]
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("kept", "old")]


def test_a_folder_in_the_place_of_a_file_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    with pytest.raises(UsageError) as refused:
        replaced(tmp_path / "kept", "new")
    assert str(refused.value) == f"{tmp_path / 'kept'} cannot be written: Is a directory"
    with pytest.raises(IsADirectoryError):
        replace_text(tmp_path / "kept", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@posix
def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "kgraph.toml").write_text("old")
    (tmp_path / "kgraph.toml").symlink_to(tmp_path / "elsewhere" / "kgraph.toml")
    replace_text(tmp_path / "kgraph.toml", "new")
    assert (tmp_path / "kgraph.toml").is_symlink()
    assert (tmp_path / "elsewhere" / "kgraph.toml").read_text() == "new"
