"""The receipt of a load, its Load node: which files it was of, so that the next knows whether anything has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from kgraph import __version__
from kgraph.names import digest
from kgraph.study import Study, file_hash

if TYPE_CHECKING:
    from kgraph.connection import Connection
    from kgraph.content import Content

NOT_THERE = "not there"
"""In the place of the hash of a text that a source names and the study does not have."""

Hashes = dict[str, str]


def hashes(study: Study) -> Hashes:
    """The SHA-256 of each of a study's files, by its name. Raises StudyError for one that is not there."""
    return {name: file_hash(path) for name, path in study.paths()}


def text_hash(study: Study, name: str) -> str:
    """The SHA-256 of a source's text, or a word that is none."""
    path = study.path(name)
    return file_hash(path) if path.is_file() else NOT_THERE


def loaded(load: Mapping[str, Any]) -> tuple[Hashes, Hashes]:
    """The files and the texts that a load was of, with their hashes then; whatever a hand made of its node."""
    files, texts = load.get("files") or [], load.get("texts") or []
    found = list(zip([*files, *texts], load.get("sha256") or [], strict=False))
    return dict(found[: len(files)]), dict(found[len(files) :])


def same(last: Mapping[str, Any], files: Hashes, study: Study) -> bool:
    """Whether a load was of these very files, by this version, with these settings, and was completed."""
    if not last.get("complete") or last.get("version") != __version__ or last.get("settings") != study.settings_hash():
        return False
    before, texts = loaded(last)
    return before == files and all(text_hash(study, name) == hash for name, hash in texts.items())


def receipt(study: Study, files: Hashes, content: Content) -> dict[str, Any]:
    """The Load node of a load that begins: not complete yet."""
    texts = sorted({node["text"] for node in content.nodes.get("Source", {}).values() if "text" in node})
    at = datetime.now(timezone.utc).isoformat(timespec="microseconds")
    counts = {label: len(nodes) for label, nodes in content.nodes.items() if nodes}
    counts |= {type: len(found) for type, found in content.relationships.items() if found}
    return {
        "id": f"load-{digest(study.id, at)}",
        "study": study.id,
        "at": at,
        "version": __version__,
        "files": list(files),
        "texts": texts,
        "sha256": [*files.values(), *(text_hash(study, name) for name in texts)],
        "settings": study.settings_hash(),
        "counts": json.dumps(dict(sorted(counts.items()))),
        "complete": False,
    }


def elsewhere(study: Study, target: str, load: Mapping[str, Any]) -> list[str]:
    """The study's other graphs, as far as notes are kept, that hold what older files said: each named, with its day."""
    from kgraph.connection import EMBEDDED
    from kgraph.engines.embedded import Embedded
    from kgraph.manifest import others

    found = []
    for other in others(study, target):
        embedded = other["target"] == EMBEDDED
        if loaded(other) == loaded(load) or (embedded and Embedded.state(study.hidden / "graph") is None):
            continue
        where = (study.hidden / "graph").as_posix() if embedded else other["target"].strip()
        found.append(f"{where} (of {str(other.get('at'))[:19]})")
    return found


def kept_embedded(study: Study, via: Connection) -> Mapping[str, Any] | None:
    """The last load of the embedded graph, known without opening it; None when that cannot be told."""
    if not via.embedded:
        return None
    from kgraph.engines.embedded import Embedded
    from kgraph.manifest import kept_load

    state, known = Embedded.state(study.hidden / "graph"), kept_load(study, via.target)
    return {**known, "complete": True} if state and known and state.get("load") == known.get("id") else None
