"""Elements of WordprocessingML, and the package that holds them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

Element = Any  # lxml ships no types

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the oldest date a zip file can tell


def element(tag: str, attributes: dict[str, str] | None = None, *children: Element) -> Element:
    """Make an element.

    Parameters
    ----------
    tag : str
        With its prefix, such as "w:p".
    attributes : dict of str to str, optional
        By names with their prefixes.
    *children : element
        What stands in it; None is passed over.

    Returns
    -------
    element
        An lxml element.
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name), value)
    for child in children:
        if child is not None:
            made.append(child)
    return made


def value(tag: str, val: str) -> Element:
    """Make an element that only bears a value.

    Parameters
    ----------
    tag : str
        With its prefix, such as "w:jc".
    val : str
        What its attribute `w:val` says.

    Returns
    -------
    element
        An lxml element.
    """
    return element(tag, {"w:val": val})


def run(text: str, *properties: Element) -> Element:
    """Make a run of text.

    Parameters
    ----------
    text : str
        Its characters; a tab or a line end becomes what Word has for it.
    *properties : element
        What its `w:rPr` holds, in the order of the schema.

    Returns
    -------
    element
        An lxml element.
    """
    made = element("w:r")
    if properties:
        made.append(element("w:rPr", None, *properties))
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(element("w:br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                made.append(element("w:tab"))
            if piece:
                made.append(_text("w:t", piece))
    return made


def field(instruction: str, shown: str, *, style: str = "") -> Iterator[Element]:
    """Make a field: what Word works out, with what it shows until then.

    Parameters
    ----------
    instruction : str
        Such as "PAGE" or "SEQ Table".
    shown : str
        The result as it stands in the file.
    style : str
        The name of a character style for the result.

    Yields
    ------
    element
        The runs of the field.
    """
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            yield element("w:r", None, _text("w:instrText", f" {instruction} "))
        if kind == "end":
            yield run(shown, *([value("w:rStyle", style)] if style else []))
        yield element("w:r", None, element("w:fldChar", {"w:fldCharType": kind}))


def _text(tag: str, words: str) -> Element:
    """Make an element of text whose spaces count."""
    made = element(tag, {"xml:space": "preserve"})
    made.text = words
    return made


def repacked(package: bytes) -> bytes:
    """Write a package again so that it depends on nothing but its content.

    Parameters
    ----------
    package : bytes
        A zip file.

    Returns
    -------
    bytes
        The same files in the same order, undated and not compressed: the release of
        a compression library would show in the bytes.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0
            target.writestr(entry, source.read(name))
    return out.getvalue()
