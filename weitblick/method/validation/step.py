"""The declaration of step 5: validation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from weitblick.exports.document import Chapter
from weitblick.faces.declaration import Fragment, Step
from weitblick.workshop.models import Process


def _reader(process: Process) -> Fragment:
    return Fragment("validation/reader.html")


def _chapter(process: Process) -> Chapter | None:
    return None


def _figures(process: Process) -> dict[str, Any]:
    return {}


STEP = Step(
    number=5,
    slug="validation",
    title=_("Validierung"),
    lead=_("Was hält stand? Aussagen prüfen, begründen, nachschärfen."),
    activities=(),
    urls=(),
    reader=_reader,
    chapter=_chapter,
    figures=_figures,
)
