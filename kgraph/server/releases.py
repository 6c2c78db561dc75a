"""The releases of Neo4j that can be started here: their jars, what they are started with, and a Java for each."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from kgraph.errors import ServerError


class Release(NamedTuple):
    """One release of Neo4j: its version, its main class, the Java it runs on, and the image with the same in it."""

    version: str
    main: str
    oldest_java: int
    newest_java: int | None
    image: str

    @property
    def wanted(self) -> str:
        """The Java it wants, in words."""
        until = f" to {self.newest_java}" if self.newest_java else " or newer"
        return f"Java {self.oldest_java}{until}"

    def takes(self, java: int) -> bool:
        """Whether it runs on a Java of that version."""
        return self.oldest_java <= java <= (self.newest_java or java)


RELEASES = {
    "5": Release("5.26.28", "org.neo4j.server.CommunityEntryPoint", 17, 21, "neo4j:5.26-community"),
    "2026": Release("2026.08.1", "org.neo4j.server.Neo4jCommunity", 21, None, "neo4j:2026.08.1-community"),
}
"""By line. 5 is the one with long-term support."""

BROWSER = "org.neo4j.client:neo4j-browser:5.24.0"
"""The newest Browser that is published as a jar. It is served by whatever server has it on its class path."""


def coordinates(release: Release) -> list[str]:
    """The Maven coordinates of a release with its Browser."""
    return [f"org.neo4j:neo4j:{release.version}", f"org.neo4j.app:neo4j-server:{release.version}", BROWSER]


def find_java(release: Release, asked: str | None = None) -> str:
    """The path of a java that a release runs on: the one asked for, else JAVA_HOME's, PATH's or another.

    Raises ServerError, which says what was found instead.
    """
    seen: list[str] = []
    if asked and Path(asked).is_dir():  # the folder that it is installed in
        asked = str(Path(asked) / "bin" / "java")
    for java in [asked] if asked else _known():
        version = java_version(java)
        if version and release.takes(version):
            return java
        if version or asked:
            seen.append(f"{java} is {f'Java {version}' if version else 'no Java'}")
    found = f"and here {'; '.join(seen)}" if seen else "and there is none here"
    raise ServerError(
        f"Neo4j {release.version} needs {release.wanted}, {found}: install one (Temurin is free), or name its java "
        "with --java"
    )


def java_version(java: str) -> int | None:
    """The version of a java, such as 17; None where that is no java."""
    found = re.search(r'version "(?:1\.)?(\d+)', _said(java, "-version"))  # Java 8 calls itself 1.8
    return int(found[1]) if found else None


def java_home(java: str) -> str | None:
    """The folder that a java is installed in, as JAVA_HOME wants it; None where it does not say."""
    found = re.search(r"^\s*java\.home = (.+)$", _said(java, "-XshowSettings:properties", "-version"), re.MULTILINE)
    return found[1].strip() if found else None


def _said(java: str, *words: str) -> str:
    """What a java says of itself, which it says on stderr."""
    try:
        return subprocess.run([java, *words], capture_output=True, text=True, timeout=30, check=False).stderr
    except (OSError, subprocess.TimeoutExpired):
        return ""


_INSTALLED = (
    ("/usr/lib/jvm", "*/bin/java"),
    ("/opt", "*/bin/java"),
    ("/Library/Java/JavaVirtualMachines", "*/Contents/Home/bin/java"),
    (os.environ.get("PROGRAMFILES", ""), "Eclipse Adoptium/*/bin/java.exe"),
    (os.environ.get("PROGRAMFILES", ""), "Java/*/bin/java.exe"),
)


def _known() -> list[str]:
    home = os.environ.get("JAVA_HOME")
    first = [str(Path(home) / "bin" / "java") if home else None, shutil.which("java")]
    rest = [str(path) for folder, form in _INSTALLED if folder for path in sorted(Path(folder).glob(form))]
    return list(dict.fromkeys(path for path in (*first, *rest) if path))
