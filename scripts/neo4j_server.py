#!/usr/bin/env python3
"""A real Neo4j with its Browser for tests, without Docker: fetched by Maven, started here, stopped by its pid.

    scripts/neo4j_server.py start                 start one in the background, or say that it is running
    scripts/neo4j_server.py env                   print export lines: NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD
    scripts/neo4j_server.py stop
    scripts/neo4j_server.py run -- COMMAND …      start one of its own, run the command with those set, stop it

Everything lies in ~/.cache/kgraph/neo4j or $KGRAPH_NEO4J_HOME: the jars once for each version, and a folder for each
server (--home FOLDER for another, so several run at once). Ports are free ones; the password is random, and readable
by its owner only. Needs Java (17 or 21 for --line 5, 21 or newer for --line 2026) and, the first time, Maven.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple, NoReturn

COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
BROWSER = "org.neo4j.client:neo4j-browser:5.24.0"
READY_SECONDS = 120


class Line(NamedTuple):
    """One supported line of Neo4j: its pinned version, main class, and the Java it runs on."""

    version: str
    main: str
    oldest_java: int
    newest_java: int

    def jars(self) -> list[str]:
        return [f"org.neo4j:neo4j:{self.version}", f"org.neo4j.app:neo4j-server:{self.version}", BROWSER]


LINES = {
    "5": Line("5.26.28", "org.neo4j.server.CommunityEntryPoint", 17, 21),
    "2026": Line("2026.08.1", "org.neo4j.server.Neo4jCommunity", 21, 99),
}
SETTINGS = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
# the Browser reads this one
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.listen_address=127.0.0.1:{http}
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
server.memory.pagecache.size=128m
"""
OPENS = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")


class Refused(Exception):
    """What stands in the way, as one sentence."""


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks; the exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    end = words.index("--") if "--" in words else len(words)
    asked = _parser().parse_args(words[:end])
    asked.command = words[end + 1 :]
    signal.signal(signal.SIGTERM, _leave)
    cache = Path(os.environ.get("KGRAPH_NEO4J_HOME") or Path.home() / ".cache" / "kgraph" / "neo4j").expanduser()
    home = Path(asked.home).absolute() if asked.home else cache / f"server-{asked.line}"
    try:
        if asked.what == "run":
            return _run(asked, cache)
        if asked.what == "start":
            print(f"Neo4j {start(home, cache, asked)}", file=sys.stderr)
        elif asked.what == "stop":
            print("stopped" if stop(home) else "was not running", file=sys.stderr)
        else:
            for name, value in environment(home).items():
                print(f"export {name}={shlex.quote(value)}")
        return 0
    except Refused as refused:
        print(f"neo4j_server: {refused}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n")[0], epilog="run takes a command after two dashes: run -- pytest -q"
    )
    parser.add_argument("what", choices=("start", "stop", "env", "run"))
    parser.add_argument("--home", help="the server's folder (default: one for each line, in the cache)")
    parser.add_argument("--line", choices=tuple(LINES), default="5", help="5 is the LTS line, and the default")
    parser.add_argument("--heap", default="1g", help="the most memory for its heap, such as 512m (default 1g)")
    parser.add_argument("--java", help="the java to run it with (default: JAVA_HOME, the PATH, /usr/lib/jvm)")
    return parser


def _leave(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)


def _run(asked: argparse.Namespace, cache: Path) -> int:
    if not asked.command:
        raise Refused("say what to run, after two dashes: run -- COMMAND")
    cache.mkdir(parents=True, exist_ok=True)
    home = Path(asked.home).absolute() if asked.home else Path(tempfile.mkdtemp(prefix="run-", dir=cache))
    try:
        start(home, cache, asked)
        try:
            return subprocess.run(asked.command, env={**os.environ, **environment(home)}).returncode
        except OSError as error:
            raise Refused(f"{asked.command[0]} cannot be run: {error.strerror}") from error
        except KeyboardInterrupt:
            return 130
    finally:
        stop(home)
        if not asked.home:
            shutil.rmtree(home, ignore_errors=True)


# -- the server --------------------------------------------------------------------------------------------------------


def start(home: Path, cache: Path, asked: argparse.Namespace) -> str:
    """Start a server in a folder, new or as it was left, and wait until it answers; a sentence saying where."""
    if _running(home):
        return f"already runs at {environment(home)['NEO4J_URI']}"
    line = LINES[asked.line]
    java = find_java(line, asked.java)
    jars = fetch(line, cache)
    for name in ("conf", "data", "logs", "import", "plugins", "run"):
        (home / name).mkdir(parents=True, exist_ok=True)
    _set_password(home, java, jars)
    for attempt in (1, 2, 3):
        bolt, http = _free_ports()
        _write_settings(home, bolt, http)
        process = _launch(home, java, jars, line, asked.heap)
        _write_private(home / "server.json", json.dumps({"pid": process.pid, "bolt": bolt, "http": http}))
        try:
            if _answers(process, bolt, http):
                return f"{line.version} runs at bolt://127.0.0.1:{bolt}, Browser at http://127.0.0.1:{http}/browser/"
        except BaseException:
            stop(home)
            raise
        stop(home)
        if attempt == 3 or "Address already in use" not in (home / "logs" / "console.log").read_text(errors="replace"):
            break
    raise Refused(f"Neo4j {line.version} did not come up; {home / 'logs' / 'console.log'} says why")


