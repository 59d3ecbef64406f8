"""The declaration of step 6: paper."""

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import path
from django.utils.translation import gettext_lazy as _

from weitblick.faces.declaration import ActivityKind, Fragment, Step
from weitblick.method.paper import analysis, queries, rehearse, storage, typed
from weitblick.method.paper.chapter import chapter
from weitblick.method.paper.composing import composed, kept
from weitblick.method.paper.criteria import RESPONSE
from weitblick.method.paper.models import PaperKind
from weitblick.method.paper.typesetting import BeingSet
from weitblick.method.paper.views import board, desk, editing, files, house, phone, review
from weitblick.method.paper.which import word
from weitblick.workshop.models import Process


def _reader(process: Process) -> Fragment:
    """Nothing is composed while nothing changed; a paper that is being set is said to be."""
    rows = kept(process, "rows", lambda: analysis.rows(process))
    context: dict[str, Any] = {"rows": rows}
    if rows:
        began = storage.now()
        composition = composed(process)
        context |= {"composition": composition, "others": _others(process)}
        try:
            context["article"] = analysis.fragment(
                composition, began=began, seconds=files.PATIENCE)
        except BeingSet:
            context["is_being_set"] = True
        except ValidationError as problem:
            context["problems"] = problem.messages
    return Fragment("paper/reader.html", context)


def _others(process: Process) -> list[tuple[str, str]]:
    """The other papers for readers: word and name; protocols are for those who were there."""
    return [
        (word(one), str(one.get_kind_display())) for one in queries.papers(process)
        if one.kind not in (PaperKind.POLICY, PaperKind.PROTOCOL)
    ]


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
            counted=typed.counted,
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
        path("gestaltung/", house.house, name="house"),
        path("gestaltung/aktion/", house.act, name="house-act"),
        path("protokoll/<int:pk>/", editing.protocol, name="protocol"),
        path("papiere/", editing.papers, name="papers"),
        path("papiere/pruefen/", review.recheck, name="recheck"),
        path("papiere/satz/<str:name>/anhalten/", files.stop_setting, name="stop"),
        path("papiere/<slug:which>/", editing.paper, name="paper"),
        path("papiere/<slug:which>/vorschau/", files.preview, name="preview"),
        path("papiere/<slug:which>/unterschreiben/", editing.sign, name="sign"),
        path("papiere/<slug:which>/zurueckziehen/", editing.withdraw, name="withdraw"),
        path("papiere/<slug:which>/verloren/", editing.settle, name="settle"),
        path("papiere/<slug:which>/reihenfolge/", editing.order, name="order"),
        path("papiere/<slug:which>/staende/", review.versions, name="versions"),
        path("papiere/<slug:which>/staende/nehmen/", review.take_back, name="take-back"),
        path("papiere/<slug:which>/als/<str:format>/", files.download, name="download"),
        path("papiere/<slug:which>/kapitel/<str:chapter>/", editing.chapter, name="chapter"),
        path("papiere/<slug:which>/kapitel/<str:chapter>/neu/", editing.add, name="add"),
        path("papiere/<slug:which>/kapitel/<str:chapter>/<str:key>/", editing.passage,
             name="passage"),
        path("papiere/<slug:which>/kapitel/<str:chapter>/<str:key>/aktion/", editing.act,
             name="passage-act"),
        path("papiere/<slug:which>/kapitel/<str:chapter>/<str:key>/kommentar/", review.remark,
             name="remark"),
    ),
    public_urls=(
        path("pdf/", files.public_download, {"format": "pdf"}, name="pdf"),
        path("docx/", files.public_download, {"format": "docx"}, name="docx"),
        path("satz/<str:name>/", files.state, name="state"),
        path("satz.css", files.stylesheet, name="stylesheet"),
        path("html/", files.public_download, {"format": "html"}, name="html"),
        path("<slug:which>/<slug:format>/", files.public_download, name="file"),
    ),
    reader=_reader,
    chapter=chapter,
    figures=_figures,
)
