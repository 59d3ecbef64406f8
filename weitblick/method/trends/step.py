"""The declaration of step 2: trends."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weitblick.faces.declaration import ActivityKind, ActivityOption, Fragment, Step
from weitblick.method.factors.queries import field_numeral
from weitblick.method.trends import analysis, delphi, queries, rehearse, typed
from weitblick.method.trends.chapter import chapter
from weitblick.method.trends.criteria import CRITERIA
from weitblick.method.trends.views import board, desk, phone
from weitblick.workshop.models import Process


def _reader(process: Process) -> Fragment:
    groups = delphi.estimated(process, settled=True)
    sections = [
        (factor, field_numeral(factor), [analysis.pictures(one) for one in group])
        for factor, group in groups if group
    ]
    return Fragment("trends/reader.html", {
        "sections": sections, "rule": delphi.rule(),
        "count": sum(len(rows) for _factor, _numeral, rows in sections),
        "rated": any(one.n for _factor, group in groups for one in group),
    })


def _figures(process: Process) -> dict[str, Any]:
    return {"assumptions": len(queries.assumptions(process))}


STEP = Step(
    number=2,
    slug="trends",
    title=_("Trendannahmen"),
    lead=_(
        "Wie kann sich jeder Schlüsselfaktor bis zum Zieljahr entwickeln, und wie wahrscheinlich "
        "ist das?"
    ),
    activities=(
        ActivityKind(
            "suggest", _("Entwicklungen vorschlagen"),
            _("Wählen Sie einen Schlüsselfaktor. Was könnte bis zum Zieljahr aus ihm werden?"),
            20, phone.suggest, board.suggest, rehearse=rehearse.suggest,
            typing=typed.SUGGESTIONS,
        ),
        ActivityKind(
            "delphi", _("Annahmen einschätzen"),
            _("Wie wahrscheinlich ist jede Annahme, und wie wünschenswert?"),
            25, phone.estimate, board.estimate, CRITERIA,
            options=(ActivityOption("round", _("Delphi-Runde"), 0, 0, 9, _(
                "0: die nächste Runde.")),),
            rehearse=rehearse.delphi, counted=typed.counted,
        ),
    ),
    urls=(
        path("", desk.desk, name="desk"),
        path("ergebnisse/", desk.results, name="results"),
        path("annahmen.csv", desk.export, name="export"),
        path("faktor/<str:public_id>/", desk.factor, name="factor"),
        path("annahme/<str:public_id>/", desk.assumption, name="assumption"),
        path("annahme/<str:public_id>/aktion/", desk.act, name="act"),
    ),
    reader=_reader,
    chapter=chapter,
    figures=_figures,
)
