"""Dots, ratings, who drives whom, developments, estimates, futures that hold, stories."""

from playwright.sync_api import expect

from tests.e2e.day.looking import look
from tests.e2e.day.morning import DOTS, INFLUENCE, RATE
from tests.e2e.day.people import Day

SUGGEST, DELPHI = "Wie könnte es weitergehen?", "Wie wahrscheinlich, wie wünschenswert?"
CROSS, STORY, FUTURES = "Wechselwirkungen beurteilen", "Zukünfte erzählen", "Szenarien bewerten"
FACTORS = ("Mobilität ohne eigenes Auto", "Orte der Begegnung", "Versorgung am Ort")
KEYS = FACTORS[:2]
DEVELOPMENTS = {
    FACTORS[0]: ("Rufbusse fahren bis Mitternacht", "Ohne Auto bleibt man zu Hause"),
    FACTORS[1]: ("Jedes Dorf hat ein offenes Haus", "Treffpunkte gibt es nur in der Stadt"),
}
FUTURE = "Offene Häuser, späte Busse"
TOLD = ("Ein Abend im offenen Haus", "Um neun bringt der Rufbus alle nach Hause.")


def stick_dots(day: Day) -> None:
    """Five dots a phone; the scribe adds the hands of a table; nobody sees them before the end."""
    key = day.open(DOTS)
    for person in day.phones:
        boxes = person.task.locator(".dots-row input")
        person.write(boxes.nth(0), "2")
        person.write(boxes.nth(1), "1")
        if person is day.phones[0]:
            day.faults += look(person.page, day.axe, "phone-dots")
        person.send("Punkte abgeben")
    _count_hands(day, key, "4")
    expect(day.board.locator(".bars-count")).to_have_count(0)
    day.close(DOTS)
    expect(day.board.locator(".bars-count").first).to_be_visible()
    day.seen["dots"] = sum(int(one.split()[0]) for one in
                           day.board.locator(".bars-count b").all_inner_texts())
    day.faults += look(day.board, day.axe, "board-dots", board=True)


def _count_hands(day: Day, key: int, n: str) -> None:
    page = day.scribe
    page.goto(f"{day.lead}eintippen/{key}/haende/?tisch=1")
    page.locator("table.hands input").first.fill(n)
    page.get_by_role("button", name="Zählung speichern").click()
    expect(page.locator("body")).to_contain_text("Gezählt: 1 Eintrag")
    day.faults += look(page, day.axe, f"scribe-hands-{key}")


def rate(day: Day) -> None:
    """How strongly each factor shapes life, how open it is; the matrix gets its factors."""
    day.open(RATE)
    for n, person in enumerate(day.phones):
        for turn in range(len(FACTORS)):
            person.choose("impact", str(3 + (n + turn) % 3))
            person.choose("uncertainty", str(2 + (n * turn) % 4))
            if n == turn == 0:
                day.faults += look(person.page, day.axe, "phone-rate")
            person.send("Einschätzung abgeben")
    day.close(RATE)
    expect(day.board.locator("#board svg").first).to_be_visible()
    day.faults += look(day.board, day.axe, "board-rate", board=True)
    page = day.leader
    page.goto(f"{day.desk}factors/einschaetzung/")
    for title in FACTORS:
        page.get_by_role("checkbox", name=title).check()
        row = page.locator("tr", has=page.get_by_role("checkbox", name=title))
        expect(row.locator("td").last).to_have_text(str(len(day.phones)))
    page.get_by_role("button", name="Auswahl übernehmen").click()
    day.faults += look(page, day.axe, "desk-rate")


def judge_influence(day: Day) -> None:
    """Everybody is asked a share of the pairs; together all pairs are judged three times."""
    day.open(INFLUENCE)
    for n, person in enumerate(day.phones):
        if n == 0:
            day.faults += look(person.page, day.axe, "phone-influence")
        while person.task.get_by_role("button", name="Weiter", exact=True).count():
            person.choose("value", str((n + len(person.name)) % 4))
            person.send("Weiter")
        expect(person.page.locator("h1")).to_have_text("Ihr Anteil ist fertig")
    expect(day.phones[-1].task).to_contain_text(
        "6 von 6 Paaren beurteilt, 6 davon mindestens dreimal")
    day.faults += look(day.board, day.axe, "board-influence", board=True)
    day.close(INFLUENCE)
    page = day.leader
    page.goto(f"{day.desk}factors/einfluss/")
    day.faults += look(page, day.axe, "desk-influence")
    page.goto(f"{day.desk}factors/schluessel/")
    for title in FACTORS:
        page.get_by_role("checkbox", name=title).set_checked(title in KEYS)
    page.get_by_role("button", name="Schlüsselfaktoren festlegen").click()
    expect(page.locator("#desk")).to_contain_text("2 Schlüsselfaktoren sind gewählt.")
    day.faults += look(page, day.axe, "desk-key")


