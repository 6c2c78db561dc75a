"""Checking: everything that is wrong or doubtful in a study's files, in one pass, and its content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kgraph.assemble import assemble
from kgraph.collector import paused
from kgraph.content import Content
from kgraph.errors import DataError
from kgraph.order import Order
from kgraph.read import read
from kgraph.records import Problem, Record
from kgraph.rows import Refused, validate
from kgraph.rules import Whole, broken
from kgraph.study import Study
from kgraph.texts import measure


@dataclass(frozen=True, slots=True)
class Checked:
    """A study that has been read and checked: its content, the certain order of its events, and what was found."""

    study: Study
    content: Content
    order: Order
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> list[Problem]:
        """What stops a load."""
        return [problem for problem in self.problems if problem.severity == "error"]

    @property
    def warnings(self) -> list[Problem]:
        """What is odd, and left as it is."""
        return [problem for problem in self.problems if problem.severity != "error"]

    def sound(self) -> Checked:
        """This, when there is no error; otherwise DataError with all of them."""
        if self.errors:
            count = f"{len(self.errors)} error{'s' if len(self.errors) > 1 else ''}"
            raise DataError(f"{count} in the study's files; nothing was changed", tuple(self.errors))
        return self


def check(study: Study, progress: Callable[[str], None] = lambda step: None) -> Checked:
    """Read a study's files and hold them against every rule.

    Raises StudyError when kgraph.toml lists a file that is not there; whatever is wrong inside the files is in
    ``problems``, sorted by place.
    """
    study.paths()
    with paused():
        records, problems = read(study, progress)
        if unread := [problem for problem in problems if problem.place.row is None and problem.severity == "error"]:
            # What only that file says would be missed everywhere else: one error would become a hundred.
            problems += [problem for record in records for problem in _alone(record)]
            message = "cannot be read, so what the other files refer to was not looked up"
            problems.append(Problem(unread[0].place, message, "mend it, and check again", "warning"))
            return Checked(study, Content(), Order(Content()), _sorted(problems))
        progress("assembling")
        content, names, found = assemble(records)
        problems += found
        progress("checking")
        whole = Whole(study, content, names)
        problems += broken(whole)
        measure(content, whole.texts)
    return Checked(study, content, whole.order, _sorted(problems))


def _alone(record: Record) -> list[Problem]:
    """What is wrong with a row, whatever the others say."""
    row = validate(record)
    return row.problems if isinstance(row, Refused) else []


def _sorted(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(set(problems), key=lambda problem: problem.order))
