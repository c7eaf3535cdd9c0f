"""Which cases count: every approved case of the quarter, whether a notice shows it in detail or not.

Statistics count what is not published in detail, too. What must not count is a case that only internal notices tell
of: even a count of one would be told from the count before it. The apps above register that rule, for a case knows no
notice. There is one population for everybody: an internal bulletin counts what a public one does, so switching a
bulletin to public can never open anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q

from portal.cases.models import Case, CaseQuerySet
from portal.cases.publication import is_published
from portal.cases.statistics.quarters import Quarter

_FEW = 5_000
_withheld: list[Callable[[], Q]] = []


def register_withheld(condition: Callable[[], Q]) -> None:
    """Keep the cases that answer to this condition out of every count, until a published notice shows them."""
    if condition not in _withheld:
        _withheld.append(condition)


def countable(quarters: Iterable[Quarter]) -> CaseQuerySet:
    """The cases of these quarters that statistics may count."""
    cases = Case.objects.filter(live=True, quarter__in=[quarter.code for quarter in quarters])
    if not _withheld:
        return cases
    hidden = Q(pk__in=())
    for condition in _withheld:
        hidden |= condition()
    secret = cases.filter(hidden).exclude(is_published())
    # They are few: as numbers they cost nothing in the counts that follow.
    numbers = list(secret.values_list("pk", flat=True)[: _FEW + 1])
    return cases.exclude(pk__in=numbers if len(numbers) <= _FEW else secret.values("pk"))
