"""The passages behind an answer, as a reader wants to see them: text, Markdown, HTML or JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import asdict
from html import escape

from kgraph.errors import UsageError
from kgraph.evidence import Passage
from kgraph.render import clean, html_page, markdown
from kgraph.wording import several


def quotations(passages: Sequence[Passage], format: str = "text", *, width: int = 100) -> str:
    """Passages in one of the formats, ending in a line break. Raises UsageError when there is no such format."""
    if format == "text":
        return "\n".join(_text(passage, width) for passage in passages)
    if format not in _FORMATS:
        raise UsageError(f"there is no format {format!r} for passages; it is one of {', '.join(FORMATS)}")
    return _FORMATS[format](passages)


def head(passage: Passage) -> str:
    """Where a passage stands.

    >>> head(Passage("a1", "asserts", source="Minutes", kind="minutes", date="2010-07", locator="para 4"))
    'Minutes (minutes, 2010-07), para 4'
    """
    about = ", ".join(part for part in (passage.kind, passage.date) if part)
    title = (passage.source or "no source") + (f" ({about})" if about else "")
    return title + (f", {passage.locator}" if passage.locator else "")


def notes(passage: Passage) -> list[str]:
    """What else there is to know of a passage, in sentences."""
    told = {"asserts": "says so", "denies": "denies it", "hearsay": "has it by hearsay"}.get(
        passage.stance, passage.stance
    )
    if passage.denies_parts:  # it bears the event, and not all that others say of it
        tells = f"has {passage.event} by hearsay" if passage.stance == "hearsay" else f"tells of {passage.event}"
        told = f"{tells}, and {denial(passage)}"
    said = f"said by {'; '.join(passage.said_by)}" if passage.said_by else ""
    when = f"on {passage.date_said}" if passage.date_said and passage.date_said != passage.date else ""
    coded = f"coded by {passage.coder}" if passage.coder else ""
    sure = f"certainty {passage.certainty}" if passage.certainty else ""
    parts = [
        ", ".join(part for part in (told, " ".join(part for part in (said, when) if part), coded, sure) if part),
        f"tells of {passage.event}" if passage.event and not passage.denies_parts else "",
        *(f"says that {claim}" for claim in passage.asserts),
        *(f"denies that {claim}" for claim in passage.denies),
        f"denied by {'; '.join(passage.denied_by)}" if passage.denied_by else "",
        f"access {passage.access}" if passage.access and passage.access != "open" else "",
    ]
    return [part for part in parts if part]


def denial(passage: Passage) -> str:
    """What a passage denies of its event, or the whole of it; empty where it denies nothing.

    >>> denial(Passage("a1", "asserts", denies_parts=("that Ana took part", "that it was about Open data")))
    'denies that Ana took part and that it was about Open data'
    """
    if passage.stance == "denies":
        return "denies it"
    return f"denies {several(passage.denies_parts)}" if passage.denies_parts else ""


def _text(passage: Passage, width: int) -> str:
    lines = [f"[{clean(passage.account)}] {clean(head(passage))}"]
    for words in _words(passage):
        lines += textwrap.wrap(clean(words), width, initial_indent="    ", subsequent_indent="    ")
    lines += [f"    {clean(note)}" for note in (*notes(passage), *([passage.url] if passage.url else []))]
    return "".join(f"{line}\n" for line in lines)


def _words(passage: Passage) -> list[str]:
    """The very words in quotation marks, then the coder's."""
    return [f"“{passage.quote}”"] * bool(passage.quote) + [passage.paraphrase or ""] * bool(passage.paraphrase)


def _markdown(passages: Sequence[Passage]) -> str:
    parts = []
    for passage in passages:
        lines = [f"**{markdown(passage.account)}** {markdown(head(passage))}", ""]
        lines += [f"> {markdown(words)}\n>" for words in _words(passage)]
        lines += ["", *(f"- {markdown(note)}" for note in notes(passage))]
        lines += [f"- <{passage.url}>"] if _is_link(passage.url) else []
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n" if parts else ""


def _html(passages: Sequence[Passage]) -> str:
    body = []
    for passage in passages:
        words = "".join(f"<blockquote>{escape(text)}</blockquote>" for text in _words(passage))
        under = "".join(f"<li>{escape(note)}</li>" for note in notes(passage))
        link = (
            f'<li><a href="{escape(passage.url or "")}">{escape(passage.url or "")}</a></li>'
            if _is_link(passage.url)
            else ""
        )
        body.append(
            f"<section><p><b>{escape(passage.account)}</b> {escape(head(passage))}</p>{words}"
            f"<ul class='note'>{under}{link}</ul></section>\n"
        )
    return html_page("Passages", "".join(body))


def _is_link(url: str | None) -> bool:
    """Whether an address may be followed: on the web, and with nothing in it that ends a link early."""
    return bool(url) and str(url).startswith(("https://", "http://")) and not set(str(url)) & set(" <>\"'\n\r\t")


def _json(passages: Sequence[Passage]) -> str:
    return json.dumps([asdict(passage) for passage in passages], ensure_ascii=False, indent=2) + "\n"


_FORMATS: dict[str, Callable[[Sequence[Passage]], str]] = {"markdown": _markdown, "html": _html, "json": _json}
FORMATS = ("text", *_FORMATS)
