"""Commands about a study and its files: demo, init, check, load, status, schema."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from shlex import quote
from typing import Any

import click

from kgraph.cli.options import GRAPH, STUDY, Folder, study_if_any, study_of, takes, via_of, write_out
from kgraph.cli.progress import steps
from kgraph.errors import KgraphError, StudyError
from kgraph.records import Problem
from kgraph.study import FILE, Study, add_file, open_study, replace_text

_SHOWN = 20
EXAMPLES = ("lpdp", "threesites")
"""The studies that ship with kgraph, the real one first."""


# -- demo and init -----------------------------------------------------------------------------------------------------


@click.command()
@click.argument("folder", type=Folder(), default="kgraph-demo")
@click.option(
    "--example", type=click.Choice(EXAMPLES), default=EXAMPLES[0], show_default=True,
    help="Which: a real one, or one invented to learn with, its answers worked out by hand.",
)  # fmt: skip
def demo(folder: Path, example: str) -> None:
    """Load a study that ships with kgraph and trace an idea through it.

    The study is copied to FOLDER (kgraph-demo when not given), where you can go on asking it.

    \b
    Examples:
      kgraph demo
      kgraph demo --example threesites going-home
    """
    from kgraph.demo import TOURS, tell

    copy_example(example, folder)
    with steps() as progress:
        text = tell(folder, TOURS[example], progress)
    click.echo(text)


def copy_example(name: str, folder: Path) -> None:
    """Copy a study that ships with kgraph into a folder, unless it is there already.

    Raises StudyError when the folder holds anything else.
    """
    with as_file(files("kgraph.examples") / name) as path:
        if (folder / FILE).exists():
            held, own = open_study(folder).id, open_study(path).id
            if held != own:
                raise StudyError(
                    f"{folder} holds the study {held}, not {own}, which the demo is about; "
                    "name another folder: kgraph demo DIR"
                )
            return
        if folder.exists() and any(folder.iterdir()):
            raise StudyError(f"{folder} is there and is not a study; name another folder: kgraph demo DIR")
        shutil.copytree(path, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".kgraph", "__pycache__"))


@click.command()
@click.argument("folder", type=Folder())
@click.option("--title", help="What the study is called.")
def init(folder: Path, title: str | None) -> None:
    """Make a study folder: kgraph.toml, and a workbook to fill in.

    \b
    Example:
      kgraph init my-study --title "Falls prevention in Northshire"
    """
    from kgraph.names import slug
    from kgraph.template import write_template

    if (folder / FILE).exists():
        raise StudyError(f"{folder / FILE} is there already; nothing was changed")
    folder.mkdir(parents=True, exist_ok=True)
    workbook = folder / "study.xlsx"
    if workbook.exists():
        raise StudyError(f"{workbook} is there already; nothing was changed")
    write_template(workbook)
    name = title or folder.resolve().name
    (folder / FILE).write_text(_toml(slug(name), name), encoding="utf-8")
    _ignore(folder / ".gitignore")
    click.echo(f"{folder} has kgraph.toml and study.xlsx. Start with the sheet Quick: one row a telling.", err=True)
    named = quote(str(folder))
    click.echo(f"Then: kgraph check --study {named}, and kgraph load --study {named}", err=True)


def _ignore(path: Path) -> None:
    """See that git leaves alone what is not to be published: a .gitignore is written, or it is said what one lacks."""
    from kgraph.marks import FILE as KEY

    wanted = (KEY, ".kgraph/")
    if not path.exists():
        path.write_text("".join(f"{name}\n" for name in wanted), encoding="utf-8", newline="\n")
        return
    held = {line.strip().strip("/") for line in path.read_text(encoding="utf-8", errors="replace").splitlines()}
    if lacking := [name for name in wanted if name.strip("/") not in held]:
        click.echo(f"{path} is there already and was not changed; add {' and '.join(lacking)} to it", err=True)


def _toml(id: str, title: str) -> str:
    import tomlkit

    document = tomlkit.document()
    study = tomlkit.table()
    study.add("id", id)
    study.add("title", title)
    study.add("files", ["study.xlsx"])
    study["files"].comment("workbooks, folders of .csv, .jsonl and .yaml files, from this folder")
    document.add("study", study)
    document.add(tomlkit.nl())
    document.add(tomlkit.comment("[moves]          # moves of your own, with a definition"))
    document.add(tomlkit.comment('scrutinise = "examine what others propose, without taking a side"'))
    document.add(tomlkit.nl())
    document.add(tomlkit.comment("[graph]          # where to load it; the embedded graph when not given"))
    document.add(tomlkit.comment('uri = "bolt://localhost:7687"'))
    return tomlkit.dumps(document)


# -- check and load ----------------------------------------------------------------------------------------------------


@click.command()
@takes(STUDY)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, folder: Path | None, paths: tuple[Path, ...]) -> None:
    """Say what is wrong in the study's files, and change nothing.

    A FILE that is not in the study yet is checked with it; a study's folder may be given in its place. Errors go to
    stdout, each as file:sheet!cell, then warnings. Exit status 1 when there are errors.

    \b
    Examples:
      kgraph check
      kgraph check my-study
      kgraph check interviews-2.xlsx
    """
    from kgraph.check import check as check_study

    folder, names = _sorted_out(folder, paths)
    study = study_of(folder)
    for name in names:
        study = with_file(study, name)
    with steps() as progress:
        checked = check_study(study, progress)
    for problem in (*checked.errors, *checked.warnings):
        click.echo(f"{problem.severity}: {problem}")
    click.echo(f"{_number(len(checked.errors), 'error')}, {_number(len(checked.warnings), 'warning')}", err=True)
    context.exit(1 if checked.errors else 0)


@click.command()
@takes(STUDY, *GRAPH)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--plan", "dry", is_flag=True, help="Say what would be added, changed and gone; change nothing.")
@click.option(
    "--verify", is_flag=True, help="Compare with the graph itself; list and take back what was changed by hand."
)
def load(folder: Path | None, paths: tuple[Path, ...], dry: bool, verify: bool, **options: Any) -> None:
    """Make the graph what the study's files say, wholly or not at all.

    A FILE is added to the list in kgraph.toml first; a study's folder may be given in its place.

    \b
    Examples:
      kgraph load
      kgraph load interviews-2.xlsx
      kgraph load --plan
      kgraph load my-study -a bolt://localhost:7687
    """
    from kgraph.load import load as load_study

    folder, names = _sorted_out(folder, paths)
    study = study_of(folder)
    via = via_of(study, options)
    for name in names:
        study = with_file(study, name)
    with listed(study, keep=not dry), steps() as progress:
        report = load_study(study, via, verify=verify, dry=dry, progress=progress)
    _list_problems([problem for problem in report.problems if problem.severity != "error"])
    click.echo(report)


def _sorted_out(folder: Path | None, paths: tuple[Path, ...]) -> tuple[Path | None, list[Path]]:
    """The study's folder, and the files to read with it, out of what was named; StudyError for what is not there."""
    for path in paths:
        if not path.exists():
            raise StudyError(f"there is no file or folder {path}; give the path of one that is there")
    studies = [path for path in paths if (path / FILE).exists()]
    if len(studies) > 1 or (studies and folder):
        raise click.UsageError("give one study's folder")
    return (studies[0] if studies else folder), [path for path in paths if path not in studies]


