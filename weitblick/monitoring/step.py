"""The declaration of the monitoring: it stands beside the chain and has no number."""

from django.utils.translation import gettext_lazy as _

from weitblick.faces.declaration import Fragment, Step
from weitblick.monitoring import addresses, addresses_notes
from weitblick.monitoring.activities import ACTIVITIES
from weitblick.monitoring.chapter import chapter
from weitblick.monitoring.queries import by_field, figures
from weitblick.workshop.models import Process


def _reader(process: Process) -> Fragment:
    return Fragment("monitoring/reader.html", {"fields": by_field(process)})


STEP = Step(
    number=None,
    slug="monitoring",
    title=_("Belege und Monitoring"),
    lead=_("Was die Zahlen zu den Annahmen sagen, und wohin sich die Region bewegt."),
    activities=ACTIVITIES,
    urls=(*addresses.DESK, *addresses_notes.DESK),
    public_urls=addresses.PUBLIC,
    reader=_reader,
    chapter=chapter,
    figures=figures,
)
