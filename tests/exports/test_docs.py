"""Every export format, block and kind of figure has its heading in docs/exports.md."""

import re
from pathlib import Path

from weitblick.exports.blocks import BLOCKS
from weitblick.exports.specs import SPECS

TEXT = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
FORMATS = {"render", "pdf", "docx", "html", "cards", "room", "qr", "logos", "pdf-daten"}


def section(title: str) -> set[str]:
    """The third-level headings under a second-level one."""
    body = TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^### (.+)$", body, re.M))


def test_every_block_has_a_heading():
    assert section("Document model") == {block.__name__ for block in BLOCKS} | {"Run", "Trace"}


def test_every_kind_of_figure_has_a_heading():
    assert section("Figures") == {spec.kind for spec in SPECS}


def test_every_format_has_a_heading():
    assert section("Formats") == FORMATS
