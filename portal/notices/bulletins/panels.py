"""The editing screen of bulletins."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, MultipleChooserPanel, TitleFieldPanel

from portal.notices.panels import about_document, audience, body, correction, more, promote, tags

_quarter = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("year"), FieldPanel("quarter_number")]),
        FieldPanel("unit"),
    ],
    heading=_("Quarter"),
)
_figures = MultiFieldPanel([FieldPanel("figures")], heading=_("Figures"))

bulletin_content: list[Any] = [
    TitleFieldPanel("title", targets=[]),
    about_document,
    _quarter,
    _figures,
    correction,
    FieldPanel("chosen_cases"),
    MultipleChooserPanel(
        "case_links",
        chooser_field_name="case",
        heading=_("Typical cases"),
        label=_("Case"),
        help_text=_("Each is entered once and shown here; it becomes public with this bulletin."),
    ),
    audience,
    *body,
    tags,
    *more,
]

__all__ = ["bulletin_content", "promote"]
