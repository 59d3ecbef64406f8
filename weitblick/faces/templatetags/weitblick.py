"""The components of the design system as template tags: {% load weitblick %}.

Each tag renders `faces/components/<name>.html`. What they take is listed in docs/faces.md and
shown on the living page. They are written in `weitblick/faces/components/`, by what they are about.
"""

from django import template
from django.template.context import Context as TemplateContext
from django.template.loader_tags import BLOCK_CONTEXT_KEY

from .. import numbers
from ..components import cards, notices, pictures, questions

register = template.Library()
for part in (cards, notices, pictures, questions):
    register.tags |= part.register.tags
register.filter("number", numbers.number)
register.filter("percent", numbers.percent)
register.filter("signed", numbers.signed)
register.filter("roman", numbers.roman)
register.filter("field_colour", numbers.field_class)
register.filter("tone", numbers.tone_class)


@register.simple_tag(takes_context=True)
def again(context: TemplateContext, name: str) -> str:
    """Render a block of the page a second time (the title as heading, too). Frames only."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return block.render(context) if block else ""
