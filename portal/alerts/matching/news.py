"""What is new: made public after somebody began to follow, and dated so that it is no news of long ago."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db.models import Min
from django.utils import timezone

from portal.content.models import PublicChange
from search.documents import SearchDocument

#: A document that is dated longer ago is none, though it came today: an archive that is imported tells nobody.
NEWS_DAYS = 60


def public_since(documents: Iterable[SearchDocument]) -> dict[str, datetime]:
    """Since when each has been public, those only that are dated recently enough to be news."""
    oldest = timezone.localdate() - timedelta(days=NEWS_DAYS)
    recent = {document.key: document for document in documents if document.date >= oldest}
    added = PublicChange.objects.filter(key__in=recent, kind=PublicChange.Kind.ADDED)
    known = dict(added.values_list("key").annotate(first=Min("at")))
    return {key: known.get(key) or _morning(document) for key, document in recent.items()}


def _morning(document: SearchDocument) -> datetime:
    """For what the list of changes does not know: the morning of its day."""
    return timezone.make_aware(datetime.combine(document.date, time.min))
