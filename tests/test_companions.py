"""Companions: what Neo4j Browser draws of a pack's answer is what its table says, on both engines."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from answers_by_hand import ByHand, read

from checkout import ROOT
from kgraph.companion import problems
from kgraph.engines import Node, Relationship
from kgraph.engines import Path as Way
from kgraph.graph import Graph
from kgraph.packs import Pack, Shelf, filled, new_pack
from kgraph.params import Kind, Parameter
from kgraph.study import open_study
from tests.studies import ENGINES, loaded_into
from tests.test_cli import kgraph

STUDY = ROOT / "examples" / "threesites"
THEMES = ("trace", "networks", "brokerage")
DRAWN = [pack for pack in Shelf() if pack.name.startswith(tuple(f"{theme}/" for theme in THEMES))]
ASKED = [one for one in read((STUDY / "ANSWERS.md").read_text(encoding="utf-8")) if one.pack.startswith(THEMES)]

# -- what the columns of the packs name --------------------------------------------------------------------------------

EVENT, ACTOR, ITEM, NETWORK = ("Event",), ("Actor",), ("KnowledgeItem",), ("Network",)
BARRIER, SITE, ORGANISATION = ("Barrier",), ("Site",), ("Organisation",)
CARRIER, FOUNDER, GROUP = ("Actor", "KnowledgeItem"), ("Network", "Organisation"), ("Organisation", "Site")
COLUMNS = {
    EVENT: "event from_event to_event first_event last_event at_event dropped may_be_first may_be_next held_jointly",
    ACTOR: "actor contact people there under_both who who_again who_new dropped_by members_in_common in_both_at_once "
    "perhaps_at_once carried_over perhaps_carried_over carriers named named_by_whom",
    ITEM: "item newer newer_id older older_id took_from becomes became became_here came_as drew_on under_name",
    NETWORK: "network network_id networks from_network from_networks to_network to_networks to_id dropped_in one "
    "one_id other other_id stable_network stable_networks fluid_network fluid_networks",
    BARRIER: "barriers met met_before met_after",
    SITE: "sites",
    ORGANISATION: "organisations works_for",
    CARRIER: "carried_by brought_by",
    FOUNDER: "set_up_by founder reports_to",
    GROUP: "groups in_group",
}
OF_PACKS = {
    ("trace/adoption", "there"): (), ("trace/adoption", "name"): ("Actor", "Organisation", "Network"),
    ("trace/adoption", "id"): ("Actor", "Organisation", "Network"), ("trace/carriers", "from_id"): NETWORK,
    ("trace/names", "from_id"): ITEM, ("trace/names", "name"): ITEM, ("trace/picked_up", "name"): ITEM,
    ("trace/picked_up", "people"): (), ("trace/possible", "name"): ITEM, ("trace/reach", "name"): ACTOR,
    ("trace/stalled", "name"): ITEM, ("brokerage/boundary_objects", "name"): ITEM, ("brokerage/degree", "name"): ACTOR,
    ("brokerage/roles", "name"): ACTOR, ("brokerage/spanners", "name"): ACTOR, ("networks/both_at_once", "name"): ACTOR,
    ("brokerage/ei_index", "name"): ("Actor", "Organisation", "Site"),
    ("brokerage/ei_index", "id"): ("Actor", "Organisation", "Site"), ("networks/contacts", "id"): ACTOR,
    ("networks/outlived", "id"): NETWORK, ("networks/outlived", "shown_by"): ("Event", "Actor"),
    ("networks/outlived", "names"): CARRIER, ("networks/set_up", "id"): NETWORK, ("networks/turnover", "id"): NETWORK,
}  # fmt: skip
NAME_NOTHING = {
    "at_date", "begins", "date", "dropped_date", "ends", "first_date", "fluid_role", "from_date", "how", "kind",
    "last_date", "last_move", "move", "next_move", "question", "stable_role", "summary", "to_date", "wave", "what",
    "why",
}  # fmt: skip
BY_COLUMN = {column: labels for labels, columns in COLUMNS.items() for column in columns.split()}


def labels_of(pack: Pack, column: str, kind: Kind) -> tuple[str, ...]:
    """The labels of what a column's ids or names are those of; none where it names nothing."""
    if kind.name != "text" or column in NAME_NOTHING:
        return ()
    found = OF_PACKS.get((pack.name, column), BY_COLUMN.get(column))
    assert found is not None, f"say in this test what the column {column} of {pack.name} names"
    return found


# -- what is drawn -----------------------------------------------------------------------------------------------------


