"""Weights of indicators that are agreed on: each choice is kept with who, when and why."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.monitoring.models import Weighting
from weitblick.monitoring.queries import weights as queries
from weitblick.trace.actions import Author
from weitblick.workshop import channels
from weitblick.workshop.models import Process

ALLOWED = (0, 1, 2, 3)


@transaction.atomic
def agree(
    process: Process, weights: Mapping[str, int], reason: str, *, by: object = None
) -> Weighting:
    """Agree on weights from now on. ``weights``: indicator code to 0 (left out) to 3."""
    if any(weight not in ALLOWED for weight in weights.values()) or not any(weights.values()):
        raise ValidationError(_("Jedes Gewicht ist 0, 1, 2 oder 3, mindestens eines über 0."))
    if not reason.strip():
        raise ValidationError(_("Schreiben Sie dazu, warum Sie so gewichten."))
    now = queries.agreed(process)
    if now is not None and now.weights == dict(weights):
        raise ValidationError(_("Diese Gewichtung gilt schon."))
    made = Weighting(process=process, weights=dict(weights), reason=reason.strip(),
                     by_user=Author.of(by).user)
    made.full_clean()
    made.save()
    channels.announce(channels.desk(process))
    return made


@transaction.atomic
def take_back(process: Process, *, by: object = None) -> Weighting:
    """Put the choice before the newest one in force again; both stay in the log."""
    rows = queries.weightings(process)
    if not rows:
        raise ValidationError(_("Es gibt noch keine Gewichtung, die Sie zurücknehmen können."))
    before = rows[1].weights if len(rows) > 1 else dict.fromkeys(rows[0].weights, 1)
    return agree(process, before, _("Zurückgenommen: %s") % rows[0].reason, by=by)
