"""What the admin gets from bulletins: the button of the editing screen."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from portal.notices.bulletins.compiling import compile_draft
from portal.notices.bulletins.forms import COMPILE
from portal.notices.models import BulletinPage


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def compile_after_saving(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The button saved the draft, as every button does; now compile it and show it again."""
    if COMPILE not in request.POST or not isinstance(page, BulletinPage):
        return None
    try:
        draft = compile_draft(page, request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        text = _("Compiled: %(cases)d cases of %(quarter)s. Check the tables and choose typical cases.")
        messages.success(request, text % {"cases": len(draft.figures["counted"]), "quarter": draft.quarter})
    return redirect("wagtailadmin_pages:edit", page.pk)
