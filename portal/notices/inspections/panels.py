"""The editing screen of inspections: announcement, units with their feedback and ledger, results."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel

from portal.cases.admin.parts import PartsPanel
from portal.notices.inspections.forms import ItemForm
from portal.notices.panels import about_document, audience, body, correction, more

_announcement = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("round_name"), FieldPanel("inspection_type")]),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("closes_on")]),
        FieldPanel("receives", help_text=_("What people may write, call or come about.")),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
        FieldRowPanel([FieldPanel("letters"), FieldPanel("reception")]),
    ],
    heading=_("Announcement"),
    help_text=_("Shown under “open now” until the last day, and then no more, without anybody's doing."),
)
_ledger = PartsPanel(
    "items",
    [
        FieldPanel("problem"),
        FieldPanel("measure"),
        FieldRowPanel([FieldPanel("owner_unit"), FieldPanel("owner_post")]),
        FieldRowPanel([FieldPanel("due"), FieldPanel("state")]),
        FieldPanel("evidence"),
        FieldPanel("evidence_file"),
        FieldRowPanel([FieldPanel("accepted_by"), FieldPanel("accepted_on")]),
    ],
    heading=_("Ledger of rectification"),
    label=_("problem"),
    form=ItemForm,
    help_text=_("Public but for who accepted it. What is not done after its day is shown as overdue."),
)
_units = InlinePanel(
    "units",
    [
        FieldRowPanel([FieldPanel("unit"), FieldPanel("group"), FieldPanel("feedback_on")]),
        FieldPanel("political"),
        FieldPanel("people"),
        FieldPanel("party_building"),
        _ledger,
    ],
    heading=_("Units inspected"),
    label=_("unit inspected"),
    help_text=_("Feedback tells the problems in this order; leave empty what was not fed back yet."),
)
_limits = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("report_days"), FieldPanel("plan_months"), FieldPanel("progress_months")])],
    heading=_("Time limits"),
    help_text=_("The report counts from the end at the units; plan and progress from the feedback."),
    classname="collapsed",
)
_counters = InlinePanel(
    "counters",
    [FieldRowPanel([FieldPanel("what"), FieldPanel("number"), FieldPanel("unit")])],
    heading=_("Results counted elsewhere"),
    label=_("result"),
)

inspection_content: list[Any] = [
    TitleFieldPanel("title", targets=[]),
    _announcement,
    _units,
    _counters,
    _limits,
    about_document,
    audience,
    *body,
    *more,
    correction,
]
