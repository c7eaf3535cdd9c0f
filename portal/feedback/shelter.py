"""What every page of citizens has in common: nothing is kept, nothing is told to others, no cookie is needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.files.uploadhandler import FileUploadHandler
from django.db import transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from portal.content.origins import is_foreign
from portal.content.policy import OWN_FILES
from portal.feedback.uploads import InMemory

View = Callable[..., HttpResponse]

HEADERS = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": f"{OWN_FILES}; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def sheltered(view: View) -> View:
    """Serve a page of citizens.

    No token and no session: nobody is signed in here, so a form of another site could do no more than what everybody
    can; it is refused all the same. The view opens its transactions itself, for it must know what is committed. Uploads
    stay in memory: nothing that is not sealed reaches a disk.
    """

    @sensitive_post_parameters()
    @wraps(view)
    def served(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        uploads: list[FileUploadHandler] = [InMemory(request)]
        request.upload_handlers = uploads
        if _is_cut_off(request):
            response = HttpResponse(status=408)
        elif request.method == "POST" and is_foreign(request, opaque=True):
            response = render(request, "403.html", status=403)
        else:
            response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return csrf_exempt(transaction.non_atomic_requests(served))


def _is_cut_off(request: HttpRequest) -> bool:
    """Whether the connection ended before the form had come: nothing of a half is looked at, nor written to a log."""
    try:
        return request.POST is None
    except UnreadablePostError:
        return True
