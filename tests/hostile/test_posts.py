"""Every address of the house, with arguments and fields nobody would type: refused, never broken.

All routes are walked, those of the steps included, on the worked example with all its rounds open.
Each is asked and sent everything that any page or form names, filled with hostile values, by who
leads and by a phone; then every form that is really shown is sent with one field missing, and with
hostile values in it. Nothing may raise, nothing may answer 500. Each request is rolled back.

Every run sends the two values that broke most; WEITBLICK_REQUIRE=thorough sends all of them, bends
the arguments of addresses and every form that is shown, which takes some minutes.
"""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.http import urlencode

from tests.conftest import REQUIRED
from weitblick.entrance import throttle
from weitblick.entrance.board import key_of
from weitblick.example.build import build, remove
from weitblick.example.opening import OPEN_CODE
from weitblick.faces.phone import cookie_name
from weitblick.method.paper.composing import compose
from weitblick.workshop import actions, roles, seats
from weitblick.workshop.models import Meeting, Membership, Role

PACKAGE = Path(__file__).parents[2] / "weitblick"
IS_THOROUGH = "thorough" in REQUIRED
thorough = pytest.mark.skipif(not IS_THOROUGH, reason="only with WEITBLICK_REQUIRE=thorough")
ALL_VALUES = ("", "\x00", "9" * 5000, "9" * 30, "²", "x" * 5000, "1")
VALUES = ALL_VALUES if IS_THOROUGH else ("9" * 30, "²")
ASKED = ("\x00", "9" * 30) if IS_THOROUGH else ()
ARGUMENTS = {"int": ("0", "9" * 30, "9" * 5000), "str": ("ü", "%00", "²"), "slug": ("-", "0")}
FILES = {"photo", "photos", "audio", "file", "logo", "datei"}
NAMED = re.compile(r"""(?:POST|GET|FILES|data|sent)\.(?:get|getlist|pop)\(\s*"([^"{]+)"|"""
                   r"""(?:POST|GET|FILES|data)\[\s*"([^"{]+)"\]|\bname="([a-z_-]+)\"""")
LARGE = 5
"""Fields of one form that are bent one by one; a matrix has hundreds of the same kind."""


@cache
def names() -> list[str]:
    """Every name under which some page or form of the house sends something."""
    found = set()
    for file in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]:
        for groups in NAMED.findall(file.read_text(encoding="utf-8")):
            found |= {one for one in groups if one}
    return sorted(found - {"viewport", "description", "color-scheme"})


def routes(patterns: list[Any], before: str = "") -> Iterator[str]:
    """Every route with its placeholders."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield before + str(one.pattern)


ROUTES = sorted(set(routes(get_resolver().url_patterns)))
PLACEHOLDER = re.compile(r"<(\w+):(\w+)>")


class Forms(HTMLParser):
    """The forms of a page: where they go, by which method, with which fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, list[tuple[str, str]]]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = True
            method = given.get("method", "get").lower()
            self.found.append((given.get("action", ""), method, []))
        is_field = self._inside and tag in {"input", "textarea", "select", "button"}
        if is_field and given.get("name", "csrfmiddlewaretoken") != "csrfmiddlewaretoken":
            self.found[-1][2].append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"


class Room:
    """What hostile visitors find: the example, its open rounds, keys and codes."""

    def __init__(self) -> None:
        self.process = build()
        self.meeting = Meeting.objects.get(code=OPEN_CODE)
        for one in self.meeting.activities.all():
            actions.open_activity(one, minutes=0)
        self.participant, self.secret = seats.join(self.meeting, sector="kommune")
        self.user = Membership.objects.model.user.field.related_model.objects.create_user("fremd")
        for role in Role:
            Membership.objects.create(process=self.process, user=self.user, role=role)
        self.token = roles.invite(self.process, Role.SCRIBE)
        passages = [(one.slug, entry.key) for one in compose(self.process).chapters
                    for entry in one.entries if entry.is_editable]
        self.chapter, self.passage = passages[0]

    def addresses(self, route: str) -> list[str]:
        """The route with arguments that exist, as far as they can be told from its name."""
        found = {route}
        for _kind, name in PLACEHOLDER.findall(route):
            spot = re.compile(rf"<\w+:{name}>")
            found = {spot.sub(lambda _m, one=value: str(one), one_route, count=1)
                     for one_route in found for value in self.values(name, route)}
        return sorted(f"/{one}" for one in found)

    def values(self, name: str, route: str) -> list[Any]:
        """Arguments of this name that exist."""
        items = dict(self.process.items.filter(state="live").order_by("-pk").values_list(
            "kind", "public_id"))
        keys = list(self.process.factors.filter(is_key=True).values_list(
            "item__public_id", flat=True)[:2])
        of_step = {"factors": ["factor"], "trends": ["assumption"], "scenarios": ["scenario"],
                   "options": ["option"], "validation": ["statement"],
                   "paper": ["recommendation"], "monitoring": ["evidence"]}
        step = next((one for one in of_step if f"/{one}/" in route), "")
        public = [items[kind] for kind in of_step.get(step, ["recommendation"]) if kind in items]
        return {
            "slug": [self.process.slug], "step": ["factors"], "public_id": public or ["x"],
            "source": keys[:1], "target": keys[1:], "place": [1], "suffix": ["csv", "x"],
            "which": ["papier"], "chapter": [self.chapter], "format": ["pdf"],
            "key": [key_of(self.meeting) if route.startswith("tafel") else self.passage],
            "code": [OPEN_CODE if not route.startswith(("desk", "p/")) else "x"],
            "token": [self.token], "table": [1], "what": ["karten"], "form": ["x"],
            "activity": list(self.meeting.activities.values_list("pk", flat=True))
            if "eintippen" in route else [self.meeting.activities.first().pk],
            "pk": self.pks(route),
        }.get(name, ["x"])

    def pks(self, route: str) -> list[int]:
        """Keys of what a route is about."""
        if route.startswith("m/"):
            return list(self.meeting.activities.values_list("pk", flat=True))
        if "gruppe" in route:
            return [self.process.card_groups.first().pk]
        return [self.meeting.pk]

    def visitor(self, route: str) -> Client:
        """A phone, where a phone has something to say; else who leads."""
        client = Client()
        if route.startswith("m/"):
            client.cookies[cookie_name(self.process)] = self.secret
        else:
            client.force_login(self.user)
        return client


