"""What is asked about a recommendation, and on which scale."""

from django.utils.translation import gettext_lazy as _

from weitblick.voices.scales import Criterion, Scale

RESPONSE = Criterion(
    "paper-response", _("Rückmeldung"), _("Tragen Sie diese Empfehlung mit?"),
    Scale(-1, 1, labels=(_("trage ich nicht mit"), _("unsicher"), _("trage ich mit"))),
)
AGREE, UNSURE, DISAGREE = 1, 0, -1
SIDES = {AGREE: "agree", UNSURE: "unsure", DISAGREE: "disagree"}
