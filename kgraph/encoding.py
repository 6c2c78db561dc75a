"""In which encoding a text file is written, found from its bytes and never guessed silently."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from kgraph.errors import InputError

LARGEST = 200_000_000
"""The most bytes of a text file that are read. Larger is not a study's coding, and would not fit in memory."""

_BLOCK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, ""),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAVE = "save it as UTF-8 (in Excel: Save As, CSV UTF-8)"


class Unreadable(InputError):
    """A file that is not what it says it is: what is wrong, what would be right, and the line where it has one."""

    def __init__(self, message: str, remedy: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.remedy = remedy
        self.line = line


class Encoding(NamedTuple):
    """The name of an encoding that Python knows; ``odd`` is the first line that is not UTF-8, where it is cp1252."""

    name: str
    odd: int | None = None


def encoding_of(path: Path) -> Encoding:
    """The encoding of a text file: UTF-8 with or without a mark, UTF-16 with one, else cp1252 as Windows writes it.

    Raises Unreadable when it is none of these, holds NUL bytes or is too large; OSError when it cannot be opened.
    """
    if path.stat().st_size > LARGEST:
        raise Unreadable(f"has more than {LARGEST // 1_000_000} MB", "split it into several files")
    with path.open("rb") as file:
        head = file.read(4)
        name = next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8")
        if not name:
            raise Unreadable("is UTF-32, which is not read", _SAVE)
        file.seek(0)
        line, decoder = 1, codecs.getincrementaldecoder(name)()
        try:
            while block := file.read(_BLOCK):
                line += _whole(decoder.decode(block), line)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            if name != "utf-8":
                raise Unreadable(f"begins as {name.upper()} and goes on as something else", _SAVE, line) from error
            return _older(path)
    return Encoding(name)


def _whole(text: str, line: int) -> int:
    """How many lines a piece of text ends. Raises Unreadable where it has a NUL."""
    if "\0" in text:
        at = line + text[: text.index("\0")].count("\n")
        raise Unreadable("holds a NUL byte, so it is not a text file, or not in an encoding that is read", _SAVE, at)
    return text.count("\n")


def _older(path: Path) -> Encoding:
    """cp1252 for a file that is not UTF-8, if it can be."""
    raw = path.read_bytes()
    forgiven = raw.decode("utf-8", "replace")
    broken = forgiven.count("\ufffd")
    odd = forgiven[: forgiven.index("\ufffd")].count("\n") + 1
    if len(re.findall("[^\x00-\x7f\ufffd]", forgiven)) > broken:
        # Text that is mostly good UTF-8 was cut off or pasted together; as cp1252 every accent in it would go wrong.
        raise Unreadable("is UTF-8, save for some bytes in this line", "mend it, or save the file as UTF-8 anew", odd)
    _whole(forgiven, 1)
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Unreadable("is neither UTF-8 nor Windows-1252", _SAVE, line) from error
    return Encoding("cp1252", odd)
