"""Rough hands in the browser: double taps, the same page in two tabs, a phone whose clock is years
off, an answer that never comes back. Each card is in the database exactly once. What was erased
leaves this browser too, over plain http."""

import datetime
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.e2e.browsing import act, phone_context
from tests.e2e.house import House

pytestmark = pytest.mark.browser
WAITING = "[data-outbox] li"
CLOCKS = (datetime.datetime(2001, 1, 1), datetime.datetime(2041, 12, 31))


@pytest.fixture(scope="module")
def leading(browser: Browser, house: House, signed_in: Any) -> Iterator[BrowserContext]:
    context = browser.new_context(storage_state=signed_in, base_url=house.url)
    yield context
    context.close()


@pytest.fixture
def phone(browser: Browser, house: House, leading: BrowserContext) -> Iterator[Page]:
    """A newcomer's phone in a round of cards."""
    room = {**house.facts["rooms"]["weight"], "process": house.facts["empty"]}
    act(leading, house, room, "open")
    context = phone_context(browser, house)
    page = context.new_page()
    page.goto(f"/j/{room['code']}/")
    page.get_by_role("radio", name="Wirtschaft").check()
    page.get_by_role("button", name="Mitmachen").click()
    page.wait_for_url("**/m/*/**")
    yield page
    context.close()


def stored(data: Path, text: str) -> int:
    """How often a card is in the database."""
    with sqlite3.connect(f"file:{data / 'weitblick.sqlite3'}?mode=ro", uri=True) as base:
        return int(base.execute(
            "SELECT count(*) FROM trace_item WHERE kind = 'card' AND text = ?", (text,)
        ).fetchone()[0])


def write(page: Page, text: str) -> None:
    page.get_by_label("Ihre Karte").fill(text)


def own(page: Page) -> Any:
    return page.locator("#task .cards > li")


def test_a_double_tap_is_one_card(phone: Page, house: House) -> None:
    write(phone, "Zweimal getippt")
    phone.get_by_role("button", name="Karte abgeben").dblclick()
    expect(own(phone)).to_have_count(1)
    expect(phone.locator(WAITING)).to_have_count(0)
    assert stored(house.data, "Zweimal getippt") == 1


def test_one_seat_in_two_tabs_hands_in_both_cards_once(phone: Page, house: House) -> None:
    other = phone.context.new_page()
    other.goto(phone.url)
    for page, text in ((phone, "Im ersten Reiter"), (other, "Im zweiten Reiter")):
        write(page, text)
    for page in (phone, other):
        page.get_by_role("button", name="Karte abgeben").click()
    expect(own(other)).to_have_count(2)
    assert [stored(house.data, one) for one in ("Im ersten Reiter", "Im zweiten Reiter")] == [1, 1]


def test_two_tabs_that_both_wait_for_the_network_deliver_once(phone: Page, house: House) -> None:
    other = phone.context.new_page()
    other.goto(phone.url)
    phone.context.set_offline(True)
    write(phone, "Ohne Netz in zwei Reitern")
    phone.get_by_role("button", name="Karte abgeben").click()
    expect(other.locator(WAITING)).to_have_count(1)
    phone.context.set_offline(False)
    for page in (phone, other):
        expect(page.locator(WAITING)).to_have_count(0, timeout=15_000)
    assert stored(house.data, "Ohne Netz in zwei Reitern") == 1


@pytest.mark.parametrize("now", CLOCKS, ids=("behind", "ahead"))
def test_a_phone_whose_clock_is_years_off_delivers_once(
    phone: Page, house: House, now: datetime.datetime
) -> None:
    text = f"Meine Uhr zeigt {now.year}"
    phone.clock.install(time=now)
    phone.reload()
    phone.context.set_offline(True)
    write(phone, text)
    phone.get_by_role("button", name="Karte abgeben").click()
    phone.clock.run_for(2_000)
    expect(phone.locator(WAITING)).to_have_text([f"Wartet auf Netz: {text}"])
    phone.context.set_offline(False)
    phone.clock.run_for(11_000)
    expect(phone.locator(WAITING)).to_have_count(0)
    expect(own(phone)).to_have_count(1)
    assert stored(house.data, text) == 1


def test_an_answer_that_never_comes_back_is_asked_for_again(phone: Page, house: House) -> None:
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and len(lost) < 2:
            lost.append(route.request.url)
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    phone.route("**/m/**", lose)
    write(phone, "Die Antwort ging verloren")
    phone.get_by_role("button", name="Karte abgeben").click()
    expect(phone.locator("[data-sent]")).to_contain_text("Wartet auf Netz")
    for _time in range(2):
        phone.evaluate("dispatchEvent(new Event('online'))")
    expect(own(phone)).to_have_count(1, timeout=15_000)
    assert len(lost) == 2
    assert stored(house.data, "Die Antwort ging verloren") == 1


def test_erasing_leaves_nothing_in_the_browser_over_plain_http(phone: Page) -> None:
    def over_http_without_network(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
        elif route.request.url.endswith("/meine/loeschen/"):
            answer = route.fetch()  # the header is obeyed over https only: here it never comes
            route.fulfill(response=answer, headers={
                name: value for name, value in answer.headers.items() if name != "clear-site-data"})
        else:
            route.abort("connectionreset")

    phone.route("**/m/**", over_http_without_network)
    write(phone, "Liegt noch im Ausgang")
    phone.get_by_role("button", name="Karte abgeben").click()
    expect(phone.locator(WAITING)).to_have_count(1)
    write(phone, "Erst angefangen")
    assert len(phone.evaluate("Object.keys(localStorage)")) == 3  # a draft, a card, their count
    phone.get_by_role("link", name="Meine Beiträge").click()
    phone.get_by_text("Meine Daten löschen").click()
    phone.get_by_role("button", name="Endgültig löschen").click()
    expect(phone.get_by_role("heading", name="Ihre Daten sind gelöscht")).to_be_visible()
    assert phone.evaluate("Object.keys(localStorage)") == []
