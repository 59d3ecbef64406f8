"""The five papers made of one chain: what stands in them, and that each prints accessibly."""

import datetime as dt
import hashlib
import io

import pikepdf
import pytest
from django.utils import timezone

from tests.exports import word_lint
from tests.exports.pdf_reading import findings
from tests.method.paper_setting import advice, chain_fixture  # noqa: F401
from weitblick.exports import docx, pdf
from weitblick.exports.blocks import words_of
from weitblick.exports.document import Bullets, Figure, Paragraph, Picture, Table
from weitblick.method.factors import actions as factors
from weitblick.method.paper import actions, analysis, photos, queries
from weitblick.method.paper.composing import compose
from weitblick.method.paper.models import PaperKind
from weitblick.method.paper.which import paper_at, word
from weitblick.voices import storage as attachments
from weitblick.voices.models import Attachment, AttachmentKind
from weitblick.workshop import actions as workshop

BASE = "https://werkstatt.example"
WORDS = ("papier", "kurzfassung", "einfach", "poster")


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.DATA = tmp_path


def composed(process, kind, meeting=None):
    return compose(process, queries.paper_of(process, kind, meeting))


def texts(composition) -> str:
    found = []
    for chapter in composition.document.chapters:
        for block in chapter.blocks:
            match block:
                case Paragraph():
                    found.append(words_of(block.text))
                case Bullets():
                    found += [words_of(one) for one in block.items]
                case Table():
                    found += [words_of(cell) for row in block.rows for cell in row]
    return "\n".join(found)


@pytest.mark.parametrize("which", WORDS)
def test_an_address_names_each_paper_and_back(chain, which):
    paper = paper_at(chain.process, which)
    assert word(paper) == which


def test_a_protocol_is_named_by_its_meeting_and_no_foreign_one(chain):
    meeting = chain.process.meetings.get()
    paper = paper_at(chain.process, f"protokoll-{meeting.pk}")
    assert (paper.kind, paper.meeting, word(paper)) == (
        PaperKind.PROTOCOL, meeting, f"protokoll-{meeting.pk}")
    assert paper_at(chain.process, f"protokoll-{meeting.pk + 1}") is None
    assert paper_at(chain.process, "roman") is None


@pytest.mark.parametrize("which", [*WORDS, "protocol"])
def test_every_paper_prints_accessibly(chain, which):
    meeting = chain.process.meetings.get()
    paper = paper_at(chain.process, f"protokoll-{meeting.pk}" if which == "protocol" else which)
    document = compose(chain.process, paper).published(BASE)
    assert findings(pdf.write(document)) == []
    assert word_lint.findings(docx.write(document)) == []


@pytest.mark.parametrize("which", WORDS)
def test_every_paper_of_an_empty_process_prints(process, which):
    document = compose(process, paper_at(process, which)).published(BASE)
    assert findings(pdf.write(document)) == []


def test_the_summary_gives_each_recommendation_its_support_and_thread(chain):
    (card,) = next(one for one in composed(chain.process, PaperKind.SUMMARY).document.chapters
                   if one.slug == "brief-advice").blocks
    assert card.title == "Busse bis 22 Uhr"
    assert card.basis == "2 Karten; 67\u202f% Zustimmung (n = 3)"
    assert card.sources.refs[0].public_id == chain.recommendation.item.public_id


def test_plain_language_takes_over_easy_first_steps_only(chain):
    def said(first_step: str) -> str:
        one = chain.recommendation
        one.first_step = first_step
        one.save()
        return texts(composed(chain.process, PaperKind.PLAIN))

    assert "Der erste Schritt: Zehn Vereine fragen." in said("Zehn Vereine fragen")
    hard = "Die Zusage in den Doppelhaushalt aufnehmen und eine Trägergesellschaft gewinnen."
    assert "Der erste Schritt steht im Papier." in said(hard)
    assert "Trägergesellschaft" not in said(hard)


@pytest.mark.parametrize(("votes", "sentences"), [
    ((1, -1, -1), "3 Menschen haben abgestimmt. 1 Mensch ist dafür."),
    ((1, 1, -1), "3 Menschen haben abgestimmt. 2 Menschen sind dafür."),
])
def test_plain_language_counts_who_voted_and_who_agreed_each_in_its_own_number(
    chain, votes, sentences
):
    chain.votes(*votes)
    assert sentences in texts(composed(chain.process, PaperKind.PLAIN))


@pytest.mark.parametrize(("count", "kinds"), [(13, {"Recommendation"}), (21, {"Table"})])
def test_a_leaflet_with_many_recommendations_says_less_of_each(chain, count, kinds):
    for n in range(count - 1):
        advice(chain.process, f"Noch eine {n}", derived_from=[chain.statement.item])
    chapters = {one.slug: one for one in composed(chain.process, PaperKind.SUMMARY)
                .document.chapters}
    blocks = chapters["brief-advice"].blocks
    assert {type(block).__name__ for block in blocks} == kinds
    assert ("brief-support" in chapters) == (count <= 20)
    if count == 21:
        assert blocks[0].rows[0][2:] == ("2", "67\u202f%", "3")
        assert len(blocks[0].rows) == count
    else:
        assert [block.text for block in blocks] == [""] * count


