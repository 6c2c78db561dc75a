"""Assembling: rows from several files become one graph, whatever order they come in, and what is wrong is said."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kgraph.assemble import assemble
from kgraph.content import Content, Key
from kgraph.records import Place, Record


def row(sheet: str, at: int = 2, file: str = "study.xlsx", **cells: Any) -> Record:
    letters = {name: "ABCDEFGHIJKLMNOP"[number] for number, name in enumerate(cells)}
    return Record(sheet, cells, Place(file, sheet, at), letters)


def told(event: str, id: str | None = None, **more: Any) -> Record:
    cells = {"event": event, "source": "int-1", "quote": f"of {event}", **more}
    return row("Accounts", **({"id": id} if id else {}), **cells)


PEOPLE = [row("Actors", 2, id="ana", name="Ana Lee"), row("Actors", 3, id="ben", name="Ben Ola")]
SOURCE = [row("Sources", id="int-1", kind="interview", title="Interview 1", date="2011", given_by="ana")]
BOARD = [row("Networks", id="board", name="The Board", kind="stable")]
SHARED = row(
    "Events",
    id="e1",
    move="share",
    summary="Ana told Ben",
    date="2010-07",
    participants="ana; Ben Ola",
    held_in="board",
)


def sound(*records: Record) -> Content:
    content, _, problems = assemble(records)
    assert [str(problem) for problem in problems if problem.severity == "error"] == []
    return content


def wrong(*records: Record) -> list[str]:
    return [str(problem) for problem in assemble(records)[2] if problem.severity == "error"]


def test_an_event_and_its_participants_rest_on_what_was_told_of_it() -> None:
    content = sound(*PEOPLE, *SOURCE, *BOARD, SHARED, told("e1", "acc"))
    assert content.nodes["Event"]["e1"] == {
        "id": "e1", "move": "share", "summary": "Ana told Ben", "date": "2010-07",
        "earliest": date(2010, 7, 1), "latest": date(2010, 7, 31), "date_certain": True, "stands": True,
    }  # fmt: skip
    assert content.relationships["TOOK_PART"] == {
        Key("Actor", "ana", "Event", "e1"): {"role": "participant", "accounts": ["acc"], "denied_by": []},
        Key("Actor", "ben", "Event", "e1"): {"role": "participant", "accounts": ["acc"], "denied_by": []},
    }
    assert content.relationships["GIVEN_BY"] == {
        Key("Source", "int-1", "Actor", "ana"): {},
        Key("Account", "acc", "Actor", "ana"): {},
    }


def test_one_witness_may_deny_one_participation_and_stand_by_the_event() -> None:
    denial = row("TookPart", actor="ben", event="e1", denied_by="second")
    content = sound(*PEOPLE, *SOURCE, *BOARD, SHARED, told("e1", "first"), told("e1", "second"), denial)
    taken = content.relationships["TOOK_PART"]
    assert taken[Key("Actor", "ana", "Event", "e1")]["accounts"] == ["first", "second"]
    assert taken[Key("Actor", "ben", "Event", "e1")] == {
        "role": "participant", "accounts": ["first"], "denied_by": ["second"],
    }  # fmt: skip


def test_an_event_that_is_only_denied_does_not_stand_and_nothing_of_it_is_asserted() -> None:
    content = sound(*PEOPLE, *SOURCE, *BOARD, SHARED, told("e1", "no", stance="denies"))
    assert content.nodes["Event"]["e1"]["stands"] is False
    assert list(content.standing("TOOK_PART")) == []


def test_an_event_known_by_hearsay_stands_on_the_hearsay() -> None:
    content = sound(*PEOPLE, *SOURCE, *BOARD, SHARED, told("e1", "heard", stance="hearsay"))
    assert content.nodes["Event"]["e1"]["stands"] is True
    assert {found["accounts"][0] for _, found in content.standing("TOOK_PART")} == {"heard"}


def test_a_claim_brings_its_own_account_and_a_denial_of_it_another() -> None:
    member = {"actor": "ana", "network": "board", "begins": "2010", "source": "int-1"}
    content = sound(
        *PEOPLE, *SOURCE, *BOARD,
        row("MemberOf", 2, **member, locator="p. 2"), row("MemberOf", 3, **member, locator="p. 9", stance="denies"),
    )  # fmt: skip
    (key, spell), *others = content.relationships["MEMBER_OF"].items()
    assert (key, others) == (Key("Actor", "ana", "Network", "board", ("2010",)), [])
    accounts = content.nodes["Account"]
    assert [accounts[id]["locator"] for id in spell["accounts"]] == ["p. 2"]
    assert [accounts[id]["locator"] for id in spell["denied_by"]] == ["p. 9"]
    assert spell["begins_earliest"] == date(2010, 1, 1)


def test_two_spells_in_one_network_are_two_memberships() -> None:
    spell = {"actor": "ana", "network": "board", "source": "int-1"}
    content = sound(
        *PEOPLE, *SOURCE, *BOARD, row("MemberOf", 2, **spell, begins="2010"), row("MemberOf", 3, **spell, begins="2012")
    )
    assert sorted(key.identity for key in content.relationships["MEMBER_OF"]) == [("2010",), ("2012",)]


def test_two_files_that_disagree_are_an_error_that_names_both() -> None:
    assert wrong(
        row("Actors", 4, "a.xlsx", id="ana", name="Ana Lee", size="3"),
        row("Actors", 7, "b.xlsx", id="ana", name="Ana Lee", size="4"),
    ) == ["b.xlsx:Actors!C7: Actor 'ana': size is 4 here and 3 at a.xlsx:Actors!4; make them the same, or clear one"]


def test_two_files_may_each_say_a_part() -> None:
    content = sound(
        row("Actors", 4, "a.xlsx", id="ana", name="Ana Lee", kind="post"),
        row("Actors", 7, "b.xlsx", id="ana", name="Ana Lee", size=4),
    )
    assert content.nodes["Actor"]["ana"] == {"id": "ana", "name": "Ana Lee", "kind": "post", "size": 4}


def test_an_id_twice_in_one_sheet_is_an_error() -> None:
    assert wrong(PEOPLE[0], row("Actors", 9, id="ana", name="Ana Lee")) == [
        "study.xlsx:Actors!A9: Actors has the id 'ana' twice; it stands at study.xlsx:Actors!2 already; "
        "delete one, or give one another id"
    ]


def test_an_id_is_unique_across_all_knowledge_items() -> None:
    assert wrong(row("Ideas", 2, id="x", name="X"), row("Routines", 5, id="x", name="Other X")) == [
        "study.xlsx:Routines!A5: the id 'x' is Ideas study.xlsx:Ideas!2 already; "
        "ids are unique across all knowledge items"
    ]


def test_an_unknown_reference_is_an_error_with_the_nearest_names() -> None:
    event = row("Events", id="e1", move="share", summary="s", participants="Anna Lee")
    assert wrong(*PEOPLE, *SOURCE, event, told("e1")) == [
        "study.xlsx:Events!D2: participants names the unknown Actor 'Anna Lee'; perhaps 'ana' (Ana Lee)"
    ]


def test_a_name_that_two_things_share_must_be_told_apart() -> None:
    board = row("Organisations", id="board-org", name="The Board")
    both = row("SetUpBy", network="board", set_up_by="The Board", source="int-1")
    assert wrong(*PEOPLE, *BOARD, *SOURCE, board, both) == [
        "study.xlsx:SetUpBy!B2: set_up_by 'The Board' could be any of Network:board, Organisation:board-org; "
        "write one of these"
    ]


def test_names_are_found_whatever_their_case_and_spacing_and_by_alias() -> None:
    alias = row("Aliases", alias="Bennie", label="Actor", id="ben")
    event = row("Events", id="e1", move="share", summary="s", participants="ANA  lee; bennie")
    content = sound(*PEOPLE, *SOURCE, alias, event, told("e1"))
    assert sorted(key.start for key in content.relationships["TOOK_PART"]) == ["ana", "ben"]


def test_every_cell_that_is_wrong_is_named_at_once() -> None:
    assert wrong(
        row("Networks", 2, id="n", name="N", kind="stabel", begins="spring 2010"),
        row("Events", 3, id="e;1", move="share"),
        row("Actors", 4, id="g", name="Group", kind="group", size="many"),
    ) == [
        "study.xlsx:Networks!C2: kind is 'stabel'; perhaps 'stable'; it is one of stable, fluid",
        "study.xlsx:Networks!D2: begins: 'spring 2010' is not an EDTF date; perhaps 2010-21",
        "study.xlsx:Events!A3: id 'e;1' cannot be an id; "
        "an id has no ; : | or line break in it, and no space at its ends",
        "study.xlsx:Events!3: summary is empty, and must be filled; what happened, in a sentence",
        "study.xlsx:Actors!D4: size is 'many', which is not a whole number; "
        "write a whole number from 1 up, or leave it empty: how many people a group is",
    ]


def test_a_row_with_a_cell_that_is_wrong_is_still_held_against_what_it_names() -> None:
    event = row("Events", id="e1", move="share", summary="s", date="soon", participants="ana; nobody", held_in="bord")
    assert wrong(*PEOPLE, *BOARD, event) == [
        "study.xlsx:Events!D2: date: 'soon' is not an EDTF date; write a year (2010), month (2010-07), "
        "day (2010-07-20), season (2010-21 is spring) or interval (2010-07/2011-03)",
        "study.xlsx:Events!F2: held_in names the unknown Network 'bord'; perhaps 'board' (The Board)",
        "study.xlsx:Events!E2: participants names the unknown Actor 'nobody'; add it to Actors",
    ]


def test_a_cell_that_the_loader_refused_is_not_called_empty_as_well() -> None:
    refused = Record("Actors", {"id": "ana"}, Place("a.yaml", None, 3), spoilt=frozenset({"name"}))
    assert wrong(refused) == []


def test_numbers_name_people_and_networks_wherever_text_does() -> None:
    content = sound(
        row("Actors", id=7, name="Seven"), row("Networks", id=1, name="One", kind="fluid"),
        row("Sources", id=100, kind="interview", title="Interview 100", given_by=7),
        row("Events", id=3, move="share", summary="s", participants=7, held_in=1),
        row("Accounts", event=3, source=100),
    )  # fmt: skip
    assert list(content.relationships["TOOK_PART"]) == [Key("Actor", "7", "Event", "3")]
    assert list(content.relationships["HELD_IN"]) == [Key("Event", "3", "Network", "1")]


def test_nothing_stands_at_both_ends_of_a_relationship() -> None:
    loop = row("After", event="e1", after="e1")
    assert wrong(*PEOPLE, *SOURCE, *BOARD, SHARED, told("e1"), loop) == [
        "study.xlsx:After!B2: After: 'e1' stands at both ends; name two different things"
    ]


def test_an_account_that_denies_a_participation_must_be_of_that_event() -> None:
    other = row("Events", 3, id="e2", move="share", summary="s")
    denial = row("TookPart", actor="ben", event="e1", denied_by="acc-2")
    assert wrong(*PEOPLE, *SOURCE, *BOARD, SHARED, other, told("e1", "acc-1"), told("e2", "acc-2"), denial) == [
        "study.xlsx:TookPart!C2: the account 'acc-2' is not of the event 'e1'; name one that is"
    ]


# -- the quick form ----------------------------------------------------------------------------------------------------


def quick(at: int, **cells: Any) -> Record:
    return row("Quick", at, **{"what": "Ana told Ben of it", "source": "Interview 1", **cells})


def test_a_quick_row_makes_the_people_items_and_source_it_names() -> None:
    content = sound(
        *BOARD, quick(2, when="2010-07", move="share", who="Ana Lee; Ben Ola", where="board", about="Open data")
    )
    assert sorted(content.nodes["Actor"]) == ["ana-lee", "ben-ola"]
    assert content.nodes["Idea"] == {"open-data": {"id": "open-data", "name": "Open data"}}
    assert content.nodes["Source"]["interview-1"]["kind"] == "interview"
    (event,) = content.nodes["Event"].values()
    assert (event["move"], event["date"], event["summary"]) == ("share", "2010-07", "Ana told Ben of it")


def test_quick_rows_that_share_an_event_are_two_accounts_of_it_and_each_vouches_for_what_it_lists() -> None:
    content = sound(
        *BOARD,
        quick(2, event="e1", who="Ana", source="Interview 1"),
        quick(3, event="e1", who="Ben", source="Interview 2", what="Ben was there"),
    )
    accounts = {node["paraphrase"]: id for id, node in content.nodes["Account"].items()}
    taken = content.relationships["TOOK_PART"]
    assert taken[Key("Actor", "ana", "Event", "e1")]["accounts"] == [accounts["Ana told Ben of it"]]
    assert taken[Key("Actor", "ben", "Event", "e1")]["accounts"] == [accounts["Ben was there"]]


def test_quick_rows_that_only_happen_to_read_alike_are_asked_about_and_not_merged() -> None:
    same = {"what": "They meet", "when": "2012"}
    assert wrong(*BOARD, quick(2, **same, who="Ann", where="board"), quick(3, **same, who="Bob")) == [
        "study.xlsx:Quick!3: tells of the same day in the same words from the same place of a source as "
        "study.xlsx:Quick!2, and differs else; give both one word in the column event if they are one event; "
        "if not, say where in the source (locator)"
    ]
    assert wrong(quick(2, **same, who="Ann"), quick(3, **same, who="Ann")) == []
    assert wrong(quick(2, **same, who="Ann", event="e1"), quick(3, **same, who="Bob", event="e1")) == []


def test_an_order_in_a_quick_row_rests_on_that_row_alone_and_is_denied_by_one_that_denies() -> None:
    content = sound(
        quick(2, event="e1"), quick(3, event="e2", after="e1", locator="p. 2"), quick(4, event="e2", locator="p. 3"),
        quick(5, event="e3", after="e1", stance="denies"), quick(6, event="e3", locator="p. 9"),
    )  # fmt: skip
    accounts = {(node.get("locator", ""), node["stance"]): id
                for id, node in content.nodes["Account"].items()}  # fmt: skip
    assert content.relationships["AFTER"] == {
        Key("Event", "e2", "Event", "e1"): {"accounts": [accounts["p. 2", "asserts"]], "denied_by": []},
        Key("Event", "e3", "Event", "e1"): {
            "accounts": [accounts["p. 9", "asserts"]], "denied_by": [accounts["", "denies"]],
        },
    }  # fmt: skip


def test_quick_rows_that_disagree_on_when_are_an_error_that_names_both() -> None:
    assert wrong(quick(2, event="e1", when="2010"), quick(3, event="e1", when="2011", source="Interview 2")) == [
        "study.xlsx:Quick!D2: event 'e1': when is '2010' at study.xlsx:Quick!D2 and '2011' at study.xlsx:Quick!D3; "
        "make them the same, or leave all but one empty"
    ]


def test_a_new_network_in_a_quick_row_is_refused_because_its_kind_cannot_be_guessed() -> None:
    assert wrong(quick(2, where="Taskforce")) == [
        "study.xlsx:Quick!C2: where names the unknown Network 'Taskforce'; add it to Networks"
    ]


def test_a_new_name_like_an_old_one_is_asked_about_and_not_merged() -> None:
    content, _, problems = assemble([*PEOPLE, *SOURCE, quick(2, who="Anna Lee")])
    assert sorted(content.nodes["Actor"]) == ["ana", "anna-lee", "ben"]
    assert str(problems[0]) == (
        "study.xlsx:Quick!C2: 'Anna Lee' is taken for a new Actor; "
        "if it is 'ana' (Ana Lee), write that or add the name to Aliases; if not, add it to Actors"
    )


# -- laws --------------------------------------------------------------------------------------------------------------

STUDY = [
    *PEOPLE, *SOURCE, *BOARD, SHARED, told("e1", "acc"), told("e1", quote="again"),
    row("Ideas", id="x", name="Open data"), row("Concerns", event="e1", item="open data", accounts="acc"),
    row("MemberOf", actor="ana", network="board", source="int-1"), row("Aliases", alias="B", label="Actor", id="ben"),
    quick(2, event="q", who="B; Cat", about="Open data; A thing"),
    quick(3, event="q", who="Ana Lee; A thing", what="Other words"),
    quick(4, who="C a t; c-a-t", when="2010", stance="denies"),
]  # fmt: skip


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(random: random.Random) -> None:
    shuffled = list(STUDY)
    random.shuffle(shuffled)
    content, again = assemble(STUDY)[0], assemble(shuffled)[0]
    assert (again.nodes, again.relationships) == (content.nodes, content.relationships)


def test_the_same_rows_from_two_files_are_the_same_graph() -> None:
    twice = [
        *STUDY,
        *(Record(one.sheet, one.cells, one.place._replace(file="copy.xlsx"), one.columns) for one in STUDY),
    ]
    content, again = assemble(STUDY)[0], assemble(twice)[0]
    assert (again.nodes, again.relationships) == (content.nodes, content.relationships)