def stop(home: Path) -> bool:
    """Stop the server of a folder by its pid, and wait until it is gone; whether there was one."""
    pid = _running(home)
    if pid is None:
        (home / "server.json").unlink(missing_ok=True)
        return False
    os.kill(pid, signal.SIGTERM)
    for step in range(600):
        with contextlib.suppress(ChildProcessError):  # where another process started it
            os.waitpid(pid, os.WNOHANG)
        if _running(home) is None:
            break
        if step == 400:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)
    (home / "server.json").unlink(missing_ok=True)
    return True


def environment(home: Path) -> dict[str, str]:
    """How to reach the running server of a folder, as the variables that Neo4j's own tools read."""
    if _running(home) is None:
        raise Refused(f"no server runs in {home}: start one first")
    found = json.loads((home / "server.json").read_text())
    password = (home / "password").read_text().strip()
    return {"NEO4J_URI": f"bolt://127.0.0.1:{found['bolt']}", "NEO4J_USERNAME": "neo4j", "NEO4J_PASSWORD": password}


def _running(home: Path) -> int | None:
    """The pid of the folder's server, if that process is still it: pids are used again."""
    try:
        pid = int(json.loads((home / "server.json").read_text())["pid"])
        return pid if f"--home-dir={home}" in _command_of(pid) else None
    except (OSError, ValueError, KeyError):
        return None


def _command_of(pid: int) -> str:
    if Path("/proc/self/cmdline").exists():
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout


def _launch(home: Path, java: str, jars: Path, line: Line, heap: str) -> subprocess.Popen[bytes]:
    opens = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENS]
    options = ["--add-modules=jdk.incubator.vector", f"-Xmx{heap}"]
    folders = [f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    console = (home / "logs" / "console.log").open("wb")
    with console:
        return subprocess.Popen(
            [java, *opens, *options, "-cp", f"{jars}/*", line.main, *folders],
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd=home,
        )


def _answers(process: subprocess.Popen[bytes], bolt: int, http: int) -> bool:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{http}/", timeout=2).close()
            with socket.create_connection(("127.0.0.1", bolt), timeout=2) as connection:
                connection.sendall(b"\x60\x60\xb0\x17" + b"\x00\x04\x04\x05" + b"\x00" * 12)
                if any(connection.recv(4)):
                    return True
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
    return False


def _set_password(home: Path, java: str, jars: Path) -> None:
    if (home / "password").exists():
        return
    password = secrets.token_urlsafe(18)
    done = subprocess.run(
        [java, "-cp", f"{jars}/*", "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", "--", password],
        env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).replace(password, "…").strip().splitlines() or ["no reason given"]
        raise Refused(f"the first password could not be set in {home}: {said[0]}")
    _write_private(home / "password", password)


def _write_settings(home: Path, bolt: int, http: int) -> None:
    (home / "conf" / "neo4j.conf").write_text(SETTINGS.format(bolt=bolt, http=http))


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


# -- Java and the jars -------------------------------------------------------------------------------------------------


def find_java(line: Line, asked: str | None) -> str:
    """A java that this line of Neo4j runs on."""
    home = os.environ.get("JAVA_HOME")
    known = [f"{home}/bin/java" if home else None, shutil.which("java")]
    known += sorted(str(path) for path in Path("/usr/lib/jvm").glob("*/bin/java"))
    seen: list[str] = []
    for java in [asked] if asked else [path for path in known if path]:
        version = _java_version(java)
        if version and line.oldest_java <= version <= line.newest_java:
            return java
        seen.append(f"{java} is {f'Java {version}' if version else 'no Java'}")
    wanted = f"Java {line.oldest_java}" + (" or newer" if line.newest_java > 50 else f" to {line.newest_java}")
    raise Refused(f"Neo4j {line.version} needs {wanted}, and {'; '.join(seen) or 'there is none'}: use --java")


def _java_version(java: str) -> int | None:
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30).stderr
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else None


def fetch(line: Line, cache: Path) -> Path:
    """The folder of this version's jars, fetched the first time."""
    jars = cache / "jars" / line.version
    if jars.is_dir():
        return jars
    maven = shutil.which("mvn")
    if maven is None:
        raise Refused("fetching Neo4j the first time needs Maven, and there is no mvn on the PATH")
    jars.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=jars.parent) as folder:
        part = Path(folder) / "jars"
        (Path(folder) / "pom.xml").write_text(_pom(line))
        print(f"fetching Neo4j {line.version} (about 120 MB, once) …", file=sys.stderr)
        command = [maven, "-q", "-B", f"-Dmaven.repo.local={cache / 'maven'}", COPY, "-DincludeScope=runtime"]
        done = subprocess.run([*command, f"-DoutputDirectory={part}"], cwd=folder, capture_output=True, text=True)
        if done.returncode or not part.is_dir():
            errors = [text for text in (done.stdout + done.stderr).splitlines() if "ERROR" in text]
            raise Refused(f"Maven could not fetch Neo4j {line.version}: {errors[0] if errors else 'it gave no reason'}")
        if not jars.is_dir():  # another one may have been quicker
            part.rename(jars)
    return jars


def _pom(line: Line) -> str:
    coordinates = (dict(zip(("groupId", "artifactId", "version"), jar.split(":"), strict=True)) for jar in line.jars())
    parts = ("".join(f"<{tag}>{text}</{tag}>" for tag, text in jar.items()) for jar in coordinates)
    wanted = "".join(f"<dependency>{part}</dependency>" for part in parts)
    return (
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>kgraph</groupId>'
        f"<artifactId>neo4j</artifactId><version>1</version><dependencies>{wanted}</dependencies></project>\n"
    )


if __name__ == "__main__":
    sys.exit(main())
