"""Navigation of the frames, from the chain: which step, where am I."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from weitblick.method.chain import CHAIN


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``desk_nav`` and ``reader_nav`` where the address names a process."""
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match else None
    if not match or not slug:
        return {"account_links": _account(request)}
    return {
        "desk_nav": _desk(slug, match.namespace),
        "reader_nav": _reader(slug, match.kwargs.get("step", "")),
        "account_links": _account(request),
    }


def _desk(slug: str, namespace: str) -> list[dict[str, Any]]:
    pages = [
        {"title": step.title, "url": reverse(f"{step.slug}:desk", args=[slug]),
         "current": namespace == step.slug, "number": step.number}
        for step in CHAIN if step.urls
    ]
    overview = {"title": _("Überblick"), "url": reverse("entrance:process", args=[slug]),
                "current": namespace == "entrance", "number": None}
    return [overview, *pages]


def _reader(slug: str, current: str) -> list[dict[str, Any]]:
    pages = [
        {"title": step.title, "url": reverse("entrance:reader-step", args=[slug, step.slug]),
         "current": step.slug == current, "number": step.number}
        for step in CHAIN
    ]
    overview = {"title": _("Überblick"), "url": reverse("entrance:reader", args=[slug]),
                "current": current == "", "number": None}
    return [overview, *pages]


def _account(request: HttpRequest) -> list[dict[str, Any]]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    return [{"title": _("Meine Prozesse"), "url": reverse("entrance:desk")}]
