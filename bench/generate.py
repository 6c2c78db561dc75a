#!/usr/bin/env python3
"""Invented studies of any size, written as the files that kgraph loads. The same seed gives the same files.

    python -m bench.generate M DIR [--seed N] [--furnished]

Activity is heavy-tailed (Pareto): a few people take part in a great deal, and a few ideas are everywhere. A third of
the dates are known only to the month or the year. Some events are said to come after others, some are denied, some took
an idea from an earlier one through a channel that is stated. What is written down can all be true at once: each vague
date holds the day on which the event was made to happen, so a generated study has no contradiction in it.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any

from bench.furnish import furnish

Row = dict[str, Any]

FIRST, LAST = date(2005, 1, 1).toordinal(), date(2019, 12, 31).toordinal()
MOVES = ("share", "build_on", "combine", "harmonise", "negotiate", "contest", "reach_out", "adopt", "adapt", "other")
SHEETS_OF_ITEMS = ("Ideas", "Ideas", "Ideas", "Routines", "Routines", "Discourses", "Programmes", "EvidenceSources")
TAIL = 1.4
"""The exponent of the Pareto distribution by which people act and items are dealt with."""

_SYLLABLES = [
    consonant + vowel for consonant in "b d f g h k l m n p r s t v w z ch st br".split() for vowel in "aeiou"
]
_WORDS = [a + b + c for a in _SYLLABLES[::7] for b in _SYLLABLES[::11] for c in ("n", "l", "rk", "st", "")]


@dataclass(frozen=True, slots=True)
class Size:
    """How much of what a study is made of."""

    actors: int
    events: int
    items: int
    networks: int


SIZES = {
    "XS": Size(10, 60, 6, 3),
    "S": Size(200, 2_000, 50, 16),
    "M": Size(2_000, 20_000, 300, 100),
    "L": Size(20_000, 200_000, 2_000, 600),
}


class Drawn:
    """Things of which some are drawn more often than others: the first of a shuffled order most, by a Pareto tail."""

    def __init__(self, things: Sequence[str], chance: random.Random) -> None:
        self.things = list(things)
        chance.shuffle(self.things)
        count = len(self.things)
        self._weights = list(accumulate(((rank + 0.5) / count) ** (-1 / TAIL) for rank in range(count)))

    def draw(self, chance: random.Random, count: int) -> list[str]:
        """Different things, at most as many as asked for, in the order drawn."""
        return list(dict.fromkeys(chance.choices(self.things, cum_weights=self._weights, k=count)))


@dataclass(slots=True)
class Net:
    """A network as it really was: from which day to which, who belonged and when, and what it talked of."""

    id: str
    begins: int
    ends: int
    members: Drawn
    spells: dict[str, tuple[int, int]]
    items: Drawn


@dataclass(slots=True)
class Invented:
    """A study: rows by sheet, and events with their participants, items and accounts inside."""

    sheets: dict[str, list[Row]] = field(default_factory=dict)
    events: list[Row] = field(default_factory=list)

    def add(self, sheet: str, **cells: Any) -> None:
        """Add a row to a sheet."""
        self.sheets.setdefault(sheet, []).append(cells)


def invent(size: Size, seed: int = 1) -> Invented:
    """A study of a size. The same seed gives the same study."""
    return _Inventor(size, seed).study


class _Inventor:
    def __init__(self, size: Size, seed: int) -> None:
        self.size = size
        self.chance = random.Random(seed)
        self.study = Invented()
        self.dealt: dict[str, list[str]] = {}
        self._entities()
        self._networks()
        self._claims_of_actors()
        self._claims_of_items()
        self._events()

    # -- who and what --------------------------------------------------------------------------------------------------

    def _entities(self) -> None:
        add, chance, size = self.study.add, self.chance, self.size
        self.sites = [f"site-{n}" for n in range(1, 3 + size.networks // 10)]
        for site in self.sites:
            add("Sites", id=site, name=self._name())
        organisations = [f"org-{n}" for n in range(1, 2 + size.actors // 20)]
        for organisation in organisations:
            add(
                "Organisations",
                id=organisation,
                name=self._name(3),
                sector=chance.choice(("health", "local_government")),
            )
        actors = [f"p{n}" for n in range(1, size.actors + 1)]
        for actor in actors:
            add("Actors", id=actor, name=self._name(3), kind=chance.choices(("person", "post", "body"), (8, 1, 1))[0])
        for n in range(1, 3 + size.actors // 5):
            kind = chance.choices(("interview", "minutes", "document"), (7, 2, 1))[0]
            givers = chance.sample(actors, 2 if chance.random() < 0.1 else 1) if kind == "interview" else []
            said = date.fromordinal(LAST + chance.randint(1, 300)).isoformat()
            add("Sources", id=f"s{n}", kind=kind, title=self._name(4), date=said, given_by="; ".join(givers))
        self.sources = [row["id"] for row in self.study.sheets["Sources"]]
        self.items = Drawn([f"i{n}" for n in range(1, size.items + 1)], chance)
        for n in range(1, size.items + 1):
            most = f"i{n}" == self.items.things[0]  # what most events are about is an idea
            add("Ideas" if most else chance.choice(SHEETS_OF_ITEMS), id=f"i{n}", name=self._name(4))
        for n in range(1, 3 + size.items // 20):
            add("Barriers", id=f"b{n}", name=self._name(3))
        self.actors, self.organisations = Drawn(actors, chance), organisations

    def _name(self, words: int = 2) -> str:
        return " ".join(self.chance.choices(_WORDS, k=words)).title()

    def _networks(self) -> None:
        chance = self.chance
        self.networks: list[Net] = []
        for n in range(1, self.size.networks + 1):
            fluid = n % 2 == 0
            begins = chance.randint(FIRST, LAST - 800) if fluid else chance.randint(FIRST, FIRST + 400)
            ends = begins + chance.randint(120, 700) if fluid else LAST
            row = {"id": f"n{n}", "name": self._name(3), "kind": "fluid" if fluid else "stable"}
            row |= {"begins": _day(begins)[:7], "ends": _day(ends)[:7] if fluid else ""}
            self.study.add("Networks", **row)
            members = self.actors.draw(chance, 2 + chance.randint(2, 2 + 3 * self.size.actors // self.size.networks))
            spells = {actor: self._spell(begins, ends) for actor in members}
            topics = self.items.draw(chance, 3 + chance.randint(0, 9))
            self.networks.append(Net(f"n{n}", begins, ends, Drawn(members, chance), spells, Drawn(topics, chance)))

    def _spell(self, begins: int, ends: int) -> tuple[int, int]:
        if self.chance.random() < 0.6:
            return begins, ends
        first = self.chance.randint(begins, (begins + ends) // 2)
        return first, self.chance.randint(first + 30, max(first + 31, ends))

    # -- claims that belong to no event --------------------------------------------------------------------------------

    def _telling(self) -> Row:
        return {
            "source": self.chance.choice(self.sources),
            "locator": f"p. {self.chance.randint(1, 40)}",
            "quote": self._words(),
        }

    def _words(self) -> str:
        return " ".join(self.chance.choices(_WORDS, k=12))

    def _claims_of_actors(self) -> None:
        add, chance = self.study.add, self.chance
        for actor in sorted(self.actors.things):
            begins = str(chance.randint(1998, 2012))
            add(
                "WorksFor",
                actor=actor,
                organisation=chance.choice(self.organisations),
                role="officer",
                begins=begins,
                **self._telling(),
            )
        for net in self.networks:
            for actor, (first, last) in net.spells.items():
                ends = "" if last >= LAST else _day(last)[:7]
                stance = "denies" if chance.random() < 0.01 else "asserts"
                add(
                    "MemberOf",
                    actor=actor,
                    network=net.id,
                    begins=_day(first)[:7],
                    ends=ends,
                    stance=stance,
                    **self._telling(),
                )
        for net in self.networks[1::2]:
            board = self.networks[2 * chance.randrange((len(self.networks) + 1) // 2)].id
            add("SetUpBy", network=net.id, set_up_by=board, **self._telling())

    def _claims_of_items(self) -> None:
        add, chance = self.study.add, self.chance
        for n in range(3, self.size.items + 1):
            if chance.random() < 0.4:
                kind = chance.choices(("builds_on", "adapts", "renames"), (6, 3, 1))[0]
                add("BuildsOn", item=f"i{n}", builds_on=f"i{chance.randint(1, n - 1)}", kind=kind, **self._telling())
            if chance.random() < 0.1:
                add("Contains", item=f"i{chance.randint(1, n - 1)}", contains=f"i{n}", **self._telling())

    # -- events --------------------------------------------------------------------------------------------------------

    def _events(self) -> None:
        chance = self.chance
        held = chance.choices(
            self.networks, [3 if net.ends == LAST else 1 for net in self.networks], k=self.size.events
        )
        happened = sorted(
            ((chance.randint(net.begins, net.ends), n) for n, net in enumerate(held)), key=lambda pair: pair[0]
        )
        earlier: list[str] = []
        for number, (day, n) in enumerate(happened, 1):
            event = self._event(f"e{number}", day, held[n])
            if earlier and chance.random() < 0.03:
                event["after"] = [earlier[max(0, len(earlier) - chance.randint(1, 200))]]
            self._said_of_it(event)
            self.study.events.append(event)
            earlier.append(event["id"])

    def _event(self, id: str, day: int, net: Net) -> Row:
        chance = self.chance
        event: Row = {"id": id, "move": chance.choice(MOVES), "summary": self._words(), "held_in": [net.id]}
        if written := self._written(day):
            event["date"] = written
        if chance.random() < 0.05:
            event["passed_to"] = [chance.choice(self.networks).id]
        if chance.random() < 0.1:
            event["site"] = [chance.choice(self.sites)]
        if chance.random() < 0.03:
            event[chance.choice(("met", "overcame"))] = [chance.choice(self.study.sheets["Barriers"])["id"]]
        people = [who for who in net.members.draw(chance, 3) if net.spells[who][0] <= day <= net.spells[who][1]]
        guests = [who for who in self.actors.draw(chance, chance.choice((0, 0, 1))) if who not in net.spells]
        event["participants"] = [*people, *guests]
        self._items(event, net)
        return event

    def _items(self, event: Row, net: Net) -> None:
        chance = self.chance
        items = [*(net.items if chance.random() < 0.75 else self.items).draw(chance, 1 + (chance.random() < 0.2))]
        for item in items:
            how = chance.choices(("concerns", "drew_on", "produced"), (80, 14, 6))[0]
            event.setdefault(how, []).append(item)
        before = self.dealt.setdefault(items[0], [])
        if before and chance.random() < 0.02:
            self.study.add("TookFrom", event=event["id"], from_event=chance.choice(before), item=items[0])
        before.append(event["id"])

    def _written(self, day: int) -> str:
        """The day as people remember it: a third of the time only its month or its year."""
        dice, text = self.chance.random(), _day(day)
        if dice < 0.22:
            return text[:7] + ("~" if dice < 0.01 else "?" if dice < 0.02 else "")
        if dice < 0.33:
            return text[:4]
        return "" if dice > 0.99 else text

    def _said_of_it(self, event: Row) -> None:
        """Who tells of an event: one account or more, some of which deny it, or that somebody was there."""
        chance, id = self.chance, event["id"]
        accounts = [{"id": f"a-{id}", **self._telling()}]
        dice = chance.random()
        if dice < 0.003:
            accounts[0]["stance"] = "denies"
        elif dice < 0.18:
            accounts.append({"id": f"a-{id}-2", **self._telling()})
            if dice < 0.03:
                accounts[1]["stance"] = "denies" if dice < 0.01 else "hearsay"
            elif dice < 0.06 and event["participants"]:
                self.study.add("TookPart", actor=event["participants"][0], event=id, denied_by=f"a-{id}-2")
        event["accounts"] = accounts
        if event["participants"] and chance.random() < 0.02:
            item = next(event[how][0] for how in ("concerns", "drew_on", "produced") if how in event)
            position = chance.choice(("supports", "opposes"))
            self.study.add("TookPosition", actor=event["participants"][-1], item=item, event=id, position=position)


def _day(day: int) -> str:
    return date.fromordinal(day).isoformat()


# -- files -------------------------------------------------------------------------------------------------------------

CLAIMS = (
    "WorksFor", "MemberOf", "SetUpBy", "BuildsOn", "Contains", "TookFrom", "TookPart", "TookPosition", "InSite",
    "ConflictsWith", "DocumentedIn", "Named", "Answered", "AskedAbout",
)  # fmt: skip
"""The sheets that go into the folder ``claims``; the others go into ``entities``."""


def write(size: Size, folder: Path, seed: int = 1, *, furnished: bool = False) -> Invented:
    """Write a study of a size into a folder, and say what it holds; furnished, with all that packs ask about."""
    study = invent(size, seed)
    if furnished:
        furnish(study, seed)
    for sheet, rows in study.sheets.items():
        _write_sheet(folder / ("claims" if sheet in CLAIMS else "entities") / f"{sheet}.csv", rows)
    _write_events(folder / "events.jsonl", study.events)
    toml = '[study]\nid = "bench"\ntitle = "An invented study"\nfiles = ["entities", "claims", "events.jsonl"]\n'
    (folder / "kgraph.toml").write_text(toml, encoding="utf-8")
    return study


def _write_sheet(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _write_events(path: Path, events: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(event, ensure_ascii=False) + "\n" for event in events)


def change(folder: Path, share: float = 0.01, seed: int = 1) -> int:
    """Change a share of the events of a study written by ``write``, and say how many.

    Half of them lose precision in their date, which can contradict nothing; half lose or gain a participant.
    """
    chance, path = random.Random(seed), folder / "events.jsonl"
    events = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    everyone = sorted({who for event in events for who in event["participants"]})
    chosen = chance.sample(events, max(1, round(len(events) * share)))
    for event, how in zip(chosen, _halves(), strict=False):
        if how == "date" and len(event.get("date", "")) in (7, 10):
            event["date"] = event["date"].removesuffix("~").removesuffix("?")[:-3]
        elif len(event["participants"]) > 1:
            event["participants"].pop()
        else:
            absent = [who for who in everyone if who not in event["participants"]]
            event["participants"].append(chance.choice(absent))
    _write_events(path, events)
    return len(chosen)


def _halves() -> Iterator[str]:
    while True:
        yield from ("date", "participants")


def main() -> None:
    """Write a study of the size, into the folder, that the command line names."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("size", choices=tuple(SIZES))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--furnished", action="store_true", help="with a survey, grades, conflicts and coverage")
    asked = parser.parse_args()
    study = write(SIZES[asked.size], asked.folder, asked.seed, furnished=asked.furnished)
    rows = sum(map(len, study.sheets.values()))
    print(f"{asked.folder}: {len(study.events)} events, {rows} rows in {len(study.sheets)} sheets")


if __name__ == "__main__":
    main()
