"""What the tests of the document share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kit

if TYPE_CHECKING:
    from kit.record.record import Record


@pytest.fixture(scope="session")
def record() -> Record:
    """Give the real record."""
    return kit.load()
