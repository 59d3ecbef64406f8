"""The server: Django's pages in a few lasting threads, the live stream beside them.

Django runs as WSGI in fixed pools of threads, so each keeps one database connection open; what
phones send is written in groups; the event stream runs on the event loop and holds no connection.
See docs/decisions.
"""

import asyncio
import gc
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weitblick.settings")
pages = get_wsgi_application()

from weitblick.entrance.gate import fresh, gate  # noqa: E402  needs the apps that the line above loads
from weitblick.entrance.rehearsal_people import Rehearsals  # noqa: E402
from weitblick.lab.worker import BackgroundWorker  # noqa: E402
from weitblick.live.hub import hub  # noqa: E402
from weitblick.live.lane import Lane  # noqa: E402
from weitblick.live.postgres import Relay  # noqa: E402
from weitblick.live.stream import endpoint  # noqa: E402
from weitblick.monitoring import tasks as uploads  # noqa: E402
from weitblick.workshop.grouped import group  # noqa: E402

log = logging.getLogger(__name__)
PHONE_THREADS, DESK_THREADS = 6, 4
phones, desks = Lane(pages, PHONE_THREADS), Lane(pages, DESK_THREADS)


@asynccontextmanager
async def lifespan(_app: Starlette) -> AsyncIterator[None]:
    """Bind the hub, join other processes on PostgreSQL, and carry out background work."""
    hub.bind(asyncio.get_running_loop())
    relay = _relay()
    worker, rehearsals = background(), Rehearsals()
    gc.freeze()  # what is imported stays: looking through it again takes a tenth of a second
    group.start()
    worker.start()
    rehearsals.start()
    try:
        yield
    finally:
        rehearsals.stop()
        worker.stop()
        group.stop()
        if relay:
            relay.stop()
        hub.unbind()


def background() -> BackgroundWorker:
    """The worker, with all it has to take up after a server that ended in the midst of it."""
    return BackgroundWorker(uploads.resume)


def _relay() -> Relay | None:
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("postgresql"):
        return None
    relay = Relay(hub, os.environ["WEITBLICK_DATABASE"])
    relay.start()
    return relay


async def by_lane(scope: Scope, receive: Receive, send: Send) -> None:
    """Phones never queue behind a page of the desk that takes its time."""
    lane = phones if scope["path"].startswith("/m/") else desks
    await lane(scope, receive, send)


application = Starlette(
    routes=[
        Route("/live/{path:path}", endpoint(hub, fresh(gate))),
        Mount("/", by_lane),
    ],
    lifespan=lifespan,
)
