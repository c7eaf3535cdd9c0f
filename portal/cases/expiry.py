"""Until when a name stays public: the influence period of its measures and a margin; or a yearly review."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.cases.dates import last_day
from portal.cases.lists import listed_term
from portal.cases.models.terms import MeasureScale
from portal.privacy.names import NameForm

if TYPE_CHECKING:
    from portal.cases.models import Measure, Subject

#: Months after which a name without an end is looked at again.
REVIEW_MONTHS = 12
#: On these scales a grade without an influence period has its effect for good: expulsion and dismissal.
_DISCIPLINE = frozenset({MeasureScale.PARTY, MeasureScale.GOVERNMENT})
_YEARS = re.compile("([一二两三1-3])年")
_FIGURES = {"一": 1, "二": 2, "两": 2, "三": 3}


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def rule_until(measures: Iterable[Measure], concluded_on: str, *, typed: bool = True) -> date | None:
    """The last day of a full name by the rule; None where it has no end by itself.

    Without ``typed``, as grades and dates alone give it, whatever end of an influence somebody wrote.

    A measure without a day of its own counts from ``concluded_on`` of the case; one without an influence period, such
    as an admonition, ends on its day, so that the margin alone is left. Expulsion and what courts decide have no end.
    """
    ends = [_end(measure, concluded_on, margin=settings.NAME_MARGIN_MONTHS, typed=typed) for measure in measures]
    return max((end for end in ends if end), default=None) if None not in ends else None


def expired(subjects: QuerySet[Subject], on: date | None = None) -> QuerySet[Subject]:
    """Those whose full name may no longer be read on a day (today by default) and was not yet taken out of texts."""
    day = on or timezone.localdate()
    until = Coalesce("name_public_until", "name_rule_until")
    return _named(subjects).annotate(_until=until).filter(_until__lt=day)


def due_for_review(subjects: QuerySet[Subject], on: date | None = None) -> QuerySet[Subject]:
    """Those of published cases whose name has no end and was not looked at for a year, longest first."""
    before = add_months(on or timezone.localdate(), -REVIEW_MONTHS)
    endless = _named(subjects).filter(name_public_until=None, name_rule_until=None, case__live=True)
    return endless.filter(case__last_published_at__date__lte=before).order_by(F("case__last_published_at").asc(), "pk")


def check_override(subject: Subject, measures: Iterable[Measure], concluded_on: str) -> None:
    """Refuse a later day than the rule gives without a reason: ``ValidationError`` at the field of the reason.

    An end of the influence that somebody wrote is such a day too where it lies later than grade and date say.
    """
    known = list(measures)
    if not subject.name_override_reason.strip() and stays_longer(subject, known, concluded_on):
        text = _("By the rule the name is public until %(day)s. Say why it stays longer.")
        raise ValidationError({"name_override_reason": text % {"day": _earliest_end(known, concluded_on)}})


def stays_longer(subject: Subject, measures: Iterable[Measure], concluded_on: str) -> date | None:
    """The last day of the name, where it lies later than the rule gives it without a reason; else None."""
    known = list(measures)
    end = _earliest_end(known, concluded_on)
    is_shown = subject.kind == subject.Kind.PERSON and subject.name_form == NameForm.FULL
    until = subject.name_public_until or (rule_until(known, concluded_on) if is_shown else None)
    return until if until and end and until > end else None


def _earliest_end(measures: list[Measure], concluded_on: str) -> date | None:
    """The rule by grades and dates, or by what ends of influences somebody wrote where these come earlier."""
    ends = (rule_until(measures, concluded_on, typed=typed) for typed in (True, False))
    return min(filter(None, ends), default=None)


def _named(subjects: QuerySet[Subject]) -> QuerySet[Subject]:
    return subjects.filter(~Q(name=""), masked_on=None, name_form=NameForm.FULL, kind="person")


def _end(measure: Measure, concluded_on: str, *, margin: int, typed: bool) -> date | None:
    """The last day of the influence of one measure, and the margin; None: it has no end, or no date is known."""
    if typed and measure.influence_until:
        return add_months(measure.influence_until, margin)
    decided = measure.decided_on or concluded_on
    if not decided or _lasts(measure):
        return None
    return add_months(last_day(decided), _months(measure) + margin)


def _lasts(measure: Measure) -> bool:
    grade = measure.grade
    if measure.scale == MeasureScale.JUDICIAL:
        return True
    if measure.scale in _DISCIPLINE:
        return grade is None or grade.influence_months is None
    counted = listed_term(grade.counts_as_id) if grade else None
    return counted is not None and counted.taxonomy == MeasureScale.JUDICIAL


def _months(measure: Measure) -> int:
    """The influence period; that of 留党察看 begins when its own term of one or two years is over."""
    if measure.grade is None:
        return 0
    terms = measure.grade.attributes.get("terms_years") or [0]
    written = _YEARS.search(measure.term or measure.text)
    years = _FIGURES.get(written[1]) or int(written[1]) if written and any(terms) else max(terms)
    return (measure.grade.influence_months or 0) + 12 * years