class Drawing(NamedTuple):
    """Nodes by label and id, relationships by type, ends and properties, and what is neither."""

    nodes: dict[tuple[str, str], Node]
    relationships: dict[tuple[Any, ...], Relationship]
    strangers: list[Any]


def drawing(graph: Graph, pack: Pack, values: dict[str, Any]) -> Drawing:
    """What the companion of a pack draws of a graph."""
    made = Drawing({}, {}, [])
    for row in graph.engine.read(pack.graph, values).rows:
        _draw(row, made)
    return made


def _draw(value: Any, made: Drawing) -> None:
    if isinstance(value, Node):
        made.nodes[" ".join(value.labels), value.properties["id"]] = value
    elif isinstance(value, Relationship):
        said = tuple(sorted((name, _sorted(part)) for name, part in value.properties.items()))
        made.relationships[value.type, value.start, value.end, repr(said)] = value
    elif isinstance(value, Way):
        for part in (*value.nodes, *value.relationships):
            _draw(part, made)
    elif isinstance(value, (list, tuple)):
        for part in value:
            _draw(part, made)
    else:
        made.strangers.append(value)


def _sorted(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def known_as(made: Drawing, labels: Iterable[str]) -> set[str]:
    """Every id and name of the drawn nodes of some labels, and the sectors of organisations, which stand for groups."""
    wanted = {*labels}
    return {
        text
        for node in made.nodes.values()
        if wanted & {*node.labels}
        for text in (node.properties.get(name) for name in ("id", "name", "sector"))
        if text is not None
    }


def not_drawn(pack: Pack, columns: Iterable[str], rows: Iterable[Any], made: Drawing) -> list[tuple[str, str]]:
    """What the rows name that is not among the drawn nodes, with its column."""
    kinds = {column.name: column.kind for column in pack.returns}
    known = {name: (labels := labels_of(pack, name, kinds[name])) and known_as(made, labels) for name in columns}
    return [
        (name, text)
        for row in rows
        for name, cell in zip(columns, row, strict=True)
        if labels_of(pack, name, kinds[name])
        for text in (cell if isinstance(cell, list) else [cell])
        if text is not None and text != "as stated" and text not in known[name]
    ]


# -- the invented study, in both engines -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the study."""
    return Path(shutil.copytree(STUDY, tmp_path_factory.mktemp("threesites") / "study"))


@pytest.fixture(scope="module")
def embedded(request: pytest.FixtureRequest, folder: Path) -> Iterator[Graph]:
    """The study in an embedded graph."""
    with loaded_into("embedded", open_study(folder), request) as graph:
        yield graph


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, folder: Path, neo4j_of_module: object) -> Iterator[Graph]:
    """The study in a Neo4j."""
    with loaded_into("neo4j", open_study(folder), request) as graph:
        yield graph


@pytest.fixture(scope="module", params=ENGINES)
def graph(request: pytest.FixtureRequest) -> Graph:
    """Each of the two in turn."""
    found: Graph = request.getfixturevalue("embedded" if request.param == "embedded" else "server")
    return found


def _words(one: ByHand) -> str:
    return " ".join([one.pack, *(f"{name}={value}" for name, value in one.given.items())])


def test_every_pack_of_the_three_themes_has_a_companion_and_no_companion_lies_astray() -> None:
    found = {path.relative_to(ROOT / "cypher").as_posix() for path in (ROOT / "cypher").rglob("*.graph.cypher")}
    assert found == {f"{pack.name}.graph.cypher" for pack in DRAWN}
    assert Shelf().drawn == [pack.name for pack in DRAWN]
    assert [name for name in Shelf().names if name.endswith(".graph")] == []


@pytest.mark.parametrize("pack", DRAWN, ids=lambda pack: pack.name)
def test_a_companion_begins_with_its_packs_title_and_passes_the_checks(pack: Pack) -> None:
    assert pack.graph.startswith(f"// {pack.title}, as a graph\n//\n// ")
    assert [str(problem) for problem in problems(pack.graph, pack.params, pack.name)] == []


@pytest.mark.parametrize("pack", DRAWN, ids=lambda pack: pack.name)
def test_the_example_of_every_pack_draws_what_its_rows_name_and_something_between(graph: Graph, pack: Pack) -> None:
    values = pack.example_values()
    answer = graph.run(pack.name, **{name: value for name, value in values.items() if value is not None})
    made = drawing(graph, pack, values)
    assert answer.rows and made.relationships
    assert made.strangers == []
    assert not_drawn(pack, answer.columns, answer.rows, made) == []


