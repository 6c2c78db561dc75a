"""What is written about kgraph is true: examples run, outputs shown are printed, every command is documented."""

from __future__ import annotations

import doctest
import json
import re
from importlib import import_module
from importlib.metadata import version

import click
import pytest
from packaging.version import Version

import kgraph
from checkout import ROOT, modules, sources
from scripts import cli_page, readme, scale_page

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
SCRIPTS = [f"scripts.{path.stem}" for path in sorted((ROOT / "scripts").glob("*.py"))]
PAGES = [path.relative_to(ROOT).as_posix() for path in sources() if path.suffix == ".md"]


@pytest.fixture(scope="module")
def command() -> click.Command:
    """The command line, as click sees it."""
    found = import_module("kgraph.cli").cli
    assert isinstance(found, click.Command)
    return found


@pytest.mark.parametrize("name", [*modules(), *SCRIPTS])
def test_examples_in_docstrings_are_true(name: str) -> None:
    # By name, as users import it: collecting the files would import loaders twice, under two names.
    try:
        module = import_module(name)
    except ModuleNotFoundError as error:
        if error.name == "py2neo":
            pytest.skip("py2neo is an extra, and is not installed here")
        raise
    assert doctest.testmod(module, optionflags=doctest.ELLIPSIS).failed == 0


def test_the_readme_has_both_set_up_commands_each_on_one_line() -> None:
    blocks = readme.shown(README)
    assert [name for name in blocks if name in readme.SET_UP] == ["demo", "test"]
    for name in readme.SET_UP:
        assert blocks[name].command.count("\n") == 1
    assert blocks["demo"].output is not None


def test_every_output_in_the_readme_belongs_to_a_command() -> None:
    unmarked = re.sub(readme.BLOCK, "", README)
    assert re.findall(r"^```(?:text|console)$.*", unmarked, re.M) == [], "mark it, or scripts/readme.py cannot check it"


@pytest.mark.slow
def test_the_tutorial_in_the_readme_prints_what_it_shows() -> None:
    blocks = readme.shown(README)
    printed = readme.outputs(blocks, [name for name in blocks if name not in readme.SET_UP])
    assert readme.differences(blocks, printed) == [], "python scripts/readme.py write"


def test_refreshing_the_readme_changes_outputs_and_nothing_else() -> None:
    before = "Do\n\n<!-- command: a -->\n```sh\nls\n```\n\n<!-- output: a -->\n```text\nold\n```\nthen\n"
    after = readme.refreshed(before, {"a": "new \n\nlines\n\n"})
    assert after == before.replace("old\n", "new\n\nlines\n")
    assert readme.shown(after) == {"a": readme.Shown("ls\n", "new\n\nlines\n")}
    assert readme.refreshed(after, {}) == after


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("<!-- output: a -->\n```\nx\n```\n", "an output without a command: a"),
        ("<!-- command: a -->\nno block\n", "of 1 markers only 0 have a block"),
        ("<!-- command: a -->\n```\nx\n```\n<!-- command: a -->\n```\ny\n```\n", "two blocks are marked"),
    ],
)
def test_markers_that_do_not_pair_up_are_named(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        readme.shown(text)


def test_every_command_is_documented(command: click.Command) -> None:
    headings = re.findall(r"^## (.*)$", COMMANDS, re.M)
    assert headings == [words for words, _ in cli_page.commands(command, "kgraph")]


@pytest.mark.skipif(
    Version(version("click")) < Version("8.2"), reason="docs/cli.md is worded as click 8.2 and later word it"
)
def test_the_page_of_commands_is_what_they_say_themselves(command: click.Command) -> None:
    assert cli_page.page(command) == COMMANDS, "python -m scripts.cli_page > docs/cli.md"


def test_the_page_of_larger_studies_is_what_was_measured() -> None:
    measured = json.loads((ROOT / "bench" / "results.json").read_text(encoding="utf-8"))
    written = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    assert scale_page.page(measured) == written, "python -m scripts.scale_page > docs/scale.md"


def test_every_command_and_option_has_help(command: click.Command) -> None:
    silent = []
    for words, context in cli_page.commands(command, "kgraph"):
        options = [option for option in context.command.params if isinstance(option, click.Option)]
        silent += [words] if not context.command.help else []
        silent += [f"{words} {option.opts[0]}" for option in options if not option.help and not option.hidden]
    assert silent == []


def test_the_readme_names_only_commands_that_there_are(command: click.Command) -> None:
    known = {words.removeprefix("kgraph ").split()[0] for words, _ in cli_page.commands(command, "kgraph")} - {"kgraph"}
    code = "\n".join(re.findall(r"^```.*?^```$|`[^`\n]+`", README, re.M | re.S))
    assert set(re.findall(r"\bkgraph +([a-z]+)\b", code)) <= known


def test_the_changelog_has_dated_releases_newest_first_and_begins_each_line_with_a_name() -> None:
    headings = re.findall(r"^## (.*)$", CHANGELOG, re.M)
    assert headings
    form = re.compile(r"(\d+)\.(\d+)\.(\d+) \((\d{4}-\d\d-\d\d|unreleased)\)")
    releases = [form.fullmatch(heading) for heading in headings]
    assert None not in releases, "write: ## 1.2.3 (2026-01-31), or (unreleased)"
    numbers = [tuple(map(int, release.groups()[:3])) for release in releases]
    assert numbers == sorted(set(numbers), reverse=True)
    assert all(release[4] != "unreleased" for release in releases[1:])
    assert ".".join(map(str, numbers[0])) == kgraph.__version__
    lines = re.findall(r"^- (.*)$", CHANGELOG, re.M)
    assert lines
    assert [line for line in lines if not line.startswith("`")] == []


def test_decisions_are_numbered_in_order_and_short() -> None:
    text = (ROOT / "DECISIONS.md").read_text(encoding="utf-8")
    decisions = re.split(r"^## ", text, flags=re.M)[1:]
    numbers = [decision.split(". ")[0] for decision in decisions]
    assert numbers == [f"D{number}" for number in range(1, len(decisions) + 1)]
    assert [decision.split(". ")[0] for decision in decisions if len(decision.strip().splitlines()) > 12] == []


@pytest.mark.parametrize("name", PAGES)
def test_pages_link_only_to_files_that_there_are(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "README.md"])
def test_pages_name_only_modules_that_there_are(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    places = re.findall(r"(?<![\w./])((?:kgraph|loaders|cypher|examples|tests|docs|bench|scripts)/[\w./-]*\w/?)", text)
    assert sorted({place for place in places if not (ROOT / place).exists()}) == []
