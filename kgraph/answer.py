"""What a pack or a query answered: typed rows, the accounts that each of them rests on, and its method."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date, datetime, timezone
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kgraph.engines import Rows
from kgraph.errors import GraphError, PackError, UsageError
from kgraph.evidence import Passage
from kgraph.params import Kind, holds

if TYPE_CHECKING:
    from pandas import DataFrame

    from kgraph.method import Method, Origin
    from kgraph.packs import Pack

Fetch = Callable[[Sequence[str]], list[Passage]]
"""Gives the passages of some accounts, and of those that deny them."""

_SHOWN = 40


class Answer:
    """The rows of an answer, in order, each a tuple; ``columns`` maps their names to their types.

    ``evidence_ids[n]`` holds the ids of the accounts behind row n, sorted. Printed, it is a table that ends in the
    number of accounts behind each row; in a notebook, the same as HTML, with its method below.
    """

    def __init__(
        self,
        name: str,
        title: str,
        parameters: Mapping[str, Any],
        columns: Mapping[str, Kind | None],
        rows: Sequence[tuple[Any, ...]],
        evidence_ids: Sequence[tuple[str, ...]] | None,
        engine: str,
        fetch: Fetch,
        *,
        pack: Pack | None = None,
        text: str = "",
        origin: Origin | None = None,
    ) -> None:
        self.name = name
        """The pack's name, or ``query``."""
        self.title = title
        self.parameters = dict(parameters)
        self.columns = dict(columns)
        self.rows = list(rows)
        self.evidence_ids = list(evidence_ids) if evidence_ids is not None else None
        """None for a free query, which names no evidence."""
        self.engine = engine
        self.pack = pack
        """None for a free query, whose text is ``text``."""
        self.text = text
        self.when = datetime.now(timezone.utc).isoformat(timespec="seconds")
        """When it was asked, as an ISO 8601 time in UTC."""
        self._fetch = fetch
        self._origin = origin

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.rows)

    def __getitem__(self, row: int) -> tuple[Any, ...]:
        return self.rows[row]

    @property
    def evidence(self) -> list[Passage]:
        """The passages behind all rows, by date and place, and those that deny them."""
        return self._fetch(sorted({account for row in self.evidence_ids or () for account in row}))

    def explain(self, row: int) -> list[Passage]:
        """The passages behind one row, counted from 0, and those that deny them.

        Raises UsageError when there is no such row, or when the answer is that of a free query.
        """
        if self.evidence_ids is None:
            raise UsageError("a free query names no evidence; run a pack, whose last column is the accounts")
        if not 0 <= row < len(self.rows):
            count = len(self.rows)
            rows = f"rows 0 to {count - 1}" if count else "no rows"
            raise UsageError(f"there is no row {row}; the answer has {rows}")
        return self._fetch(self.evidence_ids[row])

    @cached_property
    def method(self) -> Method:
        """How it came about: pack and hash, parameters, data, engine, when, and what it rests on.

        The graph is asked for some of it, once. Raises GraphError when it has been closed before that, and UsageError
        when the answer is of no study's graph.
        """
        from kgraph.method import method

        return method(self, self._of_a_graph())

    @property
    def caption(self) -> str:
        """The method in a line, to stand under a table: as far as it is known once the graph is closed."""
        from kgraph.method import method

        if self._origin is None:
            return ""
        try:
            return self.method.caption
        except GraphError:
            return method(self, self._origin, ask=False).caption

    def manifest(self, *, rows: bool = False) -> dict[str, Any]:
        """What it takes to ask this again and to see whether the answer still holds, as JSON has it (graph.again).

        Rows are known by marks, which tell nothing without the key in the study's folder; the first manifest makes it.
        With ``rows`` they stand in the clear, with the ids of their accounts.

        Raises UsageError for a free query, or where marks need a study and none is known; GraphError when the graph
        has been closed.
        """
        from kgraph.reproduction import manifest

        return manifest(self, self._of_a_graph(), rows=rows)

    def _of_a_graph(self) -> Origin:
        if self._origin is None:
            raise UsageError("this answer is of no study's graph; ask one that kgraph.open gives")
        return self._origin

    @property
    def df(self) -> DataFrame:
        """The rows as a pandas DataFrame with a dtype for each type (kgraph/frame.py), and the ids ``evidence``.

        What a free query answers has the dtype of its values: where all are of one type, that; else they stay objects.

        Raises UsageError when pandas is not installed.
        """
        from kgraph.frame import dtype_of, inferred, made

        columns: dict[str, Sequence[Any]] = {
            name: [row[at] for row in self.rows] for at, name in enumerate(self.columns)
        }
        dtypes = {name: dtype_of(kind) if kind else inferred(columns[name]) for name, kind in self.columns.items()}
        if self.evidence_ids is not None:
            columns["evidence"], dtypes["evidence"] = [list(ids) for ids in self.evidence_ids], "object"
        return made(columns, dtypes)

    def __repr__(self) -> str:
        from kgraph.render import plain_table

        return plain_table(self, most=_SHOWN) + (f"{self._more}\n" if self._more else "")

    def _repr_html_(self) -> str:
        """As many rows as are read in a notebook, in which a page of thousands stands for ever, and the method."""
        from html import escape

        from kgraph.render import html_table

        shown = copy(self)
        shown.rows = self.rows[:_SHOWN]
        notes = [note for note in (self._more, self.caption) if note]
        return html_table(shown) + "".join(f'<p class="note">{escape(note)}</p>\n' for note in notes)

    @property
    def _more(self) -> str:
        """What is said where not all rows are shown."""
        more = len(self.rows) - _SHOWN
        return f"… and {more} more row{'s' if more > 1 else ''}" if more > 0 else ""


