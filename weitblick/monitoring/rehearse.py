"""Plausible contributions of simulated people, and proposals typed from paper."""

import random
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from weitblick.faces.declaration import PaperCard, Typing
from weitblick.faces.phone import Seat
from weitblick.monitoring.actions.whatifs import propose
from weitblick.monitoring.models import Wish
from weitblick.monitoring.queries.whatifs import on_board
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Card
from weitblick.workshop.models import Activity

REASONS = (_("Dort wohnen viele ältere Menschen."), _("Der Weg ist ohne Auto nicht zu schaffen."),
           _("Das liegt auf dem Weg zur Arbeit."), "")


def whatif(seat: Seat, chance: random.Random) -> None:
    """One proposal with a place of the what-if that is on the board."""
    found = on_board(seat.process)
    if found is None:
        return
    wish = chance.choice(list(Wish.values))
    site = chance.choice([one["key"] for one in found.inputs["sites"]])
    point = chance.choice(found.inputs["demand"]["keys"])
    is_new = wish == Wish.OPEN
    propose(seat.activity, found, wish, str(chance.choice(REASONS)), seat.speaker,
            site="" if is_new else site, point=point if is_new else "")


def _spots(activity: Activity) -> Sequence[tuple[str, str]]:
    found = on_board(activity.meeting.process)
    if found is None:
        return []
    names = found.names.get("words", {})
    keys = [*(one["key"] for one in found.inputs["sites"]), *found.inputs["demand"]["keys"]]
    return [(key, names.get(key, key)) for key in keys]


def _keep(activity: Activity, speaker: Speaker, card: PaperCard) -> Card:
    found = on_board(activity.meeting.process)
    if found is None:
        raise ValidationError(_now("Noch ist nichts ausgelegt."))
    is_new = card.choice == Wish.OPEN
    return propose(activity, found, card.choice, card.text, speaker, key=card.key,
                   site="" if is_new else card.about, point=card.about if is_new else "")


PROPOSALS = Typing(
    _keep, label=_("Warum?"), about=_spots, about_label=_("Ort"), choices=Wish.choices,
    choices_label=_("Was sollte geschehen?"),
)
