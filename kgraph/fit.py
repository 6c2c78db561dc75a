"""Whether a pack's query is the one that its header describes: parameters, columns, evidence, order."""

from __future__ import annotations

from kgraph.cypher_text import Clause, Item, branches, clauses, items, parameters, statements, tokens, too_deep
from kgraph.header import Header
from kgraph.records import Place, Problem
from kgraph.routes import USES


def fit(header: Header, text: str, name: str) -> list[Problem]:
    """Everything in which a pack's query differs from what its header says."""
    found: list[Problem] = []

    def wrong(line: int, message: str, remedy: str = "") -> None:
        found.append(Problem(Place(name, None, line), message, remedy))

    read = tokens(text)
    queries = statements(read)
    if not queries:
        wrong(header.ends + 1, "has no query", "write it below the header")
        return found
    for parameter, line in parameters(read).items():
        if parameter not in {declared.name for declared in header.params}:
            wrong(line, f"${parameter} is not declared", f"add // param: {parameter} (text) - what it means")
    for declared in header.params:
        if declared.name not in (*parameters(read), *USES.get(header.finish, ())):
            wrong(
                declared.line, f"parameter {declared.name} is never used", f"use ${declared.name}, or take the line out"
            )
    if too_deep(read):  # lint says so
        return found
    query = clauses(queries[0])
    returns = [clause for clause in query if clause.keyword == "RETURN"]
    if len(branches(query)) > 1:
        wrong(
            query[0].line, "a UNION cannot be put in order as a whole", "write CALL { … UNION … } RETURN … ORDER BY …"
        )
    elif not returns:
        wrong(query[-1].line, "ends without RETURN", "return the columns that returns names, then the evidence")
    else:
        for line, message, remedy in [*_columns(header, returns[-1]), *_order(header, query, returns[-1])]:
            wrong(line, message, remedy)
    return found


_Wrong = tuple[int, str, str]


def _columns(header: Header, last: Clause) -> list[_Wrong]:
    """Where RETURN differs from ``returns`` and ``evidence``."""
    made = items(last.tokens)
    wrong: list[_Wrong] = [
        (item.line, f"{item.text} is returned without a name", "write … AS and the name that returns gives it")
        for item in made
        if item.alias is None and item.text != "*"
    ]
    if wrong or not header.returns or not header.evidence:
        return wrong
    wanted = [*(column.name for column in header.returns), header.evidence]
    given = [item.alias or "*" for item in made]
    if given == wanted:
        return []
    if sorted(given) == sorted(wanted):
        remedy = f"return them in the order {', '.join(wanted)}"
        return [(last.line, "RETURN has the columns in another order than the header", remedy)]
    missing, extra = [n for n in wanted if n not in given], [n for n in given if n not in wanted]
    says = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"has {', '.join(extra)} besides"] * bool(extra)
    remedy = f"return {', '.join(wanted)}, the evidence last"
    return [(last.line, f"RETURN {' and '.join(says) or 'has a column twice'}", remedy)]


def _order(header: Header, query: tuple[Clause, ...], last: Clause) -> list[_Wrong]:
    """Where ORDER BY is missing or leaves rows in any order."""
    after = query[query.index(last) + 1 :]
    order = next((clause for clause in after if clause.keyword == "ORDER BY"), None)
    wanted = [name for name in header.tells_apart if any(column.name == name for column in header.returns)]
    if order is None:
        return [
            (
                last.line,
                "the final RETURN has no ORDER BY",
                f"add ORDER BY {', '.join(wanted) or 'and the columns that tell rows apart'}",
            )
        ]
    keys = [item.text for item in items(order.tokens)]
    free = [name for name in wanted if not _ordered(name, keys, items(last.tokens))]
    if not free:
        return []
    remedy = f"add {', '.join(free)} at its end" + (
        "" if header.key else ", or name in // key: the columns that tell rows apart"
    )
    return [(order.line, f"ORDER BY leaves rows that differ only in {', '.join(free)} in any order", remedy)]


def _ordered(name: str, keys: list[str], returned: list[Item]) -> bool:
    return name in keys or any(item.alias == name and item.text in keys for item in returned)
