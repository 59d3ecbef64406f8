"""Options and what they foster, the vote, a pause, undo, the protocol, and leaving."""

import io
import re
import sqlite3
import subprocess
import time
from pathlib import Path

import docx
from playwright.sync_api import Page, expect

from tests.e2e.day.looking import look
from tests.e2e.day.morning import CARDS
from tests.e2e.day.people import Day, Person, WithoutScripts

COLLECT, GRID, EFFECTS, VOTE = ("Was können wir tun?", "Wirkung und Aufwand",
                                "Wirkungen beurteilen", "Abstimmen")
IDEAS = ("Ein Rufbus für alle Dörfer", "Ein offenes Haus in jedem Ort")
STATEMENTS = ("Der Rufbus fährt auch am Wochenende.", "Jedes Dorf bekommt ein offenes Haus.")
REASON = "Sonst kommt abends niemand nach Hause"
HANDS = ("1", "0", "4")  # against, passed, for
MESSAGE = "In zehn Minuten gibt es Kuchen im Foyer."
BREAK = "Mittagspause"


def collect_options(day: Day) -> None:
    """Two people have an idea; each becomes an option, and everybody gives it its place."""
    day.open(COLLECT)
    for person, text in zip(day.phones[7:9], IDEAS, strict=True):
        person.write(person.task.locator('[name="title"]'), text)
        person.send("Option abgeben")
        person.said.append(text)
    day.faults += look(day.phones[7].page, day.axe, "phone-collect")
    expect(day.board.locator("#board")).to_contain_text(IDEAS[1])
    day.faults += look(day.board, day.axe, "board-collect", board=True)
    day.close(COLLECT)
    page = day.leader
    for text in IDEAS:
        page.goto(f"{day.desk}options/karten/")
        page.locator("#new-option").get_by_label("Titel").fill(text)
        page.locator("#new-option").get_by_text("Karten wählen").click()
        page.locator("#new-option").get_by_role("checkbox", name=text).check()
        page.get_by_role("button", name="Option anlegen").click()
        expect(page.locator("#desk")).to_contain_text(text)
    _place(day)
    _weigh(day)


def _place(day: Day) -> None:
    day.open(GRID)
    for n, person in enumerate(day.phones):
        for turn in range(len(IDEAS)):
            person.choose("option-effort", str(2 + turn))
            person.choose("option-impact", str(4 + n % 2))
            if n == turn == 0:
                day.faults += look(person.page, day.axe, "phone-grid")
            person.send("Einschätzung abgeben")
    day.close(GRID)
    expect(day.board.locator("#board svg").first).to_be_visible()
    day.faults += look(day.board, day.axe, "board-grid", board=True)


def _weigh(day: Day) -> None:
    """Some say what an option fosters or hinders."""
    day.open(EFFECTS)
    for person in day.phones[:3]:
        if person is day.phones[0]:
            day.faults += look(person.page, day.axe, "phone-effects")
        while person.button("Weiter").count():
            person.choose("value", "2")
            person.send("Weiter")
    day.faults += look(day.board, day.axe, "board-effects", board=True)
    day.close(EFFECTS)
    day.leader.goto(f"{day.desk}options/")
    day.faults += look(day.leader, day.axe, "desk-options")


def vote(day: Day) -> None:
    """Phones vote with reasons, the scribe adds raised hands; board and desk say the same n."""
    page = day.leader
    page.goto(f"{day.desk}validation/neu/")
    page.get_by_label("Aussagen, eine je Zeile").fill("\n".join(STATEMENTS))
    page.get_by_role("button", name="Alle anlegen").click()
    expect(page.locator("#desk")).to_contain_text(STATEMENTS[1])
    key = day.open(VOTE)
    for n, person in enumerate(day.phones):
        for turn in range(len(STATEMENTS)):
            if n == turn == 0:
                day.faults += look(person.page, day.axe, "phone-vote")
            person.send("Ich stimme nicht zu" if n == 3 else "Ich stimme zu")
    _reason(day.phones[7], day)
    _raise_hands(day, key)
    day.close(VOTE)
    n = len(day.phones) + sum(map(int, HANDS))
    expect(day.board.locator("#board")).to_contain_text(f"n = {n}")
    day.faults += look(day.board, day.axe, "board-vote", board=True)
    page.goto(f"{day.desk}validation/")
    expect(page.locator("#desk")).to_contain_text(f"n = {n}")
    day.seen["votes on the first statement"] = n
    day.faults += look(page, day.axe, "desk-validation")


def _reason(person: Person, day: Day) -> None:
    person.press(person.task.get_by_role("link", name=re.compile("Grund nennen")).first)
    person.write(person.page.get_by_label("Warum?"), REASON)
    day.faults += look(person.page, day.axe, "phone-reason")
    person.send("Grund abgeben")
    person.said.append(REASON)


def _raise_hands(day: Day, key: int) -> None:
    page = day.scribe
    page.goto(f"{day.lead}eintippen/{key}/haende/")
    for row in page.locator("table.hands tbody tr").all():
        for place, n in enumerate(HANDS):
            row.locator("input").nth(place).fill(n)
    page.get_by_role("button", name="Zählung speichern").click()
    expect(page.locator("body")).to_contain_text("Gezählt: 2 Einträge")
    day.faults += look(page, day.axe, "scribe-votes")


