"""docs/model.md: every sheet, column, label and relationship in tables, made from the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from inspect import cleandoc

from pydantic import BaseModel

from kgraph.model import (
    Account,
    Alias,
    Claim,
    Entity,
    EventRelation,
    LeadsTo,
    Load,
    MayLeadTo,
    Network,
    Quick,
    Relation,
    Sheet,
)
from kgraph.moves import MOVES
from kgraph.nested import parts
from kgraph.vocabulary import ADDED, ENTITIES, EVIDENCE_COLUMNS, RELATIONS, Column, columns, day_bounds, ends

_INTRO = """
# The model

This page is made from kgraph/model.py: change it there, and write the page anew with `kgraph schema`. A sheet of a
workbook, a .csv file, a list in a .yaml file and the graph all use the same names.

A column in **bold** must be filled. Several values in a cell are separated by `;`. A reference is an id, a name
or an alias of what is meant; in names, case, spacing and the kind of quotation marks and dashes do not matter. Dates
are EDTF: `2010`, `2010-07`, `2010-07-20`, `2010-21` (spring; 22 summer, 23 autumn, 24 winter), `2010-07/2011-03`,
with `~` for about and `?` for uncertain.

A date column becomes the text itself and two properties with the first and last day that it allows: {date} for
the column `date`, and for any other, such as `begins`, {begins}.
"""

_CLAIMS = """
Each row becomes one relationship, from what its first column names to what its second does. Every relationship carries
`accounts`, the ids of the accounts that assert it, and `denied_by`, the ids of those that deny it; those that rest on
no account are marked.
"""

_OWN_EVIDENCE = """
These belong to no event. The passage that each rests on stands in the row itself, in the columns below, and becomes an
account. They follow the columns of each sheet here.
"""

_EVENT_EVIDENCE = """
These belong to an event and rest on the event's asserting accounts, unless the columns below, which each sheet here
has, name those that assert or deny just this. Most can be written in the event's own row instead.
"""

_DERIVED = """
kgraph works these out at each load. `MAY_LEAD_TO` has the same properties; the order of its two events is only
possible, so it is shown and never followed further.
"""

_NESTED = """
In a .jsonl or .yaml file an event holds what belongs to it. Each of these is a list; a member is a text, where one is
named here, or a map with these keys.
"""


def says(kind: type[BaseModel]) -> str:
    """What a class of the model says of itself, in its first paragraph."""
    return " ".join(cleandoc(kind.__doc__ or "").split("\n\n")[0].replace("``", "`").split())


def model_page() -> str:
    """The text of docs/model.md."""
    days = [" and ".join(f"`{bound}`" for bound in day_bounds(name)) for name in ("date", "begins")]
    return "\n".join(
        [
            _INTRO.strip().format(date=days[0], begins=days[1]),
            *_section("Quick entry", [_sheet(Quick), _sheet(Alias)]),
            *_section("Things", [_entity(entity) for entity in ENTITIES if entity is not Load]),
            *_section("Relationships", [_relations()]),
            *_section("Derived", [_derived()]),
            *_section("What kgraph adds to the graph", [_added()]),
            *_section("Events with everything inside", [_nested()]),
            *_section("Moves", [_moves()]),
            "",
        ]
    )


def _section(title: str, blocks: Iterable[Iterable[str]]) -> Iterator[str]:
    yield from ("", f"## {title}")
    for block in blocks:
        yield from ("", *block)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


# -- sheets ------------------------------------------------------------------------------------------------------------


def _sheet(kind: type[Sheet], without: Iterable[str] = ()) -> Iterator[str]:
    shown = [column for column in columns(kind) if column.name not in set(without)]
    yield from (f"### {kind.sheet}", "", says(kind), "")
    yield from _columns(shown)


def _entity(entity: type[Entity]) -> Iterator[str]:
    head, blank, text, *rest = _sheet(entity)
    labels = "".join(f":{label}" for label in entity.labels)
    more = ", and `:StableNetwork` or `:FluidNetwork` by its kind" if entity is Network else ""
    yield from (head, blank, f"{text} In the graph `({labels})`{more}.", *rest)


def _columns(shown: Iterable[Column]) -> Iterator[str]:
    yield from _table(("column", "holds", "what it is"), ((_name(c), _holds(c), c.description) for c in shown))


def _name(column: Column) -> str:
    return f"**{column.name}**" if column.required else column.name


def _holds(column: Column) -> str:
    kinds = {"int": "whole number", "bool": "true or false", "date": "date", "text": "text"}
    if column.choices:
        what = "one of " + ", ".join(f"`{choice}`" for choice in column.choices)
    elif column.ref:
        item = len(column.ref) > 5
        what = "knowledge item" if item else " or ".join(column.ref)
        what += " or Network" if item and "Network" in column.ref else ""
        what = f"{what} (several)" if column.several else what
    else:
        what = "texts" if column.several else kinds[column.type]
    if column.default not in (None, []):
        shown = str(column.default).lower() if column.type == "bool" else column.default
        what += f"; `{shown}` when empty"
    return f"{what}; `{column.link}`" if column.link else what


# -- relationships -----------------------------------------------------------------------------------------------------


def _relations() -> Iterator[str]:
    yield from (_CLAIMS.strip(), "")
    own = [relation for relation in RELATIONS if relation.evidence == "claim"]
    event = [relation for relation in RELATIONS if relation.evidence == "event"]
    other = [relation for relation in RELATIONS if relation.evidence not in ("claim", "event")]
    yield from ("### Claims of their own", "", _OWN_EVIDENCE.strip(), "")
    shared = [column for column in columns(own[0]) if column.name in Claim.model_fields]
    yield from (*_columns(shared), "")
    for relation in own:
        yield from (*_relation(relation, EVIDENCE_COLUMNS), "")
    yield from ("### Of an event", "", _EVENT_EVIDENCE.strip(), "")
    shared = [column for column in columns(event[0]) if column.name in EventRelation.model_fields]
    yield from (*_columns(shared), "")
    for relation in event:
        yield from (*_relation(relation, EventRelation.model_fields), "")
    yield from ("### Without accounts of their own", "")
    for relation in other:
        if relation.sheet:
            yield from (*_relation(relation, ()), "")
    rows = ((_pattern(relation), says(relation)) for relation in other if not relation.sheet)
    yield from _table(("relationship", "what it is"), rows)


def _relation(relation: type[Relation], without: Iterable[str]) -> Iterator[str]:
    head, blank, text, *rest = _sheet(relation, without)
    names = relation.identity
    several = f" Two between the same ends differ in {' or '.join(f'`{name}`' for name in names)}." if names else ""
    yield from (f"#{head}", blank, f"{_pattern(relation)}: {text}{several}", *rest)


def _pattern(relation: type[Relation]) -> str:
    both = ends(relation)
    start, end = (("KnowledgeItem",) if len(ls) > 5 else ls for ls in (both.start_labels, both.end_labels))
    return f"`({'|'.join(start)})-[:{relation.type}]->({'|'.join(end)})`"


# -- the rest ----------------------------------------------------------------------------------------------------------


def _derived() -> Iterator[str]:
    yield from (_DERIVED.strip(), "")
    for kind in (LeadsTo, MayLeadTo):
        yield f"- `(Event)-[:{kind.type}]->(Event)`: {says(kind)}"
    yield ""
    made = ((f"`{name}`", field.description or "") for name, field in LeadsTo.model_fields.items())
    yield from _table(("property", "what it is"), made)


def _added() -> Iterator[str]:
    for label, added in ADDED.items():
        for name, what in added.items():
            yield f"- `{name}` on {'an' if label[0] in 'AEIO' else 'a'} {label.lower()}: {what}."
    yield f"- `(:Load)`: {says(Load)}"
    yield ""
    yield from _table(
        ("property of a Load", "what it is"),
        ((f"`{name}`", f.description or "") for name, f in Load.model_fields.items()),
    )


def _nested() -> Iterator[str]:
    yield from (_NESTED.strip(), "")
    rows = []
    for key, part in parts().items():
        text = f"`{part.text}`" if part.text else ""
        sheet = part.sheet.sheet if part.sheet is not Account else Account.sheet
        rows.append((f"`{key}`", sheet, text, ", ".join(f"`{name}`" for name in part.keys)))
    yield from _table(("key", "rows of the sheet", "a text is its", "keys of a map"), rows)


def _moves() -> Iterator[str]:
    yield "What people did at an event. A study adds its own, each with a definition, under `[moves]` in kgraph.toml."
    yield ""
    rows = ((f"`{name}`", m.definition, m.when, m.when_not, m.example) for name, m in MOVES.items())
    yield from _table(("move", "what it is", "code it when", "not when", "for instance (made up)"), rows)
