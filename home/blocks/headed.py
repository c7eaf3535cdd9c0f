"""What the sections of the home page have in common: a heading of their own, or the usual one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class HeadedBlock(blocks.StructBlock):
    """A section with a heading."""

    #: What stands above it where the editor wrote nothing.
    usual_heading: str | Promise = ""

    heading = blocks.CharBlock(
        label=_("Heading of the section"), required=False, max_length=60, help_text=_("Empty: the usual one.")
    )
    heading_en = blocks.CharBlock(label=_("Heading in English"), required=False, max_length=80)

    class Meta:
        # What is shown comes from the site itself.
        preview_value: ClassVar[dict[str, Any]] = {}

    def get_preview_value(self) -> Any:
        """The sample; what it leaves out is at its default, as in what is stored."""
        return self.to_python(self.meta.preview_value)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the heading in the reader's language."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "heading": str(in_language(value, "heading") or self.usual_heading)}


def in_language(value: Any, name: str) -> Any:
    """What an editor wrote, in the reader's language; Chinese where there is no English."""
    return (get_language() == "en" and value.get(f"{name}_en")) or value.get(name)
