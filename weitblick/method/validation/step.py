"""The declaration of step 5: validation."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weitblick.faces.declaration import ActivityKind, Step
from weitblick.method.validation import rehearse, typed
from weitblick.method.validation.chapter import chapter
from weitblick.method.validation.criteria import VOTE
from weitblick.method.validation.queries import statements, verdicts
from weitblick.method.validation.views import acts, board, desk, phone
from weitblick.method.validation.views.reader import reader
from weitblick.workshop.models import Process


def figures(process: Process) -> dict[str, Any]:
    """The numbers of this step: all statements, also those that moderators rejected."""
    rows = {one.pk for one in statements(process, moderated_out=True)}
    return {"statements": len(rows), "verdicts": len(rows & verdicts(process).keys())}


STEP = Step(
    number=5,
    slug="validation",
    title=_("Validierung"),
    lead=_("Was hält stand? Aussagen prüfen, begründen, nachschärfen."),
    activities=(
        ActivityKind(
            "vote", _("Abstimmen"),
            _("Stimmen Sie der Aussage zu? Sagen Sie, wenn Sie möchten, auch warum."),
            15, phone.vote, board.vote, criteria=(VOTE,), rehearse=rehearse.vote,
            typing=typed.REASONS, counted=typed.counted,
        ),
        ActivityKind(
            "amend", _("Fassungen vorschlagen"),
            _("Welche Aussage würden Sie anders formulieren? Schreiben Sie Ihre Fassung."),
            15, phone.amend, board.amend, rehearse=rehearse.amend,
            typing=typed.WORDINGS,
        ),
    ),
    urls=(
        path("", desk.desk, name="desk"),
        path("neu/", desk.new, name="new"),
        path("neu/aussage/", acts.create, name="create"),
        path("neu/zeilen/", acts.create_lines, name="create-lines"),
        path("neu/datei/", acts.upload, name="upload"),
        path("gruppen/", acts.check, name="check"),
        path("export.csv", acts.export, name="export"),
        path("gruende.csv", acts.export_reasons, name="export-reasons"),
        path("fassung/<str:public_id>/", acts.decide, name="decide"),
        path("<str:public_id>/", desk.statement, name="statement"),
        path("<str:public_id>/wortlaut/", acts.reword, name="reword"),
        path("<str:public_id>/schalten/", acts.switch, name="switch"),
        path("<str:public_id>/ergebnis/", acts.verdict, name="verdict"),
        path("<str:public_id>/haende/", acts.hands, name="hands"),
    ),
    reader=reader,
    chapter=chapter,
    figures=figures,
)
