"""From the paper back to the cards and from a card up to the paper; the files; two languages."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import WIDE, Complaints
from tests.e2e.house import House

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(browser: Browser, house: House) -> Iterator[Page]:
    """Somebody who reads, without an account."""
    context = browser.new_context(viewport=WIDE, locale="de-DE", base_url=house.url)
    page = context.new_page()
    page.complaints = Complaints(context, house)
    yield page
    assert page.complaints == []
    context.close()


def test_a_recommendation_leads_down_to_cards_and_a_card_up_again(
    reader: Page, house: House
) -> None:
    reader.goto(f"/p/{house.facts['example']}/paper/")
    rows = reader.locator(".cards > li", has=reader.get_by_role("link", name=re.compile("^Woher")))
    assert rows.count() == 12
    sentence = rows.first.locator(".card-text").inner_text()
    rows.first.get_by_role("link").click()
    reader.wait_for_url("**/faden/*/")
    expect(reader.get_by_role("heading", level=1)).to_have_text(sentence)
    cards = reader.locator("main .cards .card-text a")
    assert cards.count() >= 6
    text = cards.first.inner_text()
    cards.first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(text)
    above = reader.locator("details", has=reader.locator("summary", has_text="Empfehlung"))
    if not above.evaluate("one => one.open"):
        above.locator("summary").click()
    above.get_by_role("link", name=sentence).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(sentence)


def test_a_sentence_of_the_article_leads_to_its_sources(reader: Page, house: House) -> None:
    reader.goto(f"/p/{house.facts['example']}/paper/")
    mark = reader.locator(".paper-reading a[href*='/faden/']").first
    path = mark.get_attribute("href")
    mark.click()
    reader.wait_for_url(f"**{path}")
    assert reader.locator("main h1").count() == 1


@pytest.mark.parametrize(("name", "ending"), [("Papier als PDF", ".pdf"), ("Word", ".docx")])
def test_the_paper_is_downloaded_from_the_public_page(
    reader: Page, house: House, name: str, ending: str
) -> None:
    reader.goto(f"/p/{house.facts['example']}/paper/")
    with reader.expect_download(timeout=120_000) as waiting:
        reader.get_by_role("link", name=name, exact=True).click()
    file = waiting.value
    assert file.suggested_filename.endswith(ending)
    content = file.path().read_bytes()
    if ending == ".pdf":
        assert content[:5] == b"%PDF-"
        assert b"%%EOF" in content[-1024:]
    else:
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_the_language_is_changed_in_place_and_kept(reader: Page, house: House) -> None:
    path = f"/p/{house.facts['example']}/"
    reader.goto(path)
    assert reader.locator("html").get_attribute("lang") == "de"
    reader.get_by_role("button", name="English").click()
    reader.wait_for_load_state()
    assert reader.url == house.at(path)
    assert reader.locator("html").get_attribute("lang") == "en"
    reader.goto("/")
    assert reader.locator("html").get_attribute("lang") == "en"
    reader.get_by_role("button", name="Deutsch").click()
    reader.wait_for_load_state()
    assert reader.locator("html").get_attribute("lang") == "de"


def test_a_browser_that_prefers_english_is_answered_in_english(
    browser: Browser, house: House
) -> None:
    context = browser.new_context(locale="en-GB", base_url=house.url)
    page = context.new_page()
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "en"
    context.close()
