"""The commands for Neo4j Browser: browser, and packs export."""

from __future__ import annotations

import threading
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

import click

from kgraph.cli.ask import packs
from kgraph.cli.move import warn
from kgraph.cli.options import GRAPH, STUDY, STUDY_BELOW, Folder, study_if_any, takes, via_of
from kgraph.errors import KgraphError, UsageError
from kgraph.study import FILE as STUDY_FILE

if TYPE_CHECKING:
    from kgraph.connection import Connection
    from kgraph.graph import Graph
    from kgraph.packs import Pack
    from kgraph.study import Study

_NO_BROWSER = "--browser-url is no address of Browser; give one such as http://localhost:7474/browser/"


@click.command()
@takes(STUDY, *GRAPH)
@click.option("--no-open", is_flag=True, help="Print the address only, and open no web browser.")
@click.option(
    "--browser-url",
    "given",
    metavar="URL",
    help="Where Browser is, when not at port 7474 of the Neo4j (7473 with encryption): http://HOST:PORT/browser/.",
)
@click.option(
    "--show-password", is_flag=True, help="Print the password of the Neo4j on the terminal, to be typed into Browser."
)
def browser(folder: Path | None, no_open: bool, given: str | None, show_password: bool, **options: Any) -> None:
    """Open Neo4j Browser on the study, with a guide made from it and colours for its labels.

    Browser asks for the password once and keeps it; the rest of its form is filled in. The guide and the style are
    served to Browser on this computer until you press Ctrl-C, and to nobody else. An embedded graph cannot be browsed:
    `kgraph up` starts a Neo4j, and `kgraph load -a local` loads the study into it.

    \b
    Examples:
      kgraph browser
      kgraph browser --no-open -a bolt://localhost:7687
    """
    from kgraph.browser.guide import guide
    from kgraph.browser.serving import Serving, origins_of
    from kgraph.browser.style import FILE, style
    from kgraph.graph import Graph

    study = study_if_any(folder)
    via = replace(_browsable(study, options), read_only=True)
    where = _browser(via, given)
    with Serving(origins_of(where)) as serving:
        with Graph(via.open(study), study, via) as graph:
            click.echo("making the guide …", err=True)
            serving.put(FILE, style(), "text/plain")
            serving.put("guide.html", guide(graph, serving.address(FILE)), "text/html")
            database = via.database or _database(graph)
        address = browser_address(where, via, database, serving.address("guide.html"))
        click.echo(address)
        if show_password:
            click.echo(f"password: {via.password}" if via.password else "kgraph knows no password for it", err=True)
        if not no_open and not webbrowser.open(serving.once(address)):
            click.echo("no web browser could be opened; paste the address into one", err=True)
        _wait("The guide and the style are served to Browser until you press Ctrl-C.")
    click.echo("Ended: the guide and the style are no longer served.", err=True)


def _wait(said: str) -> None:
    """Say so, and wait for Ctrl-C, which from then on is no interruption but the end."""
    ended = threading.Event()
    try:
        click.echo(said, err=True)
        while not ended.wait(1):
            pass  # on Windows, before Python 3.14, Ctrl-C does not get through to a wait that has no end
    except KeyboardInterrupt:
        return


def _browsable(study: Study | None, options: dict[str, Any]) -> Connection:
    """The Neo4j to browse: that which was named; where the graph is embedded, that of `kgraph up`, if one runs."""
    from kgraph.connection import LOCAL, connection
    from kgraph.errors import ConnectionFailed
    from kgraph.server import home_for

    via = connection(study, options)
    if not via.embedded:
        return via
    try:
        return connection(study, {**options, "uri": LOCAL})
    except ConnectionFailed:
        pass  # none runs
    if study is None:
        raise UsageError(
            f"no {STUDY_FILE} in {Path().resolve()}, and no Neo4j that `kgraph up` started for no study in particular "
            "runs; give a study's folder with --study, or the address of a Neo4j with -a"
        )
    home = home_for(study)
    raise UsageError(
        f"an embedded graph cannot be shown in Neo4j Browser; {home.command('up')} starts a Neo4j on this computer and "
        f"{home.command('load -a local')} loads the study into it, then {home.command('browser')} shows it"
    )


