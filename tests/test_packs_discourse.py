"""What the packs on discourse answer: a small study worked out by hand, and a large one worked out again with matrices."""
# ruff: noqa: E501 - a row a line

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from test_pack_cases import event

from checkout import ROOT
from kgraph.connection import Connection
from kgraph.graph import Graph
from kgraph.load import load
from tests.studies import Rows, write_study

NUCLEAR = ROOT.parent / "shared" / "data" / "nuclear_discourse"
DAY = date.fromisoformat
Found = list[tuple[tuple[Any, ...], str]]


@contextmanager
def opened(folder: Path, via: Connection, sheets: dict[str, Rows], events: list[dict[str, Any]]) -> Iterator[Graph]:
    """A study of these sheets and events, loaded."""
    study = write_study(folder, sheets, events)
    load(study, via)
    with Graph(via.open(study), study, via) as graph:
        yield graph


def asked(graph: Graph, pack: str, **given: Any) -> Found:
    """The rows of an answer, each with the places in the sources that it rests on."""
    answer = graph.run(pack, **given)
    places = dict(graph.query("MATCH (a:Account) RETURN a.id AS id, a.locator AS place").rows)
    assert answer.evidence_ids is not None
    return [
        (row, " ".join(sorted(places[id] for id in ids)))
        for row, ids in zip(answer.rows, answer.evidence_ids, strict=True)
    ]


def position(actor: str, item: str, said: str, **more: Any) -> dict[str, Any]:
    return {"actor": actor, "item": item, "position": said, **more}


SHEETS: dict[str, Rows] = {
    "Actors": [{"id": id, "name": id.title()} for id in ("ana", "ben", "cat", "dan", "eve", "fay")],
    "Organisations": [{"id": "council", "name": "Council"}, {"id": "trust", "name": "Trust"}],
    "Networks": [{"id": "board", "name": "The Board", "kind": "stable"}],
    "Ideas": [{"id": "x", "name": "Clinics"}, {"id": "y", "name": "Wardens"}],
    "Sources": [{"id": "s", "kind": "minutes", "title": "Minutes"}, {"id": "t", "kind": "interview", "title": "Interview"}],
    "WorksFor": [
        {"actor": "ana", "organisation": "trust", "begins": "2010", "ends": "", "stance": "asserts", "source": "s", "locator": "w-ana"},
        {"actor": "ben", "organisation": "council", "begins": "2010", "ends": "2025", "stance": "asserts", "source": "s", "locator": "w-ben"},
        {"actor": "cat", "organisation": "trust", "begins": "2010", "ends": "2015", "stance": "asserts", "source": "s", "locator": "w-cat1"},
        {"actor": "cat", "organisation": "council", "begins": "2016", "ends": "", "stance": "asserts", "source": "s", "locator": "w-cat2"},
        {"actor": "eve", "organisation": "council", "begins": "2010", "ends": "2025", "stance": "asserts", "source": "s", "locator": "w-eve1"},
        {"actor": "eve", "organisation": "trust", "begins": "2010", "ends": "2025?", "stance": "asserts", "source": "s", "locator": "w-eve2"},
        {"actor": "fay", "organisation": "council", "begins": "2010", "ends": "", "stance": "denies", "source": "s", "locator": "w-fay"},
    ],
}  # fmt: skip
EVENTS = [
    event("e1", "2020-01-06", [], positions=[position("ana", "x", "supports"), position("ben", "x", "opposes"),
          position("dan", "x", "supports", denied_by=["a-e1"])]),
    event("e2", "2020-01-10", [], positions=[position("ana", "x", "supports"), position("cat", "x", "supports")]),
    event("e3", "2020-02", [], positions=[position("ana", "y", "supports"), position("ben", "y", "supports"), position("dan", "y", "neutral")]),
    event("e4", None, [], positions=[position("cat", "y", "opposes")]),
    event("e5", "2021-01-03", [], positions=[position("ben", "x", "opposes")],
          accounts=[{"id": "a-e5", "source": "t", "locator": "e5"}]),
    event("e6", "2020-12-30", [], positions=[position("ben", "x", "opposes")],
          accounts=[{"id": "a-e6", "source": "t", "locator": "e6"}, {"id": "b-e6", "source": "t", "locator": "e6 again"}]),
    event("e7", "2020-01-07", [], positions=[position("ana", "y", "opposes")],
          accounts=[{"id": "a-e7", "source": "t", "locator": "e7", "stance": "denies"}]),
]  # fmt: skip


