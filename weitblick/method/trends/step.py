"""The declaration of step 2: trends."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from weitblick.exports.document import Chapter
from weitblick.faces.declaration import Fragment, Step
from weitblick.workshop.models import Process


def _reader(process: Process) -> Fragment:
    return Fragment("trends/reader.html")


def _chapter(process: Process) -> Chapter | None:
    return None


def _figures(process: Process) -> dict[str, Any]:
    return {}


STEP = Step(
    number=2,
    slug="trends",
    title=_("Trendannahmen"),
    lead=_(
        "Wie kann sich jeder Schlüsselfaktor bis zum Zieljahr entwickeln, und wie wahrscheinlich "
        "ist das?"
    ),
    activities=(),
    urls=(),
    reader=_reader,
    chapter=_chapter,
    figures=_figures,
)
