"""What people are asked about factors: impact, uncertainty, and who drives whom."""

from django.utils.translation import gettext_lazy as _

from weitblick.voices.scales import Criterion, Scale

IMPACT = Criterion(
    slug="impact",
    title=_("Wirkung"),
    question=_("Wie stark prägt dieser Faktor das Leben hier bis zum Zieljahr?"),
    scale=Scale(1, 5, labels=(_("kaum"), _("sehr stark"))),
)

UNCERTAINTY = Criterion(
    slug="uncertainty",
    title=_("Ungewissheit"),
    question=_("Wie ungewiss ist, in welche Richtung er sich entwickelt?"),
    scale=Scale(1, 5, labels=(_("absehbar"), _("völlig offen"))),
)

INFLUENCE = Criterion(
    slug="influence",
    title=_("Einfluss"),
    question=_("Wie stark treibt der erste Faktor den zweiten unmittelbar an?"),
    scale=Scale(0, 3, labels=(_("gar nicht"), _("schwach"), _("mittel"), _("stark"))),
)