def test_actors_are_tied_by_what_they_say_of_the_same_things(tmp_path: Path, via: Connection) -> None:
    """Ana x+ x+ y+, Ben x- x- x- y+, Cat x+ y-; Dan's is denied or neutral, and e7 never was."""
    with opened(tmp_path, via, SHEETS, EVENTS) as graph:
        assert asked(graph, "discourse/ties") == [
            (("Ana", "ana", "Cat", "cat", 2.0, 2, 1, ["Clinics"], ["Wardens"], None, None, 2), "e1 e2 e3 e4"),
            (("Ana", "ana", "Ben", "ben", 1.0, 1, 6, ["Wardens"], ["Clinics"], None, None, 2), "e1 e2 e3 e5 e6 e6 again"),
        ]  # fmt: skip
        assert asked(graph, "discourse/ties", relation="conflict", normalisation="average") == [
            (("Ana", "ana", "Ben", "ben", 6 / 3.5, 1, 6, ["Wardens"], ["Clinics"], 3, 4, 2), "e1 e2 e3 e5 e6 e6 again"),
            (
                ("Ben", "ben", "Cat", "cat", 4 / 3, 0, 4, [], ["Clinics", "Wardens"], 4, 2, 2),
                "e1 e2 e3 e4 e5 e6 e6 again",
            ),
            (("Ana", "ana", "Cat", "cat", 0.4, 2, 1, ["Clinics"], ["Wardens"], 3, 2, 2), "e1 e2 e3 e4"),
        ]

        def weights(**given: Any) -> dict[str, float]:
            return {f"{row[0]}–{row[2]}": row[4] for row, _ in asked(graph, "discourse/ties", **given)}

        subtract = {"relation": "subtract"}
        assert weights(**subtract, normalisation="jaccard") == {"Ana–Cat": 1 / 4, "Ana–Ben": -5 / 6, "Ben–Cat": -4 / 6}
        assert weights(**subtract, normalisation="cosine") == {"Ana–Cat": 1 / 6, "Ana–Ben": -5 / 12, "Ben–Cat": -4 / 8}
        by_rule = {
            rule: weights(**subtract, duplicates=rule) for rule in ("document", "week", "month", "year", "acrossrange")
        }
        assert by_rule == {
            "document": {"Ana–Cat": 0, "Ana–Ben": 1 - 2, "Ben–Cat": -3},
            "week": {"Ana–Cat": 0, "Ana–Ben": 1 - 2, "Ben–Cat": -3},
            "month": {"Ana–Cat": 0, "Ana–Ben": 1 - 3, "Ben–Cat": -4},
            "year": {"Ana–Cat": 0, "Ana–Ben": 1 - 2, "Ben–Cat": -3},
            "acrossrange": {"Ana–Cat": 0, "Ana–Ben": 0, "Ben–Cat": -2},
        }
        span = {"from": "2020-01-10", "until": "2020-12-30"}
        assert asked(graph, "discourse/ties", **subtract, **span) == [
            (("Ana", "ana", "Cat", "cat", 1.0, 1, 0, ["Clinics"], [], None, None, 0), "e2"),
            (("Ana", "ana", "Ben", "ben", 0.0, 1, 1, ["Wardens"], ["Clinics"], None, None, 2), "e2 e3 e6 e6 again"),
            (("Ben", "ben", "Cat", "cat", -1.0, 0, 1, [], ["Clinics"], None, None, 0), "e2 e6 e6 again"),
        ]
        assert weights(**subtract, concept="Wardens") == {"Ana–Ben": 1, "Ana–Cat": -1, "Ben–Cat": -1}


