"""What an editor does at the desk: keep, add, split, join, take off, save the accepted drafts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from portal.notices.importing.references import References
from portal.notices.models.readings import ReadingSession
from portal.notices.reading_desk import cutting
from portal.notices.reading_desk.binding import Bound, bind, take
from portal.notices.reading_desk.drafting import Drafter
from portal.notices.reading_desk.nodes import ACCEPTED, Node, shape
from portal.notices.reading_desk.notices import case_section, facts_of
from portal.notices.reading_desk.saving import NoticeForm, Saved, reasons, save_all, undecided
from portal.notices.reading_desk.shown import Shown, all_places
from portal.notices.reading_desk.source_view import marked

Answer = HttpResponseRedirect | None


class Work:
    """One request at the desk. The session is the user's own, and locked where something is sent."""

    def __init__(self, session: ReadingSession, request: HttpRequest) -> None:
        self._session, self._request = session, request
        self._references = References(create=False)
        self._nodes = [Node.of_record(record) for record in session.drafts]
        self._bound: list[Bound] | None = None
        self._notice = NoticeForm(
            request.POST if request.method == "POST" else None,
            prefix="notice",
            references=self._references,
            initial=facts_of(session.source),
        )

    def do(self, action: str) -> Answer:
        """Carry out what was pressed; None shows the page again, with the reason and all that was typed."""
        name, _mark, rest = action.partition(":")
        if name == "discard":
            self._session.delete()
            messages.success(self._request, _("The notice was taken off the desk; nothing was saved."))
            return redirect("reading_desk:start")
        if not self._take():
            return None
        steps: dict[str, Callable[[str], bool]] = {"add": self._add, "split": self._split, "join": self._join}
        if name == "save":
            return self._save()
        if name in steps and not steps[name](rest):
            messages.error(self._request, _("This cannot be done here."))
            return None
        self._store()
        anchor = f"#{rest.split('-')[0]}" if name in steps else ""
        if name == "keep":
            messages.success(self._request, _("Kept on your desk; nothing is saved as a case yet."))
        return redirect(reverse("reading_desk:desk", args=[self._session.pk]) + anchor)

    def _take(self) -> bool:
        """Put what was typed into the drafts. Another window may have been quicker: then the editor decides."""
        posted = self._request.POST
        if posted.get("shape") != shape(self._nodes):
            text = _("Another window has split, joined or added something meanwhile. This is what it made; look again.")
            messages.error(self._request, text)
            return False
        take(self._nodes, posted, self._references)
        if posted.get("version") != str(self._session.version):
            text = _("Another window has changed these drafts meanwhile. Press again to replace them by what is here.")
            messages.error(self._request, text)
            return False
        return True

    def _store(self) -> None:
        self._session.drafts = [node.record() for node in self._nodes]
        self._session.version += 1
        self._session.save()

    def _add(self, rest: str) -> bool:
        prefix, _mark, name = rest.partition(":")
        return cutting.add(self._nodes, prefix, name)

    def _split(self, rest: str) -> bool:
        number, at = _number(rest), self._request.POST.get(f"{rest}-at", "")
        drafter = Drafter(self._references, self._session.source)
        return at.isdecimal() and len(at) < 9 and cutting.split(self._nodes, number, int(at), drafter)

    def _join(self, rest: str) -> bool:
        return cutting.join_next(self._nodes, _number(rest))

    def _save(self) -> Answer:
        """Save the accepted drafts, if every case is decided upon and nothing is wrong."""
        self._bound = bind(self._nodes, self._references, checks=True)
        if problem := self._problem():
            self._store()
            messages.error(self._request, problem)
            return None
        try:
            with transaction.atomic():
                saved = save_all(self._session, self._bound, self._notice, self._request.user)
        except ValidationError as error:
            messages.error(self._request, reasons(error))
            return None
        return self._tell(saved)

    def _problem(self) -> str:
        if count := undecided(self._nodes):
            text = ngettext(
                "Nothing was saved: %(count)d draft is not decided yet. Accept it or leave it out.",
                "Nothing was saved: %(count)d drafts are not decided yet. Accept them or leave them out.",
                count,
            )
            return text % {"count": count}
        if not any(node.values.get("decision") == ACCEPTED for node in self._nodes):
            return _("Nothing was saved: no draft is accepted. To give up the reading, take the notice off the desk.")
        # Both are asked, so that every mistake is marked at once.
        notice_fits = self._notice.is_valid()
        if not notice_fits or any(each.has_errors for each in self._bound or ()):
            return _("Nothing was saved: look at the marked fields.")
        if self._notice.cleaned_data.get("wanted") and not self._may_add_notice():
            return _("Nothing was saved: you may not add notices.")
        return ""

    def _may_add_notice(self) -> bool:
        section = case_section()
        return section is not None and bool(section.permissions_for_user(self._request.user).can_add_subpage())

    def _tell(self, saved: Saved) -> HttpResponseRedirect:
        count = len(saved.cases)
        text = ngettext("%(count)d case was saved as a draft.", "%(count)d cases were saved as drafts.", count)
        buttons = [
            messages.button(reverse("cases:edit", args=[case.pk]), case.heading[:40]) for case in saved.cases[:5]
        ]
        messages.success(self._request, text % {"count": count}, buttons=buttons)
        if saved.page is not None:
            return redirect("wagtailadmin_pages:edit", saved.page.pk)
        return redirect("cases:list")

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        source = self._session.source
        bound = self._bound or bind(self._nodes, self._references)
        return {
            "session": self._session,
            "shape": shape(self._nodes),
            "source": marked(source, all_places(self._nodes)),
            "cases": [Shown(each, source) for each in bound],
            "notice": self._notice if self._may_add_notice() else None,
            "days": ReadingSession.LIFETIME.days,
        }


def _number(prefix: str) -> int:
    """The place of a case by its prefix; -1 for none."""
    number = prefix.removeprefix("c")
    return int(number) if number.isdecimal() and len(number) < 4 else -1
