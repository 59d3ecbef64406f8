"""The declaration of step 6: paper."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from weitblick.exports.document import Chapter
from weitblick.faces.declaration import Fragment, Step
from weitblick.workshop.models import Process


def _reader(process: Process) -> Fragment:
    return Fragment("paper/reader.html")


def _chapter(process: Process) -> Chapter | None:
    return None


def _figures(process: Process) -> dict[str, Any]:
    return {}


STEP = Step(
    number=6,
    slug="paper",
    title=_("Policy Paper"),
    lead=_("Was empfehlen wir? Aus der Kette entsteht das Papier, jeder Satz mit seiner Herkunft."),
    activities=(),
    urls=(),
    reader=_reader,
    chapter=_chapter,
    figures=_figures,
)
