"""The demonstration: a study that ships loaded, and one idea traced through its networks, passage by passage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Tour:
    """What the demonstration shows of a study: one idea, from one event to another."""

    idea: str
    first: str
    last: str
    words: str
    """Whose words its passages are in."""


TOURS = {
    "lpdp": Tour("open-courts", "ev-2011-08-03-court-results", "ev-2012-03-13-court-lists", "the coder's"),
    "threesites": Tour("assess-at-home", "har-01", "que-04", "the speakers'"),
}
"""The studies that ship, the real one first."""

_WIDTH = 100
_WORDS = {"stable_to_fluid": "stable → fluid", "fluid_to_stable": "fluid → stable"}


def tell(folder: Path, tour: Tour = TOURS["lpdp"], progress: Callable[[str], None] = lambda step: None) -> str:
    """Load a copy of a study that ships into its embedded graph, and trace an idea: what `kgraph demo` prints.

    Raises a GraphError when the embedded engine is not to be had here.
    """
    study, via = open_study(folder), Connection("embedded")
    load(study, via, progress=progress)
    progress("tracing an idea")
    with Graph(via.open(study), study, via) as graph:
        counts = graph.counts()
        route = graph.run("trace/between", idea=tour.idea, start=tour.first, goal=tour.last)
        return "\n".join([*_opening(study.title, counts), *_story(graph, tour, route), *_onward(folder, tour)])


def _opening(title: str, counts: dict[str, int]) -> Iterator[str]:
    shown = {"Event": "events", "Account": "accounts", "Actor": "actors", "Network": "networks", "Source": "sources"}
    held = ", ".join(f"{counts[label]} {name}" for label, name in shown.items())
    yield f"{title}\n{held}.\n"


def _story(graph: Graph, tour: Tour, route: Answer) -> Iterator[str]:
    name = graph.query("MATCH (x:KnowledgeItem {id: $id}) RETURN x.name AS name", {"id": tour.idea}).rows[0][0]
    yield f'How "{name}" could have gone from one meeting to the next, through stable and fluid networks:\n'
    passages = route.evidence
    yield from _event(graph, tour.first, passages)
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
    from kgraph.quotation import denial

    rows = graph.query(cypher, {"id": id}).rows
    yield f"{rows[0][0]}  " + "; ".join(f"{name} ({kind})" for _, _, name, kind in rows)
    yield _indented(rows[0][1])
    for passage in passages:
        if passage.event == id:
            words = f"“{passage.quote}”" if passage.quote else passage.paraphrase
            against = f" ({denied})" if (denied := denial(passage)) else ""
            yield _indented(f"{passage.source}, {passage.locator}{against}: {words}", "          | ")


def _carried(carriers: list[str]) -> str:
    *others, last = [name for name in carriers if name != "as stated"] or [""]
    people = f"could have been carried by {', '.join(others) + ' or ' if others else ''}{last}" if last else ""
    stated = "as a source states" if "as stated" in carriers else ""
    return "; ".join(part for part in (people, stated) if part)


def _indented(text: str, start: str = "            ") -> str:
    return fill(text, _WIDTH, initial_indent=start, subsequent_indent=start)


def _onward(folder: Path, tour: Tour) -> Iterator[str]:
    named = quote(str(folder))
    yield f"Lines marked | are the passages that the steps rest on, in {tour.words} words. Now ask for yourself:"
    yield f"  kgraph explain trace/between --idea {tour.idea} --start {tour.first} --goal {tour.last} -s {named}"
    yield f"  kgraph run networks/both_at_once -s {named}"
    yield "  kgraph packs"
    yield f"All of this is in the folder {folder}, which kgraph demo made; delete it when you are done."
