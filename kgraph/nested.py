"""The nested form of an event: what may stand inside one of a .jsonl or .yaml file, and which sheet each part is of.

The names are the model's. Where a sheet has a column ``event`` for the event itself, the nested form leaves it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kgraph.model import SHEETS, Account, Event, Relation, Sheet, TookFrom, TookPosition
from kgraph.vocabulary import columns, ends, links, relation_of

_SHORT: dict[str, type[Relation]] = {"positions": TookPosition, "took_from": TookFrom}


@dataclass(frozen=True, slots=True)
class Part:
    """A list inside an event. Each member is a row of ``sheet``, written as a map with ``keys``.

    ``text`` is the column that a member which is only a text fills; there is none where a member must be a map.
    ``event`` is the column of the sheet that the event itself fills. ``keys`` maps each key to its column.
    """

    sheet: type[Sheet]
    event: str
    text: str | None
    keys: dict[str, str]


@lru_cache(maxsize=1)
def parts() -> dict[str, Part]:
    """Every list that an event may have inside it, by its key."""
    found = {}
    for link in links(Event):
        relation, event_first = relation_of(str(link.link), Event)
        both = ends(relation)
        here, other = (both.start, both.end) if event_first else (both.end, both.start)
        found[link.name] = Part(relation, here, other, _keys(relation, here))
    for key, relation in _SHORT.items():
        found[key] = Part(relation, "event", None, _keys(relation, "event"))
    found["accounts"] = Part(Account, "event", None, _keys(Account, "event"))
    return found


def _keys(sheet: type[Relation] | type[Account], event: str) -> dict[str, str]:
    return {column.name: column.name for column in columns(sheet) if column.name != event}


@lru_cache(maxsize=1)
def sheet_keys() -> dict[str, str]:
    """The sheet that each top key of a .yaml file means: its name, or its name in small letters (``took_part``)."""
    found = {}
    for sheet in SHEETS:
        found[sheet] = sheet
        found[small(sheet)] = sheet
    return found


def small(name: str) -> str:
    """A name in TitleCase as it is written in small letters.

    >>> small("TookPart"), small("Events")
    ('took_part', 'events')
    """
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
