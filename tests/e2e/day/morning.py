"""Preparing, opening the doors, finding a table, cards, sorting, weighing."""

import re
import time
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.browsing import phone_context
from tests.e2e.day.looking import look
from tests.e2e.day.people import Day, Person, WithKeyboard, WithoutScripts
from tests.e2e.house import House

CARDS, DOTS, RATE, INFLUENCE = ("Was bewegt unsere Region?", "Punkte kleben",
                                "Wie stark, wie ungewiss?", "Was treibt was an?")
LEFT_OUT = ("Ankommen und Begrüßung", "Pause, die Karten werden sortiert", "Kaffeepause",
            "Ausblick und Abschied", "Was bewirkt es, was kostet es?")
ADDED = ("scenarios:crossimpact", "scenarios:story", "scenarios:rate", "options:grid",
         "options:effects", "validation:vote", "factors:dots")
SHARES = ((INFLUENCE, "2"), ("Wechselwirkungen beurteilen", "4"))
SECTORS = ("kommune", "zivilgesellschaft") * 5 + ("wirtschaft",)
WISHES = ("begegnung", "dableibe", "kooperation")
"""Cards by what they are about; each person writes one of each."""
BUS = ("Der letzte Bus fährt um halb sieben", "Ohne Auto kommt niemand zur Arbeit",
       "Der Rufbus ist am Wochenende nicht zu erreichen", "Die Bahnstation hat keinen Aufzug",
       "Radwege enden am Ortsschild", "Schulbusse sind überfüllt",
       "Mitfahrbänke werden kaum genutzt", "Ältere geben das Autofahren spät auf",
       "Die Bürgerbuslinie sucht Fahrerinnen", "Lieferwagen ersetzen den Einkaufsweg",
       "Pendeln kostet viele Familien den Abend")
PLACE = ("Das Gasthaus hat seit dem Frühjahr zu", "Im Kulturhaus fehlt eine Heizung",
         "Der Jugendclub öffnet nur dienstags", "Die Feuerwehr ist der letzte Treffpunkt",
         "Leere Läden stehen am Markt", "Der Sportverein hat keine Halle mehr",
         "Die Bibliothek wird ehrenamtlich geführt", "Im Pfarrhaus wäre Platz für alle",
         "Neue Familien kennen niemanden", "Feste gibt es nur noch im Nachbarort",
         "Der Dorfplatz ist ein Parkplatz")
PAPER = ("Die Ärztin geht in zwei Jahren", "Pflege gibt es nur in der Stadt",
         "Der Dorfladen rechnet sich nicht")


def prepare(day: Day, password: str) -> None:
    """The facilitator signs in, makes a process and a meeting, and shortens a ready agenda."""
    page = day.leader
    page.goto("/konto/anmelden/?next=/desk/neu/")
    page.get_by_label("Anmeldename").fill("leitung")
    page.get_by_label("Passwort").fill(password)
    page.get_by_role("button", name="Anmelden").click()
    page.wait_for_url("**/desk/neu/")
    page.get_by_label("Titel").fill("Zukunftswerkstatt Oberes Tal")
    page.get_by_label("Leitfrage").fill("Wie leben wir 2035 im Oberen Tal?")
    page.get_by_role("button", name="Prozess anlegen").click()
    page.wait_for_url("**/treffen/neu/")
    day.process = page.url.split("/")[-4]
    day.faults += look(page, day.axe, "desk-new-meeting")
    page.get_by_label("Titel").fill("Tag im Kulturhaus")
    page.get_by_label("Uhrzeit des Beginns").fill("09:30")
    page.get_by_label("Tische").fill("3")
    page.get_by_role("button", name="Veranstaltung anlegen").click()
    page.wait_for_url("**/ablauf/")
    day.meeting = int(page.url.split("/")[-3])
    _shorten(day)


def _shorten(day: Day) -> None:
    page = day.leader
    day.faults += look(page, day.axe, "desk-agenda-empty")
    page.get_by_role("button", name="Diesen Ablauf nehmen: Ein Tag mit 70 Personen").click()
    expect(page.locator(".day-title")).to_have_count(12)
    for title in LEFT_OUT:
        page.get_by_role("button", name=f"„{title}“ entfernen").click()
        expect(page.locator(".day-title", has_text=title)).to_have_count(0)
    page.get_by_role("button", name=re.compile("Rückgängig: Aus dem Ablauf entfernt")).click()
    expect(page.locator(".day-title", has_text=LEFT_OUT[-1])).to_have_count(1)
    page.get_by_role("button", name=f"„{LEFT_OUT[-1]}“ entfernen").click()
    expect(page.locator(".day-title")).to_have_count(7)
    for n, kind in enumerate(ADDED, 8):
        page.locator('#plan [name="kind"]').select_option(kind)
        page.get_by_role("button", name="In den Ablauf", exact=True).click()
        expect(page.locator(".day-title")).to_have_count(n)
    _move_by_keyboard(page)
    day.rounds = {row.locator(".day-title").inner_text(): int(row.get_attribute("data-key") or 0)
                  for row in page.locator(".day-row").all()}
    day.faults += look(page, day.axe, "desk-agenda")
    for title, pairs in SHARES:
        page.get_by_role("link", name=title).click()
        page.get_by_label("Paare je Person").fill(pairs)
        page.get_by_role("button", name="Speichern").click()
        page.wait_for_url("**/ablauf/")


