"""The guide to a study for Neo4j Browser: its counts and colours, its networks, its ideas, and every pack to click.

Browser puts a guide into its own page as it is, so that all that comes from the study is escaped here; and a click on
a block runs the text of it, so that values are written into it as Cypher literals. A block holds one statement: of
several that are run together Browser shows no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

from kgraph.browser.style import looks
from kgraph.browser.suggestions import Suggestions
from kgraph.graph import Graph
from kgraph.packs import Pack, filled, literal
from kgraph.params import plain
from kgraph.vocabulary import ENTITY_OF
from kgraph.wording import capitalised, count, kind_of

MOST_IDEAS = 12
"""How many ideas have a block of their own, those that moved most."""
MOST_NETWORKS = 60

_NETWORKS = """
MATCH (n:Network)
RETURN n.id AS id, n.name AS name, n.kind AS kind, COUNT { (n)<-[:MEMBER_OF]-(:Actor) } AS spells,
       COUNT { (n)<-[:HELD_IN]-(:Event) } AS events
ORDER BY events DESC, name, id
"""
_IDEAS = """
MATCH (x:KnowledgeItem) RETURN x.id AS id, x.name AS name, labels(x) AS labels,
       COUNT { (x)<-[:CONCERNS|DREW_ON|PRODUCED]-(:Event) } AS events
