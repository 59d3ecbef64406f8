"""Proves that phones, boards, desks, readers and the paper show options as they are, take what
people send exactly once, and keep results back until they may be seen."""

import csv
import io

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from weitblick.exports.document import Document, validate
from weitblick.method.chain import activity_kind
from weitblick.method.options import actions, queries
from weitblick.method.options.chapter import chapter
from weitblick.method.options.criteria import EFFECT, IMPACT
from weitblick.method.options.step import STEP
from weitblick.trace.models import State
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Card, Channel, Judgement
from weitblick.voices.queries import own_values
from weitblick.workshop.actions import close_activity, show_results

from .options_setting import futures, option, texts, wish

HTMX = {"HTTP_HX_REQUEST": "true"}


def url(activity) -> str:
    return reverse("entrance:phone-activity", args=[activity.meeting.code, activity.pk])


def board(activity) -> str:
    fragment = activity_kind("options", activity.kind).board(activity)
    return render_to_string(fragment.template, {"activity": activity, **fragment.context})


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_card_handed_in_twice_with_the_same_key_is_one_card(
    running, join, phone, headers
) -> None:
    activity, person = running("options", "collect"), join()
    client, sent = phone(person), {"title": "Bänke", "who": "Gemeinde", "once": "a" * 32}
    codes = [client.post(url(activity), sent, **headers).status_code for _ in range(2)]
    assert codes == ([200, 200] if headers else [302, 302])
    card = Card.objects.get()
    assert (card.item.text, card.item.detail, card.participant) == ("Bänke", "Gemeinde", person)
    page = client.get(url(activity)).content.decode()
    assert "Ihre Karte" in page and "Bänke" in page


def test_a_card_without_a_text_is_sent_back_to_be_mended(running, join, phone) -> None:
    answer = phone(join()).post(url(running("options", "collect")), {"title": " ", "who": "x"})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"title"}


def test_a_card_can_answer_a_factor_and_be_taken_back(process, running, join, phone) -> None:
    factor = next(iter(futures(process).values())).factor
    activity, client = running("options", "collect"), phone(join())
    client.post(url(activity), {"title": "Bänke", "answers": factor.item.public_id,
                                "dimension": "soziale-begegnung", "once": "b" * 32})
    card = Card.objects.get()
    assert (card.about, card.item.filings.get().dimension) == (factor.item, "soziale-begegnung")
    assert client.post(url(activity), {"take_back": card.pk}).status_code == 302
    assert queries.option_cards(process) == []


def test_somebody_elses_card_cannot_be_taken_back(process, running, join, phone) -> None:
    activity = running("options", "collect")
    card = actions.hand_in_option(activity, "Bänke", "", Speaker(join()))
    answer = phone(join()).post(url(activity), {"take_back": card.pk})
    assert (answer.status_code, len(queries.option_cards(process))) == (422, 1)


def test_a_closed_collection_thanks_and_refuses(process, running, join, phone) -> None:
    activity, client = running("options", "collect"), phone(join())
    close_activity(activity)
    assert "Danke, das Sammeln ist abgeschlossen." in client.get(url(activity)).content.decode()
    answer = client.post(url(activity), {"title": "Zu spät", "once": "c" * 32})
    assert (answer.status_code, queries.option_cards(process)) == (409, [])


def test_a_phone_asks_one_option_after_the_other_and_resumes(
    process, running, join, phone
) -> None:
    rows = {option(process, t).item.public_id: t for t in "AB"}
    activity, person = running("options", "rate"), join()
    client = phone(person)
    first = client.get(url(activity))
    asked = first.context["option"].item.public_id
    assert (first.context["number"], first.context["total"]) == (1, 2)
    sent = {"option": asked, "impact": 4, "effort": 2, "support": 5, "once": "d" * 32}
    assert client.post(url(activity), sent).status_code == 302
    second = client.get(url(activity)).context
    assert (second["number"], {asked, second["option"].item.public_id}) == (2, set(rows))
    other = second["option"].item.public_id
    client.post(url(activity), {**sent, "option": other, "once": "e" * 32})
    page = client.get(url(activity)).content.decode()
    assert "Danke, Sie haben alle 2 Optionen bewertet." in page


def test_an_option_can_be_put_off_and_a_rating_changed(process, running, join, phone) -> None:
    for title in "ABC":
        option(process, title)
    activity, person = running("options", "rate"), join()
    client = phone(person)
    asked = client.get(url(activity)).context["option"]
    later = client.get(url(activity), {"nach": asked.item.public_id}).context["option"]
    assert later != asked
    for impact in (1, 5):
        client.post(url(activity), {"option": asked.item.public_id, "impact": impact, "effort": 3,
                                    "support": 3, "once": f"{impact}" * 32})
    assert own_values(person, IMPACT.slug) == {asked.item_id: 5.0}
    change = client.get(url(activity), {"option": asked.item.public_id}).context
    assert change["values"] == {"impact": 5, "effort": 3, "support": 3}


