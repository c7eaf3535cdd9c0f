"""Links that staff put on top of the results of certain words, as far as anybody may follow them."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import Page, Site

from search import models, parsing, results
from search.models import SuggestedDocument
from search.models.promotions import is_allowed_address
from search.refreshed import Refreshed

#: Says whether anybody may read what stands at a path of this site.
AddressCheck = Callable[[str], bool]

_checks: list[AddressCheck] = []


def register_public_addresses(check: AddressCheck) -> None:
    """Let an app vouch for paths that are neither a page nor a document of search."""
    if check not in _checks:
        _checks.append(check)


def promoted(text: str) -> tuple[results.PromotedResult, ...]:
    """What is shown above the results of a text: staff chose it for these words, and it is public now."""
    asked = {term.text for term in parsing.parse(text) if not term.excluded}
    today = timezone.localdate()
    return tuple(
        results.PromotedResult(title=entry.title, url=entry.url, description=entry.description)
        for entry in _promotions.value()
        if not asked.isdisjoint(entry.terms) and entry.is_active(today) and is_public(entry.url)
    )


def is_public(url: str) -> bool:
    """Whether a link may be shown: elsewhere by https, or what anybody may read on this site."""
    if not is_allowed_address(url):
        return False
    parts = urlsplit(url)
    if parts.hostname and parts.hostname not in _own_hosts():
        return True
    path = parts.path or "/"
    return path == _search_path() or _has_document(path) or _is_public_page(path) or any(c(path) for c in _checks)


def _own_hosts() -> set[str | None]:
    return {urlsplit(settings.SITE_URL).hostname, *Site.objects.values_list("hostname", flat=True)}


def _search_path() -> str | None:
    try:
        return reverse("search")
    except NoReverseMatch:
        return None


def _has_document(path: str) -> bool:
    return SuggestedDocument.objects.filter(generation__active=True, url=path).exists()


def _is_public_page(path: str) -> bool:
    """Whether a live page without restrictions stands there; page types may narrow it by `is_published`."""
    for code, _ in settings.LANGUAGES:
        path = path.removeprefix(f"/{code}") if path.startswith(f"/{code}/") else path
    for site in Site.objects.select_related("root_page"):
        url_path = site.root_page.url_path + path.removeprefix("/")
        for page in Page.objects.live().public().filter(url_path=url_path):
            is_published = getattr(page.specific, "is_published", None)
            return bool(is_published()) if is_published else True
    return False


_promotions = Refreshed(lambda: list(models.PromotedResult.objects.all()))
