"""What the kit needs on a computer, what else it can use, and how to get what is missing."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.errors import KitError

if TYPE_CHECKING:
    from collections.abc import Iterator

DISTRIBUTION: Final = "ict-outcomes-kit"
_PYTHON: Final = (3, 11)
_FORMATS: Final = frozenset({"deck", "presenter", "briefing", "word", "page"})
_FACES: Final = 3  # typefaces that a briefing embeds
_BROWSERS: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
_BROWSER_PLACES: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_OFFICE_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_INSTALL: Final = "Install the kit again, from its .whl file or with `make build` in its folder"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for.

    `needed` says whether the kit cannot do without it; `mend` is empty when it
    is there.
    """

    name: str
    is_there: bool
    needed: bool
    said: str
    mend: str = ""


def findings() -> Iterator[Finding]:
    """Look for everything that the kit needs or can use.

    Yields
    ------
    Finding
        What is needed first.
    """
    yield _python()
    yield from _packages()
    yield _record()
    yield _fonts()
    yield _menu()
    yield _speed()
    yield _browser()
    yield _office()
    yield _live()


def _python() -> Finding:
    """Look at this Python."""
    said = f"{platform.python_version()}, {sys.executable}"
    is_there = sys.version_info[:2] >= _PYTHON
    wanted = ".".join(map(str, _PYTHON))
    mend = "" if is_there else f"Install Python {wanted} or newer, and the kit into it"
    return Finding("Python", is_there, needed=True, said=said, mend=mend)


def _packages() -> Iterator[Finding]:
    """Compare what is installed with the lowest versions that work."""
    from packaging.requirements import Requirement

    try:
        lines = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        said = "the kit is not installed"
        yield Finding("Packages", is_there=False, needed=True, said=said, mend=_INSTALL)
        return
    wanted = [
        requirement
        for requirement in map(Requirement, lines)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    ]
    failing = 0
    for requirement in wanted:
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            said = f"is missing; {requirement.specifier} is needed"
        else:
            if requirement.specifier.contains(version, prereleases=True):
                continue
            said = f"{version} is too old; {requirement.specifier} is needed"
        failing += 1
        mend = f'Run `pip install "{requirement.name}{requirement.specifier}"`'
        yield Finding(requirement.name, is_there=False, needed=True, said=said, mend=mend)
    if not failing:
        said = f"all {len(wanted)} at versions that work"
        yield Finding("Packages", is_there=True, needed=True, said=said)


def _record() -> Finding:
    """Load the record."""
    from kit.record import load

    try:
        record = load()
    except KitError as error:
        return Finding("Record", is_there=False, needed=True, said=str(error), mend=_INSTALL)
    said = f"version {record.version}, newest source {record.newest_source_date}"
    return Finding("Record", is_there=True, needed=True, said=said)


def _fonts() -> Finding:
    """Look for the typefaces that come with the kit."""
    folder = Path(__file__).resolve().parents[1] / "render" / "fonts"
    is_there = len(list(folder.glob("*.ttf"))) >= _FACES
    said = "come with the kit; none of this computer's are used" if is_there else "are missing"
    return Finding("Fonts", is_there, needed=True, said=said, mend="" if is_there else _INSTALL)


def _menu() -> Finding:
    """See whether JupyterLab's export menu knows the kit's formats."""
    known = {entry.name for entry in metadata.entry_points(group="nbconvert.exporters")}
    missing = sorted(_FORMATS - known)
    if missing:
        said = f"JupyterLab does not know {', '.join(missing)}"
        return Finding("Export menu", is_there=False, needed=True, said=said, mend=_INSTALL)
    said = "Deck, Presenter, Briefing, Word and Page"
    return Finding("Export menu", is_there=True, needed=True, said=said)


def _speed() -> Finding:
    """See whether notebooks can run in forks of a warm process."""
    is_there = hasattr(os, "fork")
    said = "notebooks run in forks" if is_there else "notebooks run in kernels, which takes longer"
    mend = "" if is_there else "Nothing to do; Linux and macOS are faster"
    return Finding("Fast runs", is_there, needed=False, said=said, mend=mend)


def browser() -> str:
    """Find a browser that can be driven.

    Returns
    -------
    str
        Where Chromium, Chrome or Edge is; "" when none was found.
    """
    return _first(_BROWSERS, _BROWSER_PLACES)


def _browser() -> Finding:
    """Look for a browser that can be driven."""
    found = browser()
    said = found or "none found; needed only by `kit check --browser` and the tests"
    mend = (
        ""
        if found
        else "On Debian `apt-get install chromium`; elsewhere install Chromium, Chrome or Edge"
    )
    return Finding("Browser", bool(found), needed=False, said=said, mend=mend)


def _office() -> Finding:
    """Look for LibreOffice."""
    found = _first(("soffice", "libreoffice"), _OFFICE_PLACES)
    said = found or "not found; needed only to look at Word briefings without Word"
    mend = (
        ""
        if found
        else "On Debian `apt-get install libreoffice-writer`; elsewhere from libreoffice.org"
    )
    return Finding("LibreOffice", bool(found), needed=False, said=said, mend=mend)


def _live() -> Finding:
    """See whether the live site can be made."""
    is_there = all(map(util.find_spec, ("jupyterlite_core", "jupyterlite_pyodide_kernel")))
    said = "installed" if is_there else "not installed; needed only by `kit site --live`"
    mend = "" if is_there else f'Run `pip install "{DISTRIBUTION}[live]"`'
    return Finding("JupyterLite", is_there, needed=False, said=said, mend=mend)


def _first(programs: tuple[str, ...], places: tuple[str, ...]) -> str:
    """Find the first of some programs."""
    on_path = (found for name in programs if (found := shutil.which(name)))
    return next(on_path, next((place for place in places if Path(place).is_file()), ""))
