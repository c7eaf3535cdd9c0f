"""What the privacy scan finds in imported notices: they wait as drafts, unless the operator answers for them."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from django.utils.translation import gettext as _

from portal.cases.entering import CaseData, enter_case
from portal.cases.models import Case
from portal.notices.importing.publishing import publish_again, publish_new
from portal.notices.importing.rows import RowError
from portal.notices.models import NoticeIndexPage, NoticePage
from portal.notices.privacy.decisions import accept
from portal.notices.privacy.gate import OpenFindings
from portal.notices.privacy.spots import Spot, open_spots
from portal.privacy.scan.pause import without_scan


class Scanned:
    """Publishes what is clean; ``accepts`` publishes the rest as well and puts on record that it was imported so."""

    def __init__(self, *, accepts: bool) -> None:
        self.accepts = accepts
        #: What was found in the row that was written last, in words; empty where it went out.
        self.held = ""

    def cases(self) -> AbstractContextManager[None]:
        """Around what enters cases, which have the gate before them too."""
        return without_scan() if self.accepts else nullcontext()

    def enter(self, record: CaseData, before: Case | None) -> tuple[Case, bool]:
        """Enter a case; a new one with findings is a draft, and its notice waits with it.

        Raises `RowError` for changes of a live one with findings: what readers see stays as it is.
        """
        try:
            return enter_case(record, before)
        except OpenFindings as found:
            kinds = _kinds(found.spots)
        if before is not None and before.live:
            raise RowError("", _not_updated(kinds))
        self.held = ", ".join(filter(None, (self.held, kinds)))
        # What the attempt left in memory is not what is stored.
        return enter_case(record, Case.objects.get(pk=before.pk) if before else None, live=False)

    def publish_new(self, page: NoticePage, section: NoticeIndexPage) -> None:
        """Put a new page live, or keep it as a draft for an editor to look at."""
        spots = open_spots(page)
        if (spots or self.held) and not self.accepts:
            self.held = ", ".join(filter(None, (self.held, _kinds(spots))))
            _keep(page, section)
            return
        with without_scan():
            publish_new(page, section)
        self._record(page, spots)

    def publish_again(self, page: NoticePage) -> None:
        """Put changes live. Raises `RowError` for those with findings: what readers see stays as it is."""
        spots = open_spots(page)
        if (spots or self.held) and not self.accepts:
            raise RowError("", _not_updated(_kinds(spots) or self.held))
        with without_scan():
            publish_again(page)
        self._record(page, spots)

    def _record(self, page: NoticePage, spots: list[Spot]) -> None:
        if spots:
            # The marks depend on the number of the page, which a new one has only now.
            accept(page, open_spots(page), None, _("Imported with --accept-findings."))


def _keep(page: NoticePage, section: NoticeIndexPage) -> None:
    page.live, page.has_unpublished_changes = False, True
    page.first_published_at = page.last_published_at = None
    section.refresh_from_db()
    section.add_child(instance=page)
    page.save_revision(log_action=True)


def _not_updated(kinds: str) -> str:
    return _("not updated: the privacy scan found: %(kinds)s") % {"kinds": kinds}


def _kinds(spots: list[Spot]) -> str:
    return ", ".join(sorted({str(spot.kind.label) for spot in spots}))
