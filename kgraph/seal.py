"""The seal of an answer's manifest: whether the file is as it was written, and fits what it says of itself.

A seal is a mark of all else that stands in a manifest. Under the study's key nobody makes one without it. Where rows
stand in the clear there is no key to it, so that everybody can hold them against their marks: that finds what a hand or
a program has edited, and not who meant to deceive and made the marks anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kgraph.comparison import Made
from kgraph.errors import EditedManifest
from kgraph.marks import Marks

_MOST = 5


def seal(made: Made, key: Marks) -> str:
    """The mark of all that stands in a manifest but its seal."""
    return key.of("manifest", {name: part for name, part in made.items() if name != "seal"})


def row_marks(pack: str, apart: Sequence[Any], cells: Sequence[Any], ids: Sequence[str], key: Marks) -> dict[str, str]:
    """The marks that follow from a row itself: of what tells it apart, of its cells, and of its accounts' ids."""
    return {
        "told_apart": key.of("told apart", pack, apart),
        "row": key.of("row", pack, cells),
        "accounts": key.of("accounts", pack, ids),
    }


def refuse_edited(made: Made, name: str, key: Marks | None) -> None:
    """Raise EditedManifest where a manifest is not as it was written; without the key, where its counts do not fit."""
    wrong = list(_unfit(made))
    if made["key"] is None and not wrong:
        wrong += _rows(made)
    if key is not None and not wrong and seal(made, key) != made["seal"]:
        wrong.append("all that stands in it does not have the seal written in it")
    if wrong:
        more = f"; and {len(wrong) - _MOST} more" if len(wrong) > _MOST else ""
        raise EditedManifest(
            f"{name} was edited after it was written; the file says of itself something else: "
            f"{'; '.join(wrong[:_MOST])}{more}; take it from where it was kept"
        )


def _unfit(made: Made) -> Iterator[str]:
    """Where counts do not fit the rows and their marks, which is seen without a key."""
    rows, counts = made["rows"], made["counts"]
    if counts["rows"] != len(rows):
        yield f"it counts {counts['rows']} rows and has {len(rows)}"
    first: dict[str, int] = {}
    for at, row in enumerate(rows):
        same = rows[first.setdefault(row["accounts"], at)]
        if same["number"] != row["number"]:
            yield (
                f"rows {first[row['accounts']] + 1} and {at + 1} have one mark for their accounts, "
                f"and rest on {same['number']} and {row['number']}"
            )
    numbers = [rows[at]["number"] for at in first.values()]
    least, most = max(numbers, default=0), sum(numbers)
    if not least <= counts["accounts"] <= most:
        fit = str(least) if least == most else f"between {least} and {most}"
        yield f"it counts {counts['accounts']} accounts, and its rows can only rest on {fit}"
    columns = {column["name"] for column in made["columns"]}
    if strange := [name for name in made["told_apart_by"] if name not in columns]:
        yield f"its rows are told apart by {', '.join(strange)}, which is none of its columns"


def _rows(made: Made) -> Iterator[str]:
    """Where rows in the clear do not fit the marks and numbers beside them."""
    columns = [column["name"] for column in made["columns"]]
    apart = [columns.index(name) for name in made["told_apart_by"]]
    named: set[str] = set()
    for at, row in enumerate(made["rows"], 1):
        cells, ids = row["cells"], row["account_ids"]
        named.update(ids)
        if len(cells) != len(columns):
            yield f"row {at} has {len(cells)} cells, and there are {len(columns)} columns"
            continue
        marks = row_marks(made["pack"]["name"], [cells[place] for place in apart], cells, ids, Marks())
        if any(row[name] != marks[name] for name in ("told_apart", "row")):
            yield f"row {at} does not have the mark written beside it"
        if row["accounts"] != marks["accounts"]:
            yield f"the accounts of row {at} do not have the mark written beside them"
        elif row["number"] != len(ids):
            yield f"row {at} rests on {row['number']} accounts by its number, and names {len(ids)}"
    if made["counts"]["accounts"] != len(named):
        yield f"it counts {made['counts']['accounts']} accounts, and its rows name {len(named)}"
