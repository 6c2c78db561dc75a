"""Pattern comprehensions over what OPTIONAL MATCH may not have found: there the embedded engine matches everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kgraph.cypher_text import Clause, Token, closing, items


class Unguarded(NamedTuple):
    """A comprehension that begins or ends at what may be null: its line, what is wrong, and what would be right."""

    line: int
    message: str
    remedy: str


def unguarded(query: Sequence[Clause]) -> Iterator[Unguarded]:
    """The pattern comprehensions of a query in which a variable of an earlier OPTIONAL MATCH stands as it is.

    One that the query asks IS NULL or IS NOT NULL of, between the two, is let be.
    """
    perhaps: set[str] = set()
    known: set[str] = set()
    for clause in query:
        perhaps -= _asked(clause.tokens)
        for start in _comprehensions(clause.tokens):
            inside = clause.tokens[start : closing(clause.tokens, start)]
            for name in sorted(perhaps & set(_nodes(inside))):
                yield Unguarded(
                    inside[0].line,
                    f"{name} may be null here, and [ ] of a pattern with it then matches all on the embedded engine",
                    f"write CASE WHEN {name} IS NULL THEN [] ELSE [ … ] END, or COLLECT {{ MATCH … RETURN … }}",
                )
        if clause.keyword == "OPTIONAL MATCH":
            perhaps |= set(_nodes(clause.tokens)) - known
        elif clause.keyword == "WITH" and clause.tokens[:1] and clause.tokens[0].text != "*":
            perhaps &= {item.alias or item.text.removeprefix("DISTINCT ") for item in items(clause.tokens)}
        known |= _named(clause)


def _named(clause: Clause) -> set[str]:
    """All that a clause and the queries inside it name."""
    within = [name for subquery in clause.subqueries for each in subquery.clauses for name in _named(each)]
    return {*within, *(token.text for token in clause.tokens)}


def _asked(found: Sequence[Token]) -> set[str]:
    """The variables of which a clause asks whether they are null."""
    return {
        token.text
        for at, token in enumerate(found)
        if [each.upper for each in found[at + 1 : at + 3]] in (["IS", "NULL"], ["IS", "NOT"])
    }


def _comprehensions(found: Sequence[Token]) -> Iterator[int]:
    """Where pattern comprehensions open: ``[(`` that is no relationship, with a pattern's dash after its first node."""
    for at, token in enumerate(found[:-1]):
        opens = token.kind == "mark" and token.text == "[" and found[at + 1].text == "("
        if opens and not (at and found[at - 1].text in ("-", "IN")):
            after = closing(found, at + 1) + 1
            if after < len(found) and found[after].text in ("-", "<"):
                yield at


def _nodes(found: Sequence[Token]) -> Iterator[str]:
    """The variables of the nodes of patterns: a name right after ``(``, with ``)``, ``:`` or ``{`` after it."""
    for before, token, after in zip(found, found[1:], found[2:], strict=False):
        if before.text == "(" and token.kind in ("word", "name") and after.text in (")", ":", "{"):
            yield token.text
