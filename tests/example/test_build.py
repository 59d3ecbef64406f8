"""The worked example: complete, traceable from every recommendation, the same each time."""

import io

import pikepdf
import pytest
from django.utils import translation
from PIL import Image

from tests.exports.pdf_reading import findings, pages, squeezed
from weitblick.engines.readability import assess
from weitblick.entrance.overview import summary
from weitblick.evidence.models import Place
from weitblick.example.build import SLUG, build, remove
from weitblick.example.opening import OPEN_CODE
from weitblick.exports import pdf
from weitblick.exports.blocks import words_of
from weitblick.exports.document import Paragraph
from weitblick.faces.asking import dots_rows, ranked
from weitblick.method.factors.views.favouring import choices as factor_dots
from weitblick.method.options.ratings import ordered
from weitblick.method.paper.composing import compose
from weitblick.method.paper.models import PaperKind
from weitblick.method.paper.queries import paper_of
from weitblick.monitoring.models import EvidenceNote
from weitblick.trace.models import Item, Kind, Revision
from weitblick.trace.queries import cards_below, walk_down, walk_up
from weitblick.voices import storage
from weitblick.voices.models import Attachment, Channel
from weitblick.voices.queries import values
from weitblick.workshop.models import PAUSE, Activity, Process, SeatingRound
from weitblick.workshop.seating import quality, sittings

BASE = "https://werkstatt.example"
DOTTED = ["Ärztliche Versorgung", "Arbeits- und Fachkräfte", "Spielraum der Haushalte"]