def test_a_rating_with_a_gap_is_sent_back_and_keeps_the_rest(process, running, join, phone) -> None:
    one, activity = option(process, "A"), running("options", "rate")
    answer = phone(join()).post(url(activity), {"option": one.item.public_id, "impact": 4})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"effort", "support"}
    assert 'value="4" checked' in answer.content.decode()


def test_we_take_part_names_a_partner_and_can_be_taken_back(process, running, join, phone) -> None:
    one, activity, person = option(process, "A"), running("options", "rate"), join("politik")
    sent = {"option": one.item.public_id, "impact": 4, "effort": 2, "support": 5}
    phone(person).post(url(activity), {**sent, "takes_part": "on", "name": "Rat", "once": "f" * 32})
    assert [(p.sector, p.name, p.participant) for p in one.partners.all()] == [
        ("politik", "Rat", person)
    ]
    phone(person).post(url(activity), {**sent, "once": "0" * 32})
    assert one.partners.count() == 0


def test_a_phone_judges_effects_up_to_its_share_and_dont_know_counts_as_answered(
    process, running, join, phone
) -> None:
    futures(process)
    option(process, "A")
    activity, client = running("options", "effects", options={"questions": 2}), phone(join())
    for n, value in enumerate(("-2", "")):
        option_, assumption = client.get(url(activity)).context["pair"]
        sent = {"option": option_.item.public_id, "assumption": assumption.item.public_id,
                "value": value, "once": str(n) * 32}
        assert [client.post(url(activity), sent).status_code for _ in "12"] == [302, 302]
    assert sorted(Judgement.objects.values_list("value", flat=True), key=str) == [-2, None]
    page = client.get(url(activity)).content.decode()
    assert "Danke, alle 2 Fragen sind beantwortet." in page


def test_an_effect_without_a_choice_is_sent_back(process, running, join, phone) -> None:
    known, one = futures(process), option(process, "A")
    activity = running("options", "effects")
    answer = phone(join()).post(url(activity), {
        "option": one.item.public_id, "assumption": known["zu"].item.public_id,
    })
    assert (answer.status_code, Judgement.objects.count()) == (422, 0)
    assert answer.context["pair"] == (one, known["zu"])


@pytest.mark.parametrize("kind", ["rate", "effects"])
def test_before_there_is_anything_a_phone_says_so(running, join, phone, kind) -> None:
    page = phone(join()).get(url(running("options", kind)))
    assert (page.status_code, "empty-title" in page.content.decode()) == (200, True)


@pytest.mark.parametrize("kind", ["rate", "effects"])
def test_a_closed_round_shows_what_one_gave(process, running, join, phone, kind) -> None:
    known, one, person = futures(process), option(process, "Das Haus"), join()
    activity = running("options", kind)
    if kind == "rate":
        actions.rate_options(activity, Speaker(person), [actions.OptionRating(one, 4, 2, 5)])
    else:
        actions.judge_effects(activity, Speaker(person), [actions.Effect(one, known["zu"], -3)])
    close_activity(activity)
    page = phone(person).get(url(activity)).content.decode()
    assert "Danke" in page and "Das Haus" in page and "Ändern" not in page
    late = {"option": one.item.public_id, "assumption": known["zu"].item.public_id, "value": 1,
            "impact": 1, "effort": 1, "support": 1}
    assert phone(person).post(url(activity), late).status_code == 409


def test_the_board_puts_cards_under_their_field(process, running, join) -> None:
    activity = running("options", "collect")
    assert "Welche Option fällt Ihnen ein?" in board(activity)
    actions.hand_in_option(activity, "Bänke", "", Speaker(join()), dimensions=["soziale-begegnung"])
    shown = board(activity)
    assert "Begegnungs- und Entwicklungsräume" in shown and "Bänke" in shown
    assert "von 1 Person" in shown


def test_the_board_keeps_ratings_back_until_they_may_be_seen(process, running, join) -> None:
    one, activity = option(process, "Das Haus"), running("options", "rate")
    actions.rate_options(activity, Speaker(join()), [actions.OptionRating(one, 4, 2, 5)])
    assert "Das Haus" not in board(activity)
    assert "von 1 Person hat geantwortet" in board(activity)
    show_results(activity, True)
    assert "Das Haus" in board(activity)
    show_results(activity, False)
    close_activity(activity)
    assert "Das Haus" in board(activity)