def test_a_statement_is_that_of_the_organisation_somebody_surely_worked_for(tmp_path: Path, via: Connection) -> None:
    """Cat's of the undated e4 may be either's; Eve's is the Council's, whose post is sure; Fay's post is denied."""
    more = event("e8", "2020-03-01", [], positions=[position("eve", "y", "opposes"), position("fay", "y", "opposes")])
    with opened(tmp_path, via, SHEETS, [*EVENTS, more]) as graph:
        assert asked(graph, "discourse/ties", unit="organisation", relation="subtract") == [
            (("Council", "council", "Trust", "trust", -4.0, 3, 7, ["Clinics", "Wardens"], ["Clinics", "Wardens"], None, None, 2),
             "e1 e2 e3 e5 e6 e6 again e8 w-ana w-ben w-cat2 w-eve1"),
        ]  # fmt: skip
        assert asked(graph, "discourse/two_mode", unit="organisation", normalisation="activity") == [
            (("Council", "council", "Clinics", "x", 1, 3, 6, 1 / 6, 3 / 6, -2 / 6, ["Ben", "Cat"], DAY("2020-01-06"), DAY("2021-01-03"), 0),
             "e1 e2 e3 e5 e6 e6 again e8 w-ben w-cat2 w-eve1"),
            (("Council", "council", "Wardens", "y", 1, 1, 6, 1 / 6, 1 / 6, 0.0, ["Ben", "Eve"], DAY("2020-02-01"), DAY("2020-03-01"), 1),
             "e1 e2 e3 e5 e6 e6 again e8 w-ben w-cat2 w-eve1"),
            (("Trust", "trust", "Clinics", "x", 2, 0, 3, 2 / 3, 0.0, 2 / 3, ["Ana"], DAY("2020-01-06"), DAY("2020-01-10"), 0), "e1 e2 e3 w-ana"),
            (("Trust", "trust", "Wardens", "y", 1, 0, 3, 1 / 3, 0.0, 1 / 3, ["Ana"], DAY("2020-02-01"), DAY("2020-02-29"), 1), "e1 e2 e3 w-ana"),
        ]  # fmt: skip


def test_who_supports_and_opposes_what_is_counted_by_the_same_rules(tmp_path: Path, via: Connection) -> None:
    with opened(tmp_path, via, SHEETS, EVENTS) as graph:
        assert asked(graph, "discourse/two_mode", normalisation="prominence", duplicates="year") == [
            (("Ana", "ana", "Clinics", "x", 1, 0, 4, 1 / 4, 0.0, 1 / 4, ["Ana"], DAY("2020-01-06"), DAY("2020-01-10"), 0), "e1 e2 e5 e6 e6 again"),
            (("Ana", "ana", "Wardens", "y", 1, 0, 3, 1 / 3, 0.0, 1 / 3, ["Ana"], DAY("2020-02-01"), DAY("2020-02-29"), 1), "e3 e4"),
            (("Ben", "ben", "Clinics", "x", 0, 2, 4, 0.0, 2 / 4, -2 / 4, ["Ben"], DAY("2020-01-06"), DAY("2021-01-03"), 0), "e1 e2 e5 e6 e6 again"),
            (("Ben", "ben", "Wardens", "y", 1, 0, 3, 1 / 3, 0.0, 1 / 3, ["Ben"], DAY("2020-02-01"), DAY("2020-02-29"), 1), "e3 e4"),
            (("Cat", "cat", "Clinics", "x", 1, 0, 4, 1 / 4, 0.0, 1 / 4, ["Cat"], DAY("2020-01-10"), DAY("2020-01-10"), 0), "e1 e2 e5 e6 e6 again"),
            (("Cat", "cat", "Wardens", "y", 0, 1, 3, 0.0, 1 / 3, -1 / 3, ["Cat"], None, None, 1), "e3 e4"),
        ]  # fmt: skip
        assert asked(graph, "discourse/two_mode", concept="y", until="2020-06-01") == [
            (
                (
                    "Ana",
                    "ana",
                    "Wardens",
                    "y",
                    1,
                    0,
                    1,
                    1.0,
                    0.0,
                    1.0,
                    ["Ana"],
                    DAY("2020-02-01"),
                    DAY("2020-02-29"),
                    1,
                ),
                "e3",
            ),
            (
                (
                    "Ben",
                    "ben",
                    "Wardens",
                    "y",
                    1,
                    0,
                    1,
                    1.0,
                    0.0,
                    1.0,
                    ["Ben"],
                    DAY("2020-02-01"),
                    DAY("2020-02-29"),
                    1,
                ),
                "e3",
            ),
        ]


