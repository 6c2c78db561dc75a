"""The error tree: the outline at its top is the tree, and each error has an exit status of those the help names."""

from __future__ import annotations

import re

from kgraph import errors


def test_the_outline_is_the_tree() -> None:
    drawn = re.findall(r"^( +)([A-Z]\w+)", errors.__doc__ or "", re.M)
    parents: dict[int, type[Exception]] = {}
    for indent, name in drawn:
        kind = getattr(errors, name)
        depth = len(indent)
        parents[depth] = kind
        above = [at for at in parents if at < depth]
        assert kind.__bases__[0] is (parents[max(above)] if above else Exception), name
    written = {
        name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.KgraphError)
    }
    assert {name for _, name in drawn} == written


def test_each_error_ends_the_command_with_1_2_or_3() -> None:
    statuses = {name: kind.exit_status for name, kind in vars(errors).items() if isinstance(kind, type)}
    assert statuses == {
        "KgraphError": 2, "InputError": 2, "EditedManifest": 2, "StudyError": 2, "DataError": 1, "ParameterError": 2,
        "PackError": 2,
        "UsageError": 2, "GraphError": 3, "ConnectionFailed": 3, "GraphBusy": 3, "GraphIncomplete": 3,
        "ForeignGraph": 3,
        "QueryError": 2, "ReadOnlyError": 2, "OutOfMemory": 2, "EngineMissing": 3, "ServerError": 3,
    }  # fmt: skip
