"""Statements, their votes, reasons, amendments and verdicts, read."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from weitblick.method.validation.criteria import AGREE, DISAGREE, VOTE
from weitblick.method.validation.models import Amendment, Statement, Verdict
from weitblick.trace.models import Kind, Revision, State
from weitblick.voices import queries as voices
from weitblick.voices.models import Card, Rating
from weitblick.voices.queries import Value
from weitblick.workshop.models import Activity, Process


@dataclass(frozen=True)
class Tally:
    """How a statement was voted on: voices, and raised hands counted once each."""

    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def n(self) -> int:
        """All who voted, passes included."""
        return self.agree + self.disagree + self.passed

    @property
    def share(self) -> float | None:
        """Share of those who agree among all who voted, passes included; None without votes."""
        return self.agree / self.n if self.n else None

    @property
    def against(self) -> float | None:
        """Share of those who disagree among all who voted; None without votes."""
        return self.disagree / self.n if self.n else None


def statements(process: Process, *, moderated_out: bool = False) -> list[Statement]:
    """The statements that count, in order, with item and filings at hand.

    Those that moderators rejected are left out unless asked for.
    """
    rows = Statement.objects.filter(process=process, item__state=State.LIVE)
    if not moderated_out:
        rows = rows.filter(moderated_out=False)
    return list(rows.select_related("item", "process").prefetch_related("item__filings"))


def open_statements(process: Process) -> list[Statement]:
    """The statements that can be voted on now."""
    return [one for one in statements(process) if one.is_open]


def find_statement(process: Process, public_id: str) -> Statement | None:
    """The statement of this process with this public id, live or not."""
    rows = Statement.objects.filter(process=process, item__public_id=public_id)
    return rows.select_related("item", "process").first()


def votes(process: Process, *, activity: Activity | None = None) -> dict[int, list[Value]]:
    """The votes that count (last one of each voice), by item pk of the statement."""
    return voices.values(process, VOTE.slug, activity=activity)


def tally(values: Iterable[Value]) -> Tally:
    """Votes counted; a hand count as often as hands were raised."""
    counted: dict[float, int] = defaultdict(int)
    for one in values:
        counted[one.value] += one.count
    agree, disagree = counted[AGREE], counted[DISAGREE]
    return Tally(agree, disagree, sum(counted.values()) - agree - disagree)


def tallies(process: Process, *, activity: Activity | None = None) -> dict[int, Tally]:
    """How every statement was voted on, by item pk; statements without votes are missing."""
    return {pk: tally(values) for pk, values in votes(process, activity=activity).items()}


def votes_before_rewording(process: Process) -> dict[int, int]:
    """How many of the votes that count were given for an earlier wording, by item pk."""
    reworded = dict(
        Revision.objects.filter(item__process=process, item__kind=Kind.STATEMENT, number__gt=1)
        .order_by("number").values_list("item_id", "at")
    )
    rows = Rating.objects.filter(item__in=reworded, criterion=VOTE.slug)
    rows = rows.select_related("activity").order_by("pk")
    last: dict[tuple, tuple[int, bool, int]] = {}
    for row in rows:
        who = row.participant_id or (
            row.channel, row.activity.meeting_id, row.table_id, row.value
        )
        last[(row.item_id, who)] = (row.item_id, row.at < reworded[row.item_id], row.count)
    before: Counter[int] = Counter()
    for item_id, is_before, count in last.values():
        before[item_id] += count if is_before else 0
    return dict(before)


def vote_inputs(process: Process) -> dict[str, Any]:
    """The votes of people as input of the opinion engine: [person, statement, vote], by person.

    People are numbered afresh, so that nothing personal goes into the run; statements are named
    by public id. Hand counts belong to nobody and are left out.
    """
    ids = dict(Statement.objects.filter(process=process, item__state=State.LIVE)
               .values_list("item_id", "item__public_id"))
    cast = sorted(
        (one.participant_id, item_id, int(one.value))
        for item_id, values in votes(process).items() if item_id in ids
        for one in values if one.participant_id
    )
    people = {pk: n for n, pk in enumerate(dict.fromkeys(row[0] for row in cast))}
    out = Statement.objects.filter(process=process, moderated_out=True)
    return {
        "votes": [[people[person], ids[item_id], value] for person, item_id, value in cast],
        "moderated_out": sorted(out.values_list("item__public_id", flat=True)),
    }


def verdicts(process: Process) -> dict[int, Verdict]:
    """The newest verdict of each statement, by statement pk."""
    rows = Verdict.objects.filter(statement__process=process).order_by("pk")
    return {one.statement_id: one for one in rows}


def amendments(
    process: Process, *, statement: Statement | None = None, activity: Activity | None = None
) -> list[Amendment]:
    """Proposed wordings, oldest first; erased ones are left out."""
    rows = Amendment.objects.filter(statement__process=process, item__state=State.LIVE)
    if statement is not None:
        rows = rows.filter(statement=statement)
    if activity is not None:
        rows = rows.filter(item__card__activity=activity)
    return list(rows.select_related("item", "statement__item"))


def reasons(process: Process, *, statement: Statement | None = None) -> list[Card]:
    """The reasons people gave, oldest first; ``about`` is the statement's item, ``side`` a side."""
    rows = Card.objects.filter(
        item__process=process, item__kind=Kind.ARGUMENT, item__state=State.LIVE,
        about__kind=Kind.STATEMENT,
    )
    if statement is not None:
        rows = rows.filter(about=statement.item)
    return list(rows.select_related("item", "about").order_by("pk"))
