"""Hands the statistics of cases to the registry, in the order of the page."""

from portal.content.statistics.registry import register_statistic
from portal.insights.topics import codes, places, times

_TOPICS = (
    ("quarters", times.quarters),
    ("regions", places.regions),
    ("units", places.units),
    ("violations", codes.violations),
    ("scales", codes.scales),
    ("forms", codes.forms),
    ("forms-by-quarter", codes.forms_by_quarter),
    ("accountability", codes.accountability),
    ("ranks", codes.ranks),
    ("responsibilities", codes.responsibilities),
)


def register() -> None:
    """Once, at start; other apps register theirs before, between or after."""
    for place, (code, count) in enumerate(_TOPICS, start=1):
        register_statistic(code, count, order=place * 10)