def test_posters_have_a_message_and_a_picture_each(chain):
    for chapter in composed(chain.process, PaperKind.POSTERS).document.chapters:
        message, figure = chapter.blocks
        assert isinstance(message, Paragraph)
        assert isinstance(figure, Figure)


def test_the_protocol_says_when_things_happened_and_who_was_there(chain):
    meeting = chain.process.meetings.get()
    cards = meeting.activities.get(kind="cards")
    workshop.close_activity(cards)
    start = timezone.make_aware(dt.datetime(2026, 11, 2, 9, 10))
    cards.opened_at, cards.closed_at = start, start + dt.timedelta(minutes=25)
    cards.save()
    workshop.plan_activity(meeting, step="options", kind="collect", title="Ideen sammeln")
    said = texts(composed(chain.process, PaperKind.PROTOCOL, meeting))
    assert "09:10 – 09:35" in said
    assert "3 Personen haben teilgenommen." in said
    assert "Nicht durchgeführt: Ideen sammeln" in said
    assert "Der letzte Bus fährt 17:40." in said


def test_the_protocol_shows_no_sector_of_few_people(chain):
    chapter = next(one for one in composed(
        chain.process, PaperKind.PROTOCOL, chain.process.meetings.get()).document.chapters
        if one.slug == "protocol-people")
    (figure,) = [one for one in chapter.blocks if isinstance(one, Figure)]
    shown = {bar.label: bar.value for bar in figure.spec.bars if bar.value}
    assert shown == {"zusammengefasst: Politik, Kommune": 3.0}


def test_cards_stand_under_their_group_in_the_protocol(chain):
    factors.group_cards(chain.process, "Fahren am Abend", [chain.cards[0]])
    chapter = next(one for one in composed(
        chain.process, PaperKind.PROTOCOL, chain.process.meetings.get()).document.chapters
        if one.slug == "protocol-cards")
    named = [getattr(block, "text", None) or [words_of(one) for one in block.items]
             for block in chapter.blocks[1:] if not isinstance(block, Paragraph)]
    assert named[1:3] == ["Fahren am Abend", ["Der letzte Bus fährt 17:40."]]


def test_votes_are_counted_in_the_protocol(chain):
    chapter = next(one for one in composed(
        chain.process, PaperKind.PROTOCOL, chain.process.meetings.get()).document.chapters
        if one.slug == "protocol-ratings")
    (table,) = [one for one in chapter.blocks if isinstance(one, Table)]
    assert table.header[1:] == ("dafür", "unsicher", "dagegen", "n")
    assert table.rows == (("Der Bus muss bis 22 Uhr fahren.", "2", "0", "1", "3"),)


def test_photos_of_the_day_come_upright_and_without_their_data(chain):
    from PIL import Image

    meeting = chain.process.meetings.get()
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Kamera Geheim"  # turned by a quarter; its maker
    Image.new("RGB", (60, 30), "red").save(out, "JPEG", exif=exif)
    digest = hashlib.sha256(out.getvalue()).hexdigest()
    attachments.write(digest, out.getvalue())
    card = chain.cards[0].card
    Attachment.objects.create(
        **({"activity": card.activity} if hasattr(Attachment, "activity") else {}), card=card,
        kind=AttachmentKind.PHOTO, digest=digest, media_type="image/jpeg", size=1,
        description="Ein Zettel an der Wand",
    )
    (found,) = list(photos.of_meeting(meeting))
    assert found[1] == "Ein Zettel an der Wand"
    document = composed(chain.process, PaperKind.PROTOCOL, meeting).document
    (block,) = [b for c in document.chapters for b in c.blocks if isinstance(b, Picture)]
    import base64

    raw = base64.b64decode(block.data)
    assert b"Geheim" not in raw
    with Image.open(io.BytesIO(raw)) as shown:
        assert shown.size == (30, 60)


def test_the_machine_readable_result_travels_in_the_pdf(chain):
    made = analysis.render(chain.process, "pdf-daten", base_url=BASE)
    assert findings(made, "PDF_UA_1", "PDF_A_3A") == []
    with pikepdf.open(io.BytesIO(made)) as document:
        held = next(iter(document.attachments.values())).get_file().read_bytes()
    assert b'"format": "weitblick-document"' in held


def test_chapters_are_put_in_another_order_and_back(chain):
    paper = actions.start_paper(chain.process, "Gut leben")
    slugs = [one.slug for one in compose(chain.process, paper).chapters]
    actions.move_chapter(paper, slugs[2], -1)
    moved = [one.slug for one in compose(chain.process, paper).chapters]
    assert moved == [slugs[0], slugs[2], slugs[1], *slugs[3:]]
    actions.move_chapter(paper, slugs[0], -1)
    assert [one.slug for one in compose(chain.process, paper).chapters] == moved
    actions.reset_order(paper)
    assert [one.slug for one in compose(chain.process, paper).chapters] == slugs
