"""Addresses of this site that editors typed: whether something stands there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.views import serve

from portal.content.models import Tombstone

_HREF = re.compile(r'<a [^>]*href="([^"#?]+)')


def typed_paths(blocks: Sequence[Any]) -> set[str]:
    """The paths on this site that links among these blocks lead to, as they were typed."""
    hrefs = _HREF.findall(json.dumps(blocks, ensure_ascii=False).replace('\\"', '"'))
    return {path for path in map(_own_path, hrefs) if path}


def _own_path(href: str) -> str:
    """Of an address of this site; empty for all others, which are not tried."""
    parts = urlsplit(href)
    is_own = parts.netloc == urlsplit(settings.SITE_URL).netloc if parts.netloc else not parts.scheme
    return unquote(parts.path) if is_own and parts.path.startswith("/") else ""


def is_dead(path: str) -> bool:
    """Whether no view answers there, or only that of pages, and there is none, nor a way on; or it was withdrawn.

    A record that never was (`/cases/999999/`) is not noticed: the view that answers there belongs to another app.
    """
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            match = resolve(path)
        except Resolver404:
            return True
    stored = "/" + (match.args[0] if match.func is serve and match.args else path).strip("/")
    if Tombstone.objects.filter(path=stored).exists():
        return True
    return match.func is serve and not _is_page(stored) and not _is_old(stored)


def dead_paths(paths: Iterable[str]) -> set[str]:
    """Those that lead nowhere."""
    return {path for path in paths if is_dead(path)}


def _is_page(path: str) -> bool:
    home = Site.objects.get(is_default_site=True).root_page
    return Page.objects.live().filter(url_path=f"{home.url_path}{path.strip('/')}/".replace("//", "/")).exists()


def _is_old(path: str) -> bool:
    return Redirect.objects.filter(old_path=Redirect.normalise_path(path)).exists()
