"""What a pack must not say, so that it answers alike on both engines, in good time, and reads only.

Each finding names the line, what is there, and how to write it instead. What is checked, and why:

    one query         several statements cannot be run as one
    only reading      a pack never writes
    aggregates        inside AND, OR, NOT, XOR, IN or IS NULL an aggregate is silently wrong on the embedded engine
    reachability      paths of any length, or of none, those whose ends are not made distinct at once, and those that
                      are matched after something else, are enumerated one by one and do not come back; some of the last
                      silently find nothing on the embedded engine
    shortest paths    have no filtered form that both engines answer
    UNION of nodes    on the embedded engine a node that one branch scans for and another comes to stays in twice
    what may be null  a pattern comprehension from a null node matches everything on the embedded engine
    own to an engine  elementId, procedures, apoc, gds, algo, labels given as values
    the model         labels, types and properties that it does not have
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kgraph.cypher_text import (
    DEEPEST,
    Clause,
    Token,
    branches,
    clauses,
    closing,
    every_query,
    items,
    statements,
    tokens,
    too_deep,
)
from kgraph.records import Place, Problem
from kgraph.terms import strangers
from kgraph.unmatched import unguarded

AGGREGATES = {"COUNT", "SUM", "AVG", "MIN", "MAX", "COLLECT", "STDEV", "STDEVP", "PERCENTILECONT", "PERCENTILEDISC"}
_BOOLEAN = {"AND", "OR", "NOT", "XOR", "IN"}
_SHORTEST = {"SHORTESTPATH", "ALLSHORTESTPATHS"}
_OWN_ID = {"ELEMENTID", "ID"}
_LIBRARIES = {"APOC", "GDS", "ALGO"}
_WRITES = {"CREATE", "MERGE", "SET", "DELETE", "REMOVE", "FOREACH", "LOAD CSV", "DETACH DELETE", "NODETACH DELETE",
           "DROP", "ALTER", "GRANT", "DENY", "REVOKE", "INSERT", "TERMINATE", "SHOW", "USE", "LOAD"}  # fmt: skip
_CHAINED = "LEADS_TO"


class Finding(NamedTuple):
    """Something a pack must not say: the line, what it is, and how to write it instead."""

    line: int
    message: str
    remedy: str


def lint(text: str, name: str) -> list[Problem]:
    """Everything in a pack's query that both engines would not answer alike and in good time, in order of lines."""
    read = tokens(text)
    queries = statements(read)
    found = list(_whole(read, queries))
    if deep := too_deep(read):
        found.append(Finding(deep, f"brackets are nested more than {DEEPEST} deep", "write it in steps, with WITH"))
    elif queries:
        first = clauses(queries[0])
        for kind, query in every_query(first):
            for rule in _RULES:
                found += rule(kind, query)
            found += [Finding(*each) for each in unguarded(query)]
        found += [Finding(*stranger) for stranger in strangers(first)]
    return [Problem(Place(name, None, each.line), each.message, each.remedy) for each in sorted(set(found))]


# -- the text as a whole -----------------------------------------------------------------------------------------------


def _whole(read: Sequence[Token], queries: Sequence[Sequence[Token]]) -> Iterator[Finding]:
    for token in read:
        if token.kind == "mark" and token.text in ("'", '"', "`"):
            yield Finding(token.line, "a quote is opened and not closed", f"close it with {token.text}")
    if len(queries) > 1:
        yield Finding(
            queries[1][0].line, "a second statement begins", "one pack is one query: put it in a pack of its own"
        )
    elif queries and read[-1].text == ";" and read[-1].kind == "mark":
        yield Finding(read[-1].line, "the query ends with ;", "leave it out")
    for at, token in enumerate(read):
        before = read[at - 1] if at else None
        after = read[at + 1] if at + 1 < len(read) else None
        called = after is not None and after.text == "(" and not (before is not None and before.text == ".")
        if called and token.upper in _SHORTEST:
            yield Finding(
                token.line,
                f"{token.text} has no filtered form that both engines answer",
                "match the edges and name a finishing step: // finish: earliest_route",
            )
        elif (
            token.upper in ("SHORTEST", "ANY")
            and before is not None
            and before.text in ("=", "MATCH")
            and after is not None
            and after.text != "("
        ):
            yield Finding(
                token.line,
                f"{token.text} as a path selector is not known to the embedded engine",
                "match the edges and name a finishing step: // finish: earliest_route",
            )
        elif called and token.upper in _OWN_ID:
            yield Finding(
                token.line, f"{token.text}() differs between engines and loads", "use the property id, such as e.id"
            )
        elif token.upper in _LIBRARIES and after is not None and after.text == ".":
            yield Finding(token.line, f"{token.text}.… is not to be had on both engines", "write it in plain Cypher")
        elif token.kind == "mark" and token.text == "$":
            yield Finding(
                token.line,
                "a label or type is given as a value",
                "write it in the text, or compare labels(n) with the value",
            )


