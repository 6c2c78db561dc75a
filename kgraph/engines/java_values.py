"""What the embedded engine answers with, as plain Python values, in few crossings: a thousand rows are one JSON text.

The engine's own bridge (``TypedRows``) writes rows as JSON and sets aside the objects that JSON cannot carry: Cypher's
dates, nodes, relationships, paths. Those are taken over in bulk too, by the kind of object they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from itertools import islice
from typing import Any

from kgraph.engines import Node, Path, Relationship
from kgraph.engines.java import java
from kgraph.engines.values import same_duration

BATCH = 1_000
NO_LABEL = "~NO_LABEL~"  # the engine's type of nodes without a label
_TAG = "\x01"  # what the bridge marks its own objects with

Row = dict[str, Any]


def rows_of(result: Any) -> list[Row]:
    """Every row of an answer, as plain Python values by column; the answer is closed."""
    found: list[Row] = []
    bridge = java("com.arcadedb.python.TypedRows")
    try:
        while True:
            text, aside, drained = bridge.nextRows(result, BATCH)
            found += json.loads(str(text), object_hook=_restoring(aside))
            if drained:
                return found
    finally:
        result.close()


def _values(objects: Any) -> list[Any]:
    """The plain Python values of a Java list."""
    holder = java("java.util.HashMap")()
    holder.put("v", objects)
    row = java("com.arcadedb.query.sql.executor.ResultInternal")(holder)
    return list(rows_of(java("com.arcadedb.query.sql.executor.InternalResultSet")(row))[0]["v"])


def _restoring(aside: Any) -> Callable[[Row], Any]:
    """What puts back, while JSON is read, the values that it could not carry."""
    others: list[Any] | None = None

    def restore(found: Row) -> Any:
        nonlocal others
        tagged = found.get(_TAG)
        if tagged is None:
            return found
        kind, payload = tagged
        if kind == "x":
            if others is None:
                others = _set_aside(aside)
            return others[payload]
        if kind == "r":  # a row with a column named like the tag itself: nothing of ours is
            raise ValueError(payload)
        return _SIMPLE[kind](payload)

    return restore


def _number(text: str) -> int | float:
    return float(text)


def _clock(text: str) -> datetime:
    return datetime.fromisoformat(text)


_SIMPLE: dict[str, Callable[[Any], Any]] = {
    "D": date.fromisoformat,
    "T": _clock,
    "Z": _clock,
    "n": _number,
    "i": int,
    "s": list,
}


def _set_aside(aside: Any) -> list[Any]:
    """The values that the bridge set aside, those of one kind together."""
    kinds = _kinds(aside)
    places: dict[str, list[int]] = {}
    for place, kind in enumerate(kinds):
        places.setdefault(kind, []).append(place)
    found: list[Any] = [None] * len(kinds)
    for kind, where in places.items():
        some = aside if len(where) == len(kinds) else _array([aside[place] for place in where])
        for place, value in zip(where, _of_kind(kind, some), strict=True):
            found[place] = value
    return found


def _kinds(objects: Any) -> list[str]:
    classes = _mapped(objects, _in_java("java.lang.Object", "getClass"))
    return _joined(classes.map(_in_java("java.lang.Class", "getName")))


def _mapped(objects: Any, function: Any) -> Any:
    """A stream of what a function makes of each of a Java array's objects."""
    return java("java.util.Arrays").stream(objects).map(function)


def _joined(texts: Any) -> list[str]:
    """A stream of names, in one crossing."""
    return str(texts.collect(java("java.util.stream.Collectors").joining("\n"))).split("\n")


@cache
def _in_java(owner: str, method: str, *texts: str) -> Any:
    """A method, given these texts, as a Java function: a whole stream is mapped without coming back to Python."""
    text = java("java.lang.String").class_
    handles = java("java.lang.invoke.MethodHandles")
    handle = handles.publicLookup().unreflect(java(owner).class_.getMethod(method, *(text for _ in texts)))
    if texts:
        handle = handles.insertArguments(handle, 1, *texts)
    proxies = java("java.lang.invoke.MethodHandleProxies")
    return proxies.asInterfaceInstance(java("java.util.function.Function").class_, handle)


def _of_kind(kind: str, objects: Any) -> Iterable[Any]:
    short = kind.rpartition(".")[2]
    if short in _FROM_TEXT:
        # Arrays.toString: one text for all of them. None of these writes a comma.
        texts = str(java("java.util.Arrays").toString(objects))[1:-1].split(", ")
        return map(_FROM_TEXT[short], texts)
    if short.endswith("Vertex"):
        return _nodes(objects)
    if short.endswith("Edge"):
        return _relationships(objects)
    if short == "TraversalPath":
        return _paths(objects)
    return [_one(value) for value in objects]


