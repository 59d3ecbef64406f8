"""Fixtures: a small process as people would have made it, by the product's own actions."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import translation

from weitblick.faces.phone import cookie_name
from weitblick.workshop import actions, seats
from weitblick.workshop.frame import load_frame
from weitblick.workshop.models import Activity, Meeting, Membership, Participant, Process, Role

VALIDATORS = Path(__file__).parent / "validators"
LONGEST = (
    "test_postgres.py", "test_day.py", "test_posts.py", "test_pages_outside.py",
    "test_pages_inside.py", "test_build.py", "test_layouts.py", "test_reading.py",
    "test_suppression.py", "test_commands.py", "test_real_input.py",
)
REQUIRED = set(filter(None, os.environ.get("WEITBLICK_REQUIRE", "").split(",")))


def examples(thorough: int, daily: int) -> int:
    """How many examples prove something heavy: a daily share, all with REQUIRE=thorough."""
    return thorough if "thorough" in REQUIRED else daily


def need(name: str, present: bool, reason: str) -> None:
    """Skip with a reason where something is missing; fail where CI requires it."""
    if present:
        return
    if name in REQUIRED:
        pytest.fail(f"{name} is required here: {reason}")
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    """What a test leaves, no other one finds: files that lie by the number of a process, and
    numbers repeat after rollbacks; the language a command chose."""
    folder = settings.DATA
    before = _lying_in(folder)
    yield
    for path in _lying_in(folder) - before:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)  # a thread may still be writing there
        else:
            path.unlink(missing_ok=True)
    translation.deactivate()


def _lying_in(folder: Path) -> set[Path]:
    return {*folder.glob("*"), *folder.glob("*/*")}


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium that is on the machine."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    need("browser", bool(path), "no Chromium on this machine (Debian: apt install chromium)")
    return path


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, the accessibility checker, to be evaluated in a page."""
    path = VALIDATORS / "node_modules" / "axe-core" / "axe.min.js"
    need("axe", path.exists(), "no axe-core (npm install --prefix tests/validators)")
    return path.read_text(encoding="utf-8")


@pytest.fixture
def process(db: None) -> Process:
    return actions.create_process(
        load_frame("thueringen-2035"), "Werkstatt im Saal", "Wie leben wir hier 2035?",
        slug="werkstatt",
    )


@pytest.fixture
def meeting(process: Process) -> Meeting:
    return actions.create_meeting(process, "Auftakt", code="ABC234")


@pytest.fixture
def facilitator(process: Process):
    user = get_user_model().objects.create_user("moderation", password="eine-lange-losung")
    Membership.objects.create(process=process, user=user, role=Role.FACILITATOR)
    return user


@pytest.fixture
def desk(facilitator) -> Client:
    """A browser in which the facilitator is signed in."""
    client = Client(HTTP_ACCEPT_LANGUAGE="de")
    client.force_login(facilitator)
    return client


@pytest.fixture
def join(meeting: Meeting) -> Callable[..., Participant]:
    """Let somebody join: ``join()`` or ``join("politik")``; the secret is on ``.secret``."""

    def one(sector: str = "kommune") -> Participant:
        participant, secret = seats.join(meeting, sector=sector)
        participant.secret = secret
        return participant

    return one


@pytest.fixture
def phone() -> Callable[[Participant], Client]:
    """A browser that holds somebody's seat."""

    def of(participant: Participant) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="de")
        client.cookies[cookie_name(participant.process)] = participant.secret
        return client

    return of


@pytest.fixture
def running(meeting: Meeting) -> Callable[..., Activity]:
    """An open activity: ``running("factors", "cards")``."""

    def open_one(step: str, kind: str, **kwargs: object) -> Activity:
        activity = actions.plan_activity(
            meeting, step=step, kind=kind, title=f"{step} {kind}", **kwargs
        )
        return actions.open_activity(activity)

    return open_one


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that no worker waits for the other one at the end."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST
               else len(LONGEST))
