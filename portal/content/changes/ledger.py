"""Writes the list of public changes. What was last told of something says whether readers know it as public."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from portal.content.changes import numbering
from portal.content.models.changes import PublicChange


class State(NamedTuple):
    """Whether anybody may read something now."""

    #: Kind and primary key as in search, ``case:17``.
    key: str
    #: Path on this site, without a language prefix.
    url: str
    is_public: bool


def tell(kind: PublicChange.Kind, key: str, url: str, *, note: str = "", at: datetime | None = None) -> PublicChange:
    """Write down a change of something public. ``note`` is public, so it repeats nothing that was taken away."""
    with transaction.atomic():
        place = numbering.place()
        return PublicChange.objects.create(
            kind=kind, key=key, url=url, note=note, at=at or timezone.now(), position=place
        )


def follow(states: Iterable[State]) -> None:
    """Write down what became public or ceased to be since it was last told of; nothing where that is the same."""
    found = {state.key: state for state in states}
    rows = PublicChange.objects.filter(key__in=found).order_by("pk").values_list("key", "kind")
    known = {key for key, kind in dict(rows).items() if kind != PublicChange.Kind.WITHDRAWN}
    for key, state in found.items():
        if state.is_public and key not in known:
            tell(PublicChange.Kind.ADDED, key, state.url)
        elif not state.is_public and key in known:
            tell(PublicChange.Kind.WITHDRAWN, key, state.url)
