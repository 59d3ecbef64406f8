"""The paper as files: accessible, linked, kept by content, and free of erased words."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.exports.pdf_reading import findings
from tests.method.paper_setting import chain_fixture  # noqa: F401
from weitblick.method.factors.actions import write_card
from weitblick.method.options.actions import commit, withdraw_commitment
from weitblick.method.options.models import Partner
from weitblick.method.options.queries import options
from weitblick.method.paper import actions, analysis, composing, queries, step, storage
from weitblick.method.paper.composing import compose
from weitblick.method.paper.views import files
from weitblick.voices.actions import Speaker, erase
from weitblick.workshop import actions as workshop

BASE = "https://werkstatt.example"
CARD = "Der letzte Bus fährt 17:40."


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr(files, "PATIENCE", 60.0)


@pytest.fixture
def paper(chain):
    return actions.start_paper(chain.process, "Gut leben")


def test_the_pdf_of_a_chain_passes_both_standards(chain, paper):
    assert findings(analysis.render(chain.process, "pdf", base_url=BASE)) == []


def test_the_word_file_opens_and_names_the_cards(chain, paper):
    content = analysis.render(chain.process, "docx", base_url=BASE)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert CARD in file.read("word/document.xml").decode()


def test_the_page_links_each_recommendation_to_its_thread(chain, paper):
    page = analysis.render(chain.process, "html", base_url=BASE + "/").decode()
    address = f"{BASE}/p/werkstatt/faden/{chain.recommendation.item.public_id}/"
    assert f'href="{address}"' in page
    assert page.startswith("<!doctype html>")


def test_an_unknown_format_is_named(chain):
    with pytest.raises(ValidationError, match="Dieses Format gibt es nicht: odt"):
        analysis.render(chain.process, "odt")


def test_the_same_state_is_rendered_once(chain, paper):
    first = analysis.render(chain.process, "html")
    (kept,) = storage.folder_of(chain.process).iterdir()
    kept.write_bytes(b"kept")
    assert analysis.render(chain.process, "html") == b"kept"
    actions.edit_passage(paper, "recommendations", "recommendations.intro", "Unsere Worte.")
    assert analysis.render(chain.process, "html") not in (b"kept", first)


def test_only_the_newest_files_are_kept(process):
    for n in range(storage.KEPT + 3):
        storage.keep(storage.folder_of(process), f"{n}.txt", b"x")
    assert len(list(storage.folder_of(process).iterdir())) == storage.KEPT
    assert storage.read(process, f"{storage.KEPT + 2}.txt") == b"x"
    assert storage.read(process, "nie.txt") is None


@pytest.mark.parametrize(
    "format,start", [("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!doctype html>")]
)
def test_downloads_for_readers_of_a_public_process(client, chain, format, start):
    workshop.set_public(chain.process, True)
    answer = client.get(reverse(f"public-paper:{format}", args=[chain.process.slug]))
    assert answer.content.startswith(start)
    assert answer["Content-Disposition"] == f'attachment; filename="werkstatt.{format}"'


def test_a_closed_process_gives_no_paper(client, chain):
    assert client.get(reverse("public-paper:pdf", args=[chain.process.slug])).status_code == 404


def test_downloads_and_preview_at_the_desk(desk, chain):
    slug = chain.process.slug
    answer = desk.get(reverse("paper:download", args=[slug, "papier", "html"]))
    assert "http://testserver/p/werkstatt/faden/" in answer.content.decode()
    assert '<article class="paper"' in desk.get(
        reverse("paper:preview", args=[slug, "papier"])).content.decode()


def test_what_cannot_be_printed_becomes_a_message(desk, chain, paper):
    paper.title = ""
    paper.save()
    url = reverse("paper:download", args=[chain.process.slug, "papier", "pdf"])
    page = desk.get(url, follow=True)
    assert "So lässt sich das Papier nicht drucken" in page.content.decode()


def test_the_styles_of_the_article_come_from_this_site(client):
    answer = client.get(reverse("public-paper:stylesheet", args=["egal"]))
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert ".paper" in answer.content.decode()


def test_erased_words_leave_signed_states_passages_and_files(
    chain, paper, django_capture_on_commit_callbacks
):
    key = "participation.people"
    actions.edit_passage(paper, "participation", key, f"Jemand schrieb: {CARD}")
    actions.sign_off(paper, "Muster")
    analysis.render(chain.process, "html")
    with django_capture_on_commit_callbacks(execute=True):
        erase(chain.people[0])
    (signed,) = queries.signatures(paper)
    assert CARD not in json.dumps(signed.document, ensure_ascii=False)
    assert "Ohne Auto bin ich eingesperrt." in json.dumps(signed.document, ensure_ascii=False)
    assert queries.passages(paper)[key].text == "Jemand schrieb: …"
    assert not storage.folder_of(chain.process).exists()
    assert CARD not in analysis.render(chain.process, "html").decode()
    assert compose(chain.process).has_changed is True


def test_files_are_kept_until_the_words_are_gone_for_everybody(
    chain, django_capture_on_commit_callbacks
):
    """Another page may set the paper anew with the words as long as the erasing is under way."""
    analysis.render(chain.process, "html")
    with django_capture_on_commit_callbacks(execute=True):
        erase(chain.people[0])
        storage.keep(storage.folder_of(chain.process), "meanwhile.html", CARD.encode())
    assert not storage.folder_of(chain.process).exists()


@pytest.mark.parametrize(("which", "address"), [
    ("files", "paper:download"), ("files", "paper:preview"), ("step", "entrance:reader-step"),
])
def test_words_erased_between_composing_and_setting_are_not_kept(
    desk, chain, monkeypatch, which, address, django_capture_on_commit_callbacks
):
    def composed_before_erasing(process, paper=None):
        made = composing.composed(process, paper)
        with django_capture_on_commit_callbacks(execute=True):
            erase(chain.people[0])
        return made

    workshop.set_public(chain.process, True)
    monkeypatch.setattr({"files": files, "step": step}[which], "composed", composed_before_erasing)
    monkeypatch.setattr(files, "DESK_PATIENCE", 60.0)
    rest = {"paper:download": ["papier", "html"], "paper:preview": ["papier"],
            "entrance:reader-step": ["paper"]}[address]
    page = desk.get(reverse(address, args=[chain.process.slug, *rest]))
    assert (page.status_code, CARD in b"".join(page).decode()) == (200, True)
    assert list(storage.folder_of(chain.process).iterdir()) == []


def test_a_paper_that_was_being_set_while_words_were_erased_is_not_kept(process):
    folder = storage.folder_of(process)
    began = storage.now()
    storage.forget(process)
    storage.keep(folder, "late.html", CARD.encode(), began)
    storage.keep(folder, "new.html", b"new", storage.now())
    assert [one.name for one in folder.iterdir()] == ["new.html"]


def test_the_name_of_an_erased_partner_leaves_options_and_signed_states(chain, paper, join):
    name, person = "Erika Beispiel, Dorfverein", join("zivilgesellschaft")
    option = options(chain.process)[0]
    commit(option, person, name=name)
    actions.sign_off(paper, "Muster")
    (signed,) = queries.signatures(paper)
    assert name in json.dumps(signed.document, ensure_ascii=False)
    erase(person)
    (signed,) = queries.signatures(paper)
    assert name not in json.dumps(signed.document, ensure_ascii=False)
    assert list(Partner.objects.filter(name=name)) == []


def test_a_commitment_that_is_withdrawn_stays_in_signed_states(chain, paper, join):
    name, person = "Erika Beispiel, Dorfverein", join("zivilgesellschaft")
    option = options(chain.process)[0]
    commit(option, person, name=name)
    actions.sign_off(paper, "Muster")
    withdraw_commitment(option, person)
    (signed,) = queries.signatures(paper)
    assert name in json.dumps(signed.document, ensure_ascii=False)


def test_a_short_erased_word_is_not_cut_out_of_other_words(chain, paper, running):
    write_card(running("factors", "cards"), Speaker(participant=chain.people[2]), "Bus")
    text = "Der Bus fährt im Busland."
    actions.edit_passage(paper, "participation", "participation.people", text)
    erase(chain.people[2])
    assert queries.passages(paper)["participation.people"].text == text