"""
_DRAW_NETWORKS = """\
// Stable and fluid networks
MATCH (n:Network)
OPTIONAL MATCH tie = (n)-[t:SET_UP_BY|REPORTS_TO]->() WHERE size(t.accounts) > 0
RETURN n, tie"""
_DRAW_NETWORK = """\
// A network, what happened in it, and who took part
MATCH (n:Network {{id: {id}}})
OPTIONAL MATCH what = (n)<-[h:HELD_IN]-(e:Event) WHERE size(h.accounts) > 0
OPTIONAL MATCH who = (e)<-[p:TOOK_PART]-(:Actor) WHERE size(p.accounts) > 0
RETURN n, what, who"""
_DRAW_ROUTE = """\
// Where it could have gone, and in which networks
MATCH step = (a:Event)-[:LEADS_TO {{item: {id}}}]->(b:Event)
UNWIND [a, b] AS e
OPTIONAL MATCH held = (e)-[h:HELD_IN]->(:Network) WHERE size(h.accounts) > 0
RETURN step, held"""
_DRAW_DEALT = """\
// The events that dealt with it
MATCH about = (:KnowledgeItem {{id: {id}}})<-[:CONCERNS|DREW_ON|PRODUCED]-(e:Event)
OPTIONAL MATCH held = (e)-[h:HELD_IN]->(:Network) WHERE size(h.accounts) > 0
RETURN about, held"""
_LEGEND = ("Event", "Actor", "Organisation", "Site", "Barrier", "Source", "Account")


def guide(graph: Graph, style_address: str) -> str:
    """The guide to the study that a graph holds, as Browser plays it; ``style_address`` is where the style is served.

    Raises what ``graph.ready`` does where nothing is loaded, or another study.
    """
    load = graph.ready()
    title = graph.study.title if graph.study and graph.study.title else str(load.get("study") or "A study")
    suggestions = Suggestions(graph.engine)
    packs = list(graph.packs)
    slides = [
        _study(title, graph.counts(), style_address),
        _networks(graph),
        _ideas(graph, suggestions),
        *(_theme(theme, list(some), suggestions) for theme, some in groupby(packs, key=_theme_of)),
    ]
    return (
        f'<article class="guide"><title>{escape(title)}</title>\n<carousel class="deck container-fluid">\n'
        + "\n".join(slides)
        + "\n</carousel></article>\n"
    )


# -- pieces ------------------------------------------------------------------------------------------------------------


def _slide(heading: str, lead: str, body: str) -> str:
    return (
        f'<slide class="row-fluid"><div class="col-sm-3"><h3>{escape(heading)}</h3><p class="lead">{escape(lead)}</p>'
        f'</div><div class="col-sm-9">\n{body}\n</div></slide>'
    )


def _block(text: str) -> str:
    """A block that a click on its sign runs; a click on its text puts it into the editor."""
    return (
        '<pre class="code runnable" style="max-height:4.6em;overflow:auto;white-space:pre;margin:4px 0 14px">'
        f"{escape(text)}</pre>"
    )


def _pill(label: str, words: str) -> str:
    look = looks().get(label)
    if look is None:
        return escape(words)
    return (
        f'<span style="background:{look.colour};color:{look.words};border:1px solid #8A919B;border-radius:9px;'
        f'padding:1px 8px;white-space:nowrap">{escape(words)}</span>'
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are markup already."""
    cell = '<td style="padding:3px 16px 3px 0;vertical-align:top">'
    head = "".join(f'<th style="padding:3px 16px 3px 0;text-align:left">{escape(one)}</th>' for one in heads)
    body = "".join(f"<tr>{''.join(f'{cell}{one}</td>' for one in row)}</tr>\n" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>"


# -- the study ---------------------------------------------------------------------------------------------------------


def _study(title: str, counts: Mapping[str, int], style_address: str) -> str:
    kinds = [label for label in ENTITY_OF if counts.get(label) and label in (*_LEGEND, *_shared())]
    pills = " ".join(_pill(label, f"{kind_of(label)} {counts[label]}") for label in kinds)
    body = "\n".join(
        (
            "<p>Two things first: put the colours on, and pin this frame (the pin at its top right), so that "
            "answers open below it. A click on the sign of a block runs it; a click on its text puts it into the "
            "editor, to ask the same of something else.</p>",
            _block(f":style {style_address}"),
            "<p>A network is "
            + _pill("StableNetwork", "stable")
            + " — standing, bureaucratic, the larger circle — or "
            + _pill("FluidNetwork", "fluid")
            + " — temporary, a taskforce, with the thick rim. The people in them have one colour: the same people "
            "are in both.</p>",
            f'<p style="line-height:2">{pills}</p>',
            "<p>A thick arrow, LEADS_TO, says that an idea could have come from one event to the next; it bears the "
            "id of the idea. A thin pale one, MAY_LEAD_TO, stands where the dates leave open which came first. Every "
            "relationship has <code>accounts</code>: the ids of the passages it rests on.</p>",
        )
    )
    told = f"{count(counts.get('Account', 0), 'account')} in {count(counts.get('Source', 0), 'source')}"
    return _slide(title, f"{count(counts.get('Event', 0), 'event')}, told of in {told}.", body)


def _shared() -> list[str]:
    return [label for label, kind in ENTITY_OF.items() if "KnowledgeItem" in kind.labels]


def _networks(graph: Graph) -> str:
    rows = graph.engine.read(_NETWORKS).rows
    shown = [
        (escape(name), _pill(f"{capitalised(kind)}Network", kind), str(spells), str(events))
        for _, name, kind, spells, events in rows[:MOST_NETWORKS]
    ]
    body = _block(_DRAW_NETWORKS) + _table(("network", "kind", "memberships", "events"), shown)
    if more := len(rows) - MOST_NETWORKS if len(rows) > MOST_NETWORKS else 0:
        body += f"<p>and {count(more, 'network')} more</p>"
    busiest = {kind: (id, name) for id, name, kind, *_ in reversed(rows)}
    for kind in ("stable", "fluid"):
        if kind in busiest:
            id, name = busiest[kind]
            body += f"<p>What happened in {escape(name)}, and who took part:</p>"
            body += _block(_DRAW_NETWORK.format(id=literal(id)))
    kinds = [kind for _, _, kind, *_ in rows]
    return _slide("Networks", f"{kinds.count('stable')} stable, {kinds.count('fluid')} fluid.", body)


def _ideas(graph: Graph, suggestions: Suggestions) -> str:
    held = {id: (name, labels, events) for id, name, labels, events in graph.engine.read(_IDEAS).rows}
    body = ""
    for id in suggestions.ideas[:MOST_IDEAS]:
        name, labels, events = held[id]
        label = next((label for label in _shared() if label in labels), "KnowledgeItem")
        steps = suggestions.steps(id)
        moved = f"{count(steps, 'step')} between {count(events, 'event')}" if steps else count(events, "event")
        body += f"<p>{_pill(label, kind_of(label))} <b>{escape(name or id)}</b>: {moved}</p>"
        body += _block((_DRAW_ROUTE if steps else _DRAW_DEALT).format(id=literal(id)))
    more = len(held) - MOST_IDEAS
    lead = "What is shared, that which moved most first." + (f" {more} more are not listed." if more > 0 else "")
    return _slide("Ideas", lead, body or "<p>The study has none yet.</p>")


# -- the packs ---------------------------------------------------------------------------------------------------------

_THEMES = {
    "accounts": "Who says what, who denies it, and who is not heard.",
    "brokerage": "Who and what stands between groups.",
    "compare": "The places studied, side by side.",
    "discourse": "Who supports what, and with whom.",
    "harmonising": "Programmes in conflict, and what people did about them.",
    "knowledge": "What was built on, drawn on and reached for.",
    "networks": "Stable and fluid networks, and who is in both.",
    "quality": "What the coding leaves open.",
    "trace": "Where ideas came from and where they went.",
}


def _theme_of(pack: Pack) -> str:
    return pack.name.rpartition("/")[0]


def _theme(theme: str, packs: Sequence[Pack], suggestions: Suggestions) -> str:
    body = "\n".join(_pack(pack, suggestions.values(pack)) for pack in packs)
    heading = capitalised(theme.rpartition("/")[2].replace("_", " ")) or "Own questions"
    return _slide(heading, _THEMES.get(theme, "Questions of the study's own."), body)


def _pack(pack: Pack, values: Mapping[str, Any]) -> str:
    """A pack: its title, what it says, what it is asked about, and blocks of its rows and its graph."""
    parts = [f"<h4>{escape(pack.title)}</h4>", f"<p>{escape(first_sentence(pack.doc))}</p>"]
    if said := _asked(pack, values):
        parts.append(f"<p>{said}</p>")
    if pack.finish:
        parts.append("<p>The rows here are all that the answer is chosen from; <code>kgraph run</code> chooses.</p>")
    parts.append(_block(as_block(pack, values)))
    if pack.graph:
        title, query = pack.graph.strip().partition("\n")[0], _without_header(pack.graph)
        parts += ["<p>The same as a graph:</p>", _block(f"{title}\n{filled(query, values)}")]
    return "\n".join(parts)


def _asked(pack: Pack, values: Mapping[str, Any]) -> str:
    """What a pack is asked about, in a line; what is left out is named only."""
    given = [
        f"{escape(one.name)}: <code>{escape(plain(values[one.name]))}</code>"
        for one in pack.params
        if values.get(one.name) is not None
    ]
    left = [escape(one.name) for one in pack.params if values.get(one.name) is None]
    return "; ".join([*given, *([f"left out: {', '.join(left)}"] if left else [])])


def as_block(pack: Pack, values: Mapping[str, Any]) -> str:
    """A pack as one statement below its title: without its header, values in the places of its parameters."""
    return f"// {pack.title}\n{filled(_without_header(pack.text), values)}"


def _without_header(text: str) -> str:
    """A query without the comment that it begins with."""
    lines = text.strip().splitlines()
    begins = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("//")), 0)
    return "\n".join(lines[begins:])


def first_sentence(doc: str) -> str:
    """The first sentence of a text.

    >>> first_sentence("Who was there. And who was not.")
    'Who was there.'
    """
    return re.split(r"(?<=[.?!])\s", " ".join(doc.split()), maxsplit=1)[0]