def test_the_board_shows_robustness_after_the_round(process, running, join) -> None:
    known, one = futures(process), option(process, "Das Haus")
    activity = running("options", "effects")
    actions.judge_effects(activity, Speaker(join()), [actions.Effect(one, known["offen"], 3)])
    assert "Das Haus" not in board(activity)
    close_activity(activity)
    shown = board(activity)
    assert "Das Haus" in shown
    assert "0 von 1 Optionen wirken fördernd in beiden Zukünften, 1 nur in einer." in shown


def test_a_board_needs_few_queries(
    process, running, join, django_assert_max_num_queries
) -> None:
    activity = running("options", "collect")
    for n in range(12):
        actions.hand_in_option(activity, f"K{n}", "", Speaker(join()))
    with django_assert_max_num_queries(10):
        board(activity)


@pytest.fixture
def full(process, meeting, running, join):
    """A process with two options, rated, judged, with partners."""
    known = futures(process)
    rows = [option(process, "Das Haus", dimensions=["soziale-begegnung"]), option(process, "Bus")]
    person = join()
    wish(meeting, join(), {one: 5 if n in ("offen", "fährt") else 1 for n, one in known.items()})
    rate, effects = running("options", "rate"), running("options", "effects")
    actions.rate_options(rate, Speaker(person), [actions.OptionRating(rows[0], 4, 2, 5)])
    actions.judge_effects(effects, Speaker(person), [
        actions.Effect(rows[0], known["offen"], 3), actions.Effect(rows[0], known["zu"], -2),
    ])
    actions.set_partners(rows[0], [actions.PartnerEntry("kommune", "Stadt", "lead"),
                                   actions.PartnerEntry("politik")])
    return rows


def test_the_desk_shows_what_there_is_and_what_comes_next(process, desk, full) -> None:
    page = desk.get(reverse("options:desk", args=["werkstatt"]))
    assert page.status_code == 200
    assert page.context["next"] == "1 Option hat noch niemanden, der mitmacht."
    text = page.content.decode()
    assert "1 von 2 Optionen hilft in beiden Zukünften, 0 nur in einer." in text
    assert "Noch bei keiner Option dabei: Wohlfahrtspflege, Wirtschaft" in text


def test_an_empty_desk_says_what_to_do(desk, process) -> None:
    page = desk.get(reverse("options:desk", args=["werkstatt"])).content.decode()
    assert "Noch keine Optionen" in page and "Optionen sammeln" in page


def test_the_desk_makes_an_option_from_ticked_cards(process, desk, running, join) -> None:
    cards = [actions.hand_in_option(running("options", "collect"), t, "", Speaker(join()))
             for t in "AB"]
    page = desk.get(reverse("options:cards", args=["werkstatt"]))
    assert len(page.context["loose"]) == 2
    desk.post(reverse("options:create", args=["werkstatt"]), {
        "title": "A und B", "text": "", "dimensions": ["flexible-mobilitaet"],
        "card": [card.item.public_id for card in cards],
    })
    made = queries.options(process)[0]
    assert [one.text for one in queries.sources(made.item)] == ["A", "B"]
    assert desk.get(reverse("options:cards", args=["werkstatt"])).context["loose"] == []


def test_a_new_option_without_a_title_keeps_the_ticks(process, desk, running, join) -> None:
    card = actions.hand_in_option(running("options", "collect"), "A", "", Speaker(join()))
    page = desk.post(reverse("options:create", args=["werkstatt"]),
                     {"title": "", "card": [card.item.public_id]})
    assert (page.status_code, texts(process)) == (422, [])
    assert page.context["ticked"] == {card.item.public_id}


def test_the_desk_rewords_files_merges_and_undoes(process, desk, full) -> None:
    one, two = full
    at = {"slug": "werkstatt", "public_id": one.item.public_id}
    desk.post(reverse("options:reword", kwargs=at), {
        "title": "Offenes Haus", "text": "Wer", "dimensions": ["multifunktionale-orte"],
        "reason": "klarer",
    })
    desk.post(reverse("options:merge", args=["werkstatt"]), {
        "chosen": [one.item.public_id, two.item.public_id], "title": "Haus und Bus", "text": "",
    })
    merged = queries.options(process)[0]
    assert (texts(process), [f.dimension for f in merged.item.filings.all()]) == (
        ["Haus und Bus"], ["multifunktionale-orte"]
    )
    at["public_id"] = merged.item.public_id
    assert desk.get(reverse("options:option", kwargs=at)).status_code == 200
    desk.post(reverse("options:unmerge", kwargs=at))
    assert texts(process) == ["Offenes Haus", "Bus"]


def test_merging_nothing_says_why_and_changes_nothing(process, desk, full) -> None:
    answer = desk.post(
        reverse("options:merge", args=["werkstatt"]), {"title": "x"}, follow=True,
        HTTP_REFERER="http://testserver" + reverse("options:desk", args=["werkstatt"]),
    )
    assert [str(m) for m in answer.context["messages"]] == [
        "Wählen Sie mindestens zwei Optionen und geben Sie einen Titel."
    ]
    assert texts(process) == ["Das Haus", "Bus"]


