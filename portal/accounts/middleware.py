"""At the door: sessions that are over end, and who has given only the password is nobody yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.http import HttpRequest, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts import sessions, taking_along
from portal.accounts.recording import SignInAction, tell
from portal.accounts.second_factor.standing import is_given, standing_of

#: Where the account is known though only the password was given.
HALF_WAY = ("second_factor_ask", "second_factor_set_up", "wagtailadmin_logout")
#: Pictures and words of the admin; the screens at the door use them too.
FOR_ANYBODY = ("wagtailadmin_sprite", "wagtailadmin_javascript_catalog")
#: Where the password is asked.
DOORS = ("wagtailadmin_login", "wagtailcore_login")


class AtTheDoor:
    """Stands after everything that knows who asks, and before everything that answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Without a session nobody is signed in, and looking would forbid every cache to keep the answer.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            answer = self._look_at(request)
            if answer is not None:
                return answer
        answer = self.get_response(request)
        return _with_what_was_typed(request, answer) if _sends_to_the_door(request, answer) else answer

    def _look_at(self, request: HttpRequest) -> HttpResponseBase | None:
        user = cast("User", request.user)
        if sessions.is_over(request.session, user):
            _end(request, user)
            return None
        if is_given(request) or not standing_of(user).is_asked:
            sessions.note_activity(request)
            return None
        if request.path in map(reverse, HALF_WAY):
            return None
        request.user = AnonymousUser()
        return _lead_on(request) if _is_staff_room(request) and user.has_perm("wagtailadmin.access_admin") else None


def _end(request: HttpRequest, user: User) -> None:
    with transaction.atomic():
        tell(SignInAction.SESSION_OVER, user, actor=user)
        request.session.flush()
    request.user = AnonymousUser()
    if _is_staff_room(request):
        messages.info(request, _("Your session has ended. Sign in again to go on."))


def _sends_to_the_door(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """Whether a form of staff was sent by nobody, and its view asks for the password first."""
    if request.method != "POST" or answer.status_code != 302:
        return False
    return bool(answer["Location"].partition("?")[0] == reverse("wagtailadmin_login"))


def _with_what_was_typed(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    texts = taking_along.typed(request)
    return taking_along.typed_page(request, texts, reverse("wagtailadmin_login")) if texts else answer


def _is_staff_room(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home")) or request.path in map(reverse, DOORS)


def _lead_on(request: HttpRequest) -> HttpResponseBase | None:
    if request.path in map(reverse, FOR_ANYBODY):
        return None
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return HttpResponseForbidden()
    target = request.get_full_path()
    if request.path in map(reverse, DOORS):
        target = request.GET.get("next", "")
    return redirect(f"{reverse('second_factor_ask')}?{urlencode({'next': target})}")
