"""Ready-made explorers over the record; each is a short function built on `kit.explore`.

They double as examples: read one, change a line, and it is yours.

    from kit import explorers
    explorers.anatomy(record)
"""

from __future__ import annotations

from kit.teach.explorers.history import timeline
from kit.teach.explorers.reports import compare, norm, term
from kit.teach.explorers.statement import claim, reader, spot_the_error
from kit.teach.explorers.texts import anatomy, lineage
from kit.teach.explorers.votes import ballot, state_record

__all__ = [
    "anatomy",
    "ballot",
    "claim",
    "compare",
    "lineage",
    "norm",
    "reader",
    "spot_the_error",
    "state_record",
    "term",
    "timeline",
]
