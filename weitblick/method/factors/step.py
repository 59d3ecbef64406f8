"""The declaration of step 1: factors."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from weitblick.exports.document import Chapter
from weitblick.faces.declaration import Fragment, Step
from weitblick.workshop.models import Process


def _reader(process: Process) -> Fragment:
    return Fragment("factors/reader.html")


def _chapter(process: Process) -> Chapter | None:
    return None


def _figures(process: Process) -> dict[str, Any]:
    return {}


STEP = Step(
    number=1,
    slug="factors",
    title=_("Einflussfaktoren"),
    lead=_("Was bewegt die Region? Karten sammeln, zu Faktoren bündeln, Schlüsselfaktoren wählen."),
    activities=(),
    urls=(),
    reader=_reader,
    chapter=_chapter,
    figures=_figures,
)