def with_file(study: Study, path: Path) -> Study:
    """A study with one more file, named from its folder; kgraph.toml stays as it is."""
    from dataclasses import replace
    from os.path import relpath

    from kgraph.read import loader_for

    loader_for(path)
    name = Path(relpath(path.resolve(), study.folder.resolve())).as_posix()
    return study if name in study.files else replace(study, files=(*study.files, name))


@contextmanager
def listed(study: Study, *, keep: bool) -> Iterator[None]:
    """List a study's new files in its kgraph.toml, and take them out again when what follows is refused.

    They are listed first, and stay when it was interrupted: the next load then reads them, and there is never a graph
    that holds what no file says.
    """
    path = study.folder / FILE
    before = path.read_text(encoding="utf-8")
    if keep:
        for name in study.files:
            add_file(open_study(study.folder), name)
    try:
        yield
    except KgraphError:
        if path.read_text(encoding="utf-8") != before:
            replace_text(path, before)
        raise


def _list_problems(problems: list[Problem]) -> None:
    for problem in problems[:_SHOWN]:
        click.echo(f"warning: {problem}", err=True)
    if len(problems) > _SHOWN:
        click.echo(f"… and {len(problems) - _SHOWN} more; `kgraph check` lists them all", err=True)


def _number(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


# -- status and schema -------------------------------------------------------------------------------------------------


@click.command()
@takes(STUDY, *GRAPH)
def status(folder: Path | None, **options: Any) -> None:
    """Say what is in the graph, which load put it there, and what has changed in the files since.

    Also which Neo4j that `kgraph up` started run; outside a study's folder only that, with those that are stopped.

    \b
    Examples:
      kgraph status --study my-study
      kgraph status --study my-study -a local
    """
    from kgraph.status import servers
    from kgraph.status import status as status_of

    study = study_if_any(folder)
    lines = list(servers(study))
    if study is None and not lines:
        study_of(folder)
    if study is not None:
        click.echo(status_of(study, via_of(study, options)))
    for line in lines:
        click.echo(line)


@click.command()
@click.option("--cypher", is_flag=True, help="The constraints and indexes, as Cypher.")
@click.option("--markdown", is_flag=True, help="The model, as a page to read.")
@click.option("--json", "as_json", is_flag=True, help="JSON Schema of a study's sheets and events; the default.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write there instead.")
def schema(cypher: bool, markdown: bool, as_json: bool, output: Path | None) -> None:
    """Print the model: sheets and columns, labels and relationships.

    \b
    Example:
      kgraph schema --json -o kgraph.schema.json
    """
    import json

    from kgraph.schema import ddl, json_schema, model_page

    if cypher + markdown + as_json > 1:
        raise click.UsageError("give one of --cypher, --markdown and --json")
    if cypher:
        text = "".join(f"{statement};\n" for statement in ddl())
    elif markdown:
        text = model_page()
    else:
        text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    write_out(text, output)
