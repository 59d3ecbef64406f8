"""The desk face: pages for facilitators, analysts and scribes of one process."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from weitblick.workshop.models import Process, Role
from weitblick.workshop.roles import may

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Process, P], HttpResponse]


def desk_page(*roles: str) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """A view of one process (URL keyword ``slug``) for these roles; default: who leads or analyses.

    The view gets the process instead of the slug. What it refuses by ValidationError becomes a
    message on the page the person came from; nothing is half-written.
    """
    allowed = roles or (Role.FACILITATOR, Role.ANALYST)

    def decorate(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            process = get_object_or_404(Process, slug=slug)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user, process, *allowed):
                raise PermissionDenied
            try:
                return view(request, process, **kwargs)  # type: ignore[call-arg]  # from the URL
            except ValidationError as problem:
                if request.method != "POST":
                    raise
                for text in problem.messages:
                    messages.error(request, text)
                overview = reverse("entrance:process", args=[slug])
                return HttpResponseRedirect(came_from(request, overview))

        return guarded

    return decorate


def came_from(request: HttpRequest, otherwise: str = "") -> str:
    """The page of this site the person came from, if the browser says so."""
    referer = request.headers.get("Referer", "")
    here = f"{request.scheme}://{request.get_host()}/"
    return referer if referer.startswith(here) else otherwise or request.path


def key_from(text: str | None) -> int:
    """The key a form gives; 0, which no row has, for anything that is no number."""
    return int(text) if text and text.isdecimal() and len(text) < 16 else 0


def show(
    request: HttpRequest, process: Process, template: str,
    context: Mapping[str, Any] | None = None, *, status: int = 200,
) -> HttpResponse:
    """Answer with a desk page of a process."""
    live = {"process": process, "live_url": f"/live/desk/{process.slug}"}
    return render(request, template, {**live, **(context or {})}, status=status)
