"""Neo4j Browser as a user sees it: real Chromium, the real Browser of a real Neo4j, and `kgraph browser` itself.

KGRAPH_SCREENSHOTS=DIR has the picture of docs/browser.md written there; KGRAPH_REQUIRE_BROWSER=1 makes these tests fail
that would be left out for want of a browser.
"""

from __future__ import annotations

import base64
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from checkout import ROOT
from kgraph.browser.style import looks
from kgraph.engines import Engine
from kgraph.graph import Graph
from kgraph.packs import Shelf
from kgraph.study import open_study

pytestmark = [pytest.mark.browser, pytest.mark.neo4j, pytest.mark.slow, pytest.mark.timeout(600)]

SECONDS = 60_000
"""How long, in thousandths, a page may take: long, so that a slow machine fails nothing."""

FILLS = """() => [...document.querySelectorAll('[data-testid=frame]')[0].querySelectorAll('g.node')].map(node => [
  [...node.querySelectorAll('text')].map(text => text.textContent.trim()).join(' ').trim(),
  node.querySelector('circle.b-outline').getAttribute('fill'),
  Number(node.querySelector('circle.b-outline').getAttribute('r')) * 2])"""
ICON = ".fa-play-circle-o"


def left_out(reason: str) -> NoReturn:
    if os.environ.get("KGRAPH_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{reason}, and KGRAPH_REQUIRE_BROWSER=1 says that no test may be left out for that")
    pytest.skip(reason)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Chromium, started; the computer's own, or the one that Playwright fetched."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        left_out("playwright is not installed (the extra `browser`)")
    own = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=own, args=["--no-sandbox"])
        except Error as error:
            left_out(f"Chromium cannot be started: {str(error).splitlines()[0]}")
        yield started
        started.close()


@pytest.fixture(scope="module")
def study(chromium: Any, neo4j_of_module: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented study's folder; it is loaded into the Neo4j."""
    if not os.environ.get("NEO4J_BROWSER"):
        left_out("NEO4J_BROWSER is not set: nothing says where the Browser of this Neo4j is")
    folder = Path(shutil.copytree(ROOT / "examples" / "threesites", tmp_path_factory.mktemp("browser") / "study"))
    Graph(neo4j_of_module, open_study(folder)).load()
    return folder


@pytest.fixture(scope="module")
def address(study: Path) -> Iterator[str]:
    """The address that `kgraph browser` prints; it serves until the tests are done, and then ends as it should."""
    words = ["browser", "--study", str(study), "--no-open", "--browser-url", os.environ["NEO4J_BROWSER"]]
    command = [sys.executable, "-m", "kgraph", *words]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=env, preexec_fn=_heeds_ctrl_c, **pipes) as serving:
        assert serving.stdout and serving.stderr
        try:
            yield serving.stdout.readline().strip()
        finally:
            serving.send_signal(signal.SIGINT)
            said = serving.stderr.read()
            status = serving.wait(30)
    assert said == (
        "making the guide …\n"
        "The guide and the style are served to Browser until you press Ctrl-C.\n"
        "Ended: the guide and the style are no longer served.\n"
    )
    assert status == 0


