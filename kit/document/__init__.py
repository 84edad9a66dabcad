"""An executed notebook as one tree of blocks, and the editions of it."""

from __future__ import annotations

from kit.document.blocks import Document
from kit.document.edition import EDITIONS, Edition, edition
from kit.document.notebook import read

__all__ = ["EDITIONS", "Document", "Edition", "edition", "read"]
