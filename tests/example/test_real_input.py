"""The same chain on real data that nobody here wrote: a German conversation with its votes, and a
published cross-impact matrix with a known answer. From 522 statements to a paper with a trace."""

import json
from pathlib import Path

import pytest

from weitblick.engines import similarity
from weitblick.engines.scenariofiles import read_matrix
from weitblick.entrance.overview import summary
from weitblick.method.factors import actions as factors
from weitblick.method.factors import queries as factor_queries
from weitblick.method.factors.actions import CardRow
from weitblick.method.options import actions as options
from weitblick.method.paper import actions as paper
from weitblick.method.paper.analysis import render
from weitblick.method.scenarios import actions as scenarios
from weitblick.method.trends import actions as trends
from weitblick.method.validation import actions as validation
from weitblick.method.validation import queries as validation_queries
from weitblick.trace.queries import cards_below
from weitblick.voices.actions import Speaker
from weitblick.voices.files import read_conversation
from weitblick.workshop import actions as workshop
from weitblick.workshop.frame import load_frame

CASES = Path(__file__).parents[3] / "shared" / "cases"
CONVERSATION = CASES / "participation" / "austria-climate.5twd2jsnkf.2022-08-08"
MATRIX = CASES / "crossimpact" / "somewhereland.scw"


@pytest.fixture
def real():
    if not (CONVERSATION.is_dir() and MATRIX.exists()):
        pytest.skip("the real data is not on this machine (shared/cases)")
    return read_conversation(CONVERSATION), read_matrix(MATRIX)


@pytest.fixture
def process(db):
    return workshop.create_process(load_frame("thueringen-2035"), "Klimarat", "Was tun?")


@pytest.fixture
def opened(process):
    meeting = workshop.create_meeting(process, "Übernahme")

    def one(step: str, kind: str):
        activity = workshop.plan_activity(meeting, step=step, kind=kind, title=kind)
        return workshop.open_activity(activity)

    return one


def test_from_a_real_conversation_to_a_paper(process, opened, real):
    conversation, published = real
    _cards_and_factors(process, opened, conversation, len(published.descriptors))
    _assumptions(process, published)
    chosen = _scenarios(process, opened, published)
    advice = _options_votes_and_advice(process, conversation, chosen)

    found = summary(process)["steps"]
    assert (found["factors"]["cards"], found["factors"]["key_factors"]) == (522, 6)
    assert (found["scenarios"]["consistent"], found["scenarios"]["complete"]) == (10, True)
    assert found["validation"]["statements"] == 522
    assert found["paper"] == {"recommendations": 3, "traced": 3}
    texts = {one.text for one in conversation.statements}
    for one in advice:
        cards = cards_below([one.item])
        assert cards and {card.text for card in cards} <= texts
    paper.start_paper(process, "Klimarat", authors="Redaktion")
    page = render(process, "html").decode()
    assert all(one.item.text in page for one in advice)
    assert render(process, "pdf")[:5] == b"%PDF-"


def _cards_and_factors(process, opened, conversation, n):
    """Cards from the statements; the largest suggested groups become factors."""
    activity = opened("factors", "cards")
    rows = [CardRow(one.text, key=f"s{one.number}") for one in conversation.statements]
    cards = factors.import_cards(activity, rows)
    assert len(factors.import_cards(activity, rows)) == 522
    suggested = similarity.groups([card.item.text for card in cards], threshold=0.2)[:n]
    assert len(suggested) == n
    made = []
    for number, group in enumerate(suggested):
        laid = factors.group_cards(process, f"Gruppe {number}", [cards[k].item for k in group])
        made.append(factors.factor_from_group(laid, f"Faktor {number}"))
    factors.choose_key(process, made, "die größten Gruppen")


def _assumptions(process, published):
    """The states of the published matrix become the assumptions."""
    key = factor_queries.key_factors(process)
    for factor, descriptor in zip(key, published.descriptors, strict=True):
        for state in descriptor.states:
            trends.create_assumption(factor, f"{descriptor.name}: {state}")


def _scenarios(process, opened, published):
    """The published judgements give the published answer."""
    activity = opened("scenarios", "crossimpact")
    table = scenarios.table_of(activity.meeting, 1)
    scenarios.import_matrix(activity, published, Speaker(table=table))
    found = scenarios.compute(process, wait=True)
    expected = json.loads((MATRIX.parent / "expected.json").read_text())["somewhereland"]
    assert found.run.result["scenarios"] == sorted(expected["consistent_1based"])
    return [
        scenarios.choose_scenario(found, states, f"Zukunft {number}")
        for number, states in enumerate(found.run.result["scenarios"][:3], start=1)
    ]


def _options_votes_and_advice(process, conversation, chosen):
    """The real votes on the real statements; what most agree with is recommended."""
    validation.import_conversation(process, conversation)
    counted = validation_queries.tallies(process)
    liked = sorted(
        validation_queries.statements(process),
        key=lambda one: -(counted[one.item_id].share if counted[one.item_id].n >= 100 else 0),
    )[:3]
    key = factor_queries.key_factors(process)
    made = []
    for number, statement in enumerate(liked):
        option = options.create_option(
            process, statement.item.text, derived_from=[key[number].item, chosen[number].item]
        )
        validation.give_verdict(statement, "accepted", reason="breite Zustimmung")
        made.append(paper.create_recommendation(
            process, statement.item.text, "Das empfehlen die Teilnehmenden.",
            process.frame.fields[number].slug, [statement.item, option.item],
        ))
    return made
