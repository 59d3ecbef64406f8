"""Step 2 on paper: how suggestions are typed in, and for what raised hands are counted."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weitblick.faces.declaration import PaperCard, Typing
from weitblick.method.factors.queries import key_factors
from weitblick.method.trends import actions, queries
from weitblick.trace.models import Item
from weitblick.voices.actions import Speaker
from weitblick.workshop.models import Activity


def _keep(activity: Activity, speaker: Speaker, card: PaperCard) -> object:
    known = {one.item.public_id: one for one in key_factors(activity.meeting.process)}
    if card.about not in known:
        raise ValidationError(_("Bitte wählen Sie, zu welchem Faktor die Karte gehört."))
    return actions.suggest(activity, known[card.about], card.text, speaker, key=card.key)


def _about(activity: Activity) -> list[tuple[str, str]]:
    return [(one.item.public_id, one.item.text) for one in key_factors(activity.meeting.process)]


def counted(activity: Activity) -> list[Item]:
    """The assumptions that count now."""
    return [one.item for one in queries.assumptions(activity.meeting.process)]


SUGGESTIONS = Typing(_keep, label=gettext_lazy("Entwicklung"), about=_about,
                     about_label=gettext_lazy("Faktor"))
