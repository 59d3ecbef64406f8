"""Proves that closed rounds of dots and orders are told at the desk, on the public page, in files
and in the paper, with n and channel and their sources; that open rounds are told nowhere; and that
what was merged or rated anew since takes no dot and no order away."""

import csv
import io

import pytest

from tests.method.factors_setting import hand_in, make_factors
from weitblick.exports.document import Paragraph, Table
from weitblick.method.factors import actions as factors
from weitblick.method.factors.analysis.favoured import favoured as factors_favoured
from weitblick.method.factors.chapter import chapter as factors_chapter
from weitblick.method.options import actions, ratings
from weitblick.method.options.chapter import chapter as options_chapter
from weitblick.method.options.favoured import favoured
from weitblick.voices import ballots, paper
from weitblick.voices.actions import Speaker
from weitblick.workshop.actions import close_activity, set_public

DOTTED = ("In der Runde „factors dots“ vergaben 2 Personen und Tische 9 Punkte. Davon wurden 4 auf "
          "Papier gezählt. Am meisten: „Arbeit“ (6), „Wohnen“ (3).")
ORDERED = ("In der Runde „options rank“ ordneten 3 Personen 3 Optionen. Die Rangfolgen sind sich "
           "sehr einig (Kendalls W = 0,78, n = 3). Vorn stehen: „Rufbus“, „Laden“, „Praxis“.")


@pytest.fixture
def dotted(process, running, join):
    """Three factors; two people stuck dots on two of them, four more dots are on paper."""
    made = make_factors(process, "Wohnen", "Arbeit", "Kultur")
    activity = running("factors", "dots")
    ballots.share_out(activity, {made[0].item: 2, made[1].item: 1}, Speaker(join()))
    ballots.share_out(activity, {made[0].item: 1, made[1].item: 1}, Speaker(join()))
    paper.count_hands(activity, ballots.DOTS, {made[1].item: {1: 4}})
    return made, activity


@pytest.fixture
def ordered(process, running, join):
    """Three options, put in an order by three people."""
    made = [actions.create_option(process, title) for title in ("Rufbus", "Laden", "Praxis")]
    activity, items = running("options", "rank"), [one.item for one in made]
    for order in ([0, 1, 2], [0, 2, 1], [0, 1, 2]):
        ballots.put_in_order(activity, [items[at] for at in order], Speaker(join()))
    return made, activity


def pages(desk, client, process, step: str) -> list[str]:
    """The desk and the public page of a step."""
    set_public(process, True)
    return [desk.get(f"/desk/werkstatt/{step}/").content.decode(),
            client.get(f"/p/werkstatt/{step}/").content.decode()]


def rows_of(answer) -> list[dict[str, str]]:
    text = answer.content.decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_dots_are_told_with_n_and_channel_once_the_round_is_closed(
    process, dotted, desk, client
) -> None:
    _made, activity = dotted
    assert factors_favoured(process) == []
    assert not any("Am meisten" in page for page in pages(desk, client, process, "factors"))
    close_activity(activity)
    [one] = factors_favoured(process)
    assert (one.reading, one.n) == (DOTTED, 2)
    assert one.headers == ("Worauf", "Punkte", "davon auf Papier", "n (Personen)")
    assert one.table == (("Arbeit", "6", "4", "2"), ("Wohnen", "3", "0", "2"))
    for page in pages(desk, client, process, "factors"):
        assert page.count(DOTTED) == 1
        assert page.count('<td>4</td>') == 1


def test_an_order_is_told_with_its_concordance_once_the_round_is_closed(
    process, ordered, desk, client
) -> None:
    _made, activity = ordered
    assert favoured(process) == []
    close_activity(activity)
    [one] = favoured(process)
    assert (one.reading, one.n) == (ORDERED, 3)
    assert one.table == (
        ("1. Rufbus", "6", "1,0"), ("2. Laden", "2", "2,3"), ("3. Praxis", "1", "2,7"))
    for page in pages(desk, client, process, "options"):
        assert page.count(ORDERED) == 1


def test_files_have_columns_for_each_closed_round(process, dotted, ordered, desk) -> None:
    for _made, activity in (dotted, ordered):
        close_activity(activity)
    of_factors = rows_of(desk.get("/desk/werkstatt/factors/faktoren.csv"))
    heads = ["Punkte: factors dots", "Punkte auf Papier: factors dots",
             "Personen mit Punkten: factors dots"]
    assert {row["Faktor"]: [row[head] for head in heads] for row in of_factors} == {
        "Wohnen": ["3", "0", "2"], "Arbeit": ["6", "4", "2"], "Kultur": ["0", "0", "0"]}
    of_options = rows_of(desk.get("/desk/werkstatt/options/export.csv"))
    heads = ["Punkte nach Borda: options rank", "mittlerer Platz: options rank",
             "Rangfolgen: options rank"]
    assert {row["Titel"]: [row[head] for head in heads] for row in of_options} == {
        "Rufbus": ["6", "1,00", "3"], "Laden": ["2", "2,33", "3"], "Praxis": ["1", "2,67", "3"]}


def test_the_paper_has_a_sentence_and_a_table_with_their_sources(
    process, dotted, ordered
) -> None:
    for _made, activity in (dotted, ordered):
        close_activity(activity)
    expected = (
        (factors_chapter, "factors.dots.1", DOTTED, ["Arbeit", "Wohnen"], 2),
        (options_chapter, "options.favoured.1", ORDERED, ["Rufbus", "Laden", "Praxis"], 3),
    )
    for chapter, key, words, sources, n in expected:
        blocks = {one.key: one for one in chapter(process).blocks
                  if isinstance(one, Paragraph | Table)}
        assert blocks[key].text == words
        assert len(blocks[f"{key}.table"].rows) == len(sources)
        for block in (blocks[key], blocks[f"{key}.table"]):
            assert [ref.text for ref in block.trace.refs] == sources
            assert block.trace.n == n


def test_dots_on_what_was_merged_or_made_of_cards_are_kept(process, running, join, dotted) -> None:
    made, activity = dotted
    close_activity(activity)
    factors.merge_factors(made[:2], "Leben")
    assert [row[:2] for row in factors_favoured(process)[0].table] == [
        ("Arbeit", "6"), ("Wohnen", "3")]
    collected = running("factors", "cards")
    [card] = hand_in(collected, join(), "Der Bus")
    on_cards = running("factors", "dots", options={"on": "cards"})
    ballots.share_out(on_cards, {card: 2}, Speaker(join()))
    close_activity(on_cards)
    on_cards.options = {}
    on_cards.save(update_fields=["options"])
    assert [one.table[0][0] for one in factors_favoured(process)] == ["Arbeit", "Der Bus"]


def test_an_order_stays_when_support_is_rated_anew(process, running, join, ordered) -> None:
    made, activity = ordered
    close_activity(activity)
    more = [actions.create_option(process, f"Option {n}") for n in range(9)]
    rating = running("options", "rate")
    actions.rate_options(rating, Speaker(join()), [
        actions.OptionRating(one, 3, 3, 5) for one in more])
    activity.refresh_from_db()
    assert {one.item for one in ratings.ordered(activity)} == {one.item for one in made}
    assert favoured(process)[0].reading == ORDERED
