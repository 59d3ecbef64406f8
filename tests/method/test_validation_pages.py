"""Proves that phones, boards, desks, readers and the paper show votes as they are, take each voice
once, and keep results back until they may be seen."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse

from weitblick.exports.document import Document, validate
from weitblick.method.chain import activity_kind
from weitblick.method.options.actions import create_option
from weitblick.method.validation import actions, queries, results
from weitblick.method.validation.chapter import chapter
from weitblick.method.validation.models import Amendment
from weitblick.method.validation.queries import Tally
from weitblick.method.validation.reading import reading
from weitblick.method.validation.step import STEP
from weitblick.trace.models import State
from weitblick.voices.actions import Speaker
from weitblick.workshop.actions import close_activity, set_tables, show_results
from weitblick.workshop.models import Membership, Role

HTMX = {"HTTP_HX_REQUEST": "true"}


def url(activity) -> str:
    return reverse("entrance:phone-activity", args=[activity.meeting.code, activity.pk])


def at(name: str, item) -> str:
    return reverse(f"validation:{name}", args=["werkstatt", item.public_id])


def board(activity) -> str:
    fragment = activity_kind("validation", activity.kind).board(activity)
    return render_to_string(fragment.template, {"activity": activity, **fragment.context})


@pytest.fixture
def one(process):
    return actions.create_statement(process, "Bänke helfen.")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_vote_sent_twice_counts_once(process, one, running, join, phone, headers) -> None:
    activity, client = running("validation", "vote"), phone(join())
    sent = {"statement": one.item.public_id, "vote": "1", "once": "a" * 32}
    codes = [client.post(url(activity), sent, **headers).status_code for _ in "12"]
    assert codes == ([200, 200] if headers else [302, 302])
    assert (queries.tallies(process)[one.item_id], one.item.ratings.count()) == (Tally(1), 1)


def test_a_phone_shows_one_statement_after_the_other_and_offers_a_reason(
    process, one, running, join, phone
) -> None:
    actions.create_statement(process, "Busse auch.")
    activity, client = running("validation", "vote"), phone(join())
    first = client.get(url(activity)).context
    assert (first["number"], first["total"], first["last"]) == (1, 2, None)
    sent = {"statement": first["statement"].item.public_id, "vote": "-1", "once": "b" * 32}
    client.post(url(activity), sent)
    page = client.get(url(activity))
    assert (page.context["number"], page.context["last"].item) == (2, first["statement"].item)
    assert "Gezählt: Sie stimmen nicht zu." in page.content.decode()
    second = page.context["statement"].item.public_id
    client.post(url(activity), {"statement": second, "vote": "0", "once": "c" * 32})
    done = client.get(url(activity)).content.decode()
    assert "Danke, Sie haben über alle 2 Aussagen abgestimmt." in done
    assert "Ergebnisse" not in done


def test_a_vote_can_be_changed(process, one, running, join, phone) -> None:
    activity, client = running("validation", "vote"), phone(join())
    pid = one.item.public_id
    for vote in ("1", "-1"):
        client.post(url(activity), {"statement": pid, "vote": vote, "once": vote * 16})
    page = client.get(url(activity), {"aussage": pid})
    assert page.context["own"] == -1
    assert 'value="-1" aria-pressed="true"' in page.content.decode()
    assert queries.tallies(process)[one.item_id] == Tally(0, 1)


def test_a_reason_takes_the_side_of_the_vote_and_counts_once(
    process, one, running, join, phone
) -> None:
    activity, client, pid = running("validation", "vote"), phone(join()), one.item.public_id
    client.post(url(activity), {"statement": pid, "vote": "-1", "once": "d" * 32})
    assert "Bänke helfen." in client.get(url(activity), {"grund": pid}).content.decode()
    sent = {"statement": pid, "reason": "Zu hart", "once": "e" * 32}
    assert [client.post(url(activity), sent).status_code for _ in "12"] == [302, 302]
    assert [(c.item.text, c.side) for c in queries.reasons(process)] == [("Zu hart", "disagree")]
    empty = client.post(url(activity), {**sent, "reason": " ", "once": "f" * 32})
    assert empty.status_code == 422


@pytest.mark.parametrize("sent", [{"vote": "2"}, {}])
def test_an_unknown_vote_is_sent_back(process, one, running, join, phone, sent) -> None:
    answer = phone(join()).post(
        url(running("validation", "vote")), {"statement": one.item.public_id, **sent}
    )
    assert (answer.status_code, queries.tallies(process)) == (422, {})


def test_a_page_loaded_before_a_statement_was_closed_no_longer_votes(
    process, one, running, join, phone
) -> None:
    activity, client = running("validation", "vote"), phone(join())
    actions.set_open(one, False)
    answer = client.post(url(activity), {"statement": one.item.public_id, "vote": "1"})
    assert (answer.status_code, queries.tallies(process)) == (422, {})
    assert "„Bänke helfen.“ ist gerade nicht offen." in answer.content.decode()


def test_a_statement_of_another_process_cannot_be_voted_on(running, join, phone) -> None:
    answer = phone(join()).post(
        url(running("validation", "vote")), {"statement": "fremd", "vote": "1"}
    )
    assert answer.status_code == 404


def test_results_come_after_closing_and_a_late_vote_is_refused(
    process, one, running, join, phone
) -> None:
    activity, client = running("validation", "vote"), phone(join())
    sent = {"statement": one.item.public_id, "vote": "1", "once": "1" * 32}
    client.post(url(activity), sent)
    close_activity(activity)
    page = client.get(url(activity)).content.decode()
    assert "Danke, die Abstimmung ist geschlossen." in page and "n = 1" in page
    late = client.post(url(activity), {**sent, "vote": "-1", "once": "2" * 32})
    assert (late.status_code, queries.tallies(process)[one.item_id]) == (409, Tally(1))
    assert client.post(url(activity), {**sent, "reason": "x"}).status_code == 409


def test_results_can_be_shown_to_those_who_have_voted_while_the_vote_is_open(
    process, one, running, join, phone
) -> None:
    activity, client = running("validation", "vote"), phone(join())
    show_results(activity, True)
    assert client.get(url(activity)).context["results"] == ()
    client.post(url(activity), {"statement": one.item.public_id, "vote": "1", "once": "3" * 32})
    assert len(client.get(url(activity)).context["results"]) == 1


@pytest.mark.parametrize("kind", ["vote", "amend"])
def test_before_there_is_a_statement_a_phone_says_so(running, join, phone, kind) -> None:
    page = phone(join()).get(url(running("validation", kind)))
    assert (page.status_code, "Noch keine Aussagen" in page.content.decode()) == (200, True)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_wording_is_proposed_once_and_stays_in_sight(
    process, one, running, join, phone, headers
) -> None:
    activity, client, pid = running("validation", "amend"), phone(join()), one.item.public_id
    page = client.get(url(activity), {"aussage": pid})
    assert page.context["form"].initial == {"text": "Bänke helfen."}
    sent = {"statement": pid, "text": "Bänke helfen oft.", "why": "genauer", "once": "4" * 32}
    codes = [client.post(url(activity), sent, **headers).status_code for _ in "12"]
    assert codes == ([200, 200] if headers else [302, 302])
    made = Amendment.objects.get()
    assert (made.statement, made.item.text, made.item.detail) == (
        one, "Bänke helfen oft.", "genauer"
    )
    assert "Bänke helfen oft." in client.get(url(activity)).content.decode()


def test_the_old_wording_is_no_proposal(one, running, join, phone) -> None:
    activity = running("validation", "amend")
    answer = phone(join()).post(
        url(activity), {"statement": one.item.public_id, "text": "Bänke helfen."}
    )
    assert (answer.status_code, Amendment.objects.count()) == (422, 0)
    assert "Das ist die bisherige Fassung." in answer.content.decode()


def test_closed_proposals_are_refused(one, running, join, phone) -> None:
    activity, client = running("validation", "amend"), phone(join())
    close_activity(activity)
    answer = client.post(url(activity), {"statement": one.item.public_id, "text": "Anders."})
    assert (answer.status_code, Amendment.objects.count()) == (409, 0)
    assert "Vorschläge werden nicht mehr angenommen" in client.get(url(activity)).content.decode()


def test_the_board_shows_participation_first_and_bars_afterwards(
    process, one, running, join
) -> None:
    activity, person = running("validation", "vote"), join()
    join()
    for value in (1, -1):
        actions.vote(activity, Speaker(person), [actions.Vote(one, value)])
    shown = board(activity)
    assert "von 2 Personen stimmen ab" in shown and "Bänke helfen." not in shown
    assert "<strong>1</strong> <span>Stimmen zu 1 Aussage" in shown
    close_activity(activity)
    assert "Bänke helfen." in board(activity) and "n = 1" in board(activity)


def test_the_board_lists_proposals(process, one, running, join) -> None:
    activity = running("validation", "amend")
    assert "Welche Aussage würden Sie anders formulieren?" in board(activity)
    actions.propose_amendment(activity, Speaker(join()), one, "Anders.")
    assert "Anders." in board(activity) and "statt: Bänke helfen." in board(activity)


def test_a_board_needs_few_queries(
    process, running, join, django_assert_max_num_queries
) -> None:
    rows = [actions.create_statement(process, f"{n}.") for n in range(20)]
    activity = running("validation", "vote")
    for _one in range(5):
        actions.vote(activity, Speaker(join()), [actions.Vote(row, 1) for row in rows])
    with django_assert_max_num_queries(8):
        board(activity)
    close_activity(activity)
    with django_assert_max_num_queries(20):
        board(activity)


def test_the_desk_says_what_comes_next(process, desk, running, join) -> None:
    here = reverse("validation:desk", args=["werkstatt"])
    assert "Noch keine Aussagen" in desk.get(here).content.decode()
    row = actions.create_statement(process, "A.")
    assert desk.get(here).context["next"] == "Öffnen Sie in einer Veranstaltung „Abstimmen“."
    actions.vote(running("validation", "vote"), Speaker(join()), [actions.Vote(row, 1)])
    assert desk.get(here).context["next"] == "1 Aussage hat noch kein Ergebnis."
    made = actions.propose_amendment(running("validation", "amend"), Speaker(join()), row, "B.")
    assert desk.get(here).context["next"] == "1 Änderungsvorschlag wartet auf eine Entscheidung."
    actions.decline_amendment(made)
    actions.give_verdict(row, "accepted", reason="klar")
    assert desk.get(here).context["next"].startswith("Alle Aussagen haben ein Ergebnis.")


def test_the_desk_derives_a_statement_from_an_option(process, desk) -> None:
    option = create_option(process, "Bänke")
    page = desk.get(reverse("validation:new", args=["werkstatt"]))
    assert page.context["open_options"] == [option]
    desk.post(reverse("validation:create", args=["werkstatt"]),
              {"text": "Bänke helfen.", "sources": [option.item.public_id]})
    made = queries.statements(process)[0]
    assert [link.older for link in made.item.down_links.all()] == [option.item]
    assert desk.get(reverse("validation:new", args=["werkstatt"])).context["open_options"] == []


def test_several_statements_come_from_lines_and_from_a_file(process, desk) -> None:
    desk.post(reverse("validation:create-lines", args=["werkstatt"]), {"lines": "A.\n\n B. \n"})
    file = SimpleUploadedFile("liste.csv", b"Aussage;Thema\nB.;\nC.;Soziale Begegnung\n")
    desk.post(reverse("validation:upload", args=["werkstatt"]), {"file": file})
    assert [row.item.text for row in queries.statements(process)] == ["A.", "B.", "C."]


def test_a_bad_file_is_named_with_its_line(process, desk) -> None:
    file = SimpleUploadedFile("liste.csv", b"text;thema\na;b;c\n")
    page = desk.post(reverse("validation:upload", args=["werkstatt"]), {"file": file})
    assert page.status_code == 422
    assert page.context["upload"].errors["file"][0].startswith("liste.csv, Zeile 2: Hier stehen 3")


def test_the_desk_decides_on_wordings_and_verdicts(process, desk, one, running, join) -> None:
    made = actions.propose_amendment(running("validation", "amend"), Speaker(join()), one, "Neu.")
    desk.post(at("decide", made.item), {"act": "adopt"})
    assert queries.statements(process)[0].item.text == "Neu."
    desk.post(at("decide", made.item), {"act": "withdraw"})
    assert queries.statements(process)[0].item.text == "Bänke helfen."
    desk.post(at("decide", made.item), {"act": "decline"})
    made.refresh_from_db()
    assert made.state == "declined"
    assert desk.post(at("verdict", one.item), {"outcome": "accepted"}).status_code == 422
    desk.post(at("verdict", one.item), {"outcome": "accepted", "reason": "klar"})
    assert queries.verdicts(process)[one.pk].reason == "klar"
    page = desk.get(at("statement", one.item))
    assert (page.status_code, "angenommen" in page.content.decode()) == (200, True)


def test_the_desk_rewords_switches_and_moderates(process, desk, one) -> None:
    desk.post(at("reword", one.item), {"text": "Bänke helfen sehr.", "why": "klarer"})
    assert queries.statements(process)[0].item.text == "Bänke helfen sehr."
    desk.post(at("switch", one.item), {"act": "close"})
    assert queries.open_statements(process) == []
    desk.post(at("switch", one.item), {"act": "out"})
    assert queries.statements(process) == []
    assert desk.get(at("statement", one.item)).status_code == 200
    for act in ("in", "open"):
        desk.post(at("switch", one.item), {"act": act})
    assert queries.open_statements(process) == [one]


def test_a_scribe_counts_hands(process, client, one, running, meeting, django_user_model) -> None:
    activity = running("validation", "vote")
    table = set_tables(meeting, ["daseinsvorsorge"])[0]
    scribe = django_user_model.objects.create_user("tisch", password="eine-lange-losung")
    Membership.objects.create(process=process, user=scribe, role=Role.SCRIBE)
    client.force_login(scribe)
    sent = {"activity": activity.pk, "table": table.pk, "agree": 6, "disagree": 1, "passed": 0}
    for agree in (9, 6):
        client.post(at("hands", one.item), {**sent, "agree": agree})
    assert queries.tallies(process)[one.item_id] == Tally(6, 1)
    assert client.post(at("hands", one.item), {**sent, "agree": -1}).status_code == 422
    assert client.post(at("verdict", one.item), {"outcome": "open"}).status_code == 403


def test_groups_are_looked_for_from_the_desk(process, desk, one, running, join) -> None:
    actions.vote(running("validation", "vote"), Speaker(join()), [actions.Vote(one, 1)])
    actions.check_groups(process, wait=True)
    page = desk.get(reverse("validation:desk", args=["werkstatt"])).content.decode()
    assert "Es gibt keine verlässlichen Meinungsgruppen." in page
    assert desk.post(reverse("validation:check", args=["werkstatt"])).status_code == 302


def test_exports_hold_counts_and_reasons_without_people(
    process, desk, one, running, join
) -> None:
    activity, person = running("validation", "vote"), Speaker(join())
    actions.vote(activity, person, [actions.Vote(one, 1)])
    actions.give_reason(activity, person, one, "=1+1", side="agree")
    actions.give_verdict(one, "accepted", reason="klar")
    rows = _csv(desk.get(reverse("validation:export", args=["werkstatt"])))
    assert rows[1] == [one.item.public_id, "Bänke helfen.", "1", "0", "0", "1", "1", "0",
                       "angenommen", "klar"]
    reasons = _csv(desk.get(reverse("validation:export-reasons", args=["werkstatt"])))
    assert reasons[1][1:] == ["Bänke helfen.", "agree", "'=1+1"]


def _csv(answer) -> list[list[str]]:
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def voted(process, one, running, join):
    """Six people agree; one gives a reason; accepted."""
    activity = running("validation", "vote")
    for n in range(6):
        person = Speaker(join("politik" if n % 2 else "kommune"))
        actions.vote(activity, person, [actions.Vote(one, 1)])
    actions.give_reason(activity, person, one, "Man ruht aus", side="agree")
    actions.give_verdict(one, "accepted", reason="Breite Zustimmung.")
    return one


def test_the_reader_shows_votes_verdict_and_reasons_and_leads_to_the_trace(process, voted) -> None:
    fragment = STEP.reader(process)
    page = render_to_string(fragment.template, {"process": process, **fragment.context})
    assert f"/p/werkstatt/faden/{voted.item.public_id}/" in page
    assert "n = 6" in page and "Angenommen" in page and "Man ruht aus" in page


def test_the_chapter_can_be_written_and_says_n(process, voted) -> None:
    made = chapter(process)
    validate(Document("T", "de", "2026-11-22", chapters=(made,)))
    by_key = {block.key: block for block in made.blocks}
    assert by_key["validation.intro"].text == (
        "1 Aussage wurde zur Abstimmung gestellt. Je Aussage haben höchstens 6 Personen "
        "zugestimmt, abgelehnt oder sich enthalten; es zählt die letzte Stimme jeder Person, "
        "erhobene Hände zählen je eine Stimme. Die Aussage findet breite Zustimmung (mindestens "
        "drei Viertel aller Stimmen, Enthaltungen mitgezählt). Zu 1 Aussage gibt es weniger als "
        "20 Stimmen."
    )
    each = by_key[f"validation.statement.{voted.item.public_id}"]
    assert each.text == (
        "100\u202f% stimmen zu, 0\u202f% nicht, 0\u202f% enthalten sich (n = 6). "
        "Ergebnis: angenommen. Breite Zustimmung."
    )
    assert (each.trace.n, each.trace.refs[0].label) == (6, voted.item.public_id)
    figure = by_key["validation.votes"]
    assert [(row.agree, row.passed, row.disagree) for row in figure.spec.rows] == [(6, 0, 0)]


def test_a_chapter_without_votes_can_be_written_too(process, one) -> None:
    made = chapter(process)
    validate(Document("T", "de", "2026-11-22", chapters=(made,)))
    assert made.blocks[-1].text == "Über diese Aussage wurde nicht abgestimmt."


def test_without_statements_there_is_no_chapter_and_the_numbers_are_nought(process) -> None:
    assert (chapter(process), STEP.figures(process)) == (None, {"statements": 0, "verdicts": 0})
    fragment = STEP.reader(process)
    assert "Noch keine Aussagen" in render_to_string(
        fragment.template, {"process": process, **fragment.context}
    )


def test_an_erased_statement_leaves_the_pages_whole(process, desk, voted) -> None:
    voted.item.text, voted.item.state = "", State.BLANKED
    voted.item.save()
    assert STEP.figures(process) == {"statements": 0, "verdicts": 0}
    assert desk.get(reverse("validation:desk", args=["werkstatt"])).status_code == 200
    assert desk.get(at("statement", voted.item)).status_code == 200


def test_somebody_from_elsewhere_sees_no_desk(client, process) -> None:
    assert client.get(reverse("validation:desk", args=["werkstatt"])).status_code == 302


def test_results_of_a_closed_vote_are_computed_once_for_all_phones(
    process, running, join, phone, django_assert_max_num_queries
) -> None:
    rows = [actions.create_statement(process, f"Aussage {n}.") for n in range(30)]
    activity, people = running("validation", "vote"), [join() for _n in range(3)]
    for person in people:
        actions.vote(activity, Speaker(person), [actions.Vote(row, 1) for row in rows])
    close_activity(activity)
    first = phone(people[0]).get(f"/m/ABC234/{activity.pk}/")
    assert (len(first.context["results"]), first.context["more_results"]) == (20, 10)
    every = phone(people[1]).get(f"/m/ABC234/{activity.pk}/?alle=1")
    assert (len(every.context["results"]), every.context["more_results"]) == (30, 0)
    shared = [answer.context["results"][0][0] for answer in (first, every)]
    assert shared[0] is shared[1]
    actions.moderate(rows[0], True)
    again = phone(people[2]).get(f"/m/ABC234/{activity.pk}/?alle=1")
    assert len(again.context["results"]) == 29


def test_votes_on_an_earlier_wording_are_never_shown_without_saying_so(
    process, running, join, phone
) -> None:
    row = actions.create_statement(process, "Jeder Ort hat einen Raum.")
    activity, people = running("validation", "vote"), [join() for _n in range(6)]
    for person in people[:5]:
        actions.vote(activity, Speaker(person), [actions.Vote(row, 1)])
    actions.reword_statement(row, "Jeder Ort hat einen offenen Raum.")
    actions.vote(activity, Speaker(people[5]), [actions.Vote(row, 1)])
    close_activity(activity)
    said = "davon 5 Stimmen zu einer früheren Fassung"
    (found,) = results.round_results(activity)
    assert (said in found.words, found.claim) == (
        True, "breite Zustimmung, aber nur 6 Stimmen")
    shown = phone(people[0]).get(f"/m/ABC234/{activity.pk}/").content.decode().lower()
    assert said.lower() in shown
    assert said in results.statement_results(process)[0].words
    assert "galten" in reading(results.statement_results(process))
