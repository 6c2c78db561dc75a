"""What a graph holds and answers as pandas DataFrames, each column with the dtype of its declared type.

    text, one of    string
    int             Int64
    float           Float64
    bool            boolean
    date            datetime64[s], which holds every year from 1 to 9999
    list of …       object: a list in each cell, or None

Nothing that is not known becomes a number or a word: it is missing in all of them. ``one of`` is no category, for
frames of several sites or studies are joined, and two categories that differ in their choices become objects then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kgraph.errors import UsageError

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from kgraph.engines import Engine
    from kgraph.params import Kind

Dtypes = Mapping[str, str]
"""The dtype of each column, in order."""

_DATE = "datetime64[s]"
_DTYPES = {"text": "string", "one of": "string", "int": "Int64", "float": "Float64", "bool": "boolean", "date": _DATE}


_OF_PROPERTIES = {**_DTYPES, "texts": "object"}


def dtype_of(kind: Kind) -> str:
    """The dtype of a declared type.

    >>> from kgraph.params import Kind
    >>> dtype_of(Kind("int")), dtype_of(Kind("int", several=True))
    ('Int64', 'object')
    """
    return "object" if kind.several else _DTYPES[kind.name]


def inferred(values: Sequence[Any]) -> str:
    """The dtype of values whose type nobody declared: that of their one type, and object where they have none or more.

    >>> inferred([1, None, 2]), inferred([1, 2.5]), inferred([1, "a"]), inferred([None])
    ('Int64', 'Float64', 'object', 'object')
    """
    types = {type(value) for value in values} - {type(None)}
    if types == {int, float}:
        return "Float64"
    known: dict[type, str] = {str: "string", int: "Int64", float: "Float64", bool: "boolean", date: _DATE}
    return known.get(types.pop(), "object") if len(types) == 1 else "object"


def made(columns: Mapping[str, Sequence[Any]], dtypes: Dtypes) -> DataFrame:
    """A DataFrame of columns, each of its dtype. Raises UsageError when pandas is not installed."""
    try:
        import pandas
    except ImportError:
        raise UsageError("a data frame needs pandas; install it with: pip install 'kgraph[pandas]'") from None
    return pandas.DataFrame({name: _series(values, dtypes[name]) for name, values in columns.items()})


def _series(values: Sequence[Any], dtype: str) -> Series[Any]:
    import pandas

    if dtype == _DATE:  # pandas before 3 takes days through nanoseconds, which begin in 1677 and end in 2262
        import numpy

        return pandas.Series(numpy.array(list(values), dtype=dtype))
    return pandas.Series(list(values), dtype=dtype)


# -- what a graph holds ------------------------------------------------------------------------------------------------


def frame(engine: Engine, name: str) -> DataFrame:
    """All nodes of a label, or all relationships of a type, with every property that the model knows.

    Nodes have their ``id`` as index, sorted. Relationships have the ids of their ends, ``start`` and ``end``, and where
    an end may be of several labels also its label; they are sorted by these, then by what else tells them apart.

    Raises UsageError for a name that is neither.
    """
    from kgraph.statements import DERIVED
    from kgraph.vocabulary import LABELS, TYPES

    if name in LABELS:
        return _nodes(engine, name)
    if name in (*TYPES, *DERIVED):
        return _relationships(engine, name)
    from kgraph.rows import one_of

    raise UsageError(f"there is no label or type {name!r}; {one_of(name, [*LABELS, *TYPES, *DERIVED])}")


def _nodes(engine: Engine, label: str) -> DataFrame:
    dtypes = node_dtypes(label)
    found = engine.read(f"MATCH (n:{label}) RETURN {', '.join(f'n.{name} AS {name}' for name in dtypes)}")
    rows = sorted(found.rows, key=lambda row: str(row[0]))
    return _of_rows(rows, dtypes).set_index("id")


def _relationships(engine: Engine, type: str) -> DataFrame:
    from kgraph.held import own_label
    from kgraph.statements import identity

    dtypes = relationship_dtypes(type)
    wanted = ["a.id", "labels(a)", "b.id", "labels(b)", *(f"r.{name} AS {name}" for name in dtypes)]
    found = engine.read(f"MATCH (a)-[r:{type}]->(b) RETURN {', '.join(wanted)}")
    ends = {"start": "string", "start_label": "string", "end": "string", "end_label": "string"}
    rows = [(start, own_label(of), end, own_label(to), *rest) for start, of, end, to, *rest in found.rows]
    apart = [0, 1, 2, 3, *(4 + at for at, name in enumerate(dtypes) if name in identity(type))]
    rows.sort(key=lambda row: [str(row[at] or "") for at in apart])
    several = several_labels(type)
    left_out = [name for name, one in zip(("start_label", "end_label"), several, strict=True) if not one]
    return _of_rows(rows, {**ends, **dtypes}).drop(columns=left_out)


def _of_rows(rows: Sequence[Sequence[Any]], dtypes: Dtypes) -> DataFrame:
    return made({name: [row[at] for row in rows] for at, name in enumerate(dtypes)}, dtypes)


# -- what the model says of it -----------------------------------------------------------------------------------------


def node_dtypes(label: str) -> Dtypes:
    """The dtype of every property that a node of a label may have, ``id`` first."""
    from kgraph.property_kinds import node_kinds

    return {name: _OF_PROPERTIES[kind] for name, kind in node_kinds(label).items()}


def relationship_dtypes(type: str) -> Dtypes:
    """The dtype of every property that a relationship of a type may have."""
    from kgraph.property_kinds import relationship_kinds

    return {name: _OF_PROPERTIES[kind] for name, kind in relationship_kinds(type).items()}


def several_labels(type: str) -> tuple[bool, bool]:
    """Whether the start and the end of relationships of a type may have several labels."""
    from kgraph.statements import DERIVED

    if type in DERIVED:
        return False, False
    starts, ends = (set(labels) for labels in zip(*_labels_of_ends(type), strict=True))
    return len(starts) > 1, len(ends) > 1


def _labels_of_ends(type: str) -> Iterator[tuple[str, str]]:
    from kgraph.vocabulary import RELATIONS, ends

    for both in (ends(relation) for relation in RELATIONS if relation.type == type):
        yield from ((start, end) for start in both.start_labels for end in both.end_labels)
