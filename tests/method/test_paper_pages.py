"""Phone, board, desk and reader of the last step: what people see, send and may not do."""

import csv
import io

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from tests.method.paper_setting import FIELD, advice, chain_fixture  # noqa: F401
from weitblick.method.paper import actions, queries
from weitblick.method.paper.composing import compose
from weitblick.method.paper.views import board
from weitblick.trace.models import Item, Kind
from weitblick.voices.actions import Speaker, erase
from weitblick.voices.models import Card, Rating
from weitblick.workshop import actions as workshop

INTRO = ("recommendations", "recommendations.intro")
ONCE = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def respond(chain, running):
    return running("paper", "respond")


@pytest.fixture
def url(respond) -> str:
    return reverse("entrance:phone-activity", args=[respond.meeting.code, respond.pk])


def answer(chain, value, comment="", once=ONCE) -> dict[str, str]:
    return {"recommendation": chain.recommendation.item.public_id, "value": str(value),
            "comment": comment, "once": once}


def text(page) -> str:
    return " ".join(page.content.decode().split())


# --- phone ---


def test_a_phone_shows_one_recommendation_at_a_time(chain, url, phone):
    advice(chain.process, "Noch eine")
    page = phone(chain.people[0]).get(url)
    assert page.status_code == 200
    assert "Empfehlung 1 von 2" in text(page)
    assert "Der Kreis bestellt Rufbusse bis 22 Uhr." in text(page)
    assert "Noch eine" not in text(page)


@pytest.mark.parametrize("headers", [{}, {"HTTP_HX_REQUEST": "true"}])
def test_an_answer_with_a_comment_is_taken_and_the_next_is_shown(chain, url, phone, headers):
    client = phone(chain.people[0])
    page = client.post(url, answer(chain, 1, "Endlich."), follow=True, **headers)
    assert "Danke, alle 1 Empfehlungen sind beantwortet." in text(page)
    assert "Sie tragen sie mit." in text(page)
    assert [card.item.text for card in Card.objects.filter(side="agree")] == ["Endlich."]
    (card,) = Card.objects.filter(item__kind=Kind.ARGUMENT)
    assert (card.about, card.participant) == (chain.recommendation.item, chain.people[0])
    assert queries.response_tallies(chain.process)[chain.recommendation.item_id].agree == 1


def test_the_same_once_sent_twice_counts_once(chain, url, phone):
    client = phone(chain.people[0])
    client.post(url, answer(chain, 1, "Endlich."))
    client.post(url, answer(chain, 1, "Endlich."))
    assert Rating.objects.filter(criterion="paper-response").count() == 1
    assert Card.objects.filter(item__kind=Kind.ARGUMENT).count() == 1


def test_an_answer_can_be_changed_and_the_last_one_counts(chain, url, phone):
    client = phone(chain.people[0])
    client.post(url, answer(chain, 1))
    page = client.get(url, {"empfehlung": chain.recommendation.item.public_id})
    assert "Eigene Antwort ändern" in text(page)
    client.post(url, answer(chain, -1, once="f" * 32))
    tally = queries.response_tallies(chain.process)[chain.recommendation.item_id]
    assert (tally.agree, tally.disagree, tally.n) == (0, 1, 1)


def test_a_comment_can_be_taken_back_by_its_author_only(chain, url, phone):
    phone(chain.people[0]).post(url, answer(chain, 0, "Vielleicht."))
    card = Card.objects.get(item__kind=Kind.ARGUMENT)
    phone(chain.people[1]).post(url, {"take_back": card.pk})
    assert queries.comments(chain.process)[chain.recommendation.item_id] == [card]
    phone(chain.people[0]).post(url, {"take_back": card.pk})
    assert queries.comments(chain.process) == {}


@pytest.mark.parametrize("value", ["", "7", "ja"])
def test_an_answer_off_the_scale_is_shown_again_with_its_comment(chain, url, phone, value):
    page = phone(chain.people[0]).post(url, answer(chain, value, "Mein Text"))
    assert page.status_code == 422
    assert "Bitte wählen Sie eine der drei Antworten." in text(page)
    assert "Mein Text" in text(page)
    assert Rating.objects.filter(criterion="paper-response").count() == 0


def test_a_closed_round_takes_nothing_and_shows_own_answers(chain, url, phone, respond):
    client = phone(chain.people[0])
    client.post(url, answer(chain, 1))
    workshop.close_activity(respond)
    page = client.post(url, answer(chain, -1, once="e" * 32))
    assert page.status_code == 409
    assert "Danke, die Rückmeldung ist geschlossen." in text(page)
    assert "Sie tragen sie mit." in text(page)
    assert "So haben alle geantwortet" not in text(page)


