"""A graph as the CSV files that ``neo4j-admin database import`` fills an empty database from, and how to run it.

The importer cannot make a list without members, which nearly every claim has (``denied_by``), and makes no constraints.
A script that is run afterwards does both, and only its last statement says that the load is complete: until then kgraph
refuses the database as half loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from kgraph.content import Key, Properties
from kgraph.errors import ForeignGraph
from kgraph.moving.whole import Progress, Whole
from kgraph.packs import literal
from kgraph.private import new_file, new_folder
from kgraph.property_kinds import node_kinds, relationship_kinds
from kgraph.schema import ddl
from kgraph.statements import node_tables, relationship_tables
from kgraph.vocabulary import ENTITY_OF

Nodes = Iterable[tuple[str, Iterable[Properties]]]
Relationships = Iterable[tuple[str, Iterable[tuple[Key, Properties]]]]

_BETWEEN = "\x1f"
"""What stands between the members of a list: a control character, which no text of a study may have."""
_TYPES = {"text": "string", "int": "long", "bool": "boolean", "date": "date", "texts": "string[]"}
_BUFFER = 4 << 20
"""Bytes of a line that the importer takes unasked."""

ARGUMENTS, FINISH, README = "import.args", "finish.cypher", "README.txt"


@dataclass(slots=True)
class Written:
    """What was written: how many nodes and relationships, and how many files, in which folder."""

    folder: Path
    nodes: int = 0
    relationships: int = 0
    files: int = 0
    arguments: list[str] = field(default_factory=list)
    afterwards: list[str] = field(default_factory=list)
    longest: int = 0

    def __str__(self) -> str:
        return (
            f"Wrote {self.nodes:,} nodes and {self.relationships:,} relationships into {self.files} files in "
            f"{self.folder}; {README} there says how to import them"
        )


def export_admin_import(whole: Whole, folder: Path, progress: Progress = lambda step: None) -> Written:
    """Write a graph into a new or empty folder, for ``neo4j-admin database import full``.

    Raises UsageError where the folder holds anything or cannot be written, ForeignGraph and GraphBusy as reading does;
    then nothing is left of it.
    """
    from kgraph.collector import paused

    with new_folder(folder), paused():
        written = write_tables(
            folder, _told(whole.nodes(), progress), _told(whole.relationships(), progress), whole.loads
        )
        whole.still()
        _write_rest(written, str(whole.load["study"]), [load["id"] for load in whole.loads])
    return written


def _told(parts: Iterable[tuple[str, Any]], progress: Progress) -> Iterator[tuple[str, Any]]:
    for name, rows in parts:
        progress(f"writing {name}")
        yield name, rows


def write_tables(folder: Path, nodes: Nodes, relationships: Relationships, loads: Sequence[Properties]) -> Written:
    """Write the header file and the data file of each set of labels, and of each type with its two ends.

    Raises ForeignGraph for a list that the importer could not tell from another.
    """
    written = Written(folder)
    unfinished = [{**load, "complete": False} for load in loads]
    for label, found in chain(nodes, [("Load", unfinished)]):
        kinds, all_nodes = node_kinds(label), list(found)
        _afterwards(written, label, kinds, all_nodes)
        heads = [f"id:ID({label})", *(f"{name}:{_TYPES[kind]}" for name, kind in kinds.items() if name != "id")]
        for table in sorted(node_tables(label, all_nodes), key=lambda table: table.labels):
            written.nodes += len(table)
            columns = [_CELLS[kind](table.columns[name]) for name, kind in kinds.items()]
            _write(written, f"nodes={':'.join(table.labels)}", "-".join(table.labels), heads, columns)
    for type, stated in relationships:
        kinds, all_stated = relationship_kinds(type), list(stated)
        _afterwards(written, type, kinds, [properties for _, properties in all_stated])
        named = [f"{name}:{_TYPES[kind]}" for name, kind in kinds.items()]
        for rows in sorted(relationship_tables(type, all_stated), key=lambda rows: (rows.start_label, rows.end_label)):
            start, end = rows.start_label, rows.end_label
            written.relationships += len(rows)
            columns = [_CELLS[kind](rows.columns[name]) for name, kind in kinds.items()]
            heads = [f":START_ID({start})", f":END_ID({end})", *named]
            columns = [_text(rows.starts), _text(rows.ends), *columns]
            _write(written, f"relationships={type}", f"{type}-{start}-{end}", heads, columns)
    return written


def _afterwards(written: Written, name: str, kinds: Mapping[str, str], rows: Sequence[Properties]) -> None:
    """Put down what makes the lists without members of a label or type; refuse what the importer could not tell apart.

    It leaves such a list out. So where some have one, all must have a list.
    """
    pattern = f"(n:{name})" if name in ENTITY_OF else f"()-[n:{name}]->()"
    for column in (column for column, kind in kinds.items() if kind == "texts"):
        values = [row.get(column) for row in rows]
        empty = [] in values
        if (empty and None in values) or [""] in values or any(_BETWEEN in "".join(value) for value in values if value):
            raise ForeignGraph(
                f"{name}.{column} has lists that the importer could not tell apart: none on some and one without "
                "members on others, one of only an empty text, or one with the character U+001F. A hand made that; "
                "`kgraph load --verify` takes it back"
            )
        if empty:
            written.afterwards.append(
                f"MATCH {pattern} WHERE n.{column} IS NULL "
                f"CALL (n) {{ SET n.{column} = [] }} IN TRANSACTIONS OF 10000 ROWS"
            )


def _write(written: Written, option: str, name: str, heads: Sequence[str], columns: Sequence[Sequence[str]]) -> None:
    lines = list(map(",".join, zip(*columns, strict=True)))
    written.longest = max(written.longest, max(map(len, lines), default=0))
    with new_file(written.folder / f"{name}-header.csv") as file:
        file.write(",".join(_text(heads)) + "\n")
    with new_file(written.folder / f"{name}.csv") as file:
        file.write("\n".join(lines) + "\n")
    written.files += 2
    written.arguments.append(f"--{option}=./{name}-header.csv,./{name}.csv")


# -- cells -------------------------------------------------------------------------------------------------------------


def _text(values: Sequence[Any]) -> list[str]:
    """Each in quotes, so that an empty text is not taken for none."""
    return ["" if value is None else '"' + value.replace('"', '""') + '"' for value in values]


def _plain(values: Sequence[Any]) -> list[str]:
    return ["" if value is None else str(value) for value in values]


def _truth(values: Sequence[Any]) -> list[str]:
    return ["" if value is None else "true" if value else "false" for value in values]


def _lists(values: Sequence[Any]) -> list[str]:
    return _text([None if value is None else _BETWEEN.join(value) for value in values])


_CELLS: dict[str, Callable[[Sequence[Any]], list[str]]] = {
    "text": _text, "int": _plain, "date": _plain, "bool": _truth, "texts": _lists,
}  # fmt: skip


# -- what goes with them -----------------------------------------------------------------------------------------------


def _write_rest(written: Written, study: str, loads: Sequence[str]) -> None:
    arguments = [
        *written.arguments,
        "--id-type=string",
        f"--array-delimiter=U+{ord(_BETWEEN):04X}",
        "--multiline-fields=true",
        "--legacy-style-quoting=false",
        "--ignore-empty-strings=false",
        "--trim-strings=false",
    ]
    if written.longest * 4 > _BUFFER:
        arguments.append(f"--read-buffer-size={written.longest * 8}")
    complete = [f"MATCH (l:Load {{id: {literal(id)}}}) SET l.complete = true" for id in loads]
    afterwards = [*ddl(), *written.afterwards, *complete]
    texts = {
        FINISH: "".join(f"{statement};\n" for statement in afterwards),
        README: _README.format(study=study, arguments=ARGUMENTS, finish=FINISH),
        ARGUMENTS: "".join(f"{argument}\n" for argument in arguments),
    }
    for name, text in texts.items():
        with new_file(written.folder / name) as file:
            file.write(text)
    written.files += len(texts)


_README = """\
The study {study}, as files for neo4j-admin, which fills an empty Neo4j database from them.

They hold the study's passages and names: keep them as safeguarded as the study is. Only their owner can read them;
where Neo4j runs as another user, give them to that user.

1. Stop the database, and in this folder (paths are meant from here) run

     neo4j-admin database import full neo4j @{arguments}

   with the database's name in the place of neo4j. Add --overwrite-destination where there is one already; all that it
   holds goes. Neo4j 5.26 and 2026 take these files.

2. Start the database, and run

     cypher-shell -d neo4j -f {finish}

   It makes the constraints and indexes, and the lists without members, which the import cannot make. Only then does
   kgraph take the study for loaded whole; `kgraph load --verify --plan -a ADDRESS` says whether all of it is there.
"""
