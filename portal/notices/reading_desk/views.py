"""The screens: bring a notice, look over its cases, see how well the reader does."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from portal.notices.importing.references import References
from portal.notices.models.readings import ReadingSession
from portal.notices.reader.reading import read
from portal.notices.reading_desk.cutting import MAX_CASES
from portal.notices.reading_desk.drafting import Drafter
from portal.notices.reading_desk.report import error_rows
from portal.notices.reading_desk.sources import SourceForm
from portal.notices.reading_desk.work import Work

RIGHT = "cases.add_case"


def may_read(user: Any) -> bool:
    """Whoever may add cases may read notices into cases."""
    return bool(user.has_perm(RIGHT))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponseBase:
    """Paste or upload; what is read goes onto the desk."""
    _check(request)
    form = SourceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        session = _begin(request, form.cleaned_data["source"])
        if session is not None:
            return redirect("reading_desk:desk", session.pk)
    context = {
        "form": form,
        "sessions": ReadingSession.objects.filter(user=request.user.pk).defer("drafts")[:20],
        "breadcrumbs_items": _way(),
        "add_case_url": reverse("cases:add"),
    }
    return TemplateResponse(request, "notices/reading_desk/start.html", context)


def _begin(request: HttpRequest, source: str) -> ReadingSession | None:
    """The session of what was read; None, with a word, where there is no case in it."""
    reading = read(source)
    if not reading.cases:
        text = _("No case was found; this seems to be no notice of cases. You can enter the case by hand.")
        messages.warning(request, text, buttons=[messages.button(reverse("cases:add"), _("Enter a case by hand"))])
        return None
    if len(reading.cases) > MAX_CASES:
        text = _("%(found)d cases were found; the desk holds %(limit)d. Cut the text, or use import_notices --read.")
        messages.error(request, text % {"found": len(reading.cases), "limit": MAX_CASES})
        return None
    nodes = Drafter(References(create=False), source).cases(reading.cases)
    return ReadingSession.objects.create(
        user=cast("User", request.user),
        source=source,
        drafts=[node.record() for node in nodes],
        remarks=list(reading.remarks),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def desk(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The source on the left, the drafts on the right; what the editor presses is done to them."""
    _check(request)
    sessions = ReadingSession.objects.filter(user=request.user.pk, pk=key)
    session = sessions.select_for_update().first() if request.method == "POST" else sessions.first()
    if session is None:
        messages.warning(
            request, _("This notice is no longer on your desk: it was saved, taken off, or left too long.")
        )
        return redirect("reading_desk:start")
    work = Work(session, request)
    if request.method == "POST":
        answer = work.do(request.POST.get("action", "keep"))
        if answer is not None:
            return answer
    context = {**work.context(), "breadcrumbs_items": _way(str(session))}
    return TemplateResponse(request, "notices/reading_desk/desk.html", context)


@never_cache
@require_http_methods(["GET", "HEAD"])
def report(request: HttpRequest) -> HttpResponseBase:
    """How often editors kept what was read, by field."""
    _check(request)
    context = {"rows": error_rows(), "breadcrumbs_items": _way(_("Errors of the reader"))}
    return TemplateResponse(request, "notices/reading_desk/report.html", context)


def _check(request: HttpRequest) -> None:
    if not may_read(request.user):
        raise PermissionDenied


def _way(*last: str) -> list[dict[str, str]]:
    way = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("reading_desk:start"), "label": _("Read a notice")},
    ]
    return [*way, *({"url": "", "label": label} for label in last)]