@pytest.mark.parametrize("one", ASKED, ids=_words)
def test_whatever_is_asked_the_companion_draws_what_the_rows_name(graph: Graph, one: ByHand) -> None:
    pack = Shelf().find(one.pack)
    answer, made = graph.run(one.pack, **one.given), drawing(graph, pack, pack.values(one.given))
    assert made.strangers == []
    assert bool(made.nodes) >= bool(answer.rows)
    assert not_drawn(pack, answer.columns, answer.rows, made) == []


@pytest.mark.parametrize("one", ASKED, ids=_words)
def test_no_relationship_is_drawn_without_its_ends_or_because_it_was_denied(graph: Graph, one: ByHand) -> None:
    pack = Shelf().find(one.pack)
    made = drawing(graph, pack, pack.values(one.given))
    ids = {id for _, id in made.nodes}
    assert [each for each in made.relationships if not {each[1], each[2]} <= ids] == []
    assert [each for each, found in made.relationships.items() if found.properties.get("accounts") == []] == []


@pytest.mark.parametrize("one", ASKED, ids=_words)
def test_both_engines_draw_the_same(embedded: Graph, server: Graph, one: ByHand) -> None:
    pack = Shelf().find(one.pack)
    here, there = (drawing(graph, pack, pack.values(one.given)) for graph in (embedded, server))
    assert {*here.nodes} == {*there.nodes}
    assert {*here.relationships} == {*there.relationships}


# -- the command line --------------------------------------------------------------------------------------------------


def test_run_graph_prints_every_parameter_that_the_companion_uses_and_its_text(tmp_path: Path) -> None:
    pack = Shelf().find("trace/route")
    status, out, err = kgraph("run", "trace/route", "--graph", "--idea", "it's", folder=tmp_path)
    assert (status, out, err) == (0, filled(pack.graph, {"idea": "it's", "until": None}), "")
    assert (out.count("'it\\'s'"), out.count("$until")) == (pack.graph.count("$idea"), 0)
    assert [*tmp_path.iterdir()] == []


def test_run_graph_sets_defaults_and_leaves_out_what_only_the_table_needs(tmp_path: Path) -> None:
    pack = Shelf().find("trace/between")
    drawn = filled(pack.graph, {"idea": "x", "start": "e1", "goal": "e2"})
    words = ("--idea", "x", "--start", "e1", "--goal", "e2", "--by", "fewest")
    assert kgraph("run", "trace/between", *words, "--graph", folder=tmp_path)[1] == drawn
    turned = Shelf().find("networks/outlived")
    drawn = filled(turned.graph, {"days": 365, "only_certain": False})
    assert kgraph("run", "networks/outlived", "--graph", folder=tmp_path)[1] == drawn


def test_run_graph_writes_to_a_file(tmp_path: Path) -> None:
    status, out, err = kgraph("run", "networks/turnover", "--graph", "-o", "drawn.cypher", folder=tmp_path)
    assert (status, out, err) == (0, "", "written to drawn.cypher\n")
    pack = Shelf().find("networks/turnover")
    text = (tmp_path / "drawn.cypher").read_text(encoding="utf-8")
    assert text == filled(pack.graph, {"kind": None})


