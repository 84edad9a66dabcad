"""The kit's formats as nbconvert exporters, so that they stand in JupyterLab's export menu.

An exporter runs the notebook afresh rather than trust its saved outputs: an
explorer's states are computed only in an export run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from nbconvert.exporters import Exporter
from traitlets import default
from traitlets.config import Application

from kit.build.export import export
from kit.errors import KitError
from kit.site import failure

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from kit.build.products import Format

FAILED: Final = ".not-exported.html"  # what a page about a failure is called, if it is saved


class KitExporter(Exporter):
    """What the kit's exporters share; not an export format itself."""

    form: ClassVar[Format]
    export_from_notebook: str

    @default("default_preprocessors")
    def _without_execution(self) -> list[str]:
        """Leave out what `--execute` would turn on: the notebook is run anyway, once."""
        usual = Exporter.class_traits()["default_preprocessors"].default() or []
        return [name for name in usual if not name.endswith(".ExecutePreprocessor")]

    def from_notebook_node(
        self,
        nb: NotebookNode,
        resources: Any = None,  # noqa: ANN401  as nbconvert declares it
        **kw: Any,  # noqa: ANN401  likewise
    ) -> tuple[Any, dict[str, Any]]:
        """Run a notebook and make one product of it.

        Parameters
        ----------
        nb : NotebookNode
            The notebook; its saved outputs are not used.
        resources : dict, optional
            nbconvert's resources; "metadata" holds the notebook's name and folder.
        **kw : object
            Passed on to nbconvert.

        Returns
        -------
        tuple of (str or bytes) and dict
            The product, and the resources.

        Raises
        ------
        KitError
            When the notebook fails or cannot be rendered. The command
            `jupyter nbconvert` prints it as one paragraph and exits; in a Jupyter
            server the product is a page that says it.
        """
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        place = resources.get("metadata", {})
        name = place.get("name") or "notebook"
        folder = Path(place.get("path") or ".")
        try:
            return self._product(json.loads(json.dumps(notebook)), name, folder), resources
        except KitError as error:
            _end_command(error)
            if not _in_server():
                raise
            self.log.warning("%s was not exported as %s: %s", name, self.form, error)
            self.output_mimetype = "text/html"
            resources["output_extension"] = FAILED
            return failure.page(error, name=name, form=self.export_from_notebook), resources

    def _product(self, notebook: dict[str, Any], name: str, folder: Path) -> str | bytes:
        """Run the notebook and render it."""
        content = export(
            notebook,
            path=folder.absolute() / f"{name}.ipynb",
            form=self.form,
            theme=folder.absolute().parent / "slides" / "theme",
        )
        return content.decode() if self.output_mimetype == "text/html" else content


def _end_command(error: KitError) -> None:
    """End `jupyter nbconvert` with a paragraph instead of a traceback."""
    from nbconvert.nbconvertapp import NbConvertApp

    if _runs_in(NbConvertApp):
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)


def _in_server() -> bool:
    """Tell whether this is a Jupyter server, where an error would be a page of code 500."""
    from jupyter_server.serverapp import ServerApp

    return _runs_in(ServerApp)


def _runs_in(kind: type[Application]) -> bool:
    """Tell whether the running application is of a kind; all kinds share one instance."""
    return Application.initialized() and isinstance(Application.instance(), kind)


class DeckExporter(KitExporter):
    """Slides for the room: one HTML file that needs no network and holds no notes."""

    form = "deck"
    export_from_notebook = "Deck"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        """Name the file's ending."""
        return ".html"


class PresenterExporter(KitExporter):
    """The presenter's file: notes, next slide and clock."""

    form = "presenter"
    export_from_notebook = "Presenter"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        """Name the file's ending."""
        return ".presenter.html"


class BriefingExporter(KitExporter):
    """A briefing: an accessible PDF in which every fact carries its source."""

    form = "briefing"
    export_from_notebook = "Briefing"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        """Name the file's ending."""
        return ".pdf"


class WordExporter(KitExporter):
    """The briefing as a Word document, to be commented on."""

    form = "word"
    export_from_notebook = "Word"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def _file_extension_default(self) -> str:
        """Name the file's ending."""
        return ".docx"


class PageExporter(KitExporter):
    """The accessible reading page: one HTML file."""

    form = "page"
    export_from_notebook = "Page"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        """Name the file's ending."""
        return ".html"
