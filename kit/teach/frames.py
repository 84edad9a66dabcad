"""DataFrames in a live notebook, written as explorers write their tables.

pandas sets prose to the right, leaves headings empty and shows citations as they
are typed. What it would not show whole stays with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit.teach.session import formatter_of

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def use(shell: InteractiveShell) -> None:
    """Let a shell show DataFrames as the kit does; pandas is not imported for it.

    Parameters
    ----------
    shell : InteractiveShell
        The notebook's shell.
    """
    html = formatter_of(shell).formatters["text/html"]
    for module in ("pandas", "pandas.core.frame"):  # where pandas from 3 on, and before, says it is
        html.for_type_by_name(module, "DataFrame", written)


def written(frame: Any) -> str:  # noqa: ANN401  pandas' stubs do not know its own HTML
    """Write a DataFrame as HTML.

    Parameters
    ----------
    frame : DataFrame
        Any table.

    Returns
    -------
    str
        The kit's table, or pandas' own where there is more than pandas shows whole.
    """
    import pandas as pd

    from kit.teach import live, tables

    most = pd.get_option("display.max_rows"), pd.get_option("display.max_columns")
    if any(limit and size > limit for size, limit in zip(frame.shape, most, strict=True)):
        return str(frame._repr_html_())  # what IPython itself would call
    return live.page(live.table(tables.resource(frame)))
