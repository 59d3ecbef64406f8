"""The typing desk: paper cards and raised hands as an equal channel.

Proven: every kind of card is typed by a scribe and counts as paper, once; table, topic and what it
is about stay; the last can be taken back; similar cards are hinted at; photos wait in a queue;
hands and dots are counted for every kind that has them, a new count replaces the old one, and every
n contains them; bad input is answered by a sentence.
"""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.voices.photos import jpeg, upload
from weitblick.method.factors import actions as factors
from weitblick.method.options.actions import create_option
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.voices.ballots import dots_of
from weitblick.voices.models import Card, Channel, Rating
from weitblick.voices.queries import numbers, values
from weitblick.workshop import actions, seating
from weitblick.workshop.models import Membership, Role


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def scribe(process):
    user = get_user_model().objects.create_user("tisch", password="eine-lange-losung")
    Membership.objects.create(process=process, user=user, role=Role.SCRIBE)
    client = Client(HTTP_ACCEPT_LANGUAGE="de")
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def tables(meeting):
    topics = [topic.slug for topic in meeting.process.frame.topics]
    return seating.arrange(meeting, [(topic, None) for topic in topics[:3]])


def url(activity, rest: str = "") -> str:
    return f"/desk/werkstatt/treffen/{activity.meeting_id}/eintippen/{activity.pk}/{rest}"


def test_a_card_is_typed_and_counts_as_paper_once(scribe, running, tables):
    activity = running("factors", "cards")
    sent = {"text": "Kein Bus am Abend", "tisch": "2", "once": "a" * 32}
    for _time in range(2):
        answer = scribe.post(url(activity), sent)
        assert answer.url == f"{url(activity)}?tisch=2"
    card = Card.objects.get()
    assert (card.channel, card.table, card.typed_by) == (Channel.PAPER, tables[1], scribe.user)
    assert (card.item.text, card.topic) == ("Kein Bus am Abend", tables[1].topic)
    page = scribe.get(answer.url).content.decode()
    assert "Kein Bus am Abend" in page and '<option value="2" selected>' in page
    assert re.search(r'<textarea id="text"[^>]*autofocus', page)


def test_a_card_without_words_or_in_a_closed_round_is_refused(scribe, running):
    activity = running("factors", "cards")
    empty = scribe.post(url(activity), {"text": "  "})
    assert (empty.status_code, "zuerst eine Karte" in empty.content.decode()) == (422, True)
    actions.close_activity(activity)
    late = scribe.post(url(activity), {"text": "Zu spät"})
    page = late.content.decode()
    assert late.status_code == 422 and "nicht offen" in page and "Zu spät" in page
    assert not Card.objects.exists()


def test_the_last_card_is_taken_back_by_who_typed_it(scribe, desk, running):
    activity = running("factors", "cards")
    scribe.post(url(activity), {"text": "Vertippt"})
    card = Card.objects.get()
    refused = desk.post(url(activity, "zurueck/"), {"card": card.pk}, follow=True)
    assert "nicht eingetippt" in refused.content.decode()
    assert scribe.post(url(activity, "zurueck/"), {"card": "abc"}).status_code == 404
    page = scribe.post(url(activity, "zurueck/"), {"card": card.pk}, follow=True).content.decode()
    assert "Zurückgenommen: „Vertippt“" in page
    card.item.refresh_from_db()
    assert card.item.state == "superseded"


def test_similar_cards_are_hinted_at(scribe, running, join):
    activity = running("factors", "cards")
    voices.hand_in(activity, "Der Bus fährt abends nicht mehr", Speaker(join()))
    voices.hand_in(activity, "Zu wenig Ärztinnen im Ort", Speaker(join()))
    page = scribe.get(url(activity, "aehnlich/"), {"text": "Abends fährt kein Bus"})
    assert "Der Bus fährt abends nicht mehr" in page.content.decode()
    assert "Ärztinnen" not in page.content.decode()
    assert scribe.get(url(activity, "aehnlich/"), {"text": "B"}).content.strip() == b""


def test_options_are_typed_with_who_does_what(scribe, running):
    activity = running("options", "collect")
    scribe.post(url(activity), {"text": "Rufbus", "detail": "Der Landkreis bestellt ihn."})
    card = Card.objects.get()
    assert (card.item.text, card.item.detail, card.channel) == (
        "Rufbus", "Der Landkreis bestellt ihn.", Channel.PAPER)


