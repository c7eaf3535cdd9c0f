"""What the page of a notice shows besides its fields, in few queries whatever its length."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from portal.content.rendering import render_body

if TYPE_CHECKING:
    from portal.notices.models import NoticePage


def notice_context(notice: NoticePage, request: HttpRequest) -> dict[str, Any]:
    """The template context of one notice as this reader may see it."""
    return {
        "body": render_body(notice.body, {"page": notice, "request": request}),
        "attachments": [block.value for block in notice.attachments if block.value is not None],
        "violations": notice.violations.all(),
        "forms": notice.forms.all(),
        "keywords": [word.strip() for word in re.split("[;；]", notice.keywords) if word.strip()],
    }
