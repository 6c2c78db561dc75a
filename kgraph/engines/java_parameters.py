"""Python values on their way into the embedded engine, as the Java that Cypher there takes for its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from kgraph.engines.java import java
from kgraph.errors import ParameterError


def parameters_to_java(parameters: Mapping[str, Any]) -> Any:
    """A query's parameters as the map that the engine takes.

    Raises ParameterError for a value that a graph cannot hold.
    """
    import jpype

    return jpype.JObject(to_java(dict(parameters)), java("java.util.Map"))


def to_java(value: Any) -> Any:
    """A value as the engine's Java takes it. Raises ParameterError for one that a graph cannot hold."""
    convert = _PLAIN.get(type(value))
    if convert is not None:
        return convert(value)
    for kind, convert in _KINDS:
        if isinstance(value, kind):
            return convert(value)
    raise ParameterError(
        f"A {type(value).__name__} cannot be a parameter: give text, a number, true or false, a date, or a list or map "
        "of these."
    )


def _same(value: Any) -> Any:
    return value


def _text(value: str) -> str:
    if not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ParameterError(f"{value!r} holds half a character (a lone surrogate): it is not text.") from error
    return str(value)


def _whole(value: int) -> int:
    if not -(2**63) <= value < 2**63:
        raise ParameterError(f"{value} is too large: a whole number in the graph has at most 63 bits.")
    return int(value)


def _list(values: Iterable[Any]) -> Any:
    import jpype

    converted = [to_java(value) for value in values]
    return java("java.util.ArrayList")(java("java.util.Arrays").asList(jpype.JArray(jpype.JObject)(converted)))


def _map(values: Mapping[str, Any]) -> Any:
    found = java("java.util.HashMap")()
    for key, value in values.items():
        found.put(str(key), to_java(value))
    return found


def _date(value: date) -> Any:
    return java("java.time.LocalDate").of(value.year, value.month, value.day)


def _moment(value: datetime) -> Any:
    kind = "LocalDateTime" if value.utcoffset() is None else "ZonedDateTime"
    return java(f"java.time.{kind}").parse(value.isoformat())


def _hour(value: time) -> Any:
    kind = "LocalTime" if value.utcoffset() is None else "OffsetTime"
    return java(f"java.time.{kind}").parse(value.isoformat())


_PLAIN: dict[type, Callable[[Any], Any]] = {
    type(None): _same,
    bool: _same,
    float: _same,
    int: _whole,
    str: _text,
    list: _list,
    tuple: _list,
    dict: _map,
    date: _date,
    datetime: _moment,
    time: _hour,
}
_KINDS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (bool, bool),
    (int, _whole),
    (float, float),
    (str, _text),
    (datetime, _moment),
    (date, _date),
    (Mapping, _map),
    (Sequence, _list),
    (set, lambda found: _list(sorted(found))),
    (frozenset, lambda found: _list(sorted(found))),
)
