"""What is under way, said on stderr while it lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def steps(plain: bool = False) -> Iterator[Callable[[str], None]]:
    """A spinner on stderr that says which step is under way, when stderr is a terminal.

    Where it is none nothing is said; with ``plain`` each step is a line, without its counts after a colon.
    """
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console.print) if plain else lambda step: None
        return
    with console.status("starting") as status:
        yield lambda step: status.update(step)


def _lines(say: Callable[[str], None]) -> Callable[[str], None]:
    said: set[str] = set()

    def tell(step: str) -> None:
        stage = step.partition(":")[0]
        if stage not in said:
            said.add(stage)
            say(f"{stage} …")

    return tell
