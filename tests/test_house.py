"""The rules of the house that a program can check."""

from __future__ import annotations

import ast
import re
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from checkout import ROOT, SHIPPED, modules, shipped, sources

LONGEST = 450
LONGER = {"kgraph/model.py": 630}
"""The one list that is longer: every sheet of a study, one class each. Nothing but the vocabulary goes there."""

VAGUE = {"utils", "util", "helpers", "helper", "manager", "core", "base", "common", "misc"}
OUTSIDE = {"loaders", "cypher", "examples"}

CODE = {path.relative_to(ROOT).as_posix(): path for path, _ in shipped() if path.suffix == ".py"}
PYTHON = {path.relative_to(ROOT).as_posix(): path for path in sources() if path.suffix == ".py"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path: Path) -> set[str]:
    """The top name of every absolute import in a file."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("name", PYTHON)
def test_every_module_says_what_it_is(name: str) -> None:
    assert ast.get_docstring(tree(PYTHON[name])), f"{name} has no docstring"


@pytest.mark.parametrize("name", PYTHON)
def test_loaders_and_packs_are_reached_through_the_package(name: str) -> None:
    assert not imported(PYTHON[name]) & OUTSIDE, "write kgraph.loaders, kgraph.cypher, kgraph.examples"


@pytest.mark.parametrize("name", CODE)
def test_shipped_code_does_not_assert(name: str) -> None:
    lines = [node.lineno for node in ast.walk(tree(CODE[name])) if isinstance(node, ast.Assert)]
    assert lines == [], "an assert vanishes under python -O and says nothing to a user; raise one of kgraph.errors"


def broad(kind: ast.expr | None) -> bool:
    """Whether an except clause takes whatever comes."""
    if isinstance(kind, ast.Tuple):
        return any(broad(part) for part in kind.elts)
    return kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"})


def passes_on(handler: ast.ExceptHandler) -> bool:
    """Whether it only tidies up after anything at all, Ctrl-C included, and lets it go on."""
    last = handler.body[-1]
    meant = isinstance(handler.type, ast.Name) and handler.type.id == "BaseException"
    return meant and isinstance(last, ast.Raise) and last.exc is None


@pytest.mark.parametrize("name", CODE)
def test_shipped_code_catches_only_what_it_expects(name: str) -> None:
    handlers = [node for node in ast.walk(tree(CODE[name])) if isinstance(node, ast.ExceptHandler)]
    assert [handler.lineno for handler in handlers if broad(handler.type) and not passes_on(handler)] == []


@pytest.mark.parametrize("name", CODE)
def test_shipped_files_are_short_enough_to_read(name: str) -> None:
    lines = len(CODE[name].read_text(encoding="utf-8").splitlines())
    assert lines <= LONGER.get(name, LONGEST), f"{name} has {lines} lines; is there a seam?"


def test_modules_are_named_for_what_they_are() -> None:
    assert [name for name in modules() if set(name.split(".")) & VAGUE] == []


def test_every_package_that_shipped_code_imports_is_declared() -> None:
    setup = ConfigParser(interpolation=None)
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    extras = setup["options.extras_require"]
    shipped_with = [setup["options"]["install_requires"], *(extras[name] for name in ("embedded", "pandas", "py2neo"))]
    declared = {re.split(r"[ <>=;]", line)[0].lower() for line in "\n".join(shipped_with).splitlines() if line}
    found = set().union(*map(imported, CODE.values())) - set(sys.stdlib_module_names) - {"kgraph"}
    names = {"yaml": "pyyaml", "jpype": "arcadedb-embedded"}  # jpype comes with the engine, at the version it needs
    assert sorted({names.get(name, name.replace("_", "-")) for name in found} - declared) == []


def test_py2neo_stays_behind_its_one_door() -> None:
    doors = [name for name, path in CODE.items() if "py2neo" in imported(path)]
    assert doors in ([], ["kgraph/engines/py2neo.py"])


def test_no_loader_knows_of_graphs() -> None:
    graphs = re.compile(r"\bkgraph\.(engines|graph|load|plan|derive|packs|answer|cli)\b")
    loaders = {name: path.read_text(encoding="utf-8") for name, path in CODE.items() if name.startswith("loaders/")}
    assert [name for name, text in loaders.items() if graphs.search(text)] == []


def test_every_folder_that_ships_is_there() -> None:
    assert [folder for folder in SHIPPED if not (ROOT / folder / "__init__.py").is_file()] == []


def test_no_text_names_a_folder_of_the_machine_it_was_written_on() -> None:
    machine = re.compile("|".join(rf"(?<![\w.])/{folder}/" for folder in ("work", "root", "farm")))
    guilty = []
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(".ci/"):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a workbook, say: not a text
        guilty += [f"{name}:{text[: found.start()].count(chr(10)) + 1}" for found in machine.finditer(text)]
    assert guilty == []


def test_gitignore_holds_only_plain_names() -> None:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    odd = [line for line in lines if not re.fullmatch(r"[^/!#\s]+/?", line)]
    assert odd == [], "tests/checkout.py reads it as such"
