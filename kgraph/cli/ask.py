"""Commands that ask: packs, run, explain, query."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kgraph.cli.options import (
    ANSWER,
    GRAPH,
    MANIFEST,
    PASSAGES,
    STUDY,
    STUDY_BELOW,
    Folder,
    answer_text,
    opened,
    passage_text,
    refuse_own,
    study_if_any,
    study_option,
    takes,
    write_manifest,
    write_out,
)
from kgraph.errors import PackError, UsageError

if TYPE_CHECKING:
    from kgraph.answer import Answer
    from kgraph.graph import Graph
    from kgraph.packs import Pack, Shelf


def _shelf(folder: Path | None) -> Shelf:
    from kgraph.packs import Shelf

    study = study_if_any(folder)
    return Shelf(study.pack_folders() if study else ())


# -- packs -------------------------------------------------------------------------------------------------------------


@click.group(invoke_without_command=True)
@takes(STUDY)
@click.pass_context
def packs(context: click.Context, folder: Path | None) -> None:
    """List the query packs; show one, check them, or start one of your own.

    \b
    Examples:
      kgraph packs
      kgraph packs show trace/route
      kgraph packs new my-packs trace/detours
      kgraph packs new my-packs trace/my-route --from trace/route
    """
    context.obj = folder
    if context.invoked_subcommand:
        return
    shelf, broken = _whole_shelf(folder)
    found = {}
    for name in shelf.names:
        try:
            found[name] = shelf.find(name).title
        except PackError as error:
            broken.append(str(error))
    width = max(map(len, found), default=0)
    for name, title in found.items():
        click.echo(f"{name:<{width}}  {title}")
    for problem in broken:
        click.echo(problem, err=True)
    context.exit(1 if broken else 0)


def _whole_shelf(folder: Path | None) -> tuple[Shelf, list[str]]:
    """The packs within reach, and what is wrong with the study's folders that are left out."""
    from kgraph.packs import Shelf

    study = study_if_any(folder)
    shelf = Shelf()
    folders: list[Path] = []
    broken: list[str] = []
    for own in study.pack_folders() if study else ():
        try:
            shelf = Shelf([*folders, own])
            folders.append(own)
        except PackError as error:
            broken.append(str(error))
    return shelf, broken


@packs.command()
@takes(STUDY_BELOW)
@click.argument("name")
@click.option(
    "--browser", is_flag=True, help="Its text to paste in Neo4j Browser, parameters set to those of its example."
)
@click.option("--graph", "drawn", is_flag=True, help="Its companion instead, which draws the answer in Neo4j Browser.")
@click.pass_obj
def show(above: Path | None, folder: Path | None, name: str, browser: bool, drawn: bool) -> None:
    """Show a pack: what it asks, takes and returns, and its query."""
    from kgraph.companion import pasted
    from kgraph.packs import filled

    pack = _shelf(folder or above).find(name)
    if drawn:
        _needs_companion(pack, folder or above)
        click.echo(pasted(pack, pack.example_values()) if browser else pack.graph.rstrip())
        return
    text = filled(pack.text, pack.example_values()) if browser else pack.text
    click.echo(text.rstrip())


def _needs_companion(pack: Pack, folder: Path | None) -> None:
    """Raise UsageError where a pack has no companion, and say which have one."""
    if pack.graph:
        return
    themes = sorted({name.rpartition("/")[0] for name in _shelf(folder).drawn} - {""})
    raise UsageError(
        f"{pack.name} has no companion that draws its answer: there is no {pack.name}.graph.cypher beside it. Packs of "
        f"{', '.join(themes)} have one; `kgraph packs show {pack.name} --browser` prints the query of its table"
    )


@packs.command(name="check")
@takes(STUDY_BELOW)
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.pass_context
def check_packs(context: click.Context, folder: Path | None, folders: tuple[Path, ...]) -> None:
    """Say what is wrong with packs: those that ship with kgraph, the study's own, and those of FOLDERS."""
    from kgraph.packs import Shelf

    study = study_if_any(folder or context.obj)
    shelf = Shelf([*(study.pack_folders() if study else ()), *folders])
    found = shelf.problems()
    for problem in found:
        click.echo(str(problem))
    click.echo(f"{len(shelf.names)} packs, {len(found)} problems", err=True)
    context.exit(1 if found else 0)


@packs.command()
@click.argument("target", metavar="FOLDER", type=Folder())
@click.argument("name")
@click.option("--from", "source", metavar="PACK", default="", help="Start from a copy of this pack of kgraph's.")
def new(target: Path, name: str, source: str) -> None:
    """Start a pack of your own in FOLDER: a file with comments, which passes the checks and runs.

    List FOLDER in kgraph.toml, under [packs] folders, to have its packs beside those that ship with kgraph.
    """
    from kgraph.packs import new_pack

    click.echo(str(new_pack(target, name, source)))
    click.echo(f'To run it, list its folder in kgraph.toml:\n[packs]\nfolders = ["{target.as_posix()}"]', err=True)


# -- run and explain ---------------------------------------------------------------------------------------------------


