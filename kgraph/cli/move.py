"""Commands that take a graph somewhere else: copy, export."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kgraph.cli.options import GRAPH, STUDY, Folder, opened, refuse_own, study_if_any, takes
from kgraph.cli.progress import steps
from kgraph.connection import EMBEDDED, LOCAL, Connection, connection
from kgraph.errors import ConnectionFailed, StudyError
from kgraph.study import FILE, Study

if TYPE_CHECKING:
    from kgraph.engines import Engine

_SIDES = ("from", "to")


def _side_options(command: Callable[..., None]) -> Callable[..., None]:
    """The user, password and database of each side of a copy."""
    for side in reversed(_SIDES):
        upper = side.upper()
        command = takes(
            click.Option(
                [f"--{side}-username"], metavar="NAME", help=f"User of the Neo4j {upper}; NEO4J_USERNAME, or neo4j."
            ),
            click.Option(
                [f"--{side}-password"],
                metavar="PASSWORD",
                envvar=f"KGRAPH_{upper}_PASSWORD",
                help=f"Better in KGRAPH_{upper}_PASSWORD or NEO4J_PASSWORD, where no one can list it.",
            ),
            click.Option([f"--{side}-database"], metavar="NAME", help="Database of that Neo4j; NEO4J_DATABASE."),
        )(command)
    return command


@click.command()
@takes(STUDY)
@_side_options
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(folder: Path | None, source: str, target: str, **options: Any) -> None:
    """Make the graph TO the same as the graph FROM: every node, relationship and property.

    Each is embedded (the graph in the study's folder), local (the Neo4j of `kgraph up`), or the address of a Neo4j. TO
    is empty, or holds the same study. The constraints and indexes come too, and a load of the same files into TO finds
    that nothing has changed. What kgraph did not write is named and refused.

    \b
    Examples:
      kgraph copy embedded local
      kgraph copy bolt://localhost:7687 embedded --study my-study
      KGRAPH_TO_PASSWORD=… kgraph copy bolt://localhost:7687 neo4j+s://HOST
    """
    from kgraph.graph import Graph
    from kgraph.moving.copy import copy as copy_graph
    from kgraph.moving.copy import refuse_itself

    study = study_if_any(folder)
    one, other = (_side(study, side, uri, options) for side, uri in zip(_SIDES, (source, target), strict=True))
    refuse_itself(one, other)
    one = replace(one, read_only=True)
    with ExitStack() as stack:
        old, new = (
            stack.enter_context(Graph(_opened(via, side, study), study, via))
            for side, via in zip(_SIDES, (one, other), strict=True)
        )
        copied = copy_graph(old, new, stack.enter_context(steps()))
    click.echo(copied)


def _opened(via: Connection, side: str, study: Study | None) -> Engine:
    """One side's graph. Raises ConnectionFailed, which says of which side it is, and how that alone is told more."""
    upper = side.upper()
    try:
        return via.open(study)
    except ConnectionFailed as error:
        raise ConnectionFailed(
            f"{upper}: {error} For {upper} alone there are --{side}-username, KGRAPH_{upper}_PASSWORD and "
            f"--{side}-database."
        ) from error


def _side(study: Study | None, side: str, uri: str, options: Mapping[str, str | None]) -> Connection:
    """How to reach one side of a copy. What stands in its own options or its address goes before the environment."""
    if uri == EMBEDDED and study is None:
        raise StudyError(f"no {FILE} in {Path().resolve()}; the embedded graph is a study's: give its folder with -s")
    given = {name: options[f"{side}_{name}"] for name in ("username", "password", "database")}
    if uri not in (EMBEDDED, LOCAL):
        from kgraph.engines.address import Address

        address = Address(uri)
        given["username"] = given["username"] or address.username
        given["password"] = given["password"] or address.password
    return connection(study, {"uri": uri, **given})


@click.group()
def export() -> None:
    """Write the graph into files from which a Neo4j makes it anew."""


@export.command("admin-import")
@takes(STUDY, *GRAPH)
@click.argument("target", metavar="DIR", type=Folder())
def admin_import(folder: Path | None, target: Path, **options: Any) -> None:
    """Write the files of `neo4j-admin database import`, the quickest way to fill a Neo4j, into DIR.

    DIR is new or empty. Its README.txt says how to import them; finish.cypher, run afterwards, makes the constraints
    and indexes and the lists without members, without which kgraph does not take the study for loaded.

    \b
    Example:
      kgraph export admin-import my-study-for-neo4j
    """
    from kgraph.moving import Whole, export_admin_import

    refuse_own(target)
    with opened(folder, options) as graph, steps() as progress:
        progress("reading")
        written = export_admin_import(Whole(graph), target, progress)
    click.echo(written)
    warn("The files hold passages and names")


@export.command()
@takes(STUDY, *GRAPH)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write there instead."
)
def cypher(folder: Path | None, output: Path | None, **options: Any) -> None:
    """Write a Cypher script that makes the graph anew in an empty database.

    It is sorted, with one statement a line, and the same graph gives the same script: in git, two differ in what
    changed. `cypher-shell -f FILE` runs it.

    \b
    Examples:
      kgraph export cypher -o my-study.cypher
      kgraph export cypher -a bolt://localhost:7687 | diff my-study.cypher -
    """
    from kgraph.moving import Whole, export_script
    from kgraph.private import replaced_file

    refuse_own(output)
    with opened(folder, options) as graph, steps() as progress:
        progress("reading")
        lines = export_script(Whole(graph), progress)
        if output is None:
            for line in lines:
                click.echo(line)
        else:
            with replaced_file(output) as file:
                file.writelines(f"{line}\n" for line in lines)
            click.echo(f"written to {output}", err=True)
    warn("This script holds passages and names")


def warn(what: str) -> None:
    """Say of something that has been written what it holds of the study, and how it is to be kept."""
    click.echo(
        f"{what} of the study, those of controlled access too: keep that as safeguarded as the study is, and write it "
        "anew when somebody withdraws.",
        err=True,
    )
