"""Addresses are for ever: the old one of a page that moved leads to it, and that of a withdrawn page says so.

Both are written in the transaction of the change. Wagtail's own redirects come after it, in the language that the
editor happens to use, and read every page below; so they are switched off (``WAGTAILREDIRECTS_AUTO_CREATE``).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urljoin

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.db.models.signals import post_save, pre_delete, pre_save
from django.urls import get_script_prefix
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from portal.content.models.pages import PortalPage
from portal.content.models.tombstones import Tombstone
from search.batches import batches

logger = logging.getLogger(__name__)

#: Redirects written at once.
BATCH = 1000
_LONGEST = 255
#: Words parted by slashes, and nothing that joining would take away.
_USUAL_PATH = re.compile(r"/(?:[\w-]+/)*")


class _Before(NamedTuple):
    """What a page was when its save began."""

    url_path: str
    live: bool
    #: Whether it was public and this save takes it down.
    withdrawn: bool


def connect() -> None:
    """Listen to every page."""
    for model in apps.get_models():
        if issubclass(model, Page):
            pre_save.connect(remember, sender=model)
            post_save.connect(page_saved, sender=model)
    # Deleting any page deletes its row of this table too, and asks for each page below.
    pre_delete.connect(page_deleted, sender=Page)


def without_language(path: str) -> str:
    """A requested path without what the installation and the language put before it: ``/notices/x``."""
    rest = path.removeprefix(get_script_prefix().rstrip("/"))
    for code, _name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE and (rest == f"/{code}" or rest.startswith(f"/{code}/")):
            return rest.removeprefix(f"/{code}") or "/"
    return rest


def site_roots() -> tuple[str, ...]:
    """Where the sites begin in the page tree; the longest first. One look into the cache."""
    return tuple(sorted({root.root_path for root in Site.get_site_root_paths()}, key=len, reverse=True))


def path_on_site(url_path: str, roots: tuple[str, ...]) -> str:
    """Where a page of this ``url_path`` stands on its site, without a language: ``/notices/x/``."""
    for root in roots:
        if url_path.startswith(root):
            return "/" + url_path.removeprefix(root)
    return url_path


def absolute(path: str) -> str:
    """A path of this site with scheme and host, whichever host was asked."""
    if _USUAL_PATH.fullmatch(path):
        # What joining them comes to, ten times as fast: an export joins millions.
        return _origin(settings.SITE_URL) + path
    return urljoin(f"{settings.SITE_URL}/", path)


@lru_cache(maxsize=1)
def _origin(site_url: str) -> str:
    return urljoin(f"{site_url}/", "/").removesuffix("/")


def remember(sender: type[Page], instance: Page, update_fields: frozenset[str] | None, **kwargs: object) -> None:
    """Note where the page stood, and whether it is about to be withdrawn."""
    if not instance.pk or (update_fields is not None and not update_fields & {"live", "slug", "url_path"}):
        return
    row = Page.objects.filter(pk=instance.pk).values_list("url_path", "live").first()
    if row:
        url_path, live = row
        ends = live and not instance.live and not _is_awaited(instance)
        instance._before = _Before(url_path, live, ends and _is_public(instance))


def page_saved(sender: type[Page], instance: Page, created: bool, **kwargs: object) -> None:
    """Moved, withdrawn, or there again."""
    before: _Before | None = instance.__dict__.pop("_before", None)
    if before and before.url_path != instance.url_path:
        _redirect(instance, before.url_path)
    if before and before.withdrawn:
        _bury(instance, before.url_path)
    elif instance.live and (created or (before and not before.live)):
        _raise(instance)


def page_deleted(sender: type[Page], instance: Page, **kwargs: object) -> None:
    """Withdrawn for good; its redirects go with it."""
    if instance.live and _is_public(instance):
        _bury(instance, instance.url_path)


def _is_awaited(page: Page) -> bool:
    """Whether it goes live later for the first time. Wagtail's admin saves such a page live, and at once back again."""
    return bool(page.first_published_at is None and page.go_live_at and page.go_live_at > timezone.now())


def _is_public(page: Page) -> bool:
    model = page.specific_class
    return bool(model and issubclass(model, PortalPage) and model.objects.published().filter(pk=page.pk).exists())


def _places(url_path: str) -> Iterator[tuple[int, str]]:
    """The sites on which a page stands, and its path on each as redirects are stored."""
    for site, root_path, _root_url, _language in Site.get_site_root_paths():
        if url_path.startswith(root_path):
            yield site, Redirect.normalise_path("/" + url_path.removeprefix(root_path))


def _redirect(page: Page, before: str) -> None:
    """Lead from the old addresses of a page and of all live pages below it; each to the page, wherever it goes."""
    below = Page.objects.filter(path__startswith=page.path, live=True).exclude(pk=page.pk)
    # The rows below get their new addresses after this one.
    moved = list(below.values_list("pk", "url_path"))
    if page.live:
        moved.append((page.pk, before))
    kept = {site for site, _path in _places(page.url_path)}
    _write(
        Redirect(old_path=path, site_id=site, redirect_page_id=number, automatically_created=True)
        for number, url_path in moved
        for site, path in _places(url_path)
        if site in kept
    )


def _write(redirects: Iterable[Redirect]) -> None:
    for batch in batches(redirects, BATCH):
        fitting = [redirect for redirect in batch if len(redirect.old_path) <= _LONGEST]
        if len(fitting) < len(batch):
            logger.warning("%d addresses are too long for a redirect.", len(batch) - len(fitting))
        old = [redirect.old_path for redirect in fitting]
        Redirect.objects.filter(automatically_created=True, old_path__in=old).delete()
        # What somebody entered by hand stays.
        Redirect.objects.bulk_create(fitting, ignore_conflicts=True)


def _bury(page: Page, url_path: str) -> None:
    """Mark the address of a page that was public, and the ones it had before."""
    told = page.specific_class.objects.get(pk=page.pk).tombstone()
    if told is None:
        return
    kind, dated = told
    paths = {path for _site, path in _places(url_path)}
    paths.update(Redirect.objects.filter(redirect_page=page.pk).values_list("old_path", flat=True))
    stones = [
        Tombstone(path=path, page_number=page.pk, kind=kind, dated=dated) for path in paths if len(path) <= _LONGEST
    ]
    told_again = ["page_number", "kind", "dated", "withdrawn_on"]
    Tombstone.objects.bulk_create(stones, update_conflicts=True, unique_fields=["path"], update_fields=told_again)


def _raise(page: Page) -> None:
    """Published at an address: nothing there is withdrawn, and where the page was withdrawn before leads to it."""
    places = list(_places(page.url_path))
    stones = Tombstone.objects.filter(Q(page_number=page.pk) | Q(path__in=[path for _site, path in places]))
    paths = {stone.path for stone in stones if stone.page_number == page.pk}
    _write(
        Redirect(old_path=path, site_id=site, redirect_page_id=page.pk, automatically_created=True)
        for site, place in places
        for path in paths - {place}
    )
    stones.delete()
