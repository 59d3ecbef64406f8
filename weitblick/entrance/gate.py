"""Who may listen to which live channel. Checked in a short thread, before the stream begins."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http import HttpRequest

from weitblick.entrance.board import is_key, render_board
from weitblick.entrance.phone import render_notice
from weitblick.faces.phone import cookie_name
from weitblick.live.stream import Source
from weitblick.workshop import channels
from weitblick.workshop.models import Process
from weitblick.workshop.roles import may
from weitblick.workshop.seats import find_guest, find_meeting

P = ParamSpec("P")
T = TypeVar("T")


def fresh(work: Callable[P, T]) -> Callable[P, T]:
    """Work for a thread of the stream: a database connection that broke meanwhile is renewed."""

    def in_thread(*args: P.args, **kwargs: P.kwargs) -> T:
        close_old_connections()
        return work(*args, **kwargs)

    return in_thread


def gate(path: str, cookies: dict[str, str]) -> Sequence[Source] | None:
    """The sources behind ``phone/CODE``, ``board/CODE/KEY`` or ``desk/SLUG``; None: not for you."""
    face, _, rest = path.strip("/").partition("/")
    listen = {"phone": _phone, "board": _board, "desk": _desk}.get(face)
    return listen(rest, cookies) if listen else None


def _phone(code: str, cookies: dict[str, str]) -> Sequence[Source] | None:
    meeting = find_meeting(code)
    if meeting is None:
        return None
    if find_guest(meeting, cookies.get(cookie_name(meeting.process), "")) is None:
        return None
    return [
        Source(channels.phones(meeting), "changed"),
        Source(channels.notices(meeting), "notice", fresh(partial(render_notice, meeting.pk))),
    ]


def _board(rest: str, cookies: dict[str, str]) -> Sequence[Source] | None:
    code, _, key = rest.partition("/")
    key, _, fixed = key.partition("/")
    meeting = find_meeting(code)
    if meeting is None or not is_key(key, meeting):
        return None
    news = [Source(channels.phones(meeting), "changed"),
            Source(channels.screens(meeting), "changed")]
    if fixed:  # it keeps to a view of its own and asks for that itself
        return [Source(channels.boards(meeting), "changed"), *news]
    push = fresh(partial(render_board, meeting.pk))
    return [Source(channels.boards(meeting), "board", push), *news]


def _desk(slug: str, cookies: dict[str, str]) -> Sequence[Source] | None:
    process = Process.objects.filter(slug=slug).first()
    if process is None:
        return None
    request = HttpRequest()
    request.session = SessionStore(cookies.get(settings.SESSION_COOKIE_NAME))
    if not may(get_user(request), process):
        return None
    return [Source(channels.desk(process), "changed")]
