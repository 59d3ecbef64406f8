"""The declaration of step 4: options."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weitblick.faces.declaration import DOTS_OPTIONS, ActivityKind, ActivityOption, Step
from weitblick.method.options import rehearse, typed
from weitblick.method.options.chapter import chapter
from weitblick.method.options.criteria import EFFECT, EFFORT, IMPACT, RATED
from weitblick.method.options.queries import options
from weitblick.method.options.turns import QUOTA
from weitblick.method.options.views import acts, board, desk, favouring, phone, sorting
from weitblick.method.options.views.reader import reader
from weitblick.voices.ballots import DOTS, RANK
from weitblick.workshop.models import Process


def figures(process: Process) -> dict[str, Any]:
    """The numbers of this step."""
    return {"options": len(options(process))}


STEP = Step(
    number=4,
    slug="options",
    title=_("Handlungsoptionen"),
    lead=_("Was können wir tun, wer macht mit, und hilft es in jeder Zukunft?"),
    activities=(
        ActivityKind(
            "collect", _("Optionen sammeln"),
            _("Was können wir tun? Eine Idee je Karte: was geschehen soll und wer was macht."),
            20, phone.collect, board.collect, rehearse=rehearse.collect,
            typing=typed.CARDS,
        ),
        ActivityKind(
            "dots", _("Punkte kleben"),
            _("Was soll zuerst geschehen? Verteilen Sie Ihre Punkte."),
            10, favouring.dots, favouring.board_dots, criteria=(DOTS,),
            options=DOTS_OPTIONS, rehearse=rehearse.dots, counted=typed.counted,
        ),
        ActivityKind(
            "grid", _("Wirkung und Aufwand"),
            _("Wie viel bewirkt die Option, und wie viel Aufwand macht sie?"),
            15, favouring.grid, favouring.board_grid, criteria=(EFFORT, IMPACT),
            rehearse=rehearse.grid,
        ),
        ActivityKind(
            "rank", _("Rangfolge bilden"),
            _("Was soll zuerst kommen? Ordnen Sie die Optionen."),
            10, favouring.rank, favouring.board_rank, criteria=(RANK,), rehearse=rehearse.rank,
        ),
        ActivityKind(
            "rate", _("Optionen bewerten"),
            _("Wie viel bewirkt die Option, wie viel Aufwand macht sie, stehen Sie dahinter?"),
            15, phone.rate, board.rate, criteria=RATED, rehearse=rehearse.rate,
            counted=typed.counted,
        ),
        ActivityKind(
            "effects", _("Wirkungen beurteilen"),
            _("Fördert oder hemmt die Option diese Entwicklung?"),
            20, phone.effects, board.effects, criteria=(EFFECT,),
            options=(ActivityOption("questions", _("Fragen je Person"), QUOTA, 1, 200),),
            rehearse=rehearse.effects,
        ),
    ),
    urls=(
        path("", desk.desk, name="desk"),
        path("karten/", sorting.cards, name="cards"),
        path("karten/legen/", sorting.lay, name="lay"),
        path("verlauf/<int:pk>/zurueck/", sorting.undo, name="undo"),
        path("neu/", acts.create, name="create"),
        path("zusammenfuehren/", acts.merge, name="merge"),
        path("export.csv", acts.export, name="export"),
        path("<str:public_id>/", desk.option, name="option"),
        path("<str:public_id>/wortlaut/", acts.reword, name="reword"),
        path("<str:public_id>/trennen/", acts.unmerge, name="unmerge"),
        path("<str:public_id>/zur-seite/", acts.retire, name="retire"),
        path("<str:public_id>/zurueck/", acts.restore, name="restore"),
        path("<str:public_id>/beteiligte/", acts.add_partner, name="add-partner"),
        path("<str:public_id>/beteiligte/weg/", acts.remove_partner, name="remove-partner"),
        path("<str:public_id>/wirkungen/", desk.effects, name="effects"),
        path("<str:public_id>/wirkungen/eintragen/", acts.type_effects, name="type-effects"),
    ),
    reader=reader,
    chapter=chapter,
    figures=figures,
)
