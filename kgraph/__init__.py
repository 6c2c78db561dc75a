"""kgraph: trace how ideas moved across stable and fluid networks, with the passage behind every answer.

>>> import kgraph
>>> with kgraph.open("my-study") as graph:      # doctest: +SKIP
...     graph.load()
...     answer = graph.run("trace/route", idea="open-licence")
"""

from __future__ import annotations

from pathlib import Path as _Path
from typing import TYPE_CHECKING
from typing import Any as _Any

if TYPE_CHECKING:
    from kgraph.graph import Graph

__version__ = "0.1.0"
__all__ = ["open"]

_here = _Path(__file__).resolve().parent
if not (_here / "loaders").is_dir():  # a checkout: loaders/, cypher/ and examples/ lie beside kgraph/
    __path__.append(str(_here.parent))


def open(
    folder: _Path | str | None = None,
    *,
    uri: str | None = None,
    username: str | None = None,
    password: str | None = None,
    database: str | None = None,
    read_only: bool = False,
    **settings: _Any,
) -> Graph:
    """A study's graph, opened: the embedded one in the study's folder, or the Neo4j at a URI.

    Without a folder and with a URI the graph can be asked, not loaded. What is not given comes from NEO4J_URI,
    NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE, then from the study's kgraph.toml. ``settings`` are those of
    docs/security.md, such as ``ca="our-authority.pem"``; else they come from KGRAPH_CA and so on, or kgraph.toml.

    ``read_only`` opens it to be asked only. Nothing can be written then, and several processes may have the embedded
    graph open at once, which otherwise one has alone.

    Raises StudyError when the folder is no study, and a GraphError when the graph cannot be reached.
    """
    from kgraph.graph import open_graph

    return open_graph(
        folder, uri=uri, username=username, password=password, database=database, read_only=read_only, **settings
    )
