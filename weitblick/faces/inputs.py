"""What is sent to any page: not larger than it may be, and nothing no database could keep."""

import logging
from collections.abc import Callable, Iterable

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024
MOST, MOST_OF_A_PHONE = 512 * MEGABYTE, 100 * MEGABYTE
"""Files are written beside the memory as they come: without an end they would fill the disk."""


class CalmInput:
    """Middleware: refuses with a page (400, 413) what would break further in.

    PostgreSQL keeps no NUL and no text longer than its column; SQLite would take both.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the size before anything is read, then at the words."""
        if _length(request) > (MOST_OF_A_PHONE if request.path.startswith("/m/") else MOST):
            return _refused(_("Das ist zu groß, um es auf einmal zu senden."), 413)
        if any("\x00" in word for word in _words(request)):
            return _refused(_("Das enthält ein Zeichen, das sich nicht speichern lässt."), 400)
        return self._answer(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """What a database found too long or too large for its column."""
        if not isinstance(problem, DataError):
            return None
        log.warning("Refused by the database: %s %s: %s", request.method, request.path, problem)
        return _refused(_("Ein Eintrag ist zu lang oder eine Zahl zu groß. Es wurde "
                                   "nichts gespeichert."), 400)


def _length(request: HttpRequest) -> int:
    text = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(text) if text.isdecimal() and len(text) < 16 else MOST + 1


def _words(request: HttpRequest) -> Iterable[str]:
    yield request.path
    for sent in (request.GET, request.POST):
        for name, values in sent.lists():
            yield name
            yield from map(str, values)


def _refused(words: str, status: int) -> HttpResponse:
    page = render_to_string("faces/refused.html", {"words": words, "status": status})
    return HttpResponse(page, status=status)
