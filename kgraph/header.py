"""The header of a pack: the comment at its top, which says what it asks, takes and returns.

    pack      = title , { blank } , [ doc ] , { tag } , { empty line } , query ;
    title     = "// " , sentence ;                                (the first line of the file)
    blank     = "//" ;
    doc       = doc line , { doc line | blank } ;
    doc line  = "// " , text ;                                    (no doc line begins with a lower-case word and ": ")
    tag       = ( param | returns | evidence | key | method | finish | example ) , { continued } , { blank } ;
    continued = "//   " , text ;                                  (three spaces or more: the tag above goes on)
    param     = "// param: " , name , " (" , type , [ ", optional" | ", default " , value ] , ") - " , sentence ;
    returns   = "// returns: " , column , { ", " , column } ;
    column    = name , " (" , type , ")" ;
    evidence  = "// evidence: " , name ;                          (the last of RETURN: account ids, or lists of them)
    key       = "// key: " , name , { ", " , name } ;             (the returned columns that tell rows apart)
    method    = "// method: " , measure , " (" , author , year , ")" ; (the field's name for it, and its source)
    finish    = "// finish: " , name ;                            (a step of kgraph/routes.py that works on the rows)
    example   = "// example:" , { " " , name , "=" , value } ;    (values with spaces in double quotes)
    type      = [ "list of " ] , single ;
    single    = "text" | "int" | "float" | "bool" | "date" | "one of " , word , { "|" , word } ;
    name      = letter | "_" , { letter | digit | "_" } ;         (lower case)

``param`` may stand any number of times, ``returns``, ``evidence`` and ``example`` once, ``key``, ``method`` and
``finish`` at most once. A list in a cell stands for a set: answers sort it. Without ``key`` all of ``returns`` tells
rows apart. A parameter that is optional and not given is null; an int is 0 or more.

What a parameter's sentence begins with says what its values name, and values that name nothing are refused
(kgraph/running.py): ``id`` and the kinds of thing it may be the id of, or ``moves``, for a text or a list of text that
takes the moves that every study has, and the study's own.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from typing import NamedTuple

from kgraph.params import Kind, Parameter, kind, plain, read, values
from kgraph.records import Place, Problem

TAGS = ("param", "returns", "evidence", "key", "method", "finish", "example")
_NAME = r"[a-z_][a-z0-9_]*"
_TAG = re.compile(r"// ?([a-z][a-z_]*):(?:[ \t]+(.*)|$)")
_COLUMN = re.compile(rf"\s*({_NAME})\s*\(([^()]*)\)\s*")
_PARAM = re.compile(rf"({_NAME})\s*\(([^()]*)\)\s+-\s+(\S.*)")
_COMMAS = re.compile(r",(?![^(]*\))")


class Column(NamedTuple):
    """A column that a pack returns: its name and type."""

    name: str
    kind: Kind


@dataclass
class Header:
    """What a pack's header says. ``ends`` is the number of its last line."""

    title: str = ""
    doc: str = ""
    params: list[Parameter] = field(default_factory=list)
    returns: list[Column] = field(default_factory=list)
    evidence: str = ""
    key: list[str] = field(default_factory=list)
    method: str = ""
    """The measure that the pack computes and its source, where it is one of the field."""
    finish: str = ""
    example: str = ""
    lines: dict[str, int] = field(default_factory=dict)
    """The line of each tag that was found."""
    ends: int = 0

    @property
    def tells_apart(self) -> list[str]:
        """The returned columns that tell rows apart."""
        return self.key or [column.name for column in self.returns]


class _Tag(NamedTuple):
    name: str
    text: str
    line: int


