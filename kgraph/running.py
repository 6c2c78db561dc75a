"""Running: a pack or a query against an engine, into an answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from kgraph.answer import Answer, of_pack, of_query
from kgraph.engines import Engine
from kgraph.errors import ParameterError
from kgraph.evidence import explained
from kgraph.packs import Pack


def run(engine: Engine, pack: Pack, given: Mapping[str, Any]) -> Answer:
    """The answer to a pack's question.

    Raises ParameterError for what is wrong in ``given``, and for the id or name of something that the graph does not
    hold; PackError when the answer is not what the header says.
    """
    values = pack.values(given)
    answer = _answer(engine, pack, values)
    if not len(answer):
        meant = _meant(engine, pack, values)
        if meant != values:
            return _answer(engine, pack, meant)
    return answer


def _answer(engine: Engine, pack: Pack, values: Mapping[str, Any]) -> Answer:
    return of_pack(pack, values, engine.read(pack.text, values), engine.name, partial(explained, engine))


_NAMED = """
MATCH (n:Actor|Network|Event|KnowledgeItem|Source|Organisation|Site|Barrier)
RETURN n.id AS id, coalesce(n.name, n.title, n.id) AS name
"""


def _meant(engine: Engine, pack: Pack, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values with an id in the place of a name whose case or spacing is another than in the files.

    Raises ParameterError when an answer has no rows because it was asked about something that is not there.
    """
    asked = {p.name: values[p.name] for p in pack.params if p.doc.startswith("id ") and isinstance(values[p.name], str)}
    if not asked:
        return values
    from kgraph.names import Names

    names, rows = Names(), engine.read(_NAMED).rows
    if not rows:
        return values
    for id, name in rows:
        names.add("", id, name)
    wrong, meant = [], dict(values)
    for parameter, value in asked.items():
        found = names.find(value, ("",))
        if len(found) == 1 and value != names.name(found[0]):
            meant[parameter] = found[0][1]
        elif not found:
            like = names.like(value, ("",))
            hint = f"perhaps {' or '.join(like)}" if like else "give an id or a name as the files have it"
            wrong.append(f"{parameter}: nothing here is called {value!r}; {hint}")
    if wrong:
        raise ParameterError("\n".join(wrong))
    return meant


def query(engine: Engine, cypher: str, values: Mapping[str, Any], *, write: bool = False) -> Answer:
    """The answer to a free query, which may only read unless ``write`` is true."""
    found = engine.write_freely(cypher, values) if write else engine.read(cypher, values)
    return of_query(values, found, engine.name)
