"""Tests of writing executed notebooks as JSON."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from kit.build.encoding import encoded


def round_trip(value: Any) -> Any:
    return json.loads(encoded({"value": value}))["value"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (float("nan"), "nan"),
        ([1.5, float("inf")], [1.5, "inf"]),
        (np.int64(7), 7),
        (np.float64("nan"), "nan"),
        (b"\x00\xff", "AP8="),
        ({(1, 2): "pair", 3: "number"}, {"(1, 2)": "pair", "3": "number"}),
        ((1, 2), [1, 2]),
        ("\ud800", "?"),
        ("é \N{SNOWMAN}", "é \N{SNOWMAN}"),
    ],
)
def test_what_json_lacks_is_written_as_jupyter_does(given: Any, expected: Any) -> None:
    assert round_trip(given) == expected


def test_the_result_is_strict_json() -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    json.loads(encoded({"a": float("nan"), "b": [float("-inf")]}), parse_constant=refuse)
