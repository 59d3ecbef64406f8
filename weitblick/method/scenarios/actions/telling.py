"""Stories: a scenario told as if it had come."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.method.scenarios.models import Scenario, Story, StoryForm
from weitblick.trace import actions as trace
from weitblick.trace.models import Item, Kind, LinkKind
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.workshop import channels
from weitblick.workshop.models import Activity

LONGEST_STORY = 20_000


@transaction.atomic
def tell_story(
    scenario: Scenario, form: str, title: str, text: str, by: object = None, *,
    activity: Activity | None = None, speaker: Speaker | None = None, key: str | None = None,
    public_id: str | None = None,
) -> Story:
    """Tell a scenario as a diary entry, newspaper article, theatre scene or regulars' table.

    With ``activity`` and ``speaker`` it is handed in as a card (it can be erased on request, and
    the same ``key`` again gives the story that is there); otherwise ``by`` wrote it at the desk.
    """
    _check_story(form, text)
    if activity is not None and speaker is not None:
        card = voices.hand_in(
            activity, title, speaker, kind=Kind.STORY, detail=text, key=key, public_id=public_id
        )
        item = card.item
    else:
        item = trace.create(
            scenario.process, Kind.STORY, title, detail=text, by=by, public_id=public_id
        )
    return _told(scenario, item, form)


@transaction.atomic
def reword_story(
    story: Story, title: str, text: str, *, by: object = None, reason: str = ""
) -> Story:
    """A new wording of a story; the earlier one stays readable."""
    _check_story(story.form, text)
    trace.reword(story.item, title, detail=text, by=by, reason=reason)
    channels.announce_desk(story.scenario.process)
    return story


def _told(scenario: Scenario, item: Item, form: str) -> Story:
    trace.connect(item, scenario.item, LinkKind.TOLD_IN)
    story = Story.objects.get_or_create(
        item=item, defaults={"scenario": scenario, "form": form}
    )[0]
    channels.announce_desk(scenario.process)
    return story


def _check_story(form: str, text: str) -> None:
    if form not in StoryForm.values:
        raise ValidationError(_("Bitte wählen Sie eine Form für die Geschichte."))
    if not text.strip():
        raise ValidationError(_("Bitte schreiben Sie die Geschichte."))
    if len(text) > LONGEST_STORY:
        raise ValidationError(
            _("Diese Geschichte hat %(n)d Zeichen, möglich sind %(max)d.")
            % {"n": len(text), "max": LONGEST_STORY}
        )
