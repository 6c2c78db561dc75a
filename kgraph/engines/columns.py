"""A table's columns on their way into an embedded graph as JSON: what JSON can carry, and as what."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain, islice
from typing import Any

from kgraph.engines.java import java
from kgraph.errors import ParameterError

PLAIN = frozenset((str, int, float, bool))


class Columns:
    """Columns of equal length. ``special`` is true where JSON would change a value; ``dates`` names columns of days."""

    def __init__(self, columns: Mapping[str, Sequence[Any]]) -> None:
        self.columns = columns
        self.dates: list[str] = []
        self.special = False
        for name, column in columns.items():
            kinds = set(map(type, column)) - {type(None)}
            if kinds == {date}:
                self.dates.append(name)
            elif kinds and kinds <= {list, tuple}:
                self.special |= not _crosses(list(chain.from_iterable(value for value in column if value)))
            elif not _crosses(column):
                self.special = True

    def rows(self, length: int = 0) -> Iterator[dict[str, Any]]:
        """The rows, each without the properties it does not have; ``length`` of them where there are no columns."""
        if not self.columns:
            return iter({} for _ in range(length))
        names = tuple(self.columns)
        return (
            {name: value for name, value in zip(names, row, strict=True) if value is not None}
            for row in zip(*self.columns.values(), strict=True)
        )

    @contextmanager
    def declared(self, database: Any, kind: str) -> Iterator[None]:
        """Declare the columns of days as such while they are filled, so that text becomes a day and not text."""
        found = database.getSchema().getType(kind)
        day = java("com.arcadedb.schema.Type").DATE
        for name in self.dates:
            found.createProperty(name, day)
        try:
            yield
        finally:
            for name in self.dates:
                found.dropProperty(name)


def chunks(rows: Iterator[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    """The rows, some at a time."""
    while some := list(islice(rows, size)):
        yield some


def as_json(rows: list[dict[str, Any]]) -> str:
    """Rows as the JSON that the engine's bridge reads. Raises ParameterError for text that is not Unicode."""
    text = json.dumps(rows, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=date.isoformat)
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ParameterError(
                "A text holds half a character (a lone surrogate): the graph cannot hold it."
            ) from error
    return text


def _crosses(values: Sequence[Any]) -> bool:
    """Whether JSON carries every value unchanged."""
    kinds = set(map(type, values)) - {type(None)}
    if not kinds <= PLAIN:
        return False
    if float in kinds and not all(math.isfinite(value) for value in values if type(value) is float):
        return False
    return not (int in kinds and any(type(value) is int and not -(2**63) <= value < 2**63 for value in values))
