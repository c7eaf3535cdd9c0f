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
from wagtail.signal_handlers import disable_reference_index_auto_update

from portal.cases import changes, events
from portal.cases.expiry import expired
from portal.cases.holders import mask_holders
from portal.cases.models import ActPeriod, Amount, Case, Measure, Subject
from portal.cases.name_texts import TEXTS, mask_of, mask_row
from portal.content.models import PageStamp, PublicChange
from portal.privacy.names import bare_name
from search import statistics
from search.batches import batches

logger = logging.getLogger(__name__)

#: Cases whose keys are read at once.
BATCH = 200
#: Cases of one transaction: so few that nobody who writes waits for long.
TOGETHER = 10
#: The action in the history of a case.
LOGGED = "cases.mask_names"


class NamesLeft(RuntimeError):
    """Some cases could not be masked; the task tries again."""


def mask_expired() -> int:
    """Mask every name whose time is over, a few cases in each transaction; how many cases there were.

    Raises `NamesLeft` when some of them failed; the others are done.
    """
    done = failed = 0
    for numbers in batches(_due(), TOGETHER):
        masked = _masked(numbers)
        done += masked
        failed += len(numbers) - masked
    if failed:
        raise NamesLeft(f"{failed} cases keep names whose time is over")
    return done


def _masked(numbers: list[int]) -> int:
    """How many of these cases could be masked; where one cannot, each is tried alone."""
    try:
        mask_cases(numbers)
    except Exception:
        # Whatever is wrong with one case, the names of the others go in time.
        if len(numbers) > 1:
            return sum(_masked([number]) for number in numbers)
        logger.exception("the names of case %d could not be masked", *numbers)
        return 0
    return len(numbers)


@transaction.atomic
def mask_cases(numbers: list[int]) -> None:
    """Take the expired names of these cases out of everything public, and tell readers that it was done."""
    # All at once and in order: whoever saves one of them holds none of the notices that are locked below.
    cases = list(Case.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
    _mark(numbers)
    for case in cases:
        _mask_texts(case)
        log(instance=case, action=LOGGED)
    for number in Case.objects.published().filter(pk__in=numbers).order_by("pk").values_list("pk", flat=True):
        changes.tell(PublicChange.Kind.MASKED, number)
    mask_holders(numbers)


def _mark(numbers: list[int]) -> None:
    """Their expired names are hidden from now on; what hangs on that is told at once, not name by name."""
    subjects = expired(Subject.objects.filter(case__in=numbers))
    for name in list(subjects.values_list("name", flat=True)):
        statistics.forget(bare_name(name))
    subjects.update(masked_on=timezone.localdate())
    events.changed(numbers)
    PageStamp.renew()


def _mask_texts(case: Case) -> None:
    subjects = list(Subject.objects.filter(case=case).select_related("unit_then"))
    mask = mask_of(subjects)
    rows = [row for row in _rows(case, subjects) if any(mask.finds(getattr(row, name)) for name in TEXTS[type(row)])]
    # Words refer to nothing, so Wagtail need not look for references among them.
    with disable_reference_index_auto_update():
        if rows and case.latest_revision_id is None:
            # Its words are kept where all others are: a case that was loaded in bulk may have no revision yet.
            case.save_revision(clean=False, changed=False)
        for row in rows:
            row.save(update_fields=mask_row(row, mask))


def _rows(case: Case, subjects: list[Subject]) -> Iterator[models.Model]:
    yield case
    yield from subjects
    yield from Measure.objects.filter(subject__in=subjects)
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
