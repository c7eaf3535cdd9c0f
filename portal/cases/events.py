"""What changes a case in search: each change writes the outbox in the transaction of the change.

The apps above say which other documents show a case (`register_shown_with`), so that theirs are built again too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete

from portal.cases.documents import case_key
from portal.cases.models import ActPeriod, Amount, Case, Measure, Reexamination, Subject
from search.outbox import enqueue

#: The tables that hang directly on a case.
PARTS: tuple[type[Any], ...] = (Subject, ActPeriod, Amount, Reexamination)

_shown_with: list[Callable[[Iterable[int]], Iterator[str]]] = []
_followers: list[Callable[[list[int]], None]] = []


def register_shown_with(keys: Callable[[Iterable[int]], Iterator[str]]) -> None:
    """Let documents of an app follow their cases: ``keys`` gives theirs for the primary keys of cases."""
    if keys not in _shown_with:
        _shown_with.append(keys)


def register_follower(tell: Callable[[list[int]], None]) -> None:
    """Let an app above keep something in step with what is public of cases; called in the transaction of a change."""
    if tell not in _followers:
        _followers.append(tell)


def connect() -> None:
    """Listen to the tables of cases."""
    post_save.connect(case_changed, sender=Case)
    pre_delete.connect(case_changed, sender=Case)
    m2m_changed.connect(tags_changed, sender=Case.violations.through)
    for part in PARTS:
        for signal in (post_save, post_delete):
            signal.connect(part_changed, sender=part)
    for signal in (post_save, post_delete):
        signal.connect(measure_changed, sender=Measure)


def changed(numbers: Iterable[int]) -> None:
    """These cases, or whether anybody may read them, changed."""
    wanted = list(dict.fromkeys(numbers))
    if not wanted:
        return
    enqueue([case_key(number) for number in wanted])
    for keys in _shown_with:
        enqueue(keys(wanted))
    for tell in _followers:
        tell(wanted)


def case_changed(sender: type[Model], instance: Case, **kwargs: Any) -> None:
    """The case itself."""
    changed([instance.pk])


def part_changed(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """One of its subjects, periods, amounts or re-examinations."""
    changed([instance.case_id])


def measure_changed(sender: type[Model], instance: Measure, **kwargs: Any) -> None:
    """A measure of one of its subjects."""
    changed(Subject.objects.filter(pk=instance.subject_id).values_list("case_id", flat=True))


def tags_changed(sender: type[Model], instance: Any, action: str, pk_set: set[int] | None, **kwargs: Any) -> None:
    """Its violations."""
    if action.startswith("post_"):
        changed([instance.pk] if isinstance(instance, Case) else pk_set or ())
