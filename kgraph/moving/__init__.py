"""Moving a graph: whole into another database, into files that a Neo4j is filled from, or into a script.

``whole`` reads everything that a graph holds and refuses what kgraph did not write; ``copy``, ``admin_import`` and
``script`` each put that somewhere else. None changes the graph that it reads.
"""

from __future__ import annotations

from kgraph.moving.admin_import import Written, export_admin_import
from kgraph.moving.copy import Copied, copy
from kgraph.moving.script import export_script
from kgraph.moving.whole import Whole

__all__ = ["Copied", "Whole", "Written", "copy", "export_admin_import", "export_script"]
