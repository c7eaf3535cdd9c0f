"""The page of the scan: findings in context, a button to mask each, and a reason for those that may stand."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from portal.notices.privacy import decisions
from portal.notices.privacy.forms import ReasonForm
from portal.notices.privacy.gate import is_scanned, scan_address
from portal.notices.privacy.spots import Spot, scan
from portal.notices.privacy.texts import title_of


@require_http_methods(["GET", "HEAD", "POST"])
def privacy_scan(request: HttpRequest, app_label: str, model_name: str, key: int) -> HttpResponseBase:
    """Show the findings of the newest version, and carry out what the editor decides."""
    instance = _instance(app_label, model_name, key)
    _check_may_edit(request, instance)
    spots = scan(instance)
    form = ReasonForm()
    if request.method == "POST":
        action = request.POST.get("action", "")
        if action == "accept":
            form = ReasonForm(request.POST)
            if form.is_valid():
                return _accept(request, instance, spots, form.cleaned_data["reason"])
        else:
            return _change(request, instance, spots, action)
    return TemplateResponse(request, "notices/privacy/scan.html", _context(request, instance, spots, form))


def _instance(app_label: str, model_name: str, key: int) -> Any:
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    if not is_scanned(model):
        raise Http404
    return get_object_or_404(model, pk=key).get_latest_revision_as_object()


def _may_edit(request: HttpRequest, instance: Any) -> bool:
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(request.user).can_edit())
    options = instance._meta
    return bool(request.user.has_perm(f"{options.app_label}.change_{options.model_name}"))


def _user(request: HttpRequest) -> User:
    """Whoever is signed in, as everybody is who comes here."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _check_may_edit(request: HttpRequest, instance: Any) -> None:
    if not _may_edit(request, instance):
        raise PermissionDenied


def _is_locked(request: HttpRequest, instance: Any) -> bool:
    lock = instance.get_lock()
    return lock is not None and lock.for_user(request.user)


def _change(request: HttpRequest, instance: Any, spots: list[Spot], action: str) -> HttpResponseBase:
    """Mask one or all, or strip a picture."""
    still_open = [spot for spot in spots if not spot.is_accepted]
    chosen = still_open if action == "mask-all" else [spot for spot in spots if spot.key == request.POST.get("spot")]
    if _is_locked(request, instance):
        messages.error(request, _("The text is locked: nothing was changed."))
    elif action in {"mask", "mask-all"}:
        count = decisions.mask(instance, chosen, _user(request))
        if count:
            text = ngettext("%(count)d place masked.", "%(count)d places masked.", count)
            messages.success(request, text % {"count": count})
        else:
            messages.warning(request, _("The text has changed meanwhile; look again."))
    elif action == "strip" and chosen and chosen[0].can_strip:
        decisions.strip(chosen[0], instance, _user(request))
        messages.success(request, _("The picture was written anew without the data of the camera."))
    else:
        messages.warning(request, _("The text has changed meanwhile; look again."))
    return HttpResponseRedirect(scan_address(instance))


def _accept(request: HttpRequest, instance: Any, spots: list[Spot], reason: str) -> HttpResponseBase:
    """Only what was shown to the editor is let stand: the form names it."""
    shown = set(request.POST.getlist("shown"))
    chosen = [spot for spot in spots if not spot.is_accepted and spot.mark in shown]
    if chosen:
        decisions.accept(instance, chosen, _user(request), reason)
        text = ngettext("%(count)d place may stand.", "%(count)d places may stand.", len(chosen))
        messages.success(request, text % {"count": len(chosen)})
    else:
        messages.warning(request, _("The text has changed meanwhile; look again."))
    return HttpResponseRedirect(scan_address(instance))


def _context(request: HttpRequest, instance: Any, spots: list[Spot], form: ReasonForm) -> dict[str, Any]:
    finder = AdminURLFinder(request.user)
    still_open = [spot for spot in spots if not spot.is_accepted]
    edit_url = finder.get_edit_url(instance)
    return {
        "object": instance,
        "subtitle": title_of(instance),
        "rows": [(spot, _edit_address(finder, spot.holder)) for spot in still_open],
        "accepted": [spot for spot in spots if spot.is_accepted],
        "marks": sorted({spot.mark for spot in still_open}),
        "maskable": sum(spot.can_mask for spot in still_open),
        "is_locked": _is_locked(request, instance),
        "form": form,
        "edit_url": edit_url,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            *([{"url": edit_url, "label": title_of(instance)}] if edit_url else []),
            {"url": "", "label": _("Privacy scan")},
        ],
    }


def _edit_address(finder: AdminURLFinder, holder: Model | None) -> str:
    """Where the file can be replaced or the case be changed."""
    if holder is None:
        return ""
    try:
        return finder.get_edit_url(holder) or ""
    except NoReverseMatch:
        return ""
