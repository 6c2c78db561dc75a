"""Cypher as text: its tokens, clauses and columns, with line numbers.

This is a reader for the checks of packs and for splitting scripts, not a parser of the language: it knows comments,
strings, backticks, parameters, brackets and where clauses begin, and leaves whether the query is right to the engine.

    tokens(text)          what the text consists of, comments and spaces left out
    statements(tokens)    the same, split at each ; that separates statements
    clauses(tokens)       one statement as clauses, each with the subqueries inside it
    items(tokens)         a list of expressions, split at its commas
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
      | (?P<string>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
      | (?P<name>`(?:``|[^`])*`)
      | (?P<parameter>\$(?:`(?:``|[^`])*`|\w+))
      | (?P<number>0[xXoO][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
      | (?P<word>\w+)
      | (?P<mark>\.\.|.)""",
    re.VERBOSE | re.DOTALL,
)
_OPEN, _SHUT = {"(": ")", "[": "]", "{": "}"}, {")", "]", "}"}
_STARTS = {
    "MATCH", "WHERE", "WITH", "RETURN", "ORDER", "SKIP", "OFFSET", "LIMIT", "UNWIND", "CALL", "UNION", "YIELD", "USE",
    "FINISH", "CREATE", "MERGE", "SET", "DELETE", "REMOVE", "FOREACH", "LOAD", "DROP", "ALTER", "GRANT", "DENY",
    "REVOKE", "SHOW", "TERMINATE", "INSERT", "EXPLAIN", "PROFILE",
}  # fmt: skip
_TWO_WORDS = {("ORDER", "BY"), ("LOAD", "CSV"), ("UNION", "ALL"), ("UNION", "DISTINCT"), ("OPTIONAL", "MATCH"),
              ("DETACH", "DELETE"), ("NODETACH", "DELETE"), ("OPTIONAL", "CALL")}  # fmt: skip
DEEPEST = 50
"""How deep brackets may be nested where clauses are read."""
_SUBQUERIES = {"EXISTS", "COUNT", "COLLECT", "CALL"}


class Token(NamedTuple):
    """One piece of a Cypher text: its kind (word, name, string, number, parameter or mark), text and line from 1.

    The text of a name in backticks and of a parameter is what it stands for: ``x`` for `` `x` `` and for ``$x``.
    """

    kind: str
    text: str
    line: int

    @property
    def upper(self) -> str:
        """The text in capitals when it could be a keyword, else nothing."""
        return self.text.upper() if self.kind == "word" else ""


@dataclass(frozen=True, slots=True)
class Subquery:
    """A query in braces inside a clause: after ``EXISTS``, ``COUNT``, ``COLLECT`` or ``CALL``."""

    kind: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its keyword in capitals (``MATCH``, ``ORDER BY``), what follows it, and the subqueries within.

    The tokens of subqueries are not among ``tokens``: each leaves only its braces there.
    """

    keyword: str
    tokens: tuple[Token, ...]
    line: int
    subqueries: tuple[Subquery, ...] = ()


class Item(NamedTuple):
    """One item of a RETURN, WITH or ORDER BY: its expression, and the name it is given."""

    tokens: tuple[Token, ...]
    alias: str | None
    line: int

    @property
    def text(self) -> str:
        """The expression, spaced alike however it was written."""
        return " ".join(spelt(token) for token in self.tokens)


def tokens(text: str) -> tuple[Token, ...]:
    """What a Cypher text consists of, without comments and spaces.

    >>> [token.text for token in tokens("MATCH (n) WHERE n.id = $id // all")]
    ['MATCH', '(', 'n', ')', 'WHERE', 'n', '.', 'id', '=', 'id']
    """
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        kind, found = match.lastgroup or "mark", match[0]
        if kind == "parameter":
            yield Token(kind, _unquoted(found[1:]), line)
        elif kind == "name":
            yield Token(kind, _unquoted(found), line)
        elif kind not in ("space", "comment"):
            yield Token(kind, found, line)
        line += found.count("\n")


def _unquoted(name: str) -> str:
    return name[1:-1].replace("``", "`") if name.startswith("`") else name


def spelt(token: Token) -> str:
    """A token as it would be written."""
    if token.kind == "parameter":
        return f"${token.text}"
    return f"`{token.text}`" if token.kind == "name" else token.text


def parameters(found: Sequence[Token]) -> dict[str, int]:
    """The parameters that are used, each with the line of its first use.

    >>> parameters(tokens("RETURN $a, '$b', $`c d`"))
    {'a': 1, 'c d': 1}
    """
    used: dict[str, int] = {}
    for token in found:
        if token.kind == "parameter":
            used.setdefault(token.text, token.line)
    return used


def statements(found: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The statements of a text, split at each semicolon; empty ones are left out."""
    parts: list[list[Token]] = [[]]
    for token in found:
        if token.kind == "mark" and token.text == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(part) for part in parts if part]