class PackCommands(click.Group):
    """A group whose commands are the packs, each with an option for every parameter of its header."""

    def __init__(
        self, *args: Any, use: Callable[..., None], more: tuple[click.Option, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._use = use
        self._more = more

    def _folder(self, context: click.Context) -> Path | None:
        folder: Path | None = context.params.get("folder")
        return folder

    def list_commands(self, context: click.Context) -> list[str]:
        return _shelf(self._folder(context)).names

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        return self._command(_shelf(self._folder(context)).find(name))

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        named = _study_among(args) or self._folder(context)
        return args[0], self._command(_shelf(named).find(args[0])), args[1:]

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        shelf = _shelf(self._folder(context))
        with formatter.section("Packs"):
            formatter.write_dl([(name, _title(shelf, name)) for name in shelf.names])

    def _command(self, pack: Pack) -> click.Command:
        options = [_option(parameter) for parameter in pack.params]
        shown = [study_option(variable=None), *GRAPH]
        example = f"\n\n\b\nExample:\n  {_as_typed(pack)}"
        return click.Command(
            pack.name,
            callback=lambda folder, **given: self._use(pack, folder=folder or self._folder(_group()), **_above(given)),
            params=[*options, *self._more, *shown],
            help=f"{pack.title}.\n\n{pack.doc}{example}",
            short_help=pack.title,
        )


def _title(shelf: Shelf, name: str) -> str:
    try:
        return shelf.find(name).title
    except PackError:
        return "(something is wrong with it: `kgraph packs check`)"


def _group() -> click.Context:
    here = click.get_current_context()
    return here.parent or here


def _above(given: dict[str, Any]) -> dict[str, Any]:
    """What was given to a pack, and which graph is meant where that was said before the pack's name."""
    above = _group().params
    return {name: above.get(name) if value is None and name in _GRAPH else value for name, value in given.items()}


_GRAPH = tuple(str(option.name) for option in GRAPH)


def _study_among(args: list[str]) -> Path | None:
    """The study named after the pack's name: which packs there are depends on it."""
    for word, following in zip(args, [*args[1:], ""], strict=True):
        if word in ("-s", "--study") and following:
            return Path(following)
        if word.startswith("--study="):
            return Path(word.partition("=")[2])
    return None


def _option(parameter: Any) -> click.Option:
    kind = parameter.kind
    words = parameter.doc if not parameter.optional else f"{parameter.doc} ({parameter.said})"
    words += "; may be repeated, or several given with ; between" if kind.several else ""
    return click.Option(
        [f"--{parameter.name.replace('_', '-')}", f"param_{parameter.name}"],
        multiple=kind.several,
        metavar="|".join(kind.choices) or kind.name.upper(),
        help=words,
    )


def _as_typed(pack: Pack) -> str:
    import shlex

    from kgraph.header import example_values

    given = (f"--{name.replace('_', '-')} {shlex.quote(value)}" for name, value in example_values(pack.example).items())
    return " ".join(["kgraph run", pack.name, *given])


def _given(options: dict[str, Any]) -> dict[str, Any]:
    """The pack's parameters among the options; those not given are left out, and a list is one text with ; between."""
    found = {name.removeprefix("param_"): options.pop(name) for name in list(options) if name.startswith("param_")}
    given = {name: value for name, value in found.items() if value not in (None, ())}
    return {name: ";".join(value) if isinstance(value, tuple) else value for name, value in given.items()}


def _run(
    pack: Pack, folder: Path | None, form: str | None, output: Path | None, manifest: Path | None, with_rows: bool,
    drawn: bool, **options: Any,
) -> None:  # fmt: skip
    if drawn:
        if form or manifest or with_rows:
            raise click.UsageError("--graph prints Cypher and no answer; leave out --format, --manifest, --with-rows")
        _needs_companion(pack, folder)
        from kgraph.companion import pasted

        write_out(pasted(pack, _given(options)) + "\n", output)
        return
    if with_rows and not manifest:
        raise click.UsageError("--with-rows is about the manifest; give --manifest FILE too")
    refuse_own(output, manifest)
    given = _given(options)
    pack.values(given)  # so that a missing parameter is said before a graph is opened
    with opened(folder, options) as graph:
        answer = graph.run(pack.name, **given)
        text = answer_text(answer, form, output)
        made, key = _manifest(graph, answer, with_rows) if manifest else ({}, "")
    write_out(text, output)
    if manifest:
        from kgraph.reproduction import text as as_text

        write_manifest(as_text(made), manifest)
    if key:
        click.echo(key, err=True)
    _say(answer)


def _manifest(graph: Graph, answer: Answer, with_rows: bool) -> tuple[dict[str, Any], str]:
    """The manifest of an answer, and what to say where the study's key had to be made for it."""
    from kgraph.marks import FILE as KEY

    path = graph.study.folder / KEY if graph.study else None
    before = path is None or path.exists()
    made = answer.manifest(rows=with_rows)
    if path is None or before or not path.exists():
        return made, ""
    return made, (
        f"{path} was made, the key to the manifests of this study's answers; keep it with the study. If there was one "
        "before, manifests made with that can only be compared once it is put back"
    )


def _again(context: click.Context, folder: Path | None, again: Path | None, **options: Any) -> None:
    """Ask the question of a manifest again, where one is given; else a pack is wanted."""
    if context.invoked_subcommand:
        if again:
            raise click.UsageError("give a pack, or --again and a manifest, which says what its pack is")
        return
    if not again:
        raise click.UsageError("Missing command: give a pack, or --again and a manifest.")
    with opened(folder, options) as graph:
        found = graph.again(again)
    click.echo(str(found))
    context.exit(0 if found.holds else 1 if found.changed else 2)


def _say(answer: Answer) -> None:
    if answer.evidence_ids is None:
        return
    if not len(answer):
        click.echo("no rows", err=True)
        return
    accounts = len({account for row in answer.evidence_ids for account in row})
    rows = "1 row, which rests" if len(answer) == 1 else f"{len(answer)} rows, which rest"
    click.echo(f"{rows} on {accounts} account{'s' * (accounts != 1)}; `kgraph explain` shows them", err=True)


def _explain(
    pack: Pack, folder: Path | None, row: int | None, form: str | None, output: Path | None, **options: Any
) -> None:
    given = _given(options)
    pack.values(given)
    with opened(folder, options) as graph:
        answer = graph.run(pack.name, **given)
        if row is not None and not 1 <= row <= len(answer):
            raise UsageError(f"there is no row {row}; the answer has {len(answer)} rows, counted from 1")
        found = answer.evidence if row is None else answer.explain(row - 1)
    write_out(passage_text(found, form, output), output)


_AGAIN = click.Option(
    ["--again"],
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Ask once more what the manifest of an answer was written about, and say whether the answer still holds; "
    "else what changed (exit status 1). It is asked of the graph: where the files have changed since the load, "
    "that is said first.",
)
_DRAWN = click.Option(
    ["--graph", "drawn"],
    is_flag=True,
    help="Print what to paste in Neo4j Browser to see the answer as a graph: Cypher that returns nodes and "
    "relationships, parameters set. Opens no graph.",
)
_ROW = click.Option(["--row"], type=int, metavar="N", help="Only what row N rests on, counted from 1.")

run = PackCommands(
    "run",
    use=_run,
    more=(_DRAWN, *ANSWER, *MANIFEST),
    params=[STUDY, _AGAIN, *GRAPH],
    callback=click.pass_context(_again),
    invoke_without_command=True,
    no_args_is_help=True,
    help="Run a query pack: one question, answered in rows that each lead back to passages.\n\n"
    "\b\nExamples:\n  kgraph run trace/route --idea open-licence\n"
    "  kgraph run networks/both_at_once --format csv -o both.csv\n"
    "  kgraph run networks/both_at_once -o both.csv --manifest both.json\n"
    "  kgraph run --again both.json\n"
    "  kgraph run trace/route --graph --idea open-licence\n"
    "  kgraph run trace/route --help",
    subcommand_metavar="PACK [OPTIONS]",
)
explain = PackCommands(
    "explain",
    use=_explain,
    more=(_ROW, *PASSAGES),
    params=[STUDY],
    help="Show the passages behind an answer: who said what, where, who coded it, and who denies it.\n\n"
    "\b\nExamples:\n  kgraph explain trace/route --idea open-licence\n"
    "  kgraph explain trace/route --idea open-licence --row 3",
    subcommand_metavar="PACK [OPTIONS]",
)


# -- free Cypher -------------------------------------------------------------------------------------------------------


@click.command()
@takes(STUDY, *GRAPH, *ANSWER)
@click.argument("cypher", required=False)
@click.option("-f", "--file", type=click.File(encoding="utf-8"), help="Read the query from a file; - is stdin.")
@click.option(
    "-P", "--param", "given", multiple=True, metavar="NAME=VALUE", help="A parameter's value, as text or JSON."
)
@click.option("--write", is_flag=True, help="Let the query write. The files know nothing of what it writes.")
def query(
    folder: Path | None, cypher: str | None, file: Any, given: tuple[str, ...], write: bool,
    form: str | None, output: Path | None, **options: Any,
) -> None:  # fmt: skip
    """Ask the graph in Cypher. It may only read, unless you say --write.

    \b
    Examples:
      kgraph query "MATCH (e:Event) RETURN e.move AS move, count(*) AS n ORDER BY n DESC"
      kgraph query -f question.cypher --param idea=open-licence --format csv
    """
    if (cypher is None) == (file is None):
        raise click.UsageError("give a query, or a file of one with -f")
    text = file.read() if file else cypher or ""
    if write:
        click.echo(
            "The files know nothing of what this writes: the next `kgraph load --verify` takes it back.", err=True
        )
    with opened(folder, options, write=write) as graph:
        answer = graph.query(text, dict(map(_parameter, given)), write=write)
        shown = answer_text(answer, form, output)
    write_out(shown, output)


def _parameter(text: str) -> tuple[str, Any]:
    import json

    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise click.UsageError(f"--param {text!r} is not NAME=VALUE")
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value
