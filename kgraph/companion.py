"""The companion of a pack: Cypher beside it that returns nodes and relationships, or paths, where a pack returns rows.

Neo4j Browser draws nodes, relationships, paths and lists of these, and draws nothing of a table. The companion of
trace/route.cypher is trace/route.graph.cypher: a comment that says what is drawn, and one query, which takes the
parameters that the pack's header declares, and no others, and that both engines answer alike. It needs no order and no
evidence: every relationship carries its accounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kgraph.cypher_text import Clause, branches, clauses, items, parameters, statements, tokens, too_deep
from kgraph.errors import PackError
from kgraph.packs import Pack, filled
from kgraph.params import Parameter
from kgraph.records import Place, Problem


def pasted(pack: Pack, given: Mapping[str, Any]) -> str:
    """What to paste in Neo4j Browser to see a pack's answer drawn: its companion, with values for its parameters.

    Browser shows no answer of a query that is pasted along with ``:param`` lines, so values stand in the text itself,
    as literals; of what was not given the default, or null.

    Raises ParameterError as a pack does, and PackError where the companion of a user's own pack is wrong.
    """
    values = pack.values(given)
    if not pack.shipped:
        wrong = problems(pack.graph, pack.params, f"{pack.path.removesuffix('.cypher')}.graph.cypher")
        if wrong:
            raise PackError("\n".join(map(str, wrong)))
    return filled(pack.graph.rstrip(), values)


def problems(text: str, declared: Sequence[Parameter], name: str) -> list[Problem]:
    """Everything that is wrong with a companion: first line, parameters, what it returns, and all that lint finds.

    >>> for problem in problems("MATCH (e:Event) WHERE e.move = $move RETURN e.id AS id", (), "mine.graph.cypher"):
    ...     print(problem)
    mine.graph.cypher:1: $move is not a parameter of its pack; it has none
    mine.graph.cypher:1: e.id draws nothing; return e
    mine.graph.cypher:1: has no title; the first line is // and the pack's title, then: , as a graph
    """
    from kgraph.lint import lint

    found = [Problem(Place(name, None, line), message, remedy) for line, message, remedy in _own(text, declared)]
    return sorted([*found, *lint(text, name)], key=lambda problem: (problem.place.row or 0, problem.message))


_Wrong = tuple[int, str, str]


def _own(text: str, declared: Sequence[Parameter]) -> Iterator[_Wrong]:
    """What is wrong with a companion beside what lint finds in any query."""
    first = text.lstrip("\ufeff").partition("\n")[0]
    if not first.startswith("//") or not first.removeprefix("//").strip():
        yield 1, "has no title", "the first line is // and the pack's title, then: , as a graph"
    read = tokens(text)
    known = [parameter.name for parameter in declared]
    for used, line in parameters(read).items():
        if used not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            yield line, f"${used} is not a parameter of its pack", has
    queries = statements(read)
    if not queries:
        yield 1, "has no query", "write it below the comment"
    elif not too_deep(read):  # lint says so
        for branch in branches(clauses(queries[0])):
            yield from _returned(branch)


def _returned(branch: Sequence[Clause]) -> Iterator[_Wrong]:
    """What is wrong with what one branch of a UNION, or a query without, returns."""
    last = next((clause for clause in reversed(branch) if clause.keyword == "RETURN"), None)
    if last is None:
        yield branch[-1].line if branch else 1, "ends without RETURN", "return nodes, relationships or paths"
        return
    for item in items(last.tokens):
        texts = [token.text for token in item.tokens]
        if len(texts) == 3 and texts[1] == "." and texts[2] in ("id", "name"):
            yield item.line, f"{''.join(texts)} draws nothing", f"return {texts[0]}"
        if item.alias is None and texts != ["*"]:
            yield item.line, f"{item.text} is returned without a name", "write … AS and a name"
