"""Neo4j's published jars: fetched once by Maven, checked against their checksums, and kept for every server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

from kgraph.errors import ServerError
from kgraph.server.releases import Release, coordinates, java_home

_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_ARRIVED = re.compile(r"Downloaded from \S+: \S+?/([^/\s]+\.jar) \(([\d.]+) ([kM]?)B")
_AWAY = re.compile(
    r"unknown host|could not transfer|connect(ion)? (timed out|refused|reset)|unreachable|no route|offline|"
    r"name or service not known|temporary failure in name resolution",
    re.IGNORECASE,
)
_REASON = re.compile(r"transfer failed for \S+: (.+?)(?: ->|$)")
_HELD_SECONDS = 3_600
_MEGABYTES = {"": 1e-6, "k": 1e-3, "M": 1.0}


def fetch(release: Release, cache: Path, java: str, progress: Callable[[str], None] = lambda step: None) -> Path:
    """The folder of a release's jars, fetched the first time: some 260 files, 150 MB, of which 120 are kept.

    ``java`` is what Maven runs on. ``progress`` is told how much has come. What came before an interruption is not
    fetched again, and what another command is fetching is waited for.

    Raises ServerError where there is no Maven, no way to what it fetches from, or something else that it says; OSError
    where the cache cannot be written.
    """
    jars = cache / "jars" / release.version
    if jars.is_dir():
        return jars
    maven = shutil.which("mvn")
    if maven is None:
        raise ServerError(
            f"Fetching Neo4j {release.version} the first time needs Maven, and there is no mvn on the PATH: install it "
            "(Debian and Ubuntu: apt install maven; macOS: brew install maven), or Docker"
        )
    jars.parent.mkdir(parents=True, exist_ok=True)
    with _held(cache / f"maven-{release.version}.lock", release, progress):
        if not jars.is_dir():
            _fetch(release, jars, cache / f"maven-{release.version}", maven, java, progress)
    return jars


@contextmanager
def _held(path: Path, release: Release, progress: Callable[[str], None]) -> Iterator[None]:
    """Hold the cache for one release: two Mavens that fill one folder break each other."""
    from filelock import FileLock, Timeout

    lock = FileLock(path)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            progress(f"waiting for another command, which fetches Neo4j {release.version}")
            lock.acquire(timeout=_HELD_SECONDS)
    except Timeout as error:
        raise ServerError(f"another command has been fetching Neo4j {release.version} for an hour: end it") from error
    try:
        yield
    finally:
        lock.release()


def _fetch(
    release: Release, jars: Path, local: Path, maven: str, java: str, progress: Callable[[str], None]
) -> None:  # fmt: skip
    with tempfile.TemporaryDirectory(dir=jars.parent) as folder:
        part = Path(folder) / "jars"
        (Path(folder) / "pom.xml").write_text(_pom(release), encoding="utf-8")
        command = [maven, "-B", "--strict-checksums", f"-Dmaven.repo.local={local}", _COPY]
        command += ["-DincludeScope=runtime", f"-DoutputDirectory={part}"]
        _run(command, Path(folder), java, release, progress)
        part.rename(jars)
    shutil.rmtree(local, ignore_errors=True)


def _run(command: list[str], folder: Path, java: str, release: Release, progress: Callable[[str], None]) -> None:
    """Run Maven on a Java, telling what has arrived. Raises ServerError where it fails."""
    progress(f"fetching Neo4j {release.version} (150 MB, once)")
    home = java_home(java)
    environment = {**os.environ, "JAVA_HOME": home} if home else None
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        errors="replace", env=environment,
    ) as maven:  # fmt: skip
        try:
            errors = _told(maven.stdout or (), release, progress)
        except BaseException:
            maven.terminate()
            raise
    if maven.returncode == 0 and (folder / "jars").is_dir():
        return
    said = _short(errors[0]) if errors else "it gave no reason"
    if any(_AWAY.search(error) for error in errors):
        raise ServerError(
            f"Neo4j {release.version} has to be fetched once, and Maven cannot reach where it fetches from: connect "
            "this computer to the network, or set your proxy in Maven's settings.xml, and say `kgraph up` again; what "
            f"has come is kept. Maven said: {said}"
        )
    raise ServerError(f"Maven could not fetch Neo4j {release.version}: {said}")


def _short(error: str) -> str:
    """What Maven says went wrong, without the chain of what that kept it from."""
    last = _REASON.findall(error)
    return str(last[-1] if last else error).removesuffix("-> [Help 1]").strip()


def _told(lines: Iterable[str], release: Release, progress: Callable[[str], None]) -> list[str]:
    """Tell of each jar that arrives; the lines that say what went wrong, else the last, which may."""
    count, size, errors, last = 0, 0.0, [], ""
    for line in lines:
        last = line.strip() or last
        if found := _ARRIVED.search(line):
            count, size = count + 1, size + float(found[2]) * _MEGABYTES[found[3]]
            progress(f"fetching Neo4j {release.version}: {count} files, {size:.0f} of about 150 MB")
        elif line.startswith("[ERROR]") and (error := line.removeprefix("[ERROR]").strip()):
            errors.append(error)
    return errors or [last] * bool(last)


def _pom(release: Release) -> str:
    tags = ("groupId", "artifactId", "version")
    wanted = "".join(
        "<dependency>"
        + "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in zip(tags, one.split(":"), strict=True))
        + "</dependency>"
        for one in coordinates(release)
    )
    return (
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>kgraph</groupId>'
        f"<artifactId>neo4j</artifactId><version>1</version><dependencies>{wanted}</dependencies></project>\n"
    )
