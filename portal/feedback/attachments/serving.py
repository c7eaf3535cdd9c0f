"""A file on its way to whoever may see it: it can do nothing in the browser, and nothing of it is kept there."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from portal.feedback.attachments.kinds import MEDIA_TYPES, FileKind

#: Cleaned pictures may be shown in the page; everything else is saved.
SHOWN = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.WEBP})
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


def file_response(content: bytes, kind: FileKind, name: str, *, is_shown: bool = False) -> HttpResponse:
    """The answer with this file. Whether it may be given is the caller's to decide."""
    disposition = content_disposition_header(not (is_shown and kind in SHOWN), name)
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind], headers=_HEADERS)
    response["Content-Disposition"] = disposition or "attachment"
    return response
