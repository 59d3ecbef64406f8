"""Step 3 on paper: how stories are typed in, and for what raised hands are counted."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weitblick.faces.declaration import PaperCard, Typing
from weitblick.method.scenarios import actions, queries
from weitblick.method.scenarios.models import StoryForm
from weitblick.trace.models import Item
from weitblick.voices.actions import Speaker
from weitblick.workshop.models import Activity


def _keep(activity: Activity, speaker: Speaker, card: PaperCard) -> object:
    scenario = queries.find_scenario(activity.meeting.process, card.about)
    if scenario is None:
        raise ValidationError(_("Bitte wählen Sie, welches Szenario die Geschichte erzählt."))
    return actions.tell_story(scenario, card.choice, card.text, card.detail, activity=activity,
                              speaker=speaker, key=card.key)


def _about(activity: Activity) -> list[tuple[str, str]]:
    return [(one.item.public_id, one.item.text)
            for one in queries.scenarios(activity.meeting.process)]


def counted(activity: Activity) -> list[Item]:
    """The chosen scenarios."""
    return [one.item for one in queries.scenarios(activity.meeting.process)]


STORIES = Typing(
    _keep, label=gettext_lazy("Überschrift"), detail=gettext_lazy("Geschichte"), about=_about,
    about_label=gettext_lazy("Szenario"), choices=StoryForm.choices,
    choices_label=gettext_lazy("Form"),
)
