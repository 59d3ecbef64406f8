"""A figure in the hall: on the board, on phones, as cards of the process."""

import pytest

from tests.monitoring.figures_setting import KREISE, kreise, plain, rate
from weitblick.method import chain
from weitblick.monitoring.step import STEP
from weitblick.monitoring.views import board
from weitblick.trace.models import Item
from weitblick.workshop import actions


@pytest.fixture
def quota(db):
    kreise()
    one = rate("quote", name="Quote")
    plain("quote", [(key, year, str(number)) for number, key in enumerate(KREISE)
                    for year in (2020, 2023)])
    return one


def shown(running, area: str = "") -> object:
    return running("monitoring", "indicator", options={"indicator": "quote", "area": area})


def test_the_facilitator_chooses_from_what_has_values(quota):
    kind = chain.activity_kind("monitoring", "indicator")
    choices = {one.slug: dict(one.choices) for one in kind.options}
    assert choices["indicator"]["quote"] == "Quote"
    assert choices["area"]["16051"] == "Erfurt" and "" in choices["area"]


def test_the_board_shows_an_area_over_the_years(quota, running):
    fragment = STEP.kind("indicator").board(shown(running, "16077"))
    figure = fragment.context["figure"]
    assert (figure["value"], figure["year"], figure["area"]) == ("21 %", "2023", "Altenburger Land")
    assert figure["attribution"] == "Amt für Tests"


def test_without_outlines_the_ends_are_named(quota, running):
    figure = board.figure(shown(running))
    assert figure["ends"] == [("Erfurt", "0 %"), ("Altenburger Land", "21 %")]


def test_a_phone_writes_a_card_once_filed_under_the_dimension_and_takes_it_back(
    quota, running, join, phone
):
    activity = shown(running)
    someone = join()
    browser = phone(someone)
    address = f"/m/{activity.meeting.code}/{activity.pk}/"
    page = browser.get(address).content.decode()
    assert "Was überrascht Sie?" in page and "Amt für Tests" in page
    for _twice in range(2):
        browser.post(address, {"text": "So viel?", "once": "k1"})
    item = Item.objects.get(process=activity.meeting.process)
    assert [one.dimension for one in item.filings.all()] == ["fachkraeftesicherung"]
    assert board.board(activity).context["n_cards"] == 1
    assert browser.post(address, {"text": ""}).status_code == 422
    browser.post(address, {"take_back": item.public_id})
    assert board.board(activity).context["n_cards"] == 0


def test_closed_means_closed(quota, running, join, phone):
    activity = shown(running)
    browser = phone(join())
    actions.close_activity(activity)
    page = browser.get(f"/m/{activity.meeting.code}/{activity.pk}/").content.decode()
    assert "Danke, diese Runde ist geschlossen." in page and "Karte abgeben" not in page


def test_nothing_chosen_is_said(db, running):
    assert board.figure(running("monitoring", "indicator")) == {"one": None}
