"""Printing: every sheet of a meeting is a valid PDF with a code, and has a picture to look at."""

import pytest

from tests.exports.pdf_reading import findings, pages, squeezed
from weitblick.method.factors import actions as factors
from weitblick.workshop import seating


@pytest.fixture
def get(desk, meeting):
    def page(rest: str = ""):
        return desk.get(f"/desk/werkstatt/treffen/{meeting.pk}/drucken/{rest}")

    return page


@pytest.fixture
def tables(meeting):
    topics = [topic.slug for topic in meeting.process.frame.topics]
    return seating.arrange(meeting, [(topic, None) for topic in topics[:3]])


@pytest.mark.parametrize(("what", "n"), [("karten", 2), ("tischblaetter", 3), ("plakat", 1)])
def test_sheets_of_an_activity(get, running, tables, what, n):
    activity = running("factors", "cards", prompt="Was bewegt die Region?")
    made = get(f"{what}.pdf?runde={activity.pk}&anzahl=8").content
    assert (findings(made), len(pages(made))) == ([], n)
    text = squeezed(pages(made)[0])
    assert squeezed("Was bewegt die Region?") in text and "ABC234" in text
    assert get(f"{what}.png?runde={activity.pk}").content[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_count_lists_what_is_voted_on(get, running, process):
    activity = running("factors", "rate")
    assert get(f"zaehlbogen.pdf?runde={activity.pk}").status_code == 404
    factors.create_factor(process, "Wege ohne Auto")
    made = get(f"zaehlbogen.pdf?runde={activity.pk}").content
    assert findings(made) == []
    assert squeezed("Wege ohne Auto") in squeezed(pages(made)[0])


def test_name_tags_carry_a_personal_code_only_when_wanted(get, join):
    assert get("namensschilder.pdf").status_code == 404
    person = join()
    plain, coded = get("namensschilder.pdf").content, get("namensschilder.pdf?code=ja").content
    assert (findings(plain), findings(coded)) == ([], [])
    assert squeezed(person.pseudonym) in squeezed(pages(plain)[0])
    assert len(coded) > len(plain) and b"/Figure" not in plain


def test_the_code_on_a_tag_fills_the_form_to_take_over(client, join):
    person = join()
    page = client.get(f"/j/ABC234/platz/?personal_code={person.personal_code}").content.decode()
    assert f'value="{person.personal_code}"' in page


def test_everything_stands_on_one_page(get, running, tables, join):
    running("factors", "cards")
    running("factors", "rate")
    join()
    page = get().content.decode()
    assert all(word in page for word in (
        "Tischschilder", "Namensschilder", "Karten", "Tischblätter", "Plakat", "Zählbogen"))


@pytest.mark.parametrize("rest", ["quatsch.pdf", "karten.exe", "karten.pdf", "karten.pdf?runde=x"])
def test_what_is_not_there_is_not_found(get, rest):
    assert get(rest).status_code == 404
