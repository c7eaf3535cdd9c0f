"""What follows from a change of something public: the index, and the list of changes; in the same transaction."""

from __future__ import annotations

from portal.content.changes import ledger
from portal.feedback.models import PublicInquiry
from search.documents import document_key
from search.outbox import enqueue

#: The value of the facet ``kind``, and the first part of keys.
KIND = "inquiry"


def changed(inquiry: PublicInquiry) -> None:
    """It became public, changed, or ceased to be public."""
    key = document_key(KIND, inquiry.pk)
    enqueue([key])
    ledger.follow([ledger.State(key, path_of(inquiry.pk), inquiry.withdrawn_on is None)])


def path_of(number: int) -> str:
    """Its address without a language prefix."""
    return f"/inquiries/{number}/"
