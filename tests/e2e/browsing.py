"""A browser context that keeps every complaint, and the examination of one page."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.e2e.house import House

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
UNFOLD = "document.querySelectorAll('main details:not([data-menu])').forEach(d => d.open = true)"
ALL = {"runOnly": RULES}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
RUN = """options => axe.run(document, {...options, resultTypes: ['violations']})
  .then(found => found.violations.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 300)}`))"""

# The innermost elements that stick out at the right, outside of what scrolls by itself.
STICKING_OUT = """limit => [...document.body.querySelectorAll('*')].filter((one) => {
  const scrolls = (up) => up && up !== document.body
    && (getComputedStyle(up).overflowX !== 'visible' || scrolls(up.parentElement));
  return one.getBoundingClientRect().right > limit + 0.5 && !scrolls(one.parentElement)
    && ![...one.children].some((child) => child.getBoundingClientRect().right > limit + 0.5);
}).map((one) => one.outerHTML.slice(0, 200)).slice(0, 3)"""


class Complaints(list[str]):
    """Console errors, broken rules of content security, foreign hosts, failures of the server."""

    def __init__(self, context: BrowserContext, house: House) -> None:
        super().__init__()
        self.own = urlsplit(house.url).netloc
        context.on("console", self.heard)
        context.on("weberror", lambda error: self.append(str(error.error)))
        context.on("request", self.asked)
        context.on("response", self.answered)

    def heard(self, message: ConsoleMessage) -> None:
        failed = message.text.startswith("Failed to load resource")  # kept by ``answered``
        if message.type in {"error", "warning"} and not failed:
            self.append(f"console: {message.text}")

    def asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.netloc != self.own:
            self.append(f"foreign: {request.url}")

    def answered(self, response: Response) -> None:
        is_asked_to_wait = response.status == 503 and "retry-after" in response.headers
        if response.status >= 400 and not is_asked_to_wait:
            self.append(f"{response.status}: {urlsplit(response.url).path}")

    def taken(self) -> list[str]:
        """The complaints so far; then there are none."""
        so_far = list(self)
        self.clear()
        return so_far


def phone_context(browser: Browser, house: House, **options: Any) -> BrowserContext:
    """Somebody's phone: small, German."""
    defaults = {"viewport": {"width": 360, "height": 740}, "locale": "de-DE"}
    return browser.new_context(**(defaults | options), base_url=house.url)


def open_first_account(browser: Browser, house: House) -> Any:
    """Choose name and password with the link the server printed; the cookies of the account."""
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.goto(house.first_account)
    page.get_by_label("Anmeldename").fill("leitung")
    page.get_by_label("Passwort").fill("ein-langes-losungswort")
    page.get_by_role("button", name="Konto anlegen").click()
    page.wait_for_url("**/desk/")
    cookies = context.storage_state()
    context.close()
    return cookies


def sit_down(context: BrowserContext, house: House, secret: str, cookie: str) -> None:
    """Let this browser hold somebody's seat."""
    context.add_cookies([{"name": cookie, "value": secret, "url": house.url}])


def faults(page: Page, axe: str, *, reflows: bool = True) -> list[str]:
    """What is wrong with the page shown: wide and narrow, light and dark.

    All rules are checked once wide and once narrow, in one colour scheme each; in the other
    scheme only the contrast of colours can differ. ``reflows``: no sideways scrolling when narrow.
    """
    page.evaluate(axe)
    found: list[str] = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        page.evaluate(UNFOLD)
        for scheme, options in (("light", ALL), ("dark", CONTRAST)):
            page.emulate_media(color_scheme=scheme)
            found += [f"{size['width']} {scheme} {one}" for one in page.evaluate(RUN, options)]
    width = page.evaluate("document.documentElement.scrollWidth")
    if reflows and width > NARROW["width"]:
        found.append(f"{width} px wide at 320: {page.evaluate(STICKING_OUT, NARROW['width'])}")
    return found


def act(leading: BrowserContext, house: House, place: dict[str, Any], do: str) -> None:
    """Press a button of the leading page: ``open``, ``close``, ``show`` … an activity."""
    process = place.get("process", house.facts["example"])
    page = f"{house.url}/desk/{process}/treffen/{place['meeting']}/"
    token = next(one["value"] for one in leading.cookies() if one["name"] == "csrftoken")
    answer = leading.request.post(
        f"{page}aktion/", headers={"Referer": page}, max_redirects=0,
        form={"do": do, "activity": place["activity"], "csrfmiddlewaretoken": token},
    )
    assert answer.status == 302
