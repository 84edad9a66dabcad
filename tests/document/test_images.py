"""Images that a cell names or carries."""

from __future__ import annotations

import base64
import io
import os
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from PIL import Image

from kit.document.images import LARGEST, checked, decode, load
from kit.errors import NotebookError
from tests.draft import PNG, SVG, png

if TYPE_CHECKING:
    from pathlib import Path


def jpeg() -> bytes:
    """Draw a small picture as JPEG."""
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "JPEG")
    return file.getvalue()


# --- files -----------------------------------------------------------------------


def test_a_file_beside_the_notebook_is_read(tmp_path: Path) -> None:
    (tmp_path / "chart.png").write_bytes(png())

    assert load("chart.png", folder=tmp_path) == ("image/png", png())


def test_a_file_in_a_folder_below_and_with_a_space_in_its_name_is_read(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "a chart.JPG").write_bytes(jpeg())

    assert load("figures/a%20chart.JPG", folder=tmp_path) == ("image/jpeg", jpeg())


@pytest.mark.parametrize(
    "url",
    [
        "../secret.png",
        "figures/../../secret.png",
        "%2e%2e/secret.png",
        "..%2Fsecret.png",
        "/etc/passwd",
        "//example.org/a.png",
        "file:///etc/passwd",
        "https://example.org/a.png",
        "HTTP://example.org/a.png",
        "ftp://example.org/a.png",
        "\\\\server\\share\\a.png",
    ],
)
def test_nothing_outside_the_folder_is_read(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(png())

    with pytest.raises(NotebookError):
        load(url, folder=folder)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(png())
    (folder / "innocent.png").symlink_to(tmp_path / "secret.png")

    with pytest.raises(NotebookError, match="outside the notebook's folder"):
        load("innocent.png", folder=folder)


def test_a_linked_folder_out_of_the_folder_is_not_entered(tmp_path: Path) -> None:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(png())
    (folder / "below").symlink_to(tmp_path, target_is_directory=True)

    with pytest.raises(NotebookError, match="outside the notebook's folder"):
        load("below/secret.png", folder=folder)


def test_a_loop_of_links_is_an_error_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.png").symlink_to(tmp_path / "b.png")
    (tmp_path / "b.png").symlink_to(tmp_path / "a.png")

    with pytest.raises(NotebookError):
        load("a.png", folder=tmp_path)


@pytest.mark.parametrize("url", ["x" * 5_000 + ".png", "a\0b.png", "a%00b.png", "\ud800.png", "."])
def test_a_name_that_no_disk_takes_is_an_error_and_no_traceback(url: str, tmp_path: Path) -> None:
    with pytest.raises(NotebookError):
        load(url, folder=tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match=r"There is no image 'chart\.png'"):
        load("chart.png", folder=tmp_path)


def test_a_folder_with_the_ending_of_an_image_is_no_image(tmp_path: Path) -> None:
    (tmp_path / "chart.png").mkdir()

    with pytest.raises(NotebookError, match="no image"):
        load("chart.png", folder=tmp_path)


def test_a_file_that_is_no_image_is_not_read_whatever_its_ending(tmp_path: Path) -> None:
    (tmp_path / "passwords.txt").write_text("secret")
    (tmp_path / "passwords.png").write_text("secret")

    for name in ("passwords.txt", "passwords.png"):
        with pytest.raises(NotebookError):
            load(name, folder=tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_an_error_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "chart.png").write_bytes(png())
    (tmp_path / "chart.png").chmod(0)

    with pytest.raises(NotebookError, match="cannot be read"):
        load("chart.png", folder=tmp_path)


def test_without_a_folder_no_file_is_read() -> None:
    with pytest.raises(NotebookError, match="not a file beside the notebook"):
        load("chart.png")


# --- data and attachments ----------------------------------------------------------


def test_an_attachment_is_found_by_its_name() -> None:
    attachments = {"a b.png": {"image/png": PNG}}

    assert load("attachment:a%20b.png", attachments=attachments) == ("image/png", png())


@pytest.mark.parametrize(
    "attachments",
    [{}, {"x.png": "text"}, {"x.png": {}}, {"x.png": {"image/png": 5}}, {"x.png": {"a/b": "eA=="}}],
)
def test_an_attachment_that_is_not_there_is_named(attachments: dict[str, object]) -> None:
    with pytest.raises(NotebookError, match=r"x\.png"):
        load("attachment:x.png", attachments=attachments)


def test_an_attachment_cannot_name_a_file(tmp_path: Path) -> None:
    (tmp_path / "chart.png").write_bytes(png())

    with pytest.raises(NotebookError, match="no attachment"):
        load("attachment:chart.png", folder=tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        f"data:image/svg+xml;base64,{base64.b64encode(SVG.encode()).decode()}",
        f"data:image/svg+xml,{quote(SVG)}",
        f"data:image/svg+xml;utf8,{quote(SVG)}",
        f"DATA:IMAGE/SVG+XML;charset=utf-8,{quote(SVG)}",
    ],
)
def test_the_notations_of_data_give_the_same_image(url: str) -> None:
    assert load(url) == ("image/svg+xml", SVG.encode())


def test_the_common_wrong_name_of_jpeg_is_understood() -> None:
    data = base64.b64encode(jpeg()).decode()

    assert load(f"data:image/jpg;base64,{data}") == ("image/jpeg", jpeg())


@pytest.mark.parametrize(
    "url", ["data:", "data:,x", "data:text/html,<b>", "data:image/gif;base64,R0lGODlhAQABAAAAACw="]
)
def test_data_of_another_type_is_refused(url: str) -> None:
    with pytest.raises(NotebookError, match="cannot be shown"):
        load(url)


@pytest.mark.parametrize("body", ["", "!!!", "abc", "\ud800", PNG[:-32]])
def test_data_that_does_not_decode_is_refused(body: str) -> None:
    with pytest.raises(NotebookError):
        decode("image/png", body)


def test_line_breaks_within_base64_do_no_harm() -> None:
    assert decode("image/png", f"{PNG[:20]}\n{PNG[20:]}\n")[1] == png()


# --- what an image may be ----------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<html>", png()[:-24], jpeg()])
def test_what_is_not_the_png_that_it_is_said_to_be_is_refused(data: bytes) -> None:
    with pytest.raises(NotebookError):
        checked("image/png", data)


def test_a_heavy_image_is_refused_with_its_size() -> None:
    with pytest.raises(NotebookError, match=r"8\.0 MiB"):
        checked("image/png", b"\0" * (LARGEST + 1))


def test_a_small_file_that_would_unfold_to_a_huge_picture_is_refused() -> None:
    bomb = png(50_000, 1)[:16] + (50_000).to_bytes(4) * 2 + png()[24:]

    with pytest.raises(NotebookError):
        checked("image/png", bomb)


def test_a_drawing_that_does_more_than_draw_is_refused() -> None:
    with pytest.raises(NotebookError, match="An SVG image"):
        decode("image/svg+xml", SVG.replace("<path", "<script/><path"))
