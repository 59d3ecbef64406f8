"""Navigation of the frames, from the chain: which step, where am I, what comes next."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from weitblick.method.chain import CHAIN, EVERYWHERE
from weitblick.workshop.models import Meeting

MEETINGS_IN_RAIL = 4


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``desk_nav``, ``desk_next`` and ``reader_nav`` where the address names
    a process."""
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match else None
    if not match or not slug:
        return {"account_links": _account(request)}
    return {
        "desk_nav": _desk(slug, match.namespace, match.kwargs.get("pk")),
        "desk_meetings": SimpleLazyObject(lambda: _meetings(slug, match.kwargs.get("pk"))),
        "desk_next": _next(slug, match.namespace),
        "reader_nav": _reader(slug, match.kwargs.get("step", "")),
        "account_links": _account(request),
    }


def _desk(slug: str, namespace: str, meeting: int | None) -> list[dict[str, Any]]:
    pages = [
        {"title": step.title, "url": reverse(f"{step.slug}:desk", args=[slug]),
         "current": namespace == step.slug, "number": step.number}
        for step in EVERYWHERE if step.urls
    ]
    overview = {"title": _("Überblick"), "url": reverse("entrance:process", args=[slug]),
                "current": namespace == "entrance" and meeting is None, "number": None}
    return [overview, *pages]


def _meetings(slug: str, current: int | None) -> list[dict[str, Any]]:
    """The latest meetings: their agendas are needed at every step."""
    latest = Meeting.objects.filter(process__slug=slug).order_by("-starts_on", "-pk")
    return [
        {"title": one.title, "url": reverse("entrance:meeting", args=[slug, one.pk]),
         "current": one.pk == current}
        for one in latest[:MEETINGS_IN_RAIL]
    ]


def _next(slug: str, namespace: str) -> dict[str, Any] | None:
    """The step after the current one."""
    slugs = [step.slug for step in CHAIN if step.urls]
    if namespace not in slugs[:-1]:
        return None
    step = next(one for one in CHAIN if one.slug == slugs[slugs.index(namespace) + 1])
    return {"title": step.title, "number": step.number,
            "url": reverse(f"{step.slug}:desk", args=[slug])}


def _reader(slug: str, current: str) -> list[dict[str, Any]]:
    pages = [
        {"title": step.title, "url": reverse("entrance:reader-step", args=[slug, step.slug]),
         "current": step.slug == current, "number": step.number}
        for step in EVERYWHERE
    ]
    overview = {"title": _("Überblick"), "url": reverse("entrance:reader", args=[slug]),
                "current": current == "", "number": None}
    return [overview, *pages]


def _account(request: HttpRequest) -> list[dict[str, Any]]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    return [{"title": _("Meine Prozesse"), "url": reverse("entrance:desk")}]
