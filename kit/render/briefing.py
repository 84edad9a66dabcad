"""The briefing: a PDF for the desk, for the archive and for a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from kit.errors import RenderError
from kit.render.flow import flowing
from kit.render.paper import prepared
from kit.render.typeset import pdf

if TYPE_CHECKING:
    from kit.document.blocks import Document

WORDMARK: Final = "ICT outcomes kit"


def render(
    document: Document,
    *,
    paper: Literal["a4", "us-letter"] = "a4",
    logo: bytes | None = None,
    notebook: bytes | None = None,
) -> bytes:
    """Typeset a briefing.

    Parameters
    ----------
    document : Document
        The edition "briefing", its sources numbered.
    paper : {"a4", "us-letter"}
        The sheet it is printed on.
    logo : bytes, optional
        A PNG, JPEG or SVG that stands in the place of the kit's wordmark.
    notebook : bytes, optional
        The notebook the document was made of; it is attached to the file as its
        source. It must show no more than the readers of the briefing may see.

    Returns
    -------
    bytes
        A PDF that is both PDF/UA-1 and PDF/A-3a. The same arguments give the same
        bytes, wherever and whenever.

    Raises
    ------
    RenderError
        When a figure lacks its alternative text, headings skip a level, a character
        has no shape in the bundled typefaces, or Typst refuses the document. The
        message names the cell.
    """
    return pdf(
        "briefing.typ",
        prepared(flowing(document)),
        {
            "paper": paper,
            "wordmark": WORDMARK,
            "logo": "logo" if logo else None,
            "notebook": _text(notebook, document.meta.name) if notebook else None,
        },
        {"logo": logo} if logo else None,
    )


def _text(notebook: bytes, name: str) -> str:
    """Read the notebook as the text that it must be."""
    try:
        return notebook.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RenderError(
            "The notebook to attach is not UTF-8",
            where=f"{name}.ipynb",
            mend="Save it again in JupyterLab",
        ) from error
