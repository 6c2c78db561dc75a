"""The command that tells: account."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kgraph.cli.options import GRAPH, OUTPUT, STUDY, opened, takes, write_out

_BY_SUFFIX = {".html": "html", ".htm": "html"}


@click.command()
@takes(STUDY, *GRAPH)
@click.argument("about", metavar="IDEA|NETWORK|ACTOR")
@click.option("--from", "since", metavar="DATE", help="Leave out what certainly was over before: a day, month or year.")
@click.option("--until", metavar="DATE", help="Leave out what certainly came after. What has no days is kept.")
@click.option(
    "--passages",
    type=click.Choice(["all", "short", "none"]),
    default="all",
    show_default=True,
    help="Show passages in full, their beginnings, or only where they stand.",
)
@click.option(
    "--with-controlled",
    is_flag=True,
    help="Write also from sources whose access is 'controlled'. Without it the page leaves out their passages, who "
    "gave them, what they deny, and every event, part and claim that rests on them alone; it only says how many "
    "accounts are not shown.",
)
@click.option(
    "--format", "form", type=click.Choice(["markdown", "html"]), help="markdown, or html for a file named so."
)
@takes(OUTPUT)
def account(
    folder: Path | None, about: str, since: str | None, until: str | None, passages: str, with_controlled: bool,
    form: str | None, output: Path | None, **options: Any,
) -> None:  # fmt: skip
    """Write the account of an idea, a network or an actor: an id or a name.

    Step by step, in the order that is certain: when, where, who, what they drew on, what stood in the way and what came
    of it; each step with its passages, and where witnesses differ.

    \b
    Examples:
      kgraph account open-licence
      kgraph account "Local Public Data Panel" --until 2010-12 --passages short
      kgraph account open-licence -o open-licence.html
    """
    with opened(folder, options) as graph:
        told = graph.account(about, since=since, until=until, with_controlled=with_controlled)
    form = form or (_BY_SUFFIX.get(output.suffix.lower(), "markdown") if output else "markdown")
    write_out(told.html(passages) if form == "html" else told.markdown(passages), output)
    steps = len(told.steps)
    click.echo(f"{steps} step{'s' * (steps != 1)}", err=True)
