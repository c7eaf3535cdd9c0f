"""What an editor sees of an expired name that still stands: the passages, where to mask it, and to let it stand."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy

from portal.cases.documents import KIND
from portal.cases.models import Case
from portal.content.health.pages import editable
from portal.content.health.registry import Check, Findings, Trouble, most, register_check
from portal.content.models.pages import Reader
from portal.notices.documents import SOURCES
from portal.notices.models import StandingName
from portal.notices.privacy.forms import ReasonForm
from portal.notices.standing_names.finding import documents_of, still_open, text_of
from portal.privacy.names import bare_name
from search.analysis import normalise
from search.documents import SearchDocument
from search.snippets import highlight, snippet

#: The action in the history of the page or case.
LOGGED = "notices.other_person"
#: Rows that the health page looks at again: what was mended since is not shown.
LOOKED_AT = 60
_PAGES = frozenset(source.name for source in SOURCES)


class Held(NamedTuple):
    """A name that still stands, the document as readers get it, and where it is mended."""

    row: StandingName
    document: SearchDocument
    address: str


class NameReasonForm(ReasonForm):
    """Why the name may stand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = gettext_lazy("On record with your name; do not repeat the name.")


def standing_names(user: Reader) -> Findings:
    """Expired names in what this user may mend, as readers get it now; the newest are looked at again."""
    held = _held(user, list(_rows(still_open())[:LOOKED_AT]))
    return Findings(len(held), [_trouble(each) for each in held[: most()]])


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, standing: int) -> HttpResponseBase:
    """Show where the name stands; take down that it is another person's."""
    row = get_object_or_404(_rows(still_open()), pk=standing)
    held = _held(request.user, [row])
    if not held or not isinstance(request.user, User):
        raise PermissionDenied
    form = NameReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _let_stand(held[0], request.user, form.cleaned_data["reason"])
        messages.success(request, _("Recorded: the name stands for another person."))
        return HttpResponseRedirect(f"{reverse('content_health')}#check-standing_names")
    return TemplateResponse(request, "notices/standing_names/decide.html", _context(held[0], form))


def _rows(rows: QuerySet[StandingName]) -> QuerySet[StandingName]:
    return rows.select_related("subject__unit_then", "subject__case").order_by("-pk")


def _held(user: Reader, rows: list[StandingName]) -> list[Held]:
    documents = documents_of(rows)
    pages = {document.number for document in documents.values() if document.kind in _PAGES}
    mine = set(editable(user).filter(pk__in=pages).values_list("pk", flat=True))
    has_cases = ModelPermissionPolicy(Case).user_has_permission(user, "change")
    held = []
    for row in rows:
        document = documents.get(row.pk)
        if document and (document.number in mine if document.kind in _PAGES else has_cases):
            held.append(Held(row, document, _address(document)))
    return held


def _address(document: SearchDocument) -> str:
    if document.kind in _PAGES:
        return reverse("wagtailadmin_pages:edit", args=[document.number])
    # What another app publishes is taken from where readers find it.
    return reverse("cases:edit", args=[document.number]) if document.kind == KIND else document.url


def _trouble(held: Held) -> Trouble:
    case = held.row.subject.case_id
    why = _("an expired name of case %(number)d: the same person, or another of this name?") % {"number": case}
    decision = reverse("standing_name", args=[held.row.pk])
    return Trouble(held.document.title, held.address, why, held.row.found_on, decision)


@transaction.atomic
def _let_stand(held: Held, user: User, reason: str) -> None:
    StandingName.objects.filter(pk=held.row.pk).update(reason=reason, decided_by=user)
    kind, number = held.document.kind, held.document.number
    if kind in _PAGES:
        log(instance=Page.objects.get(pk=number).specific, action=LOGGED, user=user, data={"reason": reason})
    else:
        case = number if kind == KIND else held.row.subject.case_id
        log(instance=Case.objects.get(pk=case), action=LOGGED, user=user, data={"reason": reason})


def _context(held: Held, form: ReasonForm) -> dict[str, object]:
    title = _("An expired name still stands")
    names = [normalise(bare_name(held.row.subject.name))]
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "warning",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("content_health"), "label": _("Health of the content")},
            {"url": "", "label": title},
        ],
        "held": held,
        "case": held.row.subject.case,
        "case_address": reverse("cases:edit", args=[held.row.subject.case_id]),
        "title": highlight(held.document.title, names),
        "passage": snippet(text_of(held.document), names),
        "form": form,
    }


def register() -> None:
    """Register the check."""
    register_check(
        Check(
            "standing_names",
            gettext_lazy("Expired names that still stand"),
            gettext_lazy(
                "A name whose time is over stands in a published text that is not linked to its case. Link the case "
                "or mask the name; if it is another person of this name, say so."
            ),
            standing_names,
        ),
        order=50,
    )
