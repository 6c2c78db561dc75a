"""The labels, relationship types and properties that a query names, held against the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from kgraph.cypher_text import Clause, Token, every_query, spelt


class Stranger(NamedTuple):
    """A name that the model does not have: its line, what is wrong, and what was perhaps meant."""

    line: int
    message: str
    remedy: str


_PARTS_OF_DATES = {"year", "quarter", "month", "week", "day", "weekYear", "dayOfQuarter", "dayOfWeek", "ordinalDay",
                   "years", "quarters", "months", "weeks", "days"}  # fmt: skip


@lru_cache(maxsize=1)
def _model() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The labels, types and properties of the graph."""
    from kgraph import vocabulary
    from kgraph.model import LeadsTo, MayLeadTo

    labels = {*vocabulary.LABELS, "KnowledgeItem", "StableNetwork", "FluidNetwork"}
    types = {*vocabulary.TYPES, LeadsTo.type, MayLeadTo.type}
    names = {"accounts", "denied_by", *LeadsTo.model_fields}
    for added in vocabulary.ADDED.values():
        names |= set(added)
    for entity in vocabulary.ENTITIES:
        names |= set(vocabulary.node_properties(entity))
    for relation in vocabulary.RELATIONS:
        names |= set(vocabulary.properties(relation))
    dated = {
        column.name
        for kind in (*vocabulary.ENTITIES, *vocabulary.RELATIONS)
        for column in vocabulary.columns(kind)
        if column.is_date
    }
    names |= {bound for name in dated for bound in vocabulary.day_bounds(name)}
    return frozenset(labels), frozenset(types), frozenset(names)


def strangers(query: Sequence[Clause]) -> Iterator[Stranger]:
    """Every label, type and property in a query that the model does not have, or has in two senses."""
    labels, types, properties = _model()
    both = sorted(labels & types)
    known = properties | _PARTS_OF_DATES
    every = [clause for _, part in every_query(query) for clause in part]
    said = [use for clause in every for use in _uses(clause.tokens, clause.keyword in ("MATCH", "OPTIONAL MATCH"))]
    own = {token.text for what, token in said if what == "key"}
    for what, token in said:
        if what == "label" and token.text not in labels:
            yield _unknown(token, "label", labels, " (it is a type)" if token.text in types else "")
        elif what == "type" and token.text not in types:
            yield _unknown(token, "type", types, " (it is a label)" if token.text in labels else "")
        elif what == "property" and token.text not in known and token.text not in own:
            yield _unknown(token, "property", properties, "")
        elif token.text in both:
            yield Stranger(
                token.line,
                f"{token.text} is a label and a type",
                "a name can be only one of these on the embedded engine",
            )


def _unknown(token: Token, what: str, known: frozenset[str], note: str) -> Stranger:
    from kgraph.rows import nearest

    folded = {name.lower(): name for name in sorted(known)}
    guess = folded.get(nearest(token.text, list(folded))) if len(token.text) > 2 else None
    remedy = f"perhaps {guess}" if guess else "see kgraph schema for the model"
    return Stranger(token.line, f"the model has no {what} {spelt(token)}{note}", remedy)


def _uses(found: Sequence[Token], pattern: bool) -> Iterator[tuple[str, Token]]:
    """The labels, types, properties and map keys among a clause's tokens."""
    around: list[str] = []
    for at, token in enumerate(found):
        before = found[at - 1] if at else None
        after = found[at + 1].text if at + 1 < len(found) else ""
        if token.kind == "mark":
            if token.text in ("(", "[", "{"):
                around.append(_bracket(found, at, around, pattern))
            elif token.text in (")", "]", "}") and around:
                around.pop()
            continue
        if token.kind not in ("word", "name") or before is None or before.kind != "mark":
            continue
        inner = around[-1] if around else ""
        if before.text in (":", "|", "&", "!") and inner not in ("map", "properties"):
            if before.text != "|" or inner == "relationship" or _in_labels(found, at):
                yield ("type" if inner == "relationship" else "label"), token
        elif before.text in ("{", ",") and inner in ("map", "properties") and after == ":":
            yield ("key" if inner == "map" else "property"), token
        elif (
            before.text == "."
            and after != "("
            and not (after == "." and found[at + 1].kind == "mark" and _called(found, at))
        ):
            yield "property", token


def _called(found: Sequence[Token], at: int) -> bool:
    """Whether a dotted name is that of a function: a.b.c( ."""
    while at + 2 < len(found) and found[at + 1].text == ".":
        at += 2
    return at + 1 < len(found) and found[at + 1].text == "("


def _in_labels(found: Sequence[Token], at: int) -> bool:
    """Whether a name after ``|`` goes on with labels: (n:A|B), and not the | of a comprehension."""
    return at > 2 and found[at - 2].kind in ("word", "name") and found[at - 3].text in (":", "|", "&", "!")


def _bracket(found: Sequence[Token], at: int, around: Sequence[str], pattern: bool) -> str:
    """What an opening bracket opens: a node, a relationship, their properties, a map, a list or something else."""
    mark, before = found[at].text, found[at - 1].text if at else ""
    if mark == "[":
        return "relationship" if before == "-" else "list"
    if mark == "(":
        return "group"
    if around and around[-1] == "relationship":
        return "properties"
    inside_pattern = pattern or _after_node(found, at)
    return "properties" if around and around[-1] == "group" and inside_pattern and before != "(" else "map"


def _after_node(found: Sequence[Token], at: int) -> bool:
    """Whether a brace follows a node's label, as in (n:Label {…}."""
    return at > 2 and found[at - 1].kind in ("word", "name") and found[at - 2].text in (":", "|", "&")
