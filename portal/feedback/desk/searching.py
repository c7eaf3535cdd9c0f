"""The screens of searches in what is sealed. Words come by POST: no address, history or log of a server has them."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from portal.feedback.contents.keys import Purged
from portal.feedback.contents.searching import COMPARED, SEARCHED, likely_repeats, search
from portal.feedback.models import Submission
from portal.feedback.roles import Right, may
from portal.feedback.transitions import offered
from portal.privacy.sealing import Damaged, NoSealingKey


class WordsForm(forms.Form):
    """What is looked for."""

    words = forms.CharField(label=_("Words in what was handed in"), max_length=100)


@never_cache
@sensitive_post_parameters("words")
@require_POST
def search_texts(request: HttpRequest) -> HttpResponse:
    """Which of the newest hold all these words; their files are opened from here one by one, on record."""
    user = _reader(request)
    form = WordsForm(request.POST)
    context = {"form": form, "most": SEARCHED, "label": gettext("Search in sealed texts"), "breadcrumbs_items": _way()}
    if form.is_valid():
        try:
            context["hits"] = search(user, form.cleaned_data["words"])
        except NoSealingKey:
            messages.error(request, gettext("The private key of the office is not here."))
    return TemplateResponse(request, "feedback/desk/hits.html", context)


@never_cache
@require_POST
def repeats(request: HttpRequest, key: UUID) -> HttpResponse:
    """A submission beside those that are likely on the same matter."""
    user = _reader(request)
    submission = Submission.objects.visible_to(user).filter(pk=key).first()
    if submission is None:
        raise Http404
    label = gettext("Likely repeats")
    context = {
        "submission": submission, "label": label, "most": COMPARED, "breadcrumbs_items": _way(submission),
        "may_merge": any(row.code == "merge" for row in offered(submission, user)),
    }  # fmt: skip
    try:
        context["own"], context["repeats"] = likely_repeats(submission, user)
    except (Purged, NoSealingKey, Damaged):
        messages.error(request, gettext("It cannot be opened here."))
    return TemplateResponse(request, "feedback/desk/repeats.html", context)


def _reader(request: HttpRequest) -> User:
    user = cast("User", request.user)
    if not may(user, Right.OPEN_CONTENT):
        raise PermissionDenied
    return user


def _way(submission: Submission | None = None) -> list[dict[str, str]]:
    steps = [{"url": reverse("feedback_desk:index"), "label": gettext("Tips and inquiries")}]
    if submission is not None:
        steps.append({"url": reverse("feedback_desk:file", args=[submission.pk]), "label": str(submission)})
    return steps
