"""Every page that needs no account: start and joining, what a phone shows while each kind of
activity is open and when it is closed, the board beside it, the living page, the errors."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e import routes
from tests.e2e.browsing import WIDE, Complaints, act, faults, phone_context, sit_down
from tests.e2e.house import House
from weitblick.method.chain import EVERYWHERE

pytestmark = pytest.mark.browser
WALL = {"width": 1920, "height": 1080}
KINDS = [f"{step.slug}:{kind.slug}" for step in EVERYWHERE for kind in step.activities]


def opened(browser: Browser, house: House, secret: str = "") -> Page:
    context = phone_context(browser, house, reduced_motion="reduce")
    if secret:
        sit_down(context, house, secret, house.facts["cookie"])
    page = context.new_page()
    page.complaints = Complaints(context, house)
    return page


@pytest.fixture(scope="module")
def stranger(browser: Browser, house: House) -> Iterator[Page]:
    """A browser that nobody knows."""
    page = opened(browser, house)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def newcomer(browser: Browser, house: House) -> Iterator[Page]:
    """The phone of somebody who has just joined the worked example."""
    page = opened(browser, house, house.facts["newcomer"])
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def leading(browser: Browser, house: House, signed_in: Any) -> Iterator[BrowserContext]:
    """The facilitator's browser."""
    context = browser.new_context(storage_state=signed_in, base_url=house.url)
    yield context
    context.close()


def examined(page: Page, path: str, axe: str, *, reflows: bool = True) -> list[str]:
    page.set_viewport_size(WIDE)
    page.goto(path)
    return faults(page, axe, reflows=reflows) + page.complaints.taken()


def overhanging(board: Page) -> list[str]:
    """A board whose content goes on below the lower edge of the wall: nobody can scroll there."""
    board.set_viewport_size(WALL)
    board.reload()
    height = board.evaluate("document.documentElement.scrollHeight")
    return [f"{height} px high on {WALL}"] if height > WALL["height"] else []


@pytest.mark.parametrize("route", routes.OUTSIDE)
def test_a_page_for_everybody_is_in_order(
    stranger: Page, house: House, axe: str, route: str
) -> None:
    path = routes.address(route, routes.OUTSIDE[route], house.facts)
    assert examined(stranger, path, axe) == []


def test_the_examination_notices_what_is_wrong(stranger: Page, axe: str) -> None:
    stranger.goto("/")
    stranger.evaluate("""() => { const image = document.createElement('img');
      image.src = 'https://example.org/pixel.png'; image.style.minWidth = '500px';
      document.querySelector('main').append(image); console.error('broken'); }""")
    found = [fault.split(": ")[0] for fault in faults(stranger, axe)]
    assert found[:2] == ["1280 light image-alt", "320 light image-alt"]
    assert re.fullmatch(r"5\d\d px wide at 320", found[2])
    told = stranger.complaints.taken()
    assert told[0] == "console: broken"
    assert "Content Security Policy" in told[1]
    assert told[2] == "foreign: https://example.org/pixel.png"


@pytest.mark.parametrize("frame", ["phone", "board", "desk"])
def test_the_living_page_shows_the_frames_in_order(
    stranger: Page, axe: str, frame: str
) -> None:
    assert examined(stranger, f"/stil/?frame={frame}", axe, reflows=frame != "board") == []


@pytest.mark.parametrize(("path", "status"), [
    ("/gibt-es-nicht/", 404), ("/p/gibt-es-nicht/", 404), ("/konto/einladung/verbraucht/", 410),
])
def test_a_page_that_is_not_there_says_so_in_order(
    stranger: Page, axe: str, path: str, status: int
) -> None:
    assert examined(stranger, path, axe) == [f"{status}: {path}"]
    assert stranger.get_by_role("main").get_by_role("link").count() >= 1


@pytest.mark.parametrize(("path", "fields", "button", "status"), [
    ("/", {"Beitrittscode": "ZZZZZZ"}, "Weiter", 422),
    ("/konto/anmelden/", {"Anmeldename": "niemand", "Passwort": "falsch"}, "Anmelden", 200),
])
def test_a_form_that_needs_mending_says_so_in_order(
    stranger: Page, axe: str, path: str, fields: dict[str, str], button: str, status: int
) -> None:
    stranger.goto(path)
    for label, value in fields.items():
        stranger.get_by_label(label).fill(value)
    with stranger.expect_navigation() as reached:
        stranger.get_by_role("main").get_by_role("button", name=button).click()
    assert reached.value.status == status
    assert stranger.locator(".errorlist").count() == 1
    refused = [f"{status}: {path}"] if status >= 400 else []
    assert faults(stranger, axe) + stranger.complaints.taken() == refused


def test_the_phone_waits_in_order(browser: Browser, house: House, axe: str) -> None:
    room = house.facts["rooms"]["script"]
    page = opened(browser, house)
    page.goto(f"/j/{room['code']}/")
    page.get_by_role("radio", name="Kommune").check()
    page.get_by_role("button", name="Mitmachen").click()
    page.wait_for_url("**/m/*/")
    assert faults(page, axe) + page.complaints.taken() == []
    assert examined(page, f"/m/{room['code']}/meine/", axe) == []
    assert examined(page, room["board"], axe, reflows=False) == []
    page.context.close()


def test_what_became_of_cards_is_told_in_order(browser: Browser, house: House, axe: str) -> None:
    written = next(one for one in house.facts["activities"] if one["kind"] == "cards")
    page = opened(browser, house, written["seat"])
    assert examined(page, f"/m/{written['code']}/meine/", axe) == []
    assert page.locator("#task .cards > li").count() >= 1
    page.context.close()


def test_who_comes_again_is_greeted_and_comes_in(
    browser: Browser, house: House, axe: str
) -> None:
    written = next(one for one in house.facts["activities"] if one["kind"] == "cards")
    room = next(one for one in house.facts["forms"] if one["kind"] == "cards")
    page = opened(browser, house, written["seat"])
    assert examined(page, f"/j/{room['code']}/", axe) == []
    assert "Schön, dass Sie wieder da sind" in page.locator(".lead").inner_text()
    page.get_by_role("button", name="Mitmachen").click()
    page.wait_for_url(f"**/m/{room['code']}/**")
    page.context.close()


@pytest.mark.parametrize("name", KINDS)
def test_an_activity_is_in_order_on_phone_and_board_open_and_closed(
    browser: Browser, newcomer: Page, leading: BrowserContext, house: House, axe: str, name: str
) -> None:
    one = next(a for a in house.facts["activities"] if f"{a['step']}:{a['kind']}" == name)
    path = f"/m/{one['code']}/{one['activity']}/"
    wrong: list[str] = []

    def look(state: str, page: Page, path: str, *, reflows: bool = True) -> None:
        wrong.extend(f"{state}: {fault}" for fault in examined(page, path, axe, reflows=reflows))
        if not reflows:
            wrong.extend(f"{state}: {fault}" for fault in overhanging(page))

    act(leading, house, one, "open")
    look("open phone", newcomer, path)
    look("open board", newcomer, one["board"], reflows=False)
    act(leading, house, one, "close")
    act(leading, house, one, "show")
    contributor = opened(browser, house, one["seat"] or house.facts["newcomer"])
    look("closed phone", contributor, path)
    contributor.context.close()
    look("closed board", newcomer, one["board"], reflows=False)
    assert wrong == []
