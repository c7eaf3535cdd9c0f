"""What happens to names whenever a case is saved: the rule follows the measures, hidden names stay hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import log
from wagtail.signals import published

from portal.cases.expiry import rule_until, stays_longer
from portal.cases.holders import mask_holders
from portal.cases.models import Case, Measure, Subject
from portal.cases.name_texts import TEXTS, mask_of, mask_row

#: The action in the history of a case.
LOGGED = "cases.keep_name"


def connect() -> None:
    """Listen to cases, their subjects and measures."""
    pre_save.connect(case_saving, sender=Case)
    published.connect(case_published, sender=Case)
    pre_save.connect(subject_saving, sender=Subject)
    post_save.connect(subject_saved, sender=Subject)
    for signal in (post_save, post_delete):
        signal.connect(measure_changed, sender=Measure)


def case_saving(sender: type[Case], instance: Case, update_fields: Iterable[str] | None, **kwargs: Any) -> None:
    """A case that readers may see is saved, perhaps from a draft with all names: the hidden ones stay hidden."""
    if not instance.live or (update_fields is not None and not {*update_fields} & {*TEXTS[Case], "live"}):
        return
    subjects = _subjects(instance)
    stored = dict(Subject.objects.filter(case=instance.pk).values_list("pk", "masked_on")) if instance.pk else {}
    for subject in subjects:
        subject.masked_on = _masked_on(subject, stored.get(subject.pk))
    if mask := mask_of(subjects):
        for row in (instance, *_parts_in_memory(instance)):
            mask_row(row, mask)


def case_published(sender: type[Case], instance: Case, **kwargs: Any) -> None:
    """A name may have been hidden by the editor: what holds the case follows."""
    if mask_of(instance.subjects.all()):
        mask_holders([instance.pk])


def subject_saving(sender: type[Subject], instance: Subject, update_fields: Any, **kwargs: Any) -> None:
    """A draft does not bring back what the table knows better."""
    if update_fields is not None or not instance.pk:
        return
    columns = ("name_rule_until", "masked_on", "name_public_until", "name_override_reason")
    for rule, masked_on, until, reason in Subject.objects.filter(pk=instance.pk).values_list(*columns):
        instance.name_rule_until = rule
        instance.masked_on = _masked_on(instance, masked_on)
        instance._override_before = (until or rule, reason)


def subject_saved(sender: type[Subject], instance: Subject, **kwargs: Any) -> None:
    """An override that is new is recorded with its reason, by whoever is signed in."""
    before = instance.__dict__.pop("_override_before", None)
    reason = instance.name_override_reason.strip()
    if not reason or kwargs["update_fields"] is not None:
        return
    # An end of the influence that somebody wrote keeps the name as well.
    until = instance.name_public_until or stays_longer(instance, instance.measures.all(), instance.case.concluded_on)
    if until and before != (until, instance.name_override_reason):
        data = {"subject": instance.pk, "until": until.isoformat(), "reason": reason}
        log(instance=instance.case, action=LOGGED, data=data)


def measure_changed(sender: type[Measure], instance: Measure, **kwargs: Any) -> None:
    """The rule follows the measures, in whatever way they are written."""
    rows = Subject.objects.filter(pk=instance.subject_id)
    for concluded_on, before in rows.values_list("case__concluded_on", "name_rule_until"):
        measures = Measure.objects.filter(subject=instance.subject_id).select_related("grade")
        until = rule_until(measures, concluded_on)
        if until != before:
            rows.update(name_rule_until=until)


def _masked_on(subject: Subject, stored: Any) -> Any:
    """The day of masking as the table has it; none for a name that an editor shows again until a day to come."""
    is_shown_again = subject.name_public_until and subject.name_public_until >= timezone.localdate()
    return None if is_shown_again else stored


def _subjects(case: Case) -> list[Subject]:
    """Those in memory where the case comes from a draft or a form, else those of the table."""
    if case.pk or "subjects" in _loaded(case):
        return list(case.subjects.all())
    return []


def _parts_in_memory(part: Any) -> Iterator[Any]:
    """What is saved with a case: the parts that were read into memory, and theirs."""
    for relation in get_all_child_relations(type(part)):
        for child in _loaded(part).get(relation.get_accessor_name(), ()):
            if type(child) in TEXTS:
                yield child
            yield from _parts_in_memory(child)


def _loaded(part: Any) -> dict[str, Any]:
    found: dict[str, Any] = part.__dict__.get("_cluster_related_objects", {})
    return found