# -- each query and subquery -------------------------------------------------------------------------------------------


def _writes(kind: str, query: Sequence[Clause]) -> Iterator[Finding]:
    for clause in query:
        if clause.keyword in _WRITES:
            yield Finding(
                clause.line,
                f"{clause.keyword} does more than read",
                "a pack only reads; use kgraph query --write for a change by hand",
            )
        elif clause.keyword.endswith("CALL") and clause.tokens and clause.tokens[0].kind in ("word", "name"):
            called = "".join(token.text for token in clause.tokens).partition("(")[0]
            yield Finding(
                clause.line, f"CALL {called} is a procedure, and engines differ in these", "write it in plain Cypher"
            )


def _aggregates(kind: str, query: Sequence[Clause]) -> Iterator[Finding]:
    for clause in query:
        if clause.keyword in ("RETURN", "WITH", "ORDER BY"):
            for item in items(clause.tokens):
                yield from _aggregate_in(item.tokens)


def _aggregate_in(found: Sequence[Token]) -> Iterator[Finding]:
    """Aggregates that are part of a boolean: in the same part of the same bracket as an AND, OR, NOT, IN or IS NULL."""
    places = _places(found)
    booleans = [(at, _boolean(found, at)) for at in range(len(found)) if _boolean(found, at)]
    for at, token in enumerate(found):
        if not _is_aggregate(found, at):
            continue
        word = next((word for place, word in booleans if places[at][: len(places[place])] == places[place]), "")
        if word:
            yield Finding(
                token.line,
                f"{token.text}() inside {word} is silently wrong on the embedded engine",
                f"put it alone in a WITH first: WITH {token.text}(…) AS found, then test found",
            )


def _boolean(found: Sequence[Token], at: int) -> str:
    word = found[at].upper
    if word in _BOOLEAN and not (at and found[at - 1].text == "."):
        return word
    following = [token.upper for token in found[at + 1 : at + 3]]
    if word == "IS" and (following[:1] == ["NULL"] or following == ["NOT", "NULL"]):
        return f"IS {' '.join(following[: 1 + (following[0] == 'NOT')])}"
    return ""


def _is_aggregate(found: Sequence[Token], at: int) -> bool:
    called = at + 1 < len(found) and found[at + 1].text == "(" and not (at and found[at - 1].text == ".")
    return called and found[at].upper in AGGREGATES


def _places(found: Sequence[Token]) -> list[tuple[int, ...]]:
    """Where each token stands: the brackets around it and the part between commas, WHEN, THEN, ELSE and | in each."""
    where: list[int] = [0]
    fresh = 0
    places: list[tuple[int, ...]] = []
    for token in found:
        mark = token.text if token.kind == "mark" else ""
        if (mark in (")", "]", "}") or token.upper == "END") and len(where) > 1:
            where.pop()
        if mark in (",", "|") or token.upper in ("WHEN", "THEN", "ELSE"):
            fresh += 1
            where[-1] = fresh
        places.append(tuple(where))
        if mark in ("(", "[", "{") or token.upper == "CASE":
            fresh += 1
            where.append(fresh)
    return places


def _unions(kind: str, query: Sequence[Clause]) -> Iterator[Finding]:
    """The first plain UNION of a query that returns something as it is, which may be a node."""
    union = next((clause for clause in query if clause.keyword in ("UNION", "UNION DISTINCT")), None)
    returned = (name for clause in query if clause.keyword == "RETURN" for name in _as_they_are(clause))
    name = next(returned, "")
    if union is not None and name and kind != "EXISTS":
        yield Finding(
            union.line,
            f"UNION returns {name} as it is: a node that two branches find can stay in twice on the embedded engine",
            "return its id, or write UNION ALL and make it distinct afterwards: CALL { … UNION ALL … } WITH DISTINCT …",
        )


