"""Sections of words alone: free text, and doors to other parts of the site."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.headed import HeadedBlock, in_language
from portal.content.blocks import PARAGRAPH_FEATURES


class TextSectionBlock(HeadedBlock):
    """What the editor has to say."""

    text = blocks.RichTextBlock(label=_("Text of the section"), features=PARAGRAPH_FEATURES)
    text_en = blocks.RichTextBlock(label=_("Text in English"), features=PARAGRAPH_FEATURES, required=False)

    class Meta:
        icon = "pilcrow"
        label = _("Free text")
        template = "home/blocks/text.html"
        description = _("Some paragraphs: an announcement, an explanation, links. Chinese, and English if you like.")
        preview_value: ClassVar[dict[str, str]] = {
            "heading": "关于第三季度通报",
            "text": "<p>第三季度通报已发布，附各类问题处理情况统计表。</p>",
        }

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the text in the reader's language."""
        return {**super().get_context(value, parent_context), "text": in_language(value, "text")}


class DoorsBlock(HeadedBlock):
    """Large links to the sections of the main navigation."""

    usual_heading = _("Sections")

    class Meta:
        icon = "link"
        label = _("Doors to the sections")
        template = "home/blocks/doors.html"
        description = _("Large links to the sections of the site, as in the main navigation.")
