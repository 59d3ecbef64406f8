"""The paper is composed from the chain, edited by paragraph, and signed only when it holds."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.method.paper_setting import advice, chain_fixture  # noqa: F401
from weitblick.exports.document import Figure, Paragraph, Table, from_json, to_json, validate
from weitblick.exports.document import Recommendation as Printed
from weitblick.method.paper import actions, queries
from weitblick.method.paper.composing import compose
from weitblick.method.paper.composing.numbers import known_numbers, strange_in
from weitblick.method.paper.composing.opening import contributions, shown_sectors
from weitblick.method.paper.composing.words import due_words
from weitblick.workshop import clock

INTRO = ("recommendations", "recommendations.intro")


@pytest.fixture
def paper(chain):
    return actions.start_paper(chain.process, "Gut leben", "Empfehlungen", "Eins; Zwei", "Amt\nOrt")


def entry(process, chapter: str, key: str):
    (found,) = [one for one in compose(process).chapters if one.slug == chapter]
    return next(one for one in found.entries if one.key == key)


def words(process) -> list[str]:
    """All plain paragraphs of the printed document."""
    blocks = [b for chapter in compose(process).document.chapters for b in chapter.blocks]
    return [b.text for b in blocks if isinstance(b, Paragraph) and isinstance(b.text, str)]


def test_the_paper_of_an_empty_process_can_be_printed(process):
    document = validate(compose(process).document)
    assert [one.title for one in document.chapters] == [
        "Anlass und Leitfrage", "Prozess und Beteiligung", "Methodenanhang",
    ]
    assert document.title == "Werkstatt im Saal"


def test_head_example_label_and_language_travel(chain, paper):
    chain.process.is_example = True
    document = compose(chain.process).document
    assert (document.title, document.subtitle) == ("Gut leben", "Empfehlungen")
    assert (document.authors, document.imprint) == (("Eins", "Zwei"), ("Amt", "Ort"))
    assert (document.example, document.language) == (True, "de")


def test_chapters_follow_the_chain(chain):
    found = [one.slug for one in compose(chain.process).chapters]
    assert found[:3] == ["summary", "occasion", "participation"]
    assert found[-3:] == ["recommendations", "monitoring", "methods"]


def test_a_recommendation_is_printed_with_its_sources_n_and_share(chain):
    blocks = entry(chain.process, "recommendations",
                   f"recommendation-{chain.recommendation.item.public_id}").blocks
    (block,) = blocks
    assert isinstance(block, Printed)
    assert (block.number, block.numeral, block.n) == (1, "II", 3)
    assert block.basis == "Beruht auf 2 Karten; A1: 67\u202f% Zustimmung (n = 3), angenommen"
    assert block.dimensions == ("Flexible Mobilität",)
    assert [ref.label for ref in block.sources.refs] == ["E1", "A1", "O1"]
    assert block.sources.refs[1].url == (
        f"/p/werkstatt/faden/{chain.statement.item.public_id}/"
    )


def test_the_summary_lists_every_recommendation_with_its_field(chain):
    advice(chain.process, "Häuser öffnen", field="begegnungs-und-entwicklungsraeume")
    found = entry(chain.process, "summary", "summary.list").generated
    assert found.items == ("Häuser öffnen (I)", "Busse bis 22 Uhr (II)")
    assert entry(chain.process, "summary", "summary.intro").text.startswith(
        "Wie leben wir hier 2035? Darauf haben 3 Personen geantwortet."
    )


def test_the_first_step_says_to_whom_by_whom_and_until_when(chain):
    found = entry(chain.process, "recommendations",
                  f"recommendations.step.{chain.recommendation.item.public_id}")
    assert found.generated_text == (
        "An wen: Landkreis. Erster Schritt: Ein Jahr lang fahren. Wer: Kreissozialamt. "
        "Bis: 30.\u00a0Juni 2027."
    )


def test_the_sources_end_with_the_cards(chain):
    document = compose(chain.process).document
    kinds = [ref.kind for ref in document.sources]
    assert kinds == ["recommendation", "statement", "option", "factor", "card", "card"]
    assert [ref.label for ref in document.sources] == ["E1", "A1", "O1", "F1", "K1", "K2"]


def test_every_generated_paragraph_has_a_key_of_its_own(chain):
    found = [e for c in compose(chain.process).chapters for e in c.entries]
    keys = [e.key for e in found if isinstance(e.generated, Paragraph)]
    assert "" not in keys
    assert len(set(keys)) == len(keys)


def test_small_sectors_are_shown_together_so_that_nobody_can_be_subtracted(process, join):
    for sector, n in (("kommune", 9), ("politik", 6), ("wirtschaft", 2)):
        for _ in range(n):
            join(sector)
    assert shown_sectors(process) == [
        ("Kommune", 9), ("zusammengefasst: Politik, Wirtschaft", 8), ("Wohlfahrtspflege", 0),
        ("Zivilgesellschaft", 0), ("Wissenschaft", 0),
    ]


def test_large_sectors_are_shown_by_name(process, join):
    for sector, n in (("kommune", 5), ("politik", 7)):
        for _ in range(n):
            join(sector)
    assert shown_sectors(process)[:2] == [("Politik", 7), ("Kommune", 5)]
    (figure,) = [b for c in compose(process).document.chapters if c.slug == "participation"
                 for b in c.blocks if isinstance(b, Figure)]
    assert figure.description == (
        "Am stärksten vertreten: Politik mit 7 von 12 Personen."
    )
    assert figure.trace.n == 12


def test_contributions_are_counted_by_step(chain):
    assert contributions(chain.process) == {"factors": (2, 0, 0, 2), "validation": (0, 3, 0, 3)}


def test_a_due_date_is_written_out_and_words_stay():
    assert due_words("2027-12-12") == "12.\u00a0Dezember 2027"
    assert due_words("1.8.2027") == "1.\u00a0August 2027"
    assert due_words("bis zum Herbst") == "bis zum Herbst"


def test_first_steps_are_ordered_by_their_day(chain):
    advice(chain.process, "Früher", due="1.5.2027", first_step="Anfangen.")
    advice(chain.process, "Ohne Tag", due="bald")
    (table,) = [b for c in compose(chain.process).document.chapters if c.slug == "monitoring"
                for b in c.blocks if isinstance(b, Table)]
    assert [row[0] for row in table.rows] == ["Früher", "Busse bis 22 Uhr", "Ohne Tag"]


def test_the_same_state_gives_the_same_document_and_digest(chain, paper):
    first, second = compose(chain.process), compose(chain.process)
    assert to_json(first.document) == to_json(second.document)
    assert first.digest == second.digest
    assert from_json(to_json(first.document)) == first.document


def test_an_edited_paragraph_replaces_the_generated_one_and_keeps_its_trace(chain, paper):
    before = entry(chain.process, *INTRO)
    actions.edit_passage(paper, *INTRO, "Unsere Worte.\n\nUnd ein zweiter Absatz.")
    found = entry(chain.process, *INTRO)
    assert found.state == "edited"
    assert [block.text for block in found.blocks] == ["Unsere Worte.", "Und ein zweiter Absatz."]
    assert found.blocks[0].key == "recommendations.intro"
    assert found.blocks[0].trace == before.blocks[0].trace
    assert found.generated_text == before.generated_text
    assert found.is_stale is False


def test_restoring_gives_the_generated_wording_and_the_edit_stays_readable(chain, paper):
    generated = entry(chain.process, *INTRO).text
    actions.edit_passage(paper, *INTRO, "Unsere Worte.")
    actions.restore_passage(paper, *INTRO)
    assert entry(chain.process, *INTRO).text == generated
    assert entry(chain.process, *INTRO).state == "generated"
    history = queries.history(paper, INTRO[1])
    assert [row.text for row in history] == ["", "Unsere Worte."]
    actions.revert_passage(history[1])
    assert entry(chain.process, *INTRO).text == "Unsere Worte."


def test_hiding_leaves_a_block_out_and_comes_back_as_it_was(chain, paper):
    actions.edit_passage(paper, *INTRO, "Unsere Worte.")
    actions.hide_passage(paper, *INTRO)
    assert "Unsere Worte." not in words(chain.process)
    assert entry(chain.process, *INTRO).state == "hidden"
    actions.restore_passage(paper, *INTRO)
    assert "Unsere Worte." in words(chain.process)
    assert entry(chain.process, *INTRO).state == "edited"


def test_a_figure_can_be_hidden_but_not_reworded(chain, paper):
    where = ("recommendations", "recommendations.coverage")
    with pytest.raises(ValidationError, match="nur ausblenden"):
        actions.edit_passage(paper, *where, "Worte")
    actions.hide_passage(paper, *where)
    assert entry(chain.process, *where).blocks == ()


def test_a_heading_stays(chain, paper):
    with pytest.raises(ValidationError, match="Überschrift bleibt"):
        actions.hide_passage(
            paper, "recommendations", "field-infrastrukturen-im-laendlichen-raum"
        )


def test_own_paragraphs_stand_first_after_a_block_or_last(chain, paper):
    actions.add_passage(paper, "recommendations", "Zuletzt.", after="")
    actions.add_passage(paper, "recommendations", "Zuerst.")
    actions.add_passage(paper, "recommendations", "Danach.", after="recommendations.intro")
    (found,) = [c for c in compose(chain.process).document.chapters
                if c.slug == "recommendations"]
    texts = [getattr(block, "text", "") for block in found.blocks]
    assert (texts[0], texts[2], texts[-1]) == ("Zuerst.", "Danach.", "Zuletzt.")
    assert entry(chain.process, *INTRO).state == "generated"


def test_an_own_paragraph_can_be_rewritten_hidden_and_restored(chain, paper):
    row = actions.add_passage(paper, "occasion", "Eigen.")
    actions.edit_passage(paper, "occasion", row.key, "Eigener.")
    actions.hide_passage(paper, "occasion", row.key)
    assert "Eigener." not in words(chain.process)
    actions.restore_passage(paper, "occasion", row.key)
    assert words(chain.process).count("Eigener.") == 1
    assert entry(chain.process, "occasion", row.key).state == "own"


@pytest.mark.parametrize("chapter,key", [("nirgends", "x"), ("occasion", ""), ("occasion", "x")])
def test_what_is_not_in_the_paper_cannot_be_edited(chain, paper, chapter, key):
    with pytest.raises(ValidationError, match="Diesen Absatz gibt es im Papier nicht"):
        actions.edit_passage(paper, chapter, key, "Worte")


@pytest.mark.parametrize("text", ["", "   \n ", "\x00"])
def test_an_empty_wording_is_refused(chain, paper, text):
    with pytest.raises(ValidationError, match="Bitte schreiben Sie einen Text"):
        actions.edit_passage(paper, *INTRO, text)


def test_an_edit_says_when_its_sources_change_and_can_be_kept(chain, paper):
    generated = entry(chain.process, *INTRO).generated_text
    actions.edit_passage(paper, *INTRO, "Eine Empfehlung.")
    advice(chain.process, "Noch eine", derived_from=[chain.option.item])
    found = entry(chain.process, *INTRO)
    assert found.is_stale is True
    assert found.passage.source_text == generated
    assert found.generated_text.startswith("Aus dem Prozess folgen 2 Empfehlungen")
    assert [one.cause for one in compose(chain.process).findings] == ["changed"]
    actions.keep_passage(paper, *INTRO)
    assert compose(chain.process).findings == ()
    assert entry(chain.process, *INTRO).text == "Eine Empfehlung."


def test_hiding_and_showing_again_does_not_settle_a_change(chain, paper):
    actions.edit_passage(paper, *INTRO, "Eine Empfehlung.")
    advice(chain.process, "Noch eine", derived_from=[chain.option.item])
    actions.hide_passage(paper, *INTRO)
    actions.restore_passage(paper, *INTRO)
    assert entry(chain.process, *INTRO).is_stale is True


def test_a_number_that_its_sources_do_not_give_stands_against_signing(chain, paper):
    where = ("participation", "participation.people")
    actions.edit_passage(paper, *where, "Es kamen n = 3 Menschen, 95 % stimmten zu.")
    (finding,) = compose(chain.process).findings
    assert (finding.cause, finding.key) == ("number", "participation.people")
    known = known_numbers(compose(chain.process).chapters)
    assert strange_in(entry(chain.process, *where), known).numbers == ("95 %",)


def test_a_lost_edit_is_named_and_can_become_a_paragraph_of_its_own(chain, paper):
    key = f"recommendations.step.{chain.recommendation.item.public_id}"
    actions.edit_passage(paper, "recommendations", key, "Gleich anfangen.")
    advice(chain.process, "Bleibt", derived_from=[chain.option.item])
    actions.retire_recommendation(chain.recommendation)
    composition = compose(chain.process)
    assert [one.text for one in composition.lost] == ["Gleich anfangen."]
    assert [one.cause for one in composition.findings] == ["lost"]
    actions.settle_lost(composition.lost[0], keep=True)
    assert compose(chain.process).findings == ()
    assert words(chain.process).count("Gleich anfangen.") == 1


def test_signing_keeps_exactly_this_state(chain, paper, facilitator):
    signed = actions.sign_off(paper, "Kreisrätin Muster", facilitator)
    composition = compose(chain.process)
    assert (composition.is_signed, composition.has_changed) == (True, False)
    assert (signed.name, signed.by_user) == ("Kreisrätin Muster", facilitator)
    assert signed.document["title"] == "Gut leben"
    day = f"{timezone.localtime(signed.at):%d.%m.%Y}"
    assert composition.published().imprint[-1] == (
        f"Unterschrieben von Kreisrätin Muster am {day}."
    )


def test_a_new_vote_shows_that_something_changed_since_the_signature(chain, paper):
    actions.sign_off(paper, "Kreisrätin Muster")
    chain.votes(-1)
    composition = compose(chain.process)
    assert (composition.is_signed, composition.has_changed) == (False, True)
    assert composition.published().imprint[-1].endswith("; seitdem geändert.")


def test_a_signature_can_be_withdrawn_and_stays_readable(chain, paper):
    signed = actions.sign_off(paper, "Kreisrätin Muster")
    actions.withdraw_sign_off(signed)
    assert compose(chain.process).signature is None
    assert queries.signatures(paper) == [signed]
    assert compose(chain.process).published().imprint[-1] == (
        "Entwurf, noch nicht unterschrieben."
    )


def test_signing_is_refused_while_an_edit_is_not_settled(chain, paper):
    actions.edit_passage(paper, *INTRO, "Eine Empfehlung.")
    advice(chain.process, "Noch eine", derived_from=[chain.option.item])
    with pytest.raises(ValidationError) as refused:
        actions.sign_off(paper, "Kreisrätin Muster")
    assert refused.value.messages == [
        "„Empfehlungen nach Handlungsfeld“: Die Quellen eines bearbeiteten Absatzes haben sich "
        "geändert."
    ]
    assert queries.signatures(paper) == []


def test_signing_needs_a_name(chain, paper):
    with pytest.raises(ValidationError, match="Wer unterschreibt"):
        actions.sign_off(paper, "  ")


def test_signing_is_refused_when_the_document_cannot_be_printed(chain, paper):
    paper.title = ""
    paper.save()
    (finding,) = compose(chain.process).findings
    assert (finding.cause, finding.key) == ("document", "title")
    with pytest.raises(ValidationError, match="So lässt sich das Papier nicht drucken"):
        actions.sign_off(paper, "Kreisrätin Muster")


def test_a_paper_needs_a_title(process):
    with pytest.raises(ValidationError, match="braucht einen Titel"):
        actions.start_paper(process, " ")


def test_starting_again_changes_the_head_and_keeps_the_passages(chain, paper):
    actions.edit_passage(paper, *INTRO, "Unsere Worte.")
    again = actions.start_paper(chain.process, "Neuer Titel")
    assert (again.pk, compose(chain.process).document.title) == (paper.pk, "Neuer Titel")
    assert "Unsere Worte." in words(chain.process)


def test_hostile_text_is_printed_as_text(chain, paper):
    actions.edit_passage(paper, *INTRO, 'Ein <b>Absatz</b> #panic("x") \u202e gedreht')
    assert 'Ein <b>Absatz</b> #panic("x")  gedreht' in words(chain.process)
    assert compose(chain.process).findings == ()


def test_the_date_is_the_day_of_the_last_contribution(chain, paper):
    with clock.at(dt.datetime(2031, 5, 4, 22, 30, tzinfo=dt.UTC)):
        chain.votes(1)
    assert compose(chain.process).document.date == "2031-05-05"
