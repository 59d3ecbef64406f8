"""A short whole chain by the product's own actions: cards, factor, option, statement, advice."""

from dataclasses import dataclass
from typing import Any

import pytest

from weitblick.method.factors import actions as factors
from weitblick.method.options import actions as options
from weitblick.method.options.models import Option
from weitblick.method.paper import actions
from weitblick.method.paper.models import Recommendation
from weitblick.method.validation import actions as validation
from weitblick.method.validation.models import Statement
from weitblick.trace.models import Item
from weitblick.voices.actions import Speaker
from weitblick.workshop.models import Participant, Process

FIELD = "infrastrukturen-im-laendlichen-raum"


@dataclass
class Chain:
    """What the fixture ``chain`` made; ``people`` wrote and voted in this order."""

    process: Process
    people: list[Participant]
    cards: list[Item]
    option: Option
    statement: Statement
    recommendation: Recommendation
    vote: Any

    def votes(self, *values: int) -> None:
        """The people vote on the statement in their order."""
        for person, value in zip(self.people, values, strict=False):
            validation.vote(
                self.vote, Speaker(participant=person), [validation.Vote(self.statement, value)]
            )


def advice(process: Process, title: str = "Busse bis 22 Uhr", **kwargs: Any) -> Recommendation:
    """A recommendation for action field II; more by keywords."""
    given = {"text": "Der Kreis bestellt Rufbusse bis 22 Uhr.", "field": FIELD, **kwargs}
    return actions.create_recommendation(process, title, **given)


@pytest.fixture(name="chain")
def chain_fixture(process, meeting, join, running) -> Chain:
    """Two people write a card each; three vote: two agree, one disagrees; it is accepted."""
    people = [join("kommune"), join("politik"), join("politik")]
    cards = running("factors", "cards")
    written = [
        factors.write_card(cards, Speaker(participant=people[0]), "Der letzte Bus fährt 17:40."),
        factors.write_card(cards, Speaker(participant=people[1]), "Ohne Auto bin ich eingesperrt."),
    ]
    items = [card.item for card in written]
    factor = factors.create_factor(
        process, "Unterwegs ohne Auto", "", items, ["flexible-mobilitaet", "soziale-begegnung"]
    )
    option = options.create_option(process, "Rufbus mit Anschluss", derived_from=[factor.item])
    statement = validation.create_statement(
        process, "Der Bus muss bis 22 Uhr fahren.", derived_from=[option.item]
    )
    made = Chain(process, people, items, option, statement, None, running("validation", "vote"))
    made.votes(1, 1, -1)
    validation.give_verdict(statement, "accepted", reason="Breite Zustimmung.")
    made.recommendation = advice(
        process, derived_from=[statement.item, option.item], first_step="Ein Jahr lang fahren.",
        addressee="Landkreis", who="Kreissozialamt", due="2027-06-30",
    )
    return made
