"""Options that several commands share: which study, which graph, and how an answer is written."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kgraph.connection import Connection, connection
from kgraph.errors import StudyError
from kgraph.study import FILE, Study, open_study, replace_text

if TYPE_CHECKING:
    from kgraph.answer import Answer
    from kgraph.evidence import Passage
    from kgraph.graph import Graph

Command = TypeVar("Command", bound=Callable[..., Any])
FORMATS = ("table", "records", "plain", "csv", "json", "markdown", "html")
PASSAGE_FORMATS = ("text", "markdown", "html", "json")


class Folder(click.Path):
    """A folder that is named: an empty word would stand for this one."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, file_okay=False)

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Any:
        if not str(value).strip():
            self.fail("its name is empty; name a folder, or write . for this one", parameter, context)
        return super().convert(value, parameter, context)


def study_option(variable: str | None = "KGRAPH_STUDY") -> click.Option:
    """The option for a study's folder, made anew for each command.

    Below a command that has it too it reads no variable, which would go before what was typed above.
    """
    kind = click.Path(path_type=Path, file_okay=False)
    words = "The study's folder; this one when not given."
    return click.Option(["-s", "--study", "folder"], envvar=variable, type=kind, metavar="DIR", help=words)


STUDY = study_option()
STUDY_BELOW = study_option(variable=None)
GRAPH = (
    click.Option(
        ["-a", "--address", "uri"],
        metavar="URI",
        help="bolt:// or neo4j:// address of a Neo4j, or local for that of `kgraph up`; NEO4J_URI.",
    ),
    click.Option(["-u", "--username"], metavar="NAME", help="User of that Neo4j; NEO4J_USERNAME, or neo4j."),
    click.Option(["-p", "--password"], metavar="PASSWORD", help="Better in NEO4J_PASSWORD, where no one can list it."),
    click.Option(["-d", "--database"], metavar="NAME", help="Database of that Neo4j; NEO4J_DATABASE."),
)
OUTPUT = click.Option(["-o", "--output"], type=click.Path(path_type=Path, dir_okay=False), help="Write there instead.")
ANSWER = (
    click.Option(
        ["--format", "form"],
        type=click.Choice(FORMATS),
        help="table (records when too wide) on a terminal, else plain. csv puts ' before a cell that a spreadsheet "
        "would take for a formula.",
    ),
    OUTPUT,
)
MANIFEST = (
    click.Option(
        ["--manifest"],
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write there too the manifest of the answer: by what method it was made, for `kgraph run --again FILE`. "
        "Rows are in it as marks, which tell nothing without the study's kgraph.key.",
    ),
    click.Option(
        ["--with-rows"],
        is_flag=True,
        help="Write the rows into that manifest as they are, names and all, and plain hashes of the files.",
    ),
)
PASSAGES = (
    click.Option(["--format", "form"], type=click.Choice(PASSAGE_FORMATS), help="text when not given."),
    OUTPUT,
)


def takes(*options: click.Option) -> Callable[[Command], Command]:
    """Give a command options made above."""

    def add(command: Command) -> Command:
        shown = getattr(command, "__click_params__", [])
        command.__click_params__ = [*shown, *reversed(options)]  # type: ignore[attr-defined]
        return command

    return add


def study_of(folder: Path | None) -> Study:
    """The study in a folder, or in this one. Raises StudyError when there is none."""
    return open_study(folder or Path())


def study_if_any(folder: Path | None) -> Study | None:
    """The study in a folder; none when no folder is given and this one is not a study."""
    if folder is None and not Path(FILE).exists():
        return None
    return study_of(folder)


def via_of(study: Study | None, options: dict[str, Any]) -> Connection:
    """The graph that the options, the environment and the study mean; takes the options of GRAPH out of ``options``."""
    flags = {name: options.pop(name, None) for name in ("uri", "username", "password", "database")}
    via = connection(study, flags)
    if via.embedded and study is None:
        raise StudyError(
            f"no {FILE} in {Path().resolve()}; give a study's folder with --study, or the address of a Neo4j with -a"
        )
    return via


def opened(folder: Path | None, options: dict[str, Any], *, write: bool = False) -> Graph:
    """The graph that the options, the environment and the study mean, to be asked only unless ``write`` is true."""
    from dataclasses import replace

    from kgraph.graph import Graph

    study = study_if_any(folder)
    via = replace(via_of(study, options), read_only=not write)
    return Graph(via.open(study), study, via)


def write_out(text: str, output: Path | None) -> None:
    """Write a result to a file, or to stdout."""
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    refuse_own(output)
    with _writable(output):
        output.write_text(text, encoding="utf-8")
    click.echo(f"written to {output}", err=True)


def refuse_own(*outputs: Path | None) -> None:
    """Raise UsageError where an output would take the place of a file that a study is made of, or of another output."""
    targets = [output.resolve() for output in outputs if output is not None]
    if len({*targets}) < len(targets):
        raise click.UsageError("the answer and its manifest cannot be one file; give two")
    for target in targets:
        folder = next((folder for folder in target.parents if (folder / FILE).is_file()), None)
        if folder is not None and _belongs(target, folder):
            raise click.UsageError(f"{target} belongs to the study in {folder}; give the output another name")


def _belongs(target: Path, folder: Path) -> bool:
    """Whether a study is made of a file: what it lists, what kgraph keeps, and texts, which only its sources name."""
    from kgraph.marks import FILE as KEY

    if (
        target.name in (FILE, KEY)
        or folder / ".kgraph" in target.parents
        or (target.suffix == ".txt" and target.exists())
    ):
        return True
    try:
        study = open_study(folder)
    except StudyError:
        return False
    return any(own.resolve() in (target, *target.parents) for own in map(study.path, study.files))


def write_manifest(text: str, path: Path) -> None:
    """Write a manifest so that a crash leaves the one before, or the whole of it."""
    refuse_own(path)
    target = path.resolve()
    with _writable(path):
        if target.exists() and not target.is_file():  # a pipe or a device is written to, and not replaced
            target.write_text(text, encoding="utf-8")
        else:
            replace_text(target, text)
    click.echo(f"manifest written to {path}", err=True)


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}") from error


_BY_SUFFIX = {".csv": "csv", ".json": "json", ".md": "markdown", ".html": "html"}


def answer_text(answer: Answer, form: str | None, output: Path | None) -> str:
    """An answer in the format asked for, else that of the file's suffix, else what reads best where it is shown."""
    from kgraph.render import fits, render

    terminal = output is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else 100
    if form is None and output:
        form = _BY_SUFFIX.get(output.suffix.lower())
    if form is None:
        form = "plain" if not terminal else "table" if fits(answer, width) else "records"
    return render(answer, form, width=width, colour=terminal)


def passage_text(passages: Sequence[Passage], form: str | None, output: Path | None) -> str:
    """Passages in the format asked for, else that of the file's suffix, else as text."""
    from kgraph.quotation import quotations

    suffix = _BY_SUFFIX.get(output.suffix.lower(), "text") if output else "text"
    return quotations(passages, form or (suffix if suffix in PASSAGE_FORMATS else "text"))
