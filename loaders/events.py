"""Events: interview-derived events with what belongs to them inside.

Reads .jsonl, one event a line, and .yaml or .yml, a list of events under ``events``. An event has the columns of the
sheet Events, and may hold its participants, positions, what it took from others, and its accounts. A member of a list
is a text, or a map where there is more to say of it: one witness may deny one participation. Any other sheet of the
model may stand beside: in .yaml as a list under its name (``actors`` or ``Actors``), in .jsonl as a line with the key
``sheet``. Every scalar in .yaml is text: ``no`` is "no", and ``2010-07`` a date as people write it.

A sample, events.yaml::

    events:
      - id: e1
        move: share
        summary: The chair told the taskforce of the county's licence
        date: 2010-07
        held_in: [taskforce]
        concerns: [open-licence]
        participants:
          - chair
          - {actor: county-lead, role: recipient, denied_by: [a2]}
        positions:
          - {actor: county-lead, item: open-licence, position: opposes}
        accounts:
          - {id: a1, source: interview-3, quote: "I told them", stance: asserts}
          - {id: a2, source: interview-4, paraphrase: Says that she was not there, stance: denies}
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from kgraph.cells import Wrong, checked
from kgraph.encoding import Unreadable, encoding_of
from kgraph.model import SHEETS, Event, Sheet
from kgraph.nested import Part, parts, sheet_keys
from kgraph.records import Place, Problem, Record
from kgraph.rows import one_of
from kgraph.vocabulary import columns
from kgraph.yaml_tree import Mapped, documents

suffixes: tuple[str, ...] = (".jsonl", ".yaml", ".yml")

_MOST_BROKEN = 20
"""After so many lines that are not JSON, the file is something else."""

_SPREAD = "write one event a line, from { to }"


def load(path: Path, settings: Mapping[str, Any]) -> Iterator[Record | Problem]:
    """The events of a file, taken apart into the rows of the model's sheets."""
    place = Place(str(settings.get("name") or path.name))
    try:
        encoding = encoding_of(path)
        if encoding.odd:
            message = "is not UTF-8; it is read as Windows-1252, which may get letters wrong"
            yield Problem(place._replace(row=encoding.odd), message, "save it as UTF-8", "warning")
        read = _lines if path.suffix.lower() == ".jsonl" else _documents
        with path.open(encoding=encoding.name) as file:
            yield from read(file, place)
    except Unreadable as error:
        yield Problem(place._replace(row=error.line), str(error), error.remedy)
    except OSError as error:
        yield Problem(
            place, f"cannot be read: {error.strerror or error}", "close it where it is open, or mend its path"
        )


# -- the two forms -----------------------------------------------------------------------------------------------------


class _NotJson(ValueError):
    """JSON that another reader might take, and this one does not."""


def _lines(lines: Iterator[str], place: Place) -> Iterator[Record | Problem]:
    decode = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant).decode
    broken = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        at = place._replace(row=number)
        try:
            found = decode(line)
        except (ValueError, RecursionError) as error:
            said = _said(error)
            yield Problem(at, f"is not JSON: {said}", _SPREAD)
            broken += 1
            if broken == _MOST_BROKEN:
                yield Problem(at, f"is the {_MOST_BROKEN}th line that is not JSON; the rest is not read", _SPREAD)
                return
            continue
        if isinstance(found, dict):
            yield from _sheet_line(found, at)
        else:
            yield Problem(at, "is not an event", _SPREAD)


