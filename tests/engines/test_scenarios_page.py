"""Every block of the walk-through in docs/scenarios.md runs and is true."""

from __future__ import annotations

import re
from pathlib import Path

from tests.engines.matrices import CASES, needs_cases

PAGE = Path(__file__).parents[2] / "docs" / "scenarios.md"


@needs_cases
def test_the_walk_through_is_true(monkeypatch):
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) > 8
    monkeypatch.chdir(CASES)
    names: dict = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)
