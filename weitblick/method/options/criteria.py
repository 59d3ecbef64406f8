"""What is asked about an option, and on which scale."""

from django.utils.translation import gettext_lazy as _

from weitblick.voices.scales import Criterion, Scale

IMPACT = Criterion(
    "option-impact", _("Wirkung"), _("Wie viel bewirkt das bis zum Zieljahr?"),
    Scale(1, 5, labels=(_("wenig"), _("sehr viel"))),
)
EFFORT = Criterion(
    "option-effort", _("Aufwand"), _("Wie viel Aufwand macht das?"),
    Scale(1, 5, labels=(_("wenig"), _("sehr viel"))),
)
SUPPORT = Criterion(
    "option-support", _("Rückhalt"), _("Wie sehr stehen Sie dahinter?"),
    Scale(1, 5, labels=(_("gar nicht"), _("voll und ganz"))),
)
EFFECT = Criterion(
    "option-effect", _("Wirkung auf eine Annahme"),
    _("Macht diese Option die Entwicklung unwahrscheinlicher oder wahrscheinlicher?"),
    Scale(-3, 3, labels=(_("hemmt stark"), _("fördert stark"))),
)
RATED = (IMPACT, EFFORT, SUPPORT)
