"""Proves, for any sequence of merges, splits, rewordings, later cards, undone decisions and
erasures over factors: every recommendation still reaches the cards it reached when it was made,
every author's card still reaches that recommendation, and nothing was deleted on the way."""

from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weitblick.method.factors import actions, queries
from weitblick.method.factors.models import Factor
from weitblick.trace import actions as trace
from weitblick.trace.models import Item, Kind, Link, State
from weitblick.trace.queries import cards_below, walk_up
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.workshop import actions as workshop
from weitblick.workshop import seats
from weitblick.workshop.frame import load_frame
from weitblick.workshop.models import Participant, Process

PEOPLE, CARDS_EACH = 4, 2
number = st.integers(min_value=0, max_value=99)
SHAPING = ("merge", "split", "reword", "erase")


def steps_of(*verbs: str) -> st.SearchStrategy:
    """Steps (verb, number, number); what the numbers choose from depends on what there is."""
    return st.tuples(st.sampled_from(verbs), number, number)



class Story:
    """A process in which things happen; what each recommendation reached is remembered."""

    def __init__(self, slug: str) -> None:
        self.process: Process = workshop.create_process(
            load_frame("thueringen-2035"), "Werkstatt", "Wie leben wir hier?", slug=slug
        )
        self.promised: dict[int, set[int]] = {}
        self.people: list[Participant] = []
        self.cards: list[Item] = []
        self.gather()
        for at, card in enumerate(self.cards):
            actions.create_factor(self.process, f"Faktor {at}", cards=[card])
        self.recommend(0, 1)

    def gather(self) -> None:
        meeting = workshop.create_meeting(self.process, "Auftakt")
        activity = workshop.open_activity(
            workshop.plan_activity(meeting, step="factors", kind="cards", title="Karten")
        )
        for _person in range(PEOPLE):
            person = seats.join(meeting, sector="politik")[0]
            self.people.append(person)
            for at in range(CARDS_EACH):
                card = actions.write_card(activity, Speaker(participant=person), f"Karte {at}")
                self.cards.append(card.item)

    @property
    def factors(self) -> list[Factor]:
        return queries.factors(self.process)

    def merge(self, first: int, second: int) -> None:
        factors = self.factors
        one, other = factors[first % len(factors)], factors[second % len(factors)]
        if one.pk != other.pk:
            actions.merge_factors([one, other], "Zusammengeführt")

    def split(self, which: int, share: int) -> None:
        factor = self.factors[which % len(self.factors)]
        cards = queries.cards_by_factor(self.process)[factor.pk]
        cut = share % (len(cards) + 1)
        actions.split_factor(factor, [
            actions.Part("Erster Teil", cards=cards[:cut]),
            actions.Part("Zweiter Teil", cards=cards[cut:]),
        ])

    def reword(self, which: int, words: int) -> None:
        actions.reword_factor(self.factors[which % len(self.factors)], f"Neu {words}")

    def add(self, which: int, card: int) -> None:
        live = Item.objects.get(pk=self.cards[card % len(self.cards)].pk)
        actions.add_cards(self.factors[which % len(self.factors)], [live])

    def recommend(self, which: int, other: int) -> None:
        factors = self.factors
        below = {factors[which % len(factors)].item, factors[other % len(factors)].item}
        assumption = trace.create(self.process, Kind.ASSUMPTION, "Annahme", derived_from=below)
        advice = trace.create(self.process, Kind.RECOMMENDATION, "Rat", derived_from=[assumption])
        self.promised[advice.pk] = {card.pk for card in cards_below([advice])}

    def erase(self, who: int, _unused: int) -> None:
        voices.erase(self.people[who % len(self.people)])

    def undo(self, which: int, _unused: int) -> None:
        """Undo a decision unless work rests on what it made (then it refuses)."""
        changes = [c for c in queries.changes(self.process, limit=100) if not c.undone_at]
        change = changes[which % len(changes)]
        before, resting = self.snapshot(), self.resting()
        try:
            actions.undo(change)
        except ValidationError:
            assert self.snapshot() == before
        if change.kind not in ("made", "added"):
            assert self.resting() == resting

    def resting(self) -> set[int]:
        """The cards that some factor rests on."""
        below = queries.cards_by_factor(self.process)
        return {card.pk for cards in below.values() for card in cards}

    def snapshot(self) -> tuple[set, set]:
        return (set(Item.objects.values_list("pk", "state", "text")),
                set(Link.objects.values_list("newer_id", "older_id", "kind")))


@settings(max_examples=25, deadline=None, suppress_health_check=[
    HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(steps_of(*SHAPING, "add", "recommend", "undo"), max_size=12))
def test_every_recommendation_still_reaches_its_cards(db, steps):
    story = Story(f"werkstatt-{Process.objects.count()}")
    for verb, first, second in steps:
        items, links = story.snapshot()
        getattr(story, verb)(first, second)
        now = story.snapshot()
        assert {pk for pk, _state, _text in items} <= {pk for pk, _state, _text in now[0]}
        assert links <= now[1]
    for advice, promised in story.promised.items():
        reached = {card.pk for card in cards_below([Item.objects.get(pk=advice)])}
        assert promised <= reached
        for card in Item.objects.filter(pk__in=promised):
            assert advice in {strand.item.pk for strand in walk_up(card).strands}


@settings(max_examples=15, deadline=None, suppress_health_check=[
    HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(steps_of(*SHAPING), max_size=10))
def test_without_later_cards_it_reaches_exactly_the_same_cards(db, steps):
    story = Story(f"werkstatt-{Process.objects.count()}")
    for verb, first, second in steps:
        getattr(story, verb)(first, second)
    for advice, promised in story.promised.items():
        assert {card.pk for card in cards_below([Item.objects.get(pk=advice)])} == promised
    assert story.resting() == {card.pk for card in story.cards}
    erased = Item.objects.filter(by_participant=None, kind=Kind.CARD)
    assert {card.state for card in erased} <= {State.BLANKED}
    assert {card.text for card in erased} <= {""}
