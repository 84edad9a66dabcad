"""A live explorer: widgets above, what the function gives below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import htpy as h

from kit import mime
from kit.errors import KitError
from kit.teach import capture, live, states
from kit.teach.controls import first_state
from kit.teach.session import publish

if TYPE_CHECKING:
    import ipywidgets as widgets

    from kit.teach.controls import Control, Option, State

_VIEW: Final = "application/vnd.jupyter.widget-view+json"


def show(plan: states.Plan) -> None:
    """Show a live explorer in the running cell.

    Parameters
    ----------
    plan : Plan
        The explorer.
    """
    board = _Board(plan)
    publish(
        {
            _VIEW: {"version_major": 2, "version_minor": 0, "model_id": board.box.model_id},
            "text/plain": f"Explorer “{plan.title}”: run this cell to use it.",
        }
    )


class _Board:
    """The widgets of one explorer and what they show at the moment."""

    def __init__(self, plan: states.Plan) -> None:
        import ipywidgets as widgets

        self.plan = plan
        self.state = first_state(plan.controls)
        self.outputs: list[capture.Output] = []
        self.quiet = False
        self.selectors = [
            _selector(control, offered, option)
            for control, offered, option in zip(
                plan.controls, self._offered(), self.state.options, strict=True
            )
        ]
        self.status = widgets.HTML()
        self.view = widgets.Output(layout={"width": "100%"})
        self.filter = widgets.Text(
            description="Rows with",
            placeholder="type to filter",
            continuous_update=True,
            style={"description_width": "initial"},
        )
        title = widgets.HTML(str(h.div(".kit")[live.style(), h.div(".kit-title")[plan.title]]))
        row = [*self.selectors, *([self.filter] if plan.text_filter else [])]
        controls = widgets.HBox(
            row, layout={"flex_flow": "row wrap", "grid_gap": "4px 24px", "align_items": "center"}
        )
        controls.add_class("kit-controls")
        self.box = widgets.VBox([title, controls, self.status, self.view])
        for selector in self.selectors:
            selector.observe(self._chosen, "value")
        self.filter.observe(lambda _: self._draw(), "value")
        self._compute()

    def _offered(self) -> list[tuple[Option, ...]]:
        """List what each control offers in the present state."""
        return [control.options(self.state.values) for control in self.plan.controls]

    def _chosen(self, _: object) -> None:
        """Follow a reader's choice, and let the controls that depend on it follow."""
        if self.quiet:
            return
        labels = {
            control.name: _label(selector)
            for control, selector in zip(self.plan.controls, self.selectors, strict=True)
        }
        try:
            self.state = first_state(self.plan.controls, **labels)
            offered = self._offered()
        except Exception as error:  # noqa: BLE001  the author's function of choices; shown to the reader
            self._say(f"The choices cannot be listed ({type(error).__name__}: {error}).")
            return
        self.quiet = True
        for control, selector, options, option in zip(
            self.plan.controls, self.selectors, offered, self.state.options, strict=True
        ):
            if control.depends:
                selector.options = [each.label for each in options]
                selector.value = option.label
        self.quiet = False
        self._compute()

    def _compute(self) -> None:
        """Call the author's function for the present state."""
        self.status.value = str(h.div(".kit", role="status")[h.span(".kit-busy")["Working …"]])
        try:
            self.outputs = capture.call(self.plan.function, self.state.values)
        except KitError as error:
            self._say(str(error))
        except Exception as error:  # noqa: BLE001  the author's function; shown to the reader
            self._say(_advice(self.plan, self.state, error))
        else:
            self.status.value = ""
            self._draw()

    def _say(self, sentence: str) -> None:
        """Show one line instead of a view."""
        said = h.div(".kit")[h.div(".kit-say.kit-wrong", role="alert")[sentence]]
        self.status.value = str(said)
        self.view.outputs = ()

    def _draw(self) -> None:
        """Show the outputs, with only the rows that the reader has asked for."""
        wanted = self.filter.value if self.plan.text_filter else ""
        self.view.outputs = tuple(_readable(output, wanted) for output in self.outputs)


def _selector(control: Control, options: tuple[Option, ...], chosen: Option) -> widgets.Widget:
    """Make the widget of one control.

    A list is a dropdown even where it is short: a screen reader hears what is
    chosen. ipywidgets' toggle buttons do not tell it, and JupyterLab takes the
    arrow keys away from its radio buttons.
    """
    import ipywidgets as widgets

    labels = [option.label for option in options]
    common: dict[str, Any] = {
        "description": control.label,
        "style": {"description_width": "initial"},
    }
    if control.kind == "switch":
        return widgets.Checkbox(value=chosen.value, indent=False, description=control.label)
    choosing = {**common, "options": labels, "value": chosen.label}
    if control.kind == "range":
        return widgets.SelectionSlider(
            **choosing, continuous_update=False, layout={"width": "340px"}
        )
    return widgets.Dropdown(**choosing, layout={"width": "auto", "max_width": "520px"})


def _label(selector: Any) -> str:  # noqa: ANN401  one of ipywidgets' selectors
    """Return what a widget has chosen."""
    if isinstance(selector.value, bool):
        return "on" if selector.value else "off"
    return str(selector.value)


def _advice(plan: states.Plan, state: State, error: Exception) -> str:
    """Say what went wrong and what to try."""
    return f"{states.failure(plan, state, error)}. Choose something else, or mend the function."


def _readable(output: capture.Output, wanted: str) -> capture.Output:
    """Show tables and prose as the kit writes them, and leave everything else to the notebook."""
    data = output.get("data", {})
    if mime.TABLE in data:
        return _html(output, live.table(data[mime.TABLE], wanted))
    if "text/markdown" in data:
        return _html(output, live.prose(data["text/markdown"]))
    return output


def _html(output: capture.Output, content: h.Node) -> capture.Output:
    """Replace an output's forms by HTML, with plain text for who cannot show it."""
    words = output["data"].get("text/plain", "")
    return {**output, "data": {"text/html": live.page(content), "text/plain": words}}
