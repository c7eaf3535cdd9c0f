"""What somebody typed while the session ended is shown once more, to be taken along; it is kept nowhere."""

from __future__ import annotations

import json
import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

#: Never shown, whatever form it stands in.
_SECRET = re.compile(r"password|token|secret|code", re.IGNORECASE)
#: Shorter values without a character beyond ASCII are choices, keys and days.
_SHORTEST = 12


def typed(request: HttpRequest) -> list[str]:
    """The texts of a form, in its order."""
    given = [(name, value) for name, values in request.POST.lists() for value in values if not _SECRET.search(name)]
    texts = [_as_text(str(value)).strip() for _name, value in given]
    return [text for text in texts if len(text) >= _SHORTEST or not text.isascii()]


def typed_page(request: HttpRequest, texts: list[str], way_in: str) -> HttpResponse:
    """The texts, and the way to sign in again: 403, and kept by no cache."""
    answer = render(request, "accounts/taking_along.html", {"texts": texts, "way_in": way_in}, status=403)
    add_never_cache_headers(answer)
    return answer


def _as_text(value: str) -> str:
    """Of the editor of formatted text, which sends its blocks as JSON, the lines."""
    if not value.startswith("{"):
        return value
    try:
        blocks = json.loads(value)["blocks"]
        return "\n".join(block["text"] for block in blocks)
    except (ValueError, LookupError, TypeError):
        return value