def split(text: str) -> list[str]:
    """The statements of a script as texts, with their comments, split at each semicolon that is none of theirs.

    >>> split("RETURN ';' AS a; // one; two\\nRETURN 2 AS b;")
    ["RETURN ';' AS a", '// one; two\\nRETURN 2 AS b']
    """
    cuts = [match.start() for match in _TOKEN.finditer(text) if match.lastgroup == "mark" and match[0] == ";"]
    parts = [text[start:end].strip() for start, end in zip([0, *(cut + 1 for cut in cuts)], [*cuts, None], strict=True)]
    return [part for part in parts if tokens(part)]


def too_deep(found: Sequence[Token]) -> int:
    """The line of the first bracket that is nested deeper than clauses are read, or 0.

    >>> too_deep(tokens("RETURN ((1))")), too_deep(tokens("RETURN " + "(" * 51))
    (0, 1)
    """
    depth = 0
    for token in found:
        if token.kind == "mark":
            depth = max(0, depth + (token.text in _OPEN) - (token.text in _SHUT))
            if depth > DEEPEST:
                return token.line
    return 0


def closing(found: Sequence[Token], start: int) -> int:
    """The place of the bracket that closes the one at ``start``; the last place when none does."""
    depth = 0
    for at in range(start, len(found)):
        if found[at].kind == "mark":
            depth += (found[at].text in _OPEN) - (found[at].text in _SHUT)
            if depth == 0:
                return at
    return len(found) - 1


def clauses(found: Sequence[Token]) -> tuple[Clause, ...]:
    """A statement as its clauses, in order.

    >>> [clause.keyword for clause in clauses(tokens("MATCH (n) WHERE n.x STARTS WITH 'a' RETURN n.id ORDER BY n.id"))]
    ['MATCH', 'WHERE', 'RETURN', 'ORDER BY']
    """
    made: list[Clause] = []
    own: list[Token] = []
    inner: list[Subquery] = []
    keyword, line, at = "", found[0].line if found else 1, 0
    while at < len(found):
        token = found[at]
        begins = _keyword(found, at)
        if begins:
            if keyword or own:
                made.append(Clause(keyword, tuple(own), line, tuple(inner)))
            keyword, line, own, inner = begins, token.line, [], []
            at += len(begins.split())
        elif token.kind == "mark" and token.text in _OPEN:
            end = closing(found, at)
            shown, within = _bracketed(found, at, end, keyword)
            own += shown
            inner += within
            at = end + 1
        else:
            own.append(token)
            at += 1
    if keyword or own:
        made.append(Clause(keyword, tuple(own), line, tuple(inner)))
    return tuple(made)


def _keyword(found: Sequence[Token], at: int) -> str:
    """The keyword of the clause that begins at a place outside all brackets, or nothing."""
    word, before = found[at].upper, found[at - 1] if at else None
    after = found[at + 1] if at + 1 < len(found) else None
    pair = (word, after.upper if after else "")
    if pair in _TWO_WORDS and not _is_a_name(before, None):
        return " ".join(pair)
    if word not in _STARTS or word == "ORDER" or _is_a_name(before, after):
        return ""
    if word == "WITH" and before and before.upper in ("STARTS", "ENDS"):
        return ""
    return word


