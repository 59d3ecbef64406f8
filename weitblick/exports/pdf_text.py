"""Text as JSON for the template: runs, and the marks that say where a passage comes from."""

from __future__ import annotations

from typing import Any

from weitblick.exports.blocks import Text, TraceRef, runs_of
from weitblick.exports.places import Mark, Outline
from weitblick.exports.words import people

Json = dict[str, Any]


def references(refs: tuple[TraceRef, ...], plan: Outline) -> list[Json]:
    """Sources, each linked to its line in the list and to its address."""
    return [
        {"label": ref.label, "anchor": plan.source_anchor(ref.public_id), "url": plan.address(ref)}
        for ref in refs
    ]


def voices(mark: Mark, plan: Outline) -> str:
    """How many people said so; "" where nobody counted."""
    return "" if mark.n is None else people(mark.n, plan.document.language)


def mark_json(mark: Mark | None, plan: Outline) -> Json | None:
    """What stands beside a block; None for one without a trace."""
    if mark is None:
        return None
    listed = f" (B{mark.list_number})" if mark.list_number else ""
    more = f"+{mark.more}{listed}" if mark.more else ""
    return {
        "shown": references(mark.shown, plan),
        "more": more,
        "list": f"w-list{mark.list_number}" if mark.list_number else "",
        "n": voices(mark, plan),
    }


def runs(text: Text) -> list[Json]:
    """A text in its runs."""
    return [
        {"kind": r.kind, "text": r.text, "href": r.href, "lang": r.language} for r in runs_of(text)
    ]
