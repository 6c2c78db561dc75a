"""Words for what the graph holds: dates as people say them, lists, counts, and what people did at an event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn"}
_MARKS = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}
_DONE = {
    "share": "Shared", "build_on": "Built on", "combine": "Combined", "harmonise": "Harmonised",
    "negotiate": "Negotiated", "contest": "Contested", "reach_out": "Reached out", "adopt": "Adopted",
    "adapt": "Adapted", "drop": "Dropped", "block": "Blocked", "other": "",
}  # fmt: skip
PARTS = {
    "TOOK_PART": "that {other} took part",
    "HELD_IN": "that it happened in {other}",
    "PASSED_TO": "that it was handed on to {other}",
    "IN_SITE": "that it happened in {other}",
    "CONCERNS": "that it was about {other}",
    "DREW_ON": "that they drew on {other}",
    "PRODUCED": "that {other} came of it",
    "MET": "that {other} stood in the way",
    "OVERCAME": "that {other} was overcome",
    "supports": "that {other} was in favour of {detail}",
    "opposes": "that {other} was against {detail}",
    "neutral": "that {other} was neutral on {detail}",
    "AFTER": "that it came after {other}",
    "TOOK_FROM": "that it took {detail} from {other}",
}
"""What each part of an event says, as somebody denies it; ``supports`` and the like are of positions."""


@dataclass(frozen=True, slots=True)
class To:
    """Words that lead to an event told of elsewhere on a page."""

    text: str
    event: str


Words = tuple["str | To", ...]
"""A sentence, some of whose words may lead elsewhere."""


def plain(words: Words) -> str:
    """A sentence as text alone."""
    return "".join(part if isinstance(part, str) else part.text for part in words)


# -- dates -------------------------------------------------------------------------------------------------------------


def when(text: str | None) -> str:
    """A date in EDTF as a person would say when something happened; empty without one.

    >>> when("2010-07-20"), when("2019-21"), when("2020-07~"), when("2011?")
    ('on 20 July 2010', 'in spring 2019', 'about July 2020', 'perhaps in 2011')
    >>> when("2021-03/2021-05"), when("2012-01-17/.."), when("../2010-06")
    ('between March and May 2021', 'on 17 January 2012 or later', 'in June 2010 or earlier')
    """
    if not text:
        return ""
    if "/" not in text:
        return _at(text)
    first, last = text.split("/")
    if first == last:
        return _at(first)
    if _known(first) and _known(last):
        return between(first, last)
    return f"{_at(first)} or later" if _known(first) else f"{_at(last)} or earlier"


def between(first: str, last: str) -> str:
    """Two dates as the bounds of one that is not known; what both have in common is said once.

    >>> between("2010-03-04", "2010-03-09"), between("2009-09~", "2010-01-19")
    ('between 4 and 9 March 2010', 'between about September 2009 and 19 January 2010')
    """
    return f"between {_shortened(first, last)} and {point(last)}"


def spell(begins: str | None, ends: str | None) -> str:
    """From when to when, in words; what is not told is said.

    >>> spell("2009", "2012"), spell("2010-06-24/2010-11-19", "2012-01-17/..")
    ('from 2009 until 2012', 'from some time between 24 June and 19 November 2010 until 17 January 2012 or later')
    >>> spell("2009", None), spell(None, "2012"), spell(None, None), spell("2010-11-03", "2010-11-03")
    ('from 2009, with no end told', 'until 2012, with no beginning told', 'with no dates told', 'on 3 November 2010')
    """
    if begins and begins == ends:
        return when(begins)
    if begins and ends:
        return f"from {_bound(begins)} until {_bound(ends)}"
    if begins:
        return f"from {_bound(begins)}, with no end told"
    return f"until {_bound(ends)}, with no beginning told" if ends else "with no dates told"


def point(text: str) -> str:
    """A date that is no interval, without a preposition.

    >>> point("2010-07-20"), point("2010-24"), point("2010-07%")
    ('20 July 2010', 'the winter of 2010–11', 'perhaps about July 2010')
    """
    mark = text[-1] if text[-1] in _MARKS else ""
    year, month, day = [*text.removesuffix(mark).split("-"), "", ""][:3]
    if month == "24":
        after = str(int(year) + 1)
        said = f"the winter of {year}–{after[2:] if after[:2] == year[:2] else after}"
    else:
        named = _SEASONS.get(month) or (_MONTHS[int(month) - 1] if month else "")
        said = " ".join(part for part in (str(int(day)) if day else "", named, year) if part)
    return _MARKS.get(mark, "") + said


def dated(text: str | None) -> str:
    """A date in EDTF as a note to a title, without a preposition where it has none to need.

    >>> dated("2010-07"), dated("2010-07/2010-08"), dated("2010/.."), dated(None)
    ('July 2010', 'between July and August 2010', '2010 or later', '')
    """
    return _bound(text).removeprefix("some time ") if text else ""


def months(first: date, last: date) -> str:
    """The months from one day to another.

    >>> months(date(2010, 1, 10), date(2010, 1, 31)), months(date(2010, 1, 10), date(2011, 2, 1))
    ('in January 2010', 'from January 2010 to February 2011')
    """
    if (first.year, first.month) == (last.year, last.month):
        return f"in {point(f'{last:%Y-%m}')}"
    return f"from {_shortened(f'{first:%Y-%m}', f'{last:%Y-%m}')} to {point(f'{last:%Y-%m}')}"


def _known(end: str) -> bool:
    return end not in ("", "..")


def _at(text: str) -> str:
    """A date that is no interval, with its preposition."""
    if text.endswith(("~", "%")):
        return point(text)
    certain = text.removesuffix("?")
    doubted = "perhaps " if text != certain else ""
    return f"{doubted}{'on' if certain.count('-') == 2 else 'in'} {point(certain)}"


def _bound(text: str) -> str:
    if "/" not in text:
        return point(text)
    first, last = text.split("/")
    if first == last:
        return point(first)
    if _known(first) and _known(last):
        return f"some time {between(first, last)}"
    return f"{point(first)} or later" if _known(first) else f"{point(last)} or earlier"


def _shortened(first: str, last: str) -> str:
    """The first of two dates, without the year or month that the second repeats."""
    if re.fullmatch(r"[0-9-]+", first) and len(first) == len(last.rstrip("~?%")) and "24" not in (first[5:], last[5:7]):
        if len(first) == 10 and first[:7] == last[:7]:
            return str(int(first[8:]))
        if len(first) > 4 and first[:4] == last[:4]:
            return point(first).removesuffix(f" {first[:4]}")
    return point(first)


# -- lists, counts and sentences ---------------------------------------------------------------------------------------


def several(parts: Iterable[str], word: str = "and") -> str:
    """A list as it is said.

    >>> several(["Ana"]), several(["Ana", "Ben", "Cat"]), several(["Ana", "Ben"], "or")
    ('Ana', 'Ana, Ben and Cat', 'Ana or Ben')
    """
    return plain(listed([(part,) for part in parts], f" {word} "))


def listed(parts: Sequence[Words], word: str = " and ", comma: str = ", ") -> Words:
    """A list of which some words may lead elsewhere, as it is said."""
    made: list[str | To] = []
    for at, part in enumerate(parts):
        if at:
            made.append(word if at == len(parts) - 1 else comma)
        made += part
    return tuple(made)


def joined(parts: Sequence[Words], by: str = "; ") -> Words:
    """Parts of a sentence, one after the other."""
    return listed(parts, by, by)


def some(names: Sequence[str], most: int, more: str, word: str = "and") -> str:
    """The first of some names, and how many others there are.

    >>> some(["Ana", "Ben", "Cat", "Dan"], 2, "others"), some(["Ana", "Ben"], 2, "others")
    ('Ana, Ben and 2 others', 'Ana and Ben')
    """
    if len(names) <= most + 1:
        return several(names, word)
    return several([*names[:most], f"{len(names) - most} {more}"], word)


def count(number: int, one: str, many: str | None = None) -> str:
    """A number of things.

    >>> count(1, "event"), count(2, "event"), count(0, "person", "people")
    ('1 event', '2 events', 'no people')
    """
    return f"{number or 'no'} {one if number == 1 else many or f'{one}s'}"


def not_shown(accounts: int) -> str:
    """That some accounts are not shown, without saying what they tell or deny.

    >>> not_shown(1)
    'one account of controlled access, which may bear it out or deny it, is not shown'
    """
    which = "of controlled access, which may bear it out or deny it,"
    return f"one account {which} is not shown" if accounts == 1 else f"{accounts} accounts {which} are not shown"


ONLY_DENIED = "Only denied"
NOT_HAPPENED = "Said not to have happened"


def by_hearsay(some_not_shown: bool) -> str:
    """That nobody asserts something and some have it by hearsay; with accounts not shown, as far as can be seen.

    >>> by_hearsay(False), by_hearsay(True)
    ('By hearsay only', 'By hearsay only, as far as is shown')
    """
    return "By hearsay only, as far as is shown" if some_not_shown else "By hearsay only"


def told_in(told: int, denied: int) -> str:
    """In how many accounts something is told, and in how many it is denied.

    >>> told_in(1, 0), told_in(2, 1), told_in(0, 2), told_in(0, 0)
    ('Told in one account', 'Told in 2 accounts and denied in one', 'Denied in 2 accounts', 'Told in no account')
    """
    if not told and denied:
        return f"Denied in {_number(denied)} account{'s' * (denied > 1)}"
    against = f" and denied in {_number(denied)}" if denied else ""
    return f"Told in {_number(told)} account{'s' * (told > 1)}{against}"


def _number(number: int) -> str:
    return {0: "no", 1: "one"}.get(number, str(number))


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers that stand in order as unbroken runs, each as its first and last.

    >>> runs([1, 2, 3, 5, 7, 8])
    [(1, 3), (5, 5), (7, 8)]
    """
    made: list[tuple[int, int]] = []
    for number in numbers:
        if made and made[-1][1] == number - 1:
            made[-1] = (made[-1][0], number)
        else:
            made.append((number, number))
    return made


