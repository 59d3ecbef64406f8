"""Choosing: the factors of the influence matrix, and the key factors with the reason why."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.method.factors.actions.changes import keep
from weitblick.method.factors.models import ChangeKind, Factor
from weitblick.trace.models import State
from weitblick.workshop.models import Process


@transaction.atomic
def shortlist(process: Process, factors: Sequence[Factor], by: object = None) -> None:
    """Take exactly these factors into the influence matrix."""
    _must_count(process, factors)
    before = list(process.factors.filter(is_shortlisted=True).values_list("pk", flat=True))
    mark_shortlist(process, [factor.pk for factor in factors])
    subject = _("%d Faktoren") % len(factors)
    keep(process, ChangeKind.SHORTLISTED, subject, {"factors": before}, by=by)


@transaction.atomic
def choose_key(
    process: Process, factors: Sequence[Factor], reason: str = "", by: object = None
) -> None:
    """Make exactly these the key factors, in this order, and keep the reason."""
    if not factors:
        raise ValidationError(_("Bitte wählen Sie mindestens einen Schlüsselfaktor aus."))
    _must_count(process, factors)
    before = {
        "keys": list(process.factors.filter(is_key=True).values_list("pk", flat=True)),
        "order": list(process.factors.order_by("position", "pk").values_list("pk", flat=True)),
    }
    mark_key(process, [factor.pk for factor in factors])
    subject = ", ".join(factor.item.text for factor in factors)
    keep(process, ChangeKind.CHOSEN, subject, before, by=by, reason=reason)


def mark_shortlist(process: Process, pks: Sequence[int]) -> None:
    """Write who is on the shortlist."""
    process.factors.exclude(pk__in=pks).update(is_shortlisted=False)
    process.factors.filter(pk__in=pks).update(is_shortlisted=True)


def mark_key(process: Process, pks: Sequence[int]) -> None:
    """Write who is a key factor; key factors come first, in the given order, then the others."""
    process.factors.exclude(pk__in=pks).update(is_key=False)
    process.factors.filter(pk__in=pks).update(is_key=True)
    rest = [factor.pk for factor in process.factors.order_by("position", "pk")
            if factor.pk not in pks]
    place(process, [*pks, *rest])


def place(process: Process, order: Sequence[int]) -> None:
    """Write the order of all factors (primary keys)."""
    rows = process.factors.in_bulk(list(order))
    for position, pk in enumerate(order, start=1):
        rows[pk].position = position
    Factor.objects.bulk_update(rows.values(), ["position"])


def _must_count(process: Process, factors: Sequence[Factor]) -> None:
    for factor in factors:
        if factor.process_id != process.pk or factor.item.state != State.LIVE:
            raise ValidationError(
                _("„%s“ zählt hier nicht mehr. Bitte laden Sie die Seite neu.") % factor
            )
