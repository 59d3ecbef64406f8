"""Cards, alone and in stacks."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from weitblick.faces import numbers
from weitblick.faces.figures import Context

register = template.Library()


@register.inclusion_tag("faces/components/card.html")
def card(
    text: str,
    field: object = None,
    public_id: str = "",
    meta: str = "",
    url: str = "",
    size: str = "",
    new: bool = False,
    actions: str = "",
) -> Context:
    """The card: text, action field (I–VI, 1–6 or none), meta line, public id."""
    numeral = numbers.roman(getattr(field, "numeral", field))
    return {
        "text": text,
        "numeral": numeral,
        "css": numbers.field_class(numeral),
        "public_id": public_id,
        "meta": meta,
        "url": url,
        "size": size,
        "new": new,
        "actions": actions,
    }


@register.simple_block_tag(end_name="endcardbox")
def cardbox(content: str, text: str, **options: Any) -> SafeString:
    """A card with something below its text: buttons, a form, a bar."""
    return render_to_string("faces/components/card.html", card(text, actions=content, **options))


@register.inclusion_tag("faces/components/stack.html")
def stack(
    title: str,
    cards: Sequence[Any],
    field: object = None,
    count: int | None = None,
    url: str = "",
    shown: int = 3,
    level: int = 2,
) -> Context:
    """Cards in a group with their count; the first few open, the rest one tap away.

    level: of the heading in the page's outline.
    cards: objects or mappings with text and, if they have them, field, public_id, meta, url.
    """
    return {
        "title": title,
        "first": cards[:shown],
        "rest": cards[shown:],
        "numeral": numbers.roman(getattr(field, "numeral", field)),
        "css": numbers.field_class(field),
        "count": len(cards) if count is None else count,
        "url": url,
        "level": level,
    }
