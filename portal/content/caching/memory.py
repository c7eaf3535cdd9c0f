"""What many pages share, kept in this process as long as nothing public changes: site, frame, foot, sections, menus.

Only while a page is made that everybody will get: then its stamp is known. It was read before what is kept here, so
whatever changes meanwhile has another one. Staff, previews and forms always read the database.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from copy import copy
from typing import Any, NamedTuple, TypeVar

from django.http import HttpRequest
from wagtail.models import Site

T = TypeVar("T")

#: Things kept at most; then all are made again. Names of hosts are chosen by whoever asks.
MOST = 200
_kept: dict[Hashable, tuple[str, Any]] = {}


class _Making(NamedTuple):
    """A page that is being made for everybody: under which stamp, for which site."""

    stamp: str
    site: int | None


def remember_under(request: HttpRequest, stamp: str) -> None:
    """A page is made for everybody under this stamp: what it shares with others may be remembered."""
    site = _site(request, stamp)
    # Where Wagtail looks first; it keeps the site for one request only.
    request._wagtail_site = site  # type: ignore[attr-defined]
    request.making = _Making(stamp, site and site.pk)  # type: ignore[attr-defined]


def remembered(request: HttpRequest | None, key: Hashable, make: Callable[[], T]) -> T:
    """The value of ``make``, which may depend on key, site and public content only; others get the same object."""
    making: _Making | None = getattr(request, "making", None)
    return _kept_or_made(making.stamp, (making.site, key), make) if making else make()


def forget() -> None:
    """Read everything anew: tests roll back what a stamp was made of."""
    _kept.clear()


def _kept_or_made(stamp: str, key: Hashable, make: Callable[[], T]) -> T:
    kept = _kept.get(key)
    if kept and kept[0] == stamp:
        value: T = kept[1]
        return value
    value = make()
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[key] = (stamp, value)
    return value


def _site(request: HttpRequest, stamp: str) -> Site | None:
    """The site with its home page as that page's own type; a copy, which Wagtail may write on."""
    key = ("site", request.META.get("HTTP_HOST"), request.get_port())
    site = _kept_or_made(stamp, key, lambda: _whole_site(request))
    if site is None:
        return None
    own = copy(site)
    own.root_page = copy(site.root_page)
    return own


def _whole_site(request: HttpRequest) -> Site | None:
    site = Site.find_for_request(request)
    if site is not None:
        site.root_page = site.root_page.specific
    return site