@pytest.fixture(scope="module")
def example(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        built = build()
        yield built
        remove(built)


def _composed(process, kind, meeting=None):
    return compose(process, paper_of(process, kind, meeting))


@pytest.fixture(autouse=True)
def database(example, db):
    """Every test here reads the one example."""


def test_it_is_whole(example):
    found = summary(example)
    assert (found["slug"], found["example"], found["participants"]) == (SLUG, True, 70)
    assert found["sectors"] == {
        "Kommune": 16, "Wohlfahrtspflege": 14, "Politik": 8, "Wirtschaft": 10,
        "Zivilgesellschaft": 15, "Wissenschaft": 7,
    }
    steps = found["steps"]
    assert steps["factors"] == {"cards": 197, "factors": 30, "key_factors": 12}
    assert steps["trends"] == {"assumptions": 36}
    assert {name: steps["scenarios"][name] for name in
            ("consistent", "complete", "chosen", "stories")} == {
        "consistent": 9, "complete": True, "chosen": 4, "stories": 4}
    assert len(steps["scenarios"]["digest"]) == 64
    assert steps["options"] == {"options": 36}
    assert steps["validation"] == {"statements": 24, "verdicts": 24}
    assert steps["paper"] == {"recommendations": 12, "traced": 12}
    assert min(n for row in found["coverage"].values() for n in row.values()) >= 2


def test_evidence_is_pinned_and_says_what_is_invented(example):
    population, practices = EvidenceNote.objects.filter(item__process=example)
    assert population.item.text.startswith(
        "Bevölkerung, Thüringen: 2\u202f100\u202f277 Personen (2024).")
    assert practices.snapshot["attributions"] == ["Beispiel mit erfundenen Orten und Zahlen"]
    assert not Place.objects.filter(kind="hausarzt").exists()


def test_every_recommendation_leads_back_to_cards(example):
    for item in example.items.filter(kind=Kind.RECOMMENDATION):
        assert len(cards_below([item])) >= 6, item.text


def test_every_card_leads_up_to_its_factor_and_the_thread_closes(example):
    for card in example.items.filter(kind=Kind.CARD, card__activity__step="factors"):
        assert walk_up(card).of_kind(Kind.FACTOR)
    one = example.items.filter(kind=Kind.RECOMMENDATION).first()
    below = walk_down(one).of_kind(Kind.CARD)
    assert all(one in walk_up(card).of_kind(Kind.RECOMMENDATION) for card in below)


def test_it_is_labelled(example):
    assert compose(example).document.example is True


def favoured(process: Process) -> dict[str, object]:
    """The dots, the orders and the places of the rounds, as people find them."""
    dots = closed_round(process, "factors", "dots")
    rank = closed_round(process, "options", "rank")
    found = factor_dots(dots)
    return {
        "dots": [(row.choice.item.text, row.dots, row.voices)
                 for row in dots_rows(dots, found)],
        "order": ranked(rank, ordered(rank)).words,
        "first": [row.choice.item.text for row in ranked(rank, ordered(rank)).rows],
        "sitting": [
            [sorted(place.attendance.participant.sector for place in one.places)
             for one in sittings(row)]
            for row in SeatingRound.objects.filter(meeting__process=process)
        ],
    }


def closed_round(process: Process, step: str, kind: str) -> Activity:
    """The closed activity of a kind; the open one is for visitors."""
    return Activity.objects.get(
        meeting__process=process, step=step, kind=kind, state="closed")


def test_dots_and_orders_stand_for_everybody_there(example):
    found = favoured(example)
    assert sum(dots for _text, dots, _voices in found["dots"]) == 5 * 70
    on_paper = values(example, "dots")
    assert sum(one.count for said in on_paper.values() for one in said
               if one.channel == Channel.PAPER) == 5 * 7
    assert [row[0] for row in found["dots"][:3]] == DOTTED
    assert len(found["first"]) == 9
    assert found["order"] == (
        "Die Rangfolgen sind sich wenig einig (Kendalls W = 0,33, n = 70).")


def test_everybody_sits_at_a_table_with_a_wished_topic_and_other_faces_each_round(example):
    day = example.meetings.get(kind="workshop")
    found = quality(day)
    assert day.shown_round == 3
    assert {len(one) for one in favoured(example)["sitting"][2]} == {7}
    assert (found.people, found.off, found.pairs, found.distinct) == (70, 0, 630, 630)
    assert (found.wishing, found.met) == (70, 66)
    pause = day.activities.get(kind=PAUSE)
    assert (pause.title, pause.state, pause.minutes) == ("Mittagspause", "closed", 45)


def test_the_poster_is_described_released_and_goes_with_the_example(example):
    poster = Attachment.objects.get(activity__meeting__process=example)
    assert poster.is_released and poster.description.startswith("Beispielbild")
    assert poster.card.item.story.scenario.item.text == "Der letzte Bus"
    with Image.open(storage.path_of(poster.digest)) as picture:
        assert picture.size == (1200, 900)


def reasons(process: Process) -> list[str]:
    """Why something was reworded or decided; some of it is written by the product."""
    rows = Revision.objects.filter(item__process=process).order_by("item__public_id", "number")
    return [*rows.values_list("reason", flat=True),
            *process.factor_changes.values_list("subject", flat=True)]


def test_the_summary_of_the_example_has_two_pages_and_the_plain_version_is_plain(example):
    brief = pdf.write(_composed(example, PaperKind.SUMMARY).published(BASE))
    assert findings(brief) == []
    assert len(pages(brief)) == 2
    text = squeezed("".join(pages(brief)))
    assert squeezed("Empfehlung 12") in text
    assert squeezed("Darauf haben 70 Personen aus 6 Akteursgruppen geantwortet") in text
    easy = _composed(example, PaperKind.PLAIN).document
    generated = [words_of(block.text) for chapter in easy.chapters for block in chapter.blocks
                 if isinstance(block, Paragraph) and not block.key.startswith("easy.advice.")]
    assert assess("\n".join(generated)).wstf <= 7
    posters = pdf.write(_composed(example, PaperKind.POSTERS).published(BASE))
    assert findings(posters) == []
    with pikepdf.open(io.BytesIO(posters)) as made:
        assert len(made.pages) == 1 + len(_composed(example, PaperKind.POSTERS).chapters)
    first = example.meetings.first()
    protocol = pdf.write(_composed(example, PaperKind.PROTOCOL, first).published(BASE))
    assert findings(protocol) == []


def test_building_it_again_gives_the_same_in_whatever_language(
    example, django_capture_on_commit_callbacks
):
    texts = list(example.items.values_list("public_id", "kind", "text", "state"))
    why = reasons(example)
    numbers, paper = summary(example), compose(example).document
    liked, poster = favoured(example), Attachment.objects.get(card__item__process=example)
    Process.objects.filter(pk=example.pk).update(slug="anderswo")
    example.meetings.filter(code=OPEN_CODE).update(code="ANDERS")
    for pk, public_id in example.items.values_list("pk", "public_id"):
        Item.objects.filter(pk=pk).update(public_id=f"x{public_id}")
    with translation.override("en"):
        again = build()
    assert list(again.items.values_list("public_id", "kind", "text", "state")) == texts
    assert reasons(again) == why
    assert summary(again) == numbers
    assert compose(again).document == paper
    assert favoured(again) == liked
    drawn = Attachment.objects.get(card__item__process=again)
    assert drawn.digest == poster.digest
    with django_capture_on_commit_callbacks(execute=True):
        remove(again)
    assert storage.path_of(poster.digest).exists()


def test_only_an_example_can_be_removed(process):
    with pytest.raises(ValueError, match="example"):
        remove(process)
