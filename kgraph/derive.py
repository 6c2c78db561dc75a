"""LEADS_TO and MAY_LEAD_TO: from which event to which an idea could have been carried.

An event *deals with* the items that it concerns, drew on or produced. Only claims that somebody asserts and events that
stand count; accounts that deny are not among those an edge rests on. Written a < b: a was certainly before b
(kgraph/order.py). LEADS_TO joins a to b where a < b and

- *by a person*: someone took part in both, both deal with the item, and no event of theirs with it lies between;
- *by a thing*: a produced it and b drew on it, and no other event that produced it lies between. Where it contains
  something else, directly or by way of what it contains, and b deals with that, there is an edge for that as well;
- *under another name*: someone took part in both, a deals with the item and b with one that builds on it (``becomes``),
  and no event of theirs with either lies between;
- *as stated*: somebody says that b took the item from a.

"Lies between" means certainly after a and certainly before b, so what is left out is only what can be reached in more
steps, but for things: what is brought forth anew takes the place of what was there before.

MAY_LEAD_TO joins them in the same four ways where a < b is only possible; kgraph/steps.py says which of the many
possible pairs are kept. Without dates that have ``?``, whatever a person can have carried on is a chain of LEADS_TO
with one MAY_LEAD_TO in it. It is not to be chained: two steps that are each possible may not be possible together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kgraph.content import Content, Key, Properties
from kgraph.order import Order

if TYPE_CHECKING:
    from kgraph.edges import Edges


class Derived(NamedTuple):
    """The derived relationships of a study: those whose order is certain, and those where it is only possible."""

    leads_to: Edges
    may_lead_to: Edges

    def as_relationships(self) -> dict[str, dict[Key, Properties]]:
        """Both types as Content holds relationships."""
        return {edges.type: edges.as_relationships() for edges in self}


def derive(content: Content, order: Order | None = None) -> Derived:
    """What could have been carried from which event to which. ``order`` is the content's, if it is there already.

    Raises DataError when the order of events contradicts itself.
    """
    from kgraph import channels
    from kgraph.claims import Study
    from kgraph.edges import Edges, together
    from kgraph.groups import Timeline
    from kgraph.model import LeadsTo, MayLeadTo

    order = order or Order(content)
    order.refuse_cycles()
    study, timeline = Study(content, order), Timeline(order)
    dealt = channels.dealings(study)
    ways = [
        channels.by_person(study, timeline, dealt),
        channels.renamed(study, timeline, dealt),
        channels.by_thing(study, timeline),
        channels.as_stated(study),
    ]
    certain, possible = (together(found) for found in zip(*ways, strict=True))
    return Derived(
        Edges(LeadsTo.type, study, certain, certain=True), Edges(MayLeadTo.type, study, possible, certain=False)
    )