def ended(text: str) -> str:
    """Text with a full stop, where it does not end as a sentence does.

    >>> ended("They met"), ended("They met!"), ended("“They met.”")
    ('They met.', 'They met!', '“They met.”')
    """
    return text if text.rstrip("”’\"')").endswith((".", "!", "?", "…")) else f"{text}."


def capitalised(text: str) -> str:
    """Text with a capital at its beginning, for words that are not a name of the study."""
    return text[:1].upper() + text[1:]


def done(move: str) -> str:
    """What people did, as a verb in the past; a study's own move by its name; empty for the move ``other``.

    >>> done("build_on"), done("convene"), done("other")
    ('Built on', 'Convene', '')
    """
    return _DONE.get(move, capitalised(move.replace("_", " ")))


def kind_of(label: str) -> str:
    """A label as a word: ``evidence source`` for ``EvidenceSource``.

    >>> kind_of("EvidenceSource"), kind_of("Idea")
    ('evidence source', 'idea')
    """
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", label).lower()


def letter(number: int) -> str:
    """A number as a letter, from a; after z comes aa.

    >>> letter(0), letter(25), letter(26)
    ('a', 'z', 'aa')
    """
    return (letter(number // 26 - 1) if number > 25 else "") + "abcdefghijklmnopqrstuvwxyz"[number % 26]
