"""The notebooks of examples/notebooks, run: `scripts/notebooks.py write` puts in them what their cells give now.

Each is run from top to bottom in a kernel of this Python. What differs from one run to the next (times, the marks of
packs and loads, ports, versions, the temporary folder) is taken out of what is kept, so that tests/test_notebooks.py
can hold it against another run. The one for Neo4j needs NEO4J_URI.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "notebooks"
NAMES = ("embedded", "neo4j")

VARIES = (
    (re.escape(tempfile.gettempdir()) + r"[\\/]+\w+", "TEMPORARY"),
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(\+00:00)?", "2026-01-01 12:00"),
    (r"\b((?:bolt|neo4j)(?:\+s|\+ssc)?)://[\w.:-]+", r"\1://localhost:7687"),
    (r"\bsha256 [0-9a-f]{12}\b", "sha256 …"),
    (r"\b(ArcadeDB|Neo4j) \d[\w.]*", r"\1"),
    (r"\bkgraph \d[\w.]*", "kgraph"),
)


def run(name: str) -> Any:
    """A notebook with what its cells give now, without what varies. An error in a cell is raised, with its text."""
    import nbformat  # late, as below: only who runs notebooks needs the extra notebook
    from nbclient import NotebookClient

    book = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    with tempfile.TemporaryDirectory() as away:
        client = NotebookClient(book, timeout=240, kernel_name="python3", resources={"metadata": {"path": away}})
        client.execute(env={**os.environ, "PYTHONPATH": str(ROOT)})
    return tidied(book)


def tidied(book: Any) -> Any:
    """A notebook without what differs from one run of it to the next, and with its outputs as one text each."""
    book.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    for cell in book.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs = [output for output in _joined(cell.outputs) if output]
    import nbformat

    return nbformat.from_dict(json.loads(_same(json.dumps(book))))


def _joined(outputs: list[Any]) -> list[Any]:
    """Outputs with what is printed in one piece, however often it was flushed."""
    made: list[Any] = []
    for output in outputs:
        if made and output.output_type == made[-1].output_type == "stream" and output.name == made[-1].name:
            made[-1].text += output.text
        else:
            made.append(output)
    return made


def _same(text: str) -> str:
    for pattern, instead in VARIES:
        text = re.sub(pattern, instead, text)
    return text


if __name__ == "__main__":
    if sys.argv[1:] != ["write"]:
        sys.exit(__doc__)
    import nbformat

    for each in NAMES:
        nbformat.write(run(each), FOLDER / f"{each}.ipynb")
        print(f"wrote {FOLDER / each}.ipynb")
