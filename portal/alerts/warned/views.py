"""The warnings to the units of whoever is signed in, each with a button to acknowledge it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.alerts.following.views import private
from portal.alerts.models import WarningReceipt
from portal.alerts.warned.auditing import WarningAction
from portal.audit.log import record

PAGE_SIZE = 20


@private
@login_required
@require_safe
def warnings(request: HttpRequest) -> HttpResponse:
    """Those to be acknowledged first, then the newest."""
    receipts = WarningReceipt.objects.of_staff(request.user.pk or 0).filter(page__live=True)
    shown = receipts.select_related("page", "unit", "acknowledged_by").order_by(
        F("acknowledged_at").desc(nulls_first=True), "-told_at", "-pk"
    )
    page = Paginator(shown, PAGE_SIZE)
    return render(request, "alerts/warnings.html", {"page_obj": page.get_page(request.GET.get("page", "1"))})


@private
@login_required
@require_POST
def acknowledge(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody of the unit has read it."""
    receipt = WarningReceipt.objects.of_staff(request.user.pk or 0).filter(pk=number).first()
    if receipt is None:
        raise Http404
    note_acknowledged(receipt, request.user)
    return redirect("warnings_to_units")


@transaction.atomic
def note_acknowledged(receipt: WarningReceipt, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Keep who was the first, and when; whether it was this one."""
    rows = WarningReceipt.objects.filter(pk=receipt.pk, acknowledged_at__isnull=True)
    if not rows.update(acknowledged_at=timezone.now(), acknowledged_by_id=user.pk):
        return False
    record(WarningAction.ACKNOWLEDGED, receipt, actor=user)
    return True
