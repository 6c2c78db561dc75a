"""A Neo4j run from its jars: started as a process of its own, known again by it, and stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from kgraph.errors import ServerError
from kgraph.server.home import Home, State
from kgraph.server.jars import fetch
from kgraph.server.releases import find_java

READY_SECONDS = 180
STOP_SECONDS = 60
SETTINGS = """\
# Written by kgraph each time it starts this server. It listens on this computer only.
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
# the Browser reads this one
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.listen_address=127.0.0.1:{http}
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.security.allow_csv_import_from_file_urls=false
dbms.usage_report.enabled=false
client.allow_telemetry=false
server.memory.pagecache.size=256m
# what was deleted is not to live on in the transaction log
db.tx_log.rotation.retention_policy=keep_none
db.tx_log.rotation.size=16m
"""
_OPENS = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_TAKEN = "Address already in use"


def start(home: Home, state: State, cache: Path, java: str | None, progress: Callable[[str], None]) -> State:
    """Start a server from its jars, and wait until it answers; how it runs.

    Raises ServerError where there is no Java that it runs on, its jars cannot be fetched, or it does not come up.
    """
    found = find_java(state.release, java)
    jars = fetch(state.release, cache, progress)
    home.make()
    _set_password(home, found, jars)
    for ports in (3, 2, 1):
        bolt, http = state.bolt or _free_port(), state.http or _free_port()
        running = replace(state, bolt=bolt, http=http)
        _write_settings(home, running)
        progress(f"starting Neo4j {state.release.version}")
        process = _launch(home, found, jars, running)
        kept = replace(state, bolt=bolt, http=http, pid=process.pid, created=psutil.Process(process.pid).create_time())
        home.keep(kept)
        try:
            if _comes_up(process, running):
                return kept
        except BaseException:
            stop(home, kept)
            raise
        stop(home, kept)
        if ports == 1 or (state.bolt and state.http) or _TAKEN not in _console(home):
            break
    raise ServerError(f"Neo4j {state.release.version} did not come up: {_why(home)}")


def find(home: Home, state: State) -> psutil.Process | None:
    """The process that a server is, if it still runs: a pid alone may have been given to another."""
    if state.pid is None:
        return None
    try:
        process = psutil.Process(state.pid)
        if process.status() == psutil.STATUS_ZOMBIE or abs(process.create_time() - state.created) > 1:
            return None
        return process if f"--home-dir={home.folder}" in process.cmdline() else None
    except psutil.Error:
        return None


def stop(home: Home, state: State) -> bool:
    """Stop a server and wait until it is gone; whether there was one. Its data stay."""
    process = find(home, state)
    if process is not None:
        try:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except psutil.TimeoutExpired:
                process.kill()
                process.wait(STOP_SECONDS)
        except psutil.NoSuchProcess:
            pass
        except psutil.Error as error:
            raise ServerError(f"{home.words} (pid {state.pid}) could not be stopped: {error}") from error
    home.stopped()
    return process is not None


def answers(bolt: int, http: int) -> bool:
    """Whether a Neo4j answers at both ports: HTTP, and a handshake of Bolt."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{http}/", timeout=2).close()
        with socket.create_connection(("127.0.0.1", bolt), timeout=2) as connection:
            connection.sendall(b"\x60\x60\xb0\x17" + b"\x00\x04\x04\x05" + b"\x00" * 12)
            said = connection.recv(4)
            return any(said) or not said  # one that speaks TLS only hangs up
    except (OSError, urllib.error.URLError):
        return False


def wait(state: State) -> None:
    """Wait until a server that runs answers. Raises ServerError where it does not."""
    until = time.monotonic() + READY_SECONDS
    while not answers(state.bolt, state.http):
        if time.monotonic() > until:
            raise ServerError(f"Neo4j runs, and does not answer at port {state.bolt}: `kgraph down`, then `kgraph up`")
        time.sleep(0.2)


def free(port: int) -> bool:
    """Whether nothing listens at a port of this computer."""
    with socket.socket() as one:
        if os.name != "nt":
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that was just let go is free
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _launch(home: Home, java: str, jars: Path, state: State) -> subprocess.Popen[bytes]:
    opens = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENS]
    options = ["--add-modules=jdk.incubator.vector", f"-Xmx{state.heap}"]
    folders = [f"--home-dir={home.folder}", f"--config-dir={home.folder / 'conf'}"]
    with (home.folder / "logs" / "console.log").open("wb") as console:
        return subprocess.Popen(
            [java, *opens, *options, "-cp", f"{jars}{os.sep}*", state.release.main, *folders],
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
            cwd=home.folder,
            **_of_its_own(),
        )


def _of_its_own() -> dict[str, Any]:
    """What makes a process outlive this one, and not get its Ctrl-C."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS}
    return {"start_new_session": True}


def _comes_up(process: subprocess.Popen[bytes], state: State) -> bool:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if answers(state.bolt, state.http):
            return process.poll() is None
        time.sleep(0.2)
    return False


def _set_password(home: Home, java: str, jars: Path) -> None:
    """Make the first password, and keep it. It goes to Neo4j's tool in a file: arguments can be listed by anybody."""
    password = home.new_password()
    if password is None:
        return
    with tempfile.TemporaryDirectory(dir=home.folder) as folder:
        told = Path(folder) / "arguments"
        told.write_text(f"dbms set-initial-password -- {password}\n", encoding="utf-8")
        done = subprocess.run(
            [java, "-cp", f"{jars}{os.sep}*", "org.neo4j.cli.AdminTool", f"@{told}"],
            env={**os.environ, "NEO4J_HOME": str(home.folder), "NEO4J_CONF": str(home.folder / "conf")},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        said = (done.stderr or done.stdout).replace(password, "…").strip().splitlines() or ["no reason given"]
        raise ServerError(f"the first password could not be set in {home.folder}: {said[0]}")
    home.keep_password(password)


def _write_settings(home: Home, state: State) -> None:
    own = "".join(f"{setting}\n" for setting in state.settings)
    named = {setting.partition("=")[0] for setting in state.settings}
    lines = SETTINGS.format(bolt=state.bolt, http=state.http).splitlines(keepends=True)
    kept = "".join(line for line in lines if line.partition("=")[0] not in named)
    (home.folder / "conf" / "neo4j.conf").write_text(kept + own, encoding="utf-8")


def _console(home: Home) -> str:
    try:
        return (home.folder / "logs" / "console.log").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


_REASONS = {
    _TAKEN: "a port it wants is in use; give others with --bolt-port and --http-port",
    "OutOfMemoryError": "it has too little memory; give it more with --heap, such as 2g",
    "Could not reserve enough space": "this computer has less memory than --heap asks for",
    "No space left": "the disk is full",
    "lock file has been locked by another process": "another Neo4j has its data open",
    "Unsupported store version": "its data were written by a newer release; start that one with --line",
}


def _why(home: Home) -> str:
    text = _console(home)
    console = home.folder / "logs" / "console.log"
    return next((f"{words} ({console})" for sign, words in _REASONS.items() if sign in text), f"{console} says why")
