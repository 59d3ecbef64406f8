"""Proves of the pinboard, in every step that has one: cards are laid by drag and by button, several
people sort at once without overwriting each other unseen, a move is taken back, a group becomes
what the step makes of it with all links, and 280 cards are a page like any other."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.method.factors_setting import hand_in
from weitblick.method.factors import queries as factors
from weitblick.method.options import grouping
from weitblick.method.options import queries as options
from weitblick.method.options.actions import OptionRating, hand_in_option, rate_options
from weitblick.trace.models import Link
from weitblick.voices.actions import Speaker
from weitblick.workshop.models import Membership, Role

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def other(process) -> Client:
    user = get_user_model().objects.create_user("Ilka", password="eine-lange-losung")
    Membership.objects.create(process=process, user=user, role=Role.FACILITATOR)
    client = Client(HTTP_ACCEPT_LANGUAGE="de")
    client.force_login(user)
    return client


@pytest.fixture(params=["factors", "options"])
def board(request, process, running, join):
    """The pinboard of a step with four cards."""
    person = join()
    if request.param == "factors":
        items = hand_in(running("factors", "cards"), person, "Bus", "Bahn", "Arzt", "Laden")
    else:
        activity = running("options", "collect")
        items = [hand_in_option(activity, text, "", Speaker(person)).item
                 for text in ("Rufbus", "Bahnhalt", "Praxis", "Dorfladen")]
    return Board(request.param, process, items)


class Board:
    def __init__(self, step: str, process, items) -> None:
        self.step, self.process, self.items = step, process, items
        self.url = f"/desk/werkstatt/{step}/karten/"

    def card(self, at: int, version: int = 0) -> str:
        return f"{self.items[at].public_id}:{version}"

    def press(self, client: Client, **sent):
        answer = client.post(f"{self.url}legen/", sent, **HTMX)
        assert answer.status_code == 200
        return answer.context["said"]

    def groups(self) -> dict[str, list[str]]:
        found = (factors if self.step == "factors" else grouping).groups(self.process)
        return {group.title: [row.item.text for row in group.grouped.all()] for group in found}

    def pk(self, title: str) -> int:
        found = (factors if self.step == "factors" else grouping).groups(self.process)
        return next(group.pk for group in found if group.title == title)


def test_cards_are_gathered_moved_and_taken_back(board, desk) -> None:
    first, second = board.items[0].text, board.items[1].text
    said = board.press(desk, do="group", title="Wege", card=[board.card(0)])
    assert (said.words, said.problems) == ("Gruppe „Wege“ ist angelegt.", [])
    said = board.press(desk, do="move", to_group=board.pk("Wege"), card=[board.card(1)])
    assert said.words == "Die Karten liegen jetzt hier: Wege."
    assert board.groups() == {"Wege": [first, second]}
    said = board.press(desk, do="back", back=said.back)
    assert said.words == "1 Karte liegt wieder, wo sie lag."
    assert board.groups() == {"Wege": [first]}
    board.press(desk, do="move", to_group="", card=[board.card(0, 1)])
    assert board.groups() == {"Wege": []}


def test_who_was_overtaken_hears_who_laid_the_card_where(board, desk, other) -> None:
    board.press(desk, do="group", title="Wege", card=[board.card(0)])
    board.press(other, do="group", title="Versorgung", card=[board.card(2), board.card(3)])
    said = board.press(other, do="move", to_group=board.pk("Versorgung"),
                       card=[board.card(0), board.card(1)])
    one = board.items[0].text
    assert said.problems == [
        f"„{one}“ hat inzwischen moderation in „Wege“ gelegt. Dort bleibt sie."]
    assert board.groups() == {
        "Wege": [one],
        "Versorgung": [board.items[at].text for at in (2, 3, 1)],
    }
    board.press(desk, do="move", to_group="", card=[board.card(0, 1)])
    said = board.press(other, do="move", to_group=board.pk("Versorgung"), card=[board.card(0, 1)])
    assert said.problems == [
        f"„{one}“ hat inzwischen moderation herausgenommen. Die Karte bleibt frei."]


def test_taking_back_does_not_undo_what_somebody_else_did_since(board, desk, other) -> None:
    said = board.press(desk, do="group", title="Wege", card=[board.card(0)])
    board.press(other, do="group", title="Fahrten", card=[board.card(0, 1)])
    again = board.press(desk, do="back", back=said.back)
    assert again.problems == [
        f"„{board.items[0].text}“ hat inzwischen Ilka in „Fahrten“ gelegt. Dort bleibt sie."]
    assert board.groups() == {"Wege": [], "Fahrten": [board.items[0].text]}


def test_a_group_of_overtaken_cards_alone_does_not_stay(board, desk, other) -> None:
    board.press(desk, do="group", title="Wege", card=[board.card(0)])
    said = board.press(other, do="group", title="Leer", card=[board.card(0)])
    assert (said.words, len(said.problems)) == ("", 1)
    assert list(board.groups()) == ["Wege"]


def test_a_group_becomes_what_the_step_makes_of_it_with_every_link(board, desk) -> None:
    board.press(desk, do="group", title="Unterwegs", card=[board.card(0), board.card(1)])
    said = board.press(desk, do="make", group=board.pk("Unterwegs"))
    what = "Faktor" if board.step == "factors" else "Option"
    assert said.words == f"{what} „Unterwegs“ ist gebildet."
    rows = factors.factors(board.process) if board.step == "factors" else options.options(
        board.process)
    assert [row.item.text for row in rows] == ["Unterwegs"]
    older = Link.objects.filter(newer=rows[0].item).values_list("older_id", flat=True)
    assert set(older) == {board.items[0].pk, board.items[1].pk}
    again = board.press(desk, do="make", group=board.pk("Unterwegs"))
    assert len(again.problems) == 1 and len(rows) == 1


def test_groups_are_renamed_and_a_group_that_is_gone_is_explained(board, desk) -> None:
    board.press(desk, do="group", title="Wege", card=[board.card(0)])
    said = board.press(desk, do="rename", group=board.pk("Wege"), title="Unterwegs")
    assert said.words == "Die Gruppe heißt jetzt „Unterwegs“."
    said = board.press(desk, do="move", to_group="99999", card=[board.card(0, 1)])
    assert said.problems == [
        "Diese Gruppe gibt es nicht mehr. Bitte laden Sie die Seite neu."]


def test_without_scripts_the_same_button_leads_back_to_the_board(board, desk) -> None:
    answer = desk.post(f"{board.url}legen/", {
        "do": "group", "title": "Wege", "card": [board.card(0)]}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == ["Gruppe „Wege“ ist angelegt."]
    assert board.groups() == {"Wege": [board.items[0].text]}


def test_a_card_like_one_in_a_group_is_laid_there_with_one_button(
    process, running, join, desk
) -> None:
    items = hand_in(running("factors", "cards"), join(), "Am Abend fährt kein Bus mehr",
                    "Abends fährt kein Bus", "Die Praxis schließt")
    board = Board("factors", process, items)
    board.press(desk, do="group", title="Bus", card=[board.card(0)])
    page = desk.get(board.url).content.decode()
    (value,) = re.findall(r'name="near" value="([^"]+)"', page)
    board.press(desk, near=value.replace("&gt;", ">"))
    assert board.groups() == {"Bus": [items[0].text, items[1].text]}


def test_two_hundred_and_eighty_cards_take_few_queries(
    process, running, join, desk, django_assert_max_num_queries
) -> None:
    activity = running("factors", "cards")
    for person in [join() for _n in range(7)]:
        hand_in(activity, person, *(f"Gedanke {n} von {person.pk}" for n in range(40)))
    with django_assert_max_num_queries(40):
        page = desk.get("/desk/werkstatt/factors/karten/")
    assert len(page.context["loose"]) == 280


def deeds(board) -> list:
    rows = board.process.factor_changes if board.step == "factors" else board.process.option_changes
    return list(rows.filter(undone_at=None))


def undo(board, client: Client) -> str:
    """Take the latest deed back; what is said."""
    url = f"/desk/werkstatt/{board.step}/verlauf/{deeds(board)[0].pk}/zurueck/"
    answer = client.post(url, HTTP_REFERER=f"http://testserver{board.url}", follow=True)
    return " ".join(map(str, answer.context["messages"]))


def test_a_dissolved_group_sets_its_cards_free(board, desk) -> None:
    board.press(desk, do="group", title="Wege", card=[board.card(0), board.card(1)])
    said = board.press(desk, do="dissolve", group=board.pk("Wege"))
    assert said.words == "„Wege“ ist aufgelöst; die Karten sind wieder frei."
    assert board.groups() == {}
    loose = desk.get(board.url).context["loose"]
    assert {one.item for one in loose} == set(board.items)


def test_undo_goes_back_press_by_press(board, desk) -> None:
    first, second = board.items[0].text, board.items[1].text
    board.press(desk, do="group", title="Wege", card=[board.card(0)])
    board.press(desk, do="move", to_group=board.pk("Wege"), card=[board.card(1)])
    board.press(desk, do="rename", group=board.pk("Wege"), title="Unterwegs")
    board.press(desk, do="make", group=board.pk("Unterwegs"))
    board.press(desk, do="dissolve", group=board.pk("Unterwegs"))
    seen = []
    for _press in range(5):
        assert undo(board, desk).startswith("Rückgängig gemacht: ")
        made = (factors.factors if board.step == "factors" else options.options)(board.process)
        seen.append((board.groups(), len(made)))
    assert seen == [
        ({"Unterwegs": [first, second]}, 1), ({"Unterwegs": [first, second]}, 0),
        ({"Wege": [first, second]}, 0), ({"Wege": [first]}, 0), ({}, 0),
    ]
    assert deeds(board) == []
    assert "rückgängig gemacht" in desk.get(board.url).content.decode()


def test_what_others_build_on_is_not_undone(process, running, join, desk) -> None:
    activity, person = running("options", "collect"), Speaker(join())
    card = hand_in_option(activity, "Rufbus", "", person).item
    group, _laying = grouping.BOARD.gather(process, "Wege", [card])
    option = grouping.option_from_group(group)
    rate_options(running("options", "rate"), person, [OptionRating(option, 3, 3, 3)])
    board = Board("options", process, [card])
    assert "Mit „Wege“ wurde schon weitergearbeitet." in undo(board, desk)
    assert options.options(process) == [option]
    assert len(deeds(board)) == 2