def suggest(day: Day) -> None:
    """Some say what could become of the key factors; two assumptions are made of each."""
    day.open(SUGGEST)
    wishes = [(key, text) for key in KEYS for text in DEVELOPMENTS[key]]
    for person, (key, text) in zip(day.phones[6:10], wishes, strict=True):
        person.press(person.task.get_by_role("link", name=key))
        person.write(person.page.get_by_label("Was könnte bis dahin geschehen?"), text)
        person.send("Entwicklung vorschlagen")
        person.said.append(text)
    day.faults += look(day.phones[6].page, day.axe, "phone-suggest")
    day.faults += look(day.board, day.axe, "board-suggest", board=True)
    day.close(SUGGEST)
    page = day.leader
    for key in KEYS:
        for text in DEVELOPMENTS[key]:
            page.goto(f"{day.desk}trends/")
            page.locator(".factor-head").get_by_role("link", name=key).click()
            page.get_by_label("Kurztitel").fill(text)
            page.get_by_role("checkbox", name=text).check()
            page.get_by_role("button", name="Annahme anlegen").click()
            expect(page.locator(".assumption-title", has_text=text)).to_be_visible()
    day.faults += look(page, day.axe, "desk-trends")


def estimate(day: Day) -> None:
    """A Delphi round: what the others said stays hidden until it is closed."""
    day.open(DELPHI)
    for n, person in enumerate(day.phones):
        for turn in range(4):
            person.choose("probability", str(30 + 10 * ((n + turn) % 4)))
            person.choose("desirability", "5" if turn % 2 == 0 else "2")
            if n == turn == 0:
                day.faults += look(person.page, day.axe, "phone-delphi")
            person.send("Einschätzung abgeben")
        if n == 0:  # this round waits for all: nothing is shown before the last has answered
            expect(day.board.locator(".board-estimates")).to_have_count(0)
    n = len(day.phones)
    expect(day.board.locator(".board-count b")).to_have_text(f"{n} / {n}")
    day.faults += look(day.phones[0].page, day.axe, "phone-delphi-done")


def unveil(day: Day) -> None:
    """With the close of the round the board shows the distributions, with their n."""
    n = len(day.phones)
    day.close(DELPHI)
    expect(day.board.locator(".board-estimates li")).to_have_count(4)
    expect(day.board.locator(".board-count")).to_contain_text(f"je Annahme n = {n}")
    day.faults += look(day.board, day.axe, "board-delphi", board=True)
    day.leader.goto(f"{day.desk}trends/ergebnisse/")
    expect(day.leader.get_by_text(f"n = {n}").first).to_be_visible()
    day.faults += look(day.leader, day.axe, "desk-delphi")


def judge_crosses(day: Day) -> None:
    """Does the one promote the other; all futures that hold together are computed."""
    day.open(CROSS)
    good = {DEVELOPMENTS[key][0] for key in KEYS}
    for person in day.phones:
        if person is day.phones[0]:
            day.faults += look(person.page, day.axe, "phone-crossimpact")
        while person.button("Urteil abgeben").count():
            pair = person.task.locator("form").inner_text()
            alike = sum(text in pair for text in good) in (0, 2)
            person.choose("value", "2" if alike else "-2")
            person.send("Urteil abgeben")
    day.faults += look(day.board, day.axe, "board-crossimpact", board=True)
    day.close(CROSS)
    page = day.leader
    page.goto(f"{day.desk}scenarios/matrix/")
    day.faults += look(page, day.axe, "desk-matrix")
    page.goto(f"{day.desk}scenarios/")
    page.get_by_role("button", name="Alle stimmigen Szenarien berechnen").click()
    expect(page.locator(".stats")).to_contain_text("stimmig, vollständig", timeout=20_000)
    page.goto(f"{day.desk}scenarios/stimmig/")
    day.faults += look(page, day.axe, "desk-found")
    page.get_by_role("link", name="Warum stimmig? Auswählen 1").click()
    page.get_by_label("Name").fill(FUTURE)
    page.get_by_role("button", name="Szenario auswählen").click()
    expect(page.locator("body")).to_contain_text(FUTURE)


def tell(day: Day) -> None:
    """Somebody tells a day in it and takes a picture; all rate it."""
    day.open(STORY)
    person = day.phones[1]
    person.press(person.task.get_by_role("link", name=FUTURE))
    day.faults += look(person.page, day.axe, "phone-story")
    genre = person.page.locator('#task [name="genre"]').first
    if genre.evaluate("one => one.tagName") == "SELECT":
        genre.select_option(index=1)
    else:
        genre.check()
    person.write(person.task.locator('[name="title"]'), TOLD[0])
    person.write(person.task.locator('textarea[name="text"]'), TOLD[1])
    person.page.get_by_text("Foto oder Tonaufnahme dazu").click()
    photo = {"name": "haus.png", "mimeType": "image/png", "buffer": day.board.screenshot()}
    person.page.get_by_label("Fotos aus dem Telefon wählen").set_input_files(photo)
    person.send("Geschichte abgeben")
    person.said.append(TOLD[0])
    expect(day.board.locator("#board")).to_contain_text(TOLD[0])
    day.faults += look(day.board, day.axe, "board-story", board=True)
    day.close(STORY)
    day.leader.goto(f"{day.desk}scenarios/")
    day.leader.get_by_role("link", name=FUTURE).first.click()
    expect(day.leader.locator("#desk")).to_contain_text(TOLD[1])
    day.faults += look(day.leader, day.axe, "desk-scenario")
    day.open(FUTURES)
    for n, person in enumerate(day.phones):
        person.choose("desirability", str(4 + n % 2))
        person.choose("plausibility", str(2 + n % 3))
        if n == 0:
            day.faults += look(person.page, day.axe, "phone-futures")
        person.send("Bewertung abgeben")
    day.close(FUTURES)
    expect(day.board.locator("#board")).to_contain_text(FUTURE)
    day.faults += look(day.board, day.axe, "board-futures", board=True)