def test_suggestions_need_their_factor(scribe, running, process, facilitator):
    factor = factors.create_factor(process, "Wege", by=facilitator)
    factors.choose_key(process, [factor], by=facilitator)
    activity = running("trends", "suggest")
    refused = scribe.post(url(activity), {"text": "Züge fahren öfter"})
    assert "zu welchem Faktor" in refused.content.decode()
    answer = scribe.post(url(activity), {"text": "Züge fahren öfter",
                                         "ueber": factor.item.public_id})
    assert answer.url == f"{url(activity)}?ueber={factor.item.public_id}"
    assert Card.objects.get().about == factor.item


def test_reasons_need_statement_and_side(scribe, running, process):
    item = trace.create(process, Kind.STATEMENT, "Der Rufbus hilft")
    process.statements.create(item=item)
    activity = running("validation", "vote")
    sent = {"text": "Er fährt auch sonntags", "ueber": item.public_id}
    assert "Bitte wählen Sie: Seite." in scribe.post(url(activity), sent).content.decode()
    scribe.post(url(activity), {**sent, "wahl": "agree"})
    card = Card.objects.get()
    assert (card.about, card.side, card.channel) == (item, "agree", Channel.PAPER)


def test_photos_wait_beside_the_typing_until_they_are_done(scribe, running):
    activity = running("factors", "cards")
    page = scribe.post(url(activity, "fotos/"), {
        "photo": [upload(jpeg()), upload(jpeg(colour="blue"))], "tisch": "2",
    }, follow=True).content.decode()
    assert "2 Fotos warten." in page and "Foto 2" in page
    first, second = activity.attachments.all()
    assert f"/datei/{first.pk}/" in page
    turned = scribe.get(url(activity), {"foto": second.pk, "dreh": "90", "gross": "2"})
    assert f"/datei/{second.pk}/" in turned.content.decode()
    assert "turn-90 size-2" in turned.content.decode()
    page = scribe.post(url(activity, "fotos/"), {"typed": first.pk}, follow=True).content.decode()
    assert f"/datei/{second.pk}/" in page and f"/datei/{first.pk}/" not in page
    bad = scribe.post(url(activity, "fotos/"), {"photo": upload(b"x", "x.txt")}, follow=True)
    assert "x.txt: Das ist kein Foto" in bad.content.decode()


def test_hands_are_counted_for_each_table_and_replaced(scribe, running, process, tables, join):
    factor = factors.create_factor(process, "Wege")
    activity = running("factors", "rate")
    item = factor.item
    factors.rate_factors(activity, Speaker(join()), [(factor, 2, 2)])
    boxes = {f"n-{item.public_id}-{v}": n for v, n in ((4, "3"), (5, "2"))}
    for number in ("1", "2"):
        scribe.post(url(activity, "haende/"), {"frage": "impact", "tisch": number, **boxes})
    scribe.post(url(activity, "haende/"), {"frage": "impact", "tisch": "1",
                                           f"n-{item.public_id}-1": "6"})
    found = values(process, "impact")[item.pk]
    assert sorted(numbers(found)) == [1.0] * 6 + [2.0] + [4.0] * 3 + [5.0] * 2
    page = scribe.get(url(activity, "haende/"), {"frage": "impact", "tisch": "2"})
    assert re.findall(r'name="n-[^"]+" value="(\d*)"', page.content.decode()) == [
        "0", "0", "0", "3", "2"]


def test_the_same_count_sent_twice_counts_once(scribe, running, process):
    factor = factors.create_factor(process, "Wege")
    activity = running("factors", "rate")
    sent = {"frage": "impact", "once": "b" * 32, f"n-{factor.item.public_id}-3": "4"}
    for _time in range(2):
        scribe.post(url(activity, "haende/"), sent)
    assert Rating.objects.count() == 5
    assert numbers(values(process, "impact")[factor.item.pk]) == [3.0] * 4


def test_dots_on_paper_are_counted_as_dots(scribe, running, process):
    factor = factors.create_factor(process, "Wege")
    activity = running("factors", "dots")
    scribe.post(url(activity, "haende/"), {f"n-{factor.item.public_id}-1": "17"})
    assert dots_of(activity)[factor.item.pk].dots == 17