def of_pack(
    pack: Pack, parameters: Mapping[str, Any], found: Rows, engine: str, fetch: Fetch, origin: Origin | None = None
) -> Answer:
    """The answer of a pack: its finishing step carried out, each value held against ``returns``, the evidence apart.

    A list in a cell stands for a set, and is sorted.

    Raises PackError when a value is not of its declared type, naming column and row, or when the evidence is no list.
    """
    wanted = (*(column.name for column in pack.returns), pack.evidence)
    if tuple(found.columns) != wanted:
        raise PackError(
            f"{pack.path}: the query answered the columns {', '.join(found.columns)}, not {', '.join(wanted)}"
        )
    rows: Sequence[tuple[Any, ...]] = found.rows
    if pack.finish:
        from kgraph.routes import STEPS

        rows = STEPS[pack.finish](wanted, rows, parameters)
    _hold(pack, rows)
    return Answer(
        name=pack.name,
        title=pack.title,
        parameters=parameters,
        columns={column.name: column.kind for column in pack.returns},
        rows=_sorted_lists(rows, [at for at, column in enumerate(pack.returns) if column.kind.several]),
        evidence_ids=[_ids(pack, number, row[-1]) for number, row in enumerate(rows, 1)],
        engine=engine,
        fetch=fetch,
        pack=pack,
        text=pack.text,
        origin=origin,
    )


_TYPES: dict[str, set[type]] = {"text": {str}, "int": {int}, "float": {int, float}, "bool": {bool}, "date": {date}}


def _hold(pack: Pack, rows: Sequence[tuple[Any, ...]]) -> None:
    """Hold each column against its declared type; most are right, so all of a column is looked at at once first."""
    for at, column in enumerate(pack.returns):
        values = [row[at] for row in rows]
        if _right(column.kind, values):
            continue
        for number, value in enumerate(values, 1):
            if not holds(column.kind, value):
                raise PackError(
                    f"{pack.path}: column {column.name} of row {number} is {value!r}, not {column.kind}; "
                    "correct the query or returns"
                )


def _right(kind: Kind, values: Sequence[Any]) -> bool:
    """Whether all values are surely of a type, without looking into each; False leaves it open."""
    types = {type(value) for value in values}
    if kind.several:
        if not types <= {list, type(None)}:
            return False
        values = [part for value in values if value for part in value]
        types = {type(value) for value in values}
    else:
        types.discard(type(None))
    if kind.choices:
        return types <= {str} and set(values) <= {None, *kind.choices}
    return types <= _TYPES[kind.name]


def _ids(pack: Pack, number: int, found: Any) -> tuple[str, ...]:
    """The ids in an evidence cell: a list of them, or of lists of them, as a query collects those of several claims."""
    ids: set[Any] = set()
    for part in found if isinstance(found, list) else [None]:
        ids.update(part if isinstance(part, list) else [part])
    if not all(isinstance(account, str) for account in ids):
        raise PackError(f"{pack.path}: column {pack.evidence} of row {number} is {found!r}, not a list of account ids")
    return tuple(sorted(ids))


def _sorted_lists(rows: Sequence[tuple[Any, ...]], lists: Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows without their evidence, and with their lists sorted: engines collect in different orders."""
    made = []
    for row in rows:
        cells = list(row[:-1])
        for at in lists:
            if cells[at]:
                cells[at] = sorted(cells[at])
        made.append(tuple(cells))
    return made


def of_query(
    parameters: Mapping[str, Any], found: Rows, engine: str, text: str = "", origin: Origin | None = None
) -> Answer:
    """The answer of a free query: its columns as they came, and no evidence."""
    columns = dict.fromkeys(found.columns)
    return Answer("query", "", parameters, columns, found.rows, None, engine, lambda _: [], text=text, origin=origin)