def test_the_desk_adds_and_removes_partners_and_puts_aside(process, desk, full) -> None:
    one = full[1]
    at = {"slug": "werkstatt", "public_id": one.item.public_id}
    desk.post(reverse("options:add-partner", kwargs=at),
              {"sector": "wirtschaft", "name": "Betrieb", "part": "lead"})
    partner = one.partners.get()
    assert (partner.sector, partner.name, partner.part) == ("wirtschaft", "Betrieb", "lead")
    desk.post(reverse("options:remove-partner", kwargs=at), {"partner": partner.pk})
    assert one.partners.count() == 0
    desk.post(reverse("options:retire", kwargs=at))
    assert texts(process) == ["Das Haus"]
    desk.post(reverse("options:restore", kwargs=at))
    assert texts(process) == ["Das Haus", "Bus"]


def test_a_scribe_types_the_effects_of_a_table(process, desk, full, meeting) -> None:
    from weitblick.workshop.actions import set_tables

    table = set_tables(meeting, ["daseinsvorsorge"])[0]
    at = {"slug": "werkstatt", "public_id": full[1].item.public_id}
    form = desk.get(reverse("options:effects", kwargs=at)).context["form"]
    name = form.name_of(form.assumptions[2])
    desk.post(reverse("options:type-effects", kwargs=at), {
        "activity": form.fields["activity"].choices[0][0], "table": table.pk, name: "3",
    })
    typed = Judgement.objects.filter(criterion=EFFECT.slug, table=table).get()
    assert (typed.value, typed.channel, typed.typed_by.username) == (3, Channel.PAPER, "moderation")
    assert typed.target == form.assumptions[2].item


def test_the_export_holds_every_option_and_no_formula(process, desk, full) -> None:
    option(process, "=SUMME(A1)")
    answer = desk.get(reverse("options:export", args=["werkstatt"]))
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert [row[2] for row in rows] == ["Titel", "Das Haus", "Bus", "'=SUMME(A1)"]
    assert rows[1][5:] == ["4", "2", "5", "1", "Stadt (federführend), Politik (beteiligt)",
                           "2", "3", "hilft in beiden Zukünften"]


def test_somebody_from_elsewhere_sees_no_desk(client, process) -> None:
    assert client.get(reverse("options:desk", args=["werkstatt"])).status_code == 302


def test_the_reader_leads_from_every_option_to_its_trace(process, full) -> None:
    fragment = STEP.reader(process)
    page = render_to_string(fragment.template, {"process": process, **fragment.context})
    for one in full:
        assert f"/p/werkstatt/faden/{one.item.public_id}/" in page
    assert "hilft in beiden Zukünften" in page
    assert "Mit dabei: Stadt (federführend), Politik" in page


def test_an_empty_reader_page_says_when_it_will_be_filled(process) -> None:
    fragment = STEP.reader(process)
    assert "Noch keine Handlungsoptionen" in render_to_string(
        fragment.template, {"process": process, **fragment.context}
    )


def test_the_chapter_can_be_written_and_says_n(process, full) -> None:
    made = chapter(process)
    validate(Document("T", "de", "2026-11-22", chapters=(made,)))
    by_key = {block.key: block for block in made.blocks}
    assert by_key["options.intro"].text == (
        "2 Handlungsoptionen sind aus 0 Karten entstanden. Wirkung, Aufwand und Rückhalt wurden "
        "auf einer Skala von 1 bis 5 bewertet, je Option von höchstens 1 Person. Genannt ist "
        "der Median. 1 der 2 Optionen findet starken Rückhalt (Median 4 oder mehr)."
    )
    one = by_key[f"options.option.{full[0].item.public_id}"]
    assert one.text == (
        "Wirkung 4, Aufwand 2, Rückhalt 5 (Median, n = 1). Die Option hilft in beiden Zukünften. "
        "Mit dabei: Stadt (federführend), Politik."
    )
    assert [(ref.label, ref.url) for ref in one.trace.refs] == [
        (full[0].item.public_id, f"/p/werkstatt/faden/{full[0].item.public_id}/")
    ]
    assert by_key["options.robust.figure"].spec.values == ((2.0, 3.0), (0.0, 0.0))


def test_without_options_there_is_no_chapter_and_the_number_is_nought(process) -> None:
    assert (chapter(process), STEP.figures(process)) == (None, {"options": 0})


def test_an_erased_option_leaves_the_pages_whole(process, desk, full) -> None:
    item = full[0].item
    item.text, item.state = "", State.BLANKED
    item.save()
    assert STEP.figures(process) == {"options": 1}
    assert desk.get(reverse("options:desk", args=["werkstatt"])).status_code == 200
    assert chapter(process) is not None
