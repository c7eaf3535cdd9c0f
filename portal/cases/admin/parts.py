"""Inline rows with a form of their own. Apart from the forms themselves, which need all models to be there."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import InlinePanel


class PartsPanel(InlinePanel):
    """Inline rows, each in a form of its own class."""

    def __init__(self, *args: Any, form: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form = form

    def clone_kwargs(self) -> dict[str, Any]:
        """With the class of the form."""
        return {**super().clone_kwargs(), "form": self.form}

    def get_form_options(self) -> dict[str, Any]:
        """With the class of the form."""
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = self.form
        return options
