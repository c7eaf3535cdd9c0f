"""What stands at the address of something that was public and was withdrawn: 410, what it was, and since when."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portal.content.models import PublicChange


def gone_page(request: HttpRequest, tombstone: Any) -> HttpResponse:
    """The page of a tombstone, which search engines forget."""
    response = render(request, "410.html", {"tombstone": tombstone}, status=410)
    response["X-Robots-Tag"] = "noindex"
    return response


def gone_record(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Of a record that is no page: 410 where the list of changes says that it was withdrawn.

    Raises Http404 of any other: nothing is known of it.
    """
    last = PublicChange.objects.filter(key=key).order_by("-pk").first()
    if last is None or last.kind != PublicChange.Kind.WITHDRAWN:
        raise Http404
    return gone_page(request, {"kind": kind, "withdrawn_on": timezone.localdate(last.at)})
