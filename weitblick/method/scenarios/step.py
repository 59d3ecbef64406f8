"""The declaration of step 3: scenarios."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weitblick.faces.declaration import ActivityKind, ActivityOption, Fragment, Step
from weitblick.method.scenarios import analysis, assignment, queries, rehearse, typed
from weitblick.method.scenarios.chapter import chapter, method_sentence
from weitblick.method.scenarios.criteria import CROSSIMPACT, RATINGS
from weitblick.method.scenarios.views import board, desk, matrix, phone
from weitblick.workshop.models import Process


def _reader(process: Process) -> Fragment:
    rows = analysis.rated(process)
    told = queries.stories(process)
    return Fragment("scenarios/reader.html", {
        "rows": [(one, [s for s in told if s.scenario_id == one.scenario.pk]) for one in rows],
        "strip": analysis.strip([one.scenario for one in rows],
                                [f"#s-{one.scenario.item.public_id}" for one in rows]),
        "method": method_sentence(rows[0].scenario) if rows else "",
        "outlook": queries.outlook(process),
    })


def _figures(process: Process) -> dict[str, Any]:
    current = queries.current_set(process)
    result: dict[str, Any] = (current.run.result or {}) if current else {}
    return {
        "consistent": result.get("count", 0), "complete": result.get("complete", False),
        "digest": result.get("digest", ""), "chosen": len(queries.scenarios(process)),
        "stories": len(queries.stories(process)),
    }


STEP = Step(
    number=3,
    slug="scenarios",
    title=_("Szenarien"),
    lead=_(
        "Welche Annahmen passen zusammen? Alle stimmigen Zukünfte finden, auswählen und erzählen."
    ),
    activities=(
        ActivityKind(
            "crossimpact", _("Wechselwirkungen beurteilen"),
            _("Wenn das eine eintritt: Fördert oder hemmt es das andere?"),
            30, phone.judge, board.judge, (CROSSIMPACT,),
            options=(ActivityOption(
                "pairs", _("Paare je Person"), assignment.PAIRS_A_PERSON, 1, 500),),
            rehearse=rehearse.crossimpact,
        ),
        ActivityKind(
            "story", _("Zukünfte erzählen"),
            _("Wählen Sie ein Szenario und erzählen Sie einen Tag darin."),
            40, phone.tell, board.tell, rehearse=rehearse.story,
            typing=typed.STORIES,
        ),
        ActivityKind(
            "rate", _("Szenarien bewerten"),
            _("Wie wünschenswert ist jede Zukunft, und wie gut vorstellbar?"),
            10, phone.rate, board.rate, RATINGS, rehearse=rehearse.rate,
            counted=typed.counted,
        ),
    ),
    urls=(
        path("", desk.desk, name="desk"),
        path("matrix/", matrix.overview, name="matrix"),
        path("matrix/uebernehmen/", matrix.bring_in, name="import"),
        path("matrix/<str:source>/<str:target>/", matrix.section, name="section"),
        path("matrix.<str:suffix>", matrix.take_out, name="export-matrix"),
        path("berechnen/", desk.compute, name="compute"),
        path("anhalten/", desk.stop, name="stop"),
        path("stimmig/", desk.found, name="found"),
        path("stimmig/<int:place>/", desk.why, name="why"),
        path("szenarien.csv", desk.export, name="export"),
        path("szenario/<str:public_id>/", desk.scenario, name="scenario"),
        path("szenario/<str:public_id>/aktion/", desk.act, name="act"),
        path("szenario/<str:public_id>/geschichte/", desk.tell, name="tell"),
    ),
    reader=_reader,
    chapter=chapter,
    figures=_figures,
)
