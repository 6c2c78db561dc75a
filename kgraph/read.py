"""Reading: each file of a study through the loader for its suffix, into records and problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from kgraph.errors import StudyError
from kgraph.records import Place, Problem, Record
from kgraph.study import Study


@lru_cache(maxsize=1)
def loaders() -> dict[str, ModuleType]:
    """The loader of each suffix: kgraph's own, then those of installed packages (entry-point group ``kgraph.loaders``).

    Raises StudyError when two loaders want one suffix, or when one lacks ``suffixes`` or ``load``.
    """
    import kgraph.loaders as own

    modules = [import_module(f"{own.__name__}.{found.name}") for found in iter_modules(own.__path__)]
    modules += [point.load() for point in sorted(entry_points(group="kgraph.loaders"), key=lambda point: point.name)]
    by_suffix: dict[str, ModuleType] = {}
    for module in modules:
        if not hasattr(module, "suffixes") or not hasattr(module, "load"):
            raise StudyError(f"the loader {module.__name__} has no `suffixes` or no `load`; it needs both")
        for suffix in module.suffixes:
            if suffix in by_suffix:
                raise StudyError(f"{module.__name__} and {by_suffix[suffix].__name__} both read {suffix}; remove one")
            by_suffix[suffix] = module
    return by_suffix


def loader_for(path: Path) -> ModuleType:
    """The loader that reads a file or a folder. Raises StudyError naming what can be read when there is none."""
    known = loaders()
    module = known[".csv"] if path.is_dir() else known.get(path.suffix.lower())
    if module is None:
        raise StudyError(
            f"{path}: no loader reads {path.suffix or 'a file without a suffix'}; known are {', '.join(sorted(known))}"
        )
    return module


def read(study: Study, progress: Callable[[str], None] = lambda name: None) -> tuple[list[Record], list[Problem]]:
    """Every record of a study's files, and every problem met in reading them, in the order of the files' names."""
    records: list[Record] = []
    problems: list[Problem] = []
    for name in sorted(set(study.files)):
        progress(name)
        for found in _read_one(study, name):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                records.append(found)
    return records, problems


def _read_one(study: Study, name: str) -> Iterator[Record | Problem]:
    path = study.path(name)
    settings: dict[str, Any] = {"name": name}
    try:
        yield from loader_for(path).load(path, settings)
    except OSError as error:
        yield Problem(
            Place(name), f"cannot be read: {error.strerror or error}", "close it where it is open, or mend its path"
        )
    except StudyError as error:
        yield Problem(Place(name), str(error))
