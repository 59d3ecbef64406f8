"""The declaration of step 3: scenarios."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from weitblick.exports.document import Chapter
from weitblick.faces.declaration import Fragment, Step
from weitblick.workshop.models import Process


def _reader(process: Process) -> Fragment:
    return Fragment("scenarios/reader.html")


def _chapter(process: Process) -> Chapter | None:
    return None


def _figures(process: Process) -> dict[str, Any]:
    return {}


STEP = Step(
    number=3,
    slug="scenarios",
    title=_("Szenarien"),
    lead=_(
        "Welche Annahmen passen zusammen? Alle stimmigen Zukünfte finden, auswählen und erzählen."
    ),
    activities=(),
    urls=(),
    reader=_reader,
    chapter=_chapter,
    figures=_figures,
)
