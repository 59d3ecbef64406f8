"""The server: Django's pages in a few lasting threads, the live stream beside them.

Django runs as WSGI in a fixed pool of threads, so each keeps one database connection open; the
event stream runs on the event loop and holds none. See docs/decisions.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from starlette.applications import Starlette
from starlette.routing import Mount, Route

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weitblick.settings")
pages = get_wsgi_application()

from weitblick.entrance.gate import fresh, gate  # noqa: E402  needs the apps that the line above loads
from weitblick.entrance.rehearsal_people import Rehearsals  # noqa: E402
from weitblick.lab.worker import BackgroundWorker  # noqa: E402
from weitblick.live.hub import hub  # noqa: E402
from weitblick.live.postgres import Relay  # noqa: E402
from weitblick.live.stream import endpoint  # noqa: E402

log = logging.getLogger(__name__)
THREADS = 6


@asynccontextmanager
async def lifespan(_app: Starlette) -> AsyncIterator[None]:
    """Bind the hub, join other processes on PostgreSQL, and carry out background work."""
    hub.bind(asyncio.get_running_loop())
    relay = _relay()
    worker, rehearsals = BackgroundWorker(), Rehearsals()
    worker.start()
    rehearsals.start()
    try:
        yield
    finally:
        rehearsals.stop()
        worker.stop()
        if relay:
            relay.stop()
        hub.unbind()


def _relay() -> Relay | None:
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("postgresql"):
        return None
    relay = Relay(hub, os.environ["WEITBLICK_DATABASE"])
    relay.start()
    return relay


application = Starlette(
    routes=[
        Route("/live/{path:path}", endpoint(hub, fresh(gate))),
        Mount("/", WSGIMiddleware(pages, workers=THREADS)),  # type: ignore[arg-type]  # own types
    ],
    lifespan=lifespan,
)
