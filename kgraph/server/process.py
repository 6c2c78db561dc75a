"""A Neo4j run from its jars: started as a process of its own, known again by it, and stopped."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from http.client import HTTPConnection, HTTPException
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
_LOG = "neo4j.log"
PORT_IN_USE = "a port it wants is in use"


def start(
    home: Home, state: State, cache: Path, java: str | None, progress: Callable[[str], None],
    settings: Sequence[str] = (),
) -> State:  # fmt: skip
    """Start a server from its jars, and wait until it answers; how it runs. ``settings`` are more lines of neo4j.conf.

    What does not come up is stopped, and what it wrote deleted if there was nothing before.

    Raises ServerError where there is no Java that it runs on, its jars cannot be fetched, or it does not come up.
    """
    found = find_java(state.release, java)
    jars = fetch(state.release, cache, found, progress)
    home.make()
    first = not holds(home)
    password = home.first_password("" if first else f"what lies in {home.folder / 'data'}")
    bare = not (home.folder / "data" / "databases").exists()
    if first:
        _set_password(home, found, jars, password)
    _write_settings(home, state, settings)
    progress(f"starting Neo4j {state.release.version}")
    process: subprocess.Popen[bytes] | None = None
    said = _said(home)
    try:
        process = _launch(home, found, jars, state)
        running = replace(state, pid=process.pid)
        home.note(running)
        if not _comes_up(process, state):
            raise ServerError(f"Neo4j {state.release.version} did not come up: {_why(home, said)}")
    except BaseException:
        if process is not None:
            _end(home, process.pid)
            home.stopped()
        if bare:
            shutil.rmtree(home.folder / "data", ignore_errors=True)
        raise
    return running


def find(home: Home, state: State) -> psutil.Process | None:
    """The process that a server is, if it still runs. A pid alone may be another's now, but no other has its folder."""
    if state.pid is None:
        return None
    try:
        process = psutil.Process(state.pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return process if f"--home-dir={home.folder}" in process.cmdline() else None
    except psutil.Error:
        return None


def holds(home: Home) -> bool:
    """Whether there are data in a server's folder."""
    return (home.folder / "data" / "databases" / "system").is_dir()


def stop(home: Home, state: State) -> bool:
    """Stop a server and wait until it is gone; whether there was one. Its data stay."""
    process = find(home, state)
    if process is not None:
        _end(home, process.pid)
    home.stopped()
    return process is not None


def _end(home: Home, pid: int) -> None:
    try:
        process = psutil.Process(pid)
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(STOP_SECONDS)
    except psutil.NoSuchProcess:
        pass
    except psutil.Error as error:
        raise ServerError(f"{home.words} (pid {pid}) could not be stopped: {error}") from error


def answers(bolt: int, http: int) -> bool:
    """Whether a Neo4j answers at both ports: HTTP, and a handshake of Bolt."""
    try:
        if not _says_ok(http):
            return False
        with socket.create_connection(("127.0.0.1", bolt), timeout=2) as connection:
            connection.sendall(b"\x60\x60\xb0\x17" + b"\x00\x04\x04\x05" + b"\x00" * 12)
            said = connection.recv(4)
            return any(said) or not said  # one that speaks TLS only hangs up
    except (OSError, HTTPException):
        return False


def _says_ok(http: int) -> bool:
    """Whether what listens at a port answers a request of HTTP. It is asked itself, whatever proxy there is."""
    connection = HTTPConnection("127.0.0.1", http, timeout=2)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 400
    finally:
        connection.close()


def wait(state: State) -> None:
    """Wait until a server that runs answers. Raises ServerError where it does not."""
    until = time.monotonic() + READY_SECONDS
    while not answers(state.bolt, state.http):
        if time.monotonic() > until:
            raise ServerError(f"Neo4j runs, and does not answer at port {state.bolt}: `kgraph down`, then `kgraph up`")
        time.sleep(0.2)


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


def _set_password(home: Home, java: str, jars: Path, password: str) -> None:
    """Set the first password, and keep it. It goes to Neo4j's tool in a file: arguments can be listed by anybody."""
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


def _write_settings(home: Home, state: State, settings: Sequence[str]) -> None:
    own = "".join(f"{setting}\n" for setting in settings)
    named = {setting.partition("=")[0] for setting in settings}
    lines = SETTINGS.format(bolt=state.bolt, http=state.http).splitlines(keepends=True)
    kept = "".join(line for line in lines if line.partition("=")[0] not in named)
    (home.folder / "conf" / "neo4j.conf").write_text(kept + own, encoding="utf-8")


_REASONS = {
    "Address already in use": f"{PORT_IN_USE}; give others with --bolt-port and --http-port",
    "OutOfMemoryError": "it has too little memory; give it more with --heap, such as 2g",
    "Too small": "it has too little memory; give it more with --heap, such as 2g",
    "Could not reserve enough space": "this computer has less memory than --heap asks for",
    "exceeds physical memory": "this computer has less memory than --heap asks for",
    "No space left": "the disk is full",
    "lock file has been locked by another process": "another Neo4j has its data open",
    "Unsupported store version": "its data were written by a newer release; start that one with --line",
}


def _said(home: Home) -> int:
    """How much Neo4j has said in its log."""
    log = home.folder / "logs" / _LOG
    return log.stat().st_size if log.exists() else 0


def _why(home: Home, before: int) -> str:
    """Why a server did not come up, from what it said: at the console, and in its log since that was so long."""
    logs = home.folder / "logs"
    text = (logs / "console.log").read_text(encoding="utf-8", errors="replace")
    if _said(home) > before:
        text += (logs / _LOG).read_bytes()[before:].decode("utf-8", "replace")
    if known := next((words for sign, words in _REASONS.items() if sign in text), ""):
        return f"{known} ({logs})"
    errors = [line.partition(" ERROR ")[2].strip() for line in text.splitlines() if " ERROR " in line]
    return f"{errors[0]} ({logs})" if errors else f"see {logs}"
