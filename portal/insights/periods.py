"""Which quarters and years anything is counted in."""

from __future__ import annotations

from portal.insights.models import Tally


def known_periods() -> list[str]:
    """The quarters that have cases, and their years, the oldest first; a year stands before its quarters."""
    quarters = Tally.objects.filter(whole__in=[True], facet="").values_list("quarter", flat=True).distinct()
    known = {code for code in quarters if code}
    return sorted({*known, *(code[:4] for code in known)})
