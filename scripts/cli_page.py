"""docs/cli.md, made from the help that the commands print themselves: ``python -m scripts.cli_page > docs/cli.md``."""

from __future__ import annotations

from collections.abc import Iterator

import click

WIDTH = 100
PACK = "trace/route"
"""The pack that stands for all of them below commands that take one; docs/packs.md has every one."""


def commands(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[tuple[str, click.Context]]:
    """A command and everything below it, each with the words that call it; what is hidden stays out."""
    settings = {**command.context_settings, "terminal_width": WIDTH}
    context = click.Context(command, info_name=name, parent=parent, **settings)
    yield context.command_path, context
    if isinstance(command, click.Group):
        names = command.list_commands(context)
        for below in [PACK] if PACK in names else names:
            found = command.get_command(context, below)
            if found is not None and not found.hidden:
                yield from commands(found, below, context)


def page(command: click.Command) -> str:
    """The page: a heading for each command, and its help below it."""
    parts = [
        "# The commands",
        "Made from `--help` by scripts/cli_page.py; change the help, not this page. Where a command takes a pack, "
        f"{PACK} stands for all of them: [packs.md](packs.md) has each with its parameters.",
    ]
    for words, context in commands(command, "kgraph"):
        help_text = "\n".join(line.rstrip() for line in context.command.get_help(context).splitlines())
        parts += [f"## {words}", f"```text\n{help_text}\n```"]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    from kgraph.cli import cli

    print(page(cli), end="")
