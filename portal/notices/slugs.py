"""ASCII addresses for notices with Chinese titles."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from portal.notices.models import NoticePage


def slug_for(notice: NoticePage) -> str:
    """The date and a short mark of the content, such as ``20260413-1x7k3p``: short, stable, nothing to escape.

    Wagtail adds a suffix when it is taken. The same import gives the same address again.
    """
    day = notice.published_on or timezone.localdate()
    mark = zlib.crc32("\n".join((notice.document_number, notice.source_url, notice.title)).encode())
    return f"{day:%Y%m%d}-{_base36(mark)}"


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
        if not number:
            return digits
