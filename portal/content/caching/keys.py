"""Under which name an answer is kept, and which requests have one at all."""

from __future__ import annotations

import re
from hashlib import blake2b
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import Resolver404, resolve
from django.utils import translation

from portal.content.caching.release import release_mark

#: With one of these cookies the answer may be for this reader alone.
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")
#: The only query strings that are kept: as the pages themselves write them, so nobody fills the cache with others.
_KEPT_QUERY = re.compile(r"(?:page=[1-9][0-9]{0,2}|below=1)?")
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})


def is_personal(request: HttpRequest) -> bool:
    """Whether the reader may be signed in, so that nothing is kept and nothing kept is shown."""
    return "HTTP_AUTHORIZATION" in request.META or any(name in request.COOKIES for name in PERSONAL_COOKIES)


def key_of(request: HttpRequest) -> str | None:
    """The name of the answer to a request that is not personal; None where none is kept."""
    query = request.META.get("QUERY_STRING", "")
    if request.method not in ("GET", "HEAD") or not _KEPT_QUERY.fullmatch(query):
        return None
    host = _host(request)
    if host is None:
        return None
    parts = (release_mark(), request.scheme or "", host, _variant(request), request.path, query)
    return blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def leads_to_kept_page(request: HttpRequest) -> bool:
    """Whether the address, as it stands, belongs to a view whose answers are kept."""
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            return resolve(request.path_info).view_name in settings.PAGE_CACHE_VIEWS
        except Resolver404:
            return False


def _host(request: HttpRequest) -> str | None:
    """The host name asked for, if it is one of ours: others are answered, but fill no cache."""
    try:
        host = request.get_host().lower()
    except DisallowedHost:
        return None
    name, port = split_domain_port(host)
    site = urlsplit(settings.SITE_URL)
    if name != site.hostname and name not in _LOCAL_HOSTS and name not in settings.ALLOWED_HOSTS:
        return None
    return host if port in ("", str(site.port or ""), request.META.get("SERVER_PORT")) else None


def _variant(request: HttpRequest) -> str:
    """What cookies change in the look of a page; a value that we did not write counts as none, as it does there."""
    sent = ((request.COOKIES.get(cookie, ""), values) for cookie, values in settings.PAGE_CACHE_VARIANTS.items())
    return "\n".join(value if value in values else "" for value, values in sent)
