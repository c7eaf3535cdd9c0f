"""Changes as they are shown: with the present title of what is still public, and none of what is not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from portal.content.models.changes import PublicChange
from search.applying import build


class Entry(NamedTuple):
    """One line of the list."""

    change: PublicChange
    #: Kind of the document, as in search.
    kind: str
    #: Empty for what is not public any more.
    title: str
    #: Where it is read now; where it stood, if it was withdrawn.
    url: str


def entries(changes: Iterable[PublicChange]) -> list[Entry]:
    """These changes with what search would show of them, so that both have one rule."""
    shown = list(changes)
    documents = {document.key: document for document in build({each.key for each in shown}, leniently=True).documents}
    return [
        Entry(
            change,
            change.key.partition(":")[0],
            documents[change.key].title if change.key in documents else "",
            documents[change.key].url if change.key in documents else change.url,
        )
        for change in shown
    ]
