"""Ready-made explorers over the record; each is a short function built on `kit.explore`.

They double as examples: read one, change a line, and it is yours.

    from kit import explorers
    explorers.anatomy(record)
"""

from __future__ import annotations

from kit.teach.explorers.texts import anatomy

__all__ = ["anatomy"]
