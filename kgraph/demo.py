"""The demonstration: the shipped study loaded, and one idea traced through its networks, passage by passage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from shlex import quote
from textwrap import fill
from typing import TYPE_CHECKING

from kgraph.connection import Connection
from kgraph.graph import Graph
from kgraph.load import load
from kgraph.study import open_study

if TYPE_CHECKING:
    from kgraph.answer import Answer
    from kgraph.evidence import Passage

_IDEA, _FIRST, _LAST = "open-courts", "ev-2011-08-03-court-results", "ev-2012-03-13-court-lists"
_WIDTH = 100
_WORDS = {"stable_to_fluid": "stable → fluid", "fluid_to_stable": "fluid → stable"}


def tell(folder: Path, progress: Callable[[str], None] = lambda step: None) -> str:
    """Load the shipped study in a folder into its embedded graph, and trace an idea: what `kgraph demo` prints.

    Raises a GraphError when the embedded engine is not to be had here.
    """
    study, via = open_study(folder), Connection("embedded")
    load(study, via, progress=progress)
    progress("tracing an idea")
    with Graph(via.open(study), study, via) as graph:
        counts = graph.counts()
        route = graph.run("trace/between", idea=_IDEA, start=_FIRST, goal=_LAST)
        return "\n".join([*_opening(study.title, counts), *_story(graph, route), *_onward(folder)])


def _opening(title: str, counts: dict[str, int]) -> Iterator[str]:
    shown = {"Event": "events", "Account": "accounts", "Actor": "actors", "Network": "networks", "Source": "sources"}
    held = ", ".join(f"{counts[label]} {name}" for label, name in shown.items())
    yield f"{title}\n{held}.\n"


def _story(graph: Graph, route: Answer) -> Iterator[str]:
    name = graph.query("MATCH (x:KnowledgeItem {id: $id}) RETURN x.name AS name", {"id": _IDEA}).rows[0][0]
    yield f'How "{name}" could have gone from one meeting to the next, through stable and fluid networks:\n'
    passages = route.evidence
    yield from _event(graph, _FIRST, passages)
    for row in route.rows:
        step = dict(zip(route.columns, row, strict=True))
        crossing = f"   [{_WORDS[step['crosses']]}]" if step["crosses"] else ""
        yield f"    ↓ {_carried(step['carried_by'])}{crossing}"
        yield from _event(graph, step["to_event"], passages)
    yield ""


def _event(graph: Graph, id: str, passages: Sequence[Passage]) -> Iterator[str]:
    """When and where an event was, what happened, and the passages that tell of it."""
    cypher = (
        "MATCH (e:Event {id: $id})-[:HELD_IN]->(n:Network) "
        "RETURN e.date AS date, e.summary AS summary, n.name AS name, n.kind AS kind ORDER BY name"
    )
    rows = graph.query(cypher, {"id": id}).rows
    yield f"{rows[0][0]}  " + "; ".join(f"{name} ({kind})" for _, _, name, kind in rows)
    yield _indented(rows[0][1])
    for passage in passages:
        if passage.event == id:
            words = passage.quote or passage.paraphrase
            yield _indented(f"{passage.source}, {passage.locator}: {words}", "          | ")


def _carried(carriers: list[str]) -> str:
    *others, last = [name for name in carriers if name != "as stated"] or [""]
    people = f"could have been carried by {', '.join(others) + ' or ' if others else ''}{last}" if last else ""
    stated = "as a source states" if "as stated" in carriers else ""
    return "; ".join(part for part in (people, stated) if part)


def _indented(text: str, start: str = "            ") -> str:
    return fill(text, _WIDTH, initial_indent=start, subsequent_indent=start)


def _onward(folder: Path) -> Iterator[str]:
    named = quote(str(folder))
    yield "Lines marked | are the passages that the steps rest on, in the coder's words. Now ask for yourself:"
    yield f"  kgraph explain trace/between --idea {_IDEA} --start {_FIRST} --goal {_LAST} -s {named}"
    yield f"  kgraph run networks/both_at_once -s {named}"
    yield "  kgraph packs"
    yield f"All of this is in the folder {folder}, which kgraph demo made; delete it when you are done."
