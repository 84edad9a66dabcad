"""A golden corpus: what small notebooks become, stored so that a change shows its effect.

`pytest tests/golden --update-golden` writes the files anew; review the difference.
"""

from __future__ import annotations

import pytest

from tests.golden.forms import FORMS, HERE, NOTEBOOKS, made

NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_becomes_what_it_became_before(
    name: str, form: str, request: pytest.FixtureRequest
) -> None:
    stored = HERE / name / form
    now = made(name, form)
    if request.config.getoption("--update-golden"):
        stored.parent.mkdir(exist_ok=True)
        stored.write_text(now, encoding="utf-8")

    assert stored.read_text(encoding="utf-8") == now


def test_nothing_is_stored_of_a_notebook_that_is_gone() -> None:
    stored = {path.parent.name for path in HERE.glob("*/*") if path.suffix != ".pyc"}

    assert stored - {"notebooks", "__pycache__"} == set(NAMES)


def test_the_corpus_shows_each_concept_once() -> None:
    assert len(NAMES) >= 40
