"""Widgets of citizens' forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class PortalWidget(forms.Widget):
    """Shown by a template of the portal; the renderer of forms knows those of packages only."""

    template_name: str

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """With the portal's templates."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))
