"""Running: a pack or a query against an engine, into an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from kgraph.answer import Answer, of_pack, of_query
from kgraph.collector import paused
from kgraph.engines import Engine
from kgraph.errors import ParameterError
from kgraph.evidence import explained
from kgraph.packs import Pack
from kgraph.wording import kind_of

if TYPE_CHECKING:
    from kgraph.method import Origin
    from kgraph.names import Names
    from kgraph.params import Parameter


def run(engine: Engine, pack: Pack, given: Mapping[str, Any], origin: Origin | None = None) -> Answer:
    """The answer to a pack's question; ``origin`` is the graph it is asked of, where that is a study's.

    Raises ParameterError for what is wrong in ``given``: also for the id or name of something that the graph does not
    hold, or that is of another kind than the pack asks for, for a name or id that two things have, for what is no move,
    and where nothing is found for a question or wave of no survey, or a coder who coded nothing.
    Raises PackError when the answer is not what the header says.
    """
    values = pack.values(given)
    _refuse_unknown_moves(engine, pack, values, origin)
    asked = _asked(pack, values)
    _refuse_shared_names(engine, asked)
    answer = _answer(engine, pack, values, origin)
    if not len(answer):
        _refuse_unused_words(engine, pack, values)
    if asked and not len(answer):
        meant = {**values, **_meant(engine, asked)}
        if meant != values:
            return _answer(engine, pack, meant, origin)
    return answer


def _answer(engine: Engine, pack: Pack, values: Mapping[str, Any], origin: Origin | None) -> Answer:
    with paused():
        found = engine.read(pack.text, values)
        return of_pack(pack, values, found, engine.name, partial(explained, engine), origin)


def query(
    engine: Engine, cypher: str, values: Mapping[str, Any], *, write: bool = False, origin: Origin | None = None
) -> Answer:
    """The answer to a free query, which may only read unless ``write`` is true."""
    found = engine.write_freely(cypher, values) if write else engine.read(cypher, values)
    return of_query(values, found, engine.name, cypher, origin)


# -- what a move stands for --------------------------------------------------------------------------------------------


def _refuse_unknown_moves(engine: Engine, pack: Pack, values: Mapping[str, Any], origin: Origin | None) -> None:
    """Raise ParameterError for what is no move, where a header says that moves are wanted.

    A pack would find no event of such a move, and say so as if none had been coded. Moves are those that every study
    has, the study's own and, where the study is not at hand, those that the graph holds.
    """
    from kgraph.moves import MOVES
    from kgraph.rows import one_of

    asked = [(one.name, _listed(values[one.name])) for one in pack.params if _names_moves(one)]
    known = [*MOVES, *(origin.study.moves if origin and origin.study else ())]
    if any(move not in known for _, moves in asked for move in moves):
        held = engine.read("MATCH (e:Event) RETURN DISTINCT e.move AS move").rows
        known += sorted({move for (move,) in held if move} - {*known})
    wrong = [
        f"{name}: there is no move {move!r}; {'give several with ; between; ' * (',' in move)}{one_of(move, known)}"
        for name, moves in asked
        for move in moves
        if move not in known
    ]
    if wrong:
        raise ParameterError("\n".join(wrong))


def _names_moves(parameter: Parameter) -> bool:
    return parameter.kind.name == "text" and bool(re.match(r"moves\b", parameter.doc))


def _listed(value: Any) -> Sequence[str]:
    return value if isinstance(value, list) else [value] if value is not None else []


# -- the words of a survey, and coders ---------------------------------------------------------------------------------

_WORDS = {
    "question": "MATCH (:Actor)-[n:NAMED]->(:Actor) RETURN DISTINCT n.question AS said",
    "wave": "MATCH (:Actor)-[n:NAMED|ANSWERED]->() RETURN DISTINCT n.wave AS said",
    "coder": "MATCH (a:Account) RETURN DISTINCT a.coder AS said",
}
"""Where the graph holds all that a parameter of this name can be."""


def _refuse_unused_words(engine: Engine, pack: Pack, values: Mapping[str, Any]) -> None:
    """Raise ParameterError for a question, wave or coder that the study does not have."""
    from kgraph.rows import one_of

    wrong = []
    for name in (one.name for one in pack.params if one.name in _WORDS and values[one.name] is not None):
        known = sorted(str(said) for (said,) in engine.read(_WORDS[name]).rows if said is not None)
        if values[name] not in known:
            hint = one_of(values[name], known) if known else f"no {name} is noted in this study"
            wrong.append(f"{name}: there is no {name} {values[name]!r}; {hint}")
    if wrong:
        raise ParameterError("\n".join(wrong))


# -- what an id or a name stands for -----------------------------------------------------------------------------------

_KINDS = {
    "idea": "KnowledgeItem",
    "item": "KnowledgeItem",
    "shared": "KnowledgeItem",
    "actor": "Actor",
    "member": "Actor",
    "network": "Network",
    "event": "Event",
    "organisation": "Organisation",
    "site": "Site",
    "barrier": "Barrier",
    "source": "Source",
}
"""The label that a word stands for, where a header says what a parameter names; an idea may be anything shared."""

_SAME_NAME = """
MATCH (n:Actor|Organisation|Network|KnowledgeItem|Site|Barrier) WHERE n.name IN $names OR n.id IN $names
RETURN n.name AS name, labels(n) AS labels, n.id AS id
"""
_THINGS = """
MATCH (n:Actor|Network|Event|KnowledgeItem|Source|Organisation|Site|Barrier)
RETURN labels(n) AS labels, n.id AS id, coalesce(n.name, n.title, n.id) AS name
"""


class _Asked(NamedTuple):
    """A parameter that names something: by which name or id, of which kinds, and what its header says of it."""

    parameter: str
    value: str
    kinds: tuple[str, ...]
    doc: str


def _asked(pack: Pack, values: Mapping[str, Any]) -> list[_Asked]:
    """The parameters that were given an id or a name. Where a header's words name no kind, any will do."""
    made = []
    for parameter in pack.params:
        value, doc = values[parameter.name], parameter.doc.partition(":")[0]
        if doc.startswith("id ") and isinstance(value, str):
            words = [word.removesuffix("s") for word in re.findall(r"[a-z]+", doc.lower())]
            kinds = dict.fromkeys(_KINDS[word] for word in words if word in _KINDS)
            made.append(_Asked(parameter.name, value, tuple(kinds or dict.fromkeys(_KINDS.values())), doc))
    return made


