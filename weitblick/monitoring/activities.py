"""The activities of the monitoring: what is tried and shown in a hall."""

from django.utils.translation import gettext_lazy as _

from weitblick.faces.declaration import ActivityKind
from weitblick.monitoring import rehearse
from weitblick.monitoring.views import board, whatif_live

WHATIF = ActivityKind(
    "whatif", _("Was wäre, wenn?"),
    _("Was würden Sie schließen, öffnen oder verlegen? Die Leinwand zeigt, was es ändert."),
    20, whatif_live.phone, whatif_live.board, rehearse=rehearse.whatif, typing=rehearse.PROPOSALS,
)

ACTIVITIES: tuple[ActivityKind, ...] = (WHATIF, board.INDICATOR)
