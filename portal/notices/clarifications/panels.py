"""The editing screen of clarifications: who, what was alleged and found, what is cleared by it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
    TitleFieldPanel,
)

from portal.cases.admin.parts import PartsPanel
from portal.notices.clarifications.forms import ClearedCaseForm
from portal.notices.panels import about_document, audience, body, correction, more

_person = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("cleared_kind"), FieldPanel("person_name"), FieldPanel("person_masked")]),
        FieldRowPanel([FieldPanel("person_post"), FieldPanel("person_unit")]),
        FieldRowPanel([FieldPanel("name_form"), FieldPanel("consent_on"), FieldPanel("consent_form")]),
    ],
    heading=_("Who is cleared"),
    help_text=_("A person is masked in all of the text unless they have consented to be named."),
)
_finding = MultiFieldPanel(
    [
        FieldPanel("accusation", help_text=_("What was alleged, in general words; nothing that leads to who did.")),
        FieldRowPanel([FieldPanel("verified_by"), FieldPanel("finding")]),
    ],
    heading=_("What was alleged and found"),
    help_text=_("No evidence that rules it out, or an explanation taken on trust, clears nobody."),
)
_clearing = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("mode"), FieldPanel("clarified_on")]),
        FieldPanel("extent"),
        PartsPanel(
            "case_links",
            [FieldPanel("case"), FieldPanel("subject")],
            heading=_("Cases cleared"),
            label=_("case"),
            help_text=_("The subjects of a case can be chosen once the draft is saved with it."),
            form=ClearedCaseForm,
        ),
        InlinePanel(
            "notice_links",
            [
                PageChooserPanel(
                    "notice",
                    page_type=["notices.CaseNoticePage", "notices.WarningPage", "notices.BulletinPage"],
                )
            ],
            heading=_("Notices cleared"),
            label=_("notice"),
        ),
        FieldPanel("elsewhere"),
    ],
    heading=_("How and what it clears"),
)
_internal = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("approved_by"), FieldPanel("approved_on"), FieldPanel("visit_on")]),
        InlinePanel(
            "steps",
            [FieldRowPanel([FieldPanel("step"), FieldPanel("done_on")]), FieldPanel("note")],
            heading=_("Steps"),
            label=_("step"),
        ),
    ],
    heading=_("Approval and steps (internal)"),
    help_text=_("Nothing of this is ever public."),
)

clarification_content: list[Any] = [
    TitleFieldPanel("title", targets=[]),
    _person,
    _finding,
    _clearing,
    _internal,
    about_document,
    audience,
    *body,
    *more,
    correction,
]
