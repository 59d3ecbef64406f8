"""In a real browser: typed text survives reloads and lost networks and arrives exactly once;
open pages follow what happens without a reload; everything else works without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.faces import pages

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.faces.pages")]
SENT = "[data-sent]"
WAITING = "[data-outbox] li"


@pytest.fixture
def hall() -> Iterator[pages.Hall]:
    pages.hall.__init__()
    yield pages.hall


@pytest.fixture
def site(live_server, hall: pages.Hall) -> str:
    return live_server.url


def write(page: Page, text: str) -> None:
    page.get_by_label("Karte").fill(text)


def send(page: Page) -> None:
    page.get_by_role("button", name="Karte abgeben").click()


def test_typed_text_and_choices_are_back_after_a_reload(page: Page, site: str) -> None:
    page.goto(f"{site}/task/")
    write(page, "Der Dorfladen schließt")
    page.get_by_role("radio", name="4").check(force=True)
    page.reload()
    expect(page.get_by_label("Karte")).to_have_value("Der Dorfladen schließt")
    expect(page.get_by_role("radio", name="4")).to_be_checked()
    expect(page.locator(SENT)).to_have_text("Ihr angefangener Text ist wieder da.")


def test_a_sent_card_is_confirmed_and_forgotten_by_the_browser(
    page: Page, site: str, hall: pages.Hall
) -> None:
    page.goto(f"{site}/task/")
    write(page, "Der Dorfladen schließt")
    send(page)
    expect(page.locator("#kept li")).to_have_text(["Der Dorfladen schließt"])
    expect(page.locator(SENT)).to_have_text("Gesendet")
    expect(page.get_by_label("Karte")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage)") == ["weitblick:count"]
    assert list(hall.cards.values()) == ["Der Dorfladen schließt"]


def test_without_network_the_card_waits_and_is_sent_when_it_returns(
    page: Page, site: str, hall: pages.Hall
) -> None:
    page.goto(f"{site}/task/")
    write(page, "Kein Bus nach 18 Uhr")
    page.context.set_offline(True)
    send(page)
    expect(page.locator(SENT)).to_contain_text("Wartet auf Netz")
    assert hall.requests == []
    page.context.set_offline(False)
    expect(page.locator(SENT)).to_have_text("Gesendet")
    assert list(hall.cards.values()) == ["Kein Bus nach 18 Uhr"]


def test_a_lost_answer_is_sent_again_under_the_same_key(
    page: Page, site: str, hall: pages.Hall
) -> None:
    page.goto(f"{site}/task/")

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/task/", lose_the_answer)
    write(page, "Kein Bus nach 18 Uhr")
    send(page)
    expect(page.locator(SENT)).to_contain_text("Wartet auf Netz")
    page.unroute("**/task/")
    page.reload()
    expect(page.locator(SENT)).to_have_text("Gesendet")
    assert len(hall.requests) == 2
    assert len(set(hall.requests)) == 1
    assert list(hall.cards.values()) == ["Kein Bus nach 18 Uhr"]


def test_a_waiting_card_is_sent_although_its_round_is_no_longer_shown(
    page: Page, site: str, hall: pages.Hall
) -> None:
    page.goto(f"{site}/task/")
    write(page, "Kein Bus nach 18 Uhr")
    page.context.set_offline(True)
    send(page)
    expect(page.locator(SENT)).to_contain_text("Wartet auf Netz")
    context = page.context
    page.close()
    hall.open = False
    context.set_offline(False)
    later = context.new_page()
    later.goto(f"{site}/task/")
    expect(later.locator(SENT)).to_have_text("Gesendet")
    assert list(hall.cards.values()) == ["Kein Bus nach 18 Uhr"]


def test_a_refused_card_stays_on_the_device_and_is_not_sent_again(
    page: Page, site: str, hall: pages.Hall
) -> None:
    hall.refuse = 409
    page.goto(f"{site}/task/")
    write(page, "Zu spät")
    send(page)
    expect(page.locator(SENT)).to_contain_text("Nicht angenommen")
    page.reload()
    expect(page.get_by_label("Karte")).to_have_value("Zu spät")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_timeout(300)
    assert len(hall.requests) == 1


def test_several_cards_written_without_network_arrive_in_order_exactly_once(
    page: Page, site: str, hall: pages.Hall
) -> None:
    page.goto(f"{site}/task/")
    page.context.set_offline(True)
    for text in ("Erste", "Zweite", "Dritte"):
        page.get_by_label("Schnell").fill(text)
        page.get_by_role("button", name="Noch eine").click()
        expect(page.get_by_label("Schnell")).to_have_value("")
    expect(page.locator(WAITING)).to_have_text(
        [f"Wartet auf Netz: {text}" for text in ("Erste", "Zweite", "Dritte")]
    )
    page.context.set_offline(False)
    expect(page.locator("#kept li")).to_have_text(["Erste", "Zweite", "Dritte"])
    expect(page.locator(WAITING)).to_have_count(0)
    assert list(hall.cards.values()) == ["Erste", "Zweite", "Dritte"]


def test_two_outages_in_a_row_lose_and_double_nothing(
    page: Page, site: str, hall: pages.Hall
) -> None:
    page.goto(f"{site}/task/")
    for text in ("Vor dem Tunnel", "Hinter dem Tunnel"):
        page.context.set_offline(True)
        page.get_by_label("Schnell").fill(text)
        page.get_by_role("button", name="Noch eine").click()
        expect(page.locator(WAITING)).to_have_count(1)
        page.context.set_offline(False)
        expect(page.locator("#kept")).to_contain_text(text)
    assert list(hall.cards.values()) == ["Vor dem Tunnel", "Hinter dem Tunnel"]
    assert len(hall.requests) == 2


def test_an_answer_changed_while_it_waits_arrives_as_it_was_said_last(
    page: Page, site: str, hall: pages.Hall
) -> None:
    page.goto(f"{site}/task/")
    page.context.set_offline(True)
    for value in ("3", "5"):
        write(page, "Bus")
        page.get_by_role("radio", name=value).check(force=True)
        send(page)
        expect(page.locator(WAITING)).to_have_text(["Wartet auf Netz: Bus"])
    page.context.set_offline(False)
    expect(page.locator(SENT)).to_have_text("Gesendet")
    assert hall.ratings == ["5"]


def test_what_waits_is_never_sent_from_another_seat(
    page: Page, site: str, hall: pages.Hall
) -> None:
    page.goto(f"{site}/task/")
    page.context.set_offline(True)
    page.get_by_label("Schnell").fill("Von Platz sieben")
    page.get_by_role("button", name="Noch eine").click()
    expect(page.locator(WAITING)).to_have_count(1)
    context = page.context
    page.close()
    context.set_offline(False)
    for seat, waiting in ((8, 0), (7, 0)):
        hall.seat = seat
        later = context.new_page()
        later.goto(f"{site}/task/")
        later.wait_for_timeout(500)
        expect(later.locator(WAITING)).to_have_count(waiting)
        later.close()
    assert (hall.seats, list(hall.cards.values())) == ([7], ["Von Platz sieben"])


def test_a_double_tap_is_one_delivery(page: Page, site: str, hall: pages.Hall) -> None:
    page.goto(f"{site}/task/")
    write(page, "Zweimal getippt")
    page.get_by_role("button", name="Karte abgeben").dblclick()
    expect(page.locator("#kept li")).to_have_text(["Zweimal getippt"])
    assert list(hall.cards.values()) == ["Zweimal getippt"]


def test_a_refused_card_can_be_read_and_thrown_away(
    page: Page, site: str, hall: pages.Hall
) -> None:
    hall.refuse = 409
    page.goto(f"{site}/task/")
    write(page, "Zu spät")
    send(page)
    expect(page.locator(WAITING)).to_contain_text("Nicht angenommen: Zu spät")
    page.get_by_role("button", name="Verwerfen").click()
    expect(page.locator(WAITING)).to_have_count(0)


def test_an_event_replaces_the_task_and_keeps_what_is_being_typed(
    page: Page, site: str, hall: pages.Hall
) -> None:
    with page.expect_response("**/task/?state=0"):
        page.goto(f"{site}/task/")
    write(page, "Halb geschrieb")
    hall.state, hall.heading = 1, "Noch fünf Minuten"
    hall.tell("changed", "1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Noch fünf Minuten")
    expect(page.get_by_label("Karte")).to_have_value("Halb geschrieb")
    expect(page.get_by_label("Karte")).to_be_focused()
    expect(page.locator("[data-live-announce]")).to_have_text(
        "Neu auf dieser Seite: Noch fünf Minuten"
    )


def test_a_page_shown_again_catches_up(page: Page, site: str, hall: pages.Hall) -> None:
    with page.expect_response("**/task/?state=0"):
        page.goto(f"{site}/task/")
    hall.state, hall.heading = 1, "Faktoren bewerten"
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("heading", level=1)).to_have_text("Faktoren bewerten")


def test_a_broken_stream_is_opened_again(page: Page, site: str, hall: pages.Hall) -> None:
    with page.expect_response("**/task/?state=0"):
        page.goto(f"{site}/task/")
    hall.state, hall.heading = 1, "Szenarien"
    with page.expect_request("**/live/"):
        page.evaluate(
            "window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
        )
    expect(page.get_by_role("heading", level=1)).to_have_text("Szenarien")


def test_the_board_shows_what_the_stream_carries(page: Page, site: str, hall: pages.Hall) -> None:
    with page.expect_response("**/board/?state=0"):
        page.goto(f"{site}/board/")
    hall.tell("board", "<p>Drei Karten</p>")
    expect(page.locator("#board")).to_have_text("Drei Karten")


def test_the_board_renews_its_header_when_another_round_opens(
    page: Page, site: str, hall: pages.Hall
) -> None:
    with page.expect_response("**/board/?state=0"):
        page.goto(f"{site}/board/")
    hall.state, hall.heading = 1, "Runde zwei"
    hall.tell("changed", "1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Runde zwei")
    hall.tell("board", "<p>Sieben Karten</p>")
    expect(page.locator("#board")).to_have_text("Sieben Karten")


def test_the_desk_is_not_replaced_while_somebody_types(
    page: Page, site: str, hall: pages.Hall
) -> None:
    with page.expect_response("**/live/"):
        page.goto(f"{site}/desk/")
    page.locator("#note").fill("Tisch 4 fragen")
    hall.state = 5
    hall.tell("changed", "5")
    page.wait_for_timeout(1500)
    expect(page.locator("#note")).to_have_value("Tisch 4 fragen")
    assert page.locator("#count").inner_text() == "0"
    page.locator("#note").fill("")
    page.locator("#note").blur()
    hall.tell("changed", "6")
    expect(page.locator("#count")).to_have_text("5")


def test_a_form_that_is_preserved_keeps_text_and_focus_while_the_desk_follows(
    page: Page, site: str, hall: pages.Hall
) -> None:
    with page.expect_response("**/live/"):
        page.goto(f"{site}/desk/")
    message = page.locator("#message")
    message.fill("In fünf Minuten")
    hall.state = 5
    hall.tell("changed", "5")
    expect(page.locator("#count")).to_have_text("5")
    expect(message).to_have_value("In fünf Minuten")
    expect(message).to_be_focused()
    page.locator("#note").fill("Tisch 4")
    hall.state = 6
    hall.tell("changed", "6")
    page.wait_for_timeout(3000)
    assert page.locator("#count").inner_text() == "5"
    expect(page.locator("#note")).to_have_value("Tisch 4")


def test_what_was_unfolded_on_the_desk_stays_unfolded(
    page: Page, site: str, hall: pages.Hall
) -> None:
    with page.expect_response("**/live/"):
        page.goto(f"{site}/desk/")
    page.get_by_text("Mehr").click()
    hall.state = 5
    hall.tell("changed", "5")
    expect(page.locator("#count")).to_have_text("5")
    expect(page.locator("#more")).to_be_visible()


def test_without_javascript_the_form_is_sent_and_a_link_refreshes(
    browser: Browser, site: str, hall: pages.Hall
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    page = context.new_page()
    page.goto(f"{site}/task/")
    write(page, "Ohne Skript")
    send(page)
    assert page.locator("#kept li").all_inner_texts() == ["Ohne Skript"]
    assert list(hall.cards.values()) == ["Ohne Skript"]
    hall.heading = "Weiter"
    page.get_by_role("link", name="Aktualisieren").click()
    assert page.locator("h1").inner_text() == "Weiter"
    context.close()


def test_light_or_dark_by_hand_lasts(page: Page, site: str) -> None:
    page.goto(f"{site}/stil/")
    page.get_by_role("button", name="Hell oder dunkel").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_dots_never_exceed_the_budget(page: Page, site: str) -> None:
    page.goto(f"{site}/stil/")
    more = page.get_by_role("button", name="Einen Punkt mehr für Rufbus mit Abendlinie")
    more.click()
    more.click()
    assert page.locator("[data-budget-left]").inner_text() == "0"
    assert page.locator('[name="option-1"]').input_value() == "2"
    expect(more).to_be_disabled()


def test_the_preview_follows_its_two_questions(page: Page, site: str) -> None:
    page.goto(f"{site}/stil/?frame=phone")
    page.locator('input[name="impact"][value="5"]').check(force=True)
    page.locator('input[name="uncertainty"][value="1"]').check(force=True)
    spot = page.locator("[data-grid-spot]")
    assert (spot.get_attribute("cx"), spot.get_attribute("cy")) == ("180", "180")
