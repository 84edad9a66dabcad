"""`leads`: what is still to be checked, shown to a student and never printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit import mime
from kit.teach.session import exporting, publish

if TYPE_CHECKING:
    from kit.record import Record


def leads(record: Record, document: str = "") -> None:
    """Show the record's leads: what nobody has yet checked in the primary text.

    In an export only their number is told.

    Parameters
    ----------
    record : Record
        What `kit.load()` gives.
    document : str
        Only those about this document, such as "A/76/135"; all when empty.
    """
    chosen = record.leads[record.leads["document"] == document] if document else record.leads
    number = len(chosen)
    noun = "lead is" if number == 1 else "leads are"
    if exporting():
        said = f"{number} {noun} kept apart and not printed."
        publish({mime.NOTE: {"kind": "live-only", "text": said}, "text/plain": said})
        return
    from kit.teach import live, tables

    intro = (
        f"**To be checked, not facts.** {number} {noun} kept apart: nobody has read them in the "
        "primary text yet. With the official PDF in hand, `kit verify FILE.pdf` shows each beside "
        "the paragraph's own words."
    )
    listed = tables.resource(chosen.set_index("table")) if number else None
    shown = live.page(live.say(intro), live.table(listed) if listed else None)
    publish({"text/html": shown, "text/plain": live.plain(intro)})