@pytest.fixture(scope="module")
def room(django_db_setup, django_db_blocker) -> Iterator[Room]:
    with django_db_blocker.unblock():
        made = Room()
        yield made
        remove(made.process)
        made.user.delete()


@pytest.fixture(autouse=True)
def database(room: Room, db: None) -> None:
    """Every test here stands in the one room."""


def problem(client: Client, address: str, data: Any = None) -> str:
    """What broke; empty where the house kept calm."""
    throttle.forget_all()
    try:
        with transaction.atomic():
            answer = client.get(address) if data is None else client.post(address, data)
            b"".join(answer) if answer.streaming else answer.content
            transaction.set_rollback(True)
    except Exception as broken:  # noqa: BLE001 - whatever it is, it would have been a 500
        where = broken.__traceback__
        while where and where.tb_next:
            where = where.tb_next
        spot = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else ""
        sent = "GET" if data is None else "POST"
        return f"{sent} {address[:90]} {type(broken).__name__}: {str(broken)[:90]} ({spot})"
    return f"{address}: {answer.status_code}" if answer.status_code == 500 else ""


def bodies() -> list[dict[str, Any]]:
    """Everything that is named anywhere, filled with one hostile value each time."""
    all_names = names()
    found: list[dict[str, Any]] = [{}]
    found += [dict.fromkeys(all_names, value) for value in VALUES]
    files = {name: SimpleUploadedFile("ü.jpg", b"\xff\xd8\xff\xe0 kein Foto")
             for name in all_names if name in FILES}
    return [*found, files]


BODIES = bodies()


@pytest.mark.parametrize("route", ROUTES)
def test_no_address_breaks_on_hostile_fields(room: Room, route: str) -> None:
    broken = set()
    for address in room.addresses(route):
        client = room.visitor(route)
        for body in BODIES:
            for file in body.values():
                if isinstance(file, SimpleUploadedFile):
                    file.seek(0)
            broken.add(problem(client, address, body))
        for value in ASKED:
            broken.add(problem(client, f"{address}?{urlencode(dict.fromkeys(names(), value))}"))
    assert broken - {""} == set()


@thorough
@pytest.mark.parametrize("route", [one for one in ROUTES if "<" in one])
def test_no_address_breaks_on_hostile_arguments(room: Room, route: str) -> None:
    good = room.addresses(route)[0]
    broken = set()
    for kind, name in PLACEHOLDER.findall(route):
        for value in ARGUMENTS[kind]:
            spot = route
            for other_kind, other in PLACEHOLDER.findall(route):
                known = value if other == name else str(room.values(other, route)[0])
                spot = spot.replace(f"<{other_kind}:{other}>", known)
            client = room.visitor(route)
            broken |= {problem(client, f"/{spot}"), problem(client, f"/{spot}", {})}
    assert (good.startswith("/"), broken - {""}) == (True, set())


@thorough
@pytest.mark.parametrize("route", ROUTES)
def test_no_form_that_is_shown_breaks_when_bent(room: Room, route: str) -> None:
    broken = set()
    for address in room.addresses(route):
        client = room.visitor(route)
        answer = client.get(address)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        page = Forms()
        page.feed(answer.content.decode())
        kinds = {(method, tuple(name for name, _value in fields)): (action, method, fields)
                 for action, method, fields in page.found}
        for action, method, fields in kinds.values():
            for body in bent(fields):
                target = action or address
                broken.add(problem(client, target, body) if method == "post" else
                           problem(client, f"{target}?{urlencode(body, doseq=True)}"))
    assert broken - {""} == set()


def bent(fields: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """The fields as shown, and with each of them missing, empty, doubled or hostile."""
    whole = dict(fields)
    yield whole
    for name in list(whole)[:LARGE]:
        yield {other: value for other, value in whole.items() if other != name}
        yield {**whole, name: "9" * 5000}
