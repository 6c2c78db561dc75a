"""The wheel, built as a release is (sdist, then the wheel from it): what is in it, and that it works by itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

from checkout import ROOT, ignored, shipped

pytestmark = pytest.mark.slow

LISTING = """
import json, kgraph
from importlib import import_module, util
from importlib.resources import files
from pkgutil import iter_modules

def under(folder, prefix=""):
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from under(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name

import kgraph.loaders
print(json.dumps({
    "home": kgraph.__file__,
    "version": kgraph.__version__,
    "loaders": sorted(found.name for found in iter_modules(kgraph.loaders.__path__)),
    "packs": [name for name in under(files("kgraph.cypher")) if name.endswith(".cypher")],
    "examples": [name for name in under(files("kgraph.examples")) if not name.endswith((".py", ".pyc"))],
    "stray": [name for name in ("loaders", "cypher", "examples", "tests", "scripts") if util.find_spec(name)],
}))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the sdist and the wheel, built from a copy so that no old build/ is picked up and none is left."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(ROOT, folder / "copy", ignore=lambda _, names: [name for name in names if ignored(name)])
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder / "dist"), str(folder / "copy")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-2000:]
    yield folder / "dist"
    shutil.rmtree(folder / "copy")


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


def elsewhere(tmp_path: Path, *command: str) -> str:
    """What a command prints when it is run from a folder that is not this checkout, and knows nothing of it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout


def test_the_wheel_carries_every_shipped_file_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if not name.split("/")[0].endswith(".dist-info")}
    assert sorted(carried) == sorted(place for _, place in shipped())


def test_only_kgraph_and_its_metadata_are_at_the_top_of_the_wheel(wheel: Path) -> None:
    version = wheel.name.split("-")[1]
    with ZipFile(wheel) as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {"kgraph", f"kgraph-{version}.dist-info"}
        assert f"kgraph-{version}.dist-info/licenses/LICENSE" in archive.namelist()


def test_shipped_files_arrive_unchanged(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        changed = [place for path, place in shipped() if archive.read(place) != path.read_bytes()]
    assert changed == []


def test_neither_the_wheel_nor_the_sdist_names_a_folder_of_the_machine_that_built_it(built: Path, wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        for member in archive.getmembers():
            if member.isfile():
                contents[member.name] = archive.extractfile(member).read()
    traces = [str(place).encode() + b"/" for place in (ROOT, built.parent, Path.home())]
    assert [name for name, content in contents.items() if any(trace in content for trace in traces)] == []


@pytest.mark.parametrize(
    ("system", "machine", "python", "there"),
    [
        ("linux", "x86_64", "3.10", True),
        ("linux", "aarch64", "3.14", True),
        ("darwin", "arm64", "3.12", True),
        ("win32", "AMD64", "3.12", True),
        ("darwin", "x86_64", "3.12", False),
        ("win32", "ARM64", "3.12", False),
        ("linux", "armv7l", "3.12", False),
        ("linux", "x86_64", "3.15", False),
    ],
)
def test_the_embedded_engine_is_asked_for_only_where_it_is_published(
    wheel: Path, system: str, machine: str, python: str, there: bool
) -> None:
    with ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        needed = Parser().parsestr(archive.read(name).decode("utf-8")).get_all("Requires-Dist", [])
    found = [requirement for requirement in map(Requirement, needed) if requirement.name == "arcadedb-embedded"]
    place = {"sys_platform": system, "platform_machine": machine, "python_version": python}
    place["platform_python_implementation"] = "CPython"
    assert len(found) == 1
    assert found[0].marker.evaluate({**place, "extra": "embedded"}) is there
    assert not found[0].marker.evaluate({**place, "extra": ""}), "kgraph installs without it"


def test_installed_by_itself_it_finds_its_loaders_packs_and_examples(wheel: Path, tmp_path: Path) -> None:
    place, away = tmp_path / "place", tmp_path / "away"
    away.mkdir()
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    elsewhere(away, *pip, "--target", str(place), str(wheel))
    start = f"import sys; sys.path.insert(0, {str(place)!r})\n"
    found = json.loads(elsewhere(away, sys.executable, "-c", start + LISTING))
    kept = {path: name for path, name in shipped() if path.suffix != ".py" and path.name != "py.typed"}

    def below(folder: str) -> list[str]:
        return sorted(path.relative_to(ROOT / folder).as_posix() for path in kept if (ROOT / folder) in path.parents)

    assert found["home"] == str(place / "kgraph" / "__init__.py")
    assert found["loaders"] == sorted(path.stem for path in (ROOT / "loaders").glob("*.py") if path.stem != "__init__")
    assert sorted(found["packs"]) == [name for name in below("cypher") if name.endswith(".cypher")]
    assert sorted(found["examples"]) == below("examples")
    assert found["stray"] == []
    assert found["loaders"], "a wheel without loaders"
    assert found["packs"], "a wheel without packs"
    assert found["examples"], "a wheel without examples"


def test_the_installed_command_starts_and_says_its_version(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    shutil.unpack_archive(wheel, place, "zip")
    start = f"import sys; sys.path.insert(0, {str(place)!r}); sys.argv = ['kgraph', '--version']\n"
    answer = elsewhere(tmp_path, sys.executable, "-c", start + "from kgraph.cli import main; main()")
    assert wheel.name.split("-")[1] in answer