def _array(objects: list[Any]) -> Any:
    import jpype

    return jpype.JArray(jpype.JObject)(objects)


def _one(value: Any) -> Any:
    """A value of a kind that is rare: a map whose keys are not all text, a list inside one, a number JSON has not."""
    if isinstance(value, java("java.lang.Number")):
        return float(value.doubleValue())
    if isinstance(value, java("java.util.Map")):
        keys, values = list(value.keySet()), java("java.util.ArrayList")(value.values())
        return dict(zip((str(key) for key in keys), _values(values), strict=True))
    if isinstance(value, java("com.arcadedb.database.Identifiable")):
        document = value.asDocument(True)
        return next(iter(_of_kind(str(document.getClass().getName()), _array([document]))))
    if isinstance(value, java("java.util.Collection")):
        return _values(java("java.util.ArrayList")(value))
    return str(value)


def _nodes(vertices: Any) -> list[Node]:
    every = zip(_types(vertices), _properties(vertices), strict=True)
    return [Node(_labels(kind), properties) for kind, properties in every]


def _relationships(edges: Any) -> list[Relationship]:
    starts, ends = _ids_at(edges, "getOutVertex"), _ids_at(edges, "getInVertex")
    every = zip(_types(edges), _properties(edges), starts, ends, strict=True)
    return [Relationship(kind, properties, start, end) for kind, properties, start, end in every]


def _paths(paths: Any) -> Iterable[Path]:
    vertices, edges = java("java.util.ArrayList")(), java("java.util.ArrayList")()
    lengths = []
    for path in paths:
        vertices.addAll(path.getVertices())
        edges.addAll(path.getEdges())
        lengths.append(int(path.length()))
    nodes, relationships = iter(_nodes(vertices.toArray())), iter(_relationships(edges.toArray()))
    for length in lengths:
        yield Path(tuple(islice(nodes, length + 1)), tuple(islice(relationships, length)))


def _types(documents: Any) -> list[str]:
    if not len(documents):
        return []
    return _joined(_mapped(documents, _in_java("com.arcadedb.database.Document", "getTypeName")))


def _properties(documents: Any) -> list[Row]:
    maps = _mapped(documents, _in_java("com.arcadedb.database.Document", "propertiesAsMap")).toList()
    return [{key: value for key, value in found.items() if value is not None} for found in _values(maps)]


def _ids_at(edges: Any, end: str) -> list[Any]:
    """The ``id`` of the node at one end of each."""
    vertices = _mapped(edges, _in_java("com.arcadedb.graph.Edge", end))
    return _values(vertices.map(_in_java("com.arcadedb.database.Document", "get", "id")).toList())


def _labels(kind: str) -> tuple[str, ...]:
    """The labels of a type: nodes with two labels are of one type named after both."""
    return () if kind == NO_LABEL else tuple(sorted(kind.split("~")))


def _instant(text: str) -> datetime | str:
    """A date-time of Java's, to the microsecond: Python knows no smaller part, and no zone by a name in brackets."""
    text = text.partition("[")[0]
    found = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d(?::\d\d)?)?", text)
    if found is None:
        return text
    minute, second, fraction, zone = found.groups()
    micro = int((fraction or "").ljust(6, "0")[:6])
    at = datetime.fromisoformat(minute).replace(second=int(second or 0), microsecond=micro)
    return at if zone is None else at.replace(tzinfo=_zone(zone))


def _zone(text: str) -> timezone:
    if text == "Z":
        return timezone.utc
    hours, minutes, seconds = (*(int(part) for part in text[1:].split(":")), 0)[:3]
    ahead = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(ahead if text[0] == "+" else -ahead)


def _time(text: str) -> time | str:
    found = _instant(f"2000-01-01T{text}")
    return found.timetz() if isinstance(found, datetime) else text


def _day(text: str) -> date | str:
    """A day; one before the year 1 or after 9999 stays text, since Python has no such day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


_FROM_TEXT: dict[str, Callable[[str], Any]] = {
    "CypherDate": _day,
    "LocalDate": _day,
    "CypherDateTime": _instant,
    "CypherLocalDateTime": _instant,
    "LocalDateTime": _instant,
    "ZonedDateTime": _instant,
    "OffsetDateTime": _instant,
    "CypherTime": _time,
    "CypherLocalTime": _time,
    "LocalTime": _time,
    "OffsetTime": _time,
    "CypherDuration": same_duration,
}
