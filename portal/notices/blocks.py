"""Blocks that only notices have."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.content.blocks import BodyBlock


class CasesBlock(blocks.StaticBlock):
    """Marks where the cases of the notice stand in its text."""

    class Meta:
        icon = "folder-open-inverse"
        label = _("Cases of the notice")
        description = _("The place of the cases in the text. Without it they stand at its end.")
        admin_text = _("The cases chosen above are shown here.")
        preview_template = "notices/blocks/cases_preview.html"

    def render(self, value: Any, context: Any = None) -> str:
        """The cases that the page has put into its context."""
        return render_to_string("notices/blocks/cases.html", {"cases": (context or {}).get("cases", ())})


class CaseNoticeBody(BodyBlock):
    """What the body of a case notice may hold."""

    cases = CasesBlock()

    class Meta:
        label = _("Body")