def _move_by_keyboard(page: Page) -> None:
    """The dots go up two places without a mouse; the focus goes with them."""
    up = page.get_by_role("button", name=f"„{DOTS}“ nach oben")
    up.focus()
    for place in (12, 11):
        expect(up).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".day-title").nth(place)).to_have_text(DOTS)


def invite(day: Day, browser: Browser, house: House) -> None:
    """A second facilitator and a scribe get their links and their accounts."""
    day.second = _guest(day, browser, house, "facilitator", {"width": 1280, "height": 900})
    day.scribe = _guest(day, browser, house, "scribe", {"width": 360, "height": 740})


def _guest(
    day: Day, browser: Browser, house: House, role: str, size: dict[str, int]
) -> Page:
    day.leader.goto(day.desk)
    day.leader.get_by_label("Rolle").select_option(role)
    day.leader.get_by_role("button", name="Einladungslink erzeugen").click()
    said = day.leader.get_by_text("Einmaliger Link").inner_text()
    page = phone_context(browser, house, viewport=size).new_page()
    page.goto(said.split()[-1])
    page.get_by_label("Anmeldename").fill(f"{role}-{day.process}")
    page.get_by_label("Passwort").fill("noch-ein-langes-losungswort")
    page.get_by_role("button", name="Konto anlegen").click()
    page.wait_for_url("**/desk/**")
    return page


def open_doors(day: Day, board: Page) -> None:
    """The board shows the code as soon as the doors are open."""
    page, day.board = day.leader, board
    page.goto(day.lead)
    if page.get_by_role("button", name="Beitritt öffnen").count():
        page.get_by_role("button", name="Beitritt öffnen").click()
    expect(page.get_by_role("button", name="Beitritt schließen")).to_be_visible()
    day.code = page.locator(".join-code").inner_text()
    board.goto(str(page.get_by_role("link", name="Tafel öffnen").get_attribute("href")))
    expect(board.locator("body")).to_contain_text(day.code)
    day.faults += look(page, day.axe, "desk-leading-before")


def join(day: Day, devices: list[tuple[str, type[Person], Page]]) -> None:
    """Everybody comes in by the code, says their group and wishes for topics."""
    for n, (name, kind, page) in enumerate(devices):
        person = kind(name, page)
        if n == 0 or not person.can_scan:
            page.goto("/")
            if n == 0:
                day.faults += look(page, day.axe, "phone-start")
            person.write(page.get_by_label("Beitrittscode"), day.code)
            person.press(page.get_by_role("button", name="Weiter"))
            page.wait_for_url("**/j/*/")
        else:
            page.goto(f"/j/{day.code}/")
        if n == 0:
            day.faults += look(page, day.axe, "phone-join")
        _sit(person, SECTORS[n])
        _wish(person, n)
        if n == 0:
            day.faults += look(page, day.axe, "phone-waiting")
        day.phones.append(person)
    expect(day.board.locator("#board")).to_contain_text(str(len(devices)))
    day.faults += look(day.board, day.axe, "board-welcome", board=True)


def _sit(person: Person, sector: str) -> None:
    page = person.page
    if isinstance(person, WithKeyboard):
        radios = page.locator('[name="sector"]')
        person._tab_to(radios)
        page.keyboard.press("Space")
        while page.locator('[name="sector"]:checked').get_attribute("value") != sector:
            page.keyboard.press("ArrowDown")
    else:
        page.locator(f'[name="sector"][value="{sector}"]').check()
    person.press(page.get_by_role("button", name="Mitmachen"))
    page.wait_for_url("**/m/*/**")


def _wish(person: Person, n: int) -> None:
    first = person.page.get_by_label("Erster Wunsch")
    topics = first.locator("option").evaluate_all("all => all.map((one) => one.value).slice(1)")
    person.select(first, topics[n % len(topics)])
    person.select(person.page.get_by_label("Zweiter Wunsch"), topics[(n + 1) % len(topics)])
    person.press(person.button("Wünsche senden"))
    expect(person.task).to_contain_text("Ihre Wünsche sind notiert.")


def seat(day: Day) -> None:
    """Who sits where is computed, shown on the board and on every phone."""
    page = day.leader
    page.goto(f"{day.lead}sitzordnung/")
    page.get_by_label("Wie oft wird neu gemischt?").fill("2")
    page.get_by_role("button", name="Sitzordnung berechnen").click()
    expect(page.locator(".seat-name")).to_have_count(len(day.phones))
    page.get_by_role("button", name="Runde 1 zeigen").click()
    for person in day.phones:
        if isinstance(person, WithoutScripts):
            person.page.reload()
        expect(person.page.locator(".sits")).to_contain_text("Tisch")
    day.faults += look(page, day.axe, "desk-seating")
    day.faults += look(day.phones[0].page, day.axe, "phone-seated")
    page.goto(day.lead)
    page.get_by_role("button", name="Sitzordnung", exact=True).click()
    expect(day.board.locator("#board")).to_contain_text("Tisch 3")
    day.faults += look(day.board, day.axe, "board-seating", board=True)
    page.get_by_role("button", name="Was offen ist").click()


