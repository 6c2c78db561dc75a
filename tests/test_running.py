"""What a pack is asked about: ids and names that are there, of the kind that it asks for, and of one thing only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from story import tell

from kgraph.engines import Engine, Statement
from kgraph.errors import ParameterError
from kgraph.method import Origin
from kgraph.packs import Shelf
from kgraph.running import run
from kgraph.study import open_study

EVENT_OR_ACTOR = "id of an event, or id or name of an actor"


def refused(engine: Engine, pack: str, **given: Any) -> str:
    with pytest.raises(ParameterError) as wrong:
        run(engine, Shelf().find(pack), given)
    return str(wrong.value)


def events(engine: Engine, **given: Any) -> list[str]:
    answer = run(engine, Shelf().find("trace/route"), given)
    return [row[list(answer.columns).index("event")] for row in answer]


def name(engine: Engine, label: str, id: str, name: str) -> None:
    engine.write([Statement(f"CREATE (n:{label} {{id: $id, name: $name}})", {"id": id, "name": name})])


@pytest.mark.parametrize(
    ("pack", "given", "sentence"),
    [
        ("trace/origin", {"idea": "Ana Lee"}, "idea: 'Ana Lee' is the actor 'ana'; "
         "give the id or name of an idea, or of anything else that is shared"),
        ("trace/origin", {"idea": "e1"}, "idea: 'e1' is an event; "
         "give the id or name of an idea, or of anything else that is shared"),
        ("trace/reach", {"idea": "x", "start": "the board"}, "start: 'the board' is the network 'board'; "
         f"give the {EVENT_OR_ACTOR}, from which to follow it"),
        ("trace/between", {"idea": "x", "start": "rep", "goal": "cost"}, "start: 'rep' is an evidence source; "
         f"give the {EVENT_OR_ACTOR} or network\ngoal: 'cost' is a barrier; give the {EVENT_OR_ACTOR} or network"),
        ("networks/both_at_once", {"actor": "board"}, "actor: 'board' is a network; "
         "give the id or name of one member only"),
        ("accounts/contradictions", {"about": "s1"}, "about: 's1' is a source; "
         "give the id or name of an event, actor, network or item"),
    ],
)  # fmt: skip
def test_something_of_another_kind_is_named_with_what_is_wanted(
    engine: Engine, pack: str, given: dict[str, str], sentence: str
) -> None:
    tell(engine)
    assert refused(engine, pack, **given) == sentence


def test_something_that_is_not_there_is_answered_with_what_is_spelt_alike_among_the_wanted(engine: Engine) -> None:
    tell(engine)
    name(engine, "Actor", "odi", "Open dada Institute")
    assert refused(engine, "trace/route", idea="Open dada") == (
        "idea: nothing here is called 'Open dada'; perhaps 'x' (Open data)"
    )


def test_a_name_in_another_case_or_spacing_is_the_one_thing_that_it_names(engine: Engine) -> None:
    tell(engine)
    assert events(engine, idea="open  DATA") == events(engine, idea="x") != []


def test_a_name_that_two_things_of_a_wanted_kind_have_is_refused_with_both_ids(engine: Engine) -> None:
    tell(engine)
    name(engine, "Routine:KnowledgeItem", "r", "Open data")
    assert refused(engine, "trace/route", idea="Open data") == (
        "idea: 'Open data' is the name of 'r' and 'x'; give the id of the one you mean"
    )
    assert events(engine, idea="x") != []


def test_a_name_is_not_in_doubt_where_the_other_is_of_another_kind_or_it_is_an_id(
    engine: Engine,
) -> None:
    tell(engine)
    before = events(engine, idea="x")
    name(engine, "Organisation", "od", "Open data")
    assert events(engine, idea="Open data") == before
    name(engine, "Idea:KnowledgeItem", "x2", "x")
    name(engine, "Idea:KnowledgeItem", "x3", "x")
    assert events(engine, idea="x") == before


def test_an_id_that_two_things_of_wanted_kinds_have_is_refused(engine: Engine) -> None:
    tell(engine)
    name(engine, "Network", "ana", "Ana's group")
    assert refused(engine, "trace/between", idea="x", start="ana", goal="e1") == (
        "start: 'ana' is the id of an actor and of a network; give the name of the one you mean"
    )
    assert len(run(engine, Shelf().find("trace/between"), {"idea": "x", "start": "Ana's group", "goal": "e1"})) == 0


def test_a_question_a_wave_or_a_coder_that_the_study_has_not_is_named_with_those_that_it_has(engine: Engine) -> None:
    tell(engine)
    engine.write(
        [
            Statement(
                "MATCH (a:Actor {id: 'ana'}), (b:Actor {id: 'ben'}) "
                "CREATE (a)-[:NAMED {question: 'advice', wave: '1', accounts: ['a1'], denied_by: []}]->(b)",
                {},
            )
        ]
    )
    assert refused(engine, "brokerage/roles", question="advise", wave="2") == (
        "question: there is no question 'advise'; perhaps 'advice'; it is one of advice\n"
        "wave: there is no wave '2'; it is one of 1"
    )
    assert refused(engine, "accounts/one_coder", coder="ZZ") == ("coder: there is no coder 'ZZ'; it is one of kim")


def test_a_name_in_another_case_that_two_things_could_have_is_refused_with_both(engine: Engine) -> None:
    tell(engine)
    name(engine, "Routine:KnowledgeItem", "r", "OPEN data")
    assert refused(engine, "trace/route", idea="open data") == (
        "idea: 'open data' could be 'r' (OPEN data) or 'x' (Open data); give the id of the one you mean"
    )


def test_what_is_there_and_has_no_rows_is_answered_with_none(engine: Engine) -> None:
    tell(engine)
    assert len(run(engine, Shelf().find("trace/lineage"), {"idea": "The badge"})) == 0


def test_a_parameter_whose_words_name_no_kind_takes_anything(engine: Engine) -> None:
    tell(engine)
    shipped = Shelf().find("trace/origin")
    anything = replace(shipped, params=(replace(shipped.params[0], doc="id or name of whatever you like"),))
    assert len(run(engine, anything, {"idea": "Ana Lee"})) == 0
    with pytest.raises(ParameterError, match="nothing here is called 'Zed'"):
        run(engine, anything, {"idea": "Zed"})


# -- moves -------------------------------------------------------------------------------------------------------------

MOVES = "share, build_on, combine, harmonise, negotiate, contest, reach_out, adopt, adapt, drop, block, other"


def test_what_is_no_move_is_refused_with_the_nearest(engine: Engine) -> None:
    tell(engine)
    assert refused(engine, "trace/adoption", idea="x", moves=["adpot", "adapt", "banana"]) == (
        f"moves: there is no move 'adpot'; perhaps 'adopt'; it is one of {MOVES}\n"
        f"moves: there is no move 'banana'; it is one of {MOVES}"
    )
    assert refused(engine, "compare/networks", moves="share; ban") == (
        f"moves: there is no move 'ban'; it is one of {MOVES}"
    )


def test_one_text_is_held_against_the_moves_as_a_list_is(engine: Engine) -> None:
    tell(engine)
    shipped = Shelf().find("trace/origin")
    move = replace(shipped.params[0], doc="moves of which one is wanted")
    with pytest.raises(ParameterError, match=r"^idea: there is no move 'adoptt'; perhaps 'adopt'; "):
        run(engine, replace(shipped, params=(move,)), {"idea": "adoptt"})
    run(engine, replace(shipped, params=(move,)), {"idea": "adopt"})


def test_the_moves_of_a_study_and_those_that_its_graph_holds_are_moves(engine: Engine, tmp_path: Path) -> None:
    tell(engine)
    pack, given = Shelf().find("trace/adoption"), {"idea": "x", "moves": ["adopt", "lend", "borrow"]}
    (tmp_path / "kgraph.toml").write_text(
        '[study]\nid = "small"\n[moves]\nlend = "People lend it."\n', encoding="utf-8"
    )
    origin = Origin(engine, {}, open_study(tmp_path))
    with pytest.raises(ParameterError) as wrong:
        run(engine, pack, given, origin)
    assert str(wrong.value) == f"moves: there is no move 'borrow'; it is one of {MOVES}, lend"
    engine.write([Statement("CREATE (e:Event {id: 'own', move: 'borrow', stands: false})")])
    run(engine, pack, given, origin)
    assert refused(engine, "trace/adoption", **given) == (
        f"moves: there is no move 'lend'; it is one of {MOVES}, borrow"
    )
