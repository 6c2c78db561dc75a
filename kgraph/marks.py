"""Marks: by which the manifest of an answer knows a row again without holding what stands in it.

A plain hash of a row hides nothing: names, days and networks can be guessed, and a guess that is right has the same
hash; a salt beside it helps the guesser as much as the reader. So marks are made with a key that is not in the manifest
but in the study's own folder, in kgraph.key. A manifest may then be published; only who has the study's folder, and
with it the data, can tell what its marks stand for. Without the key nobody can: to delete it takes everyone out of
every manifest that was ever written, wherever it lies. Nor is there a way back from that: a key made anew makes other
marks, and what was marked with the one before can no longer be compared.

The key holds nothing of anybody, and is the one thing that kgraph makes and cannot make anew from the study's files.
That is why it lies beside them and not in .kgraph, and goes with them to whoever is given the study. Only its owner may
read it.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, time
from hashlib import blake2b
from typing import Any

from kgraph.errors import StudyError
from kgraph.private import new_file
from kgraph.study import Study

FILE = "kgraph.key"

_TEXT = """\
# The key to the manifests of this study's answers. Keep it with the study's files, and out of what is published:
# with it one can try out whether a row stood in an answer; without it no manifest tells, and none can be compared.
# It cannot be made anew: another key makes other marks.
{key}
"""
_WHOLE = 2**53


class Marks:
    """Makes marks with a key; without one they are plain hashes, for what is in the clear anyway."""

    def __init__(self, key: bytes = b"") -> None:
        self._key = key

    def of(self, *parts: Any) -> str:
        """The mark of some values, the same on every machine and of either engine's answer."""
        text = json.dumps([_plain(part) for part in parts], sort_keys=True)
        return blake2b(text.encode(), key=self._key, digest_size=8).hexdigest()

    @property
    def check(self) -> str | None:
        """By which to see that a manifest's marks were made with this key; None without one."""
        return self.of("kgraph") if self._key else None


def _plain(value: Any) -> Any:
    """A value as JSON has it: 1.0 is 1, and what two engines may add up differently is not looked at."""
    if isinstance(value, float):
        if value.is_integer() and abs(value) < _WHOLE:
            return int(value)
        return f"{value:.12g}"
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(part) for part in value]
    return value


def marks(study: Study, *, make: bool = False) -> Marks:
    """The marks of a study's key; with ``make`` a key is made where there is none.

    Raises StudyError where there is none, or it cannot be read or made.
    """
    path = study.folder / FILE
    try:
        if make:
            with suppress(FileExistsError), new_file(path) as file:
                file.write(_TEXT.format(key=secrets.token_hex(32)))
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise StudyError(
            f"{path} is not there, and without that key no manifest of this study's answers can be compared; "
            "put it back from where the study was kept"
        ) from None
    except UnicodeDecodeError:
        text = ""
    except OSError as error:
        raise StudyError(f"{path} cannot be read or made: {error}") from error
    found = re.findall(r"^[0-9a-f]{64}$", text, re.MULTILINE)
    if len(found) != 1:
        raise StudyError(f"{path} holds no key; put it back from where the study was kept")
    return Marks(bytes.fromhex(found[0]))
