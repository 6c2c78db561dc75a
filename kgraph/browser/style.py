"""The style of the graph in Neo4j Browser: the file that ships, and its colours, to explain them by.

Browser reads GraSS with a small reader of its own: no comments, no ``:`` and no ``;`` within a value. Where several
rules fit a node, all apply, in the order of the file, each property as the last of them says.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import NamedTuple

FILE = "style.grass"
_RULE = re.compile(r"(?P<selector>[^{}\s]+)\s*\{(?P<body>(?:\"[^\"]*\"|[^}\"])*)\}")


class Look(NamedTuple):
    """How the nodes of a label look: their colour, and that of the words on them."""

    colour: str
    words: str


def style() -> str:
    """The text of the style that ships with kgraph."""
    return files("kgraph.cypher").joinpath("browser", FILE).read_text(encoding="utf-8")


def rules(text: str) -> list[tuple[str, dict[str, str]]]:
    """The rules of a style in their order: what each is for, and its properties.

    >>> rules('node.Idea { color: #00755A; caption: "{name}"; }')
    [('node.Idea', {'color': '#00755A', 'caption': '{name}'})]
    """
    return [(found["selector"], _properties(found["body"])) for found in _RULE.finditer(text)]


def _properties(body: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in body.split(";") if ":" in line)
    return {name.strip(): value.strip().strip('"') for name, _, value in pairs}


def looks() -> dict[str, Look]:
    """How the nodes of each label look in the shipped style."""
    named = ((selector.removeprefix("node."), said) for selector, said in rules(style()) if selector[:5] == "node.")
    return {label: Look(said["color"], said["text-color-internal"]) for label, said in named}
