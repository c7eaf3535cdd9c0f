"""The notes on something public, as its page shows them: the newest first."""

from __future__ import annotations

from portal.content.models import Correction
from portal.content.prepared import Given, PreparedQuery

_of = PreparedQuery(Correction.objects.filter(key=Given("key")).order_by("-at", "-pk"))


def corrections_of(key: str) -> list[Correction]:
    """All notes on a notice or a case, by its key in search."""
    return _of.ask(key=key)