@pytest.mark.parametrize("sent", ["viele", "-1", "99999", "1,5"])
def test_what_is_no_number_is_said(scribe, running, process, sent):
    factor = factors.create_factor(process, "Wege")
    activity = running("factors", "rate")
    answer = scribe.post(url(activity, "haende/"), {f"n-{factor.item.public_id}-1": sent})
    page = answer.content.decode()
    assert (answer.status_code, f"„{sent}“ ist keine Anzahl" in page) == (422, True)
    assert f'value="{sent}"' in page and not Rating.objects.exists()


def test_an_empty_count_is_said(scribe, running, process):
    factors.create_factor(process, "Wege")
    answer = scribe.post(url(running("factors", "rate"), "haende/"), {})
    assert "mindestens eine Zahl" in answer.content.decode()


@pytest.mark.parametrize(("step", "kind"), [
    ("factors", "rate"), ("factors", "dots"), ("trends", "delphi"), ("scenarios", "rate"),
    ("options", "dots"), ("options", "rate"), ("validation", "vote"), ("paper", "respond"),
])
def test_a_scribe_reaches_every_hand_count(scribe, running, step, kind):
    activity = running(step, kind)
    assert scribe.get(url(activity, "haende/")).status_code == 200
    page = scribe.get(f"/desk/werkstatt/treffen/{activity.meeting_id}/eintippen/")
    assert url(activity, "haende/") in page.content.decode()


@pytest.mark.parametrize(("step", "kind"), [
    ("factors", "cards"), ("trends", "suggest"), ("scenarios", "story"), ("options", "collect"),
    ("validation", "vote"), ("validation", "amend"),
])
def test_a_scribe_reaches_every_kind_of_card(scribe, running, step, kind):
    activity = running(step, kind)
    assert scribe.get(url(activity)).status_code == 200


def test_what_cannot_be_typed_is_not_there(scribe, running):
    assert scribe.get(url(running("factors", "influence"))).status_code == 404
    assert scribe.get(url(running("factors", "influence"), "haende/")).status_code == 404


def test_strangers_do_not_type(running, db):
    assert Client().get(url(running("factors", "cards"))).status_code == 302


def test_recommendations_are_counted_by_scribes_and_stand_in_every_n(scribe, running, process):
    item = trace.create(process, Kind.RECOMMENDATION, "Rufbus einführen")
    process.recommendations.create(item=item)
    activity = running("paper", "respond")
    page = scribe.get(url(activity, "haende/")).content.decode()
    assert "Rufbus einführen" in page
    names = re.findall(r'name="(n-[^"]+)"', page)
    scribe.post(url(activity, "haende/"), dict(zip(names, ("9", "2", "1"), strict=True)))
    assert len(numbers(values(process, "paper-response")[item.pk])) == 12


def test_a_code_leads_scribes_to_typing_and_others_to_taking_part(
    scribe, running, tables, phone, join
):
    activity = running("factors", "cards")
    code = f"/t/ABC234/2/{activity.pk}/"
    assert scribe.get(code).url == f"{url(activity)}?tisch=2"
    assert phone(join()).get(code).url == f"/m/ABC234/{activity.pk}/"
    assert Client().get(code).url == "/j/ABC234/"
    assert scribe.get("/t/ABC234/0/0/").url == (
        f"/desk/werkstatt/treffen/{activity.meeting_id}/eintippen/")
    assert Client().get("/t/NIX999/1/1/").status_code == 404


@pytest.mark.parametrize("key", ["abc", "", "-1", "9" * 40])
def test_keys_that_are_no_numbers_find_nothing(desk, process, key):
    item = trace.create(process, Kind.RECOMMENDATION, "Rufbus einführen")
    process.recommendations.create(item=item)
    sent = {"agree": 1, "disagree": 0, "unsure": 0, "activity": key, "table": key}
    there = f"/desk/werkstatt/paper/empfehlungen/{item.public_id}/haende/"
    assert desk.post(there, sent).status_code == 404
    option = create_option(process, "Rufbus")
    gone = f"/desk/werkstatt/options/{option.item.public_id}/beteiligte/weg/"
    assert desk.post(gone, {"partner": key}).status_code == 404
