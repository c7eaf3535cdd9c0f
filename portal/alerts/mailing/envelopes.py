"""What stands around a mail: who sends it, where it comes back to, and how one click ends it (RFC 8058)."""

from __future__ import annotations

import re
from email.utils import parseaddr

from django.conf import settings

from portal.alerts.models import Mail

_TOKEN = re.compile(r"[0-9a-f]{32}")


def sender_of(mail: Mail) -> str:
    """The address that the mail server returns it to; with ``BOUNCE_ADDRESS`` it names the mail."""
    name, _, host = settings.BOUNCE_ADDRESS.partition("@")
    return f"{name}+{mail.token}@{host}" if host else settings.DEFAULT_FROM_EMAIL


def headers_of(mail: Mail, stop_link: str) -> dict[str, str]:
    """The headers; the same again when it has to be sent again, so that a second copy can be told."""
    headers = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": f"<{mail.token}@{_host()}>",
        "Auto-Submitted": "auto-generated",
    }
    if stop_link:
        headers["List-Unsubscribe"] = f"<{stop_link}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def token_in(text: str) -> str:
    """The token of a mail in an address or a Message-ID; empty where there is none."""
    found = _TOKEN.search(text)
    return found[0] if found else ""


def _host() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