def _as_they_are(clause: Clause) -> Iterator[str]:
    """The variables that a RETURN gives back as they are, under their own name or another; * for all of them."""
    for item in items(clause.tokens):
        token = item.tokens[0]
        named = token.kind == "name" or (token.kind == "word" and token.upper not in ("NULL", "TRUE", "FALSE"))
        if len(item.tokens) == 1 and (named or token.text == "*"):
            yield token.text


class _Reach(NamedTuple):
    """A relationship pattern of variable length, read."""

    line: int
    text: str
    types: tuple[str, ...]
    least: int
    most: int | None
    with_predicate: bool


def _reachability(kind: str, query: Sequence[Clause]) -> Iterator[Finding]:
    for branch in branches(query):
        yield from _reachability_in(kind, branch)


def _reachability_in(kind: str, query: Sequence[Clause]) -> Iterator[Finding]:
    for at, clause in enumerate(query):
        if clause.keyword not in ("MATCH", "OPTIONAL MATCH"):
            if any(_reaches(clause.tokens, quantified=False)):
                yield Finding(
                    clause.line,
                    f"a pattern of variable length stands in {clause.keyword}",
                    "match it in a CALL { MATCH … RETURN DISTINCT … }",
                )
            continue
        for reach in _reaches(clause.tokens):
            yield from _bounds(reach)
            if "MAY_LEAD_TO" in reach.types:
                yield Finding(
                    reach.line,
                    "MAY_LEAD_TO is never chained: its order is only possible",
                    "match it as one step, -[:MAY_LEAD_TO]->",
                )
            if not reach.types or _CHAINED in reach.types:
                yield from _pruned(kind, query, at, reach)


def _bounds(reach: _Reach) -> Iterator[Finding]:
    if reach.most is None:
        yield Finding(reach.line, f"{reach.text} has no upper bound", "write how far at the most, such as *1..60")
    if reach.least == 0:
        yield Finding(
            reach.line,
            f"{reach.text} matches paths of no length",
            "begin at 1, and add the start itself in another way",
        )


def _pruned(kind: str, query: Sequence[Clause], at: int, reach: _Reach) -> Iterator[Finding]:
    """Where paths over LEADS_TO would be enumerated one by one."""
    remedy = "write CALL (x, s) { MATCH (s)-[:LEADS_TO*1..5000 {item: x.id}]->(t:Event) RETURN DISTINCT t }"
    clause = query[at]
    if kind in ("EXISTS", "COUNT", "COLLECT"):
        yield Finding(reach.line, f"{kind} {{ }} around {reach.text} enumerates every path", remedy)
        return
    if _path_variable(clause.tokens):
        yield Finding(
            reach.line,
            f"a path is kept of {reach.text}, so every path is enumerated",
            "return DISTINCT ends, or match the edges and name a finishing step",
        )
    if reach.with_predicate:
        yield Finding(
            reach.line,
            f"{reach.text} has a predicate inside, so every path is enumerated",
            "write a property map, such as [:LEADS_TO*1..60 {item: x.id}]",
        )
    if at:
        yield Finding(
            reach.line,
            f"{reach.text} stands after other clauses, where it is enumerated or silently finds nothing",
            remedy,
        )
    following = next((later for later in query[at + 1 :] if later.keyword != "WHERE"), None)
    if following is None or not _distinct(following):
        said = following.keyword if following else "the end"
        yield Finding(
            reach.line, f"{said} after {reach.text} is not a RETURN DISTINCT, so every path is enumerated", remedy
        )


def _distinct(clause: Clause) -> bool:
    """Whether a clause is a RETURN that makes distinct all it returns, or counts or collects only what is distinct."""
    if clause.keyword != "RETURN":
        return False
    if clause.tokens and clause.tokens[0].upper == "DISTINCT":
        return True
    return all(
        [token.upper for token in item.tokens[:3]][::2] in (["COUNT", "DISTINCT"], ["COLLECT", "DISTINCT"])
        for item in items(clause.tokens)
    )


