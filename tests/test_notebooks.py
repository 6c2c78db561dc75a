"""The notebooks that ship give what they show, and what a notebook and the shell are told of each other."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checkout import ROOT
from kgraph.connection import Connection
from kgraph.load import load
from tests.studies import write_study

REQUIRED = os.environ.get("KGRAPH_REQUIRE_NOTEBOOKS") == "1"
"""Then what is missing is a failure, and not a reason to leave these tests out."""

pytestmark = pytest.mark.slow


def needed(*names: str) -> None:
    for name in names:
        if REQUIRED:
            __import__(name)
        else:
            pytest.importorskip(name, reason=f"{name} is not installed (the extras embedded, notebook, pandas, py2neo)")


needed("nbformat", "nbclient", "ipykernel", "arcadedb_embedded", "pandas")

FOLDER, NAMES = ROOT / "examples" / "notebooks", ("embedded", "neo4j")

HOLD = """
import sys
from pathlib import Path
from kgraph.engines.embedded import Embedded
folder, sys.argv = Path(sys.argv[1]), ["kgraph", "load"]
with Embedded(folder):
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study, loaded into the graph in its folder."""
    load(write_study(tmp_path), Connection("embedded"))
    return tmp_path


# -- the notebooks that ship -------------------------------------------------------------------------------------------


def test_every_notebook_is_run_here() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == sorted(NAMES)


def shown(book: Any) -> list[tuple[str, Any]]:
    """Each cell, and all that stands below it, as data to be compared."""
    return [(cell["source"], plain(cell.get("outputs", []))) for cell in book["cells"]]


def plain(outputs: Any) -> Any:
    return json.loads(json.dumps([{key: value for key, value in one.items() if key != "metadata"} for one in outputs]))


def kept(name: str) -> Any:
    import nbformat

    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def given(name: str) -> Any:
    from scripts.notebooks import run

    return run(name)


HOW = "scripts/notebooks.py write  puts in what the cells give now"


def test_the_notebook_of_an_embedded_graph_gives_what_it_shows() -> None:
    assert shown(given("embedded")) == shown(kept("embedded")), HOW


@pytest.mark.usefixtures("neo4j_engine")
def test_the_notebook_of_a_neo4j_gives_what_it_shows() -> None:
    needed("py2neo")
    assert shown(given("neo4j")) == shown(kept("neo4j")), HOW


@pytest.mark.parametrize("name", NAMES)
def test_what_is_kept_of_a_notebook_names_no_folder_and_no_password_and_holds_no_error(name: str) -> None:
    text = (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")
    assert not re.search(r"/(tmp|home|Users|usr|var)/", text)
    assert '"output_type": "error"' not in text
    assert os.environ.get("NEO4J_PASSWORD", "no password") not in text
    assert [cell for cell in kept(name).cells if cell.cell_type == "code" and not cell.execution_count] == []


# -- a notebook and the shell ------------------------------------------------------------------------------------------


class Kernel:
    """A real kernel, as Jupyter starts one."""

    def __init__(self) -> None:
        from jupyter_client import KernelManager

        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=str(ROOT))
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code: str) -> str:
        """What a cell prints; of one that fails the name of the error and what it says."""
        said: list[str] = []

        def hear(message: dict[str, Any]) -> None:
            content = message["content"]
            if message["msg_type"] == "stream":
                said.append(content["text"])
            elif message["msg_type"] == "error":
                said.append(f"{content['ename']}: {content['evalue']}")

        self.client.execute_interactive(code, output_hook=hear, timeout=60)
        return "".join(said).strip()

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=False)


@pytest.fixture
def kernel() -> Iterator[Kernel]:
    made = Kernel()
    yield made
    made.close()


def shell(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    command = [sys.executable, "-m", "kgraph", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_kernel_is_of_this_very_python(kernel: Kernel) -> None:
    assert kernel.run("import sys; print(sys.executable)") == sys.executable


def test_the_shell_is_told_that_a_notebook_holds_the_graph_and_what_to_do(folder: Path, kernel: Kernel) -> None:
    opening = f"import os, kgraph; graph = kgraph.open({str(folder)!r}, uri='embedded'); print(os.getpid())"
    pid = kernel.run(opening)
    for words in (["load", "--verify", "-s", str(folder)], ["run", "trace/waits", "--idea", "x", "-s", str(folder)]):
        done = shell(*words)
        assert (done.returncode, done.stdout) == (3, "")
        assert (
            f"A notebook (pid {pid}) holds the graph in {folder / '.kgraph' / 'graph'}: run graph.close() there, or "
            "shut its kernel down. Next time open it with `with kgraph.open(…) as graph:`, which closes it"
        ) in done.stderr
    assert kernel.run("graph.close()") == ""
    assert shell("run", "trace/waits", "--idea", "x", "-s", str(folder)).returncode == 0


def test_a_loader_is_told_that_a_notebook_reads(folder: Path, kernel: Kernel) -> None:
    opening = f"import os, kgraph; graph = kgraph.open({str(folder)!r}, uri='embedded', read_only=True)"
    pid = kernel.run(f"{opening}; print(os.getpid())")
    done = shell("load", "--verify", "-s", str(folder))
    assert (done.returncode, done.stdout) == (3, "")
    assert (
        f"The graph in {folder / '.kgraph' / 'graph'} is being read by a notebook (pid {pid}), and nobody can write to "
        "it meanwhile: run graph.close() in a notebook, or shut its kernel down."
    ) in done.stderr


def test_a_notebook_that_is_shut_down_lets_go_of_the_graph(folder: Path) -> None:
    kernel = Kernel()
    try:
        assert kernel.run(f"import kgraph; graph = kgraph.open({str(folder)!r}, uri='embedded'); print(1)") == "1"
    finally:
        kernel.close()
    assert shell("run", "trace/waits", "--idea", "x", "-s", str(folder)).returncode == 0


def test_a_notebook_is_told_that_a_command_holds_the_graph(folder: Path, kernel: Kernel) -> None:
    graph = folder / ".kgraph" / "graph"
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", HOLD, str(graph)]
    holder = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)
    try:
        assert holder.stdout
        assert holder.stdout.readline() == "ready\n"
        for how in ("", ", read_only=True"):
            said = kernel.run(f"import kgraph; kgraph.open({str(folder)!r}, uri='embedded'{how})")
            assert said == (
                f"GraphBusy: Another process (pid {holder.pid}, 'kgraph load') holds the graph in {graph}: wait for it "
                "to end, or close it. Several people or programs at once need a Neo4j server (NEO4J_URI)."
            )
    finally:
        holder.communicate("")
