"""The ways through the site, and the same address in the other language."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

#: Label, name of the address and its arguments. The sections are pages, at addresses that stay.
_ENTRIES: tuple[tuple[Promise, str, tuple[str, ...]], ...] = (
    (_("Home"), "wagtail_serve", ("",)),
    (_("Case notices"), "wagtail_serve", ("notices/",)),
    (_("Warnings"), "wagtail_serve", ("warnings/",)),
    (_("Bulletins"), "wagtail_serve", ("bulletins/",)),
    (_("Clarifications"), "wagtail_serve", ("clarifications/",)),
    (_("Inspections"), "wagtail_serve", ("inspections/",)),
    (_("Hand in"), "feedback", ()),
    (_("Units"), "units", ()),
    (_("Insights"), "insights", ()),
    (_("Search"), "search", ()),
)


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """One entry of the main navigation."""

    label: str
    url: str
    #: ``page`` on the page itself, ``true`` on a page below it, else empty: the values of ``aria-current``.
    current: str


def main_navigation(path: str) -> Iterator[NavigationLink]:
    """The entries as seen from a path, in the reader's language."""
    for place, (label, url) in enumerate(_entries(get_language(), get_script_prefix())):
        below = place > 0 and path.startswith(url)
        yield NavigationLink(label, url, "page" if path == url else "true" if below else "")


def label_of(url: str) -> str | None:
    """What the navigation calls an address; None when it does not lead there."""
    return next((label for label, known in _entries(get_language(), get_script_prefix()) if known == url), None)


@lru_cache(maxsize=8)
def _entries(language: str | None, prefix: str) -> tuple[tuple[str, str], ...]:
    """Labels and addresses. Nothing but these two changes them, and every page shows all of them twice."""
    return tuple((str(label), reverse(name, args=arguments)) for label, name, arguments in _ENTRIES)


def in_language(address: str, code: str) -> str:
    """The same path, with its query string, in another language: only the prefix differs.

    It needs no resolving, so it also holds on pages that do not exist.
    """
    root = get_script_prefix()
    rest = address.removeprefix(root)
    for other, _name in settings.LANGUAGES:
        if other != settings.LANGUAGE_CODE and (rest == other or rest.startswith((f"{other}/", f"{other}?"))):
            rest = rest.removeprefix(other).removeprefix("/")
    return root + ("" if code == settings.LANGUAGE_CODE else f"{code}/") + rest
