"""The texts of a study's sources, read once: what their quotes are held against, and how long they are."""

from __future__ import annotations

from kgraph.content import Content
from kgraph.study import Study

Texts = dict[str, str | Exception]
"""The text of each source that names one, by the source's id; or what kept it from being read."""


def texts(study: Study, content: Content) -> Texts:
    """The texts that a study's sources name, as UTF-8 with or without a mark, and each end of a line as one character.

    Every position and length in a text counts its characters as read here.
    """
    found: Texts = {}
    for id, source in content.nodes.get("Source", {}).items():
        if "text" in source:
            try:
                found[id] = study.path(source["text"]).read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                found[id] = error
    return found


def measure(content: Content, read: Texts) -> None:
    """Give each source whose text was read the property ``text_length``, in characters."""
    for id, text in read.items():
        if isinstance(text, str):
            content.nodes["Source"][id]["text_length"] = len(text)
