"""Erasing reaches what was made of a card: titles, wordings, decisions, passages, kept states."""

import time

import pytest
from django.urls import reverse

from tests.method.paper_setting import chain_fixture  # noqa: F401
from weitblick.method.factors import actions as factors
from weitblick.method.factors.models import Change, Group
from weitblick.method.paper import actions, queries
from weitblick.method.paper.models import Recheck
from weitblick.method.validation import actions as validation
from weitblick.trace.models import Revision
from weitblick.voices.actions import Speaker, erase

CARD = "Der letzte Bus fährt 17:40."


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.DATA = tmp_path


def test_a_title_copied_word_by_word_is_blanked_at_once_and_listed(chain):
    copied = factors.create_factor(chain.process, CARD, f"Jemand sagt: {CARD}", [chain.cards[0]])
    erase(chain.people[0])
    copied.item.refresh_from_db()
    assert (copied.item.text, copied.item.detail) == ("…", "Jemand sagt: …")
    assert not Revision.objects.filter(text__contains=CARD).exists()
    assert not Revision.objects.filter(detail__contains=CARD).exists()
    found = {(one.item_id, one.was_copied) for one in queries.rechecks(chain.process)}
    assert (copied.item_id, True) in found


def test_what_rests_on_other_cards_too_and_holds_no_copy_is_left_alone(chain):
    erase(chain.people[0])
    assert queries.rechecks(chain.process) == []
    chain.option.item.refresh_from_db()
    assert chain.option.item.text == "Rufbus mit Anschluss"


def test_what_rests_on_erased_cards_only_is_listed(chain):
    alone = factors.create_factor(chain.process, "Spät nach Hause", "", [chain.cards[0]])
    erase(chain.people[0])
    found = [(one.item_id, one.was_copied) for one in queries.rechecks(chain.process)]
    assert found == [(alone.item_id, False)]


def test_groups_decisions_verdicts_and_steps_lose_the_words(chain, running):
    factors.group_cards(chain.process, CARD, [chain.cards[0]])
    validation.give_verdict(chain.statement, "accepted", reason=f"Wie gesagt: {CARD}")
    actions.describe_recommendation(
        chain.recommendation, field=chain.recommendation.field, first_step=CARD)
    erase(chain.people[0])
    assert [one.title for one in Group.objects.all() if "Bus" in one.title] == []
    assert CARD not in str(list(Change.objects.values_list("subject", "before", "reason")))
    chain.recommendation.refresh_from_db()
    assert chain.recommendation.first_step == "…"


def test_comments_and_kept_states_lose_the_words(chain):
    paper = actions.start_paper(chain.process, "Gut leben")
    actions.add_passage(paper, "occasion", f"Eine Karte sagt: {CARD}")
    actions.keep_version(paper, "vorher")
    row = actions.remark(paper, "occasion", "occasion.scope", CARD)
    actions.reply(row, f"Ja: {CARD}")
    erase(chain.people[0])
    row.refresh_from_db()
    assert row.text == "…"
    assert row.replies.get().text == "Ja: …"
    assert CARD not in str(paper.versions.get().document)
    assert "Eine Karte sagt: …" in str(paper.versions.get().document)


def test_the_list_is_settled_at_the_desk(chain, desk):
    factors.create_factor(chain.process, CARD, "", [chain.cards[0]])
    erase(chain.people[0])
    url = reverse("paper:papers", args=[chain.process.slug])
    page = desk.get(url).content.decode()
    assert "Bitte prüfen" in page
    (waiting,) = queries.rechecks(chain.process)
    desk.post(reverse("paper:recheck", args=[chain.process.slug]), {"recheck": waiting.pk})
    assert queries.rechecks(chain.process) == []
    assert Recheck.objects.get().settled_by.username == "moderation"
    assert "Bitte prüfen" not in desk.get(url).content.decode()


def test_many_cards_are_erased_with_as_many_queries_as_few_but_for_the_items(
    chain, running, django_assert_max_num_queries
):
    """Forty cards more cost two queries each (item, revisions), not a search through all papers."""
    paper = actions.start_paper(chain.process, "Gut leben")
    for _i in range(3):
        actions.add_passage(paper, "occasion", "Noch ein Absatz.")
        actions.keep_version(paper)
    cards = running("factors", "cards")
    for number in range(40):
        factors.write_card(cards, Speaker(participant=chain.people[0]), f"Karte Nummer {number}.")
    began = time.perf_counter()
    with django_assert_max_num_queries(2 * 41 + 60):
        erase(chain.people[0])
    assert time.perf_counter() - began < 5
