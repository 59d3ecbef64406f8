"""The reader face: public pages of one process, open when the process is public."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from weitblick.workshop.models import Process
from weitblick.workshop.roles import may

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Process, P], HttpResponse]


def reader_page(view: View[P]) -> Callable[..., HttpResponse]:
    """A view of one process (URL keyword ``slug``); a closed process looks like none."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        process = get_object_or_404(Process, slug=slug)
        is_rehearsal = process.rehearsal_of_id is not None
        if is_rehearsal or not (process.is_public or may(request.user, process)):
            raise Http404
        return view(request, process, **kwargs)  # type: ignore[call-arg]  # keywords of the URL

    return guarded
