"""How long something lasts, in words: {% load agenda %}."""

from django import template
from django.utils.translation import ngettext

register = template.Library()
HOUR, DAY = 60, 24 * 60


@register.filter
def lasting(minutes: int) -> str:
    """"45 Minuten", "2 Stunden 15 Minuten", "14 Tage"."""
    days, rest = divmod(minutes, DAY)
    hours, left = divmod(rest, HOUR)
    parts = []
    if days:
        parts.append(ngettext("%d Tag", "%d Tage", days) % days)
    if hours:
        parts.append(ngettext("%d Stunde", "%d Stunden", hours) % hours)
    if left or not parts:
        parts.append(ngettext("%d Minute", "%d Minuten", left) % left)
    return " ".join(parts)
