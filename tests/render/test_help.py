"""The help of a deck."""

from __future__ import annotations

from kit.render import help as helps


def test_the_help_names_the_presenter_file_and_every_key() -> None:
    markup = str(helps.dialog("06_resolution"))
    assert "06_resolution.presenter.html" in markup
    for key in ("Space", "Page Up", "Esc", ">F<", ">B<", ">T<", ">S<", ">?<"):
        assert key in markup
