"""What machines read of a page, as a block of data in its head; and how people cite it."""

import json
from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from home import structured_data
from home.glossary.terms import GlossaryTerm
from portal.cases.public import PublicCase
from portal.notices.models import BulletinPage, NoticePage

register = template.Library()

#: So that no text can end the block, as in Django's ``json_script``.
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.simple_tag(takes_context=True)
def site_data(context: Context) -> SafeString:
    """The site and its sponsor, on the home page."""
    frame = context["frame"]
    return _block(structured_data.website(frame), structured_data.sponsor(frame))


@register.simple_tag(takes_context=True)
def notice_data(context: Context, page: NoticePage) -> SafeString:
    """A public notice."""
    return _block(structured_data.notice(page, _path(context)))


@register.simple_tag(takes_context=True)
def bulletin_data(context: Context, page: BulletinPage) -> SafeString:
    """A public bulletin with its tables as data; those of an older revision are nobody's newest data."""
    path = _path(context)
    files = [
        (grid.code, grid.label, reverse("bulletin_table", args=(page.slug, grid.code, extension)), kind.content_type)
        for grid, _drawings in (context["grids"] if context["is_latest"] and context["figures"].frozen else ())
        for extension, kind in context["formats"].items()
    ]
    return _block(structured_data.notice(page, path), *structured_data.datasets(page, path, files))


@register.simple_tag(takes_context=True)
def glossary_data(context: Context, terms: Iterable[GlossaryTerm]) -> SafeString:
    """The glossary."""
    return _block(structured_data.glossary(terms, _("Glossary"), _path(context)))


@register.simple_tag(takes_context=True)
def breadcrumb_data(context: Context, above: Any, here: str, parent: str, parent_url: str) -> SafeString:
    """The steps that the breadcrumb shows."""
    steps = [(_("Home"), reverse("wagtail_serve", args=("",))), *(above or ())]
    if parent_url:
        steps.append((str(parent), parent_url))
    return _block(structured_data.breadcrumbs([*steps, (str(here), _path(context))]))


@register.simple_tag(takes_context=True)
def citation(context: Context, page: NoticePage) -> str:
    """The notice as a reference after GB/T 7714: who, what, when it was published, where. Always in Chinese order."""
    author = page.issuing_unit.name if page.issuing_unit else context["frame"].sponsor or context["frame"].site_name
    number = f"：{page.document_number}" if page.document_number else ""
    return f"{author}. {page.title}{number}[EB/OL]. ({page.published_on:%Y-%m-%d}). {settings.SITE_URL}{_path(context)}"


@register.simple_tag(takes_context=True)
def case_data(context: Context, case: PublicCase) -> SafeString:
    """A public case."""
    return _block(structured_data.case(case, _path(context)))


@register.simple_tag(takes_context=True)
def case_citation(context: Context, case: PublicCase) -> str:
    """The case as a reference after GB/T 7714: who published it, what, when, where."""
    frame = context["frame"]
    return (
        f"{frame.sponsor or frame.site_name}. {case.heading}[EB/OL]. "
        f"({case.published_on:%Y-%m-%d}). {settings.SITE_URL}{_path(context)}"
    )


def _block(*nodes: dict[str, Any]) -> SafeString:
    text = json.dumps(structured_data.graph(*nodes), ensure_ascii=False).translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped above)


def _path(context: Context) -> str:
    request = context.get("request")
    return request.path if request else "/"
