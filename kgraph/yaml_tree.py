"""YAML as a plain tree: maps that know their lines, lists, and scalars that are all text.

YAML 1.1 turns ``no`` into false, ``1e3`` into a number and ``2010-07-20`` into a date; a study's names and dates are
none of these. Anchors, aliases, tags and merge keys are refused, so that what is read is what stands there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from kgraph.encoding import Unreadable

DEEPEST = 20
"""How many maps and lists may stand inside each other; a study's files need five."""

_EMPTY = {"", "~", "null", "Null", "NULL"}
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Mapped(dict[str, Any]):
    """A map that knows the line it begins in, and the line of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


def documents(text: str) -> Iterator[Mapped | list[Any] | str]:
    """The documents of a YAML text, each as a tree; empty ones are left out.

    A scalar that is empty, ``~`` or ``null``, and is not quoted, is None.

    Raises Unreadable, with the line, for what is not YAML and for what is refused.
    """
    events = _events(text)
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            found = _node(next(events), events, 1)
            if found is not None:
                yield found


def _events(text: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if "nesting depth" in (error.problem or ""):  # later libyaml looks ahead, and has a limit of its own
            raise _too_deep(mark.line + 1 if mark else 1) from error
        said = " ".join(part for part in (error.context, error.problem) if part)
        raise Unreadable(f"is not YAML: {said}", _HELP, mark.line + 1 if mark else None) from error
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise Unreadable(f"is not YAML: {error.reason}", "take out the letter that cannot be seen", line) from error
    except yaml.YAMLError as error:
        raise Unreadable(f"is not YAML: {error}", _HELP) from error


_HELP = "look at the indentation, and put text with ': ' or ' #' in it into quotation marks"


def _too_deep(line: int) -> Unreadable:
    return Unreadable(f"is nested more than {DEEPEST} deep", "no event needs that", line)


def _node(event: Any, events: Iterator[Any], depth: int) -> Any:
    """The tree that begins with an event."""
    line = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise Unreadable("has an anchor or alias (& or *), which is not read", "write the value out, or quote it", line)
    if getattr(event, "tag", None):
        raise Unreadable(f"has the tag {event.tag!r}, which is not read", "leave it out, or quote the value", line)
    if isinstance(event, yaml.ScalarEvent):
        return None if event.implicit[0] and event.value in _EMPTY else event.value
    if depth > DEEPEST:
        raise _too_deep(line)
    if isinstance(event, yaml.SequenceStartEvent):
        members = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            members.append(_node(event, events, depth + 1))
        return members
    return _map(line, events, depth)


def _map(line: int, events: Iterator[Any], depth: int) -> Mapped:
    found = Mapped(line)
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        here = event.start_mark.line + 1
        if not isinstance(event, yaml.ScalarEvent):
            raise Unreadable("has a list or map where a key belongs", "write a name before the colon", here)
        _node(event, events, depth)  # refuses an anchor or a tag
        key = event.value
        if key == "<<":
            raise Unreadable("has a merge key (<<), which is not read", "write the keys out", here)
        if key in found:
            remedy = "delete one, or make a list of both"
            raise Unreadable(f"has the key {key!r} twice, first in line {found.lines[key]}", remedy, here)
        found.lines[key] = here
        found[key] = _node(next(events), events, depth + 1)
    return found
