"""Draws components with made-up content, for the style guide."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import get_template

register = template.Library()


@register.simple_tag(takes_context=True)
def component_sample(context: Context, path: str, given: Mapping[str, Any]) -> str:
    """A component given nothing but this; the request and the frame of the page are known to it as everywhere."""
    shared = {name: context.get(name) for name in ("frame", "LANGUAGE_CODE")}
    return get_template(path).render({**shared, **given}, context.get("request"))
