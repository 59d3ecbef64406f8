"""The declaration of step 4: options."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from weitblick.exports.document import Chapter
from weitblick.faces.declaration import Fragment, Step
from weitblick.workshop.models import Process


def _reader(process: Process) -> Fragment:
    return Fragment("options/reader.html")


def _chapter(process: Process) -> Chapter | None:
    return None


def _figures(process: Process) -> dict[str, Any]:
    return {}


STEP = Step(
    number=4,
    slug="options",
    title=_("Handlungsoptionen"),
    lead=_("Was können wir tun, wer macht mit, und hilft es in jeder Zukunft?"),
    activities=(),
    urls=(),
    reader=_reader,
    chapter=_chapter,
    figures=_figures,
)
