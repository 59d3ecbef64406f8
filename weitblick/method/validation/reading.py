"""All votes in words: broad agreement, broad rejection, dispute, and what has to be said beside."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.faces.numbers import number
from weitblick.method.validation.results import FEW, StatementResult


def reading(rows: Sequence[StatementResult]) -> str:
    """What all votes say, in a few sentences."""
    voted = [row for row in rows if row.tally.n]
    if not voted:
        return _("Noch wurde nicht abgestimmt.")
    found = [_agreed_words(voted), _other_words(voted), _few_words(voted), _before_words(voted)]
    return " ".join(filter(None, found))


def _agreed_words(voted: Sequence[StatementResult]) -> str:
    agreed = sum(row.is_agreed for row in voted)
    words = {"agreed": number(agreed), "all": number(len(voted))}
    if len(voted) == 1:
        return _("Die Aussage findet breite Zustimmung (mindestens drei Viertel aller Stimmen, "
                 "Enthaltungen mitgezählt).") if agreed else (
            _("Die Aussage findet keine breite Zustimmung (mindestens drei Viertel aller Stimmen, "
              "Enthaltungen mitgezählt)."))
    if not agreed:
        return _("Breite Zustimmung (mindestens drei Viertel aller Stimmen, Enthaltungen "
                 "mitgezählt) findet keine Aussage.")
    return ngettext(
        "Breite Zustimmung (mindestens drei Viertel aller Stimmen, Enthaltungen mitgezählt) "
        "findet %(agreed)s von %(all)s Aussagen.",
        "Breite Zustimmung (mindestens drei Viertel aller Stimmen, Enthaltungen mitgezählt) "
        "finden %(agreed)s von %(all)s Aussagen.", agreed,
    ) % words


def _other_words(voted: Sequence[StatementResult]) -> str:
    """Broad rejection and dispute, where there is any."""
    rejected = sum(row.is_rejected for row in voted)
    disputed = sum(row.is_disputed for row in voted)
    words = [
        ngettext("%(n)s wird breit abgelehnt.", "%(n)s werden breit abgelehnt.", rejected) % {
            "n": number(rejected)} if rejected else "",
        ngettext("%(n)s ist umstritten.", "%(n)s sind umstritten.", disputed) % {
            "n": number(disputed)} if disputed else "",
    ]
    return " ".join(filter(None, words))


def _few_words(voted: Sequence[StatementResult]) -> str:
    few = [row for row in voted if row.is_few]
    if not few:
        return ""
    return ngettext(
        "Zu %(n)s Aussage gibt es weniger als %(few)s Stimmen.",
        "Zu %(n)s Aussagen gibt es weniger als %(few)s Stimmen.", len(few),
    ) % {"n": number(len(few)), "few": number(FEW)}


def _before_words(voted: Sequence[StatementResult]) -> str:
    before = [row for row in voted if row.before]
    if not before:
        return ""
    return ngettext(
        "Bei %(n)s Aussage zählen Stimmen mit, die einer früheren Fassung galten.",
        "Bei %(n)s Aussagen zählen Stimmen mit, die einer früheren Fassung galten.", len(before),
    ) % {"n": number(len(before))}
