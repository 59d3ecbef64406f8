"""Looking at a screen as it stands: rules of accessibility, narrow and wide, focus, a picture."""

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.browsing import RULES, RUN, STICKING_OUT

PICTURES = os.environ.get("WEITBLICK_DAY_PICTURES", "")  # a folder: screenshots are kept there
PHONE, MIDDLE, WIDE, BOARD = (360, 740), (768, 1024), (1280, 900), (1920, 1080)
NARROW = 320
STILL = """() => document.getAnimations().forEach((one) => {
  if (one.effect.getComputedTiming().endTime < 1e6) one.finish(); })"""
# What shows where the focus is: on the control itself, its label, its neighbours or around it.
HIDDEN_FOCUS = """() => {
  const around = (one) => [one, one.labels?.[0], one.nextElementSibling, one.parentElement]
    .filter(Boolean).map((near) => { const s = getComputedStyle(near);
      return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor,
              s.backgroundColor, s.textDecorationLine].join(); }).join('|');
  const seen = (one) => one.getClientRects().length
    && getComputedStyle(one).visibility !== 'hidden';
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select,'
    + ' textarea, summary, [tabindex="0"]')].filter((one) => seen(one) && !one.disabled);
  const before = document.activeElement, found = [];
  for (const one of all.slice(0, 60)) {
    one.blur();
    const plain = around(one);
    one.focus({ preventScroll: true });
    const shows = document.activeElement !== one || around(one) !== plain;
    if (!shows) found.push(one.outerHTML.slice(0, 160));
  }
  if (before !== document.body) before.focus({ preventScroll: true });
  else document.activeElement.blur();
  return found;
}"""


def look(page: Page, axe: str, name: str, *, board: bool = False) -> list[str]:
    """What is wrong with the screen: at 360 and 1280 (a board: 1920), sideways at 320, focus."""
    page.evaluate("source => { if (!window.axe) (0, eval)(source); }", axe) if not board else (
        page.evaluate(axe))
    size = page.viewport_size
    found: list[str] = []
    for width, height in (BOARD, WIDE) if board else (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(STILL)
        found += [f"{name} {width}: {one}" for one in page.evaluate(RUN, {"runOnly": RULES})]
        _picture(page, f"{name}-{width}")
    if not board:
        page.set_viewport_size({"width": NARROW, "height": 700})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > NARROW:
            found.append(f"{name}: {wide} px at 320: {page.evaluate(STICKING_OUT, NARROW)}")
        page.keyboard.press("Shift")  # from here on the focus is shown as for a keyboard
        found += [f"{name}: no focus seen on {one}" for one in page.evaluate(HIDDEN_FOCUS)]
        if PICTURES:
            for width, height in (MIDDLE, (1440, 900)):
                page.set_viewport_size({"width": width, "height": height})
                _picture(page, f"{name}-{width}")
    if size:
        page.set_viewport_size(size)
    return found


def _picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page="1920" not in name)
