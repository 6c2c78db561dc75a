"""docs/security.md says what is so: privileges cover what is sent, defaults are those there, and no password stays."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from checkout import ROOT, sources
from kgraph.cli import cli
from kgraph.connection import Connection
from kgraph.engines import Engine
from kgraph.engines.settings import Settings, variable
from kgraph.errors import QueryError, StudyError
from kgraph.load import load
from kgraph.schema import ddl
from kgraph.study import open_study
from tests.studies import write_study

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROLES = dict(re.findall(r"<!-- role: (.+?) -->\n```cypher\n(.+?)```", PAGE, re.DOTALL))
STATEMENTS = [line.rstrip(";") for text in ROLES.values() for line in text.splitlines()]
SENT = [path for folder in ("kgraph", "cypher") for path in sources(ROOT / folder) if path.suffix in (".py", ".cypher")]
NOT_SENT = {"kgraph/engines/py2neo.py"}


def granted(role: str, kind: str) -> set[str]:
    """What a role is given of one kind, such as the names of procedures."""
    return {one for found in re.findall(rf"GRANT {kind} (.+?) ON", ROLES[role]) for one in found.split(", ")}


def sent(pattern: str) -> set[str]:
    """What a pattern finds in all Cypher that kgraph sends, and in the packs."""
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in SENT}
    return {one for name, text in texts.items() if name not in NOT_SENT for one in re.findall(pattern, text)}


@pytest.mark.parametrize("role", ["kgraph_reader", "kgraph_coder"])
def test_each_procedure_that_is_called_is_granted_and_no_other(role: str) -> None:
    assert granted(role, "EXECUTE PROCEDURE") == sent(r"CALL (\w+(?:\.\w+)+)") != set()


def test_a_coder_may_create_what_a_load_creates_and_drop_nothing() -> None:
    kinds = {" ".join(statement.split()[:2]) for statement in ddl()}
    given = set(re.findall(r"GRANT ((?:CREATE|DROP) \w+) ON DATABASE", ROLES["kgraph_coder"]))
    assert kinds == given == {"CREATE CONSTRAINT", "CREATE INDEX"}
    assert sent(r"\"(DROP [A-Z]+)") == sent(r"\b(apoc\.\w+|LOAD CSV (?:WITH|FROM))\b") == set()


def test_a_reader_is_given_nothing_that_writes() -> None:
    given = re.findall(r"GRANT (.+?) ON", ROLES["kgraph_reader"])
    assert given == ["ACCESS", "MATCH {*}", "EXECUTE PROCEDURE dbms.components, db.info"]


def test_every_setting_stands_in_the_page_with_its_variable_and_default() -> None:
    table = PAGE.partition("<!-- settings -->\n")[2].partition("\n\n")[0].splitlines()[2:]
    found = [tuple(cell.strip() for cell in line.strip("|").split("|")[:3]) for line in table]
    shown = {None: "none", False: "false"}
    assert found == [
        (field.name, variable(field.name), shown.get(field.default) or f"{field.default:g}")
        for field in fields(Settings)
    ]


def test_a_password_in_the_address_of_a_study_s_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kgraph.toml").write_text('[study]\nid = "x"\n[graph]\nuri = "bolt://anna:hush@localhost"\n')
    with pytest.raises(StudyError) as refused:
        open_study(tmp_path)
    assert str(refused.value) == (
        f"{tmp_path / 'kgraph.toml'}: [graph] uri has a password in it. A password never stands in a file: set "
        "NEO4J_PASSWORD."
    )
    (tmp_path / "kgraph.toml").write_text('[study]\nid = "x"\n[graph]\nuri = "bolt://anna@localhost"\n')
    assert open_study(tmp_path).graph == {"uri": "bolt://anna@localhost"}


@pytest.mark.parametrize("via", ["neo4j"], indirect=True)
def test_a_password_is_in_none_of_what_is_kept(tmp_path: Path, via: Connection) -> None:
    study, word = write_study(tmp_path), (via.password or "").encode()
    load(study, replace(via, uri=via.uri.replace("bolt://", f"neo4j://{via.username}:{via.password}@"), password=None))
    found = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.parent.name == "bookmarks" for path in found) and word
    assert [path for path in found if word in path.read_bytes() or word in str(path).encode()] == []


@pytest.mark.parametrize("statement", STATEMENTS)
def test_each_statement_for_roles_is_well_formed_and_none_of_community_s(neo4j_server: Engine, statement: str) -> None:
    # A statement that is not well formed is refused as that, before anybody asks what edition it is for.
    edition = neo4j_server.read(
        "CALL dbms.components() YIELD name, edition WHERE name = 'Neo4j Kernel' RETURN edition"
    ).rows
    if edition != [("community",)]:
        pytest.skip("this Neo4j is no Community, and would do it")
    with pytest.raises(QueryError) as refused:
        neo4j_server.write_freely(statement)
    assert str(refused.value) == f"The graph refused this: Unsupported administration command: {statement}"


def test_what_is_not_well_formed_is_told_from_what_is_none_of_community_s(neo4j_server: Engine) -> None:
    with pytest.raises(QueryError, match="Invalid input 'WRITES'"):
        neo4j_server.write_freely("GRANT WRITES ON GRAPH falls TO kgraph_coder")


def test_what_community_says_is_what_the_page_quotes() -> None:
    quoted = PAGE.partition("<!-- community -->\n```text\n")[2].partition("\n```")[0]
    assert quoted == "Unsupported administration command: CREATE ROLE kgraph_reader"


def test_the_page_names_only_commands_that_there_are() -> None:
    named = set(re.findall(r"`kgraph ([a-z]+)[` ]", PAGE))
    assert {"browser", "load"} <= named <= set(cli.commands)
