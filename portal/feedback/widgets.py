"""Widgets of citizens' forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class PortalWidget(forms.Widget):
    """Shown by a template of the portal; the renderer of forms knows those of packages only."""

    template_name: str

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """With the portal's templates."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class QuickSelect(forms.Select):
    """As Django's, without a template for each option: the list of categories has hundreds, and every form shows it."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The same elements."""
        widget = self.get_context(name, value, attrs)["widget"]
        groups = [(label, _options(options)) for label, options, _index in widget["optgroups"]]
        inner = format_html_join(
            "\n", "{}", ((_group(label, options) if label else options,) for label, options in groups)
        )
        return format_html('<select name="{}"{}>\n{}\n</select>', widget["name"], flatatt(widget["attrs"]), inner)


def _options(options: list[dict[str, Any]]) -> SafeString:
    parts = ((str(each["value"]), flatatt(each["attrs"]), each["label"]) for each in options)
    return format_html_join("\n", '<option value="{}"{}>{}</option>', parts)


def _group(label: str, options: SafeString) -> SafeString:
    return format_html('<optgroup label="{}">\n{}\n</optgroup>', label, options)
