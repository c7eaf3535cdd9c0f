"""A forgotten password: the worker sends the link, so that nobody waits for the mail server or learns from the wait
whether there is such an account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.admin.forms.auth import PasswordResetForm

from portal.accounts.lockout import asks_too_often
from portal.operations.tasks import background_task

_TEXT, _SUBJECT = (f"wagtailadmin/account/password_reset/{name}.txt" for name in ("email", "email_subject"))


class ResetForm(PasswordResetForm):
    """Wagtail's, which sends nothing itself."""

    def save(self, *, request: HttpRequest, **_options: Any) -> None:
        """Ask for the mail; the same work is done for an address that nobody has."""
        address: str = self.cleaned_data["email"]
        if not asks_too_often(request, address):
            accounts = [user.pk for user in self.get_users(address)]
            send_links.enqueue(accounts, translation.get_language() or settings.LANGUAGE_CODE)


@background_task
def send_links(accounts: list[int], language: str) -> None:
    """Send it to each account, with a token that is made only now. Done twice, two links are sent that open once."""
    for user in User.objects.filter(pk__in=accounts, is_active=True):
        with translation.override(language):
            _mail(user).send()


def _mail(user: User) -> EmailMessage:
    key = urlsafe_base64_encode(force_bytes(user.pk))
    context = {"user": user, "uid": key, "token": default_token_generator.make_token(user)}
    subject = "".join(render_to_string(_SUBJECT, context).splitlines())
    return EmailMessage(subject, render_to_string(_TEXT, context), to=[user.email])
