"""What a page says and offers: where am I, what comes next, how far, what to press."""

from collections.abc import Mapping
from typing import Any

from django import template

from weitblick.faces.figures import Context

register = template.Library()


@register.inclusion_tag("faces/components/button.html")
def button(
    label: str,
    kind: str = "secondary",
    url: str = "",
    name: str = "",
    value: str = "",
    confirm: str = "",
) -> Context:
    """A button (or, with url, a link that looks like one). kind: primary, secondary, quiet."""
    return {
        "label": label,
        "kind": kind,
        "url": url,
        "name": name,
        "value": value,
        "confirm": confirm,
    }


@register.inclusion_tag("faces/components/status.html")
def status(where: str, next: str = "", kind: str = "info") -> Context:
    """One line: where am I, what comes next. kind: info, sent, waiting, problem."""
    return {"where": where, "next": next, "kind": kind}


@register.inclusion_tag("faces/components/empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "") -> Context:
    """An empty state that says what to do."""
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("faces/components/progress.html")
def progress(label: str, done: float | None = None, total: float = 1, note: str = "") -> Context:
    """A job's progress; without `done` one that only says that it runs."""
    share = None if done is None or not total else done / total
    return {"label": label, "done": done, "total": total, "share": share, "note": note}


@register.inclusion_tag("faces/components/timer.html")
def timer(ends_at: Any = None, label: str = "", paused: bool = False) -> Context:
    """The time that is left until ends_at (an aware datetime); nothing without one."""
    return {"ends_at": ends_at, "label": label, "paused": paused}


@register.inclusion_tag("faces/parts/join.html")
def join_panel(join: Mapping[str, Any]) -> Context:
    """The joining code and its QR code in large, for a board that waits for people."""
    return {"join": join, "large": True}
