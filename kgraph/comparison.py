"""Two manifests of answers to one question side by side: what is other in the answer, and what is other around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kgraph.errors import StudyError

if TYPE_CHECKING:
    from kgraph.study import Study

_MOST = 20
_LONGEST = 120

Made = Mapping[str, Any]
"""The manifest of an answer, as JSON has it."""
Pair = tuple[int, int]
"""The same row, then and now."""


# -- the answer --------------------------------------------------------------------------------------------------------


def differences(then: Made, now: Made) -> Iterator[str]:
    """What is other in an answer, a line each: rows by what tells them apart, whatever order they are in."""
    if (apart := _not_comparable(then, now)) is not None:
        yield apart
        return
    pairs, gone, new = _side_by_side(then["rows"], now["rows"])
    yield from _first([f"gone: {_name(then, at)} of the table that was made then" for at in gone], "gone")
    yield from _first([f"new: {_name(now, at)}" for at in new], "new")
    found = [(_name(now, pair[1], pair[0]), then["rows"][pair[0]], now["rows"][pair[1]]) for pair in pairs]
    changed = [f"changed: {name}{_cells(now, old, row)}" for name, old, row in found if old["row"] != row["row"]]
    yield from _first(changed, "changed")
    other = [
        f"other accounts: {name} {_accounts(old, row)}"
        for name, old, row in found
        if old["accounts"] != row["accounts"]
    ]
    yield from _first(other, "other accounts")
    read = [
        f"other words: {name} rests on the same accounts, but what they say, who says so or who denies it has changed"
        for name, old, row in found
        if old["accounts"] == row["accounts"] and old["passages"] != row["passages"]
    ]
    yield from _first(read, "other words")


def noted_otherwise(then: Made, now: Made) -> Iterator[str]:
    """Rows whose accounts say the same, and are only noted otherwise, a line each."""
    if _not_comparable(then, now) is not None:
        return
    pairs, _, _ = _side_by_side(then["rows"], now["rows"])
    found = [(_name(now, at, was), then["rows"][was], now["rows"][at]) for was, at in pairs]
    lines = [
        f"only noted otherwise: {name} rests on accounts that say the same, "
        "but the locator, coder or certainty of one or more has changed"
        for name, old, row in found
        if all(old[part] == row[part] for part in ("accounts", "passages")) and old["noted"] != row["noted"]
    ]
    yield from _first(lines, "only noted otherwise")


def counted(then: Made, now: Made) -> Iterator[str]:
    """What is other in an answer as far as its columns and counts tell, which need no key, a line each."""
    if (apart := _not_comparable(then, now)) is not None:
        yield apart
    for what, number in now["counts"].items():
        if (before := then["counts"].get(what, number)) != number:
            yield f"{what}: {before} then, {number} now"


def _not_comparable(then: Made, now: Made) -> str | None:
    """Why rows cannot be set side by side; None where they can."""
    columns = tuple(
        ", ".join(f"{column['name']} ({column['type']})" for column in made["columns"]) for made in (then, now)
    )
    if columns[0] != columns[1]:
        return f"its columns were {columns[0]} and are {columns[1]}, so that rows cannot be set side by side"
    if then["told_apart_by"] != now["told_apart_by"]:
        were, are = (", ".join(made["told_apart_by"]) for made in (then, now))
        return f"its rows were told apart by {were} and are by {are}, so that they cannot be set side by side"
    return None


def _side_by_side(then: Sequence[Made], now: Sequence[Made]) -> tuple[list[Pair], list[int], list[int]]:
    """The rows that are in both answers, those gone, and those new. Of rows of one key, the most alike go together."""
    left: dict[str, list[int]] = {}
    for at, row in enumerate(then):
        left.setdefault(row["told_apart"], []).append(at)
    pairs: list[Pair] = []
    waiting = list(range(len(now)))
    for alike in (("row", "accounts", "passages", "noted"), ("row", "accounts", "passages"), ("row",), ()):
        still = []
        for at in waiting:
            others = left.get(now[at]["told_apart"], [])
            other = next((old for old in others if all(then[old][name] == now[at][name] for name in alike)), None)
            if other is None:
                still.append(at)
            else:
                others.remove(other)
                pairs.append((other, at))
        waiting = still
    return sorted(pairs, key=lambda pair: pair[1]), sorted(at for others in left.values() for at in others), waiting


def _first(lines: Sequence[str], what: str) -> list[str]:
    more = len(lines) - _MOST
    return [*lines[:_MOST], *([f"{what}: {more} more"] if more > 0 else [])]


def _name(made: Made, at: int, then: int | None = None) -> str:
    """A row by its number and, where it stands in the clear, what tells it apart; with ``then``, its number then."""
    from kgraph.render import shown

    row, wanted = made["rows"][at], set(made["told_apart_by"])
    names = [column["name"] for column in made["columns"]]
    cells = zip(names, row.get("cells") or (), strict=False)
    text = ", ".join(f"{name} {shown(cell) or '–'}" for name, cell in cells if name in wanted)
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    notes = [text, f"row {then + 1} then" if then is not None and then != at else ""]
    said = "; ".join(note for note in notes if note)
    return f"row {at + 1}" + (f" ({said})" if said else "")


def _cells(now: Made, old: Made, row: Made) -> str:
    """Which cells of a row have changed, where those of then are in the clear."""
    from kgraph.render import shown

    names = [column["name"] for column in now["columns"]]
    before, after = old.get("cells") or (), row.get("cells") or ()
    told = [
        f"{name} was {shown(was) or 'nothing'}, is {shown(found) or 'nothing'}"
        for name, was, found in zip(names, before, after, strict=False)
        if was != found
    ]
    return f": {'; '.join(told)}" if told else ""


def _accounts(old: Made, row: Made) -> str:
    """What has become of the accounts of a row: by their ids, where those of then are in the clear."""
    if "account_ids" not in old:
        return f"rested on {old['number']} accounts and rests on {row['number']}, not all of them the same"
    gone, new = (sorted({*one["account_ids"]} - {*other["account_ids"]}) for one, other in ((old, row), (row, old)))
    parts = [f"no longer rests on {', '.join(gone)}" if gone else "", f"now rests on {', '.join(new)}" if new else ""]
    return " and ".join(part for part in parts if part)


# -- what is around it -------------------------------------------------------------------------------------------------


def around(then: Made, now: Made, texts: Mapping[str, str]) -> Iterator[str]:
    """What is other in the pack, kgraph, the engine and the files, a line each.

    ``texts`` holds the names of the sources' texts of now by their marks, where they have marks for names.
    """
    if then["pack"]["sha256"] != now["pack"]["sha256"]:
        were, are = (made["pack"]["sha256"][:12] for made in (then, now))
        yield f"the text of the pack {now['pack']['name']} has changed (sha256 {were} then, {are} now)"
    if then["kgraph"] != now["kgraph"]:
        yield f"asked by kgraph {then['kgraph']} then, {now['kgraph']} now"
    if then["engine"] != now["engine"]:
        yield f"asked of {then['engine']['release']} then, {now['engine']['release']} now"
    before, after = then["load"], now["load"]
    if before["version"] != after["version"]:
        yield f"loaded by kgraph {before['version']} then, {after['version']} now"
    if before["settings"] != after["settings"]:
        yield "kgraph.toml has changed in what shapes the graph"
    yield from _first(list(_files(before["files"], after["files"])), "files")
    marked = then["key"] is not None
    now_named = {texts.get(name, name): hash for name, hash in after["texts"].items()}
    then_named = {texts.get(name, name): hash for name, hash in before["texts"].items()}
    gone = then_named.keys() - now_named.keys() if marked else set()
    still = {name: hash for name, hash in then_named.items() if name not in gone}
    yield from _first(list(_files(still, now_named)), "texts")
    if gone:
        yield f"{len(gone)} of the sources' texts {'is' if len(gone) == 1 else 'are'} gone"


def _files(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name, hash in after.items():
        if before.get(name) != hash:
            yield f"{name} {'has changed' if name in before else 'is new'}"
    yield from (f"{name} is gone" for name in before if name not in after)


def behind(study: Study | None, load: Mapping[str, Any]) -> Iterator[str]:
    """What has changed since a load in the study's files, kgraph.toml or kgraph, so that the graph is behind them."""
    from kgraph import __version__, receipt

    if study is None:
        return
    files, texts = receipt.loaded(load)
    try:
        yield from _files(files, receipt.hashes(study))
    except StudyError as error:
        yield str(error)
    yield from _files(texts, {name: receipt.text_hash(study, name) for name in texts})
    if load.get("settings") != study.settings_hash():
        yield "kgraph.toml has changed in what shapes the graph"
    if load.get("version") != __version__:
        yield f"kgraph {load.get('version')} loaded it, and this is {__version__}"
