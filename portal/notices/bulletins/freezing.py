"""Publication freezes the figures of a bulletin, with what was asked and when; a later change is a revision of its own.

Everything hangs on the row's own signal, inside the transaction of the publication, whoever publishes (`events`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, ProtectedError, Q, TextField
from django.db.models.functions import Cast
from django.db.models.signals import post_save, pre_delete
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.cases.holders import register_name_holder
from portal.cases.models import Case, Subject
from portal.cases.name_texts import mask_of
from portal.cases.statistics.tables import Table
from portal.notices.models import BulletinFigures, BulletinPage, FrozenCase


def connect() -> None:
    """Listen to bulletins, and to the cases that they counted."""
    post_save.connect(bulletin_saved, sender=BulletinPage)
    pre_delete.connect(keep_counted_cases, sender=Case)
    register_name_holder(mask_notes)


def bulletin_saved(
    sender: type[BulletinPage], instance: BulletinPage, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    """Freeze what is live now. Drafts are saved with some fields alone."""
    if update_fields is None and instance.live and instance.figures and not _is_awaited(instance):
        freeze(instance)


def freeze(page: BulletinPage) -> BulletinFigures | None:
    """Keep the figures of a live bulletin as its next revision; None where they are those of the last one.

    Raises ValidationError for figures of another quarter or unit, which its form refuses as well.
    """
    last = page.frozen.order_by("-number").first()
    tables = page.figures.get("tables", [])
    if last and last.tables == tables:
        return None
    if not page.fits:
        raise ValidationError(_("The figures are of another quarter or unit: compile them again."))
    frozen = BulletinFigures.objects.create(
        page=page,
        number=last.number + 1 if last else 1,
        compiled_at=page.compiled_at or timezone.now(),
        query=page.figures["query"],
        counted=page.figures.get("counted", []),
        tables=tables,
        changes=list(changes(last.tables, tables)) if last else [],
        note=_note(page) if last else "",
    )
    FrozenCase.objects.bulk_create(
        FrozenCase(figures=frozen, case_id=link.case_id) for link in page.case_links.all() if link.case_id
    )
    return frozen


def changes(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The figures that differ, as they are printed, with the names of their table, row and column."""
    old = {entry["code"]: Table.from_json(entry) for entry in before}
    for entry in after:
        table = Table.from_json(entry)
        former = old.get(table.code)
        for row in table.rows:
            for column in table.counted_columns():
                was = former.figure(row.code, column.code) if former else None
                now = table.figure(row.code, column.code)
                if str(was or "—") != str(now or "—"):
                    yield {
                        "table": _words(table.label),
                        "row": _words(row.label),
                        "column": _words(column.label),
                        "before": str(was or "—"),
                        "after": str(now or "—"),
                    }


def keep_counted_cases(sender: type[Case], instance: Case, **kwargs: Any) -> None:
    """A case that published figures counted stays: without it they could not be explained any more."""
    # Whatever its quarter is today. The text only narrows down: 17 stands in 170, too.
    named = BulletinFigures.objects.annotate(numbers=Cast("counted", TextField())).filter(
        numbers__contains=str(instance.pk)
    )
    counting = [pk for pk, counted in named.values_list("pk", "counted").iterator() if instance.pk in counted]
    using: set[Model] = set(BulletinFigures.objects.filter(pk__in=counting).select_related("page"))
    if using:
        raise ProtectedError(_("Published bulletins count this case."), using)


def mask_notes(cases: Sequence[int]) -> None:
    """Take the hidden names of each case out of the notes on figures that it was told of with."""
    for case in cases:
        _mask_notes(case)


def _mask_notes(case: int) -> None:
    revisions = BulletinFigures.objects.filter(Q(cases=case) | Q(page__case_links__case=case)).exclude(note="")
    names = mask_of(Subject.objects.filter(case=case).select_related("unit_then"))
    for revision in revisions.only("note").distinct() if names else ():
        if (note := names.text(revision.note)) != revision.note:
            revision.note = note
            revision.save(update_fields=["note"])


def _note(page: BulletinPage) -> str:
    """What its editor says of the correction; the words are still there, for they are spent after this."""
    return "\n".join(filter(None, (page.correction_what.strip(), page.correction_why.strip())))


def _words(label: Any) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def _is_awaited(page: BulletinPage) -> bool:
    """Whether it goes live later for the first time. Wagtail's admin saves such a page live, and at once back again."""
    return bool(page.first_published_at is None and page.go_live_at and page.go_live_at > timezone.now())
