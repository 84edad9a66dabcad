"""What the repository promises about itself: dependencies, lock, layout."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def floors(requirements: list[str]) -> dict[str, Version]:
    """Read `name>=version` as a mapping."""
    parsed = map(Requirement, requirements)
    return {
        canonicalize_name(requirement.name): Version(next(iter(requirement.specifier)).version)
        for requirement in parsed
    }


def everything() -> list[str]:
    """List what the project needs, with every extra."""
    extras: dict[str, list[str]] = PROJECT["optional-dependencies"]
    return PROJECT["dependencies"] + [item for extra in extras.values() for item in extra]


def locked() -> dict[str, list[Version]]:
    """Read the versions in the lock."""
    versions: dict[str, list[Version]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", lock_text(), flags=re.MULTILINE):
        versions.setdefault(canonicalize_name(name), []).append(Version(version))
    return versions


def lock_text() -> str:
    return (ROOT / "requirements.lock").read_text()


def tracked_files() -> list[Path]:
    """List the files of the repository, or all files where git is not there to ask."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_conda_environment_has_the_same_packages_and_floors_as_the_project() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    conda = [item for item in environment["dependencies"] if isinstance(item, str)]
    pip = next(item["pip"] for item in environment["dependencies"] if isinstance(item, dict))
    assert "pip" in conda
    assert "-e ." in pip
    (python,) = [i.partition("=")[2] for i in conda if i.startswith("python=")]
    assert python in Requirement(f"python{PROJECT['requires-python']}").specifier
    packages = [i for i in conda if i != "pip" and not i.startswith("python=")]
    named = floors(packages + [i for i in pip if i != "-e ."])
    assert named == floors(PROJECT["dependencies"])


def test_security_floors_hold_in_project_and_lock() -> None:
    needed = {"nbconvert": Version("7.17.1"), "jupyter-server": Version("2.21.0")}
    declared, pinned = floors(PROJECT["dependencies"]), locked()
    for name, floor in needed.items():
        assert declared[name] >= floor
        assert all(version >= floor for version in pinned[name])


def test_lock_pins_every_dependency_at_or_above_its_floor_with_hashes() -> None:
    pinned = locked()
    for name, floor in floors(everything()).items():
        assert all(version >= floor for version in pinned[name]), name
    entries = re.split(r"^(?=[\w.-]+==)", lock_text(), flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)


def test_every_dependency_has_its_reason_in_a_decision_record() -> None:
    decisions = "\n".join(path.read_text() for path in (ROOT / "docs/decisions").glob("*.md"))
    missing = [
        Requirement(item).name for item in everything() if Requirement(item).name not in decisions
    ]
    assert missing == []


@pytest.mark.parametrize(
    "name",
    ["notebooks", "data", "kit", "slides", "tests", "environment.yml", "README.md", "LICENSE"],
)
def test_top_level_has(name: str) -> None:
    assert (ROOT / name).exists()


def test_no_file_names_a_package_registry() -> None:
    hosts = [
        "py" + "pi.org",
        "python" + "hosted.org",
        "npm" + "js.",
        "npm" + "js.org",
        "deb." + "debian.org",
    ]
    for path in tracked_files():
        text = path.read_bytes().decode("utf-8", "replace").lower()
        assert not [host for host in hosts if host in text], path