def _browser(via: Connection, given: str | None) -> str:
    """Where Browser is. Raises UsageError for an address that is none."""
    if given is not None:
        return _given_browser(given)
    if via.browser:
        return via.browser
    from kgraph.engines.address import Address

    found = urlsplit(Address(via.uri).shown)
    host = f"[{found.hostname}]" if ":" in (found.hostname or "") else found.hostname
    return f"https://{host}:7473/browser/" if "+s" in found.scheme else f"http://{host}:7474/browser/"


def _given_browser(given: str) -> str:
    try:
        found = urlsplit(given)
        port = found.port
    except ValueError:  # brackets without an address in them, or a port that is no number or too high
        raise UsageError(_NO_BROWSER) from None
    if found.scheme not in ("http", "https") or not found.hostname or found.username is not None or port == 0:
        raise UsageError(_NO_BROWSER)
    return f"{found.scheme}://{found.netloc}{found.path or '/browser/'}"


def browser_address(where: str, via: Connection, database: str, guide: str) -> str:
    """The address that opens Browser, its form filled in but for the password, and plays a guide.

    >>> from kgraph.connection import Connection
    >>> here = Connection("bolt://anna:secret@localhost:7687")
    >>> browser_address("http://localhost:7474/browser/", here, "neo4j", "http://localhost:50000/x/guide.html")
    'http://localhost:7474/browser/?dbms=bolt://anna@localhost:7687&db=neo4j&cmd=play&arg=http://localhost:50000/x/guide.html'
    """
    from kgraph.engines.address import Address

    address = Address(via.uri)
    user = quote(via.username or address.username or "neo4j", safe="")
    dbms = address.shown.replace("://", f"://{user}@", 1)
    said = {"dbms": dbms, "db": database, "cmd": "play", "arg": guide}
    return f"{where}?{urlencode(said, safe=':/@', quote_via=quote)}"


def _database(graph: Graph) -> str:
    """The database that the graph is in, where none was named: the server knows which is meant."""
    return str(graph.engine.read("CALL db.info() YIELD name RETURN name").rows[0][0])


# -- saved queries -----------------------------------------------------------------------------------------------------


@packs.command()
@takes(STUDY_BELOW, *GRAPH)
@click.option("--browser", "target", required=True, type=Folder(), metavar="DIR", help="Write the files there.")
@click.argument("names", nargs=-1, metavar="[PACKS]...")
@click.pass_obj
def export(above: Path | None, /, folder: Path | None, target: Path, names: tuple[str, ...], **options: Any) -> None:
    """Write packs as saved queries of Neo4j Browser: all of them, or PACKS.

    Drop kgraph-packs.zip on Browser's page, and they are in its drawer of favourites (the star), each under its title,
    in folders; or drop one .cypher file and choose "Save to favorites". Run the parameters of a pack, then the pack.
    Parameters are filled from the study's graph where one is loaded, else from each pack's example; what may be left
    out is null. style.grass is the colours: drop it there too.

    \b
    Examples:
      kgraph packs export --browser queries
      kgraph packs export --browser queries trace/route trace/waits
    """
    from kgraph.browser.saved import export as write
    from kgraph.packs import Shelf

    study = study_if_any(folder or above)
    shelf = Shelf(study.pack_folders() if study else ())
    chosen = [shelf.find(name) for name in names or shelf.names]
    values = _values(study, chosen, options)
    written = write(target, [(pack, values.get(pack.name) or _example(pack)) for pack in chosen])
    click.echo(f"{len(written)} files written to {target}; drop kgraph-packs.zip on Browser's page", err=True)
    if values and any(not one.optional for pack in chosen for one in pack.params):
        warn("These files hold names")


def _example(pack: Pack) -> dict[str, Any]:
    """What an example gives; what may be left out is left out."""
    return {**pack.example_values(), **{one.name: one.default for one in pack.params if one.optional}}


def _values(study: Study | None, chosen: list[Pack], options: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Values for the parameters of packs from the graph that is meant; none where it cannot be asked.

    Raises what stands in the way where a graph was named.
    """
    from kgraph.browser.suggestions import Suggestions
    from kgraph.graph import Graph

    named = options.get("uri")
    if study is None and not named:
        return {}
    via = replace(via_of(study, options), read_only=True)
    try:
        with Graph(via.open(study), study, via) as graph:
            graph.ready()
            suggestions = Suggestions(graph.engine)
            return {pack.name: suggestions.values(pack) for pack in chosen}
    except KgraphError as error:
        if named:
            raise
        click.echo(f"parameters are those of the packs' examples: {error}", err=True)
        return {}
