"""Fields of the Landesprogramm Solidarisches Zusammenleben der Generationen (LSZ)."""

from django.utils.translation import gettext_lazy as _

FIELDS = (
    ("2.1", _("Steuerung, Vernetzung, Nachhaltigkeit und Planung")),
    ("2.2", _("Vereinbarkeit von Familie, Beruf und Sorge, Mobilität")),
    ("2.3", _("Bildung im familiären Umfeld")),
    ("2.4", _("Beratung, Unterstützung und Information")),
    ("2.5", _("Wohnumfeld und Lebensqualität")),
    ("2.6", _("Dialog der Generationen")),
)
CHOICES = [("", _("keines")), *((code, f"{code} {title}") for code, title in FIELDS)]


def title_of(code: str) -> str:
    """Number and name of a field; '' for none."""
    return next((f"{code} {title}" for known, title in FIELDS if known == code), "")
