"""Packs as saved queries of Neo4j Browser: the files, their titles, and the parameters beside them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from studies import write_study
from test_cli import kgraph

from kgraph.browser.saved import export, queries
from kgraph.browser.style import style
from kgraph.cypher_text import statements, tokens
from kgraph.errors import UsageError
from kgraph.packs import Shelf, browser_lines, filled


def test_a_pack_becomes_its_parameters_itself_and_its_companion() -> None:
    pack = Shelf().find("trace/route")
    made = queries(pack, {"idea": "it's", "until": None})
    assert made == {
        "trace/route.params.cypher": (
            "// Route of an idea: its parameters\n:param idea => 'it\\'s';\n:param until => null;\n"
        ),
        "trace/route.cypher": pack.text,
        "trace/route.graph.cypher": pack.graph,
    }


def test_all_packs_are_exported_with_their_titles_and_every_parameter_they_use(tmp_path: Path) -> None:
    shelf = Shelf()
    status, out, err = kgraph("packs", "export", "--browser", tmp_path / "out", folder=tmp_path)
    assert (status, out) == (0, "")
    with ZipFile(tmp_path / "out" / "kgraph-packs.zip") as file:
        texts = {name: file.read(name).decode("utf-8") for name in file.namelist()}
    written = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_text(encoding="utf-8")
        for path in (tmp_path / "out").rglob("*.*")
        if path.suffix != ".zip"
    }
    assert written.pop("style.grass") == style()
    assert written == texts
    assert err == f"{len(texts) + 2} files written to {tmp_path / 'out'}; drop kgraph-packs.zip on Browser's page\n"
    for pack in shelf:
        assert texts[f"{pack.name}.cypher"].partition("\n")[0] == f"// {pack.title}"
        if pack.graph:
            assert texts[f"{pack.name}.graph.cypher"] == pack.graph
        lines = texts.get(f"{pack.name}.params.cypher", "").splitlines()
        names = [found[1] for line in lines[1:] if (found := re.fullmatch(r":param (\w+) => (.+);", line))]
        assert names == [parameter.name for parameter in pack.params]
        given = dict(line.removeprefix(":param ").removesuffix(";").split(" => ", 1) for line in lines[1:])
        for parameter in pack.params:
            if parameter.optional and parameter.default is None:
                assert given[parameter.name] == "null"
    assert len(texts) == sum(1 + bool(pack.params) + bool(pack.graph) for pack in shelf)


def test_exporting_twice_gives_the_same_files(tmp_path: Path) -> None:
    packs = [(Shelf().find("trace/route"), {"idea": "x", "until": None})]
    names = export(tmp_path / "out", packs)
    first = {name: (tmp_path / "out" / name).read_bytes() for name in names}
    assert export(tmp_path / "out", packs) == names
    assert {name: (tmp_path / "out" / name).read_bytes() for name in names} == first
    assert names == [
        "trace/route.params.cypher",
        "trace/route.cypher",
        "trace/route.graph.cypher",
        "style.grass",
        "kgraph-packs.zip",
    ]


@pytest.mark.skipif(os.name != "posix", reason="this system has other rights")
def test_only_its_owner_reads_an_export_also_where_all_could_read_the_one_before(tmp_path: Path) -> None:
    packs = [(Shelf().find("trace/route"), {"idea": "x", "until": None})]
    names = ["trace/route.params.cypher", "trace/route.cypher", "trace/route.graph.cypher", "style.grass"]
    names += ["kgraph-packs.zip"]

    def rights(name: str) -> int:
        return (tmp_path / "out" / name).stat().st_mode & 0o777

    export(tmp_path / "out", packs)
    assert {name: rights(name) for name in (".", "trace")} == {".": 0o700, "trace": 0o700}
    assert {name: rights(name) for name in names} == dict.fromkeys(names, 0o600)
    for name in names:
        (tmp_path / "out" / name).chmod(0o644)
    (tmp_path / "out").chmod(0o755)  # as somebody made it
    export(tmp_path / "out", packs)
    assert {name: rights(name) for name in (".", "trace")} == {".": 0o755, "trace": 0o700}
    assert {name: rights(name) for name in names} == dict.fromkeys(names, 0o600)


def test_a_folder_that_holds_anything_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "trace").mkdir()
    (tmp_path / "trace" / "route.cypher").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="holds other things; name a new folder, or an empty one"):
        export(tmp_path, [(Shelf().find("trace/route"), {"idea": "x", "until": None})])
    assert [path.name for path in tmp_path.rglob("*")] == ["trace", "route.cypher"]


def test_parameters_are_filled_from_the_studys_graph(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    write_study(tmp_path / "study")
    assert kgraph("load", "--study", tmp_path / "study")[0] == 0
    words = ("packs", "export", "--study", tmp_path / "study", "--browser", tmp_path / "out", "trace/route")
    assert kgraph(*words) == (
        0, "",
        f"5 files written to {tmp_path / 'out'}; drop kgraph-packs.zip on Browser's page\n"
        "These files hold names of the study, those of controlled access too: keep that as safeguarded as the study "
        "is, and write it anew when somebody withdraws.\n",
    )  # fmt: skip
    text = (tmp_path / "out" / "trace" / "route.params.cypher").read_text(encoding="utf-8")
    assert text == "// Route of an idea: its parameters\n:param idea => 'Open data';\n:param until => null;\n"
    # what takes nothing that must be said holds no name
    words = ("packs", "export", "--study", tmp_path / "study", "--browser", tmp_path / "other", "networks/outlived")
    status, _, err = kgraph(*words)
    assert (status, err.splitlines()[1:]) == (0, [])


def test_without_a_loaded_graph_they_are_those_of_the_examples_and_that_is_said(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded", reason="the embedded engine is not installed")
    write_study(tmp_path / "study")
    words = ("packs", "export", "--study", tmp_path / "study", "--browser", tmp_path / "out", "trace/route")
    status, _, err = kgraph(*words)
    first, *rest = err.splitlines()
    assert (status, first.partition(":")[0]) == (0, "parameters are those of the packs' examples")
    assert rest == [f"5 files written to {tmp_path / 'out'}; drop kgraph-packs.zip on Browser's page"]
    text = (tmp_path / "out" / "trace" / "route.params.cypher").read_text(encoding="utf-8")
    assert text == "// Route of an idea: its parameters\n:param idea => 'assess-at-home';\n:param until => null;\n"


def test_lines_for_browser_end_each_with_a_semicolon() -> None:
    lines = browser_lines(Shelf().find("trace/reach"), {"idea": "a;b", "start": None, "until": None, "other": 1})
    assert lines == [":param idea => 'a;b';", ":param start => null;", ":param until => null;"]


def test_a_filled_pack_is_one_statement_without_parameters() -> None:
    for pack in Shelf():
        text = filled(pack.text, pack.example_values())
        assert len(statements(tokens(text))) == 1
        assert not [token for token in tokens(text) if token.kind == "parameter"]


def test_what_only_looks_like_a_parameter_is_left_as_it_is() -> None:
    text = "// $a\nMATCH (n:`$a` {x: '$a', y: \"$a\"}) /* $a */ WHERE n.z = $a - $`a` AND $b RETURN n"
    assert filled(text, {"a": -0.5}) == (
        "// $a\nMATCH (n:`$a` {x: '$a', y: \"$a\"}) /* $a */ WHERE n.z = (-0.5) - (-0.5) AND $b RETURN n"
    )
