"""Every form of every activity kind is sent from a phone in a real browser, on plain http, with
scripts: each contribution is in the database once, nothing is left waiting, nothing complains. Two
outages in a row and a browser closed in between lose and double nothing."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.browsing import Complaints, act, phone_context, sit_down
from tests.e2e.conftest import FLAGS
from tests.e2e.house import House

pytestmark = pytest.mark.browser
WAITING = "[data-outbox] li"


@pytest.fixture(scope="module")
def leading(browser: Browser, house: House, signed_in: Any) -> Iterator[BrowserContext]:
    context = browser.new_context(storage_state=signed_in, base_url=house.url)
    yield context
    context.close()


def tick(page: Page, name: str, value: str) -> None:
    page.locator(f'#task input[name="{name}"][value="{value}"]').first.check(force=True)


def press(page: Page, label: str) -> None:
    page.locator("#task").get_by_role("button", name=label, exact=True).first.click()


def card(page: Page) -> None:
    page.get_by_label("Ihre Karte").fill("Der Bus fährt zu selten")
    press(page, "Karte abgeben")


def idea(page: Page) -> None:
    page.locator('#task [name="title"]').fill("Ein Rufbus am Abend")
    press(page, "Option abgeben")


def development(page: Page) -> None:
    page.locator(".factor-choice a").first.click()
    page.locator('#task textarea[name="text"]').fill("Der Bus fährt stündlich")
    press(page, "Entwicklung vorschlagen")


def estimate(page: Page) -> None:
    tick(page, "probability", "40")
    tick(page, "desirability", "4")
    page.locator('#task [name="reason"]').fill("Das plant der Landkreis")
    press(page, "Einschätzung abgeben")


def impact(page: Page) -> None:
    tick(page, "impact", "4")
    tick(page, "uncertainty", "2")
    press(page, "Einschätzung abgeben")


def placed(page: Page) -> None:
    tick(page, "option-effort", "2")
    tick(page, "option-impact", "4")
    press(page, "Einschätzung abgeben")


def dots(page: Page) -> None:
    more = page.locator('#task [data-step="1"]').first
    more.click()
    more.click()
    expect(page.locator("[data-budget-left]")).to_have_text("3")
    press(page, "Punkte abgeben")


def order(page: Page) -> None:
    second = page.locator("[data-ranking] li").nth(1).locator(".ranking-name").inner_text()
    page.locator('[data-ranking] li:nth-child(2) [data-move="-1"]').click()
    expect(page.locator("[data-ranking] li").first.locator(".ranking-name")).to_have_text(second)
    press(page, "Rangfolge abgeben")
    expect(page.locator(".where")).to_contain_text("Ihre Rangfolge ist gezählt.")


def influence(page: Page) -> None:
    tick(page, "value", "2")
    press(page, "Weiter")


def crossimpact(page: Page) -> None:
    tick(page, "value", "-2")
    press(page, "Urteil abgeben")


def effect(page: Page) -> None:
    tick(page, "value", "1")
    press(page, "Weiter")


def story(page: Page) -> None:
    page.locator(".choice-list a").first.click()
    genre = page.locator('#task [name="genre"]').first
    if genre.evaluate("one => one.tagName") == "SELECT":
        genre.select_option(index=1)
    else:
        genre.check(force=True)
    page.locator('#task [name="title"]').fill("Ein Morgen an der Haltestelle")
    page.locator('#task textarea[name="text"]').fill("Um sieben steht der Bus da.")
    press(page, "Geschichte abgeben")


def future(page: Page) -> None:
    tick(page, "desirability", "4")
    tick(page, "plausibility", "2")
    press(page, "Bewertung abgeben")


def option(page: Page) -> None:
    for name, value in (("impact", "4"), ("effort", "2"), ("support", "5")):
        tick(page, name, value)
    press(page, "Bewertung abgeben")


def vote(page: Page) -> None:
    press(page, "Ich stimme zu")


def amendment(page: Page) -> None:
    page.locator("#task .cards a").first.click()
    page.locator('#task textarea[name="text"]').fill("So gilt es für alle Orte.")
    press(page, "Fassung vorschlagen")


def response(page: Page) -> None:
    page.locator('#task button[name]').first.click()


FORMS = {
    ("factors", "cards"): card, ("factors", "dots"): dots, ("factors", "rate"): impact,
    ("factors", "influence"): influence, ("trends", "suggest"): development,
    ("trends", "delphi"): estimate, ("scenarios", "crossimpact"): crossimpact,
    ("scenarios", "story"): story, ("scenarios", "rate"): future,
    ("options", "collect"): idea, ("options", "dots"): dots, ("options", "grid"): placed,
    ("options", "rank"): order, ("options", "rate"): option, ("options", "effects"): effect,
    ("validation", "vote"): vote, ("validation", "amend"): amendment,
    ("paper", "respond"): response,
}


def said(data: Path, activity: int) -> int:
    """How many voices an activity holds."""
    with sqlite3.connect(f"file:{data / 'weitblick.sqlite3'}?mode=ro", uri=True) as base:
        tables = ("voices_card", "voices_rating", "voices_judgement")
        return sum(base.execute(
            f"SELECT count(*) FROM {table} WHERE activity_id = ?", (activity,)
        ).fetchone()[0] for table in tables)


def test_every_kind_of_activity_has_its_form_here(house: House) -> None:
    assert {(one["step"], one["kind"]) for one in house.facts["forms"]} == set(FORMS)


@pytest.mark.parametrize(("step", "kind"), sorted(FORMS))
def test_a_form_is_sent_once_from_a_phone(
    browser: Browser, house: House, leading: BrowserContext, step: str, kind: str
) -> None:
    place = next(one for one in house.facts["forms"] if (one["step"], one["kind"]) == (step, kind))
    act(leading, house, place, "open")
    context = phone_context(browser, house)
    complaints = Complaints(context, house)
    sit_down(context, house, house.facts["newcomer"], house.facts["cookie"])
    page = context.new_page()
    page.goto(f"/m/{place['code']}/{place['activity']}/")
    FORMS[step, kind](page)
    expect(page.locator("[data-sent]")).to_have_text("Gesendet")
    expect(page.locator(WAITING)).to_have_count(0)
    assert said(house.data, place["activity"]) >= 1
    width = page.evaluate("document.documentElement.scrollWidth")
    assert (complaints.taken(), width) == ([], 360)
    context.close()


def test_a_closed_browser_and_two_outages_lose_and_double_nothing(
    browser: Browser, house: House, leading: BrowserContext, chromium: str, tmp_path: Path
) -> None:
    place = {**house.facts["rooms"]["closed"], "process": house.facts["empty"]}
    act(leading, house, place, "open")
    texts = ["Vor der Brücke", "Unter der Brücke", "Hinter der Brücke"]
    options = {"executable_path": chromium, "args": FLAGS, "locale": "de-DE",
               "base_url": house.url, "viewport": {"width": 360, "height": 740}}
    phone = browser.browser_type.launch_persistent_context(tmp_path, **options)
    page = phone.new_page()
    page.goto("/")
    page.get_by_label("Beitrittscode").fill(place["code"])
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("radio", name="Kommune").check()
    page.get_by_role("button", name="Mitmachen").click()
    page.wait_for_url("**/m/*/**")
    phone.set_offline(True)
    for text in texts[:2]:
        page.get_by_label("Ihre Karte").fill(text)
        press(page, "Karte abgeben")
        expect(page.get_by_label("Ihre Karte")).to_have_value("")
    expect(page.locator(WAITING)).to_have_text([f"Wartet auf Netz: {t}" for t in texts[:2]])
    phone.close()
    phone = browser.browser_type.launch_persistent_context(tmp_path, **options)
    page = phone.new_page()
    page.goto(f"/m/{place['code']}/")
    expect(page.locator("#task .cards > li")).to_have_count(2)
    phone.set_offline(True)
    page.get_by_label("Ihre Karte").fill(texts[2])
    press(page, "Karte abgeben")
    expect(page.locator(WAITING)).to_have_count(1)
    phone.set_offline(False)
    expect(page.locator("#task .cards > li")).to_have_count(3, timeout=15_000)
    expect(page.locator(WAITING)).to_have_count(0)
    phone.close()
    assert said(house.data, place["activity"]) == 3
