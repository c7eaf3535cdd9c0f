"""An archive as a feed. It never tells of anything internal, whoever asks."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.archives.asking import Question
from portal.archives.reading import part
from portal.archives.scopes import Scope
from portal.archives.shown import ShownEntry, shown
from search.addresses import in_active_language
from search.feed_formats import EPOCH, Entry, Feed, on_this_site


def feed_of(request: HttpRequest, scope: Scope, question: Question) -> Feed:
    """The newest entries of a question."""
    unit = scope.unit
    return Feed(
        name=f"archive/{unit.code}{question.address}",
        title=_("Archive of %(unit)s") % {"unit": unit.label},
        page_url=on_this_site(reverse("unit_archive", args=(unit.code,)) + question.address),
        feed_url=on_this_site(request.get_full_path()),
        entries=[_entry(line) for line in shown(part(scope, question).entries, scope)],
    )


def _entry(line: ShownEntry) -> Entry:
    entry = line.entry
    return Entry(
        name=f"archive/{entry.place.source}/{entry.place.number}",
        title=_("%(day)s %(kind)s: %(title)s") % {"day": line.day, "kind": line.kind, "title": entry.title},
        url=on_this_site(in_active_language(entry.url)),
        at=entry.recorded_at or EPOCH,
        text=" ".join(filter(None, (entry.state, entry.text))),
        author=line.unit,
        tags=(entry.place.source,),
    )