def test_run_graph_says_which_parameter_is_missing(tmp_path: Path) -> None:
    assert kgraph("run", "trace/route", "--graph", folder=tmp_path) == (
        2, "",
        "kgraph: trace/route needs idea (text): id or name of an idea, or of anything else that is shared; "
        "for instance: idea=assess-at-home\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    "words", [("run", "quality/undated", "--graph"), ("packs", "show", "quality/undated", "--graph")]
)
def test_a_pack_without_a_companion_says_which_packs_have_one(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert kgraph(*words, folder=tmp_path) == (
        2, "",
        "kgraph: quality/undated has no companion that draws its answer: there is no quality/undated.graph.cypher "
        "beside it. Packs of brokerage, networks, trace have one; `kgraph packs show quality/undated --browser` prints "
        "the query of its table\n",
    )  # fmt: skip


@pytest.mark.parametrize("words", [("--format", "csv"), ("--manifest", "m.json"), ("--with-rows",)])
def test_run_graph_takes_nothing_that_is_about_an_answer(tmp_path: Path, words: tuple[str, ...]) -> None:
    status, out, err = kgraph("run", "networks/turnover", "--graph", *words, folder=tmp_path)
    assert (status, out) == (2, "")
    assert err.endswith("--graph prints Cypher and no answer; leave out --format, --manifest, --with-rows\n")


def test_packs_show_graph_prints_the_companion_as_it_is(tmp_path: Path) -> None:
    text = (ROOT / "cypher" / "trace" / "route.graph.cypher").read_text(encoding="utf-8")
    assert kgraph("packs", "show", "trace/route", "--graph", folder=tmp_path) == (0, text, "")
    example = filled(text, {"idea": "assess-at-home", "until": None})
    shown = kgraph("packs", "show", "route", "--graph", "--browser", folder=tmp_path)
    assert shown == (0, example, "")


# -- packs of a user's own ---------------------------------------------------------------------------------------------

OWN = """\
// Mine, as a graph
//
// The idea and its events.
MATCH (x:Idea {id: $idea})<-[d:CONCERNS]-(e:Event) RETURN x, d, e
"""


def test_a_companion_of_ones_own_is_no_pack_and_is_drawn(tmp_path: Path) -> None:
    path = new_pack(tmp_path, "my/mine")
    (path.parent / "mine.graph.cypher").write_text(OWN, encoding="utf-8")
    shelf = Shelf([tmp_path])
    assert [*{*shelf.names} - {*Shelf().names}] == ["my/mine"]
    assert shelf.find("mine").graph == OWN and shelf.problems() == []


def test_a_companion_of_ones_own_is_checked_and_the_pack_runs_all_the_same(tmp_path: Path) -> None:
    path = new_pack(tmp_path / "mine", "my/mine")
    drawn = path.parent / "mine.graph.cypher"
    drawn.write_text("MATCH (x:Idee) WHERE x.id = $ide CREATE (y:Idea) RETURN x.id AS id, count(x)\n", encoding="utf-8")
    said = [
        f"{drawn}:1: $ide is not a parameter of its pack; it has idea, until",
        f"{drawn}:1: CREATE does more than read; a pack only reads; use kgraph query --write for a change by hand",
        f"{drawn}:1: count ( x ) is returned without a name; write … AS and a name",
        f"{drawn}:1: has no title; the first line is // and the pack's title, then: , as a graph",
        f"{drawn}:1: the model has no label Idee; perhaps Idea",
        f"{drawn}:1: x.id draws nothing; return x",
    ]
    shelf = Shelf([tmp_path / "mine"])
    assert [str(problem) for problem in shelf.problems()] == said
    assert shelf.find("my/mine").text.startswith("// Mine\n")
    (tmp_path / "kgraph.toml").write_text('[study]\nid = "s"\ntitle = "S"\nfiles = []\n[packs]\nfolders = ["mine"]\n')
    status, out, err = kgraph("run", "my/mine", "--idea", "x", "--graph", folder=tmp_path)
    assert (status, out) == (2, "")
    assert err == "kgraph: " + "".join(f"{line}\n" for line in said).replace(f"{tmp_path}/", "")


def test_a_companion_without_a_pack_beside_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "trace").mkdir()
    drawn = tmp_path / "trace" / "route.graph.cypher"  # a shipped pack has that name, but stands elsewhere
    drawn.write_text(OWN, encoding="utf-8")
    wrong = (
        f"{drawn}: is the companion of no pack; it belongs beside route.cypher: name it after a pack of this folder, "
        "or take it out"
    )
    assert [str(problem) for problem in Shelf([tmp_path]).problems()] == [wrong]
    assert Shelf([tmp_path]).find("trace/route").graph == Shelf().find("trace/route").graph
    status, out, err = kgraph("packs", "check", tmp_path, folder=tmp_path)
    assert (status, err) == (1, f"{len(Shelf().names)} packs, 1 problems\n")
    assert out == f"{wrong}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("// Mine\n", "mine:1: has no query; write it below the comment"),
        ("// Mine\nMATCH (e:Event)\n", "mine:2: ends without RETURN; return nodes, relationships or paths"),
        (
            "// Mine\nMATCH (e:Event) RETURN e UNION ALL MATCH (e:Event)\n",
            "mine:2: ends without RETURN; return nodes, relationships or paths",
        ),
        ("// Mine\nMATCH (e:Event) RETURN e, e.name AS name\n", "mine:2: e.name draws nothing; return e"),
        (
            "//\nMATCH (e:Event) RETURN e\n",
            "mine:1: has no title; the first line is // and the pack's title, then: , as a graph",
        ),
        (
            "// Mine\nMATCH (e:Event {id: $event}) RETURN e\n",
            "mine:2: $event is not a parameter of its pack; it has idea",
        ),
        (
            "// Mine\nMATCH (e:Event)-[l:LEDS_TO]->() RETURN e\n",
            "mine:2: the model has no type LEDS_TO; perhaps LEADS_TO",
        ),
    ],
)
def test_the_check_of_a_companion_names_what_is_wrong(text: str, said: str) -> None:
    idea = Parameter("idea", Kind("text"), False, None, "")
    assert [str(problem) for problem in problems(text, [idea], "mine")] == [said]
