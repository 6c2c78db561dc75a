"""What both engines must do alike: one suite, run on each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path as Folder
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgraph.engines import Engine, Node, NodeTable, Path, Relationship, RelationshipTable, Statement
from kgraph.engines.door import open_engine
from kgraph.errors import GraphError, ParameterError, QueryError, ReadOnlyError, UsageError

UNIQUE = [
    "CREATE CONSTRAINT event_id IF NOT EXISTS FOR (n:Event) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT idea_id IF NOT EXISTS FOR (n:Idea) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT item_id IF NOT EXISTS FOR (n:KnowledgeItem) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX event_earliest IF NOT EXISTS FOR (n:Event) ON (n.earliest)",
    "CREATE INDEX leads_item IF NOT EXISTS FOR ()-[r:LEADS_TO]-() ON (r.item)",
]

IDEA = Node(("Idea", "KnowledgeItem"), {"id": "open", "name": "Öffnen 😀", "since": date(2010, 1, 2)})
EVENT = Node(("Event",), {"id": "e1", "tags": ["a", "b"]})
CONCERNS = Relationship("CONCERNS", {"accounts": ["t1"], "weight": 1.5}, "e1", "open")

SMALL = [
    Statement(
        "CREATE (e:Event {id: 'e1', tags: $tags})-[:CONCERNS {accounts: ['t1'], weight: 1.5}]->"
        "(i:Idea:KnowledgeItem {id: 'open', name: $name, since: $since})",
        {"tags": ["a", "b"], "name": "Öffnen 😀", "since": date(2010, 1, 2)},
    )
]

EAST = timezone(timedelta(hours=2))

EXPRESSIONS: list[tuple[str, Any]] = [
    ("1", 1),
    ("-9223372036854775808", -(2**63)),
    ("9223372036854775807", 2**63 - 1),
    ("1.0", 1.0),
    ("1e300", 1e300),
    ("-0.5", -0.5),
    ("1.0 / 0.0", float("inf")),
    ("-1.0 / 0.0", float("-inf")),
    ("true", True),
    ("null", None),
    ("''", ""),
    ("'line\\none \\u00e9 \\ud83d\\ude00 \"q\" \\\\'", 'line\none é 😀 "q" \\'),
    ("[]", []),
    ("[1, null, 'x', [2.5, [true]]]", [1, None, "x", [2.5, [True]]]),
    ("{}", {}),
    ("{a: 1, b: {c: [date('2010-01-01')], d: null}}", {"a": 1, "b": {"c": [date(2010, 1, 1)], "d": None}}),
    ("date('2010-07-20')", date(2010, 7, 20)),
    ("date('0001-01-01')", date(1, 1, 1)),
    ("date('9999-12-31')", date(9999, 12, 31)),
    ("date('1582-10-10')", date(1582, 10, 10)),
    ("[date('2010-07-20'), null]", [date(2010, 7, 20), None]),
    ("datetime('2010-07-20T10:11:12.5+02:00')", datetime(2010, 7, 20, 10, 11, 12, 500_000, EAST)),
    ("datetime('2010-07-20T10:11:12Z')", datetime(2010, 7, 20, 10, 11, 12, tzinfo=timezone.utc)),
    ("datetime('2010-07-20T10:11:12[Europe/Paris]')", datetime(2010, 7, 20, 10, 11, 12, tzinfo=EAST)),
    ("localdatetime('2010-07-20T10:11:12.123456789')", datetime(2010, 7, 20, 10, 11, 12, 123_456)),
    ("localdatetime('2010-07-20T10:11')", datetime(2010, 7, 20, 10, 11)),
    ("time('10:11:12+02:00')", time(10, 11, 12, tzinfo=EAST)),
    ("localtime('10:11:12.25')", time(10, 11, 12, 250_000)),
    ("duration('P1Y2M3DT4H5M6.5S')", "P1Y2M3DT4H5M6.5S"),
    ("duration('P14M')", "P1Y2M"),
    ("duration.inDays(date('2010-01-01'), date('2010-03-01'))", "P59D"),
    ("duration('PT0S')", "PT0S"),
    ("duration('-P1DT2H')", "P-1DT-2H"),
    ("date('2010-07-20').year", 2010),
    ("duration.inDays(date('2010-01-01'), date('2010-03-01')).days", 59),
    ("date('2010-01-31') + duration('P1M')", date(2010, 2, 28)),
    ("toString(date('2010-07-20'))", "2010-07-20"),
]


@pytest.fixture
def small(engine: Engine) -> Engine:
    engine.write(SMALL)
    return engine


# -- values ------------------------------------------------------------------------------------------------------------


def test_every_expression_comes_back_as_the_same_plain_value(engine: Engine) -> None:
    query = "RETURN " + ", ".join(f"{cypher} AS c{i}" for i, (cypher, _) in enumerate(EXPRESSIONS))
    answer = engine.read(query)
    assert answer.columns == tuple(f"c{i}" for i in range(len(EXPRESSIONS)))
    for (cypher, wanted), got in zip(EXPRESSIONS, answer.rows[0], strict=True):
        assert (cypher, got) == (cypher, wanted)
        assert (cypher, type(got)) == (cypher, type(wanted))
        if isinstance(wanted, datetime | time):
            assert (cypher, got.utcoffset()) == (cypher, wanted.utcoffset())


def test_not_a_number_comes_back_as_that(engine: Engine) -> None:
    value = engine.read("RETURN 0.0 / 0.0 AS v").rows[0][0]
    assert value != value


def test_nodes_relationships_and_paths_come_back_with_labels_and_ids(small: Engine) -> None:
    answer = small.read(
        "MATCH p = (e:Event)-[r]->(i) RETURN e, r, i, p, [e, r] AS l, {n: i, d: i.since} AS m, i.since AS s"
    )
    path = Path((EVENT, IDEA), (CONCERNS,))
    since = date(2010, 1, 2)
    assert answer.rows == [(EVENT, CONCERNS, IDEA, path, [EVENT, CONCERNS], {"n": IDEA, "d": since}, since)]


def test_a_relationship_alone_knows_the_ids_of_its_ends(small: Engine) -> None:
    assert small.read("MATCH ()-[r]->() RETURN r").rows == [(CONCERNS,)]
    assert small.read("MATCH ()-[r]->() RETURN collect(r) AS l").rows == [([CONCERNS],)]
    assert small.write_freely("MATCH ()-[r]->() SET r.weight = 1.5 RETURN r").rows == [(CONCERNS,)]


def test_the_end_of_a_relationship_without_an_id_is_not_known(engine: Engine) -> None:
    engine.write([Statement("CREATE (:Event {id: 'e1'})-[:KNOWS]->(:Thing)")])
    assert engine.read("MATCH ()-[r]->() RETURN r").rows == [(Relationship("KNOWS", {}, "e1", None),)]


def test_a_path_walked_against_its_arrow_keeps_each_relationship_s_direction(small: Engine) -> None:
    answer = small.read("MATCH p = (i:Idea)<-[:CONCERNS]-(e) RETURN p")
    assert answer.rows == [(Path((IDEA, EVENT), (CONCERNS,)),)]


def test_a_node_without_labels_and_one_without_properties(engine: Engine) -> None:
    engine.write([Statement("CREATE ({a: 1}), (:Bare)")])
    assert engine.read("MATCH (n) RETURN n ORDER BY n.a").rows == [(Node((), {"a": 1}),), (Node(("Bare",), {}),)]


def test_columns_are_named_and_ordered_as_asked_for_even_without_rows(engine: Engine) -> None:
    for query, columns in (
        ("MATCH (n:Nobody) RETURN n.z AS z, n.a, n AS b", ("z", "n.a", "b")),
        ("MATCH (n:Nobody) RETURN n.id AS id UNION MATCH (m:Nothing) RETURN m.id AS id", ("id",)),
        ("UNWIND [] AS x RETURN x, 1 + 1 AS two", ("x", "two")),
        ("UNWIND [3, 2, 1] AS x WITH x ORDER BY x RETURN x AS last, -x AS first LIMIT 1", ("last", "first")),
    ):
        assert engine.read(query).columns == columns
    assert engine.read("UNWIND [1, 2] AS x RETURN x AS z, -x AS a").rows == [(1, -1), (2, -2)]


def test_a_null_property_is_absent(engine: Engine) -> None:
    engine.write([Statement("CREATE (n:Event {id: 'e1'}) SET n += $p", {"p": {"a": None, "b": 1}})])
    assert engine.read("MATCH (n) RETURN n, n.a").rows == [(Node(("Event",), {"id": "e1", "b": 1}), None)]


def test_dates_compare_and_sort_as_days(engine: Engine) -> None:
    days = [date(2010, 7, 20), date(1, 1, 1), date(9999, 12, 31), date(1999, 12, 31)]
    rows = [{"id": str(day), "day": day} for day in days]
    engine.write([Statement("UNWIND $rows AS r CREATE (n:Event {id: r.id}) SET n += r", {"rows": rows})])
    engine.define(["CREATE INDEX day IF NOT EXISTS FOR (n:Event) ON (n.day)"])
    assert engine.read("MATCH (n:Event) RETURN n.day ORDER BY n.day").rows == [(day,) for day in sorted(days)]
    before = engine.read("MATCH (n:Event) WHERE n.day < $day RETURN n.day ORDER BY n.day DESC", {"day": days[0]})
    assert before.rows == [(date(1999, 12, 31),), (date(1, 1, 1),)]
    assert engine.read("MATCH (n:Event {day: date('1999-12-31')}) RETURN n.id").rows == [("1999-12-31",)]
    assert engine.read("MATCH (n:Event) RETURN min(n.day), max(n.day)").rows == [(date(1, 1, 1), date(9999, 12, 31))]
    assert engine.read("RETURN $day.year AS y, $day = date('2010-07-20') AS same", {"day": days[0]}).rows == [
        (2010, True)
    ]


# -- parameters --------------------------------------------------------------------------------------------------------

PARAMETERS: list[Any] = [
    *(None, True, False, 0, -1, 2**63 - 1, -(2**63), 1.5, -0.0, 1e-300, "", "é\n\t\x01\u2028😀", "a" * 70_000),
    *([], [[]], [1, "x", None], {}, {"a": {"b": [1]}}, date(2010, 1, 2), [date(2010, 1, 2)], date(1, 1, 1)),
    datetime(2010, 1, 2, 3, 4, 5, 678_901),
    datetime(2010, 1, 2, 3, 4, tzinfo=EAST),
    datetime(2010, 1, 2, 3, 4, 5, tzinfo=timezone.utc),
    time(3, 4, 5),
]


@pytest.mark.parametrize("number", range(len(PARAMETERS)))
def test_a_parameter_of_every_kind_comes_back_as_it_was(engine: Engine, number: int) -> None:
    value = PARAMETERS[number]
    got = engine.read("RETURN $v AS v", {"v": value}).rows[0][0]
    assert got == value
    assert type(got) is type(value)


def test_ten_thousand_texts_are_one_parameter(engine: Engine) -> None:
    ids = [f"event-{i}" for i in range(10_000)]
    answer = engine.read("UNWIND $ids AS id RETURN count(id), min(id), max(id)", {"ids": ids})
    assert answer.rows == [(10_000, "event-0", "event-9999")]


@pytest.mark.parametrize("value", ["half \ud83d", 2**63, object(), [1, {"a": 2**70}], {"x": b"\xff", "y": object()}])
def test_what_a_graph_cannot_hold_is_refused_before_anything_is_done(engine: Engine, value: Any) -> None:
    with pytest.raises(ParameterError):
        engine.read("RETURN $v AS v", {"v": value})
    with pytest.raises(ParameterError):
        engine.write([Statement("CREATE (:Event {id: 'e1'})"), Statement("CREATE (:Event {v: $v})", {"v": value})])
    assert engine.read("MATCH (n) RETURN count(n)").rows == [(0,)]


def test_a_parameter_is_never_query_text(engine: Engine) -> None:
    evil = "'}) DETACH DELETE n // `"
    engine.write([Statement("CREATE (n:Event {id: $id})", {"id": evil})])
    assert engine.read("MATCH (n:Event {id: $id}) RETURN n.id", {"id": evil}).rows == [(evil,)]


# -- reading only ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE (:Event)",
        "MATCH (n) SET n.x = 1",
        "MATCH (n) SET n:Other",
        "MATCH (n) REMOVE n.id",
        "MATCH (n) DETACH DELETE n",
        "MERGE (n:Event {id: 'e1'})",
        "MATCH (e:Event), (i:Idea) CREATE (e)-[:X]->(i)",
        "CALL { CREATE (n:Event) RETURN n } RETURN 1 AS x",
        "UNWIND [1, 2] AS i CALL { WITH i CREATE (:Event {id: toString(i)}) } IN TRANSACTIONS",
        "FOREACH (i IN [1] | CREATE (:Event))",
        "CREATE INDEX x IF NOT EXISTS FOR (n:Event) ON (n.x)",
        "CREATE CONSTRAINT x IF NOT EXISTS FOR (n:Event) REQUIRE n.x IS UNIQUE",
        "MATCH (n) RETURN n UNION CREATE (n:Event) RETURN n",
    ],
)
def test_a_read_refuses_to_write(small: Engine, cypher: str) -> None:
    with pytest.raises(ReadOnlyError, match="only reading"):
        small.read(cypher)
    assert small.read("MATCH (n) RETURN n ORDER BY n.id").rows == [(EVENT,), (IDEA,)]


# -- writing -----------------------------------------------------------------------------------------------------------


def test_a_write_is_all_or_nothing(small: Engine) -> None:
    small.define(UNIQUE)
    for broken in (
        Statement("CREATE (:Event {id: 'e1'})"),
        Statement("CREATE (:Event {id: 'e9', x: 1 / 0})"),
        Statement("CREATE nonsense"),
        Statement("CREATE (:Event {id: $missing})"),
    ):
        with pytest.raises(QueryError):
            small.write([Statement("CREATE (:Event {id: 'e2'})"), Statement("MATCH (n) SET n.touched = true"), broken])
        assert small.read("MATCH (n) RETURN n ORDER BY n.id").rows == [(EVENT,), (IDEA,)]


def test_an_iterable_that_breaks_in_the_middle_writes_nothing(engine: Engine) -> None:
    def statements() -> Iterator[Statement]:
        yield Statement("CREATE (:Event {id: 'e1'})")
        raise KeyError("the loader's own")

    with pytest.raises(KeyError):
        engine.write(statements())
    assert engine.read("MATCH (n) RETURN count(n)").rows == [(0,)]
    engine.write([Statement("CREATE (:Event {id: 'e1'})")])
    assert engine.read("MATCH (n) RETURN count(n)").rows == [(1,)]


def test_later_statements_see_what_earlier_ones_wrote(engine: Engine) -> None:
    engine.define(UNIQUE)
    engine.write(
        [
            Statement("UNWIND $ids AS id CREATE (:Event {id: id})", {"ids": ["a", "b"]}),
            Statement("MATCH (a:Event {id: 'a'}), (b:Event {id: 'b'}) CREATE (a)-[:AFTER]->(b)"),
            Statement("MATCH (:Event {id: 'a'})-[r:AFTER]->() SET r.accounts = ['t1'] RETURN r"),
        ]
    )
    assert engine.read("MATCH ()-[r]->() RETURN r").rows == [(Relationship("AFTER", {"accounts": ["t1"]}, "a", "b"),)]


def test_constraints_refuse_a_second_of_the_same_id_within_and_across_labels(engine: Engine) -> None:
    engine.define(UNIQUE)
    engine.write([Statement("CREATE (:Idea:KnowledgeItem {id: 'x'})")])
    for cypher in (
        "CREATE (:Idea:KnowledgeItem {id: 'x'})",
        "CREATE (:Routine:KnowledgeItem {id: 'x'})",
        "CREATE (:Event {id: 'y'}), (:Event {id: 'y'})",
    ):
        with pytest.raises(QueryError):
            engine.write([Statement(cypher)])
    engine.write([Statement("CREATE (:Event {id: 'x'})")])
    assert engine.read("MATCH (n) RETURN labels(n)[0] AS l, n.id ORDER BY l").rows == [("Event", "x"), ("Idea", "x")]


def test_defining_twice_is_defining_once(small: Engine) -> None:
    small.define(UNIQUE)
    small.define(iter(UNIQUE))
    with pytest.raises(QueryError):
        small.define(["CREATE CONSTRAINT nonsense"])


def test_writing_freely_answers_and_may_choose_its_own_transactions(engine: Engine) -> None:
    assert engine.write_freely("CREATE (n:Event {id: $id}) RETURN n.id AS id", {"id": "e1"}).rows == [("e1",)]
    engine.write_freely("UNWIND range(1, 10) AS i CALL { WITH i CREATE (:Event {n: i}) } IN TRANSACTIONS OF 3 ROWS")
    assert engine.read("MATCH (n:Event) RETURN count(n), sum(n.n)").rows == [(11, 55)]
    with pytest.raises(QueryError):
        engine.write_freely("CREATE (n:Event {id: 'e2'}) WITH n RETURN 1 / 0 AS x")
    assert engine.read("MATCH (n:Event) RETURN count(n)").rows == [(11,)]


# -- errors ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cypher", ["RETRUN 1", "RETURN $missing", "RETURN 1 / 0", "RETURN nosuch(1)", "RETURN date('x')", ""]
)
def test_a_query_that_is_wrong_is_refused_in_one_sentence(engine: Engine, cypher: str) -> None:
    with pytest.raises(QueryError) as refused:
        engine.read(cypher)
    assert str(refused.value).startswith("The graph refused this: ")
    assert "\n" not in str(refused.value)
    assert not isinstance(refused.value, ReadOnlyError)
    assert engine.read("RETURN 1 AS one").rows == [(1,)]


def test_an_address_of_neither_kind_is_refused(tmp_path: Folder) -> None:
    nonsense = "http://localhost:7474 neo4j bolt:// bolt://h:99999 bolt://h:x"
    mistyped = "bolts://anna:secret@h bolt://neo4j:secret neo4j:secret//127.0.0.1"
    for uri in f"{nonsense} {mistyped}".split():
        with pytest.raises(UsageError, match="no address of a graph") as refused:
            open_engine(uri, folder=tmp_path)
        assert "secret" not in str(refused.value)
    with pytest.raises(UsageError):
        open_engine(None)


def test_an_engine_that_was_closed_says_so(tmp_path: Folder) -> None:
    engine = open_engine("embedded", folder=tmp_path / "graph")
    engine.close()
    engine.close()
    with pytest.raises(GraphError, match="has been closed"):
        engine.read("RETURN 1")


# -- any value at all --------------------------------------------------------------------------------------------------

texts = st.text(st.characters(blacklist_categories=("Cs",)), max_size=20)
values = st.one_of(
    texts,
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.lists(texts, max_size=4),
)
properties = st.dictionaries(
    st.from_regex(r"[a-z]{1,8}", fullmatch=True).filter(lambda name: name != "id"), values, max_size=5
)
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(properties=properties)
@many
def test_any_properties_come_back_as_they_were_written(engine: Engine, properties: dict[str, Any]) -> None:
    engine.write_freely("MATCH (n) DETACH DELETE n")
    engine.write([Statement("CREATE (n:Event {id: 'e'}) SET n += $p", {"p": properties})])
    wanted = {"id": "e", **properties}
    assert engine.read("MATCH (n) RETURN n").rows == [(Node(("Event",), wanted),)]
    columns = ", ".join(f"n.`{name}`" for name in wanted)
    got = engine.read(f"MATCH (n) RETURN {columns}").rows[0]
    assert got == tuple(wanted.values())
    assert [type(value) for value in got] == [type(value) for value in wanted.values()]


@given(rows=st.lists(properties, min_size=1, max_size=4))
@settings(many, max_examples=25)
def test_any_table_comes_back_as_it_was_built(embedded_engine: Engine, rows: list[dict[str, Any]]) -> None:
    ids = [f"e{i}" for i in range(len(rows))]
    columns = {name: [row.get(name) for row in rows] for name in sorted(set().union(*rows))}
    embedded_engine.rebuild(
        UNIQUE,
        [NodeTable(("Event",), {"id": ids, **columns})],
        [RelationshipTable("AFTER", "Event", "Event", ids, ids, columns)],
    )
    answer = embedded_engine.read("MATCH (n:Event)-[r:AFTER]->(m) RETURN n, r ORDER BY n.id")
    assert answer.rows == [
        (Node(("Event",), {"id": id, **row}), Relationship("AFTER", row, id, id))
        for id, row in zip(ids, rows, strict=True)
    ]
