"""Every write to statements, amendments and verdicts, as a plain verb."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.lab import actions as lab
from weitblick.lab.models import Run
from weitblick.method.validation.criteria import AGREE, DISAGREE, GROUPS, PASS, VOTE
from weitblick.method.validation.imports import (
    import_conversation as import_conversation,
)
from weitblick.method.validation.imports import import_statements as import_statements
from weitblick.method.validation.models import (
    Amendment,
    AmendmentState,
    Outcome,
    Statement,
    Verdict,
)
from weitblick.method.validation.queries import vote_inputs
from weitblick.trace import actions as trace
from weitblick.trace.models import Item, Kind, LinkKind
from weitblick.trace.queries import dimensions_of
from weitblick.voices import actions as voices
from weitblick.voices import paper
from weitblick.voices.actions import Given, Speaker
from weitblick.voices.models import Card
from weitblick.workshop import channels
from weitblick.workshop.models import Activity, Process, Table


@dataclass(frozen=True)
class Vote:
    """A vote on a statement: 1 agree, -1 disagree, 0 pass. ``key`` makes it count once."""

    statement: Statement
    value: int
    key: str | None = None


@transaction.atomic
def create_statement(
    process: Process, text: str, *, by: object = None, derived_from: Iterable[Item] = (),
    dimensions: Iterable[str] = (), is_open: bool = True, public_id: str | None = None,
) -> Statement:
    """A new statement; without dimensions of its own it is filed where its sources are filed."""
    sources = list(derived_from)
    filed = list(dimensions) or [d for slugs in dimensions_of(sources).values() for d in slugs]
    item = trace.create(
        process, Kind.STATEMENT, text, by=by, derived_from=sources, dimensions=filed,
        public_id=public_id,
    )
    statement = Statement.objects.create(
        process=process, item=item, is_open=is_open, position=process.statements.count()
    )
    channels.announce_desk(process)
    return statement


@transaction.atomic
def reword_statement(
    statement: Statement, text: str, *, by: object = None, reason: str = ""
) -> Statement:
    """A new wording; earlier ones stay readable in the thread."""
    trace.reword(statement.item, text, by=by, reason=reason)
    channels.announce_desk(statement.process)
    return statement


def set_open(statement: Statement, is_open: bool) -> None:
    """Put a statement to the vote, or end its vote."""
    statement.is_open = is_open
    statement.save(update_fields=["is_open"])
    channels.announce_desk(statement.process)


def moderate(statement: Statement, out: bool) -> None:
    """Take a statement out of the vote and the results, or bring it back; its votes are kept."""
    statement.moderated_out = out
    statement.save(update_fields=["moderated_out"])
    channels.announce_desk(statement.process)


def vote(activity: Activity, speaker: Speaker, votes: Iterable[Vote]) -> int:
    """Vote on open statements; a later vote replaces the speaker's earlier one. How many."""
    cast = list(votes)
    for one in cast:
        if not one.statement.is_open:
            raise ValidationError(_("„%s“ ist gerade nicht offen.") % one.statement)
    given = [Given(one.statement.item, VOTE, one.value, key=one.key) for one in cast]
    return voices.rate(activity, given, speaker)


def give_reason(
    activity: Activity, speaker: Speaker, statement: Statement, text: str, *, side: str = "",
    key: str | None = None, public_id: str | None = None,
) -> Card:
    """Give a reason for one's side ("agree", "disagree", "pass") on a statement."""
    return voices.hand_in(
        activity, text, speaker, kind=Kind.ARGUMENT, about=statement.item, side=side, key=key,
        public_id=public_id,
    )


@transaction.atomic
def propose_amendment(
    activity: Activity, speaker: Speaker, statement: Statement, text: str, *, reason: str = "",
    key: str | None = None, public_id: str | None = None,
) -> Amendment:
    """Propose a new wording of a statement; the same key again gives the one that is there."""
    if text.strip() == statement.item.text:
        raise ValidationError(_("Das ist die bisherige Fassung. Bitte ändern Sie den Wortlaut."))
    card = voices.hand_in(
        activity, text, speaker, kind=Kind.AMENDMENT, about=statement.item, detail=reason,
        key=key, public_id=public_id,
    )
    return Amendment.objects.get_or_create(item=card.item, defaults={"statement": statement})[0]


@transaction.atomic
def adopt_amendment(amendment: Amendment, *, by: object = None, reason: str = "") -> Statement:
    """Give the statement the proposed wording and link it to the proposal."""
    statement = amendment.statement
    trace.reword(
        statement.item, amendment.item.text, by=by,
        reason=reason or _("Änderungsvorschlag übernommen"),
    )
    trace.connect(statement.item, amendment.item, LinkKind.AMENDED_BY)
    _set_state(amendment, AmendmentState.ADOPTED)
    return statement


@transaction.atomic
def withdraw_adoption(amendment: Amendment, *, by: object = None) -> Statement:
    """Undo ``adopt_amendment``: the wording before it counts again, as a further revision."""
    statement = amendment.statement
    if amendment.state != AmendmentState.ADOPTED or statement.item.text != amendment.item.text:
        raise ValidationError(_("Die Aussage hat inzwischen eine andere Fassung."))
    _newest, before = statement.item.revisions.order_by("-number")[:2]
    trace.reword(statement.item, before.text, by=by, reason=_("Übernahme zurückgenommen"))
    _set_state(amendment, AmendmentState.PROPOSED)
    return statement


def decline_amendment(amendment: Amendment) -> None:
    """Decline a proposed wording; it stays readable and can be adopted later."""
    if amendment.state == AmendmentState.ADOPTED:
        raise ValidationError(_("Dieser Vorschlag ist übernommen. Nehmen Sie das zuerst zurück."))
    _set_state(amendment, AmendmentState.DECLINED)


def give_verdict(
    statement: Statement, outcome: str, *, reason: str = "", by: object = None
) -> Verdict:
    """Say what was decided about a statement, and why; earlier verdicts are kept."""
    if outcome not in Outcome.values:
        raise ValidationError(_("Dieses Ergebnis gibt es nicht: %s") % outcome)
    verdict = Verdict.objects.create(
        statement=statement, outcome=outcome, reason=reason.strip(),
        by_user=trace.Author.of(by).user,
    )
    channels.announce_desk(statement.process)
    return verdict


def count_hands(
    activity: Activity, statement: Statement, *, agree: int, disagree: int, passed: int = 0,
    table: Table | None = None, by: Any = None,
) -> int:
    """Raised hands, counted by a scribe; a new count of the same table replaces the earlier one."""
    hands = {AGREE: agree, DISAGREE: disagree, PASS: passed}
    return paper.count_hands(activity, VOTE, {statement.item: hands}, table=table, by=by)


def check_groups(process: Process, *, seed: int = 0, wait: bool = False) -> Run:
    """Check by a run of the opinion engine whether the votes fall into reliable groups."""
    return lab.start(process, GROUPS, vote_inputs(process), seed=seed, wait=wait)


def _set_state(amendment: Amendment, state: str) -> None:
    amendment.state = state
    amendment.save(update_fields=["state"])
    channels.announce_desk(amendment.statement.process)
