"""The editing screens of notices."""

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
_document = MultiFieldPanel(
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
_audience = MultiFieldPanel(
    [
        FieldPanel(
            "scope", help_text=_("Public notices are read by everybody; internal ones by the units named alone.")
        ),
        FieldPanel("audience", widget=TreeCheckboxes),
        FieldPanel("audience_includes_subunits"),
    ],
    heading=_("Who may read it"),
)
_warned = MultiFieldPanel(
    [
        FieldPanel(
            "scope", help_text=_("Public notices are read by everybody; internal ones by the units named alone.")
        ),
        FieldPanel(
            "audience",
            widget=TreeCheckboxes,
            help_text=_(
                "The units that are warned: their staff are told and acknowledge it. "
                "Of an internal warning, also those who may read it."
            ),
        ),
        FieldPanel("audience_includes_subunits"),
    ],
    heading=_("Who is warned, and who may read it"),
)
_text = [
    FieldPanel("summary", help_text=_("One or two sentences; lists and search results show them.")),
    FieldPanel("body"),
]
_tags = MultiFieldPanel(
    [
        FieldPanel("violations", widget=TermCheckboxes),
        FieldPanel("forms", widget=TermCheckboxes),
        FieldPanel("keywords"),
    ],
    heading=_("Tags"),
)
_more = [
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
    _document,
    FieldPanel("batch"),
    _audience,
    MultipleChooserPanel(
        "case_links",
        chooser_field_name="case",
        heading=_("Cases"),
        label=_("Case"),
        help_text=_("Each is entered once and shown here; it becomes public with this notice."),
    ),
    *_text,
    _tags,
    *_more,
    correction,
]
warning_content: list[Any] = [
    TitleFieldPanel("title", targets=[]),
    _document,
    _validity,
    _warned,
    MultipleChooserPanel(
        "case_links",
        chooser_field_name="case",
        heading=_("Cases it warns from"),
        label=_("Case"),
        help_text=_("Readers see those of them that are public."),
    ),
    *_text,
    _tags,
    *_more,
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

#: For the screens of notices that stand in rooms of their own.
about_document, audience, body, tags, more = _document, _audience, _text, _tags, _more