def _is_a_name(before: Token | None, after: Token | None) -> bool:
    """Whether a word between these two is a name that only looks like a keyword."""
    if before and (before.upper == "AS" or (before.kind == "mark" and before.text in (".", ":", "|", "&", "!"))):
        return True
    return bool(after and after.kind == "mark" and after.text in (".", ":", ",", ")", "=", "<", ">"))


def _bracketed(found: Sequence[Token], at: int, end: int, keyword: str) -> tuple[list[Token], list[Subquery]]:
    """What is between two brackets: the tokens that belong to the clause, and the subqueries."""
    kind = _subquery_kind(found, at, keyword)
    if kind:
        return [found[at], found[end]], [Subquery(kind, _subclauses(found[at + 1 : end]))]
    own, inner = [found[at]], []
    step = at + 1
    while step < end:
        if found[step].kind == "mark" and found[step].text in _OPEN:
            last = closing(found, step)
            shown, within = _bracketed(found, step, last, "")
            own += shown
            inner += within
            step = last + 1
        else:
            own.append(found[step])
            step += 1
    return ([*own, found[end]] if end > at else own), inner


def _subquery_kind(found: Sequence[Token], at: int, keyword: str) -> str:
    if found[at].text != "{":
        return ""
    before = found[at - 1].upper if at else ""
    if before in _SUBQUERIES:
        return before
    return "CALL" if keyword in ("CALL", "OPTIONAL CALL") else ""


def _subclauses(found: Sequence[Token]) -> tuple[Clause, ...]:
    inner = clauses(found)
    if inner and not inner[0].keyword:  # EXISTS { (a)-->(b) }: a pattern with no keyword
        inner = (Clause("MATCH", inner[0].tokens, inner[0].line, inner[0].subqueries), *inner[1:])
    return inner


def every_query(query: Sequence[Clause]) -> Iterator[tuple[str, Sequence[Clause]]]:
    """A query and each one inside it, with what it stands in: ``""`` for itself, else EXISTS, COUNT, COLLECT, CALL."""
    yield "", query
    for clause in query:
        for inner in clause.subqueries:
            for kind, below in every_query(inner.clauses):
                yield kind or inner.kind, below


def branches(query: Sequence[Clause]) -> list[list[Clause]]:
    """The parts of a query between its UNIONs."""
    parts: list[list[Clause]] = [[]]
    for clause in query:
        if clause.keyword.startswith("UNION"):
            parts.append([Clause("", clause.tokens, clause.line)] if clause.tokens else [])
        else:
            parts[-1].append(clause)
    return parts


def items(found: Sequence[Token]) -> list[Item]:
    """The items of a RETURN, WITH or ORDER BY: split at the commas outside brackets, DISTINCT and DESC left out.

    >>> [(item.text, item.alias) for item in items(tokens("DISTINCT a.x AS x, count(b), c"))]
    [('a . x', 'x'), ('count ( b )', None), ('c', 'c')]
    """
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in found:
        if token.kind == "mark":
            depth += (token.text in _OPEN) - (token.text in _SHUT)
            if token.text == "," and depth == 0:
                parts.append([])
                continue
        parts[-1].append(token)
    if parts[0] and parts[0][0].upper == "DISTINCT":
        parts[0] = parts[0][1:]
    return [_item(part) for part in parts if part]


def _item(part: list[Token]) -> Item:
    line = part[0].line
    if part[-1].upper in ("ASC", "DESC", "ASCENDING", "DESCENDING") and len(part) > 1:
        part = part[:-1]
    if len(part) >= 3 and part[-2].upper == "AS":
        return Item(tuple(part[:-2]), part[-1].text, line)
    alias = part[0].text if len(part) == 1 and part[0].kind in ("word", "name") else None
    return Item(tuple(part), alias, line)
