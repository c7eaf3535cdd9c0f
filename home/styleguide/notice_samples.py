"""Made-up notes for the components that stand on top of notices."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from home.styleguide.sample import Sample
from portal.content.models import Correction


def of_notes(today: date) -> list[Sample]:
    """The notes on corrections and clarifications."""
    at = timezone.make_aware(datetime.combine(today, datetime.min.time()))
    corrections = [
        Correction(what="更正处分种类。", why="经申诉复查，原处分决定予以变更。", at=at),
        Correction(kind=Correction.Kind.IMPORT, at=at - timedelta(days=30)),
    ]
    return [Sample("corrections", ({"corrections": corrections},))]
