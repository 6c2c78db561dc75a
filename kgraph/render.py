"""Answers and passages as text: tables for people, CSV and JSON for programs, Markdown and HTML for documents.

    table       drawn with lines, as wide as the terminal; long cells are folded
    plain       columns filled with spaces to one width, two between them, no lines, nothing folded: for grep and less
    csv         RFC 4180; text that a spreadsheet would read as a formula has an apostrophe before it
    json        a list of objects; dates are ISO text
    markdown    a table, and a line with the answer's method; what Markdown would read as its own is escaped
    html        a page that stands alone, with the same line

The accounts behind each row are the last column, ``evidence``: their number in what people read, their ids in csv and
json. Several values in one cell are joined with ``; ``, except in json. Every text of the study is escaped for the
format, and control characters are never passed on to a terminal.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from html import escape
from typing import Any

from kgraph.answer import Answer
from kgraph.engines import Node, Path, Relationship
from kgraph.errors import UsageError
from kgraph.spreadsheet import safe_cell

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}"
    "table{border-collapse:collapse}th,td{border:1px solid #ccc;padding:.3rem .6rem;text-align:left;vertical-align:top}"
    "th{background:#f2f2f2}blockquote{margin:.3rem 0 .3rem 1rem}.note{color:#555}"
)


def render(answer: Answer, format: str, *, width: int = 100, colour: bool = False) -> str:
    """An answer in one of the formats, ending in a line break. Raises UsageError when there is no such format."""
    if format == "table":
        return _drawn(answer, width, colour)
    if format not in _FORMATS:
        raise UsageError(f"there is no format {format!r}; it is one of table, {', '.join(_FORMATS)}")
    return _FORMATS[format](answer)


# -- cells -------------------------------------------------------------------------------------------------------------


def shown(value: Any) -> str:
    """A value as people read it: nothing for null, ISO dates, several values joined with ``; ``.

    >>> shown(["a", "b"]), shown(date(2010, 7, 20)), shown(None), shown(True)
    ('a; b', '2010-07-20', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "; ".join(shown(part) for part in value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {shown(part)}" for key, part in value.items()) + "}"
    if isinstance(value, Node):
        return f"({''.join(f':{label}' for label in value.labels)} {shown(value.properties)})"
    if isinstance(value, Relationship):
        return f"({value.start or ''})-[:{value.type} {shown(value.properties)}]->({value.end or ''})"
    if isinstance(value, Path):
        return "; ".join([*map(shown, value.nodes), *map(shown, value.relationships)])
    return str(value)


def clean(text: str) -> str:
    """Text on one line, without what would move a terminal's cursor, colour it or reverse its reading."""
    kept = (" " if letter in "\n\r\t\u2028\u2029" else letter for letter in text)
    return "".join(
        letter for letter in kept if unicodedata.category(letter) not in ("Cc", "Cf") or letter in "\u200c\u200d"
    )


def as_json(value: Any) -> Any:
    """A value as JSON has it: ISO dates, lists, and nodes, relationships and paths as objects."""
    if isinstance(value, (list, tuple)):
        return [as_json(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): as_json(part) for key, part in value.items()}
    if isinstance(value, Node):
        return {"labels": list(value.labels), "properties": as_json(value.properties)}
    if isinstance(value, Relationship):
        return {"type": value.type, "start": value.start, "end": value.end, "properties": as_json(value.properties)}
    if isinstance(value, Path):
        return {"nodes": as_json(value.nodes), "relationships": as_json(value.relationships)}
    if isinstance(value, (date, time)):
        return value.isoformat()
    return (
        str(value)
        if isinstance(value, timedelta) or not isinstance(value, (str, int, float, bool, type(None)))
        else value
    )


def _headings(answer: Answer) -> list[str]:
    return [*answer.columns, *(["evidence"] if answer.evidence_ids is not None else [])]


def _cells(answer: Answer, most: int | None = None) -> list[list[str]]:
    """The rows as people read them, with the number of accounts behind each."""
    counts = [[str(len(ids))] for ids in answer.evidence_ids] if answer.evidence_ids is not None else [[]] * len(answer)
    return [[*map(shown, row), *count] for row, count in zip(answer.rows[:most], counts, strict=False)]


def _is_number(answer: Answer, name: str) -> bool:
    kind = answer.columns.get(name)
    return name == "evidence" or (kind is not None and not kind.several and kind.name in ("int", "float"))


# -- the formats -------------------------------------------------------------------------------------------------------


def _drawn(answer: Answer, width: int, colour: bool) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SQUARE if colour else box.ASCII2, title=Text(clean(answer.title)) if answer.title else None)
    for name in _headings(answer):
        table.add_column(Text(name), justify="right" if _is_number(answer, name) else "left", overflow="fold")
    for row in _cells(answer):
        table.add_row(*(Text(clean(cell)) for cell in row))
    page = io.StringIO()
    Console(
        file=page, width=width, force_terminal=colour, color_system="standard" if colour else None, highlight=False
    ).print(table)
    return page.getvalue()


