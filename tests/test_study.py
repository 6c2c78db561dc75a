"""A study's folder: what kgraph.toml may say, what is refused, and that it keeps its comments."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kgraph.errors import StudyError
from kgraph.study import add_file, file_hash, open_study, replace_text


def study_in(folder: Path, text: str = '[study]\nid = "falls"\nfiles = ["a.csv"]\n') -> Path:
    (folder / "kgraph.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_study_is_what_its_kgraph_toml_says(tmp_path: Path) -> None:
    study = open_study(
        study_in(
            tmp_path,
            '[study]\nid = "falls"\ntitle = "Falls"\nfiles = ["a.csv"]\n[moves]\nscrutinise = "look closely"\n'
            '[names]\ndifferent = [["js", "jos"]]\n[graph]\nuri = "bolt://localhost"\n[packs]\nfolders = ["mine"]\n',
        )
    )
    assert (study.id, study.title, study.files) == ("falls", "Falls", ("a.csv",))
    assert study.moves == {"scrutinise": "look closely"}
    assert study.different == frozenset({frozenset({"js", "jos"})})
    assert (study.graph, study.pack_folders()) == ({"uri": "bolt://localhost"}, [tmp_path / "mine"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[study]\nid = ''\n", "write a short name of small letters"),
        ("[study]\nid = 'Falls!'\n", "write a short name of small letters"),
        ("[study]\nid = 'x'\nfiles = 'a.csv'\n", "must be a list of names"),
        ("[study]\nid = 'x'\nfile = ['a.csv']\n", "unknown key in [study] 'file'; known are files, id, title"),
        ("[studdy]\nid = 'x'\n", "unknown table 'studdy'"),
        ("[study]\nid = 'x'\n[graph]\npassword = 'hush'\n", "A password never stands in a file: set NEO4J_PASSWORD."),
        ("[study\n", "is not TOML"),
        ("study = 3\n", "a table was expected"),
        ("[study]\nid = 'x'\n[moves]\nscrutinise = ''\n", "[moves] scrutinise has no definition; say in a sentence"),
        ("[study]\nid = 'x'\n[moves]\nscrutinise = 3\n", "[moves] scrutinise has no definition; say in a sentence"),
        ("[study]\nid = 'x'\n[moves]\nshare = 'mine'\n", "kgraph.toml: [moves] share is a move that every study has"),
        (
            "[study]\nid = 'x'\n[moves]\n'Bad Move' = 'y'\n",
            "[moves] 'Bad Move' is no move; write a verb",
        ),
        ("moves = 'x'\n[study]\nid = 'x'\n", "a table was expected where 'x' stands"),
    ],
)
def test_what_kgraph_does_not_know_is_refused_with_what_would_be_right(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(StudyError) as refused:
        open_study(study_in(tmp_path, text))
    assert said in str(refused.value)
    assert "hush" not in str(refused.value)


def test_a_folder_without_kgraph_toml_is_no_study(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="`kgraph init DIR` makes a study folder"):
        open_study(tmp_path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"no file 'a\.csv'"):
        open_study(study_in(tmp_path)).paths()


def test_a_folder_stands_for_the_csv_files_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "entities"
    folder.mkdir()
    for name in ("Sources.csv", "Actors.csv", "notes.txt"):
        (folder / name).write_text("id\n", encoding="utf-8")
    study = open_study(study_in(tmp_path, '[study]\nid = "x"\nfiles = ["entities"]\n'))
    assert [name for name, _ in study.paths()] == ["entities/Actors.csv", "entities/Sources.csv"]


def test_adding_a_file_keeps_comments_and_happens_once(tmp_path: Path) -> None:
    study = open_study(study_in(tmp_path, '# mine\n[study]\nid = "x"  # short\nfiles = ["a.csv"]\n'))
    added = add_file(add_file(study, "b.csv"), "b.csv")
    assert added.files == ("a.csv", "b.csv")
    assert (tmp_path / "kgraph.toml").read_text() == '# mine\n[study]\nid = "x"  # short\nfiles = ["a.csv", "b.csv"]\n'


def test_the_settings_hash_follows_what_shapes_the_graph_and_nothing_else(tmp_path: Path) -> None:
    plain = open_study(study_in(tmp_path)).settings_hash()
    elsewhere = open_study(
        study_in(tmp_path, '[study]\nid = "falls"\ntitle = "T"\n[graph]\nuri = "bolt://x"\n')
    ).settings_hash()
    moved = open_study(study_in(tmp_path, '[study]\nid = "falls"\n[moves]\nx = "y"\n')).settings_hash()
    assert plain == elsewhere != moved


def test_a_files_hash_is_its_sha256(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc" * 1_000_000)
    assert file_hash(tmp_path / "a") == hashlib.sha256(b"abc" * 1_000_000).hexdigest()


def test_replacing_a_text_leaves_nothing_beside_it(tmp_path: Path) -> None:
    replace_text(tmp_path / "a", "one")
    replace_text(tmp_path / "a", "two")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a", "two")]
