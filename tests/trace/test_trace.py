"""Proves: items keep every wording and every link; merging and splitting supersede and never
delete; walks reach everything below and above; erasing blanks words and keeps the chain."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from weitblick.trace import actions, queries
from weitblick.trace.models import Filing, Item, Kind, Link, LinkKind, State
from weitblick.workshop.actions import create_process
from weitblick.workshop.frame import load_frame


@pytest.fixture
def cards(process):
    texts = ("Kein Bus", "Kein Zug", "Kein Arzt")
    return [actions.create(process, Kind.CARD, text) for text in texts]


def states(*items: Item) -> list[str]:
    return [Item.objects.get(pk=item.pk).state for item in items]


def links(item: Item) -> list[tuple[str, str]]:
    return [(link.older.text, link.kind) for link in item.down_links.all()]


def test_a_new_item_has_words_author_links_filings_and_one_revision(process, cards, join):
    person = join()
    item = actions.create(
        process, Kind.FACTOR, "  Verkehr\x00 ", detail=" Wie man hinkommt. ", by=person,
        derived_from=cards[:2], dimensions=["flexible-mobilitaet"], public_id="verkehr234",
    )
    assert (item.text, item.detail, item.by_participant, item.by_user) == (
        "Verkehr", "Wie man hinkommt.", person, None)
    assert links(item) == [("Kein Bus", "derived_from"), ("Kein Zug", "derived_from")]
    assert [(r.number, r.text, r.detail, r.by_participant) for r in item.revisions.all()] == [
        (1, "Verkehr", "Wie man hinkommt.", person)]
    assert [f.dimension for f in item.filings.all()] == ["flexible-mobilitaet"]
    assert queries.find("verkehr234") == item


def test_an_item_by_an_account_or_by_nobody(process, facilitator):
    by_account = actions.create(process, Kind.FACTOR, "Verkehr", by=facilitator)
    by_nobody = actions.create(process, Kind.FACTOR, "Arzt")
    assert (by_account.by_user, by_account.by_participant) == (facilitator, None)
    assert (by_nobody.by_user, by_nobody.by_participant) == (None, None)


@pytest.mark.parametrize("text", ["", "   ", "\x00", "\n\t"])
def test_an_item_without_words_is_refused(process, text):
    with pytest.raises(ValidationError) as refused:
        actions.create(process, Kind.CARD, text)
    assert refused.value.messages == ["Bitte schreiben Sie einen Text."]
    assert Item.objects.count() == 0


def test_an_unknown_dimension_leaves_no_item(process):
    with pytest.raises(ValidationError) as refused:
        actions.create(process, Kind.CARD, "Kein Bus", dimensions=["wetter"])
    assert refused.value.messages == [
        "„wetter“ ist keine Entwicklungsdimension dieses Prozesses."]
    assert Item.objects.count() == 0


def test_rewording_adds_a_revision_with_its_reason(process, facilitator):
    item = actions.create(process, Kind.FACTOR, "Bus", detail="Alt")
    actions.reword(item, "Verkehr", by=facilitator, reason="zu eng")
    assert [(r.number, r.text, r.detail, r.reason, r.by_user) for r in item.revisions.all()] == [
        (1, "Bus", "Alt", "", None), (2, "Verkehr", "Alt", "zu eng", facilitator)]


def test_the_same_words_add_no_revision(process):
    item = actions.create(process, Kind.FACTOR, "Bus", detail="Alt")
    actions.reword(item, " Bus ", detail="Alt ")
    assert item.revisions.count() == 1


@pytest.mark.parametrize("state", [State.SUPERSEDED, State.BLANKED])
def test_only_what_counts_is_reworded(process, state):
    item = actions.create(process, Kind.FACTOR, "Bus")
    Item.objects.filter(pk=item.pk).update(state=state)
    item.refresh_from_db()
    with pytest.raises(ValidationError):
        actions.reword(item, "Verkehr")
    assert item.revisions.count() == 1


def test_cards_merged_into_a_factor_still_count(process, cards):
    merged = actions.merge(cards[:2], "Verkehr", kind=Kind.FACTOR)
    assert links(merged) == [("Kein Bus", "merged_from"), ("Kein Zug", "merged_from")]
    assert states(*cards) == ["live"] * 3


def test_items_merged_into_their_own_kind_are_superseded_and_pass_on_their_dimensions(process):
    first = actions.create(process, Kind.FACTOR, "Bus", dimensions=["lokale-versorgung"])
    second = actions.create(process, Kind.FACTOR, "Bahn",
                            dimensions=["flexible-mobilitaet", "lokale-versorgung"])
    merged = actions.merge([first, second], "Verkehr", detail="Bus und Bahn")
    assert states(first, second, merged) == ["superseded", "superseded", "live"]
    assert sorted(f.dimension for f in merged.filings.all()) == [
        "flexible-mobilitaet", "lokale-versorgung"]
    assert (merged.kind, merged.detail) == (Kind.FACTOR, "Bus und Bahn")


def test_nothing_and_the_superseded_cannot_be_merged(process, cards):
    with pytest.raises(ValidationError):
        actions.merge([], "Verkehr")
    actions.supersede(cards[:1])
    with pytest.raises(ValidationError) as refused:
        actions.merge(cards, "Verkehr")
    assert refused.value.messages == [
        "„Kein Bus“ wurde inzwischen abgelöst. Bitte laden Sie die Seite neu."]
    assert Link.objects.count() == 0


def test_what_somebody_else_merged_since_it_was_read_is_not_merged_again(process):
    bus, train = (actions.create(process, Kind.FACTOR, text) for text in ("Bus", "Zug"))
    read_before = Item.objects.get(pk=bus.pk)
    actions.merge([bus, train], "Verkehr")
    for again in (
        lambda: actions.merge([read_before], "Nahverkehr"),
        lambda: actions.split(read_before, ["Bus am Tag", "Bus am Abend"]),
        lambda: actions.reword(read_before, "Rufbus"),
    ):
        with pytest.raises(ValidationError):
            again()
    assert [item.text for item in queries.live_items(process, Kind.FACTOR)] == ["Verkehr"]


def test_a_split_makes_parts_and_supersedes_the_whole(process):
    whole = actions.create(process, Kind.FACTOR, "Versorgung", dimensions=["lokale-versorgung"])
    parts = actions.split(whole, ["Laden", "Arzt"])
    assert [links(part) for part in parts] == [[("Versorgung", "split_from")]] * 2
    assert [[f.dimension for f in part.filings.all()] for part in parts] == [
        ["lokale-versorgung"]] * 2
    assert states(whole, *parts) == ["superseded", "live", "live"]


def test_a_split_needs_two_texts_and_is_all_or_nothing(process):
    whole = actions.create(process, Kind.FACTOR, "Versorgung")
    for texts in (["Laden"], ["Laden", " "]):
        with pytest.raises(ValidationError):
            actions.split(whole, texts)
    assert (states(whole), Item.objects.count()) == (["live"], 1)


def test_superseding_is_undone_by_restoring_but_blanking_is_not(process, cards):
    actions.supersede(cards[:2])
    actions.blank(cards[1:2])
    for card in cards:
        card.refresh_from_db()
        actions.restore(card)
    assert states(*cards) == ["live", "blanked", "live"]


def test_a_link_is_made_once(cards):
    first = actions.connect(cards[0], cards[1])
    assert actions.connect(cards[0], cards[1]) == first
    assert actions.connect(cards[0], cards[1], LinkKind.SUPPORTS) != first
    assert Link.objects.count() == 2


def test_items_of_different_processes_are_not_linked(process, cards):
    other = create_process(load_frame("thueringen-2035"), "Andere", "Wie?", slug="andere")
    stranger = actions.create(other, Kind.CARD, "Von anderswo")
    with pytest.raises(ValidationError) as refused:
        actions.connect(cards[0], stranger)
    assert refused.value.messages == ["Beide Einträge müssen zum selben Prozess gehören."]


def test_nothing_comes_from_itself(cards):
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.connect(cards[0], cards[0])
    assert Link.objects.count() == 0


def test_refiling_replaces_and_an_unknown_dimension_changes_nothing(process):
    item = actions.create(process, Kind.FACTOR, "Bus", dimensions=["lokale-versorgung"])
    with pytest.raises(ValidationError):
        actions.refile(item, ["flexible-mobilitaet", "wetter"])
    assert [f.dimension for f in item.filings.all()] == ["lokale-versorgung"]
    actions.refile(item, ["flexible-mobilitaet", "flexible-mobilitaet"])
    assert [f.dimension for f in item.filings.all()] == ["flexible-mobilitaet"]
    actions.refile(item, [])
    assert Filing.objects.count() == 0


def test_blanking_takes_every_wording_and_the_author_and_keeps_links(process, join):
    card = actions.create(process, Kind.CARD, "Mein Name ist Muster", detail="X", by=join())
    actions.reword(card, "Ich heiße Muster", by=card.by_participant, reason="Muster")
    factor = actions.merge([card], "Verkehr", kind=Kind.FACTOR)
    actions.blank([card])
    card.refresh_from_db()
    assert (card.text, card.detail, card.state, card.by_participant) == ("", "", "blanked", None)
    assert set(card.revisions.values_list("text", "detail", "reason", "by_participant")) == {
        ("", "", "", None)}
    assert queries.cards_below([factor]) == [card]


def chain(process, cards):
    """Cards to factor to assumption to recommendation, and a card that leads nowhere."""
    factor = actions.merge(cards[:2], "Verkehr", kind=Kind.FACTOR)
    assumption = actions.create(process, Kind.ASSUMPTION, "Mehr Busse", derived_from=[factor])
    advice = actions.create(process, Kind.RECOMMENDATION, "Rufbus", derived_from=[assumption])
    return factor, assumption, advice


def test_a_walk_down_reaches_everything_nearest_first(process, cards):
    factor, assumption, advice = chain(process, cards)
    thread = queries.walk_down(advice)
    assert [(s.item, s.depth) for s in thread.strands] == [
        (advice, 0), (assumption, 1), (factor, 2), (cards[0], 3), (cards[1], 3)]
    assert len(thread.links) == 4
    assert thread.of_kind(Kind.CARD) == cards[:2]


def test_a_walk_up_reaches_what_became_of_a_card(process, cards):
    factor, assumption, advice = chain(process, cards)
    assert [s.item for s in queries.walk_up(cards[0]).strands] == [
        cards[0], factor, assumption, advice]
    assert [s.item for s in queries.walk_up(cards[2]).strands] == [cards[2]]


def test_a_walk_ends_where_links_run_in_a_circle(process, cards):
    actions.connect(cards[0], cards[1])
    actions.connect(cards[1], cards[2])
    actions.connect(cards[2], cards[0])
    assert [(s.item, s.depth) for s in queries.walk_down(cards[0]).strands] == [
        (cards[0], 0), (cards[1], 1), (cards[2], 2)]


def test_coverage_counts_live_items_of_the_kinds_under_all_dimensions(process):
    actions.create(process, Kind.FACTOR, "Bus", dimensions=["lokale-versorgung"])
    gone = actions.create(process, Kind.FACTOR, "Bahn", dimensions=["lokale-versorgung"])
    actions.create(process, Kind.OPTION, "Rufbus", dimensions=["lokale-versorgung"])
    actions.supersede([gone])
    counted = queries.coverage(process, [Kind.FACTOR])
    assert (len(counted), counted["lokale-versorgung"], sum(counted.values())) == (30, 1, 1)


def test_dimensions_and_live_items(process, cards):
    actions.file_under(cards[0], ["lokale-versorgung", "soziale-begegnung"])
    actions.supersede(cards[1:2])
    assert queries.dimensions_of(cards) == {
        cards[0].pk: ["lokale-versorgung", "soziale-begegnung"]}
    assert queries.live_items(process, Kind.CARD) == [cards[0], cards[2]]


def test_an_unknown_public_id_finds_nothing(process):
    assert queries.find("gibtsnicht") is None
