"""The declaration of step 1: factors."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weitblick.faces.declaration import DOTS_OPTIONS, ActivityKind, ActivityOption, Step
from weitblick.method.factors import queries, rehearse, typed
from weitblick.method.factors.chapter import chapter
from weitblick.method.factors.criteria import IMPACT, INFLUENCE, UNCERTAINTY
from weitblick.method.factors.views import (
    board,
    choosing,
    driving,
    favouring,
    overview,
    phone,
    shaping,
    sorting,
    weighing,
)
from weitblick.method.factors.views.reader import reader
from weitblick.voices.ballots import DOTS
from weitblick.workshop.models import Process


def figures(process: Process) -> dict[str, Any]:
    """Cards, factors and key factors that count."""
    return {
        "cards": len(queries.cards(process)),
        "factors": len(queries.factors(process)),
        "key_factors": len(queries.key_factors(process)),
    }


ACTIVITIES = (
    ActivityKind(
        slug="cards", title=_("Karten sammeln"),
        prompt=_("Was bewegt das Leben hier bis zum Zieljahr? Ein Gedanke je Karte."),
        minutes=20, phone=phone.cards, board=board.board_cards, rehearse=rehearse.cards,
        typing=typed.CARDS,
    ),
    ActivityKind(
        slug="dots", title=_("Punkte kleben"),
        prompt=_("Was prägt das Leben hier am stärksten? Verteilen Sie Ihre Punkte."),
        minutes=10, phone=favouring.dots, board=favouring.board_dots, criteria=(DOTS,),
        options=DOTS_OPTIONS, rehearse=rehearse.dots,
        counted=typed.counted,
    ),
    ActivityKind(
        slug="rate", title=_("Faktoren einschätzen"),
        prompt=_("Wie stark wirkt jeder Faktor, und wie ungewiss ist er?"),
        minutes=20, phone=phone.rate, board=board.board_rate, criteria=(IMPACT, UNCERTAINTY),
        rehearse=rehearse.rate, counted=typed.counted,
    ),
    ActivityKind(
        slug="influence", title=_("Einfluss beurteilen"),
        prompt=_("Wer treibt wen unmittelbar an?"),
        minutes=30, phone=phone.influence, board=board.board_influence, criteria=(INFLUENCE,),
        options=(ActivityOption("pairs", _("Paare je Person"), 0, 0, 200, _(
            "0: so viele, dass zusammen alle Paare gefragt werden.")),),
        rehearse=rehearse.influence,
    ),
)

URLS = (
    path("", overview.desk, name="desk"),
    path("verlauf/<int:pk>/zurueck/", overview.undo, name="undo"),
    path("faktoren.csv", overview.export, name="export"),
    path("karten/", sorting.cards, name="cards"),
    path("karten/legen/", sorting.lay, name="lay"),
    path("karten/papier/", sorting.paper, name="paper"),
    path("karten/gruppe/<int:pk>/", sorting.group, name="group"),
    path("faktoren/", shaping.factors, name="factors"),
    path("faktoren/neu/", sorting.new_factor, name="new-factor"),
    path("faktoren/zusammenfuehren/", shaping.merge, name="merge"),
    path("faktoren/<str:public_id>/", shaping.factor, name="factor"),
    path("einschaetzung/", weighing.rate, name="rate"),
    path("einschaetzung/auswahl/", weighing.shortlist, name="shortlist"),
    path("einschaetzung/haende/", weighing.hands, name="hands"),
    path("einfluss/", driving.matrix, name="influence"),
    path("einfluss/eintragen/", driving.entry, name="entry"),
    path("schluessel/", choosing.key, name="key"),
)

STEP = Step(
    number=1,
    slug="factors",
    title=_("Einflussfaktoren"),
    lead=_("Was bewegt die Region? Karten sammeln, zu Faktoren bündeln, Schlüsselfaktoren wählen."),
    activities=ACTIVITIES,
    urls=URLS,
    reader=reader,
    chapter=chapter,
    figures=figures,
)
