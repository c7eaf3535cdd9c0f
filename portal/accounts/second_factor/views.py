"""The screens of the second factor: asked at the door, set up, looked after, and reset by an administrator."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp.util import random_hex
from wagtail.admin import messages

from portal.accounts import sessions
from portal.accounts.forms import CodeForm
from portal.accounts.models import RecoveryCode
from portal.accounts.recording import SignInAction, tell
from portal.accounts.second_factor import devices
from portal.accounts.second_factor.codes import give
from portal.accounts.second_factor.standing import is_given, standing_of

#: Where the session keeps the key that is being set up.
NEW_KEY = "accounts_new_key"


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    """After the password: the code. Whoever has none yet sets one up."""
    if is_given(request):
        return redirect(_next(request))
    if not standing_of(_me(request)).has_device:
        return redirect(f"{reverse('second_factor_set_up')}?{request.GET.urlencode()}")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if give(request, form.cleaned_data["code"]):
            return redirect(_next(request))
        form.add_error(
            "code", _("This code is not right, or it came too soon after a wrong one. Wait for the next one.")
        )
    return TemplateResponse(request, "accounts/second_factor/ask.html", {"form": form, "next": _next(request)})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponseBase:
    """A telephone for an account that has none, or, once the old one was given, another in its place."""
    standing = standing_of(_me(request))
    if standing.has_device and not is_given(request):
        return redirect("second_factor_ask")
    form = CodeForm(request.POST or None)
    if form.is_valid() and NEW_KEY in request.session:
        codes = devices.add(request, bytes.fromhex(request.session[NEW_KEY]), form.cleaned_data["code"])
        if codes is not None:
            del request.session[NEW_KEY]
            return _show_codes(request, codes)
        form.add_error(
            "code", _("This is not the code that belongs to the picture now. Is the clock of the telephone right?")
        )
    key = bytes.fromhex(request.session.setdefault(NEW_KEY, random_hex(20)))
    context = {
        "form": form,
        "picture": devices.picture_of(_me(request), key),
        "key": devices.written_key(key),
        "standing": standing,
        "next": _next(request),
    }
    return TemplateResponse(request, "accounts/second_factor/set_up.html", context)


@never_cache
@require_http_methods(["GET", "HEAD"])
def overview(request: HttpRequest) -> HttpResponseBase:
    """What protects one's own account."""
    context = {
        "standing": standing_of(_me(request)),
        "codes_left": RecoveryCode.objects.filter(device__user=_me(request)).count(),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_account"), "label": _("Account")},
            {"url": "", "label": _("Second factor")},
        ],
    }
    return TemplateResponse(request, "accounts/second_factor/overview.html", context)


@never_cache
@require_POST
def renew(request: HttpRequest) -> HttpResponseBase:
    """New recovery codes, shown once."""
    if not standing_of(_me(request)).has_device:
        raise PermissionDenied
    return _show_codes(request, devices.renew_codes(_me(request)))


@never_cache
@require_POST
def remove(request: HttpRequest) -> HttpResponseBase:
    """Do without, where the role allows."""
    devices.remove(_me(request))
    messages.success(request, _("Your account has no second factor any more."))
    return redirect("second_factor")


@never_cache
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponseBase:
    """Sign out everywhere, here too."""
    user = _me(request)
    sessions.end_all(user)
    tell(SignInAction.EVERYWHERE, user, actor=user)
    request.session.flush()
    messages.success(request, _("All your sessions were ended. Sign in again."))
    return redirect("wagtailadmin_login")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest, account: int) -> HttpResponseBase:
    """Forget the lost device of somebody else, after a question."""
    user = get_object_or_404(User, pk=account)
    if not devices.may_reset(request.user, user):
        raise PermissionDenied
    if request.method == "POST":
        devices.reset(_me(request), user)
        messages.success(request, _("The second factor of %(account)s was reset.") % {"account": user.get_username()})
        return redirect("wagtailusers_users:edit", user.pk)
    context = {
        "account": user,
        "breadcrumbs_items": [
            {"url": reverse("wagtailusers_users:index"), "label": _("Users")},
            {"url": reverse("wagtailusers_users:edit", args=[user.pk]), "label": user.get_username()},
            {"url": "", "label": _("Reset the second factor")},
        ],
    }
    return TemplateResponse(request, "accounts/second_factor/reset.html", context)


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponseBase:
    return TemplateResponse(request, "accounts/second_factor/codes.html", {"codes": codes, "next": _next(request)})


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_ours else reverse("wagtailadmin_home")