def _path_variable(found: Sequence[Token]) -> bool:
    return any(found[at].text == "=" and found[at + 1].text == "(" and found[at - 1].kind in ("word", "name")
               and (at == 1 or found[at - 2].text == ",") for at in range(1, len(found) - 1))  # fmt: skip


def _reaches(found: Sequence[Token], *, quantified: bool = True) -> Iterator[_Reach]:
    """The patterns of variable length among tokens: ``-[*1..3]-`` and, where patterns stand alone, quantified ones."""
    for at, token in enumerate(found):
        if token.kind != "mark":
            continue
        if token.text == "[" and at and found[at - 1].text == "-":
            yield from _starred(found[at + 1 : closing(found, at)])
        elif quantified and token.text in ("+", "*", "{") and at and _quantifies(found, at):
            yield _quantified(found, at)


def _starred(inside: Sequence[Token]) -> Iterator[_Reach]:
    star = next((at for at, token in enumerate(inside) if token.text == "*" and not _within(inside, at)), None)
    if star is None:
        return
    rest = [token.text for token in inside[star + 1 : star + 4]]
    numbers = []
    for text in rest:
        if _number(text) is None and text != "..":
            break
        numbers.append(text)
    spread = ".." in numbers
    first = _number(numbers[0]) if numbers else None
    last = _number(numbers[-1]) if len(numbers) > 1 else None
    most = last if spread else first
    least = 1 if first is None else first
    predicate = any(token.upper == "WHERE" for token in inside)
    yield _Reach(inside[star].line, "*" + "".join(numbers), _types(inside[:star]), least, most, predicate)


def _number(text: str) -> int | None:
    """The number that a text is, or none; what no path is as long as counts as none."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _within(inside: Sequence[Token], at: int) -> bool:
    """Whether a star stands in a property map or a predicate, where it multiplies."""
    return any(token.text == "{" or token.upper == "WHERE" for token in inside[:at])


def _quantifies(found: Sequence[Token], at: int) -> bool:
    """Whether a mark that follows ``)`` or an arrow says how often the pattern before it repeats."""
    before = found[at - 1].text
    following = found[at + 1].text if at + 1 < len(found) else ""
    if before == ")":
        return found[at].text != "{" or following == "," or _number(following) is not None
    arrow = before in (">", "-") and at > 1 and found[at - 2].text in ("-", "]")
    return arrow and (found[at].text != "{" or following == "," or _number(following) is not None)


def _quantified(found: Sequence[Token], at: int) -> _Reach:
    begin = _opening(found, at - 1)
    if found[at - 1].text != ")":
        begin = max((back for back in range(at) if found[back].text == ")"), default=0)
    inside = found[begin:at]
    types = tuple(
        name
        for place, token in enumerate(inside)
        if token.text == "["
        for name in _types(inside[place + 1 : closing(inside, place)])
    )
    predicate = any(token.upper == "WHERE" for token in inside)
    if found[at].text != "{":
        return _Reach(found[at].line, found[at].text, types, int(found[at].text == "+"), None, predicate)
    said = [token.text for token in found[at + 1 : closing(found, at)]]
    low = (_number(said[0]) if said else None) or 0
    high = _number(said[-1]) if said else None
    return _Reach(found[at].line, "{" + "".join(said) + "}", types, low, high, predicate)


def _opening(found: Sequence[Token], end: int) -> int:
    """The place of the bracket that is closed at ``end``; the first place when none is."""
    depth = 0
    for at in range(end, -1, -1):
        mark = found[at].text if found[at].kind == "mark" else ""
        depth += (mark in (")", "]", "}")) - (mark in ("(", "[", "{"))
        if depth == 0:
            return at
    return 0


def _types(inside: Sequence[Token]) -> tuple[str, ...]:
    """The types named in a relationship's brackets."""
    names: list[str] = []
    for at, token in enumerate(inside):
        if token.text == "{" or token.upper == "WHERE":
            break
        if token.kind in ("word", "name") and at and inside[at - 1].text in (":", "|", "!", "&"):
            names.append(token.text)
    return tuple(names)


_RULES: tuple[Callable[[str, Sequence[Clause]], Iterator[Finding]], ...] = (
    _writes,
    _aggregates,
    _unions,
    _reachability,
)