def _refuse_shared_names(engine: Engine, asked: Sequence[_Asked]) -> None:
    """Raise ParameterError for a name or an id that two things have: a pack would take both, and call them one."""
    rows = engine.read(_SAME_NAME, {"names": [one.value for one in asked]}).rows if asked else []
    wrong = []
    for one in asked:
        kinds = [kind for kind in one.kinds for _, labels, id in rows if id == one.value and kind in labels]
        if len(kinds) > 1:
            both = " and of ".join(_a(kind) for kind in kinds)
            wrong.append(f"{one.parameter}: {one.value!r} is the id of {both}; give the name of the one you mean")
        same = sorted({id for name, labels, id in rows if name == one.value and {*labels} & {*one.kinds}})
        if len(same) > 1 and not _is_id(engine, one):
            both = " and ".join(map(repr, same))
            wrong.append(f"{one.parameter}: {one.value!r} is the name of {both}; give the id of the one you mean")
    if wrong:
        raise ParameterError("\n".join(wrong))


def _is_id(engine: Engine, one: _Asked) -> bool:
    """Whether something of a wanted kind has this id."""
    return any(id == one.value and {*labels} & {*one.kinds} for labels, id, _ in engine.read(_THINGS).rows)


def _meant(engine: Engine, asked: Sequence[_Asked]) -> dict[str, str]:
    """The id of what each parameter means, where the files spell its name in another case or spacing.

    Raises ParameterError when an answer has no rows because it was asked about something that is not there, or is not
    of a kind that the pack asks about.
    """
    from kgraph.names import Names

    names, things = Names(), engine.read(_THINGS).rows
    for labels, id, name in things:
        names.add(next(kind for kind in _KINDS.values() if kind in labels), id, name)
    wrong, meant = [], {}
    for one in asked if things else ():
        found = names.find(one.value, one.kinds)
        if not found:
            wrong.append(f"{one.parameter}: {_unknown(names, one, things)}")
        elif len({id for _, id in found}) > 1:
            either = " or ".join(f"{id!r} ({names.name((kind, id))})" for kind, id in found)
            wrong.append(f"{one.parameter}: {one.value!r} could be {either}; give the id of the one you mean")
        elif one.value != names.name(found[0]):
            meant[one.parameter] = found[0][1]
    if wrong:
        raise ParameterError("\n".join(wrong))
    return meant


def _unknown(names: Names, one: _Asked, things: Sequence[tuple[Any, ...]]) -> str:
    """What is wrong with a value that nothing of a wanted kind is called."""
    others = names.find(one.value, tuple(dict.fromkeys(_KINDS.values())))
    if others:
        known = [
            _described(labels, id, one) for labels, id, _ in things if any((kind, id) in others for kind in labels)
        ]
        return f"{one.value!r} is {' and '.join(sorted(known))}; give the {one.doc}"
    like = names.like(one.value, one.kinds)
    hint = f"perhaps {' or '.join(like)}" if like else "give an id or a name as the files have it"
    return f"nothing here is called {one.value!r}; {hint}"


def _described(labels: Sequence[str], id: str, one: _Asked) -> str:
    """What a thing is, with its id where that is not what was given: an event; the network 'board'."""
    from kgraph.vocabulary import LABELS

    own = next(label for label in LABELS if label in labels)
    if id != one.value:
        return f"the {kind_of(own)} {id!r}"
    return _a(own)


def _a(label: str) -> str:
    """A label in words, after an article: an actor; a knowledge item."""
    words = kind_of(label)
    return f"{'an' if words[0] in 'aeio' else 'a'} {words}"
