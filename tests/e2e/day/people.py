"""The cast of the day: who takes part by touch, by keyboard alone or without scripts."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, expect

WAITING = "[data-outbox] li"
MOST_TABS = 80


class Person:
    """Somebody with a phone. ``said``: the cards handed in and not taken back."""

    can_scan = True  # comes in by the QR code; the others type the code

    def __init__(self, name: str, page: Page) -> None:
        self.name, self.page = name, page
        self.said: list[str] = []

    @property
    def task(self) -> Locator:
        """What this phone asks for."""
        return self.page.locator("#task")

    def reach(self, code: str, activity: int) -> None:
        """Wait until the phone shows an activity; it comes by itself."""
        there = f"/m/{code}/{activity}/"
        here = f'#task form[action*="{there}"], #task a[href*="{there}"]'
        self.page.locator(here).first.wait_for(state="attached")

    def write(self, where: Locator, text: str) -> None:
        """Type into a field."""
        where.fill(text)

    def choose(self, name: str, value: str) -> None:
        """Choose a value of a scale."""
        self.task.locator(f'input[name="{name}"][value="{value}"]').first.check()

    def select(self, where: Locator, value: str) -> None:
        """Choose from a list."""
        where.select_option(value)

    def press(self, button: Locator) -> None:
        """Press a button or follow a link."""
        button.click()

    def button(self, label: str) -> Locator:
        """A button of the task."""
        return self.task.get_by_role("button", name=label, exact=True).first

    def send(self, label: str) -> None:
        """Hand a form in and wait until it is confirmed: the next form has another key."""
        button = self.button(label)
        key = button.locator("xpath=ancestor::form").locator("[name=once]").get_attribute("value")
        self.press(button)
        self.page.locator(f'#task [name="once"][value="{key}"]').first.wait_for(state="detached")
        self.page.locator(WAITING).first.wait_for(state="detached")

    def card(self, text: str) -> None:
        """Hand a card in."""
        self.write(self.page.get_by_label("Ihre Karte"), text)
        self.send("Karte abgeben")
        self.said.append(text)


class Swift(Person):
    """Somebody whose taps are not measured: nobody looks whether the finger finds the place."""

    def choose(self, name: str, value: str) -> None:
        box = self.task.locator(f'input[name="{name}"][value="{value}"]').first
        box.dispatch_event("click")

    def press(self, button: Locator) -> None:
        button.dispatch_event("click")


class WithoutScripts(Person):
    """A phone whose browser runs no scripts: its owner loads the page anew."""

    can_scan = False

    def reach(self, code: str, activity: int) -> None:
        self.page.goto(f"/m/{code}/")
        super().reach(code, activity)


class WithKeyboard(Person):
    """Somebody who never touches the screen."""

    can_scan = False

    def write(self, where: Locator, text: str) -> None:
        self._tab_to(where)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def select(self, where: Locator, value: str) -> None:
        words = where.locator(f'option[value="{value}"]').inner_text()
        self._tab_to(where)
        self.page.keyboard.type(words)

    def press(self, button: Locator) -> None:
        self._tab_to(button)
        self.page.keyboard.press("Enter")

    def choose(self, name: str, value: str) -> None:
        group = self.task.locator(f'input[name="{name}"]')
        self._tab_to(group)
        if group.first.get_attribute("type") == "radio":
            self.page.keyboard.press("Space")
        for _step in range(group.count() + 1):
            if group.and_(self.page.locator(":checked")).get_attribute("value") == value:
                return
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"The arrows never came to {name} = {value}")

    def _tab_to(self, wanted: Locator) -> None:
        wanted.first.wait_for()
        for _step in range(MOST_TABS):
            if wanted.evaluate_all("all => all.includes(document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The tabulator never came to {wanted}")


@dataclass
class Day:
    """Everything the acts share."""

    url: str
    axe: str
    leader: Page
    phones: list[Person] = field(default_factory=list)
    process: str = ""
    meeting: int = 0
    code: str = ""
    rounds: dict[str, int] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seen: dict[str, Any] = field(default_factory=dict)
    second: Page | None = None
    scribe: Page | None = None
    board: Page | None = None

    @property
    def desk(self) -> str:
        """Where the process has its desk."""
        return f"/desk/{self.process}/"

    @property
    def lead(self) -> str:
        """The page the meeting is led from."""
        return f"{self.desk}treffen/{self.meeting}/"

    def open(self, title: str) -> int:
        """Open a round; its key. All phones see it come."""
        key = self.rounds[title]
        self.leader.goto(self.lead)
        self.leader.locator(f"#day-{key}, #next-{key}").click()
        expect(self.leader.locator(f"#now-{key}")).to_be_visible()
        for person in self.phones:
            person.reach(self.code, key)
        return key

    def close(self, title: str) -> None:
        """Close a round, also when somebody has not answered."""
        key = self.rounds[title]
        self.leader.goto(self.lead)
        if self.leader.locator(f"#sure-{key}").count():
            self.leader.locator(f"#sure-{key}").click()
        self.leader.locator(f"#close-{key}").click()
        expect(self.leader.locator(f"#now-{key}")).to_have_count(0)
