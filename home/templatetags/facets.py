"""The values of a filter. A list of notices draws hundreds: with a template for each they took most of its time."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from search.results import FacetValue

register = template.Library()

#: Deeper values of a tree are not set in any further.
DEEPEST = 3
_DEPTHS = ("", *(f' data-depth="{depth}"' for depth in range(1, DEEPEST + 1)))


@register.simple_tag
def facet_values(values: Iterable[FacetValue], name: str, form: str) -> SafeString:
    """The values as checkboxes of a form, each with its count."""
    box = f'<input type="checkbox" name="{escape(name)}" form="{escape(form)}" value='
    return mark_safe("\n".join(_value(value, box) for value in values))  # noqa: S308 (escaped here and below)


def _value(value: FacetValue, box: str) -> str:
    return (
        f"<li{_DEPTHS[min(value.depth, DEEPEST)]}><label>"
        f'{box}"{escape(value.code)}"{" checked" if value.chosen else ""}>'
        f"<span>{escape(str(value.label))}</span><small>{value.count}</small></label></li>"
    )
