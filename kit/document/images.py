"""Images that a Markdown cell names: attachments, data and files beside the notebook."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MEDIA: Final = ("image/svg+xml", "image/png", "image/jpeg")
LARGEST: Final = 8 * 2**20  # bytes; beyond it a deck is no longer one file to hand over

_SUFFIXES: Final = {".svg": MEDIA[0], ".png": MEDIA[1], ".jpg": MEDIA[2], ".jpeg": MEDIA[2]}


def load(
    url: str, *, folder: Path | None = None, attachments: Mapping[str, Any] | None = None
) -> tuple[str, bytes]:
    """Fetch the image that a Markdown cell names, never from a network.

    Parameters
    ----------
    url : str
        "attachment:NAME", a "data:" address, or a path relative to the notebook.
    folder : Path, optional
        The notebook's folder. Nothing outside it is read, nor through a link.
    attachments : mapping, optional
        The cell's attachments as the notebook stores them.

    Returns
    -------
    tuple of str and bytes
        The media type, one of `MEDIA`, and the image.

    Raises
    ------
    NotebookError
        When the image is elsewhere, missing, too large or of another type.
    """
    if url.startswith("attachment:"):
        return _attachment(unquote(url.removeprefix("attachment:")), attachments or {})
    if url.startswith("data:"):
        head, _, body = url.removeprefix("data:").partition(",")
        return decode(head.partition(";")[0], body)
    return _file(url, folder)


def decode(media: str, body: str) -> tuple[str, bytes]:
    """Decode an image that a notebook carries as text.

    Parameters
    ----------
    media : str
        Its media type; one of `MEDIA`.
    body : str
        Base64, or for "image/svg+xml" the SVG itself.

    Returns
    -------
    tuple of str and bytes
        The media type and the image.

    Raises
    ------
    NotebookError
        When the type is not one of `MEDIA` or the text does not decode.

    Examples
    --------
    >>> decode("image/svg+xml", "<svg/>")
    ('image/svg+xml', b'<svg/>')
    """
    if media not in MEDIA:
        raise NotebookError(f"An image of type {media!r} cannot be shown", mend=_ALLOWED)
    if media == "image/svg+xml" and body.lstrip().startswith("<"):
        data = body.encode("utf-8", "replace")
    else:
        try:
            data = base64.b64decode("".join(body.split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise NotebookError(
                "An image is not valid base64", mend="Insert the image again"
            ) from error
    return media, _within_limit(data)


_ALLOWED: Final = "Use SVG, PNG or JPEG"


def _within_limit(data: bytes) -> bytes:
    """Refuse an image that would make an output too heavy to open."""
    if len(data) > LARGEST:
        size = f"{len(data) / 2**20:.1f} MiB"
        raise NotebookError(f"An image is {size}", mend=f"Keep it under {LARGEST // 2**20} MiB")
    return data


def _attachment(name: str, attachments: Mapping[str, Any]) -> tuple[str, bytes]:
    """Find an attachment of the cell."""
    bundle = attachments.get(name)
    if not isinstance(bundle, dict):
        raise NotebookError(f"The cell has no attachment {name!r}", mend="Attach the image again")
    for media in MEDIA:
        body = bundle.get(media)
        if isinstance(body, str):
            return decode(media, body)
    raise NotebookError(f"The attachment {name!r} is not an image", mend=_ALLOWED)


def _file(url: str, folder: Path | None) -> tuple[str, bytes]:
    """Read an image file that lies in the notebook's folder or below it."""
    mend = "Put the image beside the notebook and name it by a relative path"
    path = unquote(url)
    if folder is None or "://" in path or path.startswith(("/", "\\")) or "\0" in path:
        raise NotebookError(f"The image {url!r} is not a file beside the notebook", mend=mend)
    base = folder.resolve()
    target = (base / path).resolve()
    if not target.is_relative_to(base):
        raise NotebookError(f"The image {url!r} lies outside the notebook's folder", mend=mend)
    media = _SUFFIXES.get(target.suffix.lower())
    if media is None:
        raise NotebookError(f"The image {url!r} has an unknown ending", mend=_ALLOWED)
    if not target.is_file():
        raise NotebookError(f"There is no image {url!r}", mend=mend)
    return media, _within_limit(target.read_bytes())
