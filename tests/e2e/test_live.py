"""What opens, closes or arrives reaches boards and phones within a second, and a phone that was
put away catches up when it is taken out again."""

import re
import statistics
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import phone_context
from tests.e2e.house import House

pytestmark = pytest.mark.browser
SECOND = 1000  # milliseconds
# Notes when something is seen first: the clocks of all pages of one machine agree.
NOTICE = """([selector, text]) => { window.noticed = new Promise((seen) => {
  const look = () => [...document.querySelectorAll(selector)]
    .some((one) => one.textContent.includes(text)) && (seen(Date.now()), true);
  if (!look()) new MutationObserver((_all, watch) => { if (look()) watch.disconnect(); })
    .observe(document.documentElement, { subtree: true, childList: true, characterData: true });
}); }"""
KEEP_STREAMS = """window.streams = [];
window.EventSource = class extends window.EventSource {
  constructor(...given) { super(...given); window.streams.push(this); }
};"""
HIDE = """hidden => {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
  Object.defineProperty(document, 'visibilityState',
    { configurable: true, get: () => hidden ? 'hidden' : 'visible' });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
STREAMING = "() => window.streams.some((one) => one.readyState === EventSource.OPEN)"


@pytest.fixture(scope="module")
def desk(browser: Browser, house: House, signed_in: Any) -> Iterator[Page]:
    context = browser.new_context(storage_state=signed_in, locale="de-DE", base_url=house.url)
    yield context.new_page()
    context.close()


@pytest.fixture
def opened(browser: Browser, house: House) -> Iterator[Callable[[], Page]]:
    """Another device, which notes its event streams."""
    contexts = []

    def device() -> Page:
        contexts.append(phone_context(browser, house))
        contexts[-1].add_init_script(KEEP_STREAMS)
        return contexts[-1].new_page()

    yield device
    for context in contexts:
        context.close()


def seated(page: Page, code: str) -> Page:
    page.goto(f"/j/{code}/")
    page.get_by_role("radio", name="Politik").check()
    page.get_by_role("button", name="Mitmachen").click()
    page.wait_for_url("**/m/*/**")
    page.wait_for_function(STREAMING)
    return page


def press(desk: Page, name: str) -> int:
    """Press a button of the leading page; when that was."""
    began = desk.evaluate("Date.now()")
    desk.get_by_role("button", name=re.compile(name)).click()
    return int(began)


def close(desk: Page) -> int:
    """Close the round although somebody has not answered; when the last button was pressed."""
    desk.locator("summary", has_text="Runde schließen").click()
    return press(desk, "Jetzt schließen")


def delay(page: Page, selector: str, text: str, do: Callable[[], int]) -> int:
    """Milliseconds from doing something elsewhere to seeing it on this page."""
    page.evaluate(NOTICE, [selector, text])
    began = do()
    return int(page.evaluate("window.noticed")) - began


def write(page: Page, text: str) -> int:
    page.get_by_label("Ihre Karte").fill(text)
    began = page.evaluate("Date.now()")
    page.get_by_role("button", name="Karte abgeben").click()
    return int(began)


def test_a_board_shows_a_new_card_within_a_second(opened, desk: Page, house: House) -> None:
    room = house.facts["rooms"]["board"]
    lead(desk, house, room)
    press(desk, "Runde öffnen")
    board, phone = opened(), seated(opened(), room["code"])
    board.goto(room["board"])
    board.wait_for_function(STREAMING)
    delays = []
    for text in ("Der Dorfladen schließt", "Kein Bus nach 18 Uhr", "Glasfaser bis ans Haus"):
        delays.append(delay(board, "#board .cards li", text, lambda text=text: write(phone, text)))
        expect(phone.locator("[data-sent]")).to_have_text("Gesendet")
    expect(board.locator("#board .cards li")).to_have_count(3)
    assert statistics.median(delays) < SECOND


def test_a_waiting_phone_follows_the_desk_within_a_second(
    opened, desk: Page, house: House
) -> None:
    room = house.facts["rooms"]["desk"]
    phone = seated(opened(), room["code"])
    expect(phone.get_by_role("heading", level=1)).to_have_text("Gleich geht es weiter")
    lead(desk, house, room)
    opening, closing = [], []
    for _time in range(3):
        opening.append(delay(phone, "h1", "Was bewegt den Ort?",
                             lambda: press(desk, "Runde öffnen|Wieder öffnen")))
        expect(phone.get_by_label("Ihre Karte")).to_be_visible()
        closing.append(delay(phone, "h1", "Gleich geht es weiter",
                             lambda: close(desk)))
    expect(phone.get_by_label("Ihre Karte")).to_have_count(0)
    assert statistics.median(opening) < SECOND
    assert statistics.median(closing) < SECOND


def test_a_phone_that_was_put_away_catches_up_and_goes_on_listening(
    opened, desk: Page, house: House
) -> None:
    """As an iPhone does: the stream of a hidden page ends without a word."""
    room = house.facts["rooms"]["hidden"]
    phone = opened()
    phone.clock.install()
    seated(phone, room["code"])
    lead(desk, house, room)
    phone.evaluate(HIDE, True)
    phone.evaluate("() => window.streams.forEach((one) => one.close())")
    press(desk, "Runde öffnen")
    phone.clock.run_for(5_000)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Gleich geht es weiter")
    phone.evaluate(HIDE, False)
    phone.clock.run_for(100)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Was bewegt den Ort?")
    phone.clock.run_for(2_000)
    phone.wait_for_function(STREAMING)
    close(desk)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Gleich geht es weiter")


def lead(desk: Page, house: House, room: dict[str, Any]) -> None:
    desk.goto(f"/desk/{house.facts['empty']}/treffen/{room['meeting']}/")
