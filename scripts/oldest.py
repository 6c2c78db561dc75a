"""The oldest release of each requirement that setup.cfg allows, as constraints for pip."""

from __future__ import annotations

import re
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

SETUP = Path(__file__).resolve().parent.parent / "setup.cfg"


def oldest(text: str) -> Iterator[str]:
    """A constraint for each requirement of kgraph itself; its extras are left as pip finds them.

    >>> list(oldest("[options]\\ninstall_requires =\\n  click >=8.1\\n  neo4j >=5.28,<7"))
    ['click==8.1', 'neo4j==5.28']
    """
    setup = ConfigParser(interpolation=None)
    setup.read_string(text)
    for line in setup["options"]["install_requires"].strip().splitlines():
        if found := re.fullmatch(r"([\w-]+) >=([\d.]+).*", line.strip()):
            yield f"{found[1]}=={found[2]}"


if __name__ == "__main__":
    print("\n".join(oldest(SETUP.read_text(encoding="utf-8"))))
