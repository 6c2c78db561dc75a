"""The manifest of an answer as a file holds it: its shape, and reading it; kgraph/reproduction.py says what for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kgraph.comparison import Made
from kgraph.errors import InputError

KIND, SCHEMA = "kgraph answer", 1

_ANY = "*"
_SHAPE: dict[str, Any] = {
    "pack": {"name": str, "title": str, "method": str, "sha256": str},
    "parameters": {_ANY: object},
    "engine": {"name": str, "release": str},
    "when": str,
    "kgraph": str,
    "study": {"id": str, "title": str},
    "load": {"id": str, "at": str, "version": str, "settings": str, "files": {_ANY: str}, "texts": {_ANY: str}},
    "counts": {"rows": int, "accounts": int},
    "columns": [{"name": str, "type": str}],
    "told_apart_by": [str],
    "rows": [{"told_apart": str, "row": str, "number": int, "accounts": str, "passages": str, "noted": str}],
    "seal": str,
}


def read(path: Path) -> Made:
    """The manifest of an answer that a file holds. Raises InputError when it cannot be read, or is no whole one."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError):
        raise InputError(
            f"{path} is not JSON, so it is no manifest of an answer; `kgraph run PACK --manifest FILE` writes one"
        ) from None
    return whole(found, str(path))


def whole(found: Any, name: str) -> Made:
    """A manifest, if that is what this is. Raises InputError that says what it lacks."""
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise InputError(f"{name} is no manifest of an answer; `kgraph run PACK --manifest FILE` writes one")
    if found.get("schema") != SCHEMA:
        raise InputError(
            f"{name} is a manifest of schema {found.get('schema')!r}, and this kgraph reads {SCHEMA}; "
            "use the release that wrote it"
        )
    clear = {"cells": [object], "account_ids": [str]} if found.get("key", "") is None else {}
    shape = {**_SHAPE, "key": str} if not clear else {**_SHAPE, "rows": [{**_SHAPE["rows"][0], **clear}]}
    if wrong := _misfit(found, shape, "it"):
        raise InputError(f"{name} is not the whole manifest that was written: {wrong}; take it from where it was kept")
    return found


def _misfit(found: Any, shape: Any, where: str) -> str:
    """What is wrong with a value that should have a shape; an empty text where nothing is."""
    if isinstance(shape, list):
        if not isinstance(found, list):
            return f"{where} is not a list"
        return next((wrong for part in found if (wrong := _misfit(part, shape[0], f"one of {where}"))), "")
    if isinstance(shape, dict):
        if not isinstance(found, dict):
            return f"{where} is not an object"
        wanted = dict.fromkeys(found, shape[_ANY]) if _ANY in shape else shape
        lacking = [name for name in wanted if name not in found]
        if lacking:
            return f"{where} has no {', '.join(lacking)}"
        return next((wrong for name in wanted if (wrong := _misfit(found[name], wanted[name], name))), "")
    if not isinstance(found, shape) or (shape is int and isinstance(found, bool)):
        return f"{where} is {found!r}"
    return ""
