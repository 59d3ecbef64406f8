"""The one question a statement is put to."""

from django.utils.translation import gettext_lazy as _

from weitblick.voices.scales import Criterion, Scale

VOTE = Criterion(
    "vote", _("Zustimmung"), _("Stimmen Sie dieser Aussage zu?"),
    Scale(-1, 1, labels=(_("stimme nicht zu"), _("weiter"), _("stimme zu"))),
)
AGREE, PASS, DISAGREE = 1, 0, -1
SIDES = {AGREE: "agree", PASS: "pass", DISAGREE: "disagree"}
GROUPS = "opinions.analyse"
"""The name of the engine that looks for opinion groups."""
