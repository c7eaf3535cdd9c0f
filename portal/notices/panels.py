"""The editing screens of case notices and warnings, and what those of all notices share."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, MultipleChooserPanel, TitleFieldPanel

from portal.cases.widgets import TermCheckboxes
from portal.organisations.widgets import TreeCheckboxes

correction = MultiFieldPanel(
    [FieldPanel("correction_what"), FieldPanel("correction_why"), FieldPanel("wording_only")],
    heading=_("Correction"),
    help_text=_("Only where readers know the notice already: the day is added, and the note stands on top of it."),
)
about_document = MultiFieldPanel(
    [
        FieldRowPanel(
            [
                FieldPanel("document_number", help_text=_("As printed, brackets and year included: 〔2026〕3号.")),
                FieldPanel("index_number", help_text=_("That of the open-government catalogue, if it has one.")),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("issuing_unit"),
                FieldPanel("region", help_text=_("Only where it is another than that of the issuing unit.")),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("written_on", help_text=_("The date under the text.")),
                FieldPanel("published_on", help_text=_("Lists, filters and search go by this date.")),
            ]
        ),
        FieldPanel("source_url", help_text=_("Where it was published first, if that was elsewhere.")),
    ],
    heading=_("About the document"),
)


def who_may_read(heading: Any, named: Any = "") -> MultiFieldPanel:
    """Public or internal, and the units named; ``named`` says what being named means for them."""
    public_or_internal = _("Public notices are read by everybody; internal ones by the units named alone.")
    return MultiFieldPanel(
        [
            FieldPanel("scope", help_text=public_or_internal),
            FieldPanel("audience", widget=TreeCheckboxes, help_text=named),
            FieldPanel("audience_includes_subunits"),
        ],
        heading=heading,
    )


def cases_shown(heading: Any, help_text: Any) -> MultipleChooserPanel:
    """The cases that a notice shows, in its order."""
    return MultipleChooserPanel(
        "case_links", chooser_field_name="case", heading=heading, label=_("Case"), help_text=help_text
    )


audience = who_may_read(_("Who may read it"))
_warned = who_may_read(
    _("Who is warned, and who may read it"),
    _(
        "The units that are warned: their staff are told and acknowledge it. "
        "Of an internal warning, also those who may read it."
    ),
)
body = [
    FieldPanel("summary", help_text=_("One or two sentences; lists and search results show them.")),
    FieldPanel("body"),
]
tags = MultiFieldPanel(
    [
        FieldPanel("violations", widget=TermCheckboxes),
        FieldPanel("forms", widget=TermCheckboxes),
        FieldPanel("keywords"),
    ],
    heading=_("Tags"),
)
more = [
    FieldPanel("attachments"),
    FieldPanel("related", help_text=_("Readers see those of them that they may read.")),
]
_validity = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("warning_kind"), FieldPanel("holiday")]),
        FieldRowPanel(
            [
                FieldPanel("valid_from", help_text=_("Empty: from the day it is published.")),
                FieldPanel("valid_to", help_text=_("The last day. Empty: until it is taken down.")),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("addressees"),
                FieldPanel("hotline", help_text=_("Where to report what the warning is about.")),
            ]
        ),
    ],
    heading=_("Validity"),
)

case_notice_content: list[Any] = [
    TitleFieldPanel("title", targets=[]),
    about_document,
    FieldPanel("batch"),
    audience,
    cases_shown(_("Cases"), _("Each is entered once and shown here; it becomes public with this notice.")),
    *body,
    tags,
    *more,
    correction,
]
warning_content: list[Any] = [
    TitleFieldPanel("title", targets=[]),
    about_document,
    _validity,
    _warned,
    cases_shown(_("Cases it warns from"), _("Readers see those of them that are public.")),
    *body,
    tags,
    *more,
    correction,
]
promote: list[Any] = [
    MultiFieldPanel(
        [
            FieldPanel("slug", help_text=_("Empty: made of the date and a short mark.")),
            FieldPanel("seo_title"),
            FieldPanel("search_description"),
        ]
    )
]