def write_cards(day: Day) -> None:
    """Two cards a phone; the scribe types paper; the board counts with them."""
    day.open(CARDS)
    for person, texts in zip(day.phones, zip(BUS, PLACE, strict=True), strict=True):
        for text in texts:
            person.card(text)
    day.faults += look(day.phones[0].page, day.axe, "phone-cards")
    _type_paper(day)
    n = len(BUS) + len(PLACE) + len(PAPER)
    expect(day.board.locator("#board")).to_contain_text(str(n))
    day.faults += look(day.board, day.axe, "board-cards", board=True)
    day.leader.goto(day.lead)
    day.faults += look(day.leader, day.axe, "desk-leading")


def _type_paper(day: Day) -> None:
    page = day.scribe
    page.goto(f"{day.lead}eintippen/")
    day.faults += look(page, day.axe, "scribe-typing")
    page.get_by_role("link", name="Karten eintippen").click()
    page.get_by_label("Tisch", exact=True).select_option("2")
    for n, text in enumerate(PAPER, 1):
        page.locator("#text").fill(text)
        page.locator("#text").press("Enter")
        expect(page.locator(".typing-latest li")).to_have_count(n)
        expect(page.locator("#table")).to_have_value("2")
        day.typed.append(text)
    day.faults += look(page, day.axe, "scribe-cards")


def come_late(day: Day, browser: Browser, house: House) -> float:
    """Somebody comes when the round runs: seconds from the address to the card handed in."""
    page = phone_context(browser, house).new_page()
    person = Person("spät", page)
    began = time.monotonic()
    page.goto(f"/j/{day.code}/")
    _sit(person, "kommune")
    person.card("Glasfaser liegt, aber niemand schließt an")
    took = time.monotonic() - began
    expect(page.locator(".sits")).to_contain_text("Tisch")
    day.phones.append(person)
    return took


def lose_the_network(
    day: Day, far: BrowserContext, again: Any, texts: tuple[str, str]
) -> BrowserContext:
    """Offline twice: once the browser is closed over it, once the net comes back by itself."""
    person = next(one for one in day.phones if one.name == "fern")
    for n, text in enumerate(texts):
        far.set_offline(True)
        person.page.get_by_label("Ihre Karte").fill(text)
        person.button("Karte abgeben").click()
        expect(person.page.locator("[data-outbox] li")).to_have_text(f"Wartet auf Netz: {text}")
        if n == 0:
            day.faults += look(person.page, day.axe, "phone-offline")
            far.close()
            far = again()
            person.page = far.new_page()
            person.page.goto(f"/m/{day.code}/")
        else:
            far.set_offline(False)
        expect(person.page.locator("[data-outbox] li")).to_have_count(0, timeout=15_000)
        expect(person.task.locator(".cards > li")).to_have_count(3 + n)
        person.said.append(text)
    return far


def sort(day: Day) -> None:
    """Two facilitators lay cards at the same time; who comes second is told."""
    day.close(CARDS)
    one, other = day.leader, day.second
    for page in (one, other):
        page.goto(f"{day.desk}factors/karten/")
    day.seen["cards on the pinboard"] = _number(one.locator("#loose-title"))
    day.faults += look(one, day.axe, "desk-pinboard")
    _lay(other, (*PLACE[1:], PLACE[0], BUS[0]), "Orte der Begegnung", press=False)
    _lay(one, BUS, "Mobilität ohne eigenes Auto")
    other.get_by_role("button", name="Neue Gruppe").click()
    expect(other.locator(".pin-said .is-problem")).to_contain_text(BUS[0])
    _lay(one, PAPER, "Versorgung am Ort")
    for title, n in (("Mobilität ohne eigenes Auto", 11), ("Orte der Begegnung", 11),
                     ("Versorgung am Ort", 3)):
        other.goto(f"{day.desk}factors/karten/")
        pile = other.locator(".stack", has_text=title)
        expect(pile.locator(".stack-count")).to_have_text(f"{n} Karten")
        pile.get_by_role("button", name="Faktor").click()
        expect(pile.get_by_role("link", name=title)).to_be_visible()
    day.faults += look(other, day.axe, "desk-piles")


def _lay(page: Page, texts: tuple[str, ...], title: str, *, press: bool = True) -> None:
    page.locator("#group-title").fill(title)
    for text in texts:
        page.locator("[data-card]", has_text=text).get_by_role("checkbox").check()
    if press:
        page.get_by_role("button", name="Neue Gruppe").click()
        expect(page.locator(".stack", has_text=title)).to_be_visible()


def _number(where: Any) -> int:
    return int(re.search(r"\d+", where.inner_text())[0])
