"""Sources for reference managers."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

import kit

if TYPE_CHECKING:
    from conftest import PackageFolder


@pytest.fixture(scope="module")
def real() -> Any:
    return kit.load()


@pytest.fixture
def record(folder: PackageFolder) -> Any:
    folder.change("sources", 4, title="50 % of {x} & $y_1 \\ #2 ~ ^")
    return kit.load(folder.path, beside=None)


def test_csl_holds_every_source_once(real: Any) -> None:
    items = real.sources_csl()
    assert [item["id"] for item in items] == list(real.sources["key"])
    assert json.loads(json.dumps(items)) == items


def test_csl_keeps_the_precision_of_dates(record: Any) -> None:
    dates = [item["issued"]["date-parts"] for item in record.sources_csl()]
    assert dates == [[[2021, 12, 6]], [[2021, 7]], [[2022]]]


def test_csl_gives_title_publisher_address_and_symbol(record: Any) -> None:
    first = record.sources_csl()[0]
    assert first["title"] == "Developments in ICT security"
    assert first["publisher"] == "United Nations"
    assert first["URL"] == "https://docs.un.org/en/A/RES/76/19"
    assert first["number"] == "A/RES/76/19"
    assert first["type"] in {"report", "legislation"}


def test_bibtex_holds_every_source_once_under_a_key_of_its_own(real: Any) -> None:
    keys = re.findall(r"^@\w+\{([^,]+),$", real.sources_bibtex(), re.MULTILINE)
    assert len(keys) == len(set(keys)) == len(real.sources)
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", key) for key in keys)


def test_bibtex_is_balanced_whatever_a_title_holds(real: Any, record: Any) -> None:
    for entry in (real.sources_bibtex() + record.sources_bibtex()).split("\n@"):
        plain = re.sub(r"\\[{}]", "", entry)
        assert plain.count("{") == plain.count("}")


def test_bibtex_escapes_what_tex_would_read(record: Any) -> None:
    assert (
        r"50 \% of \{x\} \& \$y\_1 \textbackslash{} \#2 \textasciitilde{} \textasciicircum{}"
        in record.sources_bibtex()
    )
