"""Who is meant: ids, exact names and aliases, and what was perhaps meant by a name that is none of these.

Nothing is merged by guess. A reference is found by id, else by exact name, else by name or alias without regard to
case, spacing and typographic quotes and dashes. Anything less is only ever suggested (rapidfuzz); a person decides.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator

_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "\u00a0": " "})
_ALIKE = 88.0
_GUESS = 70.0

Known = tuple[str, str]
"""A label and an id."""


def normalise(name: str) -> str:
    """A name without regard to case, spacing, composed letters, and typographic quotes and dashes.

    >>> normalise("  Nigel  SHADBOLT’s ") == normalise("nigel shadbolt's")
    True
    """
    return " ".join(unicodedata.normalize("NFC", name).translate(_TYPOGRAPHY).casefold().split())


def slug(name: str) -> str:
    """A short lasting id made from a name; names that share no Latin letter or digit get one from their hash.

    >>> slug("Public Sector Transparency Board"), slug("Jane O'Neill (LGA)")
    ('public-sector-transparency-board', 'jane-o-neill-lga')
    """
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-")
    return words or f"x-{digest(name)}"


def only_numbers_differ(one: str, other: str) -> bool:
    """Whether two names differ in a number and in nothing else: pseudonyms and interviews are told apart so.

    >>> only_numbers_differ("Interview 1", "interview 12"), only_numbers_differ("Ana Lee", "Anna Lee")
    (True, False)
    """
    forms = normalise(one), normalise(other)
    return forms[0] != forms[1] and len({re.sub(r"\d+", "0", form) for form in forms}) == 1


def digest(*parts: object, length: int = 12) -> str:
    """A short hash of some values, the same on every machine."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:length]


class Names:
    """Every id, name and alias of a study, and what each of them means."""

    def __init__(self) -> None:
        self._ids: dict[str, dict[str, str]] = {}
        self._exact: dict[str, set[Known]] = {}
        self._loose: dict[str, set[Known]] = {}
        self._aliases: dict[str, set[Known]] = {}
        self._found: dict[tuple[str, ...], dict[str, list[Known]]] = {}

    def add(self, label: str, id: str, name: str | None = None) -> None:
        """Make a thing known by its id and, where it has one, its name."""
        self._ids.setdefault(label, {})[id] = name or id
        if name:
            self._exact.setdefault(name, set()).add((label, id))
            self._loose.setdefault(normalise(name), set()).add((label, id))
        self._found.clear()

    def add_alias(self, alias: str, label: str, id: str) -> None:
        """Make a thing known by another name as well."""
        self._aliases.setdefault(normalise(alias), set()).add((label, id))
        self._found.clear()

    def find(self, text: str, labels: tuple[str, ...]) -> list[Known]:
        """What is meant by a text that stands for something with one of these labels.

        One answer is the answer; none means unknown; several means that it could be any of them. ``Label:id`` names
        the label as well, for the rare id that two labels share.
        """
        of_labels = self._found.get(labels)
        if of_labels is None:
            of_labels = self._found[labels] = {}
        found = of_labels.get(text)
        if found is None:
            found = of_labels[text] = sorted(self._find(text, labels))
        return found

    def _find(self, text: str, labels: tuple[str, ...]) -> set[Known]:
        label, colon, rest = text.partition(":")
        if colon and label in labels:
            return {(label, rest)} if rest in self._ids.get(label, ()) else set()
        by_id = {(label, text) for label in labels if text in self._ids.get(label, ())}
        if by_id:
            return by_id
        for index, wanted in ((self._exact, text), (self._loose, normalise(text)), (self._aliases, normalise(text))):
            named = {known for known in index.get(wanted, ()) if known[0] in labels}
            if named:
                return named
        return set()

    def name(self, known: Known) -> str:
        """The name of a thing, or its id where it has none."""
        return self._ids[known[0]][known[1]]

    def like(self, text: str, labels: Iterable[str], limit: int = 3, *, numbered: bool = True) -> list[str]:
        """What is spelt like a text among these labels: perhaps meant, best first, as ``'id' (name)``.

        Without ``numbered``, a name in which only a number differs is not alike: P1 is not P12.
        """
        from rapidfuzz import fuzz, process

        forms: dict[str, Known] = {}
        for label in labels:
            for id, name in self._ids.get(label, {}).items():
                if numbered or not (only_numbers_differ(text, name) or only_numbers_differ(slug(text), id)):
                    forms.setdefault(normalise(id), (label, id))
                    forms.setdefault(normalise(name), (label, id))
        best = process.extract(normalise(text), list(forms), scorer=fuzz.WRatio, limit=limit * 2, score_cutoff=_GUESS)
        near = (form for form, _, _ in best if len(form) > 3 or fuzz.ratio(normalise(text), form) >= _GUESS)
        found = list(dict.fromkeys(forms[form] for form in near))[:limit]
        return [repr(id) if self._ids[label][id] == id else f"{id!r} ({self._ids[label][id]})" for label, id in found]

    def alike(self, label: str, different: frozenset[frozenset[str]]) -> Iterator[tuple[str, str]]:
        """Pairs of ids of a label whose names are spelt alike, save those that a person has called different."""
        import numpy as np
        from rapidfuzz import fuzz, process

        ids = sorted(self._ids.get(label, {}))
        if len(ids) < 2 or len(ids) > 2_000:  # a study of people has hundreds; thousands come from a generator
            return
        forms = [
            " ".join(sorted(normalise(self._ids[label][id]).split())) for id in ids
        ]  # whatever order the words are in
        scores = process.cdist(forms, forms, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        for one, other in np.argwhere(np.triu(scores, 1) >= _ALIKE):
            names = self._ids[label][ids[one]], self._ids[label][ids[other]]
            if frozenset((ids[one], ids[other])) not in different and not only_numbers_differ(*names):
                yield ids[one], ids[other]