def fits(answer: Answer, width: int) -> bool:
    """Whether an answer reads well as a table so wide: no column is folded to less than a word or two."""
    return len(_headings(answer)) * 16 <= width


def _records(answer: Answer) -> str:
    """Each row as a block of lines, a column a line: for answers with more columns than a terminal is wide."""
    names = _headings(answer)
    wide = max(map(len, names), default=0)
    blocks = []
    for number, row in enumerate(_cells(answer), 1):
        lines = [f"{name:<{wide}}  {clean(cell)}".rstrip() for name, cell in zip(names, row, strict=True)]
        blocks.append("\n".join([f"-- {number} --", *lines]))
    return "\n".join([*([clean(answer.title)] if answer.title else []), *blocks]) + "\n"


def plain_table(answer: Answer, most: int | None = None) -> str:
    """The answer as aligned text: headings, then rows, two spaces between columns."""
    from rich.cells import cell_len

    headings = _headings(answer)
    rows = [headings, *([clean(cell) for cell in row] for row in _cells(answer, most))]
    widths = [max(cell_len(row[at]) for row in rows) for at in range(len(headings))]
    right = [_is_number(answer, name) for name in headings]

    def line(row: Sequence[str]) -> str:
        cells = []
        for cell, wide, is_number in zip(row, widths, right, strict=True):
            gap = " " * (wide - cell_len(cell))
            cells.append(gap + cell if is_number else cell + gap)
        return "  ".join(cells).rstrip()

    return "".join(f"{line(row)}\n" for row in rows)


def _csv(answer: Answer) -> str:
    page = io.StringIO()
    writer = csv.writer(page)  # the excel dialect is RFC 4180: CRLF, quotes doubled
    writer.writerow(_headings(answer))
    for at, row in enumerate(answer.rows):
        ids = ["; ".join(answer.evidence_ids[at])] if answer.evidence_ids is not None else []
        writer.writerow(
            [*(value if _is_plain_number(value) else safe_cell(shown(value)) for value in row), *map(safe_cell, ids)]
        )
    return page.getvalue()


def _is_plain_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _as_json(answer: Answer) -> str:
    made = []
    for at, row in enumerate(answer.rows):
        one = {name: as_json(value) for name, value in zip(answer.columns, row, strict=True)}
        made.append({**one, "evidence": list(answer.evidence_ids[at])} if answer.evidence_ids is not None else one)
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _markdown(answer: Answer) -> str:
    headings = _headings(answer)
    rule = ["---:" if _is_number(answer, name) else "---" for name in headings]
    rows = [[markdown(name) for name in headings], rule, *([markdown(cell) for cell in row] for row in _cells(answer))]
    below = f"\n{markdown(answer.caption)}\n" if answer.caption else ""
    return "".join(f"| {' | '.join(row)} |\n" for row in rows) + below


def markdown(text: str) -> str:
    r"""Text that Markdown shows as it is, on one line.

    >>> markdown("a|b\nc *d* <e> snake_case")
    'a\\|b c \\*d\\* &lt;e> snake_case'
    """
    escaped = re.sub(r"([\\`*\[\]|~])", r"\\\1", clean(text)).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"(?<!\w)_|_(?!\w)", r"\\_", escaped)


def html_table(answer: Answer, *, caption: bool = False) -> str:
    """The answer as an HTML table: a fragment, every text escaped; with ``caption``, its method in a line below."""
    head = "".join(f"<th>{escape(name)}</th>" for name in _headings(answer))
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in _cells(answer))
    below = f'<p class="note">{escape(answer.caption)}</p>\n' if caption and answer.caption else ""
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n{below}"


def html_page(title: str, body: str) -> str:
    """A page that stands alone: no script, nothing fetched from elsewhere."""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n<h1>{escape(title)}</h1>\n{body}</body></html>\n"
    )


def _html(answer: Answer) -> str:
    given = "; ".join(f"{name} = {shown(value)}" for name, value in answer.parameters.items() if value is not None)
    note = f'<p class="note">{escape(answer.name)}{escape(f": {given}") if given else ""}</p>\n'
    note = "" if answer.caption else note  # which says so too
    return html_page(answer.title or answer.name, note + html_table(answer, caption=True))


_FORMATS: dict[str, Callable[[Answer], str]] = {
    "records": _records,
    "plain": plain_table,
    "csv": _csv,
    "json": _as_json,
    "markdown": _markdown,
    "html": _html,
}
FORMATS = ("table", *_FORMATS)
