"""Take the pictures of the README anew: ``python docs/pictures/take.py ADDRESS INVITATION``.

ADDRESS is that of a running ``weitblick demo``, INVITATION the one-time link it printed. Needs
Chromium and the development requirements.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
SLUG = "thueringen-2035-beispiel"
CARD = "Bei uns fährt der Rufbus erst, wenn drei anrufen. Zu zweit bleibt man zu Hause."


def take(page: Page, name: str, address: str, width: int, height: int) -> None:
    """One picture of one page."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    page.wait_for_timeout(600)
    page.screenshot(path=HERE / f"{name}.jpg", type="jpeg", quality=82)


def main(address: str, invitation: str) -> None:
    """Phone, board, desk, reader and trace."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        phone = browser.new_page(locale="de-DE", device_scale_factor=1.5)
        phone.goto(f"{address}/j/WEIT35/")
        phone.get_by_label("Zivilgesellschaft").check()
        phone.get_by_role("button", name="Mitmachen").click()
        phone.get_by_label("Ihre Karte").fill(CARD)
        phone.get_by_role("button", name="Karte abgeben").click()
        phone.wait_for_timeout(500)
        take(phone, "phone", f"{address}/m/WEIT35/", 390, 780)
        desk = browser.new_page(locale="de-DE")
        desk.goto(invitation)
        desk.get_by_label("Anmeldename").fill("moderation")
        desk.get_by_label("Passwort").fill("drei-wolken-und-ein-pfad")
        desk.get_by_role("button", name="Konto anlegen").click()
        take(desk, "desk", f"{address}/desk/{SLUG}/scenarios/", 1440, 1000)
        desk.goto(f"{address}/desk/{SLUG}/")
        boards = [one.get_attribute("href") for one in desk.get_by_role("link", name="Tafel").all()]
        take(desk, "board", f"{address}{boards[-1]}", 1600, 900)
        take(desk, "options", f"{address}/p/{SLUG}/options/", 1440, 1000)
        desk.goto(f"{address}/p/{SLUG}/paper/")
        trace = desk.locator("a.trace").first.get_attribute("href") or ""
        take(desk, "trace", trace if trace.startswith("http") else address + trace, 1440, 1000)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:3])
