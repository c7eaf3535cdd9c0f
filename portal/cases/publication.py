"""Which cases are public: those that a published notice shows. The apps above say which notices those are.

A case has no visibility of its own. What makes cases public registers here, so that nothing below imports it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from django.db.models import Q


class Holding(NamedTuple):
    """A published notice that shows a case."""

    #: Kind of the notice, as in search.
    kind: str
    title: str
    #: Path on this site, without a language prefix.
    url: str
    date: date
    #: Whether it is what makes the case public; others only draw on it.
    makes_public: bool = True


class CasePublisher(Protocol):
    """What makes cases public; registered once, at start."""

    def condition(self) -> Q:
        """Which rows of ``Case`` it makes public now; one ``Exists`` over the notices that anybody may read."""

    def holdings(self, numbers: Iterable[int]) -> Mapping[int, list[Holding]]:
        """The published notices that show these cases, newest first, by the case's primary key."""


_publishers: list[CasePublisher] = []


def register_publisher(publisher: CasePublisher) -> None:
    """Let published notices of an app make their cases public."""
    if publisher not in _publishers:
        _publishers.append(publisher)


def is_published() -> Q:
    """The condition on ``Case`` of being shown by any published notice; nothing is, without a publisher."""
    condition = Q(pk__in=())
    for publisher in _publishers:
        condition |= publisher.condition()
    return condition


def holdings(numbers: Iterable[int]) -> dict[int, list[Holding]]:
    """The published notices that show these cases, newest first."""
    wanted = list(numbers)
    found: dict[int, list[Holding]] = {}
    for publisher in _publishers:
        for number, held in publisher.holdings(wanted).items():
            found.setdefault(number, []).extend(held)
    return {number: sorted(held, key=lambda one: one.date, reverse=True) for number, held in found.items()}