def _heeds_ctrl_c() -> None:
    """Let Ctrl-C end a command also where the tests themselves run in the background and do not heed it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture(scope="module")
def page(chromium: Any, address: str) -> Iterator[Any]:
    """Browser, opened at that address by somebody who types the password and nothing else."""
    page = chromium.new_page(viewport={"width": 1360, "height": 940})
    page.set_default_timeout(SECONDS)
    page.goto(address)
    page.locator("[data-testid=connect]").wait_for()
    page.locator("input[type=password]").fill(os.environ["NEO4J_PASSWORD"])
    page.locator("[data-testid=connect]").click()
    page.get_by_text("You are connected as user").wait_for()
    page.locator("[data-testid=activeEditor]", has_text="neo4j$").wait_for()
    guide(page).wait_for()
    yield page
    page.close()


def guide(page: Any) -> Any:
    """The frame that plays the guide."""
    return page.locator("[data-testid=frame]", has=page.locator("[data-testid=carousel]"))


def slide(page: Any, number: int) -> None:
    guide(page).locator(f"[aria-label='{number}']").click()


def click(page: Any, block: Any) -> Any:
    """The frame that a click on the sign of a block opens, when it has an answer."""
    first = block.inner_text().strip().splitlines()[0]
    before = page.locator("[data-testid=frame]").first.element_handle()
    block.locator(ICON).click()
    page.wait_for_function("old => document.querySelector('[data-testid=frame]') !== old", arg=before)
    frame = page.locator("[data-testid=frame]").first
    assert first in frame.locator("[data-testid=frameCommand]").inner_text()
    done = "frame-loaded-contents" if first.startswith("//") else "frameStatusbar"
    wrong = frame.get_by_text("ERROR", exact=True)
    frame.locator(f"[data-testid={done}]").or_(wrong).first.wait_for()
    assert wrong.count() == 0, frame.inner_text()
    return frame


def drawn(page: Any, frame: Any) -> dict[str, tuple[str, float]]:
    """The colour and width of each circle in a frame, by the words on it."""
    frame.locator("g.node circle.b-outline").first.wait_for()
    return {words: (fill, width) for words, fill, width in page.evaluate(FILLS)}


def test_the_form_is_filled_in_but_for_the_password(chromium: Any, address: str) -> None:
    page = chromium.new_page()
    page.goto(address)
    page.locator("[data-testid=connect]").wait_for(timeout=SECONDS)
    shown = {field.input_value() for field in page.locator("[data-testid=frame] input:not([type=password])").all()}
    host = os.environ["NEO4J_URI"].partition("://")[2]
    assert {host, "neo4j"} <= shown
    assert page.locator("input[type=password]").input_value() == ""
    assert os.environ["NEO4J_PASSWORD"] not in address
    page.close()


def test_the_guide_of_the_study_is_played(page: Any) -> None:
    title = "Going home: an invented study of three places, 2018 to 2022"
    assert guide(page).locator("h3").first.inner_text() == title
    assert guide(page).get_by_text("Two things first").count() == 1


def test_a_click_applies_the_style_and_stable_and_fluid_networks_differ(page: Any, address: str) -> None:
    slide(page, 1)
    click(page, guide(page).locator("pre.runnable").first)
    slide(page, 2)
    circles = drawn(page, click(page, guide(page).locator("pre.runnable").first))
    colours = looks()
    stable, fluid = colours["StableNetwork"].colour, colours["FluidNetwork"].colour
    assert circles["Vale Partnership Board"] == (stable, 92)
    assert circles["Winter Flow Taskforce"] == (fluid, 72)
    assert stable != fluid
    found = [fill for fill, _ in circles.values()]
    assert (found.count(stable), found.count(fluid)) == (7, 6)
    assert {*found} == {stable, fluid, colours["Organisation"].colour}


def test_a_click_draws_the_route_of_an_idea(page: Any) -> None:
    slide(page, 3)
    frame = click(page, guide(page).locator("pre.runnable").first)
    circles = drawn(page, frame)
    colours = looks()
    fills = [fill for fill, _ in circles.values()]
    assert {*fills} == {colours[label].colour for label in ("Event", "StableNetwork", "FluidNetwork")}
    assert any(words.startswith("share 2018") for words in circles)
    thick = frame.locator("g.relationship path").evaluate_all("paths => paths.map(path => path.getAttribute('fill'))")
    assert "#C2185B" in thick  # LEADS_TO


def test_the_guide_has_every_pack_and_they_run_with_a_click(page: Any) -> None:
    """The first and the last of each slide are clicked; tests/test_guide.py asks all of them."""
    packs = list(Shelf())
    titles = []
    for number, theme in enumerate(dict.fromkeys(pack.name.partition("/")[0] for pack in packs), start=4):
        slide(page, number)
        blocks = guide(page).locator("pre.runnable")
        titles += [text.strip().splitlines()[0].removeprefix("// ") for text in blocks.all_inner_texts()]
        of_theme = [pack for pack in packs if pack.name.startswith(f"{theme}/")]
        assert blocks.count() == sum(1 + bool(pack.graph) for pack in of_theme)
        for at in (0, blocks.count() - 1):
            frame = click(page, blocks.nth(at))
            frame.locator("[data-testid=frame-loaded-contents]").wait_for()
            assert "(no changes, no records)" not in frame.inner_text()
            frame.locator("[data-testid=frame-close], button[title=Close]").first.click()
    assert [title for title in titles if not title.endswith(", as a graph")] == [pack.title for pack in packs]


def test_saved_queries_are_imported_with_their_titles_and_run(page: Any, study: Path, tmp_path: Path) -> None:
    words = ["packs", "export", "--study", str(study), "--browser", str(tmp_path / "out"), "trace/route", "trace/waits"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "kgraph", *words], env=env, check=True, capture_output=True)
    _drop(page, tmp_path / "out" / "kgraph-packs.zip")
    page.locator("[data-testid=navigationFavorites]").click()
    page.get_by_text("trace", exact=True).click()
    titles = [Shelf().find(name).title for name in ("trace/route", "trace/waits")]
    for title in titles:
        for saved in (title, f"{title}: its parameters", f"{title}, as a graph"):
            page.get_by_test_id(f"scriptTitle-{saved}").wait_for()
    _run_saved(page, f"{titles[0]}: its parameters", ":param until => null")
    frame = _run_saved(page, titles[0], "MATCH (x:KnowledgeItem) WHERE x.id = $idea")
    frame.locator("[data-testid=frame-loaded-contents]").wait_for()
    frame.get_by_text("que-05").first.wait_for()


def _run_saved(page: Any, title: str, shown: str) -> Any:
    """The frame that a click on the sign beside a saved query opens."""
    within = "xpath=ancestor::*[.//*[@data-testid='savedScriptsButton-Run']][1]"
    row = page.get_by_test_id(f"scriptTitle-{title}").locator(within)
    before = page.locator("[data-testid=frame]").first.element_handle()
    row.hover()
    row.locator("[data-testid=savedScriptsButton-Run]").click()
    page.wait_for_function("old => document.querySelector('[data-testid=frame]') !== old", arg=before)
    frame = page.locator("[data-testid=frame]").first
    assert shown in " ".join(frame.inner_text().split())
    return frame


def _drop(page: Any, path: Path) -> None:
    """Drop a file on the page, as a hand with a mouse would."""
    data = base64.b64encode(path.read_bytes()).decode()
    carried = page.evaluate_handle(
        """([name, data]) => {
          const carried = new DataTransfer();
          carried.items.add(new File([Uint8Array.from(atob(data), letter => letter.charCodeAt(0))], name));
          return carried;
        }""",
        [path.name, data],
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(".monaco-editor >> nth=0", event, {"dataTransfer": carried})


def test_opened_again_it_asks_for_no_password(page: Any) -> None:
    page.reload()
    page.locator("[data-testid=activeEditor]", has_text="neo4j$").wait_for()
    guide(page).wait_for()
    assert page.locator("[data-testid=connect]").count() == 0


def test_a_pinned_guide_stays_above_the_answers(page: Any) -> None:
    slide(page, 2)
    guide(page).locator("button[title='Pin at top']").click()
    guide(page).locator("pre.runnable").first.locator(ICON).click()
    answer = page.locator("[data-testid=frame]").nth(1)
    answer.locator("g.node").first.wait_for()
    assert page.locator("[data-testid=frame]").first.locator("h3").first.inner_text() == "Networks"
    fills = {one.get_attribute("fill") for one in answer.locator("g.node circle.b-outline").all()}
    assert {looks()[label].colour for label in ("StableNetwork", "FluidNetwork")} <= fills
    if folder := os.environ.get("KGRAPH_SCREENSHOTS"):
        page.set_viewport_size({"width": 1280, "height": 1180})
        page.wait_for_timeout(4000)  # the circles move until they have found their places
        page.screenshot(path=Path(folder) / "browser.png")
