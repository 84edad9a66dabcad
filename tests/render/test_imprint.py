"""What every HTML file says of itself."""

from __future__ import annotations

from kit.document.blocks import Meta
from kit.render import imprint
from kit.render.theme import Theme
from tests.render import sample


def test_time_and_date_are_told_in_words() -> None:
    assert imprint.lesson_time(sample.META) == "35 min, 20 min of practice"
    assert imprint.sources_date(sample.META) == "Sources to 7 December 2022"


def test_what_is_not_known_is_not_told() -> None:
    empty = Meta("T", "t")
    assert imprint.lesson_time(empty) == ""
    assert imprint.sources_date(empty) == ""
    assert imprint.lesson_time(Meta("T", "t", practise_minutes=5)) == "5 min of practice"


def test_a_logo_is_drawn_with_its_words() -> None:
    logo = Theme(logo=b"x", logo_media="image/png", logo_alt="Academy")
    assert 'alt="Academy"' in str(imprint.wordmark(logo))
    assert str(imprint.wordmark(Theme(wordmark="A & B"))) == '<p class="wordmark">A &amp; B</p>'
