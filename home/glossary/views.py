"""The page of the glossary, in both languages."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.glossary.terms import glossary


@require_safe
def glossary_page(request: HttpRequest) -> HttpResponseBase:
    """The whole glossary on one page, so that the browser's own search finds every word."""
    return render(request, "home/glossary.html", {"terms": glossary()})
