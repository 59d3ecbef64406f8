"""A tiny site around the frames: one task whose form is kept, one live board, an event stream."""

import threading
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template import engines
from django.urls import include, path

from weitblick.faces.living import living

TASK = """{% extends "faces/phone.html" %}{% load weitblick %}
{% block title %}{{ heading }}{% endblock %}
{% block where %}Schritt 1{% endblock %}
{% block task %}
{% if open %}<form method="post" data-draft="cards-1">{% csrf_token %}{% once %}
<label for="id_text">Karte</label><textarea id="id_text" name="text"></textarea>
{% scale name="impact" legend="Wirkung" %}
{% button "Karte abgeben" kind="primary" %}</form>
<form method="post" data-draft="quick" data-many>{% csrf_token %}{% once %}
<label for="id_quick">Schnell</label><textarea id="id_quick" name="text"></textarea>
{% button "Noch eine" %}</form>{% endif %}
<ul id="kept">{% for text in texts %}<li>{{ text }}</li>{% endfor %}</ul>
{% endblock %}"""
BOARD = """{% extends "faces/board.html" %}{% block title %}{{ heading }}{% endblock %}
{% block board %}<p>Noch leer</p>{% endblock %}"""
DESK = """{% extends "faces/desk.html" %}{% block title %}Karten{% endblock %}
{% block desk %}<p id="count">{{ state }}</p><input id="note" aria-label="Notiz">
<form id="kept" hx-preserve><input id="message" aria-label="Nachricht"></form>
<details><summary>Mehr</summary><p id="more">Noch drei</p></details>{% endblock %}"""


class Hall:
    """What the server knows: contributions by their key, the state, the events to send."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.cards: dict[str, str] = {}
        self.ratings: list[str] = []
        self.seats: list[int] = []
        self.state = 0
        self.heading = "Karten schreiben"
        self.open = True
        self.refuse = 0
        self.seat = 7
        self.events: list[str] = []
        self.news = threading.Condition()

    def tell(self, event: str, data: str) -> None:
        with self.news:
            self.events.append(f"event: {event}\ndata: {data}\n\n")
            self.news.notify_all()

    def stream(self) -> Iterator[str]:
        seen = len(self.events)
        yield ": here\n\n"
        while True:
            with self.news:
                self.news.wait(timeout=0.5)
                fresh, seen = self.events[seen:], len(self.events)
            yield "".join(fresh) or ": still here\n\n"


hall = Hall()


def _page(request: HttpRequest, source: str, **context: object) -> HttpResponse:
    common = {"state": hall.state, "heading": hall.heading, "live_url": "/live/",
              "participant": {"pk": hall.seat}}
    template = engines["django"].from_string(source)
    return HttpResponse(template.render(common | context, request))


def task(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        hall.requests.append(request.POST["once"])
        if hall.refuse:
            return HttpResponse(status=hall.refuse)
        hall.cards[request.POST["once"]] = request.POST["text"]
        hall.ratings.append(request.POST.get("impact", ""))
        hall.seats.append(hall.seat)
        return HttpResponseRedirect("/task/")
    if request.GET.get("state") == str(hall.state):
        return HttpResponse(status=204)
    return _page(request, TASK, open=hall.open, texts=list(hall.cards.values()))


def board(request: HttpRequest) -> HttpResponse:
    return _page(request, BOARD)


def desk(request: HttpRequest) -> HttpResponse:
    return _page(request, DESK)


def live(request: HttpRequest) -> StreamingHttpResponse:
    headers = {"Content-Encoding": "identity"}  # else the gzip middleware holds events back
    return StreamingHttpResponse(
        hall.stream(), content_type="text/event-stream", headers=headers
    )


urlpatterns = [
    path("task/", task),
    path("board/", board),
    path("desk/", desk),
    path("live/", live),
    path("stil/", living),
    path("i18n/", include("django.conf.urls.i18n")),
]