def _said(error: ValueError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    return error.msg if isinstance(error, json.JSONDecodeError) else str(error)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _NotJson(f"the key {twice!r} stands in it twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise _NotJson(f"{name} is no number")


def _sheet_line(found: dict[str, Any], at: Place) -> Iterator[Record | Problem]:
    named = found.pop("sheet", Event.sheet)
    sheet = sheet_keys().get(named) if isinstance(named, str) else None
    if sheet is None:
        yield Problem(at, f"names the unknown sheet {named!r}", one_of(str(named), list(SHEETS)))
    else:
        yield from _row(sheet, found, at)


def _documents(file: Any, place: Place) -> Iterator[Record | Problem]:
    for document in documents(file.read()):
        if not isinstance(document, Mapped):
            yield Problem(place, "is not a map of sheets", "write `events:` in the first line, and the events below it")
            continue
        for key, rows in document.items():
            at = place._replace(row=document.lines[key])
            sheet = sheet_keys().get(key)
            if sheet is None:
                yield Problem(at, f"names the unknown sheet {key!r}", one_of(key, ["events", *SHEETS]))
            elif not isinstance(rows, list) and rows is not None:
                yield Problem(at, f"{key} is not a list", "begin each of its members with a hyphen")
            else:
                for row in rows or ():
                    if isinstance(row, Mapped):
                        yield from _row(sheet, row, place._replace(row=row.line))
                    elif row is not None:
                        said = f"{str(row)[:40]!r} stands alone in {key}"
                        yield Problem(at, said, "write a map with the names of columns")


# -- rows and events ---------------------------------------------------------------------------------------------------


def _row(sheet: str, found: dict[str, Any], at: Place) -> Iterator[Record | Problem]:
    if sheet == Event.sheet:
        yield from _event(found, at)
        return
    cells, problems, spoilt = _cells(SHEETS[sheet], _own_keys(SHEETS[sheet]), found, at)
    yield from problems
    if cells:
        yield Record(sheet, cells, at, spoilt=spoilt)


def _event(found: dict[str, Any], at: Place) -> Iterator[Record | Problem]:
    """An event's own row, then a row for each part of it that says more than a name."""
    flat: dict[str, Any] = {}
    inside: list[tuple[Part, dict[str, Any]]] = []
    for key, value in found.items():
        part = parts().get(key)
        if part is None:
            flat[key] = value
            continue
        members = value if isinstance(value, list) else [value]
        inside += [(part, member) for member in members if isinstance(member, dict)]
        plain = [member for member in members if not isinstance(member, dict) and member not in (None, "")]
        if part.text is not None:
            flat[key] = value if plain == [value] else plain
        elif plain:
            said = f"{key} holds {str(plain[0])[:40]!r}, which is not a map"
            yield Problem(_at(found, key, at), said, f"write {{{', '.join(part.keys)}}}, leaving out what is empty")
    cells, problems, spoilt = _cells(Event, _own_keys(Event), flat, at, found)
    yield from problems
    if cells or inside:
        yield Record(Event.sheet, cells, at, spoilt=spoilt)
    if "id" not in cells:
        return  # the row rules say so, once; what is inside would only say it again
    for part, member in inside:
        here = at._replace(row=member.line) if isinstance(member, Mapped) else at
        cells_inside, problems, spoilt = _cells(part.sheet, part.keys, member, here)
        yield from problems
        if cells_inside:
            yield Record(part.sheet.sheet, {**cells_inside, part.event: cells["id"]}, here, spoilt=spoilt)


@cache
def _own_keys(sheet: type[Sheet]) -> Mapping[str, str]:
    return {column.name: column.name for column in columns(sheet)}


@cache
def _several(sheet: type[Sheet]) -> frozenset[str]:
    return frozenset(column.name for column in columns(sheet) if column.several)


def _at(found: dict[str, Any], key: str, at: Place) -> Place:
    """Where a key of a map stands; a line of .jsonl has only one place."""
    return at._replace(row=found.lines[key]) if isinstance(found, Mapped) else at


def _cells(
    sheet: type[Sheet], keys: Mapping[str, str], given: dict[str, Any], at: Place, lines: dict[str, Any] | None = None
) -> tuple[dict[str, Any], list[Problem], frozenset[str]]:
    """The cells of one row, by the columns that its keys mean, what is wrong with them, and with which columns."""
    cells: dict[str, Any] = {}
    problems: list[Problem] = []
    spoilt: set[str] = set()
    several = _several(sheet)
    for key, raw in given.items():
        column = keys.get(key)
        if column is None:
            known = list(dict.fromkeys([*keys, *(parts() if sheet is Event else ())]))
            said = Problem(_at(lines or given, key, at), f"{sheet.sheet} has no column {key!r}", one_of(key, known))
            problems.append(said)
            continue
        value, wrong = checked(raw) if type(raw) is str else _value(raw, several=column in several)
        if wrong is not None:
            problems.append(Problem(_at(lines or given, key, at), f"{key} {wrong[0]}", wrong[1]))
            spoilt.add(column)
        elif value is not None:
            cells[column] = value
    return cells, problems, frozenset(spoilt)


def _value(raw: Any, *, several: bool) -> tuple[Any, Wrong | None]:
    """A value tidied, or what is wrong with it."""
    if isinstance(raw, dict):
        return None, ("holds a map", "write one text" + (" or a list of them" if several else ""))
    if not isinstance(raw, list):
        return checked(raw)
    if not several:
        return None, ("holds a list", "write one text")
    values = []
    for member in raw:
        if isinstance(member, (dict, list)):
            return None, ("holds a list with a list or map in it", "write a list of texts")
        value, wrong = checked(member)
        if wrong is not None:
            return None, wrong
        if value is not None:
            values.append(value)
    return values or None, None