CHANGES = [
    event("c1", "2010-01-01", [], positions=[position("ana", "x", "supports"), position("ben", "x", "supports"), position("cat", "x", "supports")]),
    event("c2", "2010-02", [], positions=[position("ana", "x", "opposes"), position("ben", "x", "opposes", denied_by=["a-c2"])], held_in=["board"]),
    event("c3", "2010-03-01", [], positions=[position("ana", "x", "supports"), position("cat", "x", "supports")]),
    event("c4", "2010-01?", [], positions=[position("cat", "x", "neutral")]),
    event("c5", None, [], positions=[position("ben", "x", "neutral")], after=["c1"]),
    event("c6", "2010-03-01", [], positions=[position("dan", "y", "opposes")]),
    event("c7", "2010-03-01", [], positions=[position("dan", "y", "supports")]),
]  # fmt: skip


def test_a_change_of_stance_is_certain_only_where_the_dates_or_somebody_says_so(
    tmp_path: Path, via: Connection
) -> None:
    with opened(tmp_path, via, SHEETS, CHANGES) as graph:
        certain = [
            (("Ana", "ana", "Clinics", "x", "supports", "2010-01-01", "c1", "opposes", "2010-02", "c2", "certain", False, 31, 58, ["The Board"]), "c1 c2"),
            (("Ana", "ana", "Clinics", "x", "opposes", "2010-02", "c2", "supports", "2010-03-01", "c3", "certain", True, 1, 28, []), "c1 c2 c3"),
            (("Ben", "ben", "Clinics", "x", "supports", "2010-01-01", "c1", "neutral", None, "c5", "certain", False, 0, None, []), "c1 c5"),
        ]  # fmt: skip
        possible = [
            (("Cat", "cat", "Clinics", "x", "supports", "2010-01-01", "c1", "neutral", "2010-01?", "c4", "possible", False, None, None, []), "c1 c4"),
            (("Cat", "cat", "Clinics", "x", "neutral", "2010-01?", "c4", "supports", "2010-03-01", "c3", "possible", False, None, None, []), "c3 c4"),
            (("Dan", "dan", "Wardens", "y", "opposes", "2010-03-01", "c6", "supports", "2010-03-01", "c7", "possible", False, None, None, []), "c6 c7"),
        ]  # fmt: skip
        assert asked(graph, "discourse/stances") == [*certain, *possible]
        assert asked(graph, "discourse/stances", only_certain=True) == certain
        assert asked(graph, "discourse/stances", actor="Dan", item="Clinics") == []
        assert asked(graph, "discourse/stances", item="y") == possible[2:]


# -- a published debate, computed again --------------------------------------------------------------------------------


def debate() -> tuple[dict[str, Rows], list[dict[str, Any]], list[dict[str, str]]]:
    """The claims of Haunss and Hollway (2023) as sheets and events: an event a claim, a document a day."""
    with (NUCLEAR / "claims.csv").open(encoding="utf-8") as file:
        claims = list(csv.DictReader(file))
    with (NUCLEAR / "speakers.csv").open(encoding="utf-8") as file:
        speakers = {row["name"]: row for row in csv.DictReader(file)}
    with (NUCLEAR / "concepts.csv").open(encoding="utf-8") as file:
        concepts = {row["name"]: f"k{row['id']}" for row in csv.DictReader(file)}
    for claim in claims:
        claim["actor"], claim["item"] = f"p{speakers[claim['speaker']]['id']}", concepts[claim["concept"]]
        claim["organisation"] = speakers[claim["speaker"]]["org"]
        claim["position"] = "supports" if claim["increment"] == "1" else "opposes"
    told = {"source": "speakers"}
    known = [row for row in speakers.values() if row["org"] != "NA"]
    sheets: dict[str, Rows] = {
        "Actors": [{"id": f"p{row['id']}", "name": name} for name, row in speakers.items()],
        "Ideas": [{"id": id, "name": name} for name, id in concepts.items()],
        "Organisations": [{"id": org, "name": org} for org in dict.fromkeys(row["org"] for row in known)],
        "WorksFor": [{"actor": f"p{row['id']}", "organisation": row["org"], **told, "locator": row["id"]} for row in known],
        "Sources": [{"id": "speakers", "kind": "document", "title": "Speakers"},
                    *({"id": day, "kind": "document", "title": day} for day in sorted({claim["date"] for claim in claims}))],
    }  # fmt: skip
    events = [
        {"id": f"e{at}", "move": "share", "summary": "A claim", "date": claim["date"],
         "positions": [position(claim["actor"], claim["item"], claim["position"])],
         "accounts": [{"id": f"a{at}", "source": claim["date"], "locator": str(at)}]}
        for at, claim in enumerate(claims)
    ]  # fmt: skip
    return sheets, events, claims


