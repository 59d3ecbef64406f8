"""The day in miniature: a whole workshop played through in real browsers against one real server,
from the facilitator who signs in to somebody whose words are erased. Nothing that was said is lost
or there twice, all screens count alike, and no screen shuts anybody out."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.e2e.browsing import phone_context
from tests.e2e.conftest import FLAGS
from tests.e2e.day import evening, morning, noon
from tests.e2e.day.people import Day, Person, Swift, WithKeyboard, WithoutScripts
from tests.e2e.house import House

pytestmark = pytest.mark.browser
log = logging.getLogger(__name__)
PASSWORD = "ein-langes-losungswort"
TOUCHING, WATCHED = 7, 3
PATIENCE, USUAL = 20_000, 5_000  # milliseconds; a busy machine is slow, not wrong


@dataclass
class Cast:
    """Who can be called upon stage, and the device that is closed and opened again."""

    browser: Browser
    house: House
    again: Callable[[], BrowserContext]
    far: BrowserContext

    def devices(self) -> list[tuple[str, type[Person], Any]]:
        """The phones that come in at the beginning."""
        plain = phone_context(self.browser, self.house, java_script_enabled=False)
        return [
            *((f"tippt {n}", Person if n < WATCHED else Swift,
               phone_context(self.browser, self.house).new_page()) for n in range(TOUCHING)),
            ("tasten", WithKeyboard, phone_context(self.browser, self.house).new_page()),
            ("ohne skripte", WithoutScripts, plain.new_page()),
            ("fern", Person, self.far.new_page()),
            ("geht", Swift, phone_context(self.browser, self.house).new_page()),
        ]


@contextmanager
def stage(
    browser: Browser, house: House, chromium: str, axe: str, folder: Path
) -> Iterator[tuple[Day, Cast]]:
    """The leading page and the cast; everything is put away at the end."""
    options = {"executable_path": chromium, "args": FLAGS, "locale": "de-DE",
               "base_url": house.url, "viewport": {"width": 360, "height": 740}}
    with ExitStack() as after:
        def again() -> BrowserContext:
            opened = browser.browser_type.launch_persistent_context(folder, **options)
            after.callback(opened.close)
            return opened

        cast = Cast(browser, house, again, again())
        leader = phone_context(browser, house, viewport={"width": 1280, "height": 900}).new_page()
        expect.set_options(timeout=PATIENCE)
        after.callback(expect.set_options, timeout=USUAL)
        yield Day(house.url, axe, leader), cast
        for context in browser.contexts:
            context.close()


def _board(cast: Cast) -> Any:
    return phone_context(cast.browser, cast.house,
                         viewport={"width": 1920, "height": 1080}).new_page()


def _late(day: Day, cast: Cast) -> None:
    day.seen["seconds from the address to the first card"] = round(
        morning.come_late(day, cast.browser, cast.house), 2)


def _offline(day: Day, cast: Cast) -> None:
    cast.far = morning.lose_the_network(day, cast.far, cast.again, (
        "Im Funkloch gibt es keinen Notruf", "Im Zug bricht jedes Gespräch ab"))


ACTS: list[tuple[str, Callable[[Day, Cast], None]]] = [
    ("prepare", lambda day, cast: morning.prepare(day, PASSWORD)),
    ("invite", lambda day, cast: morning.invite(day, cast.browser, cast.house)),
    ("open the doors", lambda day, cast: morning.open_doors(day, _board(cast))),
    ("join", lambda day, cast: morning.join(day, cast.devices())),
    ("seat", lambda day, cast: morning.seat(day)),
    ("write cards", lambda day, cast: morning.write_cards(day)),
    ("come late", _late),
    ("lose the network", _offline),
    ("sort", lambda day, cast: morning.sort(day)),
    ("stick dots", lambda day, cast: noon.stick_dots(day)),
    ("rate", lambda day, cast: noon.rate(day)),
    ("judge influence", lambda day, cast: noon.judge_influence(day)),
    ("suggest", lambda day, cast: noon.suggest(day)),
    ("estimate", lambda day, cast: noon.estimate(day)),
    ("unveil", lambda day, cast: noon.unveil(day)),
    ("judge crosses", lambda day, cast: noon.judge_crosses(day)),
    ("tell", lambda day, cast: noon.tell(day)),
    ("collect options", lambda day, cast: evening.collect_options(day)),
    ("vote", lambda day, cast: evening.vote(day)),
    ("pause and tell all", lambda day, cast: evening.pause_and_tell_all(day)),
    ("take the protocol", lambda day, cast: evening.take_the_protocol(day)),
    ("leave", lambda day, cast: evening.leave(day)),
    ("look into the database",
     lambda day, cast: evening.look_into_the_database(day, cast.house.data)),
]


@pytest.fixture
def played(
    browser: Browser, house: House, signed_in: Any, chromium: str, axe: str, tmp_path: Path
) -> Iterator[tuple[Day, Cast]]:
    """The house is open, the first account is there, the stage is set."""
    with stage(browser, house, chromium, axe, tmp_path) as (day, cast):
        yield day, cast


def test_the_day_in_miniature(played: tuple[Day, Cast]) -> None:
    """How long each act took is told with ``--log-cli-level=INFO``."""
    day, cast = played
    for name, act in ACTS:
        began = time.monotonic()
        act(day, cast)
        log.info("%5.1f s  %s", time.monotonic() - began, name)
    log.info("seen: %s", day.seen)
    assert day.faults == []
    assert day.seen["cards on the pinboard"] == 28
    assert day.seen["dots"] == 40
