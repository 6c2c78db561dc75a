"""The quick form: one row a telling, expanded to the full records it stands for.

A new name under ``who`` becomes an actor, under ``about`` an idea, under ``drew_on`` an evidence source, and a new
source an interview; a new network is refused, because nobody but the coder can say whether it is stable or fluid.
What a row lists rests on that row's account alone. A row that denies denies the event, and with it what the row lists.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from kgraph.model import Quick
from kgraph.names import Names, digest, normalise, slug
from kgraph.records import Problem, Record
from kgraph.vocabulary import column as column_of

QuickRow = tuple[Record, Quick]
_LISTS = (
    ("who", "TookPart", "actor"),
    ("where", "HeldIn", "network"),
    ("about", "Concerns", "item"),
    ("drew_on", "DrewOn", "item"),
    ("after", "After", "after"),
)
MADE: dict[str, tuple[str, str, dict[str, str]]] = {
    "who": ("Actors", "Actor", {}),
    "about": ("Ideas", "Idea", {}),
    "drew_on": ("EvidenceSources", "EvidenceSource", {}),
    "source": ("Sources", "Source", {"kind": "interview"}),
}
"""What a new name under each column becomes: sheet, label, and what else its row holds."""


@dataclass(slots=True)
class Expansion:
    """The records that quick rows stand for, and what is wrong or doubtful in them."""

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def expand(rows: list[QuickRow], names: Names) -> Expansion:
    """The full records that the rows of the sheet Quick stand for; what they newly name is added to the names."""
    expansion = Expansion()
    _make_named(rows, names, expansion)
    tellings: dict[str, list[QuickRow]] = defaultdict(list)
    for record, row in rows:
        tellings[_event_id(row)].append((record, row))
    for event, told in sorted(tellings.items()):
        expansion.problems += _one_of_two(told)
        told.sort(key=lambda one: (one[1].stance != "asserts", one[1].source, one[1].locator or "", one[1].what))
        _event(event, told, expansion)
        for record, row in told:
            _telling(event, record, row, expansion)
    return expansion


def _event_id(row: Quick) -> str:
    return row.event or f"q-{digest(row.source, row.locator, row.when, row.what, length=10)}"


def _one_of_two(told: list[QuickRow]) -> list[Problem]:
    """Rows that would be one event only because nothing tells them apart, though they differ: who knows if they are?"""
    unnamed = sorted(((record, row) for record, row in told if not row.event), key=lambda one: one[0].place)
    if not unnamed:
        return []
    first, one = unnamed[0]
    said = f"tells of the same day in the same words from the same place of a source as {first.place}, and differs else"
    remedy = "give both one word in the column event if they are one event; if not, say where in the source (locator)"
    return [Problem(record.place, said, remedy) for record, row in unnamed[1:] if row.model_dump() != one.model_dump()]


def _make_named(rows: list[QuickRow], names: Names, expansion: Expansion) -> None:
    """Make an actor, an item or a source of each name that is nowhere else. Ids do not depend on the order of rows."""
    new: dict[tuple[str, str], tuple[str, Record]] = {}
    for record, row in rows:
        for column in MADE:
            for text in _listed(row, column):
                if not names.find(text, _could_be(column)):
                    new.setdefault((column, text), (slug(text), record))
    used = Counter(id for id, _ in new.values())
    for (column, text), (id, record) in sorted(new.items(), key=lambda one: one[0]):
        if names.find(text, _could_be(column)):
            continue  # another spelling of it came first
        if used[id] > 1 or names.find(id, _could_be(column)):
            id = f"{id}-{digest(column, normalise(text), length=4)}"
        _make(column, id, text, record, names, expansion)


def _listed(row: Quick, column: str) -> list[str]:
    found = getattr(row, column)
    return [found] if isinstance(found, str) else found


def _could_be(column: str) -> tuple[str, ...]:
    return column_of(Quick, column).ref


def _make(column: str, id: str, text: str, record: Record, names: Names, expansion: Expansion) -> None:
    sheet, label, cells = MADE[column]
    place = record.where(column)
    like = names.like(text, _could_be(column), limit=1, numbered=False)
    if like:
        remedy = f"if it is {like[0]}, write that or add the name to Aliases; if not, add it to {sheet}"
        expansion.problems.append(Problem(place, f"{text!r} is taken for a new {label}", remedy, "warning"))
    elif label == "Source":
        remedy = "list it in Sources to say otherwise, and when it was"
        expansion.problems.append(Problem(place, f"{text!r} is taken for an interview", remedy, "warning"))
    names.add(label, id, text)
    expansion.records.append(Record(sheet, {"id": id, **cells, "title" if label == "Source" else "name": text}, place))


def _event(event: str, told: list[QuickRow], expansion: Expansion) -> None:
    """One Events record of all rows that tell of it; those that disagree on when, or what was done, are an error."""
    record, first = told[0]
    cells: dict[str, Any] = {"id": event, "summary": first.what}
    for column, name in (("when", "date"), ("move", "move")):
        said = {getattr(row, column): other for other, row in reversed(told) if column in row.model_fields_set}
        said.pop(None, None)
        if len(said) > 1:
            where = " and ".join(
                f"{value!r} at {other.where(column)}" for value, other in sorted(said.items(), key=str)
            )
            remedy = "make them the same, or leave all but one empty"
            expansion.problems.append(Problem(record.where(column), f"event {event!r}: {column} is {where}", remedy))
        if said:
            cells[name] = next(iter(sorted(said)))
    cells.setdefault("move", first.move)
    columns = {"date": record.columns.get("when", ""), "move": record.columns.get("move", "")}
    expansion.records.append(Record("Events", cells, record.place, {name: at for name, at in columns.items() if at}))


def _telling(event: str, record: Record, row: Quick, expansion: Expansion) -> None:
    account = f"a-{digest(event, row.source, row.locator, row.what, row.quote, row.stance)}"
    told = {"id": account, "event": event, "source": row.source, "paraphrase": row.what, "stance": row.stance}
    told |= {name: value for name in ("locator", "quote") if (value := getattr(row, name))}
    expansion.records.append(Record("Accounts", told, record.place, record.columns))
    side = "denied_by" if row.stance == "denies" else "accounts"
    for column, sheet, end in _LISTS:
        for text in getattr(row, column):
            cells = {"event": event, end: text, side: [account]}
            place_of = {end: record.columns[column]} if column in record.columns else {}
            expansion.records.append(Record(sheet, cells, record.place, place_of, {end: column}))
