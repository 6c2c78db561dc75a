"""docs/packs.md: every pack with a real answer, made from the packs and examples/threesites.

python -m scripts.packs_page > docs/packs.md        loads a copy of the study into an embedded graph and asks it
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from kgraph.answer import Answer
from kgraph.connection import EMBEDDED, Connection
from kgraph.graph import Graph
from kgraph.load import load
from kgraph.packs import Pack
from kgraph.render import markdown, shown
from kgraph.study import open_study

STUDY = Path(__file__).resolve().parent.parent / "examples" / "threesites"
ROWS = 6
"""How many rows of an answer are shown."""

THEMES = {
    "trace": "How ideas moved: routes, arrivals, waits, other names, adoption.",
    "networks": "What the stable and the fluid networks were, and who was in both.",
    "knowledge": "What was shared, built on and reached for.",
    "harmonising": "Programmes of action in conflict, and who brought them together.",
    "brokerage": "Who stands between groups, and what does.",
    "discourse": "Who takes which position, with whom and against whom.",
    "accounts": "What the answers rest on: witnesses, coders, hindsight, silence.",
    "compare": "The same question at each site, with what was asked there.",
    "quality": "What in the coding to look at again.",
}
"""The folders of packs, in the order in which a study would ask."""

HEAD = """\
# The questions

This page is made from the packs in cypher/ and from the invented study [threesites](../examples/threesites/README.md):
change those, and write it anew with `python -m scripts.packs_page`. What each pack must answer about that study was
worked out by hand from its story, with reasons: [ANSWERS.md](../examples/threesites/ANSWERS.md).

Each is one read-only query, the same for the embedded engine and for Neo4j; `kgraph packs show NAME` prints it, and
`kgraph packs show NAME --browser` prints it to be pasted in Neo4j Browser. What it answers is a table; to see it as a
graph there, paste what the command after "Drawn" prints, where there is one. Every row rests on accounts: their number
is the last column, and `kgraph explain NAME` shows the passages. Answers are cut to their first rows here.
"""


def page(graph: Graph) -> str:
    """The whole page, asked of a graph that holds the study."""
    packs = {pack.name: pack for pack in graph.packs}
    themes = {theme: [*of] for theme, of in groupby(sorted(packs), key=lambda name: name.partition("/")[0])}
    if set(themes) != set(THEMES):
        raise SystemExit(f"themes without a sentence here, or the reverse: {sorted(set(themes) ^ set(THEMES))}")
    parts = [HEAD]
    for theme, said in THEMES.items():
        names = themes.get(theme, [])
        parts.append(f"- **{theme}**: {said} " + ", ".join(f"[{_last(name)}](#{_anchor(name)})" for name in names))
    for theme, said in THEMES.items():
        parts.append(f"\n## {theme}\n\n{said}")
        parts += [_section(graph, packs[name]) for name in themes.get(theme, [])]
    return "\n".join(parts) + "\n"


def _last(name: str) -> str:
    return name.partition("/")[2]


def _anchor(name: str) -> str:
    """The anchor that a heading of this name gets."""
    return name.replace("/", "")


def _section(graph: Graph, pack: Pack) -> str:
    values = {name: value for name, value in pack.example_values().items() if value is not None}
    answer = graph.run(pack.name, **values)
    typed = " ".join(["kgraph run", pack.name, *(f"--{n.replace('_', '-')} {_typed(v)}" for n, v in _given(pack))])
    return "\n".join(
        [
            f"\n### {pack.name}\n\n**{markdown(pack.title)}.** {_prose(pack.doc)}\n",
            *([f"Method: {markdown(pack.method)}.\n"] if pack.method else []),
            *_parameters(pack),
            f"```sh\n{typed}\n```\n",
            *_answer(answer),
            *([f"\nDrawn: `{typed} --graph` ([Cypher](../cypher/{pack.name}.graph.cypher))."] if pack.graph else []),
            f"\n<details><summary>The query</summary>\n\n```cypher\n{_query(pack)}\n```\n\n</details>",
        ]
    )


def _prose(doc: str) -> str:
    return "\n\n".join(markdown(part.replace("\n", " ")) for part in doc.split("\n\n"))


def _given(pack: Pack) -> Iterator[tuple[str, str]]:
    from kgraph.header import example_values

    yield from example_values(pack.example).items()


def _typed(value: str) -> str:
    import shlex

    return shlex.quote(value)


def _parameters(pack: Pack) -> Iterator[str]:
    if pack.params:
        yield "| parameter | takes | what it is |\n|---|---|---|"
        yield from (f"| `{p.name}` | {markdown(p.said)} | {markdown(p.doc)} |" for p in pack.params)
        yield ""


def _answer(answer: Answer) -> Iterator[str]:
    names = [*answer.columns, "evidence"]
    yield f"| {' | '.join(names)} |\n|{'---|' * len(names)}"
    for row, ids in zip(answer.rows[:ROWS], answer.evidence_ids or (), strict=False):
        yield f"| {' | '.join([*(markdown(shown(cell)) for cell in row), str(len(ids))])} |"
    more = len(answer) - ROWS
    if more > 0:
        yield f"\n… and {more} more row{'s' * (more != 1)}."


def _query(pack: Pack) -> str:
    lines = pack.text.splitlines()
    first = next(at for at, line in enumerate(lines) if line and not line.startswith("//"))
    return "\n".join(lines[first:]).strip()


def main() -> None:
    """Print the page."""
    with tempfile.TemporaryDirectory(prefix="kgraph-packs-") as place:
        study = open_study(Path(shutil.copytree(STUDY, Path(place, "study"))))
        via = Connection(EMBEDDED)
        load(study, via)
        with Graph(via.open(study), study, via) as graph:
            sys.stdout.write(page(graph))


if __name__ == "__main__":
    main()