def test_results_reach_phones_when_they_are_shown(chain, url, phone, respond):
    phone(chain.people[0]).post(url, answer(chain, 1))
    workshop.close_activity(respond)
    workshop.show_results(respond, True)
    page = text(phone(chain.people[1]).get(url))
    assert "So haben alle geantwortet" in page
    assert "1 tragen sie mit" in page


def test_without_recommendations_the_phone_waits(process, phone, join, running):
    activity = running("paper", "respond")
    page = phone(join()).get(
        reverse("entrance:phone-activity", args=[activity.meeting.code, activity.pk])
    )
    assert "Noch keine Empfehlungen" in text(page)


# --- board ---


def on_board(activity) -> str:
    fragment = board.respond(activity)
    return render_to_string(fragment.template, {"process": activity.meeting.process,
                                                "activity": activity, **fragment.context})


def test_the_board_shows_bars_only_when_the_round_is_closed(chain, respond):
    actions.respond(respond, Speaker(participant=chain.people[0]),
                    [actions.Response(chain.recommendation, 1)])
    running = on_board(respond)
    assert "1 von 3 Personen haben geantwortet" in running
    assert "tragen sie" not in running and "vote-bar" not in running
    workshop.close_activity(respond)
    respond.refresh_from_db()
    closed = " ".join(on_board(respond).split())
    assert '1<span class="visually-hidden"> tragen sie mit</span>' in closed
    assert "1 Person hat geantwortet." in closed


def test_the_board_is_cheap(chain, respond, django_assert_max_num_queries):
    for n in range(12):
        advice(chain.process, f"Noch eine {n}")
    with django_assert_max_num_queries(8):
        board.respond(respond)


# --- desk ---


def test_an_empty_desk_says_what_to_do(desk, process):
    page = text(desk.get(reverse("paper:desk", args=[process.slug])))
    assert "Noch keine Empfehlung" in page
    assert "Erste Empfehlung schreiben" in page


def test_the_desk_shows_what_carries_each_recommendation(desk, chain):
    page = text(desk.get(reverse("paper:desk", args=[chain.process.slug])))
    assert "<b>2</b> Karten · n&nbsp;=&nbsp;3 · 67 % Zustimmung" in page
    assert "angenommen" in page
    assert "Ohne Karte" not in page


def test_the_desk_warns_of_recommendations_without_cards(desk, chain):
    advice(chain.process, "Ohne alles")
    page = text(desk.get(reverse("paper:desk", args=[chain.process.slug])))
    assert "Manche Empfehlung reicht bis zu keiner Karte." in page
    assert "Ohne Quelle: Sie ist mit keiner Aussage und keiner Option verbunden." in page


def test_a_recommendation_is_written_from_ticked_sources(desk, chain):
    url = reverse("paper:new", args=[chain.process.slug])
    page = text(desk.get(url, {"source": chain.statement.item.public_id}))
    ticked = f'value="{chain.statement.item.public_id}" checked'
    assert ticked in page
    desk.post(url, {"title": "Neu", "text": "Wortlaut.", "field": FIELD,
                    "source": [chain.statement.item.public_id, chain.option.item.public_id]})
    one = queries.recommendations(chain.process)[-1]
    assert one.item.text == "Neu"
    assert queries.support(one).sources == (chain.statement.item, chain.option.item)


def test_a_form_with_errors_keeps_what_was_ticked(desk, chain):
    answer = desk.post(reverse("paper:new", args=[chain.process.slug]),
                       {"title": "", "source": [chain.option.item.public_id]})
    assert answer.status_code == 422
    assert f'value="{chain.option.item.public_id}" checked' in text(answer)


def test_rewording_describing_and_filing_on_one_page(desk, chain):
    one = chain.recommendation
    url = reverse("paper:recommendation", args=[chain.process.slug, one.item.public_id])
    assert "Was sie trägt" in text(desk.get(url))
    desk.post(url, {"title": "Busse bis 23 Uhr", "text": "Neu.", "field": FIELD, "who": "Amt",
                    "dimensions": ["lokale-versorgung"], "reason": "Forum"})
    one.refresh_from_db()
    item = Item.objects.get(pk=one.item_id)
    assert (item.text, item.detail, one.who) == ("Busse bis 23 Uhr", "Neu.", "Amt")
    assert [f.dimension for f in item.filings.all()] == ["lokale-versorgung"]


