"""What is asked of an assumption: how probable, how desirable."""

from django.utils.translation import gettext_lazy as _

from weitblick.voices.scales import Criterion, Scale

PROBABILITY = Criterion(
    "probability",
    _("Wahrscheinlichkeit"),
    _("Für wie wahrscheinlich halten Sie das bis zum Zieljahr?"),
    Scale(0, 100, 10, labels=(_("ausgeschlossen"), _("sicher"))),
)
DESIRABILITY = Criterion(
    "desirability",
    _("Wünschbarkeit"),
    _("Wie wünschenswert ist das für die Region?"),
    Scale(1, 5, labels=(_("gar nicht"), _("sehr"))),
)
CRITERIA = (PROBABILITY, DESIRABILITY)