def counts(claims: list[dict[str, str]], unit: str, duplicates: str) -> tuple[list[str], list[str], Any]:
    """The units, the items, and how many statements of each unit on each item support it, and oppose it."""
    spans = {"month": 7, "year": 4, "document": 10, "acrossrange": 0}
    kept: dict[tuple[Any, ...], tuple[str, str, int]] = {}
    for at, claim in enumerate(claims):
        if claim[unit] == "NA":
            continue
        week = date.fromisoformat(claim["date"]).isocalendar()[:2]
        period = at if duplicates == "include" else week if duplicates == "week" else claim["date"][: spans[duplicates]]
        cell = (claim[unit], claim["item"], int(claim["position"] == "opposes"))
        kept[(*cell, period)] = cell
    units, items = (sorted({cell[at] for cell in kept.values()}) for at in (0, 1))
    made = np.zeros((2, len(units), len(items)))
    for who, what, how in kept.values():
        made[how, units.index(who), items.index(what)] += 1
    return units, items, made


def matrix(made: Any, relation: str, normalisation: str) -> Any:
    """The network of one mode by matrix algebra."""
    agree = sum(m @ m.T for m in made)
    differ = made[0] @ made[1].T + made[1] @ made[0].T
    raw = {"congruence": agree, "conflict": differ, "subtract": agree - differ}[relation]
    n = made.sum(axis=(0, 2))
    alone = sum(m @ (m == 0).T.astype(float) for m in made)
    by = {"no": 1, "average": (n[:, None] + n) / 2, "cosine": n[:, None] * n, "jaccard": alone + alone.T + agree}
    return raw / by[normalisation], {"congruence": agree > 0, "conflict": differ > 0}.get(relation, agree + differ > 0)


@pytest.mark.skipif(not NUCLEAR.exists(), reason="the claims of the nuclear debate are not beside this checkout")
def test_a_published_debate_has_the_ties_that_matrices_give(tmp_path: Path, via: Connection) -> None:
    sheets, events, claims = debate()
    every = list(product(("congruence", "conflict", "subtract"), ("no", "average", "jaccard", "cosine")))
    with opened(tmp_path, via, sheets, events) as graph:
        for unit, duplicates, settings in [
            ("organisation", "include", every), ("actor", "week", [("subtract", "jaccard"), ("congruence", "cosine")]),
            ("actor", "include", [("subtract", "average")]), ("organisation", "document", [("subtract", "average")]),
            ("organisation", "month", [("conflict", "jaccard")]), ("organisation", "year", [("congruence", "average")]),
            ("actor", "acrossrange", [("subtract", "no")]),
        ]:  # fmt: skip
            units, items, made = counts(claims, unit, duplicates)
            for relation, normalisation in settings:
                answer = graph.run(
                    "discourse/ties", unit=unit, duplicates=duplicates, relation=relation, normalisation=normalisation
                )
                weights, tied = matrix(made, relation, normalisation)
                pairs = [(a, b) for a, b in zip(*np.nonzero(tied), strict=True) if a < b]
                wanted = {(units[a], units[b]): weights[a, b] for a, b in pairs}
                found = {(row[1], row[3]): row[4] for row in answer}
                assert found == pytest.approx(wanted), (unit, duplicates, relation, normalisation)
                assert len(answer) == len(wanted) > 100
            for normalisation, by in (
                ("no", 1),
                ("activity", made.sum((0, 2))[:, None]),
                ("prominence", made.sum((0, 1))),
            ):
                net = (made[0] - made[1]) / by
                wanted = {(units[a], items[k]): net[a, k] for a, k in zip(*np.nonzero(made.sum(0)), strict=True)}
                given = {"unit": unit, "duplicates": duplicates, "normalisation": normalisation}
                assert {(row[1], row[3]): row[9] for row in graph.run("discourse/two_mode", **given)} == pytest.approx(
                    wanted
                )
