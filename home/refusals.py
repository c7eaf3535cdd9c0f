"""Our own page in place of Django's where a form is refused."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form without a valid token. The technical reason, which Django logs, is not the reader's business."""
    return render(request, "403.html", status=403)
