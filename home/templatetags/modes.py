"""What templates do with the modes that a reader has chosen."""

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from home.modes.chosen import Modes
from home.modes.readings import with_readings

register = template.Library()


@register.simple_block_tag(takes_context=True)
def pinyin(context: Context, content: SafeString) -> SafeString:
    """What stands inside, with readings over rare characters for readers who want them.

    Never in ``<title>``, in attributes or in data: it gives elements.
    """
    modes: Modes | None = context.get("modes")
    return with_readings(content) if modes and modes.pinyin else content