class _Reader:
    """Reads one header and keeps everything that is wrong with it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.header = Header()
        self.problems: list[Problem] = []

    def wrong(self, line: int, message: str, remedy: str = "") -> None:
        self.problems.append(Problem(Place(self.name, None, line), message, remedy))

    def read(self, text: str) -> None:
        lines = _comment(text)
        self.header.ends = len(lines)
        if not lines or not lines[0].removeprefix("//").strip():
            self.wrong(1, "has no title", "the first line is // and, in plain words, what the pack asks")
        elif _TAG.match(lines[0]):
            self.wrong(1, "begins with a tag", "the first line is // and, in plain words, what the pack asks")
        else:
            self.header.title = lines[0].removeprefix("//").strip()
        first = 0 if lines and _TAG.match(lines[0]) else 1
        tags = self._split(lines, first)
        for tag in tags:
            self._tag(tag)
        self._complete()

    def _split(self, lines: list[str], first: int) -> list[_Tag]:
        """The tags with the lines that continue them; what stands before the first is the doc."""
        tags: list[_Tag] = []
        doc: list[str] = []
        for number, line in enumerate(lines[first:], first + 1):
            match = _TAG.match(line)
            said = line.removeprefix("//")
            if match:
                tags.append(_Tag(match[1], (match[2] or "").strip(), number))
            elif not tags:
                doc.append(said.strip())
            elif said.startswith("   ") and said.strip():
                tags[-1] = tags[-1]._replace(text=f"{tags[-1].text} {said.strip()}".strip())
            elif said.strip():
                self.wrong(
                    number,
                    f"{said.strip()!r} stands among the tags and is none",
                    "put the doc above the first tag; indent by three spaces what continues a tag",
                )
        self.header.doc = re.sub(r"\n{2,}", "\n\n", "\n".join(doc).strip())
        return tags

    def _tag(self, tag: _Tag) -> None:
        if tag.name not in TAGS:
            from kgraph.rows import one_of

            self.wrong(tag.line, f"there is no tag {tag.name!r}", one_of(tag.name, TAGS))
            return
        if tag.name != "param" and tag.name in self.header.lines:
            self.wrong(tag.line, f"{tag.name} stands twice, first in line {self.header.lines[tag.name]}", "keep one")
            return
        self.header.lines.setdefault(tag.name, tag.line)
        getattr(self, f"_{tag.name}")(tag)

    def _param(self, tag: _Tag) -> None:
        match = _PARAM.fullmatch(tag.text)
        if not match:
            self.wrong(
                tag.line,
                f"cannot read the parameter {tag.text!r}",
                "write it as name (type) - what it means, "
                "such as until (date, optional) - leave out what happened later",
            )
            return
        name, said, doc = match.groups()
        if any(parameter.name == name for parameter in self.header.params):
            self.wrong(tag.line, f"parameter {name} is declared twice", "keep one")
            return
        words, _, extra = (part.strip() for part in said.partition(","))
        try:
            typed = kind(words)
            default = self._default(typed, extra)
        except ValueError as error:
            self.wrong(tag.line, f"parameter {name}: {error}")
            typed, default = Kind("text"), None
        self.header.params.append(Parameter(name, typed, bool(extra), default, doc.strip(), tag.line))

    def _default(self, typed: Kind, extra: str) -> object:
        if not extra or extra == "optional":
            return None
        word, _, value = extra.partition(" ")
        if word != "default" or not value.strip():
            raise ValueError(f"{extra!r} cannot follow a type; write optional, or default and a value")
        return read(typed, value)

    def _returns(self, tag: _Tag) -> None:
        for part in _COMMAS.split(tag.text):
            match = _COLUMN.fullmatch(part)
            if not match:
                self.wrong(
                    tag.line,
                    f"cannot read the column {part.strip()!r}",
                    "write each as name (type), with commas between, such as day (date), carried_by (text)",
                )
                continue
            try:
                typed = kind(match[2])
            except ValueError as error:
                self.wrong(tag.line, f"column {match[1]}: {error}")
                typed = Kind("text")
            if any(column.name == match[1] for column in self.header.returns):
                self.wrong(tag.line, f"column {match[1]} stands twice in returns", "keep one")
            else:
                self.header.returns.append(Column(match[1], typed))

    def _evidence(self, tag: _Tag) -> None:
        if re.fullmatch(_NAME, tag.text):
            self.header.evidence = tag.text
        else:
            self.wrong(tag.line, f"evidence is {tag.text!r}", "give the name of the one column that holds account ids")

    def _key(self, tag: _Tag) -> None:
        self.header.key = [part.strip() for part in tag.text.split(",") if part.strip()]
        if not self.header.key:
            self.wrong(tag.line, "key is empty", "name the returned columns that tell rows apart, or leave the tag out")

    def _method(self, tag: _Tag) -> None:
        self.header.method = tag.text
        if not re.search(r"\S \([^()]*\b\d{4}\b[^()]*\)", tag.text):
            self.wrong(
                tag.line,
                f"method is {tag.text!r}",
                "name the measure and its source, such as // method: brokerage roles (Gould and Fernandez 1989)",
            )

    def _finish(self, tag: _Tag) -> None:
        from kgraph.routes import STEPS

        if tag.text in STEPS:
            self.header.finish = tag.text
        else:
            self.wrong(tag.line, f"there is no finishing step {tag.text!r}", f"it is one of {', '.join(STEPS)}")

    def _example(self, tag: _Tag) -> None:
        self.header.example = tag.text

    def _complete(self) -> None:
        """What must be there and is not, and what disagrees within the header."""
        missing = {
            "returns": "name the columns and their types, such as // returns: day (date), move (text)",
            "evidence": "name the last column of RETURN, the ids of the accounts each row rests on, "
            "such as // evidence: accounts",
            "example": "give values of a study at hand, such as // example: idea=open-licence",
        }
        for name, remedy in missing.items():
            if name not in self.header.lines:
                self.wrong(1, f"has no {name}", remedy)
        names = [column.name for column in self.header.returns]
        if "evidence" in names:
            self.wrong(
                self.header.lines["returns"],
                "a column is named evidence",
                "answers use that name for the account ids; choose another",
            )
        if self.header.evidence in names:
            self.wrong(
                self.header.lines["returns"],
                f"the evidence column {self.header.evidence} stands in returns too",
                "leave it out there",
            )
        for name in self.header.key:
            if name not in names:
                self.wrong(
                    self.header.lines["key"],
                    f"key names {name!r}, which is not among the columns",
                    f"it is one of {', '.join(names)}",
                )
        if "example" in self.header.lines:
            self._try_example()

    def _try_example(self) -> None:
        from kgraph.errors import ParameterError

        line = self.header.lines["example"]
        try:
            values(self.header.params, example_values(self.header.example), "the pack")
        except (ValueError, ParameterError) as error:
            self.wrong(
                line, f"the example cannot be run: {error}", "write it as name=value, with a space between several"
            )


def _comment(text: str) -> list[str]:
    """The lines of the comment at the top of a text."""
    lines: list[str] = []
    for line in text.removeprefix("\ufeff").split("\n"):  # not splitlines: what else it splits at ends no comment
        if not line.startswith("//"):
            break
        lines.append(line.rstrip())
    return lines


def example_values(text: str) -> dict[str, str]:
    """The values of an example line. Raises ValueError, with a sentence, when it cannot be read.

    >>> example_values('idea=open-licence networks="Data Panel; Board"')
    {'idea': 'open-licence', 'networks': 'Data Panel; Board'}
    """
    made: dict[str, str] = {}
    try:
        parts = shlex.split(text)
    except ValueError:
        raise ValueError(f"{text!r} has a quote that is not closed") from None
    for part in parts:
        name, equals, value = part.partition("=")
        if not equals or not re.fullmatch(_NAME, name):
            raise ValueError(f"{part!r} is not name=value")
        if name in made:
            raise ValueError(f"{name} stands twice")
        made[name] = value
    return made


def example_line(given: dict[str, object]) -> str:
    """Values as an example line would give them.

    >>> example_line({"idea": "open licence", "most": 5})
    'idea="open licence" most=5'
    """
    return " ".join(f"{name}={_quoted(plain(value))}" for name, value in given.items() if value is not None)


def _quoted(value: str) -> str:
    if re.fullmatch(r"[\w.,;:/@+-]+", value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def parse(text: str, name: str) -> tuple[Header, list[Problem]]:
    """What the header of a pack says, and everything that is wrong with the header itself."""
    reader = _Reader(name)
    reader.read(text)
    return reader.header, reader.problems
