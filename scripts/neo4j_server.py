#!/usr/bin/env python3
"""A real Neo4j with its Browser for tests: started as `kgraph up` does without Docker, at free ports, and stopped.

    scripts/neo4j_server.py start                 start one in the background, or say that it is running
    scripts/neo4j_server.py env                   print export lines: NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD …
    scripts/neo4j_server.py stop
    scripts/neo4j_server.py run -- COMMAND …      start one of its own, run the command with those set, stop it

Needs kgraph in its Python, Java (17 to 21 for --line 5, 21 or newer for --line 2026) and, the first time, Maven. Jars
and servers lie where `kgraph up` keeps its own; --home FOLDER names another place for a server, so several run at once.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

from kgraph.errors import ServerError
from kgraph.server import RELEASES, Home, Server, State, process, running
from kgraph.server.home import cache_folder, data_folder
from kgraph.server.ports import free_port


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks; the exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    end = words.index("--") if "--" in words else len(words)
    asked = _parser().parse_args(words[:end])
    signal.signal(signal.SIGTERM, _leave)
    home = Home(Path(asked.home).absolute() if asked.home else data_folder() / f"tests-{asked.line}")
    try:
        if asked.what == "run":
            return _run(asked, words[end + 1 :])
        if asked.what == "start":
            server = start(home, asked)
            print(f"Neo4j {server.version} runs at {server.uri}, Browser at {server.browser}", file=sys.stderr)
        elif asked.what == "stop":
            print("stopped" if stop(home) else "was not running", file=sys.stderr)
        else:
            for name, value in environment(home).items():
                print(f"export {name}={shlex.quote(value)}")
        return 0
    except ServerError as refused:
        print(f"neo4j_server: {refused}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n")[0], epilog="run takes a command after two dashes: run -- pytest -q"
    )
    parser.add_argument("what", choices=("start", "stop", "env", "run"))
    parser.add_argument("--home", help="the server's folder (default: one for each line)")
    parser.add_argument("--line", choices=tuple(RELEASES), default="5", help="5 is the LTS line, and the default")
    parser.add_argument("--heap", default="1g", help="the most memory for its heap, such as 512m (default 1g)")
    parser.add_argument("--java", help="the java to run it with (default: JAVA_HOME's, the PATH's, or another)")
    parser.add_argument(
        "--setting", action="append", default=[], metavar="NAME=VALUE", help="a line of neo4j.conf; may be repeated"
    )
    return parser


def _leave(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)


def _run(asked: argparse.Namespace, command: list[str]) -> int:
    if not command:
        raise ServerError("say what to run, after two dashes: run -- COMMAND")
    data_folder().mkdir(parents=True, exist_ok=True)
    home = Home(Path(asked.home).absolute() if asked.home else Path(tempfile.mkdtemp(prefix="run-", dir=data_folder())))
    try:
        start(home, asked)
        try:
            return subprocess.run(command, env={**os.environ, **environment(home)}, check=False).returncode
        except OSError as error:
            raise ServerError(f"{command[0]} cannot be run: {error.strerror}") from error
        except KeyboardInterrupt:
            return 130
    finally:
        stop(home)
        if not asked.home:
            shutil.rmtree(home.folder, ignore_errors=True)


def start(home: Home, asked: argparse.Namespace) -> Server:
    """The server of a folder, started at free ports unless it runs."""
    if server := running(home):
        return server
    with home.held():
        try:
            state = _started(home, asked)
        except ServerError as error:
            if process.PORT_IN_USE not in str(error):
                raise
            state = _started(home, asked)  # another was given that port between our asking and its binding
        return Server(home, state, home.password())


def _started(home: Home, asked: argparse.Namespace) -> State:
    state = State("java", asked.line, bolt=free_port(), http=free_port(), heap=asked.heap)
    return process.start(home, state, cache_folder(), asked.java, lambda step: None, asked.setting)


def stop(home: Home) -> bool:
    """Stop the server of a folder; whether there was one."""
    state = home.now()
    return bool(state and process.stop(home, state))


def environment(home: Home) -> dict[str, str]:
    """How to reach the running server of a folder, as the variables that Neo4j's own tools read."""
    server = running(home)
    if server is None:
        raise ServerError(f"no server runs in {home.folder}: start one first")
    return {
        "NEO4J_URI": server.uri,
        "NEO4J_USERNAME": server.username,
        "NEO4J_PASSWORD": server.password,
        "NEO4J_BROWSER": server.browser,
    }


if __name__ == "__main__":
    sys.exit(main())
