"""Filters of the queue that somebody has given a name."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from portal.feedback.models import SavedView
from portal.feedback.roles import Right, Staff, may

#: As many as one account may keep.
MOST = 20
#: What of the address makes up a view; the page does not.
_PARTS = (
    *("tab", "kind", "state", "channel", "category", "unit", "is_named", "priority", "ordering"),
    *("received_on_from", "received_on_to", "due_on_from", "due_on_to"),
)


class SavedViewForm(forms.ModelForm[SavedView]):
    """A name for the filters that are chosen now."""

    class Meta:
        model = SavedView
        fields = ("name",)


def saved_views(user: Staff) -> list[SavedView]:
    """Those of this account."""
    return list(SavedView.objects.filter(user=user.pk)[:MOST])


def _member(request: HttpRequest) -> User:
    """Who asks; nobody keeps views of a queue that they do not see."""
    user = cast("User", request.user)
    if not may(user, Right.VIEW):
        raise PermissionDenied
    return user


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the queue under a name."""
    user = _member(request)
    given = QueryDict(request.POST.get("query", "")[:2000])
    kept = QueryDict(mutable=True)
    for part in _PARTS:
        kept.setlist(part, given.getlist(part)[:30])
    form = SavedViewForm(request.POST)
    own = SavedView.objects.filter(user=request.user.pk)
    if not form.is_valid():
        messages.error(request, _("Not kept: give it a name of up to 40 characters."))
    elif own.count() >= MOST:
        messages.error(request, _("Not kept: there are %(most)d already. Remove one first.") % {"most": MOST})
    else:
        name = form.cleaned_data["name"]
        own.update_or_create(name=name, defaults={"user": user, "query": kept.urlencode()})
        messages.success(request, _("Kept as “%(name)s”.") % {"name": name})
    return HttpResponseRedirect(f"{reverse('feedback_desk:index')}?{kept.urlencode()}")


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Remove an own one."""
    get_object_or_404(SavedView, pk=number, user=_member(request)).delete()
    return HttpResponseRedirect(reverse("feedback_desk:index"))