@pytest.mark.parametrize("do", ["retire", "restore", "up", "down", "link"])
def test_every_button_of_a_recommendation_leads_back(desk, chain, do):
    if do == "restore":
        actions.retire_recommendation(chain.recommendation)
    url = reverse("paper:act", args=[chain.process.slug, chain.recommendation.item.public_id])
    assert desk.post(url, {"do": do}).status_code == 302


def test_merging_and_taking_it_back_at_the_desk(desk, chain):
    other = advice(chain.process, "Bürgerbus stützen")
    ids = [chain.recommendation.item.public_id, other.item.public_id]
    desk.post(reverse("paper:merge", args=[chain.process.slug]),
              {"recommendation": ids, "title": "Alle Busse", "text": "Zusammen."})
    (merged,) = queries.recommendations(chain.process)
    assert merged.item.text == "Alle Busse"
    url = reverse("paper:act", args=[chain.process.slug, merged.item.public_id])
    desk.post(url, {"do": "undo_merge"})
    assert len(queries.recommendations(chain.process)) == 2


def test_hands_are_counted_at_the_desk(desk, chain, respond):
    url = reverse("paper:hands", args=[chain.process.slug, chain.recommendation.item.public_id])
    desk.post(url, {"activity": respond.pk, "agree": 20, "unsure": 3, "disagree": 1})
    desk.post(url, {"activity": respond.pk, "agree": 21, "unsure": 3, "disagree": 0})
    tally = queries.response_tallies(chain.process)[chain.recommendation.item_id]
    assert (tally.agree, tally.passed, tally.disagree) == (21, 3, 0)


def test_the_csv_opens_in_any_spreadsheet(desk, chain):
    advice(chain.process, "=1+1", derived_from=[chain.option.item])
    answer = desk.get(reverse("paper:export", args=[chain.process.slug]))
    assert answer.content[:3] == b"\xef\xbb\xbf"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][:4] == [
        "1", chain.recommendation.item.public_id, "II Infrastrukturen im ländlichen Raum",
        "Busse bis 22 Uhr",
    ]
    assert rows[1][10:12] == ["2", "3"]
    assert rows[2][3] == "'=1+1"


def test_editing_a_paragraph_from_the_chapter_page(desk, chain):
    slug = chain.process.slug
    page = text(desk.get(reverse("paper:chapter", args=[slug, "papier", "recommendations"])))
    url = reverse("paper:passage", args=[slug, "papier", *INTRO])
    assert f'href="{url}"' in page
    answer = desk.post(url, {"text": "Unsere Worte."})
    assert answer["Location"].endswith("/recommendations/#recommendations.intro")
    page = text(desk.get(answer["Location"]))
    assert "Unsere Worte." in page and "bearbeitet" in page


def test_a_changed_source_shows_both_wordings_side_by_side(desk, chain):
    slug = chain.process.slug
    url = reverse("paper:passage", args=[slug, "papier", *INTRO])
    desk.post(url, {"text": "Unsere Worte."})
    advice(chain.process, "Noch eine", derived_from=[chain.option.item])
    page = text(desk.get(url))
    assert "Die Stimmen haben sich geändert, seit Sie diesen Absatz bearbeitet haben" in page
    assert "Unsere Worte." in page
    assert "Aus dem Prozess folgen 2 Empfehlungen" in page
    assert "gestrichen:" in page
    overview = text(desk.get(reverse("paper:paper", args=[slug, "papier"])))
    assert "1 Absatz mit geänderten Quellen" in overview
    act = reverse("paper:passage-act", args=[slug, "papier", *INTRO])
    desk.post(act, {"do": "keep"})
    assert compose(chain.process).findings == ()


def test_hide_restore_add_and_revert_at_the_desk(desk, chain):
    slug = chain.process.slug
    act = reverse("paper:passage-act", args=[slug, "papier", *INTRO])
    desk.post(act, {"do": "hide"})
    page = desk.get(reverse("paper:chapter", args=[slug, "papier", "recommendations"]))
    assert "ausgeblendet" in text(page)
    desk.post(act, {"do": "restore"})
    desk.post(reverse("paper:add", args=[slug, "papier", "recommendations"]),
              {"text": "Eigen.", "after": "recommendations"})
    assert "eigener Absatz" in text(
        desk.get(reverse("paper:chapter", args=[slug, "papier", "recommendations"])))
    paper = queries.paper_of(chain.process)
    hidden = queries.history(paper, "recommendations.intro")[-1]
    desk.post(act, {"do": "revert", "passage": hidden.pk})
    assert queries.passages(paper)["recommendations.intro"].is_hidden is True


