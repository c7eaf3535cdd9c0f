"""The list of changes, as far as cases are concerned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_save, pre_delete

from portal.cases.documents import case_key
from portal.cases.models import Case
from portal.content.changes import ledger
from portal.content.models import PublicChange


def connect() -> None:
    """Listen to the cases themselves; the apps above call `follow` when their notices change."""
    post_save.connect(case_saved, sender=Case)
    pre_delete.connect(case_deleted, sender=Case)


def follow(cases: Iterable[int]) -> None:
    """Tell which of these cases became public or ceased to be."""
    numbers = list(dict.fromkeys(cases))
    public = set(Case.objects.published().filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()
    ledger.follow(_state(number, is_public=number in public) for number in numbers)


def tell(kind: PublicChange.Kind, case: int, note: str = "") -> None:
    """Tell of a change of a public case."""
    ledger.tell(kind, case_key(case), _address(case), note=note)


def case_saved(sender: type[Case], instance: Case, update_fields: Iterable[str] | None, **kwargs: Any) -> None:
    """Approved, withdrawn, or neither."""
    if update_fields is None or "live" in update_fields:
        follow([instance.pk])


def case_deleted(sender: type[Case], instance: Case, **kwargs: Any) -> None:
    """Gone; a case that a notice shows cannot be deleted, so this tells nothing new as a rule."""
    ledger.follow([_state(instance.pk, is_public=False)])


def _state(case: int, *, is_public: bool) -> ledger.State:
    return ledger.State(case_key(case), _address(case), is_public)


def _address(case: int) -> str:
    return f"/cases/{case}/"
