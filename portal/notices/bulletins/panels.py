"""The editing screen of bulletins."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel

from portal.notices.panels import about_document, audience, body, cases_shown, correction, more, tags

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
    cases_shown(_("Typical cases"), _("Each is entered once and shown here; it becomes public with this bulletin.")),
    audience,
    *body,
    tags,
    *more,
]
