"""The wheel in an empty environment, outside the repository; the container's and conda's files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests import serving

LARGEST: Final = 5_000_000  # bytes
MARK: Final = "what one person keeps"
# What a wheel is made of, and what may lie about in a working copy.
PARTS: Final = ("kit", "data", "notebooks", "slides/theme")
FILES: Final = ("pyproject.toml", "README.md", "LICENSE")
PRIVATE: Final = (
    "data/verified.csv",
    "notebooks/.kit-progress.json",
    "notebooks/.ipynb_checkpoints/00_start_here-checkpoint.ipynb",
    "kit/__pycache__/private.pyc",
)


def uv() -> str:
    """Return uv, of the machine or of this environment."""
    found = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    if not Path(found).is_file():
        pytest.skip("NOT TESTED: uv is not installed; `make build` installs it")
    return found


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of a working copy in which private files lie about."""
    copy = tmp_path_factory.mktemp("copy")
    for part in PARTS:
        ignored = shutil.ignore_patterns("__pycache__", ".*")
        shutil.copytree(serving.ROOT / part, copy / part, ignore=ignored)
    for name in FILES:
        shutil.copy(serving.ROOT / name, copy / name)
    for name in PRIVATE:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text(MARK)
    command = [uv(), "build", "--quiet", "--wheel", "--out-dir", str(copy / "dist"), str(copy)]
    subprocess.run(command, check=True, timeout=300)
    (made,) = (copy / "dist").glob("*.whl")
    return made


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel, and a folder outside the repository."""

    programs: Path
    folder: Path

    def run(self, *command: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        program, *arguments = command
        kept = {"LANG", "TMPDIR"}
        return subprocess.run(
            [str(self.programs / program), *arguments],
            cwd=cwd or self.folder,
            env={
                **{name: value for name, value in os.environ.items() if name in kept},
                "PATH": f"{self.programs}{os.pathsep}/usr/bin{os.pathsep}/bin",
                "HOME": str(self.folder.parent),  # none of this machine's settings
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Install the wheel, with what it needs, into an empty environment."""
    root = tmp_path_factory.mktemp("outside")
    subprocess.run(
        [uv(), "venv", "--quiet", "--python", sys.executable, str(root / "env")],
        check=True,
        timeout=120,
    )
    programs = root / "env" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run(
        [uv(), "pip", "install", "--quiet", "--python", str(programs / "python"), str(wheel)],
        check=True,
        timeout=600,
    )
    (root / "desk").mkdir()
    return Installed(programs, root / "desk")


def test_the_wheel_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size < LARGEST


def test_the_wheel_holds_the_course_and_nothing_private(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert MARK.encode() not in b"".join(map(archive.read, names))
    lessons = [path.name for path in (serving.ROOT / "notebooks").glob("*.ipynb")]
    assert {f"kit/_course/notebooks/{name}" for name in lessons} <= set(names)
    assert "kit/_course/data/datapackage.json" in names
    assert "kit/_course/slides/theme/theme.toml" in names
    assert not [name for name in names if name.startswith(("data/", "notebooks/", "tests/"))]


def test_the_wheel_types_its_code(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert "kit/py.typed" in archive.namelist()


def test_all_that_is_needed_is_installed_with_it(installed: Installed) -> None:
    done = installed.run("kit", "doctor")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_kit_comes_from_the_environment_and_has_its_record(installed: Installed) -> None:
    program = "import kit; print(kit.__file__); print(len(kit.load().paragraphs))"
    done = installed.run("python", "-c", program)
    assert done.returncode == 0, done.stderr
    place, count = done.stdout.split()
    assert place.startswith(str(installed.programs.parent))
    assert int(count) > 0


def test_a_newcomer_lays_the_course_out_and_builds_a_lesson(installed: Installed) -> None:
    assert installed.run("kit", "init", "my-course").returncode == 0
    course = installed.folder / "my-course"
    done = installed.run("kit", "build", "06", "--only", "deck,briefing", cwd=course)
    assert done.returncode == 0, done.stderr
    deck = (course / "slides" / "06_resolution_76_19.html").read_text(encoding="utf-8")
    assert deck.lower().startswith("<!doctype html>")
    pdf = (course / "briefings" / "06_resolution_76_19.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-")


def test_the_export_menu_knows_the_formats(installed: Installed) -> None:
    program = (
        "from nbconvert.exporters import get_exporter\n"
        "print(*(get_exporter(n).__name__ for n in "
        "('deck', 'presenter', 'briefing', 'word', 'page')))"
    )
    done = installed.run("python", "-c", program)
    assert done.stdout.split() == [
        "DeckExporter",
        "PresenterExporter",
        "BriefingExporter",
        "WordExporter",
        "PageExporter",
    ], done.stderr


def test_a_jupyter_server_loads_the_kits_extension(installed: Installed) -> None:
    done = installed.run("jupyter", "server", "extension", "list")
    said = done.stdout + done.stderr
    assert re.search(r"kit\.server.*enabled", said), said
    assert "Validation failed" not in said


def test_the_wheel_can_be_packed_for_a_browser(installed: Installed, tmp_path: Path) -> None:
    program = (
        "from kit.site import wheels, packages\n"
        "found = wheels.closure(packages.ROOTS, without={'numpy', 'pandas', 'matplotlib'})\n"
        "print(len(found))"
    )
    done = installed.run("python", "-c", program, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 15


def test_conda_names_resolve_with_pip_at_the_same_floors(tmp_path: Path) -> None:
    environment: dict[str, Any] = yaml.safe_load((serving.ROOT / "environment.yml").read_text())
    listed = environment["dependencies"]
    nested = next(item["pip"] for item in listed if isinstance(item, dict))
    names = [item for item in listed if isinstance(item, str) and item != "pip"]
    (python,) = [item.partition("=")[2] for item in names if item.startswith("python=")]
    wanted = [item for item in names if not item.startswith("python=")]
    wanted += [item for item in nested if not item.startswith("-e")]
    (tmp_path / "requirements.in").write_text("\n".join(wanted))
    command = [uv(), "pip", "compile", "--quiet", "--python-version", python]
    done = subprocess.run(
        [*command, "requirements.in"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert len(re.findall(r"^[\w.-]+==", done.stdout, flags=re.MULTILINE)) >= len(wanted)


def test_the_container_copies_only_what_there_is_and_what_it_may() -> None:
    lines = (serving.ROOT / "Containerfile").read_text().splitlines()
    copied = [part for line in lines if line.startswith("COPY ") for part in line.split()[1:-1]]
    assert {*PARTS, *FILES, "requirements.lock"} == set(copied)
    assert all((serving.ROOT / name).exists() for name in copied)
    allowed = {
        line.removeprefix("!")
        for line in (serving.ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    assert {name.partition("/")[0] for name in copied} == allowed
    assert "USER student" in lines


def test_the_citation_file_names_the_version_of_the_kit() -> None:
    import kit

    citation = yaml.safe_load((serving.ROOT / "CITATION.cff").read_text())
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == kit.__version__
    assert {"title", "message", "authors", "license"} <= set(citation)
