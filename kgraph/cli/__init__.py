"""The command line: each command parses, calls, and prints; nothing is decided here.

Results go to stdout and everything else to stderr. Exit status 0 is fine, 1 means that the answer is no (a check that
found errors), 2 wrong use, 3 that the graph cannot be reached.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

import click

from kgraph import __version__
from kgraph.errors import DataError, KgraphError

_EPILOG = """\b
Start with:
  kgraph demo                     the shipped study, loaded and traced
  kgraph init my-study            a folder with a workbook to fill in
  kgraph load --study my-study    check it and put it in the graph
\b
Completion for bash (zsh and fish likewise):
  eval "$(_KGRAPH_COMPLETE=bash_source kgraph)"
"""


@click.group(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="kgraph")
@click.option("--debug", is_flag=True, help="Show where in the program an error arose.")
def cli(debug: bool) -> None:
    """Trace how ideas moved across stable and fluid networks, with the passage behind every answer."""


def _commands() -> None:
    from kgraph.cli import ask, browse, move, server, study, tell

    for command in (study.demo, study.init, study.check, study.load, study.status, study.schema):
        cli.add_command(command)
    for command in (ask.packs, ask.run, ask.explain, ask.query):
        cli.add_command(command)
    cli.add_command(tell.account)
    cli.add_command(browse.browser)
    for command in (server.up, server.down):
        cli.add_command(command)
    for command in (move.copy, move.export):
        cli.add_command(command)


_commands()


def main() -> None:
    """Run the command line, and end the process with its exit status."""
    signal.signal(signal.SIGTERM, _end)
    debug = "--debug" in sys.argv[1:2]
    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
    except click.exceptions.Abort:
        _leave("stopped", 130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        _leave("stopped; the graph is as it was, or `kgraph load` finishes what was under way", 130)
    except BrokenPipeError:  # whoever read our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KgraphError as error:
        if debug:
            raise
        if isinstance(error, DataError):
            for problem in error.problems:
                click.echo(f"error: {problem}", err=True)
        _leave(str(error), error.exit_status)


def _leave(message: str, status: int) -> None:
    click.echo(f"kgraph: {message}", err=True)
    sys.exit(status)


def _end(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
