"""What is asked of pairs of assumptions and of whole scenarios."""

from django.utils.translation import gettext_lazy as _

from weitblick.voices.scales import Criterion, Scale

CROSSIMPACT = Criterion(
    "crossimpact",
    _("Wechselwirkung"),
    _("Wenn das eine eintritt: Fördert oder hemmt es das andere?"),
    Scale(-3, 3, labels=(_("hemmt stark"), _("fördert stark"))),
)
DESIRABILITY = Criterion(
    "desirability",
    _("Wünschbarkeit"),
    _("Wie wünschenswert ist diese Zukunft?"),
    Scale(1, 5, labels=(_("gar nicht"), _("sehr"))),
)
PLAUSIBILITY = Criterion(
    "plausibility",
    _("Plausibilität"),
    _("Wie gut können Sie sich vorstellen, dass es so kommt?"),
    Scale(1, 5, labels=(_("gar nicht"), _("sehr gut"))),
)
RATINGS = (DESIRABILITY, PLAUSIBILITY)
