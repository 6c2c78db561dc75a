"""Bookmarks: how far a cluster must have come before it may answer, so that no answer is from before the last load.

A cluster of Neo4j answers from any of its servers, and one may be behind the one that was written to. What it gives
after a load, its bookmarks, is kept in the study's .kgraph folder, in a file for each graph. They are numbers of the
server's, and nobody's words.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kgraph.names import digest
from kgraph.study import Study, replace_text


class Bookmarks:
    """Those of a study's graph, in the file where one command keeps them for the next."""

    def __init__(self, study: Study, target: str) -> None:
        self.path: Path = study.hidden / "bookmarks" / f"{digest(target)}.txt"

    def read(self) -> set[str]:
        """Those that were kept; none where there are none, or the file cannot be read."""
        try:
            return {*self.path.read_text(encoding="utf-8").split()}
        except (OSError, UnicodeDecodeError):
            return set()

    def keep(self, found: Iterable[str]) -> None:
        """Keep them in the place of those before. Where they cannot be kept there are none: the study is loaded."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            replace_text(self.path, "".join(f"{one}\n" for one in sorted(found)))
        except OSError:
            self.forget()

    def forget(self) -> bool:
        """Keep none; whether that was possible, which it is not in a folder that may only be read."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            return False
        return True