def pause_and_tell_all(day: Day) -> None:
    """A pause and a message reach everybody; a round is opened again, taken back, closed."""
    page = day.leader
    page.goto(day.lead)
    page.get_by_label("Kurz und freundlich").fill(MESSAGE)
    page.get_by_role("button", name="Nachricht zeigen").click()
    for person in day.phones:
        if isinstance(person, WithoutScripts):
            person.page.reload()
        expect(person.page.locator("#notice")).to_contain_text(MESSAGE)
    expect(day.board.locator("body")).to_contain_text(MESSAGE)
    page.get_by_role("button", name="Pause", exact=True).first.click()
    expect(day.phones[0].page.get_by_role("heading", level=1)).to_have_text("Pause")
    day.faults += look(day.phones[0].page, day.axe, "phone-pause")
    day.faults += look(day.board, day.axe, "board-pause", board=True)
    day.faults += look(page, day.axe, "desk-leading-pause")
    page.get_by_role("button", name="Pause beenden").click()
    expect(day.phones[0].page.get_by_role("heading", level=1)).to_have_text("Gleich geht es weiter")
    key = day.open(CARDS)
    page.get_by_role("button", name=re.compile("Rückgängig: Runde geöffnet")).click()
    expect(page.locator(f"#now-{key}")).to_have_count(0)
    expect(day.phones[0].page.get_by_role("heading", level=1)).to_have_text("Gleich geht es weiter")
    page.get_by_role("button", name="Nachricht wegnehmen").click()
    expect(day.board.locator("body")).not_to_contain_text(MESSAGE)
    page.get_by_role("button", name="Beitritt schließen").click()
    expect(page.get_by_role("button", name="Beitritt öffnen")).to_be_visible()


def take_the_protocol(day: Day) -> None:
    """The protocol as PDF, Word and page holds what was said, and its n is that of the day."""
    cards = [*day.typed, *(text for person in day.phones for text in person.said)]
    words = _protocol(day)
    for name, text in words.items():
        missing = [card for card in cards if card not in text]
        assert missing == [], name
        assert f"An diesem Tag sind {len(cards)} Karten entstanden." in text, name
    day.leader.goto(f"{day.desk}paper/papiere/protokoll-{day.meeting}/")
    day.faults += look(day.leader, day.axe, "desk-protocol")


def _protocol(day: Day) -> dict[str, str]:
    """The words of the three files."""
    page = day.leader
    page.goto(f"{day.desk}paper/papiere/")
    page.get_by_role("link", name="Tag im Kulturhaus").last.click()
    files = {name: _file(page, f"{day.desk}paper/papiere/protokoll-{day.meeting}/als/{name}/")
             for name in ("pdf", "docx", "html")}
    pdf = subprocess.run(["pdftotext", "-layout", "-", "-"], input=files["pdf"], check=True,
                         capture_output=True).stdout.decode()
    word = docx.Document(io.BytesIO(files["docx"]))
    return {
        "pdf": _plain(re.sub(r"-\n\s*", "", pdf.replace("\u00ad", ""))),
        "docx": _plain("\n".join(one.text for one in word.element.body.iter() if one.text)),
        "html": _plain(re.sub(r"<[^>]+>", "", files["html"].decode())),
    }


def _file(page: Page, address: str) -> bytes:
    """A file; while it is being set the server says when to ask again."""
    for _time in range(20):
        answer = page.request.get(address)
        if answer.status != 503:
            assert answer.ok, (address, answer.status)
            return answer.body()
        time.sleep(int(answer.headers["retry-after"]))
    raise AssertionError(f"{address} was never set")


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00ad", "").replace("\u202f", " "))


def leave(day: Day) -> None:
    """Somebody has their words erased; they are gone everywhere, the others stay."""
    person = day.phones[10]
    person.page.goto(f"/m/{day.code}/meine/")
    day.faults += look(person.page, day.axe, "phone-mine")
    person.page.get_by_text("Meine Daten löschen").click()
    person.page.get_by_role("button", name="Endgültig löschen").click()
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Ihre Daten sind gelöscht")
    day.faults += look(person.page, day.axe, "phone-erased")
    gone, person.said = person.said, []
    assert gone != []
    words = _protocol(day)
    assert [text for text in gone for found in words.values() if text in found] == []
    day.seen["erased"] = gone
    for text in gone:
        day.leader.goto(f"{day.desk}factors/karten/")
        expect(day.leader.locator("#desk")).not_to_contain_text(text)


def look_into_the_database(day: Day, data: Path) -> None:
    """Every card is there exactly once, and nothing else; what was erased is not."""
    said = [*day.typed, *(text for person in day.phones for text in person.said)]
    with sqlite3.connect(f"file:{data / 'weitblick.sqlite3'}?mode=ro", uri=True) as base:
        kept = [text for (text,) in base.execute(
            "SELECT item.text FROM voices_card card JOIN trace_item item ON item.id = card.item_id"
            " JOIN workshop_activity round ON round.id = card.activity_id"
            " WHERE round.meeting_id = ? AND item.state = 'live'", (day.meeting,))]
        everything = "\n".join(base.iterdump())
    assert sorted(kept) == sorted(said)
    assert [text for text in day.seen["erased"] if text in everything] == []
