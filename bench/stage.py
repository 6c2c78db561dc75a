"""What the blocks of the benchmark share: generated studies, their content in memory, the server, and first writes."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.generate import SIZES
from bench.generate import write as generate
from bench.measure import timed
from bench.server import empty, opened, server, version
from kgraph.check import check
from kgraph.content import Content
from kgraph.derive import derive
from kgraph.graph import Graph
from kgraph.manifest import hashed
from kgraph.plan import Plan, plan
from kgraph.receipt import hashes, receipt
from kgraph.study import Study, open_study
from kgraph.write import write


@dataclass(frozen=True, slots=True)
class Held:
    """A study's content in memory, derived relationships included, and what a first load of it would write."""

    study: Study
    content: Content
    load: dict[str, Any]
    plan: Plan
    check_seconds: float
    derive_seconds: list[float]

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return sum(map(len, self.content.nodes.values()))

    @property
    def relationships(self) -> int:
        """How many relationships there are."""
        return sum(map(len, self.content.relationships.values()))

    @property
    def rows(self) -> int:
        """How many nodes and relationships there are."""
        return self.nodes + self.relationships

    def write(self, graph: Graph) -> None:
        """The write stage of a first load."""
        write(graph.engine, self.plan, self.content, dict(self.load))


class Stage:
    """Where everything is measured: sizes, how often, and a folder that is removed at the end.

    ``size`` is what most blocks use, and ``large`` what is said of growth.
    """

    def __init__(self, folder: Path, size: str, large: str, repeat: int) -> None:
        self.folder = folder
        self.size = size
        self.large = large
        self.repeat = repeat
        self._held: tuple[str, Held] | None = None
        self._open = ExitStack()

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *exception: object) -> None:
        self._open.close()

    def study(self, size: str, *, furnished: bool = False) -> Path:
        """The folder of the generated study of a size, as it was generated."""
        folder = self.folder / (f"{size}-furnished" if furnished else size)
        if not folder.exists():
            generate(SIZES[size], folder, furnished=furnished)
        return folder

    def copy(self, size: str) -> Path:
        """A copy of that folder, in the place of the copy before."""
        folder = self.folder / "copy"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.study(size), folder)
        return folder

    def held(self, size: str, derivations: int = 1) -> Held:
        """A study in memory. Only the last one asked for is kept: the large one takes gigabytes."""
        if self._held and self._held[0] == size and len(self._held[1].derive_seconds) >= derivations:
            return self._held[1]
        self._held = None
        self._held = size, _held(open_study(self.study(size)), derivations)
        return self._held[1]

    def furnished(self, size: str) -> Held:
        """A study with all that packs ask about, in memory; it is not kept."""
        self._held = None
        return _held(open_study(self.study(size, furnished=True)), 1)

    @cached_property
    def server(self) -> dict[str, str]:
        """How to reach the Neo4j that is measured: NEO4J_… variables."""
        return self._open.enter_context(server())

    def graph(self, study: Study) -> Graph:
        """The emptied graph on that Neo4j. Raises ForeignGraph where it holds what is not ours."""
        graph = opened(self.server, study)
        print(f"  Neo4j {version(graph.engine)}", flush=True)
        return graph

    def empty_server(self) -> None:
        """Leave the server without a node."""
        with opened(self.server, open_study(self.study(self.size))) as graph:
            empty(graph.engine)


def _held(study: Study, derivations: int) -> Held:
    began = perf_counter()
    checked = check(study).sound()
    check_seconds = perf_counter() - began
    found: list[Any] = []
    seconds = [timed(lambda: found.append(derive(checked.content, checked.order))) for _ in range(derivations)]
    content = checked.content
    content.relationships |= found[-1].as_relationships()
    node = receipt(study, hashes(study), content)
    return Held(study, content, node, plan(None, hashed(content, node)), check_seconds, seconds)
