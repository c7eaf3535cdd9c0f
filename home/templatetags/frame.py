"""What the frame of every page prints: navigation, languages, addresses for machines."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.template.context import Context
from django.template.defaultfilters import stringfilter, truncatechars
from django.utils import timezone
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

from home.models import SiteFrame, StandardPage
from home.navigation import NavigationLink, in_language, label_of, main_navigation
from portal.content.caching.memory import remembered
from portal.content.models import PortalDocument
from portal.content.prepared import Given, PreparedQuery
from search import vocabularies

register = template.Library()

#: Our codes as browsers and screen readers know them.
TAGS = {"zh-hans": "zh-Hans", "en": "en"}
HAN = re.compile("[\u3400-\u9fff]+")
PARTS = re.compile("(?<=、)(?!$)")
NAMES = {"zh-hans": "简体中文", "en": "English"}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The page at hand in one language."""

    tag: str
    name: str
    path: str
    address: str
    current: bool


@register.simple_tag
def language_tag() -> str:
    """The language of the page, for ``<html lang>``."""
    return TAGS.get(get_language() or "", TAGS[settings.LANGUAGE_CODE])


@register.simple_tag
def written_in_chinese(text: str | None = None) -> SafeString:
    """The attribute for content on pages in another language: it is Chinese, unless a given text has no Han."""
    foreign = get_language() != settings.LANGUAGE_CODE and (text is None or HAN.search(text))
    return mark_safe(' lang="zh-Hans"' if foreign else "")  # noqa: S308 (constant)


@register.filter
@stringfilter
def marking_chinese(text: str) -> SafeString:
    """A text that quotes Chinese words, for those who have a page in another language read aloud."""
    escaped = conditional_escape(text)
    if get_language() == settings.LANGUAGE_CODE:
        return escaped
    return mark_safe(HAN.sub(r'<span lang="zh-Hans">\g<0></span>', escaped))  # noqa: S308 (escaped)


@register.filter
@stringfilter
def unbroken_parts(name: str) -> SafeString:
    """A name of several offices, in which a line ends between two rather than within one."""
    return format_html_join("", "<span>{}</span>", ((part,) for part in PARTS.split(name)))


@register.simple_tag(takes_context=True)
def languages(context: Context) -> tuple[LanguageLink, ...]:
    """The page at hand in every language."""
    here = _path(context, whole=True)
    links = ((code, in_language(here, code)) for code, _name in settings.LANGUAGES)
    return tuple(
        LanguageLink(TAGS[code], NAMES[code], path, settings.SITE_URL + path, code == get_language())
        for code, path in links
    )


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> Iterable[NavigationLink]:
    """The main navigation."""
    return tuple(main_navigation(_path(context)))


@register.simple_tag(takes_context=True)
def foot_of_pages(context: Context) -> SafeString:
    """The foot that all pages have alike: the language and, for its year, the day are all it depends on."""
    request, language = context.get("request"), get_language()
    given = {name: context[name] for name in ("request", "frame", "LANGUAGE_CODE") if name in context}

    def made() -> SafeString:
        template: Any = context.template
        foot: SafeString = template.engine.get_template("components/footer.html").render(context.new(given))
        return foot

    return remembered(request, ("foot", language, timezone.localdate()), made)


@register.simple_tag(takes_context=True)
def canonical_address(context: Context) -> str:
    """The one public address of the page at hand, without its query string."""
    return settings.SITE_URL + _path(context)


@register.simple_tag
def address_of(file: PortalDocument) -> str:
    """The address of an attachment as it is typed from paper."""
    return f"{settings.SITE_URL}{file.url}"


@register.simple_tag
def site_domain() -> str:
    """The host name of the site."""
    return urlsplit(settings.SITE_URL).hostname or ""


@register.filter
def name_of(frame: SiteFrame) -> str:
    """The site's name in the reader's language."""
    return frame.site_name_en if get_language() == "en" else frame.site_name


@register.filter
def kind_name(kind: str) -> str:
    """What readers call a kind of document; the same words as in the search filter."""
    return vocabularies.labels("kind", (kind,))[kind].label


@register.filter
def digits(text: str) -> str:
    """Only its digits."""
    return "".join(filter(str.isdecimal, text))


@register.filter
def host_of(address: str) -> str:
    """The host name of an address, to show in its place."""
    return urlsplit(address).hostname or address


@register.filter(is_safe=True)
@stringfilter
def shortened(text: str, length: int) -> str:
    """So many characters at most. Most texts here are shorter, but Django counts each character before it knows."""
    return text if len(text) <= length else str(truncatechars(text, length))


@register.filter
def paired(first: Iterable[object], second: Iterable[object]) -> Iterable[tuple[object, object]]:
    """Two lists of one length, side by side."""
    return tuple(zip(first, second, strict=True))


@register.filter
def in_reader_language(path: str) -> str:
    """A path as search stores it, without a language, in the reader's language."""
    return in_language(path, get_language() or settings.LANGUAGE_CODE)


@register.simple_tag(takes_context=True)
def trail(context: Context, page: Page) -> tuple[tuple[str, str], ...]:
    """Titles and addresses from below the home page to the parent of a page."""
    request = context.get("request")
    parent = page.get_parent()
    # Most pages stand right below a section, which routing has read already.
    ancestors = (parent,) if page.depth == 4 else page.get_ancestors().filter(depth__gt=2)
    above = ((ancestor.title, ancestor.get_url(request) or "") for ancestor in ancestors)
    return tuple((_translated(title, url), url) for title, url in above)


@register.simple_tag(takes_context=True)
def section_title(context: Context, title: str) -> str:
    """The title of the section at hand; its content is Chinese, but its name is known in every language."""
    return _translated(title, _path(context))


@register.simple_tag(takes_context=True)
def standing_pages(context: Context) -> tuple[tuple[str, str], ...]:
    """Titles and addresses of the standing pages that the editors put into the menu."""
    request = context.get("request")

    def found() -> tuple[tuple[str, str], ...]:
        kind = ContentType.objects.get_for_model(StandardPage).pk
        return tuple((page.title, page.get_url(request) or "") for page in _in_menu().ask(kind=kind))

    return remembered(request, ("standing pages", get_language()), found)


@cache
def _in_menu() -> PreparedQuery[StandardPage]:
    """Of the few pages of this kind; without that condition SQLite may begin with all pages that there are."""
    shown = StandardPage.objects.published().in_menu().filter(content_type=Given("kind"))
    return PreparedQuery(shown.defer_streamfields())


@register.simple_tag(takes_context=True)
def accessibility_address(context: Context) -> str:
    """Where the accessibility statement stands; empty when it is not chosen or not published."""
    frame: SiteFrame | None = context.get("frame")
    page = frame.accessibility_page if frame else None
    return page.get_url(context.get("request")) or "" if page and page.live else ""


def _translated(title: str, url: str) -> str:
    return (get_language() != settings.LANGUAGE_CODE and label_of(url)) or title


def _path(context: Context, *, whole: bool = False) -> str:
    request: HttpRequest | None = context.get("request")
    if request is None:
        return "/"
    return request.get_full_path() if whole else request.path
