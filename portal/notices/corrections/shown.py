"""The notes on something public, as its page shows them: the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from portal.content.corrections.notes import corrections_of
from portal.content.models import Correction
from search.documents import document_key

if TYPE_CHECKING:
    from portal.notices.models import NoticePage


def is_corrected(model: type[NoticePage]) -> Exists:
    """Whether there is any note on a notice; part of the query that finds it, so that most ask for none."""
    key = Concat(Value(f"{model.kind}:"), Cast(OuterRef("pk"), CharField()))
    return Exists(Correction.objects.filter(key=key).order_by())


def shown_corrections(notice: NoticePage) -> list[Correction]:
    """Those that stand on the page of a notice; internal changes are nobody else's."""
    if notice.is_internal or not getattr(notice, "is_corrected", True):
        return []
    return corrections_of(document_key(notice.kind, notice.pk))
