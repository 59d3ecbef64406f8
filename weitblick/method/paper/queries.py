"""Recommendations with what carries them; the paper, its passages and signatures. Reading only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from weitblick.method.options import queries as options
from weitblick.method.options.models import Option
from weitblick.method.paper.criteria import RESPONSE
from weitblick.method.paper.models import (
    Paper,
    PaperKind,
    Passage,
    Recheck,
    Recommendation,
    Remark,
    SignOff,
    Version,
)
from weitblick.method.validation import queries as validation
from weitblick.method.validation.models import Outcome, Statement, Verdict
from weitblick.method.validation.queries import Tally
from weitblick.trace.models import Item, Kind, Link, State
from weitblick.voices import queries as voices
from weitblick.voices.models import Card
from weitblick.voices.queries import Value
from weitblick.workshop.frame import Field
from weitblick.workshop.models import Activity, Meeting, Process

CARRYING = (Outcome.ACCEPTED, Outcome.AMENDED)
SOURCE_KINDS = (Kind.STATEMENT, Kind.OPTION, Kind.ASSUMPTION, Kind.SCENARIO, Kind.FACTOR)


@dataclass(frozen=True)
class Vote:
    """How a statement below a recommendation was voted on, and what was decided about it."""

    statement: Statement
    tally: Tally
    verdict: Verdict | None


@dataclass(frozen=True)
class Support:
    """What a recommendation rests on.

    ``sources``: what it was directly derived from; ``cards``: all cards below it, through merges;
    ``people``: who wrote these cards or voted on these statements, each counted once, and the
    raised hands of the statement with most of them (tables only where no person is known: they
    vote too); ``votes``: statements below, in their order.
    """

    sources: tuple[Item, ...] = ()
    cards: tuple[Item, ...] = ()
    people: int = 0
    votes: tuple[Vote, ...] = ()

    @property
    def is_traced(self) -> bool:
        """Whether at least one card lies below."""
        return bool(self.cards)


def recommendations(process: Process) -> list[Recommendation]:
    """The recommendations that count, by action field (in the frame's order) and position."""
    rows = Recommendation.objects.filter(process=process, item__state=State.LIVE)
    found = list(rows.select_related("item", "process").prefetch_related("item__filings"))
    rank = {field.slug: number for number, field in enumerate(process.frame.fields)}
    return sorted(found, key=lambda one: (rank.get(one.field, len(rank)), one.position, one.pk))


def find_recommendation(process: Process, public_id: str) -> Recommendation | None:
    """The recommendation of this process with this public id, live or not."""
    rows = Recommendation.objects.filter(process=process, item__public_id=public_id)
    return rows.select_related("item", "process").first()


def retired(process: Process) -> list[Recommendation]:
    """Recommendations that were merged into others or put aside; they stay readable."""
    rows = Recommendation.objects.filter(process=process, item__state=State.SUPERSEDED)
    return list(rows.select_related("item").prefetch_related("item__up_links__newer"))


def by_field(process: Process) -> list[tuple[Field, list[Recommendation]]]:
    """Every action field of the frame with its recommendations (perhaps none)."""
    grouped: dict[str, list[Recommendation]] = defaultdict(list)
    for one in recommendations(process):
        grouped[one.field].append(one)
    return [(field, grouped[field.slug]) for field in process.frame.fields]


def validated_statements(process: Process) -> list[Statement]:
    """The statements that were accepted, as they are or amended."""
    verdicts = validation.verdicts(process)
    return [
        one for one in validation.statements(process)
        if one.pk in verdicts and verdicts[one.pk].outcome in CARRYING
    ]


def candidates(process: Process) -> tuple[list[Statement], list[Option]]:
    """What recommendations are written from: validated statements and live options."""
    return validated_statements(process), options.options(process)


def supports(process: Process, rows: Iterable[Recommendation]) -> dict[int, Support]:
    """What each recommendation rests on, by item pk; a fixed number of queries for all."""
    wanted = [one.item_id for one in rows]
    direct, below = _below(process, wanted)
    reached = {pk for found in below.values() for pk in found}
    items = Item.objects.in_bulk(list(reached))
    voted = _votes(process)
    writers = _writers(reached)
    return {
        pk: _support(direct[pk], below[pk], items, voted, writers) for pk in wanted
    }


def everything_below(process: Process, rows: Iterable[Recommendation]) -> set[int]:
    """The item pks of everything these recommendations rest on."""
    _direct, below = _below(process, [one.item_id for one in rows])
    return {pk for found in below.values() for pk in found}


def support(recommendation: Recommendation) -> Support:
    """What one recommendation rests on."""
    return supports(recommendation.process, [recommendation])[recommendation.item_id]


def response_tallies(
    process: Process, *, activity: Activity | None = None
) -> dict[int, Tally]:
    """How recommendations were responded to, by item pk; "unsure" counts as passed."""
    found = voices.values(process, RESPONSE.slug, activity=activity)
    return {pk: validation.tally(values) for pk, values in found.items()}


def comments(process: Process, *, activity: Activity | None = None) -> dict[int, list[Card]]:
    """Live comments on recommendations by the item pk they speak of, oldest first."""
    rows = Card.objects.filter(
        item__process=process, item__kind=Kind.ARGUMENT, item__state=State.LIVE,
        about__kind=Kind.RECOMMENDATION,
    )
    if activity is not None:
        rows = rows.filter(activity=activity)
    found: dict[int, list[Card]] = defaultdict(list)
    for card in rows.select_related("item", "participant").order_by("pk"):
        found[card.about_id or 0].append(card)
    return found


def paper_of(
    process: Process, kind: str = PaperKind.POLICY, meeting: Meeting | None = None
) -> Paper:
    """The paper of this kind; one that is not stored yet carries a title to begin with."""
    found = Paper.objects.filter(process=process, kind=kind, meeting=meeting).first()
    return found or Paper(
        process=process, kind=kind, meeting=meeting, title=_first_title(process, kind, meeting)
    )


def papers(process: Process) -> list[Paper]:
    """All papers that were begun, in the order of their kinds; protocols by their meeting."""
    order = list(PaperKind.values)
    rows = Paper.objects.filter(process=process).select_related("meeting")
    return sorted(rows, key=lambda one: (order.index(one.kind), one.meeting_id or 0))


def _first_title(process: Process, kind: str, meeting: Meeting | None) -> str:
    match kind:
        case PaperKind.PROTOCOL if meeting is not None:
            return _("Protokoll: %s") % meeting.title
        case PaperKind.PLAIN:
            return _("%s in Einfacher Sprache") % process.title
        case _:
            return process.title


def passages(paper: Paper) -> dict[str, Passage]:
    """The newest state of every passage by key, in the order in which they were first made."""
    if paper.pk is None:
        return {}
    newest: dict[str, Passage] = {}
    for row in paper.passages.select_related("by_user"):
        newest[row.key] = row
    return newest


def history(paper: Paper, key: str) -> list[Passage]:
    """Every state of one passage, newest first."""
    if paper.pk is None:
        return []
    return list(paper.passages.filter(key=key).select_related("by_user").order_by("-pk"))


def signature(paper: Paper) -> SignOff | None:
    """The latest signature that was not withdrawn."""
    if paper.pk is None:
        return None
    return paper.sign_offs.filter(withdrawn_at=None).first()


def signatures(paper: Paper) -> list[SignOff]:
    """All signatures, newest first, withdrawn ones too."""
    return [] if paper.pk is None else list(paper.sign_offs.all())


def versions(paper: Paper) -> list[Version]:
    """The states that were kept, newest first, without their documents."""
    if paper.pk is None:
        return []
    return list(paper.versions.select_related("by_user").defer("document"))


def remarks(paper: Paper, key: str | None = None) -> list[Remark]:
    """Comments on the paper or on one paragraph: open ones first, with replies and names."""
    if paper.pk is None:
        return []
    rows = paper.remarks.filter(key=key) if key is not None else paper.remarks.all()
    rows = rows.select_related("by_user", "resolved_by").prefetch_related("replies__by_user")
    return sorted(rows, key=lambda one: one.resolved_at is not None)


def rechecks(process: Process) -> list[Recheck]:
    """What editors are asked to look at because words below it were erased."""
    return list(process.rechecks.filter(settled_at=None).select_related("item"))


def _below(
    process: Process, starts: Sequence[int]
) -> tuple[dict[int, list[int]], dict[int, set[int]]]:
    """Direct sources and everything below, by start; one query for the links of the process."""
    down: dict[int, list[int]] = defaultdict(list)
    rows = Link.objects.filter(newer__process=process).order_by("pk")
    for newer, older in rows.values_list("newer_id", "older_id"):
        down[newer].append(older)
    found: dict[int, set[int]] = {}
    for start in starts:
        seen: set[int] = set()
        stack = list(down[start])
        while stack:
            one = stack.pop()
            if one not in seen:
                seen.add(one)
                stack += down[one]
        found[start] = seen
    return {start: down[start] for start in starts}, found


def _votes(process: Process) -> dict[int, tuple[Vote, list[Value]]]:
    """Every statement with its tally, verdict and votes, by item pk, in their order."""
    verdicts = validation.verdicts(process)
    cast = validation.votes(process)
    return {
        one.item_id: (
            Vote(one, validation.tally(cast.get(one.item_id, [])), verdicts.get(one.pk)),
            cast.get(one.item_id, []),
        )
        for one in validation.statements(process)
    }


def _writers(items: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Who wrote each card: a person, or a table through its scribe; by item pk."""
    rows = Card.objects.filter(item__in=list(items)).values_list(
        "pk", "item_id", "participant_id", "table_id"
    )
    return {
        item: ("person", person) if person else ("table", table) if table else ("card", pk)
        for pk, item, person, table in rows
    }


def _support(
    direct: Sequence[int], below: set[int], items: dict[int, Item],
    voted: dict[int, tuple[Vote, list[Value]]], writers: dict[int, tuple[str, int]],
) -> Support:
    cards = tuple(items[pk] for pk in sorted(below) if items[pk].kind == Kind.CARD)
    rows = [row for pk, row in voted.items() if pk in below]
    voices_of = {writers[card.pk] for card in cards if card.pk in writers}
    for _vote, values in rows:
        voices_of |= {("person", one.participant_id) for one in values if one.participant_id}
    nameless = [sum(v.count for v in values if not v.participant_id) for _vote, values in rows]
    persons = {voice for voice in voices_of if voice[0] == "person"}
    people = len(persons or voices_of) + max(nameless, default=0)
    return Support(
        tuple(items[pk] for pk in direct), cards, people,
        tuple(vote for vote, _values in rows if vote.tally.n or vote.verdict),
    )
