"""Images that a cell names or carries: attachments, data, and files beside the notebook."""

from __future__ import annotations

import base64
import binascii
import io
import struct
import zlib
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, unquote_to_bytes

from kit.document import drawing
from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SVG: Final = "image/svg+xml"
MEDIA: Final = (SVG, "image/png", "image/jpeg")
LARGEST: Final = 8 * 2**20  # bytes; beyond it a deck is no longer one file to hand over
MOST_PIXELS: Final = 40_000_000  # beyond it a small file fills the memory of who opens it

_ALIASES: Final = {"image/jpg": "image/jpeg", "image/svg": SVG}
_SUFFIXES: Final = {".svg": SVG, ".png": MEDIA[1], ".jpg": MEDIA[2], ".jpeg": MEDIA[2]}
_ALLOWED: Final = "Use SVG, PNG or JPEG"
_AGAIN: Final = "Save it again as SVG, PNG or JPEG and insert it again"


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
        When the image is elsewhere, missing, too large, broken or of another type.
    """
    scheme, _, rest = url.partition(":")
    if scheme == "attachment":
        return _attachment(unquote(rest), attachments or {})
    if scheme.lower() == "data":
        head, _, body = rest.partition(",")
        media, *parameters = (part.strip().lower() for part in head.split(";"))
        if "base64" in parameters:
            return decode(media, unquote(body))
        return checked(media, unquote_to_bytes(body))
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
        When the text does not decode, or the image is too large, broken or of
        another type.

    Examples
    --------
    >>> decode("image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg"/>')[0]
    'image/svg+xml'
    """
    if _ALIASES.get(media, media) == SVG and body.lstrip("\ufeff \t\r\n").startswith("<"):
        return checked(media, body.encode("utf-8", "replace"))
    try:
        data = base64.b64decode("".join(body.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotebookError(
            "An image is not valid base64", mend="Insert the image again"
        ) from error
    return checked(media, data)


def checked(media: str, data: bytes) -> tuple[str, bytes]:
    """See that bytes are the image that they are said to be.

    Parameters
    ----------
    media : str
        The media type that is claimed.
    data : bytes
        The image, untrusted.

    Returns
    -------
    tuple of str and bytes
        The media type, one of `MEDIA`, and the image as it was.

    Raises
    ------
    NotebookError
        When it is too large, broken, of another type, or an SVG that holds a
        script, an event handler, foreign content or a reference to another file.
    """
    media = _ALIASES.get(media, media)
    if media not in MEDIA:
        raise NotebookError(f"An image of type {media!r} cannot be shown", mend=_ALLOWED)
    if len(data) > LARGEST:
        size = f"{len(data) / 2**20:.1f} MiB"
        raise NotebookError(f"An image is {size}", mend=f"Keep it under {LARGEST // 2**20} MiB")
    if media == SVG:
        drawing.check(data)
    else:
        _check_pixels(media, data)
    return media, data


def _check_pixels(media: str, data: bytes) -> None:
    """Refuse a PNG or JPEG that does not decode, or only to an absurd size."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=[media.removeprefix("image/")]) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise NotebookError(
                    f"An image is {width:,} by {height:,} pixels",
                    mend=f"Keep it under {MOST_PIXELS // 10**6} million pixels",
                )
            image.load()
    except (OSError, SyntaxError, ValueError, struct.error, zlib.error) as error:
        kind = media.removeprefix("image/").upper()
        raise NotebookError(f"An image is no {kind}, or a broken one", mend=_AGAIN) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotebookError("An image is far too large", mend=_AGAIN) from error


def _attachment(name: str, attachments: Mapping[str, Any]) -> tuple[str, bytes]:
    """Find an attachment of the cell."""
    bundle = attachments.get(name)
    if not isinstance(bundle, dict):
        raise NotebookError(f"The cell has no attachment {name!r}", mend="Attach the image again")
    for media, body in sorted(bundle.items()):
        if _ALIASES.get(media, media) in MEDIA and isinstance(body, str):
            return decode(media, body)
    raise NotebookError(f"The attachment {name!r} is not an image", mend=_ALLOWED)


def _file(url: str, folder: Path | None) -> tuple[str, bytes]:
    """Read an image file that lies in the notebook's folder or below it."""
    mend = "Put the image beside the notebook and name it by a relative path"
    path = unquote(url)
    if folder is None or "://" in path or path.startswith(("/", "\\")) or "\0" in path:
        raise NotebookError(f"The image {url!r} is not a file beside the notebook", mend=mend)
    try:
        base = folder.resolve()
        target = (base / path).resolve()
        if not target.is_relative_to(base):
            raise NotebookError(f"The image {url!r} lies outside the notebook's folder", mend=mend)
        media = _SUFFIXES.get(target.suffix.lower())
        if media is None:
            raise NotebookError(f"The image {url!r} has an unknown ending", mend=_ALLOWED)
        if not target.is_file():
            raise NotebookError(f"There is no image {url!r}", mend=mend)
        with target.open("rb") as file:
            return checked(media, file.read(LARGEST + 1))
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a name no disk takes
        raise NotebookError(f"The image {url!r} cannot be read", mend=mend) from error
