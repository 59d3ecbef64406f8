"""The declaration of step 6: paper."""

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import path
from django.utils.translation import gettext_lazy as _

from weitblick.faces.declaration import ActivityKind, Fragment, Step
from weitblick.method.paper import analysis, queries, rehearse
from weitblick.method.paper.chapter import chapter
from weitblick.method.paper.composing import compose
from weitblick.method.paper.criteria import RESPONSE
from weitblick.method.paper.views import board, desk, editing, files, phone
from weitblick.workshop.models import Process


def _reader(process: Process) -> Fragment:
    rows = analysis.rows(process)
    context: dict[str, Any] = {"rows": rows}
    if rows:
        composition = compose(process)
        context["composition"] = composition
        try:
            context["article"] = analysis.fragment(composition)
        except ValidationError as problem:
            context["problems"] = problem.messages
    return Fragment("paper/reader.html", context)


def _figures(process: Process) -> dict[str, Any]:
    rows = queries.recommendations(process)
    supports = queries.supports(process, rows).values()
    return {
        "recommendations": len(rows), "traced": sum(one.is_traced for one in supports),
    }


STEP = Step(
    number=6,
    slug="paper",
    title=_("Policy Paper"),
    lead=_("Was empfehlen wir? Aus der Kette entsteht das Papier, jeder Satz mit seiner Herkunft."),
    activities=(
        ActivityKind(
            "respond", _("Empfehlungen zurückspiegeln"),
            _("Lesen Sie jede Empfehlung und sagen Sie, ob Sie sie mittragen."),
            20, phone.respond, board.respond, (RESPONSE,), rehearse=rehearse.respond,
        ),
    ),
    urls=(
        path("", desk.desk, name="desk"),
        path("empfehlungen/neu/", desk.new, name="new"),
        path("empfehlungen/zusammenfuehren/", desk.merge, name="merge"),
        path("empfehlungen/<str:public_id>/", desk.recommendation, name="recommendation"),
        path("empfehlungen/<str:public_id>/aktion/", desk.act, name="act"),
        path("empfehlungen/<str:public_id>/haende/", desk.hands, name="hands"),
        path("empfehlungen.csv", files.export, name="export"),
        path("papier/", editing.paper, name="paper"),
        path("papier/vorschau/", files.preview, name="preview"),
        path("papier/unterschreiben/", editing.sign, name="sign"),
        path("papier/zurueckziehen/", editing.withdraw, name="withdraw"),
        path("papier/verloren/", editing.settle, name="settle"),
        path("papier/als/<str:format>/", files.download, name="download"),
        path("papier/kapitel/<str:chapter>/", editing.chapter, name="chapter"),
        path("papier/kapitel/<str:chapter>/neu/", editing.add, name="add"),
        path("papier/kapitel/<str:chapter>/<str:key>/", editing.passage, name="passage"),
        path("papier/kapitel/<str:chapter>/<str:key>/aktion/", editing.act, name="passage-act"),
    ),
    public_urls=(
        path("pdf/", files.public_download, {"format": "pdf"}, name="pdf"),
        path("docx/", files.public_download, {"format": "docx"}, name="docx"),
        path("satz.css", files.stylesheet, name="stylesheet"),
        path("html/", files.public_download, {"format": "html"}, name="html"),
    ),
    reader=_reader,
    chapter=chapter,
    figures=_figures,
)
