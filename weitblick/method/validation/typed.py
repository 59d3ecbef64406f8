"""Step 5 on paper: how reasons and wordings are typed in, and for what hands are counted."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weitblick.faces.declaration import PaperCard, Typing
from weitblick.method.validation import actions
from weitblick.method.validation.models import Statement
from weitblick.method.validation.queries import open_statements
from weitblick.trace.models import Item
from weitblick.voices.actions import Speaker
from weitblick.workshop.models import Activity


def _keep_reason(activity: Activity, speaker: Speaker, card: PaperCard) -> object:
    return actions.give_reason(activity, speaker, _statement(activity, card), card.text,
                               side=card.choice, key=card.key)


def _keep_wording(activity: Activity, speaker: Speaker, card: PaperCard) -> object:
    return actions.propose_amendment(activity, speaker, _statement(activity, card), card.text,
                                     reason=card.detail, key=card.key)


def _statement(activity: Activity, card: PaperCard) -> Statement:
    known = {one.item.public_id: one for one in open_statements(activity.meeting.process)}
    if card.about not in known:
        raise ValidationError(_("Bitte wählen Sie, zu welcher Aussage die Karte gehört."))
    return known[card.about]


def _about(activity: Activity) -> list[tuple[str, str]]:
    return [(one.item.public_id, one.item.text)
            for one in open_statements(activity.meeting.process)]


def counted(activity: Activity) -> list[Item]:
    """The statements that are put to the vote."""
    return [one.item for one in open_statements(activity.meeting.process)]


REASONS = Typing(
    _keep_reason, label=gettext_lazy("Grund"), about=_about, about_label=gettext_lazy("Aussage"),
    choices=(("agree", gettext_lazy("dafür")), ("disagree", gettext_lazy("dagegen")),
             ("pass", gettext_lazy("unentschieden"))),
    choices_label=gettext_lazy("Seite"),
)
WORDINGS = Typing(_keep_wording, label=gettext_lazy("Neue Fassung"),
                  detail=gettext_lazy("Warum? (freiwillig)"), about=_about,
                  about_label=gettext_lazy("Aussage"))
