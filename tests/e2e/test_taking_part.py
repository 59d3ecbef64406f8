"""A newcomer's way on a phone: joins by code, chooses a group, writes a card, finds it again; with
scripts, without any, by keyboard alone; on a slow line, and through an outage."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.e2e.browsing import Complaints, act, phone_context
from tests.e2e.house import House

pytestmark = pytest.mark.browser
KIB = 1024
FOCUSED = """() => { const one = document.activeElement;
  return [one.tagName.toLowerCase(), one.type || '', one.name || '', one.value || '',
          one.textContent.trim(), getComputedStyle(one).outlineStyle !== 'none'
          || getComputedStyle(one).boxShadow !== 'none'
          || getComputedStyle(one.closest('label') || one).outlineStyle !== 'none']; }"""


@pytest.fixture(scope="module")
def leading(browser: Browser, house: House, signed_in: Any) -> Iterator[BrowserContext]:
    context = browser.new_context(storage_state=signed_in, base_url=house.url)
    yield context
    context.close()


@pytest.fixture
def room(house: House, leading: BrowserContext) -> Callable[[str], dict[str, Any]]:
    """A room (meeting) whose round of cards is open."""

    def opened(name: str) -> dict[str, Any]:
        found = {**house.facts["rooms"][name], "process": house.facts["empty"]}
        act(leading, house, found, "open")
        return found

    return opened


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Callable[..., Page]]:
    """A new phone; ``phone(java_script_enabled=False)`` for one without scripts."""
    contexts = []

    def new(**options: Any) -> Page:
        contexts.append(phone_context(browser, house, **options))
        page = contexts[-1].new_page()
        page.complaints = Complaints(contexts[-1], house)
        return page

    yield new
    for context in contexts:
        context.close()


def join(page: Page, code: str) -> None:
    page.goto("/")
    page.get_by_label("Beitrittscode").fill(code.lower())
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("radio", name="Kommune").check()
    page.get_by_role("button", name="Mitmachen").click()
    page.wait_for_url("**/m/*/**")


def write(page: Page, text: str) -> None:
    page.get_by_label("Ihre Karte").fill(text)
    page.get_by_role("button", name="Karte abgeben").click()


@pytest.mark.parametrize(("name", "script"), [("script", True), ("plain", False)])
def test_a_newcomer_joins_writes_a_card_and_finds_it_again(
    room, phone, name: str, script: bool
) -> None:
    code = room(name)["code"]
    page = phone(java_script_enabled=script)
    join(page, code)
    write(page, "Der Dorfladen schließt")
    expect(page.locator("#task .cards > li")).to_have_count(1)
    expect(page.locator("#task .cards > li").first).to_contain_text("Der Dorfladen schließt")
    page.goto(f"/m/{code}/meine/")
    assert page.locator("#task .cards > li").count() == 1
    expect(page.locator("#task .cards > li")).to_contain_text("Der Dorfladen schließt")
    assert page.complaints == []


def tab_to(page: Page, tag: str, kind: str = "", name: str = "", text: str = "") -> None:
    """Press the tabulator until such a control has the focus, visibly."""
    for _step in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        wanted = [tag, kind or found[1], name or found[2]]
        if found[:3] == wanted and text in found[4]:
            assert found[5], f"no visible focus on {found}"
            return
    raise AssertionError(f"The tabulator never came to {tag} {kind} {name} {text}")


def test_a_newcomer_takes_part_by_keyboard_alone(room, phone) -> None:
    code = room("keys")["code"]
    page = phone()
    page.goto("/")
    tab_to(page, "input", "text", "code")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/j/*/")
    tab_to(page, "input", "radio", "sector")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "button", "submit", text="Mitmachen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/m/*/")
    tab_to(page, "textarea", name="text")
    page.keyboard.type("Rufbus auch am Abend")
    tab_to(page, "button", "submit", text="Karte abgeben")
    page.keyboard.press("Enter")
    expect(page.locator("#task .cards > li")).to_have_count(1)
    expect(page.locator("#task .cards > li")).to_contain_text("Rufbus auch am Abend")
    page.wait_for_function("document.activeElement !== document.body")
    assert page.complaints == []


def test_the_first_load_of_the_card_page_weighs_less_than_60_kilobytes(room, phone) -> None:
    code = room("weight")["code"]
    page = phone(java_script_enabled=False)
    join(page, code)
    seat = page.context.cookies()
    fresh = phone()
    fresh.context.add_cookies([one for one in seat if one["name"].startswith("seat_")])
    weights: dict[str, int] = {}
    wire = fresh.context.new_cdp_session(fresh)
    wire.send("Network.enable")

    def arrived(event: dict[str, Any]) -> None:
        size = event["encodedDataLength"]
        weights[event["requestId"]] = weights.get(event["requestId"], 0) + int(size)

    def headers(event: dict[str, Any]) -> None:
        arrived({**event, **event["response"]})

    wire.on("Network.responseReceived", headers)
    wire.on("Network.dataReceived", arrived)
    wire.on("Network.loadingFinished", lambda event: weights.update(
        {event["requestId"]: int(event["encodedDataLength"])}))
    fresh.goto(f"/m/{code}/", wait_until="load")
    fresh.wait_for_timeout(1000)
    expect(fresh.get_by_label("Ihre Karte")).to_be_visible()
    assert len(weights) >= 10
    assert 0 < sum(weights.values()) < 60 * KIB


def cards_on_the_board(page: Page, board: str) -> list[str]:
    page.goto(board)
    return page.locator("#board .cards .card-text").all_inner_texts()


def test_what_is_typed_during_an_outage_arrives_exactly_once(room, phone) -> None:
    place = room("outage")
    page = phone()
    join(page, place["code"])
    lost: list[str] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.url)
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/m/**", lose_the_answer)
    write(page, "Die Ärztin findet keine Nachfolge")
    expect(page.locator("[data-sent]")).to_contain_text("Wartet auf Netz")
    page.context.set_offline(True)
    expect(page.get_by_label("Ihre Karte")).to_have_value("")
    expect(page.locator("[data-outbox] li")).to_have_text(
        ["Wartet auf Netz: Die Ärztin findet keine Nachfolge"])
    page.context.set_offline(False)
    expect(page.locator("#task .cards > li")).to_have_count(1, timeout=15_000)
    assert lost != []
    assert cards_on_the_board(page, place["board"]) == ["Die Ärztin findet keine Nachfolge"]
