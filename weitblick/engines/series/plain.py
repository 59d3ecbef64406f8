"""Trends of several series on plain data: lists, numbers and words in, the same out (for JSON)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from .trend import outlook, trend

Plain = Mapping[str, Any]


def trends(inputs: Plain) -> dict[str, Any]:
    """Trend and outlook of each series.

    ``inputs``: ``series``: each with ``name``, ``years``, ``values`` (None where unknown) and
    ``breaks``; ``steps`` of the outlook (5); ``share`` its band holds (0.8); ``limits`` [least,
    greatest], None for none; ``across_breaks``.
    """
    return {"complete": True, "series": [_one(given, inputs) for given in inputs["series"]]}


def _one(given: Plain, inputs: Plain) -> dict[str, Any]:
    values = [np.nan if value is None else value for value in given["values"]]
    low, high = inputs.get("limits") or (None, None)
    choice = {"breaks": given.get("breaks", ()),
              "across_breaks": bool(inputs.get("across_breaks", False))}  # fmt: skip
    ahead = outlook(
        given["years"], values, int(inputs.get("steps", 5)), share=inputs.get("share", 0.8),
        limits=(-np.inf if low is None else low, np.inf if high is None else high), **choice,
    )  # fmt: skip
    found = asdict(trend(given["years"], values, **choice))
    # Without any value there are no years to name.
    found |= {name: None for name in ("first", "last") if not found["n"]}
    told = None if ahead is None else {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(ahead).items()
    }  # fmt: skip
    return {"name": given["name"], "trend": found, "outlook": told}
