"""What the packs ask about beyond events, added to an invented study: a survey, grades, conflicts, evidence, coverage.

The studies on which loading is measured do without it, so that their figures stay comparable. The same seed gives the
same additions.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.generate import Invented

GRADES = ("officer", "manager", "senior manager", "director", "chief executive")
EVIDENCE = ("routine_data", "contract_monitoring", "research", "peer_intelligence", "other")
MOST_NAMES = 5


def furnish(study: Invented, seed: int = 1) -> None:
    """Add them to a study, and change a few of its events to drops and blocks."""
    _Furnisher(study, random.Random(f"furnish {seed}")).all()


class _Furnisher:
    def __init__(self, study: Invented, chance: random.Random) -> None:
        self.study, self.chance = study, chance
        self.actors = [row["id"] for row in study.sheets["Actors"]]
        self.sources = [row["id"] for row in study.sheets["Sources"]]

    def all(self) -> None:
        self._places()
        self._grades()
        self._items()
        self._events()
        self._survey()
        self._coverage()

    def _telling(self) -> dict[str, Any]:
        return {"source": self.chance.choice(self.sources), "locator": f"p. {self.chance.randint(1, 40)}"}

    def _places(self) -> None:
        sites = [row["id"] for row in self.study.sheets["Sites"]]
        for sheet in ("Networks", "Organisations"):
            for row in self.study.sheets[sheet]:
                self.study.add("InSite", subject=row["id"], site=self.chance.choice(sites), **self._telling())

    def _grades(self) -> None:
        """Everyone's grade; one in five has another, from some day on."""
        for row in list(self.study.sheets["WorksFor"]):
            row["grade"] = self.chance.choice(GRADES)
            if self.chance.random() < 0.2:
                changed = f"{self.chance.randint(2013, 2018)}-{self.chance.randint(1, 12):02}"
                row["ends"] = changed
                self.study.add(
                    "WorksFor",
                    **{**row, "grade": self.chance.choice(GRADES), "begins": changed, "ends": "", **self._telling()},
                )
        for row in self.study.sheets["WorksFor"]:
            row.setdefault("ends", "")

    def _items(self) -> None:
        chance, sheets = self.chance, self.study.sheets
        for row in sheets.get("EvidenceSources", ()):
            row["kind"] = chance.choice(EVIDENCE)
            if chance.random() < 0.5:
                self.study.add("DocumentedIn", evidence_source=row["id"], source=chance.choice(self.sources))
        programmes = [row["id"] for row in sheets.get("Programmes", ())]
        pairs = {tuple(sorted(chance.sample(programmes, 2))) for _ in programmes} if len(programmes) > 1 else set()
        for one, other in sorted(pairs):
            self.study.add("ConflictsWith", item=one, conflicts_with=other, **self._telling())
        for n in range(1, 3 + len(self.actors) // 200):
            self.study.add("Skills", id=f"skill-{n}", name=f"A skill of the kind {n}")
            self.study.add("Perspectives", id=f"view-{n}", name=f"A view of the kind {n}")
        self.programmes = programmes
        self.sought = [row["id"] for sheet in ("Skills", "Perspectives") for row in sheets[sheet]]

    def _events(self) -> None:
        """Some drop or block, some are about several programmes, and who reaches out draws on what they sought."""
        chance = self.chance
        for event in self.study.events:
            dice = chance.random()
            if dice < 0.02:
                event["move"] = "drop" if dice < 0.01 else "block"
            if event["move"] in ("harmonise", "negotiate", "contest") and self.programmes and chance.random() < 0.3:
                about = [*event.get("concerns", ()), *chance.sample(self.programmes, min(2, len(self.programmes)))]
                event["concerns"] = list(dict.fromkeys(about))
            if event["move"] == "reach_out":
                event["drew_on"] = list(dict.fromkeys([*event.get("drew_on", ()), chance.choice(self.sought)]))

    def _survey(self) -> None:
        chance = self.chance
        self.study.add("Sources", id="survey", kind="survey", title="The survey", date="2020-02-01", given_by="")
        asked = chance.sample(self.actors, max(2, len(self.actors) // 2))
        for actor in asked:
            responded = chance.random() < 0.8
            self.study.add("Answered", actor=actor, source="survey", wave="1", responded=str(responded).lower())
            named = chance.sample([other for other in asked if other != actor], min(MOST_NAMES, len(asked) - 1))
            for rank, other in enumerate(named[: chance.randint(0, MOST_NAMES)] if responded else (), 1):
                self.study.add(
                    "Named", actor=actor, named=other, wave="1", question="advice", rank=rank, max_choices=MOST_NAMES,
                    source="survey", locator=actor,
                )  # fmt: skip

    def _coverage(self) -> None:
        chance, items = self.chance, [row["id"] for row in self.study.sheets["Ideas"]]
        about = [*items, *self.programmes, *(row["id"] for row in self.study.sheets["Networks"])]
        for source in self.sources:
            for what in chance.sample(about, min(5, len(about))):
                self.study.add("AskedAbout", source=source, about=what)
