"""Commands about a Neo4j on this computer: up, down."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import Any

import click

from kgraph.cli.options import STUDY, study_if_any, takes
from kgraph.cli.progress import steps


def _home(folder: Path | None) -> Any:
    from kgraph.server import home_for

    return home_for(study_if_any(folder))


def _named(folder: Path | None) -> str:
    return f" -s {quote(str(folder))}" if folder else ""


@click.command()
@takes(STUDY)
@click.option("--with", "means", type=click.Choice(["docker", "java"]), help="Docker, or Java and Maven.")
@click.option(
    "--line",
    type=click.Choice(["5", "2026"]),
    help="Which Neo4j: 5.26 with long-term support, or 2026.08; what a newer one has held, an older cannot read.",
)
@click.option("--bolt-port", type=click.IntRange(1, 65_535), metavar="PORT", help="7687, or the next that is free.")
@click.option("--http-port", type=click.IntRange(1, 65_535), metavar="PORT", help="The Browser's: 7474, likewise.")
@click.option("--heap", metavar="SIZE", help="The most memory for its heap, such as 512m or 2g; 1g.")
@click.option("--java", metavar="PATH", help="The java to run it with, where several are installed.")
def up(
    folder: Path | None, means: str | None, line: str | None, bolt_port: int | None, http_port: int | None,
    heap: str | None, java: str | None,
) -> None:  # fmt: skip
    """Start a Neo4j with its Browser on this computer, or say that it runs.

    In a study's folder, or with -s, it is that study's own, for a database holds one study; elsewhere it is there for
    any study that never had one of its own. It listens on this computer
    only; what it holds stays when it is stopped. Its password is made at random and lies in a file that only you can
    read. Where a command wants an address, it is called local. What it last came up with holds for the next time, but
    for --java.

    \b
    Examples:
      kgraph up
      kgraph up -s falls && kgraph load -s falls -a local && kgraph browser -s falls
    """
    import re

    from kgraph import server

    if heap and not re.fullmatch(r"[1-9]\d*[mgMG]", heap):
        raise click.UsageError(f"--heap {heap!r} is no amount of memory; give a number and m or g, such as 2g")
    home = _home(folder)
    with steps(plain=True) as progress:
        found, now, note = server.up(
            home, means=means, line=line, bolt=bolt_port, http=http_port, heap=heap, java=java, progress=progress
        )
    if note:
        click.echo(note, err=True)
    runs = "runs" if now else "runs already"
    click.echo(f"Neo4j {found.version} {runs} at {found.uri}, its Browser at {found.browser}")
    click.echo(
        f"Only this computer reaches it. kgraph knows its password, which lies in {home.folder / 'password'}", err=True
    )
    named = _named(folder)
    loaded = named or ("" if home.name else " -s STUDY")
    click.echo(f"Next: kgraph load{loaded} -a local, and kgraph browser{named}; kgraph down{named} stops it", err=True)


@click.command()
@takes(STUDY)
@click.option("--delete", is_flag=True, help="Delete it with all it holds, once you have typed the study's name.")
@click.option("--yes", is_flag=True, help="With --delete: do not ask.")
def down(folder: Path | None, delete: bool, yes: bool) -> None:
    """Stop the Neo4j that `kgraph up` started, and keep what it holds.

    With --delete nothing of it is kept: neither its graph nor its logs, settings and password. `kgraph up` and `kgraph
    load` make it anew from the study's files, which stay as they are.

    \b
    Examples:
      kgraph down -s falls
      kgraph down -s falls --delete
    """
    from kgraph import server

    home = _home(folder)
    if yes and not delete:
        raise click.UsageError("--yes goes with --delete: what is only stopped is kept, and nothing is asked")
    if delete:
        _delete(home, yes)
        return
    if server.down(home):
        click.echo(f"{home.words} is stopped; what it holds is kept")
        click.echo(f"It lies in {server.place(home)}; {home.command('down --delete')} deletes it", err=True)
        return
    click.echo(f"{home.words} does not run, so there is nothing to stop")
    for other in server.homes():
        if other != home and server.running(other):
            click.echo(f"{other.words} runs; {other.command('down')} stops it", err=True)


def _delete(home: Any, yes: bool) -> None:
    """Delete a server with its data, once somebody has said so."""
    from kgraph import server
    from kgraph.errors import UsageError

    word = home.name or "delete"
    if not yes and not sys.stdin.isatty():
        raise UsageError(
            f"nothing was deleted: --delete asks first, and nobody can answer here; say --yes too, and {home.words} is "
            "deleted with all it holds"
        )
    if not yes:
        click.echo(f"{home.words} is to be deleted with all it holds, in {server.place(home)}", err=True)
        if click.prompt(f"Type {word} to delete it", default="", show_default=False, err=True).strip() != word:
            raise UsageError(f"nothing was deleted: that is not {word}")
    deleted = server.delete(home)
    click.echo(f"{home.words} is deleted, with all it held" if deleted else f"there is nothing of {home.words} here")
