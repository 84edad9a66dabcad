"""Wheels for the browser: what is installed here, packed again without compiled code.

A browser's Python cannot use a compiled module of this machine, and a closed
network has no registry. The pure Python that a course needs is installed beside
the kit anyway, so it is packed from there: the same versions, the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from email import message_from_bytes
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kit.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

# What a requirement's marker is asked about: the browser, not this machine.
BROWSER: Final = {
    "extra": "",
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_python_implementation": "CPython",
    "platform_system": "Emscripten",
    "python_full_version": "3.14.0",
    "python_version": "3.14",
    "sys_platform": "emscripten",
}
_COMPILED: Final = (".so", ".pyd", ".dylib", ".dll")
# These have a Python form of each of their compiled modules.
_FALLS_BACK: Final = frozenset({"markupsafe", "wcwidth"})
# Type stubs of libraries that no course uses: five sixths of jedi, which completes code.
_OMITTED: Final = ("jedi/third_party/typeshed/stubs/", "jedi/third_party/django-stubs/")
_NOT_PACKED: Final = frozenset({"RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "WHEEL"})
_WHEEL: Final = "Wheel-Version: 1.0\nGenerator: kit\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest date that a ZIP archive can say


@dataclass(frozen=True, slots=True)
class Wheel:
    """A pure Python wheel and what it says about itself.

    `imports` are the modules that an `import` of a cell may name, `depends` the
    normalised names of other distributions.
    """

    name: str
    version: str
    content: bytes
    imports: tuple[str, ...]
    depends: tuple[str, ...]

    @property
    def file_name(self) -> str:
        """Return the wheel's name as the packaging standard writes it."""
        return f"{self.name.replace('-', '_')}-{self.version}-py3-none-any.whl"

    @property
    def sha256(self) -> str:
        """Return the hash by which a browser checks what it receives."""
        return hashlib.sha256(self.content).hexdigest()


def closure(roots: Iterable[str], *, without: Collection[str]) -> tuple[Wheel, ...]:
    """Pack distributions and all that they need in a browser.

    Parameters
    ----------
    roots : iterable of str
        Names of distributions.
    without : collection of str
        Normalised names that come from elsewhere, or are not needed.

    Returns
    -------
    tuple of Wheel
        In the order of their names.

    Raises
    ------
    OutputError
        When one is not installed, or holds compiled code that it cannot do without.
    """
    waiting: list[str] = [canonicalize_name(name) for name in roots]
    found: dict[str, Wheel] = {}
    while waiting:
        name = waiting.pop()
        if name in found or name in without:
            continue
        found[name] = repack(name)
        waiting += found[name].depends
    return tuple(found[name] for name in sorted(found))


def repack(name: str) -> Wheel:
    """Pack an installed distribution as a wheel without compiled code.

    Parameters
    ----------
    name : str
        Its name.

    Returns
    -------
    Wheel
        The same bytes whenever the same files are installed.

    Raises
    ------
    OutputError
        When it is not installed, or cannot do without compiled code.
    """
    try:
        distribution = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        raise OutputError(
            f"{name} is not installed", mend="Install the kit with `pip install` again"
        ) from None
    files = dict(_files(distribution))
    compiled = [path for path in files if path.endswith(_COMPILED)]
    if compiled and canonicalize_name(name) not in _FALLS_BACK:
        raise OutputError(
            f"{name} {distribution.version} holds compiled code, which a browser cannot run",
            where=compiled[0],
            mend="Take a version of it that Pyodide carries",
        )
    for path in compiled:
        del files[path]
    if not any(path.endswith(".py") for path in files):
        raise OutputError(
            f"{name} is installed in a way that leaves nothing to pack",
            mend=f"Install it as a wheel: `pip install --force-reinstall {name}`",
        )
    return pack(
        canonicalize_name(name),
        distribution.version,
        files,
        depends=tuple(_needed(distribution.requires or ())),
    )


def pack(
    name: str, version: str, files: Mapping[str, bytes], *, depends: tuple[str, ...] = ()
) -> Wheel:
    """Write a wheel.

    Parameters
    ----------
    name, version : str
        The distribution, its name normalised.
    files : mapping of str to bytes
        Content by path within the wheel, its own WHEEL and RECORD not among them.
    depends : tuple of str
        Normalised names of what it needs.

    Returns
    -------
    Wheel
        Its archive is sorted and dated 1980, so equal files give equal bytes.
    """
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    inside = {
        (f"{info}/{path.partition('/')[2]}" if ".dist-info/" in path else path): content
        for path, content in files.items()
    }
    inside[f"{info}/WHEEL"] = _WHEEL.encode()
    inside.setdefault(
        f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()
    )
    record = "".join(f"{path},,\n" for path in sorted([*inside, f"{info}/RECORD"]))
    inside[f"{info}/RECORD"] = record.encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for path in sorted(inside):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, inside[path])
    return Wheel(name, version, archive.getvalue(), tuple(sorted(_modules(files))), depends)


def read(content: bytes) -> Wheel:
    """Read what a wheel says about itself.

    Parameters
    ----------
    content : bytes
        A wheel.

    Returns
    -------
    Wheel
        With the same bytes.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        about = next(name for name in names if name.endswith(".dist-info/METADATA"))
        message = message_from_bytes(archive.read(about))
    return Wheel(
        canonicalize_name(message["Name"]),
        message["Version"],
        content,
        tuple(sorted(_modules(names))),
        tuple(_needed(message.get_all("Requires-Dist") or ())),
    )


def _files(distribution: metadata.Distribution) -> Iterator[tuple[str, bytes]]:
    """Read the files that a distribution installed beside this Python's packages."""
    for path in distribution.files or ():
        outside = ".." in path.parts or path.parts[0] == "__pycache__"
        if outside or path.suffix in {".pyc", ".pth"} or path.name in _NOT_PACKED:
            continue
        file = Path(str(distribution.locate_file(path)))
        if file.is_file() and not path.as_posix().startswith(_OMITTED):
            yield path.as_posix(), file.read_bytes()


def _needed(requirements: Iterable[str]) -> Iterator[str]:
    """Name what a distribution requires in a browser."""
    for line in requirements:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(BROWSER):
            yield canonicalize_name(requirement.name)


def _modules(files: Iterable[str]) -> Iterator[str]:
    """Name the modules at the top of a wheel."""
    found: set[str] = set()
    for path in files:
        first, _, rest = path.partition("/")
        if rest and path.endswith(".py") and first.isidentifier():
            found.add(first)
        elif not rest and first.endswith(".py"):
            found.add(first.removesuffix(".py"))
    return iter(found)
