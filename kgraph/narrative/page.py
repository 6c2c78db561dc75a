"""A narrative as a page, in Markdown or HTML: every text of the study escaped, every step with its passages."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

from kgraph.narrative import Group, Narrative, Quoted, Said, Section, Step, where
from kgraph.render import clean
from kgraph.wording import (
    NOT_HAPPENED,
    ONLY_DENIED,
    Words,
    capitalised,
    dated,
    ended,
    not_shown,
    plain,
    told_in,
    when,
)

_SHORT = 160
"""How many letters of a passage a page shows at most, where it shows them short."""

_STYLE = """
body{font:17px/1.55 Georgia,"Times New Roman",serif;color:#1a1a1a;margin:2.5rem auto;max-width:44rem;padding:0 1.2rem}
h1,h2,h3,h4{line-height:1.25;margin:2rem 0 .6rem}h1{font-size:1.9rem}h2{font-size:1.4rem}h3{font-size:1.15rem}
h4{font-size:1rem}p{margin:.5rem 0}a{color:#1f4e79}ul{padding-left:1.3rem}li{margin:.25rem 0}
.did{font-weight:bold}.order{color:#555;font-style:italic}.told,footer{color:#555;font-size:.85rem}
blockquote{margin:.6rem 0 .6rem .2rem;padding-left:.9rem;border-left:3px solid #c8c8c8;font-size:.95rem}
cite{font-style:normal;color:#444;font-size:.85rem}.differs{border-left:3px solid #a33;padding-left:.9rem}
article:target{background:#fdf6e3}
@media print{body{font-size:11pt;margin:0;max-width:none}a{color:inherit;text-decoration:none}
h2,h3,h4{break-after:avoid}blockquote,article>p{break-inside:avoid}article:target{background:none}}
"""


def markdown(narrative: Narrative, passages: str = "all") -> str:
    """A narrative as Markdown, ending in a line break."""
    return _Markdown(narrative, passages).page()


def html(narrative: Narrative, passages: str = "all") -> str:
    """A narrative as a page that stands alone: no script, nothing fetched, and each step under its event's id."""
    return _Html(narrative, passages).page()


class _Page(ABC):
    """What both kinds of page say; how they write it is theirs."""

    def __init__(self, narrative: Narrative, passages: str) -> None:
        self.narrative = narrative
        self.passages = passages

    def page(self) -> str:
        """The whole page."""
        blocks = [self.heading(1, (self.narrative.title,))]
        for section in self.narrative.sections:
            blocks += self.section(section)
        return self.whole(blocks)

    def section(self, section: Section) -> Iterable[str]:
        """A section's blocks."""
        if section.title:
            yield self.heading(2, (section.title,))
        yield from (self.paragraph(words) for words in section.paragraphs)
        if section.points:
            yield self.points(section.points)
        yield from (self.said(said) for said in section.said)
        for group in section.groups:
            yield from self.group(group)

    def group(self, group: Group) -> Iterable[str]:
        """The steps of a group, under its heading where it has one."""
        if group.heading:
            yield self.heading(3, (group.heading,))
        yield from (self.step(step, group) for step in group.steps)

    def title(self, step: Step, group: Group) -> Words:
        """A step's heading: its number, when and where, or as much of it as its group's heading does not say."""
        time = "" if "when" in group.common else step.when or "no date told"
        place = "" if "networks" in group.common else where(step)
        said = f"{time}{place}".removeprefix(", ").removeprefix("; ")
        if step.lead == NOT_HAPPENED:
            return (f"{ONLY_DENIED}: {said}",)
        said = capitalised(said) or step.did or "Something else"
        return (f"{step.number}. {said}" if step.number else said,)

    def did(self, step: Step, group: Group) -> str:
        """The move, where the heading does not say it; after a step's lead, so that none reads as a plain assertion."""
        move = "" if plain(self.title(step, group)).endswith(f". {step.did}") else step.did
        if not step.lead:
            return f"{move}." if move else ""
        return f"{step.lead} ({move[:1].lower()}{move[1:]}):" if move else f"{step.lead}:"

    def told(self, step: Step) -> Words:
        """By how many accounts an event is told, and by how many denied, with its id."""
        number, denied = len(step.passages), sum(quoted.passage.stance == "denies" for quoted in step.passages)
        how = told_in(number - denied, denied)
        hidden = f"; {not_shown(step.withheld)}" if step.withheld else ""
        return (f"{how} (event {step.event}){hidden}", "" if not number else ":")

    def citation(self, quoted: Quoted) -> str:
        """Who said a passage, where it stands, and what else there is to know of it."""
        passage = quoted.passage
        title, day = passage.source or "no source", dated(passage.date)
        about = ", ".join(word for word in (passage.kind, day) if word and word.casefold() not in title.casefold())
        title += f" ({about})" if about else ""
        place = ", ".join([*passage.said_by, title, *([passage.locator] if passage.locator else [])])
        unsure = passage.certainty if passage.certainty != "high" else None
        notes = [
            f"said {when(passage.date_said)}" if passage.date_said and passage.date_said != passage.date else "",
            f"certainty {unsure}" if unsure else "",
            f"coded by {passage.coder}" if passage.coder and len(self.narrative.coders) > 1 else "",
        ]
        return "; ".join([place, *(note for note in notes if note)])

    def stance(self, quoted: Quoted) -> str:
        """How a passage stands to what is told, where it does not assert it."""
        return {"denies": "denies it", "hearsay": "has it by hearsay"}.get(quoted.passage.stance, "")

    def lines(self, quoted: Quoted, summary: str) -> list[str]:
        """What a passage says, line by line: the very words in quotation marks, then the coder's.

        The coder's are left out after the very words when they are no more than the ``summary`` above them.
        """
        passage = quoted.passage
        made = []
        if passage.quote:
            made += _parts(f"“{self.cut(passage.quote)}”")
        if passage.paraphrase and not (made and ended(passage.paraphrase) == summary):
            made += _parts(f"In the coder's words: {self.cut(passage.paraphrase)}")
        return made or ["(No words are recorded.)"]

    def quotes(self, passages: Sequence[Quoted], summary: str = "") -> list[str]:
        """Passages, one after the other, lettered where there are several."""
        made = []
        for quoted in passages:
            letter = quoted.letter if len(passages) > 1 else ""
            mark = ", ".join(part for part in (letter, self.stance(quoted)) if part)
            lines = [] if self.passages == "none" else self.lines(quoted, summary)
            made.append(self.quote(quoted, f"({mark})" if mark else "", lines))
        return made

    def cut(self, text: str) -> str:
        """A text, or its beginning where passages are shown short."""
        if self.passages != "short" or len(text) <= _SHORT:
            return text
        return f"{text[:_SHORT].rsplit(' ', 1)[0]} […]"

    @abstractmethod
    def whole(self, blocks: Sequence[str]) -> str:
        """The page of some blocks."""

    @abstractmethod
    def heading(self, level: int, words: Words) -> str:
        """A heading."""

    @abstractmethod
    def paragraph(self, words: Words) -> str:
        """A paragraph."""

    @abstractmethod
    def points(self, points: Sequence[Words]) -> str:
        """A list."""

    @abstractmethod
    def quote(self, quoted: Quoted, mark: str, lines: Sequence[str]) -> str:
        """A passage with its mark, what it says, and where it stands."""

    @abstractmethod
    def said(self, said: Said) -> str:
        """A claim with its passages."""

    @abstractmethod
    def step(self, step: Step, group: Group) -> str:
        """A step with its passages."""


# -- Markdown ----------------------------------------------------------------------------------------------------------


class _Markdown(_Page):
    def whole(self, blocks: Sequence[str]) -> str:
        return "\n\n".join(blocks) + "\n"

    def heading(self, level: int, words: Words) -> str:
        return f"{'#' * level} {self.inline(words)}"

    def paragraph(self, words: Words) -> str:
        return _line(self.inline(words))

    def points(self, points: Sequence[Words]) -> str:
        return "\n".join(f"- {self.paragraph(point)}" for point in points)

    def said(self, said: Said) -> str:
        parts = [self.paragraph(said.words), *self.quotes(said.passages), *self.differs(said.differs)]
        within = "\n\n".join(part for part in parts if part)
        return "- " + within.replace("\n", "\n  ").replace("\n  \n", "\n\n")

    def step(self, step: Step, group: Group) -> str:
        done = self.did(step, group)
        did = f"**{_text(done)}** " if done else ""
        summary = _text(step.summary)
        parts = [
            self.heading(4 if group.heading else 3, self.title(step, group)),
            f"{did}{summary}" if did else _line(summary),
            *(_line(" ".join(map(self.inline, told))) for told in (step.particulars, step.arrival) if told),
            *(f"*{self.inline(words)}*" for words in step.order),
            self.inline(self.told(step)),
            *self.quotes(step.passages, step.summary),
            *self.differs(step.differs),
        ]
        return "\n\n".join(parts)

    def quote(self, quoted: Quoted, mark: str, lines: Sequence[str]) -> str:
        said = [_line(_text(line)) for line in lines]
        cited = _text(self.citation(quoted))
        made = [*said, f"— {cited}"] if said or not mark else [cited]
        if mark:
            made[0] = f"**{mark}** {made[0]}"
        return "\\\n".join(f"> {line}" for line in made)

    def differs(self, differs: Sequence[Words]) -> list[str]:
        return [f"**Differs:** {' '.join(map(self.inline, differs))}"] if differs else []

    def inline(self, words: Words) -> str:
        return "".join(_text(part if isinstance(part, str) else part.text) for part in words)


_SIGNS = str.maketrans({**{sign: f"\\{sign}" for sign in "\\`*[]|~$^{}@"}, "&": "&amp;", "<": "&lt;"})


def _text(text: str) -> str:
    """Text that Markdown, and what pandoc and others add to it, shows as it is; on one line."""
    made = _plain(text).translate(_SIGNS)
    if "_" in made:
        made = re.sub(r"(?<!\w)_|_(?!\w)", r"\\_", made)
    return f"{made[:-1]}\\#" if made.endswith("#") else made


def _plain(text: str) -> str:
    """Text without control characters; most has none, and need not be looked at letter by letter."""
    return text if text.isprintable() else clean(text)


def _line(text: str) -> str:
    """Escaped text at the beginning of a line, where some signs and numbers would begin a heading or a list."""
    made = re.sub(r"^([-+>#=:%])", r"\\\1", text)
    return re.sub(r"^(\(?(?:[0-9]{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]+))([.)])(?=\s|$)", r"\1\\\2", made)


def _parts(text: str) -> list[str]:
    """The lines of a text, without those that are empty."""
    return [line.strip() for line in re.split(r"[\n\r\u2028\u2029]+", text) if line.strip()]


# -- HTML --------------------------------------------------------------------------------------------------------------


class _Html(_Page):
    def __init__(self, narrative: Narrative, passages: str) -> None:
        super().__init__(narrative, passages)
        self._anchors: dict[str, str] = {}
        taken: set[str] = set()
        for event in (step.event for part in narrative.sections for group in part.groups for step in group.steps):
            self._anchors[event] = _anchor(event, taken)
            taken.add(self._anchors[event])

    def whole(self, blocks: Sequence[str]) -> str:
        title = _shown(self.narrative.title)
        body = "\n".join(blocks)
        return (
            '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
        )

    def heading(self, level: int, words: Words) -> str:
        return f"<h{level}>{self.inline(words)}</h{level}>"

    def paragraph(self, words: Words) -> str:
        return f"<p>{self.inline(words)}</p>"

    def points(self, points: Sequence[Words]) -> str:
        return "<ul>\n" + "".join(f"<li>{self.inline(point)}</li>\n" for point in points) + "</ul>"

    def said(self, said: Said) -> str:
        parts = [self.paragraph(said.words), *self.quotes(said.passages), *self.differs(said.differs)]
        return "<section>\n" + "\n".join(parts) + "\n</section>"

    def step(self, step: Step, group: Group) -> str:
        anchor = self._anchors[step.event]
        done = self.did(step, group)
        did = f'<span class="did">{_shown(done)}</span> ' if done else ""
        parts = [
            self.heading(4 if group.heading else 3, self.title(step, group)),
            f"<p>{did}{_shown(step.summary)}</p>",
            *(f"<p>{' '.join(map(self.inline, said))}</p>" for said in (step.particulars, step.arrival) if said),
            *(f'<p class="order">{self.inline(words)}</p>' for words in step.order),
            f'<p class="told"><a href="#{_fragment(anchor)}">{_shown(plain(self.told(step)))}</a></p>',
            *self.quotes(step.passages, step.summary),
            *self.differs(step.differs),
        ]
        return f'<article id="{escape(anchor)}">\n' + "\n".join(parts) + "\n</article>"

    def quote(self, quoted: Quoted, mark: str, lines: Sequence[str]) -> str:
        head = f"<b>{mark}</b> " if mark else ""
        cited = f"<cite>— {_shown(self.citation(quoted))}</cite>"
        account = escape(_plain(quoted.passage.account))
        said = "<br>\n".join([*map(_shown, lines), cited])
        return f'<blockquote data-account="{account}">{head}{said}</blockquote>'

    def differs(self, differs: Sequence[Words]) -> list[str]:
        return [f'<p class="differs"><b>Differs:</b> {" ".join(map(self.inline, differs))}</p>'] if differs else []

    def inline(self, words: Words) -> str:
        made = []
        for part in words:
            if isinstance(part, str):
                made.append(_shown(part))
            elif anchor := self._anchors.get(part.event):
                made.append(f'<a href="#{_fragment(anchor)}">{_shown(part.text)}</a>')
            else:
                made.append(_shown(part.text))
        return "".join(made)


def _shown(text: str) -> str:
    return escape(_plain(text))


def _anchor(event: str, taken: set[str]) -> str:
    """An event's id as an anchor: as it is, but that no anchor may have a space, and no two may be one."""
    anchor = re.sub(r"\s", "_", clean(event)) or "event"
    while anchor in taken:
        anchor += "_"
    return anchor


def _fragment(anchor: str) -> str:
    return escape(quote(anchor, safe=""))
