"""Wheels for the browser: pure, whole, and the same each time."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from packaging.utils import parse_wheel_filename

from kit.errors import OutputError
from kit.site import wheels

if TYPE_CHECKING:
    from pathlib import Path


def names(wheel: wheels.Wheel) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(wheel.content)).namelist()


def test_a_repacked_distribution_can_be_imported_from_its_wheel(tmp_path: Path) -> None:
    wheel = wheels.repack("htpy")
    path = tmp_path / wheel.file_name
    path.write_bytes(wheel.content)
    program = f"import sys; sys.path.insert(0, {str(path)!r}); import htpy; print(htpy.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(str(path))


def test_the_same_files_give_the_same_bytes() -> None:
    assert wheels.repack("htpy") == wheels.repack("htpy")


def test_compiled_code_is_left_out_where_python_stands_in_for_it() -> None:
    wheel = wheels.repack("markupsafe")
    assert not [name for name in names(wheel) if name.endswith((".so", ".pyd"))]
    assert "markupsafe/_native.py" in names(wheel)
    assert wheel.file_name.endswith("-py3-none-any.whl")


def test_compiled_code_without_a_stand_in_is_refused() -> None:
    with pytest.raises(OutputError, match=r"numpy .* holds compiled code"):
        wheels.repack("numpy")


def test_what_is_not_installed_is_named() -> None:
    with pytest.raises(OutputError, match="no-such-thing is not installed"):
        wheels.closure(["no-such-thing"], without=())


def test_the_closure_asks_for_the_browser_not_for_this_machine() -> None:
    found = {wheel.name for wheel in wheels.closure(["ipython"], without=())}
    assert {"ipython", "traitlets", "jedi", "pygments"} <= found
    assert not found & {"pexpect", "psutil", "colorama", "typing-extensions"}


def test_what_comes_from_elsewhere_is_not_packed() -> None:
    found = {wheel.name for wheel in wheels.closure(["ipywidgets"], without={"ipython"})}
    assert "ipywidgets" in found
    assert "ipython" not in found


def test_a_wheel_says_which_modules_it_holds() -> None:
    wheel = wheels.pack("two-things", "1.0", {"one.py": b"", "two/__init__.py": b"", "no.txt": b""})
    assert wheel.imports == ("one", "two")
    assert wheel.file_name == "two_things-1.0-py3-none-any.whl"


def test_a_wheel_can_be_read_back() -> None:
    wheel = wheels.pack("a-thing", "1.0", {"a.py": b"1"})
    read = wheels.read(wheel.content)
    assert (read.name, read.version, read.imports) == ("a-thing", "1.0", ("a",))
    assert read.sha256 == wheel.sha256


def test_a_packed_wheel_is_named_and_described_as_the_standard_says() -> None:
    wheel = wheels.pack("a-thing", "1.0", {"a.py": b"1"})
    name, version, _, tags = parse_wheel_filename(wheel.file_name)
    assert (name, str(version), {str(tag) for tag in tags}) == ("a-thing", "1.0", {"py3-none-any"})
    assert {f"a_thing-1.0.dist-info/{part}" for part in ("METADATA", "RECORD", "WHEEL")} <= {
        *names(wheel)
    }
