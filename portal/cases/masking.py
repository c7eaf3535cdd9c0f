"""Names that may no longer be read leave everything public: the nightly task.

What was published stays word for word in the earlier revisions, which only staff see; so does the latest draft. The
rows that readers see are rewritten and saved, and pages, lists, feeds, search, API and caches follow as from any edit.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log

from portal.cases import changes
from portal.cases.expiry import expired
from portal.cases.holders import mask_holders
from portal.cases.models import ActPeriod, Amount, Case, Measure, Subject
from portal.cases.name_texts import TEXTS, mask_of, mask_row
from portal.content.models import PublicChange
from portal.privacy.names import bare_name
from search import statistics

logger = logging.getLogger(__name__)

#: Cases whose keys are read at once.
BATCH = 200
#: The action in the history of a case.
LOGGED = "cases.mask_names"


class NamesLeft(RuntimeError):
    """Some cases could not be masked; the task tries again."""


def mask_expired() -> int:
    """Mask every name whose time is over, each case in a transaction of its own; how many cases there were.

    Raises `NamesLeft` when some of them failed; the others are done.
    """
    done = failed = 0
    for number in _due():
        try:
            mask_case(number)
            done += 1
        except Exception:
            # Whatever is wrong with one case, the names of the others go in time.
            logger.exception("the names of case %d could not be masked", number)
            failed += 1
    if failed:
        raise NamesLeft(f"{failed} cases keep names whose time is over")
    return done


@transaction.atomic
def mask_case(number: int) -> None:
    """Take the expired names of one case out of everything public, and tell readers that it was done."""
    case = Case.objects.select_for_update().get(pk=number)
    today = timezone.localdate()
    for subject in expired(Subject.objects.filter(case=case)):
        subject.masked_on = today
        subject.save(update_fields=["masked_on"])
        statistics.forget(bare_name(subject.name))
    _mask_texts(case)
    log(instance=case, action=LOGGED)
    if Case.objects.published().filter(pk=case.pk).exists():
        changes.tell(PublicChange.Kind.MASKED, case.pk)
    mask_holders(case.pk)


def _mask_texts(case: Case) -> None:
    mask = mask_of(Subject.objects.filter(case=case).select_related("unit_then"))
    rows = [row for row in _rows(case) if any(mask.finds(getattr(row, name)) for name in TEXTS[type(row)])]
    if rows and case.latest_revision_id is None:
        # Its words are kept where all others are: a case that was loaded in bulk may have no revision yet.
        case.save_revision(clean=False, changed=False)
    for row in rows:
        row.save(update_fields=mask_row(row, mask))


def _rows(case: Case) -> Iterator[models.Model]:
    yield case
    yield from Subject.objects.filter(case=case)
    yield from Measure.objects.filter(subject__case=case)
    yield from ActPeriod.objects.filter(case=case)
    yield from Amount.objects.filter(case=case)


def _due() -> Iterator[int]:
    """The cases with expired names, in flat memory; one that fails is passed over."""
    last = 0
    while True:
        due = expired(Subject.objects.filter(case__gt=last)).order_by("case").values_list("case", flat=True)
        numbers = list(due.distinct()[:BATCH])
        if not numbers:
            return
        yield from numbers
        last = numbers[-1]
