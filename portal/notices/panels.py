"""The editing screens of notices."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel

_document = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("document_number"), FieldPanel("index_number")]),
        FieldRowPanel([FieldPanel("issuing_unit"), FieldPanel("region")]),
        FieldRowPanel([FieldPanel("written_on"), FieldPanel("published_on")]),
        FieldPanel("source_url"),
    ],
    heading=_("Document"),
)
_audience = MultiFieldPanel(
    [FieldPanel("scope"), FieldPanel("audience"), FieldPanel("audience_includes_subunits")],
    heading=_("Who may read it"),
)
_text = [FieldPanel("summary"), FieldPanel("body")]
_tags = MultiFieldPanel([FieldPanel("violations"), FieldPanel("forms"), FieldPanel("keywords")], heading=_("Tags"))
_more = [FieldPanel("attachments"), FieldPanel("related")]
_validity = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("warning_kind"), FieldPanel("holiday")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldRowPanel([FieldPanel("addressees"), FieldPanel("hotline")]),
    ],
    heading=_("Validity"),
)

case_notice_content: list[Any] = [
    TitleFieldPanel("title"),
    _document,
    FieldPanel("batch"),
    _audience,
    *_text,
    _tags,
    *_more,
]
warning_content: list[Any] = [TitleFieldPanel("title"), _document, _validity, _audience, *_text, _tags, *_more]
promote: list[Any] = [MultiFieldPanel([FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")])]