def test_signing_and_withdrawing_at_the_desk(desk, chain):
    slug = chain.process.slug
    desk.post(reverse("paper:sign", args=[slug, "papier"]), {"name": "Kreisrätin Muster"})
    page = text(desk.get(reverse("paper:paper", args=[slug, "papier"])))
    assert "Unterschrieben von Kreisrätin Muster" in page
    assert "unverändert" in page
    chain.votes(-1)
    assert "seitdem geändert" in text(desk.get(reverse("paper:paper", args=[slug, "papier"])))
    (signed,) = queries.signatures(queries.paper_of(chain.process))
    desk.post(reverse("paper:withdraw", args=[slug, "papier"]), {"signature": signed.pk})
    assert "Entwurf, noch nicht unterschrieben." in text(
        desk.get(reverse("paper:paper", args=[slug, "papier"])))


def test_a_refused_signature_says_why(desk, chain):
    slug = chain.process.slug
    url = reverse("paper:passage", args=[slug, "papier", *INTRO])
    desk.post(url, {"text": "Zu 95 % einig."})
    page = desk.post(reverse("paper:sign", args=[slug, "papier"]), {"name": "Muster"}, follow=True,
                     headers={"Referer": f"http://testserver/desk/{slug}/paper/papiere/papier/"})
    assert "95 % steht so nicht in den Quellen des Absatzes." in text(page)
    assert queries.signature(queries.paper_of(chain.process)) is None


def test_a_lost_wording_is_settled_at_the_desk(desk, chain):
    slug = chain.process.slug
    key = f"recommendations.step.{chain.recommendation.item.public_id}"
    url = reverse("paper:passage", args=[slug, "papier", "recommendations", key])
    desk.post(url, {"text": "Los."})
    actions.retire_recommendation(chain.recommendation)
    page = text(desk.get(reverse("paper:paper", args=[slug, "papier"])))
    assert "Ein bearbeiteter Absatz hat seinen Platz verloren: „Los.“" in page
    (row,) = compose(chain.process).lost
    desk.post(reverse("paper:settle", args=[slug, "papier"]), {"passage": row.pk, "do": "drop"})
    assert compose(chain.process).lost == ()


@pytest.mark.parametrize("name", ["desk", "new", "paper", "preview", "export"])
def test_the_desk_is_closed_to_others(client, chain, name):
    more = ["papier"] if name in ("paper", "preview") else []
    page = client.get(reverse(f"paper:{name}", args=[chain.process.slug, *more]))
    assert page.status_code == 302


@pytest.mark.parametrize("path", [
    "empfehlungen/nirgends/", "papiere/nirgends/", "papiere/papier/kapitel/nirgends/",
    "papiere/papier/kapitel/occasion/nirgends/", "papiere/papier/als/odt/",
    "papiere/protokoll-999/",
])
def test_what_is_not_there_is_not_found(desk, chain, path):
    assert desk.get(f"/desk/{chain.process.slug}/paper/{path}").status_code == 404


# --- reader ---


def test_a_reader_sees_recommendations_with_their_thread_and_the_paper(client, chain):
    workshop.set_public(chain.process, True)
    page = text(client.get(f"/p/{chain.process.slug}/paper/", headers={"Accept-Language": "de"}))
    assert "Woher kommt dieser Satz?" in page
    assert f'href="/p/{chain.process.slug}/faden/{chain.recommendation.item.public_id}/"' in page
    assert '<article class="paper" lang="de">' in page
    assert f'href="/p/{chain.process.slug}/paper/pdf/"' in page
    assert "Entwurf, noch nicht unterschrieben." in page


def test_a_reader_of_an_early_process_is_told_what_will_come(client, process):
    workshop.set_public(process, True)
    page = text(client.get(f"/p/{process.slug}/paper/", headers={"Accept-Language": "de"}))
    assert "Noch kein Papier" in page
    assert "<article" not in page


def test_erased_people_leave_the_pages(client, chain, respond):
    workshop.set_public(chain.process, True)
    erase(chain.people[0])
    page = text(client.get(f"/p/{chain.process.slug}/paper/"))
    assert "Der letzte Bus fährt" not in page
    assert "Ohne Auto bin ich eingesperrt." in page
