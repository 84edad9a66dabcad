"""The few words that print adds."""

from __future__ import annotations

import string

import pytest

from kit.render.labels import labels, long_date

LANGUAGES = ("fr", "es", "ru")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translation_names_no_label_that_english_lacks(lang: str) -> None:
    assert set(labels(lang)) == set(labels("en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translation_holds_the_same_places(lang: str) -> None:
    def places(template: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name}

    english = labels("en")
    assert all(places(said) == places(english[name]) for name, said in labels(lang).items())


def test_an_unknown_language_gets_english() -> None:
    assert labels("tlh") == labels("en")


@pytest.mark.parametrize(
    ("iso", "lang", "said"),
    [
        ("2021-12-06", "en", "6 December 2021"),
        ("2021-12-06", "en-GB", "6 December 2021"),
        ("2021-08-01", "fr", "1er août 2021"),
        ("2021-12-06", "es", "6 de diciembre de 2021"),
        ("2021-12-06", "ru", "6 декабря 2021"),
        ("2025-10", "en", "October 2025"),
        ("2025-10", "es", "octubre de 2025"),
        ("2021", "en", "2021"),
        ("about 2021", "en", "about 2021"),
        ("", "en", ""),
    ],
)
def test_a_date_is_written_as_the_language_writes_it(iso: str, lang: str, said: str) -> None:
    assert long_date(iso, lang) == said
