"""Comments, kept versions with their differences, numbers against their sources, house style."""

import io

import docx as word
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.method.paper_setting import advice, chain_fixture  # noqa: F401
from weitblick.exports import logos
from weitblick.exports.document import DocumentError
from weitblick.method.paper import actions, analysis, queries
from weitblick.method.paper.composing import compose
from weitblick.method.paper.composing.differences import compare, pieces
from weitblick.method.paper.composing.numbers import bare, quoted
from weitblick.method.paper.house import house_of
from weitblick.method.paper.models import HouseLogo, HouseStyle

INTRO = ("recommendations", "recommendations.intro")
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"
  width="40" height="20" onload="alert(1)"><script>alert(1)</script>
  <image x:href="file:///etc/passwd" width="9" height="9"/><rect width="40" height="20"
  fill="#005f56"/><style>@import url(http://evil.example/x.css);</style></svg>"""


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def paper(chain):
    return actions.start_paper(chain.process, "Gut leben")


def png(size=(40, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#005f56").save(out, "PNG")
    return out.getvalue()


def url(chain, name, *more):
    return reverse(f"paper:{name}", args=[chain.process.slug, "papier", *more])


# --- comments -----------------------------------------------------------------------------


def test_a_comment_has_answers_and_is_resolved_by_name(chain, desk):
    address = url(chain, "remark", *INTRO)
    desk.post(address, {"do": "new", "text": "Stimmt das noch?"})
    page = desk.get(url(chain, "passage", *INTRO)).content.decode()
    assert "Stimmt das noch?" in page
    (row,) = queries.remarks(queries.paper_of(chain.process))
    desk.post(address, {"do": "reply", "remark": row.pk, "text": "Ja, geprüft."})
    desk.post(address, {"do": "resolve", "remark": row.pk})
    row.refresh_from_db()
    assert (row.resolved_by.username, row.replies.get().text) == ("moderation", "Ja, geprüft.")
    assert "Offene Kommentare" not in desk.get(url(chain, "paper")).content.decode()
    desk.post(address, {"do": "reply", "remark": row.pk, "text": "Doch nicht."})
    row.refresh_from_db()
    assert row.resolved_at is None
    assert "1 Kommentar" in desk.get(url(chain, "chapter", INTRO[0])).content.decode()


def test_a_comment_is_never_printed(chain, paper):
    before = compose(chain.process, paper).digest
    actions.remark(paper, *INTRO, "Nur für uns.")
    assert compose(chain.process, paper).digest == before


# --- versions -----------------------------------------------------------------------------


def test_words_that_stayed_went_and_came():
    found = [(one.sort, one.text) for one in pieces("Der Bus fährt bis 17 Uhr.",
                                                    "Der Bus fährt bis 22 Uhr.")]
    assert found == [("same", "Der Bus fährt bis "), ("gone", "17"), ("new", "22"),
                     ("same", " Uhr.")]


def test_two_states_are_compared_block_by_block(chain, paper):
    old = compose(chain.process, paper).document
    actions.edit_passage(paper, *INTRO, "Unsere Worte.")
    actions.hide_passage(paper, "occasion", "occasion.scope")
    actions.add_passage(paper, "occasion", "Ganz neu.")
    found = compare(old, compose(chain.process, paper).document)
    assert [(one.place.key[:14], one.old is None, one.new is None) for one in found] == [
        (found[0].place.key[:14], True, False), ("recommendations.intro"[:14], False, False),
        ("occasion.scope"[:14], False, True)]
    assert found[1].new == "Unsere Worte."


def test_a_version_is_kept_compared_and_its_wording_taken_again(chain, desk):
    desk.post(url(chain, "passage", *INTRO), {"text": "Erste Fassung der Redaktion."})
    desk.post(url(chain, "versions"), {"note": "vor der Sitzung"})
    desk.post(url(chain, "passage", *INTRO), {"text": "Zweite Fassung der Redaktion."})
    page = desk.get(url(chain, "versions")).content.decode()
    assert "1 Stelle ist anders" in page
    assert "<del>" in page
    assert "<ins>" in page
    assert 'class="columns"' in desk.get(url(chain, "versions"), {"spalten": "on"}).content.decode()
    desk.post(url(chain, "take-back"), {"version": "1", "chapter": INTRO[0], "key": INTRO[1]})
    entry = next(one for chapter in compose(chain.process).chapters for one in chapter.entries
                 if one.key == INTRO[1])
    assert entry.text == "Erste Fassung der Redaktion."


def test_the_same_state_is_kept_once_and_a_signature_keeps_it(chain, paper):
    actions.keep_version(paper)
    with pytest.raises(ValidationError, match="schon festgehalten, als Nummer 1"):
        actions.keep_version(paper)
    actions.sign_off(paper, "Kreisrätin Muster")
    assert [one.note for one in queries.versions(paper)] == ["Unterschrieben von Kreisrätin Muster",
                                                             ""]


@pytest.mark.parametrize("asked", [{"von": "99"}, {"von": "x"}, {"bis": "7"}])
def test_a_state_that_is_not_there_is_not_found(chain, desk, paper, asked):
    actions.keep_version(paper)
    assert desk.get(url(chain, "versions"), asked).status_code == 404


# --- numbers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text,found",
    [
        ("82 % von 58 Personen (n = 58) am 30. Juni 2027", ["82%", "58perso", "n=58"]),
        ("82 Prozent, 1.234 Karten, 7 Tische", ["82%", "1234karte", "7tisch"]),
        ("Bis 22 Uhr im Jahr 2035", []),
        ("51 Menschen, 51 Teilnehmende", ["51perso", "51perso"]),
    ],
)
def test_what_counts_as_a_quoted_number(text, found):
    assert [bare(one) for one in quoted(text)] == found


def test_a_recommendation_that_quotes_a_vote_must_quote_it_right(chain, paper):
    right = "Dem stimmten 67 % zu (n = 3). Bis 2030 sollen es 90 % der Dörfer sein."
    actions.reword_recommendation(chain.recommendation, "Busse", right)
    assert compose(chain.process, paper).findings == ()
    actions.reword_recommendation(chain.recommendation, "Busse", right.replace("67", "82"))
    (finding,) = compose(chain.process, paper).findings
    assert finding.cause == "number"
    assert "82 % steht so nicht in den Quellen" in finding.message
    assert "67" in finding.message
    with pytest.raises(ValidationError, match="82 %"):
        actions.sign_off(paper, "Muster")


def test_a_number_an_own_paragraph_took_over_stands_against_signing_when_it_changes(chain, paper):
    actions.add_passage(paper, "occasion", "Hier sind 67 % dafür, im Land sind es 12 %.")
    assert compose(chain.process, paper).findings == ()
    chain.votes(1, 1, 1)
    (finding,) = compose(chain.process, paper).findings
    assert "67 % steht so nicht in den Quellen" in finding.message


def test_an_edited_paragraph_is_told_what_its_sources_say_now(chain, desk):
    desk.post(url(chain, "passage", *INTRO), {"text": "Es sind 9 Karten."})
    page = desk.get(url(chain, "passage", *INTRO)).content.decode()
    assert "9 Karten steht so nicht in den Quellen." in page
    assert "Dort steht jetzt: 2 Karten, n = 3." in page


# --- house style --------------------------------------------------------------------------


def test_colours_face_and_imprint_reach_the_papers(chain, desk):
    answer = desk.post(reverse("paper:house", args=[chain.process.slug]), {
        "accent": "#005F56", "ground": "#eef6f4", "face": "sans", "imprint": "Landratsamt",
        "funding": "Gefördert durch die Stiftung"})
    assert answer.status_code == 302
    document = compose(chain.process).document
    assert (document.house.accent, document.house.face) == ("#005f56", "sans")
    assert document.imprint == ("Landratsamt",)
    assert "#005f56" in analysis.render(chain.process, "html").decode()


def test_a_colour_that_cannot_be_read_is_refused_with_a_proposal(chain, desk):
    answer = desk.post(reverse("paper:house", args=[chain.process.slug]), {
        "accent": "#ffcc00", "ground": "#f7f2e7", "face": "book"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Diese Farbe hat nur 1,4 : 1 Kontrast." in page
    assert "Lesbar und am ähnlichsten ist #" in page
    assert not HouseStyle.objects.exists()


def test_logos_are_drawn_anew_and_described(chain, desk):
    act = reverse("paper:house-act", args=[chain.process.slug])
    for do, name in (("logo", "Wappen"), ("logo", "Neues Wappen"), ("funder", "Stiftung")):
        file = SimpleUploadedFile("logo.svg", SVG)
        desk.post(act, {"do": do, "file": file, "description": name})
    house, _imprint = house_of(chain.process)
    assert house.logo.description == "Neues Wappen"
    assert [one.description for one in house.funders] == ["Stiftung"]
    page = desk.get(reverse("paper:house", args=[chain.process.slug])).content.decode()
    assert "Stiftung" in page
    funder = HouseLogo.objects.get(is_funder=True)
    desk.post(act, {"do": "drop-logo", "logo": funder.pk})
    assert house_of(chain.process)[0].funders == ()


@pytest.mark.parametrize("content", [b"", b"<svg", b"kein Bild", b"GIF89a" + b"\0" * 20,
                                     b'<!DOCTYPE s [<!ENTITY a "b">]><svg>&a;</svg>'])
def test_what_is_no_picture_is_no_logo(content):
    with pytest.raises(DocumentError) as caught:
        logos.png(content)
    assert caught.value.code == "logo"


def test_nothing_of_an_svg_reaches_outside():
    assert logos.png(SVG)
    hollow = SVG.replace(b'fill="#005f56"', b'fill="url(http://evil.example/a)"')
    assert logos.png(hollow)


def test_a_word_template_gives_the_word_files_their_styles(chain, desk):
    act = reverse("paper:house-act", args=[chain.process.slug])
    template, out = word.Document(), io.BytesIO()
    template.styles["Heading 1"].font.name = "Impact"
    template.save(out)
    desk.post(act, {"do": "template", "file": SimpleUploadedFile("haus.docx", out.getvalue())})
    made = word.Document(io.BytesIO(analysis.render(chain.process, "docx")))
    assert made.styles["Heading 1"].font.name == "Impact"
    page = desk.post(act, {"do": "template", "file": SimpleUploadedFile("x.docx", b"nein")},
                     follow=True).content.decode()
    assert "Das ist keine Word-Datei" in page
    desk.post(act, {"do": "drop-template"})
    made = word.Document(io.BytesIO(analysis.render(chain.process, "docx")))
    assert made.styles["Heading 1"].font.name == "Georgia"


def test_the_list_of_papers_offers_what_is_not_begun(chain, desk):
    page = desk.get(reverse("paper:papers", args=[chain.process.slug])).content.decode()
    assert "Kurzfassung auf zwei Seiten" in page
    assert "Protokoll einer Veranstaltung" in page
    short = reverse("paper:paper", args=[chain.process.slug, "kurzfassung"])
    desk.post(short, {"title": "Kurz gesagt"})
    assert [str(one) for one in queries.papers(chain.process)] == ["Kurz gesagt"]


def test_an_edit_of_one_paper_leaves_the_others(chain, paper):
    short = actions.start_paper(chain.process, "Kurz", kind="summary")
    actions.edit_passage(short, "brief-question", "brief.people", "Viele.")
    assert "Viele." not in str(compose(chain.process, paper).document)
    advice(chain.process, "Noch eine", derived_from=[chain.option.item])
    assert len(compose(chain.process, short).chapters[1].entries) == 2
