"""In a Jupyter server: an export that fails is shown where the user looks, not downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from jupyter_server.nbconvert.handlers import NbconvertFileHandler
from jupyter_server.utils import url_path_join

from kit.exporters import FAILED

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

_FORMATS: Final = "deck|presenter|briefing|word|page"
_NOT_MADE: Final = 422  # the request was understood; the notebook cannot be exported as it stands


class ExportHandler(NbconvertFileHandler):
    """Sends what an exporter of the kit has made."""

    def set_attachment_header(self, filename: str) -> None:
        """Have the product saved, but a page about a failure shown.

        Parameters
        ----------
        filename : str
            Under which it would be saved.
        """
        if filename.endswith(FAILED):
            self.set_status(_NOT_MADE)
        else:
            super().set_attachment_header(filename)


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Name this extension; a Jupyter server asks for it."""
    return [{"module": "kit.server"}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    """Put the handler before the server's own for the formats of the kit."""
    base = server.web_app.settings["base_url"]
    place = url_path_join(base, rf"/nbconvert/({_FORMATS})/(.*\.ipynb)")
    handlers = [(place, ExportHandler)]
    server.web_app.add_handlers(".*$", handlers)  # type: ignore[no-untyped-call]  # tornado's
