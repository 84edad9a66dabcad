"""Leads: rows of grade C, which are kept apart until a person has checked them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from kit.record.table import Table, freeze, to_frame

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kit.record.rules import Cells

LEAD: Final = "C"


def part_leads(tables: Mapping[str, Cells]) -> tuple[dict[str, Table], Table]:
    """Part the facts from the leads.

    Parameters
    ----------
    tables : mapping of str to Cells
        The checked cells of every table.

    Returns
    -------
    tuple of (dict of str to Table, Table)
        The tables without their leads, and the leads of all tables.
    """
    frames: dict[str, Table] = {}
    leads = []
    for name, cells in tables.items():
        frame = to_frame(cells)
        if "grade" in frame:
            is_lead = frame["grade"] == LEAD
            leads.append(_list_leads(name, cells, frame[is_lead]))
            frame = frame[~is_lead].reset_index(drop=True)
        frames[name] = freeze(frame, name)
    return frames, freeze(pd.concat(leads, ignore_index=True) if leads else pd.DataFrame(), "leads")


def _list_leads(name: str, cells: Cells, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the leads of one table in the form that all tables share."""
    key = cells.schema.primary_key
    return pd.DataFrame(
        {
            "table": name,
            "key": [" ".join(map(str, row)) for row in rows[list(key)].to_numpy()],
            "source": rows["source"].to_numpy() if "source" in rows else "",
        }
    )
